"""The law book: every id written in the rules has its page, homonyms included, and the list names them all."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from advisor.cli import main
from advisor.common.errors import InputError
from advisor.common.french import NBSP
from advisor.common.resources import data_dir
from advisor.common.yaml_reader import read_yaml
from advisor.report.document import render_report
from advisor.report.lawbook.listing import list_rules
from advisor.report.lawbook.shelves import BESIDE, GROUPS, show_rule
from advisor.rules.course import load_course
from advisor.rules.facts import CLAUSE_OPTIONS, YES_NO_OPTIONS
from advisor.rules.load import Knowledge, rule_files

BUILT_IN = {option.id for option in (*CLAUSE_OPTIONS, *YES_NO_OPTIONS)}
"""Answers that no file writes: those of a clause, and of yes or no."""


def _written(raw: Any, under: str = "") -> Iterator[tuple[str, str]]:
    """Each id written in a file, and the key it stands under."""
    if isinstance(raw, dict):
        if "id" in raw:
            yield raw["id"], under
        for key, value in raw.items():
            yield from _written(value, key)
    elif isinstance(raw, list):
        for value in raw:
            yield from _written(value, under)


@pytest.fixture(scope="session")
def beside() -> Counter[str]:
    """How many entries that no verdict rests on bear each id, whatever key names them in their file."""
    folder = data_dir("rules")

    def read(file: str) -> Any:
        return read_yaml(folder / file).data

    contacts = read("parcours/contacts.yaml")
    return Counter(
        [
            *(one["id"] for one in read("formation/themes.yaml")),
            *(one["critere"] for one in read("formation/lecons.yaml")),
            *(one["fait"] for one in read("parcours/prediagnostic.yaml")["questions"]),
            *(one["id"] for one in read("parcours/lexique.yaml")),
            *(one["id"] for one in (*contacts["regions"], *contacts["interlocuteurs"])),
            *contacts.keys() - {"regions", "interlocuteurs"},
            *read("parcours/donnees.yaml"),
        ]
    )


@pytest.fixture(scope="session")
def written() -> Counter[str]:
    """How many entries of the files bear each id; one answer offered by several questions counts once."""
    found: Counter[str] = Counter()
    answers: set[str] = set(BUILT_IN)
    for path in rule_files(data_dir("rules")):
        for id, under in _written(read_yaml(path).data):
            if under == "choix":
                answers.add(id)
            else:
                found[id] += 1
    return found + Counter(answers)


def test_the_list_names_every_id_written_in_the_rules_and_nothing_else(
    knowledge: Knowledge, written: Counter[str], beside: Counter[str]
) -> None:
    listed = [(shelf.group in BESIDE, one.id) for shelf in list_rules(knowledge) for one in shelf.entries]
    assert Counter(id for aside, id in listed if not aside) == written
    assert Counter(id for aside, id in listed if aside) == beside
    assert len(written) > 900 and len(beside) > 150


@pytest.mark.parametrize("on", [None, date(2016, 1, 1)], ids=str)
def test_every_id_written_in_the_rules_has_a_page_that_says_something(
    knowledge: Knowledge, written: Counter[str], beside: Counter[str], on: date | None
) -> None:
    def alike(among: Counter[str], id: str) -> int:
        return sum(count for other, count in among.items() if other.lower() == id.lower())

    for id in written | beside:
        report = show_rule(knowledge, id, on)
        law, aside = alike(written, id), alike(beside, id)
        apart = law + aside if law > 1 or (not law and aside > 1) else aside if law else 0
        assert len(report.sections) >= max(apart, 1), id
        for page in [report, *report.sections[len(report.sections) - apart :]]:
            assert any(section.blocks or section.sections for section in page.sections), id
        text = render_report(report, "markdown")
        assert id in text
        assert not re.search(r"\b(None|Fraction|Leaf|date\()", text), id


def test_what_stands_beside_the_law_comes_after_its_page_with_its_texts(capsys: pytest.CaptureFixture[str]) -> None:
    def told(*words: str) -> str:
        assert main(["rules", "show", *words]) == 0
        return " ".join(capsys.readouterr().out.replace(NBSP, " ").split())

    lesson = load_course().lessons["ESS-07"]
    page = told("ESS-07")
    assert page.startswith("Fonds de développement (clause)") and page.index("== LA RÈGLE") < page.index("== LEÇON")
    for one in (lesson, *lesson.earlier):
        assert one.remember in page and one.question in page
    assert "Textes Arrêté du 3 août 2015, art. 1er, 1er alinéa" in page
    then = told("ESS-07", "--on", "2015-01-01")
    assert lesson.earlier[0].remember in then and lesson.remember not in then
    for id, expected in (
        ("forme_juridique", "== QUESTION DU PRÉ-DIAGNOSTIC"),
        ("agrement", "== TEXTES"),
        ("missions", "Loi n° 2014-856 du 31 juillet 2014, art. 6"),
        ("corse", "CRESS Corsica (Corse)"),
        ("cookies", "Loi n° 78-17 du 6 janvier 1978, art. 82 [S2, sources concordantes], contrôlé le"),
        ("greffe", "2 entrées portent ce nom : Mot expliqué, Autre interlocuteur"),
    ):
        assert expected in told(id), id


def test_versions_that_ask_for_the_same_tell_their_condition_once(knowledge: Knowledge) -> None:
    def told(id: str, on: date | None = None) -> str:
        return render_report(show_rule(knowledge, id, on), "markdown").replace(NBSP, " ")

    page = told("ESUS-04")
    assert page.count("la même que dans la rédaction du 2 août 2014 au 2 janvier 2018") == 4
    assert page.count("titres cotés : non ; si la question ne se pose pas : tenu pour rempli") == 1
    assert "titres cotés : non ; si la question" in told("ESUS-04", date(2026, 1, 1))
    route = told("plein_droit")
    assert route.count("  - **ESUS-03**") == 1


def test_a_page_cites_only_the_versions_of_its_own_time(knowledge: Knowledge) -> None:
    page = render_report(show_rule(knowledge, "contrainte_esus_objectif_avant_2019"), "markdown").replace(NBSP, " ")
    assert "Cas général (droit commun)" in page and "ESUS" in page
    assert "rédaction du 1er janvier 2019 au 23 mai 2019" in page
    assert "depuis le 1er janvier 2025" not in page and "6 août 2008" not in page


def test_a_reserve_is_told_with_its_texts_and_weight_beside_its_criterion(knowledge: Knowledge) -> None:
    pages = {id: render_report(show_rule(knowledge, id), "markdown") for id in knowledge.criteria}
    for id, criterion in knowledge.criteria.items():
        for reserve in criterion.reserves:
            told = pages[id].partition(f"**{reserve.id}**")[2].partition("**RES-")[0].replace(NBSP, " ")
            assert knowledge.texts(reserve.citations).replace(NBSP, " ") in told, reserve.id
            assert not reserve.decisive or "le verdict repose sur cette lecture prudente" in told, reserve.id


def test_entries_of_one_name_are_all_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "statuts"]) == 0
    told = capsys.readouterr().out.replace(NBSP, " ")
    assert "4 entrées portent ce nom : Feu, Feuille de l'entretien, Thème, Mot expliqué" in " ".join(told.split())
    for heading in ("FEU : STATUTS", "FEUILLE DE L'ENTRETIEN : LES STATUTS", "THÈME : LES CLAUSES DES STATUTS"):
        assert heading in told


def test_a_row_of_a_table_has_the_page_of_its_question(knowledge: Knowledge) -> None:
    for address, (fact, _) in knowledge.addresses.items():
        assert show_rule(knowledge, address) == show_rule(knowledge, fact.id)


def test_a_name_is_found_whatever_its_case_and_an_unknown_one_suggests_the_closest(knowledge: Knowledge) -> None:
    assert show_rule(knowledge, " esus-07 ") == show_rule(knowledge, "ESUS-07")
    with pytest.raises(InputError, match=r"Vouliez-vous dire ESUS-07 .*La liste : ess-advisor rules list"):
        show_rule(knowledge, "ESUS-7")
    with pytest.raises(InputError, match="Vouliez-vous dire garder_le_boni"):
        show_rule(knowledge, "garder_le_bonni")
    with pytest.raises(InputError, match=r"La liste : ess-advisor rules list --search boni\."):
        show_rule(knowledge, "boni")
    with pytest.raises(InputError, match=r"Vouliez-vous dire bretagne .*La liste : ess-advisor rules list\."):
        show_rule(knowledge, "bretagna")


@pytest.mark.parametrize("typed", ["critere", "Critères", "CRITERES"])
def test_one_nature_is_listed_alone(typed: str, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", typed, "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in listed] == list(knowledge.criteria)
    assert {one["nature"] for one in listed} == {"critere"}
    assert listed[0]["titre"] == next(iter(knowledge.criteria.values())).title


@pytest.mark.parametrize("typed", ["formation", "Formations"])
def test_one_group_is_listed_alone(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", typed, "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {(one["groupe"], one["nature"]) for one in listed} == {
        ("formation", "theme_formation"),
        ("formation", "lecon"),
    }
    assert main(["rules", "list", typed]) == 0
    assert "== PLAN" not in capsys.readouterr().out


def test_every_group_and_nature_can_be_asked_for(knowledge: Knowledge) -> None:
    for shelf in list_rules(knowledge):
        assert list_rules(knowledge, shelf.nature) == (shelf,)
        assert shelf in list_rules(knowledge, shelf.group)


def test_a_search_keeps_what_holds_every_word_whatever_their_accents(
    knowledge: Knowledge, capsys: pytest.CaptureFixture[str]
) -> None:
    every = {one.id for shelf in list_rules(knowledge, search="FONDS developpement") for one in shelf.entries}
    assert {"ESS-07", "ESS-07P"} <= every
    assert {one.id for shelf in list_rules(knowledge, "critere", "ess-07") for one in shelf.entries} == {
        "ESS-07",
        "ESS-07P",
    }
    assert main(["rules", "list", "--search", "boni"]) == 0
    told = capsys.readouterr().out
    assert "== PLAN" not in told and "- ESS-12 :" in told.replace(NBSP, " ")
    assert main(["rules", "list", "--search", "zzz"]) == 2
    assert "Aucun nom ni titre ne contient « zzz »." in capsys.readouterr().err


def test_the_plan_of_the_list_is_its_first_screen(knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--width", "80"]) == 0
    screen = capsys.readouterr().out.replace(NBSP, " ").splitlines()[:24]
    head = " ".join(" ".join(screen).split())
    for shelf in list_rules(knowledge):
        assert f"{shelf.nature} {len(shelf.entries)}" in head
    for group in GROUPS:
        assert f"- {group} :" in head
    assert "rules list NATURE" in head and "rules show ID" in head


@pytest.mark.parametrize("form", ["terminal", "markdown"])
def test_the_list_can_be_read(form: str, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "--format", form]) == 0
    told = capsys.readouterr().out
    for shelf in list_rules(knowledge):
        assert shelf.entries
        assert shelf.label.lower() in told.lower()
    assert form == "markdown" or max(map(len, told.splitlines())) <= 80


def test_an_unknown_nature_lists_those_that_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", "critiere"]) == 2
    told = capsys.readouterr().err
    assert "« critiere » n'est pas une nature de règle. Vouliez-vous dire critere ?" in told
    assert "Au choix : critere, reserve," in told
