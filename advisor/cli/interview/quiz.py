"""The quiz in a terminal: one question a screen, the reason after each answer, what to revise at the end."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

from advisor.cli.interview.keys import Choice
from advisor.cli.interview.screen import Screen, head_text, paragraph
from advisor.cli.interview.terminal_layout import Workplace, paper
from advisor.cli.interview.widgets import pick, wait
from advisor.common.errors import InputError
from advisor.common.french import plural
from advisor.interview.tools import LEAVE, Tool
from advisor.rules.course import LEVEL_WORDS, load_course
from advisor.rules.words import load_words
from advisor.training.quiz.bank import Bank
from advisor.training.quiz.schedule import QuizProgress, load_progress, save_progress
from advisor.training.quiz.session import (
    QUESTIONS,
    AnsweredQuestion,
    Quiz,
    QuizResult,
    QuizSession,
    Revision,
    reading,
    result,
)
from advisor.training.quiz.situations import UNSURE, QuizQuestion

PROGRESS_FILE = ".quiz.json"
"""Where the home menu keeps the progress, in the folder of dossiers."""

STOP, STORY = "q", "l"
MOST_ARTICLES = 3
NARROW = 60
"""Columns under which a prompt names its keys in fewer words, or leaves them to the list."""

LINES_BELOW = 8
"""Lines a prompt takes below its question besides the choices: the three other keys, their rule, the title."""

QuizLine = tuple[str, str, int]
"""A paragraph, its style and its indentation."""


class Keeper:
    """The progress of a session, written after each answer; a disk error is shown at the end, and stops nothing.

    Raises:
        InputError: the file is damaged.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.before = load_progress(path) if path else QuizProgress()
        self.trouble: InputError | None = None

    def keep(self, session: QuizSession) -> None:
        if self.path is None:
            return
        try:
            save_progress(self.before.after(session.answers), self.path)
            self.trouble = None
        except InputError as error:
            self.trouble = error

    def closing_lines(self) -> list[str]:
        """Return what to say of it at the end."""
        if self.trouble is not None:
            return [f"La progression de cette séance n'a pas pu être gardée : {one}" for one in self.trouble.problems]
        return [f"Progression gardée dans {self.path}, sans votre nom."] if self.path else []


def train(place: Workplace) -> None:
    """Choose a theme from the home menu, then play a session whose progress is saved.

    Raises:
        InputError: the progress or the rules are damaged.
    """
    screen = Screen()
    keeper = Keeper(place.folder / PROGRESS_FILE)
    screen.top("Quiz : s'entraîner seul")
    screen.say(
        "Dix questions, de plus en plus difficiles quand vous répondez juste. Ce que vous manquez revient plus tard."
    )
    if keeper.before.sessions:
        screen.say(f"Séances déjà faites : {keeper.before.sessions}. Ce que vous aviez manqué vient d'abord.")
    themes = [Choice(one.id, one.title, one.sentence) for one in load_course().themes.values()]
    chosen = pick("Sur quoi ?", [Choice(None, "Tous les thèmes"), *themes], back=LEAVE, used=screen.used)
    if chosen is Tool.BACK:
        screen.clear()
        return
    done = ask(screen, QuizSession(seed=new_seed(), theme=chosen), keeper)
    lines = [paragraph(text, style, indent, screen.width) for text, style, indent in ending(done, keeper)]
    screen.pages(lines, last="Entrée pour revenir à l'accueil")
    screen.clear()


def new_seed() -> int:
    """Return a number that draws other questions each time."""
    return random.SystemRandom().randrange(1_000_000)


def play(session: QuizSession, progress: Path | None = None) -> None:
    """Play a session from a shell: its end stays on screen above the next prompt.

    Raises:
        InputError: as for `ask`.
    """
    screen, keeper = Screen(), Keeper(progress)
    done = ask(screen, session, keeper)
    screen.clear()
    for text, style, indent in ending(done, keeper):
        screen.say(text, style, indent)
    paper(None)


