"""Everything the result page tells, worked out once from the engine's assessment; templates only lay it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from advisor.advice.comparison.model import Said
from advisor.advice.comparison.rank import compare
from advisor.advice.guidance import Desk
from advisor.assessment.model import Assessment
from advisor.assessment.wording import address_name
from advisor.common.values import french_date
from advisor.interview.machine import Interview
from advisor.interview.outlook import Gathering
from advisor.report import actions, annexes, criteria, opening
from advisor.report.comparison import LONG_MOVES
from advisor.report.html import Part, parts_html
from advisor.report.model import Section
from advisor.report.wished import statute_section, ways_section
from advisor.report.words import articles
from advisor.rules.load import Knowledge
from advisor.rules.prediagnosis import load_script
from advisor.rules.reach import law_moved
from advisor.web.journey.model import slug
from advisor.web.result.outcome import Outcome, outcome_of
from advisor.web.result.todo import Step, steps


class WebDesk(Desk):
    """Sections for a page of the site: what else there is to read is among the documents of the page."""

    def further(self, what: str, command: str) -> str:
        return f"Pour aller plus loin, {what} : voyez « Documents », dans cette page."

    @property
    def how_to_read(self) -> str:
        return "voir « Et maintenant ? », dans cette page"


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers that cannot all be right: what is wrong, how to mend it, and each answer (slug, name, as given)."""

    message: str
    mend: str
    answers: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Statute:
    """A neighbouring statute: what it is, how one gets there, what it brings for each status."""

    title: str
    summary: str
    move: str
    ess: str
    esus: str


@dataclass(frozen=True, slots=True)
class Result:
    """The page.

    Attributes:
        name: of the company or project, or "".
        on: day whose law is applied; today: whether it is today's; moved: a rule differs between both days.
        known: day until which the law is known, when the law applied is later; "" otherwise.
        before: that day comes before the law: nothing is said.
        answered: how many answers count: those set aside by another one do not.
        pending: questions are left in this pass. decided: no answer can change a verdict any more.
        beyond: questions of use past the verdicts; going_on: they are being asked. unknowns: « je ne sais pas » given.
        lodging: the dates to give of a request once lodged (slug of the question, name).
        esus: the accreditation is within reach. worth: the statuses worth going for, now or another day.
        ways, statutes: the other doors, when a status is refused. statutes_note: what to know before reading them.
        statutes_to_write: clauses are among what to change.
        procedure: the detail tells what to file. detail: the whole reasoning, to unfold.
    """

    name: str
    on: str
    today: bool
    moved: bool
    known: str
    before: bool
    answered: int
    clashes: tuple[Clash, ...]
    outcomes: tuple[Outcome, ...]
    steps: tuple[Step, ...]
    gather: tuple[Gathering, ...]
    pending: bool
    decided: bool
    beyond: int
    going_on: bool
    unknowns: int
    ways: Part | None
    statutes: tuple[Statute, ...]
    statutes_note: str
    esus: bool
    worth: tuple[str, ...]
    statutes_to_write: bool
    lodging: tuple[tuple[str, str], ...]
    procedure: bool
    detail: tuple[Part, ...]


def result_of(interview: Interview) -> Result:
    """The result of an interview, at any moment of it. Runs on the worker: it asks the engine."""
    assessment, knowledge = interview.assessment, interview.knowledge
    desk = WebDesk(assessment, knowledge, interview.dossier, handed=True)
    before = all(one.cause == "avant_la_loi" for one in assessment.verdicts.values())
    refused = any(one.outcome == "non_eligible" for one in assessment.verdicts.values())
    pending = not interview.decided and bool(interview.pending())
    todo = steps(interview, desk)
    detail = [] if before else _detail(desk)
    return Result(
        name=interview.dossier.name,
        on=french_date(assessment.on),
        today=assessment.on == date.today(),
        moved=assessment.on != date.today() and _moved(knowledge, assessment.on, date.today()),
        known=french_date(assessment.law_as_of) if assessment.on > assessment.law_as_of else "",
        before=before,
        answered=sum(interview.applies(address) for address in interview.dossier.answers),
        clashes=_clashes(interview, assessment),
        outcomes=tuple(outcome_of(desk, one) for one in assessment.verdicts.values()),
        steps=todo,
        gather=() if before else interview.to_gather(),
        pending=pending,
        decided=interview.decided,
        beyond=0 if before else interview.useful_left(),
        going_on=interview.going_on,
        unknowns=len(interview.unknowns()),
        ways=_ways(desk) if refused else None,
        statutes=_statutes(desk) if refused else (),
        statutes_note=load_script().sentences.steps.other_statutes,
        esus=not before and desk.reachable(assessment.esus),
        worth=tuple(id for id, one in assessment.verdicts.items() if not before and (desk.reachable(one) or one.later))
        or tuple(assessment.verdicts)[:1],
        statutes_to_write=any(one.clauses for one in todo),
        lodging=_lodging(interview),
        procedure=any(one.id == "procedure" for one in detail),
        detail=parts_html(detail, 4),
    )


