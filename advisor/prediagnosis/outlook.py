"""What the answers so far tell: for each status and each of its routes, where it stands, why, and what next.

All of it is the engine's (`advisor.account`, `Verdict`) or the rules': the sentences of the script only join what they
say.
"""

from __future__ import annotations

from advisor.account.findings import Findings
from advisor.account.routes import Routes
from advisor.assessment import Ground, Verdict, VerdictId
from advisor.interview.machine import Interview
from advisor.interview.outlook import State, standing
from advisor.knowledge.models import Route, Status
from advisor.prediagnosis.model import Outlook, Reason, RouteOutlook, StatusOutlook
from advisor.prediagnosis.script import Script, load_script
from advisor.prediagnosis.steps import Steps, articles_of, avenues
from advisor.prediagnosis.talk import minutes, next_question
from advisor.reasoning import READINGS
from advisor.report.words import not_yet, told
from advisor.settle import FALSE
from advisor.wording import UNJUDGED, VERDICT_WORDS

MOST_REASONS = 6
"""Beyond, the full report tells."""

_STATES: tuple[State, State, State] = ("ferme", "a_mettre_en_conformite", "acquis")


def outlook(interview: Interview, script: Script | None = None) -> Outlook:
    """Both statuses and every route that can concern the company, as the answers so far leave them.

    Args:
        interview: the conversation.
        script: the pre-diagnosis; the packaged one by default.
    """
    script = script or load_script()
    teller = _Teller(interview, script)
    statuses = tuple(teller.status(status) for status in interview.knowledge.statuses.values())
    progress = interview.progress()
    closed = any(one.state == "ferme" for one in statuses)
    return Outlook(
        on=interview.on,
        complete=next_question(interview, script) is None,
        given=len(interview.dossier.answers),
        unknown=len(interview.unknowns()),
        statuses=statuses,
        questions=(progress.best, progress.worst),
        minutes=minutes(interview, script),
        avenues=avenues(interview) if closed else (),
        notice=interview.assessment.notice,
    )


