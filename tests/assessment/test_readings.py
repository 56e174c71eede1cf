"""How sure an outcome is, and what an open law leaves of it."""

from __future__ import annotations

from datetime import date

import pytest

from advisor import assess
from tests.support.companies import DAY, given, sample


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("sas", "V-JO"),
        ("societe_civile", "I"),
        ("gie", "I"),
        ("snc", "M"),
        ("selarl_selas", "I"),
        ("association", "V-JO"),
    ],
)
def test_a_form_known_by_interpretation_is_never_shown_as_read(form: str, expected: str) -> None:
    assessment = assess(given(forme_juridique=form))
    assert assessment.findings["ESS-01b"].confidence == expected
    if assessment.ess.outcome == "non_eligible":
        assert assessment.ess.confidence == expected


def test_fewer_than_five_paid_people_rest_on_a_reading() -> None:
    five = assess(sample())
    four = assess(sample(nombre_remuneres="4", remuneration_brute__5=None, quotite_travail__5=None))
    assert four.findings["ESUS-03a"].outcome == "satisfait"
    assert four.findings["ESUS-03a"].confidence == "I" != five.findings["ESUS-03a"].confidence


def test_a_pay_above_the_ceiling_of_the_year_of_the_base_rests_on_a_presumption() -> None:
    """A rise in December would raise the ceiling: only a refusal of that year is doubtful."""
    on = date(2026, 11, 23)
    for year, pay, expected in (
        ("2025", "230000", ("non_satisfait", "V")),
        ("2026", "230000", ("non_satisfait", "I")),
        ("2026", "52000", ("satisfait", "V")),
    ):
        dossier = sample(annee_remuneration=year, smic_annuel_retenu=None, remuneration_brute__1=pay)
        finding = assess(dossier.model_copy(update={"requested": on}), on=on).findings["ESUS-03b"]
        assert (finding.outcome, finding.confidence) == expected


NOTHING = {f"charges_utilite_sociale__{slot}": "0" for slot in ("n", "n_1", "n_2")}


def test_a_year_that_cannot_be_read_leaves_the_others_to_decide() -> None:
    """Negative equity in one year of three: the market rate of the two others, too low to matter, is not asked for."""
    rows = NOTHING | {"capitaux_propres__n": "-200000", "tmo_retenu__n": None}
    dull = assess(sample(**rows, engagement_rentabilite="oui"))
    assert (dull.esus.outcome, dull.esus.cause) == ("indetermine", "droit")
    assert "DENOMINATEUR" in dull.esus.open_points
    assert not [need for need in dull.missing if need.address.startswith("tmo_retenu")]
    # Favourably too, a year that does exceed the ceiling closes the reading year by year.
    greedy = assess(sample(**rows, engagement_rentabilite="oui", dividendes__n_1="200000", tmo_retenu__n_1="3"))
    yearly = greedy.findings["ESUS-02b"].leaves[0].readings[0]
    assert yearly.outcome == "non_satisfait"


def test_a_fund_may_still_send_the_report_of_the_year_until_the_19th_of_june() -> None:
    fund = {
        "forme_juridique": "placement_collectif",
        "type_assimilation": "placement_collectif",
        "part_actif_esus": "60",
        "part_actif_esus_hors_versements": "60",
        "depassement_passif": "sans_objet",
        "placement_nouveau_engagement": "ancien",
        "rapport_certifie": "transmis",
        "rapport_valeurs_fin_annee": "oui",
        "buts": ["aucun"],
        "categories_plein_droit": ["aucune"],
    }
    sent = {"date_rapport_certifie": "2025-06-10"}
    expected = {
        date(2026, 6, 10): "eligible",
        date(2026, 6, 11): "a_mettre_en_conformite",
        date(2026, 6, 19): "a_mettre_en_conformite",
        date(2026, 6, 20): "non_eligible",
    }
    assert {day: assess(given(on=day, **fund, **sent)).esus.outcome for day in expected} == expected
    # A report older than the rule opens nothing.
    early = given(on=date(2025, 3, 3), **fund, date_rapport_certifie="2024-06-10")
    assert assess(early).esus.outcome == "a_mettre_en_conformite"


def test_a_decision_older_than_the_statutes_is_not_judged_by_them() -> None:
    assessment = assess(sample(benefice_affecte="decide_avant_statuts_ess"))
    for criterion in ("ESS-05P", "ESS-07P", "ESS-08P"):
        assert assessment.findings[criterion].outcome == "satisfait"
    assert assessment.findings["ESS-05P"].confidence == "I"


def test_old_accounts_and_missing_years_are_contradictions() -> None:
    closings = {"date_cloture__n": "2024-12-31", "date_cloture__n_1": "2023-12-31", "date_cloture__n_2": "2022-12-31"}
    assert not assess(sample(**closings)).contradictions
    for changed, rule in (
        (
            {"date_cloture__n": "2023-06-15", "date_cloture__n_1": "2022-06-15", "date_cloture__n_2": "2021-06-15"},
            "ANCIENS",
        ),
        ({"date_cloture__n_2": "2021-12-30"}, "MANQUANTS-2"),
        ({"date_cloture__n_1": "2022-12-30", "date_cloture__n_2": "2021-12-31"}, "MANQUANTS-1"),
    ):
        found = [one.id for one in assess(sample(**closings | changed), on=DAY).contradictions]
        assert len(found) == 1 and found[0].endswith(rule)
    old = assess(sample(annee_remuneration="2022"), on=DAY)
    assert [one.id for one in old.contradictions] == ["CO-ANNEE-REMUNERATION-ANCIENNE"]


TOWN = {
    "situation": "existante", "siege": "france", "forme_juridique": "personne_publique", "titre_categorie": "en_cours",
    "titulaire_titre": "structure_entiere",
}  # fmt: skip


def test_the_more_likely_reading_of_the_law_is_told_first() -> None:
    """Strict for a public body that has a title of the list (ADDENDUM2, 8.1); favourable elsewhere."""
    town = assess(given(DAY, **TOWN, categories_plein_droit=["atelier_chantier_insertion"])).esus
    assert town.open_points == ("PERSONNE-PUBLIQUE",)
    assert [one.reading for one in town.branches] == ["stricte", "favorable"]
    assert [one.condition.startswith("sinon, ") for one in town.branches] == [False, True]
    alone = assess(sample(nombre_associes="1", forme_juridique="sasu")).ess
    assert [one.reading for one in alone.branches] == ["favorable", "stricte"]
    assert [one.condition.startswith("sinon, ") for one in alone.branches] == [False, True]
