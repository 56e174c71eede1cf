"""Pages about the site itself: who runs it, what is known of its accessibility, and what robots are told."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from advisor.web import site as site_


def routes() -> list[BaseRoute]:
    return [
        Route("/mentions-legales", notice, name="notice"),
        Route("/accessibilite", accessibility, name="accessibility"),
        Route("/robots.txt", robots, name="robots"),
    ]


async def notice(request: Request) -> Response:
    """Who runs the site, in the words of whoever runs it."""
    return site_.of(request).page(request, "mentions.html")


async def accessibility(request: Request) -> Response:
    """What was done and checked for people with a disability, what was not, and what to do when stuck."""
    return site_.of(request).page(request, "accessibilite.html")


async def robots(request: Request) -> Response:
    """Nothing here is for search engines: pages belong to those who answer."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")
