"""What is kept from one session to the next: a box for each subject, in a file that names nobody.

The boxes are those of S. Leitner ("So lernt man lernen", 1972): a subject answered right moves one box up, once a
session; one that is missed goes back to the first. A subject of box n comes up again after 2^(n-1) sessions: at the
next one, then two, four, eight sessions later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.files import write_atomically
from advisor.training.quiz.schedule import FRESH, Asked

BOXES = 5
_MOST_BYTES = 4_000_000
Count = Annotated[int, Field(ge=0)]


class Box(BaseModel):
    """Where a subject lies.

    Attributes:
        box: from 1, to see again at the next session, to `BOXES`.
        last: rank of the last session it was asked in.
        good, missed: answers so far.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    box: Annotated[int, Field(ge=1, le=BOXES, alias="boite")]
    last: Count = Field(alias="seance")
    good: Count = Field(0, alias="justes")
    missed: Count = Field(0, alias="manquees")


class Progress(BaseModel):
    """Everything kept: how many sessions there were, and the box of each subject."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    format: Literal[1] = 1
    sessions: Count = Field(0, alias="seances")
    boxes: dict[str, Box] = Field(default_factory=dict, alias="sujets")

    def ranks(self) -> dict[str, int]:
        """By subject, how much it is due next time: 0 missed lately, `FRESH` due like a new one, then not due."""
        coming = self.sessions + 1
        found = {}
        for subject, held in self.boxes.items():
            due = coming - held.last >= 2 ** (held.box - 1)
            found[subject] = (0 if held.box == 1 else FRESH) if due else FRESH + 1
        return found

    def after(self, answers: Iterable[Asked]) -> Progress:
        """As it is once these answers of one session were given; nothing moves without an answer."""
        boxes = dict(self.boxes)
        rank = self.sessions + 1
        asked: dict[str, list[bool]] = {}
        for one in answers:
            asked.setdefault(one.subject, []).append(one.good)
        if not asked:
            return self
        for subject, goods in asked.items():
            held = self.boxes.get(subject)
            up = min(BOXES, held.box + 1) if held else 2
            boxes[subject] = Box(
                box=up if all(goods) else 1,
                last=rank,
                good=(held.good if held else 0) + goods.count(True),
                missed=(held.missed if held else 0) + goods.count(False),
            )
        return Progress(sessions=rank, boxes=boxes)


def load_progress(path: Path) -> Progress:
    """The progress kept in a file; none yet when there is no such file.

    Raises:
        InputError: the file cannot be read, or is no progress of the quiz; it is left as it is.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return Progress()
    except OSError as error:
        raise InputError(Problem(f"impossible de lire la progression ({system_reason(error)}).", str(path))) from None
    try:
        if len(raw) > _MOST_BYTES:
            raise ValueError
        return Progress.model_validate(json.loads(raw))
    except (ValidationError, ValueError, RecursionError):
        raise InputError(
            Problem(
                "ce n'est pas une progression du quiz, ou elle est abîmée ; le fichier n'a pas été touché.",
                str(path),
                mend="Mettez-le de côté sous un autre nom, et une nouvelle progression commencera.",
            )
        ) from None


def save_progress(progress: Progress, path: Path) -> None:
    """Keep it, in one step.

    Raises:
        InputError: the file cannot be written.
    """
    write_atomically(path, progress.model_dump_json(by_alias=True, indent=1) + "\n", folder=True)
