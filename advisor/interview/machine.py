"""The interview as a state machine: what to ask next, what an answer changes. It prints nothing.

Everything rests on the dossier: the same answers, in the same order, lead to the same next question, so that a file is
enough to resume. Each accepted answer is written to the file at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from advisor.advice.alternatives import Counterfactual
from advisor.advice.guidance import clause_answers
from advisor.assessment.assess import account, read_dossier
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Assessment
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.relevance import Need, needs, presumed, settling
from advisor.assessment.session import Session
from advisor.dossier import Answer, Dossier, Evidence, field_misfit
from advisor.dossier.answer_parsing import AnswerError, canonical, parse_answer
from advisor.dossier.model import wrong_siren
from advisor.interview._foresight import AnswerEffect, Waiting, effects, waiting
from advisor.interview.feedback import (
    Feedback,
    Standing,
    annotated,
    answered,
    apart,
    founding,
    gathered_by_fact,
    with_entry,
)
from advisor.interview.groups import Group, GroupItem, Plan
from advisor.interview.outlook import Gathering, Progress, gather, progress, useful
from advisor.interview.store import DossierEdit, DossierStore
from advisor.rules.load import Knowledge
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import VerdictId

T = TypeVar("T")


class Interview:
    """One conversation about one company.

    Args:
        knowledge: the rule base.
        dossier: the answers so far; they must fit the catalogue (see `advisor.assessment.assess.check_dossier`).
        path: where to save after each answer; None keeps everything in memory.
        on: day on which the law is applied; by default the dossier's own, then today.
    """

    def __init__(
        self, knowledge: Knowledge, dossier: Dossier, path: Path | None = None, on: date | None = None
    ) -> None:
        self.knowledge = knowledge
        self.plan = Plan(knowledge)
        self._store = DossierStore(path)
        self.on = on or dossier.on or date.today()
        self.dossier = dossier.model_copy(update={"on": self.on, "answers": gathered_by_fact(dossier.answers)})
        self.going_on = False
        self.asked_again: set[str] = set()
        self._place: int | None = None
        self._found: tuple[Dossier, dict[str, Any]] = (self.dossier, {})

    @classmethod
    def resume(cls, knowledge: Knowledge, path: Path, on: date | None = None) -> Interview:
        """Take up the interview of a dossier of the disk, where it was left.

        Raises:
            InputError: not a usable dossier.
        """
        store = DossierStore(path)  # before reading: a change in between is found at the first save
        interview = cls(knowledge, read_dossier(path, knowledge), on=on)
        interview._store = store
        return interview

    # -- what is known --------------------------------------------------------------------------------------------

    def _once(self, what: str, find: Callable[[], T]) -> T:
        """What follows from the answers, found once for each dossier."""
        if self._found[0] is not self.dossier:
            self._found = (self.dossier, {})
        known: dict[str, T] = self._found[1]
        if what not in known:
            known[what] = find()
        return known[what]

    @property
    def reasoning(self) -> Reasoning:
        """The engine's conclusions on the answers so far."""
        return self._once("reasoning", lambda: Reasoning(Session(self.knowledge, self.dossier, self.on)))

    @property
    def assessment(self) -> Assessment:
        """The full assessment of the answers so far."""
        return self._once("assessment", lambda: account(self.reasoning))

    @property
    def decided(self) -> bool:
        """No further answer can change any verdict."""
        return self.on < self.knowledge.base.start or all(map(self.reasoning.decided, self.knowledge.statuses))

    def all_needs(self) -> list[Need]:
        """Return every answer that could still change a verdict, best first, given « je ne sais pas » or not at all."""
        return self._once("needs", lambda: needs(self.reasoning))

    def _to_ask(self, address: str) -> bool:
        given = self.dossier.answers.get(address)
        return given is None or (given.unknown and address in self.asked_again)

    def pending(self) -> list[Need]:
        """Return what is still to be asked, best first; once nothing decides, what is of use when one goes on."""
        if self.on < self.knowledge.base.start:
            return []
        wanted = [] if self.decided else [*presumed(self.reasoning), *self.all_needs()]
        found = [need for need in wanted if self._to_ask(need.address)]
        if not found:
            # What the administration alone may have answered is asked last, where the law alone leaves a verdict open.
            found = [need for need in settling(self.reasoning) if self._to_ask(need.address)]
        if self.going_on and not found:
            found = self.useful()
        return found

    @property
    def past_verdicts(self) -> bool:
        """What is asked no longer decides: a verdict opened again brings the deciding questions back first."""
        return self.going_on and (self.decided or not any(self._to_ask(need.address) for need in self.all_needs()))

    def useful_left(self) -> int:
        """Return how many questions would still be of use past the verdicts, a column of a table counting once."""
        return len({fact_id(need.address) for need in self.useful()})

    def useful(self) -> list[Need]:
        """Return what to ask past the verdicts; of a refusal that may be lifted later, what else must be ready."""
        verdicts = self.assessment.verdicts.values()
        later = {one.route for one in verdicts if one.outcome == VerdictId.NOT_ELIGIBLE and one.later and one.route}
        return [need for need in useful(self.reasoning, later) if self._to_ask(need.address)]

    def prepares(self) -> bool:
        """Whether those questions only prepare statuses that are refused today."""
        known = {need.address for need in useful(self.reasoning)}
        return not any(need.address in known for need in self.useful())

    def clauses_to_read(self) -> tuple[str, ...]:
        """Return answers to read in the statutes before they are changed (`advisor.advice.guidance`)."""
        return clause_answers(self.assessment, self.knowledge)

    def applies(self, address: str) -> bool:
        """False when the fact is known not to concern this company."""
        return self.reasoning.session.applies(address) != FALSE

    def set_aside(self) -> tuple[str, ...]:
        """Return saved answers that no longer apply; they count again if they apply again."""
        return tuple(address for address in self.dossier.answers if not self.applies(address))

    def unknowns(self) -> tuple[str, ...]:
        """Return addresses answered « je ne sais pas »."""
        return tuple(address for address, given in self.dossier.answers.items() if given.unknown)

    @property
    def first(self) -> str:
        """What is asked before all else."""
        return next(iter(self.knowledge.addresses))

    # -- the conversation -----------------------------------------------------------------------------------------

    def next_group(self) -> Group | None:
        """Return what to ask next; None when both verdicts are decided, or nothing is left to ask in this pass."""
        self._place = None
        if self._to_ask(self.first) and not self.decided:
            return self.group(self.first)
        wanted = self.pending()
        if self.going_on:
            # What must be read before an assembly is called comes before all that is only of use.
            clauses = set(self.clauses_to_read())
            wanted = [need for need in wanted if need.address in clauses] or wanted
        # Past the verdicts the talk starts again from the beginning, in natural order.
        last = None if self.past_verdicts else next(reversed(self.dossier.answers), None)
        key = self.plan.choose(wanted, self.knowledge.addresses[last][0].theme if last else None)
        return None if key is None else self.group(key)

    def group(self, key: str) -> Group:
        """Return a group by address or sheet id, as it stands; faces use it to draw a sheet again after each cell."""
        key = self.plan.key(key) if key in self.knowledge.addresses else key
        wanted = {need.address for need in self.pending()}
        return self.plan.group(key, wanted, self.dossier.answers, self.applies)

    def item(self, address: str) -> GroupItem:
        """Return one address alone, even when it belongs to a sheet: to change a single answer."""
        return self.plan.item(address, (), self.dossier.answers)

    @property
    def trail(self) -> tuple[str, ...]:
        """Groups answered so far, in order; answers that no longer apply are skipped."""
        return tuple(dict.fromkeys(self.plan.key(one) for one in self.dossier.answers if self.applies(one)))

    def back(self) -> Group | None:
        """Go back to the group before, with its answers; called again, the one before that. None at the beginning."""
        trail = self.trail
        place = (len(trail) if self._place is None else self._place) - 1
        if place < 0:
            return None
        self._place = place
        return self.group(trail[place])

    def stand(self, key: str) -> None:
        """Be at a group as if one had gone back to it; at one without answers, as if it came next."""
        self._place = self.trail.index(key) if key in self.trail else None

    # -- answering ------------------------------------------------------------------------------------------------

    def answer(
        self,
        address: str,
        raw: str | tuple[str, ...] | list[str],
        *,
        article: str | None = None,
        quote: str | None = None,
        evidence: Evidence | None = None,
        note: str | None = None,
    ) -> Feedback:
        """Record an answer, or change it; what is left out keeps its former value.

        Evidence and note typed before the answer are taken with it.

        Raises:
            AnswerError: the answer, or a text that goes with it, does not fit; nothing is changed.
            InputError: it was recorded in memory but the file could not be written.
        """
        fact, _ = self.knowledge.addresses[address]
        value = canonical(fact, parse_answer(fact, tuple(raw) if isinstance(raw, list) else raw))
        return self._put(address, lambda dossier: answered(dossier, address, value, article, quote, evidence, note))

    def unknown(self, address: str, note: str | None = None) -> Feedback:
        """Record « je ne sais pas »: not asked again in this pass, and added to what to gather.

        Raises:
            AnswerError, InputError: as `answer`.
        """
        self.asked_again.discard(address)
        return self._put(address, lambda dossier: answered(dossier, address, None, note=note))

    def annotate(
        self, address: str, *, evidence: Evidence | None = None, note: str | None = None, method: str | None = None
    ) -> None:
        """Add evidence or a note to an answer, given or to come; what is left out keeps its former value.

        ``method``, before any answer: see `advisor.dossier.Draft`.

        Raises:
            AnswerError: the text does not fit a dossier; nothing is changed.
            InputError: the file could not be written; the change stays in memory.
        """
        assert address in self.knowledge.addresses, address  # a draft of no fact could not be read back
        self._apply(lambda dossier: annotated(dossier, address, {"evidence": evidence, "note": note, "method": method}))

    def erase(self, address: str) -> Feedback:
        """Withdraw an answer, as if it had never been given.

        Raises:
            InputError: the file could not be written; the answer is withdrawn in memory.
        """
        return self._put(address, lambda _: None)

    def _put(self, address: str, build: Callable[[Dossier], Answer | None]) -> Feedback:
        before = Standing.of(self)
        self._apply(lambda dossier: with_entry(dossier, address, build(dossier)))
        return before.changed(self, address)

    def _apply(self, change: DossierEdit) -> None:
        """Make a change, in memory then in the file."""
        try:
            self.dossier = change(self.dossier)
        except ValidationError as error:
            raise AnswerError(field_misfit(error)) from None
        self.on = self.dossier.on or self.on
        self._store.unsaved.append(change)
        self.save()

    def describe(self, **fields: str | date | tuple[str, ...] | None) -> None:
        """Change the head of the dossier: ``name``, ``siren``, ``adviser``, ``notes``, ``on``, ``requested``.

        And what the client holds to and looks for: ``non_negotiables``, ``wants``, ``needs``.

        Raises:
            AnswerError: a text does not fit a dossier, or is not a date; nothing is changed.
            InputError: the file could not be written.
        """
        if wrong := wrong_siren(str(fields.get("siren") or "")):
            raise AnswerError(wrong)
        self._apply(lambda dossier: Dossier.model_validate({**dossier.model_dump(), **fields}))

    def ask_unknowns_again(self) -> None:
        """Begin a new pass: what was answered « je ne sais pas » may be asked again."""
        self.ask_again(self.unknowns())

    def ask_again(self, addresses: Iterable[str]) -> None:
        """Take up a pass begun before: some of what was answered « je ne sais pas » may be asked again."""
        self.asked_again = set(addresses) & set(self.unknowns())

    def go_on(self) -> None:
        """Go past the verdicts: ask what is of use to reserves, points of vigilance, duration and procedure."""
        self.going_on = True

    def read_clauses(self) -> None:
        """Go on, with the clauses of the statutes that nobody has read first, « je ne sais pas » included."""
        self.asked_again |= set(self.clauses_to_read()) & set(self.unknowns())
        self.go_on()

    # -- the file -------------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """Where the dossier is saved; to set it is to go on in that file, which is replaced if it exists."""
        return self._store.path

    @path.setter
    def path(self, path: Path | None) -> None:
        unsaved, self._store = self._store.unsaved, DossierStore(path)
        self._store.unsaved = unsaved

    def save(self) -> None:
        """Write the dossier, atomically.

        Raises:
            FileChanged: someone else wrote the file since; nothing was written (see `reload` and `rescue`).
            InputError: the file could not be written; the answers stay in memory.
        """
        self._store.save(self.dossier)

    def rescue(self) -> Path:
        """Write the dossier as it is here in a new file beside the other, and tell its name.

        Raises:
            InputError: the folder cannot be written.
        """
        return self._store.rescue(self.dossier)

    def reload(self) -> tuple[str, ...]:
        """Go on from the file as it is now, with what could not be saved done again.

        Returns:
            Addresses of what was known here and is not in the file, which says otherwise or nothing.

        Raises:
            InputError: the file cannot be read; nothing is changed. FileChanged: it has just changed again.
        """
        here = self.dossier
        self.dossier = self._store.reload(lambda path: read_dossier(path, self.knowledge))
        self.on = self.dossier.on or self.on
        self._place = None
        self.save()
        return apart(here, self.dossier)

    # -- where one stands -----------------------------------------------------------------------------------------

    def progress(self) -> Progress:
        """Return questions left at best and at worst, and one line per status."""
        return progress(self)

    def deciding(self, status: str) -> str | None:
        """Return the answer that founds a decided verdict (see `advisor.interview.feedback`)."""
        if not self.reasoning.decided(status):
            return None
        return self._once(f"founding {status}", lambda: founding(self.reasoning, status))

    def why(self, address: str) -> tuple[Waiting, ...]:
        """Return which criteria and verdicts wait for an answer, with their articles; once answered, waited for it."""
        if address not in self.dossier.answers:
            return waiting(self.reasoning, address)
        return waiting(Counterfactual(self.reasoning, {address: None}).reasoning, address)

    def what_if_answers(self, address: str) -> tuple[AnswerEffect, ...]:
        """Return what each class of answers would settle; empty when answers are not of a few kinds (amounts)."""
        return effects(self.reasoning, address)

    def to_gather(self) -> tuple[Gathering, ...]:
        """Return what is missing, by person who holds it."""
        return gather(self.reasoning, [need.address for need in self.all_needs()])
