"""Who is served next: addresses in turn, so that one that asks without end delays the others by one job each."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import Any, TypeVar

Made = TypeVar("Made")


class Crowded(Exception):
    """This address has too many jobs waiting."""


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
