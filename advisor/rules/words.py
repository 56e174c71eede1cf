"""Words and signs of what the rules, a dossier and a verdict are made of; ``rules/mots.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any, Literal, TypeVar

from pydantic import Field

from advisor.rules.aside import AsideFile
from advisor.rules.basis import Model, Text
from advisor.rules.vocabulary import (
    CRITERION_OUTCOMES,
    Appraiser,
    AuthorityPosition,
    Basis,
    Cause,
    Changed,
    CheckState,
    CriterionOutcome,
    Dating,
    Delay,
    DossierState,
    Grade,
    Mark,
    Needs,
    Nuance,
    Outcome,
    PieceState,
    QuestionKind,
    RemedyKind,
    RouteMove,
    Scope,
    Span,
    StatuteMove,
    Unmoved,
    VerdictId,
    VerdictState,
    Why,
)

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


class RemedyWords(Model):
    """What a remedy changes; ``choice``: as offered by the quiz; ``group``: several as one thing to do, or ""."""

    words: Text = Field(alias="mots")
    choice: Text = Field(alias="choix")
    group: str = Field("", alias="ensemble")


class PieceWords(Model):
    """Where what a file needs stands; ``mark``: with which sign it is shown."""

    mark: Outcome = Field(alias="marque")
    words: Text = Field(alias="mots")


class Explained(Model):
    """A state or a move in a few words, and in a sentence."""

    words: Text = Field(alias="mots")
    meaning: Text = Field(alias="sens")


class Words(Model):
    """The whole file; ``firm_by_right``: of a firm status that a form or a title opens."""

    outcomes: dict[Outcome, MarkWords] = Field(alias="issues")
    nuances: dict[Nuance, MarkWords]
    verdicts: dict[VerdictId, MarkWords]
    aside: dict[CriterionOutcome, Text] = Field(alias="de_cote")
    causes: dict[Cause, CauseWords]
    states: dict[VerdictState, StateWords] = Field(alias="etats")
    firm_by_right: Text = Field(alias="acquis_de_droit")
    spans: dict[Span, Text] = Field(alias="encore_ouvert")
    grades: dict[Grade, Text] = Field(alias="solidites")
    appraisers: dict[Appraiser, Text] = Field(alias="appreciateurs")
    someone: Text = Field(alias="administration")
    scopes: dict[Scope, Text] = Field(alias="portees")
    remedies: dict[RemedyKind, RemedyWords] = Field(alias="remedes")
    delays: dict[Delay, Text] = Field(alias="delais")
    weights: tuple[Text, Text, Text, Text, Text, Text] = Field(alias="poids")
    moves: dict[StatuteMove, Explained] = Field(alias="passages")
    pieces: dict[PieceState, PieceWords]
    needs: dict[Needs, Text] = Field(alias="besoins")
    checks: dict[CheckState, Explained] = Field(alias="bilan")
    dossiers: dict[DossierState, Explained]
    datings: dict[Dating, Text] = Field(alias="datations")
    positions: dict[AuthorityPosition, Text]
    bases: dict[Basis, Text] = Field(alias="supports")
    changed: dict[Changed, Text] = Field(alias="changements")
    unmoved: dict[Unmoved, Text] = Field(alias="inchanges")
    routes: dict[RouteMove, Text] = Field(alias="voies")
    questions: dict[QuestionKind, Text]

    @cached_property
    def marks(self) -> dict[Mark, MarkWords]:
        """Those of outcomes, verdicts and nuances."""
        return dict(chain(self.outcomes.items(), self.verdicts.items(), self.nuances.items()))


WORDS = AsideFile("mots.yaml", Words)
load_words = WORDS.load
"""The packaged file, read once."""


class WordTable(Mapping[K, V]):
    """Words by id, in the order of the packaged file, which is read at their first use."""

    def __init__(self, of: Callable[[Words], Mapping[Any, V]]) -> None:
        self._of = of

    @cached_property
    def _found(self) -> Mapping[Any, V]:
        return self._of(load_words())

    def __getitem__(self, id: K) -> V:
        return self._found[id]

    def __iter__(self) -> Iterator[K]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


MARKS: Mapping[Mark, tuple[str, str, Tone]] = WordTable(
    lambda said: {id: (one.sign, one.words, _TONES[one.tone]) for id, one in said.marks.items()}
)
"""Sign, words and tone of each mark: never one without the other."""
VERDICT_WORDS: Mapping[VerdictId, str] = WordTable(lambda said: {id: one.words for id, one in said.verdicts.items()})
VERDICT_ANSWERS: Mapping[VerdictId, str] = WordTable(lambda said: {id: one.answer for id, one in said.verdicts.items()})
VERDICT_CHOICES: Mapping[VerdictId, str] = WordTable(lambda said: {id: one.choice for id, one in said.verdicts.items()})
OUTCOME_CHOICES: Mapping[Outcome, str] = WordTable(lambda said: {id: one.choice for id, one in said.outcomes.items()})
CRITERION_ANSWERS: Mapping[CriterionOutcome, str] = WordTable(
    lambda said: {id: one.answer or one.words for id, one in said.marks.items() if id in CRITERION_OUTCOMES}
)
"""What answers the question of a criterion."""
CAUSE_WORDS: Mapping[Cause, str] = WordTable(lambda said: {id: one.words for id, one in said.causes.items()})
STATES: Mapping[VerdictState, StateWords] = WordTable(lambda said: said.states)
GRADES: Mapping[Grade, str] = WordTable(lambda said: said.grades)
APPRAISERS: Mapping[Appraiser | None, str] = WordTable(lambda said: {**said.appraisers, None: said.someone})
SCOPES: Mapping[Scope, str] = WordTable(lambda said: said.scopes)
REMEDIES: Mapping[RemedyKind, RemedyWords] = WordTable(lambda said: said.remedies)
DELAYS: Mapping[Delay, str] = WordTable(lambda said: said.delays)
MOVES: Mapping[StatuteMove, Explained] = WordTable(lambda said: said.moves)
PIECE_STATES: Mapping[PieceState, PieceWords] = WordTable(lambda said: said.pieces)
NEEDS: Mapping[Needs, str] = WordTable(lambda said: said.needs)
CHECK_STATES: Mapping[CheckState, Explained] = WordTable(lambda said: said.checks)
DOSSIER_STATES: Mapping[DossierState, Explained] = WordTable(lambda said: said.dossiers)
POSITIONS: Mapping[str, str] = WordTable(lambda said: said.positions)
BASES: Mapping[str, str] = WordTable(lambda said: said.bases)
CHANGED: Mapping[Why, str] = WordTable(lambda said: said.changed)
UNMOVED: Mapping[Why, str] = WordTable(lambda said: said.unmoved)
ROUTE_MOVES: Mapping[RouteMove, str] = WordTable(lambda said: said.routes)
QUESTION_KINDS: Mapping[QuestionKind, str] = WordTable(lambda said: said.questions)
