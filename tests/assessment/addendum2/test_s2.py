"""ADDENDUM2 §2.1, §2.26 (5) and §3.2: pay of part of a year, ceilings, SMIC of Mayotte."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.assessment.addendum2 import Changes, T, differences

ELIGIBLE: Any = {"ess": "eligible", "esus": "eligible"}
REFUSED: Any = {"ess": "eligible", "esus": "non_eligible"}
LAW: Any = {"ess": "eligible", "esus": "indetermine", "cause": "droit"}
FACTS: Any = {"ess": "eligible", "esus": "indetermine", "cause": "faits"}


def pay(first: str, months: str | None, share: str = "100") -> Changes:
    """The first person's pay, months paid and working time."""
    return {"remuneration_brute[1]": first, "mois_presence[1]": months, "quotite_travail[1]": share}


ALL_OF_THREE_MONTHS = {f"remuneration_brute[{row}]": "40000" for row in range(1, 6)} | {
    f"mois_presence[{row}]": "3" for row in range(1, 6)
}

# 2025: 10 x SMIC = 216 216 EUR, 7 x SMIC = 151 351.20 EUR.
PART_OF_A_YEAR = (
    T("60 000 en 3 mois", pay("60000", "3"), **LAW, points=("ANNEE-INCOMPLETE",), findings={"ESUS-03a": "satisfait"}),
    T("45 000 en 3 mois", pay("45000", "3"), **ELIGIBLE, duration=5, no_points="*"),
    T("130 000 à 60 %, toute l'année", pay("130000", "12", "60"), **REFUSED, no_points="*"),
    T("60 000 en 6 mois à mi-temps", pay("60000", "6", "50"), **LAW, points=("ANNEE-INCOMPLETE",)),
    T("46 000 en 2,5 mois", pay("46000", "2.5"), **LAW, points=("ANNEE-INCOMPLETE",)),
    T("46 000 en 3 mois", pay("46000", "3"), **ELIGIBLE, no_points="*"),
    T("54 054 en 3 mois, pile", pay("54054", "3"), **ELIGIBLE),
    T("54 054,01 en 3 mois", pay("54054.01", "3"), **LAW, points=("ANNEE-INCOMPLETE",)),
    T("230 000 en 11 mois", pay("230000", "11"), **REFUSED, no_points="*"),
    T("la moyenne seule", ALL_OF_THREE_MONTHS, **LAW, findings={"ESUS-03a": "incertain", "ESUS-03b": "satisfait"}),
    T("ancienne quotité qui décide", pay("60000", None, "25"), **FACTS, missing_first="mois_presence[1]"),
    T("ancienne quotité qui ne décide pas", pay("30000", None, "25"), **ELIGIBLE, no_points="*"),
    T("ancienne quotité, refus dans tous les cas", pay("220000", None, "80"), **REFUSED, no_points="*"),
)  # fmt: skip

MAYOTTE: Changes = {"departement_siege": "976", "remuneration_brute[1]": "180000"}
BOTH = MAYOTTE | {"territoire_smic": "les_deux"}
HERE = MAYOTTE | {"territoire_smic": "oui"}

