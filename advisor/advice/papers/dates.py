"""Delays counted as the law counts them: months from day to day, the last day of the month for a missing one."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from advisor.common.values import add_years
from advisor.rules.acts import Holiday


def add_months(value: date, months: int) -> date:
    """Same day some months later (earlier, when negative); the last day of the month stands for a missing one."""
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    return date(year, month + 1, min(value.day, monthrange(year, month + 1)[1]))


def moved(value: date, count: int, unit: str) -> date:
    """A day moved by a delay in ``jours``, ``mois`` or ``annees``."""
    if unit == "mois":
        return add_months(value, count)
    return add_years(value, count) if unit == "annees" else value + timedelta(count)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * r) // 433
    month = (h + r - 7 * m + 90) // 25
    return date(year, month, (h + r - 7 * m + 33 * month + 19) % 32)


def is_holiday(value: date, holidays: Iterable[Holiday]) -> bool:
    """Whether a day is one of these."""
    since = (value - easter(value.year)).days
    return any(one.day == f"{value:%m-%d}" or one.easter == since for one in holidays)


def working_day(value: date, holidays: Iterable[Holiday], back: bool = False) -> date:
    """The day itself when people work on it, else the next one (the one before, when ``back``)."""
    known = tuple(holidays)
    while value.weekday() >= 5 or is_holiday(value, known):
        value += timedelta(-1 if back else 1)
    return value


def add_working_days(value: date, count: int, holidays: Iterable[Holiday]) -> date:
    """The day that comes so many working days later; Saturdays, Sundays and holidays do not count."""
    known = tuple(holidays)
    for _ in range(count):
        value = working_day(value + timedelta(1), known)
    return value
