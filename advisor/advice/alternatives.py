"""One answer changed: the other answers to a question that the law of the day treats differently, and where each leads.

The only search of this kind: what-if, the answers on which a verdict hangs, minimal pairs and the interview's look
ahead are views of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from math import ceil
from typing import NamedTuple

from advisor.assessment.law import law, law_day
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.session import Session
from advisor.dossier import Dossier, answer
from advisor.dossier.answer_parsing import canonical
from advisor.rules.conditions import ChoiceLeaf, Condition, FigureLeaf, Leaf, leaves
from advisor.rules.facts import ALONE, Fact, FactType
from advisor.rules.load import Knowledge
from advisor.rules.references import fact_id

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


class Counterfactual:
    """One company with some answers changed, and what follows, worked out when asked for.

    Args:
        origin: the company as it is.
        changes: new answers by address; None withdraws one.
    """

    def __init__(self, origin: Reasoning, changes: Mapping[str, Raw | None]) -> None:
        self.origin, self.changes = origin, changes

    @cached_property
    def dossier(self) -> Dossier:
        dossier = self.origin.session.company
        assert isinstance(dossier, Dossier)
        for address, value in self.changes.items():
            dossier = dossier.with_answer(address, answer(value))
        return dossier

    @cached_property
    def session(self) -> Session:
        near = self.origin.session
        return Session(near.knowledge, self.dossier, near.on, near=near)

    @cached_property
    def reasoning(self) -> Reasoning:
        return Reasoning(self.session)


class Alternative(NamedTuple):
    """Another answer to a question.

    Attributes:
        value: as a dossier writes it.
        then: where it leads; one object for all the answers that the law of the day treats alike.
        distance: from the answer given, 0 to 1.
    """

    value: Raw
    then: Counterfactual
    distance: float


class Alternatives:
    """The other answers to each question of one company."""

    def __init__(self, reasoning: Reasoning) -> None:
        self.reasoning, self.knowledge, self.day = reasoning, reasoning.knowledge, reasoning.day
        company = reasoning.session.company
        assert isinstance(company, Dossier)
        self.answers = company.answers

    def given(self, address: str) -> Raw | None:
        """Return the answer of the dossier, whatever it contradicts."""
        one = self.answers.get(address)
        return one.value if one is not None else None

    def choices(self, address: str) -> list[Alternative]:
        """Return the other answers to a closed question that exist on the day, in the order of the catalogue.

        Left out: what the law treats as the answer given.
        """
        fact, _ = self.knowledge.addresses[address]
        tests = [one for one in _tests(self.knowledge, self._law_day).get(fact.id, ()) if isinstance(one, ChoiceLeaf)]

        def signature(raw: Raw) -> tuple[bool, ...]:
            chosen = {raw} if isinstance(raw, str) else set(raw)
            # Excluded choices are read too: `aucun_de` treats the chosen option apart.
            return tuple(not chosen.isdisjoint(named) for leaf in tests for named in (leaf.options, leaf.excluded))

        given = self.given(address)
        as_given = signature(given) if given is not None else None
        then: dict[tuple[bool, ...], Counterfactual] = {}
        found = []
        for value, distance in other_choices(fact, given, self.day):
            kind = signature(value)
            if kind != as_given:
                alike = then.setdefault(kind, Counterfactual(self.reasoning, {address: value}))
                found.append(Alternative(value, alike, distance))
        return found

    def ranges(self, address: str) -> Iterator[tuple[Fraction, Fraction, Counterfactual]]:
        """Yield the first and last figure of each range that every test treats alike, and where it leads.

        A range is a threshold alone, or what lies strictly between two; the first and last figures are those admitted.
        An amount or a date has none.
        """
        fact, _ = self.knowledge.addresses[address]
        if fact.type not in (FactType.PERCENT, FactType.COUNT):
            return
        limits: set[Fraction | None] = set()
        for leaf in _tests(self.knowledge, self._law_day).get(fact.id, ()):
            if isinstance(leaf, FigureLeaf):
                named = leaf.threshold.parameter
                limits.add(leaf.threshold.number if named is None else self.knowledge.parameter(named, self.day))
        step = fact.step or (Fraction(1) if fact.type is FactType.COUNT else _CENT)
        at, end = fact.minimum, fact.maximum
        assert at is not None and end is not None  # the linter asks for both
        spans = []
        for limit in sorted(one for one in limits if one is not None and at <= one <= end):
            spans += [(at, limit - step), (limit, limit)]
            at = limit + step
        for first, last in (*spans, (at, end)):
            if first <= last:
                yield first, last, Counterfactual(self.reasoning, {address: canonical(fact, first)})

    def crossings(self, address: str, outcome: Callable[[Counterfactual], str | None]) -> Iterator[Alternative]:
        """Yield the figures or dates nearest to the one given that bring something else, below then above.

        On each side: the very first one, to the euro, the point or the day; and a round one close behind. Nothing is
        known here of the law: the limit is found by asking.
        """
        fact, _ = self.knowledge.addresses[address]
        value = self.reasoning.session.stated[address]
        then: dict[Raw, Counterfactual] = {}

        def look(raw: Raw) -> str | None:
            then[raw] = Counterfactual(self.reasoning, {address: raw})
            return outcome(then[raw])

        if isinstance(value, date):
            search = _Search(fact, Fraction(1), value.toordinal(), look, 0)
        elif isinstance(value, Fraction):
            grain = fact.step or (Fraction(1) if value.denominator == 1 else _CENT)
            search = _Search(fact, grain, int(value / grain), look, int(self._scale / grain))
        else:
            return
        for sign in (-1, 1):
            for place in search.across(sign):
                yield Alternative(search.text(place), then[search.text(place)], search.distance(place))

    @cached_property
    def _law_day(self) -> date:
        return law_day(self.knowledge, self.day)

    @cached_property
    def _scale(self) -> Fraction:
        """The largest amount answered, for the order of magnitude of one that is nought."""
        addresses, stated = self.knowledge.addresses, self.reasoning.session.stated
        amounts = [stated[address] for address in stated if addresses[address][0].type is FactType.MONEY]
        return max((one for one in amounts if isinstance(one, Fraction)), default=Fraction(100_000))


@lru_cache(maxsize=64)
def _tests(knowledge: Knowledge, day: date) -> dict[str, tuple[Leaf, ...]]:
    """Every test of each fact: criteria and routes in force, claims of a route, guards, contradictions, figures."""
    indicators = knowledge.indicators.values()
    conditions: list[Condition | None] = [
        *law(knowledge, day).program.trees.values(),
        *(route.claimed_if for route in knowledge.routes().values()),
        *(fact.asked_if for fact in knowledge.facts.values()),
        *(rule.condition for rule in knowledge.coherences),
        *(case.condition for indicator in indicators for case in indicator.cases),
    ]
    found: dict[str, dict[Leaf, None]] = {}
    for leaf in (leaf for condition in conditions if condition is not None for leaf in leaves(condition)):
        if leaf.fact:
            found.setdefault(fact_id(leaf.fact), {})[leaf] = None
    return {fact: tuple(tests) for fact, tests in found.items()}


def other_choices(fact: Fact, given: Raw | None, day: date) -> Iterator[tuple[Raw, float]]:
    """Yield the other answers to a closed question, each with its distance from the one given."""
    options = [one.id for one in fact.options if one.covers(day)]
    if fact.type is not FactType.CHOICES:
        at = options.index(given) if isinstance(given, str) and given in options else 0
        yield from ((one, min(1.0, abs(rank - at) / 10)) for rank, one in enumerate(options) if one != given)
        return
    chosen = set((given,) if isinstance(given, str) else given or ())
    sets: dict[tuple[str, ...], None] = {(one,): None for one in options}
    for one in options:
        rest = chosen ^ {one}
        if rest and not (len(rest) > 1 and rest & ALONE):
            sets[tuple(option for option in options if option in rest)] = None
    for values in sets:
        if set(values) != chosen:
            # « None of them » is no further than taking away what was chosen.
            yield values, min(1.0, len((chosen ^ set(values)) - ALONE) / 10)


# -- the limit of a figure, found by asking --------------------------------------------------------------------------


class _Search:
    """A search on both sides of one figure, in whole numbers of grains (days for a date).

    The grain is the step of the question, else one unit, a hundredth beside a figure with decimals: people round.
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
        first = ceil(low / self.grain) if low is not None else -(10**12)
        return first, int(high / self.grain) if high is not None else 10**12

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
            edge = self._last(last, place, lambda seen: seen is not None)
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
        last = self._last(same, other, lambda seen: seen in (self.here, None))
        return last + (1 if other > same else -1)

    def _last(self, inside: int, outside: int, holds: Callable[[str | None], bool]) -> int:
        """The last place of which something holds, between one of which it does and one of which it does not."""
        while abs(outside - inside) > 1:
            middle = (inside + outside) // 2
            if holds(self.look(middle)):
                inside = middle
            else:
                outside = middle
        return inside

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
