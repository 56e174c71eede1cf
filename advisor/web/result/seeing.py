"""Whom to see: the CRESS of the region, and who else helps towards the statuses within reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from advisor.assessment.wording import tag
from advisor.common.french import lower_first
from advisor.rules.basis import Citation
from advisor.rules.contacts.book import contact, load_contacts
from advisor.rules.load import Knowledge

STATE = "service_de_l_etat"
"""The counsel whose name varies with the region."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody to see: name, role, text it rests on, and site, or "" when none is known."""

    name: str
    role: str
    source: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class Seeing:
    """Whom to see.

    Attributes:
        regions: id and name of each, to choose from. region: the one chosen, or "".
        chamber: its CRESS, when a region is chosen; note: what is not certain of it.
        network: who can tell which chamber is theirs.
        missions: what a CRESS does, with the text that says so.
        state: the State's service that receives an accreditation request, when ESUS is within reach.
        others: who else, for the statuses within reach.
    """

    regions: tuple[tuple[str, str], ...]
    region: str
    chamber: Helper | None
    note: str
    network: Helper
    missions: tuple[Helper, ...]
    state: Helper | None
    others: tuple[Helper, ...]


def known_region(place: str) -> bool:
    """Whether a region of this id exists."""
    return any(one.id == place for one in load_contacts().regions)


def seeing(knowledge: Knowledge, region: str, statuses: tuple[str, ...], on: date) -> Seeing:
    """Whom to see.

    Args:
        knowledge: the rule base, for the texts cited.
        region: id of the one chosen, or "".
        statuses: those worth going for: within reach, now or later.
        on: the day of the law.
    """
    book = load_contacts()
    found = contact(region, book) if region else None
    chamber = found.chamber if found else None
    wanted = [one for one in book.counsels if one.covers(on) and set(one.statuses) & set(statuses)]
    service = found.service if found else book.service
    state = next(
        (
            Helper(
                f"{service.name}, {lower_first(one.name)}",
                one.role,
                # The text does not name the service: how its name is known is told apart.
                f"{_source(knowledge, one.citations, one.confidence)} ; "
                f"nom du service {tag(knowledge, service.confidence)}",
            )
            for one in wanted
            if one.id == STATE
        ),
        None,
    )
    return Seeing(
        regions=tuple((one.id, one.name) for one in book.regions),
        region=region if found else "",
        chamber=Helper(chamber.name, "", tag(knowledge, chamber.confidence), chamber.site) if chamber else None,
        note=chamber.note if chamber else "",
        network=Helper(
            book.network.name, book.network.role, tag(knowledge, book.network.confidence), book.network.site
        ),
        missions=tuple(
            Helper("", one.text, _source(knowledge, one.citations, one.confidence)) for one in book.missions
        ),
        state=state,
        others=tuple(
            Helper(one.name, one.role, _source(knowledge, one.citations, one.confidence))
            for one in wanted
            if one.id != STATE
        ),
    )


def _source(knowledge: Knowledge, citations: tuple[Citation, ...], confidence: str) -> str:
    return f"{knowledge.texts(citations)} {tag(knowledge, confidence)}".strip()
