"""Formulas of the law as functions of a company's answers, and how they are shown.

A value is an interval: what is not known yet is bounded as far as the rest allows. Inside a formula a percentage is a
part of one, and a day is its number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import chain
from typing import NamedTuple

from advisor.assessment.figures import (
    ABSENT,
    GATHERED,
    MEANINGLESS,
    UNKNOWN,
    Addresses,
    Answers,
    CalculationLine,
    Figure,
    Interval,
    Show,
    gathered,
    merged,
    minus,
    over,
    plus,
    times,
)
from advisor.common.french import NBSP, add_months, agree, french_date, french_money, french_number, french_percent
from advisor.rules.facts import SLOTS
from advisor.rules.formulas import DAYS, HUNDREDTHS, ROWS, Call, Formula, Name, Number, names, unit_of
from advisor.rules.load import Knowledge
from advisor.rules.references import kind_of, measured, rows_of
from advisor.rules.vocabulary import EntryKind

Row = tuple[str | None, date | None]
"""The row of answers, or the day of the law, on which a formula is worked out."""


class Reading:
    """One figure being worked out.

    Attributes:
        answers: the company's. row: where it stands.
        rows: those of the figure; sure: how many of them there are at least.
        read: every figure read so far. last: answers to ask for after the others.
        doubts: answers to ask for once nothing else lacks.
        values: those shown, in the order of the formula.
        meaningful: False once a row had no meaning.
    """

    __slots__ = ("answers", "doubts", "last", "meaningful", "read", "row", "rows", "sure", "values")

    def __init__(self, answers: Answers, slot: str | None) -> None:
        self.answers = answers
        self.row: Row = (slot, None)
        self.rows: list[Row] = []
        self.sure = 0
        self.read: list[Figure] = []
        self.last: list[Addresses] = []
        self.doubts: list[Addresses] = []
        self.values: list[Interval] = []
        self.meaningful = True

    def figure(self, value: Interval, lines: tuple[CalculationLine, ...] = ()) -> Figure:
        """What was read, with what it comes to and its own calculation."""
        read = self.read
        used = merged([one.used for one in read])
        if value is ABSENT:
            return Figure(used=used, applicable=False)
        if value is MEANINGLESS:
            value, self.meaningful = UNKNOWN, False
        earlier: list[tuple[CalculationLine, ...]] = []
        for one in read:
            # A figure read twice is told once.
            if one.steps and not any(steps is one.steps for steps in earlier):
                earlier.append(one.steps)
        missing: Addresses = ()
        if not value.exact:  # without any profit nothing is left to share, whatever the losses
            missing = merged([*[one.missing for one in read], *self.last]) or merged(self.doubts)
        assumed = merged([one.assumed for one in read])
        point = next((one.point for one in read if one.point), None)
        steps = (*chain.from_iterable(earlier), *lines)
        return Figure(value, missing, used, steps, True, self.meaningful, assumed, point)


Value = Callable[[Reading], Interval]


class Part(NamedTuple):
    """A formula, or a part of one, compiled.

    Attributes:
        value: what it comes to.
        pattern: how it is shown, a pair of braces for each value; shows: how each of these is printed.
        rank: what binds less than what is around stands between brackets: 0 a sum, 1 a product, 2 anything else.
        atom: a name or a number alone, or a name supposed to be a number, which needs no calculation.
    """

    value: Value
    pattern: str
    shows: tuple[Show, ...]
    rank: int = 2
    atom: bool = False

    def inside(self, rank: int) -> str:
        return self.pattern if self.rank >= rank else f"({self.pattern})"


# -- what a value is once printed ------------------------------------------------------------------------------------

HUNDRED = Fraction(100)
_PART = Fraction(1, 100)
_SHOWS: dict[str, Show] = {
    "euro": french_money,
    "euro_par_heure": french_money,
    "pourcentage": lambda value: french_percent(value * HUNDRED),
    "fraction": lambda value: french_percent(value * HUNDRED),
    "points": lambda value: f"{french_number(value * HUNDRED)}{NBSP}points",
    "heures": lambda value: f"{french_number(value)}{NBSP}h",
    "date": lambda value: french_date(date.fromordinal(int(value))),
    "annee": str,
    "annees": lambda value: f"{french_number(value)}{NBSP}{agree(int(abs(value)), 'an')}",
}


def show(unit: str) -> Show:
    return _SHOWS.get(unit, french_number)


def _moved(by: int) -> Callable[[Interval, Interval], Interval]:
    """A day some times ``by`` months later; before, when it is negative."""

    def moved(first: Interval, second: Interval) -> Interval:
        day, times = first.known, second.known
        if day is None or times is None:
            return first if first is ABSENT else UNKNOWN
        return Interval.of(Fraction(add_months(date.fromordinal(int(day)), by * int(times)).toordinal()))

    return moved


_SIGNS: dict[str, tuple[Callable[[Interval, Interval], Interval], int]] = {
    "+": (plus, 0),
    "-": (minus, 0),
    "*": (times, 1),
    "/": (over, 1),
}
"""Operations, and how closely they bind."""


def on_rows(reading: Reading, part: Value) -> list[Interval]:
    """A value on each row, without those that have no meaning there or none at all."""
    found = []
    before, sure, filled = reading.row, reading.sure, 1
    for rank, row in enumerate(reading.rows, start=1):
        reading.row = row
        value = part(reading)
        if value is MEANINGLESS:
            reading.meaningful = False
        elif value is not ABSENT:
            found.append(value)
        filled = rank if value.low else filled
    reading.row, reading.sure = before, max(sure, filled)
    return found


# -- formulas --------------------------------------------------------------------------------------------------------


class Compiler:
    """Compiles the formulas of one rule base."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def part(self, formula: Formula) -> Part:
        if isinstance(formula, Number):
            return self._number(formula)
        if isinstance(formula, Name):
            return _as_leaf(self._name(formula.id), self._unit(formula), atom=True)
        if formula.function in _SIGNS:
            return self._operation(formula)
        if formula.function in ROWS and len(formula.parts) > 1:
            return self._compared(formula)
        if formula.function == "arrondi":
            inner = self.part(formula.parts[0])
            return inner._replace(value=lambda reading: _to_the_cent(inner.value(reading)))
        supposed = formula.function == "ou" and isinstance(formula.parts[1], Number)
        return _as_leaf(self._function(formula), self._unit(formula), atom=supposed)

    def _unit(self, formula: Formula) -> str:
        found = unit_of(formula, lambda name: measured(self.knowledge, name))
        return found.unit if found else ""

    def _number(self, formula: Number) -> Part:
        scale = _PART if formula.unit in HUNDREDTHS else Fraction(1)
        fixed, shown = Interval.of(formula.value * scale), show(formula.unit)(formula.value * scale)
        return Part(lambda reading: fixed, shown, (), atom=True)

    def _operation(self, formula: Call) -> Part:
        first, second = (self.part(part) for part in formula.parts)
        compute, rank = _SIGNS[formula.function]
        subtracts = formula.function == "-"
        if self._unit(formula.parts[0]) == "date":
            months = 1 if self._unit(formula.parts[1]) == "mois" else 12
            compute = _moved(-months if subtracts else months)
        # A number of the law alone does not make a sum of what has no object.
        fixed = [not self.asks(part) for part in formula.parts]

        def value(reading: Reading) -> Interval:
            start = len(reading.read)
            one = first.value(reading)
            mark = len(reading.last)
            other = second.value(reading)
            if subtracts and not one.exact:
                # What stands in for a figure to subtract is asked for only once it would tell something.
                del reading.last[mark:]
            if (one is ABSENT and fixed[1]) or (other is ABSENT and fixed[0]):
                return ABSENT
            found = MEANINGLESS if one is MEANINGLESS or other is MEANINGLESS else compute(one, other)
            if found is MEANINGLESS:
                # No other answer would give it a sense.
                reading.read[start:] = [figure._replace(missing=()) for figure in reading.read[start:]]
            return found

        sign = {"*": "×"}.get(formula.function, formula.function)
        pattern = f"{first.inside(rank)} {sign} {second.inside(rank + (formula.function in '-/'))}"
        return Part(value, pattern, (*first.shows, *second.shows), rank)

    def _compared(self, formula: Call) -> Part:
        parts = [self.part(part) for part in formula.parts]
        fixed = [not self.asks(part) for part in formula.parts]
        pick = GATHERED[formula.function]

        def value(reading: Reading) -> Interval:
            found = [part.value(reading) for part in parts]
            kept = [one for one in found if one is not ABSENT]
            if all(one is ABSENT or alone for one, alone in zip(found, fixed, strict=True)) and len(kept) < len(found):
                return ABSENT
            return pick(kept)

        word = "plus petit" if formula.function == "minimum" else "plus grand"
        *others, last = [part.pattern for part in parts]
        pattern = f"le {word} de {', '.join(others)} et {last}"
        return Part(value, pattern, tuple(show for part in parts for show in part.shows), 0)

    def _function(self, formula: Call) -> Value:
        parts = [self.part(part).value for part in formula.parts]
        first = parts[0]
        match formula.function:
            case "ou":
                return self._fallback(formula, *parts)
            case "presume_jusqu_a":
                return _presumed(tuple(names(formula.parts[2])), *parts)
            case "entre_sans":
                return lambda reading: _between(reading, *parts)
            case "au_moins":
                return lambda reading: Interval(first(reading).low)
            case "au_plus":
                return lambda reading: _capped(first(reading), parts[1](reading))
            case "annee":
                return lambda reading: _year(first(reading))
            case "date":
                return lambda reading: _day(*[part(reading) for part in parts])
        keep = formula.function
        return lambda reading: gathered(keep, on_rows(reading, first), reading.sure)

    def _fallback(self, formula: Call, first: Value, second: Value) -> Value:
        """The first value once it is known, else the second; a figure not published is presumed to be it."""
        typed, other = formula.parts
        address = typed.id if isinstance(typed, Name) else ""
        fact = self.knowledge.facts.get(address)
        most = None if fact is None or fact.maximum is None else fact.maximum * self._scale(address)
        published = kind_of(self.knowledge, address) == EntryKind.PARAMETER
        presumed = Figure(assumed=tuple(names(other)))

        def value(reading: Reading) -> Interval:
            mark = len(reading.read)
            found = first(reading)
            if found is not ABSENT and found.exact:
                return found
            asked = merged([one.missing for one in reading.read[mark:]])
            del reading.read[mark:]
            found = second(reading)
            if published and found.low is not None:
                reading.read.append(presumed)
            if not found.exact and asked and not any(one.missing for one in reading.read[mark:]):
                reading.last.append(asked)
            # No answer above the greatest one accepted can come.
            return found if found is ABSENT or found.high is not None else Interval(found.low, most)

        return value

    def asks(self, formula: Formula | None) -> bool:
        """Whether a formula reads an answer, not the law alone."""
        if formula is None:
            return True
        kinds = [kind_of(self.knowledge, name) for name in names(formula)]
        return EntryKind.FACT in kinds or EntryKind.INDICATOR in kinds

    def _scale(self, name: str) -> Fraction:
        found = measured(self.knowledge, name)
        return _PART if found is not None and found.unit in HUNDREDTHS else Fraction(1)

    def _name(self, name: str) -> Value:
        """What a name stands for, as read on a row."""
        knowledge, scale = self.knowledge, self._scale(name)
        kind = kind_of(knowledge, name)
        if name in DAYS:
            planned = name == "date_demande"
            return lambda reading: Interval.of(
                Fraction((reading.answers.requested if planned else reading.answers.on).toordinal())
            )
        if kind == EntryKind.PARAMETER:

            def parameter(reading: Reading) -> Interval:
                known = reading.answers.parameter(name, reading.row[1])
                return UNKNOWN if known is None else Interval.of(known * scale)

            return parameter
        slots = rows_of(knowledge, name)
        rows: dict[str | None, str] = {None: name} if slots is None else {one: f"{name}[{one}]" for one in SLOTS[slots]}
        computed = kind == EntryKind.INDICATOR

        def value(reading: Reading) -> Interval:
            address = rows[reading.row[0] if slots else None]
            figure = reading.answers.indicator(address) if computed else reading.answers.number(address)
            reading.read.append(figure)
            if not figure.applicable:
                return ABSENT
            if not figure.meaningful:
                reading.meaningful = False
            return figure.value if scale == 1 else figure.value.scaled(scale)

        return value


