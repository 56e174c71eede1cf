"""The public record of a company: what the service answers, and the answers of a dossier it lets one propose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from advisor.common.french import folded, french_date, french_money, parse_date, short_date
from advisor.dossier import Dossier, Evidence
from advisor.dossier.answer_parsing import AnswerError, canonical, parse_answer
from advisor.dossier.model import grouped
from advisor.rules.directory import RecordedField
from advisor.rules.load import Knowledge

MASK = "[NON-DIFFUSIBLE]"
"""What stands for a value that the company does not want shown (``formatters/non_diffusible.py``)."""
NO_DAY = date(1900, 1, 1)
"""What Sirene writes for a day it does not know [M]."""
LONGEST = 160
MOST_YEARS = 5

# -- what the service answers, typed strictly: other fields are ignored, a wrong type makes the answer unreadable ----


def plain(raw: Any) -> Any:
    """Return a text of the network, fit for a terminal: one line, no control sign, of a bounded length."""
    if not isinstance(raw, str):
        return raw
    if MASK in raw:
        return None
    # Controls would drive the terminal; surrogates and signs that change the direction of writing cannot be shown.
    clean = "".join(" " if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") else one for one in raw[:10_000])
    text = unicodedata.normalize("NFC", " ".join(clean.split()))
    return (text if len(text) <= LONGEST else text[: LONGEST - 1] + "…") or None


def _day(raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    day = parse_date(raw[:10])
    return None if day == NO_DAY else day


Plain = Annotated[str | None, BeforeValidator(plain)]
Euros = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
PastDay = Annotated[date | None, BeforeValidator(_day)]


class _Answer(BaseModel):
    """A part of the answer; every field but the SIREN may be missing or null (``app/models/unite_legale.py``)."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Seat(_Answer):
    """The head office."""

    libelle_commune: Plain = None
    departement: Plain = None
    code_postal: Plain = None
    code_pays_etranger: Plain = None
    libelle_pays_etranger: Plain = None


class Accounts(_Answer):
    """A year of published accounts, in euros."""

    ca: Euros | None = None
    resultat_net: Euros | None = None


class Complements(_Answer):
    """What other lists say of the company."""

    est_ess: bool | None = None
    est_societe_mission: bool | None = None


class LegalUnit(_Answer):
    """One legal unit."""

    siren: str = Field(pattern=r"^[0-9]{9}$")
    nom_complet: Plain = None
    nom_raison_sociale: Plain = None
    siren_conserve: Plain = None
    nature_juridique: Plain = None
    date_creation: PastDay = None
    date_fermeture: PastDay = None
    etat_administratif: Plain = None
    statut_diffusion: Plain = None
    tranche_effectif_salarie: Plain = None
    annee_tranche_effectif_salarie: Plain = None
    siege: Seat | None = None
    finances: dict[str, Accounts | None] | None = None
    complements: Complements | None = None

    @property
    def name(self) -> str:
        """The company's own name, else the one made up for search, which may add its acronym."""
        return self.nom_raison_sociale or self.nom_complet or ""

    @property
    def town(self) -> str:
        """``Saint-Étienne (42)``; the country abroad."""
        seat = self.siege or Seat()
        place = seat.libelle_commune or seat.libelle_pays_etranger or ""
        return f"{place} ({seat.departement})" if place and seat.departement else place

    @property
    def closed(self) -> bool:
        return self.etat_administratif == "C"

    @property
    def years(self) -> dict[str, Accounts]:
        """Published accounts, the last year first."""
        known = {year: one for year, one in (self.finances or {}).items() if one and re.fullmatch("[12][0-9]{3}", year)}
        return dict(sorted(known.items(), reverse=True))


class SearchResults(_Answer):
    """A page of results."""

    results: list[LegalUnit]
    total_results: int = Field(ge=0)


