"""The figures the law computes, exactly, on answers that may still be missing.

Every figure is an interval: what the answers given so far already prove. An unknown pay can only raise a maximum, an
unknown branch minimum can only raise a ceiling, so a leaf may be settled before every answer is in. Rates, multiples
and numbers of years come from ``rules/parametres``; the functions here are plain arithmetic, chosen by name in
``rules/indicateurs.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from advisor.knowledge.models import SLOTS, Indicator
from advisor.values import add_years, french_date, french_money, french_number, french_percent

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values still possible; None means unbounded. Exact when both ends are equal."""

    low: Fraction | None = None
    high: Fraction | None = None

    @property
    def exact(self) -> bool:
        return self.low is not None and (self.low is self.high or self.low == self.high)

    @classmethod
    def of(cls, value: Fraction) -> Interval:
        return cls(value, value)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))


def _plus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a + b


UNKNOWN = Interval()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation, ready to print: ``Exercice n`` / ``528 000 € / 800 000 € = 66 %``."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A computed figure.

    Attributes:
        value: what is proved so far.
        missing: addresses whose answer would narrow it.
        used: addresses it rests on.
        steps: the calculation, for display.
        applicable: False when it makes no sense for this company (no closed year, nobody paid).
        meaningful: False when it cannot be interpreted (denominator zero or negative).
        assumed: parameters relied on beyond what is published (presumed floor of the TMO).
    """

    value: Interval = UNKNOWN
    missing: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    applicable: bool = True
    meaningful: bool = True
    assumed: tuple[str, ...] = ()


NOT_APPLICABLE = Figure(applicable=False)


class Answers(Protocol):
    """What an indicator may ask of the session (see `advisor.settle.Session`)."""

    on: date
    requested: date
    law_as_of: date
    shared: dict[object, Any]
    """What several indicators compute alike, kept for the session."""

    def number(self, address: str) -> Figure: ...
    def indicator(self, id: str) -> Figure: ...
    def parameter(self, id: str, day: date | None = None) -> Fraction | None: ...
    def holds(self, condition: Any) -> tuple[int, tuple[str, ...], tuple[str, ...]]: ...


def compute(indicator: Indicator, answers: Answers) -> Figure:
    """Value of an indicator for a session.

    Raises:
        KeyError: unknown calculation; the linter refuses such a rule base first.
    """
    if indicator.calculation == "selon":
        return _by_cases(indicator, answers)
    return CALCULATIONS[indicator.calculation](answers, indicator.arguments)


def _by_cases(indicator: Indicator, answers: Answers) -> Figure:
    used: list[str] = []
    for case in indicator.cases:
        if case.condition is not None:
            truth, missing, read = answers.holds(case.condition)
            used += read
            if truth == 1:
                return Figure(missing=missing, used=tuple(used))
            if truth == 0:
                continue
        value = case.value
        if isinstance(value, dict) and "fait" in value:
            figure = answers.number(value["fait"])
            return replace(figure, used=(*used, *figure.used))
        if isinstance(value, dict):
            known = answers.parameter(value["parametre"])
            return Figure(Interval.of(known) if known is not None else UNKNOWN, used=tuple(used))
        return Figure(Interval.of(Fraction(value)), used=tuple(used))
    return Figure(applicable=False, used=tuple(used))


def _join(*figures: Figure) -> dict[str, Any]:
    """Missing, used and assumed of several figures, in order and without repetition."""
    return {
        "missing": tuple(dict.fromkeys(a for f in figures for a in f.missing)),
        "used": tuple(dict.fromkeys(a for f in figures for a in f.used)),
        "assumed": tuple(dict.fromkeys(a for f in figures for a in f.assumed)),
    }


def _sum(answers: Answers, facts: list[str], slot: str | None = None) -> Figure:
    figures = [answers.number(f"{fact}[{slot}]" if slot else fact) for fact in facts]
    total = Interval.of(ZERO)
    for figure in figures:
        if figure.applicable:
            total = total + figure.value
    return Figure(total, **_join(*figures))


@dataclass(frozen=True, slots=True)
class _Year:
    slot: str
    numerator: Figure
    denominator: Figure

    ratio: Interval = field(init=False)
    """In percent; a known numerator bounds nothing without the denominator."""

    def __post_init__(self) -> None:
        above, below = self.numerator.value, self.denominator.value
        ratio = UNKNOWN
        if above.exact and below.exact and below.low is not None and above.low is not None and below.low > 0:
            ratio = Interval.of(100 * above.low / below.low)
        object.__setattr__(self, "ratio", ratio)

    @property
    def meaningless(self) -> bool:
        return self.denominator.value.exact and (self.denominator.value.low or ZERO) <= 0

    def step(self) -> Step:
        label = f"Exercice {self.slot}"
        if self.meaningless:
            return Step(
                label,
                f"dénominateur de {french_money(self.denominator.value.low or ZERO)} : rapport sans signification",
            )
        if not self.ratio.exact:
            return Step(label, "à compléter")
        above, below, ratio = self.numerator.value.low, self.denominator.value.low, self.ratio.low
        assert above is not None and below is not None and ratio is not None
        return Step(label, f"{french_money(above)} / {french_money(below)} = {french_percent(ratio)}")


def _years(answers: Answers, arguments: dict[str, Any]) -> tuple[Figure, list[_Year]]:
    count = answers.indicator(arguments["nombre"])
    if not count.applicable or not count.value.exact or count.value.low is None:
        return count, []
    slots = SLOTS["exercice"][: int(count.value.low)]
    above, below = arguments["numerateur"], arguments["denominateur"]
    key = (slots, *above, None, *below)
    if key not in answers.shared:
        answers.shared[key] = [_Year(slot, _sum(answers, above, slot), _sum(answers, below, slot)) for slot in slots]
    return count, answers.shared[key]


def _no_years(count: Figure) -> Figure | None:
    """The answer when the number of years is unknown or zero, else None."""
    if not count.applicable or (count.value.exact and count.value.low == 0):
        return Figure(applicable=False, used=count.used)
    if not count.value.exact:
        return Figure(missing=count.missing, used=count.used)
    return None


def yearly_minimum_ratio(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Lowest yearly ratio, in percent: the reading by which each closed year must reach the threshold."""
    count, years = _years(answers, arguments)
    if (early := _no_years(count)) is not None:
        return early
    known = [y.ratio.low for y in years if y.ratio.low is not None]
    complete = len(known) == len(years)
    lowest = min(known, default=None)
    meaningless = any(y.meaningless for y in years)
    return Figure(
        Interval(lowest if complete else ZERO, lowest),
        steps=tuple(y.step() for y in years),
        meaningful=not meaningless,
        **_join(count, *(f for y in years for f in (y.numerator, y.denominator))),
    )


