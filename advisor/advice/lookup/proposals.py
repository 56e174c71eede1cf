"""Which answers a record lets one propose, and what it only hints at. Nothing here is used before it is confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from advisor.advice.lookup.record import Company, Seat
from advisor.advice.lookup.siren import grouped
from advisor.common.french import folded
from advisor.common.values import french_date, french_money
from advisor.dossier import Answer, Dossier, Evidence
from advisor.dossier.values import AnswerError, canonical, parse_answer
from advisor.rules.directory import Offer
from advisor.rules.load import Knowledge

DAY = "%d/%m/%Y"
MOST_YEARS = 5


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
class Reading:
    """What a record gives for a dossier: what to propose, what agrees with it already, what is only a clue."""

    proposals: tuple[Proposal, ...]
    agreed: tuple[str, ...]
    warnings: tuple[str, ...]
    clues: tuple[str, ...]


def evidence(knowledge: Knowledge, on: date) -> Evidence:
    """How an answer taken from the record is known: declared, by that service, on that day."""
    service = knowledge.directory.service
    return Evidence(level="declare", document=f"{service.name} ({service.keeper}), consultée le {on.strftime(DAY)}")


def read_record(
    knowledge: Knowledge, company: Company, dossier: Dossier, applies: Callable[[str], bool] = lambda _: True
) -> Reading:
    """What a record gives for a dossier.

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
            # Shown above already, the SIREN is not told again.
            agreed += [one.label] if one.kind != "siren" else []
        else:
            proposals.append(one)
    return Reading(
        tuple(proposals), tuple(agreed), tuple(_warnings(knowledge, company)), tuple(_clues(knowledge, company))
    )


def _head(company: Company, dossier: Dossier) -> Iterator[Proposal]:
    name, siren = company.name, grouped(company.siren)
    if name:
        # Registers write names in capitals: that alone is no difference.
        known = name if folded(name) == folded(dossier.name) else dossier.name
        yield Proposal("name", "name", name, f"Nom : {name}", instead=known)
    known = siren if "".join(dossier.siren.split()) == company.siren else dossier.siren
    yield Proposal("siren", "siren", siren, f"SIREN : {siren}", instead=known)


def _facts(
    knowledge: Knowledge, company: Company, dossier: Dossier, applies: Callable[[str], bool]
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
                kept = canonical(fact, parse_answer(fact, value))
            except AnswerError:
                continue  # a date out of what the question takes
            assert isinstance(kept, str)
            label = f"{fact.short} : {_said(knowledge, fact.id, kept)}"
            yield Proposal("fait", fact.id, kept, label, _caveat(knowledge, offer, company), _known(given))


def _caveat(knowledge: Knowledge, offer: Offer, company: Company) -> str:
    """What to check; of a legal form, with how sure we are of what its category stands for."""
    category = knowledge.directory.category(company.nature_juridique or "")
    return f"{offer.caveat} [{category.confidence}]" if category and offer.field == "forme" else offer.caveat


def _known(given: Answer | None) -> str:
    return given.value if given is not None and isinstance(given.value, str) else ""


def _said(knowledge: Knowledge, id: str, value: str) -> str:
    fact = knowledge.facts[id]
    option = next((one for one in fact.options if one.id == value), None)
    return (option.label or value) if option else french_date(date.fromisoformat(value))


def _values(knowledge: Knowledge, offer: Offer, company: Company) -> list[str]:
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
            told = company.complements is not None and company.complements.est_societe_mission is True
            return [offer.reply] if offer.reply and told else []


def _warnings(knowledge: Knowledge, company: Company) -> Iterator[str]:
    clues = knowledge.directory.clues
    if company.closed:
        since = f" depuis le {french_date(company.date_fermeture)}" if company.date_fermeture else ""
        yield clues.closed.format(date=since)
    if company.siren_conserve and company.siren_conserve != company.siren:
        yield clues.duplicate.format(siren=grouped(company.siren_conserve))
    if company.statut_diffusion == "P":
        yield clues.partly_public


def _clues(knowledge: Knowledge, company: Company) -> Iterator[str]:
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


def _years(company: Company) -> str:
    """``2021, 2022, 2023``; the last ones only, when there are many."""
    years = sorted(company.years)
    shown = ", ".join(years[-MOST_YEARS:])
    return shown if len(years) <= MOST_YEARS else f"{shown} et {len(years) - MOST_YEARS} avant"


def _amounts(company: Company) -> str:
    """`` (2023 : chiffre d'affaires 452 300 €, résultat net 12 100 €)``, of the last year."""
    year, last = next(iter(company.years.items()))
    named = (("chiffre d'affaires", last.ca), ("résultat net", last.resultat_net))
    amounts = [f"{name} {french_money(Fraction(round(value)))}" for name, value in named if value is not None]
    return f" ({year} : {', '.join(amounts)})" if amounts else ""