# 2025, Mayotte: 10 x SMIC = 163 436 EUR (163 436.40 EUR with monthly amounts).
TERRITORY = (
    T("à Mayotte", MAYOTTE | {"territoire_smic": "oui"}, **REFUSED, no_points="*", text=("163 436",),
      reserves=("RES-SMIC-MAYOTTE",)),
    T("ailleurs", MAYOTTE | {"territoire_smic": "non"}, **ELIGIBLE, no_points="*"),
    T("les deux", BOTH, **LAW, points=("TERRITOIRE-SMIC",), no_points=("CONVENTION-SMIC", "ANNEE-INCOMPLETE"),
      findings={"ESUS-03a": "satisfait", "ESUS-03b": "incertain"}, text=("plafond entre 163 436 € et 216 216 €",)),
    T("les deux, refusé partout", BOTH | pay("216216.01", "12"), **REFUSED, no_points="*"),
    T("les deux, tenu partout", BOTH | pay("163436", "12"), **ELIGIBLE, no_points="*"),
    T("les deux, une paie manque", BOTH | {"remuneration_brute[2]": None}, **FACTS, missing=["remuneration_brute[2]"]),
    T("les deux, année incomplète", BOTH | pay("45000", "3"), **LAW, points=("TERRITOIRE-SMIC", "ANNEE-INCOMPLETE")),
    T("la base donnée l'emporte", BOTH | {"smic_annuel_retenu": "21621.60"}, **ELIGIBLE, no_points="*"),
    T("le minimum de branche l'emporte", BOTH | {"minimum_branche_annuel": "22000"}, **ELIGIBLE, no_points="*"),
    T("siège à Mayotte, sans réponse", MAYOTTE, **FACTS, missing=["territoire_smic"]),
    T("siège à Mayotte, la réponse ne décide pas", MAYOTTE | pay("60000", "12"), **ELIGIBLE, missing=[]),
    T("établissement à Mayotte", MAYOTTE | {"departement_siege": "42", "etablissement_mayotte": "oui"}, **FACTS,
      missing=["territoire_smic"]),
    T("siège dans la Loire", MAYOTTE | {"departement_siege": "42"}, **ELIGIBLE, no_points="*", missing=[]),
    T("siège dans la Loire, réponse égarée", BOTH | {"departement_siege": "42"}, **ELIGIBLE, no_points="*"),
    T("département inconnu", MAYOTTE | {"departement_siege": None}, **ELIGIBLE, no_points="*", missing=[]),
    T("à Mayotte, pile", HERE | pay("163436", "12"), **ELIGIBLE, no_points="*"),
    T("à Mayotte, un euro de plus", HERE | pay("163437", "12"), **REFUSED, no_points="*"),
    *(T(f"à Mayotte en {year}", HERE | pay(most, "12") | {"annee_remuneration": year}, **ELIGIBLE,
        on=date(int(year) + 1, 9, 15)) for year, most in (("2021", "141641"), ("2022", "148997"), ("2023", "157187"))),
    T("à Mayotte en 2019 : SMIC non relevé", HERE | {"annee_remuneration": "2019"}, **FACTS,
      on=date(2020, 6, 1), missing=["smic_annuel_retenu"]),
)  # fmt: skip

NO_BRANCH = {"minimum_branche_annuel": None}

# Bounds are enough: the mean is at most the greatest pay, and the base at least the SMIC of the territory.
SEVEN_WAGES = (
    T("7 SMIC, minimum de branche inconnu", NO_BRANCH | pay("151351.20", "12"), **ELIGIBLE, missing=[]),
    T("au-delà, la moyenne tient encore", NO_BRANCH | pay("151351.21", "12"), **ELIGIBLE, missing=[]),
    T("au-delà de 10 SMIC", NO_BRANCH | pay("216216.01", "12"), **FACTS, missing=["minimum_branche_annuel"]),
    T("à l'année pleine", NO_BRANCH | pay("37837.80", "3"), **ELIGIBLE, missing=[]),
    T("au temps plein", NO_BRANCH | pay("75675.60", "12", "50"), **ELIGIBLE, missing=[]),
    T("SMIC du territoire, inconnu", NO_BRANCH | {"departement_siege": "976"} | pay("114405.20", "12"), **ELIGIBLE,
      missing=[]),
    T("société liée, à dire", NO_BRANCH | {"remuneration_hors_structure": None}, **FACTS,
      missing_first="remuneration_hors_structure"),
)  # fmt: skip

LAST_WAGE = (
    T("paies de 2026", {"annee_remuneration": "2026"}, **ELIGIBLE, reserves=("RES-SMIC-VERIFIE",), text=("juin 2026",)),
    T("paies de 2025", {}, **ELIGIBLE, no_text=("dernière valeur vérifiée",)),
)


@pytest.mark.parametrize("row", PART_OF_A_YEAR, ids=lambda row: row.id)
def test_pay_of_part_of_a_year(row: T) -> None:
    assert differences(row) == []


@pytest.mark.parametrize("row", SEVEN_WAGES, ids=lambda row: row.id)
def test_branch_minimum_is_not_asked_up_to_seven_wages(row: T) -> None:
    assert differences(row) == []


@pytest.mark.parametrize("row", LAST_WAGE, ids=lambda row: row.id)
def test_last_minimum_wage_checked(row: T) -> None:
    assert differences(row) == []


@pytest.mark.parametrize("row", TERRITORY, ids=lambda row: row.id)
def test_minimum_wage_of_mayotte(row: T) -> None:
    assert differences(row) == []
