"""The verdict of each status: where the company stands, why, and where readings of the law part."""

from __future__ import annotations

from typing import NamedTuple

from advisor.assessment.account.changes import Changes, RefusalWords, way_out
from advisor.assessment.account.findings import Findings
from advisor.assessment.account.open_law import OpenLaw
from advisor.assessment.account.routes import Routes
from advisor.assessment.figures import merged
from advisor.assessment.leaves import joined
from advisor.assessment.model import Change, Finding, LeafResult, LightResult, Verdict, rung_name
from advisor.assessment.reasoning import READINGS, Reasoning, RungRange
from advisor.assessment.relevance import awaited
from advisor.assessment.wording import with_figures
from advisor.common.french import lower_first, plural
from advisor.dossier import Dossier
from advisor.rules.basis import route_root, status_root
from advisor.rules.models import Duration, Light, Route, Status
from advisor.rules.vocabulary import Cause, Grade, Nuance, Outcome, Reading, RemedyKind, VerdictId

# -- where a company stands on the ladder of a status ----------------------------------------------------------------


class Rating(NamedTuple):
    """A status, rated.

    Attributes:
        spans: worst and best rung under each reading of the law.
        route: the route shown; top: how the highest rung is called, on it or on one that goes further.
        outcome: the verdict; cause: why it is undetermined, when it is.
    """

    spans: dict[Reading, RungRange]
    route: Route
    top: VerdictId
    outcome: VerdictId
    cause: Cause | None

    @property
    def low(self) -> int:
        return self.spans[Reading.STRICT][0]

    @property
    def high(self) -> int:
        return self.spans[Reading.FAVOURABLE][1]

    @property
    def decided(self) -> bool:
        """No further answer can move the verdict on the ladder."""
        return all(worst == best for worst, best in self.spans.values())

    @property
    def worst(self) -> VerdictId:
        return rung_name(self.low, self.top)

    @property
    def best(self) -> VerdictId:
        return rung_name(self.high, self.top)


def rate(routes: Routes, status: Status) -> Rating:
    """The verdict of a status, bounds and route included."""
    reasoning = routes.reasoning
    spans = {reading: reasoning.rungs(status_root(status.id), reading) for reading in READINGS}
    route = routes.shown(status)
    top = max(routes.followed(status, route), key=routes.reach).outcome
    return Rating(spans, route, top, *_outcome(routes, status, spans, top))


def outcomes(reasoning: Reasoning) -> dict[str, VerdictId]:
    """The verdict of each status, without its account."""
    routes = Routes(Findings(reasoning))
    return {id: rate(routes, status).outcome for id, status in reasoning.knowledge.statuses.items()}


def _outcome(
    routes: Routes, status: Status, spans: dict[Reading, RungRange], top: VerdictId
) -> tuple[VerdictId, Cause | None]:
    reasoning = routes.reasoning
    (s_low, s_high), (f_low, f_high) = spans[Reading.STRICT], spans[Reading.FAVOURABLE]
    if s_low == s_high == f_low == f_high:
        return rung_name(s_low, top), None
    if f_high < 2 and (s_high == f_high or not _only_to_found(routes, status)):
        # A certain obstacle: whatever the answers and the reading of the law to come, nothing better is in reach.
        return rung_name(f_high, top), None
    if s_low == s_high and f_low == f_high:
        return VerdictId.UNDETERMINED, Cause.LAW
    withdrawn = {address for one in reasoning.session.contradictions for address in one.addresses}
    if withdrawn and not withdrawn.isdisjoint(awaited(reasoning, (status.id,))):
        return VerdictId.UNDETERMINED, Cause.CONTRADICTION
    open_law = joined(False, (reasoning.outcome(route_root(one.id)) for one in status.routes)) == Outcome.UNCERTAIN
    return VerdictId.UNDETERMINED, Cause.LAW if open_law else Cause.FACTS


def _only_to_found(routes: Routes, status: Status) -> bool:
    """Whether a project lacks nothing but formalities to come, by one route at least: that is no obstacle."""
    project = routes.knowledge.base.project
    if project is None or not routes.session.proved(project):
        return False
    changes, remedies = Changes(routes.findings), routes.knowledge.remedies
    return any(
        all(remedies[id].kind == RemedyKind.FORMALITY for id in changes.needed(one))
        for one in status.routes
        if routes.reach(one)
    )


