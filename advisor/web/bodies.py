"""How much may be sent at once, how fast, and in what form."""

from __future__ import annotations

import asyncio
import time
from collections import Counter

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.web.guard import network, plainly, told_in
from advisor.web.settings import Settings


class Bodies:
    """What is sent is neither too heavy nor endless, nor too much at once from one address; refused on a page of ours.

    What is sent in chunks is not read: no browser sends a form so, and a chunk for each byte takes seconds to read.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.limits = app, settings.limits
        # Bytes in memory, by network, of the requests that are not yet answered.
        self.held: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if told_in(scope, b"transfer-encoding"):
            await plainly(send, 411, "La longueur de cet envoi n’est pas annoncée.", (b"connection", b"close"))
            return
        who = network((scope.get("client") or ("", 0))[0])
        declared = next((int(text) for text in told_in(scope, b"content-length") if text.isdecimal()), 0)
        end = time.monotonic() + self.limits.patience
        received, whole = 0, False

        async def limited() -> Message:
            nonlocal received, whole
            if whole:
                return await receive()
            if declared > self.limits.body:
                raise HTTPException(413)
            try:
                message = await asyncio.wait_for(receive(), max(0.0, end - time.monotonic()))
            except TimeoutError:
                raise HTTPException(408) from None
            received += len(message.get("body", b""))
            self.held[who] += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if received > self.limits.body:
                raise HTTPException(413)
            if self.held[who] > self.limits.bodies:
                raise HTTPException(503, headers={"Retry-After": "10"})
            return message

        try:
            await self.app(scope, limited, send)
        finally:
            self.held[who] -= received
            if not self.held[who]:
                del self.held[who]
