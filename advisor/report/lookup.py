"""A record as a command tells it: text, or data."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import date
from itertools import zip_longest
from typing import Any

from advisor.advice.public_record import DAY, LegalUnit, RecordReading, SearchResults, grouped, read_record
from advisor.common.french import typeset
from advisor.dossier import Dossier
from advisor.rules.load import Knowledge


def as_text(knowledge: Knowledge, found: SearchResults, on: date, width: int = 100) -> str:
    """One record in full, or the list of those found."""
    service = knowledge.directory.service
    head = f"{service.name} ({service.keeper}), consultée le {on.strftime(DAY)}. {service.caveat}"
    if not found.results:
        return _wrapped([head, "", "Rien de ce nom ni de ce numéro."], width)
    if len(found.results) > 1:
        lines = [_title(one) for one in found.results]
        more = found.total_results - len(found.results)
        lines += [f"… et {more} de plus ; précisez le nom."] if more > 0 else []
        return _wrapped([head, "", *lines, "", "Pour le détail : ess-advisor lookup SIREN"], width)
    company = found.results[0]
    reading = _reading(knowledge, company)
    lines = [_title(company), head, *(f"! {text}" for text in reading.warnings)]
    lines += ["", "Réponses que l'entretien proposerait, à confirmer :"]
    offered = [one for one in reading.proposals if one.kind == "fait"]
    for one, after in zip_longest(offered, offered[1:]):
        lines.append(f"  – {one.label}")
        # Of several answers to one question, the caveat is told once.
        lines += [] if after is not None and after.address == one.address else [f"    {one.caveat}"]
    lines += [] if offered else ["  – aucune"]
    if reading.clues:
        lines += ["", "Indices, qui ne répondent à rien :", *(f"  – {text}" for text in reading.clues)]
    return _wrapped(lines, width)


def _wrapped(lines: Iterable[str], width: int) -> str:
    """Lines no longer than the window; what follows stands under the words."""
    told: list[str] = []
    for line in lines:
        lead, margin = line[: len(line) - len(line.lstrip())], " " * (len(line) - len(line.lstrip(" –!")))
        told += textwrap.wrap(lead + typeset(line), width, subsequent_indent=margin, break_on_hyphens=False) or [""]
    return "\n".join(told) + "\n"


def as_data(knowledge: Knowledge, found: SearchResults, on: date) -> dict[str, Any]:
    """The same, for a program; ids of facts and answers are those of the rules."""
    service = knowledge.directory.service
    companies = []
    for company in found.results:
        reading = _reading(knowledge, company)
        companies.append(
            {
                "siren": company.siren,
                "nom": company.name,
                "commune": company.town,
                "fermee": company.closed,
                "propositions": [
                    {"fait": one.address, "valeur": one.value, "libelle": one.label, "reserve": one.caveat}
                    for one in reading.proposals
                    if one.kind == "fait"
                ],
                "alertes": list(reading.warnings),
                "indices": list(reading.clues),
            }
        )
    return {
        "source": service.name,
        "consultee_le": on.isoformat(),
        "trouvees": found.total_results,
        "fiches": companies,
    }


def _reading(knowledge: Knowledge, company: LegalUnit) -> RecordReading:
    return read_record(knowledge, company, Dossier())


def _title(company: LegalUnit) -> str:
    told = [company.name or "Nom non diffusé", company.town, f"SIREN {grouped(company.siren)}"]
    return ", ".join(filter(None, [*told, "fermée" if company.closed else ""]))
