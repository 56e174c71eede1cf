"""The legal and accounting words of the journey, explained in place; data of ``rules/parcours/lexique.yaml``."""

from advisor.rules.glossary.book import Entry, Glossary, load_glossary, read_glossary
from advisor.rules.glossary.mark import Piece, marked

__all__ = ["Entry", "Glossary", "Piece", "load_glossary", "marked", "read_glossary"]
