"""A session of the workshop as frozen data: what is played, where one stands, what each team answered.

Everything that is shown or scored follows from it, so that the file of a session is the session.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from advisor.assessment.model import Frozen
from advisor.rules.course import Level
from advisor.training.model import AnswerKey, CriterionKey, Exercise, StatusKey

TEAM_NAMES = ("Équipe A", "Équipe B", "Équipe C", "Équipe D")
ROOM = "La salle"
PASSED = "passe"
"""What is noted for a team that does not answer."""

Subject = Literal["criterion", "status"]
Scene = Literal["title", "story", "question", "answer", "teaching", "lesson", "scores", "end"]


class Question(Frozen):
    """One thing put to the room.

    Attributes:
        subject, target: a criterion, or a status, by id.
        choices: outcomes offered, in the order of their keys.
        right: the engine's.
        points: what a right answer brings.
    """

    subject: Subject
    target: str
    choices: tuple[str, ...]
    right: str
    points: int


class Round(Frozen):
    """One exercise of the session, with what is asked about it and what is right."""

    exercise: Exercise
    key: AnswerKey
    questions: tuple[Question, ...]

    def criterion(self, id: str) -> CriterionKey:
        return next(one for one in self.key.criteria if one.criterion == id)

    def status(self, id: str) -> StatusKey:
        return next(one for one in self.key.statuses if one.status == id)


class Step(Frozen):
    """One thing on the screen.

    Attributes:
        round: rank of the exercise; for the end, the last one.
        at: rank of the screen of the story, or of the question.
    """

    scene: Scene
    round: int = 0
    at: int = 0


class Aside(Frozen):
    """What is looked at beside the course of the session, so that it comes back after an accident too.

    Attributes:
        kind: other answers (``changes``), or the same company on two days.
        words: what the trainer says before it; may be empty.
    """

    kind: Literal["what_if", "eras"]
    changes: dict[str, str | tuple[str, ...] | None] = Field(default_factory=dict)
    first: date | None = None
    second: date | None = None
    words: str = ""


class Session(Frozen):
    """A session, from its first screen to its last.

    Attributes:
        begun: day it was begun.
        theme, level: chosen; None for all of them.
        teams: how many; 0 for the whole room.
        rules: fingerprint of the rules that gave the right answers.
        rounds: exercises, in order.
        place: rank of the step one stands at.
        answers: by question (``0.2``: first exercise, third question), what each team said, None before it did.
        revealed: questions whose answer was shown, in that order; they take no other answer.
        aside: what is looked at beside, if anything.
    """

    format: Literal[1] = 1
    begun: date
    theme: str | None
    level: Level | None
    teams: Literal[0, 2, 3, 4]
    rules: str
    rounds: tuple[Round, ...] = Field(min_length=1)
    place: int = Field(0, ge=0)
    answers: dict[str, tuple[str | None, ...]] = Field(default_factory=dict)
    revealed: tuple[str, ...] = ()
    aside: Aside | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """A file retouched by hand must not stop a session in front of the room."""
        for one in self.rounds:
            criteria = {key.criterion for key in one.key.criteria}
            statuses = {key.status for key in one.key.statuses}
            if any(q.target not in (criteria if q.subject == "criterion" else statuses) for q in one.questions):
                raise ValueError("a question without its right answer")
        if self.place >= len(self.steps):
            raise ValueError("a place beyond the end")
        known = {place_of(rank, at) for rank, one in enumerate(self.rounds) for at in range(len(one.questions))}
        if not {*self.answers, *self.revealed} <= known:
            raise ValueError("an answer to no question")
        if any(len(said) != len(self.names) for said in self.answers.values()):
            raise ValueError("answers of other teams")
        for rank, one in enumerate(self.rounds):
            for at, question in enumerate(one.questions):
                if not {*self.said(rank, at)} <= {None, PASSED, *question.choices}:
                    raise ValueError("an answer that was not offered")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Who answers."""
        return TEAM_NAMES[: self.teams] or (ROOM,)

    @property
    def steps(self) -> tuple[Step, ...]:
        """Everything on the way, from the first title to the end."""
        # A copy: another thread may be walking another session.
        for rounds, teams, steps in tuple(_walked):
            if rounds is self.rounds and teams == self.teams:
                return steps
        found = tuple(_steps(self.rounds, self.teams))
        _walked.append((self.rounds, self.teams, found))
        return found

    @property
    def step(self) -> Step:
        return self.steps[min(self.place, len(self.steps) - 1)]

    @property
    def round(self) -> Round:
        """The exercise at work."""
        return self.rounds[self.step.round]

    @property
    def finished(self) -> bool:
        return self.step.scene == "end"

    def said(self, round: int, at: int) -> tuple[str | None, ...]:
        """What each team said to a question, None for those that said nothing yet."""
        return self.answers.get(place_of(round, at), (None,) * len(self.names))

    def shown(self, round: int, at: int) -> bool:
        """Whether the answer to a question was shown."""
        return place_of(round, at) in self.revealed

    def all_shown(self, round: int) -> bool:
        """Whether nothing of an exercise remains to be guessed."""
        return all(self.shown(round, at) for at in range(len(self.rounds[round].questions)))


_walked: deque[tuple[tuple[Round, ...], int, tuple[Step, ...]]] = deque(maxlen=8)
"""The steps of the last sessions: the moves of one session share its rounds, and ask for their steps all the time."""


def _steps(rounds: tuple[Round, ...], teams: int) -> Iterator[Step]:
    for rank, one in enumerate(rounds):
        yield Step(scene="title", round=rank)
        yield from (Step(scene="story", round=rank, at=at) for at in range(len(one.exercise.screens)))
        for at, question in enumerate(one.questions):
            yield Step(scene="question", round=rank, at=at)
            yield Step(scene="answer", round=rank, at=at)
            if question.subject == "criterion" and _taught(one.criterion(question.target)):
                yield Step(scene="teaching", round=rank, at=at)
        yield Step(scene="lesson", round=rank)
        if teams:
            yield Step(scene="scores", round=rank)
    yield Step(scene="end", round=len(rounds) - 1)


def place_of(round: int, at: int) -> str:
    """How a question is named in a session."""
    return f"{round}.{at}"


def _taught(key: CriterionKey) -> bool:
    return bool(key.remember or key.pitfall)
