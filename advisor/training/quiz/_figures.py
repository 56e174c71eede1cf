"""Questions on the figures of the law: which one applies on a day, by which article, among other figures of the law."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from advisor.assessment.account.legal_texts import references_of
from advisor.assessment.wording import UNIT_WORDS
from advisor.common.french import NBSP, agree, french_date, french_number, sentence
from advisor.report.words import spelled
from advisor.rules.basis import Citation, Parameter, ParameterValue, Unit
from advisor.rules.course import load_course
from advisor.rules.load import Knowledge
from advisor.rules.references import parameters_of
from advisor.training.quiz.kinds import articles_of
from advisor.training.quiz.situations import Explanation, QuizChoice

READ = ("V", "V-JO", "V-c")
"""Only figures of texts that were read are asked: no interpretation, no working hypothesis is taught as a figure."""

CHOICES = 4
PRINTED: tuple[Unit, ...] = ("pourcentage", "fois", "personnes", "annees", "mois", "jours", "points")


@dataclass(frozen=True, slots=True)
class LegalFigure:
    """A figure of the law that can be asked.

    Attributes:
        parameter, value: the figure, and its value on the day.
        subject: criterion that reads it, or the figure itself when none does.
        status: of the route or duty that names it, when no criterion does.
    """

    parameter: Parameter
    value: ParameterValue
    subject: str
    status: str = ""


def figures(knowledge: Knowledge, on: date) -> Iterator[LegalFigure]:
    """The figures of the law that were read in a text, and serve on that day."""
    readers = _readers(knowledge, on)
    for parameter in knowledge.parameters.values():
        value = parameter.on(on)
        if value is None or value.source is None or parameter.unit not in PRINTED:
            continue
        if knowledge.confidence(value, on) not in READ:
            continue
        # A fraction, or a rate to two decimals, is no figure to know by heart.
        if value.value.denominator != 1:
            continue
        if parameter.id in readers:
            yield LegalFigure(parameter, value, readers[parameter.id])
        elif status := _named_by(parameter.id, knowledge, on):
            yield LegalFigure(parameter, value, parameter.id, status)


def choices(figure: LegalFigure, knowledge: Knowledge, draw: random.Random) -> tuple[QuizChoice, ...]:
    """The figure among others: its own earlier values, those of the same unit, then any whole figure of the law."""
    right, unit = figure.value.value, figure.parameter.unit
    own = [one.value for one in figure.parameter.values]
    alike = [one.value for other in knowledge.parameters.values() if other.unit == unit for one in other.values]
    rest = [
        one.value
        for other in knowledge.parameters.values()
        if other.unit in PRINTED and other.unit != "pourcentage"
        for one in other.values
    ]
    wrong: list[Fraction] = []
    for group in (own, alike, rest):
        fit = sorted({one for one in group if one != right and one.denominator == 1 and one > 0} - set(wrong))
        draw.shuffle(fit)
        wrong += fit
    values = sorted((right, *wrong[: CHOICES - 1]))
    return tuple(QuizChoice(value=str(one), label=printed(one, figure.parameter)) for one in values)


def printed(value: Fraction, parameter: Parameter) -> str:
    """``66 %``, ``10 fois``, ``2 ans``; a number alone, when the title says of what."""
    if parameter.title.startswith("Nombre"):
        return french_number(value)
    return f"{french_number(value)}{NBSP}{agree(int(abs(value)), UNIT_WORDS[parameter.unit])}"


def why_figure(figure: LegalFigure, knowledge: Knowledge, on: date) -> Explanation:
    """The article, since when the figure holds, the note kept with it, and the lesson of its criterion."""
    assert figure.value.source is not None
    lesson = load_course().lesson(figure.subject, on)
    lines = [f"{figure.parameter.title} : {printed(figure.value.value, figure.parameter)}"]
    # What was not read is not said: of earlier versions, only those read with the same figure count.
    first = figure.value.start
    for one in sorted(figure.parameter.values, key=lambda one: one.start, reverse=True):
        if one.start < first:
            read = knowledge.confidence(one, one.end) in READ
            if one.value != figure.value.value or not read or one.end + timedelta(1) != first:
                break
            first = one.start
    lines.append(f"Ce chiffre s'applique au moins depuis le {french_date(first)}")
    lines.append(spelled(knowledge, figure.value.note))
    return Explanation(
        lines=tuple(sentence(line) for line in lines if line),
        articles=articles_of(references_of(knowledge, (_citation(figure, knowledge, on),), on), knowledge),
        remember=lesson.remember if lesson else "",
        pitfall=lesson.pitfall if lesson else "",
    )


def _citation(figure: LegalFigure, knowledge: Knowledge, on: date) -> Citation:
    """The text of the figure, with the passage that its criterion cites."""
    criterion = knowledge.criteria.get(figure.subject)
    version = criterion.on(on) if criterion else None
    cited = version.citations if version else ()
    source = figure.value.source or ""
    return next((one for one in cited if one.source == source), Citation(source=source, passage=""))


def _readers(knowledge: Knowledge, on: date) -> dict[str, str]:
    """By figure, the first criterion that reads it on that day, through indicators too."""
    found: dict[str, str] = {}
    for criterion in knowledge.criteria.values():
        if (version := criterion.on(on)) is not None:
            for id in (*criterion.figures, *parameters_of(knowledge, version.tree)):
                found.setdefault(id, criterion.id)
    return found


def _named_by(parameter: str, knowledge: Knowledge, on: date) -> str:
    """The status whose durations, rights or procedure name a figure on that day."""
    for status in knowledge.statuses.values():
        for route in status.routes:
            if any(one.parameter == parameter and one.covers(on) for one in route.durations):
                return status.id
    return next((one.status for one in knowledge.guidance if parameter in one.figures and one.covers(on)), "")
