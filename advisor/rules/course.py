"""What a day teaches: themes, a lesson for each criterion; the data of ``rules/formation/``.

It is read apart from the law: no verdict depends on it, and neither does the fingerprint of the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from advisor.common.yaml_reader import Path_, YamlDocument
from advisor.rules import ids
from advisor.rules.aside import packaged
from advisor.rules.basis import Day, Identified, Model, Text
from advisor.rules.load import COURSE, Reader

Level = Annotated[Literal[1, 2, 3], BeforeValidator(lambda raw: int(raw) if raw in ("1", "2", "3") else raw)]
QuestionText = Annotated[str, Field(min_length=1, max_length=90)]
"""As it stands on a projector, in two lines of big type."""

LEVEL_WORDS: dict[Level, str] = {1: "découverte", 2: "pratique", 3: "approfondissement"}
"""1: what everybody must take home; 2: what an adviser meets each week; 3: thresholds, dates, open law."""


class CourseTheme(Identified):
    """A theme of the day.

    Attributes:
        title: as shown in the menu. sentence: what one will know at the end.
        criteria: what it teaches, in the order in which to teach it; a criterion may be in several themes.
    """

    title: Text = Field(alias="titre")
    sentence: Text = Field(alias="phrase")
    criteria: tuple[ids.Criterion, ...] = Field(alias="criteres")


class EarlierLesson(Model):
    """The same lesson as it must be told of a day whose law asked something else; ``until``: its last day."""

    until: Day = Field(alias="jusqu_a")
    question: QuestionText
    pitfall: Text = Field(alias="piege")
    remember: Text = Field(alias="retenir")


class Lesson(Model):
    """What is taught of one criterion.

    Attributes:
        criterion: its id.
        level: from 1 to 3, see `LEVEL_WORDS`.
        question: asked to the room on the screen, in plain words, about « cette structure » (90 characters at most).
        pitfall: what people get wrong, as they say it.
        remember: the teaching point, one or two short sentences.
        earlier: the same, as told of days whose law asked something else, oldest first.
    """

    criterion: ids.Criterion = Field(alias="critere")
    level: Level = Field(alias="niveau")
    question: QuestionText
    pitfall: Text = Field(alias="piege")
    remember: Text = Field(alias="retenir")
    earlier: tuple[EarlierLesson, ...] = Field((), alias="autrefois")

    def on(self, day: date) -> Lesson | EarlierLesson:
        """What to ask and to teach of the law of that day."""
        return next((one for one in self.earlier if day <= one.until), self)


@dataclass(frozen=True)
class Course:
    """Everything of ``rules/formation/``; mappings go from id to entry, in file order.

    Attributes:
        places: where each entry stands in the files, by kind (``theme``, ``lecon``) and id.
    """

    themes: dict[str, CourseTheme]
    lessons: dict[str, Lesson]
    places: dict[tuple[str, str], tuple[YamlDocument, Path_]] = field(default_factory=dict, repr=False, compare=False)

    def lesson(self, criterion: str, day: date) -> Lesson | EarlierLesson | None:
        """What to ask and to teach of a criterion under the law of a day."""
        found = self.lessons.get(criterion)
        return found.on(day) if found else None


TIME_THEME = "droit_dans_le_temps"
"""The theme that teaches what the law changed, and nothing that no other theme teaches."""


def read_course(folder: Path, shown: str | None = None) -> Course:
    """The course of a folder of rules (``rules/``, not ``rules/formation/``).

    Args:
        folder: the folder of rules.
        shown: how messages name it; as given by default.

    Raises:
        InputError: every problem of form found in its files, each with its line.
    """
    reader = Reader(folder, shown)
    themes = reader.listed("theme", f"{COURSE}/themes.yaml", CourseTheme)
    lessons = reader.listed("lecon", f"{COURSE}/lecons.yaml", Lesson, lambda one: one.criterion, "critere")
    reader.finish()
    return Course(themes, lessons, reader.places)


load_course = packaged(read_course)
"""The packaged course, read once."""
