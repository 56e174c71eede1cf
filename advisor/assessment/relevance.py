"""Which answers can still change a verdict, and in which order to ask for them.

A fact is relevant when, in some run that is not settled, a path of undecided parts leads from a status to a leaf that
waits for it. The order comes from proof numbers: the cheapest questions that could prove or refute what is undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from advisor.assessment.leaves import TRUE, UNKNOWN, is_mendable
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.session import Session
from advisor.rules.basis import status_root
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Reading

INFINITE = 10_000.0


@dataclass(frozen=True, slots=True)
class Need:
    """An answer that may still change a verdict.

    Attributes:
        address: what to ask.
        statuses: verdicts it may change.
        score: the higher, the sooner to ask.
    """

    address: str
    statuses: tuple[str, ...]
    score: float


def missing_for(reasoning: Reasoning) -> dict[str, tuple[str, ...]]:
    """Addresses still needed, with the statuses they bear on, most decisive first."""
    return {need.address: need.statuses for need in needs(reasoning)}


def awaited(reasoning: Reasoning, statuses: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
    """The answers of `missing_for` without their weights, which take long: the easiest to give first."""
    concerned: dict[str, dict[str, None]] = {}
    for status in reasoning.knowledge.statuses if statuses is None else statuses:
        for one in open_runs(reasoning, status):
            for _, test in one.tests:
                for address in one.run.waits(test):
                    concerned.setdefault(address, {})[status] = None
    ranks = _easiest(reasoning.knowledge)
    return {address: tuple(concerned[address]) for address in sorted(concerned, key=ranks.__getitem__)}


def needs(reasoning: Reasoning, statuses: Iterable[str] | None = None) -> list[Need]:
    """Every answer that can still change a verdict, best question first."""
    scores: dict[str, float] = {}
    concerned: dict[str, dict[str, None]] = {}
    for status in reasoning.knowledge.statuses if statuses is None else statuses:
        # Where one reading of the law grants it, what closes it for good matters no more than what closes it today.
        granted = reasoning.acquis(Reading.FAVOURABLE).value(status_root(status)) == TRUE
        for run, routes, _ in open_runs(reasoning, status):
            weight = 3.0 if run.attainable and not granted else 1.0
            for address, part in run.shares(routes).items():
                scores[address] = scores.get(address, 0.0) + weight * part / run.costs[address]
                concerned.setdefault(address, {})[status] = None
    found = [Need(address, tuple(concerned[address]), score) for address, score in scores.items()]
    return sorted(found, key=lambda need: -need.score)


def presumed(reasoning: Reasoning) -> list[Need]:
    """Questions taken as answered in the usual way: no verdict waits for them, but another answer would move one.

    They come first of all: the wrong answer taken for granted would make the rest of the talk useless.
    """
    knowledge, session = reasoning.knowledge, reasoning.session
    return [
        Need(fact.id, tuple(knowledge.statuses), INFINITE)
        for fact in knowledge.facts.values()
        if fact.taken_for_granted and session.raw(fact.id) is None and session.applies(fact.id) == TRUE
    ]


def settling(reasoning: Reasoning) -> list[Need]:
    """Answers of the administration that would settle the point of law on which a verdict turns.

    Nobody else can give them, and most have not asked: they come after everything else, and only where they matter.
    """
    found: dict[str, dict[str, None]] = {}
    knowledge = reasoning.knowledge
    for status, entry in knowledge.statuses.items():
        strict, favourable = (reasoning.rungs(status_root(status), reading) for reading in READINGS)
        if strict == favourable:
            continue
        trees = [reasoning.route(route.id) for route in entry.routes]
        for point, used in parted(trees, reasoning):
            slots = {address.partition("[")[2] for address in used}
            for address, (fact, slot) in knowledge.addresses.items():
                asked = fact.id in knowledge.open_questions[point].settled_by and reasoning.session.raw(address) is None
                if asked and (slot is None or f"{slot}]" in slots) and reasoning.session.applies(address) == TRUE:
                    found.setdefault(address, {})[status] = None
    return [Need(address, tuple(statuses), 0.0) for address, statuses in found.items()]


def parted(
    conditions: Iterable[Condition], reasoning: Reasoning, attainable: bool = False
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Open questions on which the two readings part below some conditions, with the answers they were read in.

    A question that only an answer still to come would raise makes nothing part yet.
    """
    strict, favourable = (reasoning.view(reading, attainable).kleene for reading in READINGS)
    pending, seen = list(conditions)[::-1], set[str]()
    while pending:
        node = pending.pop()
        if strict(node) == favourable(node):
            continue
        if isinstance(node, CriterionRef):
            if node.id not in seen:
                seen.add(node.id)
                pending.append(reasoning.tree(node.id))
        elif isinstance(node, AllOf | AnyOf):
            pending += reversed(node.children)
        elif isinstance(node, Leaf | OpenPoint):
            for point in parting(reasoning.session, node, attainable):
                yield point, reasoning.session.settled(node, attainable).used


