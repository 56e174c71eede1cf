"""ADDENDUM2 §2.12: no profit left, a fictitious dividend, what is left; §2.14: age; §2.15: bad practice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assessment.addendum2 import Changes, T, differences

ELIGIBLE: Any = {"ess": "eligible", "esus": "eligible"}
TO_MEND: Any = {"ess": "a_mettre_en_conformite", "esus": "a_mettre_en_conformite"}
FACTS: Any = {"ess": "indetermine", "esus": "indetermine", "cause": "faits"}


def profit(amount: str, losses: str | None = None, dividends: str | None = "0", **more: str) -> Changes:
    """A profit shared by the assembly."""
    return {
        "benefice_affecte": "oui", "benefice_exercice": amount, "pertes_anterieures": losses,
        "dividendes_decides": dividends, **more,
    }  # fmt: skip


def shared(amount: str, dividends: str, **more: str) -> Changes:
    """A profit of which everything is told; capital of 50 000 €, no reserves yet."""
    rest = {"dotation_fonds": "0", "dotation_reserve_legale": "0", "dotation_autres_reserves_obligatoires": "0",
            "report_beneficiaire": "0", "dotation_reserve_facultative": "0"}  # fmt: skip
    return profit(amount, "0", dividends, capital_social="50000", reserves_avant_affectation="0", **(rest | more))


MET = {"ESS-05P": "satisfait", "ESS-07P": "satisfait", "ESS-08P": "satisfait"}
HALF, FICTITIOUS, LEFT = "dépassent la moitié", "L232-12", "sans emploi déclaré"
PROFITS = (
    T("bénéfice 0, rien d'autre", profit("0"), **ELIGIBLE, findings=MET, missing=[], no_text=(LEFT,)),
    T("perte", profit("-5000"), **ELIGIBLE, findings=MET, missing=[], contradictions=()),
    T("perte, tout à zéro", shared("-5000", "0"), **ELIGIBLE, findings=MET, contradictions=()),
    T("bénéfice 0, dividendes inconnus", profit("0", None, None), **FACTS, missing=["dividendes_decides"]),
    T("pertes égales au bénéfice", profit("20000", "20000"), **ELIGIBLE, findings=MET),
    T("pertes plus fortes, dividende", profit("20000", "26000", "3000"), **TO_MEND, text=(FICTITIOUS, "L232-11"),
      no_text=(HALF,), reserves=("RES-DIVIDENDE-FICTIF",), remedies=("rectifier_affectation",), contradictions=()),
    T("bénéfice 0, dividende", profit("0", None, "3000"), **TO_MEND, text=(FICTITIOUS,), contradictions=()),
    T("dividende sur report", profit("20000", "26000", "3000", dividende_sur_report="oui"), **ELIGIBLE,
      reserves=("RES-DIVIDENDE-SUR-REPORT",), no_text=(FICTITIOUS,)),
    T("dividende qui n'est pas sur report", profit("0", None, "3000", dividende_sur_report="non"), **TO_MEND,
      text=(FICTITIOUS,), no_text=(HALF,)),
    T("base de 1 €", shared("1", "1", dotation_fonds="0"), **TO_MEND, text=(HALF,), no_text=(FICTITIOUS,),
      reserves=("RES-BASE-MAJORITE",)),
    T("report répondu, bénéfice positif", shared("100000", "60000", dotation_fonds="20000", report_beneficiaire="20000",
      dividende_sur_report="oui"), **TO_MEND, findings={"ESS-05P": "non_satisfait"}),
    T("30 000 € oubliés", shared("100000", "0", dotation_fonds="20000", report_beneficiaire="50000"), **ELIGIBLE,
      reserves=("RES-SANS-EMPLOI",), text=("30 000 € sans emploi déclaré",)),
    T("tout est réparti", shared("100000", "30000", dotation_fonds="20000", report_beneficiaire="50000"), **ELIGIBLE,
      no_text=(LEFT,)),
    T("plus que le bénéfice", shared("10000", "20000"), contradictions=("CO-AFFECTATION",)),
    T("réserves sans bénéfice", shared("0", "0", dotation_fonds="500"), contradictions=("CO-AFFECTATION",)),
)  # fmt: skip


@pytest.mark.parametrize("row", PROFITS, ids=lambda row: row.id)
def test_profit(row: T) -> None:
    assert differences(row) == []


CERTAIN = ("Le manquement est certain ; sa suite ne l'est pas",)
PRACTICES = (
    T("dividendes trop forts", shared("100000", "80000", dotation_fonds="20000"), **TO_MEND, text=CERTAIN,
      reserves=("RES-PRATIQUE",), no_text=("n'est pas de l'ESS",)),
    T("fonds oublié", shared("100000", "0", report_beneficiaire="100000"), **TO_MEND, text=CERTAIN),
    T("capital amorti", {"operations_capital": ["amortissement"]}, **TO_MEND, reserves=("RES-PRATIQUE",), text=CERTAIN),
    T("rien à reprocher", {}, **ELIGIBLE, no_text=CERTAIN),
)  # fmt: skip


@pytest.mark.parametrize("row", PRACTICES, ids=lambda row: row.id)
def test_practice(row: T) -> None:
    assert differences(row) == []


AGES = (
    T("âge inconnu", {"date_creation": None}, **ELIGIBLE, missing=["date_creation"],
      text=("5 ans, ou 2 ans si moins de trois ans à la demande", "c'est la seule réponse qui donne la durée")),
    T("âge connu", {}, **ELIGIBLE, duration=5, missing=[], no_text=("ou 2 ans si", "la seule réponse qui donne")),
)  # fmt: skip


@pytest.mark.parametrize("row", AGES, ids=lambda row: row.id)
def test_age(row: T) -> None:
    assert differences(row) == []
