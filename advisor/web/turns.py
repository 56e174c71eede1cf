"""Who is served next: network addresses in turn, so that one that asks without end delays the others by one job each.

Without it a single flood fills the queue, and everybody else is told to come back.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")

IN_HAND = 2
"""Jobs given to the worker at once: one that runs, one that follows without a pause."""


class Crowded(Exception):
    """Too many jobs wait, and this one belongs to the address that has the most of them."""


@dataclass(slots=True)
class _Job:
    work: Callable[[], Any]
    answer: asyncio.Future[Any]


class Turns:
    """The jobs that wait for one worker. Everything here happens in one event loop at a time.

    Args:
        worker: what runs them, one at a time.
        most: jobs that may wait in all; beyond, the last one of the address that has the most is refused.
        share: jobs of one address that may wait.
    """

    def __init__(self, worker: Executor, most: int, share: int) -> None:
        self._worker, self._most, self._share = worker, most, share
        # By address, the one to be served next first; none is empty.
        self._lines: OrderedDict[str, deque[_Job]] = OrderedDict()
        self._in_hand = 0

    @property
    def waiting(self) -> int:
        """Jobs that wait, those in hand left out."""
        return sum(map(len, self._lines.values()))

    async def run(self, who: str, work: Callable[..., T], *arguments: Any) -> T:
        """Run a job when its turn comes.

        Args:
            who: the network address it is for.
            work, arguments: the job.

        Raises:
            Crowded: it is refused, now or while it waits.
        """
        loop = asyncio.get_running_loop()
        line = self._lines.get(who)
        if line is not None and len(line) >= self._share:
            raise Crowded
        if self.waiting >= self._most:
            self._refuse_one(0 if line is None else len(line))
        job = _Job(partial(_done, work, arguments), loop.create_future())
        self._lines.setdefault(who, deque()).append(job)
        self._feed(loop)
        done: T = await job.answer
        return done

    def _refuse_one(self, mine: int) -> None:
        """Make room for one more.

        Args:
            mine: jobs that the newcomer's address has waiting; nobody has more than the newcomer: the newcomer leaves.

        Raises:
            Crowded: the newcomer is refused.
        """
        line = max(self._lines.values(), key=len, default=deque())
        if len(line) <= mine + 1:
            raise Crowded
        job = line.pop()
        if not job.answer.done():
            job.answer.set_exception(Crowded())

    def _feed(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the worker what it can take, one job of each address in turn."""
        while self._in_hand < IN_HAND and self._lines:
            who, line = self._lines.popitem(last=False)
            job = line.popleft()
            if line:
                self._lines[who] = line
            # Whoever asked may be gone.
            if job.answer.done():
                continue
            try:
                running = loop.run_in_executor(self._worker, job.work)
            except RuntimeError as error:  # the site is closing
                job.answer.set_exception(error)
                continue
            self._in_hand += 1
            running.add_done_callback(partial(self._told, job))

    def _told(self, job: _Job, done: asyncio.Future[Any]) -> None:
        self._in_hand -= 1
        error = None if done.cancelled() else done.exception()
        if not job.answer.done():
            if done.cancelled():
                job.answer.cancel()
            elif error is not None:
                job.answer.set_exception(error)
            else:
                job.answer.set_result(done.result())
        self._feed(done.get_loop())


def _done(work: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    """Do a job. No future takes a `StopIteration`: the job would never end, and hold its place with the worker."""
    try:
        return work(*arguments)
    except StopIteration as error:
        raise RuntimeError("StopIteration") from error


class Door:
    """Where requests come in, one at a time, each network in turn: pages are put in words in the event loop itself.

    Between two of them the loop does what else there is to do, and takes note of who came meanwhile.
    """

    def __init__(self) -> None:
        self._lines: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._opening: asyncio.AbstractEventLoop | None = None

    async def enter(self, who: str) -> None:
        """Wait for the turn of a request.

        Args:
            who: the network address it comes from.
        """
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        self._lines.setdefault(who, deque()).append(turn)
        if self._opening is not loop:
            self._opening = loop
            loop.call_soon(self._open, loop)
        await turn

    def _open(self, loop: asyncio.AbstractEventLoop) -> None:
        who, line = self._lines.popitem(last=False)
        turn = line.popleft()
        if line:
            self._lines[who] = line
        # Whoever asked may be gone.
        if not turn.done():
            turn.set_result(None)
        self._opening = loop if self._lines else None
        if self._lines:
            # Behind the request that has just come in.
            loop.call_soon(self._open, loop)