def parting(session: Session, node: Condition, mended: bool = False) -> Iterator[str]:
    """Questions that make the two readings of a condition differ, innermost ones included."""
    match node:
        case Leaf():
            point = session.settled(node, mended).point
            if point:
                yield point
        case OpenPoint(point=point, readings=readings):
            if session.settled(node, mended).point == point:
                yield point
            for reading in readings:
                yield from parting(session, reading, mended)
        case AllOf(children=children) | AnyOf(children=children):
            for child in children:
                yield from parting(session, child, mended)


@lru_cache(maxsize=8)
def _costs(knowledge: Knowledge) -> dict[str, int]:
    """What it takes to answer each question."""
    return {address: fact.cost for address, (fact, _) in knowledge.addresses.items()}


@lru_cache(maxsize=8)
def _easiest(knowledge: Knowledge) -> dict[str, int]:
    """The rank of each question, by what it takes to answer it, then in the order of the catalogue."""
    costs = _costs(knowledge)
    return {address: rank for rank, address in enumerate(sorted(costs, key=costs.__getitem__))}


# -- what one run leaves undecided -----------------------------------------------------------------------------------

Test = Leaf | OpenPoint


class OpenRun(NamedTuple):
    """A run that leaves a status undecided.

    Attributes:
        run: seen from its undecided parts.
        routes: conditions of the routes that can still decide.
        tests: their undecided tests, each with the criterion that owns it, in reading order.
    """

    run: UndecidedRun
    routes: list[Condition]
    tests: list[tuple[str, Test]]


def open_runs(reasoning: Reasoning, status: str) -> list[OpenRun]:
    """Runs whose value for a status is still unknown and can still matter; found once for a reasoning."""
    found: list[OpenRun] | None = reasoning.shared.get(status)
    if found is None:
        runs = [undecided_run(reasoning, *one) for one in _undecided(reasoning, status)]
        found = [OpenRun(run, routes := run.open_routes(status), run.tests(routes)) for run in runs]
        reasoning.shared[status] = found
    return found


def _undecided(reasoning: Reasoning, status: str) -> Iterator[tuple[Reading, bool]]:
    root = status_root(status)
    for reading in READINGS:
        # What holds as things are holds all the more once mended: no need to look.
        if reasoning.acquis(reading).value(root) == TRUE:
            continue
        for attainable in (True, False):
            run = (reasoning.attainable if attainable else reasoning.acquis)(reading)
            if run.value(root) == UNKNOWN:
                yield reading, attainable


def undecided_run(reasoning: Reasoning, reading: Reading, attainable: bool) -> UndecidedRun:
    """One of the four runs, seen from its undecided parts; found once for a reasoning."""
    found: UndecidedRun | None = reasoning.shared.get((reading, attainable))
    if found is None:
        found = reasoning.shared[reading, attainable] = UndecidedRun(reasoning, reading, attainable)
    return found