class _Teller:
    def __init__(self, interview: Interview, script: Script) -> None:
        self.interview, self.script = interview, script
        self.knowledge, self.assessment = interview.knowledge, interview.assessment
        self.reasoning = interview.reasoning
        self.routes = Routes(Findings(self.reasoning))
        self.steps = Steps(interview, script, self.routes)
        self.answers = {one.address: f"{one.short} : {one.text}" for one in self.assessment.answers}

    # -- a status -------------------------------------------------------------------------------------------------

    def status(self, status: Status) -> StatusOutlook:
        verdict = self.assessment.verdicts[status.id]
        state, words = standing(self.reasoning, status.id)
        if state == "avant_la_loi":
            return self._before(verdict)
        route = next((one for one in status.routes if one.id == verdict.route), None)
        return StatusOutlook(
            id=status.id,
            title=status.title,
            state=state,
            words=words,
            sentence=self._sentence(verdict, state),
            why=self._why(state, verdict, status, route),
            next=self.steps.of_status(verdict, state, route),
            routes=tuple(self._route(status, one) for one in status.routes if self._concerns(one)),
        )

    def _before(self, verdict: Verdict) -> StatusOutlook:
        base = self.knowledge.base
        why = Reason(criterion="", title=verdict.title, outcome="a_completer", text=base.before_start)
        return StatusOutlook(
            id=verdict.status,
            title=verdict.title,
            state="avant_la_loi",
            words=UNJUDGED,
            sentence=verdict.sentence,
            why=(why,),
            next=self.steps.before_the_law(),
            routes=(),
        )

    def _sentence(self, verdict: Verdict, state: State) -> str:
        if state == "ouvert" and verdict.cause == "faits":
            return self.script.sentences.status_open[verdict.best].replace("{statut}", verdict.title)
        return verdict.sentence

    def _why(self, state: State, verdict: Verdict, status: Status, route: Route | None) -> tuple[Reason, ...]:
        clashes = tuple(
            Reason(
                criterion="",
                title=one.message,
                outcome="incertain",
                text=one.mend,
                answers=tuple(self.answers[address] for address in one.addresses if address in self.answers),
            )
            for one in self.assessment.contradictions
        )
        if verdict.cause == "contradiction":
            return clashes
        grounds = verdict.grounds
        if state == "ferme":
            hard = {leaf.id.partition("#")[0] for leaf in verdict.obstacles}
            failed = [one for one in grounds if one.effect == "non_satisfait"]
            grounds = tuple([one for one in failed if one.criterion in hard] or failed)
        elif state == "ouvert" and route is not None:
            grounds = self._open_grounds(status, route)
        return tuple(map(self._reason, grounds[:MOST_REASONS])) or (self._law_reason(status, route),)

    def _open_grounds(self, status: Status, route: Route) -> tuple[Ground, ...]:
        """Of what is still open: what the answers already settled, failures first; then what is waited for."""
        found = self.routes.deciding(status, route, "indetermine") | self.routes.deciding(status, route, "eligible")
        order = {"non_satisfait": 0, "incertain": 1, "satisfait": 2, "a_completer": 3}
        grounds = [self.routes.ground(*one) for one in found.items()]
        settled = [one for one in grounds if not self.routes.findings.idle(one.criterion)] or grounds
        return tuple(sorted(settled, key=lambda one: order[one.effect]))

    def _law_reason(self, status: Status, route: Route | None) -> Reason:
        """What the law asks, when no criterion says more."""
        version = route.on(self.interview.on) if route is not None else None
        references = self.routes.findings.references(version.citations) if version is not None else ()
        return Reason(
            criterion="",
            title=route.title if route is not None else status.title,
            outcome="a_completer",
            text=route.statement if route is not None else status.statement,
            articles=articles_of(self.knowledge, references),
            confidence=version.confidence if version is not None else "",
        )

    def _reason(self, ground: Ground) -> Reason:
        finding = self.assessment.findings[ground.criterion]
        used = [address for leaf in finding.leaves if leaf.outcome == ground.effect for address in leaf.used]
        text = finding.explanation if not_yet(finding) else told(finding)
        return Reason(
            criterion=ground.criterion,
            title=ground.title,
            outcome=ground.effect,
            text=text or ground.detail,
            detail=ground.detail,
            answers=tuple(self.answers[one] for one in dict.fromkeys(used) if one in self.answers),
            articles=articles_of(self.knowledge, ground.references),
            confidence=finding.confidence,
        )

    # -- a route --------------------------------------------------------------------------------------------------

    def _concerns(self, route: Route) -> bool:
        """Whether a route in force can be this company's: what it is claimed by is not refuted."""
        if route.on(self.interview.on) is None:
            return False
        condition = route.claimed_if
        return condition is None or self.reasoning.kleene(condition, "favourable") != FALSE

    def _route(self, status: Status, route: Route) -> RouteOutlook:
        root = f"voie:{route.id}"
        spans = [self.reasoning.rungs(root, reading) for reading in READINGS]
        (low, strict_high), (favourable_low, high) = spans
        state: State = "ouvert"
        if low == strict_high and favourable_low == high:
            state = _STATES[low] if low == high else "droit"
        names = {rung: VERDICT_WORDS[_rung(rung, route.outcome)] for rung in (low, high)}
        words = names[low]
        if state == "droit":
            words = f"{names[high]} ou {names[low]}"
        elif state == "ouvert":
            words = f"au mieux {names[high]}, au pire {names[low]}"
        outcome: VerdictId = {"ferme": "non_eligible", "a_mettre_en_conformite": "a_mettre_en_conformite"}.get(
            state, route.outcome if state == "acquis" else "indetermine"
        )
        if state == "ouvert":
            grounds = self._open_grounds(status, route)
        else:
            deciding = self.routes.deciding(status, route, outcome)
            grounds = tuple(self.routes.ground(id, one) for id, one in deciding.items() if one is route)
        if state == "ferme":
            grounds = tuple(one for one in grounds if one.effect == "non_satisfait") or grounds
        why = tuple(map(self._reason, grounds[:MOST_REASONS])) or (self._law_reason(status, route),)
        sentence = self.script.sentences.route[state].replace("{voie}", route.title)
        return RouteOutlook(
            id=route.id,
            title=route.title,
            statement=route.statement,
            claimed=route.claimed_if is None or self.routes.claimed(route),
            state=state,
            words=words,
            sentence=sentence,
            why=why,
            next=self.steps.of_route(route, state),
        )


def _rung(rung: int, top: VerdictId) -> VerdictId:
    ladder: tuple[VerdictId, VerdictId, VerdictId] = ("non_eligible", "a_mettre_en_conformite", top)
    return ladder[rung]