def cumulated_ratio(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Ratio of the sums over the years examined, in percent."""
    count, years = _years(answers, arguments)
    if (early := _no_years(count)) is not None:
        return early
    above = below = Interval.of(ZERO)
    for year in years:
        above, below = above + year.numerator.value, below + year.denominator.value
    whole = _Year("cumul", Figure(above), Figure(below))
    return Figure(
        whole.ratio,
        steps=(replace(whole.step(), label="Cumul"),),
        meaningful=not whole.meaningless,
        **_join(count, *(f for y in years for f in (y.numerator, y.denominator))),
    )


def sum_over_years(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Sum over the years examined of an amount, each times its own rate (percent) when a rate is named."""
    count = answers.indicator(arguments["nombre"])
    if (early := _no_years(count)) is not None:
        return early
    assert count.value.low is not None
    whole, parts = ZERO, [count]
    for slot in SLOTS["exercice"][: int(count.value.low)]:
        amount = answers.number(f"{arguments['montant']}[{slot}]")
        parts.append(amount)
        share = Fraction(1)
        if "taux" in arguments:
            rate = answers.number(f"{arguments['taux']}[{slot}]")
            parts.append(rate)
            if not rate.value.exact or rate.value.low is None:
                return Figure(**_join(*parts))
            share = rate.value.low / 100
        if not amount.value.exact or amount.value.low is None:
            return Figure(**_join(*parts))
        whole += amount.value.low * share
    return Figure(Interval.of(whole), steps=(Step("Cumul", french_money(whole)),), **_join(*parts))


def _semester_ends(closing: date, count: int) -> list[date]:
    """Last days of the ``count`` civil half-years ended on or before a closing date, latest first."""
    ends: list[date] = []
    year, half = closing.year, 2
    while len(ends) < count:
        end = date(year, 12, 31) if half == 2 else date(year, 6, 30)
        if end <= closing:
            ends.append(end)
        year, half = (year, 1) if half == 2 else (year - 1, 2)
    return ends


def _rate(answers: Answers, arguments: dict[str, Any], year: _Year, ratio: Interval) -> Figure:
    """Market rate (TMO, percent) of one year: typed by the adviser, else published, else bounded.

    Args:
        answers, arguments: as for any indicator.
        year: the year.
        ratio: what the rate will be set against; until it is known, the rate is not worth asking for.
    """
    typed = answers.number(f"{arguments['taux_saisi']}[{year.slot}]")
    if typed.value.exact:
        return typed
    closing = answers.number(f"{arguments['cloture']}[{year.slot}]")
    if not closing.value.exact or closing.value.low is None:
        return Figure(missing=closing.missing, used=closing.used)
    ends = _semester_ends(date.fromordinal(int(closing.value.low)), arguments_int(arguments, "semestres"))
    low = high = ZERO
    bounded_high, bounded_low, assumed = True, True, False
    for end in ends:
        published = answers.parameter(arguments["taux"], end)
        floor = answers.parameter(arguments["plancher"], end)
        if published is not None:
            low, high = low + published, high + published
            continue
        bounded_high = False
        if floor is None:
            bounded_low = False
        else:
            low, assumed = low + floor, True
    share = Fraction(1, len(ends))
    return Figure(
        Interval(low * share if bounded_low else None, high * share if bounded_high else None),
        # The official rate is asked for only once the ratio is known: below the presumed floor it decides nothing.
        missing=() if bounded_high or not ratio.exact else typed.missing,
        used=closing.used,
        assumed=(arguments["plancher"],) if assumed else (),
    )


def arguments_int(arguments: dict[str, Any], name: str) -> int:
    """An integer argument of an indicator, written as text in YAML."""
    return int(arguments[name])


def _gap(ratio: Interval, rate: Interval) -> Interval:
    if not ratio.exact or ratio.low is None:
        return UNKNOWN
    return Interval(
        None if rate.high is None else ratio.low - rate.high, None if rate.low is None else ratio.low - rate.low
    )


def _gap_step(label: str, ratio: Interval, rate: Interval, gap: Interval) -> Step:
    if gap.exact and gap.low is not None and ratio.low is not None and rate.low is not None:
        text = f"{french_percent(ratio.low)} - {french_percent(rate.low)} (TMO) = {french_number(gap.low, 2)} points"
    elif ratio.exact and ratio.low is not None:
        text = f"{french_percent(ratio.low)} ; TMO non publié dans la base"
    else:
        text = "à compléter"
    return Step(label, text)


def yearly_maximum_gap(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Largest yearly excess, in points, of the return ratio over the market rate of that year."""
    count, years = _years(answers, arguments)
    if (early := _no_years(count)) is not None:
        return early
    steps, lows, highs, parts = [], [], [], [count]
    for year in years:
        rate = _rate(answers, arguments, year, year.ratio)
        gap = _gap(year.ratio, rate.value)
        lows.append(gap.low)
        highs.append(gap.high)
        parts += [year.numerator, year.denominator, rate]
        step = year.step()
        steps.append(step)
        if not year.meaningless:
            steps.append(_gap_step(step.label, year.ratio, rate.value, gap))
    known_lows = [low for low in lows if low is not None]
    return Figure(
        Interval(
            max(known_lows, default=None),
            None if any(h is None for h in highs) else max(h for h in highs if h is not None),
        ),
        steps=tuple(steps),
        meaningful=not any(y.meaningless for y in years),
        **_join(*parts),
    )


def cumulated_gap(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Excess, in points, of the ratio of the sums over the mean market rate of the years examined."""
    count, years = _years(answers, arguments)
    if (early := _no_years(count)) is not None:
        return early
    above = below = total = Interval.of(ZERO)
    for year in years:
        above, below = above + year.numerator.value, below + year.denominator.value
    whole = _Year("cumul", Figure(above), Figure(below))
    rates = [_rate(answers, arguments, year, whole.ratio) for year in years]
    for rate in rates:
        total = total + rate.value
    n = len(years)
    mean = Interval(None if total.low is None else total.low / n, None if total.high is None else total.high / n)
    gap = _gap(whole.ratio, mean)
    steps: tuple[Step, ...] = (replace(whole.step(), label="Cumul"),)
    if not whole.meaningless:
        steps += (_gap_step("Cumul", whole.ratio, mean, gap),)
    return Figure(
        gap,
        steps=steps,
        meaningful=not whole.meaningless,
        **_join(count, *rates, *(f for y in years for f in (y.numerator, y.denominator))),
    )


def wage_base(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Yearly full-time base, in euros: SMIC or branch minimum, whichever is higher.

    Three conventions, none fixed by a text: ``horaire_pondere`` (hourly rate of the first of each month, over the
    legal hours), ``mensuel_arrondi`` (monthly amount rounded to the cent, as published), ``en_vigueur`` (rate in force
    on the last day of the year, or on the day of assessment if earlier).
    """
    typed = answers.number(arguments["saisie"])
    branch = answers.number(arguments["branche"])
    if not typed.applicable:
        return Figure(applicable=False, used=typed.used)
    if typed.value.exact:
        base = typed
    else:
        year = answers.number(arguments["annee"])
        if not year.value.exact or year.value.low is None:
            return Figure(missing=year.missing, used=year.used)
        base = _computed_wage(answers, arguments, int(year.value.low))
        base = replace(base, used=(*year.used, *base.used))
    low = base.value.low
    if not base.value.exact:
        base = replace(base, missing=(*base.missing, *typed.missing))
    if branch.value.exact and branch.value.low is not None and low is not None:
        higher = max(low, branch.value.low)
        steps = base.steps
        if branch.value.low > low:
            steps += (Step("Minimum de branche, plus élevé", french_money(branch.value.low)),)
        value = Interval(higher, higher if base.value.exact else None)
        return Figure(value, steps=steps, **_join(base, branch))
    return Figure(Interval(low, None), steps=base.steps, **_join(base, branch))


def _computed_wage(answers: Answers, arguments: dict[str, Any], year: int) -> Figure:
    hours = answers.parameter(arguments["heures"]) or ZERO
    method = arguments["methode"]
    if method == "en_vigueur":
        day = min(answers.on, date(year, 12, 31))
        day = max(day, date(year, 1, 1))
        hourly = answers.parameter(arguments["smic"], day)
        if hourly is None:
            return Figure()
        total = hourly * hours
        text = f"{french_money(hourly)} × {french_number(hours)} h = {french_money(total)}"
        label = f"SMIC en vigueur au {french_date(day)}"
    else:
        total, hourly = ZERO, None
        for month in range(1, 13):
            hourly = answers.parameter(arguments["smic"], date(year, month, 1))
            if hourly is None:
                return Figure()
            monthly = hourly * hours / 12
            total += Fraction(round(monthly * 100), 100) if method == "mensuel_arrondi" else monthly
        label = f"SMIC {year}, " + (
            "12 montants mensuels arrondis"
            if method == "mensuel_arrondi"
            else f"{french_number(hours)} h pondérées par mois"
        )
        text = french_money(total)
    # Beyond the year of the base, a SMIC can only rise: what is known is a floor. In that year it is taken as final.
    known = year <= answers.law_as_of.year
    return Figure(Interval(total, total if known else None), steps=(Step(label, text),))


def product(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """An indicator times a parameter (seven or ten times the base)."""
    base = answers.indicator(arguments["indicateur"])
    factor = answers.parameter(arguments["parametre"])
    if not base.applicable or factor is None:
        return replace(base, value=UNKNOWN)
    value = Interval(*(None if end is None else end * factor for end in (base.value.low, base.value.high)))
    steps = base.steps
    if base.value.low is not None and value.low is not None:
        steps += (
            Step("Plafond", f"{french_number(factor)} × {french_money(base.value.low)} = {french_money(value.low)}"),
        )
    return replace(base, value=value, steps=steps)


def share(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """A percentage (parameter) of an indicator."""
    base = answers.indicator(arguments["indicateur"])
    rate = answers.parameter(arguments["parametre"])
    if not base.applicable or rate is None:
        return replace(base, value=UNKNOWN)
    value = Interval(*(None if end is None else end * rate / 100 for end in (base.value.low, base.value.high)))
    steps = base.steps
    if base.value.exact and base.value.low is not None and value.low is not None:
        steps += (
            Step("Minimum", f"{french_percent(rate)} × {french_money(base.value.low)} = {french_money(value.low)}"),
        )
    return replace(base, value=value, steps=steps)


@dataclass(frozen=True, slots=True)
class _Pays:
    """The highest pays, in full-time equivalent.

    Attributes:
        amounts: one interval a row.
        least, most: how many people there may be among the rows; equal once the headcount is known.
        parts: what was read.
    """

    amounts: list[tuple[str, Interval]]
    least: int
    most: int
    parts: Figure


def _pay(answers: Answers, arguments: dict[str, Any]) -> _Pays | None:
    """The pays to examine; None when nobody is paid, or when the question has no object."""
    headcount = answers.number(arguments["effectif"])
    people = int(answers.parameter(arguments["personnes"]) or ZERO)
    known = headcount.value.exact and headcount.value.low is not None
    most = min(people, int(headcount.value.low or ZERO)) if known else people
    if not headcount.applicable or most == 0:
        return None
    pays, parts, paid_rows = [], [], 1
    for row, slot in enumerate(SLOTS["remuneration"][:most], start=1):
        amount = answers.number(f"{arguments['montant']}[{slot}]")
        quota = answers.number(f"{arguments['quotite']}[{slot}]")
        extra = answers.number(f"{arguments['complement']}[{slot}]") if "complement" in arguments else NOT_APPLICABLE
        paid = (
            amount.value if not extra.applicable else amount.value + Interval(extra.value.low or ZERO, extra.value.high)
        )
        if amount.value.low:
            paid_rows = row
        parts += [amount, quota, *([extra] if extra.applicable else [])]
        pays.append((slot, _full_time(paid, quota.value)))
    return _Pays(pays, most if known else paid_rows, most, Figure(**_join(headcount, *parts)))


def _full_time(paid: Interval, quota: Interval) -> Interval:
    if quota.exact and quota.low:
        return Interval(*(None if end is None else 100 * end / quota.low for end in (paid.low, paid.high)))
    return Interval(paid.low, None)


def _pay_steps(pays: list[tuple[str, Interval]]) -> tuple[Step, ...]:
    return tuple(
        Step(
            f"Rémunération {slot} (équivalent temps plein)",
            french_money(p.low) if p.exact and p.low is not None else "à compléter",
        )
        for slot, p in pays
    )


def mean_of_highest(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Mean of the highest pays in full-time equivalent: five, or all of them when fewer people are paid."""
    pays = _pay(answers, arguments)
    if pays is None:
        return Figure(applicable=False, used=answers.number(arguments["effectif"]).used)
    lows: list[Fraction] = []
    highs: list[Fraction | None] = []
    low, high = ZERO, Interval.of(ZERO)
    for count, (_, pay) in enumerate(pays.amounts, start=1):
        low, high = low + (pay.low or ZERO), high + pay
        if count >= pays.least:
            lows.append(low / count)
            highs.append(None if high.high is None else high.high / count)
    value = Interval(min(lows), None if None in highs else max(h for h in highs if h is not None))
    steps = _pay_steps(pays.amounts)
    if value.exact and value.low is not None and pays.least == pays.most:
        total_ = value.low * pays.most
        steps += (Step("Moyenne", f"{french_money(total_)} / {pays.most} = {french_money(value.low)}"),)
    return Figure(value, steps=steps, missing=pays.parts.missing, used=pays.parts.used)


def highest(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Highest pay in full-time equivalent; one pay above the ceiling is enough to know."""
    pays = _pay(answers, arguments)
    if pays is None:
        return Figure(applicable=False, used=answers.number(arguments["effectif"]).used)
    sure = [pay.low for _, pay in pays.amounts[: pays.least] if pay.low is not None]
    highs = [pay.high for _, pay in pays.amounts]
    value = Interval(max(sure, default=None), None if None in highs else max(h for h in highs if h is not None))
    return Figure(value, steps=_pay_steps(pays.amounts), missing=pays.parts.missing, used=pays.parts.used)


def positive_difference(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Profit less earlier losses, never below zero: the base of every allocation rule."""
    first, second = answers.number(arguments["de"]), answers.number(arguments["moins"])
    if not first.applicable:
        return Figure(applicable=False, used=first.used)
    joined = _join(first, second)
    if not (first.value.exact and second.value.exact) or first.value.low is None or second.value.low is None:
        return Figure(**joined)
    value = max(ZERO, first.value.low - second.value.low)
    text = f"{french_money(first.value.low)} - {french_money(second.value.low)} = {french_money(value)}"
    return Figure(Interval.of(value), steps=(Step("Bénéfice diminué des pertes antérieures", text),), **joined)


def _allocation(answers: Answers, arguments: dict[str, Any], capped: bool) -> Figure:
    base = answers.indicator(arguments["base"])
    capital, reserves = answers.number(arguments["capital"]), answers.number(arguments["reserves"])
    rate, ceiling = answers.parameter(arguments["taux"]), answers.parameter(arguments["plafond"])
    joined = _join(base, capital, reserves)
    if not base.applicable:
        return Figure(applicable=False, used=base.used)
    exact = base.value.exact and capital.value.exact and reserves.value.exact
    if not exact or rate is None or ceiling is None:
        return Figure(**joined)
    assert base.value.low is not None and capital.value.low is not None and reserves.value.low is not None
    full = base.value.low * rate / 100
    room = max(ZERO, capital.value.low * ceiling / 100 - reserves.value.low)
    value = (min(full, room) if capped else full) if room > 0 else ZERO
    steps = (
        *base.steps,
        Step(
            "Dotation au taux légal", f"{french_percent(rate)} × {french_money(base.value.low)} = {french_money(full)}"
        ),
        Step(
            "Manque avant le plafond",
            f"{french_percent(ceiling)} × {french_money(capital.value.low)} - {french_money(reserves.value.low)}"
            f" = {french_money(room)}",
        ),
        Step("Dotation minimale", french_money(value)),
    )
    return Figure(Interval.of(value), steps=steps, **joined)


def total(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Sum of several answers, in euros."""
    figure = _sum(answers, arguments["faits"])
    first = answers.number(arguments["faits"][0])
    if not first.applicable:
        return Figure(applicable=False, used=first.used)
    steps: tuple[Step, ...] = ()
    if figure.value.exact and figure.value.low is not None:
        parts = " + ".join(french_number(answers.number(f).value.low or ZERO) for f in arguments["faits"])
        steps = (Step("Total", f"{parts} = {french_money(figure.value.low)}"),)
    return replace(figure, steps=steps)


def ratio(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Plain ratio of two answers."""
    above, below = answers.number(arguments["numerateur"]), answers.number(arguments["denominateur"])
    joined = _join(above, below)
    if not above.applicable:
        return Figure(applicable=False, used=above.used)
    if not (above.value.exact and below.value.exact) or above.value.low is None or below.value.low is None:
        return Figure(**joined)
    if below.value.low <= 0:
        return Figure(meaningful=False, **joined)
    value = above.value.low / below.value.low
    text = f"{french_number(above.value.low)} / {french_number(below.value.low)} = {french_percent(100 * value)}"
    return Figure(Interval.of(value), steps=(Step("Rapport", text),), **joined)


def date_plus_years(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """A date moved by a number of years (a number, or a parameter), as an ordinal."""
    day = answers.number(arguments["date"])
    if not day.value.exact or day.value.low is None:
        return day
    years = arguments["annees"]
    count = Fraction(years) if years.isdigit() else answers.parameter(years)
    if count is None:
        return Figure(used=day.used)
    moved = add_years(date.fromordinal(int(day.value.low)), int(count))
    return Figure(Interval.of(Fraction(moved.toordinal())), used=day.used, steps=(Step("Date", french_date(moved)),))


def day_of_same_year(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """A fixed day (``MM-JJ``) of the year of an answered date, as an ordinal."""
    day = answers.number(arguments["date"])
    if not day.value.exact or day.value.low is None:
        return day
    month, number = map(int, arguments["jour"].split("-"))
    fixed = date.fromordinal(int(day.value.low)).replace(month=month, day=number)
    return Figure(Interval.of(Fraction(fixed.toordinal())), used=day.used, steps=(Step("Limite", french_date(fixed)),))


def day_of_year(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """A fixed day (``MM-JJ``) of the year of assessment, as an ordinal."""
    month, number = map(int, arguments["jour"].split("-"))
    fixed = answers.on.replace(month=month, day=number)
    return Figure(Interval.of(Fraction(fixed.toordinal())), steps=(Step("Limite", french_date(fixed)),))


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
    "dotation_plafonnee": lambda answers, arguments: _allocation(answers, arguments, capped=True),
    "dotation_entiere": lambda answers, arguments: _allocation(answers, arguments, capped=False),
    "somme": total,
    "rapport": ratio,
    "date_plus_annees": date_plus_years,
    "jour_de_la_meme_annee": day_of_same_year,
    "jour_de_l_annee": day_of_year,
}
