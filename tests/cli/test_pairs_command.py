"""``pairs`` and ``before-after``: what they print, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.common.french import NBSP
from advisor.dossier import dump_dossier
from advisor.report.document import render_report
from advisor.rules.course import Course, Lesson
from advisor.rules.load import load_knowledge
from advisor.training.casebook.read import find_case
from advisor.training.exercises import Pair
from advisor.training.pairs import find_pairs, pairs_for
from advisor.training.pairs_report import PairsFound, pairs_report


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(list(arguments))
    out, err = capsys.readouterr()
    return code, flat(out), flat(err)


def flat(text: str) -> str:
    return " ".join(text.replace(NBSP, " ").split())


def shown(pair: Pair, course: Course | None = None) -> str:
    report = pairs_report(PairsFound(target=pair.target, pairs=(pair,)), load_knowledge(), course)
    return flat(render_report(report, "terminal", width=100, color=False))


def pair_of(target: str) -> Pair:
    (pair,) = pairs_for(target)
    return pair


# -- a pair told ----------------------------------------------------------------------------------------------------


def test_both_sides_are_told_from_the_story_to_the_article() -> None:
    text = shown(pair_of("ESS-07"))
    parts = ("L'histoire", "Ce qui est commun", "La seule différence", "Ce que cela change", "Pourquoi")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "Taux du fonds dans les statuts 20 % 19 %" in text
    assert "✓ satisfait ✗ non satisfait" in text
    assert "1 point au-dessous du minimum" in text and "exactement au minimum, qui est admis" in text
    assert "Article : Arrêté du 3 août 2015" in text


def test_the_lesson_is_told_when_there_is_one_and_only_then() -> None:
    lesson = Lesson(critere="ESS-07", niveau=2, question="Le fonds ?", piege="Quinze suffiraient.", retenir="Vingt.")
    assert "Le piège : Quinze suffiraient." in shown(pair_of("ESS-07"), Course({}, {"ESS-07": lesson}))
    assert "À retenir" not in shown(pair_of("ESS-07"), Course({}, {}))


def test_a_verdict_is_told_by_the_criteria_that_read_the_answer() -> None:
    (pair, *_) = find_pairs(find_case("014").dossier, "esus", origin="014-mention-absente", limit=1)
    assert pair.address == "mention_rcs"
    text = shown(pair)
    assert "ESS-14" in text and "ESUS-00" in text


def test_questions_that_no_longer_arise_are_named() -> None:
    pair = next(one for one in find_pairs(find_case("080").dossier, "ESUS-07-01") if one.after == ("aucune",))
    assert "Ne se demande plus à la seconde" in shown(pair)


def test_a_company_that_no_case_tells_is_told_by_its_answers_alone() -> None:
    text = shown(pair_of("ESS-12").model_copy(update={"origin": ""}))
    assert "L'histoire" not in text and "La seule différence" in text


@pytest.mark.slow
def test_the_answers_of_a_table_are_on_one_line() -> None:
    assert "Temps de travail : personne 1 : 100 % ; personne 2 : 100 %" in shown(pair_of("ESUS-03a"))


# -- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_verdict_gets_a_pair_from_the_cases(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cas", "paires", "--pour", "esus")
    assert code == 0 and out.count("La seule différence") == 1 and "(ESUS)" in out


def test_from_a_case_other_answers_of_the_same_effect_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cas", "paires", "004", "--pour", "ess")
    assert (code == 0 and "Au départ Quinze" in out.replace("« ", "")) or "Au départ" in out
    assert "D'autres réponses qui, changées seules, font basculer" in out


def test_several_pairs_are_all_different(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cas", "paires", "--pour", "ESS-09", "--nombre", "3", "--format", "json")
    found = json.loads(out)
    pairs = found["pairs"]
    assert code == 0 and len({(one["origin"], str(one["after"])) for one in pairs}) == len(pairs) == 3


def test_answers_that_contradict_one_another_are_told_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cas", "paires", "125", "--pour", "ess")
    assert code == 0 and "Ces réponses se contredisent" in out and "différence" not in out


def test_a_dossier_that_nothing_turns_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cas", "paires", "075", "--pour", "ESUS-03a")
    assert code == 0 and "aucune réponse changée seule" in out


def test_a_point_that_the_law_settles_by_itself_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cas", "paires", "001", "--pour", "ESUS-07-10")
    assert code == 0 and "Aucune réponse n'y change rien : le 10° de la liste est abrogé." in out


def test_the_document_stands_beside_the_dossier(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "fonds.yaml"
    file.write_text(dump_dossier(find_case("004").dossier), encoding="utf-8")
    assert run(capsys, "cas", "paires", str(file), "--pour", "ESS-07", "--format", "html")[0] == 0
    assert "La seule différence" in (tmp_path / "fonds-paires.html").read_text(encoding="utf-8")


def test_without_a_dossier_the_document_is_named_after_what_it_teaches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(capsys, "cas", "paires", "--pour", "ESS-07", "--format", "html")[0] == 0
    assert [one.name for one in tmp_path.iterdir()] == ["paires-ESS-07.html"]


@pytest.mark.parametrize(
    "arguments, words",
    [
        (
            ("cas", "paires"),
            "quel statut, faire basculer ? Dites-le après --pour : ess-advisor cas paires",
        ),
        (
            ("cas", "paires", "001"),
            "quel statut, faire basculer ? Dites-le après --pour : ess-advisor cas paires",
        ),
        (("cas", "paires", "--pour", "ESS-99"), "aucun critère ni statut ne s'appelle « ESS-99 »"),
        (("cas", "paires", "--pour", "ess", "--au", "2013-01-01"), "avant la loi"),
        (("cas", "paires", "001", "--pour", "ess", "--au", "2013-01-01"), "avant la loi"),
        (("cas", "paires", "--pour", "ESUS-02a", "--au", "2015-06-30"), "n'est pas en vigueur le 30 juin 2015"),
        (("cas", "paires", "999", "--pour", "ess"), "aucun cas d'école"),
        (("cas", "paires", "nulle-part.yaml", "--pour", "ess"), "nulle-part.yaml"),
        (("cas", "avant-apres", "001"), "quels jours comparer"),
        (("cas", "avant-apres", "001", "2013-01-01", "2014-08-01"), "avant la loi"),
        (("cas", "avant-apres", "001", "2026-01-01", "2026-01-01"), "les deux jours sont le même"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "") and words.lower() in err.lower()


@pytest.mark.parametrize("arguments", [("--nombre", "0"), ("--nombre", "x"), ("--au", "hier")])
def test_an_option_badly_written_is_told(arguments: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["cas", "paires", "--pour", "ess", *arguments])
    assert stop.value.code == 2 and "ess-advisor cas paires" in capsys.readouterr().err


def test_two_days_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cas", "avant-apres", "020", "2019-12-31", "01/01/2020")
    assert code == 0 and "Premier jour 31 décembre 2019 Second jour 1er janvier 2020" in out
    assert "ESUS-01" in out


def test_one_day_is_compared_with_that_of_the_dossier(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cas", "avant-apres", "105", "2024-12-31")
    assert code == 0 and "Second jour 1er janvier 2025" in out


def test_the_days_that_a_case_teaches_are_the_default(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from advisor.training.casebook.model import TeachingNotes

    notes = TeachingNotes.model_validate(
        {
            "rang": 1, "themes": ["esus"], "niveau": 1, "ecrans": ["a", "b"], "questions": ["ESUS-01"],
            "erreurs": ["e"], "insister": ["i"], "deux_minutes": "d", "dix_minutes": "d",
            "avant_apres": {"avant": "2019-12-31", "apres": "2020-01-01", "dire": "Une nuit a suffi."},
        }
    )  # fmt: skip
    case = find_case("020").model_copy(update={"notes": notes})
    monkeypatch.setattr("advisor.cli.dossiers.find_case", lambda id: case)
    code, out, _ = run(capsys, "cas", "avant-apres", "020")
    assert code == 0 and "Une nuit a suffi." in out and "Second jour 1er janvier 2020" in out


def test_the_comparison_as_json_holds_both_days(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "cas", "avant-apres", "020", "2019-12-31", "2020-01-01", "--format", "json")
    found = json.loads(out)
    assert code == 0 and (found["first"], found["second"]) == ("2019-12-31", "2020-01-01")
