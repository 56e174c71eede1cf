"""A session of the workshop as frozen data: what is played, where one stands, what each team answered.

Everything that is shown or scored follows from it, so that the file of a session is the session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple, Self

from pydantic import Field, model_validator

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment, Frozen
from advisor.rules.course import Course, Level
from advisor.rules.load import Knowledge
from advisor.training.exercises import AnswerKey, CriterionKey, Exercise, StatusKey

TEAM_NAMES = ("Équipe A", "Équipe B", "Équipe C", "Équipe D")
ROOM = "La salle"
PASSED = "passe"
"""What is noted for a team that does not answer."""

Subject = Literal["criterion", "status"]
Scene = Literal["title", "story", "question", "answer", "teaching", "lesson", "scores", "end"]


class RoomQuestion(Frozen):
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
    questions: tuple[RoomQuestion, ...]

    def criterion(self, id: str) -> CriterionKey:
        return next(one for one in self.key.criteria if one.criterion == id)

    def status(self, id: str) -> StatusKey:
        return next(one for one in self.key.statuses if one.status == id)


class ScreenStep(Frozen):
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


class WorkshopSession(Frozen):
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
        known = {place_of(rank, at) for rank, at, _ in self.asked}
        if not {*self.answers, *self.revealed} <= known:
            raise ValueError("an answer to no question")
        if any(len(said) != len(self.names) for said in self.answers.values()):
            raise ValueError("answers of other teams")
        if any(not {*self.said(rank, at)} <= {None, PASSED, *question.choices} for rank, at, question in self.asked):
            raise ValueError("an answer that was not offered")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Who answers."""
        return TEAM_NAMES[: self.teams] or (ROOM,)

    @cached_property
    def steps(self) -> tuple[ScreenStep, ...]:
        """Everything on the way, from the first title to the end; a move keeps them, as it keeps the rounds."""
        return tuple(_steps(self.rounds, self.teams))

    @property
    def asked(self) -> Iterator[tuple[int, int, RoomQuestion]]:
        """Every question, with the ranks of its exercise and its own."""
        for rank, one in enumerate(self.rounds):
            for at, question in enumerate(one.questions):
                yield rank, at, question

    @property
    def played(self) -> list[tuple[int, int, RoomQuestion]]:
        """The questions whose answer was shown."""
        return [one for one in self.asked if self.shown(one[0], one[1])]

    @property
    def step(self) -> ScreenStep:
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


def _steps(rounds: tuple[Round, ...], teams: int) -> Iterator[ScreenStep]:
    for rank, one in enumerate(rounds):
        yield ScreenStep(scene="title", round=rank)
        yield from (ScreenStep(scene="story", round=rank, at=at) for at in range(len(one.exercise.screens)))
        for at, question in enumerate(one.questions):
            yield ScreenStep(scene="question", round=rank, at=at)
            yield ScreenStep(scene="answer", round=rank, at=at)
            key = one.criterion(question.target) if question.subject == "criterion" else None
            if key is not None and (key.remember or key.pitfall):
                yield ScreenStep(scene="teaching", round=rank, at=at)
        yield ScreenStep(scene="lesson", round=rank)
        if teams:
            yield ScreenStep(scene="scores", round=rank)
    yield ScreenStep(scene="end", round=len(rounds) - 1)


def place_of(round: int, at: int) -> str:
    """How a question is named in a session."""
    return f"{round}.{at}"


# -- what the screens draw on: the rules, the course, and the assessment of each exercise, made once -----------------


class Bench:
    """The rules at hand, and the themes and lessons of the course."""

    def __init__(self, knowledge: Knowledge, course: Course) -> None:
        self.knowledge, self.course = knowledge, course
        self._assessed: dict[str, tuple[Exercise, Assessment]] = {}

    def assessment(self, exercise: Exercise) -> Assessment:
        """The exercise assessed on its own day."""
        known = self._assessed.get(exercise.id)
        # Two sessions may hold two states of one case.
        if known is not None and known[0] is exercise:
            return known[1]
        found = assess(exercise.dossier, on=exercise.on, knowledge=self.knowledge)
        self._assessed[exercise.id] = (exercise, found)
        return found

    def theme(self, id: str | None) -> str:
        """Title of a theme; « Tous les thèmes » for none in particular."""
        if id is None:
            return "Tous les thèmes"
        known = self.course.themes.get(id)
        return known.title if known else id


# -- scores and what to go over again: always counted from the answers, never saved ----------------------------------


class Missed(NamedTuple):
    """A criterion that was taught: how many answers to it were wrong or passed, out of how many given."""

    criterion: str
    wrong: int
    given: int


def scores(session: WorkshopSession) -> tuple[int, ...]:
    """Points of each team, or of the room: those of the questions revealed, each counted once."""
    played = [(question, session.said(rank, at)) for rank, at, question in session.played]
    return tuple(
        sum(question.points for question, said in played if said[team] == question.right)
        for team in range(len(session.names))
    )


def possible(session: WorkshopSession) -> int:
    """Points that could be won so far; a question that nobody was asked to answer brought none."""
    return sum(question.points for rank, at, question in session.played if any(session.said(rank, at)))


def missed(
    session: WorkshopSession, said: Callable[[int, int], Sequence[str | None]] | None = None
) -> tuple[Missed, ...]:
    """The criteria taught so far, those most missed first, then in the order they were met.

    Args:
        said: what was answered to a question (rank of the exercise, of the question), when it is not saved in the
            session; None for an answer not given.
    """
    answers_to = said or session.said
    counted: dict[str, list[int]] = {}
    for rank, at, question in session.played:
        if question.subject == "criterion":
            given = [answer for answer in answers_to(rank, at) if answer is not None]
            count = counted.setdefault(question.target, [0, 0])
            count[0] += sum(answer != question.right for answer in given)
            count[1] += len(given)
    found = [Missed(id, wrong, count) for id, (wrong, count) in counted.items()]
    return tuple(sorted(found, key=lambda one: -one.wrong / max(1, one.given)))
