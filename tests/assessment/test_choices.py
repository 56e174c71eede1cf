"""Which answers meet a criterion, and which words follow from them: forms, categories, places in the governance."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.advice.guidance import ReportContext
from advisor.assessment.assess import assess
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import GuidanceKind
from tests.support.companies import given, sample

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


NO_OBJECT = "cooperative association fondation mutuelle societe_assurance_mutuelle fonds_de_dotation"


@pytest.mark.parametrize(
    ("criterion", "words"), [("ESS-08", "ne concerne que les sociétés commerciales"), ("ESS-04", "la loi qui la régit")]
)
def test_forms_for_which_a_condition_has_no_object(criterion: str, words: str, knowledge: Knowledge) -> None:
    for option in knowledge.facts["forme_juridique"].options:
        found = assess(given(situation="existante", siege="france", forme_juridique=option.id)).findings[criterion]
        assert (words in found.explanation) is (option.id in NO_OBJECT.split()), option.id


def test_heritage_alone_is_the_purpose_of_an_institution_of_public_utility() -> None:
    rows = {"situation": "existante", "forme_juridique": "association", "activite_propre": "oui"}
    rows |= {"utilite_sociale_principale": "principale"}
    title = {"categories_plein_droit": ["reconnue_utilite_publique"], "clause_objet": "mot_pour_mot"}
    found = assess(given(on=date(2026, 1, 15), buts=["patrimoine_protege"], **rows, **title)).findings
    assert (found["ART2-5"].outcome, found["ESUS-07-13"].outcome) == ("satisfait", "satisfait")


MEETINGS = {"sas": "sas", "sasu": "sas", "sarl": "sarl", "eurl": "sarl", "sa": "sa"} | dict.fromkeys(
    ("sca", "snc", "scs", "se", "selarl_selas", "sem_spl"), "autres"
)
"""The step that words the meeting of each legal form."""


@pytest.mark.parametrize(("form", "step"), MEETINGS.items())
def test_only_a_company_that_exists_calls_a_meeting(form: str, step: str, knowledge: Knowledge) -> None:
    for situation in ("existante", "projet"):
        dossier = given(situation=situation, forme_juridique=form, siege="france")
        found = assess(dossier)
        context = ReportContext(found, knowledge, dossier)
        told = [line.id for line, _ in context.guidance(found.ess, GuidanceKind.PROCEDURE)]
        meetings = [id.removeprefix("procedure_ess_assemblee_") for id in told if "_assemblee_" in id]
        assert meetings == ([step] if situation == "existante" else []), situation


@pytest.mark.parametrize(("fragility", "told"), [("dependance_seule", True), ("activite_de_lien", False)])
def test_a_purely_personal_fragility_is_told_as_such_alone(fragility: str, told: bool) -> None:
    personal = {"fragilite_public": ["personnelle"], "fragilite_sociale_aussi": fragility}
    finding = assess(sample(utilite_sociale_principale="accessoire", **personal)).findings["ESUS-01"]
    assert ("RES-FRAGILITE-PERSONNELLE" in [one.id for one in finding.reserves]) is told
