"""Answers that cannot stand together, and warnings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.assessment.assess import assess
from advisor.rules.load import Knowledge
from tests.assessment.test_collective_investment import PLACEMENT
from tests.support.companies import given, sample, with_answers


def test_an_association_alone_is_an_intermediary_association(knowledge: Knowledge) -> None:
    for option in knowledge.facts["forme_juridique"].options:
        dossier = given(
            situation="existante", forme_juridique=option.id, categories_plein_droit=["association_intermediaire"]
        )
        broken = [one.id for one in assess(dossier).contradictions]
        allowed = option.id in ("association", "personne_publique")
        assert broken == ([] if allowed else ["CO-ASSOCIATION-INTERMEDIAIRE"]), option.id


@pytest.mark.parametrize(("closed", "year"), [("zero", "n"), ("un", "n_1"), ("deux", "n_2")])
def test_charges_of_a_year_that_is_not_closed(closed: str, year: str) -> None:
    for one in ("n", "n_1", "n_2"):
        dossier = given(situation="existante", nombre_exercices_clos=closed, **{f"charges_exploitation__{one}": "1"})
        broken = "CO-EXERCICES-EN-TROP" in [found.id for found in assess(dossier).contradictions]
        assert broken is (one == year), one


def test_inequalities_alone_are_read_again_once_the_law_ties_them_to_citizenship(knowledge: Knowledge) -> None:
    for option in knowledge.facts["buts"].options:
        if option.id != "aucun":
            purposes = sorted({"lutte_inegalites", option.id})
            dossier = given(on=date(2019, 5, 24), situation="existante", buts=purposes)
            warned = "CO-INEGALITES-SEULES" in [one.id for one in assess(dossier).warnings]
            assert warned is (option.id == "lutte_inegalites"), option.id


def test_what_culture_serves_is_asked_when_no_purpose_of_2014_stands_beside_it(knowledge: Knowledge) -> None:
    for option in knowledge.facts["buts"].options:
        if option.id != "aucun":
            purposes = sorted({"promotion_culturelle", option.id})
            assessment = assess(with_answers("023", buts=purposes, but_de_la_culture=None))
            asked = "but_de_la_culture" in [one.address for one in assessment.missing]
            assert asked is (option.id in ("promotion_culturelle", "patrimoine_protege")), option.id


@pytest.mark.parametrize(
    ("answers", "day", "broken"),
    [
        ({"situation": "existante", "date_creation": "2025-06-16"}, "2025-06-16", ""),
        ({"situation": "existante", "date_creation": "2025-06-17"}, "2025-06-16", "CO-CREATION-FUTURE"),
        ({"situation": "projet", "date_creation": "2025-06-16"}, "2025-06-16", "CO-PROJET-DATE"),
        ({"situation": "projet", "date_creation": "2025-06-17"}, "2025-06-16", "CO-CREATION-FUTURE"),
        ({"situation": "existante", "date_cloture__n": "2025-06-16"}, "2025-06-16", ""),
        ({"situation": "existante", "date_cloture__n": "2025-06-17"}, "2025-06-16", "CO-COMPTES-FUTURS"),
        ({**PLACEMENT, "date_rapport_certifie": "2025-06-16"}, "2025-06-16", ""),
        ({**PLACEMENT, "date_rapport_certifie": "2025-06-17"}, "2025-06-16", "CO-RAPPORT-FUTUR"),
    ],
)
def test_a_day_that_has_not_come(answers: dict[str, Any], day: str, broken: str) -> None:
    found = [one.id for one in assess(given(on=date.fromisoformat(day), **answers)).contradictions]
    assert found == ([broken] if broken else [])


def test_equality_alone_is_told_from_the_day_the_law_tells_it_apart() -> None:
    told = [
        "CO-INEGALITES-SEULES"
        in [one.id for one in assess(given(on=day, situation="existante", buts=["lutte_inegalites"])).warnings]
        for day in (date(2019, 5, 23), date(2019, 5, 24))
    ]
    assert told == [False, True]


@pytest.mark.parametrize(("closed", "told"), [("2021-12-31", False), ("2021-12-30", True)])
def test_two_years_between_two_closings_lack_no_year(closed: str, told: bool) -> None:
    found = [one.id for one in assess(sample(**{"date_cloture__n-2": closed})).contradictions]
    assert ("CO-EXERCICES-MANQUANTS-2" in found) is told


@pytest.mark.parametrize(
    ("count", "place", "amount", "told"),
    [
        *((5, place, "0", True) for place in range(1, 6)),
        (5, 5, "1", False),
        (4, 5, "0", False),
        (3, 4, "0", False),
        (14, 4, "0", True),
    ],
)
def test_who_is_paid_nothing_is_not_counted_among_the_paid(count: int, place: int, amount: str, told: bool) -> None:
    """It would lower the average of the highest pays."""
    dossier = given(situation="existante", nombre_remuneres=str(count), **{f"remuneration_brute__{place}": amount})
    found = [one.id for one in assess(dossier).contradictions]
    assert found == ([f"CO-REMUNERATION-NULLE-{place}"] if told else [])


@pytest.mark.parametrize(
    ("day", "solidarity", "social", "told"),
    [
        ("2024-12-31", "40", "40", False),
        ("2024-12-31", "40", "40.01", True),
        # The share of the social economy counts no longer.
        ("2025-01-01", "40", "40.01", False),
    ],
)
def test_titles_of_accredited_companies_are_titles_of_the_social_economy(
    day: str, solidarity: str, social: str, told: bool
) -> None:
    dossier = given(
        date.fromisoformat(day),
        situation="existante",
        type_assimilation="organisme_financement",
        part_actif_ess=solidarity,
        part_actif_esus=social,
    )
    assert [one.id for one in assess(dossier).contradictions] == (["CO-PART-ESUS-DANS-ESS"] if told else [])


ABROAD = {"siege": "union_europeenne", "etablissement_principal_france": "oui"}


@pytest.mark.parametrize(
    ("form", "answers", "outcome", "told"),
    [
        ("association", {"siege": "france", "droit_francais": "non"}, "de_droit", []),
        ("association", ABROAD, "de_droit", []),
        ("association", ABROAD | {"droit_francais": "oui"}, "de_droit", []),
        ("association", ABROAD | {"droit_francais": "oui", "vie_associative": "non"}, "indetermine", []),
        ("association", ABROAD | {"droit_francais": "non"}, "non_eligible", []),
        ("association", ABROAD | {"droit_francais": "non", "vie_associative": "non"}, "non_eligible", []),
        ("fondation", {"siege": "hors_union_europeenne", "droit_francais": "non"}, "non_eligible", []),
        ("mutuelle", ABROAD | {"droit_francais": "non"}, "non_eligible", []),
        # The law names cooperatives without their country: another question, another form to choose.
        ("cooperative", ABROAD | {"droit_francais": "non"}, "indetermine", ["CO-COOPERATIVE-ETRANGERE"]),
        ("cooperative", ABROAD | {"droit_francais": "oui"}, "de_droit", []),
        ("cooperative", ABROAD, "de_droit", []),
    ],
)
def test_a_historic_form_of_another_country_is_not_of_those_the_law_names(
    form: str, answers: dict[str, str], outcome: str, told: list[str]
) -> None:
    assessment = assess(with_answers("071", forme_juridique=form, **answers))
    assert assessment.verdicts["ess"].outcome == outcome
    assert [one.id for one in assessment.contradictions] == told
    if outcome == "non_eligible":
        assert assessment.verdicts["esus"].outcome == outcome
        assert "faire porter l'activité par une association" in assessment.verdicts["ess"].sentence


@pytest.mark.parametrize(
    ("day", "form", "kind", "told"),
    [
        ("2024-12-31", "placement_collectif", "organisme_financement", False),
        ("2025-01-01", "placement_collectif", "organisme_financement", True),
        ("2025-01-01", "placement_collectif", "etablissement_credit", True),
        ("2025-01-01", "placement_collectif", "placement_collectif", False),
        ("2025-01-01", "placement_collectif", "aucun", False),
        ("2025-01-01", "sas", "organisme_financement", False),
    ],
)
def test_a_fund_is_assimilated_as_a_fund_alone_since_2025(day: str, form: str, kind: str, told: bool) -> None:
    asked = {"fonds_ou_banque": "oui"} if form == "sas" else {}
    dossier = given(
        date.fromisoformat(day), situation="existante", forme_juridique=form, type_assimilation=kind, **asked
    )
    assert [one.id for one in assess(dossier).warnings] == (["CO-PLACEMENT-TYPE"] if told else [])


@pytest.mark.parametrize(
    ("answers", "warning"),
    [
        # Eighteen months after the last closing another year has most often been closed.
        ({"date_cloture__n": "2023-12-16"}, None),
        ({"date_cloture__n": "2023-12-15"}, "CO-COMPTES-DEPASSES"),
        ({"date_cloture__n": "2023-06-16"}, "CO-COMPTES-DEPASSES"),
        # Twice, or half, the minimum wage of 2024 (21 273 euros).
        ({"annee_remuneration": "2024"}, None),
        ({"annee_remuneration": "2025", "date_creation": "2024-06-17"}, None),
        ({"annee_remuneration": "2025", "date_creation": "2024-06-16"}, "CO-ANNEE-REMUNERATION-EN-COURS"),
        ({"annee_remuneration": "2024", "minimum_branche_annuel": "42600"}, "CO-MINIMUM-BRANCHE"),
        ({"annee_remuneration": "2024", "minimum_branche_annuel": "42000"}, None),
        ({"annee_remuneration": "2024", "smic_annuel_retenu": "42600"}, "CO-SMIC-RETENU"),
        ({"annee_remuneration": "2024", "smic_annuel_retenu": "10600"}, "CO-SMIC-RETENU"),
        ({"annee_remuneration": "2024", "smic_annuel_retenu": "10700"}, None),
        ({"annee_remuneration": "2024", "smic_annuel_retenu": "42000"}, None),
    ],
)
def test_a_figure_that_looks_wrong_is_read_again(answers: dict[str, str], warning: str | None) -> None:
    found = [one.id for one in assess(given(situation="existante", **answers)).warnings]
    assert found == ([warning] if warning else [])
