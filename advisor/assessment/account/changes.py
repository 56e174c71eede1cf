"""What to change today, by the lightest way, what would open a status later, and what a refusal lacks, in words."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from advisor.assessment.account.findings import Findings
from advisor.assessment.account.missing_reasons import LACKS
from advisor.assessment.account.routes import Routes
from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN
from advisor.assessment.model import LATER, Change, LeafResult
from advisor.assessment.session import Session
from advisor.assessment.wording import decider
from advisor.common.french import capital, lower_first, shortlist
from advisor.rules.acts import Majority
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, leaves
from advisor.rules.models import MAJORITY, Remedy, RemedyVariant, Route, Status
from advisor.rules.vocabulary import Outcome, Reading, RemedyKind

_OBSTACLES_SHOWN = 3

CriteriaGroup = tuple[str, ...]
"""Criteria any one of which would do; several groups must hold together."""


def majorities(session: Session) -> list[Majority]:
    """The rules by which a company adopts new statutes."""
    rules = session.knowledge.acts.majorities.values()
    return [one for one in rules if one.covers(session.on) and session.proved(one.condition)]


# -- what to change --------------------------------------------------------------------------------------------------


class Changes:
    """Remedies of one reasoning, each action once whatever the number of criteria it mends."""

    def __init__(self, findings: Findings) -> None:
        self.findings, self.reasoning = findings, findings.reasoning
        self.knowledge, self.day = findings.knowledge, findings.day

    def today(self, route: Route, project: bool = False) -> tuple[Change, ...]:
        """What must change today for the route shown, in order, lightest alternative of each choice, each once.

        The statutes of a project are still to be signed: a clause nobody has read in them is one to write. Otherwise
        what supposes statutes in order is not proposed before the last clause is read.
        """
        tree = self.reasoning.route(route.id)
        # Where the strict reading closes the route, what is to be mended is what the kinder one asks for.
        closed = self.reasoning.kleene(tree, Reading.STRICT, attainable=True) == FALSE
        needed = self._needed(tree, Reading.FAVOURABLE if closed else Reading.STRICT)
        kinder = set(self._needed(tree, Reading.FAVOURABLE))
        # Another way to mend under the kinder reading would leave nothing to say of these.
        always = kinder if kinder <= set(needed) else set(needed)
        found = [
            self.change(self.knowledge.remedies[id], tuple(criteria), strict_only=id not in always)
            for id, criteria in needed.items()
        ]
        if project:
            found += self._to_write(tree, set(needed))
        elif self._unwritten(tree, ""):
            found = [one for one in found if not self.knowledge.supposes_statutes(one.remedy)]
        order = self.knowledge.in_order(change.remedy for change in found)
        return tuple(sorted(found, key=lambda change: order.index(change.remedy)))

    def needed(self, route: Route) -> dict[str, list[str]]:
        """Return the remedies that a route needs under the kinder reading, each with the criteria that call for it."""
        return self._needed(self.reasoning.route(route.id), Reading.FAVOURABLE)

    def _needed(self, tree: Condition, reading: Reading) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for owner, leaf in self._mend(tree, "", reading):
            assert leaf.remedy is not None
            criteria = found.setdefault(leaf.remedy, [])
            if owner and owner not in criteria:
                criteria.append(owner)
        return found

    def _to_write(self, condition: Condition, needed: set[str]) -> list[Change]:
        """Clauses that no answer says to be written, beside what is already needed."""
        found: dict[str, list[str]] = {}
        for owner, leaf in self._unwritten(condition, ""):
            assert leaf.remedy is not None
            if leaf.remedy not in needed and owner not in found.setdefault(leaf.remedy, []):
                found[leaf.remedy].append(owner)
        remedies = self.knowledge.remedies
        return [
            self.change(remedies[id], tuple(criteria)).model_copy(update={"pending": True})
            for id, criteria in found.items()
        ]

    def _unwritten(self, node: Condition, owner: str) -> list[tuple[str, Leaf]]:
        """Clauses still unknown under a condition; of a choice, the alternative that asks for the fewest."""
        if self.reasoning.kleene(node, Reading.STRICT) == TRUE:
            return []
        match node:
            case CriterionRef(id):
                return self._unwritten(self.reasoning.tree(id), id)
            case Leaf():
                remedy = self.knowledge.remedies.get(node.remedy or "")
                written = remedy is not None and remedy.kind == RemedyKind.STATUTES
                return [(owner, node)] if written and self.reasoning.kleene(node, Reading.STRICT) == UNKNOWN else []
            case AllOf(children):
                return [pair for child in children for pair in self._unwritten(child, owner)]
            case AnyOf(children):
                options = [option for child in children if (option := self._unwritten(child, owner))]
                return min(options, key=len, default=[])
            case _:
                return []

    def _mend(self, node: Condition, owner: str, reading: Reading) -> list[tuple[str, Leaf]]:
        """Failing mendable leaves to turn true for ``node`` to hold; empty when it holds or is out of reach."""
        if self.reasoning.kleene(node, reading) != FALSE:
            if isinstance(node, CriterionRef):
                return self._mend_inside(node, reading)
            if isinstance(node, AllOf):
                return [pair for child in node.children for pair in self._mend(child, owner, reading)]
            return []
        match node:
            case CriterionRef():
                return self._mend_inside(node, reading)
            case Leaf():
                return [(owner, node)] if node.remedy else []
            case AllOf(children):
                return [pair for child in children for pair in self._mend(child, owner, reading)]
            case AnyOf(children) | OpenPoint(readings=children):
                reachable = [c for c in children if self.reasoning.kleene(c, reading, attainable=True) != FALSE]
                if isinstance(node, OpenPoint) and reading == Reading.STRICT:
                    return [pair for child in reachable for pair in self._mend(child, owner, reading)]
                options = [option for child in reachable if (option := self._mend(child, owner, reading))]
                return min(options, key=self._weight, default=[])
            case _:
                return []

    def _mend_inside(self, node: CriterionRef, reading: Reading) -> list[tuple[str, Leaf]]:
        return self._mend(self.reasoning.tree(node.id), node.id, reading)

    def _weight(self, pairs: list[tuple[str, Leaf]]) -> tuple[int, int]:
        weights = [self.knowledge.remedies[leaf.remedy].weight for _, leaf in pairs if leaf.remedy]
        return (max(weights, default=0), len(weights))

    def later(self, obstacles: tuple[LeafResult, ...], sidelined: Iterable[tuple[str, str]] = ()) -> tuple[Change, ...]:
        """What would open a closed route another day; a remedy that leaves its criterion closed is left out.

        Args:
            sidelined: of alternatives that the company has nothing to do with, a deferred remedy and what it opens.
        """
        needed: dict[str, dict[str, None]] = {}
        for leaf in obstacles:
            criterion = leaf.id.partition("#")[0]
            remedy = leaf.deferred_remedy
            if remedy and not leaf.not_applicable and self._serves(remedy) and self._openable(criterion):
                needed.setdefault(remedy, {})[criterion] = None
        for remedy, criterion in sidelined:
            if self._meant(remedy) and self._openable(criterion):
                needed.setdefault(remedy, {})[criterion] = None
        return tuple(self.change(self.knowledge.remedies[id], tuple(criteria)) for id, criteria in needed.items())

    def _serves(self, remedy: str) -> bool:
        """Whether this company may carry a remedy out, in one way at least: no other form takes over from a fund."""
        outcomes = self.knowledge.remedies[remedy].outcomes
        settled = self.findings.session.settled
        return any(one.condition is None or settled(one.condition).strict != FALSE for one in outcomes)

    def _meant(self, remedy: str) -> bool:
        """Whether a remedy is written for companies like this one, and for no other."""
        proved = self.findings.session.proved
        outcomes = self.knowledge.remedies[remedy].outcomes
        return any(one.condition is not None and proved(one.condition) for one in outcomes)

    def may_open(self, route: Route) -> bool:
        """Whether a route may hold once everything that can be mended, now or later, is mended."""
        return self._may_hold(self.reasoning.route(route.id))

    def _openable(self, criterion: str) -> bool:
        return self._may_hold(self.reasoning.tree(criterion))

    def _may_hold(self, node: Condition) -> bool:
        """Whether a condition may hold once everything that can be mended, now or later, is mended."""
        match node:
            case CriterionRef(id):
                return self._may_hold(self.reasoning.tree(id))
            case AllOf(children):
                return all(self._may_hold(child) for child in children)
            case AnyOf(children):
                return any(self._may_hold(child) for child in children)
            case _:
                mends = any(
                    leaf.remedy or (leaf.deferred_remedy and self._serves(leaf.deferred_remedy))
                    for leaf in leaves(node)
                )
                return mends or self.reasoning.kleene(node, Reading.FAVOURABLE) != FALSE

    def change(self, remedy: Remedy, criteria: tuple[str, ...], strict_only: bool = False) -> Change:
        """A remedy as this company would carry it out, for the criteria that call for it."""
        variant = self._variant(remedy)
        rule = self._rule(remedy) or variant
        return Change(
            remedy=remedy.id,
            title=variant.title or remedy.title,
            kind=remedy.kind,
            weight=remedy.weight,
            who=decider(self.knowledge, rule.who or variant.who or remedy.who, self._majorities, self.day),
            delay=rule.delay or variant.delay or remedy.delay,
            action=variant.action or remedy.action,
            then=rule.then or variant.then or remedy.then,
            criteria=criteria,
            references=self.findings.references(remedy.citations),
            confidence=self.knowledge.confidence(remedy, self.day),
            note=remedy.note,
            deferred=remedy.deferred,
            strict_only=strict_only,
        )

    @cached_property
    def _majorities(self) -> list[Majority]:
        return majorities(self.findings.session)

    def _rule(self, remedy: Remedy) -> Majority | None:
        """The rule of majority that speaks instead of a remedy, if any."""
        rules = self._majorities if MAJORITY in remedy.who else ()
        return next((one for one in rules if one.replaces), None)

    def _variant(self, remedy: Remedy) -> Remedy | RemedyVariant:
        """The remedy as this company must hear it."""
        proved = self.findings.session.proved
        return next((one for one in remedy.variants if proved(one.condition)), remedy)


# -- what a refusal lacks, in a few words ----------------------------------------------------------------------------


class RefusalWords:
    """Why a status is closed on the routes whose closing must be said.

    Args:
        routes: the routes, as the reasoning leaves them.
        status, route: the status refused, and the route shown.
        obstacles: tests that no decision taken today removes.
    """

    def __init__(
        self,
        routes: Routes,
        status: Status,
        route: Route,
        obstacles: tuple[LeafResult, ...],
    ) -> None:
        self.routes, self.reasoning, self.knowledge = routes, routes.reasoning, routes.knowledge
        self.lacking = routes.findings.lacking
        self.hard = {leaf.id.partition("#")[0] for leaf in obstacles}
        self.claims, self.beside = self._claims()
        self.ways = [
            (one.title, groups)
            for one in routes.refused(status, route)
            if (groups := self._groups(self.reasoning.route(one.id), ""))
        ]

    def _claims(self) -> tuple[set[str], set[str]]:
        """Criteria by which a route is claimed, and those of them that claim nothing since another route is."""
        claims: set[str] = set()
        beside: set[str] = set()
        for status in self.knowledge.statuses.values():
            own = {one.claimed_if.id for one in status.routes if isinstance(one.claimed_if, CriterionRef)}
            claims |= own
            if any(self.routes.claimed(one) for one in status.routes):
                beside |= {id for id in own if self.reasoning.pair(id)[0] != TRUE}
        return claims, beside

    def _groups(self, node: Condition, owner: str) -> list[CriteriaGroup]:
        # Lacking under every reading of the law: what one reading lets through is not what closes the status.
        if self.reasoning.kleene(node, Reading.FAVOURABLE, attainable=True) != FALSE:
            return []
        match node:
            case CriterionRef(id):
                return self._groups(self.reasoning.tree(id), id)
            case AllOf(children):
                return list(dict.fromkeys(group for child in children for group in self._groups(child, owner)))
            case AnyOf(children):
                inner = [found for child in children if (found := self._groups(child, owner))]
                names = _merged(inner)
                names = tuple(id for id in names if id not in self.beside) or names
                # Of alternatives that all fail, one the company has to do with says more than the list.
                names = tuple(id for id in names if self.routes.concerned(id)) or names
                # What the law did not offer yet is no fault of a company that never asked for it.
                if names and all(self._unasked(id) for id in names):
                    return [(owner,)]
                # Ways into a criterion are its own business: it says better than their titles what is lacking.
                return [names if len(names) < 2 or self.claims.issuperset(names) else (owner,)] if names else []
            case _:
                return [(owner,)] if owner in self.hard or isinstance(node, Constant) else []

    def _unasked(self, id: str) -> bool:
        """Whether the law alone closes one of many alternatives, and not the one of this company."""
        return bool(self.routes.findings.law[id].constant) and self.routes.sideline(id)

    def words(self) -> str:
        """« ni forme historique de l'ESS, ni société commerciale », or what fails, route by route."""
        if not self.ways:
            return "une condition manque"
        names = _merged(groups for _, groups in self.ways)
        if len(self.ways) > 1 and not self.claims.issuperset(names):
            by_way = {title: self._of(groups) for title, groups in self.ways}
            if len(set(by_way.values())) == 1:
                return next(iter(by_way.values()))
            return " ; ".join(f"par la voie « {lower_first(title)} », {text}" for title, text in by_way.items())
        if len(self.ways) > 1:
            return self._neither(names)
        return self._of(self.ways[0][1])

    def _of(self, groups: list[CriteriaGroup]) -> str:
        """What one route lacks."""
        if len(groups) == 1:
            names = groups[0]
            return self._neither(names) if len(names) > 1 else self._whole(names[0])
        lacking: list[str] = []
        known: set[str] = set()
        for group in groups:
            concerned = frozenset[str]().union(*map(self._concerns, group))
            # One answer that closes two criteria is one thing to tell.
            if concerned and concerned <= known:
                continue
            known |= concerned
            failing = self._failing(group[0]) if len(group) == 1 else ()
            lacking += failing or (self._neither(group) if len(group) > 1 else self._whole(group[0]),)
        lacking = list(dict.fromkeys(lacking))
        if len(lacking) == 1:
            return lacking[0]
        return f"plusieurs conditions manquent : {shortlist(lacking, _OBSTACLES_SHOWN)}"

    def _concerns(self, id: str) -> frozenset[str]:
        """The answers by which a criterion is closed, those the law had no place for included."""
        closed = self.lacking.concerns(id)
        return closed | self.routes.asking(id) if self.routes.findings.law[id].constant else closed

    def _whole(self, id: str) -> str:
        """What closes one criterion, or its own sentence when its tests say nothing of themselves."""
        constant = self.routes.findings.law[id].constant
        if constant:
            return lower_first(constant.rstrip("."))
        failing = self._failing(id)
        return " ; ".join(failing) or lower_first(self.routes.findings.explained(id, Outcome.NOT_MET).rstrip("."))

    def _failing(self, id: str) -> tuple[str, ...]:
        """The tests of a criterion that fail for good, where its sentence is made of them."""
        sentence = self.routes.findings.law[id].explanations[Outcome.NOT_MET]
        return self.lacking.words(id, hard=True) if LACKS in sentence else ()

    def _neither(self, names: CriteriaGroup) -> str:
        """None of some alternatives, or the one reason that closes them all."""
        reasons = {self._failing(id) for id in names}
        if len(reasons) == 1 and (only := reasons.pop()):
            return " ; ".join(only)
        return ", ".join(f"ni {self._title(id)}" for id in names[:_OBSTACLES_SHOWN])

    def _title(self, id: str) -> str:
        return lower_first(self.knowledge.criteria[id].title)


def _merged(alternatives: Iterable[list[CriteriaGroup]]) -> CriteriaGroup:
    return tuple(dict.fromkeys(id for groups in alternatives for group in groups for id in group))


def way_out(later: tuple[Change, ...]) -> str:
    """What would open the way, or that nothing would."""
    if not later:
        return "Aucune décision prise aujourd'hui n'y remédie."
    titles = " ; ".join(lower_first(change.title) for change in later[:_OBSTACLES_SHOWN])
    ways = "des pistes" if len(later) > 1 else "une piste"
    if all(change.delay == LATER for change in later):
        return f"Aucune décision prise aujourd'hui n'y remédie ; plus tard, {ways} : {titles}."
    return f"{capital(ways)} : {titles}."
