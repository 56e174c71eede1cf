"""What one can do at any question besides answering: help, reasons, evidence, notes."""

from __future__ import annotations

from collections.abc import Callable

from advisor.cli.interview.conversation import Conversation, evidence_words
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.screen import Pause
from advisor.cli.interview.widgets import pick, write
from advisor.common.french import plural
from advisor.dossier import Evidence, EvidenceLevel
from advisor.interview.groups import GroupItem
from advisor.interview.tools import LEAVE, Tool
from advisor.rules.vocabulary import Outcome
from advisor.rules.words import MARKS, STATES

MOST_REASONS = 6


def help_page(talk: Conversation, item: GroupItem) -> None:
    """Show explanation, example, where to find it, who knows; and what each choice means."""
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


def why(talk: Conversation, item: GroupItem) -> None:
    """Tell which criteria wait for the answer, with their articles; what each answer would settle."""
    reasons = talk.interview.why(item.address)
    effects = talk.interview.what_if_answers(item.address)
    lines: list[str] = [item.fact.question, ""]
    if effects:
        lines.append("Ce que changerait chaque réponse :")
    else:
        lines.append("Ce que la réponse changera dépend du chiffre, ou de la date.")
    for effect in effects:
        labels = " / ".join(effect.labels[:5]) + (" / …" if len(effect.labels) > 5 else "")
        changes = [f"{status.upper()} {STATES[state].words}, {words}" for status, state, words in effect.changes]
        # What an answer opens says more than all that it leaves closed.
        opened = [(title, outcome) for title, outcome in effect.settled if outcome == Outcome.MET]
        changes += [f"{title} : {MARKS[outcome][1]}" for title, outcome in (opened or effect.settled)[:3]]
        if effect.clash:
            changes.insert(0, "contredirait une autre réponse")
        lines.append(f"  – {labels} → {' ; '.join(changes) if changes else 'rien de décidé, on continue'}")
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


# -- evidence and notes -------------------------------------------------------------------------------------------


def add_evidence(talk: Conversation, item: GroupItem) -> None:
    """Ask for evidence for the answer given, or about to be."""
    address, given = item.address, talk.interview.dossier.answers.get(item.address)
    known = talk.draft(address).evidence or talk.evidence.get(address) or (given.evidence if given else None)
    found = read_evidence(talk, known, lambda one: talk.saved(lambda: talk.interview.annotate(address, evidence=one)))
    if found is not None and given is not None:
        talk.notice(f"Pièce enregistrée : {evidence_words(found)}.")


def read_evidence(
    talk: Conversation, current: Evidence | None, save: Callable[[Evidence], object], document: str = ""
) -> Evidence | None:
    """Ask for level, document and page, saved as soon as the document is named; None when the adviser goes back."""
    talk.top("Pièce justificative")
    rows = [
        Choice("declare", "Déclaré : on me le dit, je n'ai pas vu de document"),
        Choice("vu", "Vu : j'ai lu le document"),
        Choice("copie_jointe", "Copie jointe : j'ai lu le document et j'en garde une copie"),
    ]
    level: EvidenceLevel | Tool = pick(
        "D'où vient la réponse ?", rows, back=LEAVE, current=current.level if current else "vu", used=talk.screen.used
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


def add_note(talk: Conversation, item: GroupItem) -> None:
    """Ask for a remark on the answer given, or about to be."""
    address, given = item.address, talk.interview.dossier.answers.get(item.address)
    before = given.note if given else talk.draft(address).note
    note = str(write("Note (Entrée pour finir) :", default=before, free=True))
    talk.saved(lambda: talk.interview.annotate(address, note=note))
    if note:
        talk.notice("Note gardée avec la réponse." if given else "Note gardée ; elle ira avec la réponse.")


def use_tool(talk: Conversation, tool: Tool, item: GroupItem) -> None:
    """Do what a tool does beside a question, corrections apart.

    Raises:
        Pause: the adviser stops here.
    """
    if tool is Tool.PAUSE:
        raise Pause
    if tool in _BESIDE:
        _BESIDE[tool](talk, item)


_BESIDE = {Tool.WHY: why, Tool.HELP: help_page, Tool.EVIDENCE: add_evidence, Tool.NOTE: add_note}
