"""The page that says what is kept, where, for how long, and how to erase it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.assessment.wording import tag
from advisor.rules.personal import Rule, load_personal_data
from advisor.web.guard import DOSSIER, VISIT
from advisor.web.room.browser import DESK, SCREEN, SEAT
from advisor.web.site import of


def routes() -> list[BaseRoute]:
    return [Route("/confidentialite", privacy, name="privacy")]


async def privacy(request: Request) -> Response:
    """What is kept of a visit."""
    site = of(request)

    def read(rule: Rule) -> str:
        return f"{rule.reference} {tag(site.knowledge, rule.confidence)}"

    law = load_personal_data()
    used = {law.cookies.confidence, *(one.confidence for one in law.rights)}
    return site.page(
        request,
        "confidentialite.html",
        codes=[one for one in site.knowledge.base.confidences if one.id in used],
        visit=site.settings.cookie(VISIT),
        dossier=site.settings.cookie(DOSSIER),
        seat=SEAT,
        desk=DESK,
        screen=SCREEN,
        law=law,
        read=read,
    )
