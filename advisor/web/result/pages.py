"""The result page, the documents one takes away from it, and whom to see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Literal

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.assessment.wording import tag, unjudged_day
from advisor.common.errors import InputError, Problem
from advisor.common.files import plain_name
from advisor.dossier import dump_dossier
from advisor.interview.machine import Interview
from advisor.rules.contacts import Chamber, Counsel, Mission, Network, Region, StateService, contact, load_contacts
from advisor.rules.load import Knowledge
from advisor.web.result import folder, resume
from advisor.web.result.view import ResultPage, result_of
from advisor.web.site import site_of
from advisor.web.talks import VisitorInterview

if TYPE_CHECKING:
    from advisor.report.letterhead import Letterhead
    from advisor.report.model import Report

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "yaml": "application/yaml; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
_LONGEST = 40
STATE = "service_de_l_etat"
"""The counsel whose name varies with the region."""


def routes() -> list[BaseRoute]:
    return [
        Route("/resultat", result, name="result"),
        Route("/resultat/region", region, name="region", methods=["POST"]),
        Route("/resultat/date", law_of_today, name="law_of_today", methods=["POST"]),
        Route("/resultat/calendrier.ics", calendar, name="calendar"),
        Route("/resultat/{paper}.pdf", partial(document, fmt="pdf"), name="pdf"),
        Route("/resultat/{paper}.docx", partial(document, fmt="docx"), name="word"),
        Route("/dossier.yaml", dossier_file, name="dossier_file"),
        *folder.routes(),
        *resume.routes(),
    ]


async def result(request: Request) -> Response:
    """Both verdicts, what to do next, what to gather, whom to see, the detail."""
    site = site_of(request)

    def work(talk: VisitorInterview) -> tuple[ResultPage, Seeing, tuple[str, ...]]:
        found = site.talks.concluded(talk, result_of)
        return found, seeing(talk.region, found.worth, talk.interview.on), talk.take_notices()

    found, helpers, notices = await site.with_talk(request, work)
    return site.page(
        request,
        "resultat.html",
        result=found,
        seeing=helpers,
        contacts=load_contacts(),
        source=partial(source, site.knowledge),
        notices=notices,
    )


async def region(request: Request) -> Response:
    """Remember in which region the person is, to tell whom to see."""

    def choose(talk: VisitorInterview, form: FormData) -> None:
        talk.region = str(form.get("region", ""))
        if talk.region and all(one.id != talk.region for one in load_contacts().regions):
            raise HTTPException(400)

    return await site_of(request).change(request, choose, "result", "#qui-voir")


async def law_of_today(request: Request) -> Response:
    """Examine the answers under today's law, from now on."""

    def renew(talk: VisitorInterview, form: FormData) -> None:
        talk.interview.describe(on=date.today())
        talk.notices = ("Le résultat applique maintenant le droit d'aujourd'hui. Vos réponses n'ont pas changé.",)

    return await site_of(request).change(request, renew, "result")


# -- documents --------------------------------------------------------------------------------------------------------


async def document(request: Request, fmt: Literal["pdf", "docx"]) -> Response:
    """A document to print or to write in: reasoned upon by the worker, drawn beside it."""
    site = site_of(request)
    name = request.path_params["paper"]
    make = PAPERS.get(name)
    if make is None:
        raise HTTPException(404)
    site.meter.check(request, "documents")

    def work(talk: VisitorInterview) -> tuple[Report, str]:
        if make is not report:
            _under_the_law(talk.interview)
        return make(talk.interview), talk.interview.dossier.name

    try:
        found, company = await site.with_talk(request, work)
        data = await site.press(request, _drawn, found, fmt, site.settings.letterhead)
    except InputError as error:
        return _impossible(request, error)
    return _file(data, file_name(f"{name}-ess" if name == "rapport" else name, company, fmt), fmt)


def _drawn(report: Report, fmt: Literal["pdf", "docx"], letterhead: Letterhead | None) -> bytes:
    from advisor.report.document import render_document

    return render_document(report, fmt, letterhead)


async def calendar(request: Request) -> Response:
    """The calendar of the accreditation."""
    site_of(request).meter.check(request, "documents")
    return await _text(request, agenda, "calendrier-esus", "ics")


async def dossier_file(request: Request) -> Response:
    """The dossier, as the file that the terminal and this site open."""
    return await _text(request, lambda interview: dump_dossier(interview.dossier), "dossier", "yaml")


async def _text(request: Request, write: Callable[[Interview], str], stem: str, fmt: str) -> Response:
    def work(talk: VisitorInterview) -> tuple[str, str]:
        return write(talk.interview), talk.interview.dossier.name

    try:
        text, company = await site_of(request).with_talk(request, work)
    except InputError as error:
        return _impossible(request, error)
    return _file(text.encode(), file_name(stem, company, fmt), fmt)


