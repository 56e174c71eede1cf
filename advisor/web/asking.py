"""Who asks: the network address of the request at hand, known wherever its answer is being made."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.web.guard import network
from advisor.web.turns import Door


@dataclass(frozen=True, slots=True)
class Asker:
    """Attributes: its network (see `network`); whether it asks for a page."""

    network: str
    reads: bool


_NOBODY = Asker("", reads=False)
ASKER: ContextVar[Asker] = ContextVar("asker", default=_NOBODY)
"""The request at hand; outside of any, the site itself."""


class Asking:
    """Notes who asks, and lets each network in in turn."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self._door = app, Door()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            host = (scope.get("client") or ("", 0))[0]
            asker = Asker(network(host), reads=scope["method"] in ("GET", "HEAD"))
            ASKER.set(asker)
            await self._door.enter(asker.network)
            await self.app(scope, self._in_turn(asker, receive), send)
            return
        await self.app(scope, receive, send)

    def _in_turn(self, asker: Asker, receive: Receive) -> Receive:
        """Each piece of what is sent waits for its turn as well: some take long to read."""
        first = True

        async def piece() -> Message:
            nonlocal first
            if not first:
                await self._door.enter(asker.network)
            first = False
            return await receive()

        return piece
