"""The verdict of each status, assembled from what the other rooms wrote down."""

from __future__ import annotations

from typing import Any, Literal

from advisor.assessment.account.changes import Changes
from advisor.assessment.account.lacking import lower
from advisor.assessment.account.openlaw import OpenLaw
from advisor.assessment.account.rating import rate
from advisor.assessment.account.refusal import Refusal, way_out
from advisor.assessment.account.routes import Routes
from advisor.assessment.leaves import TRUE
from advisor.assessment.model import Change, Finding, LeafResult, LightResult, Verdict
from advisor.assessment.reasoning import READINGS, Reading
from advisor.dossier import Dossier
from advisor.rules.models import Light, Route, Status
from advisor.rules.vocabulary import Cause, VerdictId


class Verdicts:
    """Verdicts of one reasoning.

    Args:
        dossier: the answers, for the evidence that grades a verdict.
        routes: the routes, as the reasoning leaves them.
    """

    def __init__(self, dossier: Dossier, routes: Routes) -> None:
        self.dossier, self.routes, self.findings = dossier, routes, routes.findings
        self.reasoning, self.session, self.knowledge, self.day = (
            routes.reasoning,
            routes.session,
            routes.knowledge,
            routes.day,
        )
        self.changes, self.open_law = Changes(self.findings), OpenLaw(routes)
        exists = self.knowledge.base.project
        self.project = exists is not None and self.session.holds(exists)[0] == TRUE
        ended = self.knowledge.base.ended
        self.ended = ended.text if ended is not None and self.session.holds(ended.condition)[0] == TRUE else ""

    def before_the_law(self, status: Status) -> Verdict:
        """No verdict, and no answer that would bring one: older rules were not read."""
        return Verdict(
            status=status.id,
            title=status.title,
            outcome="indetermine",
            cause="avant_la_loi",
            worst="non_eligible",
            best="eligible",
            route=None,
            route_title="",
            duration=None,
            duration_note="",
            duration_references=(),
            grade="sur_declarations",
            confidence=None,
            sentence=self.knowledge.base.before_start,
            grounds=(),
            obstacles=(),
            changes=(),
            later=(),
            branches=(),
            open_points=(),
            decided=True,
            routes=(),
            lights=(),
        )

    def verdict(self, status: Status, findings: dict[str, Finding]) -> Verdict:
        rating = rate(self.routes, status)
        spans, route, top, outcome, cause = rating
        low, high = rating.low, rating.high
        grounds = self.routes.grounds(status, route, outcome)
        deciding = [findings[ground.criterion] for ground in grounds]
        obstacles = self.routes.obstacles(status, route) if low == 0 else ()
        changes = self.changes.today(route, self.project) if high > 0 and low < 2 and not self.ended else ()
        later = self.later(status, route, obstacles) if low == 0 else self.changes.later(obstacles)
        later = () if self.ended else later
        points = self.open_law.involved(route) if high > 0 else ()
        term = self.routes.duration(route) if route and high > 0 else None
        years = self.session.parameter(term.parameter) if term else None
        shows = route is not None and route.outcome == "eligible"
        lights = tuple(self.light(one, findings) for one in status.lights) if shows else ()
        duration = None if years is None else int(years)
        return Verdict(
            status=status.id,
            title=status.title,
            outcome=outcome,
            cause=cause,
            worst=rating.worst,
            best=rating.best,
            route=route.id if route else None,
            route_title=route.title if route else "",
            duration=duration,
            duration_note=term.reserve if term else "",
            duration_references=self.findings.references(term.citations) if term else (),
            grade=self.grade(deciding) if rating.decided else "sur_declarations",
            confidence=self.knowledge.weakest(
                [f.confidence for f in deciding] + [self.knowledge.open_questions[p].confidence for p in points]
            ),
            sentence=self.sentence(status, outcome, cause, route, duration, lights)
            if outcome != "non_eligible" or route is None
            else self.refused(status, route, obstacles, later),
            grounds=grounds,
            obstacles=obstacles,
            changes=changes,
            later=later,
            branches=self.open_law.branches(
                spans, points, {reading: self.top(status, reading, top) for reading in READINGS}
            ),
            open_points=points,
            decided=rating.decided,
            routes=tuple(self.routes.result(one) for one in status.routes if one.on(self.day)),
            lights=lights,
        )

    def top(self, status: Status, reading: Reading, shown: VerdictId) -> VerdictId:
        """How the highest rung is called under one reading: the route that reaches it may not be the one shown."""
        runs = self.reasoning.acquis(reading)
        reached = [one.outcome for one in status.routes if one.on(self.day) and runs.value(f"voie:{one.id}") == TRUE]
        return shown if shown in reached or not reached else reached[0]

    def grade(self, deciding: list[Finding]) -> Literal["sur_declarations", "sur_pieces"]:
        addresses = {a for f in deciding for leaf in f.leaves for a in leaf.used}
        given = [self.dossier.answers[a] for a in addresses if a in self.dossier.answers]
        return "sur_pieces" if given and all(one.proven for one in given) else "sur_declarations"

    def sentence(
        self,
        status: Status,
        outcome: VerdictId,
        cause: Cause | None,
        route: Route | None,
        duration: int | None,
        lights: tuple[LightResult, ...],
    ) -> str:
        by_light = () if self.project else (f"{outcome}_{one.id}_{one.outcome}" for one in lights)
        names = (f"{outcome}_{cause}", f"{outcome}_projet" if self.project else "", *by_light, outcome)
        template = next((status.phrases[name] for name in names if name in status.phrases), "")
        years = f"{duration} ans" if duration and duration > 1 else f"{duration} an" if duration else "à préciser"
        return template.replace("{voie}", lower(route.title) if route else "").replace("{duree}", years)

    def later(self, status: Status, route: Route | None, obstacles: tuple[LeafResult, ...]) -> tuple[Change, ...]:
        """What would open a closed status another day: on the routes told first, then on any other."""
        told = self.routes.refused(status, route) if route else []
        found = self.changes.later(obstacles, self.routes.sidelined(told))
        return found or self.changes.later((), self.routes.sidelined(one for one in status.routes if one not in told))

    def refused(
        self, status: Status, route: Route, obstacles: tuple[LeafResult, ...], later: tuple[Change, ...]
    ) -> str:
        """A refusal names what is lacking, and what would open the way."""
        lacking = Refusal(self.routes, status, route, obstacles).words()
        return status.phrases["non_eligible"].replace("{obstacle}", lacking).replace("{piste}", way_out(later))

    def light(self, light: Light, findings: dict[str, Finding]) -> LightResult:
        present = [findings[c] for c in light.criteria if c in findings and not findings[c].idle]
        outcomes = {f.outcome for f in present}
        outcome: Any = "satisfait"
        for one in ("non_satisfait", "a_completer", "incertain"):
            if one in outcomes:
                outcome = one
                break
        else:
            if not present:
                outcome = "sans_objet"
        return LightResult(id=light.id, title=light.title, outcome=outcome, criteria=light.criteria)
