"""What one participant reads on their phone at an instant: never anything that the projector does not show yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.training.workshop.model import PASSED, Bench, Round, place_of
from advisor.training.workshop.slide import day_words
from advisor.training.workshop.slides import question_words
from advisor.web.room.layout import RoomScreen, SlideBlock, blocks_of
from advisor.web.room.screens import answer_parts, choice_text, offered
from advisor.web.room.state import RoomState, Score

SlideKind = Literal["lobby", "story", "question", "answer", "lesson", "end", "trial"]


@dataclass(frozen=True)
class PhoneChoice:
    """Something that may be said; ``picked``: it is what this participant says."""

    value: str
    words: str
    picked: bool


@dataclass(frozen=True)
class LiveQuestion:
    """A question that takes answers: its name, its words, what may be said."""

    name: str
    words: str
    choices: tuple[PhoneChoice, ...]

    @property
    def picked(self) -> str | None:
        """What this participant said, in words."""
        return next((one.words for one in self.choices if one.picked), None)


@dataclass(frozen=True)
class ShownQuestion:
    """A question whose answer was shown.

    Attributes:
        words: the question. said: what this participant said, in words; None for nothing.
        outcome: right, wrong, or unknown when they said that they do not know, or nothing.
        right: the right answer, in words.
        why: what the projector says of it; the first group is the heart of it.
        remember: the lesson, in a sentence or two; may be empty.
    """

    words: str
    said: str | None
    outcome: Literal["right", "wrong", "unknown"]
    right: str
    why: tuple[tuple[SlideBlock, ...], ...]
    remember: str


@dataclass(frozen=True)
class Phone:
    """A page of a participant.

    Attributes:
        number: theirs. kind: which page it is.
        title, place, day: of the case, its rank among the cases, and whose law applies.
        story: the screens of the case seen so far; all of them once a question is put.
        asked, shown: the question, while it takes answers and afterwards.
        lesson: of the case. score: theirs so far.
        lessons: at the end, as the projector shows them.
        trial_title, trial: what is tried in front of the room, shortly. guess: it only asks yet.
    """

    number: int
    kind: SlideKind
    title: str
    place: str
    day: str
    story: tuple[str, ...]
    score: Score
    asked: LiveQuestion | None = None
    shown: ShownQuestion | None = None
    lesson: str = ""
    lessons: tuple[RoomScreen, ...] = ()
    trial_title: str = ""
    trial: tuple[SlideBlock, ...] = ()
    guess: bool = False


def phone(state: RoomState, number: int, bench: Bench, end: tuple[RoomScreen, ...] = ()) -> Phone:
    """The page of a participant.

    Args:
        state: of the room. number: of the participant.
        bench: rules and course.
        end: the pages of the last screen, when one stands there.
    """
    step, one = state.step, state.session.round
    asked = _asked(state, number)
    shown = None
    if step.scene in ("question", "answer", "teaching") and state.session.shown(step.round, step.at):
        shown = _shown(state, number, bench, one, step.at)
    kind: SlideKind = "story"
    if asked is not None:
        kind = "question"
    elif state.lobby:
        kind = "lobby"
    elif state.trial is not None:
        kind = "trial"
    elif shown is not None:
        kind = "answer"
    elif step.scene in ("lesson", "end"):
        kind = step.scene
    trial = state.trial if kind == "trial" else None
    guess = trial is not None and trial.asks(state.page)
    return Phone(
        number=number,
        kind=kind,
        title=one.exercise.title,
        place=state.place,
        day=day_words(one.exercise.on),
        story=_story(state, one),
        score=state.score(number),
        asked=asked,
        shown=shown,
        lesson=one.exercise.lesson,
        lessons=end if kind == "end" else (),
        trial_title=trial.title if trial else "",
        trial=() if trial is None else trial.question if guess else trial.verdicts,
        guess=guess,
    )


def _asked(state: RoomState, number: int) -> LiveQuestion | None:
    name = state.asked
    if name is None:
        return None
    question = state.question(name)
    said = state.said(name).get(number)
    choices = tuple(PhoneChoice(value, choice_text(question, value), value == said) for value in offered(question))
    return LiveQuestion(name, question_words(state.session.round, question), choices)


def _shown(state: RoomState, number: int, bench: Bench, one: Round, at: int) -> ShownQuestion:
    name = place_of(state.step.round, at)
    question = one.questions[at]
    said = state.said(name).get(number)
    key = one.criterion(question.target) if question.subject == "criterion" else None
    return ShownQuestion(
        words=question_words(one, question),
        said=None if said is None else choice_text(question, said),
        outcome="unknown" if said in (None, PASSED) else "right" if said == question.right else "wrong",
        right=choice_text(question, question.right),
        why=blocks_of(answer_parts(state.session, bench, at)),
        remember=key.remember if key else "",
    )


def _story(state: RoomState, one: Round) -> tuple[str, ...]:
    """The screens of the case, up to the one the room sees."""
    step, screens = state.step, one.exercise.screens
    if state.asked is None and (state.lobby or step.scene == "title"):
        return ()
    return screens[: step.at + 1] if state.asked is None and step.scene == "story" else screens
