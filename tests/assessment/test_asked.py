"""Of whom a question is asked, and what an answer is worth when it may not be."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.assessment.assess import assess, reason
from advisor.assessment.leaves import FALSE, TRUE
from advisor.assessment.relevance import presumed
from advisor.assessment.session import Session
from advisor.rules.load import Knowledge
from tests.assessment.test_choices import COMPANIES
from tests.support.companies import DAY, given, sample

FUNDS = "sas sa sca se cooperative societe_etrangere"
LENDERS = (
    "sas sasu sarl eurl sa sca snc scs se sem_spl cooperative association fondation mutuelle"
    " societe_assurance_mutuelle fonds_de_dotation societe_civile gie societe_etrangere"
)


@pytest.mark.parametrize(("on", "forms"), [("2024-12-31", LENDERS), ("2025-01-01", FUNDS)])
def test_which_forms_are_asked_whether_they_manage_savings_or_lend(on: str, forms: str, knowledge: Knowledge) -> None:
    asked = []
    for option in knowledge.facts["forme_juridique"].options:
        dossier = given(situation="existante", forme_juridique=option.id)
        if Session(knowledge, dossier, date.fromisoformat(on)).applies("fonds_ou_banque") == TRUE:
            asked.append(option.id)
    assert asked == forms.split()


@pytest.mark.parametrize(
    ("criterion", "answers", "expected"),
    [
        # False whether the question applies or not.
        ("ESS-05", {"clause_affectation_majoritaire": "non"}, "non_satisfait"),
        ("ESS-13", {"clause_gouvernance": "non"}, "non_satisfait"),
        # True whether it applies or not; false only if it does.
        ("ESS-15", {"guide_bonnes_pratiques": "oui"}, "satisfait"),
        ("ESS-15", {"guide_bonnes_pratiques": "non"}, "a_completer"),
        ("ESS-06P", {"operations_capital": ["aucune"]}, "satisfait"),
        ("ESS-06P", {"operations_capital": ["amortissement"]}, "a_completer"),
        ("ESUS-04", {"titres_admis_negociation": "non"}, "satisfait"),
        ("ESUS-04", {"titres_admis_negociation": "oui"}, "a_completer"),
    ],
)
def test_an_answer_whose_question_may_not_apply(criterion: str, answers: dict[str, Any], expected: str) -> None:
    """Neither the form nor the situation is known."""
    assert assess(given(**answers)).findings[criterion].outcome == expected


ASKED = {
    ("benefice_affecte", "forme_juridique"): f"{COMPANIES} societe_etrangere",
    ("reduction_voie", "forme_juridique"): f"{COMPANIES} societe_etrangere",
    ("cooperative_etrangere", "forme_juridique"): "societe_etrangere",
    ("vie_associative", "forme_juridique"): "association",
    ("etablissement_mayotte", "situation"): "existante renouvellement",
    ("exercices_avant_agrement", "situation"): "renouvellement",
    ("territoire_smic", "etablissement_mayotte"): "oui",
}
"""Answers to another question with which one is asked of a company that exists; with any other it is not."""


@pytest.mark.parametrize(("fact", "other"), ASKED)
def test_of_whom_a_question_is_asked(fact: str, other: str, knowledge: Knowledge) -> None:
    options = [one.id for one in knowledge.facts[other].options] or ["oui", "non"]
    dossiers = {one: given(**{"situation": "existante", other: one}) for one in options}
    asked = [one for one in options if Session(knowledge, dossiers[one], DAY).applies(fact) != FALSE]
    assert sorted(asked) == sorted(ASKED[fact, other].split())


@pytest.mark.parametrize(("reviewed", "asked"), [("2020-06-16", TRUE), ("2020-06-17", FALSE)])
def test_a_cooperative_reviewed_within_five_years_is_asked_for_no_guide(
    reviewed: str, asked: int, knowledge: Knowledge
) -> None:
    dossier = given(situation="existante", forme_juridique="cooperative", date_revision=reviewed)
    assert Session(knowledge, dossier, DAY).applies("guide_bonnes_pratiques") == asked


@pytest.mark.parametrize(("manages", "asked"), [("oui", TRUE), ("non", FALSE)])
def test_the_general_case_is_offered_to_funds_and_banks_alone(manages: str, asked: int, knowledge: Knowledge) -> None:
    dossier = given(
        situation="existante",
        forme_juridique="cooperative",
        fonds_ou_banque=manages,
        type_assimilation="organisme_financement",
    )
    assert Session(knowledge, dossier, DAY).applies("droit_commun_aussi") == asked


def test_how_capital_was_reduced_is_asked_of_a_reduction_for_continuity_alone(knowledge: Knowledge) -> None:
    options = [one.id for one in knowledge.facts["operations_capital"].options]
    dossiers = {one: sample(operations_capital=[one]) for one in options}
    asked = [one for one in options if Session(knowledge, dossiers[one], DAY).applies("reduction_voie") != FALSE]
    assert asked == ["reduction_pour_continuite"]


def test_what_was_cancelled_in_a_year_is_asked_of_who_reduced_in_that_way_alone(knowledge: Knowledge) -> None:
    reduced = {"operations_capital": ["reduction_pour_continuite"], "reduction_voie": "annulation_025"}
    for answers, asked in ((reduced, TRUE), ({"operations_capital": ["aucune"]}, FALSE)):
        assert Session(knowledge, sample(**answers), DAY).applies("reduction_pourcentage_exercice") == asked


def test_only_what_is_taken_for_granted_and_unanswered_is_presumed(knowledge: Knowledge) -> None:
    blank, told = ([one.address for one in presumed(reason(one))] for one in (given(), sample()))
    granted = [fact.id for fact in knowledge.facts.values() if fact.taken_for_granted]
    assert set(blank) <= set(granted) and set(told) <= set(granted) - set(sample().answers)
