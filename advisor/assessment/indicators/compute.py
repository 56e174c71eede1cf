"""Each figure of the law by the name of its calculation; those of dates and of the sharing of profit are here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from advisor.assessment.indicators._pay import highest, mean_of_highest, product, share, wage_base
from advisor.assessment.indicators.accounts import (
    cumulated_gap,
    cumulated_ratio,
    percentage,
    sum_over_years,
    yearly_maximum_gap,
    yearly_minimum_ratio,
)
from advisor.assessment.indicators.figures import (
    NOTHING,
    UNKNOWN,
    ZERO,
    Addresses,
    Answers,
    CalculationLine,
    Figure,
    Interval,
    parts_of,
    without_object,
)
from advisor.common.french import add_years, french_date, french_money, french_number, french_percent
from advisor.rules.conditions import Condition
from advisor.rules.facts import Indicator


class Truth(Protocol):
    """What is read of a condition: its Kleene value (0, 1, 2), what could still move it, what it rests on."""

    @property
    def strict(self) -> int: ...
    @property
    def missing(self) -> Addresses: ...
    @property
    def used(self) -> Addresses: ...


# -- dates -----------------------------------------------------------------------------------------------------------


def _figure(label: str, day: date, used: Addresses = ()) -> Figure:
    return Figure(Interval.of(Fraction(day.toordinal())), used=used, steps=(CalculationLine(label, french_date(day)),))


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


# -- profit and its allocation, plain sums and ratios ----------------------------------------------------------------


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
    return parts.figure(
        Interval.of(value), (CalculationLine("Bénéfice diminué des pertes antérieures", "{} - {} = {}", values),)
    )


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
    profit, stock, reserve = base.value.known, capital.value.known, reserves.value.known
    if profit is None or stock is None or reserve is None or rate is None or ceiling is None:
        return parts.figure()
    full = profit * rate / 100
    room = max(ZERO, stock * ceiling / 100 - reserve)
    value = (min(full, room) if capped else full) if room > 0 else ZERO
    steps = (
        *base.steps,
        CalculationLine(
            "Dotation au taux légal",
            "{} × {} = {}",
            ((french_percent, rate), (french_money, profit), (french_money, full)),
        ),
        CalculationLine(
            "Manque avant le plafond",
            "{} × {} - {} = {}",
            ((french_percent, ceiling), (french_money, stock), (french_money, reserve), (french_money, room)),
        ),
        CalculationLine(
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
    steps: tuple[CalculationLine, ...] = ()
    known = value.known
    if known is not None:
        values = tuple((french_number, figure.value.low or ZERO) for figure in figures)
        steps = (
            CalculationLine("Total", " + ".join(["{}"] * len(values)) + " = {}", (*values, (french_money, known))),
        )
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
    return parts.figure(Interval.of(over / under), (CalculationLine("Rapport", "{} / {} = {}", values),))


# -- every calculation, by the name it has in ``rules/indicateurs.yaml`` ---------------------------------------------

CALCULATIONS: dict[str, Callable[[Answers, dict[str, Any]], Figure]] = {
    "rapport_annuel_minimal": yearly_minimum_ratio,
    "rapport_cumule": cumulated_ratio,
    "somme_exercices": sum_over_years,
    "ecart_au_taux_annuel_maximal": yearly_maximum_gap,
    "ecart_au_taux_cumule": cumulated_gap,
    "base_salariale": wage_base,
    "produit": product,
    "produit_taux": share,
    "moyenne_plus_fortes": mean_of_highest,
    "plus_forte": highest,
    "difference_positive": positive_difference,
    "dotation_plafonnee": capped_allocation,
    "dotation_entiere": full_allocation,
    "somme": total,
    "rapport": ratio,
    "date_plus_annees": date_plus_years,
    "jour_de_la_meme_annee": day_of_same_year,
    "jour_de_l_annee": day_of_year,
    "annee_d_appreciation": year_of_assessment,
}


FigureOf = Callable[[Answers], Figure]
"""A figure of the law, compiled: what some answers make of it."""


def figure_function(indicator: Indicator, case: Callable[[Condition], Callable[[Any], Truth]]) -> FigureOf:
    """Compile an indicator into a function of the answers.

    Args:
        indicator: the entry of ``rules/indicateurs.yaml``.
        case: compiles the condition of a case.

    Raises:
        KeyError: unknown calculation; the linter refuses such a rule base first.
    """
    if indicator.calculation == "selon":
        return _by_cases(
            [(case(one.condition) if one.condition is not None else None, _value(one.value)) for one in indicator.cases]
        )
    calculation, arguments = CALCULATIONS[indicator.calculation], indicator.arguments
    return lambda answers: calculation(answers, arguments)


def _by_cases(cases: list[tuple[Callable[[Any], Truth] | None, FigureOf]]) -> FigureOf:
    """The value of the first case whose condition holds."""

    def figure(answers: Answers) -> Figure:
        used: tuple[str, ...] = ()
        for holds, value in cases:
            if holds is not None:
                truth = holds(answers)
                used += truth.used
                if truth.strict == 1:
                    return Figure(missing=truth.missing, used=used)
                if truth.strict == 0:
                    continue
            found = value(answers)
            return found._replace(used=used + found.used)
        return without_object(used)

    return figure


def _value(raw: Any) -> FigureOf:
    """What a case is worth: an answer, a parameter of the law, or a number."""
    if not isinstance(raw, dict):
        fixed = Figure(Interval.of(Fraction(raw)))
        return lambda answers: fixed
    if "fait" in raw:
        return lambda answers: answers.number(raw["fait"])

    def parameter(answers: Answers) -> Figure:
        known = answers.parameter(raw["parametre"])
        return Figure(Interval.of(known) if known is not None else UNKNOWN)

    return parameter
