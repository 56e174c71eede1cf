"""Where the law is open: the questions on which readings part, and both branches of a verdict."""

from __future__ import annotations

from advisor.assessment.account.routes import Routes, rung_name
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Branch, Finding, OpenPointView, Verdict
from advisor.assessment.reasoning import Reading
from advisor.assessment.relevance import parting
from advisor.rules.conditions import Leaf, OpenPoint, walk
from advisor.rules.models import OpenQuestion, Route
from advisor.rules.vocabulary import VerdictId


class OpenLaw:
    """Open questions met by one reasoning."""

    def __init__(self, routes: Routes) -> None:
        self.routes, self.findings = routes, routes.findings
        self.session, self.knowledge = routes.session, routes.knowledge

    def involved(self, route: Route | None) -> tuple[str, ...]:
        """Open questions on which two readings of the route shown part."""
        if route is None:
            return ()
        found: dict[str, None] = {}
        for criterion in self.routes.criteria_of(route):
            for _, node in self.findings.law[criterion].figures:
                found.update(dict.fromkeys(parting(self.session, node)))
        return tuple(found)

    def branches(
        self, spans: dict[Reading, tuple[int, int]], points: tuple[str, ...], tops: dict[Reading, VerdictId]
    ) -> tuple[Branch, ...]:
        """Both outcomes of a verdict, when the readings of the law part; empty otherwise.

        Args:
            spans: worst and best rung under each reading.
            points: open questions involved.
            tops: how the highest rung is called under each reading.
        """
        if spans["strict"] == spans["favourable"] or not points:
            return ()
        questions = [self.knowledge.open_questions[point] for point in points]
        texts = {
            "strict": " ; ".join(q.if_strict for q in questions),
            "favourable": " et ".join(q.if_favourable for q in questions),
        }
        found = []
        for reading in ("favourable", "strict"):
            (low, high), top = spans[reading], tops[reading]
            found.append(
                Branch(
                    reading="favorable" if reading == "favourable" else "stricte",
                    condition=texts[reading],
                    verdict=rung_name(low, top) if low == high else "indetermine",
                    worst=rung_name(low, top),
                    best=rung_name(high, top),
                )
            )
        return tuple(found)

    def conduct(self, question: OpenQuestion) -> str:
        """What to do meanwhile; another route is advised only where it is not closed."""
        other = question.other_route
        if other is None or other.route not in self.knowledge.routes():
            return question.conduct
        entry = self.knowledge.routes()[other.route]
        if entry.on(self.findings.day) is None or self._high(entry) == 0:
            return question.conduct
        return f"{question.conduct} {other.text}"

    def _met(self, point: str) -> bool:
        """Whether a reading of a question fails today."""
        settled = self.routes.reasoning.settled
        return any(
            settled(node).strict == FALSE and point in parting(self.session, node)
            for fixed in self.findings.law.values()
            for _, node in fixed.figures
        )

    def _high(self, route: Route) -> int:
        return self.findings.reasoning.rungs(f"voie:{route.id}", "favourable")[1]

    def views(self, verdicts: dict[str, Verdict], findings: dict[str, Finding]) -> tuple[OpenPointView, ...]:
        deciding = dict.fromkeys(
            point for verdict in verdicts.values() if verdict.cause == "droit" for point in verdict.open_points
        )
        # What is only discussed is told where it is met, not where an answer still to come might meet it.
        involved = dict.fromkeys(
            point
            for verdict in verdicts.values()
            for point in verdict.open_points
            if verdict.branches or self._met(point)
        )
        views = []
        for id in (*deciding, *(point for point in involved if point not in deciding)):
            question = self.knowledge.open_questions[id]
            criteria = tuple(
                criterion
                for criterion in findings
                if any(
                    (isinstance(part, OpenPoint) and part.point == id)
                    or (isinstance(part, Leaf) and part.if_meaningless == id)
                    for _, node in self.findings.law[criterion].leaves
                    for part in walk(node)
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
