"""The pre-diagnosis: where one stands in it, and the page that tells what the first answers already say."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.common.values import french_date
from advisor.interview.machine import Interview
from advisor.interview.prediagnosis import outlook
from advisor.interview.prediagnosis.talk import asked, left_at_most, next_question
from advisor.web import site as site_
from advisor.web.journey.panel import head, panel
from advisor.web.journey.review import clashes
from advisor.web.talks import Talk
from advisor.web.terms import Terms


def routes() -> list[BaseRoute]:
    return [
        Route("/prediagnostic", show, name="prediagnosis"),
        Route("/prediagnostic", leave, name="leave_prediagnosis", methods=["POST"]),
    ]


async def show(request: Request) -> Response:
    """What the answers so far already tell; before any answer, the first question."""
    site = site_.of(request)

    def work(talk: Talk) -> dict[str, Any] | None:
        interview = talk.interview
        if not interview.dossier.answers and talk.prediagnosis:
            return None
        return {
            "outlook": outlook(interview),
            "panel": panel(interview),
            "terms": Terms(interview.knowledge),
            "head": head,
            "day": french_date(interview.on),
            "left": left_at_most(interview),
            "ongoing": talk.prediagnosis,
            "clashes": clashes(interview),
            "clashed": True,
            "notices": talk.told(),
            "decided": interview.decided,
        }

    context = await site.with_talk(request, work)
    if context is None:
        return site.redirect(request, "question")
    return site.page(request, "prediagnostic.html", **context)


async def leave(request: Request) -> Response:
    """Go on to the full questionnaire."""
    site = site_.of(request)
    await site.form(request)

    def work(talk: Talk) -> None:
        talk.prediagnosis = False
        site_.saved(site, talk)

    await site.with_talk(request, work)
    return site.redirect(request, "question")


def step(interview: Interview, address: str) -> str:
    """« Question 3 sur 12 au plus »; "" for an address that is none of the pre-diagnosis.

    The bound never grows from one question to the next.
    """
    done, most = asked(interview), left_at_most(interview)
    if address in done:
        return f"Question {done.index(address) + 1} sur {len(done) + most}{' au plus' if most else ''}"
    if address != next_question(interview):
        return ""
    rank = len(done) + 1
    if most == 1:
        return f"Question {rank}, la dernière"
    return f"Question {rank} sur {len(done) + most} au plus"
