"""Diagrams as lines of text, for the formats that draw with characters: a tree with its elbows, a ladder, dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.report.model import MARKS, Branch, Diagram, Exit, Ladder, Rung, Timeline, Tree, joined


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
    match diagram.drawn:
        case Tree(root=root):
            yield Line("", "│  " if root.branches else "", root.head, root.text)
            yield from _below(root, "")
        case Ladder(flights=flights):
            for flight in flights:
                if flight.title:
                    yield Line("── ", "   ", flight.title)
                for rung in flight.rungs:
                    yield from _rung(rung)
                for rank, foot in enumerate(flight.foot):
                    last = rank == len(flight.foot) - 1
                    yield _exit("└─ " if last else "├─ ", "   " if last else "│  ", foot)
        case Timeline(rows=rows):
            for row in rows:
                yield Line("", "  ", row.label, row.text)


def _below(branch: Branch, drawn: str) -> Iterator[Line]:
    for rank, child in enumerate(branch.branches):
        last = rank == len(branch.branches) - 1
        under = drawn + ("   " if last else "│  ")
        rest = under + ("│  " if child.branches else "")
        yield Line(drawn + ("└─ " if last else "├─ "), rest, child.head, child.text)
        yield from _below(child, under)


def _rung(rung: Rung) -> Iterator[Line]:
    note = f" ({', '.join(filter(None, (rung.code, rung.note)))})" if rung.code or rung.note else ""
    yield Line("", "│  ", "", f"{rung.question}{note}")
    for one in rung.exits:
        yield _exit(f"├─ {rung.leaves} → ", "│  ", one)
    yield Line("│ ", "│ ", "", f"{rung.goes_on} ↓")


def _exit(first: str, rest: str, one: Exit) -> Line:
    return Line(f"{first}{MARKS[one.mark][0]} ", f"{rest}{' ' * (len(first) - len(rest) + 2)}", one.head, one.text)
