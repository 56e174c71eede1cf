"""What the handout and the answer book say alike: names, boxes to tick, questions; and the facts a case gives."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from advisor.assessment.condition_words import parameter_value
from advisor.assessment.model import Assessment
from advisor.assessment.wording import slot_name
from advisor.common.values import NBSP
from advisor.report.model import Table
from advisor.report.words import period
from advisor.rules.basis import DISTANT
from advisor.rules.course import Course
from advisor.rules.load import Knowledge
from advisor.rules.reach import below, parameters_of
from advisor.training.glance import reading
from advisor.training.model import CriterionOutcome, Exercise

NOTICE = "Support de formation : ni conseil juridique, ni décision."

BOXES: dict[CriterionOutcome, str] = {
    "satisfait": "oui",
    "non_satisfait": "non",
    "a_completer": "il manque une réponse",
    "incertain": "le droit ne tranche pas",
    "sans_objet": "sans objet",
}
"""What to tick for each outcome of a criterion."""

_OFTEN, _YEARS = 3, 3
"""A figure with that many values is published from time to time; those of so many years back are given."""

_UNKNOWN = "on ne le sait pas"


def name_of(exercise: Exercise) -> str:
    """The company. The title of a case, which often tells what to find, is for the answer book."""
    return exercise.dossier.name or "Une structure sans nom"


def question_of(exercise: Exercise, criterion: str, course: Course, knowledge: Knowledge) -> str:
    """What is asked of a criterion, in the law of the day of the case."""
    lesson = course.lessons.get(criterion)
    return lesson.on(exercise.on).question if lesson else knowledge.criteria[criterion].title


def facts_sheet(exercise: Exercise, assessment: Assessment, knowledge: Knowledge) -> Table:
    """The answers that the questions read, in words; what was never asked is not there, and is for the room to see."""
    wanted = _addresses(exercise, assessment, knowledge)
    rows: dict[str, dict[str, str]] = {}
    for one in assessment.answers:
        if one.address not in wanted:
            continue
        fact, slot = knowledge.addresses[one.address]
        name = (fact.short or one.short) if slot else one.short
        rows.setdefault(name, {})[slot or ""] = _UNKNOWN if one.unknown else one.text
    return Table(
        header=("Ce que l'on sait", "Réponse"),
        rows=tuple((name, together(texts)) for name, texts in rows.items()),
    )


def together(texts: Mapping[str, str], short: bool = True) -> str:
    """The answers of one fact on a line: ``n : 100 € ; n-1 : 90 €``; once when they are all alike.

    Args:
        texts: by slot, an empty one for a fact that has none.
        short: exercises by their letter alone.
    """
    names, values = [slot_name(one or None) for one in texts], list(texts.values())
    if names == [""]:
        return values[0]
    if len(values) > 1 and len(set(values)) == 1:
        return f"{values[0]} (les {len(values)} {names[0].partition(' ')[0]}s)"
    if short:
        names = [slot if slot.startswith("n") else name for slot, name in zip(texts, names, strict=True)]
    return " ; ".join(
        f"{name.replace(' ', NBSP)}{NBSP}:{NBSP}{value}" for name, value in zip(names, values, strict=True)
    )


def figures_sheet(exercise: Exercise, knowledge: Knowledge, years: tuple[int, int] | None = None) -> Table:
    """Published figures that the questions read (SMIC, TMO): nobody knows those by heart, and they change.

    Args:
        years: first and last year told; by default, up to the day of the exercise, from three years before.
    """
    read: set[str] = set()
    for question in exercise.questions:
        for id in below(knowledge, question, exercise.on):
            version = knowledge.criteria[id].on(exercise.on)
            read |= parameters_of(knowledge, version.tree) if version else set()
    since, until = years or (exercise.on.year - _YEARS, exercise.on.year)
    first, last = date(since, 1, 1), min(exercise.on, date(until, 12, 31))
    rows = []
    for id, parameter in knowledge.parameters.items():
        if id not in read or (len(parameter.values) < _OFTEN and parameter.unit != "heures"):
            continue
        told = [
            f"{parameter_value(parameter, one)} {period(one.start, None if one.end == DISTANT else one.end)}"
            for one in parameter.values
            if one.end >= first and one.start <= last
        ]
        text = " ; ".join(told) if len(parameter.values) >= _OFTEN else parameter_value(parameter, parameter.values[-1])
        rows.append((parameter.title, text or "aucun chiffre connu pour ces années"))
    return Table(header=("Chiffre publié", "Valeur"), rows=tuple(rows))


def _addresses(exercise: Exercise, assessment: Assessment, knowledge: Knowledge) -> set[str]:
    found: set[str] = set()
    for question in exercise.questions:
        found.update(reading(knowledge, question, exercise.on).addresses)
        for id in below(knowledge, question, exercise.on):
            # Why a question does not arise is found in other answers than its own.
            leaves = assessment.findings[id].leaves if id in assessment.findings else ()
            found.update(address for leaf in leaves for address in leaf.used)
    return found
