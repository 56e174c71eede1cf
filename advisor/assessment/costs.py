"""Costs shared between activities: their part due to the social purpose, and what the share owes to the key."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from advisor.common.french import french_money, french_number, french_percent, parse_number
from advisor.dossier import Dossier
from advisor.rules.facts import ROLES, SLOTS
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Slots

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
    def shared(self) -> Fraction:
        """The part of shared costs that counts as social."""
        return (self.common or Fraction(0)) * (self.key or Fraction(0)) / HUNDRED

    @property
    def direct(self) -> Fraction | None:
        """Costs that serve the social purpose only; None when shared costs were not parted by a key."""
        return self.social - self.shared if self.social is not None and self.parted else None

    def social_from(self, direct: Fraction) -> Fraction:
        """The social costs that direct ones make with the part of the shared ones."""
        return direct + self.shared

    @property
    def complete(self) -> bool:
        return bool(self.total) and self.social is not None

    def share(self, shift: Fraction = Fraction(0)) -> Fraction | None:
        """Social costs in percent of the total, the key moved by ``shift`` points (kept between 0 and 100)."""
        if not self.total or self.social is None:
            return None
        moved = None if self.key is None else min(HUNDRED, max(Fraction(0), self.key + shift))
        return HUNDRED * (self.social - self.shared + replace(self, key=moved).shared) / self.total


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
        limit, done = self.limit, [one for one in self.years if one.complete and one.common and one.direct is not None]
        if limit is None or not done or (not each_year and len(done) != sum(year.complete for year in self.years)):
            return None

        def needed(*years: YearCosts) -> Fraction:
            total, direct, common = (
                sum((getattr(one, name) for one in years), Fraction(0)) for name in ("total", "direct", "common")
            )
            return (limit * total - HUNDRED * direct) / common

        if not each_year:
            return needed(*done)
        fixed = [year.share() for year in self.years if year.complete and not year.common]
        if any(share is not None and share < limit for share in fixed):
            return None  # a year without shared costs is short: no key helps it
        return max(map(needed, done))


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


def year_costs(knowledge: Knowledge, dossier: Dossier, slot: str) -> YearCosts:
    """What was answered of one year."""
    return YearCosts(slot, *(number(dossier, f"{fact}[{slot}]") for fact in played(knowledge, "charges")))


def yearly_costs(knowledge: Knowledge, dossier: Dossier) -> tuple[YearCosts, ...]:
    """The costs answered so far, year by year; none when no sheet asks for them."""
    if not played(knowledge, "charges"):
        return ()
    years = (year_costs(knowledge, dossier, slot) for slot in SLOTS[Slots.YEARS])
    return tuple(year for year in years if year.total is not None or year.social is not None)
