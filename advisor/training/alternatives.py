"""Other answers to one question: every other choice, and for a figure or a date the values that just cross a limit.

Nothing is known here of the law: a function tells what a value brings, and the limit is found by asking it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from advisor.assessment.account.findings import Findings
from advisor.assessment.account.routes import Routes
from advisor.assessment.account.verdicts import rate
from advisor.assessment.leaves import FALSE, TRUE, outcome_of, reads
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.session import Session
from advisor.dossier.answer_parsing import canonical, typed
from advisor.rules.basis import VerdictId
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, leaves, walk
from advisor.rules.facts import ALONE, Fact, FactType
from advisor.rules.load import Knowledge
from advisor.rules.references import below
from advisor.training.exercises import CriterionOutcome

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


class OtherAnswer(NamedTuple):
    """Another answer to a question; ``distance``: from the one given, 0 to 1."""

    value: Raw
    distance: float


def other_choices(fact: Fact, given: Raw | None, day: date) -> Iterator[OtherAnswer]:
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
        found = [OtherAnswer(one, _steps(len((chosen ^ set(one)) - ALONE))) for one in sets if set(one) != chosen]
    else:
        at = options.index(given) if isinstance(given, str) and given in options else 0
        found = [OtherAnswer(one, _steps(abs(rank - at))) for rank, one in enumerate(options) if one != given]
    yield from sorted(found, key=lambda one: one.distance)


def _steps(count: int) -> float:
    """The distance between answers so many choices apart."""
    return min(1.0, count / 10)


def other_figures(knowledge: Knowledge, address: str, given: Raw, look: Look, scale: Fraction) -> Iterator[OtherAnswer]:
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
            yield OtherAnswer(search.text(found), search.distance(found))


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


# -- the outcome of a target at a glance -----------------------------------------------------------------------------


class TargetReads(NamedTuple):
    """What a target reads on a day.

    Attributes:
        routes: every answer that can bear on it, in the order of the catalogue, and how: 0 by its own tests (for a
            status, by any test), 1 by the criteria it is built from, 2 only by making a question apply.
        tests: every test it rests on.
    """

    routes: dict[str, int]
    tests: tuple[Leaf, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The answers it reads, itself or through the criteria it is built from."""
        return tuple(address for address, route in self.routes.items() if route < 2)

    def resting(self, session: Session) -> set[str]:
        """The answers that its tests rest on or wait for, with the others of a company left as they are."""
        found: set[str] = set()
        for leaf in self.tests:
            settled = session.settled(leaf)
            found.update(settled.used, settled.missing)
        return session.with_guards(found)


@lru_cache(maxsize=512)
def reading(knowledge: Knowledge, target: str, day: date) -> TargetReads:
    """What a criterion or a status reads, followed through the criteria it is built from."""
    if target in knowledge.statuses:
        versions = [route.on(day) for route in knowledge.statuses[target].routes]
        own = [one.condition for one in versions if one is not None]
    else:
        version = knowledge.criteria[target].on(day)
        own = [version.tree] if version else []
    named = {node.id for tree in own for node in walk(tree) if isinstance(node, CriterionRef)}
    inner = {one for id in named for one in below(knowledge, id, day)}
    built = [version.tree for id in sorted(inner) if (version := knowledge.criteria[id].on(day))]
    deep = [*own, *built]
    found: dict[str, int] = {}
    first = deep if target in knowledge.statuses else own
    for route, trees, guarded in ((0, first, False), (1, deep, False), (2, deep, True)):
        heads = [node for tree in trees for node in walk(tree) if isinstance(node, Leaf | OpenPoint)]
        for address in reads(knowledge, heads, guarded):
            found.setdefault(address, route)
    places = {address: rank for rank, address in enumerate(knowledge.addresses)}
    return TargetReads(
        dict(sorted(found.items(), key=lambda one: places[one[0]])),
        tuple(dict.fromkeys(leaf for tree in deep for leaf in leaves(tree))),
    )


def at_a_glance(session: Session, target: str) -> CriterionOutcome | VerdictId | None:
    """The outcome of a criterion or a status; None when the answers contradict one another."""
    if session.contradictions:
        return None
    if target in session.knowledge.statuses:
        reasoning = Reasoning(session)
        return rate(Routes(Findings(reasoning)), session.knowledge.statuses[target]).outcome
    glance = _Glance(session)
    return "sans_objet" if glance.idle(target) else outcome_of(*glance.criterion(target))


def verdicts_at_a_glance(session: Session) -> tuple[VerdictId, ...]:
    """The verdict of each status."""
    routes = Routes(Findings(Reasoning(session)))
    return tuple(rate(routes, status).outcome for status in session.knowledge.statuses.values())


class _Glance:
    """Criteria of one company, worked out as they are asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._pairs: dict[str, tuple[int, int]] = {}

    def criterion(self, id: str) -> tuple[int, int]:
        """Strict and favourable values of a criterion; one that does not exist yet cannot be met."""
        if id not in self._pairs:
            version = self.session.knowledge.criteria[id].on(self.session.on)
            self._pairs[id] = self._pair(version.tree) if version else (FALSE, FALSE)
        return self._pairs[id]

    def _pair(self, node: Condition) -> tuple[int, int]:
        match node:
            case AllOf(children) | AnyOf(children):
                pick = min if isinstance(node, AllOf) else max
                found = [self._pair(child) for child in children]
                return pick(strict for strict, _ in found), pick(favourable for _, favourable in found)
            case CriterionRef(id):
                return self.criterion(id)
            case Constant(value):
                return (TRUE, TRUE) if value else (FALSE, FALSE)
            case Leaf() | OpenPoint():
                settled = self.session.settled(node)
        return settled.strict, settled.favourable

    def idle(self, id: str) -> bool:
        """Whether nothing that a criterion tests concerns this company."""
        version = self.session.knowledge.criteria[id].on(self.session.on)
        if version is None:
            return False
        nodes = list(walk(version.tree))
        tests = [node for node in nodes if isinstance(node, Leaf)]
        rests = [node.id for node in nodes if isinstance(node, CriterionRef)]
        if not all(self.session.settled(leaf).not_applicable for leaf in tests):
            return False
        return bool(tests or rests) and (all(map(self.idle, rests)) or self._closed_idle(version.tree))

    def _closed_idle(self, node: Condition) -> bool:
        """Whether tests without object are enough to close a condition, whatever the criteria it cites."""
        if self._pair(node)[0] != FALSE:
            return False
        if isinstance(node, AllOf | AnyOf):
            return all(self._closed_idle(child) for child in node.children if self._pair(child)[0] == FALSE)
        return isinstance(node, Leaf) and self.session.settled(node).not_applicable
