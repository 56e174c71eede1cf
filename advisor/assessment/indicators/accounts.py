"""Figures read year by year in the accounts: ratios, and excesses over the market rate (TMO)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from advisor.assessment.indicators.figures import (
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
from advisor.common.french import french_money, french_number, french_percent
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Slots

# -- ratios ----------------------------------------------------------------------------------------------------------


class _Year(NamedTuple):
    """A closed year, or all of them together.

    Attributes:
        label: how it is called.
        above, below: numerator and denominator.
        ratio: in percent; a known numerator bounds nothing without the denominator.
        meaningless: the denominator is zero or negative.
    """

    label: str
    above: Interval
    below: Interval
    ratio: Interval
    meaningless: bool

    def step(self) -> CalculationLine:
        above, below, ratio = self.above.low, self.below.low, self.ratio.known
        if self.meaningless:
            return CalculationLine(
                self.label, "dénominateur de {} : rapport sans signification", ((french_money, below or ZERO),)
            )
        if ratio is None or above is None or below is None:
            return CalculationLine(self.label, "à compléter")
        return CalculationLine(
            self.label, "{} / {} = {}", ((french_money, above), (french_money, below), (french_percent, ratio))
        )


def _year(label: str, above: Interval, below: Interval) -> _Year:
    over, under = above.known, below.known
    ratio, meaningless = UNKNOWN, under is not None and under <= 0
    if over is not None and under is not None and not meaningless:
        ratio = Interval.of(percentage(over, under))
    return _Year(label, above, below, ratio, meaningless)


def percentage(above: Fraction, below: Fraction) -> Fraction:
    """A hundred times a ratio, in one exact division."""
    return Fraction(100 * above.numerator * below.denominator, above.denominator * below.numerator)


class _Accounts(NamedTuple):
    """Closed years examined for one ratio; whole: their sums; parts: everything read."""

    slots: tuple[str, ...]
    years: tuple[_Year, ...]
    whole: _Year
    parts: Parts


def _examined(answers: Answers, arguments: dict[str, Any]) -> tuple[str, ...] | Figure:
    """Years to examine; a figure when their number is not known, or when there is none."""
    count = answers.indicator(arguments["nombre"])
    number = count.value.known
    if not count.applicable or number == 0:
        return without_object(count.used)
    return Figure(missing=count.missing, used=count.used) if number is None else SLOTS[Slots.YEARS][: int(number)]


def _accounts(answers: Answers, arguments: dict[str, Any]) -> _Accounts | Figure:
    """The years of a ratio; a figure when there is none to read."""
    slots = _examined(answers, arguments)
    if isinstance(slots, Figure):
        return slots
    key = (slots, *arguments["numerateur"], None, *arguments["denominateur"])
    found: _Accounts | None = answers.shared.get(key)
    if found is None:
        read = [answers.indicator(arguments["nombre"])]
        whole_above = whole_below = NOTHING
        years = []
        for slot in slots:
            above = _sum(answers, [f"{fact}[{slot}]" for fact in arguments["numerateur"]], read)
            below = _sum(answers, [f"{fact}[{slot}]" for fact in arguments["denominateur"]], read)
            whole_above, whole_below = whole_above.plus(above), whole_below.plus(below)
            years.append(_year(f"Exercice {slot}", above, below))
        found = _Accounts(slots, tuple(years), _year("Cumul", whole_above, whole_below), parts_of(*read))
        answers.shared[key] = found
    return found


def _sum(answers: Answers, addresses: list[str], read: list[Figure]) -> Interval:
    """Sum of several answers; what was read is added to ``read``."""
    total = NOTHING
    for address in addresses:
        figure = answers.number(address)
        read.append(figure)
        if figure.applicable:
            total = total.plus(figure.value)
    return total


def yearly_minimum_ratio(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Lowest yearly ratio, in percent: the reading by which each closed year must reach the threshold.

    Years whose ratio has no meaning are left out, and make the figure meaningless.
    """
    accounts = _accounts(answers, arguments)
    if isinstance(accounts, Figure):
        return accounts
    readable = [year.ratio.low for year in accounts.years if not year.meaningless]
    ratios = [ratio for ratio in readable if ratio is not None]
    lowest = min(ratios, default=None)
    value = Interval(lowest if len(ratios) == len(readable) else ZERO, lowest)
    steps = tuple([year.step() for year in accounts.years])
    return accounts.parts.figure(value, steps, meaningful=len(readable) == len(accounts.years))


