"""The public record of the company, offered once after the first question; nothing is sent nor used without a yes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from advisor.advice.lookup import offline
from advisor.cli.interview.conversation import Conversation, put_head
from advisor.cli.interview.keys import Option
from advisor.cli.interview.turn import Outcome
from advisor.cli.interview.widgets import pick, pick_many, write
from advisor.interview.tools import Tool

if TYPE_CHECKING:
    from advisor.advice.lookup.proposals import Proposal, Reading
    from advisor.advice.lookup.record import Company, Found

TITLE = "La fiche publique de la structure"
NOTES, ROW = "notes", "fiche"


def offer(talk: Conversation) -> Outcome:
    """Once the first question is answered: look the company up, if the adviser wants it, and it exists.

    Returns:
        Whether to go on, or back to that question; then nothing was declined, and it is offered again.
    """
    interview = talk.interview
    if interview.first not in interview.dossier.answers or interview.assessment.project:
        return Outcome.NEXT
    if offline() or talk.looked_up:
        return Outcome.NEXT
    outcome = look_up(talk)
    talk.looked_up = outcome is Outcome.NEXT
    return outcome


def row() -> list[Option]:
    """The line that offers it beside the head of the dossier; none without network."""
    return [] if offline() else [Option(ROW, "Chercher la fiche publique de la structure (Internet)")]


def look_up(talk: Conversation) -> Outcome:
    """Ask for a SIREN or a name, then for what to take from the record found; whatever fails is told and passed.

    Returns:
        ``BACK`` when the adviser asks for it instead of naming the company.
    """
    failed = ""
    while True:
        query = _asked(talk, failed)
        if query is Tool.BACK:
            return Outcome.BACK
        if isinstance(query, Tool) or not query:
            return Outcome.NEXT
        found, failed = _found(talk, query)
        if found is None:
            continue
        company = _chosen(talk, found)
        if company is not None:
            _take(talk, company)
            return Outcome.NEXT
        failed = "Aucune de ces structures. Précisez le nom, ou donnez le SIREN."


def _asked(talk: Conversation, failed: str) -> str | Tool:
    """What to look for; empty to go on without, or another tool than « retour »."""
    from advisor.advice.lookup.client import Client, LookupFailed, bad_query

    service = talk.interview.knowledge.directory.service
    try:
        asked = Client().host
    except LookupFailed:
        asked = service.address
    talk.top(TITLE)
    if failed:
        talk.screen.say(failed, style="bold")
        talk.screen.say()
    talk.screen.say(
        f"Le {service.keeper} « {service.name} » peut proposer la forme juridique, la date de création et d'autres "
        f"renseignements. Seul ce que vous écrivez ici part sur Internet, vers {asked}. Vous choisirez ensuite quoi "
        "reprendre."
    )
    talk.screen.say()
    siren = "" if failed else talk.interview.dossier.siren
    # With a SIREN in the field, Enter sends it: passing needs a key of its own.
    keys = "Entrée : envoyer ; x : passer" if siren else "Entrée : passer"
    return write(
        f"SIREN ou nom à chercher ({keys} ; r : retour) :",
        tools=(Tool.BACK, Tool.REST) if siren else (Tool.BACK,),
        default=siren,
        replace=True,
        check=lambda text: bad_query(text) if text else None,
    )


def _found(talk: Conversation, query: str) -> tuple[Found | None, str]:
    """What the service found, else why not."""
    from advisor.advice.lookup.client import PATIENCE, Client, LookupFailed

    talk.screen.say(f"Recherche en cours ({PATIENCE:.0f} secondes au plus)…", style="dim")
    try:
        found = Client().search(query)
    except LookupFailed as error:
        return None, f"{error}{_kept(talk, query)}"
    if not found.results:
        return None, f"« {query} » n'est pas dans l'annuaire public. Relisez-le, ou continuez sans lui."
    return found, ""


def _kept(talk: Conversation, query: str) -> str:
    """Keep the SIREN typed though nobody answered: it is the adviser's own, and would have to be typed again."""
    from advisor.advice.lookup.siren import digits_of, grouped

    digits = digits_of(query)
    if digits is None or talk.interview.dossier.siren:
        return ""
    put_head(talk, "siren", grouped(digits))
    return " Le SIREN est noté au dossier."


