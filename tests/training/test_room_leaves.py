"""What a room is told of a criterion: the figure, and not an alternative that was ruled out before."""

from __future__ import annotations

import pytest

from advisor.assessment.tree import relevant_leaves
from advisor.rules.load import load_knowledge
from advisor.training.exercises import room_leaves
from tests.conftest import JudgedCases

KNOWLEDGE = load_knowledge()


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
    number: str, criterion: str, left_aside: str, judged: JudgedCases
) -> None:
    _, found = judged[number]
    reported = relevant_leaves(criterion, found, KNOWLEDGE)
    shown = room_leaves(criterion, found, KNOWLEDGE)
    (gone,) = (one.label for one in reported if one not in shown)
    assert gone.startswith(left_aside)
    assert shown and all(one.finding for one in shown)


@pytest.mark.parametrize(
    ("number", "criterion"),
    # Clauses to write, whichever is written; a clause in part, and the rate that it gives.
    [("003", "ESS-02"), ("004", "ESS-07"), ("007", "ESS-08"), ("105", "ESUS-08"), ("001", "ESUS-07-09")],
)
def test_alternatives_that_a_decision_may_open_are_all_told(number: str, criterion: str, judged: JudgedCases) -> None:
    _, found = judged[number]
    assert len(room_leaves(criterion, found, KNOWLEDGE)) > 1
    assert room_leaves(criterion, found, KNOWLEDGE) == relevant_leaves(criterion, found, KNOWLEDGE)


def test_a_room_is_told_part_of_what_the_report_tells_and_never_nothing(judged: JudgedCases) -> None:
    for case, found in judged.values():
        for id, finding in found.findings.items():
            reported, shown = relevant_leaves(id, found, KNOWLEDGE), room_leaves(id, found, KNOWLEDGE)
            assert set(shown) <= set(reported) and bool(shown) == bool(reported), (case.id, id)
            if finding.outcome != "non_satisfait":
                assert shown == reported, (case.id, id)
