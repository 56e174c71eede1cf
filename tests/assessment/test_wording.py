"""Figures, answers and conditions in French."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from advisor.assessment.account.legal_texts import law_of
from advisor.assessment.assess import unknown_fact
from advisor.assessment.model import AnswerView
from advisor.assessment.wording import (
    address_name,
    answer_text,
    condition_words,
    evidence_words,
    figure,
    leaf_test,
    parameter_value,
    tag,
    unit_of,
)
from advisor.common.french import NBSP
from advisor.rules.basis import Unit
from advisor.rules.condition_reader import parse_condition
from advisor.rules.conditions import leaves
from advisor.rules.load import Knowledge

DAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("parameter", "on", "words"),
    [
        ("seuil_charges_utilite_sociale", DAY, "66 %"),
        ("reduction_capital_max_exercice", DAY, "0,25 %"),
        ("part_esus_dans_ess_financement", date(2020, 1, 1), "5/7"),
        ("duree_assimilation", DAY, "1 an"),
        ("duree_agrement", DAY, "5 ans"),
        ("delai_accuse_enregistrement", DAY, "1 jour ouvré"),
        ("delai_accuse_reception", DAY, "10 jours ouvrés"),
        ("heures_annuelles_legales", DAY, "1\N{NO-BREAK SPACE}820 heures"),
        ("smic_horaire", DAY, "12,31 €"),
        ("smic_annee_presumee", DAY, "2026"),
        ("majoration_tmo", DAY, "5 points"),
    ],
)
def test_a_figure_of_the_law_with_its_unit(parameter: str, on: date, words: str, knowledge: Knowledge) -> None:
    entry = knowledge.parameters[parameter]
    value = entry.on(on)
    assert value is not None and parameter_value(entry, value) == words


@pytest.mark.parametrize(
    ("fact", "unit"),
    [("annee_remuneration", "annee"), ("nombre_remuneres", "nombre"), ("minimum_branche_annuel", "euro"),
     ("date_creation", "date"), ("quotite_travail[1]", "pourcentage")],
)  # fmt: skip
def test_the_unit_in_which_an_answer_is_compared(fact: str, unit: str, knowledge: Knowledge) -> None:
    assert unit_of(knowledge, parse_condition({"fait": fact, "renseigne": "oui"})) == unit


@pytest.mark.parametrize(
    ("value", "unit", "against", "words"),
    [
        ("66", "pourcentage", "66", "66 %"),
        ("65.98712", "pourcentage", "66", "65,99 %"),
        ("65.99612", "pourcentage", "66", "65,996 %"),
        ("65.99961", "pourcentage", "66", "65,9996 %"),
        ("0.6599612", "fraction", "0.66", "65,996 %"),
        ("2026", "annee", None, "2026"),
    ],
)
def test_a_figure_never_looks_equal_to_a_limit_that_it_misses_with_no_more_decimals_than_it_takes(
    value: str, unit: Unit, against: str | None, words: str
) -> None:
    assert figure(Fraction(value), unit, Fraction(against) if against else None).replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("forme_juridique", "Forme juridique"),
        ("charges_exploitation[n-2]", "Charges d'exploitation (exercice n-2)"),
        ("remuneration_brute[3]", "Rémunération brute annuelle (personne 3)"),
    ],
)
def test_the_name_of_an_answer_tells_its_row(address: str, name: str, knowledge: Knowledge) -> None:
    assert address_name(knowledge, address) == name


@pytest.mark.parametrize(
    ("address", "raw", "words"),
    [
        ("date_creation", "2020-01-31", "31 janvier 2020"),
        ("nombre_associes", "1200", "1\N{NARROW NO-BREAK SPACE}200"),
        ("annee_remuneration", "2025", "2025"),
        ("activite_propre", "oui", "Oui"),
        ("buts", ("soutien_personnes_fragiles", "patrimoine_protege"), " ; "),
    ],
)
def test_an_answer_in_words(address: str, raw: Any, words: str, knowledge: Knowledge) -> None:
    assert words.replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}") in answer_text(knowledge, address, raw)


RATE = "taux du fonds dans les statuts : au moins le seuil du texte"
PART = "part minimale du bénéfice versée au fonds de développement"


@pytest.mark.parametrize(
    ("id", "on", "words"),
    [
        ("ESS-07", DAY, f"{RATE} ({PART}, 20 % au 1er novembre 2026)"),
        ("ESS-07", None, f"{RATE} ({PART})"),
        ("ESS-05P", DAY, "distribué aux associés : au plus moitié du bénéfice diminué des pertes antérieures"),
        ("ESS-05P", DAY, "dividendes pris sur un report : oui"),
        ("ESS-04", DAY, "nombre d'associés, supposé d'après la forme quand il n'est pas donné : au moins 2"),
        ("ESUS-02b", None, "écart de rémunération du capital au dernier TMO : moins que le seuil du texte (majoration "
         "du TMO pour le rendement limité)"),
        ("ESUS-08", DAY, "date limite du rapport certifié de l'année : après le jour de l'examen"),
        ("ESUS-08", DAY, "date d'envoi du rapport certifié : pas avant 1er janvier 2025"),
        ("ESUS-08", DAY, "date d'envoi du rapport certifié : avant jour avant lequel le rapport certifié doit être "
         "transmis"),
    ],
)  # fmt: skip
def test_what_a_leaf_tests(id: str, on: date | None, words: str, knowledge: Knowledge) -> None:
    version = knowledge.criteria[id].on(DAY)
    assert version is not None
    assert words in [leaf_test(leaf, knowledge, on) for leaf in leaves(version.condition)]


def test_excluded_choices_are_told_one_by_one(knowledge: Knowledge) -> None:
    version = knowledge.criteria["ESS-06P"].on(DAY)
    assert version is not None
    words = "opérations sur le capital : ni réduction sans pertes, dans un autre cas ni "
    assert any(leaf_test(leaf, knowledge).startswith(words) for leaf in leaves(version.condition))


OWN = {"fait": "activite_propre", "est": "oui"}
DOES = "activité exercée par la structure : oui"
SEAT = {"fait": "siege", "est": "france"}


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"tous": [OWN, SEAT]}, f"{DOES}, et siège social : en France"),
        ({"un_de": [OWN, SEAT]}, f"{DOES}, ou siège social : en France"),
        (
            {"tous": [SEAT, {"un_de": [OWN, SEAT]}]},
            f"siège social : en France, et ({DOES}, ou siège social : en France)",
        ),
        ({"toujours": "vrai", "raison": "La loi le dit."}, "la loi le dit"),
        ({"fait": "annee_remuneration", "au_moins": "2025"}, "année des rémunérations : au moins 2025"),
        ({"fait": "part_prets_esus", "au_moins": "80"}, "part des prêts aux ESUS : au moins 80\N{NO-BREAK SPACE}%"),
        (
            {"indicateur": "base_benefice", "plus_de": "1"},
            "bénéfice à répartir, pertes antérieures ôtées : plus de 1\N{NO-BREAK SPACE}€",
        ),
        ({"critere": "ESS-02"}, "le critère ESS-02 est rempli (but autre que le seul partage des bénéfices)"),
        ({"fait": "siege", "renseigne": "oui"}, "siège social : réponse donnée"),
    ],
)
def test_a_condition_in_one_clause(condition: Any, words: str, knowledge: Knowledge) -> None:
    assert condition_words(parse_condition(condition), knowledge) == words


@pytest.mark.parametrize(
    ("level", "document", "page", "words"),
    [
        ("vu", "Statuts du 4 mars 2024", "3", "vu, Statuts du 4 mars 2024, p. 3"),
        ("vu", "Statuts", "page 3", "vu, Statuts, p. 3"),
        ("vu", "Statuts", "pp. 3 et 4", "vu, Statuts, p. 3 et 4"),
        ("vu", "Statuts", "", "vu, Statuts"),
        ("", "Statuts", "préambule", "Statuts, p. préambule"),
    ],
)
def test_how_an_answer_is_known(level: str, document: str, page: str, words: str) -> None:
    answer = AnswerView.model_construct(level=level, document=document, page=page)
    assert evidence_words(answer) == words


@pytest.mark.parametrize(
    ("code", "words"),
    [("V", "[V]"), ("V-c", "[V-c]"), ("S2", "[S2, sources concordantes]"), ("I", "[I, interprétation]"), ("X", "[X]")],
)
def test_a_weak_confidence_is_spelled_out(code: str, words: str, knowledge: Knowledge) -> None:
    assert tag(knowledge, code).replace("\N{NO-BREAK SPACE}", " ") == words


def test_an_unknown_address_is_told_with_the_nearest_name(knowledge: Knowledge) -> None:
    assert "le plus proche : « forme_juridique »" in unknown_fact("forme_jurdique", knowledge)


def test_a_version_states_the_rule_in_its_own_words_or_in_those_of_the_criterion(knowledge: Knowledge) -> None:
    own = 0
    for day in knowledge.law_days:
        for id, texts in law_of(knowledge, day).items():
            criterion = knowledge.criteria[id]
            version = criterion.on(day)
            assert version is not None and texts.statement
            assert texts.statement == (version.statement or criterion.statement)
            own += bool(version.statement)
    assert own
