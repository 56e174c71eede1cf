"""The grid of clauses: one screen in the order of the statutes, filled clause after clause."""

from __future__ import annotations

from functools import partial

from advisor.advice.guidance import before_deciding, unread_clauses
from advisor.cli.interview.conversation import Conversation, evidence_words
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.question_tools import read_evidence
from advisor.cli.interview.screen import TurnEnd
from advisor.cli.interview.widgets import pick, write
from advisor.common.french import agree, plural
from advisor.dossier import Answer, Evidence
from advisor.interview.groups import Group, GroupItem
from advisor.interview.tools import Tool
from advisor.rules.facts import FactType

GO_ON = "go_on"
OVERVIEW_TOOLS: tuple[Tool, ...] = (Tool.BACK, Tool.CHANGE, Tool.EVIDENCE, Tool.PAUSE)
STATES = {"mot_pour_mot": "oui", "en_partie": "en partie", "non": "non"}


class SheetScreen:
    """Questions answered from one document, whose evidence is asked for once.

    Args:
        talk: the interview in the terminal.
        key: id of the sheet.
    """

    def __init__(self, talk: Conversation, key: str) -> None:
        self.talk, self.key = talk, key

    @property
    def group(self) -> Group:
        return self.talk.interview.group(self.key)

    def source(self) -> TurnEnd | None:
        """Ask whether the document is there: its level of evidence then goes with every answer read in it.

        Returns:
            How the turn ends; None to go on with the questions.
        """
        talk, group = self.talk, self.group
        if not group.needed or self._known():
            return None
        talk.top(group.title)
        talk.screen.say(f"Pour remplir ce tableau, prenez {group.bring}.", style="bold")
        rows = [
            Choice("vu", "Je l'ai sous les yeux"),
            Choice("copie_jointe", "Je l'ai sous les yeux et j'en garde une copie"),
            Choice("declare", "Je ne l'ai pas, mais on me donne les réponses"),
        ]
        passing = [(Tool.UNKNOWN.value, Tool.REST, "Je ne l'ai pas : passer ce tableau, ce sera à réunir")]
        tools = (Tool.WHY, Tool.HELP, Tool.BACK, Tool.CHANGE, Tool.PAUSE)
        chosen = pick("Avez-vous le document ?", rows, tools=tools, preset=False, used=talk.screen.used, extra=passing)
        if chosen is Tool.BACK:
            return TurnEnd.BACK
        if isinstance(chosen, Tool) and chosen is not Tool.REST:
            talk.tool(chosen, group.needed[0])
            return self.source() if self.group.needed else TurnEnd.NEXT
        talk.documents.add(group.document)
        if chosen is Tool.REST:
            self.pass_rest()
            return TurnEnd.NEXT
        if chosen != "declare":
            talk.sources[group.key] = Evidence(level=chosen, document=group.document)
        return None

    def _known(self) -> bool:
        """Whether it is known already that the document is there: it was asked, or answers were read in it."""
        talk, group = self.talk, self.group
        if group.key not in talk.sources:
            given = [item.answer for item in group.items if item.answer]
            given = given or [*talk.interview.dossier.answers.values()]
            shown = [one.evidence for one in given if one.evidence and one.proven]
            shown += [one for one in talk.sources.values() if one.level != "declare"]
            read = [one for one in shown if one.document == group.document]
            if read:
                talk.sources[group.key] = read[-1].model_copy(update={"page": ""})
            elif drafted := [one for item in group.items if (one := talk.draft(item.address).evidence)]:
                talk.sources[group.key] = drafted[-1]
        asked = group.key in talk.sources or group.document in talk.documents
        return asked or any(item.answer and not item.answer.unknown for item in group.items)

    def ask_evidence(self) -> None:
        """Ask for the evidence of every answer of the sheet, given or to come."""
        talk, group = self.talk, self.group
        # In the file before any answer: it is taken back from there when the interview resumes.
        items = [*group.needed[:1], *(item for item in group.items if item.answer and not item.answer.unknown)]

        def save(evidence: Evidence) -> None:
            talk.sources[self.key] = evidence
            for item in items:
                talk.saved(partial(talk.interview.annotate, item.address, evidence=evidence))

        found = read_evidence(talk, talk.sources.get(self.key), save, group.document)
        if found is not None:
            talk.notice(f"Pièce pour tout le tableau : {evidence_words(found)}.")

    def pass_rest(self) -> None:
        """Answer « je ne sais pas » to all that is left on the sheet."""
        count = 0
        while needed := self.group.needed:
            count += 1
            if self.talk.saved(partial(self.talk.interview.unknown, needed[0].address)) is None:
                break
        self.talk.notice(f"{plural(count, 'réponse')} à réunir, avec {self.group.bring}.")


