"""A page whose form was refused, kept as it was typed until it is put right.

The form leads to it by a redirection: going back, or asking for the page again, never sends a form a second time, and
what was typed is still there. Only what differs from the recorded answers is kept; the page is drawn again from them.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from advisor.interview.machine import Interview
from advisor.web.journey import costs, questions
from advisor.web.journey.model import Field, Page, Place, Typed

LARGEST = 50_000
"""Characters of a slip; what is longer, and no person typed, is shown once and not kept."""


def slip_of(interview: Interview, page: Page, back: str) -> str:
    """What has to be kept of a page to be shown again; "" when it is too long."""
    recorded = {one.address: one for one in _page(interview, page.addresses, page.costs, page.whole, {}).fields}
    typed = {one.address: _typed(one) for one in page.fields if one != recorded[one.address]}
    place = page.place[0] if page.place else None
    kept = {
        "adresses": page.addresses,
        "exercice": page.costs,
        "finale": page.whole,
        "retour": back,
        "lieu": place and [place.text, place.error],
        "saisi": {address: [one.value, one.unknown, one.error, one.readings] for address, one in typed.items()},
    }
    text = json.dumps(kept, ensure_ascii=False)
    return text if len(text) <= LARGEST else ""


def page_of_slip(interview: Interview, slip: str, address: str, back: str) -> Page | None:
    """The page kept, when it is the one that asks an address; None when it is another one, or of other rules."""
    kept = _read(slip)
    if not kept:
        return None
    asked = tuple(kept["adresses"])
    if kept["retour"] != back or address not in _recorded(interview, kept):
        return None
    typed = {
        at: Typed(tuple(value), unknown, error, tuple((one, text) for one, text in readings))
        for at, (value, unknown, error, readings) in kept["saisi"].items()
    }
    page = _page(interview, asked, kept["exercice"], kept["finale"], typed)
    return replace(page, place=(Place(*kept["lieu"]),)) if kept["lieu"] else page


def concerns(interview: Interview, slip: str, addresses: set[str]) -> bool:
    """Whether a slip holds what was typed for one of some addresses."""
    kept = _read(slip)
    return bool(kept) and not addresses.isdisjoint(_recorded(interview, kept))


_KEYS = {"adresses", "exercice", "finale", "retour", "lieu", "saisi"}


def _read(slip: str) -> dict[str, Any]:
    """What a slip holds; nothing when there is none, or when another version of this site wrote it."""
    kept = json.loads(slip or "{}")
    return kept if isinstance(kept, dict) and set(kept) == _KEYS else {}


def _recorded(interview: Interview, kept: dict[str, Any]) -> tuple[str, ...]:
    """The addresses that a page kept answers; none when the rules of today know one of them no more."""
    year = kept["exercice"]
    asked = costs.cells(interview, year) if year else tuple(kept["adresses"])
    return asked if all(one in interview.knowledge.addresses for one in asked) else ()


def _page(interview: Interview, asked: tuple[str, ...], year: str, whole: bool, typed: dict[str, Typed]) -> Page:
    return costs.year_page(interview, year, typed, whole) if year else questions.page_of(interview, asked, typed)


def _typed(one: Field) -> Typed:
    return Typed(one.value, one.unknown, one.error, one.readings)
