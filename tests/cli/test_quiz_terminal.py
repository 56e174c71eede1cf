"""The quiz in a real pseudo-terminal, from the home menu and from the shell, and printed as a sheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.cli.interview.quiz import after_all
from advisor.training.quiz.bank import Bank
from advisor.training.quiz.schedule import Box, QuizProgress, load_progress, save_progress
from advisor.training.quiz.session import Quiz, QuizSession, result
from advisor.training.quiz.situations import UNSURE, QuizQuestion
from tests.support.spread import spread
from tests.support.tty import CTRL_C, DOWN, ENTER, Terminal

SIZES = ((80, 24), (160, 45))
THEME = "remuneration"
"""A small bank, so that each start is quick."""


@pytest.fixture(params=spread(SIZES, 1, lambda size: f"{size[0]}x{size[1]}"))
def size(request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    yield request.param


def start(folder: Path, *options: str, size: tuple[int, int] = (80, 24)) -> Terminal:
    return Terminal(["-m", "advisor", "quiz", "--theme", THEME, *options], folder, *size)


@lru_cache
def bank(seed: int) -> Bank:
    return Bank(THEME, seed=seed)


def drawn(seed: int, total: int) -> Quiz:
    """The same session beside the terminal: what it will ask, and what is right."""
    return Quiz(bank(seed), QuizSession(seed=seed, total=total, theme=THEME))


def to_question(tty: Terminal, rank: str) -> None:
    """Up to the choices of a question, past its story when that took a screen of its own."""
    tty.until(rank, timeout=40)
    # On a busy machine the prompt comes well after the story.
    for _ in range(300):
        if "[Entrée : la question]" in tty.flat or "Votre réponse" in tty.flat:
            break
        tty.read(0.1)
    if "[Entrée : la question]" in tty.flat:
        tty.send(ENTER)
    tty.until("Votre réponse")


def reply(tty: Terminal, quiz: Quiz, key: str) -> QuizQuestion:
    """Answer the question on screen with a number or a letter, up to the reason of it."""
    question = quiz.current
    assert question is not None
    rank = f"question {len(quiz.session.answers) + 1} sur {quiz.session.total}"
    to_question(tty, rank)
    assert_fits(tty)
    tty.send(key, ENTER, then="[Entrée", gone="Votre réponse")
    quiz.answer(UNSURE if key == "n" else question.choices[int(key) - 1].value)
    return question


def go_on(tty: Terminal, words: str) -> None:
    """Read the reason, page after page, up to some words of what follows."""
    for _ in range(5):
        assert_fits(tty)
        if "[Entrée : la suite]" not in tty.flat:
            break
        tty.send(ENTER)
        tty.until("[Entrée")
    tty.send(ENTER, then=words)


def assert_fits(tty: Terminal) -> None:
    """The head of the screen is still on it: nothing scrolled away."""
    assert tty.screen.display[0].startswith("Quiz, niveau"), tty.text


def right(question: QuizQuestion) -> str:
    return str([one.value for one in question.choices].index(question.right) + 1)


def wrong(question: QuizQuestion) -> str:
    return next(str(at) for at, one in enumerate(question.choices, start=1) if one.value != question.right)


def test_a_session_with_mistakes_to_the_end(tmp_path: Path, size: tuple[int, int]) -> None:
    # Three questions meet the three answers; the narrow screen, where more has to fit, goes further.
    total, seed = (5 if size == SIZES[0] else 3), 11
    quiz = drawn(seed, total)
    with start(tmp_path, "--tirage", str(seed), "--questions", str(total), size=size) as tty:
        for rank in range(total):
            assert quiz.current is not None
            key = {0: wrong(quiz.current), 2: "n"}.get(rank, right(quiz.current))
            question = reply(tty, quiz, key)
            said = {0: "✗ Faux", 2: "Vous ne saviez pas"}.get(rank, "✓ Juste")
            assert said in tty.flat, tty.text
            assert (f"✓ La bonne réponse : {question.answer}"[:40] in tty.flat) == (rank in (0, 2))
            go_on(tty, f"question {rank + 2} sur" if rank + 1 < total else "À relire")
        assert tty.end() == 0
        found = result(quiz.session)
        seen = " ".join(tty.seen.replace("\u00a0", " ").split())
        assert f"Résultat : {found.good} juste{'s' if found.good > 1 else ''} sur {total}" in seen
        assert found.revisions
        for one in found.revisions:
            assert f"ess-advisor regles montrer {one.subject}" in seen
        assert f"ess-advisor quiz --tirage {seed} --theme {THEME} --questions {total}" in seen
    assert list(tmp_path.iterdir()) == []


def test_stopping_in_the_middle_tells_what_to_revise_and_keeps_it(tmp_path: Path) -> None:
    progress_file = tmp_path / "progression.json"
    quiz = drawn(5, 10)
    with start(tmp_path, "--tirage", "5", "--progression", progress_file.name) as tty:
        assert quiz.current is not None
        missed = reply(tty, quiz, wrong(quiz.current))
        go_on(tty, "question 2 sur 10")
        tty.send(CTRL_C)
        assert tty.end() == 0
        assert "Résultat : 0 juste sur 1" in tty.flat
        assert f"ess-advisor regles montrer {missed.subject}" in tty.flat
        assert "Progression gardée dans progression.json, sans votre nom." in tty.flat
    progress = load_progress(progress_file)
    assert progress.sessions == 1 and progress.boxes[missed.subject].box == 1 and len(progress.boxes) == 1


def test_what_was_missed_comes_first_can_be_read_again_and_is_not_lost_by_a_kill(tmp_path: Path) -> None:
    progress_file, seed = tmp_path / "progression.json", 6
    question = next(
        one.current for one in (drawn(other, 1) for other in range(50)) if one.current and one.current.story
    )
    before = QuizProgress(sessions=1, boxes={question.subject: Box(box=1, last=1, missed=1)})
    save_progress(before, progress_file)
    quiz = Quiz(bank(seed), QuizSession(seed=seed, theme=THEME), before.ranks())
    assert quiz.current is not None and quiz.current.subject == question.subject and quiz.current.story
    words = " ".join(quiz.current.story[0].split()[:5])
    with start(tmp_path, "--tirage", str(seed), "--progression", progress_file.name) as tty:
        to_question(tty, "question 1 sur 10")
        assert quiz.current.heading in tty.flat
        assert load_progress(progress_file) == before
        tty.send("l", ENTER, then=words, gone="Votre réponse")
        for _ in range(3):
            tty.send(ENTER)
            tty.until("Entrée")
            if "Votre réponse" in tty.flat:
                break
        tty.until("Votre réponse")
        tty.send(ENTER, then="Il manque une réponse")
        question = reply(tty, quiz, right(quiz.current))
        tty.kill()
    assert load_progress(progress_file).boxes[question.subject].box == 2


def test_the_home_menu_keeps_the_progress_beside_the_dossiers(tmp_path: Path) -> None:
    with Terminal(["-m", "advisor"], tmp_path) as tty:
        tty.until("Que voulez-vous faire")
        tty.send("Quiz", ENTER, then="Sur quoi ?")
        tty.send(DOWN, ENTER)
        to_question(tty, "question 1 sur 10")
        tty.send("n", ENTER, then="Vous ne saviez pas")
        for _ in range(5):
            if "[Entrée : la suite]" not in tty.flat:
                break
            tty.send(ENTER)
            tty.until("[Entrée")
        tty.send("q", then="Résultat : 0 juste sur 1")
        while "Entrée pour revenir" not in tty.flat:
            tty.send(ENTER)
            tty.until("Entrée")
        tty.send(ENTER, then="Que voulez-vous faire")
        tty.send(CTRL_C)
        assert tty.end() == 0
    assert load_progress(tmp_path / "dossiers" / ".quiz.json").sessions == 1


def test_when_all_is_right_something_harder_is_proposed() -> None:
    quiz = drawn(2, 3)
    while quiz.current is not None:
        quiz.answer(quiz.current.right)
    found = result(quiz.session)
    assert found.good == found.total and not found.revisions
    words = " ".join(after_all(found, quiz.session, saved=False))
    assert "Tout est juste." in words and "--niveau 2" in words
    id, title = found.next_themes[0]
    assert f"« {title} » : ess-advisor quiz --theme {id}" in words
    hardest = quiz.session.model_copy(update={"start": 3})
    assert "--niveau" not in " ".join(after_all(found, hardest, saved=False))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--theme", "essu"], "aucun thème ne s'appelle « essu ». Au choix : societe_ess"),
        (["--au", "2014-01-01"], "est avant la loi"),
        (["--tirage", "trois"], "n'est pas un numéro de tirage"),
        (["--tirage", "-1"], "n'est pas un numéro de tirage"),
        (["--questions", "0"], "n'est pas un nombre de questions"),
        (["--questions", "101"], "n'est pas un nombre de questions"),
        (["--niveau", "4"], "choix inconnu"),
        (["--progression", "p.json"], "ne sert que dans un terminal"),
        (["--progression", "rien/p.json"], "n'existe pas"),
        (["--format", "pdf", "--sortie", "feuille.docx"], "ne vont pas ensemble"),
    ],
)
def test_bad_options_are_told_in_french(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    try:
        code = main(["quiz", *options])
    except SystemExit as stop:
        code = int(str(stop.code))
    assert code == 2
    assert words.lower() in " ".join(capsys.readouterr().err.replace("\u00a0", " ").lower().split())
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_progress_stops_before_any_question(tmp_path: Path) -> None:
    progress_file = tmp_path / "p.json"
    progress_file.write_text("{")
    with start(tmp_path, "--progression", "p.json") as tty:
        assert tty.end() == 2
        assert "abîmée" in tty.flat and "Mettez-le de côté" in tty.flat
    assert progress_file.read_text() == "{"


def test_the_sheet_has_every_question_before_any_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["quiz", "--theme", THEME, "--tirage", "3", "--questions", "6"]
    for name in ("feuille.md", "encore.md", "feuille.json"):
        assert main([*options, "--sortie", str(tmp_path / name)]) == 0
    text = (tmp_path / "feuille.md").read_text()
    assert text == (tmp_path / "encore.md").read_text()
    assert main(options) == 0
    assert "Réponses" in capsys.readouterr().out
    sheet = json.loads((tmp_path / "feuille.json").read_text())
    assert len(sheet["questions"]) == 6 and sheet["seed"] == 3
    flat = " ".join(text.replace("\u00a0", " ").split())
    answers = flat.index("## Réponses")
    for question in map(QuizQuestion.model_validate, sheet["questions"]):
        prompt = " ".join(question.prompt.replace("\u00a0", " ").split())
        assert 0 <= flat.index(prompt) < answers
        article = question.why.articles[0].replace("\u00a0", " ")[:30]
        assert article not in flat[:answers] and article in flat[answers:]
    levels = [one["level"] for one in sheet["questions"]]
    assert all(abs(a - b) <= 1 for a, b in pairwise(levels))
