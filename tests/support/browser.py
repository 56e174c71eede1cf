"""The site in a real Chromium: a server on the loopback, browsers that tell what went wrong, and what every page owes.

Chromium is the distribution's (``apt-get install chromium-headless-shell``, which takes half of the time of
``chromium``, or the latter), or the one that ``ESS_CHROMIUM`` names. Without it, tests are skipped on a developer's
machine and fail where ``CI`` is set. Names are not resolved: whatever a page would fetch from elsewhere fails, and is
told.
"""

from __future__ import annotations

import importlib.resources
import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Response,
    expect,
    sync_playwright,
)
from starlette.applications import Starlette

from advisor.dossier import Dossier
from advisor.web.app import create_app
from advisor.web.guard import DOSSIER
from advisor.web.settings import Settings, read_operator
from advisor.web.site import Site

Size = Literal["phone", "narrow", "zoomed", "desktop"]
SIZES: dict[Size, dict[str, Any]] = {
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "narrow": {"viewport": {"width": 320, "height": 568}},
    # 1280 pixels wide at a zoom of 200 %.
    "zoomed": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
OPERATOR = Path(__file__).parents[1] / "data" / "organisme.yaml"
PATIENCE = 20_000
"""Milliseconds a page may take before a test gives up."""
# Five seconds are too few for a wall that looks again every other second, on a machine that does ten other things.
expect.set_options(timeout=PATIENCE)


def chromium() -> str:
    """Where Chromium is; without one, skips the test, or fails it in CI."""
    named = os.environ.get("ESS_CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else ["chromium-headless-shell", "chromium"])), None)
    if found is None:
        reason = "no Chromium: apt-get install chromium, or name one in ESS_CHROMIUM"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@dataclass(frozen=True)
class Served:
    """A site that answers at ``url``."""

    url: str
    app: Starlette

    @property
    def site(self) -> Site:
        site = self.app.state.site
        assert isinstance(site, Site)
        return site

    def dossier(self, dossier: Dossier | None = None, *, prediagnosis: bool = False) -> str:
        """Keep a dossier as if a visitor had answered; returns its secret."""
        site = self.site
        return site.worker.submit(lambda: site.talks.begin(dossier, prediagnosis=prediagnosis)).result()


@contextmanager
def served(settings: Settings | None = None) -> Iterator[Served]:
    """The site behind a real server, on a free port of the loopback; by default, of an organisation that tells all."""
    app = create_app(settings or Settings(operator=read_operator(OPERATOR)))
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]}, daemon=True)
        thread.start()
        limit = time.monotonic() + 30
        while not server.started:
            assert thread.is_alive() and time.monotonic() < limit, "the server does not start"
            time.sleep(0.02)
        try:
            yield Served(f"http://127.0.0.1:{door.getsockname()[1]}", app)
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def launched(path: str | None = None) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = _launch(playwright, path or chromium())
        try:
            yield browser
        finally:
            browser.close()


def _launch(playwright: Playwright, path: str) -> Browser:
    return playwright.chromium.launch(executable_path=path, args=_FLAGS)


@dataclass
class Window:
    """One visitor's browser window.

    Attributes:
        served, context, page, size, script: the site, the browser's context, its page, its size, whether scripts run.
        faults: requests elsewhere, failures, errors of scripts. said: what the console told, and about which address.
        refused: addresses that answered with a page of refusal.
    """

    served: Served
    context: BrowserContext
    page: Page
    size: Size
    script: bool
    faults: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    said: list[tuple[str, str]] = field(default_factory=list)

    def go(self, path: str, status: int = 200) -> Page:
        """Open a page of the site by its path; ``status``: the one it must answer with."""
        response = self.page.goto(self.served.url + path)
        assert response is not None and response.status == status, f"{path}: {response and response.status}"
        return self.page

    def hold(self, secret: str) -> Window:
        """Take a dossier in hand, as its private link would do."""
        self.context.add_cookies([{"name": DOSSIER, "value": secret, "url": self.served.url, "httpOnly": True}])
        return self

    def watch(self, page: Page) -> Page:
        """Note whatever goes wrong on a page."""
        page.set_default_timeout(PATIENCE)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", lambda request: self._asked(request.url))
        page.on("response", self._answered)
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((self.served.url + "/", "data:", "blob:", "about:")):
            self.faults.append(f"asks elsewhere: {url}")

    def _answered(self, response: Response) -> None:
        # 410: what a live page learns when its room has ended.
        expected = response.request.is_navigation_request() or response.status == 410
        if 400 <= response.status < 500 and expected:
            self.refused.add(response.url)
        elif response.status >= 400:
            self.faults.append(f"{response.status}: {urlsplit(response.url).path}")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        self.said.append((message.text, message.location["url"]))

    def complaints(self) -> list[str]:
        """All that went wrong. A page that refuses an answer is a page, though Chromium's console calls it an error."""
        refusal = "the server responded with a status of 4"
        return self.faults + [text for text, url in self.said if not (refusal in text and url in self.refused)]


