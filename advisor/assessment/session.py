"""One company on one day: its answers, and whatever is settled or computed of them, once.

This is the only place where answers meet thresholds. The engine then chains the propositions, never the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from advisor.assessment.figures import Figure
from advisor.assessment.law import Contradiction, compiled_rules, contradictions, tests_apart
from advisor.assessment.leaves import APPLIES, FALSE, TRUE, Settled, bounds, compiled, limit
from advisor.dossier import Company
from advisor.dossier.answer_parsing import TypedValue, parse_answer
from advisor.rules.conditions import Condition, Threshold, leaves
from advisor.rules.load import Knowledge
from advisor.rules.references import fact_id


class Settler:
    """Some answers on one day: every figure of them, and every test of the law, settled at most once.

    Args:
        knowledge: the rule base.
        given: every address, with its typed answer or None.
        on: day on which the law is applied.
        requested: day of the request.
        guarded: leave out the answers whose questions do not apply.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        given: dict[str, TypedValue | None],
        on: date,
        requested: date,
        guarded: bool = True,
    ) -> None:
        self.knowledge, self.given, self.on, self.requested = knowledge, given, on, requested
        self.law_as_of = knowledge.base.law_as_of
        self.rules = compiled_rules(knowledge)
        self.results: dict[int, Settled] = {}
        self._guarded = self.rules.guards if guarded else {}
        self._mended: dict[int, Settled] = {}
        self._guards: dict[str, Settled] = {}
        self._numbers: dict[str, Figure] = {}
        self._figures: dict[str, Figure] = {}

    def raw(self, address: str) -> TypedValue | None:
        """The typed answer, None when not given, not known, or withdrawn."""
        return self.given.get(address)

    @property
    def presented(self) -> date:
        """Day of the request, for the procedure only: as it was lodged, else as planned, else the day of the law."""
        lodged = self.raw(self.knowledge.base.lodged) if self.knowledge.base.lodged else None
        return lodged if isinstance(lodged, date) else self.requested

    # -- conditions ---------------------------------------------------------------------------------------------

    def idle(self, condition: Condition) -> bool:
        """Whether all that a condition tests by itself has no object for this company."""
        tests = tuple(leaves(condition))
        return bool(tests) and all(self.settled(leaf).not_applicable for leaf in tests)

    def settled(self, condition: Condition, mended: bool = False) -> Settled:
        """A condition that cites no criterion, under both readings of the law.

        Args:
            condition: of the law of this day, or any other.
            mended: take every leaf that has a remedy as true.
        """
        index = condition.index
        if index is None:
            return compiled(condition, self.knowledge, mended)(self)
        results = self._mended if mended else self.results
        found = results.get(index)
        if found is None:
            tests = self.rules.mended if mended else self.rules.tests
            if index not in tests:
                tests[index] = compiled(condition, self.knowledge, mended)
            found = results[index] = tests[index](self)
        return found

    def proved(self, condition: Condition) -> bool:
        """Whether a condition that cites no criterion is true, whatever the reading of the law."""
        return self.settled(condition).strict == TRUE

    def guard(self, fact: str) -> Settled:
        """Whether a fact applies to this company, what could still tell, and what says so."""
        found = self._guards.get(fact)
        if found is None:
            test = self._guarded.get(fact)
            found = self._guards[fact] = APPLIES if test is None else test(self)
        return found

    def applies(self, address: str) -> int:
        """Kleene value of « the fact applies to this company »."""
        return self.guard(fact_id(address)).strict

    def with_guards(self, addresses: Iterable[str]) -> set[str]:
        """Some addresses, and every one read to know whether their questions apply: it bears on what rests on them."""
        found = set(addresses)
        pending = list(found)
        while pending:
            fresh = set(self.guard(fact_id(pending.pop())).used) - found
            found |= fresh
            pending += fresh
        return found

    # -- figures ------------------------------------------------------------------------------------------------

    def number(self, address: str) -> Figure:
        """A figure or a date (as an ordinal) that was answered, as an interval."""
        figure = self._numbers.get(address)
        if figure is None:
            figure = self._numbers[address] = self._number(address)
        return figure

    def _number(self, address: str) -> Figure:
        fact, figure = self.rules.numbers[address]
        guard = self.guard(fact.id)
        if guard.strict == TRUE:
            return figure(self)
        if guard.strict == FALSE:
            return Figure(applicable=False, used=guard.used)
        return Figure(bounds(fact), guard.missing, guard.used)

    def parameter(self, id: str, day: date | None = None) -> Fraction | None:
        """A figure that a text fixes, as known on a day, that of the law by default."""
        value: Fraction | None = self.knowledge.parameter(id, day or self.on)
        return value

    def indicator(self, address: str) -> Figure:
        """A computed figure, by its id, with the row for one worked out on each row."""
        figure = self._figures.get(address)
        if figure is None:
            figure = self._figures[address] = self.rules.figures[address](self)
        return figure

    def threshold(self, threshold: Threshold) -> Figure:
        """What a leaf compares with, as a figure."""
        return limit(threshold)(self)


class Session(Settler):
    """One company, one day: its answers, without those that cannot all be right.

    Args:
        knowledge: the rule base.
        dossier: the answers; they must be valid (see `advisor.assessment.assess.check_dossier`).
        on: day on which the law is applied.
        hypotheses: answers to pretend, by address (None: not answered); used to look one question ahead.
        near: the same company on the same days with other answers: what reads none that moved is not settled again.

    Attributes:
        clashes: every coherence rule met. contradictions: those that withdraw answers.

    Raises:
        AnswerError: an answer does not fit its fact.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        dossier: Company,
        on: date,
        hypotheses: dict[str, str | tuple[str, ...] | None] | None = None,
        near: Session | None = None,
    ) -> None:
        self.company = dossier
        self.raw_answers: dict[str, TypedValue | None] = {
            address: one.value for address, one in dossier.answers.items()
        }
        self.raw_answers |= hypotheses or {}
        given: dict[str, TypedValue | None] = dict.fromkeys(knowledge.addresses)
        for address, raw in self.raw_answers.items():
            if raw is not None and address in given:
                if near is not None and near.raw_answers.get(address) == raw:
                    given[address] = near.stated[address]
                elif isinstance(raw, str | tuple):
                    given[address] = parse_answer(knowledge.addresses[address][0], raw)
                else:
                    given[address] = raw
        for fact in knowledge.facts.values():
            if fact.yes_once_answered and self.raw_answers.get(fact.id) is None:
                told = all(self.raw_answers.get(one) is not None for one in fact.yes_once_answered)
                given[fact.id] = "oui" if told else None
        self.stated: dict[str, TypedValue | None] = given
        requested = dossier.requested or on
        # Guards are left aside while answers are compared: one that a guard would ignore may contradict another.
        bare = Settler(knowledge, given, on, requested, guarded=False)
        before, moved = (near.clashes, _moved(near.stated, given)) if near is not None else ((), None)
        self.clashes: tuple[Contradiction, ...] = contradictions(bare.rules.coherences, bare, before, moved)
        self.contradictions = tuple(one for one in self.clashes if not one.warns)
        withdrawn = {address: None for contradiction in self.contradictions for address in contradiction.addresses}
        super().__init__(knowledge, given | withdrawn, on, requested)
        if near is not None:
            apart = tests_apart(knowledge, on, _moved(near.given, self.given))
            self.results = {index: near.results[index] for index in apart if index in near.results}


def _moved(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    """The addresses whose answers differ."""
    return {address for address, raw in after.items() if raw != before[address]}
