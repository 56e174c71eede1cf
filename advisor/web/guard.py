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
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.values import without_piles
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


MOST_HEADERS = 200
"""Lines; a browser sends twenty, and each is looked at several times."""

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[0-9a-z_.-]+)(?::[0-9]{1,5})?", re.IGNORECASE)


class Hosts:
    """Only names the site is known under: a page elsewhere cannot make a browser take us for its own server.

    A bare network address is always accepted, since no foreign name can lead a browser to believe in it. Open to the
    network, the site also answers to the name of its machine.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        named = urlsplit(settings.public_url).hostname or ""
        self.known = {"localhost", settings.host.lower(), named} - {""}
        if settings.host in ("0.0.0.0", "::"):
            machine = socket.gethostname().lower()
            self.known |= {machine, f"{machine.partition('.')[0]}.local"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["headers"]) > MOST_HEADERS:
            await plainly(send, 431, "Cette demande a trop d’en-têtes.", (b"connection", b"close"))
            return
        if scope["type"] == "http" and not self.welcome(told_in(scope, b"host")):
            await plainly(send, 400, "Ce site n’est pas connu sous ce nom.")
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


def told_in(scope: Scope, name: bytes) -> list[str]:
    """The values of a header."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


async def plainly(send: Send, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
    """Answer a line of text, to what is no browser."""
    told = [(b"content-type", b"text/plain; charset=utf-8"), *headers]
    await send({"type": "http.response.start", "status": status, "headers": told})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})


class Cookies:
    """Cookies of neighbours, with escapes that ours never have, are not read.

    Before its versions of September 2024, Python takes seconds to read a long one (CVE-2024-7592), while all wait.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["headers"] = [
                (name, value if name != b"cookie" or b"\\" not in value else self._plain(value))
                for name, value in scope["headers"]
            ]
        await self.app(scope, receive, send)

    def _plain(self, value: bytes) -> bytes:
        return b";".join(one for one in value.split(b";") if b"\\" not in one)


LONGEST_PATH = 1_000
"""Characters; beyond, it is none of ours, and looking for its page takes the square of its length."""


class Rooted:
    """Under a path of a proxy, whether the proxy takes that path away or leaves it; never an endless one."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.root = app, settings.root_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and len(scope["path"]) > LONGEST_PATH:
            scope["path"] = f"{self.root}/trop-long"
        if self.root and scope["type"] == "http":
            path = scope["path"]
            inside = path == self.root or path.startswith(f"{self.root}/")
            scope.update(root_path=self.root, path=path if inside else self.root + path)
        await self.app(scope, receive, send)


# -- how much ---------------------------------------------------------------------------------------------------------

Kind = Literal["writes", "pages", "previews", "creations", "documents", "uploads", "joins", "searches"]


class Meter:
    """Requests of each network address in the current window; the addresses stay in memory, and only as digests.

    What an earlier window counted is forgotten.
    """

    MOST = 10_000

    def __init__(self, settings: Settings) -> None:
        self.limits = settings.limits
        self._salt = secrets.token_bytes(16)
        self._counts: OrderedDict[tuple[str, bytes], tuple[int, int]] = OrderedDict()

    def caller(self, request: Request) -> bytes:
        """What stands for the network address of a request as long as the site is up."""
        return self._digest(network(request.client.host if request.client else ""))

    def check(self, request: Request, kind: Kind) -> None:
        """Count one request.

        Raises:
            HTTPException: 429, too many of them.
        """
        self.count(network(request.client.host if request.client else ""), kind)

    def count(self, host: str, kind: Kind) -> None:
        """Count one request of a network.

        Raises:
            HTTPException: as `check`.
        """
        key = (kind, self._digest(host))
        window = int(time.monotonic() // self.limits.window)
        last, count = self._counts.pop(key, (window, 0))
        count = count + 1 if last == window else 1
        self._counts[key] = (window, count)
        while len(self._counts) > self.MOST or next(iter(self._counts.values()))[0] < window:
            self._counts.popitem(last=False)
        if count > getattr(self.limits, kind):
            raise HTTPException(429, headers={"Retry-After": "60"})

    def _digest(self, host: str) -> bytes:
        return hashlib.blake2b(host.encode(), key=self._salt, digest_size=12).digest()


def network(host: str) -> str:
    """What stands for a network address: of IPv6, its network, since one subscriber has billions of addresses."""
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(found, ipaddress.IPv4Address):
        return host
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


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


_RANDOM = re.compile(r"[A-Za-z0-9_-]{20,64}")
"""What our cookies hold; no « | », which parts the two of them in what is signed."""


class ForeignForm(HTTPException):
    """A form that no page of ours shown to this browser, about this dossier, sent; nothing was recorded."""

    def __init__(self) -> None:
        super().__init__(403)


async def read_form(request: Request, key: bytes, limits: int = 400, files: int = 0) -> FormData:
    """The fields of a form of ours.

    Args:
        request: a POST.
        key: what signs forms.
        limits: fields at most. files: files at most.

    Raises:
        ForeignForm: it comes from another site, or from a page about another dossier.
        HTTPException: 400, 408 or 413, it cannot be read.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForeignForm
    # Browsers send forms in the encoding of our pages; another one is no browser, and Python knows strange ones.
    if re.search(r"charset(?!\s*=\s*[\"']?utf-?8\b)", request.headers.get("content-type", ""), re.IGNORECASE):
        raise HTTPException(400)
    form = await request.form(max_fields=limits, max_files=files)
    sent = form.get(TOKEN, "")
    if not isinstance(sent, str) or not sent.isascii():
        raise ForeignForm
    if not hmac.compare_digest(sent.encode(), Visit.of(request).token(key).encode()):
        raise ForeignForm
    return FormData(
        [(_plain(name), _plain(value) if isinstance(value, str) else value) for name, value in form.multi_items()]
    )


_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Controls, and what turns the direction of the text that follows: nobody types them, and they may hide things."""


def _plain(value: str) -> str:
    return without_piles(_UNSEEN.sub("", value))
