"""The cases of the information day: an order that builds understanding, notes that keep what they promise."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.advice.ways.whatif import status_moves, what_if
from advisor.assessment.assess import assess
from advisor.cli import main
from advisor.common.errors import InputError
from advisor.common.resources import data_dir
from advisor.rules.course import load_course
from advisor.rules.load import Knowledge
from advisor.training.casebook.model import Case, ErasNotes, TeachingNotes, TrialNotes
from advisor.training.casebook.read import (
    READING_SECONDS,
    SCREEN_LENGTH,
    load_cases,
    rank_problems,
    read_case,
    read_cases,
    reading_seconds,
)
from advisor.training.casebook.show import check_case, show_case, teaching_table
from advisor.training.exercises import answer_key, exercise_of, exercises

FOLDER = data_dir("cases")
TAUGHT = sorted(((case, case.notes) for case in load_cases() if case.notes), key=lambda pair: pair[1].rank)
THEMES = (
    "societe_ess",
    "esus",
    "gouvernance",
    "benefice_reserves",
    "remuneration",
    "plein_droit",
    "droit_dans_le_temps",
)

each = pytest.mark.parametrize(("case", "notes"), TAUGHT, ids=[case.id for case, _ in TAUGHT])
TRIALS = [(case, notes, trial) for case, notes in TAUGHT for trial in notes.trials]
each_trial = pytest.mark.parametrize(
    ("case", "notes", "trial"), TRIALS, ids=[f"{case.number}-{rank}" for rank, (case, _, _) in enumerate(TRIALS)]
)
ERAS = [(case, notes.eras) for case, notes in TAUGHT if notes.eras]


# -- the day ------------------------------------------------------------------------------------------------------


def test_a_day_has_enough_cases_in_one_path() -> None:
    assert len(TAUGHT) >= 24
    assert [notes.rank for _, notes in TAUGHT] == list(range(1, len(TAUGHT) + 1))


def test_every_theme_is_taught_and_no_other() -> None:
    assert set(THEMES) <= set(load_course().themes)
    assert {theme for _, notes in TAUGHT for theme in notes.themes} == set(THEMES)


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_has_cases_enough_and_starts_with_its_simplest(theme: str) -> None:
    levels = [notes.level for _, notes in TAUGHT if theme in notes.themes]
    assert len(levels) >= 4
    assert len(set(levels)) >= 2
    assert levels[0] == min(levels) <= 2
    assert [one.level for one in exercises(theme)] == levels


def test_the_day_starts_with_what_everybody_must_take_home() -> None:
    assert {notes.level for _, notes in TAUGHT[:6]} == {1}
    assert {notes.level for _, notes in TAUGHT} == {1, 2, 3}


def test_the_path_told_to_the_trainer_is_the_path() -> None:
    """``cases/LISEZMOI.md``: each case at its rank and level; the minutes of a module are those of its cases."""
    text = (FOLDER / "LISEZMOI.md").read_text(encoding="utf-8")
    listed: list[tuple[int, str, int]] = []
    for module in re.split(r"(?m)^### ", text)[1:]:
        total = re.match(r".*\(J (\d+) min, D (\d+) min\)\n", module)
        assert total, module[:40]
        rows = re.findall(r"(?m)^\| (\d+) \| (\d{3}) \| .+ \| (\d) \| (\d+) \| (\d+|–) \|$", module)
        assert sum(int(day) for *_, day, _ in rows) == int(total[1])
        assert sum(int(half) for *_, half in rows if half != "–") == int(total[2])
        assert {minutes for *_, day, half in rows for minutes in (day, half)} <= {"2", "10", "–"}
        listed += [(int(rank), number, int(level)) for rank, number, level, _, _ in rows]
    assert listed == [(notes.rank, case.number, notes.level) for case, notes in TAUGHT]


# -- each case ----------------------------------------------------------------------------------------------------


@each
def test_the_engine_answers_each_question_as_the_case_says(case: Case, notes: TeachingNotes) -> None:
    """What the room is asked is always decided, and never « sans objet »."""
    key = answer_key(exercise_of(case))
    assert [one.criterion for one in key.criteria] == list(notes.questions)
    assert {one.criterion: one.outcome for one in key.criteria} == {
        id: case.expected.grounds[id] for id in notes.questions
    }


@each
def test_the_questions_are_those_of_its_themes(case: Case, notes: TeachingNotes) -> None:
    for theme in notes.themes:
        taught = set(load_course().themes[theme].criteria)
        assert taught & set(notes.questions), f"aucune question de {case.id} n'est du thème {theme}"


@each
def test_it_can_be_read_aloud(case: Case, notes: TeachingNotes) -> None:
    assert reading_seconds(notes) <= READING_SECONDS
    for screen in notes.screens:
        assert len(screen) <= SCREEN_LENGTH
        assert screen[-1] in ".!?»", screen
    paragraphs = (*notes.screens, *notes.mistakes, *notes.insist, notes.two_minutes, notes.ten_minutes)
    for text in (*paragraphs, *(trial.words for trial in notes.trials)):
        assert text.count("«") == text.count("»"), text
        assert "'" not in re.sub(r"(?<=\w)'(?=\w)", "", text), text  # an apostrophe, never a quote
        assert not re.search(r" [.,)]|\( |  ", text), text
    assert len(notes.two_minutes) < len(notes.ten_minutes)


@each
def test_its_sheet_holds_everything_the_trainer_needs(case: Case, notes: TeachingNotes) -> None:
    shown = show_case(case)
    assert max(map(len, shown.splitlines())) <= 80
    sheet = " ".join(shown.replace("\u00a0", " ").split())
    for text in (*notes.screens, *notes.mistakes, *notes.insist, notes.two_minutes, notes.ten_minutes):
        assert " ".join(text.split()) in sheet
    for trial in notes.trials:
        assert trial.words in sheet
    if notes.eras:
        assert notes.eras.words in sheet


# -- live changes -------------------------------------------------------------------------------------------------


@each_trial
def test_a_live_change_moves_what_was_asked(case: Case, notes: TeachingNotes, trial: TrialNotes) -> None:
    """A question of the case, or a verdict; and the new answers never contradict those that stay."""
    tried = what_if(case.dossier, trial.changes)
    assert {move.criterion for move in tried.criteria} & set(notes.questions) or any(
        move.moves for move in tried.statuses
    )
    assert tried.contradictions == ()
    assert trial.words.startswith("Et si ")


@pytest.mark.parametrize(("case", "eras"), ERAS, ids=[case.id for case, _ in ERAS])
def test_two_eras_differ_the_day_the_law_changes(case: Case, eras: ErasNotes, knowledge: Knowledge) -> None:
    first, second = date.fromisoformat(eras.first), date.fromisoformat(eras.second)
    before, after = (assess(case.dossier, on=day, knowledge=knowledge) for day in (first, second))
    assert any(move.moves for move in status_moves(before, after))
    assert second in knowledge.law_days
    assert case.dossier.on in (first, second)


def test_the_great_changes_of_the_law_are_shown() -> None:
    assert {"2014-08-02", "2016-01-01", "2019-05-24", "2020-01-01", "2025-01-01"} <= {eras.second for _, eras in ERAS}


def _with_notes(case: Case, **changes: object) -> Case:
    assert case.notes
    return case.model_copy(update={"notes": case.notes.model_copy(update=changes)})


def test_notes_that_promise_what_does_not_happen_are_told(knowledge: Knowledge) -> None:
    """`cases check` says so, before a trainer finds it out in front of the room."""
    case = next(case for case, notes in TAUGHT if notes.eras)
    idle = TrialNotes(changes={"siege": "france"}, words="Et si le siège était en France ?")
    agreeing = ErasNotes(first="2026-01-01", second="2026-01-02", words="Rien ne change.")
    assert check_case(_with_notes(case, trials=(idle,), eras=agreeing), knowledge) == [
        "« et si » n° 1 : aucun critère ni verdict ne change",
        "« avant et après » : aucun verdict ne change du 2026-01-01 au 2026-01-02",
    ]
    paid = next(case for case, _ in TAUGHT if case.number == "140")
    absurd = TrialNotes(changes={"charges_utilite_sociale[n]": "900000"}, words="Et si la part dépassait le tout ?")
    (said,) = check_case(_with_notes(paid, trials=(absurd,)), knowledge)
    assert said.startswith("« et si » n° 1 se contredit : ")


# -- lists --------------------------------------------------------------------------------------------------------


def test_the_list_follows_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cas", "liste", "--journee"]) == 0
    text = capsys.readouterr().out
    places = [text.find(f"(cas {case.number})") for case, _ in TAUGHT]
    assert places == sorted(places)
    assert places[0] > 0
    assert "131" not in text, "un cas sans notes est dans la liste"
    assert max(map(len, text.splitlines())) <= 80
    rows = json.loads(teaching_table(load_cases(), "json"))
    assert [(row["rang"], row["id"], row["niveau"]) for row in rows] == [
        (notes.rank, case.id, notes.level) for case, notes in TAUGHT
    ]


def test_without_any_taught_case_the_list_says_so() -> None:
    assert teaching_table([case for case in load_cases() if not case.notes]) == "Aucun cas n'a de notes de séance."


# -- museum of bad notes ------------------------------------------------------------------------------------------

SOUND = "140-quatre-vingts-sur-cent"


def _damaged(folder: Path, old: str, new: str) -> tuple[Path, str]:
    text = (FOLDER / f"{SOUND}.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1, "the text to break must be there once"
    path = folder / f"{SOUND}.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path, text


LAST_SCREEN = '"Ses statuts nomment ce but comme principal. La plus forte paie : 26 400 €."'
LONG = "Une phrase qui n'en finit pas, " * 6

BAD_NOTES = [
    ("rang: 25", "rang: 0", "rang: 0", "« 0 » est trop petit : au moins 1"),
    ("rang: 25", "rang: premier", "rang: p", "« premier » n'est pas un nombre entier"),
    ("niveau: 1", "niveau: 4", "niveau: 4", "« 4 » n'est pas admis ; attendu : 1, 2 ou 3"),
    ("themes: [esus]", "themes: [cuisine]", "cuisine", "thème de formation « cuisine » inconnu"),
    ("themes: [esus]", "themes: [esus, esus]", "esus]\n  niveau", "le thème « esus » est écrit deux fois"),
    ("themes: [esus]", "themes: []", "themes: []", "« themes » est vide"),
    ("questions: [ESUS-01,", "questions: [ESUS-99,", "ESUS-99", "critère « ESUS-99 » inconnu"),
    ("questions: [ESUS-01,", "questions: [ESUS-02a,", "ESUS-02a]", "le critère « ESUS-02a » est demandé deux fois"),
    ("questions: [ESUS-01,", "questions: [ESUS-03,", "ESUS-03,", "« motifs » ne dit pas ce qu'il doit donner"),
    ("questions: [", "questions: [a, b, c, d, e, ", "questions:", "« questions » : il en faut au plus 6"),
    ("date_appreciation: 2026-05-19", "date_appreciation: 2015-06-30", "ESUS-02a]",
     "le critère « ESUS-02a » n'existe pas dans le droit du 2015-06-30"),
    ('"charges_utilite_sociale[n-2]": 60000}', '"charges_utilite_sociale[n-9]": 60000}', '"charges_utilite_sociale[n-9',
     "« charges_utilite_sociale[n-9] » : ce fait attend une réponse par ligne"),
    ('"charges_utilite_sociale[n-2]": 60000}', "charge_sociale: 60000}", "charge_sociale",
     "« charge_sociale » : ce fait n'existe pas (le plus proche : « charges_"),
    ('"charges_utilite_sociale[n-2]": 60000}', '"charges_utilite_sociale[n-2]": beaucoup}',
     '"charges_utilite_sociale[n-2]": beaucoup', "« beaucoup » n'est pas un nombre"),
    ('"charges_utilite_sociale[n-2]": 60000}', '"charges_utilite_sociale[n-2]": 70 000}',
     'reponses: {"charges_utilite_sociale[n-2]": 70 000}', "cet essai redonne les réponses du dossier"),
    ('"charges_utilite_sociale[n-2]": 60000}', "siege: {pays: france}}", "siege: {pays", "« siege » attend un texte"),
    ("  deux_minutes: >-", "  trois_minutes: >-", "trois_minutes", "« trois_minutes » n'est pas attendu ici"),
    ("dossier:\n", "  avant_apres: {avant: hier, apres: 2020-01-01, dire: x}\ndossier:\n", "avant: hier",
     "« hier » n'est pas une date du calendrier"),
    ("dossier:\n", "  avant_apres: {avant: 2019-02-30, apres: 2020-01-01, dire: x}\ndossier:\n", "avant: 2019",
     "« 2019-02-30 » n'est pas une date du calendrier"),
    ("dossier:\n", "  avant_apres: {avant: 2020-01-01, apres: 2019-12-31, dire: x}\ndossier:\n", "apres: 2019",
     "« avant » (2020-01-01) doit précéder « apres » (2019-12-31)"),
    (LAST_SCREEN, "L'article 1er le dit.", "L'article", "cet écran nomme un article"),
    (LAST_SCREEN, "Voir L3332-17-1.", "Voir L", "nomme un article (« L333 »)"),
    (LAST_SCREEN, "Elle est éligible.", "Elle est é", "donne la réponse (« éligible »)"),
    (LAST_SCREEN, LONG, "Une phrase", "160 au plus, pour être lu de loin"),
    ("  questions: [", "    - Un.\n    - Deux.\n  questions: [", "ecrans:", "« ecrans » : il en faut au plus 5"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "message"), BAD_NOTES, ids=[row[3][:45] for row in BAD_NOTES])
def test_bad_notes_are_refused_at_their_line(tmp_path: Path, old: str, new: str, place: str, message: str) -> None:
    path, _ = _damaged(tmp_path, old, new)
    text = path.read_text(encoding="utf-8")
    before = text[: text.index(place, text.index("seance:"))]
    with pytest.raises(InputError) as caught:
        read_case(path)
    found = {(problem.line, problem.column): problem.message for problem in caught.value.problems}
    expected = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert expected in found, found
    assert message in " ".join(problem.message for problem in caught.value.problems if problem.line == expected[0])


def test_changes_are_kept_as_a_dossier_keeps_them(tmp_path: Path) -> None:
    path, _ = _damaged(
        tmp_path, '"charges_utilite_sociale[n-2]": 60000}', '"charges_utilite_sociale[n-2]": "60 000,50"}'
    )
    notes = read_case(path).notes
    assert notes and notes.trials[0].changes == {"charges_utilite_sociale[n-2]": "60000.5"}


@given(st.lists(st.integers(1, 7), max_size=7))
def test_ranks_are_one_path_or_a_problem(ranks: list[int]) -> None:
    """Whatever the ranks: no problem exactly when they are 1 to the last, each once; each problem has its line."""
    cases = [_with_notes(case, rank=rank) for (case, _), rank in zip(TAUGHT, ranks, strict=False)]
    problems = rank_problems(cases, FOLDER)
    assert (problems == []) == (sorted(ranks) == list(range(1, len(ranks) + 1)))
    assert sum("déjà celui" in problem.message for problem in problems) == len(ranks) - len(set(ranks))
    assert all(problem.line > 1 and problem.where.endswith(".yaml") for problem in problems)


def test_a_folder_with_a_hole_is_refused(tmp_path: Path) -> None:
    _damaged(tmp_path, "rang: 25", "rang: 3")
    with pytest.raises(InputError) as caught:
        read_cases(tmp_path)
    assert [problem.message for problem in caught.value.problems] == ["les rangs 1 à 2 manquent avant le rang 3."]
