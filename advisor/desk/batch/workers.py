"""Several processes for one table: each does some lines at a time, and what they made comes back in order."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from advisor.common.errors import InputError
from advisor.rules.load import load_knowledge

SMALL = 250_000
"""Bytes of a table under which one process has done before another is ready: about 400 full lines."""

FEW = 400
"""The same for the dossiers of a folder."""

AHEAD = 4
"""Results kept for each process while an earlier one is awaited: a slow one never fills the memory."""

MOST = 61
"""Processes that a pool may have on Windows."""

_Given = TypeVar("_Given")
_Made = TypeVar("_Made")


def processors() -> int:
    """How many processors this program may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def wanted(given: Path, asked: int | None) -> int:
    """How many processes are worth starting for a table or a folder; whatever is wrong with it is told later."""
    if asked is not None:
        return min(asked, MOST)
    try:
        long = len(os.listdir(given)) > FEW if given.is_dir() else given.stat().st_size > SMALL  # noqa: PTH208
    except OSError:
        return 1
    return min(processors(), MOST) if long else 1


class Processes:
    """Processes that have the rules loaded; leaving the ``with`` block ends them.

    They are fresh rather than copies of this one: nothing of its threads nor of its engine is shared.

    Args:
        count: how many; none for one, since this process then does the work itself.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Processes:
        if self._count > 1:
            self._pool = ProcessPoolExecutor(self._count, multiprocessing.get_context("spawn"), _prepare)
            with _deaf_to_interruption():
                for _ in range(self._count):
                    self._pool.submit(_prepared)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            with _deaf_to_interruption():  # Ctrl-C once more would break the pool's own waiting, and hang.
                self._pool.shutdown()

    def map(self, work: Callable[[_Given], _Made], given: Iterable[_Given]) -> Iterator[_Made]:
        """Do some work on each of what is given, in order.

        Each process has one piece at a time, and none waits in the queue of the pool: leaving is quick, and Python
        before 3.11.6 hangs when a process dies while that queue is full.

        Args:
            work: what to do; found by its name in the other processes.
            given: what to do it on.

        Raises:
            BrokenProcessPool: a process ended before its work, most often killed for lack of memory.
        """
        if self._pool is None:
            yield from map(work, given)
            return
        numbered = enumerate(given)
        busy: dict[Future[_Made], int] = {}
        ready: dict[int, _Made] = {}
        awaited = 0
        while True:
            free = min(self._count, AHEAD * self._count - len(ready)) - len(busy)
            for rank, one in islice(numbered, max(free, 0)):
                busy[self._pool.submit(work, one)] = rank
            if not busy:
                return
            for done in wait(busy, return_when=FIRST_COMPLETED).done:
                ready[busy.pop(done)] = done.result()
            while awaited in ready:
                yield ready.pop(awaited)
                awaited += 1


@contextlib.contextmanager
def _deaf_to_interruption() -> Iterator[None]:
    """Ctrl-C does nothing meanwhile; processes started here ignore it for good: their parent hears it and ends them."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # Not the main thread: there is nothing to inherit.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _prepare() -> None:
    """What a process does first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # A process of the pool never sees by itself that its parent was killed.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with contextlib.suppress(InputError):  # Damaged rules: the parent tells it.
        load_knowledge()
    # The rules are there to stay: the collector need not go through them again and again.
    gc.collect()
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def _prepared() -> None:
    """A first task, for which the pool starts a process."""
