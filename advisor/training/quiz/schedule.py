"""What to ask next: pure choices among the entries of a bank, from what was answered so far.

Two findings on learning are used, and kept as simple as they can be explained to a participant:

- *Difficulty follows the participant.* Two right answers in a row make it one level harder, a mistake one level easier.
  This "two up, one down" staircase settles where about 71 % of answers are right (H. Levitt, "Transformed up-down
  methods in psychoacoustics", J. Acoust. Soc. Am. 49, 1971): hard enough to learn, easy enough to go on.
- *What was missed comes back, later and later.* Recalling is what teaches (H. Roediger and J. Karpicke, "Test-enhanced
  learning", Psychological Science 17, 2006), and spaced recall more than massed (N. Cepeda et al., "Distributed
  practice in verbal recall tasks", Psychological Bulletin 132, 2006). Within a session a missed subject comes back
  after 2 other questions, then after 5 more (the expanding series of T. Landauer and R. Bjork, "Optimum rehearsal
  patterns and name learning", 1978), about another situation, and in an easier form where there is one. Between
  sessions, subjects lie in the boxes of S. Leitner ("So lernt man lernen", 1972): see `QuizProgress`.

These figures are recalled from those works, as orders of magnitude; nothing here claims to measure a participant.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Literal, Protocol, TypeVar

from pydantic import Field, ValidationError

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.files import write_atomically
from advisor.rules.basis import Model
from advisor.rules.course import Level

IN_A_ROW = 2
"""Right answers in a row that make the quiz harder."""

GAPS = (2, 5)
"""Other questions between a mistake and its first return, then between the first and the second."""

LEVELS: tuple[Level, ...] = (1, 2, 3)
FRESH = 1
"""Rank of a subject never met, among those of `QuizProgress.ranks`."""

BOXES = 5
_MOST_BYTES = 4_000_000
NonNegative = Annotated[int, Field(ge=0)]


class About(Protocol):
    """What the schedule needs to know of any question."""

    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def level(self) -> Level: ...
    @property
    def situation(self) -> str: ...


class PastQuestion(Protocol):
    """A question answered, rightly or not."""

    @property
    def question(self) -> About: ...
    @property
    def good(self) -> bool: ...


Entry = TypeVar("Entry", bound=About)


@dataclass(frozen=True, slots=True)
class Return:
    """A subject missed that must come back: not before the question of rank ``due``, at ``level`` at most."""

    subject: str
    due: int
    level: Level
    stage: int


def level_after(history: Sequence[PastQuestion], start: Level = 1) -> Level:
    """The level to aim at once these questions were answered."""
    level, row = start, 0
    for one in history:
        row = row + 1 if one.good else 0
        if not one.good:
            level = _easier(level)
        elif row == IN_A_ROW:
            level, row = LEVELS[min(level, len(LEVELS) - 1)], 0
    return level


def returns(history: Sequence[PastQuestion]) -> tuple[Return, ...]:
    """The subjects that must come back, the first due first; ranks count from 0, the first question of the session."""
    waiting: dict[str, Return] = {}
    for rank, one in enumerate(history):
        subject, level, stage = one.question.subject, _easier(one.question.level), 0
        if one.good:
            planned = waiting.get(subject)
            if planned is None or rank < planned.due:
                continue
            level, stage = planned.level, planned.stage + 1
        if stage < len(GAPS):
            waiting[subject] = Return(subject, rank + 1 + GAPS[stage], level, stage)
        else:
            del waiting[subject]
    return tuple(sorted(waiting.values(), key=lambda one: (one.due, one.subject)))


def choose(
    entries: Iterable[Entry],
    history: Sequence[PastQuestion],
    *,
    seed: int,
    start: Level = 1,
    ranks: Mapping[str, int] | None = None,
) -> Entry | None:
    """The next question; None when each was asked.

    A situation comes back, for another question, only once every one was used: a theme may have fewer than questions.
    A subject that is due comes first, when something is left to ask about it no more than one level away from the last
    question. Otherwise: what was missed in the last sessions, the nearest level to the one aimed at, subjects least
    asked in this session, those of earlier sessions that are due, kinds least used; equals are drawn.

    Args:
        entries: what may be asked, in a stable order.
        history: what was asked, in order.
        seed: the same seed, entries and history give the same choice.
        start: level of the first question.
        ranks: by subject, how much it is due from earlier sessions, 0 the most; `FRESH` for one never met.
    """
    past = [one.question for one in history]
    used = {one.situation for one in past}
    asked_of = {(one.kind, one.subject, one.situation) for one in past}
    open_ = [one for one in entries if (one.kind, one.subject, one.situation) not in asked_of]
    left = [one for one in open_ if one.situation not in used] or open_
    if not left:
        return None
    due = ranks or {}
    near = [one for one in left if abs(one.level - past[-1].level) <= 1] if past else left
    kinds, asked = Counter(one.kind for one in past), Counter(one.subject for one in past)

    def lot(one: Entry) -> bytes:
        # By what it is, so that an entry taken away changes nothing to the others.
        name = f"{seed}/{len(past)}/{one.kind}/{one.subject}/{one.situation}"
        return blake2b(name.encode(), digest_size=8).digest()

    waiting = returns(history)
    for back in waiting:
        if back.due > len(past):
            break
        same = [one for one in near if one.subject == back.subject]
        if same:
            # Easier forms first, the nearest to the level wanted; a harder one rather than nothing.
            wanted = back.level
            return min(same, key=lambda one: (one.level > wanted, abs(one.level - wanted), kinds[one.kind], lot(one)))
    aim = level_after(history, start)
    # What waits for its turn is not asked before it.
    not_yet_due = {one.subject for one in waiting}
    return min(
        near or left,
        key=lambda one: (
            one.subject in not_yet_due,
            not (due.get(one.subject) == 0 and not asked[one.subject] and abs(one.level - aim) <= 1),
            abs(one.level - aim),
            asked[one.subject],
            due.get(one.subject, FRESH),
            kinds[one.kind],
            lot(one),
        ),
    )


def _easier(level: Level) -> Level:
    return LEVELS[max(level - 2, 0)]


# -- what is saved from one session to the next: a box for each subject, in a file that names nobody -----------------


class Box(Model):
    """Where a subject lies.

    Attributes:
        box: from 1, to see again at the next session, to `BOXES`.
        last: rank of the last session it was asked in.
        good, missed: answers so far.
    """

    box: Annotated[int, Field(ge=1, le=BOXES, alias="boite")]
    last: NonNegative = Field(alias="seance")
    good: NonNegative = Field(0, alias="justes")
    missed: NonNegative = Field(0, alias="manquees")


class QuizProgress(Model):
    """Everything saved: how many sessions there were, and the box of each subject."""

    format: Literal[1] = 1
    sessions: NonNegative = Field(0, alias="seances")
    boxes: dict[str, Box] = Field(default_factory=dict, alias="sujets")

    def ranks(self) -> dict[str, int]:
        """By subject, how much it is due next time: 0 missed lately, `FRESH` due like a new one, then not due."""
        coming = self.sessions + 1
        found = {}
        for subject, box in self.boxes.items():
            due = coming - box.last >= 2 ** (box.box - 1)
            found[subject] = (0 if box.box == 1 else FRESH) if due else FRESH + 1
        return found

    def after(self, answers: Iterable[PastQuestion]) -> QuizProgress:
        """As it is once these answers of one session were given; nothing moves without an answer."""
        rank = self.sessions + 1
        asked: dict[str, list[bool]] = {}
        for one in answers:
            asked.setdefault(one.question.subject, []).append(one.good)
        if not asked:
            return self
        boxes = dict(self.boxes)
        for subject, goods in asked.items():
            known = boxes.get(subject) or Box(box=1, last=rank)
            boxes[subject] = Box(
                box=min(BOXES, known.box + 1) if all(goods) else 1,
                last=rank,
                good=known.good + goods.count(True),
                missed=known.missed + goods.count(False),
            )
        return QuizProgress(sessions=rank, boxes=boxes)


def load_progress(path: Path) -> QuizProgress:
    """The progress saved in a file; none yet when there is no such file.

    Raises:
        InputError: the file cannot be read, or is no progress of the quiz; it is left as it is.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return QuizProgress()
    except OSError as error:
        raise InputError(Problem(f"impossible de lire la progression ({system_reason(error)}).", str(path))) from None
    try:
        if len(raw) > _MOST_BYTES:
            raise ValueError
        return QuizProgress.model_validate(json.loads(raw))
    except (ValidationError, ValueError, RecursionError):
        what = "ce n'est pas une progression du quiz, ou elle est abîmée ; le fichier n'a pas été touché."
        mend = "Mettez-le de côté sous un autre nom, et une nouvelle progression commencera."
        raise InputError(Problem(what, str(path), mend=mend)) from None


def save_progress(progress: QuizProgress, path: Path) -> None:
    """Keep it, in one step.

    Raises:
        InputError: the file cannot be written.
    """
    write_atomically(path, progress.model_dump_json(by_alias=True, indent=1) + "\n", folder=True)
