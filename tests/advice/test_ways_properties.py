"""On companies nobody wrote: a worked case with a few answers changed at random still gets sound ways, or a reason."""

from __future__ import annotations

import random

import pytest

from advisor import assess
from advisor.advice.ways.find import find_ways
from advisor.advice.ways.model import STATUSES
from advisor.advice.ways.search import Search
from advisor.assessment.leaves import TRUE
from advisor.dossier import Answer, Dossier
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import load_cases
from tests.support.generate import values_of

FAVOURABLE = ("eligible", "de_droit")


def mutated(knowledge: Knowledge, seed: int) -> Dossier:
    """A worked case in which one to six answers are changed."""
    chance = random.Random(seed)
    dossier = chance.choice([case.dossier for case in load_cases()])
    assert dossier.on is not None
    for address in chance.sample(sorted(dossier.answers), min(len(dossier.answers), chance.randint(1, 6))):
        value = chance.choice(values_of(knowledge.addresses[address][0], dossier.on))
        dossier = dossier.with_answer(address, Answer(value=value))
    return dossier


def prove(knowledge: Knowledge, seeds: range) -> tuple[int, int]:
    """Ways proved and steps found necessary; fails on the first way that does not hold."""
    ways_proved = steps_needed = 0
    for seed in seeds:
        dossier = mutated(knowledge, seed)
        for status in STATUSES:
            ways = find_ways(dossier, status, knowledge=knowledge)
            assert ways.ways or ways.reason, (seed, status)
            for way in ways.ways:
                if way.sure and ways.law == "strict":
                    outcome = assess(way.dossier, on=way.earliest, knowledge=knowledge).verdicts[status].outcome
                    assert outcome in FAVOURABLE, (seed, status, outcome)
                    ways_proved += 1
            steps_needed += necessary(knowledge, dossier, status)
    return ways_proved, steps_needed


def necessary(knowledge: Knowledge, dossier: Dossier, status: str) -> int:
    """How many steps were shown to be needed: without any one of them the status is not reached."""
    assert dossier.on is not None
    search = Search(knowledge, dossier, dossier.on, status, "strict", frozenset())
    if search.value(search.start) == TRUE:
        return 0
    count = 0
    for state in search.ways():
        if search.value(state.future) == TRUE:
            for key in {move.key for move in state.moves}:
                fewer = [move for move in state.moves if move.key != key]
                assert search.value(search.replay(fewer)) != TRUE, (status, key)
                count += 1
    return count


def test_ways_hold_on_changed_companies(knowledge: Knowledge) -> None:
    proved, needed = prove(knowledge, range(16))
    assert proved >= 4 and needed >= 4


@pytest.mark.slow
def test_ways_hold_on_many_changed_companies(knowledge: Knowledge) -> None:
    proved, needed = prove(knowledge, range(1_000, 3_000))
    assert proved >= 700 and needed >= 1_000
