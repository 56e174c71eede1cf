"""Change an answer given before, or settle a contradiction between some."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.assessment.model import ContradictionView
from advisor.cli.interview.asides import read_evidence
from advisor.cli.interview.conversation import Conversation, evidence_words
from advisor.cli.interview.head import edit_head
from advisor.cli.interview.keys import Option
from advisor.cli.interview.retype import answers_given, retype
from advisor.cli.interview.trial import try_answers
from advisor.cli.interview.widgets import pick, write
from advisor.common.french import brief
from advisor.interview.tools import BACK_ONLY, LEAVE, Tool


def change(talk: Conversation) -> None:
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


def change_one(talk: Conversation, address: str) -> None:
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


def contradiction(talk: Conversation, found: Sequence[ContradictionView]) -> None:
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


def _still(talk: Conversation, clash: ContradictionView) -> ContradictionView | None:
    """A contradiction as it stands now; None once it is mended."""
    now = talk.interview.assessment.contradictions
    return next((one for one in now if (one.id, one.addresses) == (clash.id, clash.addresses)), None)
