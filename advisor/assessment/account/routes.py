"""Routes to a status: which one to show, what decides on it, what stands in its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from advisor.assessment.account.findings import Findings
from advisor.assessment.account.missing_reasons import foreign
from advisor.assessment.law import law_day
from advisor.assessment.leaves import FALSE, RANKED, TRUE, UNKNOWN
from advisor.assessment.model import Ground, LeafResult, RouteResult, rung_name
from advisor.assessment.reasoning import READINGS
from advisor.rules.basis import route_root
from advisor.rules.conditions import AllOf, AnyOf, Condition, CriterionRef, Leaf, indexed, walk
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.rules.models import Duration, Route, Status
from advisor.rules.vocabulary import Outcome, Reading, VerdictId


class Routes:
    """The routes of each status, as one reasoning leaves them."""

    def __init__(self, findings: Findings) -> None:
        self.findings, self.reasoning = findings, findings.reasoning
        self.session, self.knowledge, self.day = findings.session, findings.knowledge, findings.day
        self._leading: dict[str, set[str]] = {}

    def shown(self, status: Status) -> Route:
        """The route that goes furthest; on a tie the one claimed, unless nothing opens it, then the first written."""
        reached = [r for r in status.routes if self.reasoning.firm(r.id)]
        if reached:
            return max(reached, key=self.claimed)

        def key(route: Route) -> tuple[int, int, bool, bool, int]:
            strict = self.reasoning.rungs(route_root(route.id), Reading.STRICT)
            favourable = self.reasoning.rungs(route_root(route.id), Reading.FAVOURABLE)
            return (strict[0], favourable[0], favourable[1] > 0, self.claimed(route), favourable[1])

        return max(status.routes, key=key)

    def followed(self, status: Status, route: Route) -> list[Route]:
        """The route shown, then those that the kinder reading of the law takes further."""
        further = [one for one in status.routes if self.reach(one) > self.reach(route)]
        return [route, *further]

    def reach(self, route: Route) -> int:
        """The best rung that answers to come and the kinder reading of the law leave to a route."""
        return self.reasoning.rungs(route_root(route.id), Reading.FAVOURABLE)[1]

    def claimed(self, route: Route) -> bool:
        """Whether the answers say that the company takes a route, in one reading of the law at least."""
        condition = route.claimed_if
        if condition is None:
            return False
        if isinstance(condition, CriterionRef):
            return self.reasoning.pair(condition.id)[1] == TRUE
        return self.session.proved(condition)

    def durations(self, route: Route) -> list[Duration]:
        """The lines of the table of a route that may fix how long the accreditation lasts; only one once settled."""
        found: list[Duration] = []
        for line in route.durations:
            truth = TRUE if line.condition is None else self.session.settled(line.condition).strict
            if line.covers(self.day) and truth != FALSE:
                found.append(line)
                if truth == TRUE:
                    break
        return found

    def criteria_of(self, route: Route) -> tuple[str, ...]:
        """Criteria that take part in a route's value, deepest chain included, in reading order."""
        leading = self.leading(route)
        criteria = _criteria_of(self.knowledge, route.id, law_day(self.knowledge, self.day))
        return tuple([criterion for criterion in criteria if criterion in leading])

    def leading(self, route: Route) -> set[str]:
        """Criteria that take part in a route's value: alternatives left aside are not among them."""
        found = self._leading.get(route.id)
        if found is None:
            found = self._leading[route.id] = set()
            self._lead(self.reasoning.route(route.id), found)
        return found

    def _lead(self, node: Condition, found: set[str]) -> None:
        pending = [node]
        while pending:
            node = pending.pop()
            if isinstance(node, CriterionRef):
                if node.id not in found:
                    found.add(node.id)
                    pending.append(self.reasoning.trees[node.id])
            elif isinstance(node, AllOf | AnyOf):
                # Tests alone lead to no criterion: no need to weigh them.
                chained = self.reasoning.law.program.chained
                leading = tuple([child for child in node.children if child.index in chained])
                if leading and isinstance(node, AnyOf):
                    furthest = self._furthest(node.children)
                    leading = tuple([child for child in leading if child in furthest])
                pending += leading

    def _furthest(self, children: tuple[Condition, ...]) -> list[Condition]:
        """Alternatives that go furthest as things are; on a tie, those that could be mended, then those it meets."""
        strict, favourable = (self.reasoning.view(reading).kleene for reading in READINGS)
        # Whether the law is open on one is told before what another waits for.
        values = [(RANKED.index(self.reasoning.stands(child)), strict(child), favourable(child)) for child in children]
        best = max(values)
        found = [child for child, value in zip(children, values, strict=True) if value == best]
        if len(found) > 1 and best[1] != TRUE:
            reach = list(map(self.reasoning.view(Reading.STRICT, attainable=True).kleene, found))
            most = max(reach)
            found = [child for child, value in zip(found, reach, strict=True) if value == most]
            if most == FALSE:
                # All closed for good: a company is not told that it fails what it never had to do with.
                found = [child for child in found if not foreign(self.reasoning, child)] or found
        return found

    def reasons_of(self, route: Route, attainable: bool) -> list[tuple[str, Condition]]:
        """What closes a route under both readings of the law, or else under the strict one: see `Reasoning.reasons`."""
        tree = self.reasoning.route(route.id)
        # A certain obstacle leaves unsaid what one reading alone refuses.
        certain = self.reasoning.kleene(tree, Reading.FAVOURABLE, attainable=attainable) == FALSE
        return self.reasoning.reasons(tree, Reading.FAVOURABLE if certain else Reading.STRICT, attainable)

    def grounds(self, status: Status, route: Route, outcome: VerdictId) -> tuple[Ground, ...]:
        """Criteria that make the verdict, written down."""
        return tuple([self.ground(*one) for one in self.deciding(status, route, outcome).items()])

    def deciding(self, status: Status, route: Route, outcome: VerdictId) -> dict[str, Route]:
        """Criteria that make the verdict, each with its route, hardest first when it is a refusal."""
        found: dict[str, Route] = {}

        among_many = _among_many(self.knowledge, law_day(self.knowledge, self.day))

        def add(criterion: str, owner_route: Route) -> None:
            # Of a long list of alternatives, all closed, only those the company has to do with are worth naming.
            if criterion in among_many and not self.concerned(criterion):
                leading = self.leading(owner_route)
                above = [one for one in among_many[criterion] if one in leading and self.reasoning.pair(one)[0] != TRUE]
                criterion = above[0] if above else ""
            if criterion and criterion not in found and self.knowledge.criteria[criterion].scope == "condition":
                found[criterion] = owner_route

        if outcome == VerdictId.NOT_ELIGIBLE:
            for one in self.refused(status, route):
                for owner, _ in self.reasons_of(one, attainable=True):
                    if owner in among_many or owner in self.leading(one):
                        add(owner, one)
            for owner, node in self.reasons_of(route, attainable=False):
                # The failing of what has no object teaches nothing.
                if not self.session.idle(node) and (owner in among_many or owner in self.leading(route)):
                    add(owner, route)
        else:
            wanted = {
                VerdictId.ELIGIBLE: (TRUE,),
                VerdictId.BY_RIGHT: (TRUE,),
                VerdictId.TO_MEND: (FALSE,),
                VerdictId.UNDETERMINED: (UNKNOWN, FALSE),
            }[outcome]
            followed = [route] if outcome == VerdictId.TO_MEND else self.followed(status, route)
            for one in followed:
                criteria = sorted(self.criteria_of(one), key=self._claim(one).__contains__, reverse=True)
                for value in wanted:
                    for criterion in criteria:
                        if value in self.reasoning.pair(criterion):
                            add(criterion, one)
        return found

    def _claim(self, route: Route) -> set[str]:
        """The criteria by which a company claims a route: its category, then what proves it."""
        found: set[str] = set()
        if isinstance(route.claimed_if, CriterionRef):
            found.add(route.claimed_if.id)
            self._lead(self.reasoning.tree(route.claimed_if.id), found)
        return found

    def concerned(self, criterion: str) -> bool:
        """Whether a criterion is one of many alternatives, and one the company has to do with.

        What the law of another day says of it counts, unless an alternative of this day is the one chosen.
        """
        among_many = _among_many(self.knowledge, law_day(self.knowledge, self.day))
        if criterion not in among_many or not self._touched(criterion):
            return False
        lists = set(among_many[criterion])
        beside = [one for one, owners in among_many.items() if one != criterion and lists.intersection(owners)]
        return self._chosen(criterion) or not any(map(self._chosen, beside))

    def sideline(self, criterion: str) -> bool:
        """Whether a criterion is one of many alternatives, and none the company has to do with."""
        return criterion in _among_many(self.knowledge, law_day(self.knowledge, self.day)) and not self.concerned(
            criterion
        )

    def asking(self, criterion: str) -> frozenset[str]:
        """Answers by which a company has to do with an alternative, whatever the day."""
        return frozenset(leaf.fact for leaf in _naming(self.knowledge, criterion, None) if leaf.fact)

    def _chosen(self, criterion: str) -> bool:
        """Whether the company ticked what a criterion asks for on this day."""
        return any(map(self._met, _naming(self.knowledge, criterion, law_day(self.knowledge, self.day))))

    def _met(self, leaf: Leaf) -> bool:
        return self.session.raw(leaf.fact or "") is not None and self.session.settled(leaf).strict != FALSE

    def _touched(self, criterion: str) -> bool:
        """Whether an answer meets what a criterion is about, in any version of the law."""
        return any(map(self._met, _naming(self.knowledge, criterion, None)))

    def refused(self, status: Status, route: Route) -> list[Route]:
        """Routes whose closing must be said: the one shown, and those that the company had a reason to expect."""
        # Nobody claims the route shown: every one must be seen to be closed.
        unclaimed = route.claimed_if is not None and not self.claimed(route)
        others = [one for one in status.routes if one is not route]
        return [route, *(one for one in others if unclaimed or self._claimed_in_words(one))]

    def _claimed_in_words(self, route: Route) -> bool:
        """A route the company has a reason to expect, even if the law of the day does not open it."""
        condition = route.claimed_if
        if isinstance(condition, CriterionRef):
            return self._touched(condition.id)
        return self.claimed(route)

    def ground(self, criterion: str, route: Route) -> Ground:
        """A criterion that makes a verdict, with the figures that decide it."""
        fixed = self.findings.law[criterion]
        effect = self.reasoning.outcome(criterion)
        figures = [self.findings.result(one) for one in fixed.figures]
        shown = [one for one in figures if one.outcome == effect and not one.not_applicable and one.calculation]
        details = [text for leaf in shown for text in _figure(leaf, named=len(shown) > 1)]
        if fixed.constant:
            details = [fixed.constant]
        return Ground(
            criterion=criterion,
            title=self.knowledge.criteria[criterion].title,
            effect=effect,
            detail=" ; ".join(dict.fromkeys(details)),
            references=fixed.references,
            confidence=fixed.confidence,
            route=route.id,
        )

    def obstacles(self, status: Status, route: Route) -> tuple[LeafResult, ...]:
        """Leaves that no decision taken today removes, on every route whose closing must be said."""
        found: dict[str, LeafResult] = {}
        among_many = _among_many(self.knowledge, law_day(self.knowledge, self.day))
        for one in self.refused(status, route):
            if self.reasoning.attainable(Reading.STRICT).value(route_root(one.id)) == TRUE:
                continue
            reasons = [
                (owner, node)
                for owner, node in self.reasons_of(one, attainable=True)
                if owner not in among_many or self.concerned(owner)
            ]
            # A form that the company never chose is an obstacle only when the one it has is closed too.
            own = {owner for owner, _ in reasons if owner in among_many or owner in self.leading(one)}
            closed = {self.knowledge.criteria[owner].theme for owner in own}
            for owner, node in reasons:
                if owner and owner not in own and self.knowledge.criteria[owner].theme not in closed:
                    continue
                for test in self.findings.law[owner].leaves if owner else ():
                    if test.node.index == node.index:
                        result = self.findings.result(test)
                        if result.outcome != Outcome.MET:
                            found[result.id] = result
        return tuple(found.values())

    def sidelined(self, routes: Iterable[Route]) -> Iterator[tuple[str, str]]:
        """Deferred remedies of long lists of alternatives none of which is the company's, with what asks for one."""
        among_many = _among_many(self.knowledge, law_day(self.knowledge, self.day))
        for one in routes:
            leading = self.leading(one)
            for owner, node in self.reasons_of(one, attainable=True):
                remedy = node.deferred_remedy if isinstance(node, Leaf) else None
                if remedy and owner in among_many and not self.concerned(owner):
                    yield from ((remedy, above) for above in among_many[owner] if above in leading)

    def result(self, route: Route) -> RouteResult:
        """How far a route may go, and what blocks it when it is closed."""
        version = route.on(self.day)
        assert version is not None
        root = route_root(route.id)
        low = self.reasoning.rungs(root, Reading.STRICT)[0]
        high = self.reasoning.rungs(root, Reading.FAVOURABLE)[1]
        blocking: tuple[str, ...] = ()
        if high == 0:
            blocking = tuple(dict.fromkeys(owner for owner, _ in self.reasons_of(route, attainable=True) if owner))
        return RouteResult(
            id=route.id,
            title=route.title,
            worst=rung_name(low, route.outcome),
            best=rung_name(high, route.outcome),
            blocking=blocking,
            references=self.findings.references(version.citations),
        )


