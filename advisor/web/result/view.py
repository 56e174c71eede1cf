"""Everything the result page tells, worked out once from the engine's assessment; templates only lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from advisor.advice.comparison import SourcedSentence, compare
from advisor.advice.guidance import ReportContext, unread_clauses
from advisor.assessment.model import ContradictionView, Ground, Verdict
from advisor.assessment.wording import address_name
from advisor.common.french import NBSP, agree, capital, french_date, lower_first, plural, sentence
from advisor.interview.machine import Interview
from advisor.interview.outlook import Gathering
from advisor.report import actions, criteria, opening
from advisor.report.build import annex_duties, annex_procedure, annex_reading, annex_rights
from advisor.report.comparison import statute_section
from advisor.report.html import HtmlSection, parts_html
from advisor.report.model import Section
from advisor.report.opening import best_route, branch_result, relevant_grounds
from advisor.report.ways_section import ways_section
from advisor.report.words import articles, verdict_sentence, verdict_word, years
from advisor.rules.load import Knowledge
from advisor.rules.prediagnosis import load_script
from advisor.rules.references import law_moved
from advisor.rules.vocabulary import Cause, Outcome, VerdictId
from advisor.rules.words import MARKS, MOVES
from advisor.web.journey.model import slug
from advisor.web.result.todo import TodoStep, steps

Clashes = tuple[tuple[ContradictionView, tuple[tuple[str, str, str], ...]], ...]

MOST_REASONS = 4
"""Reasons shown at once; the detail has them all."""


class WebReportContext(ReportContext):
    """Sections for a page of the site: what else there is to read is among the documents of the page."""

    def further(self, what: str, command: str) -> str:
        return f"Pour aller plus loin, {what} : voyez « Documents », dans cette page."

    @property
    def how_to_read(self) -> str:
        return "voir « Et maintenant ? », dans cette page"


@dataclass(frozen=True, slots=True)
class NeighbouringStatute:
    """A neighbouring statute: what it is, how one gets there, what it brings for each status."""

    title: str
    summary: str
    move: str
    ess: str
    esus: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The page.

    Attributes:
        name: of the company or project, or "".
        on: day whose law is applied; today: whether it is today's; moved: a rule differs between both days.
        known: day until which the law is known, when the law applied is later; "" otherwise.
        before: that day comes before the law: nothing is said.
        answered: how many answers count: those set aside by another one do not.
        clashes: answers that cannot all be right; of each, its slug, its name, as it was given. warnings: those only to
            be read again.
        pending: questions are left in this pass. decided: no answer can change a verdict any more.
        beyond: questions of use past the verdicts; going_on: they are being asked. unknowns: « je ne sais pas » given.
        lodging: the dates to give of a request once lodged (slug of the question, name).
        esus: the accreditation is within reach. worth: the statuses worth going for, now or another day.
        ways, statutes: the other doors, when a status is refused. statutes_note: what to know before reading them.
        procedure: the detail tells what to file. detail: the whole reasoning, to unfold.
    """

    name: str
    on: str
    today: bool
    moved: bool
    known: str
    before: bool
    answered: int
    clashes: Clashes
    warnings: Clashes
    outcomes: tuple[VerdictCard, ...]
    steps: tuple[TodoStep, ...]
    gather: tuple[Gathering, ...]
    pending: bool
    decided: bool
    beyond: int
    going_on: bool
    unknowns: int
    ways: HtmlSection | None
    statutes: tuple[NeighbouringStatute, ...]
    statutes_note: str
    esus: bool
    worth: tuple[str, ...]
    lodging: tuple[tuple[str, str], ...]
    procedure: bool
    detail: tuple[HtmlSection, ...]