class UndecidedRun:
    """One run, seen from its undecided parts; what is worked out of a part of the law serves every status.

    Args:
        reasoning: what the engine proved. reading: of the law. attainable: everything mendable is mended.
    """

    def __init__(self, reasoning: Reasoning, reading: Reading, attainable: bool) -> None:
        self.reasoning, self.attainable = reasoning, attainable
        self.costs = _costs(reasoning.knowledge)
        self.kleene = reasoning.view(reading, attainable).kleene
        self._waits: dict[int, tuple[str, ...]] = {}
        self._open: dict[int, list[Condition]] = {}
        self._parts: dict[int, tuple[list[float], float]] = {}
        self._numbers: dict[int, tuple[float, float]] = {}
        self._alone: dict[tuple[int, bool], frozenset[str]] = {}

    def open_routes(self, status: str) -> list[Condition]:
        """Conditions of the routes that this run leaves undecided and that can still decide the status.

        A route that waits for everything another one waits for, and more, can only succeed together with it: asking
        for the rest would be useless. So a title in force makes the accounts of the ordinary route irrelevant.
        """
        waiting: dict[frozenset[int | None], Condition] = {}
        for route in self.reasoning.knowledge.statuses[status].routes:
            tree = self.reasoning.route(route.id)
            if self.kleene(tree) != UNKNOWN:
                continue
            parts = self.open(tree) if isinstance(tree, AllOf) else [tree]
            waiting.setdefault(frozenset(part.index for part in parts), tree)
        return [tree for left, tree in waiting.items() if not any(other < left for other in waiting)]

    def open(self, node: AllOf | AnyOf) -> list[Condition]:
        """Children still undecided."""
        assert node.index is not None
        found = self._open.get(node.index)
        if found is None:
            found = self._open[node.index] = [child for child in node.children if self.kleene(child) == UNKNOWN]
        return found

    def waits(self, node: Test) -> tuple[str, ...]:
        """Addresses whose answer could still move a test."""
        assert node.index is not None
        found = self._waits.get(node.index)
        if found is None:
            mended = self.attainable and is_mendable(node)
            found = self._waits[node.index] = self.reasoning.session.settled(node, mended).missing
        return found

    def tests(self, conditions: list[Condition]) -> list[tuple[str, Test]]:
        """Undecided tests below some conditions, each with the criterion that owns it; each is looked at once."""
        found: list[tuple[str, Test]] = []
        seen: set[str] = set()
        pending = [("", node) for node in reversed(conditions) if self.kleene(node) == UNKNOWN]
        while pending:
            owner, node = pending.pop()
            if isinstance(node, CriterionRef):
                if node.id not in seen:
                    seen.add(node.id)
                    pending.append((node.id, self.reasoning.trees[node.id]))
            elif isinstance(node, AllOf | AnyOf):
                pending += [(owner, child) for child in reversed(self.open(node))]
            elif not isinstance(node, Constant):
                found.append((owner, node))
        return found

    # -- proof and refutation numbers ---------------------------------------------------------------------------------

    def numbers(self, node: Condition) -> tuple[float, float]:
        """Proof and refutation numbers: cheapest cost of answers that could prove, or refute, what is undecided."""
        assert node.index is not None
        found = self._numbers.get(node.index)
        if found is None:
            found = self._numbers[node.index] = self._count(node)
        return found

    def _count(self, node: Condition) -> tuple[float, float]:
        # Children already decided cost nothing one way, and the other way is closed: they count for neither.
        match node:
            case CriterionRef(id):
                return self.numbers(self.reasoning.tree(id))
            case Leaf() | OpenPoint():
                price = float(sum([self.costs[address] for address in self.waits(node)])) or 1.0
                return (price, price)
            case AllOf():
                proofs, refutations = zip(*map(self.numbers, self.open(node)), strict=True)
                return (sum(proofs), min(refutations))
            case AnyOf():
                proofs, refutations = zip(*map(self.numbers, self.open(node)), strict=True)
                return (min(proofs), sum(refutations))
            case Constant():
                return (0.0, 0.0)

    def shares(self, conditions: list[Condition]) -> dict[str, float]:
        """Share of the undecided weight of some conditions that passes through each address."""
        found: dict[str, float] = {}
        for condition in conditions:
            self._share(condition, 1.0, found)
        return found

    def _share(self, node: Condition, weight: float, found: dict[str, float]) -> None:
        if isinstance(node, CriterionRef):
            self._share(self.reasoning.trees[node.id], weight, found)
        elif isinstance(node, AllOf | AnyOf):
            open_ = self.open(node)
            if len(open_) == 1:
                self._share(open_[0], weight, found)
                return
            inverse, total = self._split(node, open_)
            for child, part in zip(open_, inverse, strict=True):
                self._share(child, weight * part / total, found)
        elif not isinstance(node, Constant):
            for address in self.waits(node):
                found[address] = found.get(address, 0.0) + weight

    def _split(self, node: AllOf | AnyOf, open_: list[Condition]) -> tuple[list[float], float]:
        """How the weight of a condition is divided among its undecided children: parts, and their sum.

        Under "all" the cheapest refutation closes it; under "any" the cheapest proof does.
        """
        assert node.index is not None
        found = self._parts.get(node.index)
        if found is None:
            side = 1 if isinstance(node, AllOf) else 0
            inverse = [1.0 / max(self.numbers(child)[side], 0.5) for child in open_]
            found = self._parts[node.index] = (inverse, sum(inverse))
        return found

    def alone(self, node: Condition, value: bool) -> frozenset[str]:
        """Answers any of which may give an undecided condition a value; none when it takes two of them or more."""
        assert node.index is not None
        found = self._alone.get((node.index, value))
        if found is None:
            found = self._alone[node.index, value] = self._settling(node, value)
        return found

    def _settling(self, node: Condition, value: bool) -> frozenset[str]:
        match node:
            case CriterionRef(id):
                return self.alone(self.reasoning.tree(id), value)
            case AllOf() | AnyOf():
                parts = (self.alone(child, value) for child in self.open(node))
                return _common(parts) if isinstance(node, AllOf) is value else frozenset().union(*parts)
            case Leaf() | OpenPoint():
                return frozenset(self.waits(node))
            case Constant():
                return frozenset()


def quickest(reasoning: Reasoning) -> int:
    """Fewest answers after which every verdict may be decided, 2 standing for more.

    One answer may settle several tests, so nothing is added up.
    """
    runs = [one for status in reasoning.knowledge.statuses for one in open_runs(reasoning, status)]
    if not runs:
        return 0
    opened_or_closed = (
        frozenset().union(*(one.run.alone(route, True) for route in one.routes))
        | _common(one.run.alone(route, False) for route in one.routes)
        for one in runs
    )
    return 1 if _common(opened_or_closed) else 2


def _common(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    """What several sets share; the last ones are not looked for once nothing is."""
    common: frozenset[str] | None = None
    for one in sets:
        common = one if common is None else common & one
        if not common:
            break
    return common or frozenset()
