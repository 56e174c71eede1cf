"""What the answers so far tell: for each status and each of its routes, where it stands, why, and what next.

All of it is the engine's (`advisor.assessment.account`, `Verdict`) or the rules': the sentences of the script only join
what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.assessment.account.findings import Findings
from advisor.assessment.account.routes import Routes
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Ground, Verdict
from advisor.assessment.wording import finding_sentence
from advisor.interview.machine import Interview
from advisor.interview.outlook import rated, standing
from advisor.interview.prediagnosis._steps import Steps, articles_of, avenues
from advisor.interview.prediagnosis.talk import (
    NextStep,
    Outlook,
    OutlookReason,
    RouteOutlook,
    StatusOutlook,
    minutes,
    next_question,
    reach_of,
)
from advisor.report.words import mark_of
from advisor.rules.basis import route_root
from advisor.rules.conditions import CriterionRef, Leaf, walk
from advisor.rules.models import Route, Status
from advisor.rules.prediagnosis import load_script
from advisor.rules.vocabulary import Cause, Outcome, Reading, VerdictId, VerdictState
from advisor.rules.words import CAUSE_WORDS

MOST_REASONS, MOST_WAITING = 6, 3
"""Beyond, the full report says; what is waited for is shown as steps, and only fills a short list of reasons."""


def outlook(interview: Interview) -> Outlook:
    """Return both statuses and every route that can concern the company, as the answers so far leave them."""
    writer = _OutlookWriter(interview)
    statuses = tuple(map(writer.status, interview.knowledge.statuses.values()))
    closed = any(one.state == VerdictState.CLOSED for one in statuses)
    return Outlook(
        complete=next_question(interview) is None,
        given=len(interview.dossier.answers),
        unknown=len(interview.unknowns()),
        statuses=statuses,
        minutes=minutes(interview),
        avenues=avenues(interview) if closed else (),
        avenues_note=load_script().sentences.steps.other_statutes if closed else "",
        notice=interview.assessment.notice,
    )


class _OutlookWriter:
    def __init__(self, interview: Interview) -> None:
        self.interview, self.sentences = interview, load_script().sentences
        self.knowledge, self.assessment = interview.knowledge, interview.assessment
        self.reasoning = interview.reasoning
        self.routes = Routes(Findings(self.reasoning))
        self.steps = Steps(interview, self.routes)
        # What one status said already comes after what is proper to the next.
        self.mentioned: dict[str, set[str]] = {}
        self.done: list[StatusOutlook] = []
        self.answers = {one.address: f"{one.short} : {one.text}" for one in self.assessment.answers}

    # -- a status -------------------------------------------------------------------------------------------------

    def status(self, status: Status) -> StatusOutlook:
        verdict = self.assessment.verdicts[status.id]
        state, words = standing(self.reasoning, status.id)
        self.mentioned[status.id] = {reason.criterion for done in self.done for reason in done.why}
        if state == VerdictState.BEFORE_THE_LAW:
            return self._before(verdict)
        route = self._shown(verdict, status, state)
        steps = self.steps.of_status(verdict, state, route)
        found = StatusOutlook(
            id=status.id,
            title=status.title,
            state=state,
            words=words,
            sentence=self._cautious(self._sentence(verdict, state), state, steps),
            why=self._why(state, verdict, status, route),
            next=steps,
            routes=tuple(self._route(status, one) for one in self._concerned(status, route)),
        )
        self.done.append(found)
        return found

    def _shown(self, verdict: Verdict, status: Status, state: VerdictState) -> Route | None:
        """The route of the verdict; while the status is open, rather one that the company follows."""
        route = next((one for one in status.routes if one.id == verdict.route), None)
        if state != VerdictState.OPEN or route is None or self.steps.claimed(route):
            return route
        reach = reach_of(self.reasoning, status)
        followed = [one for one in status.routes if reach.get(one.id) and self.steps.claimed(one)]
        return max(followed, key=lambda one: reach[one.id], default=route)

    def _before(self, verdict: Verdict) -> StatusOutlook:
        base = self.knowledge.base
        why = OutlookReason(criterion="", title=verdict.title, outcome=Outcome.TO_COMPLETE, text=base.before_start)
        return StatusOutlook(
            id=verdict.status,
            title=verdict.title,
            state=VerdictState.BEFORE_THE_LAW,
            words=CAUSE_WORDS[Cause.BEFORE_THE_LAW],
            sentence=verdict.sentence,
            why=(why,),
            next=self.steps.before_the_law(),
            routes=(),
        )

    def _sentence(self, verdict: Verdict, state: VerdictState) -> str:
        if state == VerdictState.OPEN and verdict.cause == Cause.FACTS:
            return self.sentences.status_open[verdict.best].replace("{statut}", verdict.title)
        return verdict.sentence

    def _cautious(self, sentence: str, state: VerdictState, steps: Sequence[NextStep]) -> str:
        """What is only open if the law is read favourably is never called open without saying so."""
        at_stake = state == VerdictState.OPEN and any(step.kind == "trancher" for step in steps)
        return f"{sentence} {self.sentences.law_at_stake}" if at_stake else sentence

    def _why(
        self, state: VerdictState, verdict: Verdict, status: Status, route: Route | None
    ) -> tuple[OutlookReason, ...]:
        clashes = tuple(
            OutlookReason(
                criterion="",
                title=one.message,
                outcome=Outcome.UNCERTAIN,
                text=one.mend,
                answers=tuple(self.answers[address] for address in one.addresses if address in self.answers),
            )
            for one in self.assessment.contradictions
        )
        if verdict.cause == Cause.CONTRADICTION:
            return clashes
        grounds = verdict.grounds
        if state == VerdictState.CLOSED:
            hard = {leaf.id.partition("#")[0] for leaf in verdict.obstacles}
            failed = [one for one in grounds if one.effect == Outcome.NOT_MET]
            grounds = tuple([one for one in failed if one.criterion in hard] or failed)
        elif state == VerdictState.OPEN and route is not None:
            grounds = self._open_grounds(status, route)
        return self._reasons(grounds) or (self._law_reason(status, route),)

    def _reasons(self, grounds: Sequence[Ground]) -> tuple[OutlookReason, ...]:
        """Grounds in words; one that only sums up others shown beside it is left out."""
        effects = {(one.criterion, one.effect) for one in grounds}
        proper = [one for one in grounds if not self._sums_up(one, effects)] or grounds
        return tuple(map(self._reason, proper[:MOST_REASONS]))

    def _sums_up(self, ground: Ground, effects: set[tuple[str, Outcome]]) -> bool:
        finding = self.assessment.findings[ground.criterion]
        if any(leaf.outcome == ground.effect for leaf in finding.leaves):
            return False
        pending, below = list(finding.rests_on), set[str]()
        while pending:
            one = pending.pop()
            if one not in below:
                below.add(one)
                pending += self.assessment.findings[one].rests_on if one in self.assessment.findings else ()
        return any((one, ground.effect) in effects for one in below)

    def _open_grounds(self, status: Status, route: Route) -> tuple[Ground, ...]:
        """Of what is still open: what the answers already settled, failures first; some of what is waited for."""
        found = self.routes.deciding(status, route, VerdictId.UNDETERMINED) | self.routes.deciding(
            status, route, VerdictId.ELIGIBLE
        )
        order = [Outcome.NOT_MET, Outcome.UNCERTAIN, Outcome.MET, Outcome.TO_COMPLETE]
        grounds = sorted(
            (self.routes.ground(*one) for one in found.items()),
            key=lambda one: (order.index(one.effect), one.criterion in self.mentioned[status.id]),
        )
        waiting = [one for one in grounds if one.effect == Outcome.TO_COMPLETE]
        settled = [one for one in grounds if one not in waiting and not self.routes.findings.idle(one.criterion)]
        return tuple(settled + waiting[: max(0, MOST_WAITING - len(settled))])

    def _law_reason(self, status: Status, route: Route | None) -> OutlookReason:
        """What the law asks, when no criterion says more."""
        version = route.on(self.interview.on) if route is not None else None
        references = self.routes.findings.references(version.citations) if version is not None else ()
        return OutlookReason(
            criterion="",
            title=route.title if route is not None else status.title,
            outcome=Outcome.TO_COMPLETE,
            text=route.statement if route is not None else status.statement,
            articles=articles_of(self.knowledge, references),
        )

    def _reason(self, ground: Ground) -> OutlookReason:
        finding = self.assessment.findings[ground.criterion]
        used = [address for leaf in finding.leaves if leaf.outcome == ground.effect for address in leaf.used]
        text = finding.explanation if finding.early else finding_sentence(finding)
        return OutlookReason(
            criterion=ground.criterion,
            title=ground.title,
            outcome=ground.effect,
            mark=mark_of(finding),
            text=text or ground.detail,
            answers=tuple(self.answers[one] for one in dict.fromkeys(used) if one in self.answers),
            articles=articles_of(self.knowledge, ground.references),
        )

    # -- a route --------------------------------------------------------------------------------------------------

    def _concerned(self, status: Status, shown: Route | None) -> Iterator[Route]:
        """Routes that may be this company's, and closed ones that it had a reason to expect."""
        expected = self.routes.refused(status, shown) if shown is not None else []
        for route in status.routes:
            if route.on(self.interview.on) is None:
                continue
            claim = route.claimed_if
            refuted = claim is not None and self.reasoning.kleene(claim, Reading.FAVOURABLE) == FALSE
            shut = self.reasoning.highest(route.id) == 0
            idle = refuted or (shut and not self.steps.claimed(route)) or self._needless(status, route)
            # A route that one claims by saying so is no hope of those who did not.
            unclaimed = refuted and isinstance(claim, Leaf)
            if not idle or (route in expected and not unclaimed) or self._hoped_for(route):
                yield route

    def _needless(self, status: Status, route: Route) -> bool:
        """Whether a route for rare companies, that this one was not asked about, goes no further than its own."""
        condition = route.claimed_if
        if not isinstance(condition, Leaf) or condition.fact is None or self.steps.claimed(route):
            return False
        if self.knowledge.addresses[condition.fact][0].theme not in self.steps.last:
            return False
        reach = reach_of(self.reasoning, status)
        return any(reach.get(one.id, 0) >= reach[route.id] for one in status.routes if self.steps.claimed(one))

    def _hoped_for(self, route: Route) -> bool:
        """Whether the company ticked one of the many kinds a route is for, were it in vain."""
        below = walk(self.reasoning.tree(route.claimed_if.id)) if isinstance(route.claimed_if, CriterionRef) else ()
        return any(self.routes.concerned(node.id) for node in below if isinstance(node, CriterionRef))

    def _route(self, status: Status, route: Route) -> RouteOutlook:
        root = route_root(route.id)
        state, words = rated(self.reasoning, root, route.outcome)
        if state == VerdictState.OPEN:
            grounds = self._open_grounds(status, route)
        else:
            outcomes: dict[VerdictState, VerdictId] = {
                VerdictState.FIRM: route.outcome,
                VerdictState.CLOSED: VerdictId.NOT_ELIGIBLE,
                VerdictState.TO_MEND: VerdictId.TO_MEND,
            }
            deciding = self.routes.deciding(status, route, outcomes.get(state, VerdictId.UNDETERMINED))
            grounds = tuple(self.routes.ground(id, one) for id, one in deciding.items() if one is route)
        if state == VerdictState.CLOSED:
            grounds = tuple(one for one in grounds if one.effect == Outcome.NOT_MET) or grounds
        to_mend = state == VerdictState.OPEN and self.reasoning.rungs(root, Reading.FAVOURABLE)[1] < 2
        sentence = self.sentences.route_to_mend if to_mend else self.sentences.route[state]
        steps = self.steps.of_route(route, state)
        return RouteOutlook(
            id=route.id,
            title=route.title,
            statement=route.statement,
            state=state,
            words=words,
            sentence=self._cautious(sentence.replace("{voie}", route.title), state, steps),
            why=self._reasons(grounds) or (self._law_reason(status, route),),
            next=steps,
        )
