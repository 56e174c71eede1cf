"""Many threads reason at once, each upon its own company: each finds what it would have found alone.

durable_rules lives once a process (traps 2 and 23 of its notes), and what was concluded once is remembered for all.
"""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from advisor.assessment.assess import assess
from advisor.assessment.engine.session import forget
from advisor.dossier import Dossier
from advisor.interview.machine import Interview
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import load_cases
from tests.examples.adapter import to_dossier

FEW, MANY = 4, 8
"""Threads at once: in the ordinary run, and when there is time."""
threads = pytest.mark.parametrize("threads", [FEW, pytest.param(MANY, marks=pytest.mark.slow)])


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads take turns a thousand times more often than usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-6)
    yield
    sys.setswitchinterval(usual)


def at_once(works: list[Callable[[], Any]], threads: int) -> list[list[Any]]:
    """Every work, in every thread, each in an order of its own, all starting from nothing together."""
    barrier = threading.Barrier(threads, action=forget)

    def run(seed: int) -> list[Any]:
        order = list(range(len(works)))
        random.Random(seed).shuffle(order)
        barrier.wait(60)
        given = {place: works[place]() for place in order}
        return [given[place] for place in range(len(works))]

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))


def talk(knowledge: Knowledge, dossier: Dossier) -> Callable[[], list[object]]:
    """An interview that answers what the dossier says, and all that a face shows on the way."""

    def run() -> list[object]:
        one = Interview(knowledge, Dossier(on=dossier.on))
        seen: list[object] = []
        for _ in range(8):
            group = one.next_group()
            if group is None:
                break
            item = next((item for item in group.items if item.needed), group.items[0])
            given = dossier.answers.get(item.address)
            if given is None or given.value is None:
                feedback = one.unknown(item.address)
            else:
                feedback = one.answer(item.address, given.value)
            seen += [group.key, feedback, one.progress(), one.why(item.address)]
        return seen

    return run


@threads
def test_threads_that_assess_at_once_each_find_what_they_would_alone(
    knowledge: Knowledge, situations: list[dict[str, Any]], impatient: None, threads: int
) -> None:
    step = 25 * MANY // threads
    dossiers = [to_dossier(one) for one in situations[::step]] + [case.dossier for case in load_cases()[::step]]
    works = [lambda one=one: assess(one, knowledge=knowledge).model_dump_json() for one in dossiers]
    alone = [work() for work in works]
    for given in at_once(works, threads):
        assert given == alone


@threads
def test_threads_that_talk_at_once_each_have_their_own_conversation(
    knowledge: Knowledge, impatient: None, threads: int
) -> None:
    step = 24 * MANY // threads
    works: list[Callable[[], Any]] = [talk(knowledge, case.dossier) for case in load_cases()[::step]]
    alone = [work() for work in works]
    assert len({str(one) for one in alone}) > len(alone) / 2
    for given in at_once(works, threads):
        assert given == alone
