"""The head of a dossier: name, SIREN, adviser, dates, notes; and what the public record of the company proposes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from advisor.advice.public_record import LegalUnit, Proposal, RecordReading, SearchResults, evidence, read_record
from advisor.cli.interview.conversation import Conversation, put_head
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.screen import TurnEnd
from advisor.cli.interview.widgets import pick, pick_many, write
from advisor.common.french import agree, brief, french_date, parse_date, plural, short_date
from advisor.common.resources import offline
from advisor.dossier.answer_parsing import not_a_date
from advisor.dossier.model import digits_of, grouped, wrong_siren
from advisor.interview.tools import BACK_ONLY, LEAVE, Tool

TITLE = "La fiche publique de la structure"
NOTES, LOOKUP_ROW = "notes", "fiche"
FREE = " (facultatif)"

Check = Callable[[str], str | None]


def edit_head(talk: Conversation) -> None:
    """Change name, SIREN, adviser, dates and notes of the dossier, one field at a time."""
    field: Any = None
    while True:
        talk.top("La fiche du dossier")
        dossier = talk.interview.dossier
        requested = short_date(dossier.requested) if dossier.requested else ""
        # Its name, what the prompt adds to it, what it holds, what to show when that is nothing, why a text is refused.
        fields: dict[str, tuple[str, str, str, str, Check]] = {
            "name": ("Nom de la structure", "", dossier.name, "à donner", bad_name),
            "siren": ("SIREN", FREE, dossier.siren, "non donné", bad_siren),
            "adviser": ("Conseiller", FREE, dossier.adviser, "non donné", bad_adviser),
            "on": ("Date d'examen", "", short_date(talk.interview.on), "", bad_date),
            "requested": ("Date de la demande d'agrément", ", si elle diffère", requested, "la même", bad_day),
            "notes": ("Notes", "", dossier.notes, "aucune", lambda _: None),
        }
        rows = [Choice(id, f"{name} : {brief(text) or none}") for id, (name, _, text, none, _) in fields.items()]
        field = pick("Que changer ?", [*rows, *lookup_row()], back=LEAVE, current=field, used=talk.screen.used)
        if field == LOOKUP_ROW:
            look_up(talk)
            continue
        if field is Tool.BACK:
            return
        name, more, text, _, check = fields[field]
        if field == "notes":
            typed = write(f"{name} :", default=text, free=True)
        elif field == "on":
            typed = write(f"{name} :", tools=BACK_ONLY, keep=text, check=check)
        else:
            typed = write(f"{name}{more} :", tools=BACK_ONLY, default=text, replace=True, check=check)
        if not isinstance(typed, Tool):
            put_head(talk, field, (typed or None) if field == "requested" else typed)
            if field in ("on", "requested"):
                talk.notice(f"Droit appliqué : celui du {french_date(talk.interview.on)}.")


def asked_head(talk: Conversation, adviser: str = "") -> None:
    """Ask what every dossier holds besides its name; each field is saved at once."""
    dossier = talk.interview.dossier
    put_head(talk, "siren", write(f"SIREN{FREE} :", default=dossier.siren, replace=True, check=bad_siren))
    named = dossier.adviser or adviser
    named = "" if bad_adviser(named) else named  # an earlier dossier may hold anything
    put_head(talk, "adviser", write(f"Conseiller{FREE} :", default=named, replace=True, check=bad_adviser))
    day = short_date(talk.interview.on)
    put_head(talk, "on", write("Date d'examen :", default=day, replace=True, empty=day, check=bad_date))


def bad_name(text: str) -> str | None:
    return bad_adviser(text) if text else "Donnez un nom, même provisoire."


def bad_adviser(text: str) -> str | None:
    """Tell why a text, if any, is no name: a year, an amount, a date come from a person one question ahead."""
    shown = text if len(text) <= 24 else f"{text[:24]}…"
    if text and not any(one.isalpha() for one in text):
        kind = "est une date, pas un nom" if _is_date(text) else "n'est pas un nom"
        return f"« {shown} » {kind} ; il y faut au moins une lettre."
    return f"« {shown} » est une date, pas un nom." if _is_date(text) else None


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except ValueError:
        return False
    return True


def bad_siren(text: str) -> str | None:
    wrong = wrong_siren(text)
    return wrong and f"{wrong} Vide : passer."


def bad_date(text: str) -> str | None:
    if not _is_date(text):
        return f"{not_a_date(text)}."
    return None if 1900 <= parse_date(text).year <= 2200 else "Cette date est hors du possible."


def bad_day(text: str) -> str | None:
    """Tell why a text is no day, for a field that may stay empty."""
    return bad_date(text) if text else None


def ask_day(
    message: str, default: str = "", check: Callable[[date], str | None] = lambda _: None
) -> date | Tool | None:
    """Ask for a day; None when it is not given, a tool to go back. ``check`` says why a day will not do."""
    typed = write(
        message,
        tools=BACK_ONLY,
        default=default,
        check=lambda text: bad_day(text) or (check(parse_date(text)) if text else None),
    )
    return typed if isinstance(typed, Tool) else parse_date(typed) if typed else None


# -- the public record of the company --------------------------------------------------------------------------------


def offer(talk: Conversation) -> TurnEnd:
    """Offer to look the company up once the first question is answered, if it exists.

    Returns:
        Whether to go on, or back to that question; then nothing was declined, and it is offered again.
    """
    interview = talk.interview
    if interview.first not in interview.dossier.answers or interview.assessment.project:
        return TurnEnd.NEXT
    if offline() or talk.looked_up:
        return TurnEnd.NEXT
    outcome = look_up(talk)
    talk.looked_up = outcome is TurnEnd.NEXT
    return outcome


def lookup_row() -> list[Choice]:
    """Return the line that offers it beside the head of the dossier; none without network."""
    return [] if offline() else [Choice(LOOKUP_ROW, "Chercher la fiche publique de la structure (Internet)")]


def look_up(talk: Conversation) -> TurnEnd:
    """Ask for a SIREN or a name, then for what to take from the record found; whatever fails is reported and passed.

    Returns:
        ``BACK`` when the adviser asks for it instead of naming the company.
    """
    failed = ""
    while True:
        query = _asked(talk, failed)
        if query is Tool.BACK:
            return TurnEnd.BACK
        if isinstance(query, Tool) or not query:
            return TurnEnd.NEXT
        found, failed = _found(talk, query)
        if found is None:
            continue
        company = _chosen(talk, found)
        if company is not None:
            _take(talk, company)
            return TurnEnd.NEXT
        failed = "Aucune de ces structures. Précisez le nom, ou donnez le SIREN."


def _asked(talk: Conversation, failed: str) -> str | Tool:
    """What to look for; empty to go on without, or another tool than « retour »."""
    from advisor.advice.public_record_client import Client, LookupFailed, bad_query

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


def _found(talk: Conversation, query: str) -> tuple[SearchResults | None, str]:
    """What the service found, else why not."""
    from advisor.advice.public_record_client import PATIENCE, Client, LookupFailed

    talk.screen.say(f"Recherche en cours ({PATIENCE:.0f} secondes au plus)…", style="dim")
    try:
        found = Client().search(query)
    except LookupFailed as error:
        return None, f"{error}{_note_siren(talk, query)}"
    if not found.results:
        return None, f"« {query} » n'est pas dans l'annuaire public. Relisez-le, ou continuez sans lui."
    return found, ""


def _note_siren(talk: Conversation, query: str) -> str:
    """Keep the SIREN typed though nobody answered: it is the adviser's own, and would have to be typed again."""
    digits = digits_of(query)
    if digits is None or talk.interview.dossier.siren:
        return ""
    put_head(talk, "siren", grouped(digits))
    return " Le SIREN est noté au dossier."