def ask(screen: Screen, session: QuizSession, keeper: Keeper) -> QuizSession:
    """Ask the questions of a session until the last one, or until one stops; returns the session as it ends.

    Raises:
        InputError: there is nothing to ask, or no such theme.
    """
    screen.clear()
    screen.say("Préparation des questions…")
    bank = Bank(session.theme, session.on, session.seed)
    quiz = Quiz(bank, session, keeper.before.ranks())
    # Ctrl-C stops as « q » does: what was answered is saved, and what to revise is shown.
    with contextlib.suppress(KeyboardInterrupt, EOFError):
        while (question := quiz.current) is not None:
            choice = _asked(screen, quiz, question)
            if choice is None:
                break
            given = quiz.answer(choice)
            keeper.keep(quiz.session)
            if _reason(screen, quiz, given) == STOP:
                break
    keeper.keep(quiz.session)
    return quiz.session


def _asked(screen: Screen, quiz: Quiz, question: QuizQuestion) -> str | None:
    """The answer to a question; None when one stops.

    What does not fit on one screen is cut where one reads: the situation, then the question.
    """
    choices = sum(1 + len(one.label) // (screen.width - 8) for one in question.choices)
    rows = _rows(question)
    situation = [*question.story, *rows]
    shown = rows if fits(screen, [*rows, question.prompt], choices + LINES_BELOW) else []
    if fits(screen, [*situation, question.prompt], choices + LINES_BELOW):
        _put(screen, quiz, question, situation)
    else:
        if fits(screen, situation, 2):
            _put(screen, quiz, question, situation, asked=False)
            wait("Entrée : la question", ())
        elif situation:
            screen.pages([question.heading, "", *situation], last="Entrée : la question")
        _put(screen, quiz, question, shown)
    keys = "l : relire ; q : arrêter" if situation else "q : arrêter"
    again = [(STORY, STORY, "Relire la situation")] if situation else []
    while True:
        chosen = pick(
            f"Votre réponse ({keys}) :" if screen.width >= NARROW else "Votre réponse :",
            [Choice(one.value, one.label) for one in question.choices],
            tools=(Tool.UNKNOWN,),
            extra=[*again, (STOP, STOP, "Arrêter, et voir ce qu'il faut revoir")],
            preset=False,
            used=screen.used,
        )
        if chosen == STOP:
            return None
        if chosen != STORY:
            return UNSURE if chosen is Tool.UNKNOWN else str(chosen)
        screen.pages([question.heading, "", *question.story, "", *rows])
        _put(screen, quiz, question, shown)


def fits(screen: Screen, texts: list[str], below: int) -> bool:
    """Whether texts fit on one screen under the head and the name of the company, with some lines left below."""
    lines = sum(len(paragraph(one, "", 0, screen.width).plain.split("\n")) for one in texts)
    return 2 + lines + below <= screen.height


def _put(screen: Screen, quiz: Quiz, question: QuizQuestion, texts: list[str], asked: bool = True) -> None:
    """On a new screen, the head, some of the situation, and what is asked."""
    _top(screen, quiz, len(quiz.session.answers) + 1, question, question.heading)
    known = set(_rows(question))
    for one in texts:
        screen.say(one, style="dim" if one in known else "")
    if asked:
        screen.say(question.prompt, style="bold")


def _top(screen: Screen, quiz: Quiz, rank: int, question: QuizQuestion, heading: str) -> None:
    left = f"question {rank} sur {quiz.session.total}"
    title = f"Quiz, niveau {question.level} ({LEVEL_WORDS[question.level]}) : {load_words().questions[question.kind]}"
    screen.clear()
    screen.draw(lambda: head_text(title, left, screen.width))
    screen.rule(heading)


def _rows(question: QuizQuestion) -> list[str]:
    return [f"– {label} : {text}" for label, text in question.sheet]


# -- after an answer ----------------------------------------------------------------------------------------------


def _reason(screen: Screen, quiz: Quiz, given: AnsweredQuestion) -> str:
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
    # Drawing the next question may take a moment: it is done once the reason has been read.
    last = len(quiz.session.answers) >= quiz.session.total
    on = "Entrée : la question suivante ; q : arrêter" if screen.width >= NARROW else "Entrée : suivante ; q : arrêter"
    end = "Entrée : ce qu'il faut revoir" if last else on
    _paged(screen, quiz, given, lines)
    pressed = wait(end, () if last else (STOP,))
    screen.clear()
    screen.say("…")
    return pressed


def _paged(screen: Screen, quiz: Quiz, given: AnsweredQuestion, lines: list[str]) -> None:
    """Lines under the head of the question, cut into screens between two paragraphs."""

    def start() -> None:
        heading = f"{given.question.title} ({given.question.subject})"
        _top(screen, quiz, len(quiz.session.answers), given.question, heading)

    start()
    top = screen.used
    for rank, line in enumerate(lines):
        taken = screen.used
        needs = 1 + len(line) // max(20, screen.width - 4)
        if taken > top and taken + needs + 2 > screen.height:
            wait("Entrée : la suite", ())
            start()
        screen.say(line, style="bold" if rank == 0 else "")


def _verdict(given: AnsweredQuestion) -> list[str]:
    if given.good:
        return [f"✓ Juste : {given.question.answer}"]
    said = given.question.label(given.choice)
    head = "Vous ne saviez pas." if given.choice == UNSURE else f"✗ Faux. Vous avez répondu : {said}"
    return [head, f"✓ La bonne réponse : {given.question.answer}"]


# -- at the end ---------------------------------------------------------------------------------------------------


def ending(session: QuizSession, keeper: Keeper) -> list[QuizLine]:
    """Return the score, what to revise and what to try next."""
    found = result(session)
    if not found.total:
        return [("Aucune question n'a reçu de réponse.", "", 0)]
    lines: list[QuizLine] = [(f"== Résultat : {plural(found.good, 'juste')} sur {found.total}", "bold", 0)]
    lines += [(f"– {theme.title} : {theme.good} sur {theme.total}", "", 0) for theme in found.themes]
    lines.append(("", "", 0))
    if found.revisions:
        lines.append(("== À revoir, le plus important d'abord", "bold", 0))
    for rank, one in enumerate(found.revisions, start=1):
        lines += _revised(rank, one)
    lines += [(line, "", 0) for line in after_all(found, session, keeper.path is not None)]
    lines += [(line, "", 0) for line in keeper.closing_lines()]
    if keeper.path is None:
        lines.append((f"Pour refaire ce quiz : {_again(session)}", "", 0))
    return lines


def _again(session: QuizSession) -> str:
    """The command that asks the same questions, if the same answers are given."""
    options = {
        "tirage": session.seed,
        "theme": session.theme,
        "au": session.on,
        "niveau": session.start if session.start > 1 else None,
        "questions": session.total if session.total != QUESTIONS else None,
    }
    return "ess-advisor quiz" + "".join(f" --{name} {value}" for name, value in options.items() if value is not None)


def _revised(rank: int, one: Revision) -> list[QuizLine]:
    times = "" if one.missed == 1 else f", manqué {one.missed} fois"
    mended = ", juste ensuite" if one.mended else ""
    lines: list[QuizLine] = [(f"{rank}. {one.title} ({one.subject}{times}{mended})", "bold", 0)]
    lines += [(f"– {article}", "", 3) for article in one.articles[:MOST_ARTICLES]]
    lines += [(f"À retenir : {one.remember}", "", 3)] if one.remember else []
    lines += [(f"Le piège : {one.pitfall}", "", 3)] if one.pitfall else []
    lines += [(f"À relire : {' ; '.join(reading(one.subject, one.cases))}", "", 3), ("", "", 0)]
    return lines


def after_all(found: QuizResult, session: QuizSession, saved: bool) -> list[str]:
    """Return what to try next: what was missed, then a harder level, then another theme."""
    if found.revisions:
        again = "Relisez ces pages, puis refaites un quiz"
        if saved:
            return [f"{again} : ces sujets viendront d'abord."]
        return [f"{again}. Avec --progression FICHIER, ce que vous manquez vient d'abord la fois suivante."]
    lines = ["Tout est juste."]
    if session.start < 3:
        harder = min(3, max(found.level, session.start + 1))
        lines.append(f"Essayez plus difficile : ess-advisor quiz --niveau {harder}")
    if found.next_themes:
        id, title = found.next_themes[0]
        lines.append(f"Ou un autre thème, « {title} » : ess-advisor quiz --theme {id}")
    return lines
