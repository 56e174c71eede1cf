"""ADDENDUM2, §2.4, §2.20, §2.21, §2.23, §2.24: funds and banks, waiting for three years, review of cooperatives."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assessment.addendum2 import SOCLE, Changes, T, differences

D = date.fromisoformat


def alone(**answers: str | None) -> Changes:
    """Answer nothing but this."""
    return dict.fromkeys(SOCLE) | answers


def fund(ess: str | None, esus: str | None) -> Changes:
    """Return a financing body, its shares of titles of the ESS and of ESUS."""
    return alone(
        situation="existante", date_creation="2009-03-01", siege="france", forme_juridique="placement_collectif",
        type_assimilation="organisme_financement", part_actif_ess=ess, part_actif_esus=esus,
    )  # fmt: skip


JUNE_2024, LAST, FIRST = D("2024-06-15"), D("2024-12-31"), D("2025-01-01")
DOUBT = {"esus": "indetermine", "cause": "droit", "points": ("CINQ-SEPTIEMES",)}
REFUSED = {"esus": "non_eligible", "no_points": "*", "no_remedies": ("se_donner_un_but",)}

FIVE_SEVENTHS = [
    T("45/27 en juin 2024", fund("45", "27"), on=JUNE_2024, **DOUBT),
    T("39/27 le 31/12/2024", fund("39", "27"), on=LAST, **DOUBT),
    T("39/27 le 01/01/2025", fund("39", "27"), on=FIRST, **REFUSED),
    T("36/25", fund("36", "25"), on=JUNE_2024, **DOUBT),
    T("100/25", fund("100", "25"), on=JUNE_2024, **DOUBT),
    T("35/25, égalité exacte", fund("35", "25"), on=JUNE_2024, esus="eligible", no_points="*"),
    T("44/32", fund("44", "32"), on=JUNE_2024, esus="eligible", no_points="*"),
    T("36/24", fund("36", "24"), on=JUNE_2024, **REFUSED),
    T("35/24,99", fund("35", "24.99"), on=JUNE_2024, **REFUSED),
    T("34,99/34,99", fund("34.99", "34.99"), on=JUNE_2024, **REFUSED),
    T("ESS inconnue, ESUS 24", fund(None, "24"), on=JUNE_2024, **REFUSED),
    T("ESUS inconnue", fund("45", None), on=JUNE_2024, esus="indetermine", cause="faits"),
    T("ESS inconnue, ESUS 40", fund(None, "40"), on=JUNE_2024, esus="indetermine", cause="faits"),
]


BANK = alone(
    situation="existante", date_creation="2009-03-01", siege="france", forme_juridique="cooperative",
    fonds_ou_banque="oui", type_assimilation="etablissement_credit",
)  # fmt: skip
SILENT = {"type_assimilation": None}
UNASKED = ("le cas général n'a pas été examiné",)
NO_DATE = ("il est encore temps", "le gestionnaire remet au ministre", "rapport certifié sur la part")

ASKED_OF = [
    T("boulangerie sans réponse", SILENT, esus="eligible", duration=5, missing=[]),
    T("banque coopérative en 2020, part inconnue", BANK, on=D("2020-06-15"), esus="indetermine",
      cause="faits", missing=["part_prets_esus"]),
    T("ancien dossier de banque, sans la question nouvelle", BANK | {"fonds_ou_banque": None}, on=D("2020-06-15"),
      missing=["part_prets_esus"]),
    T("banque à 79,99 % le 31/12/2024", BANK | {"part_prets_esus": "79.99"}, on=LAST, esus="non_eligible", missing=[]),
    T("banque à 80 % le 31/12/2024", BANK | {"part_prets_esus": "80"}, on=LAST, esus="eligible", missing=[]),
    T("le cas général demandé", BANK | {"droit_commun_aussi": "oui"}, esus="indetermine", cause="faits"),
    T("le cas général refusé", BANK | {"droit_commun_aussi": "non"}, esus="non_eligible", missing=[], text=UNASKED),
    T("SAS de financement qui demande le cas général", {"type_assimilation": "organisme_financement",
      "droit_commun_aussi": "oui"}, ess="eligible", esus="eligible", no_text=UNASKED),
    T("la même, sans réponse", {"type_assimilation": "organisme_financement"},
      ess="eligible", esus="non_eligible", text=UNASKED),
]  # fmt: skip

BANKS_SINCE_2025 = [
    T(f"{form} banque le {day}", BANK | {"forme_juridique": form, "part_prets_esus": "85"}, on=D(day),
      esus="non_eligible", text=("n'est pas un placement collectif", *UNASKED), no_text=NO_DATE)
    for form in ("sa", "cooperative") for day in ("2025-01-01", "2026-06-19", "2026-06-20", "2026-12-31")
]  # fmt: skip


@pytest.mark.parametrize("row", [*FIVE_SEVENTHS, *ASKED_OF, *BANKS_SINCE_2025], ids=lambda row: row.id)
def test_row(row: T) -> None:
    assert not differences(row)
