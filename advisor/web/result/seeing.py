"""Whom to see: the CRESS of the region, and who else helps towards the statuses within reach."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.contacts import Counsel, Region, contact, load_contacts
from advisor.knowledge import Knowledge
from advisor.knowledge.basis import Citation
from advisor.report.words import tag


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
        others: who else, for the statuses within reach.
    """

    regions: tuple[tuple[str, str], ...]
    region: str
    chamber: Helper | None
    note: str
    network: Helper
    missions: tuple[Helper, ...]
    others: tuple[Helper, ...]


def known_region(place: str) -> bool:
    """Whether a region of this id exists."""
    return any(one.id == place for one in load_contacts().regions)


def seeing(knowledge: Knowledge, region: str, statuses: tuple[str, ...]) -> Seeing:
    """Whom to see.

    Args:
        knowledge: the rule base, for the texts cited.
        region: id of the one chosen, or "".
        statuses: those worth going for: within reach, now or later.
    """
    book = load_contacts()
    found = contact(region, book) if region else None
    chamber = found.chamber if found else None
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
        others=tuple(
            _counsel(knowledge, one, found.region if found else None, book.service.name)
            for one in book.counsels
            if set(one.statuses) & set(statuses)
        ),
    )


def _counsel(knowledge: Knowledge, one: Counsel, region: Region | None, service: str) -> Helper:
    name = one.name
    if one.id == STATE:
        called = region.service.name if region is not None and region.service is not None else service
        name = f"{name} : {called}"
    return Helper(name, one.role, _source(knowledge, one.citations, one.confidence))


STATE = "service_de_l_etat"
"""The counsel whose name varies with the region."""


def _source(knowledge: Knowledge, citations: tuple[Citation, ...], confidence: str) -> str:
    cited = dict.fromkeys(
        f"{knowledge.sources[one.source].short}{f', {one.passage}' if one.passage else ''}" for one in citations
    )
    return f"{' ; '.join(cited)} {tag(knowledge, confidence)}".strip()
