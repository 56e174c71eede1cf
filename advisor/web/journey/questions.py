"""Which page asks what: one question, or a short group read in one document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.interview.groups import Group, Item
from advisor.interview.machine import Interview
from advisor.web.journey.costs import belongs, year_page
from advisor.web.journey.model import Page, Typed, field_of

STRETCH = {"grille": 1, "feuille": 4}
"""Questions on one page, at most, when a document holds many: a clause is long to read, figures follow one another."""


def next_page(interview: Interview) -> Page | None:
    """What to ask next; None when nothing is left to ask in this pass."""
    group = interview.next_group()
    if group is None:
        return None
    companions = _companions(interview, group.key)
    first = next((item for item in group.needed if item.fact.id not in companions), group.items[0])
    return page_at(interview, first.address, group=group)


def page_at(interview: Interview, address: str, *, group: Group | None = None) -> Page:
    """The page on which an address is asked, as it stands: to answer, to change an answer, or to go back."""
    if belongs(interview, address):
        return year_page(interview, interview.knowledge.addresses[address][1] or "")
    group = group or interview.group(address)
    item = group.item(address)
    if item is None or group.kind == "question":
        return page_of(interview, (address,))
    return page_of(interview, [one.address for one in _near(interview, group, item)])


def page_of(interview: Interview, addresses: Iterable[str], typed: Mapping[str, Typed] | None = None) -> Page:
    """The page that asks some addresses of one group: what a form tells of the page it came from is enough.

    Args:
        interview: where the talk stands.
        addresses: one or more.
        typed: what was refused, to be shown as it was typed.
    """
    asked = tuple(addresses)
    key = interview.plan.key(asked[0])
    sheet = interview.plan.sheets.get(key)
    companions = _companions(interview, key)
    items = [interview.question(address).items[0] for address in asked]
    fields = tuple(
        field_of(interview, item, (typed or {}).get(item.address), item.fact.id in companions) for item in items
    )
    theme = interview.plan.titles[items[0].fact.theme]
    if sheet is None:
        return Page(fields, theme, key=key)
    group = interview.group(key)
    more = sum(one.address not in asked and one.fact.id not in companions for one in group.needed)
    table = sheet.kind == "feuille" and len(asked) > 1
    title = group.title if table else ""
    return Page(fields, theme, title, fields[0].row if table else "", group.bring, key, more=more)


def _companions(interview: Interview, key: str) -> tuple[str, ...]:
    sheet = interview.plan.sheets.get(key)
    return sheet.companions if sheet else ()


def _near(interview: Interview, group: Group, item: Item) -> tuple[Item, ...]:
    """One row of a table, or a fixed stretch of a list, so that a page stays the same when one comes back to it."""
    if item.slot is not None:
        return tuple(one for one in group.items if one.slot == item.slot)
    every = interview.plan.addresses(interview.plan.sheets[group.key])
    length = STRETCH.get(group.kind, 1)
    start = every.index(item.address) // length * length
    stretch = every[start : start + length]
    return tuple(one for one in group.items if one.address in stretch)


def before(interview: Interview, page: Page) -> str | None:
    """The address answered before a page: where « revenir » leads; None at the beginning."""
    answered = [address for address in interview.dossier.answers if interview.applies(address)]
    on_page = {one.address for one in page.fields}
    if page.costs:
        on_page = {
            address for address in answered if address.endswith(f"[{page.costs}]") and _same(interview, page, address)
        }
    place = next((rank for rank, address in enumerate(answered) if address in on_page), len(answered))
    return answered[place - 1] if place else None


def _same(interview: Interview, page: Page, address: str) -> bool:
    return interview.plan.key(address) == page.key