def cumulated_ratio(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Ratio of the sums over the years examined, in percent."""
    accounts = _accounts(answers, arguments)
    if isinstance(accounts, Figure):
        return accounts
    whole = accounts.whole
    return accounts.parts.figure(whole.ratio, (whole.step(),), meaningful=not whole.meaningless)


def sum_over_years(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Sum over the years examined of an amount, each times its own rate (percent) when a rate is named."""
    slots = _examined(answers, arguments)
    if isinstance(slots, Figure):
        return slots
    whole, parts = NOTHING, [answers.indicator(arguments["nombre"])]
    for slot in slots:
        amount = answers.number(f"{arguments['montant']}[{slot}]")
        parts.append(amount)
        share: Fraction | None = None
        if "taux" in arguments:
            rate = answers.number(f"{arguments['taux']}[{slot}]")
            parts.append(rate)
            share = rate.value.known
            if share is None:
                return parts_of(*parts).figure()
        known = amount.value.known
        if known is None:
            return parts_of(*parts).figure()
        whole = whole.plus(Interval.of(known if share is None else known * share / 100))
    assert whole.low is not None
    return parts_of(*parts).figure(whole, (CalculationLine("Cumul", "{}", ((french_money, whole.low),)),))


# -- the market rate -------------------------------------------------------------------------------------------------


def semester_ends(closing: date, count: int) -> tuple[date, ...]:
    """Last days of the ``count`` civil half-years ended on or before a closing date, latest first."""
    years = range(closing.year, closing.year - count // 2 - 2, -1)
    ends = [end for year in years for end in (date(year, 12, 31), date(year, 6, 30)) if end <= closing]
    return tuple(ends[:count])


class _MeanRate(NamedTuple):
    """Mean of published half-yearly rates; presumed: a presumed floor stands for one not published yet."""

    value: Interval
    presumed: bool


@lru_cache(maxsize=256)
def _mean_rate(knowledge: Knowledge, rate: str, floor: str, ends: tuple[date, ...]) -> _MeanRate:
    """Mean rate of some half-years: of the law alone."""
    count = len(ends)
    low = high = ZERO
    bounded_low, bounded_high, presumed = True, True, False
    for end in ends:
        published = knowledge.parameter(rate, end)
        if published is not None:
            low, high = low + published, high + published
            continue
        bounded_high = False
        least = knowledge.parameter(floor, end)
        if least is None:
            bounded_low = False
        else:
            low, presumed = low + least, True
    if bounded_low and bounded_high:
        return _MeanRate(Interval.of(low / count), presumed)
    return _MeanRate(Interval(low / count if bounded_low else None, high / count if bounded_high else None), presumed)


def _rate(answers: Answers, arguments: dict[str, Any], slot: str, ratio: Interval) -> Figure:
    """Market rate (TMO, percent) of one year: typed by the adviser, else published, else bounded.

    Args:
        answers, arguments: as for any indicator.
        slot: the year.
        ratio: what the rate will be set against; until it is known, the rate is not worth asking for.
    """
    address = f"{arguments['taux_saisi']}[{slot}]"
    typed = answers.number(address)
    if typed.value.exact:
        return typed
    # No rate above what may be typed would be accepted: a ratio that exceeds even that one needs no rate.
    most = answers.knowledge.addresses[address][0].maximum
    closing = answers.number(f"{arguments['cloture']}[{slot}]")
    day = closing.value.known
    if day is None:
        return Figure(Interval(None, most), missing=closing.missing, used=closing.used)
    floor = arguments["plancher"]
    ends = semester_ends(date.fromordinal(int(day)), int(arguments["semestres"]))
    mean = _mean_rate(answers.knowledge, arguments["taux"], floor, ends)
    value = mean.value if mean.value.high is not None else Interval(mean.value.low, most)
    return Figure(
        value,
        # The official rate is asked for only once the ratio is known: below the presumed floor it decides nothing.
        missing=() if mean.value.high is not None or not ratio.exact else typed.missing,
        used=closing.used,
        assumed=(floor,) if mean.presumed else (),
    )


def _gap(ratio: Interval, rate: Interval) -> Interval:
    known = ratio.known
    if known is None:
        return UNKNOWN
    if rate.low is rate.high:
        return UNKNOWN if rate.low is None else Interval.of(known - rate.low)
    return Interval(None if rate.high is None else known - rate.high, None if rate.low is None else known - rate.low)


def _gap_step(label: str, ratio: Interval, rate: Interval, gap: Interval) -> CalculationLine:
    known, market, excess = ratio.known, rate.known, gap.known
    if known is None:
        return CalculationLine(label, "à compléter")
    if market is None or excess is None:
        return CalculationLine(label, "{} à comparer au TMO, non publié dans la base", ((french_percent, known),))
    return CalculationLine(
        label, "{} - {} (TMO) = {} points", ((french_percent, known), (french_percent, market), (french_number, excess))
    )


def yearly_maximum_gap(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Largest yearly excess, in points, of the return ratio over the market rate of that year.

    Years whose ratio has no meaning are left out, and make the figure meaningless.
    """
    accounts = _accounts(answers, arguments)
    if isinstance(accounts, Figure):
        return accounts
    steps, gaps, rates = [], [], []
    for slot, year in zip(accounts.slots, accounts.years, strict=True):
        steps.append(year.step())
        if year.meaningless:
            continue
        rate = _rate(answers, arguments, slot, year.ratio)
        gap = _gap(year.ratio, rate.value)
        gaps.append(gap)
        rates.append(rate)
        steps.append(_gap_step(year.label, year.ratio, rate.value, gap))
    highs = [gap.high for gap in gaps if gap.high is not None]
    lows = [gap.low for gap in gaps if gap.low is not None]
    value = Interval(max(lows, default=None), max(highs, default=None) if len(highs) == len(gaps) else None)
    meaningful = len(gaps) == len(accounts.years)
    return _with_rates(accounts.parts, rates).figure(value, tuple(steps), meaningful=meaningful)


def cumulated_gap(answers: Answers, arguments: dict[str, Any]) -> Figure:
    """Excess, in points, of the ratio of the sums over the mean market rate of the years examined."""
    accounts = _accounts(answers, arguments)
    if isinstance(accounts, Figure):
        return accounts
    whole = accounts.whole
    rates = [_rate(answers, arguments, slot, whole.ratio) for slot in accounts.slots]
    total = NOTHING
    for rate in rates:
        total = total.plus(rate.value)
    mean = total.times(Fraction(1, len(rates)))
    gap = _gap(whole.ratio, mean)
    steps = (whole.step(),) if whole.meaningless else (whole.step(), _gap_step("Cumul", whole.ratio, mean, gap))
    return _with_rates(accounts.parts, rates).figure(gap, steps, meaningful=not whole.meaningless)


def _with_rates(parts: Parts, rates: list[Figure]) -> Parts:
    return parts_of(parts.figure(), *rates)
