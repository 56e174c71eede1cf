"""What one can do at any question besides answering: help, reasons, corrections, evidence, notes, contradictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from advisor.answers import not_a_date
from advisor.assessment import ContradictionView, Outcome
from advisor.dossier import Evidence, EvidenceLevel
from advisor.interview import lookup
from advisor.interview.groups import Item
from advisor.interview.outlook import STATE_WORDS
from advisor.interview.tools import Tool
from advisor.interview.trail import here
from advisor.interview.turn import brief, plural
from advisor.interview.widgets import Option, pick, write
from advisor.values import french_date, parse_date
from advisor.wording import LEVELS

if TYPE_CHECKING:
    from advisor.interview.talk import Talk

BACK_ONLY = (Tool.BACK,)
LEAVE = "Revenir"
DAY = "%d/%m/%Y"
MOST_REASONS = 6
OUTCOMES: dict[Outcome, str] = {
    "satisfait": "satisfait",
    "non_satisfait": "non satisfait",
    "a_completer": "à compléter",
    "incertain": "incertain",
}


def help_page(talk: Talk, item: Item) -> None:
    """Explanation, example, where to find it, who knows; and what each choice means."""
    fact = item.fact
    lines: list[str] = [fact.question, "", fact.help]
    for title, text in (("Exemple", fact.example), ("Où le trouver", fact.where), ("Qui le sait", fact.holder)):
        if text:
            lines += ["", f"{title} : {text}"]
    described = [option for option in fact.options if option.help]
    if described:
        lines += ["", "Les réponses possibles :"]
        lines += [f"  – {option.label} : {option.help}" for option in described]
    talk.screen.pages(lines)


def why(talk: Talk, address: str) -> None:
    """Which criteria wait for the answer, with their articles; what each answer would settle."""
    interview = talk.interview
    reasons = interview.why(address).criteria
    effects = interview.what_if_answers(address)
    lines: list[str] = [interview.knowledge.addresses[address][0].question, ""]
    if effects:
        lines.append("Ce que changerait chaque réponse :")
    else:
        lines.append("Ce que la réponse changera dépend du chiffre, ou de la date.")
    for effect in effects:
        labels = " / ".join(effect.labels[:5]) + (" / …" if len(effect.labels) > 5 else "")
        told = [f"{status.upper()} {STATE_WORDS[state]}, {words}" for status, state, words in effect.changes]
        # What an answer opens says more than all that it leaves closed.
        opened = [(title, outcome) for title, outcome in effect.settled if outcome == "satisfait"]
        told += [f"{title} : {OUTCOMES[outcome]}" for title, outcome in (opened or effect.settled)[:3]]
        if effect.clash:
            told.insert(0, "contredirait une autre réponse")
        lines.append(f"  – {labels} → {' ; '.join(told) if told else 'rien de décidé, on continue'}")
    lines.append("")
    if not reasons:
        lines.append("Aucun verdict n'attend cette réponse : elle précise l'avis (durée, réserves, démarches, calcul).")
    elif any(one.statuses for one in reasons):
        lines.append("Elle compte pour :")
    else:
        lines.append("Les verdicts ne l'attendent pas ; elle précise :")
    for one in reasons[:MOST_REASONS]:
        statuses = ", ".join(status.upper() for status in one.statuses)
        lines.append(f"  – {one.title} [{one.criterion}{f', pour {statuses}' if statuses else ''}]")
        lines.append(f"    {' ; '.join(one.articles)}")
        if len(reasons) <= 3 and one.statement:
            lines.append(f"    {one.statement}")
    if len(reasons) > MOST_REASONS:
        lines.append(f"  et {plural(len(reasons) - MOST_REASONS, 'autre critère')}.")
    talk.screen.pages(lines)


# -- changing an answer -------------------------------------------------------------------------------------------


def change(talk: Talk) -> None:
    """Choose an earlier answer and change it; the others are kept."""
    start = here().mark()
    while True:
        here().back_to(start)
        talk.top("Modifier une réponse")
        rows = [Option("", "La fiche du dossier : nom, SIREN, conseiller, dates"), *answers_given(talk)]
        chosen = pick("Laquelle ?", rows, tools=BACK_ONLY, preset=False, used=talk.screen.used, back=LEAVE)
        if chosen is Tool.BACK:
            return
        if chosen:
            change_one(talk, chosen)
        else:
            edit_head(talk)


def answers_given(talk: Talk) -> list[Option]:
    """The answers so far, by theme, to choose one."""
    interview, rows = talk.interview, []
    aside = set(interview.set_aside())
    withdrawn = {address for one in interview.reasoning.session.contradictions for address in one.addresses}
    order = interview.knowledge.theme_order
    themes = {address: interview.knowledge.addresses[address][0].theme for address in interview.dossier.answers}
    for address in sorted(interview.dossier.answers, key=lambda one: order[themes[one]]):
        mark = " [mis de côté]" if address in aside else " [se contredit]" if address in withdrawn else ""
        rows.append(Option(address, f"{talk.label(address)} : {talk.said(address)}{mark}"))
    return rows


def change_one(talk: Talk, address: str) -> None:
    """Change, document, annotate or erase one answer."""
    interview = talk.interview
    given = interview.dossier.answers[address]
    talk.top("Modifier une réponse")
    talk.screen.say(f"{talk.label(address)} : {talk.said(address)}", style="bold")
    if given.article or given.quote:
        talk.screen.say(f"Article {brief(given.article) or '?'} : {brief(given.quote) or 'sans citation'}")
    # Of a day before the law, there is no verdict to compare.
    judged = interview.on >= interview.knowledge.base.start
    trial = [Option("try", "Et si… ? Essayer une autre réponse, sans rien changer")] if judged else []
    rows = [
        Option("answer", "Changer la réponse"),
        Option("evidence", f"Pièce justificative : {evidence_words(None if given.unknown else given.evidence)}"),
        Option("note", f"Note : {brief(given.note) or 'aucune'}"),
        Option("erase", "Effacer la réponse, comme si elle n'avait pas été donnée"),
        *trial,
    ]
    name = f"{address} modifié"
    match pick("Que voulez-vous faire ?", rows, tools=BACK_ONLY, used=talk.screen.used, back=LEAVE, name=name):
        case "answer":
            retype(talk, address)
        case "try":
            from advisor.interview.trial import try_answers

            try_answers(talk, address)
        case "evidence":
            if found := read_evidence(talk, given.evidence):
                talk.saved(lambda: interview.annotate(address, evidence=found))
        case "note":
            note = write("Note :", default=given.note, free=True, name=f"{address} note")
            talk.saved(lambda: interview.annotate(address, note=str(note)))
        case "erase":
            feedback = talk.saved(lambda: interview.erase(address))
            if feedback is not None:
                talk.tell(feedback)
        case _:
            pass


def retype(talk: Talk, address: str) -> None:
    """Ask for an answer again; a cell of a worksheet is filled as the sheet does, what it computes included."""
    from advisor.interview.worksheets import worksheet

    plan = talk.interview.plan
    sheet = plan.sheets.get(plan.key(address))
    if sheet is not None and sheet.kind == "feuille":
        worksheet(talk, sheet.id).fill(address)
        return
    item = talk.interview.question(address).items[0]
    talk.question(item, "Modifier une réponse", (Tool.UNKNOWN, Tool.HELP, Tool.WHY, Tool.BACK))


def edit_head(talk: Talk) -> None:
    """Name, SIREN, adviser, dates and notes of the dossier, one field at a time."""
    field: str | Tool | None = None
    mark = here().mark()
    while True:
        here().back_to(mark)
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
            case lookup.ROW:
                lookup.look_up(talk)
                continue
            case _:
                return
        if not isinstance(text, Tool):
            put_head(talk, field, (text or None) if field == "requested" else text)
            if field in ("on", "requested"):
                talk.notice(f"Droit appliqué : celui du {french_date(talk.interview.on)}.")


def asked_head(talk: Talk, adviser: str = "") -> None:
    """What is asked of every dossier besides its name; each field is saved at once."""
    dossier = talk.interview.dossier
    put_head(talk, "siren", write("SIREN (facultatif) :", default=dossier.siren, replace=True, check=bad_siren))
    named = dossier.adviser or adviser
    named = "" if bad_adviser(named) else named  # an earlier dossier may hold anything
    put_head(talk, "adviser", write("Conseiller (facultatif) :", default=named, replace=True, check=bad_adviser))
    day = talk.interview.on.strftime(DAY)
    put_head(talk, "on", write("Date d'examen :", default=day, replace=True, empty=day, check=bad_date))


def put_head(talk: Talk, field: str, text: str | Tool | None) -> None:
    value = None if text is None else str(text)
    talk.saved(lambda: talk.interview.describe(**{field: value}))


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


# -- evidence and notes -------------------------------------------------------------------------------------------


def add_evidence(talk: Talk, address: str) -> None:
    """Evidence for the answer given, or about to be."""
    given = talk.interview.dossier.answers.get(address)
    known = talk.draft(address).evidence or talk.evidence.get(address)

    def keep(evidence: Evidence) -> None:
        talk.saved(lambda: talk.interview.annotate(address, evidence=evidence))

    found = read_evidence(talk, known or (given.evidence if given else None), keep=keep)
    if found is None:
        return
    keep(found)
    if given is not None:
        talk.notice(f"Pièce enregistrée : {evidence_words(found)}.")


def read_evidence(
    talk: Talk,
    current: Evidence | None,
    document: str = "",
    keep: Callable[[Evidence], None] = lambda _: None,
) -> Evidence | None:
    """Level, document and page; None when the adviser goes back. ``keep`` saves the document before its new page."""
    talk.top("Pièce justificative")
    rows = [
        Option("declare", "Déclaré : on me le dit, je n'ai pas vu de document"),
        Option("vu", "Vu : j'ai lu le document"),
        Option("copie_jointe", "Copie jointe : j'ai lu le document et j'en garde une copie"),
    ]
    level: EvidenceLevel | Tool = pick(
        "D'où vient la réponse ?",
        rows,
        tools=BACK_ONLY,
        back=LEAVE,
        current=current.level if current else "vu",
        used=talk.screen.used,
    )
    if level is Tool.BACK:
        return None
    if level == "declare":
        return Evidence(level="declare")
    known = (current.document if current else "") or document or talk.last_document
    before = current.page if current else ""
    prompt = f"Document (Entrée garde « {known} ») :" if known else "Document :"
    name = str(write(prompt, keep=known, name="document"))
    if name:
        keep(Evidence(level=level, document=name, page=before))
    page = str(write("Page (Entrée pour passer) :", default=before, replace=True))
    talk.last_document = name
    talk.keep()
    return Evidence(level=level, document=name, page=page)


def evidence_words(evidence: Evidence | None) -> str:
    """``vu, Statuts, page 4``."""
    if evidence is None:
        return "aucune (déclaré)"
    page = f"page {evidence.page}" if evidence.page else ""
    return ", ".join(part for part in (LEVELS[evidence.level], evidence.document, page) if part)


def add_note(talk: Talk, address: str) -> None:
    """A remark on the answer given, or about to be."""
    given = talk.interview.dossier.answers.get(address)
    before = given.note if given else talk.draft(address).note
    note = str(write("Note (Entrée pour finir) :", default=before, free=True, name=f"{address} note"))
    talk.saved(lambda: talk.interview.annotate(address, note=note))
    if note:
        talk.notice("Note gardée avec la réponse." if given else "Note gardée ; elle ira avec la réponse.")


# -- what cannot be -----------------------------------------------------------------------------------------------


def contradiction(talk: Talk, found: Sequence[ContradictionView]) -> None:
    """Tell which answers cannot all be right, how to mend it, and offer to; the figures are those of the moment."""
    for first in found:
        mark = here().mark()
        while (clash := _still(talk, first)) is not None:
            here().back_to(mark)
            talk.top("Ces réponses se contredisent")
            talk.screen.say(clash.message, style="bold")
            talk.screen.say()
            talk.screen.say(clash.mend)
            talk.screen.say()
            talk.screen.say(
                "Tant que rien ne change, ces réponses sont gardées mais ne servent pas au verdict.", style="dim"
            )
            rows = [Option(one, f"Corriger « {talk.label(one)} : {talk.said(one)} »") for one in clash.addresses]
            rows.append(Option("", "Laisser ainsi pour l'instant ; ce sera rappelé dans ce qui manque"))
            chosen = pick("Que faire ?", rows, used=talk.screen.used, name=f"{first.id} contredit")
            if not chosen:
                break
            retype(talk, chosen)
        else:
            here().back_to(mark)


def _still(talk: Talk, clash: ContradictionView) -> ContradictionView | None:
    """A contradiction as it stands now; None once it is mended."""
    now = talk.interview.assessment.contradictions
    return next((one for one in now if (one.id, one.addresses) == (clash.id, clash.addresses)), None)
