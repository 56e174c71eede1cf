"""Which cases to print: those of a theme and a level, or those named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.common.errors import InputError, Problem
from advisor.rules.course import LEVEL_WORDS, Course, Level, load_course
from advisor.training.exercises import exercise_of, exercises
from advisor.training.model import Exercise


@dataclass(frozen=True)
class Chosen:
    """The cases of a handout, in order; its answer book has the same, numbered alike.

    Attributes:
        exercises: the cases. theme, level: what they were chosen by, if they were.
        named: they were chosen one by one.
    """

    exercises: tuple[Exercise, ...]
    theme: str | None = None
    level: Level | None = None
    named: bool = False

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What was chosen, as the head of both documents says it."""
        course = load_course()
        count = len(self.exercises)
        cases = f"{count} cas"
        if self.named:
            return (("Contenu", f"{cases} ; choisis un à un" if count > 1 else cases),)
        return (
            ("Thème", course.themes[self.theme].title if self.theme else "Tous les thèmes"),
            ("Niveau", f"{self.level}, {LEVEL_WORDS[self.level]}" if self.level else "Tous les niveaux"),
            ("Contenu", cases),
        )


def choose(theme: str | None = None, level: Level | None = None, cases: Sequence[str] = ()) -> Chosen:
    """The cases to print.

    Args:
        theme, level: which teaching cases.
        cases: the teaching cases named, instead of those of a theme and a level.

    Raises:
        InputError: an unknown theme or case, a case without teaching notes, or nothing to print.
    """
    _known_theme(theme, load_course())
    found = _named(cases) if cases else exercises(theme, level)
    if not found:
        mend = "Élargissez le thème ou le niveau."
        raise InputError(Problem("aucun cas d'école de ce thème à ce niveau.", mend=mend))
    return Chosen(found, theme, level, named=bool(cases))


def _known_theme(theme: str | None, course: Course) -> None:
    if theme is not None and theme not in course.themes:
        known = ", ".join(course.themes)
        raise InputError(Problem(f"aucun thème ne s'appelle « {theme} ».", mend=f"Thèmes : {known}."))


def _named(names: Sequence[str]) -> tuple[Exercise, ...]:
    from advisor.training.casebook.read import find_case

    found: dict[str, Exercise] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            case = find_case(name)
        except InputError as error:
            problems += error.problems
            continue
        if case.notes is None:
            what = f"le cas {case.number} n'est pas un cas de formation : il n'a pas de questions."
            problems.append(Problem(what, mend="Choisissez-en un autre : ess-advisor cases list."))
            continue
        found[case.id] = exercise_of(case)
    if problems:
        raise InputError(*problems)
    return tuple(found.values())
