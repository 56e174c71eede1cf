"""Diagrams as lines of text, for the formats that draw with characters: a decision tree with its elbows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.report.model import MARKS, Diagram, Exit, Rung, joined


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a drawing: what is drawn before its words, on its first row and on the others, then the words."""

    first: str
    rest: str
    lead: str
    text: str = ""

    @property
    def words(self) -> str:
        return f"{self.lead}{joined(self.lead, self.text)}{self.text}"


def diagram_lines(diagram: Diagram) -> Iterator[Line]:
    """The lines of a diagram, its title aside."""
    for flight in diagram.drawn.flights:
        if flight.title:
            yield Line("── ", "   ", flight.title)
        for rung in flight.rungs:
            yield from _rung(rung)
        for rank, foot in enumerate(flight.foot):
            last = rank == len(flight.foot) - 1
            yield _exit("└─ " if last else "├─ ", "   " if last else "│  ", foot)


def _rung(rung: Rung) -> Iterator[Line]:
    note = f" ({', '.join(filter(None, (rung.code, rung.note)))})" if rung.code or rung.note else ""
    yield Line("", "│  ", "", f"{rung.question}{note}")
    for one in rung.exits:
        yield _exit(f"├─ {rung.leaves} → ", "│  ", one)
    yield Line("│ ", "│ ", "", f"{rung.goes_on} ↓")


def _exit(first: str, rest: str, one: Exit) -> Line:
    return Line(f"{first}{MARKS[one.mark][0]} ", f"{rest}{' ' * (len(first) - len(rest) + 2)}", one.head, one.text)
