"""An exercise, its answers, and a pair of companies that one answer tells apart: pure data, as every face uses it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from advisor.assessment.model import Frozen, Reference
from advisor.dossier import Dossier
from advisor.rules.course import Level
from advisor.rules.vocabulary import Outcome, VerdictId
from advisor.training.casebook.model import TeachingNotes

Value = str | tuple[str, ...] | None
"""An answer in its canonical form; None: not given."""

CriterionOutcome = Outcome | Literal["sans_objet"]


class Exercise(Frozen):
    """A situation put to a room, a participant or a sheet of paper.

    Attributes:
        id: of the case.
        on: day whose law applies.
        screens: the story for a projector, one screen each, few words (160 characters at most).
        story: the story to read, whole.
        questions: criteria asked, in order, each in force on that day.
        lesson: what to remember of the case.
        notes: for the trainer; None for a case that only proves a boundary, of which no room is told.
    """

    id: str
    title: str
    dossier: Dossier
    on: date
    level: Level
    themes: tuple[str, ...]
    screens: tuple[str, ...]
    story: str
    questions: tuple[str, ...]
    lesson: str
    notes: TeachingNotes | None = None


class CriterionKey(Frozen):
    """The right answer to one question: what the engine found, why, by which article, and what to remember."""

    criterion: str
    title: str
    question: str
    outcome: CriterionOutcome
    explanation: str
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    confidence: str
    pitfall: str
    remember: str


class StatusKey(Frozen):
    """The verdict for one status, with the criteria that decide."""

    status: str
    title: str
    outcome: VerdictId
    sentence: str
    grounds: tuple[str, ...]
    duration: int | None


class AnswerKey(Frozen):
    """Everything right about an exercise."""

    criteria: tuple[CriterionKey, ...]
    statuses: tuple[StatusKey, ...]


class Pair(Frozen):
    """The same company twice, told apart by one answer and by the outcome of one criterion or status.

    Attributes:
        origin: id of the case it starts from, if it is one.
        on: day whose law applies to both.
        target: id of a criterion, or of a status (``ess``, ``esus``).
        address: the only answer that differs.
        before, after: that answer, on each side.
        outcome_before, outcome_after: of the target; never the same.
        first, second: the two dossiers.
        verdicts_before, verdicts_after: by status.
    """

    origin: str
    on: date
    target: str
    address: str
    before: Value
    after: Value
    outcome_before: CriterionOutcome | VerdictId
    outcome_after: CriterionOutcome | VerdictId
    first: Dossier
    second: Dossier
    verdicts_before: dict[str, VerdictId]
    verdicts_after: dict[str, VerdictId]
