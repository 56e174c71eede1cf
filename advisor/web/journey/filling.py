"""What the form of a page records, whatever the page: one answer, a row of figures, a year of costs."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException

from advisor.interview.feedback import Feedback
from advisor.interview.machine import Interview
from advisor.web.journey import costs, questions
from advisor.web.journey.forms import Reader, doubtful_pay
from advisor.web.journey.model import Page


def fill(interview: Interview, form: FormData, text_limit: int) -> tuple[Page | None, list[Feedback]]:
    """Record the form of a page.

    Returns:
        The page to show again, or None when all was accepted; and what the recorded answers changed.

    Raises:
        HTTPException: 400, it names nothing that can be asked.
    """
    skip = str(form.get("passer", ""))
    reader = Reader(text_limit, skip=skip in ("page", "document"))
    year, method = str(form.get("exercice", "")), str(form.get("methode", ""))
    if year:
        total = f"{costs.cells(interview, 'n')[0].partition('[')[0]}[{year}]"
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
        key = costs.key_of(interview)
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


def told(interview: Interview, feedback: list[Feedback]) -> tuple[str, ...]:
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
    companions = interview.plan.sheets[key].companions
    while left := [item.address for item in interview.group(key).needed if item.fact.id not in companions]:
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
