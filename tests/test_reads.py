"""What a test is said to read is all that bears on it: the answers beside may change, it settles the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.coherence import _checks
from advisor.dossier import Dossier
from advisor.knowledge import load_knowledge
from advisor.knowledge.conditions import Leaf, OpenPoint
from advisor.reads import MAX_KEPT, Kept, Reads, reads
from advisor.reasoning import law
from advisor.settle import Session, Settled
from tests.generate import dossiers

KNOWLEDGE = load_knowledge()
DAYS = st.sampled_from([*KNOWLEDGE.law_days, KNOWLEDGE.base.law_as_of])


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Everything is worked out, as if nothing had been met before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Kept, "key", lambda _kept, _row: None)
        yield


def settled(session: Session, node: Leaf | OpenPoint) -> tuple[Settled, ...]:
    if isinstance(node, Leaf):
        return (session.leaf(node),)
    return session.open_point(node), session.open_point(node, attainable=True)


def answering_alike(one: Session, other: Session, addresses: tuple[str, ...]) -> None:
    """Give one company the answers of another, at some addresses."""
    one._given |= {address: other._given[address] for address in addresses}
    one._forget()


@given(
    DAYS.flatmap(lambda day: st.tuples(st.just(day), dossiers(KNOWLEDGE, day), dossiers(KNOWLEDGE, day))),
    st.dates(date(2014, 8, 2), date(2027, 1, 1)),
)
@settings(max_examples=15, deadline=None)
def test_answers_that_a_test_does_not_read_change_nothing(case: tuple[date, Dossier, Dossier], other_day: date) -> None:
    day, first, second = case
    with nothing_kept():
        for node in law(KNOWLEDGE, day).program.propositions.values():
            read = reads(KNOWLEDGE, [node])
            one, two = Session(KNOWLEDGE, first, day), Session(KNOWLEDGE, second, day if read.dated else other_day)
            if read.dated:
                two.requested = one.requested
            answering_alike(two, one, read.addresses)
            assert settled(one, node) == settled(two, node), (node, read)


@given(DAYS.flatmap(lambda day: st.tuples(st.just(day), dossiers(KNOWLEDGE, day), dossiers(KNOWLEDGE, day))))
@settings(max_examples=15, deadline=None)
def test_nor_do_they_to_a_guard_a_figure_or_a_contradiction(case: tuple[date, Dossier, Dossier]) -> None:
    day, first, second = case
    with nothing_kept():
        one, two = Session(KNOWLEDGE, first, day), Session(KNOWLEDGE, second, day)
        two.requested = one.requested
        before = two._given.copy()
        for fact in KNOWLEDGE.facts.values():
            if fact.asked_if is not None:
                two._given = before.copy()
                answering_alike(two, one, reads(KNOWLEDGE, [fact.asked_if]).addresses)
                assert one.holds(fact.asked_if) == two.holds(fact.asked_if), fact.id
        for id in KNOWLEDGE.indicators:
            two._given = before.copy()
            answering_alike(two, one, reads(KNOWLEDGE, [Leaf(indicator=id)]).addresses)
            assert one.indicator(id) == two.indicator(id), id
        one._guarding = two._guarding = False
        one._forget()
        for check in _checks(KNOWLEDGE):
            two._given = before.copy()
            answering_alike(two, one, reads(KNOWLEDGE, [check.condition], guarded=False).addresses)
            assert one.proved(check.condition) is two.proved(check.condition), check.id


@given(DAYS.flatmap(lambda day: dossiers(KNOWLEDGE, day)))
@settings(max_examples=40, deadline=None)
def test_what_is_remembered_is_what_would_be_settled(dossier: Dossier) -> None:
    """Whatever was met before, by these tests or by those of other files."""
    assert dossier.on is not None
    day, propositions = dossier.on, law(KNOWLEDGE, dossier.on).program.propositions
    warm = Session(KNOWLEDGE, dossier, day)
    for tests in law(KNOWLEDGE, day).tests:
        warm.together(tests)
    with nothing_kept():
        cold = Session(KNOWLEDGE, dossier, day)
        assert warm.contradictions == cold.contradictions
        for node in propositions.values():
            assert settled(warm, node) == settled(cold, node)


def test_amounts_once_given_are_not_remembered_and_the_rest_is_bounded() -> None:
    kept: Kept[int] = Kept(Reads(("forme", "capital"), dated=False, endless=("capital",)))
    made: list[int] = []

    def make() -> int:
        made.append(0)
        return len(made)

    row = {"forme": "sas", "capital": None}
    assert kept.get(row, make) == kept.get(row, make) == 1
    assert kept.get({**row, "capital": "10"}, make) == 2 and kept.get({**row, "capital": "10"}, make) == 3
    for rank in range(2 * MAX_KEPT):
        kept.get({**row, "forme": str(rank)}, make)
        assert len(kept.found) <= MAX_KEPT
