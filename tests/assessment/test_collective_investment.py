"""Funds that are assimilated to an ESUS: half of their assets, and their certified report."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.advice.papers.esus import esus_file
from advisor.assessment.assess import assess
from tests.support.companies import given

PLACEMENT: dict[str, Any] = {
    "situation": "existante", "forme_juridique": "placement_collectif", "type_assimilation": "placement_collectif",
    "date_creation": "2015-01-01", "part_actif_esus": "50", "part_actif_esus_hors_versements": "50",
    "depassement_passif": "sans_objet", "rapport_certifie": "transmis", "date_rapport_certifie": "2025-06-19",
    "rapport_valeurs_fin_annee": "oui", "placement_nouveau_engagement": "ancien",
}  # fmt: skip


@pytest.mark.parametrize(
    ("on", "changes", "criterion", "verdict"),
    [
        # The report counts from 1 January 2025, before 20 June of its year, and for a year, that day included.
        ("2025-06-30", {}, "satisfait", "eligible"),
        ("2025-06-30", {"date_rapport_certifie": "2025-01-01"}, "satisfait", "eligible"),
        ("2025-06-30", {"date_rapport_certifie": "2024-12-31"}, "non_satisfait", "non_eligible"),
        ("2025-06-30", {"date_rapport_certifie": "2025-06-20"}, "non_satisfait", "non_eligible"),
        ("2026-06-19", {}, "satisfait", "eligible"),
        ("2026-06-20", {}, "non_satisfait", "non_eligible"),
        ("2025-06-10", {"date_rapport_certifie": "2024-12-31"}, "non_satisfait", "a_mettre_en_conformite"),
        ("2026-06-10", {"date_rapport_certifie": "2025-06-20"}, "non_satisfait", "a_mettre_en_conformite"),
        # Until 20 June of the year, one not sent can still be.
        ("2025-06-19", {"rapport_certifie": "pas_encore"}, "non_satisfait", "a_mettre_en_conformite"),
        ("2025-06-20", {"rapport_certifie": "pas_encore"}, "non_satisfait", "non_eligible"),
        # The one sent does not give the values of the end of the year: it can be made again until then.
        ("2025-06-19", {"rapport_valeurs_fin_annee": "non", "date_rapport_certifie": "2025-06-01"},
         "non_satisfait", "a_mettre_en_conformite"),
        ("2025-06-20", {"rapport_valeurs_fin_annee": "non", "date_rapport_certifie": "2025-06-01"},
         "non_satisfait", "non_eligible"),
        # Half of the assets, recent payments left out or not, or an excess that nobody caused.
        ("2025-06-30", {"part_actif_esus": "49.99"}, "satisfait", "eligible"),
        ("2025-06-30", {"part_actif_esus_hors_versements": "49.99"}, "satisfait", "eligible"),
        ("2025-06-30", {"part_actif_esus": "49.99", "part_actif_esus_hors_versements": "49.99"},
         "non_satisfait", "non_eligible"),
        ("2025-06-30", {"part_actif_esus": "40", "part_actif_esus_hors_versements": "40",
                        "depassement_passif": "non_imputable_et_regularisable"}, "satisfait", "eligible"),
        ("2025-06-30", {"part_actif_esus": "40", "part_actif_esus_hors_versements": "40",
                        "depassement_passif": "imputable_ou_tardif"}, "non_satisfait", "non_eligible"),
        ("2025-06-30", {"part_actif_esus": "10", "part_actif_esus_hors_versements": "10", "date_creation": "2025-01-01",
                        "placement_nouveau_engagement": "nouveau_avec_engagement"}, "satisfait", "eligible"),
    ],
)  # fmt: skip
def test_a_collective_investment(on: str, changes: dict[str, str], criterion: str, verdict: str) -> None:
    found = assess(given(on=date.fromisoformat(on), **PLACEMENT | changes))
    assert (found.findings["ESUS-08"].outcome, found.esus.outcome) == (criterion, verdict)


def test_a_report_too_late_for_this_year_is_awaited_the_next() -> None:
    late = given(on=date(2025, 6, 20), **PLACEMENT | {"rapport_certifie": "pas_encore", "date_rapport_certifie": None})
    (awaited,) = [one.day for one in esus_file(late).calendar if one.id == "rapport_annee_suivante"]
    assert awaited == date(2026, 6, 20)


def test_a_report_not_sent_is_not_blamed_for_its_values() -> None:
    unsent = {"rapport_certifie": "pas_encore", "date_rapport_certifie": None, "rapport_valeurs_fin_annee": None}
    finding = assess(given(on=date(2025, 6, 20), **PLACEMENT | unsent)).findings["ESUS-08"]
    assert [leaf.outcome for leaf in finding.leaves if "fin de l'année civile" in leaf.label] == ["satisfait"] * 2