@contextmanager
def window(browser: Browser, served: Served, size: Size = "desktop", *, script: bool = True) -> Iterator[Window]:
    """A new visitor: no cookie, French, the window of a phone or of a desk. What it complained of fails the test."""
    context = browser.new_context(locale="fr-FR", java_script_enabled=script, **SIZES[size])
    try:
        one = Window(served, context, context.new_page(), size, script)
        one.watch(one.page)
        yield one
        assert not one.complaints(), "\n".join(one.complaints())
    finally:
        context.close()


# -- what every page owes ---------------------------------------------------------------------------------------------

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@cache
def _axe() -> str:
    return (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def unfold(page: Page) -> None:
    """Open all that folds: it is read too."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true })")


def resize(page: Page, size: Size) -> None:
    """Give the page the window of another visitor."""
    page.set_viewport_size(SIZES[size]["viewport"])


def violations(page: Page) -> list[str]:
    """What axe finds against the page: rule, places, advice."""
    page.evaluate(_axe())
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", _TAGS
    )
    return [
        f"{one['id']} ({one['impact']}): {one['help']}\n    "
        + "\n    ".join(f"{node['target']} {node['html'][:160]}" for node in one["nodes"][:4])
        for one in found["violations"]
    ]


def overflow(page: Page) -> list[str]:
    """What makes the page wider than its window; empty when nothing does."""
    return page.evaluate("""() => {
      const room = document.documentElement.clientWidth;
      if (document.scrollingElement.scrollWidth <= room) return [];
      const wide = [...document.querySelectorAll("body *")].filter(one => {
        const box = one.getBoundingClientRect();
        return box.width && (box.right > room + 1 || box.left < -1) && !one.closest(".hidden, .skip");
      });
      return [`scrolls: ${document.scrollingElement.scrollWidth} px in ${room}`].concat(
        wide.slice(-4).map(one => one.outerHTML.slice(0, 160)));
    }""")


def small_targets(page: Page) -> list[str]:
    """What a thumb would miss: less than 44 CSS pixels high. Links and terms inside a text are as high as the text."""
    return page.evaluate("""() => [...document.querySelectorAll(
        "button, .button, summary, label.choice, select, input[type=text], input[type=file], nav a, "
        + ".actions a, footer li a")]
      .filter(one => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))
      .filter(one => !one.closest(".hidden, [aria-hidden=true]") && one.getBoundingClientRect().height < 43.5)
      .map(one => `${Math.round(one.getBoundingClientRect().height)} px: ${one.outerHTML.slice(0, 120)}`)""")


def basics(page: Page) -> list[str]:
    """What a reader who sees nothing hears first: language, a title, one heading of the page, landmarks."""
    found = []
    if page.locator("html").get_attribute("lang") != "fr":
        found.append("the language is not French")
    title, _, tail = page.title().partition(" – ")
    if len(title.strip()) < 4 or not tail:
        found.append(f"title: {page.title()!r}")
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if page.locator("main").count() != 1:
        found.append("not one main")
    wrong = page.locator("main .summary").count() > 0
    if wrong and not title.startswith("Erreur"):
        found.append(f"an error that the title does not tell: {title!r}")
    return found


def loose(page: Page) -> list[str]:
    """Signs that a line could begin or end with against French use: the space beside them can be cut."""
    return page.evaluate(r"""() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
      const sign = /.{0,30}(?:[ \n][:;!?»](?=[\s.,)]|$)|«[ \n]).{0,30}/g;
      while (walk.nextNode()) {
        if (walk.currentNode.parentElement.closest("code, pre, script, noscript, textarea")) continue;
        for (const one of walk.currentNode.data.matchAll(sign)) found.push(`loose sign: ${one[0]}`);
      }
      return found.slice(0, 5);
    }""")


Check = Callable[[Page], list[str]]


def owed(kind: str, page: Page, *checks: Check) -> None:
    """Fails with all that a kind of page lacks."""
    found = [flaw for check in (basics, overflow, loose, *checks) for flaw in check(page)]
    assert not found, f"{kind}, {page.viewport_size}:\n  " + "\n  ".join(found)
