"""Figures that may still be incomplete: intervals, what they rest on, how they were obtained."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import NamedTuple, Protocol

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

    def minus(self, other: Interval) -> Interval:
        low = None if self.low is None or other.high is None else self.low - other.high
        if self.low is self.high and other.low is other.high:
            return Interval(low, low)
        return Interval(low, None if self.high is None or other.low is None else self.high - other.low)

    def scaled(self, factor: Fraction) -> Interval:
        """Both ends times a positive factor."""
        low = None if self.low is None else self.low * factor
        if self.low is self.high:
            return Interval(low, low)
        return Interval(low, None if self.high is None else self.high * factor)

    def times(self, other: Interval) -> Interval:
        """The product; nothing is said of it while a value that may be negative is not known."""
        for one, by in ((self, other.known), (other, self.known)):
            if by is not None and by >= 0:
                return one.scaled(by) if by else NOTHING
        known, by = self.known, other.known
        if known is not None and by is not None:
            return Interval.of(known * by)
        if self.low is None or other.low is None or self.low < 0 or other.low < 0:
            return UNKNOWN
        return Interval(self.low * other.low, None)

    def over(self, other: Interval) -> Interval:
        """The ratio to what is positive: `MEANINGLESS` to what is not; an amount says little without the other."""
        by, most = other.known, other.high
        if by is not None:
            return self.scaled(1 / by) if by > 0 else MEANINGLESS
        if self.low is None or self.low < 0:
            return UNKNOWN
        low = self.low / most if most else ZERO if other.low is not None and other.low >= 0 else None
        if self.high is None or other.low is None or other.low <= 0:
            return Interval(low)
        return Interval(low, self.high / other.low)


UNKNOWN = Interval()
NOTHING = Interval.of(ZERO)
ABSENT = Interval()
"""The value of what makes no sense for a company: known by identity."""
MEANINGLESS = Interval()
"""A ratio to nothing, or to less: known by identity."""


def least(values: Iterable[Interval]) -> Interval:
    """The smallest of some values."""
    lows, highs = zip(*values, strict=True)
    return Interval(None if None in lows else min(lows), min([one for one in highs if one is not None], default=None))


def greatest(values: Iterable[Interval]) -> Interval:
    """The greatest of some values."""
    lows, highs = zip(*values, strict=True)
    return Interval(max([one for one in lows if one is not None], default=None), None if None in highs else max(highs))


# -- operations ------------------------------------------------------------------------------------------------------


def plus(first: Interval, second: Interval) -> Interval:
    if first is ABSENT or second is ABSENT:
        return second if first is ABSENT else first
    return first.plus(second)


def minus(first: Interval, second: Interval) -> Interval:
    return first if first is ABSENT or second is ABSENT else first.minus(second)


def times(first: Interval, second: Interval) -> Interval:
    return ABSENT if first is ABSENT or second is ABSENT else first.times(second)


def over(first: Interval, second: Interval) -> Interval:
    return ABSENT if first is ABSENT or second is ABSENT else first.over(second)


def _mean(values: list[Interval]) -> Interval:
    return total(values).scaled(Fraction(1, len(values)))


def total(values: list[Interval]) -> Interval:
    total = NOTHING
    for value in values:
        total = total.plus(value)
    return total


GATHERED: dict[str, Callable[[list[Interval]], Interval]] = {
    "somme": total,
    "moyenne": _mean,
    "minimum": least,
    "maximum": greatest,
}


def gathered(keep: str, values: list[Interval], sure: int) -> Interval:
    """What is kept of some rows, of which the first ``sure`` ones are there, and the next ones may be."""
    if not values:
        return UNKNOWN
    gather = GATHERED[keep]
    if sure >= len(values):
        return gather(values)
    possible = [gather(values[:count]) for count in range(max(sure, 1), len(values) + 1)]
    return Interval(least(possible).low, greatest(possible).high)


# -- figures -----------------------------------------------------------------------------------------------------------

Show = Callable[[Fraction], str]
"""How a value is printed."""


class CalculationLine(NamedTuple):
    """One line of a calculation: ``Exercice n`` / ``528 000 € / 800 000 € = 66 %``; written only when it is read.

    Attributes:
        label: what is computed.
        pattern: the formula, a pair of braces for each of ``values``; empty to give the result alone.
        shows: how each value is printed, then the result.
        values: what the formula was worked out with, then what it comes to.
    """

    label: str
    pattern: str
    shows: tuple[Show, ...]
    values: tuple[Interval, ...]

    @property
    def text(self) -> str:
        *parts, result = [_shown(show, value) for show, value in zip(self.shows, self.values, strict=True)]
        last = self.values[-1]
        # A calculation that changes nothing, has nothing to work on yet, or comes to a range, is not shown.
        ranged = not last.exact and None not in last
        if not self.pattern or ranged or result in parts or not any(value.exact for value in self.values[:-1]):
            return result
        return f"{self.pattern.format(*parts)} = {result}" if last.exact else self.pattern.format(*parts)


def _shown(show: Show, value: Interval) -> str:
    if value is MEANINGLESS:
        return "sans signification"
    if value is ABSENT:
        return show(ZERO)
    if value.low is None or value.high is None:
        return "à compléter"
    return show(value.low) if value.exact else f"entre {show(value.low)} et {show(value.high)}"


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
        point: open point of which the two readings give the ends of ``value``.
    """

    value: Interval = UNKNOWN
    missing: Addresses = ()
    used: Addresses = ()
    steps: tuple[CalculationLine, ...] = ()
    applicable: bool = True
    meaningful: bool = True
    assumed: Addresses = ()
    point: str | None = None


class Answers(Protocol):
    """What a formula may ask of the session (see `advisor.assessment.session.Session`)."""

    knowledge: Knowledge
    on: date
    requested: date
    law_as_of: date

    def number(self, address: str) -> Figure: ...
    def indicator(self, address: str) -> Figure: ...
    def parameter(self, id: str, day: date | None = None) -> Fraction | None: ...


def merged(groups: Iterable[Addresses]) -> Addresses:
    """Addresses of several groups, in order and without repetition."""
    filled = [group for group in groups if group]
    if len(filled) < 2:
        return filled[0] if filled else ()
    return tuple(dict.fromkeys(chain.from_iterable(filled)))