class Grid(SheetScreen):
    """Clauses of one document."""

    def run(self) -> TurnEnd:
        """Ask until every clause is answered or passed, or the adviser goes back."""
        items = self.group.items
        if len(items) == 1:
            return self.clause(items[0].address, alone=True)
        if (ended := self.source()) is not None:
            return ended
        chosen = self.overview()
        while True:
            if chosen is Tool.BACK:
                return TurnEnd.BACK
            if chosen == GO_ON:
                return TurnEnd.NEXT
            if chosen is Tool.REST:
                self.pass_rest()
                return TurnEnd.NEXT
            if isinstance(chosen, Tool):
                self.aside(chosen)
                if not self.group.items:
                    return TurnEnd.NEXT
                chosen = self.overview()
                continue
            item = self.group.item(chosen)
            again = item is not None and item.answer is not None
            if self.clause(chosen) is TurnEnd.BACK or again:
                chosen = self.overview()
                continue
            # Straight to the next clause to read, without a detour by the list.
            following = self.next_after(chosen)
            if following is None:
                self.tell_unread()
                return TurnEnd.NEXT
            chosen = following

    def tell_unread(self) -> None:
        """Say that clauses are left unread, because they no longer change a verdict, and when they come back."""
        interview = self.talk.interview
        if interview.going_on:
            return
        if left := len(unread_clauses(interview.assessment, interview.knowledge)):
            when = before_deciding(interview.assessment)
            self.talk.notice(f"{plural(left, 'clause')} à lire encore : l'entretien y revient à la fin, avant {when}.")
        elif interview.decided:
            wanted = {need.address for need in interview.useful()} - interview.dossier.answers.keys()
            if wanted.intersection(interview.plan.sheets[self.key].facts):
                text = "Les autres clauses ne changent plus les verdicts ; vous pourrez les lire à la fin."
                self.talk.notice(text, "dim")

    def next_after(self, address: str) -> str | None:
        """Return the next clause to read below an address, else the first one above."""
        items = self.group.items
        place = next((rank for rank, item in enumerate(items) if item.address == address), -1)
        return next((item.address for item in (*items[place + 1 :], *items[: place + 1]) if item.needed), None)

    def overview(self) -> str | Tool:
        """Show the list of clauses with their state; returns what to open."""
        talk, group = self.talk, self.group
        talk.top(group.title)
        talk.screen.say(counted(group), style="dim")
        rows = [Choice(item.address, clause_line(item, talk)) for item in group.items]
        tools, extra, first = OVERVIEW_TOOLS, [("c", GO_ON, "Continuer l'entretien")], None
        if group.needed:
            tools, extra, first = (Tool.REST, *tools), [], group.needed[0].address
        chosen: str | Tool = pick(
            "Quelle clause ?", rows, tools=tools, current=first, used=talk.screen.used, extra=extra
        )
        return chosen

    def clause(self, address: str, alone: bool = False) -> TurnEnd:
        """Ask for one clause, then for article and words; ``alone`` when there is no list to come back to."""
        talk, group = self.talk, self.group
        item = group.item(address)
        if item is None:
            return TurnEnd.BACK
        if alone:
            outcome = talk.question(item)
        else:
            heading = f"{group.title} ({group.items.index(item) + 1} sur {len(group.items)})"
            outcome = talk.question(item, heading, back="Revenir à la liste des clauses")
        given = talk.interview.dossier.answers.get(address)
        if outcome is TurnEnd.NEXT and given is not None and wants_words(item, given):
            self.words(address, given)
        return outcome

    def words(self, address: str, given: Answer) -> None:
        """Ask for article number and quote, both optional."""
        talk = self.talk
        talk.screen.top(talk.label(address))
        talk.screen.say(f"Réponse notée : {talk.said(address)}.")
        talk.screen.say("Entrée seule pour passer.", style="dim")
        value = given.value
        assert value is not None
        article = str(write("Numéro de l'article :", default=given.article, replace=True))
        if article != given.article:
            talk.saved(lambda: talk.interview.answer(address, value, article=article))
        quote = str(write("Les mots des statuts :", default=given.quote))
        if quote != given.quote:
            talk.saved(lambda: talk.interview.answer(address, value, quote=quote))

    def aside(self, tool: Tool) -> None:
        if tool is Tool.EVIDENCE:
            self.ask_evidence()
        else:
            self.talk.tool(tool, self.group.items[0])


def wants_words(item: GroupItem, given: Answer) -> bool:
    """Tell whether a clause has a place and words; « non » and « pas encore lu » have none."""
    written = [option.id for option in item.fact.options if option.written]
    return item.fact.type in (FactType.CLAUSE, FactType.CHOICE) and given.value in written


def counted(group: Group) -> str:
    """Return how many clauses are in which state, in the words of their lines."""
    answers = [item.answer for item in group.items]
    unread = sum(one is not None and one.unknown for one in answers)
    read = sum(one is not None and not one.unknown for one in answers)
    to_read = len(answers) - unread - read
    if read == len(answers):
        return "Toutes les clauses sont lues. Entrée en ouvre une pour la revoir."
    counts = [f"{to_read} à lire"] if to_read else []
    counts += [f"{unread} pas encore {agree(unread, 'lue')}"] if unread else []
    counts += [plural(read, "lue")] if read else []
    return f"{plural(len(answers), 'clause')} : {', '.join(counts)}. Entrée ouvre la clause."


def clause_line(item: GroupItem, talk: Conversation) -> str:
    """Return a clause on one line: ``[oui]        Objet : but d'utilité sociale écrit, art. 2``."""
    given = item.answer
    if given is None:
        state = "à lire"
    elif given.unknown:
        state = "pas encore lu"
    elif item.fact.type is FactType.CLAUSE:
        state = STATES[str(given.value)]
    else:
        state = "répondu"
    label = item.fact.short
    if given is not None and not given.unknown and item.fact.type is not FactType.CLAUSE:
        label += f" : {talk.said(item.address)}"
    if given is not None and given.article:
        label += f", art. {given.article}"
    return f"{f'[{state}]':<15} {label}"
