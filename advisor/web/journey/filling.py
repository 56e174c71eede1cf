"""A table of figures as filled so far, with what it comes to: the page that follows its last row."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.assessment.wording import answer_text
from advisor.interview import sheets
from advisor.interview.groups import GroupItem
from advisor.interview.machine import Interview
from advisor.web.journey import costs
from advisor.web.journey.model import row_words, slug


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row: its name, its figures under their headings, where to change it."""

    name: str
    cells: tuple[tuple[str, str], ...]
    slug: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A table as filled.

    Attributes:
        title: of the sheet.
        lines: its rows; a list of figures is one row a figure, with a single cell. rows: it is a table of rows.
        results: tests of the law on these figures.
        remarks: what the result owes to the key of shared costs.
    """

    title: str
    lines: tuple[FilledRow, ...]
    rows: bool
    results: tuple[sheets.FigureTest, ...]
    remarks: tuple[str, ...]


def filled(interview: Interview, key: str) -> Filled:
    """A sheet as it stands."""
    sheet, lines = sheets.sheet_of(interview, key), []
    for row in sheet.rows:
        cells = [
            (heading, _text(interview, item))
            for heading, item in zip(sheet.headings, row.cells, strict=False)
            if item is not None and item.answer is not None
        ]
        first = next((item for item in row.cells if item is not None and item.answer is not None), None)
        if first is not None:
            cells += [(one.heading, one.text) for one in row.computed if one.text and not one.detail]
            words = row_words(interview, row.slot)
            name = f"{words[0].upper()}{words[1:]}" if words else first.fact.short
            lines.append(FilledRow(name, tuple(cells), slug(first.address)))
    remarks: list[str] = []
    if sheet.definition.calculation == "charges":
        remarks = sheets.key_remarks(sheets.cost_sheet(interview.reasoning, interview.dossier), "pour atteindre")
    results = sheets.results(interview.reasoning, sheet.definition.facts)
    return Filled(sheet.group.title, tuple(lines), bool(sheet.group.slots), results, tuple(remarks))


def worth_showing(interview: Interview, key: str) -> bool:
    """Whether a sheet just filled has figures to show."""
    sheet = interview.plan.sheets.get(key)
    if sheet is None or sheet.kind != "feuille":
        return False
    group = interview.group(key)
    return not group.required and any(item.answer is not None and not item.answer.unknown for item in group.items)


def row_result(interview: Interview, address: str) -> str:
    """What the row of an address comes to, in a sentence; "" when nothing is computed of it, or not yet."""
    slot = interview.knowledge.addresses[address][1]
    sheet = interview.plan.sheets.get(interview.plan.key(address))
    if slot is None or sheet is None:
        return ""
    if sheet.calculation == "charges":
        return costs.computed(interview, slot)
    found = sheets.computed_cells(interview, sheet.id, slot)
    return "".join(f"{cell.heading} : {cell.text}." for cell in found if cell.text)


def _text(interview: Interview, item: GroupItem) -> str:
    if item.answer is None or item.answer.value is None:
        return "Je ne sais pas"
    return answer_text(interview.knowledge, item.address, item.answer.value)
