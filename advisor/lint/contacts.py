"""The linter of the contacts: every department once, every text cited exists, and nothing a person could be rung at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.common.errors import Problem
from advisor.common.yaml_reader import Path_, YamlDocument
from advisor.rules.aside import Finding
from advisor.rules.basis import Citation, Confidence
from advisor.rules.contacts.book import CONTACTS, Contacts
from advisor.rules.load import Knowledge

DEPARTMENTS = frozenset(
    [*(f"{number:02}" for number in range(1, 96) if number != 20), "2A", "2B", "971", "972", "973", "974", "976"]
)
_PERSONAL = (
    (re.compile(r"(?<!\d)0[1-9]([ .-]?\d{2}){4}(?!\d)"), "un numéro de téléphone"),
    (re.compile(r"[\w.+-]+@[\w-]+\.\w+"), "une adresse électronique"),
)


def lint_contacts_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Every problem of the contacts of a folder of rules; none when that folder has no contacts.

    Args:
        folder: the folder of rules. shown: how messages name it.
        knowledge: its rules.

    Raises:
        InputError: every problem of form, which leaves the rest unread.
    """
    return CONTACTS.lint(folder, shown, lambda contacts, document: _defects(contacts, document, knowledge))


def _defects(contacts: Contacts, document: YamlDocument, knowledge: Knowledge) -> Iterator[Finding]:
    yield from _places(contacts)
    yield from _sources(contacts, knowledge)
    yield from _persons(document.data, ())


def _places(contacts: Contacts) -> Iterator[Finding]:
    ids: set[str] = set()
    seen: dict[str, str] = {}
    for rank, region in enumerate(contacts.regions):
        at: Path_ = ("regions", rank)
        if region.id in ids:
            yield (*at, "id"), f"la région « {region.id} » est déjà donnée.", "N'en gardez qu'une."
        ids.add(region.id)
        for place, number in enumerate(region.departments):
            if number not in DEPARTMENTS:
                yield (*at, "departements", place), f"le département « {number} » n'existe pas.", "Corrigez-le."
            elif number in seen:
                what = f"le département « {number} » est déjà dans « {seen[number]} »."
                yield (*at, "departements", place), what, "Laissez-le dans une seule région."
            seen[number] = region.name
    for number in sorted(DEPARTMENTS - set(seen)):
        yield ("regions",), f"aucune région ne contient le département « {number} ».", "Ajoutez-le."
    for rank, one in enumerate(contacts.counsels):
        if any(one.id == other.id and one.start <= other.end for other in contacts.counsels[:rank]):
            mend = "Donnez-lui un autre identifiant, ou des dates qui ne se touchent pas."
            yield ("interlocuteurs", rank, "id"), f"« {one.id} » est déjà pris.", mend


def _sources(contacts: Contacts, knowledge: Knowledge) -> Iterator[Finding]:
    told: list[tuple[Path_, tuple[Citation, ...], Confidence]] = []
    told += [(("missions", rank), one.citations, one.confidence) for rank, one in enumerate(contacts.missions)]
    told += [(("interlocuteurs", rank), one.citations, one.confidence) for rank, one in enumerate(contacts.counsels)]
    for at, citations, confidence in told:
        yield from sourced(at, citations, confidence, knowledge)


def sourced(
    at: Path_, citations: tuple[Citation, ...], confidence: Confidence, knowledge: Knowledge
) -> Iterator[Finding]:
    """Texts that exist, and a sentence no surer than the least well read of them."""
    reads = []
    for rank, one in enumerate(citations):
        source = knowledge.sources.get(one.source)
        if source is None:
            mend = "« ess-advisor rules list sources » les donne."
            yield (*at, "sources", rank, "source"), f"la source « {one.source} » n'existe pas.", mend
        elif source.versions:
            reads.append(source.versions[-1].read)
    weakest = knowledge.weakest(reads)
    if weakest is not None and knowledge.confidence_rank[confidence] < knowledge.confidence_rank[weakest]:
        what = f"cette phrase est dite plus sûre ({confidence}) que ses sources n'ont été lues ({weakest})."
        yield (*at, "confiance"), what, f"Écrivez {weakest}, ou citez mieux."


def _persons(data: Any, at: Path_) -> Iterator[Finding]:
    if isinstance(data, str):
        for pattern, what in _PERSONAL:
            if pattern.search(data):
                yield at, f"ce texte contient {what}.", "Retirez-la : un site suffit, et il se met à jour."
    elif isinstance(data, list):
        for rank, one in enumerate(data):
            yield from _persons(one, (*at, rank))
    elif isinstance(data, dict):
        for key, one in data.items():
            yield from _persons(one, (*at, key))
