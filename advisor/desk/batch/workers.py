"""Several processes for one table: each rates some lines at a time, and the rows come back in order.

A process of our own loop rather than a pool of the library: one that dies is told at once, Ctrl-C stops all of them
without a trace, and none outlives the parent, even killed.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import NamedTuple

from advisor.desk.batch.reading import Record
from advisor.desk.batch.rows import Done, Task, rate_all
from advisor.errors import EngineError

Chunk = Sequence[Record | Path]

AHEAD = 4
"""Chunks rated in advance of the one awaited, for each process: a slow one never fills the memory."""


SELDOM = 50_000
"""Objects made before the collector looks for cycles among them; a few MiB."""


class WorkerLostError(RuntimeError):
    """A process ended by itself: killed by the system, most often for lack of memory."""


class _Hired(NamedTuple):
    process: SpawnProcess
    pipe: Connection


def processors() -> int:
    """How many processors this program may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # Not on every system.
        return os.cpu_count() or 1


def rated_here(task: Task, chunks: Iterator[Chunk]) -> Iterator[Done]:
    """The chunks, rated one after the other in this process."""
    from advisor.knowledge import load_knowledge

    knowledge = load_knowledge()
    with _collecting_seldom():
        for chunk in chunks:
            yield rate_all(knowledge, task, chunk)


@contextlib.contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Rating makes many objects and hardly any cycle: looking for cycles every 700 objects took a tenth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def rated_by_many(task: Task, chunks: Iterator[Chunk], jobs: int) -> Iterator[Done]:
    """The chunks, rated by several processes, in their order.

    Raises:
        WorkerLostError: a process ended before its work.
        EngineError: the engine failed in one of them.
    """
    hired = [_hire(task) for _ in range(jobs)]
    try:
        yield from _served(hired, enumerate(chunks))
    finally:
        for one in hired:
            # Without its pipe, a process that waits for work ends; one at work is not waited for.
            one.pipe.close()
            one.process.terminate()
        for one in hired:
            one.process.join()


def _served(hired: list[_Hired], chunks: Iterator[tuple[int, Chunk]]) -> Iterator[Done]:
    idle, busy = list(hired), dict[Connection, tuple[_Hired, int]]()
    ready, awaited, more = dict[int, Done](), 0, True
    while True:
        while idle and more and len(ready) < AHEAD * len(hired):
            given = next(chunks, None)
            if given is None:
                more = False
                break
            rank, chunk = given
            one = idle.pop()
            _send(one, chunk)
            busy[one.pipe] = (one, rank)
        while awaited in ready:
            yield ready.pop(awaited)
            awaited += 1
        if not busy:
            if not more:
                return
            continue
        for pipe in wait(list(busy)):
            assert isinstance(pipe, Connection)
            one, rank = busy.pop(pipe)
            ready[rank] = _received(one)
            idle.append(one)


def _send(one: _Hired, chunk: Chunk) -> None:
    try:
        one.pipe.send(chunk)
    except OSError:
        raise WorkerLostError from None


def _received(one: _Hired) -> Done:
    try:
        answer = one.pipe.recv()
    except (EOFError, OSError):
        raise WorkerLostError from None
    if isinstance(answer, Done):
        return answer
    raise EngineError(str(answer))


def _hire(task: Task) -> _Hired:
    # A fresh process rather than a copy of this one: nothing of its threads nor of its engine is shared.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, task), daemon=True)
    with _deaf_to_interruption():
        process.start()
    # Only the process holds its end: when it dies, reading ours tells so.
    theirs.close()
    return _Hired(process, ours)


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


def _work(pipe: Connection, task: Task) -> None:
    """What a process does: rate what it is given, until its parent closes the pipe or dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from advisor.knowledge import load_knowledge

    knowledge = load_knowledge()
    # The rules are there to stay: the collector need not go through them again and again.
    gc.collect()
    gc.freeze()
    with contextlib.suppress(EOFError, OSError), _collecting_seldom():
        while True:
            chunk = pipe.recv()
            try:
                answer: Done | str = rate_all(knowledge, task, chunk)
            except EngineError as error:
                answer = str(error)
            pipe.send(answer)
