"""What a room is told of a criterion: the figure, and not an alternative that was ruled out before."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.assessment.tree import telling_leaves
from advisor.rules.load import load_knowledge
from advisor.training.casebook.read import find_case, load_cases
from advisor.training.exercises import room_leaves

KNOWLEDGE = load_knowledge()


def assessed(number: str) -> Assessment:
    case = find_case(number)
    return assess(case.dossier, on=case.dossier.on, knowledge=KNOWLEDGE)


@pytest.mark.parametrize(
    ("number", "criterion", "left_aside"),
    [
        ("139", "ESUS-03a", "Personne n'est rémunéré"),
        ("059", "ESUS-03b", "Personne n'est rémunéré"),
        (
            "030",
            "ESS-05P",
            "Aucun bénéfice n'a été réparti sous les règles de l'ESS au dernier exercice",
        ),
        ("029", "ESUS-02c", "La structure est encore un projet"),
    ],
)
def test_an_alternative_ruled_out_before_is_told_by_the_report_and_not_to_a_room(
    number: str, criterion: str, left_aside: str
) -> None:
    found = assessed(number)
    reported = telling_leaves(criterion, found, KNOWLEDGE)
    told = room_leaves(criterion, found, KNOWLEDGE)
    (gone,) = (one.label for one in reported if one not in told)
    assert gone.startswith(left_aside)
    assert told and all(one.finding for one in told)


@pytest.mark.parametrize(
    ("number", "criterion"),
    # Clauses to write, whichever is written; a clause in part, and the rate that it gives.
    [("003", "ESS-02"), ("004", "ESS-07"), ("007", "ESS-08"), ("105", "ESUS-08"), ("001", "ESUS-07-09")],
)
def test_alternatives_that_a_decision_may_open_are_all_told(number: str, criterion: str) -> None:
    found = assessed(number)
    assert len(room_leaves(criterion, found, KNOWLEDGE)) > 1
    assert room_leaves(criterion, found, KNOWLEDGE) == telling_leaves(criterion, found, KNOWLEDGE)


def test_a_room_is_told_part_of_what_the_report_tells_and_never_nothing() -> None:
    for case in load_cases():
        found = assess(case.dossier, on=case.dossier.on or date(2026, 11, 25), knowledge=KNOWLEDGE)
        for id, finding in found.findings.items():
            reported, told = telling_leaves(id, found, KNOWLEDGE), room_leaves(id, found, KNOWLEDGE)
            assert set(told) <= set(reported) and bool(told) == bool(reported), (case.id, id)
            if finding.outcome != "non_satisfait":
                assert told == reported, (case.id, id)
