"""ADDENDUM2 §2.23 and §2.24: waiting for three years, audit of cooperatives."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assessment.addendum2 import T, differences

FIVE_YEARS = "l'agrément durerait cinq ans au lieu de deux"


def created(on: str, pays_of: str = "2026") -> dict[str, str]:
    return {"date_creation": on, "annee_remuneration": pays_of}


WAITING = (
    T("2.23 six jours avant", created("2024-03-01"), "eligible", "eligible", date(2027, 2, 23), duration=2,
      text=(FIVE_YEARS,)),
    T("2.23 le jour même", created("2024-03-01"), "eligible", "eligible", date(2027, 3, 1), duration=5,
      no_text=(FIVE_YEARS,)),
    T("2.23 29 février, le 28", created("2024-02-29"), "eligible", "eligible", date(2027, 2, 28), duration=5),
    T("2.23 29 février, le 27", created("2024-02-29"), "eligible", "eligible", date(2027, 2, 27), duration=2,
      text=(FIVE_YEARS, "le 1er mars")),
    T("2.23 six mois avant", created("2024-03-01", "2025"), on=date(2026, 9, 1), duration=2, text=(FIVE_YEARS,)),
    T("2.23 plus de six mois avant", created("2024-03-01", "2025"), on=date(2026, 8, 31), duration=2,
      no_text=(FIVE_YEARS,)),
    T("2.23 la demande compte, non l'examen", created("2024-03-01"), on=date(2027, 2, 23), requested=date(2027, 3, 1),
      duration=5, no_text=(FIVE_YEARS,)),
    T("2.23 de droit, sans les exercices", created("2024-03-01")
      | {"categories_plein_droit": ["atelier_chantier_insertion"], "titre_categorie": "en_cours",
         "titulaire_titre": "structure_entiere"}, esus="de_droit", on=date(2027, 2, 23), duration=2,
      text=(FIVE_YEARS,), no_text=("exercices clos seront regardés",)),
)  # fmt: skip


@pytest.mark.parametrize("row", WAITING, ids=lambda row: row.id)
def test_waiting_for_three_years(row: T) -> None:
    assert differences(row) == []
