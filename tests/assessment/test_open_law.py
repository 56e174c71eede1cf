"""Where the law is open on several points: which a verdict turns on, and what each way of reading them gives."""

from __future__ import annotations

from itertools import chain, combinations
from typing import Any

import pytest

from advisor import assess
from advisor.assessment.account.findings import Findings
from advisor.assessment.account.open_law import OpenLaw
from advisor.assessment.account.routes import Routes
from advisor.assessment.assess import reason
from advisor.assessment.reasoning import READINGS
from advisor.rules.basis import status_root
from advisor.rules.load import Knowledge
from tests.conclusions import dossiers, near
from tests.support.companies import with_answers
from tests.support.spread import one_in

SERVICE = {
    "categories_plein_droit": ("centre_hebergement_reinsertion",),
    "titre_categorie": "en_cours",
    "titulaire_titre": "un_service",
}
LIQUIDATION = {"situation_judiciaire": "liquidation_avec_activite"}
GOES_ON, CLOSES = "si la liquidation ne ferme pas l'agrément par elle-même", "si la liquidation ferme l'agrément"
TITLE, WHOLE = "si le titre d'un seul service suffit", "s'il faut un titre de la structure entière"
COOPERATIVE = {"siege": "union_europeenne", "etablissement_principal_france": "oui", "cooperative_etrangere": "oui"}
ANY_COUNTRY, FRENCH_FORMS = (
    "si la loi admet les coopératives de tous les pays",
    "si la loi ne vise que des formes de droit français",
)
FOREIGN, FRENCH_COMPANY = (
    "si une société de droit étranger est admise",
    "si la loi ne vise que des statuts de droit français",
)

TURNS: list[tuple[str, dict[str, Any], str, list[str], list[tuple[str, str, str]]]] = [
    # Either route is enough, each on its own question.
    ("040", SERVICE, "esus", ["Q6", "C11"], [
        ("favorable", f"si le cumul des exercices suffit ou {TITLE}", "eligible"),
        ("stricte", f"sinon, s'il faut 66 % chaque année et {WHOLE}", "non_eligible")]),
    ("051", SERVICE, "esus", ["C9", "C11"], [
        ("favorable", f"si les comptes prévisionnels sont admis ou {TITLE}", "eligible"),
        ("stricte", f"sinon, s'il faut au moins un exercice clos et {WHOLE}", "non_eligible")]),
    # The other route is open without the title: nothing turns on it.
    ("038", {**SERVICE, **LIQUIDATION}, "esus", ["LIQUIDATION-ACTIVITE"], [
        ("favorable", GOES_ON, "eligible"),
        ("stricte", f"sinon, {CLOSES}", "non_eligible")]),
    # One route, two questions: both are needed.
    ("051", LIQUIDATION, "esus", ["LIQUIDATION-ACTIVITE", "C9"], [
        ("favorable", f"{GOES_ON} et si les comptes prévisionnels sont admis", "eligible"),
        ("stricte", f"sinon, {CLOSES} ou s'il faut au moins un exercice clos", "non_eligible")]),
    # Three questions: each way of being enough is told apart by a comma.
    ("051", {**SERVICE, **LIQUIDATION}, "esus", ["LIQUIDATION-ACTIVITE", "C9", "C11"], [
        ("favorable", f"{GOES_ON} et si les comptes prévisionnels sont admis, ou {GOES_ON} et {TITLE}", "eligible"),
        ("stricte", f"sinon, {CLOSES}, ou s'il faut au moins un exercice clos et {WHOLE}", "non_eligible")]),
    # The more likely reading of the first is the strict one, not that of the second: the favourable comes first.
    ("153", SERVICE, "esus", ["PERSONNE-PUBLIQUE", "C11"], [
        ("favorable", f"si la liste couvre aussi une personne publique et {TITLE}", "de_droit"),
        ("stricte", f"sinon, s'il faut une personne morale de droit privé ou {WHOLE}", "non_eligible")]),
    # Either opens ESUS; the first alone opens the ESS without the clauses of a company.
    ("079", COOPERATIVE, "esus", ["Q13c", "Q13b"], [
        ("favorable", f"{ANY_COUNTRY} ou {FOREIGN}", "eligible"),
        ("stricte", f"sinon, {FRENCH_FORMS} et {FRENCH_COMPANY}", "non_eligible")]),
    ("166", {}, "ess", ["Q13c", "Q13b"], [
        ("favorable", ANY_COUNTRY, "de_droit"),
        ("mixte", f"{FRENCH_FORMS} et {FOREIGN}", "indetermine"),
        ("stricte", f"sinon, {FRENCH_FORMS} et {FRENCH_COMPANY}", "non_eligible")]),
    # The question is raised once what can be mended is mended: the commitment is not taken yet.
    ("051", {"engagement_rentabilite": "non", "part_previsionnelle": "10"}, "esus", ["C9"], [
        ("favorable", "si les comptes prévisionnels sont admis", "a_mettre_en_conformite"),
        ("stricte", "sinon, s'il faut au moins un exercice clos", "non_eligible")]),
    # A clause that nobody read raises no question yet.
    ("052", {"boni_liquidation": None}, "esus", ["C9"], [
        ("favorable", "si les comptes prévisionnels sont admis", "a_mettre_en_conformite"),
        ("stricte", "sinon, s'il faut au moins un exercice clos", "non_eligible")]),
    ("013", {"boni_liquidation": None}, "ess", ["Q7"], [
        ("favorable", "si l'associé unique est admis", "indetermine"),
        ("stricte", "sinon, s'il faut au moins deux associés", "a_mettre_en_conformite")]),
    ("016", {}, "ess", [], []),
]  # fmt: skip


