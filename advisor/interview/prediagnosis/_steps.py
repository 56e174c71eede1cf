"""What to do next for a status or a route: put right, change, have the law settled, check, wait, ask, or look aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.advice.comparison import Candidate, SourcedSentence, compare
from advisor.advice.guidance import (
    ReportContext,
    at_least,
    clause_answers,
    clause_names,
    other_unread_answers,
    to_mend,
    unread_notice,
)
from advisor.assessment.account.changes import Changes
from advisor.assessment.account.open_law import OpenLaw
from advisor.assessment.account.routes import Routes
from advisor.assessment.model import Change, Reference, Verdict
from advisor.common.french import lower_first, sentence
from advisor.interview.machine import Interview
from advisor.interview.outlook import to_come_of
from advisor.interview.prediagnosis.talk import Article, Avenue, NextStep, time_for
from advisor.report.words import delay, meaning, period
from advisor.rules.conditions import leaves
from advisor.rules.load import Knowledge
from advisor.rules.models import Route
from advisor.rules.prediagnosis import load_script
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import Cause, GuidanceKind, Outcome, RemedyKind, VerdictId, VerdictState

FORM = "forme_juridique"
MOST_CHANGES, MOST_REQUESTS = 8, 4
"""Beyond, the full report tells."""


class Steps:
    """The steps of one conversation."""

    def __init__(self, interview: Interview, routes: Routes) -> None:
        self.interview, self.routes = interview, routes
        self.knowledge, self.assessment = interview.knowledge, interview.assessment
        self.words = load_script().sentences.steps
        self.themes, self.last = interview.plan.titles, interview.plan.last_themes

    # -- of a status ----------------------------------------------------------------------------------------------

    def of_status(self, verdict: Verdict, state: VerdictState, route: Route | None) -> tuple[NextStep, ...]:
        """Return what to do for a status, in order; never empty."""
        waiting = {one.address for one in self.assessment.missing if verdict.status in one.for_statuses}
        found = [
            NextStep(kind="contradiction", title=one.message, text=one.mend)
            for one in self.assessment.contradictions
            if verdict.cause == Cause.CONTRADICTION or not waiting.isdisjoint(one.addresses)
        ]
        if to_mend(verdict):
            found += self._clauses()
        found += self._changes(verdict.changes)
        found += self._open_law(verdict.open_points, state)
        if waiting and state != VerdictState.CLOSED:
            found += self._to_check(waiting | self._to_come(verdict.status))
        if state == VerdictState.TO_MEND:
            found += self._unread(verdict)
        if state == VerdictState.FIRM:
            found += self._requests(verdict)
        if state == VerdictState.CLOSED:
            found += [self._later(one) for one in verdict.later]
            found.append(self._elsewhere())
        return tuple(found) or (self._keep(),)

    def _to_come(self, status: str) -> set[str]:
        """What may come to be asked for a status, on the routes that nobody has to claim or that are claimed."""
        followed = [one for one in self.knowledge.statuses[status].routes if self.claimed(one)]
        return {address for one in followed for address in to_come_of(self.routes.reasoning, one.id)}

    def claimed(self, route: Route) -> bool:
        """Whether the answers show that the company follows a route, or nothing has to."""
        return route.claimed_if is None or self.routes.claimed(route)

    def before_the_law(self) -> tuple[NextStep, ...]:
        """Return the only thing to do of a day before the law: take another one."""
        return (NextStep(kind="verifier", title=self.words.other_day, text=self.knowledge.base.before_start),)

    # -- of a route -----------------------------------------------------------------------------------------------

    def of_route(self, route: Route, state: VerdictState) -> tuple[NextStep, ...]:
        """Return what to do for a route, in order; never empty."""
        if state == VerdictState.CLOSED:
            return tuple(map(self._later, self._later_of(route))) or (self._elsewhere(),)
        found: list[NextStep] = []
        shown = {one.route for one in self.assessment.verdicts.values()}
        if state == VerdictState.TO_MEND and route.id in shown:
            found += self._clauses()
        changes = Changes(self.routes.findings).today(route, self.assessment.project)
        found += self._changes(changes)
        found += self._open_law(OpenLaw(self.routes).involved([route]), state)
        if state == VerdictState.OPEN:
            found += self._to_check(to_come_of(self.routes.reasoning, route.id))
        return tuple(found) or (self._keep(),)

    def _later_of(self, route: Route) -> tuple[Change, ...]:
        """What would open a closed route another day."""
        status = next(one for one in self.knowledge.statuses.values() if route in one.routes)
        reasons = {owner for owner, _ in self.routes.reasons_of(route, attainable=True)}
        obstacles = self.routes.obstacles(status, route)
        mine = tuple(leaf for leaf in obstacles if leaf.id.partition("#")[0] in reasons)
        return Changes(self.routes.findings).later(mine)

    # -- each kind ------------------------------------------------------------------------------------------------

    def _changes(self, changes: tuple[Change, ...]) -> list[NextStep]:
        """What to change, in order; the clauses of statutes still to be signed are one piece of writing."""
        clauses = [one for one in changes if one.kind == RemedyKind.STATUTES] if self.assessment.project else []
        if len(clauses) < 2:
            return [self._change(one) for one in changes[:MOST_CHANGES]]
        least = at_least(self.assessment, self.knowledge)
        title = self.words.clauses_unread if any(one.pending for one in clauses) else self.words.clauses
        writing = self._change(clauses[0]).model_copy(
            update={
                "title": title.replace("{nombre}", f"{least}{len(clauses)}"),
                "text": sentence(" ; ".join(lower_first(one.title) for one in clauses)),
                "articles": tuple(
                    dict.fromkeys(article for one in clauses for article in self._articles(one.references))
                ),
            }
        )
        others = [self._change(one) for one in changes if one not in clauses]
        return [writing, *others][:MOST_CHANGES]

    def _change(self, change: Change) -> NextStep:
        return NextStep(
            kind="corriger",
            title=change.title,
            text=change.action,
            who=change.who,
            when=delay(change),
            then=change.then,
            articles=self._articles(change.references),
        )

    def _later(self, change: Change) -> NextStep:
        return self._change(change).model_copy(update={"kind": "plus_tard"})

    def _open_law(self, points: Iterable[str], state: VerdictState) -> list[NextStep]:
        """Points of law that the answers have reached; of a status still open, only those on which readings part."""
        views = {one.id: one for one in self.assessment.open_points if one.id in points}
        leaves = [leaf for finding in self.assessment.findings.values() for leaf in finding.leaves]
        parted = {leaf.open_point for leaf in leaves if leaf.outcome == Outcome.UNCERTAIN}
        shown = set(views) if state == VerdictState.LAW else parted if state == VerdictState.OPEN else set()
        return [
            NextStep(kind="trancher", title=one.title, text=one.conduct, articles=self._articles(one.references))
            for id, one in views.items()
            if id in shown
        ]

    def _to_check(self, addresses: Iterable[str]) -> list[NextStep]:
        """Answers still waited for, by theme: how many questions, how long."""
        by_theme: dict[str, list[str]] = {}
        order = {address: rank for rank, address in enumerate(self.knowledge.addresses)}
        known = self.interview.dossier.answers
        left = [address for address in addresses if address not in known or known[address].unknown]
        for address in sorted(left, key=order.__getitem__):
            by_theme.setdefault(self.knowledge.addresses[address][0].theme, []).append(address)
        # What is asked only once nothing else is left would trouble those it does not concern.
        first = [theme for theme in by_theme if theme not in self.last] or list(by_theme)
        themes = sorted(first, key=self.knowledge.theme_order.__getitem__)
        return [self._check(self.themes[theme], self._points(by_theme[theme]), by_theme[theme]) for theme in themes]

    def _check(self, title: str, text: str, addresses: Sequence[str]) -> NextStep:
        """Return the step that is to answer some questions."""
        questions, time = len(set(map(fact_id, addresses))), time_for(self.knowledge, addresses)
        return NextStep(kind="verifier", title=title, text=text, questions=questions, minutes=time)

    def _points(self, addresses: Iterable[str]) -> str:
        facts = [self.knowledge.facts[id] for id in dict.fromkeys(map(fact_id, addresses))]
        return " ; ".join(fact.short or fact.id for fact in facts)

    def _clauses(self) -> list[NextStep]:
        """The clauses to read before anything is changed; the questionnaire goes on with them."""
        title = unread_notice(self.assessment, self.knowledge)
        if not title:
            return []
        names = " ; ".join(clause_names(self.assessment, self.knowledge))
        text = self.words.clauses_to_read.replace("{clauses}", names)
        return [self._check(title, text, clause_answers(self.assessment, self.knowledge))]

    def _unread(self, verdict: Verdict) -> list[NextStep]:
        """What no verdict waits for, but may add to the changes: one clause to write says nothing of the others."""
        left = other_unread_answers(self.assessment, self.knowledge, verdict)
        if not left:
            return []
        text = self.words.unread.replace("{points}", self._points(left))
        return [self._check(self.words.unread_title, text, left)]

    def _requests(self, verdict: Verdict) -> list[NextStep]:
        context = ReportContext(self.assessment, self.knowledge, self.interview.dossier)
        return [
            NextStep(
                kind="demander",
                title=line.title,
                text=line.text,
                articles=self._articles(self.routes.findings.references(line.citations)),
            )
            for line, pending in context.guidance(verdict, GuidanceKind.PROCEDURE)
            if not pending
        ][:MOST_REQUESTS]

    def _articles(self, references: Iterable[Reference]) -> tuple[Article, ...]:
        return articles_of(self.knowledge, references)

    def _elsewhere(self) -> NextStep:
        return NextStep(kind="autre_statut", title=self.words.elsewhere_title, text=self.words.elsewhere)

    def _keep(self) -> NextStep:
        text = self.assessment.ended or self.words.keep
        return NextStep(kind="demander", title=self.words.keep_title, text=text)


def articles_of(knowledge: Knowledge, references: Iterable[Reference]) -> tuple[Article, ...]:
    """Return passages as pages show them: how they are cited, which version, how it was read."""
    return tuple(
        Article(
            text=one.text,
            version=period(one.start, one.end) if one.read else "",
            meaning=meaning(knowledge, one.read) if one.read else "",
        )
        for one in references
    )


def avenues(interview: Interview) -> tuple[Avenue, ...]:
    """Return other statutes, those that fit what the company looks for first.

    One that is a dead end, or would be refused for the same reason, is left out; a reason of form falls with the form.
    """
    if interview.on < interview.knowledge.base.start:
        return ()
    dossier, assessment = interview.dossier, interview.assessment
    shut = {leaf.id.partition("#")[0] for verdict in assessment.verdicts.values() for leaf in verdict.obstacles}
    shut |= {
        ground.criterion
        for verdict in assessment.verdicts.values()
        if verdict.outcome == VerdictId.NOT_ELIGIBLE
        for ground in verdict.grounds
        if ground.effect == Outcome.NOT_MET
    }
    found = compare(dossier, assessment, dossier.wants, dossier.needs, interview.knowledge).candidates
    # What another form would not mend: it takes time, or nothing mends it, and an answer beside the form says it.
    facts = interview.knowledge.facts.values()
    of_form = {FORM} | {
        one.id for one in facts if one.asked_if and {leaf.fact for leaf in leaves(one.asked_if)} == {FORM}
    }
    lasting = {
        leaf.id.partition("#")[0]
        for finding in assessment.findings.values()
        if finding.outcome == Outcome.NOT_MET
        for leaf in finding.leaves
        if leaf.outcome == Outcome.NOT_MET and leaf.remedy is None and leaf.used and of_form.isdisjoint(leaf.used)
        if leaf.deferred_remedy or finding.criterion in shut
    }
    selected = [
        one
        for one in found
        if one.statute not in load_script().dead_ends
        and not (shut if one.move == "garder" else lasting) & {need.criterion for need in one.requirements}
    ]
    return tuple(_avenue(interview.knowledge, one) for one in selected)


def _avenue(knowledge: Knowledge, one: Candidate) -> Avenue:
    said: list[SourcedSentence] = [one.ess, one.esus, *([one.passage] if one.passage else [])]
    references = dict.fromkeys(reference for part in said for reference in part.references)
    return Avenue(
        id=one.statute,
        title=one.title,
        summary=one.summary,
        passage=one.passage.text if one.passage else "",
        ess=one.ess.text,
        esus=one.esus.text,
        articles=articles_of(knowledge, references),
    )
