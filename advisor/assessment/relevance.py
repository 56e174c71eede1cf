"""Which answers can still change a verdict, and in which order to ask for them.

A fact is relevant when, in some run that is not settled, a path of undecided parts leads from a status to a leaf that
waits for it. The order comes from proof numbers: the cheapest questions that could prove or refute what is undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN, is_mendable
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


def undecided_runs(reasoning: Reasoning, status: str) -> Iterator[tuple[Reading, bool]]:
    """Runs (reading, attainable) whose value for a status is still unknown and can still matter."""
    root = status_root(status)
    for reading in READINGS:
        # What holds as things are holds all the more once mended: no need to look.
        if reasoning.acquis(reading).value(root) == TRUE:
            continue
        if reading == Reading.FAVOURABLE and not reasoning.readings_part:
            return
        for attainable in (True, False):
            run = (reasoning.attainable if attainable else reasoning.acquis)(reading)
            if run.value(root) == UNKNOWN:
                yield reading, attainable


def missing_for(reasoning: Reasoning) -> dict[str, tuple[str, ...]]:
    """Addresses still needed, with the statuses they bear on, most decisive first."""
    return {need.address: need.statuses for need in needs(reasoning)}


def awaited(reasoning: Reasoning, statuses: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
    """The answers of `missing_for` without their weights, which take long: the easiest to give first."""
    concerned: dict[str, dict[str, None]] = {}
    for status in reasoning.knowledge.statuses if statuses is None else statuses:
        for reading, attainable in undecided_runs(reasoning, status):
            walker = _Walker(reasoning, reading, attainable)
            for address in walker.reached(open_routes(reasoning, status, reading, attainable)):
                concerned.setdefault(address, {})[status] = None
    ranks = _easiest(reasoning.knowledge)
    return {address: tuple(concerned[address]) for address in sorted(concerned, key=ranks.__getitem__)}


def needs(reasoning: Reasoning, statuses: Iterable[str] | None = None) -> list[Need]:
    """Every answer that can still change a verdict, best question first."""
    scores: dict[str, float] = {}
    concerned: dict[str, dict[str, None]] = {}
    for status in reasoning.knowledge.statuses if statuses is None else statuses:
        for reading, attainable in undecided_runs(reasoning, status):
            walker = _Walker(reasoning, reading, attainable)
            weight = 3.0 if attainable else 1.0
            for address, part in walker.shares(status).items():
                scores[address] = scores.get(address, 0.0) + weight * part / walker.costs[address]
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
        if fact.default is not None and session.raw(fact.id) is None and session.applies(fact.id) == TRUE
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
        trees = [tree for route in entry.routes if (tree := reasoning.route(route.id)) is not None]
        for point, used in _parted(trees, reasoning):
            slots = {address.partition("[")[2] for address in used}
            for address, (fact, slot) in knowledge.addresses.items():
                asked = fact.id in knowledge.open_questions[point].settled_by and reasoning.session.raw(address) is None
                if asked and (slot is None or f"{slot}]" in slots) and reasoning.session.applies(address) == TRUE:
                    found.setdefault(address, {})[status] = None
    return [Need(address, tuple(statuses), 0.0) for address, statuses in found.items()]


def _parted(conditions: list[Condition], reasoning: Reasoning) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Open questions on which the two readings part below some conditions, with the answers they were read in."""
    pending, seen = list(conditions), set[str]()
    while pending:
        node = pending.pop()
        if reasoning.kleene(node, Reading.STRICT) == reasoning.kleene(node, Reading.FAVOURABLE):
            continue
        if isinstance(node, CriterionRef):
            if node.id not in seen:
                seen.add(node.id)
                pending.append(reasoning.tree(node.id))
        elif isinstance(node, AllOf | AnyOf):
            pending += node.children
        elif isinstance(node, Leaf | OpenPoint):
            for point in parting(reasoning.session, node):
                yield point, reasoning.settled(node).used


def parting(session: Session, node: Condition) -> Iterator[str]:
    """Questions that make the two readings of a condition differ, innermost ones included."""
    match node:
        case Leaf():
            point = session.settled(node).point
            if point:
                yield point
        case OpenPoint(point=point, readings=readings):
            settled = [session.settled(reading) for reading in readings]
            pairs = {(one.strict, one.favourable) for one in settled}
            # Readings that all settle alike do not part on this question, but on one inside it.
            if len(pairs) > 1 and session.settled(node).point:
                yield point
            for reading in readings:
                yield from parting(session, reading)
        case AllOf(children=children) | AnyOf(children=children):
            for child in children:
                yield from parting(session, child)


def open_routes(reasoning: Reasoning, status: str, reading: Reading, attainable: bool) -> list[Condition]:
    """Conditions of the routes that a run leaves undecided and that can still decide the status.

    A route that waits for everything another one waits for, and more, can only succeed together with it: asking for the
    rest would be useless. So a title in force makes the accounts of the ordinary route irrelevant.
    """
    waiting: list[tuple[Condition, frozenset[int | None]]] = []
    kleene = reasoning.view(reading, attainable).kleene
    for route in reasoning.knowledge.statuses[status].routes:
        tree = reasoning.route(route.id)
        if tree is None or kleene(tree) != UNKNOWN:
            continue
        parts = tree.children if isinstance(tree, AllOf) else (tree,)
        waiting.append((tree, frozenset(part.index for part in parts if kleene(part) == UNKNOWN)))
    return [
        condition
        for rank, (condition, left) in enumerate(waiting)
        if not any(
            other < left or (other == left and place < rank)
            for place, (_, other) in enumerate(waiting)
            if place != rank
        )
    ]


@lru_cache(maxsize=8)
def _costs(knowledge: Knowledge) -> dict[str, int]:
    """What it takes to answer each question."""
    return {address: fact.cost for address, (fact, _) in knowledge.addresses.items()}


