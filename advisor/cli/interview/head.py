"""The head of a dossier: name, SIREN, adviser, dates, notes; what each may hold."""

from __future__ import annotations

from advisor.cli.interview import lookup
from advisor.cli.interview.conversation import DAY, Conversation, put_head
from advisor.cli.interview.keys import Option
from advisor.cli.interview.widgets import pick, write
from advisor.common.french import brief
from advisor.common.values import french_date, parse_date
from advisor.dossier.values import not_a_date
from advisor.interview.tools import BACK_ONLY, LEAVE, Tool


def edit_head(talk: Conversation) -> None:
    """Name, SIREN, adviser, dates and notes of the dossier, one field at a time."""
    field: str | Tool | None = None
    while True:
        talk.top("La fiche du dossier")
        dossier = talk.interview.dossier
        requested = dossier.requested.strftime(DAY) if dossier.requested else ""
        rows = [
            Option("name", f"Nom de la structure : {dossier.name or 'à donner'}"),
            Option("siren", f"SIREN : {dossier.siren or 'non donné'}"),
            Option("adviser", f"Conseiller : {dossier.adviser or 'non donné'}"),
            Option("on", f"Date d'examen : {talk.interview.on.strftime(DAY)}"),
            Option("requested", f"Date de la demande d'agrément : {requested or 'la même'}"),
            Option("notes", f"Notes : {brief(dossier.notes) or 'aucune'}"),
            *lookup.row(),
        ]
        field = pick("Que changer ?", rows, tools=BACK_ONLY, back=LEAVE, current=field, used=talk.screen.used)
        match field:
            case "name":
                text = write(
                    "Nom de la structure :", tools=BACK_ONLY, default=dossier.name, replace=True, check=bad_name
                )
            case "siren":
                text = write(
                    "SIREN (facultatif) :", tools=BACK_ONLY, default=dossier.siren, replace=True, check=bad_siren
                )
            case "adviser":
                text = write(
                    "Conseiller (facultatif) :",
                    tools=BACK_ONLY,
                    default=dossier.adviser,
                    replace=True,
                    check=bad_adviser,
                )
            case "on":
                day = talk.interview.on.strftime(DAY)
                text = write("Date d'examen :", tools=BACK_ONLY, keep=day, check=bad_date)
            case "requested":
                question = "Date de la demande d'agrément, si elle diffère :"
                text = write(
                    question,
                    tools=BACK_ONLY,
                    default=requested,
                    replace=True,
                    check=lambda t: bad_date(t) if t else None,
                )
            case "notes":
                text = write("Notes :", default=dossier.notes, free=True)
            case _ if field == lookup.ROW:
                lookup.look_up(talk)
                continue
            case _:
                return
        if not isinstance(text, Tool):
            put_head(talk, field, (text or None) if field == "requested" else text)
            if field in ("on", "requested"):
                talk.notice(f"Droit appliqué : celui du {french_date(talk.interview.on)}.")


def asked_head(talk: Conversation, adviser: str = "") -> None:
    """What is asked of every dossier besides its name; each field is saved at once."""
    dossier = talk.interview.dossier
    put_head(talk, "siren", write("SIREN (facultatif) :", default=dossier.siren, replace=True, check=bad_siren))
    named = dossier.adviser or adviser
    named = "" if bad_adviser(named) else named  # an earlier dossier may hold anything
    put_head(talk, "adviser", write("Conseiller (facultatif) :", default=named, replace=True, check=bad_adviser))
    day = talk.interview.on.strftime(DAY)
    put_head(talk, "on", write("Date d'examen :", default=day, replace=True, empty=day, check=bad_date))


def bad_name(text: str) -> str | None:
    return not_a_name(text) if text else "Donnez un nom, même provisoire."


def bad_adviser(text: str) -> str | None:
    """As `bad_name`, for a field that may stay empty."""
    return not_a_name(text) if text else None


def not_a_name(text: str) -> str | None:
    """Why a text is no name: a year, an amount, a date come from a person one question ahead."""
    shown = text if len(text) <= 24 else f"{text[:24]}…"
    if not any(one.isalpha() for one in text):
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
    digits = "".join(text.split())
    if not digits or (digits.isascii() and digits.isdigit() and len(digits) == 9):
        return None
    return "Un SIREN a neuf chiffres. Entrée sans rien écrire pour passer."


def bad_date(text: str) -> str | None:
    try:
        day = parse_date(text)
    except ValueError:
        return f"{not_a_date(text)}."
    return None if 1900 <= day.year <= 2200 else "Cette date est hors du possible."
