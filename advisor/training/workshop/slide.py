"""A slide as pure data: what every screen of a workshop draws."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Head:
    """A few words, as big as possible."""

    text: str


@dataclass(frozen=True)
class Say:
    """A sentence, centred; ``grow``: in big letters while everything fits."""

    text: str
    bold: bool = False
    grow: bool = False


@dataclass(frozen=True)
class Table:
    """Lines that belong together, set flush left and centred as a block; ``pointed``: the one at hand."""

    rows: tuple[str, ...]
    bold: bool = False
    pointed: int | None = None
    grow: bool = False


@dataclass(frozen=True)
class Sides:
    """Before and after: a sign and words on each side."""

    title: str
    before: tuple[str, str]
    after: tuple[str, str]
    left: str = "avant"
    right: str = "après"


@dataclass(frozen=True)
class Turn:
    """What follows stands on a page of its own."""


Part = Head | Say | Table | Sides | Turn


@dataclass(frozen=True)
class Slide:
    """One screen, from top to bottom."""

    parts: tuple[Part, ...] = field(default=())