def _figure(leaf: LeafResult, named: bool) -> list[str]:
    """A figure and its margin; one for each reading, named, when the law leaves several open.

    ``named``: several figures are given together, so each says which one it is.
    """
    readings = [(one.label, one.finding, one.margin) for one in leaf.readings]
    label = leaf.label if named else ""
    return [
        (f"pour « {label.rstrip('.')} », " if label else "") + finding + (f" ({margin})" if margin else "")
        for label, finding, margin in readings or [(label, leaf.finding, leaf.margin)]
    ]


_MANY = 4


@lru_cache(maxsize=2048)
def _naming(knowledge: Knowledge, criterion: str, start: date | None) -> tuple[Leaf, ...]:
    """Tests that tell an alternative from the others: its first list to tick, or all its tests when it has none.

    In the version of one day, or in all of them.
    """
    found: list[Leaf] = []
    for version in knowledge.criteria[criterion].versions:
        if start is None or version.covers(start):
            leaves = [node for node in walk(version.condition) if isinstance(node, Leaf) and node.fact]
            # What is supposed of everybody tells nobody apart.
            leaves = [one for one in leaves if knowledge.addresses[one.fact or ""][0].default is None]
            lists = [one.fact for one in leaves if knowledge.addresses[one.fact or ""][0].type is FactType.CHOICES]
            found += [one for one in leaves if not lists or one.fact == lists[0]]
    return tuple(indexed(one, knowledge.indices) for one in found)  # type: ignore[misc]


@lru_cache(maxsize=64)
def _among_many(knowledge: Knowledge, start: date) -> dict[str, tuple[str, ...]]:
    """Criteria that are one of many alternatives, with those that list them."""
    found: dict[str, tuple[str, ...]] = {}
    for criterion in knowledge.criteria.values():
        version = criterion.on(start)
        for node in walk(version.condition) if version else ():
            if isinstance(node, AnyOf):
                named = [child.id for child in node.children if isinstance(child, CriterionRef)]
                if len(named) >= _MANY:
                    found.update({name: (*found.get(name, ()), criterion.id) for name in named})
    return found


@lru_cache(maxsize=256)
def _criteria_of(knowledge: Knowledge, route: str, start: date) -> tuple[str, ...]:
    version = knowledge.routes()[route].on(start)
    found: dict[str, None] = {}

    def visit(node: Condition) -> None:
        for part in walk(node):
            if isinstance(part, CriterionRef) and part.id not in found:
                found[part.id] = None
                inner = knowledge.criteria[part.id].on(start)
                if inner:
                    visit(inner.condition)

    if version:
        visit(version.condition)
    return tuple(found)