def _chosen(talk: Conversation, found: SearchResults) -> LegalUnit | None:
    """The company meant; None for none of those found."""
    if len(found.results) == 1:
        return found.results[0]
    talk.top(TITLE)
    more = found.total_results - len(found.results)
    if more > 0:
        talk.screen.say(f"Les {len(found.results)} premières, sur {found.total_results} :")
    rows = []
    for one in found.results:
        labels = [one.name or "Nom non diffusé", one.town, grouped(one.siren), "fermée" if one.closed else ""]
        rows.append(Choice(one.siren, ", ".join(filter(None, labels))))
    rows.append(Choice("", "Aucune de celles-ci"))
    siren = pick("Laquelle ?", rows, preset=False, used=talk.screen.used)
    return next((one for one in found.results if one.siren == siren), None)


def _take(talk: Conversation, company: LegalUnit) -> None:
    """Show the record; take what the adviser ticks, and nothing else."""
    interview, on = talk.interview, date.today()
    reading = read_record(interview.knowledge, company, interview.dossier, interview.applies)
    rows = reading.proposals
    options = [Choice(str(rank), _row(talk, one), one.caveat) for rank, one in enumerate(rows)]
    clues = [*reading.warnings, *reading.clues]
    if clues:
        options.append(Choice(NOTES, "Noter les indices ci-dessus dans les notes du dossier"))
    _card(talk, company, reading, on)

    def twice(chosen: Sequence[str]) -> str | None:
        addresses = [rows[int(one)].address for one in chosen if one != NOTES]
        return "Deux réponses à la même question : n'en cochez qu'une." if len({*addresses}) < len(addresses) else None

    if not options:
        talk.notice("La fiche publique n'apporte rien que le dossier ne dise déjà.")
        return
    chosen = pick_many("Que reprendre ?", options, used=talk.screen.used, check=twice, optional="ne rien reprendre")
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


