"""What a worksheet computes: shares of costs and how far they depend on the key, pays at full time, margins.

Thresholds are read from the rules that apply them, never written here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from advisor.dossier import Dossier
from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import Leaf, OpenPoint, leaves, walk
from advisor.knowledge.models import SLOTS
from advisor.knowledge.sheets import ROLES
from advisor.reasoning import Reasoning
from advisor.settle import FALSE, TRUE, Settled
from advisor.values import french_money, parse_number
from advisor.wording import finding, margin, unit_of

HUNDRED = Fraction(100)


def number(dossier: Dossier, address: str) -> Fraction | None:
    """A figure answered, None when it was not or is not known."""
    given = dossier.answers.get(address)
    return parse_number(given.value) if given is not None and isinstance(given.value, str) else None


# -- shares of costs ----------------------------------------------------------------------------------------------


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

        It may fall outside 0 to 100: then no key is needed, or none is enough. None without shared costs.
        """
        done = [year for year in self.years if year.complete and year.common and year.direct is not None]
        if self.limit is None or not done or (not each_year and len(done) != sum(y.complete for y in self.years)):
            return None

        def needed(total: Fraction, direct: Fraction, common: Fraction) -> Fraction:
            assert self.limit is not None
            return HUNDRED * (self.limit * total / HUNDRED - direct) / common

        if each_year:
            return max(needed(y.total or Fraction(0), y.direct or Fraction(0), y.common or Fraction(1)) for y in done)
        totals = [sum((getattr(y, name) for y in done), Fraction(0)) for name in ("total", "direct", "common")]
        return needed(totals[0], totals[1], totals[2])


def played(knowledge: Knowledge, calculation: str) -> tuple[str, ...]:
    """The facts of a calculation, in the order of its roles; none when no sheet makes it."""
    sheet = knowledge.sheet_of(calculation)
    return tuple(sheet.roles[role] for role in ROLES[calculation]) if sheet else ()


def year_costs(knowledge: Knowledge, dossier: Dossier, slot: str) -> YearCosts:
    """What was answered of one year."""
    return YearCosts(slot, *(number(dossier, f"{fact}[{slot}]") for fact in played(knowledge, "charges")))


def cost_sheet(reasoning: Reasoning, dossier: Dossier) -> CostSheet:
    """The costs answered so far, with the threshold of the rule in force."""
    years = tuple(year_costs(reasoning.knowledge, dossier, slot) for slot in SLOTS["exercice"])
    part = played(reasoning.knowledge, "charges")[1]
    limit = None
    for leaf, _ in _figure_leaves(reasoning):
        arguments = reasoning.knowledge.indicators[leaf.indicator].arguments if leaf.indicator else {}
        if arguments.get("numerateur") == [part] and leaf.threshold is not None:
            limit = reasoning.session.threshold(leaf.threshold).value.low
    return CostSheet(tuple(year for year in years if year.total is not None or year.social is not None), limit)


# -- pays ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pay:
    """One person: yearly gross, percent of full time, sum paid by a linked company, and the full-time equivalent."""

    slot: str
    gross: Fraction | None
    time: Fraction | None
    linked: Fraction | None

    def full_time(self, group: bool = False) -> Fraction | None:
        if self.gross is None or not self.time:
            return None
        return HUNDRED * (self.gross + (self.linked or Fraction(0) if group else Fraction(0))) / self.time


def pays(knowledge: Knowledge, dossier: Dossier) -> tuple[Pay, ...]:
    """The pays answered so far."""
    rows = (
        Pay(slot, *(number(dossier, f"{fact}[{slot}]") for fact in played(knowledge, "remunerations")))
        for slot in SLOTS["remuneration"]
    )
    return tuple(row for row in rows if row.gross is not None or row.time is not None)


# -- margins ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Result:
    """A test of the law on figures just entered.

    Attributes:
        label: what is tested.
        text: what was found, and the margin.
        holds: True, False, or None when the readings of the law part.
    """

    label: str
    text: str
    holds: bool | None


def results(reasoning: Reasoning, facts: Collection[str]) -> tuple[Result, ...]:
    """Tests that the figures of a sheet settle, the strictest of each kind."""
    found: dict[tuple[str, str, str], tuple[Fraction, Leaf, Settled, OpenPoint | None]] = {}
    for leaf, point in _figure_leaves(reasoning):
        settled = reasoning.session.leaf(leaf)
        limit = settled.threshold.low if settled.threshold else None
        if settled.not_applicable or settled.value is None or not settled.value.exact or limit is None:
            continue
        if not any(address.partition("[")[0] in facts for address in settled.used):
            continue
        # One figure against several conventions of one ceiling: the strictest is enough. A leaf that is both a test and
        # a reading of an open point is met twice, the second time with its point.
        against = "" if leaf.indicator else (leaf.threshold and leaf.threshold.indicator) or ""
        key = (leaf.indicator or leaf.fact or "", leaf.operator or "", against)
        old = found.get(key)
        below = leaf.operator in ("au_plus", "moins_de")
        if old is None or (limit < old[0] if below else limit > old[0]) or (limit == old[0] and point):
            found[key] = (limit, leaf, settled, point)
    return tuple(_result(reasoning, *one) for one in found.values())


def _result(reasoning: Reasoning, limit: Fraction, leaf: Leaf, settled: Settled, point: OpenPoint | None) -> Result:
    unit = unit_of(reasoning.knowledge, leaf)
    far = margin(leaf, settled, unit)
    if not far and unit == "euro" and settled.value and settled.value.low is not None and settled.value.low <= limit:
        # The ceiling may still rise: the distance to its lowest value is already safe.
        far = f"marge d'au moins {french_money(limit - settled.value.low)}"
    text = finding(reasoning.session, leaf, settled) + (f" ({far})" if far else "")
    pair = (settled.strict, settled.favourable)
    if pair == (FALSE, FALSE) and point is not None:
        # This reading fails; when another one holds, the law is open.
        whole = reasoning.session.open_point(point)
        pair = (whole.strict, whole.favourable)
    holds = {(TRUE, TRUE): True, (FALSE, FALSE): False}.get(pair)
    title = reasoning.knowledge.indicators[leaf.indicator].title if leaf.indicator else leaf.label
    return Result(title or leaf.label, text, holds)


def _figure_leaves(reasoning: Reasoning) -> Iterator[tuple[Leaf, OpenPoint | None]]:
    """Comparisons of the law that involve a computed figure, with the open point each is a reading of, if any."""
    for criterion in reasoning.knowledge.criteria.values():
        version = criterion.on(reasoning.day)
        for node in walk(version.condition) if version else ():
            if isinstance(node, Leaf) and _computed(node):
                yield node, None
            elif isinstance(node, OpenPoint):
                yield from ((leaf, node) for leaf in leaves(node) if _computed(leaf))


def _computed(leaf: Leaf) -> bool:
    return leaf.operator is not None and bool(leaf.indicator or (leaf.threshold and leaf.threshold.indicator))
