"""The linter of the course: what a trainer reads, after an edit, to know that nothing is broken.

A course of good form is sound when each criterion has its lesson and at least one theme, when nothing names what does
not exist, and when what it says of an earlier law ends on a day when the law did change.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from advisor.common.errors import Problem
from advisor.common.values import french_date
from advisor.common.yaml_reader import Path_
from advisor.rules.aside import Finding, told
from advisor.rules.course import TIME_THEME, Course, EarlierLesson, Lesson, read_course
from advisor.rules.load import COURSE, Knowledge
from advisor.training.flips import FIXED, Fixed


def lint_course_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Every problem of the course of a folder of rules; none when that folder has no course.

    Args:
        folder: the folder of rules. shown: how messages name it.
        knowledge: its rules.

    Raises:
        InputError: every problem of form, which leaves the rest unread.
    """
    if not (folder / COURSE).is_dir():
        return []
    return lint_course(read_course(folder, shown), knowledge)


def lint_pairs_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Every problem of what pairs leave as it is; args and errors as `lint_course_folder`."""
    return FIXED.lint(folder, shown, lambda fixed, _: _fixed(fixed, knowledge))


def _fixed(fixed: Fixed, knowledge: Knowledge) -> Iterator[Finding]:
    for rank, id in enumerate(fixed.facts):
        if id not in knowledge.facts:
            yield ("ne_se_decident_pas", rank), f"le fait « {id} » n'existe pas.", "« ess-advisor facts » les donne."


def lint_course(course: Course, knowledge: Knowledge) -> list[Problem]:
    """Every problem of a course that reads, in the order of its files."""
    found = (*_themes(course, knowledge), *_lessons(course, knowledge))
    return told((document for document, _ in course.places.values()), found)


def _themes(course: Course, knowledge: Knowledge) -> Iterator[Problem]:
    taught: set[str] = set()
    for theme in course.themes.values():
        document, at = course.places[("theme", theme.id)]
        seen: set[str] = set()
        for rank, id in enumerate(theme.criteria):
            place = (*at, "criteres", rank)
            if id not in knowledge.criteria:
                yield document.problem(place, f"le critère « {id} » n'existe pas.", _UNKNOWN)
            elif id in seen:
                yield document.problem(
                    place, f"le critère « {id} » est déjà dans ce thème.", "Gardez une seule des deux."
                )
            elif theme.id == TIME_THEME and not _changed(id, knowledge):
                what = f"aucune version du critère « {id} » ne dit de changement : ce thème n'a rien à en apprendre."
                yield document.problem(place, what, "Retirez-le de ce thème.")
            seen.add(id)
        if theme.id == TIME_THEME:
            for id in knowledge.criteria:
                if _changed(id, knowledge) and id not in seen:
                    what = f"le critère « {id} » a changé, et manque à ce thème."
                    yield document.problem((*at, "criteres"), what, "Ajoutez-le.")
        else:
            taught |= seen
    for id in course.lessons:
        if id in knowledge.criteria and id not in taught:
            document, at = course.places[("lecon", id)]
            yield document.problem(at, f"aucun thème n'enseigne le critère « {id} ».", "Ajoutez-le dans themes.yaml.")


def _lessons(course: Course, knowledge: Knowledge) -> Iterator[Problem]:
    for lesson in course.lessons.values():
        document, at = course.places[("lecon", lesson.criterion)]
        if lesson.criterion not in knowledge.criteria:
            yield document.problem((*at, "critere"), f"le critère « {lesson.criterion} » n'existe pas.", _UNKNOWN)
            continue
        yield from _dates(lesson, course, knowledge)
        days: list[tuple[Path_, Lesson | EarlierLesson]] = [(at, lesson)]
        days += [((*at, "autrefois", rank), one) for rank, one in enumerate(lesson.earlier)]
        for place, one in days:
            if not one.question.endswith(" ?"):
                yield document.problem((*place, "question"), "une question finit par « ? ».", "Ajoutez-le.")
            if not (one.pitfall.startswith("« ") and not one.pitfall.rstrip().endswith("»")):
                what = "un piège se dit entre « guillemets », dans les mots des gens, puis s'explique."
                yield document.problem((*place, "piege"), what, "Par exemple : « C'est réglé. » Non, parce que…")
    for id, criterion in knowledge.criteria.items():
        if id not in course.lessons:
            where = f"Ajoutez sa leçon dans {COURSE}/lecons.yaml."
            document, at = knowledge.places[("critere", id)]
            yield document.problem(at, f"le critère « {id} » ({criterion.title}) n'a pas de leçon.", where)


def _dates(lesson: Lesson, course: Course, knowledge: Knowledge) -> Iterator[Problem]:
    """What is said of an earlier law ends the day before a new version, each entry later than the one before."""
    document, at = course.places[("lecon", lesson.criterion)]
    versions = knowledge.criteria[lesson.criterion].versions
    ends = {version.end for version in versions[:-1]}
    previous = None
    for rank, one in enumerate(lesson.earlier):
        place = (*at, "autrefois", rank, "jusqu_a")
        if previous is not None and one.until <= previous:
            what = f"cette entrée ne va pas plus loin que la précédente ({french_date(previous)})."
            yield document.problem(place, what, "Mettez la plus ancienne d'abord.")
        previous = one.until
        if one.until not in ends:
            what = f"aucune version du critère « {lesson.criterion} » ne s'arrête le {french_date(one.until)}."
            known = ", ".join(french_date(day) for day in sorted(ends))
            mend = f"Jours possibles : {known}." if known else "Ce critère n'a qu'une version : supprimez cette entrée."
            yield document.problem(place, what, mend)


def _changed(id: str, knowledge: Knowledge) -> bool:
    return any(version.change for version in knowledge.criteria[id].versions)


_UNKNOWN = "« ess-advisor rules list » donne les critères."
