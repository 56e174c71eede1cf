"""What the form of a page records, whatever the page: one answer, a row, a year of costs; a table once filled."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from advisor.assessment.wording import answer_text
from advisor.interview import sheets
from advisor.interview.feedback import Feedback
from advisor.interview.groups import GroupItem
from advisor.interview.machine import Interview
from advisor.web.journey import costs, questions
from advisor.web.journey.forms import FormReader, doubtful_pay
from advisor.web.journey.model import QuestionPage, row_words, slug


def fill(interview: Interview, form: FormData, text_limit: int) -> tuple[QuestionPage | None, list[Feedback]]:
    """Record the form of a page.

    Returns:
        The page to show again, or None when all was accepted; and what the recorded answers changed.

    Raises:
        HTTPException: 400, it names nothing that can be asked.
    """
    skip = str(form.get("passer", ""))
    reader = FormReader(text_limit, skip=skip in ("page", "document"))
    year, method = str(form.get("exercice", "")), str(form.get("methode", ""))
    if year:
        total = f"{sheets.cost_cells(interview, 'n')[0].partition('[')[0]}[{year}]"
        if total not in interview.knowledge.addresses:
            raise HTTPException(400)
        if method in ("finale", "detail"):
            # Nothing is recorded but a total already typed: the page changes, what was answered stays.
            sent = reader.sent(form, total)
            refused = reader.record(interview, form, [total]) if sent else {}
            return costs.year_page(interview, year, refused, at_once=method == "finale"), reader.feedback
        refused = costs.record_year(interview, form, year, reader)
        at_once = not costs.divided(form, year)
        page = costs.year_page(interview, year, refused, at_once) if refused else None
        key = interview.plan.key(total)
    else:
        addresses = _addresses(interview, form)
        key = interview.plan.key(addresses[0])
        sheet = interview.plan.sheets.get(key)
        refused = reader.record(interview, form, addresses, sheet.companions if sheet else ())
        slot = interview.knowledge.addresses[addresses[0]][1]
        if not refused and slot and not reader.skip:
            refused = doubtful_pay(interview, form, slot) if len(addresses) > 1 else {}
        page = questions.page_of(interview, addresses, refused) if refused else None
    if not refused and skip == "document":
        pass_document(interview, key)
    return page, reader.feedback


def notices(interview: Interview, feedback: list[Feedback]) -> tuple[str, ...]:
    """What the answers just recorded changed, in words, beside what the panel shows."""
    aside = {one for each in feedback for one in each.set_aside}
    restored = {one for each in feedback for one in each.restored} - aside
    found = []
    for some, one, many in (
        (aside, "ne compte plus ; elle est mise de côté", "ne comptent plus ; elles sont mises de côté"),
        (restored, "compte de nouveau", "comptent de nouveau"),
    ):
        if some:
            names = ", ".join(f"« {interview.knowledge.addresses[address][0].short} »" for address in sorted(some)[:3])
            more = f" et {len(some) - 3} autre{'s' if len(some) > 4 else ''}" if len(some) > 3 else ""
            found.append(
                f"{names}{more} : votre réponse {one}." if len(some) == 1 else f"{names}{more} : vos réponses {many}."
            )
    last = feedback[-1] if feedback else None
    for status in last.reopened if last else ():
        found.append(f"{status.upper()} : le résultat, qui était décidé, dépend de nouveau de vos réponses.")
    return tuple(found)


def pass_document(interview: Interview, key: str) -> None:
    """« Je ne sais pas » to all that is still to be read in a document that is not at hand."""
    if key not in interview.plan.sheets:
        return
    while left := [item.address for item in interview.group(key).required]:
        for address in left:
            interview.unknown(address)


def _addresses(interview: Interview, form: FormData) -> list[str]:
    """What the page asked, as the form tells it: one address, or some of one sheet.

    Raises:
        HTTPException: 400, it names nothing that can be asked, or what no page asks together.
    """
    found = list(dict.fromkeys(str(form.get("adresses", "")).split()[:60]))
    if not found or any(address not in interview.knowledge.addresses for address in found):
        raise HTTPException(400)
    if len({interview.plan.key(address) for address in found}) > 1:
        raise HTTPException(400)
    return found


# -- a table of figures as filled so far, with what it comes to: the page that follows its last row ------------------


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
