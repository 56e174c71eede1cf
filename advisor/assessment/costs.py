"""Costs shared between activities: their part due to the social purpose, and what the share owes to the key."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from advisor.common.french import french_money, french_number, french_percent, parse_number
from advisor.dossier import Dossier
from advisor.rules.facts import ROLES, SLOTS
from advisor.rules.load import Knowledge

HUNDRED = Fraction(100)
STEP = Fraction(10)
"""How far the key is moved, in points, to show what the result owes to it."""


def number(dossier: Dossier, address: str) -> Fraction | None:
    """A figure answered, None when it was not or is not known."""
    given = dossier.answers.get(address)
    return parse_number(given.value) if given is not None and isinstance(given.value, str) else None


@dataclass(frozen=True, slots=True)
class YearCosts:
    """One closed year, in euros; ``key`` in percent.

    Attributes:
        slot: which year.
        total: all operating costs. social: those due to the social purpose, shared ones included.
        common, key: shared costs and the part of them counted as social; None when not given.
    """

    slot: str
    total: Fraction | None
    social: Fraction | None
    common: Fraction | None
    key: Fraction | None

    @property
    def parted(self) -> bool:
        """Shared costs are known, and so is the part of them that counts."""
        return self.common is not None and (not self.common or self.key is not None)

    @property
    def direct(self) -> Fraction | None:
        """Costs that serve the social purpose only; None when shared costs were not parted by a key."""
        if self.social is None or self.common is None or not self.parted:
            return None
        return self.social - self.common * (self.key or Fraction(0)) / HUNDRED

    @property
    def complete(self) -> bool:
        return bool(self.total) and self.social is not None

    def share(self, shift: Fraction = Fraction(0)) -> Fraction | None:
        """Social costs in percent of the total, the key moved by ``shift`` points (kept between 0 and 100)."""
        if not self.total or self.social is None:
            return None
        moved = Fraction(0)
        if self.common and self.key is not None:
            moved = self.common * (min(HUNDRED, max(Fraction(0), self.key + shift)) - self.key) / HUNDRED
        return HUNDRED * (self.social + moved) / self.total


@dataclass(frozen=True, slots=True)
class CostSheet:
    """Every year entered, and what the shares come to.

    Attributes:
        years: in order, the last closed year first.
        limit: minimum share in force, in percent; None when no rule applies one.
    """

    years: tuple[YearCosts, ...]
    limit: Fraction | None

    def cumulated(self, shift: Fraction = Fraction(0)) -> Fraction | None:
        """Share over all complete years together, in percent."""
        done = [year for year in self.years if year.complete]
        total = sum((year.total or Fraction(0) for year in done), Fraction(0))
        if not total:
            return None
        return sum(((year.share(shift) or Fraction(0)) * (year.total or 0) for year in done), Fraction(0)) / total

    def weakest(self, shift: Fraction = Fraction(0)) -> Fraction | None:
        """Share of the weakest complete year, in percent."""
        return min((share for year in self.years if (share := year.share(shift)) is not None), default=None)

    @property
    def keyed(self) -> bool:
        """The result depends on a key."""
        return any(year.complete and year.common and year.key is not None for year in self.years)

    def key_for_limit(self, each_year: bool) -> Fraction | None:
        """The key, the same for all years, that just reaches the limit (cumulated, or in each year).

        It may fall outside 0 to 100: then no key is needed, or none is enough. None without shared costs, and when a
        year that has none is already short.
        """
        done = [year for year in self.years if year.complete and year.common and year.direct is not None]
        if self.limit is None or not done or (not each_year and len(done) != sum(y.complete for y in self.years)):
            return None

        def needed(total: Fraction, direct: Fraction, common: Fraction) -> Fraction:
            assert self.limit is not None
            return HUNDRED * (self.limit * total / HUNDRED - direct) / common

        if each_year:
            fixed = [year.share() for year in self.years if year.complete and not year.common]
            if any(share is not None and share < self.limit for share in fixed):
                return None  # a year without shared costs is short: no key helps it
            return max(needed(y.total or Fraction(0), y.direct or Fraction(0), y.common or Fraction(1)) for y in done)
        totals = [sum((getattr(y, name) for y in done), Fraction(0)) for name in ("total", "direct", "common")]
        return needed(totals[0], totals[1], totals[2])


def division_words(costs: YearCosts) -> str:
    """« 210 000 € propres + 60 % × 50 000 € communes = 240 000 € »; empty when nothing was divided."""
    if costs.direct is None or not costs.common or costs.key is None or costs.social is None:
        return ""
    direct, common, social = (french_money(one) for one in (costs.direct, costs.common, costs.social))
    return f"{direct} propres + {french_percent(costs.key)} × {common} communes = {social}"


def moved_words(sheet: CostSheet) -> list[tuple[str, str]]:
    """What the share becomes when the key moves, each way: what is moved, and the result."""
    found = []
    for shift, way in ((-STEP, "de moins"), (STEP, "de plus")):
        whole, low = sheet.cumulated(shift), sheet.weakest(shift)
        if whole is not None and low is not None:
            text = f"{french_percent(whole)} au cumul, {french_percent(low)} pour l'exercice le plus faible"
            found.append((f"Clé de {french_number(STEP)} points {way}", text))
    return found


def played(knowledge: Knowledge, calculation: str) -> tuple[str, ...]:
    """The facts of a calculation of ``rules/feuilles.yaml``, in the order of its roles; none when no sheet makes it."""
    sheet = knowledge.sheet_of(calculation)
    return tuple(sheet.roles[role] for role in ROLES[calculation]) if sheet else ()


def yearly_costs(knowledge: Knowledge, dossier: Dossier) -> tuple[YearCosts, ...]:
    """The costs answered so far, year by year."""
    facts = played(knowledge, "charges")
    years = (YearCosts(slot, *(number(dossier, f"{fact}[{slot}]") for fact in facts)) for slot in SLOTS["exercice"])
    return tuple(year for year in years if year.total is not None or year.social is not None) if facts else ()
