"""Pay, capital and reserves at their limits."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.assessment.assess import assess
from tests.support.companies import sample


@pytest.mark.parametrize(("pay", "expected"), [("151351.20", "satisfait"), ("151351.21", "non_satisfait")])
@pytest.mark.parametrize("linked", [{}, {"remuneration_hors_structure": "oui", "remuneration_liee__1": "0"}])
def test_full_time_pay_at_the_ceiling_of_the_mean(pay: str, expected: str, linked: dict[str, str]) -> None:
    """A full time job whose months are not told is divided by one, neither more nor less."""
    others = {f"{fact}__{row}": None for fact in ("remuneration_brute", "quotite_travail") for row in range(2, 6)}
    one = {"remuneration_brute__1": pay, "quotite_travail__1": "100", "mois_presence__1": None}
    dossier = sample(annee_remuneration="2025", nombre_remuneres="1", **one, **others, **linked)
    assert assess(dossier).findings["ESUS-03a"].outcome == expected


@pytest.mark.parametrize(("paid", "expected"), [("0", "satisfait"), ("1", "non_satisfait")])
@pytest.mark.parametrize("criterion", ["ESUS-03a", "ESUS-03b"])
def test_one_person_paid_is_enough_for_the_ceilings(paid: str, expected: str, criterion: str) -> None:
    pays = {f"remuneration_brute__{row}": "900000" if row == 1 and paid == "1" else None for row in range(1, 6)}
    assert assess(sample(nombre_remuneres=paid, **pays)).findings[criterion].outcome == expected


@pytest.mark.parametrize(("capital", "said"), [("100", True), ("101", False)])
def test_a_low_capital_is_told_up_to_a_hundred_euros(capital: str, said: bool) -> None:
    profit = {"benefice_affecte": "oui", "benefice_exercice": "1000", "pertes_anterieures": "0"}
    fund = {"reserves_avant_affectation": "0", "dotation_fonds": "0"}
    finding = assess(sample(capital_social=capital, **profit, **fund)).findings["ESS-07P"]
    assert ("RES-CAPITAL-FAIBLE" in [one.id for one in finding.reserves]) is said


@pytest.mark.parametrize(
    ("way", "percentages", "expected"),
    [
        ("annulation_10", {"reduction_pourcentage_24_mois": "10"}, "incertain"),
        ("annulation_10", {"reduction_pourcentage_24_mois": "10.01"}, "non_satisfait"),
        ("annulation_10", {}, "a_completer"),
        ("annulation_025", {"reduction_pourcentage_exercice": "0.25"}, "incertain"),
        ("annulation_025", {"reduction_pourcentage_exercice": "0.26"}, "non_satisfait"),
        ("annulation_025", {}, "a_completer"),
        ("depart_associes", {}, "incertain"),
        ("ne_sait_pas", {}, "incertain"),
    ],
)
def test_a_reduction_of_capital_within_its_limit_or_not(way: str, percentages: dict[str, str], expected: str) -> None:
    finding = assess(sample(operations_capital=["reduction_pour_continuite"], reduction_voie=way, **percentages))
    found = finding.findings["ESS-06P"]
    assert found.outcome == expected
    told = "RES-REDUCTION-LIMITE" in [one.id for one in found.reserves]
    assert told is (expected == "non_satisfait")


@pytest.mark.parametrize(("reserve", "told"), [("0", False), ("1", True)])
def test_an_optional_reserve_is_told_from_the_first_euro(reserve: str, told: bool) -> None:
    profit = {"benefice_affecte": "oui", "benefice_exercice": "1000", "pertes_anterieures": "0"}
    finding = assess(sample(dotation_reserve_facultative=reserve, **profit)).findings["ESS-08P"]
    assert ("RES-RESERVE-FACULTATIVE" in [one.id for one in finding.reserves]) is told


def test_a_reduction_by_an_unknown_way_says_nothing_of_the_limits_of_the_others() -> None:
    """The criterion fails by the redemption alone."""
    dossier = sample(operations_capital=["reduction_pour_continuite", "amortissement"], reduction_voie="ne_sait_pas")
    found = assess(dossier).findings["ESS-06P"]
    assert found.outcome == "non_satisfait"
    assert "RES-REDUCTION-LIMITE" not in [one.id for one in found.reserves]


@pytest.mark.parametrize("operation", ["reduction_pour_continuite", "reduction_hors_cas"])
def test_only_a_reduction_for_continuity_waited_for_its_decree(operation: str) -> None:
    found = assess(sample(operations_capital=[operation]), on=date(2015, 12, 31)).findings["ESS-06P"]
    told = "RES-REDUCTION-AVANT-DECRET" in [one.id for one in found.reserves]
    assert told is (operation == "reduction_pour_continuite")
