"""The quiz in a terminal: one question a screen, the reason after each answer, what to revise at the end."""

from __future__ import annotations

import random
from pathlib import Path

from advisor.interview.fitting import paper
from advisor.interview.place import Place
from advisor.interview.screen import Screen, head_text
from advisor.interview.tools import Tool
from advisor.interview.widgets import Option, pick, wait
from advisor.training.course import LEVEL_WORDS, load_course
from advisor.training.quiz.bank import Bank
from advisor.training.quiz.model import KIND_WORDS, UNSURE, Question
from advisor.training.quiz.progress import Progress, load_progress, save_progress
from advisor.training.quiz.revise import Result, Revision, result
from advisor.training.quiz.session import Answered, Quiz, Session
from advisor.training.quiz.sheet import reading

KEPT = ".quiz.json"
"""Where the home menu keeps the progress, in the folder of dossiers."""

ALL, STOP, STORY = "*", "q", "l"
_BELOW = 8
"""Lines a prompt takes below its question besides the choices: the three other keys, their rule, the title."""


def train(place: Place) -> None:
    """From the home menu: choose a theme, then a session whose progress is kept.

    Raises:
        InputError: the progress or the rules are damaged.
    """
    screen, course = Screen(), load_course()
    kept = place.folder / KEPT
    progress = load_progress(kept)
    screen.clear()
    screen.rule("Quiz : s'entraîner seul")
    screen.say(
        "Dix questions, de plus en plus difficiles quand vous répondez juste. Ce que vous manquez revient plus tard."
    )
    if progress.sessions:
        screen.say(f"Séances déjà faites : {progress.sessions}. Ce que vous aviez manqué vient d'abord.")
    chosen = pick(
        "Sur quoi ?",
        [Option(ALL, "Tous les thèmes"), *(Option(one.id, one.title, one.sentence) for one in course.themes.values())],
        tools=(Tool.BACK,),
        back="Revenir",
        used=screen.used,
    )
    if chosen is Tool.BACK:
        screen.clear()
        return
    theme = None if chosen == ALL else str(chosen)
    seed = random.SystemRandom().randrange(1_000_000)
    play(Session(seed=seed, theme=theme), kept)


def play(session: Session, kept: Path | None = None) -> Session:
    """A session from its first question to what must be revised, which is told even when one stops in the middle.

    Args:
        session: how to draw the questions.
        kept: file of the progress, saved after each answer; none: nothing is kept.

    Raises:
        InputError: the progress is damaged or cannot be written, or there is nothing to ask.
    """
    screen = Screen()
    before = load_progress(kept) if kept else Progress()
    screen.clear()
    screen.say("Préparation des questions…")
    bank = Bank(session.theme, session.on, session.seed)
    quiz = Quiz(bank, session, before.ranks())
    try:
        while (question := quiz.current) is not None:
            choice = _asked(screen, quiz, question)
            if choice is None:
                break
            given = quiz.answer(choice)
            if kept is not None:
                save_progress(before.after(quiz.session.answers), kept)
            if _reason(screen, quiz, given) == STOP:
                break
    except (KeyboardInterrupt, EOFError):
        # What was answered is kept already; what to revise is told all the same, without a prompt.
        paper(None)
        screen.clear()
        _told(screen, quiz.session, kept)
        raise
    screen.clear()
    _told(screen, quiz.session, kept)
    paper(None)
    return quiz.session


