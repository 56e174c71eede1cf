"""Processes for a long work, hired before what it needs is loaded here: they load it at the same time.

Of our own rather than a pool of the library: one that dies is told at once, Ctrl-C stops all of them without a trace,
and none outlives the parent, even killed. Nothing heavy is imported here.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

SMALL = 250_000
"""Bytes of a table under which one process has done before another is ready: about 400 full lines."""

FEW = 400
"""The same for the dossiers of a folder."""


class WorkerLostError(RuntimeError):
    """A process ended by itself: killed by the system, most often for lack of memory."""


class Hired(NamedTuple):
    """One process and the pipe to it."""

    process: SpawnProcess
    pipe: Connection

    def send(self, told: Any) -> None:
        """Raises:
        WorkerLostError: the process is no more.
        """
        try:
            self.pipe.send(told)
        except OSError:
            raise WorkerLostError from None

    def received(self) -> Any:
        """What the process has to say; waited for.

        Raises:
            WorkerLostError: the process is no more.
        """
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            raise WorkerLostError from None


class Staff:
    """Processes at work; leaving the ``with`` block ends them.

    Args:
        count: how many; none for one, since this process then does the work itself.
    """

    def __init__(self, count: int) -> None:
        self.hired = [_hire() for _ in range(count)] if count > 1 else []

    def __enter__(self) -> Staff:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for one in self.hired:
            # Without its pipe, a process that waits for work ends; one at work is not waited for.
            one.pipe.close()
            one.process.terminate()
        for one in self.hired:
            one.process.join()


def processors() -> int:
    """How many processors this program may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Not on every system.
        return os.cpu_count() or 1


def wanted(given: Path, asked: int | None) -> int:
    """How many processes are worth hiring for a table or a folder; whatever is wrong with it is told later."""
    if asked is not None:
        return asked
    try:
        long = len(os.listdir(given)) > FEW if given.is_dir() else given.stat().st_size > SMALL  # noqa: PTH208
    except OSError:
        return 1
    return processors() if long else 1


def _hire() -> Hired:
    # A fresh process rather than a copy of this one: nothing of its threads nor of its engine is shared.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs,), daemon=True)
    with _deaf_to_interruption():
        process.start()
    # Only the process holds its end: when it dies, reading ours tells so.
    theirs.close()
    return Hired(process, ours)


@contextlib.contextmanager
def _deaf_to_interruption() -> Iterator[None]:
    """Processes started here ignore Ctrl-C from their first instant: their parent, which hears it, ends them."""
    try:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    except ValueError:  # Not the main thread: there is nothing to inherit.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _work(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from advisor.desk.batch.workers import serve

    serve(pipe)
