"""Judge one mutant per process, forked from one that has everything loaded: what a mistake breaks stays there."""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def forked(judge: Callable[[T], R], tasks: Iterable[T], jobs: int) -> Iterator[tuple[T, R | None]]:
    """Return each task with what ``judge`` made of it, as they end; None when its process died."""
    gc.collect()
    gc.freeze()  # the collector would copy in each process all that they share
    waiting, running = iter(tasks), dict[int, tuple[int, T]]()
    done = False
    while True:
        while not done and len(running) < jobs:
            try:
                task = next(waiting)
            except StopIteration:
                done = True
                break
            reading, writing = os.pipe()
            if (child := os.fork()) == 0:
                os.close(reading)
                _work(judge, task, writing)
            os.close(writing)
            running[reading] = child, task
        if not running:
            return
        for ended in select.select(list(running), [], [])[0]:
            child, task = running.pop(ended)
            with os.fdopen(ended, "rb") as stream:
                told = stream.read()
            os.waitpid(child, 0)
            yield task, pickle.loads(told) if told else None


def _work(judge: Callable[[T], R], task: T, writing: int) -> None:
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        told = pickle.dumps(judge(task))
        with os.fdopen(writing, "wb") as stream:
            stream.write(told)
    finally:
        os._exit(0)
