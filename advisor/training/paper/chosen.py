"""Which cases to print: those of a theme and a level, or those named, and as many invented ones as wanted."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.errors import InputError, Problem
from advisor.training.course import LEVEL_WORDS, Course, Level, load_course
from advisor.training.exercises import exercise_of, exercises
from advisor.training.model import Exercise

HIGHEST_SEED = 10**6


@dataclass(frozen=True)
class Chosen:
    """The cases of a handout, in order; its answer book has the same, numbered alike.

    Attributes:
        exercises: the cases. theme, level: what they were chosen by, if they were.
        invented: how many of them, the last ones, were made from ``seed``.
        named: the others were chosen one by one; a theme or a level then only says what was invented.
    """

    exercises: tuple[Exercise, ...]
    theme: str | None = None
    level: Level | None = None
    invented: int = 0
    seed: int | None = None
    named: bool = False

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What was chosen, as the head of both documents says it."""
        course = load_course()
        count = len(self.exercises)
        cases = f"{count} cas"
        if self.invented:
            many = "s" if self.invented > 1 else ""
            cases += f", dont {self.invented} inventé{many} (graine {self.seed})"
        if self.named:
            return (("Contenu", f"{cases} ; choisis un à un" if count - self.invented > 1 else cases),)
        return (
            ("Thème", course.themes[self.theme].title if self.theme else "Tous les thèmes"),
            ("Niveau", f"{self.level}, {LEVEL_WORDS[self.level]}" if self.level else "Tous les niveaux"),
            ("Contenu", cases),
        )


def choose(
    theme: str | None = None,
    level: Level | None = None,
    cases: Sequence[str] = (),
    extra: int = 0,
    seed: int | None = None,
) -> Chosen:
    """The cases to print.

    Args:
        theme, level: which teaching cases, and of what kind the invented ones are.
        cases: the teaching cases named, instead of those of a theme and a level.
        extra: how many invented cases to add. seed: where they start from; drawn when it is not given.

    Raises:
        InputError: an unknown theme or case, a case without teaching notes, or nothing to print.
    """
    _known_theme(theme, load_course())
    if seed is not None and not extra:
        raise InputError(Problem("--seed ne sert qu'à inventer des cas.", mend="Ajoutez --extra N, ou retirez-le."))
    found = _named(cases) if cases else exercises(theme, level)
    if extra:
        seed = random.randrange(1, HIGHEST_SEED) if seed is None else seed
        found = (*found, *_invented(extra, seed, theme, level))
    if not found:
        mend = "Élargissez le thème ou le niveau, ou inventez des cas : --extra 3."
        raise InputError(Problem("aucun cas d'école de ce thème à ce niveau.", mend=mend))
    return Chosen(found, theme, level, invented=extra, seed=seed, named=bool(cases))


def _known_theme(theme: str | None, course: Course) -> None:
    if theme is not None and theme not in course.themes:
        known = ", ".join(course.themes)
        raise InputError(Problem(f"aucun thème ne s'appelle « {theme} ».", mend=f"Thèmes : {known}."))


def _named(names: Sequence[str]) -> tuple[Exercise, ...]:
    from advisor.casebook import find_case

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


def _invented(count: int, seed: int, theme: str | None, level: Level | None) -> tuple[Exercise, ...]:
    # Its words and models are heavy to read, and most handouts invent nothing.
    from advisor.training.made import made

    return tuple(made(seed + rank, theme=theme, level=level) for rank in range(count))
