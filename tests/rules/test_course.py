"""The course: complete for every criterion, true to the dates of the law, and never a part of what judges."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from advisor.common.errors import InputError
from advisor.common.french import french_number
from advisor.common.resources import data_dir
from advisor.lint.extra_files import lint_course
from advisor.lint.run import lint_folder
from advisor.rules.conditions import OpenPoint, walk
from advisor.rules.course import TIME_THEME, Course, EarlierLesson, Lesson, load_course, read_course
from advisor.rules.load import COURSE, Knowledge, load_from, load_knowledge
from advisor.training.casebook.read import load_cases
from advisor.training.exercises import Exercise, answer_key
from tests.museum import rules_course
from tests.museum.exhibit import SOUND, Exhibit

SEVEN = (
    "societe_ess", "esus", "gouvernance", "benefice_reserves", "remuneration", "plein_droit", "droit_dans_le_temps",
)  # fmt: skip
LONGEST_PITFALL, LONGEST_POINT, MOST_SENTENCES = 260, 260, 3
_CITATION = re.compile(r"\bLoi n°|\bC\. trav|\bart\. \d|LEGIARTI|JORF")


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course()


def _lessons(course: Course) -> list[tuple[str, Lesson | EarlierLesson]]:
    return [(one.criterion, lesson) for one in course.lessons.values() for lesson in (one, *one.earlier)]


# -- what is taught ------------------------------------------------------------------------------------------------


def test_the_packaged_course_is_sound(course: Course, knowledge: Knowledge) -> None:
    assert "\n".join(map(str, lint_course(course, knowledge))) == ""


def test_the_seven_themes_teach_every_criterion_which_has_one_lesson(course: Course, knowledge: Knowledge) -> None:
    assert tuple(course.themes) == SEVEN
    assert set(course.lessons) == set(knowledge.criteria)
    taught = {id for theme in course.themes.values() if theme.id != TIME_THEME for id in theme.criteria}
    assert taught == set(knowledge.criteria)
    assert {lesson.level for lesson in course.lessons.values()} == {1, 2, 3}


def test_lessons_are_short_plain_and_cite_no_article_by_its_reference(course: Course) -> None:
    for id, lesson in _lessons(course):
        assert len(lesson.question) <= 90 and lesson.question[0].isupper(), id
        assert len(lesson.pitfall) <= LONGEST_PITFALL, id
        assert len(lesson.remember) <= LONGEST_POINT, id
        assert len(re.findall(r"[.?!](?:\s|$)", lesson.remember)) <= MOST_SENTENCES, id
        assert not _CITATION.search(f"{lesson.question} {lesson.pitfall} {lesson.remember}"), id


def test_no_two_criteria_ask_the_same_question_of_the_same_law(course: Course) -> None:
    questions = [lesson.question for lesson in course.lessons.values()]
    assert len(set(questions)) == len(questions)


# Open only for a fund of endowment, a foreign company or a holding: the lesson has no room for what no room asks.
RARELY_OPEN = {"ESS-01a", "ESS-01b", "ESS-03", "ESUS-01"}
_OPEN = re.compile(
    r"point ouvert|point que le texte ne règle pas|ne dit rien|lecture retenue|ne tranche pas|discutable|rien ne dit"
    r"|ni oui|n'a été lu qu|a pu toucher"
)


def test_what_the_law_does_not_settle_is_not_taught_as_settled(course: Course, knowledge: Knowledge) -> None:
    open_today = {
        id
        for id, criterion in knowledge.criteria.items()
        if (version := criterion.on(knowledge.base.law_as_of)) is not None
        and any(isinstance(node, OpenPoint) for node in walk(version.tree))
    }
    assert open_today > RARELY_OPEN
    for id in open_today - RARELY_OPEN:
        lesson = course.lessons[id]
        assert _OPEN.search(f"{lesson.pitfall} {lesson.remember}"), id


def test_figures_of_the_lessons_are_those_of_the_law(course: Course, knowledge: Knowledge) -> None:
    """A threshold that changes in ``rules/`` must be changed in the lesson too."""
    today = knowledge.base.law_as_of
    for id, parameter in (
        ("ESS-07", "taux_fonds_developpement"),
        ("ESS-07", "plafond_reserves_fonds"),
        ("ESUS-02a", "seuil_charges_utilite_sociale"),
        ("ESUS-03a", "multiple_moyenne"),
        ("ESUS-03b", "multiple_maximum"),
        ("ESUS-08", "part_esus_placement"),
    ):
        value = knowledge.parameter(parameter, today)
        assert re.search(rf"\b{french_number(value)}\b", course.lessons[id].remember), (id, parameter, value)


# -- the law of the day --------------------------------------------------------------------------------------------


def test_an_earlier_lesson_is_told_to_its_last_day_and_no_further(course: Course) -> None:
    for lesson in course.lessons.values():
        start = date.min
        for earlier in lesson.earlier:
            assert lesson.on(start) is earlier
            assert lesson.on(earlier.until) is earlier
            start = earlier.until + timedelta(1)
            assert lesson.on(start) is not earlier
        assert lesson.on(date(2026, 11, 25)) is lesson


@pytest.mark.parametrize(
    ("criterion", "day", "words"),
    [
        ("ESUS-05", date(2019, 5, 23), "politique de rémunération"),
        ("ESUS-05", date(2019, 5, 24), "retenu pour l'agrément"),
        ("ART2-3", date(2019, 5, 23), "développement durable"),
        ("ART2-3", date(2019, 5, 24), "citoyenneté"),
        ("ESUS-08", date(2024, 12, 31), "banque"),
        ("ESUS-08", date(2025, 1, 1), "50 %"),
    ],
)
def test_the_room_is_asked_what_the_law_of_the_case_asks(criterion: str, day: date, words: str) -> None:
    case = load_cases()[0]
    exercise = Exercise(
        id="essai", title="", dossier=case.dossier, on=day, level=1, themes=(), screens=(), story="",
        questions=(criterion,), lesson="",
    )  # fmt: skip
    (key,) = answer_key(exercise).criteria
    assert words in key.question
    lesson = load_course().lessons[criterion].on(day)
    assert (key.question, key.pitfall, key.remember) == (lesson.question, lesson.pitfall, lesson.remember)


# -- apart from the law --------------------------------------------------------------------------------------------


def test_the_course_is_no_part_of_the_fingerprint_and_a_base_without_it_still_judges(tmp_path: Path) -> None:
    shutil.copytree(data_dir("rules"), tmp_path / "rules")
    shutil.rmtree(tmp_path / "rules" / COURSE)
    bare = load_from(tmp_path / "rules")
    assert bare.fingerprint == load_knowledge().fingerprint
    problems, summary = lint_folder(str(tmp_path / "rules"))
    assert problems == [], summary


def test_the_course_is_not_read_at_the_start() -> None:
    code = "import sys; from advisor.cli.runner import build_parser; build_parser(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not [name for name in loaded if name.startswith(("advisor.training", "advisor.rules", "yaml"))]


# -- the museum ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exhibit", rules_course.EXHIBITS, ids=lambda exhibit: exhibit.name)
def test_museum(exhibit: Exhibit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exhibit.build(tmp_path)
    monkeypatch.chdir(tmp_path)
    problems, summary = lint_folder("rules")
    assert exhibit.expected in [str(problem) for problem in problems]
    assert "aucune anomalie" not in summary


def test_every_form_error_of_the_course_is_told_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "rules")
    (tmp_path / "rules" / COURSE / "themes.yaml").write_text("- {id: a}\n- [b]\n", encoding="utf-8")
    (tmp_path / "rules" / COURSE / "lecons.yaml").unlink()
    with pytest.raises(InputError) as error:
        read_course(tmp_path / "rules", "rules")
    assert [str(one) for one in error.value.problems] == [
        "rules/formation/themes.yaml:1:3 : il manque « titre ».",
        "rules/formation/themes.yaml:1:3 : il manque « phrase ».",
        "rules/formation/themes.yaml:1:3 : il manque « criteres ».",
        "rules/formation/themes.yaml:2:3 : cet élément attend un bloc « clé: valeur ». Clés attendues : id, titre, "
        "phrase, criteres.",
        "rules/formation/lecons.yaml : aucun fichier ne correspond. Vérifiez le dossier donné, ou remettez ce "
        "fichier ; une liste vide s'écrit « [] ».",
    ]


def test_problems_of_the_law_and_of_the_course_are_told_together(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path / "rules")
    for file, old, new in (
        ("formation/lecons.yaml", "question: La forme convient-elle ?", "question: La forme convient."),
        ("criteres/criteres.yaml", "satisfait: La forme convient.", "satisfait: La forme  convient."),
    ):
        path = tmp_path / "rules" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(f"    {old}" if "criteres" in file else old) >= 1
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    problems, summary = lint_folder(str(tmp_path / "rules"))
    assert {Path(one.where).name for one in problems} == {"lecons.yaml", "criteres.yaml"}
    assert summary.endswith("2 anomalies.")
