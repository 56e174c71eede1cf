"""The interview in the terminal, one turn after another; and how an answer is changed."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.assessment.model import ContradictionView
from advisor.cli.interview.conversation import Conversation, evidence_words
from advisor.cli.interview.dossier_header import edit_head, offer
from advisor.cli.interview.grid import Grid
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.question_tools import read_evidence, use_tool
from advisor.cli.interview.screen import TurnEnd
from advisor.cli.interview.sheets import answers_given, retype, worksheet
from advisor.cli.interview.trial import try_answers
from advisor.cli.interview.widgets import pick, write
from advisor.common.french import brief
from advisor.interview.groups import Group, GroupItem
from advisor.interview.tools import LEAVE, Tool


class Talk(Conversation):
    """A conversation led from the first question to the last."""

    def run(self) -> None:
        """Ask until nothing is left to ask.

        Raises:
            Pause: the adviser asked for it.
        """
        interview = self.interview
        # Left after the first question, the interview resumes at what follows it.
        alone = [*interview.dossier.answers] == [interview.first]
        group = self.after_first() if alone else interview.next_group()
        while group is not None:
            if self.ask(group) is TurnEnd.BACK:
                previous = interview.back()
                if previous is not None and previous.key == group.key:
                    # A sheet half filled is itself the last place: one goes further back.
                    previous = interview.back()
                if previous is None:
                    self.notice("Il n'y a pas de question avant celle-ci.")
                group = previous or group
            else:
                group = self.after_first() if group.key == interview.first else interview.next_group()

    def after_first(self) -> Group | None:
        """Offer the public record, once; returns the next group, or the first question again."""
        interview = self.interview
        if offer(self) is TurnEnd.BACK:
            interview.stand(interview.first)
            return interview.group(interview.first)
        return interview.next_group()

    def ask(self, group: Group) -> TurnEnd:
        """Put one group, whatever its kind."""
        if group.kind == "question":
            return self.question(group.items[0])
        if group.kind == "grille":
            return Grid(self, group.key).run()
        return worksheet(self, group.key).run()

    def tool(self, tool: Tool, item: GroupItem) -> None:
        if tool is Tool.CHANGE:
            change(self)
        else:
            use_tool(self, tool, item)

    def contradict(self, found: Sequence[ContradictionView]) -> None:
        contradiction(self, found)


# -- change an answer given before, or settle a contradiction between some -------------------------------------------


def change(talk: Conversation) -> None:
    """Choose an earlier answer and change it; the others are kept."""
    while True:
        talk.top("Modifier une réponse")
        rows = [Choice("", "La fiche du dossier : nom, SIREN, conseiller, dates"), *answers_given(talk)]
        chosen = pick("Laquelle ?", rows, preset=False, used=talk.screen.used, back=LEAVE)
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
    rows = [
        Choice("answer", "Changer la réponse"),
        Choice("evidence", f"Pièce justificative : {evidence_words(None if given.unknown else given.evidence)}"),
        Choice("note", f"Note : {brief(given.note) or 'aucune'}"),
        Choice("erase", "Effacer la réponse, comme si elle n'avait pas été donnée"),
    ]
    # Of a day before the law, there is no verdict to compare.
    if interview.on >= interview.knowledge.base.start:
        rows.append(Choice("try", "Et si… ? Essayer une autre réponse, sans rien changer"))
    match pick("Que voulez-vous faire ?", rows, used=talk.screen.used, back=LEAVE):
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


def contradiction(talk: Conversation, found: Sequence[ContradictionView]) -> None:
    """Tell which answers cannot all be right, how to mend it, and offer to; the figures are those of the moment."""
    for first in found:
        while (clash := _still(talk, first)) is not None:
            talk.top("À relire" if clash.warns else "Ces réponses se contredisent")
            talk.screen.say(clash.message, style="bold")
            talk.screen.say()
            talk.screen.say(clash.mend)
            talk.screen.say()
            if not clash.warns:
                talk.screen.say(
                    "Tant que rien ne change, ces réponses sont gardées mais ne servent pas au verdict.", style="dim"
                )
            rows = [Choice(one, f"Corriger « {talk.label(one)} : {talk.said(one)} »") for one in clash.addresses]
            left = "Garder cette réponse" if clash.warns else "Laisser ainsi pour l'instant ; ce sera rappelé à la fin"
            rows.append(Choice("", left))
            chosen = pick("Que faire ?", rows, used=talk.screen.used)
            if not chosen:
                break
            retype(talk, chosen)


def _still(talk: Conversation, clash: ContradictionView) -> ContradictionView | None:
    """A contradiction as it stands now; None once it is mended."""
    now = (*talk.interview.assessment.contradictions, *talk.interview.assessment.warnings)
    return next((one for one in now if (one.id, one.addresses) == (clash.id, clash.addresses)), None)