@lru_cache(maxsize=64)
def _moved(knowledge: Knowledge, first: date, second: date) -> bool:
    """Whether any rule differs between two days: a condition, a way to file, a duty."""
    told = any(one.on(first) != one.on(second) for one in knowledge.guidance)
    return told or any(law_moved(knowledge, one, first, second) for one in knowledge.criteria)


def _clashes(interview: Interview, assessment: Assessment) -> tuple[Clash, ...]:
    told = {one.address: one.text for one in assessment.answers}
    return tuple(
        Clash(
            one.message,
            one.mend,
            tuple(
                (slug(address), address_name(interview.knowledge, address), told.get(address, ""))
                for address in one.addresses
            ),
        )
        for one in assessment.contradictions
    )


def _lodging(interview: Interview) -> tuple[tuple[str, str], ...]:
    """The dates of a request to give once it is lodged, its own day first: the slug of each question, and its name."""
    knowledge = interview.knowledge
    facts = dict.fromkeys(known.fact for step in knowledge.acts.steps.values() for known in step.known)
    told = tuple((slug(one), f"{knowledge.facts[one].short}{_day_of(interview, one)}") for one in facts)
    return told if knowledge.base.lodged in interview.dossier.answers else told[:1]


def _day_of(interview: Interview, fact: str) -> str:
    day = interview.reasoning.session.raw(fact)
    return f" : {french_date(day)}" if isinstance(day, date) else ""


def _ways(desk: Desk) -> Part | None:
    found = ways_section(desk)
    return None if found is None else parts_html([found], 4)[0]


def _statutes(desk: Desk) -> tuple[Statute, ...]:
    """The statutes of the social economy and their neighbours, told by the rule base: there is always another door."""
    assert desk.dossier is not None
    dossier, dead_ends = desk.dossier, load_script().dead_ends
    found = compare(dossier, desk.assessment, dossier.wants, dossier.needs, desk.knowledge)
    return tuple(
        Statute(
            one.title,
            one.summary,
            _said(desk, one.passage) if one.passage else LONG_MOVES[one.move],
            _said(desk, one.ess),
            _said(desk, one.esus),
        )
        for one in found.candidates
        if one.move != "garder" and not one.excluded and one.statute not in dead_ends
    )


def _said(desk: Desk, said: Said) -> str:
    return f"{said.text} {articles(said.references)} {desk.tag(said.confidence)}".replace("  ", " ").strip()


def _detail(desk: Desk) -> list[Section]:
    """The whole reasoning, article by article, as the report tells it."""
    found = (
        opening.verdicts(desk),
        opening.deciding(desk),
        actions.changes(desk),
        actions.later(desk),
        statute_section(desk),
        actions.missing(desk),
        actions.open_law(desk),
        criteria.criteria(desk),
        opening.gains(desk),
        annexes.procedure(desk),
        annexes.duties(desk),
        annexes.rights(desk),
        annexes.reading(desk),
    )
    # On a page nothing is an annex.
    return [one.model_copy(update={"title": _bare(one.title)}) for one in found if one is not None]


def _bare(title: str) -> str:
    plain = title.replace("\u00a0", " ").removeprefix("Annexe : ")
    return title if plain == title.replace("\u00a0", " ") else f"{plain[0].upper()}{plain[1:]}"
