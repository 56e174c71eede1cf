"""The site: what every page needs, how a page is made, and whose turn it is to be served."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import jinja2
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from advisor.common.french import lower_first, typeset
from advisor.report.pieces import curly
from advisor.rules.facts import ALONE
from advisor.rules.load import load_knowledge
from advisor.rules.words import MARKS
from advisor.web.guard import DOSSIER, TOKEN, VISIT, Meter, Visit, address, read_form
from advisor.web.settings import Settings, dialled
from advisor.web.store import SiteStore
from advisor.web.talks import Talks, VisitorInterview
from advisor.web.terms import French, whole

Made = TypeVar("Made")
HERE = Path(__file__).parent
STATIC = HERE / "static"


class Site:
    """What a process serves.

    Args:
        settings: how.

    Raises:
        InputError: the database, or the rules, cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.knowledge = load_knowledge()
        self.store = SiteStore(settings.data, settings.keep_days)
        self.talks = Talks(self.knowledge, self.store)
        self.meter = Meter(settings)
        # One worker: durable_rules lives once a process, and two visitors' answers are never reasoned upon at once.
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="raisonnement")
        # Documents are drawn beside, one at a time, so that nobody's question waits for a PDF.
        self._press = ThreadPoolExecutor(1, thread_name_prefix="documents")
        self.thinking = Turns(self.worker, settings.limits.share)
        self.pressing = Turns(self._press, settings.limits.share)
        self.environment = _environment(settings)
        self.routes: Mapping[str, Route | Mount] = {}  # by name; the application has them all

    def close(self) -> None:
        """End what is at work, then close the database; nothing is asked of the site afterwards."""
        self.worker.shutdown()
        self._press.shutdown()
        self.store.close()

    async def think(self, request: Request | None, work: Callable[..., Made], *arguments: Any) -> Made:
        """Run what reasons, or touches an interview, on the one worker, when the turn of this visitor's address comes.

        Args:
            request: for which it is done; None when the site does it for itself.
            work, arguments: what is run.

        Raises:
            HTTPException: 503, too many requests of this address wait; 429, it asked for too many pages.
        """
        if request is not None and request.method in ("GET", "HEAD"):
            self.meter.check(request, "pages")
        return await self.thinking.run("" if request is None else address(request), work, *arguments)

    async def press(self, request: Request, work: Callable[..., Made], *arguments: Any) -> Made:
        """Run what draws a document from what was concluded.

        Raises:
            HTTPException: 503, as `think`.
        """
        return await self.pressing.run(address(request), work, *arguments)

    async def form(self, request: Request, files: int = 0) -> FormData:
        """The fields of a form of ours (see `advisor.web.guard.read_form`)."""
        self.meter.check(request, "writes")
        return await read_form(request, files)

    async def with_talk(self, request: Request, work: Callable[..., Made], *arguments: Any) -> Made:
        """Run ``work(talk, *arguments)`` on the worker, with the interview of the visitor.

        Raises:
            NoDossier: this browser holds no dossier, or it was erased.
            HTTPException: as `think`.
        """
        secret = Visit.of(request).secret

        def run() -> Made:
            talk = self.talks.open(secret)
            if talk is None:
                raise NoDossier
            try:
                done = work(talk, *arguments)
            except BaseException:
                # Half of a change may be in memory: the next page starts from what was saved.
                self.talks.drop(secret)
                raise
            request.state.talk = talk
            return done

        return await self.think(request, run)

    async def read(self, request: Request, secret: str, read: Callable[[VisitorInterview], Made]) -> Made | None:
        """What is read of a dossier; None when there is none under this secret (any more).

        Raises:
            HTTPException: as `think`.
        """

        def run() -> Made | None:
            talk = self.talks.open(secret)
            return None if talk is None else read(talk)

        return await self.think(request, run)

    def save(self, talk: VisitorInterview) -> None:
        """Keep a talk.

        Raises:
            NoDossier: it was erased meanwhile.
        """
        if not self.talks.save(talk):
            raise NoDossier

    async def change(
        self, request: Request, change: Callable[[VisitorInterview, FormData], None], page: str, fragment: str = ""
    ) -> Response:
        """Change the visitor's interview by what a form says, save it, and lead to a page.

        Raises:
            NoDossier, HTTPException: as `with_talk` and `form`.
        """
        form = await self.form(request)

        def work(talk: VisitorInterview) -> None:
            change(talk, form)
            self.save(talk)

        await self.with_talk(request, work)
        return self.redirect(request, page, fragment)

    # -- answers to requests --------------------------------------------------------------------------------------

    def path(self, name: str, **parts: Any) -> str:
        """The path of a page by its name, as a browser must ask for it."""
        return self.settings.root_path + str(self.routes[name].url_path_for(name, **parts))

    def page(self, request: Request, template: str, status: int = 200, **context: Any) -> Response:
        """A page made of a template; ``status``: of HTTP."""
        visit = Visit.of(request)

        def token() -> Markup:
            value = visit.token(self.store.signing_key)
            return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN, value)

        html = self.environment.get_template(template).render(
            path=self.path,
            token=token,
            settings=self.settings,
            has_dossier=bool(visit.secret),
            here=request.url.path,
            **context,
        )
        response = HTMLResponse(html, status)
        if visit.fresh:
            self.set_cookie(response, self.settings.cookie(VISIT), visit.name)
        return self._renewed(request, response)

    def redirect(self, request: Request, name: str, fragment: str = "", **parts: Any) -> Response:
        """Send the browser to a page with a GET, so that going back never sends a form again."""
        return self._renewed(request, RedirectResponse(self.path(name, **parts) + fragment, 303))

    def _renewed(self, request: Request, response: Response) -> Response:
        """The cookie lasts as long as the dossier, which each visit keeps longer: given again once a day.

        Also to a browser opened again: another one may have been the first of the day with this dossier.
        """
        talk, visit = getattr(request.state, "talk", None), Visit.of(request)
        if talk is not None and (talk.first_today or visit.fresh):
            talk.first_today = False
            self.hold(response, visit.secret)
        return response

    def hold(self, response: Response, secret: str) -> Response:
        """Give the browser the secret of a dossier."""
        seconds = self.settings.keep_days * 86_400
        return self.set_cookie(response, self.settings.cookie(DOSSIER), secret, seconds)

    def release(self, response: Response) -> Response:
        """Take the secret back from the browser."""
        return self.set_cookie(response, self.settings.cookie(DOSSIER), "", 0)

    def set_cookie(
        self, response: Response, name: str, value: str, seconds: int | None = None, path: str = ""
    ) -> Response:
        """Give the browser a cookie that no script reads and no other site sends.

        Args:
            response: what is answered. name, value: of the cookie.
            seconds: how long it lasts; None, until the browser closes.
            path: the pages it is for; by default all of them.
        """
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path=self.settings.root_path + path or "/",
            secure=self.settings.secure,
            httponly=True,
            samesite="lax",
        )
        return response


