"""Pay: the legal wage it is measured against, its ceilings, and the highest pays in full-time equivalent."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from advisor.assessment.indicators.figures import (
    NOT_APPLICABLE,
    NOTHING,
    UNKNOWN,
    ZERO,
    Answers,
    CalculationLine,
    Figure,
    Interval,
    Parts,
    parts_of,
    without_object,
)
from advisor.common.french import french_date, french_money, french_number, french_percent
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Slots


def wage_base(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Yearly full-time base, in euros: SMIC or branch minimum, whichever is higher.

    Three conventions, none fixed by a text: ``horaire_pondere`` (hourly rate of the first of each month, over the
    legal hours), ``mensuel_arrondi`` (monthly amount rounded to the cent, as published), ``en_vigueur`` (rate in force
    on the last day of the year, or on the day of assessment if earlier). The known rates of the year named by
    ``presumee`` are presumed complete; those of later years only bound the base from below.
    """
    typed = answers.number(arguments["saisie"])
    branch = answers.number(arguments["branche"])
    if not typed.applicable:
        return without_object(typed.used)
    if typed.value.exact:
        base = typed
    else:
        year = answers.number(arguments["annee"])
        known = year.value.known
        if known is None:
            return Figure(missing=year.missing, used=year.used)
        base = _computed_wage(answers, arguments, int(known))._replace(used=year.used)
        if not base.value.exact:
            base = base._replace(missing=typed.missing)
    parts, low, minimum = parts_of(base, branch), base.value.low, branch.value.known
    if minimum is None or low is None:
        return parts.figure(Interval(low, None), base.steps)
    steps = base.steps
    if minimum > low:
        steps += (CalculationLine("Minimum de branche, plus élevé", "{}", ((french_money, minimum),)),)
        low = minimum
    return parts.figure(Interval(low, low if base.value.exact else None), steps)


def _computed_wage(answers: Answers, arguments: dict[str, Any], year: int) -> Figure:
    method = arguments["methode"]
    day = None
    if method == "en_vigueur":
        day = max(min(answers.on, date(year, 12, 31)), date(year, 1, 1))
    hours = answers.parameter(arguments["heures"]) or ZERO
    wage = _legal_wage(answers.knowledge, arguments["smic"], hours, method, year, day)
    presumed = answers.parameter(arguments["presumee"])
    if presumed is None or year > presumed:
        # A minimum wage never goes down: what is known is a floor.
        return wage._replace(value=Interval(wage.value.low, None))
    return wage._replace(assumed=(arguments["presumee"],)) if year == presumed and wage.value.exact else wage


@lru_cache(maxsize=1024)
def _legal_wage(
    knowledge: Knowledge, minimum: str, hours: Fraction, method: str, year: int, day: date | None
) -> Figure:
    """Yearly minimum wage (SMIC) of a year under one convention; the same for every company."""
    if day is not None:
        hourly = knowledge.parameter(minimum, day)
        if hourly is None:
            return Figure()
        total = hourly * hours
        step = CalculationLine(
            f"SMIC en vigueur au {french_date(day)}",
            "{} × {} h = {}",
            ((french_money, hourly), (french_number, hours), (french_money, total)),
        )
    else:
        total = ZERO
        for month in range(1, 13):
            hourly = knowledge.parameter(minimum, date(year, month, 1))
            if hourly is None:
                return Figure()
            monthly = hourly * hours / 12
            total += Fraction(round(monthly * 100), 100) if method == "mensuel_arrondi" else monthly
        label = f"SMIC {year}, " + (
            "12 montants mensuels arrondis"
            if method == "mensuel_arrondi"
            else f"{french_number(hours)} h pondérées par mois"
        )
        step = CalculationLine(label, "{}", ((french_money, total),))
    return Figure(Interval.of(total), steps=(step,))


