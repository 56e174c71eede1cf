"""What protects visitors: headers, host names, limits, and forms that only our own pages can send."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from starlette.datastructures import FormData, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.web.settings import Settings

VISIT, DOSSIER = "ess_visite", "ess_dossier"
"""Cookies: who sends a form, and the secret of the dossier at hand. Both are random, and neither is read by scripts."""

TOKEN = "jeton"
"""The hidden field of every form."""

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


class Headers:
    """Safe headers on every answer; pages are never kept by a shared computer's cache."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.secure = app, settings.secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
                if self.secure:
                    headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        await self.app(scope, receive, safely)


class Hosts:
    """Only names the site is known under: a page elsewhere cannot make a browser take us for its own server.

    A bare network address is always accepted, since no foreign name can lead a browser to believe in it.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        named = urlsplit(settings.public_url).hostname or ""
        self.known = {"localhost", "testserver", settings.host.lower(), named} - {""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self.welcome(_header(scope, b"host")):
            await send(
                {
                    "type": "http.response.start",
                    "status": 400,
                    "headers": [(b"content-type", b"text/plain; charset=utf-8")],
                }
            )
            await send({"type": "http.response.body", "body": b"Ce site n'est pas connu sous ce nom.\n"})
            return
        await self.app(scope, receive, send)

    def welcome(self, host: str) -> bool:
        name = urlsplit(f"//{host}").hostname or ""
        if name in self.known:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


# -- how much ---------------------------------------------------------------------------------------------------------

Kind = Literal["writes", "creations", "documents", "uploads", "joins"]


class Meter:
    """Requests of each network address in the current window; the addresses stay in memory, and only as digests."""

    MOST = 10_000

    def __init__(self, settings: Settings) -> None:
        self.limits = settings.limits
        self._salt = secrets.token_bytes(16)
        self._counts: OrderedDict[tuple[str, bytes], tuple[int, int]] = OrderedDict()

    def check(self, request: Request, kind: Kind) -> None:
        """Count one request.

        Raises:
            HTTPException: 429, too many of them.
        """
        host = request.client.host if request.client else ""
        key = (kind, hashlib.blake2b(host.encode(), key=self._salt, digest_size=12).digest())
        window = int(time.monotonic() // self.limits.window)
        last, count = self._counts.pop(key, (window, 0))
        count = count + 1 if last == window else 1
        self._counts[key] = (window, count)
        while len(self._counts) > self.MOST:
            self._counts.popitem(last=False)
        if count > getattr(self.limits, kind):
            raise HTTPException(429, headers={"Retry-After": "60"})


# -- who sends a form -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Visit:
    """A browser: a random name of its own, and the secret of the dossier it holds, if any.

    ``fresh``: the name was drawn now, and is to be told to the browser.
    """

    name: str
    secret: str
    fresh: bool

    @classmethod
    def of(cls, request: Request) -> Visit:
        """The visit of a request, the same each time it is asked for."""
        found = getattr(request.state, "visit", None)
        if found is None:
            name = request.cookies.get(VISIT, "")
            known = 20 <= len(name) <= 64 and name.isascii()
            secret = request.cookies.get(DOSSIER, "")
            found = cls(name if known else secrets.token_urlsafe(24), secret if len(secret) <= 64 else "", not known)
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


async def read_form(request: Request, key: bytes, limits: int = 400) -> FormData:
    """The fields of a form of ours.

    Args:
        request: a POST.
        key: what signs forms.
        limits: fields at most.

    Raises:
        ForeignForm: it comes from another site, or from a page about another dossier.
        HTTPException: 400 or 413, it cannot be read.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForeignForm
    form = await request.form(max_fields=limits, max_files=1)
    sent = form.get(TOKEN, "")
    if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), Visit.of(request).token(key).encode()):
        raise ForeignForm
    return form
