"""What must hold on any dossier, nonsense too: the engine agrees with the oracle, answers only narrow a verdict."""

from __future__ import annotations

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import strategies as st

from advisor.advice.guidance import unread_clauses
from advisor.assessment.assess import assess
from advisor.assessment.engine.session import infer_alone
from advisor.assessment.leaves import TRUE, UNKNOWN
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.session import Session
from advisor.dossier import Answer, Dossier
from advisor.rules.conditions import AllOf, AnyOf, CriterionRef, OpenPoint, walk
from advisor.rules.load import load_knowledge
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import Reading
from advisor.training.casebook.read import load_cases
from tests.conftest import EXAMPLES
from tests.examples.adapter import to_dossier
from tests.oracle.judge import differences
from tests.support.generate import dossiers, values_of
from tests.support.spread import hold, lengths

KNOWLEDGE = load_knowledge()
DAYS = st.sampled_from([*KNOWLEDGE.law_days, KNOWLEDGE.base.law_as_of])
ANY_DOSSIER = DAYS.flatmap(lambda day: dossiers(KNOWLEDGE, day))

WALKS = 40


def reason(dossier: Dossier) -> Reasoning:
    assert dossier.on is not None
    return Reasoning(Session(KNOWLEDGE, dossier, dossier.on))


def check_what_is_concluded(dossier: Dossier) -> None:
    assert differences(dossier) == []
    reasoning = reason(dossier)
    for reading in READINGS:
        for one in (reasoning.acquis(reading), reasoning.attainable(reading)):
            # What is recalled of other companies is what a session of its own would prove, trace included.
            known = {name: value == TRUE for name, value in one.settled.items() if value != UNKNOWN}
            alone = infer_alone(one.program, known)
            assert one.inference.values == alone.values and set(one.inference.fired) == set(alone.fired)


def test_a_condition_that_the_engine_did_not_read_is_weighed_on_what_it_concluded() -> None:
    """The law of another day, set against what this one makes of each criterion."""
    for case in load_cases()[:20]:
        reasoning = reason(case.dossier)
        refs = tuple(CriterionRef(id) for id in sorted(KNOWLEDGE.criteria)[:8])
        for reading in READINGS:
            values = [reasoning.kleene(one, reading) for one in refs]
            assert reasoning.kleene(AllOf(refs), reading) == min(values)
            assert reasoning.kleene(AnyOf((refs[0], AllOf(refs[1:]))), reading) == max(values[0], min(values[1:]))
        for tree in reasoning.trees.values():
            for node in walk(tree):
                if isinstance(node, OpenPoint):
                    unread = replace(node, index=None)
                    settled = reasoning.settled(unread)
                    assert reasoning.kleene(unread, Reading.STRICT) == settled.strict
                    assert reasoning.kleene(unread, Reading.FAVOURABLE) == settled.favourable


@pytest.mark.parametrize("examples", lengths(25, 5_000))
def test_the_engine_agrees_with_the_oracle(examples: int) -> None:
    hold(examples, check_what_is_concluded, ANY_DOSSIER)


@pytest.mark.parametrize("examples", lengths(30, 1_000))
def test_the_strict_reading_never_exceeds_the_favourable_one(examples: int) -> None:
    hold(examples, check_readings, ANY_DOSSIER)


def check_readings(dossier: Dossier) -> None:
    reasoning = reason(dossier)
    for id in KNOWLEDGE.criteria:
        strict, favourable = reasoning.pair(id)
        assert strict <= favourable, id
    for status in KNOWLEDGE.statuses:
        strict_span = reasoning.rungs(f"statut:{status}", "strict")
        favourable_span = reasoning.rungs(f"statut:{status}", "favourable")
        assert strict_span[0] <= favourable_span[0] and strict_span[1] <= favourable_span[1]


# To type a figure over a published one is to change an answer, not to add one.
TYPED_OVER = ("tmo_retenu", "smic_annuel_retenu")
# A year of pay is of twelve months, and no partner has every vote, until somebody says otherwise.
PRESUMED = ("mois_presence", "voix_premier_associe")


def worked_dossiers() -> list[Dossier]:
    """Companies as they are: verdicts other than a refusal, and figures close to their thresholds."""
    situations = EXAMPLES.read_text(encoding="utf-8").splitlines()
    return [case.dossier for case in load_cases()] + [to_dossier(json.loads(line)) for line in situations]


class Known:
    """What one state of a dossier settles."""

    def __init__(self, dossier: Dossier) -> None:
        reasoning = reason(dossier)
        self.clashes = {(one.id, one.addresses) for one in reasoning.session.contradictions}
        self.spans = {
            (status, reading): reasoning.rungs(f"statut:{status}", reading)
            for status in KNOWLEDGE.statuses
            for reading in READINGS
        }
        runs = [(reading, run) for reading in READINGS for run in (reasoning.acquis, reasoning.attainable)]
        self.criteria = {
            (id, reading, run.__name__): run(reading).value(id) for id in KNOWLEDGE.criteria for reading, run in runs
        }


