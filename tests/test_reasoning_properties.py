"""What must hold on any dossier: the engine agrees with plain Python, answers only narrow a verdict."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.dossier import Dossier
from advisor.evaluation import assess
from advisor.knowledge import load_knowledge
from advisor.reasoning import READINGS, Reasoning
from advisor.settle import FALSE, TRUE, Session
from tests.generate import dossiers
from tests.kleene import Oracle

KNOWLEDGE = load_knowledge()
DAYS = st.sampled_from([*KNOWLEDGE.law_days, KNOWLEDGE.base.law_as_of])
ANY_DOSSIER = DAYS.flatmap(lambda day: dossiers(KNOWLEDGE, day))

RUNGS = {(0, 0): (0, 0), (2, 2): (2, 2), (2, 0): (1, 1), (2, 1): (1, 2), (1, 0): (0, 1), (1, 1): (0, 2)}


def reason(dossier: Dossier) -> Reasoning:
    assert dossier.on is not None
    return Reasoning(Session(KNOWLEDGE, dossier, dossier.on))


def compare_with_oracle(dossier: Dossier) -> None:
    reasoning = reason(dossier)
    for strict in (True, False):
        reading = READINGS[0 if strict else 1]
        now = Oracle(KNOWLEDGE, reasoning.session, reasoning.day, strict, attainable=False)
        reach = Oracle(KNOWLEDGE, reasoning.session, reasoning.day, strict, attainable=True)
        run = reasoning.acquis(reading)
        for id in KNOWLEDGE.criteria:
            assert run.value(id) == now.criterion(id), (id, strict)
        for route in KNOWLEDGE.routes():
            assert run.value(f"voie:{route}") == now.route(route), (route, strict)
            assert reasoning.attainable(reading).value(f"voie:{route}") == reach.route(route), (route, strict)
        for status in KNOWLEDGE.statuses:
            expected = RUNGS[(reach.status(status), now.status(status))]
            assert reasoning.rungs(f"statut:{status}", reading) == expected, (status, strict)


@given(ANY_DOSSIER)
@settings(max_examples=1000)
def test_the_engine_agrees_with_plain_python(dossier: Dossier) -> None:
    compare_with_oracle(dossier)


@pytest.mark.slow
@given(ANY_DOSSIER)
@settings(max_examples=10_000)
def test_the_engine_agrees_with_plain_python_at_length(dossier: Dossier) -> None:
    compare_with_oracle(dossier)


@given(ANY_DOSSIER)
@settings(max_examples=200)
def test_the_strict_reading_never_exceeds_the_favourable_one(dossier: Dossier) -> None:
    reasoning = reason(dossier)
    for id in KNOWLEDGE.criteria:
        strict, favourable = reasoning.pair(id)
        assert strict <= favourable, id
    for status in KNOWLEDGE.statuses:
        strict_span = reasoning.rungs(f"statut:{status}", "strict")
        favourable_span = reasoning.rungs(f"statut:{status}", "favourable")
        assert strict_span[0] <= favourable_span[0] and strict_span[1] <= favourable_span[1]


def span(reasoning: Reasoning, status: str) -> dict[str, tuple[int, int]]:
    return {reading: reasoning.rungs(f"statut:{status}", reading) for reading in READINGS}


@given(ANY_DOSSIER, st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_an_answer_only_narrows_a_verdict(dossier: Dossier, random: Any) -> None:
    """Answers arrive one by one, in any order; as long as none contradicts another, bounds only close."""
    order = list(dossier.answers)
    random.shuffle(order)
    growing = Dossier(on=dossier.on)
    before = reason(growing)
    # Every answer would be slow and say no more: check in a few strides.
    for stride in range(0, len(order), 7):
        for address in order[stride : stride + 7]:
            growing = growing.with_answer(address, dossier.answers[address])
        after = reason(growing)
        if after.session.contradictions:
            return
        for status in KNOWLEDGE.statuses:
            for reading in READINGS:
                low, high = span(before, status)[reading]
                new_low, new_high = span(after, status)[reading]
                assert low <= new_low <= new_high <= high, (status, reading, order[: stride + 7])
        for id in KNOWLEDGE.criteria:
            for was, now in zip(before.pair(id), after.pair(id), strict=True):
                assert was not in (TRUE, FALSE) or was == now, (id, order[: stride + 7])
        before = after


@given(ANY_DOSSIER, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_answers_is_indifferent(dossier: Dossier, random: Any) -> None:
    order = list(dossier.answers)
    random.shuffle(order)
    shuffled = dossier.model_copy(update={"answers": {address: dossier.answers[address] for address in order}})
    one, other = assess(dossier, knowledge=KNOWLEDGE), assess(shuffled, knowledge=KNOWLEDGE)
    assert one.verdicts == other.verdicts
    assert one.findings == other.findings


@given(ANY_DOSSIER)
@settings(max_examples=100)
def test_an_assessment_survives_json(dossier: Dossier) -> None:
    assessment = assess(dossier, knowledge=KNOWLEDGE)
    assert type(assessment).model_validate_json(assessment.model_dump_json()) == assessment


@given(ANY_DOSSIER)
@settings(max_examples=150)
def test_a_verdict_is_consistent_with_its_bounds(dossier: Dossier) -> None:
    assessment = assess(dossier, knowledge=KNOWLEDGE)
    for verdict in assessment.verdicts.values():
        if verdict.outcome != "indetermine":
            assert verdict.decided and verdict.worst == verdict.best == verdict.outcome and verdict.cause is None
        else:
            assert verdict.cause is not None
            if verdict.cause == "droit":
                assert verdict.decided and verdict.branches and verdict.open_points
        if verdict.outcome == "a_mettre_en_conformite":
            assert verdict.changes
        if verdict.outcome == "non_eligible" and assessment.on >= KNOWLEDGE.base.start:
            assert any(ground.effect in ("non_satisfait", "incertain") for ground in verdict.grounds)
        assert verdict.sentence and "{" not in verdict.sentence
    decided = all(verdict.decided for verdict in assessment.verdicts.values())
    assert bool(assessment.missing) is not decided


def test_before_the_law_nothing_exists() -> None:
    assessment = assess(Dossier(on=date(2014, 8, 1)), knowledge=KNOWLEDGE)
    for verdict in assessment.verdicts.values():
        assert verdict.cause == "avant_la_loi" and verdict.sentence == KNOWLEDGE.base.before_start
