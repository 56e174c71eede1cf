"""Whether a server that relays the site does so as it should: whoever runs the site is told once, in the log.

Without `--public-url`, or without `X-Forwarded-For`, every visitor has the address of that server: one who asks without
end has the others refused, and private links may lead nowhere.
"""

from __future__ import annotations

import ipaddress
import logging
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from advisor.web.settings import Settings

log = logging.getLogger("advisor.web")

UNNAMED = (
    "un serveur relaie ce site, lancé sans --public-url : tous les visiteurs comptent pour un seul, et les liens "
    "privés risquent de ne mener nulle part. Relancez-le avec --public-url et l'adresse publique"
)
UNTOLD = (
    "le serveur qui relaie ce site ne dit pas d'où viennent les visiteurs : ils comptent tous pour un seul. Réglez-le "
    "pour qu'il envoie X-Forwarded-For (nginx : proxy_set_header X-Forwarded-For $remote_addr;)"
)
_TOLD = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-real-ip", b"forwarded")


class Relay:
    """Tells of a relay that is not set as it should be."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.public = urlsplit(settings.public_url).hostname or ""
        self._said = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._said:
            wrong = self._wrong(scope)
            if wrong:
                self._said = True
                log.warning("%s", wrong)
        await self.app(scope, receive, send)

    def _wrong(self, scope: Scope) -> str:
        """What is to be told; "" when nothing is. Only what comes from this very computer tells of a relay."""
        if not _here((scope.get("client") or ("", 0))[0]):
            return ""
        headers = dict(scope["headers"])
        if not self.public:
            return UNNAMED if any(name in headers for name in _TOLD) else ""
        # Whoever runs the site may well look at it from here, under its address here.
        asked = headers.get(b"host", b"").decode("latin-1").lower().partition(":")[0]
        return UNTOLD if asked == self.public and b"x-forwarded-for" not in headers else ""


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