def _asked(screen: Screen, quiz: Quiz, question: Question) -> str | None:
    """The answer to a question; None when one stops."""
    choices = sum(1 + len(one.label) // (screen.width - 8) for one in question.choices)
    _put(screen, quiz, question, story=True)
    if screen.used + choices + _BELOW > screen.height and question.story:
        wait("Entrée : la question", ())
        _put(screen, quiz, question, story=False)
    while True:
        chosen = pick(
            "Votre réponse :",
            [Option(one.value, one.label) for one in question.choices],
            tools=(Tool.UNKNOWN,),
            extra=[
                *([(STORY, STORY, "Relire la situation")] if question.story else []),
                (STOP, STOP, "Arrêter, et voir ce qu'il faut revoir"),
            ],
            preset=False,
            used=screen.used,
        )
        if chosen == STOP:
            return None
        if chosen != STORY:
            return UNSURE if chosen is Tool.UNKNOWN else str(chosen)
        screen.pages([question.heading, "", *question.story, "", *_rows(question)])
        _put(screen, quiz, question, story=False)


def _put(screen: Screen, quiz: Quiz, question: Question, story: bool) -> None:
    """The question on a new screen, with the whole story or without."""
    screen.clear()
    _head(screen, quiz, len(quiz.session.answers) + 1, question)
    screen.rule(question.heading)
    if story:
        for part in question.story:
            screen.say(part)
    for row in _rows(question):
        screen.say(row, style="dim")
    screen.say(question.prompt, style="bold")


def _head(screen: Screen, quiz: Quiz, rank: int, question: Question) -> None:
    left = f"question {rank} sur {quiz.session.total}"
    title = f"Quiz, niveau {question.level} ({LEVEL_WORDS[question.level]}) : {KIND_WORDS[question.kind]}"
    screen.draw(lambda: head_text(title, left, screen.width))


def _rows(question: Question) -> list[str]:
    return [f"– {label} : {text}" for label, text in question.sheet]


# -- after an answer ----------------------------------------------------------------------------------------------


def _reason(screen: Screen, quiz: Quiz, given: Answered) -> str:
    """Right or wrong, and why; the key pressed."""
    question = given.question
    lines = _verdict(given)
    lines += ["", *question.why.lines]
    lines += ["", *(f"– {one}" for one in question.why.articles)]
    if question.why.confidence:
        lines.append(f"Solidité : {question.why.confidence}")
    if question.why.remember:
        lines += ["", f"À retenir : {question.why.remember}"]
    if question.why.pitfall and not given.good:
        lines.append(f"Le piège : {question.why.pitfall}")
    last = quiz.current is None
    end = "Entrée : ce qu'il faut revoir" if last else "Entrée : la question suivante ; q : arrêter"
    _paged(screen, quiz, given, lines)
    return wait(end, () if last else (STOP,))


def _paged(screen: Screen, quiz: Quiz, given: Answered, lines: list[str]) -> None:
    """Lines under the head of the question, cut into screens between two paragraphs."""

    def start() -> None:
        screen.clear()
        _head(screen, quiz, len(quiz.session.answers), given.question)
        screen.rule(given.question.title)

    start()
    top = screen.used
    for rank, line in enumerate(lines):
        taken = screen.used
        needs = 1 + len(line) // max(20, screen.width - 4)
        if taken > top and taken + needs + 2 > screen.height:
            wait("Entrée : la suite", ())
            start()
        screen.say(line, style="bold" if rank == 0 else "")


def _verdict(given: Answered) -> list[str]:
    if given.good:
        return [f"✓ Juste : {given.question.answer}"]
    said = given.question.label(given.choice)
    head = "Vous ne saviez pas." if given.choice == UNSURE else f"✗ Faux. Vous avez répondu : {said}"
    return [head, f"✓ La bonne réponse : {given.question.answer}"]


# -- at the end ---------------------------------------------------------------------------------------------------


def _told(screen: Screen, session: Session, kept: Path | None) -> None:
    """The score and what to revise, printed to stay above the next prompt of the shell."""
    found = result(session)
    screen.rule("Résultat du quiz")
    if not found.total:
        screen.say("Aucune question n'a reçu de réponse.")
        return
    screen.say(f"{found.good} juste{'s' if found.good > 1 else ''} sur {found.total}", style="bold")
    for theme in found.themes:
        screen.say(f"– {theme.title} : {theme.good} sur {theme.total}")
    screen.say()
    if found.revisions:
        screen.rule("À revoir, le plus important d'abord")
        for rank, one in enumerate(found.revisions, start=1):
            _revise(screen, rank, one)
    for line in after_all(found, session):
        screen.say(line)
    if kept is not None:
        screen.say(f"Progression gardée dans {kept}, sans votre nom.")
    else:
        on = f" --on {session.on.isoformat()}" if session.on else ""
        theme_option = f" --theme {session.theme}" if session.theme else ""
        screen.say(f"Pour refaire ce quiz : ess-advisor quiz --seed {session.seed}{theme_option}{on}")


def _revise(screen: Screen, rank: int, one: Revision) -> None:
    times = "" if one.missed == 1 else f", manqué {one.missed} fois"
    mended = ", juste ensuite" if one.mended else ""
    screen.say(f"{rank}. {one.title} ({one.subject}{times}{mended})", style="bold")
    for article in one.articles[:2]:
        screen.say(f"– {article}", indent=3)
    if one.remember:
        screen.say(f"À retenir : {one.remember}", indent=3)
    if one.pitfall:
        screen.say(f"Le piège : {one.pitfall}", indent=3)
    screen.say(f"À relire : {' ; '.join(reading(one.subject, one.cases))}", indent=3)
    screen.say()


def after_all(found: Result, session: Session) -> list[str]:
    """What to try next: what was missed, then a harder level, then another theme."""
    if found.revisions:
        return ["Relisez ces pages, puis refaites un quiz. Si la progression est gardée, ces sujets viendront d'abord."]
    lines = ["Tout est juste."]
    if session.start < 3:
        lines.append(f"Essayez plus difficile : ess-advisor quiz --level {min(3, max(found.level, session.start + 1))}")
    if found.next_themes:
        id, title = found.next_themes[0]
        lines.append(f"Ou un autre thème, « {title} » : ess-advisor quiz --theme {id}")
    return lines
