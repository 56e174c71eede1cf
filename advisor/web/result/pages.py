"""The result page, its documents, and what one may ask from it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.common.errors import InputError, Problem
from advisor.web import site as site_
from advisor.web.result import folder, papers, resume
from advisor.web.result.seeing import Seeing, known_region, seeing
from advisor.web.result.view import Result, result_of
from advisor.web.talks import Talk

if TYPE_CHECKING:
    from advisor.report.model import Report


def routes() -> list[BaseRoute]:
    return [
        Route("/resultat", result, name="result"),
        Route("/resultat/region", region, name="region", methods=["POST"]),
        Route("/resultat/date", law_of_today, name="law_of_today", methods=["POST"]),
        Route("/resultat/calendrier.ics", calendar, name="calendar"),
        Route("/resultat/{paper}.pdf", pdf, name="pdf"),
        Route("/resultat/{paper}.docx", word, name="word"),
        Route("/dossier.yaml", dossier_file, name="dossier_file"),
        *folder.routes(),
        *resume.routes(),
    ]


async def result(request: Request) -> Response:
    """Both verdicts, what to do next, what to gather, whom to see, the detail."""
    site = site_.of(request)

    def work(talk: Talk) -> tuple[Result, Seeing, tuple[str, ...]]:
        found = site.talks.concluded(talk, result_of)
        return found, seeing(site.knowledge, talk.region, found.worth, talk.interview.on), talk.told()

    found, contacts, notices = await site.with_talk(request, work)
    return site.page(request, "resultat.html", result=found, seeing=contacts, notices=notices)


async def region(request: Request) -> Response:
    """Remember in which region the person is, to tell whom to see."""
    site = site_.of(request)
    form = await site.form(request)
    chosen = form.get("region", "")
    if not isinstance(chosen, str) or (chosen and not known_region(chosen)):
        raise HTTPException(400)

    def work(talk: Talk) -> None:
        talk.region = chosen
        site_.saved(site, talk)

    await site.with_talk(request, work)
    return site.redirect(request, "result", "#qui-voir")


async def law_of_today(request: Request) -> Response:
    """Examine the answers under today's law, from now on."""
    site = site_.of(request)
    await site.form(request)

    def work(talk: Talk) -> None:
        talk.interview.describe(on=date.today())
        site_.saved(site, talk)
        talk.notices = ("Le résultat applique maintenant le droit d'aujourd'hui. Vos réponses n'ont pas changé.",)

    await site.with_talk(request, work)
    return site.redirect(request, "result")


# -- documents --------------------------------------------------------------------------------------------------------


async def pdf(request: Request) -> Response:
    """A document to print."""
    return await _paper(request, "pdf")


async def word(request: Request) -> Response:
    """A document to write in."""
    return await _paper(request, "docx")


async def _paper(request: Request, fmt: Literal["pdf", "docx"]) -> Response:
    """A document to take away: reasoned upon by the worker, drawn beside it."""
    site = site_.of(request)
    name = request.path_params["paper"]
    make = papers.PAPERS.get(name)
    if make is None:
        raise HTTPException(404)
    site.meter.check(request, "documents")

    def work(talk: Talk) -> tuple[Report, str]:
        return make(talk.interview), talk.interview.dossier.name

    try:
        report, company = await site.with_talk(request, work)
        data = await site.press(request, _drawn, report, fmt, site.settings.letterhead)
    except InputError as error:
        return _impossible(request, error)
    return _file(data, papers.file_name(f"{name}-ess" if name == "rapport" else name, company, fmt), fmt)


def _drawn(report: Report, fmt: Literal["pdf", "docx"], letterhead: object) -> bytes:
    from advisor.report.document import render_document
    from advisor.report.letterhead import Letterhead

    head = letterhead if isinstance(letterhead, Letterhead) else None
    return render_document(report, fmt, head)


async def calendar(request: Request) -> Response:
    """The calendar of the accreditation."""
    site = site_.of(request)
    site.meter.check(request, "documents")

    def work(talk: Talk) -> tuple[str, str]:
        return papers.agenda(talk.interview), talk.interview.dossier.name

    try:
        text, company = await site.with_talk(request, work)
    except InputError as error:
        return _impossible(request, error)
    return _file(text.encode(), papers.file_name("calendrier-esus", company, "ics"), "ics")


async def dossier_file(request: Request) -> Response:
    """The dossier, as the file that the terminal and this site open."""
    site = site_.of(request)

    def work(talk: Talk) -> tuple[str, str]:
        return papers.dossier_text(talk.interview), talk.interview.dossier.name

    text, company = await site.with_talk(request, work)
    return _file(text.encode(), papers.file_name("dossier", company, "yaml"), "yaml")


def _file(data: bytes, name: str, fmt: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=papers.MEDIA[fmt], headers=headers)


def _impossible(request: Request, error: InputError) -> Response:
    """Why a document cannot be made now."""
    told: tuple[Problem, ...] = error.problems
    return site_.of(request).page(request, "resultat_impossible.html", 409, problems=told)
