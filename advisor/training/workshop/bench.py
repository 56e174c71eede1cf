"""What the screens draw on: the rules, the course, and the assessment of each exercise, made once."""

from __future__ import annotations

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.rules.course import Course
from advisor.rules.load import Knowledge
from advisor.training.model import Exercise


class Bench:
    """The rules at hand.

    Args:
        knowledge: the rule base.
        course: themes and lessons.
    """

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

    def weak(self, code: str | None) -> bool:
        """Whether a confidence code asks for a word of caution."""
        return any(one.id == code and one.rank >= 4 for one in self.knowledge.base.confidences)
