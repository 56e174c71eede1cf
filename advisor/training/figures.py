"""Figures of an invented company, drawn together so that they agree: dates, costs, profit and its sharing, pay.

Bounds come from ``rules/formation/modeles.yaml``; what is written here is only how figures hang together. Amounts are
whole euros. Each function returns answers by address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from random import Random

from advisor.knowledge import Knowledge
from advisor.knowledge.models import SLOTS
from advisor.training.patterns import Scale, Years
from advisor.values import add_years, parse_number

Bounds = tuple[Fraction, Fraction]

SHARED = (
    "dotation_fonds", "dotation_reserve_legale", "dotation_autres_reserves_obligatoires", "report_beneficiaire",
    "dotation_reserve_facultative", "dividendes_decides",
)  # fmt: skip
"""Where a profit goes."""
FREE = "dotation_reserve_facultative"
"""The only one of them that no criterion reads. An invented company gives no figure for it: the story says that it
takes what the others leave, so that the whole profit is shared on both sides of a flip."""
WAGE_COST = 42_000
"""Euros a year that a person costs, to know how many a company can pay."""


@dataclass(frozen=True)
class Calendar:
    """When a company was created, the years it has closed (latest first), and when its accreditation ends."""

    created: date
    closings: tuple[date, ...]
    pay_year: int
    ends: date | None = None


def draw(rng: Random, bounds: Bounds, step: Fraction) -> Fraction:
    """A figure between two bounds, a multiple of a step above the first one."""
    low, high = bounds
    return low + step * rng.randint(0, floor((high - low) / step))


def plain(value: Fraction) -> str:
    """A figure as a dossier writes it: ``12000``, ``65.4``; a figure of more than two decimals is rounded."""
    cents = round(value * 100)
    whole, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole}" + (f".{rest:02d}".rstrip("0") if rest else "")


def calendar(rng: Random, day: date, years: Years) -> Calendar:
    """Dates of a company that closes its years on 31 December, as they stand on a day."""
    last = day.year - 1

    def some_day(year: int, first: int, final: int) -> date:
        return date(year, rng.randint(first, final), rng.randint(1, 28))

    def closed(count: int) -> tuple[date, ...]:
        return tuple(date(last - back, 12, 31) for back in range(count))

    if years == "zero":
        return Calendar(day - timedelta(rng.randint(40, 280)), (), last)
    if years in ("un", "deux"):
        count = 1 if years == "un" else 2
        return Calendar(some_day(last - count + 1, 1, 6), closed(count), last)
    if years == "renouvellement":
        ends = day + timedelta(rng.randint(40, 200))
        start = add_years(ends, -5)
        count = sum(start <= date(last - back, 12, 31) for back in range(6))
        return Calendar(some_day(start.year - rng.randint(4, 9), 1, 12), closed(count), last, ends)
    return Calendar(some_day(last - 2 - rng.randint(0, 11), 1, 6), closed(3), last)


def costs(rng: Random, scale: Scale, count: int, useful: Bounds, unit: int) -> dict[str, str]:
    """Costs of each year and their share due to social utility; a company grows by 1 to 10 % a year.

    ``unit``: amounts are multiples of it, in euros.
    """
    answers: dict[str, str] = {}
    total = draw(rng, scale.costs, Fraction(unit))
    for slot in SLOTS["exercice"][:count]:
        answers[f"charges_exploitation[{slot}]"] = plain(total)
        answers[f"charges_utilite_sociale[{slot}]"] = plain(
            ceil(total * draw(rng, useful, Fraction(1, 1000)) / unit) * Fraction(unit)
        )
        total = round(total * Fraction(rng.randint(90, 99), 100) / unit) * Fraction(unit)
    return answers


def profit(rng: Random, yearly_costs: Fraction, generous: bool, least: Fraction = Fraction(0)) -> dict[str, str]:
    """A profit, the capital (``least`` at least), and how the first was shared; the rest goes to the free reserve."""
    gain = round(yearly_costs * Fraction(rng.randint(15, 60), 1000) / 100) * Fraction(100)
    losses = Fraction(0)
    if rng.random() < 0.3:
        losses = round(gain * Fraction(rng.randint(10, 35), 100) / 100) * Fraction(100)
    base = gain - losses
    # Capital large enough for the fund to need its full fifth: its other limit is another lesson.
    capital = ceil(max(yearly_costs * Fraction(rng.randint(5, 15), 100), base * 5 / 2) / 500) * Fraction(500)
    capital = max(capital, least)
    reserves = floor(capital * Fraction(rng.randint(0, 8), 100) / 100) * Fraction(100)
    fund = ceil(base * Fraction(rng.randint(200, 220 if generous else 260), 1000))
    legal = ceil(base / 20)
    kept = floor(base * Fraction(rng.randint(130, 160) if generous else rng.randint(300, 420), 1000))
    rest = base - fund - legal - kept
    paid = floor(base * Fraction(rng.randint(450, 490) if generous else rng.randint(100, 220), 1000))
    return {
        "benefice_affecte": "oui",
        "benefice_exercice": plain(gain),
        "pertes_anterieures": plain(losses),
        "capital_social": plain(capital),
        "reserves_avant_affectation": plain(reserves),
        "dotation_fonds": str(fund),
        "dotation_reserve_legale": str(legal),
        "dotation_autres_reserves_obligatoires": "0",
        "report_beneficiaire": str(kept),
        "dividendes_decides": plain(min(rest, Fraction(paid))),
    }


def capital(
    rng: Random, answers: Mapping[str, str], yearly_costs: Fraction, closings: Sequence[date]
) -> dict[str, str]:
    """What is paid to capital and to lenders other than banks, year by year, well under any ceiling.

    A company without a profit to share, like an association, pays nothing and owes nothing but to banks.
    """
    told: dict[str, str] = {}
    own, lent, paid = ceil(yearly_costs * Fraction(rng.randint(10, 30), 100) / 100) * Fraction(100), Fraction(0), 0
    if "benefice_exercice" in answers:
        own = sum((_number(answers, one) for one in ("capital_social", "reserves_avant_affectation")), Fraction(0))
        own += _base(answers)
        lent = ceil(own * Fraction(rng.randint(10, 40), 100) / 1000) * Fraction(1000)
        paid = floor(min(_number(answers, "dividendes_decides"), (own + lent) * Fraction(rng.randint(15, 30), 1000)))
        told["dividendes_decides"] = str(paid)
    for slot, closing in zip(SLOTS["exercice"], closings, strict=False):
        told |= {
            f"date_cloture[{slot}]": closing.isoformat(),
            f"dividendes[{slot}]": str(paid),
            f"capitaux_propres[{slot}]": plain(own),
            f"concours_non_bancaires[{slot}]": plain(lent),
            f"remuneration_concours[{slot}]": str(floor(lent * Fraction(rng.randint(10, 25), 1000))),
        }
        own = ceil(own * Fraction(rng.randint(93, 99), 100) / 100) * Fraction(100)
        paid = floor(paid * Fraction(rng.randint(60, 100), 100))
    return told


def wages(
    rng: Random, knowledge: Knowledge, scale: Scale, yearly_costs: Fraction, year: int, part_time: bool, unit: int
) -> dict[str, str]:
    """How many people are paid, and the five best paid, in falling order of their pay at full time.

    ``unit``: amounts are multiples of it, in euros.
    """
    smic = minimum_wage(knowledge, year)
    staff = max(1, floor(yearly_costs * Fraction(rng.randint(55, 70), 100) / WAGE_COST))
    answers = {"nombre_remuneres": str(staff), "annee_remuneration": str(year), "minimum_branche_annuel": "0"}
    pay = draw(rng, scale.top_pay, Fraction(1, 100)) * smic
    for slot in SLOTS["remuneration"][:staff]:
        hours, amount = 100, ceil(max(pay, smic * Fraction(104, 100)) / unit) * Fraction(unit)
        if part_time and slot == "1":
            # A person paid for a few hours: nobody is shocked by the sum, and yet it is high for those hours.
            hours = rng.choice((20, 25, 30, 35))
            amount = ceil(smic * Fraction(rng.randint(800, 960), 100) * hours / 100 / unit) * Fraction(unit)
        answers[f"remuneration_brute[{slot}]"] = plain(amount)
        answers[f"quotite_travail[{slot}]"] = str(hours)
        pay = pay * draw(rng, scale.step, Fraction(1, 100))
    return answers


def minimum_wage(knowledge: Knowledge, year: int) -> Fraction:
    """The minimum wage of a year at full time, at its last rate, in euros: only to draw plausible pay."""
    hourly: Fraction = knowledge.parameter("smic_horaire", date(year, 12, 31))
    hours: Fraction = knowledge.parameter("heures_annuelles_legales", date(year, 12, 31))
    return hourly * hours


def report_day(rng: Random, day: date) -> date:
    """When a fund sent its certified report: between 18 May and 17 June, the last such season already over."""
    year = day.year if day >= date(day.year, 6, 18) else day.year - 1
    return date(year, 5, 18) + timedelta(rng.randint(0, 30))


def sane(answers: Mapping[str, object]) -> bool:
    """Whether figures that no coherence rule compares still make sense together.

    Pay at full time falls from line to line, and no more is shared than the profit less the losses to make up.
    """
    rows = []
    for slot in SLOTS["remuneration"]:
        amount, hours = answers.get(f"remuneration_brute[{slot}]"), answers.get(f"quotite_travail[{slot}]")
        if isinstance(amount, str) and isinstance(hours, str):
            rows.append(parse_number(amount) / parse_number(hours))
    told = {address: one for address, one in answers.items() if isinstance(one, str)}
    over = "benefice_exercice" in told and sum(_number(told, one) for one in SHARED) > _base(told)
    return not over and all(first >= second for first, second in pairwise(rows))


def _base(answers: Mapping[str, str]) -> Fraction:
    """The profit less the losses to make up: what there is to share."""
    return _number(answers, "benefice_exercice") - _number(answers, "pertes_anterieures")


def _number(answers: Mapping[str, str], address: str) -> Fraction:
    return parse_number(answers.get(address, "0"))
