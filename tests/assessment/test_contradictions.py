"""Answers that cannot stand together, and warnings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.assessment.assess import assess
from advisor.rules.load import Knowledge
from tests.assessment.test_collective_investment import PLACEMENT
from tests.support.companies import given, sample


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


@pytest.mark.parametrize(
    ("on", "purpose", "warning", "beside"),
    [
        ("2019-05-23", "promotion_culturelle", "CO-CULTURE-2014", "patrimoine_protege"),
        ("2019-05-24", "lutte_inegalites", "CO-INEGALITES-SEULES", ""),
    ],
)
def test_a_purpose_that_the_law_of_the_day_does_not_name_alone(
    on: str, purpose: str, warning: str, beside: str, knowledge: Knowledge
) -> None:
    """Told of a company that has no other purpose, or only those of ``beside``."""
    for option in knowledge.facts["buts"].options:
        if option.id != "aucun":
            dossier = given(on=date.fromisoformat(on), situation="existante", buts=sorted({purpose, option.id}))
            told = warning in [one.id for one in assess(dossier).warnings]
            assert told is (option.id in (purpose, *beside.split())), option.id


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
