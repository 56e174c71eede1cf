"""The interview as a state machine: what to ask next, what an answer changes. It prints nothing.

Everything rests on the dossier: the same answers, in the same order, lead to the same next question, so that a file is
enough to resume. Each accepted answer is written to the file at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from advisor.advice.needs import Need, needs
from advisor.answers import Value, parse_answer
from advisor.assessment import Assessment, ContradictionView
from advisor.dossier import Answer, Dossier, Evidence, save_dossier
from advisor.evaluation import assess
from advisor.interview.foresight import Effect, Why, effects, waiting
from advisor.interview.founding import founding
from advisor.interview.groups import Group, Plan
from advisor.interview.outlook import Gathering, Progress, gather, progress, useful
from advisor.knowledge import Knowledge
from advisor.knowledge.models import Fact, FactType
from advisor.reasoning import Reasoning
from advisor.settle import FALSE, Session


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an answer changed, for the face to tell at once.

    Attributes:
        address: what was answered.
        contradictions: answers that cannot all be right, new with this one.
        decided, reopened: statuses whose verdict became decided, or no longer is.
        set_aside, restored: earlier answers that no longer apply, or apply again; they are kept in any case.
    """

    address: str
    contradictions: tuple[ContradictionView, ...] = ()
    decided: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()


class Interview:
    """One conversation about one company.

    Args:
        knowledge: the rule base.
        dossier: the answers so far; they must fit the catalogue (see `advisor.evaluation.check_dossier`).
        path: where to save after each answer; None keeps everything in memory.
        on: day on which the law is applied; by default the dossier's own, then today.
    """

    def __init__(
        self, knowledge: Knowledge, dossier: Dossier, path: Path | None = None, on: date | None = None
    ) -> None:
        self.knowledge = knowledge
        self.plan = Plan(knowledge)
        self.path = path
        self.on = on or dossier.on or date.today()
        self.dossier = dossier.model_copy(update={"on": self.on, "answers": self._gathered_by_fact(dossier.answers)})
        self.going_on = False
        self._again: set[str] = set()
        self._place: int | None = None
        self._reasoning: tuple[Dossier, Reasoning] | None = None
        self._needs: tuple[Dossier, list[Need]] | None = None
        self._assessment: tuple[Dossier, Assessment] | None = None
        self._deciding: tuple[Dossier, dict[str, str | None]] | None = None

    # -- what is known --------------------------------------------------------------------------------------------

    @property
    def reasoning(self) -> Reasoning:
        """The engine's conclusions on the answers so far."""
        if self._reasoning is None or self._reasoning[0] is not self.dossier:
            self._reasoning = (self.dossier, Reasoning(Session(self.knowledge, self.dossier, self.on)))
        return self._reasoning[1]

    @property
    def assessment(self) -> Assessment:
        """The full assessment of the answers so far."""
        if self._assessment is None or self._assessment[0] is not self.dossier:
            self._assessment = (self.dossier, assess(self.dossier, self.on, self.knowledge))
        return self._assessment[1]

    @property
    def decided(self) -> bool:
        """No further answer can change any verdict."""
        return self.on < self.knowledge.base.start or all(map(self.reasoning.decided, self.knowledge.statuses))

    def _all_needs(self) -> list[Need]:
        if self._needs is None or self._needs[0] is not self.dossier:
            self._needs = (self.dossier, needs(self.reasoning))
        return self._needs[1]

    def _to_ask(self, address: str) -> bool:
        given = self.dossier.answers.get(address)
        return given is None or (given.unknown and address in self._again)

    def pending(self) -> list[Need]:
        """What is still to be asked, best first; once nothing decides, what is of use when one goes on."""
        if self.on < self.knowledge.base.start:
            return []
        found = [need for need in ([] if self.decided else self._all_needs()) if self._to_ask(need.address)]
        if self.going_on and not found:
            found = [need for need in useful(self.reasoning) if self._to_ask(need.address)]
        return found

    @property
    def past_verdicts(self) -> bool:
        """What is asked no longer decides: a verdict opened again brings the deciding questions back first."""
        return self.going_on and (self.decided or not any(self._to_ask(need.address) for need in self._all_needs()))

    def useful_left(self) -> int:
        """How many answers would still be of use past the verdicts."""
        return sum(self._to_ask(need.address) for need in useful(self.reasoning))

    def applies(self, address: str) -> bool:
        """False when the fact is known not to concern this company."""
        return self.reasoning.session.applies(address)[0] != FALSE

    def set_aside(self) -> tuple[str, ...]:
        """Answers kept that no longer apply; they count again if they apply again."""
        return tuple(address for address in self.dossier.answers if not self.applies(address))

    def unknowns(self) -> tuple[str, ...]:
        """Addresses answered « je ne sais pas »."""
        return tuple(address for address, given in self.dossier.answers.items() if given.unknown)

    # -- the conversation -----------------------------------------------------------------------------------------

    def next_group(self) -> Group | None:
        """What to ask next; None when both verdicts are decided, or nothing is left to ask in this pass."""
        self._place = None
        first = next(iter(self.knowledge.addresses))
        if self._to_ask(first) and not self.decided:
            return self.group(first)
        # Past the verdicts the talk starts again from the beginning, in natural order.
        key = self.plan.choose(self.pending(), None if self.past_verdicts else self.current_theme)
        return None if key is None else self.group(key)

    @property
    def current_theme(self) -> str | None:
        """Theme of the last answer."""
        last = next(reversed(self.dossier.answers), None)
        return self.knowledge.addresses[last][0].theme if last else None

    def group(self, key: str) -> Group:
        """A group by address or sheet id, as it stands; faces use it to draw a sheet again after each cell."""
        key = self.plan.key(key) if key in self.knowledge.addresses else key
        wanted = {need.address: need.statuses for need in self.pending()}
        return self.plan.group(key, wanted, self.dossier.answers, self.applies)

    def question(self, address: str) -> Group:
        """One address alone, even when it belongs to a sheet: to change a single answer."""
        fact, _ = self.knowledge.addresses[address]
        item = self.plan.item(address, {}, self.dossier.answers)
        return Group(address, "question", fact.theme, self.plan.titles[fact.theme], fact.question, (item,))

    @property
    def trail(self) -> tuple[str, ...]:
        """Groups answered so far, in order; answers that no longer apply are skipped."""
        keys = (self.plan.key(address) for address in self.dossier.answers if self.applies(address))
        return tuple(dict.fromkeys(keys))

    def back(self) -> Group | None:
        """The group before, with its answers; called again, the one before that. None at the beginning."""
        trail = self.trail
        place = (len(trail) if self._place is None else self._place) - 1
        if place < 0:
            return None
        self._place = place
        return self.group(trail[place])

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

        Raises:
            AnswerError: the answer does not fit its fact; nothing is changed.
            InputError: it was recorded in memory but the file could not be written.
        """
        fact, _ = self.knowledge.addresses[address]
        typed = parse_answer(fact, tuple(raw) if isinstance(raw, list) else raw)
        return self._record(address, canonical(fact, typed), article, quote, evidence, note)

    change = answer

    def unknown(self, address: str, note: str | None = None) -> Feedback:
        """Record « je ne sais pas »: not asked again in this pass, and added to what to gather."""
        self._again.discard(address)
        return self._record(address, None, None, None, None, note)

    def _record(
        self,
        address: str,
        value: str | tuple[str, ...] | None,
        article: str | None,
        quote: str | None,
        evidence: Evidence | None,
        note: str | None,
    ) -> Feedback:
        old = self.dossier.answers.get(address)
        entry = Answer(
            value=value,
            article=old.article if article is None and old else article or "",
            quote=old.quote if quote is None and old else quote or "",
            evidence=old.evidence if evidence is None and old else evidence,
            note=old.note if note is None and old else note or "",
        )
        return self._put(address, entry)

    def annotate(self, address: str, *, evidence: Evidence | None = None, note: str | None = None) -> None:
        """Add evidence or a note to an answer already given.

        Raises:
            KeyError: no answer there.
            InputError: the file could not be written.
        """
        given = self.dossier.answers[address]
        update = {"evidence": evidence or given.evidence, "note": given.note if note is None else note}
        self._put(address, given.model_copy(update=update))

    def erase(self, address: str) -> Feedback:
        """Withdraw an answer, as if it had never been given."""
        return self._put(address, None)

    def _put(self, address: str, entry: Answer | None) -> Feedback:
        before, clashes = self._standing(), self._clashes()
        aside = set(self.set_aside())
        answers = dict(self.dossier.answers)
        if entry is None:
            answers.pop(address, None)
        else:
            answers[address] = entry
        self.dossier = self.dossier.model_copy(update={"answers": self._gathered_by_fact(answers)})
        after = self._standing()
        self.save()
        fresh: tuple[ContradictionView, ...] = ()
        if self._clashes() - clashes:
            fresh = tuple(one for one in self.assessment.contradictions if (one.id, one.addresses) not in clashes)
        now = set(self.set_aside())
        return Feedback(
            address,
            contradictions=fresh,
            decided=tuple(status for status in after if after[status] and not before[status]),
            reopened=tuple(status for status in after if before[status] and not after[status]),
            set_aside=tuple(one for one in self.dossier.answers if one in now - aside and one != address),
            restored=tuple(one for one in self.dossier.answers if one in aside - now and one != address),
        )

    def _clashes(self) -> set[tuple[str, tuple[str, ...]]]:
        return {(one.id, one.addresses) for one in self.reasoning.session.contradictions}

    def _standing(self) -> dict[str, bool]:
        return {status: self.reasoning.decided(status) for status in self.knowledge.statuses}

    def describe(self, **fields: str | date | None) -> None:
        """Change the head of the dossier: ``name``, ``siren``, ``adviser``, ``notes``, ``on``, ``requested``.

        Raises:
            InputError: the file could not be written.
        """
        self.dossier = Dossier.model_validate({**self.dossier.model_dump(), **fields})
        self.on = self.dossier.on or self.on
        self.save()

    def ask_unknowns_again(self) -> None:
        """A new pass: what was answered « je ne sais pas » may be asked again."""
        self._again = set(self.unknowns())

    def go_on(self) -> None:
        """Past the verdicts: ask what is of use to reserves, points of vigilance, duration and procedure."""
        self.going_on = True

    def save(self) -> None:
        """Write the dossier, atomically.

        Raises:
            InputError: the file could not be written; the answers stay in memory.
        """
        if self.path is not None:
            save_dossier(self.dossier, self.path)

    @staticmethod
    def _gathered_by_fact(answers: dict[str, Answer]) -> dict[str, Answer]:
        """Answers in the order the file keeps: rows of one fact together, at the place of the first."""
        facts: dict[str, dict[str, Answer]] = {}
        for address, given in answers.items():
            facts.setdefault(address.partition("[")[0], {})[address] = given
        return {address: given for rows in facts.values() for address, given in rows.items()}

    # -- where one stands -----------------------------------------------------------------------------------------

    def progress(self) -> Progress:
        """Questions left at best and at worst, and one line per status."""
        needed = [] if self.decided or self.past_verdicts else self._all_needs()
        return progress(self.reasoning, self.dossier, self.pending(), needed, self.deciding)

    def deciding(self, status: str) -> str | None:
        """The answer that founds a decided verdict (see `advisor.interview.founding`)."""
        if not self.reasoning.decided(status):
            return None
        if self._deciding is None or self._deciding[0] is not self.dossier:
            self._deciding = (self.dossier, {})
        known = self._deciding[1]
        if status not in known:
            known[status] = founding(self.reasoning, self.dossier, status)
        return known[status]

    def why(self, address: str) -> Why:
        """Which criteria and verdicts wait for an answer, with their articles; or waited for it, once answered."""
        if address not in self.dossier.answers:
            return waiting(self.reasoning, address)
        return waiting(Reasoning(Session(self.knowledge, self.dossier, self.on, {address: None})), address)

    def what_if_answers(self, address: str) -> tuple[Effect, ...]:
        """What each class of answers would settle; empty when answers are not of a few kinds (amounts, dates)."""
        return effects(self.knowledge, self.dossier, self.on, address)

    def to_gather(self) -> tuple[Gathering, ...]:
        """What is missing, by person who holds it."""
        return gather(self.reasoning, self.dossier, [need.address for need in self._all_needs()])


def canonical(fact: Fact, value: Value) -> str | tuple[str, ...]:
    """A typed answer as the file keeps it: ISO dates, plain decimals, ids of choices."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return _decimal(value)
    if fact.type is FactType.TEXT and isinstance(value, str):
        return value.strip()
    return value


def _decimal(value: Fraction) -> str:
    """Exact decimal text, or ``a/b`` when there is none."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > 30:
            return f"{value.numerator}/{value.denominator}"
    if places == 0:
        return str(value.numerator)
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
