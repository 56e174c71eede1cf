"""The ASGI application: which page answers at which address, and what happens when something goes wrong."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.assessment.wording import tag
from advisor.rules.aside import Rule, load_personal_data
from advisor.web import law as law_pages
from advisor.web.gaps import gaps
from advisor.web.guard import DOSSIER, VISIT, ForeignForm, Headers, Hosts, Rooted, Visit, safe_headers
from advisor.web.journey import pages as journey
from advisor.web.result import pages as result
from advisor.web.result.folder import RefusedForms
from advisor.web.room import pages as room
from advisor.web.room.browser import SCREEN, SEAT, TRAINER
from advisor.web.room.rooms import Rooms
from advisor.web.settings import Settings
from advisor.web.site import STATIC, NoDossier, Site, site_of, still

log = logging.getLogger("advisor.web")

PURGE_SECONDS = 3600.0
"""Between two times at which what is too old is erased."""


def create_app(settings: Settings | None = None) -> Starlette:
    """The site as an ASGI application.

    Args:
        settings: how it is run; by default in memory, for tests.

    Raises:
        InputError: the database, or the rules, cannot be used.
    """
    settings = settings or Settings()
    site = Site(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await site.think(None, site.talks.purge)
        purging = asyncio.create_task(_purge(app))
        try:
            yield
        finally:
            purging.cancel()
            with suppress(asyncio.CancelledError):
                await purging
            site.close()

    app = Starlette(
        routes=[
            *journey.routes(),
            *result.routes(),
            *law_pages.routes(),
            *(room.routes() if settings.rooms else ()),
            Route("/mentions-legales", still("mentions.html"), name="notice"),
            Route("/accessibilite", still("accessibilite.html"), name="accessibility"),
            Route("/confidentialite", privacy, name="privacy"),
            Route("/lacunes", gaps, name="gaps"),
            Route("/robots.txt", robots, name="robots"),
            Route("/sante", _health, name="health"),
            Mount("/static", _Assets(directory=STATIC), name="static"),
        ],
        middleware=[
            Middleware(Rooted, settings=settings),
            Middleware(Trace),
            Middleware(Headers, settings=settings),
            Middleware(Hosts, settings=settings),
            Middleware(Heavy, limit=settings.limits.body),
            Middleware(RequestBodyLimitMiddleware, max_body_size=settings.limits.body),
        ],
        exception_handlers={
            HTTPException: _refused,
            NoDossier: _no_dossier,
            sqlite3.OperationalError: _not_saved,
            ClientDisconnect: _gone,
            Exception: _broken,
        },
        lifespan=lifespan,
    )
    site.routes = {one.name: one for one in app.routes if isinstance(one, Route | Mount) and one.name}
    app.state.site, app.state.rooms, app.state.refused = site, Rooms(), RefusedForms()
    return app


async def _purge(app: Starlette) -> None:
    """Erase what is too old, as long as the site is up."""
    site: Site = app.state.site
    while True:
        await asyncio.sleep(PURGE_SECONDS)
        app.state.rooms.sweep()
        app.state.refused.sweep()
        try:
            await site.think(None, site.talks.purge)
            if site.store.behind():
                log.warning("horloge en retard sur la dernière visite : rien n'est effacé")
        except Exception as error:
            log.error("purge : %s", type(error).__name__)


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok\n")


class _Assets(StaticFiles):
    """Static files, kept by browsers for good: their address changes with their content."""

    def file_response(self, *arguments: Any, **options: Any) -> Response:
        response = super().file_response(*arguments, **options)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


class Trace:
    """One line per request in the log: method, page by its pattern, status, time in ms. No address, query or answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = time.perf_counter(), 500

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            # The route by its pattern, never the path: a private link is a path.
            route = getattr(scope.get("route"), "path", "-")
            log.info("%s %s %d %.0f ms", scope["method"], route, status, 1000 * (time.perf_counter() - start))


class Heavy:
    """A body that says it is over the limit is refused on a page of ours, where Starlette answers a line in English."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app, self.limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope)
            length = request.headers.get("content-length", "")
            if length.isdecimal() and len(length) < 20 and int(length) > self.limit:
                response = await _refused(request, HTTPException(413))
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)


# -- when something goes wrong ----------------------------------------------------------------------------------------


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = "etrangere" if isinstance(error, ForeignForm) else str(error.status_code)
    response = site_of(request).page(request, "erreur.html", error.status_code, kind=kind)
    for name, value in (error.headers or {}).items():
        response.headers[name] = value
    return response


async def _no_dossier(request: Request, error: Exception) -> Response:
    response = site_of(request).page(request, "erreur.html", 404, kind="sans_dossier")
    return site_of(request).release(response) if Visit.of(request).secret else response


async def _gone(request: Request, error: Exception) -> Response:
    # A telephone that lost its network in the middle of a form; nobody reads this, and nothing is wrong here.
    return Response(status_code=400)


async def _not_saved(request: Request, error: Exception) -> Response:
    # The disk is full, or another program holds the file: what was typed is still in the page before.
    log.error("base des réponses : %s", getattr(error, "sqlite_errorname", type(error).__name__))
    return site_of(request).page(request, "erreur.html", 503, kind="base")


async def _broken(request: Request, error: Exception) -> Response:
    # Where, never what: the message of an exception may quote an answer.
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s\n%s", type(error).__name__, where)
    site = site_of(request)
    try:
        response = site.page(request, "erreur.html", 500, kind="500")
    except Exception:
        response = PlainTextResponse("Une erreur s’est produite. Vos réponses enregistrées sont gardées.\n", 500)
    # This answer alone is made outside `Headers`.
    safe_headers(response.headers, site.settings)
    return response


# -- pages about the site itself: who runs it, its accessibility, what is stored and how to erase it -----------------


async def robots(request: Request) -> Response:
    """Nothing here is for search engines: pages belong to those who answer."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def privacy(request: Request) -> Response:
    """What is kept of a visit."""
    site = site_of(request)

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
        trainer=TRAINER,
        screen=SCREEN,
        law=law,
        read=read,
    )
