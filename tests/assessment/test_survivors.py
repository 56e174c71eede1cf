"""Boundaries that only mistakes made on purpose in the rules brought to light (``python -m tests.mutations``)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.advice.guidance import ReportContext
from advisor.advice.papers.esus import esus_file
from advisor.assessment.assess import assess
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import GuidanceKind
from tests.support.companies import given, sample

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
        ("2025-06-30", {"part_actif_esus": "10", "part_actif_esus_hors_versements": "10", "date_creation": "2025-01-01",
                        "placement_nouveau_engagement": "nouveau_avec_engagement"}, "satisfait", "eligible"),
    ],
)  # fmt: skip
def test_a_collective_investment(on: str, changes: dict[str, str], criterion: str, verdict: str) -> None:
    found = assess(given(on=date.fromisoformat(on), **PLACEMENT | changes))
    assert (found.findings["ESUS-08"].outcome, found.esus.outcome) == (criterion, verdict)


COMPANIES = "sas sasu sarl eurl sa sca snc scs se selarl_selas sem_spl"
FORMS = {
    "ESS-01a": ("cooperative association fondation mutuelle societe_assurance_mutuelle", "fonds_de_dotation"),
    "ESS-01b": (COMPANIES, "societe_etrangere"),
}
"""Forms with which a criterion is met, and those with which it is open; with any other it is not met."""


@pytest.mark.parametrize("criterion", FORMS)
def test_every_legal_form(criterion: str, knowledge: Knowledge) -> None:
    met, open_ = (words.split() for words in FORMS[criterion])
    for option in knowledge.facts["forme_juridique"].options:
        found = assess(given(situation="existante", siege="france", forme_juridique=option.id)).findings[criterion]
        expected = "satisfait" if option.id in met else "incertain" if option.id in open_ else "non_satisfait"
        assert found.outcome == expected, option.id


def test_an_association_alone_is_an_intermediary_association(knowledge: Knowledge) -> None:
    for option in knowledge.facts["forme_juridique"].options:
        dossier = given(
            situation="existante", forme_juridique=option.id, categories_plein_droit=["association_intermediaire"]
        )
        broken = [one.id for one in assess(dossier).contradictions]
        allowed = option.id in ("association", "personne_publique")
        assert broken == ([] if allowed else ["CO-ASSOCIATION-INTERMEDIAIRE"]), option.id


@pytest.mark.parametrize(("pay", "expected"), [("151351.20", "satisfait"), ("151351.21", "non_satisfait")])
@pytest.mark.parametrize("linked", [{}, {"remuneration_hors_structure": "oui", "remuneration_liee__1": "0"}])
def test_full_time_pay_at_the_ceiling_of_the_mean(pay: str, expected: str, linked: dict[str, str]) -> None:
    """A full time job whose months are not told is divided by one, neither more nor less."""
    others = {f"{fact}__{row}": None for fact in ("remuneration_brute", "quotite_travail") for row in range(2, 6)}
    one = {"remuneration_brute__1": pay, "quotite_travail__1": "100", "mois_presence__1": None}
    dossier = sample(annee_remuneration="2025", nombre_remuneres="1", **one, **others, **linked)
    assert assess(dossier).findings["ESUS-03a"].outcome == expected


CHOICES = {
    ("ESS-04", "place_associes"): "information_et_participation",
    ("ESS-04", "place_salaries"): "information_et_participation",
    ("ESS-04", "place_parties_prenantes"): "information_et_participation",
    ("ESS-04", "expression_voix"): "par_tete plafond_ou_colleges comite_avec_droits_reels comite_consultatif",
    ("ESUS-01", "utilite_sociale_principale"): "principale",
    ("ESUS-04", "titres_admis_negociation"): "non",
}
"""Answers of a company in order with which a criterion is met; with any other it is not."""


@pytest.mark.parametrize(("criterion", "fact"), CHOICES)
def test_every_choice(criterion: str, fact: str, knowledge: Knowledge) -> None:
    options = [option.id for option in knowledge.facts[fact].options] or ["oui", "non"]
    met = [one for one in options if assess(sample(**{fact: one})).findings[criterion].outcome == "satisfait"]
    assert met == CHOICES[criterion, fact].split()


@pytest.mark.parametrize(("paid", "expected"), [("0", "satisfait"), ("1", "non_satisfait")])
@pytest.mark.parametrize("criterion", ["ESUS-03a", "ESUS-03b"])
def test_one_person_paid_is_enough_for_the_ceilings(paid: str, expected: str, criterion: str) -> None:
    pays = {f"remuneration_brute__{row}": "900000" if row == 1 and paid == "1" else None for row in range(1, 6)}
    assert assess(sample(nombre_remuneres=paid, **pays)).findings[criterion].outcome == expected


@pytest.mark.parametrize(("closed", "year"), [("zero", "n"), ("un", "n_1"), ("deux", "n_2")])
def test_charges_of_a_year_that_is_not_closed(closed: str, year: str) -> None:
    for one in ("n", "n_1", "n_2"):
        dossier = given(situation="existante", nombre_exercices_clos=closed, **{f"charges_exploitation__{one}": "1"})
        broken = "CO-EXERCICES-EN-TROP" in [found.id for found in assess(dossier).contradictions]
        assert broken is (one == year), one


CATEGORIES = {
    "entreprise_insertion": "01", "entreprise_travail_temporaire_insertion": "02", "association_intermediaire": "03",
    "atelier_chantier_insertion": "04", "organisme_insertion_sociale": "05", "aide_sociale_enfance": "06",
    "centre_hebergement_reinsertion": "07", "regie_quartier": "08", "entreprise_adaptee": "09",
    "entreprise_adaptee_travail_temporaire": "09", "centre_distribution_travail_domicile": "10",
    "accompagnement_par_le_travail": "11", "organisme_logement": "12", "reconnue_utilite_publique": "13", "oacas": "14",
    "etablissement_handicap": "15", "habitat_inclusif": "16",
}  # fmt: skip
"""Number, in the list of L3332-17-1, II, of each category."""


@pytest.mark.parametrize(
    ("on", "not_yet_or_no_longer"),
    [
        ("2018-12-31", ("habitat_inclusif",)),
        ("2019-01-01", ("habitat_inclusif", "centre_distribution_travail_domicile")),
        ("2022-02-22", ("habitat_inclusif", "centre_distribution_travail_domicile")),
        ("2022-02-23", ("centre_distribution_travail_domicile",)),
        ("2026-09-01", ("centre_distribution_travail_domicile",)),
    ],
)
def test_a_category_is_that_of_its_number_and_of_no_other(on: str, not_yet_or_no_longer: tuple[str, ...]) -> None:
    for category in ("aucune", *CATEGORIES):
        rows = {"situation": "existante", "forme_juridique": "association", "categories_plein_droit": [category]}
        found = assess(given(on=date.fromisoformat(on), **rows)).findings
        open_ = [id for id, one in found.items() if id.startswith("ESUS-07-") and one.outcome != "non_satisfait"]
        known = category in CATEGORIES and category not in not_yet_or_no_longer
        assert open_ == ([f"ESUS-07-{CATEGORIES[category]}"] if known else []), category


@pytest.mark.parametrize(("capital", "said"), [("100", True), ("101", False)])
def test_a_low_capital_is_told_up_to_a_hundred_euros(capital: str, said: bool) -> None:
    profit = {"benefice_affecte": "oui", "benefice_exercice": "1000", "pertes_anterieures": "0"}
    fund = {"reserves_avant_affectation": "0", "dotation_fonds": "0"}
    finding = assess(sample(capital_social=capital, **profit, **fund)).findings["ESS-07P"]
    assert ("RES-CAPITAL-FAIBLE" in [one.id for one in finding.reserves]) is said


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


NO_OBJECT = "cooperative association fondation mutuelle societe_assurance_mutuelle fonds_de_dotation"


@pytest.mark.parametrize(
    ("criterion", "words"), [("ESS-08", "ne concerne que les sociétés commerciales"), ("ESS-04", "la loi qui la régit")]
)
def test_forms_for_which_a_condition_has_no_object(criterion: str, words: str, knowledge: Knowledge) -> None:
    for option in knowledge.facts["forme_juridique"].options:
        found = assess(given(situation="existante", siege="france", forme_juridique=option.id)).findings[criterion]
        assert (words in found.explanation) is (option.id in NO_OBJECT.split()), option.id


@pytest.mark.parametrize(
    ("answers", "day", "broken"),
    [
        ({"situation": "existante", "date_creation": "2025-06-16"}, "2025-06-16", ""),
        ({"situation": "existante", "date_creation": "2025-06-17"}, "2025-06-16", "CO-CREATION-FUTURE"),
        ({"situation": "projet", "date_creation": "2025-06-16"}, "2025-06-16", "CO-PROJET-DATE"),
        ({"situation": "projet", "date_creation": "2025-06-17"}, "2025-06-16", "CO-CREATION-FUTURE"),
        ({**PLACEMENT, "date_rapport_certifie": "2025-06-16"}, "2025-06-16", ""),
        ({**PLACEMENT, "date_rapport_certifie": "2025-06-17"}, "2025-06-16", "CO-RAPPORT-FUTUR"),
    ],
)
def test_a_day_that_has_not_come(answers: dict[str, Any], day: str, broken: str) -> None:
    found = [one.id for one in assess(given(on=date.fromisoformat(day), **answers)).contradictions]
    assert found == ([broken] if broken else [])


def test_heritage_alone_is_the_purpose_of_an_institution_of_public_utility() -> None:
    rows = {"situation": "existante", "forme_juridique": "association", "activite_propre": "oui"}
    rows |= {"utilite_sociale_principale": "principale"}
    title = {"categories_plein_droit": ["reconnue_utilite_publique"], "clause_objet": "mot_pour_mot"}
    found = assess(given(on=date(2026, 1, 15), buts=["patrimoine_protege"], **rows, **title)).findings
    assert (found["ART2-5"].outcome, found["ESUS-07-13"].outcome) == ("satisfait", "satisfait")


def test_a_report_too_late_for_this_year_is_awaited_the_next() -> None:
    late = given(on=date(2025, 6, 20), **PLACEMENT | {"rapport_certifie": "pas_encore", "date_rapport_certifie": None})
    (awaited,) = [one.day for one in esus_file(late).calendar if one.id == "rapport_annee_suivante"]
    assert awaited == date(2026, 6, 20)


def test_a_report_not_sent_is_not_blamed_for_its_values() -> None:
    unsent = {"rapport_certifie": "pas_encore", "date_rapport_certifie": None, "rapport_valeurs_fin_annee": None}
    finding = assess(given(on=date(2025, 6, 20), **PLACEMENT | unsent)).findings["ESUS-08"]
    assert [leaf.outcome for leaf in finding.leaves if "fin de l'année civile" in leaf.label] == ["satisfait"] * 2


@pytest.mark.parametrize(("form", "step"), [("sas", "sas"), ("sarl", "sarl"), ("sa", "sa"), ("snc", "autres")])
def test_only_a_company_that_exists_calls_a_meeting(form: str, step: str, knowledge: Knowledge) -> None:
    for situation in ("existante", "projet"):
        dossier = given(situation=situation, forme_juridique=form, siege="france")
        found = assess(dossier)
        context = ReportContext(found, knowledge, dossier)
        told = [line.id for line, _ in context.guidance(found.ess, GuidanceKind.PROCEDURE)]
        assert (f"procedure_ess_assemblee_{step}" in told) is (situation == "existante"), situation


@pytest.mark.parametrize(("fragility", "told"), [("dependance_seule", True), ("activite_de_lien", False)])
def test_a_purely_personal_fragility_is_told_as_such_alone(fragility: str, told: bool) -> None:
    personal = {"fragilite_public": ["personnelle"], "fragilite_sociale_aussi": fragility}
    finding = assess(sample(utilite_sociale_principale="accessoire", **personal)).findings["ESUS-01"]
    assert ("RES-FRAGILITE-PERSONNELLE" in [one.id for one in finding.reserves]) is told


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
