"""Where one stands: what is left never grows and most find it ample; past the verdicts, what is still worth asking."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.dossier import Dossier
from advisor.interview.machine import Interview
from advisor.interview.prediagnosis.talk import commonly
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case, load_cases
from advisor.web.journey.model import QuestionPage
from advisor.web.journey.pages import next_page
from tests.support.spread import one_in
from tests.support.web_walk import answer_page, talk_of

# -- « encore 25 questions environ, souvent moins » --------------------------------------------------------------------


def walked(name: str, knowledge: Knowledge) -> list[tuple[int, int, set[str]]]:
    """Page by page: how many questions are left at best and at most, and the facts that the page asks."""
    source = find_case(name).dossier
    talk = talk_of(knowledge, Dossier(on=source.on), prediagnosis=False)
    met = []
    while isinstance(page := next_page(talk), QuestionPage):
        found = talk.interview.progress()
        met.append((found.best, found.worst, {one.partition("[")[0] for one in page.addresses}))
        assert answer_page(talk, page, source) is None
    return met


@pytest.mark.parametrize("name", ["046-tmo-introuvable", "071-association-muette", "079-suisse"])
def test_what_is_left_at_most_never_grows(name: str, knowledge: Knowledge) -> None:
    met = walked(name, knowledge)
    assert len(met) >= 5
    for best, worst, facts in met:
        assert 1 <= best <= worst, facts
    for (_, before, _), (_, after, facts) in pairwise(met):
        assert after <= before and commonly(after) <= commonly(before), facts


@pytest.mark.parametrize(
    ("gone", "best"), [({"titre_categorie"}, 1), ({"titulaire_titre"}, 1), ({"titre_categorie", "titulaire_titre"}, 2)]
)
def test_a_title_and_who_bears_it_are_two_answers_at_least(gone: set[str], best: int, knowledge: Knowledge) -> None:
    dossier = find_case("113").dossier
    remaining = {address: given for address, given in dossier.answers.items() if address not in gone}
    interview = Interview(knowledge, dossier.model_copy(update={"answers": remaining}), None)
    assert interview.progress().best == best


@pytest.mark.slow
def test_what_is_told_is_seldom_exceeded(knowledge: Knowledge) -> None:
    right = estimated = 0
    for name in [one.id for one in load_cases()][5::14]:
        met = walked(name, knowledge)
        before: set[str] = set()
        for rank, (_, worst, asked) in enumerate(met):
            # A table comes back with the answers it has, for a column that one of them calls for.
            come = len(set().union(*(facts for _, _, facts in met[rank:])) - before)
            before |= asked
            assert come <= worst, name
            if commonly(worst) < worst:
                estimated += 1
                right += come <= commonly(worst)
    # Over every case and page: 85 in a hundred.
    assert estimated > 150 and 0.75 < right / estimated < 1


@given(st.integers(0, 200))
def test_fewer_at_most_never_tell_more(worst: int) -> None:
    assert commonly(worst) <= commonly(worst + 1) <= worst + 1
    assert (commonly(worst) == 0) == (worst == 0)


# -- past the verdicts, a refusal that something would lift later included --------------------------------------------


def stopped(dossier: Dossier) -> Dossier:
    """The same company, asked nothing that its verdicts do not wait for: no clause was read."""
    remaining = {address: given for address, given in dossier.answers.items() if not address.startswith("clause_")}
    return dossier.model_copy(update={"answers": remaining})


def test_a_refusal_that_could_be_lifted_later_offers_what_else_must_be_ready(knowledge: Knowledge) -> None:
    interview = Interview(knowledge, stopped(find_case("017").dossier), None)
    assert interview.decided and interview.assessment.verdicts["ess"].outcome == "non_eligible"
    assert interview.next_group() is None
    asked = {need.address for need in interview.useful()}
    assert "clause_reserves_impartageables" in asked
    assert 0 < interview.useful_left() <= len(asked) and interview.prepares()
    interview.go_on()
    assert interview.next_group() is not None


@pytest.mark.parametrize("every", one_in(12))
def test_what_is_asked_past_a_refusal_never_moves_a_verdict_and_ends(every: int, knowledge: Knowledge) -> None:
    """Answered « je ne sais pas » to the end: the verdicts stay, and the talk stops."""
    seen = 0
    for case in load_cases()[4::every]:
        interview = Interview(knowledge, stopped(case.dossier), None)
        outcomes = {id: one.outcome for id, one in interview.assessment.verdicts.items()}
        if not interview.decided or set(outcomes.values()) != {"non_eligible"} or not interview.useful_left():
            continue
        seen += 1
        interview.go_on()
        for _ in range(200):
            waiting = interview.pending()
            if not waiting:
                break
            interview.unknown(waiting[0].address)
        assert interview.pending() == [], case.id
        assert {id: one.outcome for id, one in interview.assessment.verdicts.items()} == outcomes, case.id
    assert seen


@pytest.mark.parametrize("every", one_in(12))
def test_a_refusal_that_nothing_lifts_offers_nothing(every: int, knowledge: Knowledge) -> None:
    for case in load_cases()[::every]:
        interview = Interview(knowledge, case.dossier, None)
        verdicts = interview.assessment.verdicts.values()
        if interview.decided and all(one.outcome == "non_eligible" and not one.later for one in verdicts):
            assert interview.useful() == [], case.id
