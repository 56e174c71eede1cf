"""One answer changed: answers that the law treats alike lead to one place, and every view of a change says the same."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advice.alternatives import Alternatives, Counterfactual
from advisor.advice.ways.margins import weaknesses
from advisor.advice.ways.whatif import what_if
from advisor.assessment.account.verdicts import outcomes
from advisor.assessment.assess import assess, reason
from advisor.assessment.wording import answer_text
from advisor.dossier import Dossier, answer
from advisor.rules.facts import FactType
from advisor.rules.load import load_knowledge
from advisor.training.casebook.read import find_case, load_cases
from tests.support.generate import dossiers

KNOWLEDGE = load_knowledge()
CLOSED = [address for address, (fact, _) in KNOWLEDGE.addresses.items() if fact.options]
DAY = date(2026, 11, 25)


@settings(max_examples=40, deadline=None)
@given(
    data=st.data(),
    day=st.sampled_from([DAY, date(2019, 5, 24), date(2015, 8, 12)]),
    address=st.sampled_from(CLOSED),
)
def test_answers_that_the_law_treats_alike_lead_where_each_leads_alone(
    data: st.DataObject, day: date, address: str
) -> None:
    dossier = data.draw(st.one_of(dossiers(KNOWLEDGE, day), st.sampled_from([one.dossier for one in load_cases()])))
    reasoning = reason(dossier, day)
    for other in Alternatives(reasoning).choices(address):
        alone, shared = reason(dossier.with_answer(address, answer(other.value)), day), other.then.reasoning
        assert outcomes(shared) == outcomes(alone)
        assert all(shared.pair(id) == alone.pair(id) for id in shared.law.program.roots if id in KNOWLEDGE.criteria)
        assert shared.session.contradictions == alone.session.contradictions


def test_what_the_law_treats_as_the_answer_given_is_no_alternative() -> None:
    dossier = find_case("001").dossier
    alternatives = Alternatives(reason(dossier))
    assert {one.value for one in alternatives.choices("forme_juridique")} >= {"association", "sarl"}
    thens = {id(one.then) for one in alternatives.choices("forme_juridique")}
    assert len(thens) < len(KNOWLEDGE.facts["forme_juridique"].options) - 1


@pytest.mark.parametrize("address", [one for one, (fact, _) in KNOWLEDGE.addresses.items() if fact.type.numeric])
def test_ranges_follow_one_another_from_the_first_figure_to_the_last(address: str) -> None:
    fact, _ = KNOWLEDGE.addresses[address]
    ranges = list(Alternatives(reason(Dossier(on=DAY))).ranges(address))
    if fact.type not in (FactType.PERCENT, FactType.COUNT):
        assert ranges == []
        return
    assert (ranges[0][0], ranges[-1][1]) == (fact.minimum, fact.maximum)
    step = 1 if fact.type is FactType.COUNT else 0.01
    for (_, last, _), (first, _, _) in pairwise(ranges):
        assert float(first - last) == pytest.approx(step)


@pytest.mark.parametrize("number", ["017", "021", "089", "107"])
def test_what_a_verdict_hangs_on_is_named_as_what_if_names_it(number: str) -> None:
    """A mutual insurer is « de droit », whoever asks."""
    dossier = find_case(number).dossier
    alternatives, now = Alternatives(reason(dossier)), assess(dossier).verdicts
    found = weaknesses(dossier)
    assert found
    for one in found:
        choices = alternatives.choices(one.address)
        (value,) = {
            choice.value for choice in choices if answer_text(KNOWLEDGE, one.address, choice.value) == one.instead
        }
        after = {move.status: move.after for move in what_if(dossier, {one.address: value}).statuses}
        assert (one.now, one.then) == (now[one.status].outcome, after[one.status])


def test_an_answer_withdrawn_is_one_nobody_knows() -> None:
    dossier = find_case("001").dossier
    then = Counterfactual(reason(dossier), {"forme_juridique": None, "mention_rcs": "non"})
    assert then.dossier.answers["forme_juridique"].unknown and then.dossier.answers["mention_rcs"].value == "non"
    assert outcomes(then.reasoning) == outcomes(reason(then.dossier))