class NoDossier(Exception):
    """The browser holds no dossier, or the one it holds was erased."""


def site_of(request: Request) -> Site:
    """The site that serves a request."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def still(template: str) -> Callable[[Request], Awaitable[Response]]:
    """A page that depends on nothing but on how the site is run."""

    async def shown(request: Request) -> Response:
        return site_of(request).page(request, template)

    return shown


def _environment(settings: Settings) -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=[French, "jinja2.ext.loopcontrols"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["whole"] = lambda text: Markup(whole(text)) if isinstance(text, Markup) else whole(text)
    environment.filters["fr"] = lambda text: curly(typeset(str(text)))
    environment.filters["dialled"] = dialled
    environment.filters["lower_first"] = lower_first
    environment.globals["marks"] = MARKS
    environment.globals["alone_options"] = ALONE
    digests = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in STATIC.iterdir() if file.is_file()
    }

    def asset(name: str) -> str:
        """The address of a static file; it changes with its content, so browsers may keep it for good."""
        return f"{settings.root_path}/static/{name}?v={digests[name]}"

    environment.globals["asset"] = asset
    return environment


# -- who is served next ----------------------------------------------------------------------------------------------


class Crowded(HTTPException):
    """This address has too many jobs waiting."""

    def __init__(self) -> None:
        super().__init__(503, headers={"Retry-After": "10"})


class Turns:
    """The jobs that wait for one worker. Everything here happens in one event loop at a time.

    Args:
        worker: what runs them, one at a time.
        share: jobs of one address that may wait.
    """

    def __init__(self, worker: Executor, share: int) -> None:
        self._worker, self._share = worker, share
        # By address, the one to be served next first; none is empty.
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._busy = False

    async def run(self, who: str, work: Callable[..., Made], *arguments: Any) -> Made:
        """Run ``work(*arguments)`` when the turn of an address comes.

        Raises:
            Crowded: too many jobs of this address wait.
        """
        if len(self._lines.get(who, ())) >= self._share:
            raise Crowded
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._lines.setdefault(who, deque()).append(turn)
        self._serve()
        try:
            await turn
            return await loop.run_in_executor(self._worker, partial(_done, work, arguments))
        finally:
            # Whoever asked may be gone before being served.
            if turn.done() and not turn.cancelled():
                self._busy = False
                self._serve()

    def _serve(self) -> None:
        while self._lines and not self._busy:
            who, line = self._lines.popitem(last=False)
            turn = line.popleft()
            if line:
                self._lines[who] = line
            if not turn.done():
                self._busy = True
                turn.set_result(None)


def _done(work: Callable[..., Made], arguments: tuple[Any, ...]) -> Made:
    """Do a job. No future takes a `StopIteration`: the job would never end, and hold the worker for ever."""
    try:
        return work(*arguments)
    except StopIteration as error:
        raise RuntimeError("StopIteration") from error
