"""Connections that say nothing, or byte by byte, or read nothing, are closed; so are those of an address beyond many.

uvicorn waits for ever for the end of headers: what it counts after an answer stops at the first byte of what follows.
It also waits for ever for whoever does not read what was asked for.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from advisor.web.guard import network
from advisor.web.settings import Settings

_NEIGHBOURS = ("127.0.0.1", network("::1"))

AT_ONCE = 4_096
"""Bytes read from a connection before the others have their turn: asyncio would take, and parse, sixty times more."""

MOST_LINES = 1_000
"""Of what comes before a body: each takes as long to parse as a hundred bytes; beyond, it is none of ours."""


def patient(settings: Settings) -> type[H11Protocol]:
    """The protocol of uvicorn, with the patience of a site.

    Args:
        settings: how it is run. Behind a server of this machine, which comes from one address for everybody,
            connections are not counted.
    """
    limits, exempt = settings.limits, _NEIGHBOURS if settings.public_url else ()
    opened: Counter[str] = Counter()

    class Patient(H11Protocol):
        """Attributes: the network it comes from, "" when not counted; lines of headers so far; what closes it unless
        a request begins, and unless some of the answer is read."""

        _network = ""
        _lines = 0
        _closing: asyncio.TimerHandle | None = None
        _unread: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            if hasattr(transport, "max_size"):
                transport.max_size = AT_ONCE
            host = network(self.client[0] if self.client else "")
            if host not in exempt:
                self._network = host
                opened[self._network] += 1
                if opened[self._network] > limits.connections:
                    transport.abort()
                    return
            self._wait()

        def data_received(self, data: bytes) -> None:
            before = self.cycle
            if self.conn.their_state is not h11.SEND_BODY:
                self._lines += data.count(b"\n")
                if self._lines > MOST_LINES:
                    self.transport.abort()
                    return
            super().data_received(data)
            if self.cycle is not None and self.cycle.more_body and not self.cycle.response_complete:
                # The rest of a body is read when the site asks for it, in turn.
                self.flow.pause_reading()
            if self.cycle is not before:
                self._lines = 0
                self._stop()
            elif before is None or before.response_complete:
                # What comes is the beginning of a request, or the rest of one that was answered unread.
                self._wait()

        def pause_writing(self) -> None:
            super().pause_writing()
            self._watch()

        def resume_writing(self) -> None:
            super().resume_writing()
            self._unwatch()

        def timeout_keep_alive_handler(self) -> None:
            super().timeout_keep_alive_handler()
            # Closing waits for the rest of the answer to be read.
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            self._stop()
            self._unwatch()
            if self._network:
                opened[self._network] -= 1
                if not opened[self._network]:
                    del opened[self._network]
            super().connection_lost(exc)

        def _wait(self) -> None:
            # Counted from the first byte: those that follow, one by one, gain nothing.
            if self._closing is None and not self.transport.is_closing():
                self._closing = self.loop.call_later(limits.headers, self.transport.abort)

        def _stop(self) -> None:
            if self._closing is not None:
                self._closing.cancel()
                self._closing = None

        def _watch(self) -> None:
            if self._unread is None:
                left = self.transport.get_write_buffer_size()
                self._unread = self.loop.call_later(limits.patience, self._look, left)

        def _unwatch(self) -> None:
            if self._unread is not None:
                self._unread.cancel()
                self._unread = None

        def _look(self, before: int) -> None:
            """Slow is no fault: only reading nothing at all since the last look, as far as the system tells."""
            self._unread = None
            left = self.transport.get_write_buffer_size()
            if left >= before and left:
                self.transport.abort()
            elif left:
                self._watch()

    return Patient
