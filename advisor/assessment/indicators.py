"""The figures of the law, compiled: rows on which a formula is worked out, what is kept of them, the calculation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any, Protocol

from advisor.assessment.figures import (
    ABSENT,
    MEANINGLESS,
    UNKNOWN,
    Addresses,
    Answers,
    CalculationLine,
    Figure,
    Interval,
    gathered,
    greatest,
    least,
    total,
)
from advisor.assessment.formulas import HUNDRED, Compiler, Part, Reading, Value, on_rows, show
from advisor.common.french import french_number
from advisor.rules.conditions import Condition
from advisor.rules.facts import SLOTS, Indicator
from advisor.rules.formulas import HUNDREDTHS, Formula
from advisor.rules.load import Knowledge
from advisor.rules.references import rows_of
from advisor.rules.vocabulary import Slots

FigureOf = Callable[[Answers], Figure]
"""A figure of the law, compiled: what some answers make of it."""


class Truth(Protocol):
    """What is read of a condition: its Kleene values (0, 1, 2), what could still move it, what it rests on."""

    @property
    def strict(self) -> int: ...
    @property
    def favourable(self) -> int: ...
    @property
    def missing(self) -> Addresses: ...
    @property
    def used(self) -> Addresses: ...
    @property
    def point(self) -> str | None: ...


def semester_ends(closing: date, count: int) -> tuple[date, ...]:
    """Last days of the ``count`` civil half-years ended on or before a closing date, latest first."""
    years = range(closing.year, closing.year - count - 1, -1)
    ends = [end for year in years for end in (date(year, 12, 31), date(year, 6, 30)) if end <= closing]
    return tuple(ends[:count])


# -- figures ---------------------------------------------------------------------------------------------------------

_ROW_WORDS = {Slots.YEARS: "Exercice", Slots.PAY: "Rémunération"}


def compiled_figures(knowledge: Knowledge, case: Callable[[Condition], Callable[[Any], Truth]]) -> dict[str, FigureOf]:
    """Compile every indicator of a rule base: by id, or by row (``taux_moyen[n-1]``) for one worked out on each row.

    Args:
        knowledge: the rule base; the linter refuses first what would not compile.
        case: compiles the condition of a case.
    """
    compiler = Compiler(knowledge)
    found: dict[str, FigureOf] = {}
    for id, indicator in knowledge.indicators.items():
        slots, figure = rows_of(knowledge, id), _figure(compiler, indicator, case)
        for slot in SLOTS[slots] if slots else (None,):
            found[f"{id}[{slot}]" if slot else id] = partial(figure, slot=slot)
    return found


def _figure(
    compiler: Compiler, indicator: Indicator, case: Callable[[Condition], Callable[[Any], Truth]]
) -> Callable[..., Figure]:
    cases = [(case(one.condition) if one.condition else None, compiler.part(one.formula)) for one in indicator.cases]
    if indicator.formula is not None:
        cases = [(None, compiler.part(indicator.formula))]
    rows = _rows(compiler, indicator)
    worked_out = _worked_out if compiler.asks(indicator.formula) or not indicator.dated else _of_the_law()

    def figure(answers: Answers, slot: str | None) -> Figure:
        reading = Reading(answers, slot)
        none = rows(reading)
        if none is not None:
            return reading.figure(none)
        values: list[Interval] = []
        lines: list[CalculationLine] = []
        for holds, part in cases:
            certain = True
            if holds is not None:
                truth = holds(answers)
                reading.read.append(Figure(used=truth.used, missing=truth.missing, point=truth.point))
                if truth.strict == truth.favourable == 0:
                    continue
                certain = truth.strict == truth.favourable == 2
            value, steps = worked_out(reading, indicator, part)
            values.append(_in_unit(value, indicator.unit))
            lines += steps
            if certain:
                return reading.figure(_spread(values), tuple(lines))
        return reading.figure(_spread([*values, ABSENT]), tuple(lines))

    return figure


def _spread(values: list[Interval]) -> Interval:
    """What a figure may be while several of its cases may hold: anything between them."""
    if len(values) == 1:
        return values[0]
    return Interval(least(values).low, greatest(values).high)


def _in_unit(value: Interval, unit: str) -> Interval:
    return value if unit not in HUNDREDTHS or value is ABSENT or value is MEANINGLESS else value.scaled(HUNDRED)


def _rows(compiler: Compiler, indicator: Indicator) -> Callable[[Reading], Interval | None]:
    """What finds the rows of a figure; it gives its value when there is none to find."""

    def value(formula: Formula | None) -> Value:
        return compiler.part(formula).value if formula is not None else lambda reading: UNKNOWN

    count, year, before, day = map(value, (indicator.count, indicator.year, indicator.before, indicator.day))
    slots, months = indicator.slots, indicator.for_each == "mois"

    def of_answers(reading: Reading) -> Interval | None:
        assert slots is not None
        found = count(reading)
        # A count that ranges over several cases: there may be no row at all.
        if found is ABSENT or found.high in (None, 0) or (found.low is not None and not found.exact):
            return ABSENT if found is ABSENT or found.high == 0 else UNKNOWN
        reading.rows = [(slot, None) for slot in SLOTS[slots][: int(found.high)]]
        reading.sure = len(reading.rows) if found.exact else 0
        return None

    def of_days(reading: Reading) -> Interval | None:
        found = (year if months else before)(reading)
        known = found.known
        if known is None:
            return ABSENT if found is ABSENT else UNKNOWN
        if months:
            days = tuple([date(int(known), month, 1) for month in range(1, 13)])
        else:
            days = semester_ends(date.fromordinal(int(known)), int(count(reading).known or 0))
        reading.rows = [(reading.row[0], one) for one in days]
        reading.sure = len(days)
        return None

    def on_day(reading: Reading) -> Interval | None:
        found = day(reading)
        if found.known is None:
            return ABSENT if found is ABSENT else UNKNOWN
        reading.row = (reading.row[0], date.fromordinal(int(found.known)))
        return None

    if slots is not None:
        return of_answers
    if indicator.for_each is not None:
        return of_days
    return on_day if indicator.day is not None else lambda reading: None


WorkedOut = Callable[[Reading, Indicator, Part], tuple[Interval, tuple[CalculationLine, ...]]]


def _of_the_law() -> WorkedOut:
    """`_worked_out` for what reads no answer: the same for every company, it is worked out once for the days it reads.

    Without it the twelve minimum wages of a year, by three conventions, are a third of a reasoning.
    """
    known: dict[tuple[date | None, ...], tuple[Interval, tuple[CalculationLine, ...], list[Figure]]] = {}

    def worked_out(reading: Reading, indicator: Indicator, part: Part) -> tuple[Interval, tuple[CalculationLine, ...]]:
        days = tuple([day for _, day in reading.rows]) or (reading.row[1],)
        if days not in known:
            mark = len(reading.read)
            known[days] = (*_worked_out(reading, indicator, part), reading.read[mark:])
            return known[days][:2]
        value, lines, read = known[days]
        reading.read += read
        return value, lines

    return worked_out


def _worked_out(reading: Reading, indicator: Indicator, part: Part) -> tuple[Interval, tuple[CalculationLine, ...]]:
    """What a figure comes to, and its calculation."""
    title = indicator.short or indicator.title
    shows = (*part.shows, show(indicator.unit))
    if indicator.keep is None:
        reading.values.clear()
        value = part.value(reading)
        line = CalculationLine(title, part.pattern, shows, (*reading.values, value))
        # What leaves the figure before as it is has nothing to add to its calculation.
        told = value.exact and value in reading.values and any(one.steps for one in reading.read)
        return value, () if part.atom or told else (line,)
    lines = []

    def on_row(reading: Reading) -> Interval:
        reading.values.clear()
        value = part.value(reading)
        if indicator.slots is not None:
            label = f"{_ROW_WORDS[indicator.slots]} {reading.row[0]}"
            lines.append(CalculationLine(label, part.pattern, shows, (*reading.values, value)))
        return value

    found = on_rows(reading, on_row)
    value = gathered(indicator.keep, found, reading.sure)
    if indicator.keep == "moyenne" and indicator.slots is not None and reading.sure >= len(found) > 0:
        parts = (total(found), Interval.of(Fraction(len(found))), value)
        lines.append(CalculationLine("Moyenne", "{} / {}", (shows[-1], french_number, shows[-1]), parts))
    elif indicator.keep == "somme" or indicator.slots is None:
        lines.append(CalculationLine(title, "", shows[-1:], (value,)))
    return value, tuple(lines)
