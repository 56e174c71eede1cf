"""What protects visitors: headers, host names, limits, and forms that only our own pages can send."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
import socket
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from starlette.datastructures import FormData, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.common.french import without_piles
from advisor.web.settings import EVERYWHERE, Settings

VISIT, DOSSIER = "ess_visite", "ess_dossier"
"""Cookies: who sends a form, and the secret of the dossier at hand. Both are random, and neither is read by scripts."""

TOKEN = "jeton"
"""The hidden field of every form."""

_MOST_FIELDS = 400

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
    "X-Robots-Tag": "noindex",
}

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z_.-]+)(?::[0-9]{1,5})?", re.IGNORECASE)
RequestKind = Literal["writes", "pages", "previews", "creations", "documents", "uploads", "searches"]
_RANDOM = re.compile(r"[A-Za-z0-9_-]{20,64}")
"""What our cookies hold; no « | », which parts the two of them in what is signed."""

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Controls, and what turns the direction of the text that follows: nobody types them, and they may hide things."""


def safe_headers(headers: MutableHeaders, settings: Settings) -> None:
    """What every answer says to the browser, unless the page said otherwise; pages are kept by no cache."""
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", "no-store")
    if settings.secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")


class Headers:
    """Safe headers on every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                safe_headers(MutableHeaders(scope=message), self.settings)
            await send(message)

        await self.app(scope, receive, safely)


class Hosts:
    """Only names the site is known under: a page elsewhere cannot make a browser take us for its own server.

    A bare network address is always accepted, since no foreign name can lead a browser to believe in it. Open to the
    network, the site also answers to the name of its machine.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        named = urlsplit(settings.public_url).hostname or ""
        self.known = {"localhost", settings.host.lower(), named} - {""}
        if settings.host in EVERYWHERE:
            machine = socket.gethostname().lower()
            self.known |= {machine, f"{machine.partition('.')[0]}.local"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self.welcome(Request(scope).headers.getlist("host")):
            response = PlainTextResponse("Ce site n’est pas connu sous ce nom.\n", 400)
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def welcome(self, hosts: list[str]) -> bool:
        found = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        if found is None:
            return False
        name = found[1].lower().strip("[]")
        if name in self.known:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


class Rooted:
    """Under a path of a proxy, whether the proxy takes that path away or leaves it."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.root = app, settings.root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.root and scope["type"] == "http":
            path = scope["path"]
            inside = path == self.root or path.startswith(f"{self.root}/")
            scope.update(root_path=self.root, path=path if inside else self.root + path)
        await self.app(scope, receive, send)


# -- how much ---------------------------------------------------------------------------------------------------------


def address(request: Request) -> str:
    """The network address that a request comes from; the one that a proxy of this machine names, if there is one."""
    return request.client.host if request.client else ""


class Meter:
    """Requests of each network address in the current window; the addresses stay in memory, and only as digests.

    What an earlier window counted is forgotten.

    Args:
        settings: their limits are applied.
        most: counters in memory; the one that moved longest ago leaves first.

    Attributes:
        counts: of each kind and digest, the last window and how many.
    """

    def __init__(self, settings: Settings, most: int = 10_000) -> None:
        self.limits, self.most = settings.limits, most
        self._salt = secrets.token_bytes(16)
        self.counts: OrderedDict[tuple[str, bytes], tuple[int, int]] = OrderedDict()

    def check(self, request: Request, kind: RequestKind) -> None:
        """Count one request.

        Raises:
            HTTPException: 429, too many of them.
        """
        key = (kind, hashlib.blake2b(address(request).encode(), key=self._salt, digest_size=12).digest())
        window = int(time.monotonic() // self.limits.window)
        last, count = self.counts.pop(key, (window, 0))
        count = count + 1 if last == window else 1
        self.counts[key] = (window, count)
        while len(self.counts) > self.most or next(iter(self.counts.values()))[0] < window:
            self.counts.popitem(last=False)
        if count > getattr(self.limits, kind):
            raise HTTPException(429, headers={"Retry-After": "60"})


# -- who sends a form -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser: a random name of its own, and the secret of the dossier it holds, if any.

    ``fresh``: the name was drawn now, and is to be given to the browser.
    """

    name: str
    secret: str
    fresh: bool

    @classmethod
    def of(cls, request: Request) -> Visit:
        """The visit of a request, the same each time it is asked for."""
        found = getattr(request.state, "visit", None)
        if found is None:
            called = request.app.state.site.settings.cookie
            name = request.cookies.get(called(VISIT), "")
            known = _RANDOM.fullmatch(name) is not None
            secret = request.cookies.get(called(DOSSIER), "")
            secret = secret if _RANDOM.fullmatch(secret) else ""
            found = cls(name if known else secrets.token_urlsafe(24), secret, not known)
            request.state.visit = found
        assert isinstance(found, cls)
        return found

    def token(self, key: bytes) -> str:
        """What a form of this browser, about this dossier, must send back."""
        return hmac.new(key, f"{self.name}|{self.secret}".encode(), hashlib.sha256).hexdigest()


class ForeignForm(HTTPException):
    """A form that no page of ours shown to this browser, about this dossier, sent; nothing was recorded."""

    def __init__(self) -> None:
        super().__init__(403)


async def read_form(request: Request, files: int = 0) -> FormData:
    """The fields of a form of ours; ``files``: at most.

    Raises:
        ForeignForm: it comes from another site, or from a page about another dossier.
        HTTPException: 400 or 413, it cannot be read.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForeignForm
    # Browsers send forms in the encoding of our pages; another one is no browser, and Python knows strange ones.
    if re.search(r"charset(?!\s*=\s*[\"']?utf-?8\b)", request.headers.get("content-type", ""), re.IGNORECASE):
        raise HTTPException(400)
    form = await request.form(max_fields=_MOST_FIELDS, max_files=files)
    sent = form.get(TOKEN, "")
    if not isinstance(sent, str) or not sent.isascii():
        raise ForeignForm
    key = request.app.state.site.store.signing_key
    if not hmac.compare_digest(sent.encode(), Visit.of(request).token(key).encode()):
        raise ForeignForm
    return FormData(
        [(_plain(name), _plain(value) if isinstance(value, str) else value) for name, value in form.multi_items()]
    )


def _plain(value: str) -> str:
    return without_piles(_UNSEEN.sub("", value))