def _as_leaf(value: Value, unit: str, atom: bool) -> Part:
    """A part shown by what it comes to."""

    def shown(reading: Reading) -> Interval:
        mark = len(reading.values)
        found = value(reading)
        reading.values[mark:] = [found]
        return found

    return Part(shown, "{}", (show(unit),), atom=atom)


def _to_the_cent(value: Interval) -> Interval:
    known = value.known
    return value if known is None else Interval.of(Fraction(round(known * 100), 100))


def _capped(value: Interval, most: Interval) -> Interval:
    return value if value is ABSENT or value.exact else Interval(value.low, most.high)


def _between(reading: Reading, value: Value, other: Value, answer: Value) -> Interval:
    """A value, anywhere up to another one while an answer that explains it lacks; asked for only if they differ."""
    found, most = value(reading), other(reading)
    if found is ABSENT or not found.exact:
        return _capped(found, most)
    mark = len(reading.read)
    if found == most or answer(reading).exact:
        return found
    reading.doubts += [one.missing for one in reading.read[mark:]]
    del reading.read[mark:]
    return Interval(found.low, most.high)


def _presumed(on: Addresses, value: Value, year: Value, last_year: Value) -> Value:
    def presumed(reading: Reading) -> Interval:
        found, of, until = value(reading), year(reading).known, last_year(reading).known
        if found is ABSENT or of is None:
            return found
        if until is None or of > until:
            return Interval(found.low)
        if of == until and found.exact:
            reading.read.append(Figure(assumed=on))
        return found

    return presumed


def _year(day: Interval) -> Interval:
    known = day.known
    return day if known is None else Interval.of(Fraction(date.fromordinal(int(known)).year))


def _day(year: Interval, month: Interval, day: Interval) -> Interval:
    if year.known is None or month.known is None or day.known is None:
        return ABSENT if year is ABSENT else UNKNOWN
    return Interval.of(Fraction(date(int(year.known), int(month.known), int(day.known)).toordinal()))
