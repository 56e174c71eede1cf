"""Words and signs of verdicts, of the outcomes of criteria and of the states of a status; ``rules/mots.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Literal, TypeVar, get_args

from pydantic import Field

from advisor.rules.aside import AsideFile
from advisor.rules.basis import Cause, CriterionOutcome, Mark, Model, Outcome, Text, VerdictId, VerdictState

Tone = Literal["info", "warning", "good", "bad"]

_TONES: dict[str, Tone] = {"bon": "good", "mauvais": "bad", "attention": "warning", "neutre": "info"}

K = TypeVar("K")
V = TypeVar("V")


class MarkWords(Model):
    """A verdict or an outcome; ``answer``, ``light`` and ``plural`` are its words when the file gives none.

    Attributes:
        sign, words, tone: never one without the other.
        answer: as a reply to the question. choice: as offered by the quiz.
        light: of a light. plural: of several criteria.
    """

    sign: Text = Field(alias="signe")
    words: Text = Field(alias="mots")
    tone: Literal["bon", "mauvais", "attention", "neutre"] = Field(alias="ton")
    answer: str = Field("", alias="reponse")
    choice: str = Field("", alias="choix")
    light: str = Field("", alias="feu")
    plural: str = Field("", alias="pluriel")


class CauseWords(Model):
    """Why a verdict is undetermined; ``summary``: in a report of activity."""

    words: Text = Field(alias="mots")
    summary: Text = Field(alias="bilan")


class StateWords(Model):
    """The state of a status during the interview; ``head``, ``pill`` and ``sentence``: on the site."""

    sign: Text = Field(alias="signe")
    words: Text = Field(alias="mots")
    head: Text = Field(alias="titre")
    pill: Text = Field(alias="pastille")
    sentence: str = Field("", alias="phrase")


class Words(Model):
    """The whole file; ``firm_by_right``: of a firm status that a form or a title opens."""

    marks: dict[Mark, MarkWords] = Field(alias="marques")
    causes: dict[Cause, CauseWords]
    states: dict[VerdictState, StateWords] = Field(alias="etats")
    firm_by_right: Text = Field(alias="acquis_de_droit")


WORDS = AsideFile("mots.yaml", Words)
load_words = WORDS.load
"""The packaged file, read once."""


class WordTable(Mapping[K, V]):
    """Words by id, in the order of a `Literal` of ids; the packaged file is read at their first use."""

    def __init__(self, ids: Any, of: Callable[[Words, K], V]) -> None:
        self._found = lru_cache(maxsize=1)(lambda: {id: of(load_words(), id) for id in get_args(ids)})

    def __getitem__(self, id: K) -> V:
        return self._found()[id]

    def __iter__(self) -> Iterator[K]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())


def _mark(said: Words, mark: Mark) -> tuple[str, str, Tone]:
    one = said.marks[mark]
    return one.sign, one.words, _TONES[one.tone]


def _answer(said: Words, mark: Mark) -> str:
    return said.marks[mark].answer or said.marks[mark].words


MARKS: Mapping[Mark, tuple[str, str, Tone]] = WordTable(Mark, _mark)
"""Sign, words and tone of each mark: never one without the other."""
VERDICT_WORDS: Mapping[VerdictId, str] = WordTable(VerdictId, lambda said, id: said.marks[id].words)
CRITERION_ANSWERS: Mapping[CriterionOutcome, str] = WordTable(CriterionOutcome, _answer)
"""What answers the question of a criterion."""
VERDICT_ANSWERS: Mapping[VerdictId, str] = WordTable(VerdictId, _answer)
OUTCOME_CHOICES: Mapping[Outcome, str] = WordTable(Outcome, lambda said, id: said.marks[id].choice)
VERDICT_CHOICES: Mapping[VerdictId, str] = WordTable(VerdictId, lambda said, id: said.marks[id].choice)
CAUSE_WORDS: Mapping[Cause, str] = WordTable(Cause, lambda said, id: said.causes[id].words)
STATES: Mapping[VerdictState, StateWords] = WordTable(VerdictState, lambda said, id: said.states[id])
