"""Whom to see: the CRESS of each French region, and who else; the data of ``rules/parcours/contacts.yaml``.

No telephone number, no postal address, nobody's name. It is read apart from the law, like all that is said along the
self-assessment.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from advisor.rules.aside import AsideFile
from advisor.rules.basis import Citation, Confidence, Dated, Day, Identified, Model, StatusId, Text
from advisor.rules.load import JOURNEY

FILE = f"{JOURNEY}/contacts.yaml"

WebAddress = Annotated[str, Field(pattern=r"^(https?://[a-z0-9.-]+\.[a-z]{2,}(/[\w./-]*)?)?$")]
Department = Annotated[str, Field(pattern=r"^(\d{2}|2[AB]|97\d)$")]


class Mission(Model):
    """What a chamber does, with the text that says so."""

    text: Text = Field(alias="texte")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    confidence: Confidence = Field(alias="confiance")


class Chamber(Model):
    """The CRESS of a region.

    Attributes:
        site: its address on the web, only when it was found; empty otherwise.
        confidence, checked: how surely, and on which day it was looked for.
        note: what is not certain about it.
    """

    name: Text = Field(alias="nom")
    site: WebAddress = ""
    confidence: Confidence = Field(alias="confiance")
    checked: Day = Field(alias="controle")
    note: str = ""


class StateService(Model):
    """How the State's service that receives an accreditation request is called."""

    name: Text = Field(alias="nom")
    confidence: Confidence = Field(alias="confiance")


class Region(Identified):
    """A region; ``service`` only where it is not called as everywhere else."""

    name: Text = Field(alias="nom")
    departments: tuple[Department, ...] = Field(alias="departements", min_length=1)
    chamber: Chamber = Field(alias="cress")
    service: StateService | None = None


class Network(Model):
    """Who gathers the chambers, when one does not know one's own."""

    name: Text = Field(alias="nom")
    role: Text
    site: WebAddress = ""
    confidence: Confidence = Field(alias="confiance")
    checked: Day = Field(alias="controle")


class Counsel(Identified, Dated):
    """Somebody else to see; ``statuses``: for which status. What one does may change: it is then dated."""

    name: Text = Field(alias="nom")
    statuses: tuple[StatusId, ...] = Field(alias="pour", min_length=1)
    role: Text
    citations: tuple[Citation, ...] = Field((), alias="sources")
    confidence: Confidence = Field(alias="confiance")


class Contacts(Model):
    """The whole file; regions in the order in which to offer them."""

    missions: tuple[Mission, ...] = Field(min_length=1)
    network: Network = Field(alias="national")
    regions: tuple[Region, ...] = Field(min_length=1)
    service: StateService
    counsels: tuple[Counsel, ...] = Field(alias="interlocuteurs")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to see in one region.

    Attributes:
        region: which. chamber: its CRESS.
        service: the State's service that receives an accreditation request.
        missions: what a CRESS does. counsels: who else.
        network: who can tell, when the chamber has no known site.
    """

    region: Region
    chamber: Chamber
    service: StateService
    missions: tuple[Mission, ...]
    counsels: tuple[Counsel, ...]
    network: Network


CONTACTS = AsideFile(FILE, Contacts)
load_contacts = CONTACTS.load
"""The packaged contacts, read once."""


def region_of(place: str, contacts: Contacts | None = None) -> Region | None:
    """The region of an id, a name, a department number (« 42 », « 2a », « 974 ») or a postcode; None: not a place."""
    wanted = place.strip()
    bare = re.sub(r"\s", "", wanted).upper()
    department = _department(bare)
    for one in (contacts or load_contacts()).regions:
        if department in one.departments or wanted.lower() in (one.id, one.name.lower()):
            return one
    return None


def _department(text: str) -> str:
    """The department of a number or a postcode; a postcode of Corsica tells which half by its third figure."""
    if re.fullmatch(r"\d{5}", text):
        if text.startswith("20"):
            return "2A" if text[2] in "01" else "2B"
        return text[:3] if text.startswith("97") else text[:2]
    return text.zfill(2) if text.isdigit() else text


def contact(place: str, contacts: Contacts | None = None) -> Contact | None:
    """Whom to see in a region; None when the place is not known.

    Args:
        place: id or name of a region, number of a department, or postcode.
        contacts: the book; the packaged one by default.
    """
    book = contacts or load_contacts()
    region = region_of(place, book)
    if region is None:
        return None
    service = region.service or book.service
    return Contact(region, region.chamber, service, book.missions, book.counsels, book.network)
