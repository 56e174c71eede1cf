"""Dates computed from an answered date or from the day of assessment, as ordinals."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from advisor.assessment.indicators.figures import Addresses, Answers, Figure, Interval, Step
from advisor.common.values import add_years, french_date


def _figure(label: str, day: date, used: Addresses = ()) -> Figure:
    return Figure(Interval.of(Fraction(day.toordinal())), used=used, steps=(Step(label, french_date(day)),))


def _fixed(arguments: dict[str, Any], year: date) -> date:
    """The day written ``MM-JJ``, in the year of another or ``plus`` years later."""
    month, number = map(int, arguments["jour"].split("-"))
    return date(year.year + int(arguments.get("plus", 0)), month, number)


def date_plus_years(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """A date moved by a number of years (a number, negative to go back, or a parameter)."""
    day = answers.number(arguments["date"])
    known, years = day.value.known, arguments["annees"]
    if known is None:
        return day
    count = Fraction(years) if years.lstrip("-").isdigit() else answers.parameter(years)
    if count is None:
        return Figure(used=day.used)
    return _figure("Date", add_years(date.fromordinal(int(known)), int(count)), day.used)


def day_of_same_year(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """A fixed day (``MM-JJ``) of the year of an answered date, or ``plus`` years later."""
    day = answers.number(arguments["date"])
    known = day.value.known
    if known is None:
        return day
    return _figure("Limite", _fixed(arguments, date.fromordinal(int(known))), day.used)


def year_of_assessment(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """The year of assessment, less ``moins`` years: a question may be asked only under the law of some years."""
    return Figure(Interval.of(Fraction(answers.on.year - int(arguments.get("moins", 0)))))


def day_of_year(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """A fixed day (``MM-JJ``) of the year of assessment."""
    return _figure("Limite", _fixed(arguments, answers.on))
