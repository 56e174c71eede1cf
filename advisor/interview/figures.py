"""What a worksheet computes: shares of costs and how far they depend on the key, pays at full time, margins.

Thresholds are read from the rules that apply them, never written here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from advisor.assessment.costs import HUNDRED, CostSheet, YearCosts, number, played, yearly_costs
from advisor.assessment.leaves import FALSE, TRUE, Settled
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.wording import finding, margin, unit_of
from advisor.common.french import french_money, french_percent
from advisor.dossier import Dossier
from advisor.rules.conditions import FigureLeaf, OpenPoint, leaves, walk
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge

__all__ = [
    "HUNDRED",
    "CostSheet",
    "FigureTest",
    "Pay",
    "YearCosts",
    "cost_sheet",
    "number",
    "pays",
    "played",
    "results",
]  # fmt: skip

SUM = re.compile(r".* de charges propres \+ .* communes\.")
"""The line of a note that is computed again with the part; the others are the adviser's."""

HEADINGS = {
    "total": "Total",
    "communes": "Communes",
    "cle": "Clé",
    "part": "Utilité sociale",
    "brut": "Brut annuel",
    "temps": "Temps de travail",
    "liee": "Société liée",
}
"""Short headings, by role, for tables of many columns; other columns take the label of the fact."""


# -- shares of costs ----------------------------------------------------------------------------------------------


def year_costs(knowledge: Knowledge, dossier: Dossier, slot: str) -> YearCosts:
    """What was answered of one year."""
    return YearCosts(slot, *(number(dossier, f"{fact}[{slot}]") for fact in played(knowledge, "charges")))


def cost_sheet(reasoning: Reasoning, dossier: Dossier) -> CostSheet:
    """The costs answered so far, with the threshold of the rule in force."""
    part = played(reasoning.knowledge, "charges")[1]
    limit = None
    for leaf, _ in _figure_leaves(reasoning):
        arguments = reasoning.knowledge.indicators[leaf.indicator].arguments if leaf.indicator else {}
        if arguments.get("numerateur") == [part]:
            limit = reasoning.session.threshold(leaf.threshold).value.low
    return CostSheet(yearly_costs(reasoning.knowledge, dossier), limit)


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
class FigureTest:
    """A test of the law on figures just entered.

    Attributes:
        label: what is tested.
        text: what was found, and the margin.
        holds: True, False, or None when the readings of the law part.
    """

    label: str
    text: str
    holds: bool | None


def results(reasoning: Reasoning, facts: Collection[str]) -> tuple[FigureTest, ...]:
    """Tests that the figures of a sheet settle, the strictest of each kind."""
    found: dict[tuple[str, str, str], tuple[Fraction, FigureLeaf, Settled, OpenPoint | None]] = {}
    for leaf, point in _figure_leaves(reasoning):
        settled = reasoning.session.settled(leaf)
        limit = settled.threshold.low if settled.threshold else None
        if settled.not_applicable or settled.value is None or not settled.value.exact or limit is None:
            continue
        if not any(address.partition("[")[0] in facts for address in settled.used):
            continue
        # One figure against several conventions of one ceiling: the strictest is enough. A leaf that is both a test and
        # a reading of an open point is met twice, the second time with its point.
        against = "" if leaf.indicator else leaf.threshold.indicator or ""
        key = (leaf.indicator or leaf.fact or "", leaf.operator, against)
        old = found.get(key)
        below = leaf.operator in ("au_plus", "moins_de")
        if old is None or (limit < old[0] if below else limit > old[0]) or (limit == old[0] and point):
            found[key] = (limit, leaf, settled, point)
    return tuple(_result(reasoning, *one) for one in found.values())


def _result(
    reasoning: Reasoning, limit: Fraction, leaf: FigureLeaf, settled: Settled, point: OpenPoint | None
) -> FigureTest:
    unit = unit_of(reasoning.knowledge, leaf)
    far = margin(leaf, settled, unit)
    if not far and unit == "euro" and settled.value and settled.value.low is not None and settled.value.low <= limit:
        # The ceiling may still rise: the distance to its lowest value is already safe.
        far = f"marge d'au moins {french_money(limit - settled.value.low)}"
    text = finding(reasoning.session, leaf, settled, unit) + (f" ({far})" if far else "")
    pair = (settled.strict, settled.favourable)
    if pair == (FALSE, FALSE) and point is not None:
        # This reading fails; when another one holds, the law is open.
        whole = reasoning.session.settled(point)
        pair = (whole.strict, whole.favourable)
    holds = {(TRUE, TRUE): True, (FALSE, FALSE): False}.get(pair)
    title = reasoning.knowledge.indicators[leaf.indicator].title if leaf.indicator else leaf.label
    return FigureTest(title or leaf.label, text, holds)


def _figure_leaves(reasoning: Reasoning) -> Iterator[tuple[FigureLeaf, OpenPoint | None]]:
    """Comparisons of the law that involve a computed figure, with the open point each is a reading of, if any."""
    for criterion in reasoning.knowledge.criteria:
        for node in walk(reasoning.tree(criterion)):
            point = node if isinstance(node, OpenPoint) else None
            for leaf in leaves(node) if point else (node,):
                if isinstance(leaf, FigureLeaf) and leaf.computed:
                    yield leaf, point


def key_words(wanted: Fraction) -> str:
    """What key just reaches the threshold."""
    if wanted <= 0:
        return "Aucune part des charges communes n'est nécessaire"
    if wanted > HUNDRED:
        return "Aucune clé ne suffirait"
    return f"Il faut une même clé de {french_percent(wanted)} au moins"
