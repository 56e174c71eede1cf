"""Filling the blanks of a draft for one company; what the user typed is put in once, and never read again."""

from __future__ import annotations

import re

from advisor.assessment.leaves import TRUE
from advisor.assessment.session import Session
from advisor.common.values import french_number, french_percent
from advisor.dossier import Dossier
from advisor.rules.acts import PLACEHOLDER, Clause, ClauseVariant, Word

_START = re.compile(r"^[\W\d_]*[^\W\d_]")


class Filling:
    """The words of the drafts, as they stand for one company on one day."""

    def __init__(self, session: Session, dossier: Dossier) -> None:
        self.session, self.dossier = session, dossier
        self.words = session.knowledge.acts.words

    def text(self, template: str) -> str:
        """A template with every blank filled; one pass, so that braces in a company's name are only text."""
        return PLACEHOLDER.sub(lambda found: self.word(self.words[found[1]]), template)

    def word(self, word: Word) -> str:
        if word.field == "denomination":
            return self.dossier.name.strip() or self.text(word.default)
        if word.parameter is not None:
            return self._figure(word.parameter) or self.text(word.default)
        held = [
            self.text(case.text)
            for case in word.cases
            if case.covers(self.session.on) and self.session.holds(case.condition)[0] == TRUE
        ]
        if not held:
            return self.text(word.default)
        return held[0] if word.joined is None else word.joined.join(dict.fromkeys(held))

    def _figure(self, id: str) -> str:
        value = self.session.parameter(id)
        if value is None:
            return ""
        unit = self.session.knowledge.parameters[id].unit
        if unit == "pourcentage":
            return french_percent(value)
        return f"{french_number(value)} fois" if unit == "fois" else french_number(value)

    def paragraphs(self, clause: Clause) -> tuple[str, ...]:
        """The draft of a clause, a paragraph each, every one with a capital."""
        chosen = self._first(clause.variants)
        template = chosen.text if chosen is not None and chosen.text else clause.text
        lines = (line.strip() for line in template.split("\n"))
        return tuple(self._capital(line) for line in lines if line)

    def notes(self, clause: Clause) -> tuple[str, ...]:
        """What counsel must look at, for this company."""
        held = [one.note for one in clause.notes if self.session.holds(one.condition)[0] == TRUE]
        return (*([clause.note] if clause.note else ()), *held)

    def _first(self, variants: tuple[ClauseVariant, ...]) -> ClauseVariant | None:
        return next((one for one in variants if self.session.holds(one.condition)[0] == TRUE), None)

    def _capital(self, line: str) -> str:
        """Capital at the start, unless what stands there is the company's own name or an open choice."""
        if line[0] == "[" or line.startswith("{denomination}"):
            return self.text(line)
        filled = self.text(line)
        return _START.sub(lambda found: found[0][:-1] + found[0][-1].upper(), filled, count=1)