# -- which answers a record lets one propose, and what it only hints at ----------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something the dossier could take from the record.

    Attributes:
        kind: « fait », or the field of the head it fills: « name », « siren ».
        address: of the fact; the field of the head otherwise.
        value: as the dossier keeps it.
        label: « Forme juridique : SAS ».
        caveat: why to check it.
        instead: what the dossier says now, when it says something else.
    """

    kind: str
    address: str
    value: str
    label: str
    caveat: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class RecordReading:
    """What a record gives for a dossier: what to propose, what agrees with it already, what is only a clue."""

    proposals: tuple[Proposal, ...]
    agreed: tuple[str, ...]
    warnings: tuple[str, ...]
    clues: tuple[str, ...]


def evidence(knowledge: Knowledge, on: date) -> Evidence:
    """Return how an answer taken from the record is known: declared, by that service, on that day."""
    service = knowledge.directory.service
    return Evidence(level="declare", document=f"{service.name} ({service.keeper}), consultée le {short_date(on)}")


def read_record(
    knowledge: Knowledge, company: LegalUnit, dossier: Dossier, applies: Callable[[str], bool] = lambda _: True
) -> RecordReading:
    """Read what a record gives for a dossier.

    Args:
        knowledge: the rule base.
        company: the record.
        dossier: the answers so far; what they say already is not proposed again, what they contradict is shown.
        applies: whether a fact may concern this company.
    """
    proposals: list[Proposal] = []
    agreed: list[str] = []
    for one in (*_facts(knowledge, company, dossier, applies), *_head(company, dossier)):
        if one.instead == one.value:
            # Shown above already, the SIREN is not shown again.
            agreed += [one.label] if one.kind != "siren" else []
        else:
            proposals.append(one)
    warnings, clues = tuple(_warnings(knowledge, company)), tuple(_clues(knowledge, company))
    return RecordReading(tuple(proposals), tuple(agreed), warnings, clues)


def _head(company: LegalUnit, dossier: Dossier) -> Iterator[Proposal]:
    name, siren = company.name, grouped(company.siren)
    if name:
        # Registers write names in capitals: that alone is no difference.
        known = name if folded(name) == folded(dossier.name) else dossier.name
        yield Proposal("name", "name", name, f"Nom : {name}", instead=known)
    known = siren if "".join(dossier.siren.split()) == company.siren else dossier.siren
    yield Proposal("siren", "siren", siren, f"SIREN : {siren}", instead=known)


def _facts(
    knowledge: Knowledge, company: LegalUnit, dossier: Dossier, applies: Callable[[str], bool]
) -> Iterator[Proposal]:
    for offer in knowledge.directory.offers:
        fact = knowledge.facts[offer.fact]
        values = _values(knowledge, offer, company)
        given = dossier.answers.get(fact.id)
        if not applies(fact.id):
            continue
        if given is not None and given.value in values:
            # Of several forms that fit, the dossier already tells which.
            values = [str(given.value)]
        for value in values:
            try:
                answer = canonical(fact, parse_answer(fact, value))
            except AnswerError:
                continue  # a date out of what the question takes
            assert isinstance(answer, str)
            text = fact.option_label(answer) if fact.options else french_date(date.fromisoformat(answer))
            known = given.value if given is not None and isinstance(given.value, str) else ""
            caveat = _caveat(knowledge, offer, company)
            yield Proposal("fait", fact.id, answer, f"{fact.short} : {text}", caveat, known)


def _caveat(knowledge: Knowledge, offer: RecordedField, company: LegalUnit) -> str:
    """What to check; of a legal form, with how sure we are of what its category stands for."""
    category = knowledge.directory.category(company.nature_juridique or "")
    return f"{offer.caveat} [{category.confidence}]" if category and offer.field == "forme" else offer.caveat


def _values(knowledge: Knowledge, offer: RecordedField, company: LegalUnit) -> list[str]:
    """The answers a field allows: none, one, or the few between which the adviser chooses."""
    category = knowledge.directory.category(company.nature_juridique or "")
    match offer.field:
        case "forme":
            return list(category.replies) if category else []
        case "creation":
            return [company.date_creation.isoformat()] if company.date_creation else []
        case "siege_en_france":
            # Of a foreign company, Sirene only knows the French place of business [M].
            foreign = (company.nature_juridique or "3").startswith("3")
            seat = company.siege or Seat()
            here = bool(seat.departement or seat.code_postal) and not seat.code_pays_etranger
            return [offer.reply] if offer.reply and here and not foreign else []
        case "mission":
            mission = company.complements is not None and company.complements.est_societe_mission is True
            return [offer.reply] if offer.reply and mission else []


def _warnings(knowledge: Knowledge, company: LegalUnit) -> Iterator[str]:
    clues = knowledge.directory.clues
    if company.closed:
        since = f" depuis le {french_date(company.date_fermeture)}" if company.date_fermeture else ""
        yield clues.closed.format(date=since)
    if company.siren_conserve and company.siren_conserve != company.siren:
        yield clues.duplicate.format(siren=grouped(company.siren_conserve))
    if company.statut_diffusion == "P":
        yield clues.partly_public


def _clues(knowledge: Knowledge, company: LegalUnit) -> Iterator[str]:
    directory, clues = knowledge.directory, knowledge.directory.clues
    code = company.nature_juridique
    category = directory.category(code or "")
    if code and category is None:
        yield clues.form_unknown.format(forme=code)
    elif category is not None and not category.replies:
        yield clues.form_unmatched.format(forme=category.label)
    lists = company.complements
    if lists is not None and lists.est_ess:
        yield clues.ess
    if lists is not None and lists.est_societe_mission is False:
        yield clues.no_mission
    bracket = directory.bracket(company.tranche_effectif_salarie or "")
    if bracket:
        year = company.annee_tranche_effectif_salarie
        yield clues.workforce.format(effectif=bracket, annee=f" en {year}" if year else "")
    if company.years:
        yield clues.accounts.format(annees=_years(company), montants=_amounts(company))


def _years(company: LegalUnit) -> str:
    """``2021, 2022, 2023``; the last ones only, when there are many."""
    years = sorted(company.years)
    shown = ", ".join(years[-MOST_YEARS:])
    return shown if len(years) <= MOST_YEARS else f"{shown} et {len(years) - MOST_YEARS} avant"


def _amounts(company: LegalUnit) -> str:
    """`` (2023 : chiffre d'affaires 452 300 €, résultat net 12 100 €)``, of the last year."""
    year, last = next(iter(company.years.items()))
    named = (("chiffre d'affaires", last.ca), ("résultat net", last.resultat_net))
    amounts = [f"{name} {french_money(Fraction(round(value)))}" for name, value in named if value is not None]
    return f" ({year} : {', '.join(amounts)})" if amounts else ""
