"""ADDENDUM2 §2.23 and §2.24: waiting for three years, audit of cooperatives."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assessment.addendum2 import CLAUSES, PLACES, T, differences

FIVE_YEARS = "l'agrément durerait cinq ans au lieu de deux"
TODAY = "a trois ans le jour même de la demande"


def created(on: str, pays_of: str = "2026") -> dict[str, str]:
    return {"date_creation": on, "annee_remuneration": pays_of}


WAITING = (
    T("2.23 six jours avant", created("2024-03-01"), "eligible", "eligible", date(2027, 2, 23), duration=2,
      text=("À partir du 1er mars 2027, " + FIVE_YEARS, "les trois derniers exercices"), no_text=("qui finirait",)),
    T("2.23 le jour même", created("2024-03-01"), "eligible", "eligible", date(2027, 3, 1), duration=5,
      text=(TODAY,), no_text=(FIVE_YEARS,)),
    T("2.23 le lendemain", created("2024-03-01"), "eligible", "eligible", date(2027, 3, 2), duration=5,
      no_text=(TODAY, FIVE_YEARS)),
    T("2.23 29 février, le 28", created("2024-02-29"), "eligible", "eligible", date(2027, 2, 28), duration=5,
      text=(TODAY, "déposez le lendemain")),
    T("2.23 29 février, le 27", created("2024-02-29"), "eligible", "eligible", date(2027, 2, 27), duration=2,
      text=("À partir du 28 février 2027, " + FIVE_YEARS, "notre lecture : par prudence, déposez le lendemain")),
    T("2.23 en renouvellement", created("2024-03-01") | {"situation": "renouvellement"}, on=date(2027, 2, 23),
      duration=2, text=(FIVE_YEARS, "l'agrément en cours qui finirait")),
    T("2.23 date inconnue", {"date_creation": None}, esus="eligible", duration=None,
      text=("5 ans, ou 2 ans si moins de trois ans à la demande)",)),
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

OF_COMPANIES = (*CLAUSES, *PLACES, "clause_gouvernance", "rachat_titres", "boni_liquidation", "mention_rcs",
                "expression_voix", "benefice_affecte", "operations_capital", "nombre_associes")  # fmt: skip
COOPERATIVE = dict.fromkeys(OF_COMPANIES) | {"forme_juridique": "cooperative"}
NO_GUIDE, OK = COOPERATIVE | {"guide_bonnes_pratiques": "non"}, {"ess": "de_droit", "esus": "eligible"}
REVISION = (
    T("2.24 à jour", NO_GUIDE | {"date_revision": "2024-01-15"}, **OK, idle=("ESS-15",),
      reserves=("RES-REVISION-A-JOUR",)),
    T("2.24 cinq ans moins un jour", NO_GUIDE | {"date_revision": "2021-09-16"}, **OK, idle=("ESS-15",)),
    T("2.24 cinq ans", NO_GUIDE | {"date_revision": "2021-09-15"}, **OK, findings={"ESS-15": "non_satisfait"},
      reserves=("RES-REVISION-ANCIENNE",), text=("une SCOP peut perdre sa qualité",),
      no_text=("est dispensée de présenter le guide",)),
    T("2.24 sans réponse", NO_GUIDE, **OK, findings={"ESS-15": "non_satisfait"}, missing=[]),
    T("2.24 sans réponse, ni sur le guide", COOPERATIVE, **OK, findings={"ESS-15": "a_completer"}),
    T("2.24 une SAS n'est pas concernée", {"date_revision": "2024-01-15", "guide_bonnes_pratiques": "non"}, "eligible",
      "eligible", findings={"ESS-15": "non_satisfait"}, no_text=("une SCOP peut perdre",)),
)  # fmt: skip


@pytest.mark.parametrize("row", REVISION, ids=lambda row: row.id)
def test_audit_of_a_cooperative(row: T) -> None:
    assert differences(row) == []


@pytest.mark.parametrize("row", WAITING, ids=lambda row: row.id)
def test_waiting_for_three_years(row: T) -> None:
    assert differences(row) == []