def _file(data: bytes, name: str, fmt: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=MEDIA[fmt], headers=headers)


def _impossible(request: Request, error: InputError) -> Response:
    """Why a document cannot be made now."""
    return site_of(request).page(request, "resultat_impossible.html", 409, problems=error.problems)


# -- what one may take away: the report, the clauses to write, the ESUS file, the ways, the statutes compared --------


def report(interview: Interview) -> Report:
    from advisor.report.document import build_document

    return build_document(interview.assessment, interview.knowledge, interview.dossier)


def clauses(interview: Interview) -> Report:
    from advisor.advice.papers.clauses import statutes
    from advisor.report.papers import clauses_report

    return clauses_report(statutes(interview.dossier, interview.on, interview.knowledge), interview.knowledge)


def esus(interview: Interview) -> Report:
    from advisor.advice.papers.esus import esus_file
    from advisor.report.papers import file_report

    found = esus_file(interview.dossier, interview.on, knowledge=interview.knowledge)
    return file_report(found, interview.knowledge)


def ways(interview: Interview) -> Report:
    from advisor.advice.ways.find import find_ways
    from advisor.advice.ways.margins import targets
    from advisor.advice.ways.model import STATUSES
    from advisor.report.ways import ways_report

    dossier, day, knowledge = interview.dossier, interview.on, interview.knowledge
    refused = dossier.non_negotiables
    found = tuple(find_ways(dossier, status, on=day, refused=refused, knowledge=knowledge) for status in STATUSES)
    return ways_report(found, dossier, knowledge, targets(dossier, day, knowledge))


def comparison(interview: Interview) -> Report:
    from advisor.advice.comparison import compare
    from advisor.report.comparison import comparison_report

    one = interview.dossier
    found = compare(one, interview.assessment, one.wants, one.needs, interview.knowledge)
    return comparison_report(found, interview.knowledge, handed=True)


PAPERS: dict[str, Callable[[Interview], Report]] = {
    "rapport": report,
    "clauses": clauses,
    "dossier-esus": esus,
    "chemins": ways,
    "statuts-compares": comparison,
}
"""By the name each has in its address."""


def agenda(interview: Interview) -> str:
    """The calendar of the accreditation, as a calendar file.

    Raises:
        InputError: there is nothing to file, or the day is before the law.
    """
    from advisor.advice.papers.agenda import to_ics
    from advisor.advice.papers.esus import esus_file

    _under_the_law(interview)
    found = esus_file(interview.dossier, interview.on, knowledge=interview.knowledge)
    if not found.calendar:
        message = "il n'y a pas encore de calendrier : d'après vos réponses, rien n'est à déposer par une voie connue."
        raise InputError(Problem(message, mend="Revenez au résultat : il dit ce qui est à faire d'abord."))
    return to_ics(found)


def _under_the_law(interview: Interview) -> None:
    if interview.on < interview.knowledge.base.start:
        raise InputError(unjudged_day(interview.knowledge, interview.on))


def file_name(stem: str, company: str, suffix: str) -> str:
    """A name that every system accepts: ``rapport-ess-les-ateliers.pdf``."""
    short = plain_name(company, _LONGEST).lower().replace(" ", "-")
    return f"{stem}-{short}.{suffix}" if short else f"{stem}.{suffix}"


# -- whom to see: the CRESS of the region, and who else helps towards the statuses within reach ----------------------


@dataclass(frozen=True, slots=True)
class Seeing:
    """Whom to see, beside what is said of every region.

    Attributes:
        region: the one chosen, with its CRESS.
        service: how the State's service that receives an accreditation request is called there.
        state: what it does, when ESUS is within reach.
        others: who else, for the statuses within reach.
    """

    region: Region | None
    service: StateService
    state: Counsel | None
    others: tuple[Counsel, ...]


def seeing(region: str, statuses: tuple[str, ...], on: date) -> Seeing:
    """Whom to see.

    Args:
        region: id of the one chosen, or "".
        statuses: those worth going for: within reach, now or later.
        on: the day of the law.
    """
    book = load_contacts()
    found = contact(region, book) if region else None
    wanted = [one for one in book.counsels if one.covers(on) and set(one.statuses) & set(statuses)]
    return Seeing(
        found.region if found else None,
        found.service if found else book.service,
        next((one for one in wanted if one.id == STATE), None),
        tuple(one for one in wanted if one.id != STATE),
    )


def source(knowledge: Knowledge, one: Mission | Chamber | StateService | Network | Counsel) -> str:
    """The text that something said of somebody rests on, if any, and how surely it is known."""
    return f"{knowledge.texts(getattr(one, 'citations', ()))} {tag(knowledge, one.confidence)}".strip()
