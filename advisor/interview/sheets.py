"""A sheet of figures: its rows, what is computed beside them, what the law makes of it, what is recorded.

Figures are copied from accounts, pay slips or minutes (``rules/feuilles.yaml``); every face draws this model.
Thresholds are read from the rules that apply them, never written here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from advisor.assessment.costs import (
    HUNDRED,
    CostSheet,
    YearCosts,
    moved_words,
    number,
    played,
    year_costs,
    yearly_costs,
)
from advisor.assessment.leaves import FALSE, TRUE, Settled
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.wording import finding, margin, unit_of
from advisor.common.french import NBSP, french_money, french_number, french_percent, parse_number
from advisor.dossier import Answer, Dossier, Draft
from advisor.dossier.answer_parsing import canonical
from advisor.interview.feedback import Feedback
from advisor.interview.groups import Group, GroupItem
from advisor.interview.machine import Interview
from advisor.rules.conditions import FigureLeaf, OpenPoint, leaves, walk
from advisor.rules.facts import Sheet
from advisor.rules.load import Knowledge
from advisor.rules.references import fact_id

HEADINGS = {
    "total": "Total",
    "communes": "Communes",
    "cle": "Clé",
    "part": "Utilité sociale",
    "brut": "Brut annuel",
    "temps": "Temps de travail",
    "mois": "Mois payés",
    "liee": "Société liée",
}
"""Short headings, by role, from left to right; other columns follow, with the label of their fact."""


@dataclass(frozen=True, slots=True)
class ComputedCell:
    """A figure computed beside a row.

    Attributes:
        heading: of its column.
        value: None until it can be computed; unit: euro or percent.
        detail: an amount on the way to the figures that count.
    """

    heading: str
    value: Fraction | None
    unit: Literal["euro", "pourcentage"] = "euro"
    detail: bool = False

    @property
    def text(self) -> str:
        words = french_money if self.unit == "euro" else french_percent
        return "" if self.value is None else words(self.value)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A year, a person, or a single figure.

    Attributes:
        slot: which year or person; None for a figure of a list.
        cells: one a column; None where the figure does not concern the row.
        computed: what is computed beside them.
        closed: year in which a year of accounts was closed, once known, or "".
    """

    slot: str | None
    cells: tuple[GroupItem | None, ...]
    computed: tuple[ComputedCell, ...] = ()
    closed: str = ""


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """A sheet as it stands.

    Attributes:
        definition: what the rules say of it.
        group: its cells as they are asked.
        headings: of the columns, computed ones last.
        rows: in order.
    """

    definition: Sheet
    group: Group
    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def sheet_of(interview: Interview, key: str) -> FigureSheet:
    """Return a sheet by its id, as it stands."""
    sheet, group, knowledge = interview.plan.sheets[key], interview.group(key), interview.knowledge
    if not group.slots:
        return FigureSheet(sheet, group, ("Réponse",), tuple(SheetRow(None, (item,)) for item in group.items))
    shown = dict.fromkeys(item.fact.id for item in group.items)
    headings = {sheet.roles[role]: heading for role, heading in HEADINGS.items() if role in sheet.roles}
    facts = [*(fact for fact in headings if fact in shown), *(fact for fact in shown if fact not in headings)]
    rows = (
        SheetRow(
            slot,
            tuple(group.item(f"{fact}[{slot}]") for fact in facts),
            computed_cells(interview, key, slot),
            closing_year(knowledge, interview.dossier, slot),
        )
        for slot in group.slots
    )
    names = [headings.get(fact) or knowledge.facts[fact].short for fact in facts]
    names += [cell.heading for cell in computed_cells(interview, key, group.slots[0])]
    return FigureSheet(sheet, group, tuple(names), tuple(rows))


def computed_cells(interview: Interview, key: str, slot: str) -> tuple[ComputedCell, ...]:
    """Return what a sheet computes of a row."""
    match interview.plan.sheets[key].calculation:
        case "charges":
            year = cost_year(interview, slot)
            direct = ComputedCell("dont propres", year.direct, detail=True)
            return direct, ComputedCell("Part", year.share(), "pourcentage")
        case "remunerations":
            pay = full_time_pay(interview.knowledge, interview.dossier, slot, group=True)
            return (ComputedCell("À temps plein", pay),)
        case _:
            return ()


