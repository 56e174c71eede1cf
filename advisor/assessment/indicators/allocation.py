"""Allocation of profit, and plain sums and ratios of answers."""

from __future__ import annotations

from typing import Any

from advisor.assessment.indicators.accounts import percentage
from advisor.assessment.indicators.figures import (
    NOTHING,
    ZERO,
    Answers,
    Figure,
    Interval,
    Step,
    parts_of,
    without_object,
)
from advisor.common.values import french_money, french_number, french_percent


def positive_difference(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Profit less earlier losses, never below zero: the base of every allocation rule."""
    profit, losses = answers.number(arguments["de"]), answers.number(arguments["moins"])
    if not profit.applicable:
        return without_object(profit.used)
    parts, first, second = parts_of(profit, losses), profit.value.known, losses.value.known
    if first is None or second is None:
        return parts.figure()
    value = max(ZERO, first - second)
    values = ((french_money, first), (french_money, second), (french_money, value))
    return parts.figure(Interval.of(value), (Step("Bénéfice diminué des pertes antérieures", "{} - {} = {}", values),))


def capped_allocation(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Least allocation to a reserve: the legal share of the base, within what the reserve lacks to its ceiling."""
    return _allocation(answers, arguments, capped=True)


def full_allocation(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """The same, by the reading in which the last allocation is not cut down to what the reserve lacks."""
    return _allocation(answers, arguments, capped=False)


def _allocation(answers: Answers, arguments: dict[str, Any], capped: bool) -> Figure:
    base = answers.indicator(arguments["base"])
    if not base.applicable:
        return without_object(base.used)
    capital, reserves = answers.number(arguments["capital"]), answers.number(arguments["reserves"])
    rate, ceiling = answers.parameter(arguments["taux"]), answers.parameter(arguments["plafond"])
    parts = parts_of(base, capital, reserves)
    profit, stock, held = base.value.known, capital.value.known, reserves.value.known
    if profit is None or stock is None or held is None or rate is None or ceiling is None:
        return parts.figure()
    full = profit * rate / 100
    room = max(ZERO, stock * ceiling / 100 - held)
    value = (min(full, room) if capped else full) if room > 0 else ZERO
    steps = (
        *base.steps,
        Step(
            "Dotation au taux légal",
            "{} × {} = {}",
            ((french_percent, rate), (french_money, profit), (french_money, full)),
        ),
        Step(
            "Manque avant le plafond",
            "{} × {} - {} = {}",
            ((french_percent, ceiling), (french_money, stock), (french_money, held), (french_money, room)),
        ),
        Step(
            f"Dotation minimale, {'limitée au manque' if capped else 'au taux entier'}",
            "{}",
            ((french_money, value),),
        ),
    )
    return parts.figure(Interval.of(value), steps)


def total(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Sum of several answers, in euros."""
    figures = [answers.number(fact) for fact in arguments["faits"]]
    if not figures[0].applicable:
        return without_object(figures[0].used)
    value = NOTHING
    for figure in figures:
        if figure.applicable:
            value = value.plus(figure.value)
    steps: tuple[Step, ...] = ()
    known = value.known
    if known is not None:
        values = tuple((french_number, figure.value.low or ZERO) for figure in figures)
        steps = (Step("Total", " + ".join(["{}"] * len(values)) + " = {}", (*values, (french_money, known))),)
    return parts_of(*figures).figure(value, steps)


def ratio(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Plain ratio of two answers."""
    above, below = answers.number(arguments["numerateur"]), answers.number(arguments["denominateur"])
    if not above.applicable:
        return without_object(above.used)
    parts, over, under = parts_of(above, below), above.value.known, below.value.known
    if over is None or under is None:
        return parts.figure()
    if under <= 0:
        return parts.figure(meaningful=False)
    values = ((french_number, over), (french_number, under), (french_percent, percentage(over, under)))
    return parts.figure(Interval.of(over / under), (Step("Rapport", "{} / {} = {}", values),))
