"""Figures that may still be incomplete: intervals, what they rest on, how they were obtained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import Any, NamedTuple, Protocol

from advisor.rules.load import Knowledge

ZERO = Fraction(0)

Addresses = tuple[str, ...]


class Interval(NamedTuple):
    """All values still possible; None means unbounded. Exact when both ends are equal."""

    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def exact(self) -> bool:
        return self.known is not None

    @property
    def known(self) -> Fraction | None:
        """The value, when there is only one."""
        low = self.low
        return low if low is self.high or low == self.high else None

    @classmethod
    def of(cls, value: Fraction) -> Interval:
        return cls(value, value)

    def plus(self, other: Interval) -> Interval:
        if self is NOTHING:
            return other
        low = None if self.low is None or other.low is None else self.low + other.low
        if self.low is self.high and other.low is other.high:
            return Interval(low, low)
        return Interval(low, None if self.high is None or other.high is None else self.high + other.high)

    def times(self, factor: Fraction) -> Interval:
        """Both ends times a positive factor."""
        low = None if self.low is None else self.low * factor
        if self.low is self.high:
            return Interval(low, low)
        return Interval(low, None if self.high is None else self.high * factor)


UNKNOWN = Interval()
NOTHING = Interval.of(ZERO)


class CalculationLine(NamedTuple):
    """One line of a calculation: ``Exercice n`` / ``528 000 € / 800 000 € = 66 %``; written only when it is read.

    Attributes:
        label: what is computed.
        pattern: the sentence, a pair of braces for each value.
        values: each with how it is printed.
    """

    label: str
    pattern: str
    values: tuple[tuple[Callable[[Fraction], str], Fraction], ...] = ()

    @property
    def text(self) -> str:
        return self.pattern.format(*[show(value) for show, value in self.values]) if self.values else self.pattern


class Figure(NamedTuple):
    """A computed figure.

    Attributes:
        value: what is proved so far.
        missing: addresses whose answer would narrow it.
        used: addresses it rests on.
        steps: the calculation, for display.
        applicable: False when it makes no sense for this company (no closed year, nobody paid).
        meaningful: False when it cannot be interpreted (denominator zero or negative).
        assumed: parameters relied on beyond what is published (presumed floor of the TMO).
    """

    value: Interval = UNKNOWN
    missing: Addresses = ()
    used: Addresses = ()
    steps: tuple[CalculationLine, ...] = ()
    applicable: bool = True
    meaningful: bool = True
    assumed: Addresses = ()


NOT_APPLICABLE = Figure(applicable=False)


class Answers(Protocol):
    """What an indicator may ask of the session (see `advisor.assessment.session.Session`)."""

    knowledge: Knowledge
    on: date
    requested: date
    law_as_of: date
    shared: dict[object, Any]
    """What several indicators compute alike, kept for the session."""

    def number(self, address: str) -> Figure: ...
    def indicator(self, id: str) -> Figure: ...
    def parameter(self, id: str, day: date | None = None) -> Fraction | None: ...


def merged(groups: Iterable[Addresses]) -> Addresses:
    """Addresses of several groups, in order and without repetition."""
    filled = [group for group in groups if group]
    if len(filled) < 2:
        return filled[0] if filled else ()
    return tuple(dict.fromkeys(chain.from_iterable(filled)))


class Parts(NamedTuple):
    """What several figures rest on, together."""

    missing: Addresses
    used: Addresses
    assumed: Addresses

    def figure(
        self, value: Interval = UNKNOWN, steps: tuple[CalculationLine, ...] = (), *, meaningful: bool = True
    ) -> Figure:
        return Figure(value, self.missing, self.used, steps, True, meaningful, self.assumed)


def parts_of(*figures: Figure) -> Parts:
    """Missing, used and assumed of several figures."""
    return Parts(
        merged([figure.missing for figure in figures]),
        merged([figure.used for figure in figures]),
        merged([figure.assumed for figure in figures]),
    )


def without_object(used: Addresses) -> Figure:
    """A figure that makes no sense for this company, and the answers that say so."""
    return Figure(used=used, applicable=False)