def closing_year(knowledge: Knowledge, dossier: Dossier, slot: str) -> str:
    """Return the calendar year in which a year of accounts was closed, once its date is known; else ""."""
    closings = (sheet.roles["cloture"] for sheet in knowledge.sheets.values() if "cloture" in sheet.roles)
    given = dossier.answers.get(f"{next(closings, '')}[{slot}]")
    return given.value[:4] if given is not None and isinstance(given.value, str) else ""


def next_cell(interview: Interview, key: str) -> str | None:
    """Return address of the next cell to fill; None when no verdict waits for the sheet any more."""
    required = [item.address for item in interview.group(key).required]
    if not required or interview.plan.sheets[key].calculation != "charges":
        return next(iter(required), None)
    slot = interview.knowledge.addresses[required[0]][1] or ""
    total, part, common, rate = cost_cells(interview, slot)
    if required[0] == total or given_whole(interview, slot):
        return required[0]
    year = cost_year(interview, slot)
    return common if year.common is None else part if year.parted else rate


def proposal(interview: Interview, item: GroupItem) -> str:
    """Return an earlier answer that says the same as the first row, to be confirmed, or ""."""
    given = interview.dossier.answers.get(item.fact.proposal or "")
    first = item.address == item.fact.addresses[0]
    return given.value if first and given is not None and isinstance(given.value, str) else ""


# -- costs: direct ones, shared ones and their key, or the final part at once ----------------------------------------

_SUM = re.compile(r".* de charges propres \+ .* communes\.")
"""The line of a note that is written again with the part; the others are the adviser's."""


def cost_cells(interview: Interview, slot: str) -> tuple[str, str, str, str]:
    """Return addresses of a year: total, part, shared costs, key."""
    total, part, common, rate = (f"{fact}[{slot}]" for fact in played(interview.knowledge, "charges"))
    return total, part, common, rate


def cost_year(interview: Interview, slot: str) -> YearCosts:
    """Return what was answered of one year."""
    return year_costs(interview.knowledge, interview.dossier, slot)


def given_whole(interview: Interview, slot: str) -> bool:
    """Whether the final part of a year is given at once, without shared costs nor key."""
    _, part, common, rate = cost_cells(interview, slot)
    answers, draft = interview.dossier.answers, interview.dossier.drafts.get(common)
    unknown = any(one in answers and answers[one].unknown for one in (common, rate))
    found = common not in answers and part in answers and not answers[part].unknown
    return bool(draft and draft.method) or unknown or found


def give_whole(interview: Interview, slot: str) -> None:
    """Let the final part of a year be given at once: how it was divided before no longer counts."""
    _, _, common, rate = cost_cells(interview, slot)
    for address in (common, rate):
        if address in interview.dossier.answers:
            interview.erase(address)
    interview.annotate(common, method="part_finale")


def divided_part(interview: Interview, slot: str, direct: Fraction) -> tuple[str, str]:
    """Return the part of a year to record, from its direct costs, and the note that tells how it was found."""
    address, year, dossier = cost_cells(interview, slot)[1], cost_year(interview, slot), interview.dossier
    given: Answer | Draft | None = dossier.answers.get(address) or dossier.drafts.get(address)
    lines = [line for line in (given.note if given else "").splitlines() if not _SUM.fullmatch(line)]
    if year.common:
        key, common = french_percent(year.key or Fraction(0)), french_money(year.common)
        lines.append(f"{french_money(direct)} de charges propres + {key} de {common} communes.")
    # Exact: rounded, a share could cross the minimum.
    social = canonical(interview.knowledge.addresses[address][0], year.social_from(direct))
    return str(social), "\n".join(lines)


def divide(interview: Interview, slot: str, direct: str, common: str, rate: str) -> list[Feedback]:
    """Record a year by what its part is made of; ``rate``: "" without shared costs.

    Returns:
        What each answer changed.

    Raises:
        AnswerError, InputError: as `Interview.answer`.
    """
    _, part_at, common_at, rate_at = cost_cells(interview, slot)
    found = [interview.answer(common_at, common)]
    if rate:
        found.append(interview.answer(rate_at, rate))
    elif rate_at in interview.dossier.answers:
        found.append(interview.erase(rate_at))
    part, note = divided_part(interview, slot, parse_number(direct))
    return [*found, interview.answer(part_at, part, note=note)]


