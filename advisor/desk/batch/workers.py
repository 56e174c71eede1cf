"""Several processes for one table: each rates some lines at a time, and the rows come back in order.

They are hired by `advisor.desk.staff`.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path

from advisor.desk.batch.reading import Record
from advisor.desk.batch.rows import Done, Task, rate_all
from advisor.desk.staff import Hired
from advisor.errors import EngineError

Chunk = Sequence[Record | Path]

AHEAD = 4
"""Chunks rated in advance of the one awaited, for each process: a slow one never fills the memory."""


def rated_here(task: Task, chunks: Iterator[Chunk]) -> Iterator[Done]:
    """The chunks, rated one after the other in this process."""
    from advisor.knowledge import load_knowledge

    knowledge = load_knowledge()
    for chunk in chunks:
        yield rate_all(knowledge, task, chunk)


def rated_by_many(task: Task, chunks: Iterator[Chunk], hired: Sequence[Hired]) -> Iterator[Done]:
    """The chunks, rated by several processes, in their order.

    Raises:
        WorkerLostError: a process ended before its work.
        EngineError: the engine failed in one of them.
    """
    for one in hired:
        one.send(task)
    yield from _served(list(hired), enumerate(chunks))


def _served(hired: list[Hired], chunks: Iterator[tuple[int, Chunk]]) -> Iterator[Done]:
    idle, busy = list(hired), dict[Connection, tuple[Hired, int]]()
    ready, awaited, more = dict[int, Done](), 0, True
    while True:
        while idle and more and len(ready) < AHEAD * len(hired):
            given = next(chunks, None)
            if given is None:
                more = False
                break
            rank, chunk = given
            one = idle.pop()
            one.send(chunk)
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
            ready[rank] = _checked(one.received())
            idle.append(one)


def _checked(answer: object) -> Done:
    if isinstance(answer, Done):
        return answer
    raise EngineError(str(answer))


def serve(pipe: Connection) -> None:
    """What a process does: rate what it is given, until its parent closes the pipe or dies. The task comes first."""
    from advisor.knowledge import load_knowledge

    knowledge = load_knowledge()
    # The rules are there to stay: the collector need not go through them again and again.
    gc.collect()
    gc.freeze()
    with contextlib.suppress(EOFError, OSError):
        task: Task = pipe.recv()
        while True:
            chunk = pipe.recv()
            try:
                answer: Done | str = rate_all(knowledge, task, chunk)
            except EngineError as error:
                answer = str(error)
            pipe.send(answer)
