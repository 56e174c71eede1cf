"""No conclusion has changed since the record: worked cases, those near them, a twentieth of the stored dossiers.

All of them: ``python -m tests.conclusions`` (`.ci/slow` runs it).
"""

from __future__ import annotations

from functools import cache

import pytest

from advisor.rules.load import Knowledge
from tests.conclusions import DOSSIERS, RECORD, Company, cases, concluded, differences, dossiers, near, recorded
from tests.support.spread import spread

EVERY = 20
PARTS = 16
ORDINARY = {"cas": PARTS, "cas, chemins": 2, "cas, autres jours": 0, "proche": PARTS, "dossier": 4}
"""Parts of each group in the ordinary run."""


def parts(group: str) -> list[tuple[str, int]]:
    return [(group, rank) for rank in range(PARTS)]


@cache
def companies(group: str) -> list[Company]:
    if not group.startswith("cas"):
        return list(near() if group == "proche" else dossiers(EVERY))
    found = [one for one in cases() if one.words is (group != "cas, autres jours")]
    return found if group == "cas, chemins" else [one._replace(ways=False) for one in found]


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    return recorded()


@pytest.mark.parametrize("part", [one for group in ORDINARY for one in spread(parts(group), ORDINARY[group])])
def test_every_conclusion_is_the_recorded_one(
    part: tuple[str, int], before: dict[str, str], knowledge: Knowledge
) -> None:
    group, rank = part
    chosen = companies(group)[rank::PARTS]
    lines = {one.key: before.get(one.key, "") for one in chosen}
    if group == "cas":
        lines = {key: line.partition(" | chemins ")[0] for key, line in lines.items()}
    assert not differences(lines, concluded(chosen, knowledge))


def test_the_record_has_a_line_for_every_company_and_no_other(before: dict[str, str]) -> None:
    assert list(before) == [one.key for one in (*cases(), *dossiers(), *near())]


def test_the_record_holds_nothing_that_every_edit_of_the_rules_moves(
    before: dict[str, str], knowledge: Knowledge
) -> None:
    assert not [key for key, line in before.items() if knowledge.fingerprint in line]


def test_the_record_and_its_dossiers_stay_small() -> None:
    assert RECORD.stat().st_size + DOSSIERS.stat().st_size < 2_000_000


def test_a_difference_names_company_day_and_what_moved(before: dict[str, str]) -> None:
    key, line = next(iter(before.items()))
    moved = line.replace("ess eligible", "ess non_eligible").replace("ess de_droit", "ess non_eligible")
    (gone, come) = differences({key: line}, {key: moved})
    assert gone.startswith(f"{key} : - ess ") and come.startswith(f"{key} : + ess non_eligible")


def test_the_stored_dossiers_reach_every_verdict(before: dict[str, str], knowledge: Knowledge) -> None:
    reached = {part.split(",")[0] for line in before.values() for part in line.split(" : ", 1)[1].split(" | ")[:2]}
    verdicts = ("de_droit", "eligible", "a_mettre_en_conformite", "non_eligible", "indetermine")
    assert reached == {f"{status} {verdict}" for status in knowledge.statuses for verdict in verdicts}
