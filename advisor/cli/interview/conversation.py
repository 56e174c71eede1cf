"""A conversation in the terminal: what it holds, how a question is put, and what becomes of an answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.assessment.model import ContradictionView
from advisor.assessment.wording import LEVELS
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.screen import Screen, TurnEnd, prompt_label, refusal
from advisor.cli.interview.widgets import pick, pick_many, write
from advisor.common.errors import InputError
from advisor.common.files import release
from advisor.common.french import brief
from advisor.dossier import Draft, Evidence
from advisor.dossier.answer_parsing import AnswerError, doubtful, meant
from advisor.interview.feedback import Feedback, Standing
from advisor.interview.groups import GroupItem, first_holder, holder_words, row_name
from advisor.interview.machine import Interview
from advisor.interview.outlook import words_of
from advisor.interview.store import FileChanged, lock_dossier
from advisor.interview.tools import ALL_TOOLS, Tool, legend
from advisor.rules.facts import FactType

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Conversation(ABC):
    """One interview in a terminal."""

    def __init__(self, interview: Interview, screen: Screen) -> None:
        self.interview = interview
        self.screen = screen
        self.evidence: dict[str, Evidence] = {}
        self.sources: dict[str, Evidence] = {}
        self.documents: set[str] = set()  # those asked for already, there or not
        shown = [one.evidence for one in interview.dossier.answers.values() if one.evidence and one.proven]
        self.last_document = shown[-1].document if shown else ""
        self.looked_up = False  # the public record was offered already
        self.lock: BaseFileLock | None = None  # on the file, while this window conducts its interview

    # -- one question ---------------------------------------------------------------------------------------------

    def question(
        self, item: GroupItem, heading: str = "", tools: Collection[Tool] = ALL_TOOLS, back: str = ""
    ) -> TurnEnd:
        """Ask for one address until it is answered, or the adviser goes back.

        Args:
            item: what to ask.
            heading: title of the screen; the theme by default.
            tools: what is offered.
            back: what « retour » does here, when it does not lead to the question before.
        """
        interview = self.interview
        while True:
            self.top(heading or interview.plan.titles[item.fact.theme])
            self.put(item, tools)
            reply = self.prompt(item, tools, back)
            if not isinstance(reply, Tool):
                reply = self.settle(item, reply)
                if reply is None:
                    continue
                self.accept(item.address, reply)
                return TurnEnd.NEXT
            if reply is Tool.UNKNOWN:
                self.accept(item.address, None)
                return TurnEnd.NEXT
            if reply is Tool.BACK:
                return TurnEnd.BACK
            self.tool(reply, item)
            if reply is Tool.CHANGE:
                # What was asked may no longer be: the machine chooses again.
                return TurnEnd.NEXT
            item = interview.item(item.address)

    def top(self, title: str) -> None:
        """Print the head of a turn: where one stands, what just happened, the theme."""
        self.screen.clear()
        self.screen.header(self.interview.dossier.name, self.interview.progress(), self.interview.past_verdicts)
        self.screen.tell()
        self.screen.rule(title)

    def put(self, item: GroupItem, tools: Collection[Tool]) -> None:
        """Print the question itself, with what was answered before."""
        fact = item.fact
        self.screen.say(self.wording(item), style="bold")
        if item.answer is not None:
            self.screen.say(f"Réponse actuelle : {self.said(item.address)}", style="italic")
        draft = self.draft(item.address)
        if evidence := draft.evidence or self.evidence.get(item.address):
            self.screen.say(f"Pièce : {evidence_words(evidence)}", style="italic")
        if draft.note:
            self.screen.say(f"Note : {brief(draft.note)}", style="italic")
        if fact.type is FactType.CHOICES:
            self.screen.say(legend(tools), style="dim")
        elif not fact.options:
            if fact.example:
                self.screen.say(f"Exemple : {fact.example}", style="dim")
            self.screen.say(f"Une lettre puis Entrée : {legend(tools)}", style="dim")

    @staticmethod
    def wording(item: GroupItem) -> str:
        """Return the question in full; for a row of a table, which row."""
        return f"{item.fact.question} ({row_name(item.slot)})" if item.slot else item.fact.question

    def draft(self, address: str) -> Draft:
        """Return what was typed about a question before its answer."""
        return self.interview.dossier.drafts.get(address) or Draft()

    def said(self, address: str) -> str:
        return words_of(self.interview.knowledge, self.interview.dossier, address)

    def prompt(self, item: GroupItem, tools: Collection[Tool], back: str = "") -> Any:
        """Read one answer, or a tool."""
        fact = item.fact
        given = item.answer.value if item.answer else None
        options = [Choice(one.id, one.label or one.id, one.help, one.words) for one in fact.options]
        if fact.type is FactType.CHOICES:
            return pick_many(
                "Vos réponses",
                options,
                tools=tools,
                current=given if isinstance(given, tuple) else (),
                used=self.screen.used,
                check=lambda chosen: refusal(fact, tuple(chosen)),
            )
        hidden: tuple[Tool, ...] = ()
        if fact.type is FactType.CLAUSE and Tool.UNKNOWN in tools:
            options.append(Choice(Tool.UNKNOWN, "Pas encore lu"))
            hidden = (Tool.UNKNOWN,)
            given = Tool.UNKNOWN if item.answer and item.answer.unknown else given
        if fact.options:
            return pick(
                "Votre réponse",
                options,
                tools=tools,
                current=given,
                preset=False,
                used=self.screen.used,
                holder=holder_words(first_holder(fact.holder)),
                hidden=hidden,
                back=back,
            )
        current = given if isinstance(given, str) else ""
        free = fact.type is FactType.TEXT
        return write(
            prompt_label(fact, bool(current) and not free),
            tools=tools,
            default=current if free else "",
            keep="" if free else current,
            check=lambda text: refusal(fact, text),
        )

    def settle(self, item: GroupItem, reply: Any) -> Any:
        """Return what a reply means, asked when it reads two ways; None to ask the question again."""
        if not isinstance(reply, str) or item.fact.options:
            return reply
        doubts = doubtful(item.fact, reply)
        if not doubts:
            return meant(item.fact, reply)
        self.top("À préciser")
        self.screen.say(self.wording(item), style="bold")
        rows = [Choice(value, words) for value, words in doubts]
        rows.append(Choice(None, "Autre chose : je corrige"))
        return pick(f"« {reply} », c'est :", rows, used=self.screen.used)

    # -- what an answer changes -----------------------------------------------------------------------------------

    def accept(self, address: str, reply: Any, note: str | None = None) -> None:
        """Record an answer (None: « je ne sais pas »), with a new note if any, then tell what it changed."""
        feedback = self.record(address, reply, note)
        if reply is None:
            fact, _ = self.interview.knowledge.addresses[address]
            self.notice(f"À réunir : {fact.short}. Qui le sait : {holder_words(fact.holder)}.", "dim")
        if feedback is not None:
            self.tell(feedback)

    def record(self, address: str, reply: Any, note: str | None = None) -> Feedback | None:
        """Write an answer to the file, with the evidence and the note that go with it."""
        draft = self.draft(address)
        # What was typed for this very answer comes before what goes with the whole sheet.
        evidence = self.evidence.pop(address, None)
        evidence = draft.evidence or evidence
        given = self.interview.dossier.answers.get(address)
        if evidence is None and (given is None or given.evidence is None):
            # What is read in the document of a sheet is seen with it.
            evidence = self.sources.get(self.interview.plan.key(address))
        if isinstance(reply, list):
            reply = tuple(reply)
        call = (
            (lambda: self.interview.unknown(address, note=note))
            if reply is None
            else (lambda: self.interview.answer(address, reply, evidence=evidence, note=note))
        )
        return self.saved(call)

    def saved(self, call: Callable[[], Feedback | None]) -> Feedback | None:
        """Run what writes the file; what refuses (a disk, another window, a text too long) is reported."""
        answers, before = set(self.interview.dossier.answers), Standing.of(self.interview)
        try:
            return call()
        except AnswerError as error:
            self.notice(f"Rien n'a changé : {error}.", "bold")
            return None
        except InputError as error:
            refused(self, error)
            # The file taken back may contradict what was answered here.
            clashes = before.changed(self.interview).contradictions
            return Feedback(clashes) if clashes or self.interview.dossier.answers.keys() - answers else None

    def tell(self, feedback: Feedback) -> None:
        """Announce what an answer decided, set aside or contradicted."""
        lines = {line.status: line for line in self.interview.progress().lines}
        for status in feedback.decided:
            line = lines[status]
            self.notice(f"Cette réponse décide pour le statut {status.upper()} : {line.words}.", "bold")
        for status in feedback.reopened:
            self.notice(f"Le statut {status.upper()} est de nouveau ouvert : {lines[status].words}.", "bold")
        if feedback.set_aside:
            named = ", ".join(self.label(address) for address in feedback.set_aside)
            self.notice(f"Mis de côté, car sans objet désormais (rien n'est perdu) : {named}.")
        if feedback.restored:
            named = ", ".join(self.label(address) for address in feedback.restored)
            self.notice(f"De nouveau pris en compte : {named}.")
        self.contradict((*feedback.contradictions, *feedback.warnings))

    def label(self, address: str) -> str:
        fact, slot = self.interview.knowledge.addresses[address]
        return f"{fact.short} ({slot})" if slot else fact.short

    def notice(self, text: str, style: str = "") -> None:
        """Keep something to be told at the top of the next turn."""
        self.screen.notice(text, style=style)

    @abstractmethod
    def tool(self, tool: Tool, item: GroupItem) -> None:
        """Do what a tool does beside a question; « je ne sais pas » and « retour » end the turn instead."""

    @abstractmethod
    def contradict(self, found: Sequence[ContradictionView]) -> None:
        """Tell answers that cannot all be right, and offer to mend them."""


def evidence_words(evidence: Evidence | None) -> str:
    """Return an evidence in words: ``vu, Statuts, page 4``."""
    if evidence is None:
        return "aucune (déclaré)"
    page = f"page {evidence.page}" if evidence.page else ""
    return ", ".join(part for part in (LEVELS[evidence.level], evidence.document, page) if part)


def put_head(talk: Conversation, field: str, text: str | Tool | None) -> None:
    value = None if text is None else str(text)
    talk.saved(lambda: talk.interview.describe(**{field: value}))


# -- a file that cannot be written ------------------------------------------------------------------------------------


def refused(talk: Conversation, error: InputError) -> None:
    """Say what refused, and what can be done, until it is settled."""
    found: InputError | None = error
    while found is not None:
        found = changed_elsewhere(talk, found) if isinstance(found, FileChanged) else cannot_save(talk, found)


def cannot_save(talk: Conversation, error: InputError) -> InputError | None:
    """Offer to try again when the disk refused, and return what refuses next, if anything does."""
    tell_error(talk, "L'enregistrement a échoué", error)
    talk.screen.say("La réponse reste en mémoire tant que le programme tourne.")
    rows = [Choice(True, "Réessayer"), Choice(False, "Continuer ; la prochaine réponse réessaiera")]
    if not pick("Que faire ?", rows, used=talk.screen.used):
        return None
    try:
        talk.interview.save()
    except InputError as again:
        return again
    return None


def changed_elsewhere(talk: Conversation, error: InputError) -> InputError | None:
    """Put what is known here in safety when another wrote the file, then let the person choose.

    Returns:
        What refuses next, if anything does.
    """
    interview = talk.interview
    try:
        copy = interview.rescue()
    except InputError as again:
        return again
    while True:
        tell_error(talk, "Ce dossier a changé ailleurs", error)
        talk.screen.say(f"Tout ce qui a été répondu ici est en sûreté dans {copy.name}", style="bold")
        rows = [
            Choice("file", "Reprendre le fichier tel qu'il est maintenant, et y porter la dernière réponse"),
            Choice("copy", f"Continuer dans la copie, {copy.name}"),
        ]
        try:
            chosen = pick("Que faire ?", rows, preset=False, used=talk.screen.used)
        except (KeyboardInterrupt, EOFError):
            # Left here, the interview resumes in the copy, which holds everything.
            go_on_in(talk, copy)
            raise
        if chosen == "copy":
            go_on_in(talk, copy)
            talk.notice(f"L'entretien continue dans {copy.name} ; l'autre fichier est resté tel quel.", "bold")
            return None
        try:
            apart = interview.reload()
        except InputError as again:
            # Unreadable, or changed once more: reported, and asked again.
            error = again
            continue
        talk.notice("Fichier repris ; la dernière réponse y est.", "bold")
        settle_copy(talk, copy, apart)
        return None


def go_on_in(talk: Conversation, copy: Path) -> None:
    talk.interview.path = copy
    if talk.lock is not None:
        release(talk.lock)
        talk.lock = lock_dossier(copy)


def settle_copy(talk: Conversation, copy: Path, apart: tuple[str, ...]) -> None:
    """Erase the copy when the file holds all that was answered here; else say what it holds of its own."""
    if not apart:
        copy.unlink(missing_ok=True)
        return
    named = ", ".join(talk.label(address) for address in apart)
    talk.notice(f"Le fichier répond autrement, ou pas, à : {named}. Ce qui en était connu ici reste dans {copy.name}")


def tell_error(talk: Conversation, title: str, error: InputError) -> None:
    talk.screen.clear()
    talk.screen.rule(title)
    for problem in error.problems:
        talk.screen.say(str(problem))
