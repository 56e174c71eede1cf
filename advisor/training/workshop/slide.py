"""A slide as pure data: what every screen of a workshop draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from advisor.common.french import NBSP, french_date, quoted
from advisor.rules.course import LEVEL_WORDS
from advisor.rules.vocabulary import Mark
from advisor.rules.words import ANSWERS, MARKS
from advisor.training.workshop.model import PASSED, RoomQuestion, WorkshopSession

_STATUS_QUESTIONS = {
    # Not « is it one »: the conditions may be met before the register says so.
    "ess": "Le verdict : remplit-elle les conditions d'une entreprise de l'ESS ?",
    "esus": "Le verdict : l'agrément ESUS lui est-il ouvert ?",
}


@dataclass(frozen=True)
class Head:
    """A few words, as big as possible."""

    text: str


@dataclass(frozen=True)
class Say:
    """A sentence, centred; ``grow``: in big letters while everything fits."""

    text: str
    bold: bool = False
    grow: bool = False


@dataclass(frozen=True)
class SlideTable:
    """Lines that belong together, set flush left and centred as a block; ``pointed``: the one at hand."""

    rows: tuple[str, ...]
    bold: bool = False
    pointed: int | None = None
    grow: bool = False


@dataclass(frozen=True)
class Sides:
    """Before and after: a sign and words on each side."""

    title: str
    before: tuple[str, str]
    after: tuple[str, str]
    left: str = "avant"
    right: str = "après"


@dataclass(frozen=True)
class PageBreak:
    """What follows stands on a page of its own."""


Part = Head | Say | SlideTable | Sides | PageBreak


@dataclass(frozen=True)
class Slide:
    """One screen, from top to bottom."""

    parts: tuple[Part, ...] = field(default=())


# -- what the room reads for an outcome, a verdict, a status: plain words beside the sign, no law --------------------


def choice_words(question: RoomQuestion, value: str | None) -> str:
    """An answer as it was offered."""
    if value is None or value == PASSED:
        return "passe" if value == PASSED else "pas de réponse"
    return ANSWERS[value]


def status_question(status: str, title: str) -> str:
    return _STATUS_QUESTIONS.get(status, f"Le verdict : {title} ?")


def signed(mark: Mark) -> str:
    """A mark as sign and words, never one without the other."""
    sign, words, _ = MARKS[mark]
    return f"{sign}{NBSP}{words}"


def day_words(day: date) -> str:
    return f"Droit appliqué : celui du {french_date(day)}"


def session_words(session: WorkshopSession, title: str) -> str:
    """A session in one line, to choose whether to go on with it."""
    step = session.step
    where = "terminée" if session.finished else f"cas {step.round + 1} sur {len(session.rounds)}"
    level = f", {LEVEL_WORDS[session.level]}" if session.level else ""
    if len(session.rounds) == 1:
        title, level = quoted(session.rounds[0].exercise.title), ""
    return f"{title}{level}, {where}, commencée le {french_date(session.begun)}"
