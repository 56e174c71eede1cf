"""The panel that shows, after each answer, which statuses remain open and why."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.interview.machine import Interview
from advisor.interview.outlook import STATE_WORDS, SYMBOLS


@dataclass(frozen=True, slots=True)
class Line:
    """One status: its title, a symbol and the words that go with it, the verdict or its bounds, and what decided."""

    status: str
    title: str
    state: str
    symbol: str
    state_words: str
    words: str
    because: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The statuses, and how many questions are left at best and at worst."""

    lines: tuple[Line, ...]
    best: int
    worst: int


def panel(interview: Interview) -> Panel:
    """Where one stands."""
    found = interview.progress()
    lines = []
    for line in found.lines:
        title = interview.knowledge.statuses[line.status].title
        lines.append(
            Line(line.status, title, line.state, SYMBOLS[line.state], STATE_WORDS[line.state], line.words, line.because)
        )
    return Panel(tuple(lines), found.best, found.worst)
