"""A table of figures as filled so far, with what it comes to: the page that follows its last row."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.assessment.costs import moved_words
from advisor.assessment.wording import answer_text
from advisor.common.french import french_money, french_percent
from advisor.interview import figures
from advisor.interview.figures import HEADINGS, key_words
from advisor.interview.groups import GroupItem
from advisor.interview.machine import Interview
from advisor.web.journey import costs
from advisor.web.journey.model import row_words, slug


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A figure under its heading; ``text`` is "" when it does not concern the row."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its name, its figures, where to change it."""

    name: str
    cells: tuple[SheetCell, ...]
    slug: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A table as filled.

    Attributes:
        title: of the sheet.
        lines: its rows; a list of figures is one row a figure, with a single cell. rows: it is a table of rows.
        results: tests of the law on these figures: True, False or None when readings part; label; finding.
        remarks: what the result owes to the key of shared costs.
        left: cells still to be filled.
    """

    title: str
    lines: tuple[SheetRow, ...]
    rows: bool
    results: tuple[figures.FigureTest, ...]
    remarks: tuple[str, ...]
    left: int


def filled(interview: Interview, key: str) -> Filled:
    """A sheet as it stands."""
    sheet, group = interview.plan.sheets[key], interview.group(key)
    known = [item for item in group.items if item.answer is not None]
    lines = _rows(interview, key, known) if group.slots else _list(interview, known)
    remarks = _key_remarks(interview) if sheet.calculation == "charges" else ()
    left = sum(item.fact.id not in sheet.companions for item in group.needed)
    return Filled(
        group.title, lines, bool(group.slots), figures.results(interview.reasoning, sheet.facts), remarks, left
    )


def worth_showing(interview: Interview, key: str) -> bool:
    """Whether a sheet just filled has figures to show."""
    sheet = interview.plan.sheets.get(key)
    if sheet is None or sheet.kind != "feuille":
        return False
    group = interview.group(key)
    needed = any(item.fact.id not in sheet.companions for item in group.needed)
    return not needed and any(item.answer is not None and not item.answer.unknown for item in group.items)


def row_result(interview: Interview, address: str) -> str:
    """What the row of an address comes to, in a sentence; "" when nothing is computed of it, or not yet."""
    slot = interview.knowledge.addresses[address][1]
    sheet = interview.plan.sheets.get(interview.plan.key(address))
    if slot is None or sheet is None:
        return ""
    if sheet.calculation == "charges":
        return costs.computed(interview, slot)
    return "".join(f"{cell.heading} : {cell.text}." for cell in _computed(interview, sheet.id, slot) if cell.text)


def _list(interview: Interview, items: list[GroupItem]) -> tuple[SheetRow, ...]:
    return tuple(
        SheetRow(item.fact.short, (SheetCell("Réponse", _text(interview, item)),), slug(item.address)) for item in items
    )


def _rows(interview: Interview, key: str, items: list[GroupItem]) -> tuple[SheetRow, ...]:
    sheet = interview.plan.sheets[key]
    facts = list(dict.fromkeys(item.fact.id for item in items))
    if sheet.calculation == "charges":
        order = [sheet.roles[role] for role in ("total", "communes", "cle", "part")]
        facts = [fact for fact in order if fact in facts]
    headings = {sheet.roles[role]: heading for role, heading in HEADINGS.items() if role in sheet.roles}
    by_address = {item.address: item for item in items}
    lines = []
    for slot in dict.fromkeys(item.slot for item in items if item.slot):
        row = [by_address.get(f"{fact}[{slot}]") for fact in facts]
        cells = [
            SheetCell(
                headings.get(fact) or interview.knowledge.facts[fact].short, _text(interview, item) if item else ""
            )
            for fact, item in zip(facts, row, strict=True)
        ]
        first = next(item for item in row if item is not None)
        lines.append(
            SheetRow(
                _capital(row_words(interview, slot)), (*cells, *_computed(interview, key, slot)), slug(first.address)
            )
        )
    return tuple(lines)


def _computed(interview: Interview, key: str, slot: str) -> tuple[SheetCell, ...]:
    match interview.plan.sheets[key].calculation:
        case "charges":
            share = figures.year_costs(interview.knowledge, interview.dossier, slot).share()
            return (SheetCell("Part", french_percent(share) if share is not None else ""),)
        case "remunerations":
            pays = figures.pays(interview.knowledge, interview.dossier)
            full = next((pay.full_time(group=True) for pay in pays if pay.slot == slot), None)
            return (SheetCell("À temps plein", french_money(full) if full is not None else ""),)
        case _:
            return ()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _text(interview: Interview, item: GroupItem) -> str:
    if item.answer is None or item.answer.value is None:
        return "Je ne sais pas"
    return answer_text(interview.knowledge, item.address, item.answer.value)


def _key_remarks(interview: Interview) -> tuple[str, ...]:
    """What the result owes to the key, and the key that just reaches the limit."""
    sheet = figures.cost_sheet(interview.reasoning, interview.dossier)
    if sheet.cumulated() is None or not sheet.keyed:
        return ()
    found = [f"{moved} : {result}." for moved, result in moved_words(sheet)]
    for each, where in ((False, "au cumul"), (True, "dans chaque exercice")):
        wanted = sheet.key_for_limit(each)
        if wanted is not None and sheet.limit is not None:
            found.append(f"{key_words(wanted)} pour atteindre {french_percent(sheet.limit)} {where}.")
    return tuple(found)