def cost_sheet(reasoning: Reasoning, dossier: Dossier) -> CostSheet:
    """Return the costs answered so far, with the threshold of the rule in force."""
    part = played(reasoning.knowledge, "charges")[1]
    limit = None
    for leaf, _ in _figure_leaves(reasoning):
        if leaf.indicator and part in reasoning.knowledge.indicators[leaf.indicator].names:
            limit = reasoning.session.threshold(leaf.threshold).value.low
    return CostSheet(yearly_costs(reasoning.knowledge, dossier), limit)


def key_remarks(costs: CostSheet, reaching: str) -> list[str]:
    """Return what the result owes to the key, and the key that just reaches the limit; none without a key.

    Args:
        costs: the years.
        reaching: « pour » or « pour atteindre », before the limit.
    """
    if not costs.keyed:
        return []
    found = [f"{moved} : {result}." for moved, result in moved_words(costs)]
    for each, where in ((False, "au cumul"), (True, "dans chaque exercice")):
        wanted = costs.key_for_limit(each)
        if wanted is not None and costs.limit is not None:
            found.append(f"{_key_words(wanted)} {reaching} {french_percent(costs.limit)} {where}.")
    return found


def _key_words(wanted: Fraction) -> str:
    if wanted <= 0:
        return "Aucune part des charges communes n'est nécessaire"
    if wanted > HUNDRED:
        return "Aucune clé ne suffirait"
    return f"Il faut une même clé de {french_percent(wanted)} au moins"


# -- pay --------------------------------------------------------------------------------------------------------------


def full_time_pay(knowledge: Knowledge, dossier: Dossier, slot: str, group: bool = False) -> Fraction | None:
    """Return the pay of a person for a whole year at full time; ``group``: with what a linked company pays."""
    gross, time, linked, months = (number(dossier, f"{fact}[{slot}]") for fact in played(knowledge, "remunerations"))
    if gross is None or not time:
        return None
    return HUNDRED * (gross + (linked or 0 if group else 0)) / time * 12 / (months or 12)


@dataclass(frozen=True, slots=True)
class DoubtfulPay:
    """A pay that full time would leave under the legal minimum: perhaps that of a month.

    Attributes:
        address, gross: the pay answered.
        yearly: of a year if it was that of a month, as it is to be recorded.
        full, least: the figure at full time, and the minimum it does not reach, in words.
        readings: ``mois``, when that would do, and ``annee``, with their words.
    """

    address: str
    gross: Fraction
    yearly: str
    full: str
    least: str
    readings: tuple[tuple[str, str], ...]


def doubtful_pay(interview: Interview, slot: str, dossier: Dossier | None = None) -> DoubtfulPay | None:
    """Return the doubt about the pay of a person, in a dossier or in that of the talk; None when it is likely."""
    sheet, dossier = interview.knowledge.sheet_of("remunerations"), dossier or interview.dossier
    if sheet is None or not sheet.floor:
        return None
    address = f"{sheet.roles['brut']}[{slot}]"
    gross, full = number(dossier, address), full_time_pay(interview.knowledge, dossier, slot)
    least = interview.reasoning.session.indicator(sheet.floor).value.low
    if not gross or not full or least is None or full >= least:
        return None
    readings = [("annee", "C'est bien le total de l'année, et le temps de travail est juste")]
    if full * 12 >= least:
        readings.insert(0, ("mois", f"C'était un mois : retenir {french_money(gross * 12)} pour l'année"))
    yearly = french_number(gross * 12, 2).replace(NBSP, "")
    return DoubtfulPay(address, gross, yearly, french_money(full), french_money(least), tuple(readings))


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
    """Return tests that the figures of a sheet settle, the strictest of each kind."""
    found: dict[tuple[str, str, str], tuple[Fraction, FigureLeaf, Settled, OpenPoint | None]] = {}
    for leaf, point in _figure_leaves(reasoning):
        settled = reasoning.session.settled(leaf)
        limit = settled.threshold.low if settled.threshold else None
        if settled.not_applicable or settled.value is None or not settled.value.exact or limit is None:
            continue
        if not any(fact_id(address) in facts for address in settled.used):
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
    failed = (settled.strict, settled.favourable) == (FALSE, FALSE)
    # This reading fails; when another one holds, the law is open.
    whole = reasoning.session.settled(point) if failed and point is not None else settled
    holds = {(TRUE, TRUE): True, (FALSE, FALSE): False}.get((whole.strict, whole.favourable))
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