def result_of(interview: Interview) -> ResultPage:
    """The result of an interview, at any moment of it. Runs on the worker: it asks the engine."""
    assessment, knowledge = interview.assessment, interview.knowledge
    context = WebReportContext(assessment, knowledge, interview.dossier, handed=True)
    before = all(one.cause == Cause.BEFORE_THE_LAW for one in assessment.verdicts.values())
    refused = any(one.outcome == VerdictId.NOT_ELIGIBLE for one in assessment.verdicts.values())
    pending = not interview.decided and bool(interview.pending())
    given = {one.address: one.text for one in assessment.answers}

    def clashes(found: tuple[ContradictionView, ...]) -> Clashes:
        return tuple(
            (one, tuple((slug(at), address_name(knowledge, at), given.get(at, "")) for at in one.addresses))
            for one in found
        )

    ways = ways_section(context) if refused else None
    detail = [] if before else _detail(context)
    return ResultPage(
        name=interview.dossier.name,
        on=french_date(assessment.on),
        today=assessment.on == date.today(),
        moved=_moved(knowledge, assessment.on, date.today()),
        known=french_date(assessment.law_as_of) if assessment.on > assessment.law_as_of else "",
        before=before,
        answered=sum(interview.applies(address) for address in interview.dossier.answers),
        clashes=clashes(assessment.contradictions),
        warnings=clashes(assessment.warnings),
        outcomes=tuple(outcome_of(context, one) for one in assessment.verdicts.values()),
        steps=tuple(steps(interview, context)),
        gather=() if before else interview.to_gather(),
        pending=pending,
        decided=interview.decided,
        beyond=0 if before else interview.useful_left(),
        going_on=interview.going_on,
        unknowns=len(interview.unknowns()),
        ways=parts_html([ways], 4)[0] if ways else None,
        statutes=_statutes(context) if refused else (),
        statutes_note=load_script().sentences.steps.other_statutes,
        esus=not before and context.reachable(assessment.esus),
        worth=tuple(
            id for id, one in assessment.verdicts.items() if not before and (context.reachable(one) or one.later)
        )
        or tuple(assessment.verdicts)[:1],
        lodging=_lodging(interview),
        procedure=any(one.id == "procedure" for one in detail),
        detail=parts_html(detail, 4),
    )


@lru_cache(maxsize=64)
def _moved(knowledge: Knowledge, first: date, second: date) -> bool:
    """Whether any rule differs between two days: a condition, a way to file, a duty."""
    guidance_moved = any(one.on(first) != one.on(second) for one in knowledge.guidance)
    return guidance_moved or any(law_moved(knowledge, one, first, second) for one in knowledge.criteria)


def _lodging(interview: Interview) -> tuple[tuple[str, str], ...]:
    """The dates of a request to give once it is lodged, its own day first: the slug of each question, and its name."""
    knowledge = interview.knowledge
    facts = dict.fromkeys(known.fact for step in knowledge.acts.steps.values() for known in step.known)
    known = {one: interview.reasoning.session.raw(one) for one in facts}
    days = {one: f" : {french_date(day)}" if isinstance(day, date) else "" for one, day in known.items()}
    dates = tuple((slug(one), f"{knowledge.facts[one].short}{day}") for one, day in days.items())
    return dates if knowledge.base.lodged in interview.dossier.answers else dates[:1]


def _statutes(context: ReportContext) -> tuple[NeighbouringStatute, ...]:
    """The statutes of the social economy and their neighbours, from the rule base: there is always another door."""
    assert context.dossier is not None
    dossier, dead_ends = context.dossier, load_script().dead_ends
    found = compare(dossier, context.assessment, dossier.wants, dossier.needs, context.knowledge)
    return tuple(
        NeighbouringStatute(
            one.title,
            one.summary,
            _said(context, one.passage) if one.passage else MOVES[one.move].meaning,
            _said(context, one.ess),
            _said(context, one.esus),
        )
        for one in found.candidates
        if one.move != "garder" and not one.excluded and one.statute not in dead_ends
    )


def _said(context: ReportContext, said: SourcedSentence) -> str:
    return f"{said.text} {articles(said.references)} {context.tag(said.confidence)}".replace("  ", " ").strip()


def _detail(context: ReportContext) -> list[Section]:
    """The whole reasoning, article by article, as the report tells it."""
    found = (
        opening.verdicts(context),
        opening.deciding(context),
        actions.changes(context),
        actions.later(context),
        statute_section(context),
        actions.missing(context),
        actions.open_law(context),
        criteria.criteria(context),
        opening.gains(context),
        annex_procedure(context),
        annex_duties(context),
        annex_rights(context),
        annex_reading(context),
    )
    # On a page nothing is an annex.
    bare = {one.id: capital(one.title.removeprefix(f"Annexe{NBSP}: ")) for one in found if one is not None}
    return [one.model_copy(update={"title": bare[one.id]}) for one in found if one is not None]


# -- each verdict in the person's words ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ObstacleView:
    """What stands in the way, or is not sure: the condition, what was found, the articles with how they were read."""

    title: str
    text: str
    articles: str


@dataclass(frozen=True, slots=True)
class VerdictCard:
    """One verdict.

    Attributes:
        status: ``ess`` or ``esus``. title: the status in full.
        symbol, words, tone: the verdict, as every report shows it.
        sentence: the verdict in a plain sentence.
        best, worst: bounds, in words, while answers lack; "" otherwise.
        readings: both ways to read the law, when the verdict turns on them: its name, on which condition, the verdict.
        route: by which the status is reached. duration: of the accreditation, if it is given.
        conditions_met: how many conditions hold, and what has to be defended, when the verdict is favourable.
        reasons: why it is not. more: how many reasons the detail adds. seen: how many that makes, in words.
        refused: the verdict is a plain no.
        warnings: what must be read with it.
    """

    status: str
    title: str
    symbol: str
    words: str
    tone: str
    sentence: str
    best: str
    worst: str
    readings: tuple[tuple[str, str, str], ...]
    route: str
    duration: str
    conditions_met: str
    reasons: tuple[ObstacleView, ...]
    more: int
    seen: str
    refused: bool
    warnings: tuple[str, ...] = ()