@pytest.mark.parametrize(("case", "changes", "status", "points", "branches"), TURNS)
def test_a_verdict_names_what_it_turns_on_and_each_outcome(
    case: str, changes: dict[str, Any], status: str, points: list[str], branches: list[tuple[str, str, str]]
) -> None:
    verdict = assess(with_answers(case, **changes)).verdicts[status]
    assert list(verdict.open_points) == points
    assert [(one.reading, one.condition, one.verdict) for one in verdict.branches] == branches


def test_a_title_on_which_nothing_turns_is_still_told() -> None:
    assessment = assess(with_answers("038", **SERVICE, **LIQUIDATION))
    assert {one.id: one.decides for one in assessment.open_points} == {"LIQUIDATION-ACTIVITE": True, "C11": False}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"voix_premier_associe": "50.01"}, "incertain"),
        ({"voix_premier_associe": "50"}, "satisfait"),
        ({"voix_premier_associe": None}, "satisfait"),
        ({"voix_premier_associe": "99", "expression_voix": "plafond_ou_colleges"}, "satisfait"),
        ({"voix_premier_associe": "99", "expression_voix": "comite_avec_droits_reels"}, "satisfait"),
        ({"voix_premier_associe": "99", "expression_voix": "capital_seulement"}, "non_satisfait"),
    ],
)
def test_a_majority_before_a_committee_that_only_advises_is_open(changes: dict[str, Any], outcome: str) -> None:
    answers = {"expression_voix": "comite_consultatif", **changes}
    assert assess(with_answers("012", **answers)).findings["ESS-04"].outcome == outcome


@pytest.mark.parametrize("every", one_in(20))
def test_readings_in_every_combination_lie_between_the_two(every: int, knowledge: Knowledge) -> None:
    """Nothing read favourably is the strict reading, everything the favourable one; one more never makes it worse."""
    several = 0
    for one in [*near(), *dossiers(every)]:
        reasoning = reason(one.dossier, one.day, knowledge)
        law = OpenLaw(Routes(Findings(reasoning)))
        for status in knowledge.statuses.values():
            root, points = status_root(status.id), law.turning(status)
            strict, favourable = (reasoning.rungs(root, reading) for reading in READINGS)
            sets = chain.from_iterable(combinations(points, count) for count in range(len(points) + 1))
            found = {frozenset(kind): reasoning.rungs_under(root, frozenset(kind)) for kind in sets}
            assert found[frozenset()] == strict and found[frozenset(points)] == favourable
            for kind, (low, high) in found.items():
                for more, (low_more, high_more) in found.items():
                    assert not kind <= more or (low <= low_more and high <= high_more)
            several += len(points) > 1
    assert several