def _card(talk: Conversation, company: LegalUnit, reading: RecordReading, on: date) -> None:
    service = talk.interview.knowledge.directory.service
    talk.top(TITLE)
    labels = [company.name or "Nom non diffusé", company.town, f"SIREN {grouped(company.siren)}"]
    talk.screen.say(", ".join(filter(None, labels)), style="bold")
    talk.screen.say(f"{service.name} ({service.keeper}), consultée le {short_date(on)}. {service.caveat}", style="dim")
    for text in reading.warnings:
        talk.screen.say(f"! {text}", style="bold")
    for text in reading.clues:
        talk.screen.say(f"– {text}")
    if reading.agreed:
        talk.screen.say(f"– Déjà au dossier : {' ; '.join(reading.agreed)}.")


def _use(talk: Conversation, chosen: Sequence[Proposal], on: date) -> None:
    feedbacks = []
    for one in chosen:
        if one.kind == "fait":
            talk.evidence[one.address] = evidence(talk.interview.knowledge, on)
            feedbacks.append(talk.record(one.address, one.value))
        else:
            put_head(talk, one.address, one.value)
    # All is in the file before anything is asked about it.
    for feedback in filter(None, feedbacks):
        talk.tell(feedback)
    if chosen:
        many, noted = plural(len(chosen), "renseignement repris"), agree(len(chosen), "noté")
        talk.notice(f"{many}, {noted} « déclaré » : à vérifier sur pièces.", "dim")


def _note(talk: Conversation, company: LegalUnit, clues: Sequence[str], on: date) -> None:
    service = talk.interview.knowledge.directory.service
    text = "\n".join([f"{service.name}, {short_date(on)}, SIREN {company.siren} :", *(f"– {one}" for one in clues)])
    notes = talk.interview.dossier.notes
    # Looked up twice, it is written once.
    if text not in notes:
        talk.saved(lambda: talk.interview.describe(notes=f"{notes}\n{text}" if notes else text))
