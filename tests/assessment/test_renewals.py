"""Renewals: the years of the past accreditation, and the last three."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from advisor.advice.guidance import ReportContext
from advisor.assessment.assess import assess
from advisor.assessment.session import Session
from advisor.dossier import answer
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import GuidanceKind
from advisor.training.casebook.read import find_case


def test_sixty_six_per_cent_each_year_of_a_renewal() -> None:
    """66 % each year of five: each reading of each period holds, taken alone or together."""
    renewal = find_case("056").dossier
    for year in ("n", "n-1", "n-2", "n-3", "n-4"):
        renewal = renewal.with_answer(f"charges_exploitation[{year}]", answer("100"))
        renewal = renewal.with_answer(f"charges_utilite_sociale[{year}]", answer("66"))
    assert assess(renewal).findings["ESUS-02a"].outcome == "satisfait"


def test_four_per_cent_paid_each_year_of_a_renewal() -> None:
    """Each reading of each period holds: together, years pay the same share of the same means as each of them."""
    renewal = find_case("056").dossier.with_answer("engagement_rentabilite", answer("oui"))
    for year in ("n", "n-1", "n-2", "n-3", "n-4"):
        for fact, amount in (("dividendes", "4"), ("capitaux_propres", "100"), ("concours_non_bancaires", "0")):
            renewal = renewal.with_answer(f"{fact}[{year}]", answer(amount))
    assert assess(renewal).findings["ESUS-02b"].outcome == "satisfait"


FIVE_YEARS = {"n": 4, "n-1": 2, "n-2": 8, "n-3": 0, "n-4": 0}
"""Dividends, of 100 of equity and 100 lent at 1 %, of each year of a renewal."""


@pytest.mark.parametrize(
    ("figure", "points"),
    [
        ("ecart_rentabilite_dernier_tmo", Fraction(9, 2)),
        ("ecart_derniers_exercices_dernier_tmo", Fraction(9, 2)),
        ("ecart_derniers_exercices_tmo_moyen", Fraction(9, 2)),
        ("ecart_derniers_exercices_cumules", Fraction(17, 6)),
        ("ecart_rentabilite_cumulee", Fraction(19, 10)),
    ],
)
def test_what_a_renewal_pays_to_capital(figure: str, points: Fraction, knowledge: Knowledge) -> None:
    """Over its five years, or the last three; a rate of 0 % is what its accounts say."""
    renewal = find_case("056").dossier
    for year, amount in FIVE_YEARS.items():
        cells = {
            "dividendes": amount,
            "remuneration_concours": 1,
            "capitaux_propres": 100,
            "concours_non_bancaires": 100,
        }
        for fact, value in {**cells, "tmo_retenu": 0}.items():
            renewal = renewal.with_answer(f"{fact}[{year}]", answer(str(value)))
    assert Session(knowledge, renewal, date(2026, 3, 17)).indicator(figure).value.known == points


@pytest.mark.parametrize(("closed", "told"), [("5", True), ("3", False), ("2", True)])
def test_the_past_accreditation_is_told_when_its_years_are_not_the_last_three(
    closed: str, told: bool, knowledge: Knowledge
) -> None:
    renewal = find_case("056").dossier.with_answer("exercices_agrement_precedent", answer(closed))
    figure = Session(knowledge, renewal, date(2026, 3, 17)).indicator("part_charges_agrement_passe")
    assert figure.applicable is told


@pytest.mark.parametrize(
    ("during", "before", "told"),
    [("66", "50", True), ("65.99", "50", False), ("66", "65.99", True), ("66", "66", False)],
)
def test_a_renewal_is_asked_what_the_first_accreditation_rested_on(during: str, before: str, told: bool) -> None:
    """Two years of it reach 66 %, the year before does not, and the return on capital is not limited."""
    renewal = find_case("056").dossier
    shares = {"n": during, "n-1": during, "n-2": before}
    changes = {"exercices_agrement_precedent": "2", "exercices_avant_agrement": "1"}
    changes |= {f"charges_exploitation[{year}]": "100" for year in shares}
    changes |= {f"charges_utilite_sociale[{year}]": share for year, share in shares.items()}
    for address, text in changes.items():
        renewal = renewal.with_answer(address, answer(text))
    reserves = [one.id for one in assess(renewal).findings["ESUS-02a"].reserves]
    assert ("RES-PREMIER-AGREMENT" in reserves) is told


@pytest.mark.parametrize(("end", "told"), [("2026-03-17", False), ("2026-03-16", True)])
def test_an_accreditation_has_ended_the_day_after_its_last(end: str, told: bool, knowledge: Knowledge) -> None:
    renewal = find_case("056").dossier.with_answer("date_fin_agrement", answer(end))
    found = assess(renewal)
    steps = ReportContext(found, knowledge, renewal).guidance(found.esus, GuidanceKind.PROCEDURE)
    assert ("procedure_esus_renouvellement_echu" in [line.id for line, _ in steps]) is told
