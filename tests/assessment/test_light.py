"""A light verdict is the verdict of the full account, on every company known and on many made up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import strategies as st

from advisor.assessment.assess import LightAssessment, assess, light_assess
from advisor.assessment.model import Assessment
from advisor.dossier import Dossier
from advisor.rules.load import load_knowledge
from tests.conftest import JudgedCases
from tests.examples.adapter import to_dossier
from tests.support.generate import dossiers
from tests.support.spread import hold, lengths, one_in

KNOWLEDGE = load_knowledge()
DAYS = st.sampled_from([*KNOWLEDGE.law_days, KNOWLEDGE.base.law_as_of])


def compare(dossier: Dossier, full: Assessment) -> LightAssessment:
    """Everything the light verdict says is what the account says."""
    light = light_assess(dossier, full.on, KNOWLEDGE)
    assert list(light.verdicts) == list(full.verdicts)
    for status, one in light.verdicts.items():
        verdict = full.verdicts[status]
        assert (one.outcome, one.cause, one.worst, one.best, one.route) == (
            verdict.outcome,
            verdict.cause,
            verdict.worst,
            verdict.best,
            verdict.route,
        )
        unmet = tuple(g.criterion for g in verdict.grounds if g.effect in ("non_satisfait", "incertain"))
        assert one.blocking == (() if verdict.outcome in ("eligible", "de_droit") else unmet)
        lasting = full.verdicts[status].duration_waits
        waited = {m.address for m in full.missing if status in m.for_statuses}
        assert waited - {*lasting} <= {*one.missing} <= waited
        costs = [KNOWLEDGE.addresses[address][0].cost for address in one.missing]
        assert costs == sorted(costs)
    assert light.contradictions == full.contradictions
    return light


@pytest.mark.parametrize("every", one_in(5))
def test_on_every_worked_case_and_situation(every: int, judged: JudgedCases, situations: list[dict[str, Any]]) -> None:
    known = [(case.dossier, full) for case, full in (judged[id] for id in list(judged)[::every])]
    known += [(one, assess(one, knowledge=KNOWLEDGE)) for one in map(to_dossier, situations[::every])]
    # None of these says so little that the comparison would be one of empty lists.
    found = [one for dossier, full in known for one in compare(dossier, full).verdicts.values()]
    assert {one.cause for one in found} >= {None, "faits", "droit"}
    assert any(one.blocking for one in found) and any(one.missing for one in found)


@pytest.mark.parametrize("examples", lengths(20, 400))
def test_on_dossiers_made_up(examples: int) -> None:
    def check(dossier: Dossier) -> None:
        compare(dossier, assess(dossier, knowledge=KNOWLEDGE))

    hold(examples, check, DAYS.flatmap(lambda day: dossiers(KNOWLEDGE, day)))


def test_before_the_law() -> None:
    before = Dossier(on=KNOWLEDGE.base.start.replace(year=KNOWLEDGE.base.start.year - 1))
    compare(before, assess(before, knowledge=KNOWLEDGE))
