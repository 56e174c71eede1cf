"""Words and signs of what the rules, a dossier and a verdict are made of; ``rules/mots.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any, Literal, TypeVar

from pydantic import Field

from advisor.rules import vocabulary as ids
from advisor.rules.aside import AsideFile
from advisor.rules.basis import Model, Text

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

    mark: ids.Outcome = Field(alias="marque")
    words: Text = Field(alias="mots")


class Explained(Model):
    """A state, a move or a cause in a few words, and at more length."""

    words: Text = Field(alias="mots")
    meaning: Text = Field(alias="sens")


class Words(Model):
    """The whole file; ``firm_by_right``: of a firm status that a form or a title opens."""

    outcomes: dict[ids.Outcome, MarkWords] = Field(alias="issues")
    nuances: dict[ids.Nuance, MarkWords]
    verdicts: dict[ids.VerdictId, MarkWords]
    aside: dict[ids.CriterionOutcome, Text] = Field(alias="de_cote")
    causes: dict[ids.Cause, Explained]
    states: dict[ids.VerdictState, StateWords] = Field(alias="etats")
    firm_by_right: Text = Field(alias="acquis_de_droit")
    spans: dict[ids.Span, Text] = Field(alias="encore_ouvert")
    grades: dict[ids.Grade, Text] = Field(alias="solidites")
    appraisers: dict[ids.Appraiser, Text] = Field(alias="appreciateurs")
    someone: Text = Field(alias="administration")
    scopes: dict[ids.Scope, Text] = Field(alias="portees")
    guidance: dict[ids.GuidanceKind, Text] = Field(alias="guides")
    remedies: dict[ids.RemedyKind, RemedyWords] = Field(alias="remedes")
    delays: dict[ids.Delay, Text] = Field(alias="delais")
    weights: tuple[Text, Text, Text, Text, Text, Text] = Field(alias="poids")
    moves: dict[ids.StatuteMove, Explained] = Field(alias="passages")
    pieces: dict[ids.PieceState, PieceWords]
    needs: dict[ids.Needs, Text] = Field(alias="besoins")
    checks: dict[ids.CheckState, Explained] = Field(alias="bilan")
    dossiers: dict[ids.DossierState, Explained]
    datings: dict[ids.Dating, Text] = Field(alias="datations")
    positions: dict[ids.AuthorityPosition, Text]
    bases: dict[ids.Basis, Text] = Field(alias="supports")
    changed: dict[ids.Changed, Text] = Field(alias="changements")
    unmoved: dict[ids.Unmoved, Text] = Field(alias="inchanges")
    routes: dict[ids.RouteMove, Text] = Field(alias="voies")
    questions: dict[ids.QuestionKind, Text]

    @cached_property
    def marks(self) -> dict[ids.Mark, MarkWords]:
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


MARKS: Mapping[ids.Mark, tuple[str, str, Tone]] = WordTable(
    lambda said: {id: (one.sign, one.words, _TONES[one.tone]) for id, one in said.marks.items()}
)
"""Sign, words and tone of each mark: never one without the other."""
VERDICT_WORDS: Mapping[str, str] = WordTable(lambda said: {id: one.words for id, one in said.verdicts.items()})
ANSWERS: Mapping[str, str] = WordTable(lambda said: {id: one.answer or one.words for id, one in said.marks.items()})
"""What answers the question of a criterion, or of a status."""
CAUSE_WORDS: Mapping[ids.Cause, str] = WordTable(lambda said: {id: one.words for id, one in said.causes.items()})
STATES: Mapping[ids.VerdictState, StateWords] = WordTable(lambda said: said.states)
APPRAISERS: Mapping[ids.Appraiser | None, str] = WordTable(lambda said: {**said.appraisers, None: said.someone})
REMEDIES: Mapping[ids.RemedyKind, RemedyWords] = WordTable(lambda said: said.remedies)
MOVES: Mapping[ids.StatuteMove, Explained] = WordTable(lambda said: said.moves)
DOSSIER_STATES: Mapping[ids.DossierState, Explained] = WordTable(lambda said: said.dossiers)
CHANGED: Mapping[ids.Why, str] = WordTable(lambda said: said.changed)
UNMOVED: Mapping[ids.Why, str] = WordTable(lambda said: said.unmoved)