def _chosen(talk: Conversation, found: Found) -> Company | None:
    """The company meant; None for none of those found."""
    from advisor.advice.lookup.siren import grouped

    if len(found.results) == 1:
        return found.results[0]
    talk.top(TITLE)
    more = found.total_results - len(found.results)
    if more > 0:
        talk.screen.say(f"Les {len(found.results)} premières, sur {found.total_results} :")
    rows = []
    for one in found.results:
        told = [one.name or "Nom non diffusé", one.town, grouped(one.siren), "fermée" if one.closed else ""]
        rows.append(Option(one.siren, ", ".join(filter(None, told))))
    rows.append(Option("", "Aucune de celles-ci"))
    siren = pick("Laquelle ?", rows, preset=False, used=talk.screen.used)
    return next((one for one in found.results if one.siren == siren), None)


def _take(talk: Conversation, company: Company) -> None:
    """Show the record; take what the adviser ticks, and nothing else."""
    from advisor.advice.lookup.proposals import read_record

    interview, on = talk.interview, date.today()
    reading = read_record(interview.knowledge, company, interview.dossier, interview.applies)
    rows = reading.proposals
    options = [Option(str(rank), _row(talk, one), one.caveat) for rank, one in enumerate(rows)]
    clues = [*reading.warnings, *reading.clues]
    if clues:
        options.append(Option(NOTES, "Noter les indices ci-dessus dans les notes du dossier"))
    _card(talk, company, reading, on)

    def twice(chosen: Sequence[str]) -> str | None:
        addresses = [rows[int(one)].address for one in chosen if one != NOTES]
        return "Deux réponses à la même question : n'en cochez qu'une." if len({*addresses}) < len(addresses) else None

    if not options:
        talk.notice("La fiche publique n'apporte rien que le dossier ne dise déjà.")
        return
    chosen = pick_many(
        "Que reprendre ?",
        options,
        used=talk.screen.used,
        check=twice,
        optional="ne rien reprendre",
    )
    assert not isinstance(chosen, Tool)
    _use(talk, [rows[int(one)] for one in chosen if one != NOTES], on)
    if NOTES in chosen:
        _note(talk, company, clues, on)


def _row(talk: Conversation, one: Proposal) -> str:
    """``Date de création : 12 mars 2019``; when the dossier says otherwise, what it says."""
    if not one.instead:
        return one.label
    said = one.instead if one.kind != "fait" else talk.said(one.address)
    return f"{one.label} (le dossier dit : {said})"


def _card(talk: Conversation, company: Company, reading: Reading, on: date) -> None:
    from advisor.advice.lookup.proposals import DAY
    from advisor.advice.lookup.siren import grouped

    service = talk.interview.knowledge.directory.service
    talk.top(TITLE)
    told = [company.name or "Nom non diffusé", company.town, f"SIREN {grouped(company.siren)}"]
    talk.screen.say(", ".join(filter(None, told)), style="bold")
    talk.screen.say(
        f"{service.name} ({service.keeper}), consultée le {on.strftime(DAY)}. {service.caveat}", style="dim"
    )
    for text in reading.warnings:
        talk.screen.say(f"! {text}", style="bold")
    for text in reading.clues:
        talk.screen.say(f"– {text}")
    if reading.agreed:
        talk.screen.say(f"– Déjà au dossier : {' ; '.join(reading.agreed)}.")


def _use(talk: Conversation, chosen: Sequence[Proposal], on: date) -> None:
    from advisor.advice.lookup.proposals import evidence

    told = []
    for one in chosen:
        if one.kind == "fait":
            talk.evidence[one.address] = evidence(talk.interview.knowledge, on)
            told.append(talk.record(one.address, one.value))
        else:
            put_head(talk, one.address, one.value)
    # All is in the file before anything is asked about it.
    for feedback in filter(None, told):
        talk.tell(feedback)
    if chosen:
        many = f"{len(chosen)} renseignements repris, notés" if len(chosen) > 1 else "1 renseignement repris, noté"
        talk.notice(f"{many} « déclaré » : à vérifier sur pièces.", "dim")


def _note(talk: Conversation, company: Company, clues: Sequence[str], on: date) -> None:
    from advisor.advice.lookup.proposals import DAY

    service = talk.interview.knowledge.directory.service
    text = "\n".join([f"{service.name}, {on.strftime(DAY)}, SIREN {company.siren} :", *(f"– {one}" for one in clues)])
    notes = talk.interview.dossier.notes
    # Looked up twice, it is written once.
    if text not in notes:
        talk.saved(lambda: talk.interview.describe(notes=f"{notes}\n{text}" if notes else text))
