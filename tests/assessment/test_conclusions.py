"""No conclusion has changed since the record: worked cases, those near them, a twentieth of the stored dossiers.

All of them: ``python -m tests.conclusions`` (`.ci/slow` runs it).
"""

from __future__ import annotations

import pytest

from advisor.rules.load import Knowledge
from tests.conclusions import DOSSIERS, RECORD, Company, cases, concluded, differences, dossiers, near, recorded

EVERY = 20
PARTS = 16


def companies(group: str) -> list[Company]:
    found = {"cas": cases, "autres jours": cases, "proche": near, "dossier": lambda: dossiers(EVERY)}[group]()
    return [one for one in found if not group.startswith(("cas", "autres")) or one.ways is (group == "cas")]


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("group", ["cas", pytest.param("autres jours", marks=pytest.mark.slow), "proche", "dossier"])
def test_every_conclusion_is_the_recorded_one(group: str, part: int, knowledge: Knowledge) -> None:
    chosen = companies(group)[part::PARTS]
    before = recorded()
    assert not differences({one.key: before.get(one.key, "") for one in chosen}, concluded(chosen, knowledge))


def test_the_record_has_a_line_for_every_company_and_no_other() -> None:
    assert list(recorded()) == [one.key for one in (*cases(), *dossiers(), *near())]


def test_the_record_and_its_dossiers_stay_small() -> None:
    assert RECORD.stat().st_size + DOSSIERS.stat().st_size < 2_000_000


def test_a_difference_names_company_day_and_what_moved() -> None:
    key, line = next(iter(recorded().items()))
    moved = line.replace("ess eligible", "ess non_eligible").replace("ess de_droit", "ess non_eligible")
    (gone, come) = differences({key: line}, {key: moved})
    assert gone.startswith(f"{key} : - ess ") and come.startswith(f"{key} : + ess non_eligible")


def test_the_stored_dossiers_reach_every_verdict(knowledge: Knowledge) -> None:
    reached = {part.split(",")[0] for line in recorded().values() for part in line.split(" : ", 1)[1].split(" | ")[:2]}
    verdicts = ("de_droit", "eligible", "a_mettre_en_conformite", "non_eligible", "indetermine")
    assert reached == {f"{status} {verdict}" for status in knowledge.statuses for verdict in verdicts}
