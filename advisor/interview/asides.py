"""What one can do at any question besides answering: help, reasons, corrections, evidence, notes, contradictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from advisor.assessment import ContradictionView, Outcome
from advisor.dossier import Evidence, EvidenceLevel
from advisor.interview.groups import Item
from advisor.interview.head import edit_head
from advisor.interview.outlook import STATE_WORDS
from advisor.interview.tools import BACK_ONLY, LEAVE, Tool
from advisor.interview.turn import brief, plural
from advisor.interview.widgets import Option, pick, write
from advisor.wording import LEVELS

if TYPE_CHECKING:
    from advisor.interview.talk import Talk

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
    while True:
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
    match pick("Que voulez-vous faire ?", rows, tools=BACK_ONLY, used=talk.screen.used, back=LEAVE):
        case "answer":
            retype(talk, address)
        case "try":
            from advisor.interview.trial import try_answers

            try_answers(talk, address)
        case "evidence":
            read_evidence(
                talk, given.evidence, lambda found: talk.saved(lambda: interview.annotate(address, evidence=found))
            )
        case "note":
            note = write("Note :", default=given.note, free=True)
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


# -- evidence and notes -------------------------------------------------------------------------------------------


def add_evidence(talk: Talk, address: str) -> None:
    """Evidence for the answer given, or about to be."""
    given = talk.interview.dossier.answers.get(address)
    known = talk.draft(address).evidence or talk.evidence.get(address) or (given.evidence if given else None)

    def save(evidence: Evidence) -> None:
        talk.saved(lambda: talk.interview.annotate(address, evidence=evidence))

    found = read_evidence(talk, known, save)
    if found is not None and given is not None:
        talk.notice(f"Pièce enregistrée : {evidence_words(found)}.")


def read_evidence(
    talk: Talk, current: Evidence | None, save: Callable[[Evidence], object], document: str = ""
) -> Evidence | None:
    """Level, document and page, saved as soon as the document is named; None when the adviser goes back."""
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
    found = Evidence(level=level)
    if level != "declare":
        before = current or found
        known = before.document or document or talk.last_document
        prompt = f"Document (Entrée garde « {known} ») :" if known else "Document :"
        talk.last_document = str(write(prompt, keep=known))
        found = Evidence(level=level, document=talk.last_document, page=before.page)
        save(found)
        page = str(write("Page (Entrée pour passer) :", default=found.page, replace=True))
        found = Evidence(level=level, document=found.document, page=page)
    save(found)
    return found


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
    note = str(write("Note (Entrée pour finir) :", default=before, free=True))
    talk.saved(lambda: talk.interview.annotate(address, note=note))
    if note:
        talk.notice("Note gardée avec la réponse." if given else "Note gardée ; elle ira avec la réponse.")


# -- what cannot be -----------------------------------------------------------------------------------------------


def contradiction(talk: Talk, found: Sequence[ContradictionView]) -> None:
    """Tell which answers cannot all be right, how to mend it, and offer to; the figures are those of the moment."""
    for first in found:
        while (clash := _still(talk, first)) is not None:
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
            chosen = pick("Que faire ?", rows, used=talk.screen.used)
            if not chosen:
                break
            retype(talk, chosen)


def _still(talk: Talk, clash: ContradictionView) -> ContradictionView | None:
    """A contradiction as it stands now; None once it is mended."""
    now = talk.interview.assessment.contradictions
    return next((one for one in now if (one.id, one.addresses) == (clash.id, clash.addresses)), None)
