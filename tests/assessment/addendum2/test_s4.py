"""Purposes: the fifth one's date (2.6)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assessment.addendum2 import Changes, T, differences

ELI, NON, IND = "eligible", "non_eligible", "indetermine"
HERITAGE: Changes = {"buts": ["patrimoine_protege"], "fragilite_public": None}

DATE_OF_THE_FIFTH = [
    T(f"2.6 {day}", HERITAGE | {"annee_remuneration": str(int(day[:4]) - 1)}, ess, esus, date.fromisoformat(day),
      points=points)
    for day, ess, esus, points in (
        ("2024-06-14", NON, NON, ()), ("2024-06-15", IND, NON, ("Q2",)), ("2024-12-31", IND, NON, ("Q2",)),
        ("2025-01-01", IND, IND, ("Q2",)), ("2025-09-30", IND, IND, ("Q2",)), ("2025-10-01", ELI, ELI, ()),
    )
] + [
    T("2.6 patrimoine et lien social", HERITAGE | {"buts": ["patrimoine_protege", "lien_social_cohesion_territoriale"],
      "annee_remuneration": "2024"}, ELI, ELI, date(2025, 3, 1), no_points="*"),
]  # fmt: skip


@pytest.mark.parametrize("row", DATE_OF_THE_FIFTH, ids=lambda row: row.id)
def test_addendum2(row: T) -> None:
    assert not differences(row)
