"""The pages of the journey: home, questions, answers."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.web import site as site_
from advisor.web.guard import Visit
from advisor.web.journey import questions
from advisor.web.journey.forms import record
from advisor.web.journey.panel import Panel, panel
from advisor.web.journey.questions import Page, Typed
from advisor.web.talks import Talk


def routes() -> list[BaseRoute]:
    return [
        Route("/", home, name="home"),
        Route("/commencer", begin, name="begin", methods=["POST"]),
        Route("/question", question, name="question"),
        Route("/question/{slug}", question, name="question_at"),
        Route("/question", answer, name="answer", methods=["POST"]),
    ]


async def home(request: Request) -> Response:
    """What this is, what it costs, what is kept."""
    return site_.of(request).page(request, "accueil.html")


async def begin(request: Request) -> Response:
    """A new dossier."""
    site = site_.of(request)
    await site.form(request)
    site.meter.check(request, "creations")
    secret = await site.think(site.talks.begin)
    return site.hold(site.redirect(request, "question"), secret)


async def question(request: Request) -> Response:
    """What to ask next, or one question again to change its answer."""
    site = site_.of(request)
    asked = request.path_params.get("slug", "")

    def work(talk: Talk) -> dict[str, Any] | None:
        if not asked:
            page = questions.next_page(talk.interview)
        else:
            address = questions.address_of(talk.interview, asked)
            if address is None:
                raise HTTPException(404)
            page = questions.page_at(talk.interview, address)
        return None if page is None else _shown(talk, page, asked)

    context = await site.with_talk(request, work)
    if context is None:
        return site.redirect(request, "home")
    return site.page(request, "question.html", **context)


async def answer(request: Request) -> Response:
    """Record what a page answers; what is refused is shown again as it was typed, the rest is kept."""
    site = site_.of(request)
    form = await site.form(request)

    def work(talk: Talk) -> dict[str, Any] | None:
        addresses = _addresses(talk, form)
        page = questions.page_at(talk.interview, addresses[0])
        optional = [one.address for one in page.fields if one.optional]
        refused, _ = record(talk.interview, form, addresses, optional)
        site_.saved(site, talk)
        if not refused:
            return None
        again = questions.page_at(talk.interview, next(iter(refused)), refused)
        return _shown(talk, again, str(form.get("depuis", "")))

    context = await site.with_talk(request, work)
    if context is not None:
        return site.page(request, "question.html", 422, **context)
    return site.redirect(request, "question")


def _addresses(talk: Talk, form: FormData) -> list[str]:
    """What the page asked, as the form tells it.

    Raises:
        HTTPException: 400, it names nothing that can be asked.
    """
    found = str(form.get("adresses", "")).split()[:60]
    if not found or any(address not in talk.interview.knowledge.addresses for address in found):
        raise HTTPException(400)
    return found


def _shown(talk: Talk, page: Page, asked: str) -> dict[str, Any]:
    """What the template of a question needs."""
    interview = talk.interview
    previous = questions.before(interview, page)
    return {
        "page": page,
        "asked": asked,
        "previous": questions.slug(previous) if previous else None,
        "why": [interview.why(one.address) for one in page.fields],
        "panel": panel(interview),
        "contradictions": interview.assessment.contradictions if interview.reasoning.session.contradictions else (),
    }


__all__ = ["Panel", "Typed", "Visit", "routes"]
