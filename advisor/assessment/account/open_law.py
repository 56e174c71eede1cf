"""Where the law is open: the questions met, those on which a verdict turns, and where their readings lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from advisor.assessment.account.routes import Routes
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Branch, Finding, OpenPointView, Verdict, rung_name
from advisor.assessment.reasoning import RungRange
from advisor.assessment.relevance import parted, parting
from advisor.rules.basis import route_root, status_root
from advisor.rules.conditions import CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.models import OpenQuestion, Route, Status
from advisor.rules.vocabulary import LawReading, Reading, VerdictId

Points = tuple[str, ...]
"""Some open questions."""


def _smallest(sets: Iterable[frozenset[str]]) -> list[frozenset[str]]:
    """The sets that hold no other."""
    all_ = list(sets)
    return [one for one in all_ if not any(other < one for other in all_)]


class OpenLaw:
    """Open questions met by one reasoning, and the branches of a verdict on which their readings part."""

    def __init__(self, routes: Routes) -> None:
        self.routes, self.findings, self.reasoning = routes, routes.findings, routes.reasoning
        self.session, self.knowledge = routes.session, routes.knowledge

    def involved(self, routes: Iterable[Route]) -> Points:
        """Open questions on which two readings of a criterion of some routes part."""
        criteria = dict.fromkeys(one for route in routes for one in self.routes.criteria_of(route))
        return tuple(dict.fromkeys(point for point, _ in parted(map(CriterionRef, criteria), self.reasoning)))

    def turning(self, status: Status) -> Points:
        """Open questions whose reading moves a status, in one reading of the others at least."""
        root = status_root(status.id)
        if self.reasoning.rungs(root, Reading.STRICT) == self.reasoning.rungs(root, Reading.FAVOURABLE):
            return ()
        trees = [self.reasoning.route(route.id) for route in status.routes]
        met = tuple(dict.fromkeys(point for far in (False, True) for point, _ in parted(trees, self.reasoning, far)))
        spans = self._spans(status, met)
        moving = {point for kind in spans for point in set(met) - kind if spans[kind] != spans[kind | {point}]}
        return tuple(point for point in met if point in moving)

    def _spans(self, status: Status, points: Points) -> dict[frozenset[str], RungRange]:
        """Worst and best rung of a status for each set of questions read favourably, the others strictly."""
        sets = (frozenset(one) for count in range(len(points) + 1) for one in combinations(points, count))
        return {kind: self.reasoning.rungs_under(status_root(status.id), kind) for kind in sets}

    def branches(self, status: Status, points: Points, top: VerdictId) -> tuple[Branch, ...]:
        """Each outcome that a reading of the law gives, and the readings that give it; empty when it turns on none.

        Args:
            status: the status.
            points: the questions on which it turns, as `turning` finds them.
            top: how its highest rung is called.
        """
        if not points:
            return ()
        kinds: dict[RungRange, list[frozenset[str]]] = {}
        for kind, span in self._spans(status, points).items():
            kinds.setdefault(span, []).append(kind)
        spans = sorted(kinds, reverse=True)
        if all(self.knowledge.open_questions[point].strict_first for point in points):
            spans.reverse()
        best, worst = max(spans), min(spans)
        found: list[Branch] = []
        for span in spans:
            name = self._top(status, kinds[span], top) if span[1] == 2 else top
            reading: LawReading = "favorable" if span == best else "stricte" if span == worst else "mixte"
            condition = self._condition(points, kinds[span], reading)
            low, high = span
            found.append(
                Branch(
                    reading=reading,
                    condition=f"sinon, {condition}" if span == spans[-1] else condition,
                    verdict=rung_name(high, name) if low == high or high < 2 else VerdictId.UNDETERMINED,
                    worst=rung_name(low, name),
                    best=rung_name(high, top if span == best else name),
                )
            )
        return tuple(found)

    def _condition(self, points: Points, kinds: Sequence[frozenset[str]], reading: LawReading) -> str:
        """« si l'un et si l'autre, ou si un troisième »: the fewest readings that are enough for an outcome."""
        questions = [self.knowledge.open_questions[point] for point in points]
        if reading == "mixte":
            ways = [[one.if_favourable if one.id in kind else one.if_strict for one in questions] for kind in kinds]
        elif reading == "favorable":
            ways = [[one.if_favourable for one in questions if one.id in kind] for kind in _smallest(kinds)]
        else:
            strict = _smallest(frozenset(points) - kind for kind in reversed(kinds))
            ways = [[one.if_strict for one in questions if one.id in kind] for kind in strict]
        return (", ou " if any(len(way) > 1 for way in ways) else " ou ").join(map(" et ".join, ways))

    def _top(self, status: Status, kinds: Iterable[frozenset[str]], top: VerdictId) -> VerdictId:
        """How the highest rung is called, when each of some sets of questions is read favourably."""

        def names(kind: frozenset[str]) -> set[VerdictId]:
            return {
                one.outcome for one in status.routes if self.reasoning.rungs_under(route_root(one.id), kind)[1] == 2
            }

        return top if all(top in names(kind) for kind in _smallest(kinds)) else VerdictId.ELIGIBLE

    def conduct(self, question: OpenQuestion) -> str:
        """What to do meanwhile; another route is advised only where it is not closed."""
        other = question.other_route
        if other is None:
            return question.conduct
        entry = self.knowledge.routes()[other.route]
        if self.reasoning.highest(entry.id) == 0:
            return question.conduct
        return f"{question.conduct} {other.text}"

    def _discussed(self, verdict: Verdict) -> Points:
        """The open questions of the routes that a verdict follows, whether it turns on them or not."""
        if verdict.route is None or verdict.best == VerdictId.NOT_ELIGIBLE:
            return ()
        status, route = self.knowledge.statuses[verdict.status], self.knowledge.routes()[verdict.route]
        return self.involved(self.routes.followed(status, route))

    def _met(self, point: str) -> bool:
        """Whether a reading of a question fails today."""
        return any(
            test.test(self.session).strict == FALSE and point in parting(self.session, test.node)
            for fixed in self.findings.law.values()
            for test in fixed.figures
        )

    def views(self, verdicts: dict[str, Verdict], findings: dict[str, Finding]) -> tuple[OpenPointView, ...]:
        """The open questions that the verdicts met, those that decide first."""
        deciding = dict.fromkeys(
            point for verdict in verdicts.values() if verdict.hinges_on_law for point in verdict.open_points
        )
        # What is only discussed is shown where it is met, not where an answer still to come might meet it.
        involved = dict.fromkeys(
            point
            for verdict in verdicts.values()
            for point in (*verdict.open_points, *self._discussed(verdict))
            if self._met(point) or (verdict.branches and point in verdict.open_points)
        )
        views = []
        for id in (*deciding, *(point for point in involved if point not in deciding)):
            question = self.knowledge.open_questions[id]
            criteria = tuple(
                criterion
                for criterion in findings
                if any(
                    (isinstance(part, OpenPoint) and part.point == id)
                    or (isinstance(part, Leaf) and id in (part.if_meaningless, self.session.settled(part).point))
                    for test in self.findings.law[criterion].leaves
                    for part in walk(test.node)
                )
            )
            views.append(
                OpenPointView(
                    id=id,
                    title=question.title,
                    question=question.question,
                    strict_reading=question.strict_reading,
                    favourable_reading=question.favourable_reading,
                    if_strict=question.if_strict,
                    if_favourable=question.if_favourable,
                    conduct=self.conduct(question),
                    practice=tuple(f"{p.date}, {p.who} : {p.text} [{p.confidence}]" for p in question.practice),
                    references=self.findings.references(question.citations),
                    confidence=question.confidence,
                    decides=id in deciding,
                    criteria=criteria,
                )
            )
        return tuple(views)