# -- the verdicts ----------------------------------------------------------------------------------------------------


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
        self.project = exists is not None and self.session.proved(exists)
        ended = self.knowledge.base.ended
        self.ended = ended.text if ended is not None and self.session.proved(ended.condition) else ""

    def before_the_law(self, status: Status) -> Verdict:
        """No verdict, and no answer that would bring one: older rules were not read."""
        return Verdict(
            status=status.id,
            title=status.title,
            outcome=VerdictId.UNDETERMINED,
            cause=Cause.BEFORE_THE_LAW,
            worst=VerdictId.NOT_ELIGIBLE,
            best=VerdictId.ELIGIBLE,
            route=None,
            route_title="",
            duration=None,
            duration_note="",
            duration_references=(),
            grade=Grade.ON_DECLARATIONS,
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
        """The verdict of a status, with all that carries it."""
        rating = rate(self.routes, status)
        route, top, outcome, cause = rating.route, rating.top, rating.outcome, rating.cause
        low, high = rating.low, rating.high
        grounds = self.routes.grounds(status, route, outcome)
        deciding = [findings[ground.criterion] for ground in grounds]
        obstacles = self.routes.obstacles(status, route) if low == 0 else ()
        changes = self.changes.today(route, self.project) if high > 0 and low < 2 and not self.ended else ()
        later = self.later(status, route, obstacles) if low == 0 else self.changes.later(obstacles)
        later = () if self.ended else later
        turning = self.open_law.turning(status)
        followed = self.routes.followed(status, route) if high > 0 else ()
        points = turning or self.open_law.involved(followed)
        terms = self.routes.durations(route) if high > 0 else []
        term = terms[0] if len(terms) == 1 else None
        years = self.session.parameter(term.parameter) if term else None
        shows = route.outcome == VerdictId.ELIGIBLE
        lights = tuple(self.light(one, findings) for one in status.lights) if shows else ()
        duration = None if years is None else int(years)
        return Verdict(
            status=status.id,
            title=status.title,
            outcome=outcome,
            cause=cause,
            worst=rating.worst,
            best=rating.best,
            route=route.id,
            route_title=route.title,
            duration=duration,
            duration_waits=merged([self.session.settled(one.condition).missing for one in terms if one.condition]),
            duration_note=with_figures(self.session, term.reserve) if term else "",
            duration_references=self.findings.references(term.citations) if term else (),
            grade=self.grade(deciding) if rating.decided else Grade.ON_DECLARATIONS,
            confidence=self.knowledge.weakest(
                [f.confidence for f in deciding] + [self.knowledge.open_questions[p].confidence for p in points]
            ),
            sentence=self.sentence(status, rating, terms, lights)
            if outcome != VerdictId.NOT_ELIGIBLE
            else self.refused(status, route, obstacles, later),
            grounds=grounds,
            obstacles=obstacles,
            changes=changes,
            later=later,
            branches=self.open_law.branches(status, turning, top),
            open_points=points,
            decided=rating.decided,
            routes=tuple(self.routes.result(one) for one in status.routes),
            lights=lights,
        )

    def grade(self, deciding: list[Finding]) -> Grade:
        """Whether a document was seen for every answer that decides."""
        addresses = {a for f in deciding for leaf in f.leaves for a in leaf.used}
        given = [self.dossier.answers[a] for a in addresses if a in self.dossier.answers]
        return Grade.ON_PAPERS if given and all(one.proven for one in given) else Grade.ON_DECLARATIONS

    def sentence(self, status: Status, rating: Rating, terms: list[Duration], lights: tuple[LightResult, ...]) -> str:
        outcome, route = rating.outcome, rating.route
        by_light = () if self.project else (f"{outcome}_{one.id}_{one.outcome}" for one in lights)
        hinges = len({high for _, high in rating.spans.values()}) > 1
        why = rating.cause or ("" if rating.low == rating.high else Cause.LAW if hinges else Cause.FACTS)
        ended, project = (f"{outcome}_sans_suite" if self.ended else ""), (f"{outcome}_projet" if self.project else "")
        names = (ended, f"{outcome}_{why}", project, *by_light, outcome)
        template = next((status.phrases[name] for name in names if name in status.phrases), "")
        years = self.terms(terms) or "à préciser"
        return template.replace("{voie}", lower_first(route.title)).replace("{duree}", years)

    def terms(self, lines: list[Duration]) -> str:
        """How long it may last: « 5 ans, ou 2 ans si moins de trois ans à la demande »."""
        said: list[str] = []
        for line in reversed(lines):
            # A line without words of its own only adds a reserve to the one that says its case.
            if line.case or not said:
                count = int(self.session.parameter(line.parameter) or 0)
                said.append(plural(count, "an") + (f" si {line.case}" if said else ""))
        return ", ou ".join(said)

    def later(self, status: Status, route: Route, obstacles: tuple[LeafResult, ...]) -> tuple[Change, ...]:
        """What would open a closed status another day: on the routes shown first, then on any other.

        A route that something else closes for good is left out.
        """
        shown = self.routes.refused(status, route)
        hopeful = [one for one in status.routes if self.changes.may_open(one)]
        within = {owner for one in shown if one in hopeful for owner, _ in self.routes.reasons_of(one, attainable=True)}
        useful = tuple(one for one in obstacles if one.id.partition("#")[0] in within)
        found = self.changes.later(useful, self.routes.sidelined(one for one in shown if one in hopeful))
        return found or self.changes.later((), self.routes.sidelined(one for one in hopeful if one not in shown))

    def refused(
        self, status: Status, route: Route, obstacles: tuple[LeafResult, ...], later: tuple[Change, ...]
    ) -> str:
        """A refusal names what is lacking, and what would open the way."""
        lacking = RefusalWords(self.routes, status, route, obstacles).words()
        return status.phrases[VerdictId.NOT_ELIGIBLE].replace("{obstacle}", lacking).replace("{piste}", way_out(later))

    def light(self, light: Light, findings: dict[str, Finding]) -> LightResult:
        """A light of a status: the weakest of the criteria it gathers."""
        present = [findings[c] for c in light.criteria if c in findings and not findings[c].idle]
        outcomes = {f.outcome for f in present}
        order: tuple[Outcome, ...] = (Outcome.NOT_MET, Outcome.TO_COMPLETE, Outcome.UNCERTAIN, Outcome.MET)
        outcome = next((one for one in order if one in outcomes), Nuance.NOT_APPLICABLE)
        return LightResult(id=light.id, title=light.title, outcome=outcome, criteria=light.criteria)