def outcome_of(context: ReportContext, verdict: Verdict) -> VerdictCard:
    """One verdict, to be shown."""
    symbol, words, tone = MARKS[verdict.outcome]
    before = verdict.cause == Cause.BEFORE_THE_LAW
    between = verdict.outcome == VerdictId.UNDETERMINED and not verdict.branches and not before
    reasons = [] if before else _reasons(context, verdict)
    reached = verdict.outcome != VerdictId.NOT_ELIGIBLE
    return VerdictCard(
        status=verdict.status,
        title=verdict.title,
        symbol=symbol,
        words=words,
        tone="info" if before else tone,
        sentence=verdict_sentence(verdict),
        best=f"{verdict_word(verdict.best)}{best_route(verdict)}" if between else "",
        worst=verdict_word(verdict.worst) if between else "",
        readings=tuple((f"Lecture {one.reading}", one.condition, branch_result(one)) for one in verdict.branches),
        route=lower_first(verdict.route_title) if verdict.route and reached and not between else "",
        duration=_duration(verdict) if reached and not between else "",
        conditions_met=_conditions_met(context, verdict),
        reasons=tuple(_reason(context, one) for one in reasons[:MOST_REASONS]),
        more=max(0, len(reasons) - MOST_REASONS),
        seen=_seen(context, verdict, len(reasons)),
        refused=verdict.outcome == VerdictId.NOT_ELIGIBLE,
        warnings=() if before else tuple(context.warnings(verdict)),
    )


def _seen(context: ReportContext, verdict: Verdict, count: int) -> str:
    """How many points to mend were seen; never as if they were all, while something is to be read or answered."""
    points = plural(count, "point")
    left = len(unread_clauses(context.assessment, context.knowledge))
    if left:
        return f"{points} {agree(count, 'vu')}, {plural(left, 'clause')} à lire"
    if verdict.outcome == VerdictId.UNDETERMINED or context.assessment.ended:
        return f"{points} {agree(count, 'vu')} à ce jour"
    return f"{points} à corriger"


def _duration(verdict: Verdict) -> str:
    if verdict.duration is None:
        return ""
    note = f". {verdict.duration_note}" if verdict.duration_note else ""
    return sentence(f"{years(verdict.duration)} si l'agrément est donné{note}")


def _reasons(context: ReportContext, verdict: Verdict) -> list[Ground]:
    """What closes the status, what has to be mended, or the points on which the law is not sure."""
    wanted = {
        VerdictId.NOT_ELIGIBLE: (Outcome.NOT_MET,),
        VerdictId.TO_MEND: (Outcome.NOT_MET,),
        VerdictId.UNDETERMINED: (Outcome.UNCERTAIN,) if verdict.branches else (Outcome.NOT_MET,),
    }.get(verdict.outcome, ())
    grounds = relevant_grounds(context, verdict)
    found = [one for one in grounds if one.effect in wanted]
    # A refusal is never left without its reasons, whatever their effect is called.
    return found or (grounds if verdict.outcome == VerdictId.NOT_ELIGIBLE else [])


def _reason(context: ReportContext, ground: Ground) -> ObstacleView:
    finding = context.assessment.findings.get(ground.criterion)
    explanation = finding.explanation if finding else ""
    return ObstacleView(
        ground.title,
        " ".join(dict.fromkeys(sentence(one) for one in (explanation, ground.detail) if one)),
        f"{articles(ground.references)} {context.tag(ground.confidence)}".strip(),
    )


def _conditions_met(context: ReportContext, verdict: Verdict) -> str:
    """« 18 conditions remplies ; à défendre devant l'administration : … »."""
    if verdict.outcome not in (VerdictId.ELIGIBLE, VerdictId.BY_RIGHT):
        return ""
    grounds = relevant_grounds(context, verdict)
    findings = context.assessment.findings
    weighed = [
        lower_first(one.title)
        for one in grounds
        if (found := findings.get(one.criterion)) is not None and found.nature == "appreciee"
    ]
    count = f"{len(grounds)} conditions remplies" if len(grounds) > 1 else "une condition, remplie"
    return sentence(count + (f" ; à défendre devant l'administration : {' ; '.join(weighed)}" if weighed else ""))
