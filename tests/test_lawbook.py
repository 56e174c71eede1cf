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
from advisor.data import data_dir
from advisor.errors import InputError
from advisor.knowledge import Knowledge
from advisor.knowledge.load import rule_files
from advisor.knowledge.models import CLAUSE_OPTIONS, YES_NO_OPTIONS
from advisor.report import render_report
from advisor.report.lawbook import list_rules, show_rule
from advisor.values import NBSP
from advisor.yamlfile import read_yaml

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


@pytest.fixture(scope="module")
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
    knowledge: Knowledge, written: Counter[str]
) -> None:
    assert Counter(one.id for shelf in list_rules(knowledge) for one in shelf.entries) == written
    assert len(written) > 900


@pytest.mark.parametrize("on", [None, date(2016, 1, 1)], ids=str)
def test_every_id_written_in_the_rules_has_a_page_that_says_something(
    knowledge: Knowledge, written: Counter[str], on: date | None
) -> None:
    for id in written:
        report = show_rule(knowledge, id, on)
        alike = sum(count for other, count in written.items() if other.lower() == id.lower())
        assert len(report.sections) == alike if alike > 1 else report.sections
        for page in report.sections if alike > 1 else [report]:
            assert any(section.blocks or section.sections for section in page.sections), id
        text = render_report(report, "markdown")
        assert id in text
        assert not re.search(r"\b(None|Fraction|Leaf|date\()", text), id


def test_entries_of_one_name_are_all_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "show", "statuts"]) == 0
    told = capsys.readouterr().out.replace(NBSP, " ")
    assert "3 entrées portent ce nom : Feu, Feuille de l'entretien, Thème" in told
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


@pytest.mark.parametrize("typed", ["critere", "Critères", "CRITERES"])
def test_one_nature_is_listed_alone(typed: str, knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "list", typed, "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in listed] == list(knowledge.criteria)
    assert {one["nature"] for one in listed} == {"critere"}
    assert listed[0]["titre"] == next(iter(knowledge.criteria.values())).title


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