def check_that_answers_only_narrow(walks: int, seed: int) -> Counter[str]:
    """Take answers away one after the other: each state must be what the one before narrowed.

    Returns:
        How many verdicts were compared while already decided, by kind, so that nobody takes nothing for a proof.
    """
    dice, companies, seen = random.Random(seed), worked_dossiers(), Counter[str]()
    for _ in range(walks):
        base = dice.choice(companies)
        on = dice.choice([base.on or KNOWLEDGE.base.law_as_of] * 2 + [dice.choice(KNOWLEDGE.law_days)])
        answers = dict(base.answers)
        for address in dice.sample(list(KNOWLEDGE.addresses), dice.randint(0, 12)):
            answers[address] = Answer(value=dice.choice(values_of(KNOWLEDGE.addresses[address][0], on)))
        if dice.random() < 0.5:
            answers = {one: given for one, given in answers.items() if not one.startswith(TYPED_OVER)}
        # Taken for granted until it is answered, so that its answer may undo what was concluded without it.
        presumed = {one.id for one in KNOWLEDGE.facts.values() if one.taken_for_granted or one.optional} | {*PRESUMED}
        presumed |= {id for one in KNOWLEDGE.facts.values() for id in one.yes_once_answered}
        order = [one for one in answers if not one.startswith(TYPED_OVER) and fact_id(one) not in presumed]
        dice.shuffle(order)
        more = Known(dossier := Dossier(on=on, requested=base.requested, answers=answers))
        while order:
            taken = [order.pop() for _ in range(min(len(order), dice.choice([1, 1, 1, 2, 5, 10])))]
            answers = {one: given for one, given in dossier.answers.items() if one not in taken}
            less = Known(dossier := dossier.model_copy(update={"answers": answers}))
            if less.clashes == more.clashes:
                compare(less, more, (on, taken, dossier), seen)
            more = less
    return seen


def compare(less: Known, more: Known, where: object, seen: Counter[str]) -> None:
    for key, (low, high) in less.spans.items():
        new_low, new_high = more.spans[key]
        assert low <= new_low <= new_high <= high, (key, where)
        if low == high:
            seen["decided"] += 1
            seen["favourable"] += low > 0
        elif (low, high) != (0, 2):
            seen["bounded"] += 1
    for one, value in less.criteria.items():
        assert value == UNKNOWN or value == more.criteria[one], (one, where)
        seen["criteria"] += value != UNKNOWN


def test_an_answer_only_narrows_a_verdict() -> None:
    """Answers arrive one by one, in any order; as long as none contradicts another, bounds only close."""
    seen = check_that_answers_only_narrow(walks=WALKS, seed=11)
    assert seen["decided"] > 4 * WALKS and seen["favourable"] > 2 * WALKS and seen["bounded"] > 3 * WALKS, seen


@pytest.mark.slow
def test_an_answer_only_narrows_a_verdict_at_length() -> None:
    for seed in range(30):
        check_that_answers_only_narrow(walks=100, seed=seed)


@pytest.mark.parametrize("examples", lengths(20, 300))
def test_the_order_of_answers_is_indifferent(examples: int) -> None:
    hold(examples, check_order, ANY_DOSSIER, st.randoms(use_true_random=False))


def check_order(dossier: Dossier, random: Any) -> None:
    order = list(dossier.answers)
    random.shuffle(order)
    shuffled = dossier.model_copy(update={"answers": {address: dossier.answers[address] for address in order}})
    one, other = assess(dossier, knowledge=KNOWLEDGE), assess(shuffled, knowledge=KNOWLEDGE)
    assert one.verdicts == other.verdicts
    assert one.findings == other.findings


@pytest.mark.parametrize("examples", lengths(30, 300))
def test_an_assessment_survives_json(examples: int) -> None:
    hold(examples, check_json, ANY_DOSSIER)


def check_json(dossier: Dossier) -> None:
    assessment = assess(dossier, knowledge=KNOWLEDGE)
    assert type(assessment).model_validate_json(assessment.model_dump_json()) == assessment


@pytest.mark.parametrize("examples", lengths(25, 500))
def test_a_verdict_is_consistent_with_its_bounds(examples: int) -> None:
    hold(examples, check_bounds, ANY_DOSSIER)


def check_bounds(dossier: Dossier) -> None:
    assessment = assess(dossier, knowledge=KNOWLEDGE)
    for verdict in assessment.verdicts.values():
        if verdict.outcome == "a_mettre_en_conformite":
            # A certain obstacle: nothing better is left, something worse may be.
            assert verdict.best == verdict.outcome
            assert verdict.hinges_on_law or verdict.decided is (verdict.worst == verdict.best)
            assert verdict.open_points or not verdict.hinges_on_law
        elif verdict.outcome != "indetermine":
            assert verdict.decided and verdict.worst == verdict.best == verdict.outcome and verdict.cause is None
        else:
            assert verdict.cause is not None
            if verdict.cause == "droit":
                assert verdict.branches and verdict.open_points
                assert verdict.decided or any(verdict.status in one.for_statuses for one in assessment.missing)
        if verdict.outcome == "a_mettre_en_conformite":
            read_first = bool(unread_clauses(assessment, KNOWLEDGE))
            assert verdict.changes or read_first or assessment.ended
            assert not (verdict.changes and assessment.ended)
        if verdict.outcome == "non_eligible" and assessment.on >= KNOWLEDGE.base.start:
            assert any(ground.effect in ("non_satisfait", "incertain") for ground in verdict.grounds)
        assert verdict.sentence and "{" not in verdict.sentence
    decided = all(verdict.decided for verdict in assessment.verdicts.values())
    reasoning = reason(dossier)
    assert {id: reasoning.decided(id) for id in assessment.verdicts} == {
        id: verdict.decided for id, verdict in assessment.verdicts.items()
    }
    # What tells how long an accreditation at hand lasts decides of no verdict.
    lasting = {one for verdict in assessment.verdicts.values() for one in verdict.duration_waits}
    assert {one.address for one in assessment.missing} <= lasting if decided else assessment.missing


def test_before_the_law_nothing_exists() -> None:
    assessment = assess(Dossier(on=date(2014, 8, 1)), knowledge=KNOWLEDGE)
    for verdict in assessment.verdicts.values():
        assert verdict.cause == "avant_la_loi" and verdict.sentence == KNOWLEDGE.base.before_start
