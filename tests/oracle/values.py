"""Three-valued truth, and numbers of which only the bounds are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from fractions import Fraction
from typing import NamedTuple

NO, MAYBE, YES = 0, 1, 2
"""Kleene's values."""


def all_of(truths: Iterable[int]) -> int:
    """The least; a single NO is enough."""
    found = YES
    for one in truths:
        found = min(found, one)
        if found == NO:
            break
    return found


def any_of(truths: Iterable[int]) -> int:
    """The greatest; a single YES is enough."""
    found = NO
    for one in truths:
        found = max(found, one)
        if found == YES:
            break
    return found


class Interval(NamedTuple):
    """Every value still possible; None: no bound on that side."""

    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def known(self) -> Fraction | None:
        return self.low if self.low == self.high else None


class Void(Enum):
    """What has no number at all."""

    ABSENT = "does not concern the company"
    SENSELESS = "a ratio to nothing, or to less"


Value = Interval | Void
UNKNOWN = Interval()


def exactly(value: Fraction | int) -> Interval:
    value = Fraction(value)
    return Interval(value, value)


def compare(value: Interval, operator: str, limit: Interval) -> int:
    """Whether a comparison holds for every value still possible, for none, or for some."""
    if operator in ("au_plus", "moins_de"):
        value, limit, operator = limit, value, {"au_plus": "au_moins", "moins_de": "plus_de"}[operator]
    holds: Callable[[Fraction, Fraction], bool] = {"au_moins": Fraction.__ge__, "plus_de": Fraction.__gt__}[operator]
    if value.low is not None and limit.high is not None and holds(value.low, limit.high):
        return YES
    if value.high is not None and limit.low is not None and not holds(value.high, limit.low):
        return NO
    return MAYBE


def add(one: Interval, other: Interval) -> Interval:
    return Interval(
        None if one.low is None or other.low is None else one.low + other.low,
        None if one.high is None or other.high is None else one.high + other.high,
    )


def opposite(one: Interval) -> Interval:
    return Interval(None if one.high is None else -one.high, None if one.low is None else -one.low)


def multiply(one: Interval, other: Interval) -> Interval:
    """A product; of two values that may be negative and are not known, nothing is said."""
    for known, by in ((one.known, other), (other.known, one)):
        if known is not None:
            ends = [None if end is None else end * known for end in by]
            return exactly(0) if known == 0 else Interval(*(ends if known > 0 else reversed(ends)))
    if one.low is None or other.low is None or one.low < 0 or other.low < 0:
        return UNKNOWN
    return Interval(one.low * other.low, None if one.high is None or other.high is None else one.high * other.high)


def divide(one: Interval, other: Interval) -> Value:
    """A ratio to what is positive: to anything else it has no sense.

    While the divisor is not known to be positive, the most that may be said of an amount is what it is at least.
    """
    if other.high is not None and other.high <= 0:
        return Void.SENSELESS
    most = Fraction(0) if other.high is None else 1 / other.high
    if other.low is not None and other.low > 0:
        return multiply(one, Interval(most, 1 / other.low))
    return UNKNOWN if one.low is None or one.low < 0 else Interval(one.low * most, None)


def least(values: list[Interval]) -> Interval:
    lows, highs = [one.low for one in values], [one.high for one in values if one.high is not None]
    return Interval(None if None in lows else min(low for low in lows if low is not None), min(highs, default=None))


def greatest(values: list[Interval]) -> Interval:
    return opposite(least([opposite(one) for one in values]))


def total(values: list[Interval]) -> Interval:
    found = exactly(0)
    for one in values:
        found = add(found, one)
    return found


def mean(values: list[Interval]) -> Interval:
    return multiply(total(values), exactly(Fraction(1, len(values))))


def between(values: Sequence[Value]) -> Interval:
    """Anything between the least and the greatest of several possibilities."""
    numbers = [one for one in values if isinstance(one, Interval)]
    if len(numbers) < len(values):
        return UNKNOWN
    return Interval(least(numbers).low, greatest(numbers).high)


GATHERED: dict[str, Callable[[list[Interval]], Interval]] = {
    "somme": total,
    "moyenne": mean,
    "minimum": least,
    "maximum": greatest,
}