@lru_cache(maxsize=8)
def _easiest(knowledge: Knowledge) -> dict[str, int]:
    """The rank of each question, by what it takes to answer it, then in the order of the catalogue."""
    costs = _costs(knowledge)
    return {address: rank for rank, address in enumerate(sorted(costs, key=costs.__getitem__))}


class _Walker:
    """One run of one status, seen from its undecided parts."""

    def __init__(self, reasoning: Reasoning, reading: Reading, attainable: bool) -> None:
        self.reasoning, self.reading, self.attainable = reasoning, reading, attainable
        self.costs = _costs(reasoning.knowledge)
        self.kleene = reasoning.view(reading, attainable).kleene
        self._numbers: dict[int, tuple[float, float]] = {}

    def waits(self, node: Leaf | OpenPoint) -> tuple[str, ...]:
        mended = self.attainable and is_mendable(node)
        return self.reasoning.session.settled(node, mended).missing

    def numbers(self, node: Condition) -> tuple[float, float]:
        """Proof and refutation numbers: cheapest cost of answers that could prove, or refute, a condition."""
        if node.index is None:
            return self._count(node)
        found = self._numbers.get(node.index)
        if found is None:
            found = self._numbers[node.index] = self._count(node)
        return found

    def _count(self, node: Condition) -> tuple[float, float]:
        value = self.kleene(node)
        if value == TRUE:
            return (0.0, INFINITE)
        if value == FALSE:
            return (INFINITE, 0.0)
        match node:
            case CriterionRef(id):
                return self.numbers(self.reasoning.tree(id))
            case Leaf() | OpenPoint():
                price = float(sum([self.costs[address] for address in self.waits(node)])) or 1.0
                return (price, price)
            case AllOf(children):
                pairs = [self.numbers(child) for child in children]
                return (sum(p for p, _ in pairs), min(d for _, d in pairs))
            case AnyOf(children):
                pairs = [self.numbers(child) for child in children]
                return (min(p for p, _ in pairs), sum(d for _, d in pairs))
            case Constant():
                return (0.0, 0.0)

    def shares(self, status: str) -> dict[str, float]:
        """Share of the undecided weight of a status that passes through each address."""
        found: dict[str, float] = {}
        for condition in open_routes(self.reasoning, status, self.reading, self.attainable):
            self._share(condition, 1.0, found)
        return found

    def reached(self, conditions: list[Condition]) -> dict[str, None]:
        """The answers that undecided conditions wait for; each criterion is looked at once."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        pending, kleene, trees = list(conditions), self.kleene, self.reasoning.trees
        while pending:
            node = pending.pop()
            if isinstance(node, CriterionRef):
                if node.id not in seen:
                    seen.add(node.id)
                    pending.append(trees[node.id])
            elif isinstance(node, AllOf | AnyOf):
                pending += [child for child in node.children if kleene(child) == UNKNOWN]
            elif not isinstance(node, Constant):
                for address in self.waits(node):
                    found[address] = None
        return found

    def _share(self, node: Condition, weight: float, found: dict[str, float]) -> None:
        if isinstance(node, CriterionRef):
            self._share(self.reasoning.tree(node.id), weight, found)
        elif isinstance(node, Leaf | OpenPoint):
            for address in self.waits(node):
                found[address] = found.get(address, 0.0) + weight
        elif isinstance(node, AllOf | AnyOf):
            kleene = self.kleene
            open_ = [child for child in node.children if kleene(child) == UNKNOWN]
            if len(open_) == 1:
                self._share(open_[0], weight, found)
                return
            # Under "all" the cheapest refutation closes the node; under "any" the cheapest proof does.
            side = 1 if isinstance(node, AllOf) else 0
            inverse = [1.0 / max(self.numbers(child)[side], 0.5) for child in open_]
            total = sum(inverse)
            for child, part in zip(open_, inverse, strict=True):
                self._share(child, weight * part / total, found)


Quick = tuple[int, frozenset[str]]
"""How few answers may settle something, and which ones may do it alone."""


def quickest(reasoning: Reasoning) -> int:
    """Fewest answers after which every verdict may be decided: never more than it takes, sometimes less.

    One answer may settle several tests, so nothing is added up: several parts that must all be settled take as many
    answers as the longest of them, and two when no single answer is common to all.
    """
    parts = []
    for status in reasoning.knowledge.statuses:
        for reading, attainable in undecided_runs(reasoning, status):
            walker = _Walker(reasoning, reading, attainable)
            routes = AnyOf(tuple(open_routes(reasoning, status, reading, attainable)))
            parts.append(_either([_quick(walker, routes, True), _quick(walker, routes, False)]))
    return _together(parts)[0] if parts else 0


def _quick(walker: _Walker, node: Condition, value: bool) -> Quick:
    """What may give an undecided condition a value."""
    match node:
        case CriterionRef(id):
            return _quick(walker, walker.reasoning.tree(id), value)
        case AllOf(children) | AnyOf(children):
            parts = [_quick(walker, child, value) for child in children if walker.kleene(child) == UNKNOWN]
            return (_together if isinstance(node, AllOf) is value else _either)(parts)
        case Leaf() | OpenPoint():
            return (1, frozenset(walker.waits(node)))
        case Constant():
            return (0, frozenset())


def _together(parts: list[Quick]) -> Quick:
    count = max(count for count, _ in parts)
    common = frozenset.intersection(*(alone for _, alone in parts)) if count == 1 else frozenset()
    return (2, common) if count == 1 and not common else (count, common)


def _either(parts: list[Quick]) -> Quick:
    count = min(count for count, _ in parts)
    return (count, frozenset[str]().union(*(alone for fewest, alone in parts if fewest == count == 1)))