def product(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """An indicator times a parameter (seven or ten times the base)."""
    base = answers.indicator(arguments["indicateur"])
    factor = answers.parameter(arguments["parametre"])
    if not base.applicable or factor is None:
        return base._replace(value=UNKNOWN)
    value, steps = base.value.times(factor), base.steps
    if base.value.low is not None and value.low is not None:
        values = ((french_number, factor), (french_money, base.value.low), (french_money, value.low))
        steps += (CalculationLine("Plafond", "{} × {} = {}", values),)
    return base._replace(value=value, steps=steps)


def share(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """A percentage (parameter) of an indicator."""
    base = answers.indicator(arguments["indicateur"])
    rate = answers.parameter(arguments["parametre"])
    if not base.applicable or rate is None:
        return base._replace(value=UNKNOWN)
    value, steps = base.value.times(rate / 100), base.steps
    whole, part = base.value.known, value.low
    if whole is not None and part is not None:
        steps += (
            CalculationLine(
                "Part", "{} × {} = {}", ((french_percent, rate), (french_money, whole), (french_money, part))
            ),
        )
    return base._replace(value=value, steps=steps)


class _Pays(NamedTuple):
    """The highest pays, in full-time equivalent.

    Attributes:
        amounts: one interval a row.
        least, most: how many people there may be among the rows; equal once the headcount is known.
        parts: what was read.
        steps: each pay in words.
    """

    amounts: tuple[Interval, ...]
    least: int
    most: int
    parts: Parts
    steps: tuple[CalculationLine, ...]


def _pays(answers: Answers, arguments: dict[str, Any]) -> _Pays | None:
    """The pays to examine; None when nobody is paid, or when the question has no object."""
    key = ("pay", arguments["montant"], arguments.get("complement"))
    if key not in answers.shared:
        answers.shared[key] = _read_pays(answers, arguments)
    found: _Pays | None = answers.shared[key]
    return found


def _read_pays(answers: Answers, arguments: dict[str, Any]) -> _Pays | None:
    headcount = answers.number(arguments["effectif"])
    people = int(answers.parameter(arguments["personnes"]) or ZERO)
    known = headcount.value.known
    most = people if known is None else min(people, int(known))
    if not headcount.applicable or most == 0:
        return None
    pays, steps, parts, paid_rows = [], [], [headcount], 1
    for row, slot in enumerate(SLOTS[Slots.PAY][:most], start=1):
        amount = answers.number(f"{arguments['montant']}[{slot}]")
        quota = answers.number(f"{arguments['quotite']}[{slot}]")
        extra = answers.number(f"{arguments['complement']}[{slot}]") if "complement" in arguments else NOT_APPLICABLE
        paid = amount.value
        if extra.applicable:
            paid = paid.plus(Interval(extra.value.low or ZERO, extra.value.high))
        if amount.value.low:
            paid_rows = row
        parts += [amount, quota, extra]
        pay = _full_time(paid, quota.value)
        pays.append(pay)
        label, figure = f"Rémunération {slot} (équivalent temps plein)", pay.known
        steps.append(
            CalculationLine(label, "à compléter")
            if figure is None
            else CalculationLine(label, "{}", ((french_money, figure),))
        )
    return _Pays(tuple(pays), paid_rows if known is None else most, most, parts_of(*parts), tuple(steps))


def _full_time(paid: Interval, quota: Interval) -> Interval:
    known = quota.known
    if not known:
        return Interval(paid.low, None)
    return paid if known == 100 else paid.times(100 / known)


def mean_of_highest(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Mean of the highest pays in full-time equivalent: five, or all of them when fewer people are paid."""
    pays = _pays(answers, arguments)
    if pays is None:
        return without_object(answers.number(arguments["effectif"]).used)
    total, means = NOTHING, []
    for count, pay in enumerate(pays.amounts, start=1):
        total = total.plus(pay if pay.low is not None else Interval(ZERO, pay.high))
        if count >= pays.least:
            means.append(total.times(Fraction(1, count)))
    if len(means) == 1:
        value = means[0]
    else:
        highs = [mean.high for mean in means if mean.high is not None]
        value = Interval(
            min(mean.low for mean in means if mean.low is not None), max(highs) if len(highs) == len(means) else None
        )
    steps, mean = pays.steps, value.known
    if mean is not None and pays.least == pays.most:
        assert total.low is not None
        values = ((french_money, total.low), (french_number, Fraction(pays.most)), (french_money, mean))
        steps += (CalculationLine("Moyenne", "{} / {} = {}", values),)
    return Figure(value, pays.parts.missing, pays.parts.used, steps)


def highest(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Highest pay in full-time equivalent; one pay above the ceiling is enough to know."""
    pays = _pays(answers, arguments)
    if pays is None:
        return without_object(answers.number(arguments["effectif"]).used)
    sure = [pay.low for pay in pays.amounts[: pays.least] if pay.low is not None]
    highs = [pay.high for pay in pays.amounts if pay.high is not None]
    value = Interval(max(sure, default=None), max(highs) if len(highs) == len(pays.amounts) else None)
    return Figure(value, pays.parts.missing, pays.parts.used, pays.steps)
