"""The words of the law and of accounts that a page uses, each explained once: where it stands, and at its foot."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup, escape

from advisor.common.french import typeset
from advisor.report.pieces import curly
from advisor.report.words import meaning
from advisor.rules.glossary.book import Entry
from advisor.rules.glossary.mark import marked
from advisor.rules.load import Knowledge


@dataclass
class Terms:
    """The terms of one page, in the order in which they are met.

    Templates call `mark` on what is shown, then list `entries` under « Les mots de cette page »: a marked word is a
    link to its line there, which a script turns into an explanation in place.
    """

    knowledge: Knowledge
    entries: list[Entry] = field(default_factory=list)

    def mark(self, text: str) -> Markup:
        """A text, with links on the terms met for the first time on this page."""
        made = []
        for piece in marked(curly(typeset(text)), [entry.id for entry in self.entries]):
            shown = escape(piece.text)
            if piece.entry is not None:
                self.entries.append(piece.entry)
                shown = Markup('<a class="term" href="#mot-{}">{}</a>').format(piece.entry.id, shown)
            made.append(shown)
        return Markup("").join(made)

    def note(self, text: str) -> str:
        """The same text; its terms are listed, not marked: it stands where no link can."""
        self.entries += [
            one.entry for one in marked(text, [entry.id for entry in self.entries]) if one.entry is not None
        ]
        return text

    def source(self, entry: Entry) -> str:
        """Where the explanation comes from, and how sure that is; "" when it only explains a word."""
        cited = list(map(self.knowledge.cited, entry.citations))
        if entry.confidence:
            cited.append(meaning(self.knowledge, entry.confidence))
        return " ; ".join(cited)
