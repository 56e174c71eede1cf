"""``compare``: the table, the ranking, what is refused; readable at 80 columns, every line with its article."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.common.french import NBSP

ASK = ("--souhait", "capital_exterieur", "--souhait", "collectivites", "--exige", "sortie_investisseurs")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["statut", *arguments])
    out, err = capsys.readouterr()
    return code, out.replace(NBSP, " "), err.replace(NBSP, " ")


def test_without_a_want_the_table_and_how_to_ask(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "002", "--largeur", "80")
    assert code == 0 and max(map(len, out.splitlines())) <= 80
    assert out.count("Souhait ") == 2, "ten statutes, two tables, none told row by row"
    assert "--souhait capital_exterieur" in " ".join(out.split()) and "- tester_seul : " in out


def test_a_ranking_tells_what_it_costs_opens_and_asks(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "002", *ASK, "--largeur", "80")
    assert code == 0 and max(map(len, out.splitlines())) <= 80
    flat = " ".join(out.split())
    for words in (
        "Revente des titres, indispensable",
        "ÉCARTÉS POUR CE PROJET",
        "1. SOCIÉTÉ DE L'ESS (SAS, SARL, SA), SANS AGRÉMENT",
        "Ce qu'il coûte",
        "Ce qu'il ouvre",
        "11 déjà remplies sur 13",
        "Pas encore rempli (2) : ESS-12",
        "COMMENT CE CLASSEMENT EST FAIT",
        "Loi n° 47-1775 du 10 septembre 1947, art. 18",
    ):
        assert words in flat, words


def test_every_answer_carries_its_article_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "002", "--souhait", "collectivites", "--souhait", "dirigeant_paye", "--format", "markdown")
    answers = [line for line in out.splitlines() if re.search(r"\((oui|possible|non)\)", line)]
    assert len(answers) == 20
    for line in answers:
        assert re.search(r"\(.+\) \[[A-Z][A-Z0-9c-]*(, [^]]+)?\]( : à vérifier)?\.$", line), line


def test_what_was_not_checked_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "002", "--souhait", "collectivites", "--format", "markdown")
    unread = [line for line in out.splitlines() if "[M, de mémoire]" in line]
    assert unread and all(": à vérifier" in line for line in unread)


def test_the_table_marks_what_was_not_checked(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "076", "--format", "markdown")
    row = next(line for line in out.splitlines() if line.startswith("| Collectivités") and "oui ?" in line)
    assert row.count("?") == 1 and "de mémoire, à vérifier" in out
    _, out, _ = run(capsys, "002", "--format", "markdown")
    rows = [line for line in out.splitlines() if line.startswith("| Collectivités")]
    assert "oui ?" not in "".join(rows) and "possible ?" in rows[1]


def test_json_is_the_comparison_itself(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "statuts.json"
    code, out, _ = run(capsys, "002", *ASK, "--format", "json", "--sortie", str(target))
    found = json.loads(target.read_text(encoding="utf-8"))
    assert code == 0 and not out
    assert [one["rank"] for one in found["candidates"]] == list(range(1, 11))
    assert found["candidates"][0]["answers"][0]["references"][0]["read"] == "V-c"


def test_the_day_asked_is_the_day_of_the_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "002", *ASK, "--au", "2018-06-01")
    assert "droit du 1er juin 2018" in " ".join(out.split()) and "mission" not in out.lower()


@pytest.mark.parametrize("option", ["--souhait", "--exige"])
def test_an_unknown_want_lists_those_that_exist(capsys: pytest.CaptureFixture[str], option: str) -> None:
    code, out, err = run(capsys, "002", option, "?")
    assert code == 2 and not out
    assert "« ? » n'est pas un souhait connu" in err and "tester_seul : Voulez-vous" in err
