"""The entries of the glossary, read from their file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from advisor.common.yaml_reader import Path_, YamlDocument
from advisor.rules.aside import packaged
from advisor.rules.basis import Citation, Confidence, Id, Model, Text
from advisor.rules.load import JOURNEY
from advisor.rules.reader import Reader

FILE = f"{JOURNEY}/lexique.yaml"
KIND = "terme"


class Entry(Model):
    """A word, explained.

    Attributes:
        term: as it heads the glossary; its plural is found without being written.
        forms: other words for it, acronyms and irregular plurals included.
        meaning: one or two plain sentences.
        citations, confidence: of what the meaning says of the law; none when it only explains a word.
    """

    id: Id
    term: Text = Field(alias="terme")
    forms: tuple[Text, ...] = Field((), alias="variantes")
    meaning: Text = Field(alias="sens")
    citations: tuple[Citation, ...] = Field((), alias="sources")
    confidence: Confidence | None = Field(None, alias="confiance")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write it, save regular plurals."""
        return (self.term, *self.forms)


@dataclass(frozen=True)
class Glossary:
    """Every entry by id, in file order; ``places``: where each stands."""

    entries: dict[str, Entry]
    places: dict[tuple[str, str], tuple[YamlDocument, Path_]] = field(default_factory=dict, repr=False, compare=False)


def read_glossary(folder: Path, shown: str | None = None) -> Glossary:
    """The glossary of a folder of rules.

    Args:
        folder: the folder of rules (``rules/``).
        shown: how messages name it; as given by default.

    Raises:
        InputError: every problem of form found in the file, each with its line.
    """
    reader = Reader(folder, shown)
    entries = reader.listed(KIND, FILE, Entry, lambda one: one.id)
    reader.finish()
    return Glossary(entries, reader.places)


load_glossary = packaged(read_glossary)
"""The packaged glossary, read once."""
