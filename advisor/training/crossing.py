"""Other answers to one question: every other choice, and for a figure or a date the values that just cross a limit.

Nothing is known here of the law: a function tells what a value brings, and the limit is found by asking it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from advisor.dossier.values import canonical, typed
from advisor.rules.facts import ALONE, Fact, FactType
from advisor.rules.load import Knowledge

Raw = str | tuple[str, ...]
Look = Callable[[Raw], str | None]
"""What an answer brings; None when it contradicts another."""

_CENT = Fraction(1, 100)
_MORE = (1, 3, 6, 10, 15, 25, 40, 60, 100, 150, 250, 400)
_LESS = (1, 3, 6, 10, 15, 25, 40, 60, 80)
"""Steps of a search around an amount, in percent of it: five times as much or as little is still the same company."""
_POINTS = (100, 200, 500, 1000, 2000, 3000, 5000, 7500, 10_000)
_COUNTS = (2, 3, 4, 5, 7, 10, 20, 50, 100)
_DAYS = (7, 31, 92, 183, 366, 731, 1097, 1500, 2200, 3700, 7400)
_NEAR = Fraction(4, 100)
"""How far beyond a limit a round amount may stand, in parts of the limit."""


class Other(NamedTuple):
    """Another answer to a question; ``distance``: from the one given, 0 to 1."""

    value: Raw
    distance: float


def other_choices(fact: Fact, given: Raw | None, day: date) -> Iterator[Other]:
    """The other answers to a closed question that exist on a day, those next to the one given first.

    Args:
        given: the answer in the dossier, if any.
    """
    options = [one.id for one in fact.options if one.covers(day)]
    if fact.type is FactType.CHOICES:
        chosen = set((given,) if isinstance(given, str) else given or ())
        sets: dict[tuple[str, ...], None] = {(one,): None for one in options}
        for one in options:
            rest = chosen ^ {one}
            if rest and not (len(rest) > 1 and rest & ALONE):
                sets[tuple(option for option in options if option in rest)] = None
        # « None of them » is no further than taking away what was chosen.
        found = [Other(one, _steps(len((chosen ^ set(one)) - ALONE))) for one in sets if set(one) != chosen]
    else:
        at = options.index(given) if isinstance(given, str) and given in options else 0
        found = [Other(one, _steps(abs(rank - at))) for rank, one in enumerate(options) if one != given]
    yield from sorted(found, key=lambda one: one.distance)


def _steps(count: int) -> float:
    """The distance between answers so many choices apart."""
    return min(1.0, count / 10)


def other_figures(knowledge: Knowledge, address: str, given: Raw, look: Look, scale: Fraction) -> Iterator[Other]:
    """The figures or dates nearest to the one given that bring something else, below it then above it.

    On each side: the very first one, to the euro, the point or the day; and a round one close behind.

    Args:
        address: where the answer stands. given: the answer in the dossier.
        look: what a value brings.
        scale: an amount the company knows, where to look for one when none is given.
    """
    fact, _ = knowledge.addresses[address]
    value = typed(knowledge, address, given)
    if isinstance(value, date):
        search = _Search(fact, Fraction(1), value.toordinal(), look, 0)
    elif isinstance(value, Fraction):
        grain = Fraction(1) if value.denominator == 1 else _CENT
        search = _Search(fact, grain, int(value / grain), look, int(scale / grain))
    else:
        return
    for sign in (-1, 1):
        for found in search.across(sign):
            yield Other(search.text(found), search.distance(found))


class _Search:
    """A search on both sides of one figure, in whole numbers of grains (days for a date).

    The grain is one unit, or a hundredth beside a figure that has decimals: people round.
    """

    def __init__(self, fact: Fact, grain: Fraction, start: int, look: Look, scale: int) -> None:
        self.fact, self.grain, self.start, self.scale = fact, grain, start, scale
        self._ask, self._seen = look, dict[int, str | None]()
        self.low, self.high = self._bounds()
        self.here = self.look(start)

    def _bounds(self) -> tuple[int, int]:
        if self.fact.type is FactType.DATE:
            return date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal()
        low, high = self.fact.minimum, self.fact.maximum
        return (
            int(low / self.grain) if low is not None else -(10**12),
            int(high / self.grain) if high is not None else 10**12,
        )

    def text(self, place: int) -> Raw:
        """A place as a dossier writes it."""
        if self.fact.type is FactType.DATE:
            return date.fromordinal(place).isoformat()
        return canonical(self.fact, place * self.grain)

    def look(self, place: int) -> str | None:
        if place not in self._seen:
            self._seen[place] = self._ask(self.text(place))
        return self._seen[place]

    def distance(self, place: int) -> float:
        """How far a place is: in parts of the figure, or of ten years for a date."""
        span = 3653 if self.fact.type is FactType.DATE else max(abs(self.start), abs(place), 1)
        return min(1.0, abs(place - self.start) / span)

    def across(self, sign: int) -> Iterator[int]:
        """The first place on one side that brings something else, then a round one behind it."""
        first = self._first(sign)
        if first is None:
            return
        yield first
        round_ = next((one for one in self._round(first, sign) if self.look(one) == self.look(first)), first)
        if round_ != first:
            yield round_

    def _first(self, sign: int) -> int | None:
        last = self.start
        for place in self._places(sign):
            found = self.look(place)
            if found == self.here:
                last = place
                continue
            if found is not None:
                return self._between(last, place)
            # Beyond a contradiction nothing is right, but the limit may stand before it.
            edge = self._edge(last, place)
            return self._between(last, edge) if self.look(edge) not in (self.here, None) else None
        return None

    def _places(self, sign: int) -> list[int]:
        """Where to look on one side, nearest first."""
        match self.fact.type:
            case FactType.DATE:
                offsets = list(_DAYS)
            case FactType.PERCENT:
                # A working time of a few hours a month is as odd as a pay ten times what it was.
                points = [int(one * _CENT / self.grain) for one in _POINTS]
                offsets = [one for one in points if sign > 0 or one <= self.start * 4 // 5]
            case FactType.COUNT:
                offsets = list(_COUNTS[:4] if self.fact.unit == "annee" else _COUNTS)
            case _:
                known = abs(self.start) or self.scale
                offsets = [known * part // 100 for part in (_MORE if sign > 0 or not self.start else _LESS)]
        places = (min(self.high, max(self.low, self.start + sign * offset)) for offset in (1, *offsets))
        return sorted({one for one in places if one != self.start}, key=lambda one: abs(one - self.start))

    def _between(self, same: int, other: int) -> int:
        """The first place that brings something else, between one that does not and one that does."""
        while abs(other - same) > 1:
            middle = (same + other) // 2
            if self.look(middle) in (self.here, None):
                same = middle
            else:
                other = middle
        return other

    def _edge(self, right: int, wrong: int) -> int:
        """The last place without a contradiction, between one without and one with."""
        while abs(wrong - right) > 1:
            middle = (right + wrong) // 2
            if self.look(middle) is None:
                wrong = middle
            else:
                right = middle
        return right

    def _round(self, first: int, sign: int) -> Iterator[int]:
        """Round places at or behind a place, the roundest first, within bounds and close to it."""
        if self.fact.type is FactType.DATE:
            yield _first_of_month(first, sign)
            return
        if self.fact.type is FactType.COUNT:
            return
        most = int(abs(first) * _NEAR)
        if self.fact.type is FactType.PERCENT:
            most = max(most, int(1 / self.grain))
        step = 10 ** len(str(abs(first)))
        while step > 1:
            for one in (step, step // 2):
                place = -(-first // one) * one if sign > 0 else first // one * one
                if 0 < abs(place - first) <= most and self.low <= place <= self.high and place != self.start:
                    yield place
            step //= 10


def _first_of_month(ordinal: int, sign: int) -> int:
    """The first day of a month at or behind a day."""
    day = date.fromordinal(ordinal).replace(day=1)
    if sign > 0 and day.toordinal() < ordinal:
        day = (day + timedelta(32)).replace(day=1)
    return day.toordinal()
