"""A question of the quiz, with its only right answer and the reason: pure data, as every face uses it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from advisor.assessment.model import Frozen
from advisor.rules.course import Level

Kind = Literal["critere", "verdict", "remede", "chiffre", "paire"]
"""A criterion, a verdict, the nature of what mends a criterion, a figure of the law, the answer that changes all."""

KIND_WORDS: dict[Kind, str] = {
    "critere": "un critère",
    "verdict": "un verdict",
    "remede": "un remède",
    "chiffre": "un chiffre de la loi",
    "paire": "la réponse qui change tout",
}

UNSURE = "?"
"""« Je ne sais pas »: an answer, never a right one."""


class Choice(Frozen):
    """One answer proposed; ``value`` names it in what is saved."""

    value: str
    label: str


class Why(Frozen):
    """What is told once the answer is given.

    Attributes:
        lines: what was found and why, in short sentences.
        articles: the texts, each with the version applied.
        confidence: said when the ground is weak, else empty.
        remember, pitfall: the lesson, where one is written.
    """

    lines: tuple[str, ...]
    articles: tuple[str, ...]
    confidence: str = ""
    remember: str = ""
    pitfall: str = ""


class Question(Frozen):
    """One question.

    Attributes:
        id: kind, situation and subject; the same from one run to the next.
        subject: id of the criterion it trains; of the figure of the law, when no criterion reads it.
        title: of that subject.
        theme, theme_title: under which it counts in the score.
        level: 1 to 3, as in `advisor.rules.course`.
        situation: id of the company it is about, or of the figure; never twice in a session.
        case: number of the worked case to read again, or empty.
        on: day whose law applies.
        heading: of the situation. story: its paragraphs. sheet: answers known, label and value.
        prompt: what is asked. choices: what may be answered.
        right: value of the only right choice.
    """

    id: str
    kind: Kind
    subject: str
    title: str
    theme: str
    theme_title: str
    level: Level
    situation: str
    case: str = ""
    on: date
    heading: str
    story: tuple[str, ...] = ()
    sheet: tuple[tuple[str, str], ...] = ()
    prompt: str
    choices: tuple[Choice, ...]
    right: str
    why: Why

    def label(self, value: str) -> str:
        """The words of a choice; of `UNSURE` too."""
        return next((one.label for one in self.choices if one.value == value), "Je ne sais pas")

    @property
    def answer(self) -> str:
        """The right answer, in words."""
        return self.label(self.right)
