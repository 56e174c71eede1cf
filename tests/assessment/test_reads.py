"""What a test is said to read is all that bears on it: the answers beside may change, it settles the same."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment.law import compiled_rules, in_slot, law
from advisor.assessment.leaves import Settled, compiled, reads
from advisor.assessment.session import Session, Settler
from advisor.dossier import Dossier
from advisor.rules.conditions import FigureLeaf, Leaf, OpenPoint, Threshold
from advisor.rules.facts import SLOTS
from advisor.rules.load import load_knowledge
from advisor.rules.references import fact_id
from tests.support.generate import dossiers

KNOWLEDGE = load_knowledge()
DAYS = st.sampled_from([*KNOWLEDGE.law_days, KNOWLEDGE.base.law_as_of])


def settled(answers: Settler, node: Leaf | OpenPoint) -> tuple[Settled, ...]:
    return answers.settled(node), answers.settled(node, mended=True)


def answering_alike(one: Settler, other: Settler, addresses: tuple[str, ...], guarded: bool = True) -> Settler:
    """One company, with the answers of another at some addresses, and its days."""
    given = other.given | {address: one.given[address] for address in addresses}
    return Settler(KNOWLEDGE, given, one.on, one.requested, guarded)


@given(DAYS.flatmap(lambda day: st.tuples(st.just(day), dossiers(KNOWLEDGE, day), dossiers(KNOWLEDGE, day))))
@settings(max_examples=15, deadline=None)
def test_answers_that_a_test_does_not_read_change_nothing(case: tuple[date, Dossier, Dossier]) -> None:
    day, first, second = case
    one, two = Session(KNOWLEDGE, first, day), Session(KNOWLEDGE, second, day)
    for node in law(KNOWLEDGE, day).program.propositions.values():
        alike = answering_alike(one, two, reads(KNOWLEDGE, [node]))
        assert settled(one, node) == settled(alike, node), node


@given(DAYS.flatmap(lambda day: st.tuples(st.just(day), dossiers(KNOWLEDGE, day), dossiers(KNOWLEDGE, day))))
@settings(max_examples=15, deadline=None)
def test_nor_do_they_to_a_guard_a_figure_or_a_contradiction(case: tuple[date, Dossier, Dossier]) -> None:
    day, first, second = case
    one, two = Session(KNOWLEDGE, first, day), Session(KNOWLEDGE, second, day)
    for fact in KNOWLEDGE.facts.values():
        if fact.asked_if is not None:
            alike = answering_alike(one, two, reads(KNOWLEDGE, [fact.asked_if]))
            assert one.settled(fact.asked_if) == alike.settled(fact.asked_if), fact.id
    for address in compiled_rules(KNOWLEDGE).figures:
        id = fact_id(address)
        alike = answering_alike(
            one,
            two,
            reads(KNOWLEDGE, [FigureLeaf(indicator=id, operator="au_moins", threshold=Threshold(number=Fraction(0)))]),
        )
        assert one.indicator(address) == alike.indicator(address), address
    bare = answering_alike(one, one, (), guarded=False)
    for rule in KNOWLEDGE.coherences:
        slots = SLOTS[rule.for_each] if rule.for_each else ()
        for condition in [in_slot(rule.condition, slot, KNOWLEDGE) for slot in slots] or [rule.condition]:
            alike = answering_alike(one, two, reads(KNOWLEDGE, [condition], guarded=False), guarded=False)
            assert bare.proved(condition) is alike.proved(condition), rule.id


@given(DAYS.flatmap(lambda day: st.tuples(st.just(day), dossiers(KNOWLEDGE, day), dossiers(KNOWLEDGE, day))))
@settings(max_examples=15, deadline=None)
def test_answers_settled_beside_a_former_company_settle_as_if_alone(case: tuple[date, Dossier, Dossier]) -> None:
    day, first, second = case
    near = Session(KNOWLEDGE, first, day)
    tests = [compiled(node, KNOWLEDGE) for node in law(KNOWLEDGE, day).program.propositions.values()]
    for test in tests[::2]:
        test(near)
    addresses = sorted(second.answers)
    for count in (1, len(addresses) // 2, len(addresses)):
        moved = {address: second.answers[address] for address in addresses[:count]}
        other = first.model_copy(update={"answers": {**first.answers, **moved}})
        alone, beside = Session(KNOWLEDGE, other, day), Session(KNOWLEDGE, other, day, near=near)
        assert (alone.given, alone.contradictions) == (beside.given, beside.contradictions)
        for test in tests:
            assert test(alone) == test(beside)
