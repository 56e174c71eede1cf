"""The days an activity report covers: chosen by dates, year or quarter; cut into months, quarters or years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from advisor.common.errors import InputError, Problem
from advisor.common.values import MONTHS, add_years, french_date

_QUARTER = re.compile(r"(?:(\d{4})\s*-?\s*)?[tT]?([1-4])", re.ASCII)
_QUARTERS = ("1er", "2e", "3e", "4e")
_MOST_MONTHS, _MOST_QUARTERS = 14, 12
"""Slices of one kind beyond which longer ones are taken."""


class Slice(NamedTuple):
    """A month, a quarter or a year, within a period."""

    title: str
    start: date
    end: date


class Period(NamedTuple):
    """Days told, first and last included; ``name`` is how the whole is called, when it has a name."""

    start: date
    end: date
    name: str = ""

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def title(self) -> str:
        if self.start == date.min:
            days = f"jusqu'au {french_date(self.end)}"
        else:
            days = f"du {french_date(self.start)} au {french_date(self.end)}"
        return f"{self.name}, {days}" if self.name else days

    def a_year_before(self) -> Period | None:
        """The same days of the year before; None for a period longer than a year, that would overlap it."""
        if self.start.year <= 2 or self.end >= add_years(self.start, 1):
            return None
        return Period(add_years(self.start, -1), add_years(self.end, -1))

    def slices(self, first: date) -> tuple[Slice, ...]:
        """The period cut up, from the first consultation when it is long; nothing for a single month."""
        start = self.start
        if _months(start, self.end) > _MOST_MONTHS:
            start = max(start, first.replace(day=1))
        months = _months(start, self.end)
        length = 1 if months <= _MOST_MONTHS else 3 if months <= 3 * _MOST_QUARTERS else 12
        found = tuple(_cut(start, self.end, length))
        return found if len(found) > 1 else ()


def _months(start: date, end: date) -> int:
    """Calendar months touched, both ends included."""
    return (end.year - start.year) * 12 + end.month - start.month + 1


def _cut(start: date, end: date, months: int) -> Iterator[Slice]:
    year, rank = start.year, (start.month - 1) // months
    while (opening := date(year, rank * months + 1, 1)) <= end:
        last = rank == 12 // months - 1
        following = date(year + 1, 1, 1) if last else date(year, (rank + 1) * months + 1, 1)
        if months == 1:
            title = f"{MONTHS[rank]} {year}"
        else:
            title = f"{_QUARTERS[rank]} trimestre {year}" if months == 3 else str(year)
        yield Slice(title, max(opening, start), min(following - timedelta(1), end))
        year, rank = (year + 1, 0) if last else (year, rank + 1)


def chosen_period(
    today: date,
    *,
    start: date | None = None,
    end: date | None = None,
    year: str | None = None,
    quarter: str | None = None,
) -> Period:
    """The period that options tell; nothing told: the current year, up to today.

    Args:
        today: last day told at most, since no consultation took place after it.
        start, end: first and last day.
        year: four digits.
        quarter: ``T3``, ``2026-T3`` or ``3``; without its year, that of ``year``, else the current one.

    Raises:
        InputError: options that do not go together, an unreadable year or quarter, a period to come or upside down.
    """
    if (start or end) and (year or quarter):
        raise _refused("les dates et l'année ou le trimestre ne vont pas ensemble.", "Choisissez l'un ou l'autre.")
    if start or end:
        period = Period(start or date.min, end or today)
    else:
        period = _quarter(quarter, year, today) if quarter else _year(year, today)
    if period.start > period.end:
        words = f"le {french_date(period.start)} est après le {french_date(period.end)}."
        raise _refused(words, "Corrigez --from ou --to.")
    if period.start > today:
        raise _refused(f"cette période n'est pas commencée : {period.title}.", "Choisissez-en une autre.")
    return period._replace(end=min(period.end, today))


def _year(year: str | None, today: date) -> Period:
    number = _number(year) if year else today.year
    return Period(date(number, 1, 1), date(number, 12, 31), f"année {number}")


def _quarter(quarter: str, year: str | None, today: date) -> Period:
    found = _QUARTER.fullmatch(quarter.strip())
    if found is None:
        raise _refused(f"« {quarter[:40]} » n'est pas un trimestre.", "Écrivez par exemple T3, ou 2026-T3.")
    if found[1] and year and found[1] != year.strip():
        raise _refused(f"l'année {year[:40]} et le trimestre {quarter} se contredisent.", "Gardez une seule année.")
    rank, number = int(found[2]), _number(found[1] or year or str(today.year))
    whole = next(one for one in _cut(date(number, 1, 1), date(number, 12, 31), 3) if one.start.month == 3 * rank - 2)
    return Period(whole.start, whole.end, whole.title)


def _number(year: str) -> int:
    if not re.fullmatch(r"(?:19|20|21)\d\d", year.strip(), re.ASCII):
        raise _refused(f"« {year[:40]} » n'est pas une année.", "Écrivez par exemple 2026.")
    return int(year)


def _refused(message: str, mend: str) -> InputError:
    return InputError(Problem(message, mend=mend))
