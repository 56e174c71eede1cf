"""The outcome of a target at a glance, thousands of times a second: where a search looks, never what is told.

A criterion is worked out from its own tests only; a status takes the engine's runs. Whatever a search finds is then
assessed in full.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from advisor.assessment.account.findings import Findings, outcome_of
from advisor.assessment.account.rating import rate
from advisor.assessment.account.routes import Routes
from advisor.assessment.leaves import FALSE, TRUE
from advisor.assessment.reads import reads
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.session import Session
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, leaves, walk
from advisor.rules.load import Knowledge
from advisor.rules.reach import below
from advisor.rules.vocabulary import VerdictId
from advisor.training.model import CriterionOutcome


class Reading(NamedTuple):
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
            settled = session.leaf(leaf)
            found.update(settled.used, settled.missing)
        return session.with_guards(found)


@lru_cache(maxsize=512)
def reading(knowledge: Knowledge, target: str, day: date) -> Reading:
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
    return Reading(
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
        if not all(self.session.leaf(leaf).not_applicable for leaf in tests):
            return False
        return bool(tests or rests) and (all(map(self.idle, rests)) or self._closed_idle(version.tree))

    def _closed_idle(self, node: Condition) -> bool:
        """Whether tests without object are enough to close a condition, whatever the criteria it cites."""
        if self._pair(node)[0] != FALSE:
            return False
        if isinstance(node, AllOf | AnyOf):
            return all(self._closed_idle(child) for child in node.children if self._pair(child)[0] == FALSE)
        return isinstance(node, Leaf) and self.session.leaf(node).not_applicable
