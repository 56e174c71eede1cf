"""Leaves settled exactly: from answers to true, false or unknown, each under two readings of the law.

This is the only place where answers meet thresholds. The engine then chains the propositions, never the figures.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from advisor.assessment.contradictions import contradictions
from advisor.assessment.indicators.compute import compute
from advisor.assessment.indicators.figures import Addresses, Figure, Interval, merged
from advisor.assessment.leaves import (
    FALSE,
    HELD,
    LOST,
    TRUE,
    UNKNOWN,
    Settled,
    Truth,
    bounds,
    chosen,
    compare,
    figure_of,
    is_mendable,
)
from advisor.dossier import Company
from advisor.dossier.answer_parsing import TypedValue, typed
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, Leaf, OpenPoint, Threshold
from advisor.rules.load import Knowledge


class Settler:
    """Some answers on one day: every figure of them, and every test of the law, settled at most once.

    Args:
        knowledge: the rule base.
        given: every address, with its answer as typed or None.
        on: day on which the law is applied.
        requested: day of the request.
        guarded: leave out the answers whose questions do not apply.
    """

    def __init__(
        self, knowledge: Knowledge, given: dict[str, Any], on: date, requested: date, guarded: bool = True
    ) -> None:
        self.knowledge, self.given, self.on, self.requested = knowledge, given, on, requested
        self.guarded = guarded
        self.law_as_of = knowledge.base.law_as_of
        self.shared: dict[object, Any] = {}
        self._guards: dict[str, Truth] = {}
        self._numbers: dict[str, Figure] = {}
        self._figures: dict[str, Figure] = {}
        self._leaves: dict[int, Settled] = {}
        self._points: dict[tuple[int, bool], Settled] = {}

    # -- answers ------------------------------------------------------------------------------------------------

    def raw(self, address: str) -> TypedValue | None:
        """The typed answer, None when not given, not known, or withdrawn."""
        raw = self.given.get(address)
        return None if raw is None else typed(self.knowledge, address, raw)

    @property
    def presented(self) -> date:
        """Day of the request, for the procedure only: as it was lodged, else as planned, else the day of the law."""
        lodged = self.raw(self.knowledge.base.lodged) if self.knowledge.base.lodged else None
        return lodged if isinstance(lodged, date) else self.requested

    def applies(self, address: str) -> Truth:
        """Whether the fact applies to this company: Kleene value, missing addresses, addresses read."""
        fact, _ = self.knowledge.addresses[address]
        if fact.asked_if is None or not self.guarded:
            return _ALWAYS
        found = self._guards.get(fact.id)
        if found is None:
            found = self._guards[fact.id] = self.holds(fact.asked_if)
        return found

    def with_guards(self, addresses: Iterable[str]) -> set[str]:
        """Some addresses, and every one read to know whether their questions apply: it bears on what rests on them."""
        found = set(addresses)
        pending = list(found)
        while pending:
            fresh = set(self.applies(pending.pop())[2]) - found
            found |= fresh
            pending += fresh
        return found

    def holds(self, condition: Condition) -> Truth:
        """Kleene value of a condition without criteria (guards, coherences, reserves, cases), strict reading."""
        if isinstance(condition, Leaf | OpenPoint):
            settled = self.settled(condition)
            return (settled.strict, settled.missing, settled.used)
        if isinstance(condition, AllOf | AnyOf):
            results = [self.holds(child) for child in condition.children]
            values = [result[0] for result in results]
            value = min(values) if isinstance(condition, AllOf) else max(values)
            missing: Addresses = ()
            if value == UNKNOWN:
                missing = merged([result[1] for result in results if result[0] == UNKNOWN])
            return (value, missing, merged([result[2] for result in results]))
        if isinstance(condition, Constant):
            return (TRUE if condition.value else FALSE, (), ())
        raise TypeError("une garde ne peut pas citer un critère")

    def proved(self, condition: Condition) -> bool:
        """Whether a condition is true, looking no further than needed."""
        if isinstance(condition, Leaf):
            return self.leaf(condition).strict == TRUE
        if isinstance(condition, AllOf):
            return all(self.proved(child) for child in condition.children)
        if isinstance(condition, AnyOf):
            return any(self.proved(child) for child in condition.children)
        return self.holds(condition)[0] == TRUE

    def number(self, address: str) -> Figure:
        """A figure or a date (as an ordinal) that was answered, as an interval."""
        figure = self._numbers.get(address)
        if figure is None:
            figure = self._numbers[address] = self._number(address)
        return figure

    def _number(self, address: str) -> Figure:
        truth, missing, used = self.applies(address)
        if truth == FALSE:
            return Figure(applicable=False, used=used)
        if truth == UNKNOWN:
            return Figure(bounds(self.knowledge, address), missing, used)
        return figure_of(self.knowledge, address, self.given.get(address))

    def parameter(self, id: str, day: date | None = None) -> Fraction | None:
        value: Fraction | None = self.knowledge.parameter(id, day or self.on)
        return value

    def indicator(self, id: str) -> Figure:
        figure = self._figures.get(id)
        if figure is None:
            figure = self._figures[id] = compute(self.knowledge.indicators[id], self)
        return figure

    def settled(self, node: Leaf | OpenPoint, attainable: bool = False) -> Settled:
        """A leaf or an open point settled for this company (see `open_point`)."""
        return self.leaf(node) if isinstance(node, Leaf) else self.open_point(node, attainable)

    # -- leaves -------------------------------------------------------------------------------------------------

    def leaf(self, leaf: Leaf) -> Settled:
        """A leaf settled for this company."""
        if leaf.index is None:
            return self._settle(leaf)
        settled = self._leaves.get(leaf.index)
        if settled is None:
            settled = self._leaves[leaf.index] = self._settle(leaf)
        return settled

    def _settle(self, leaf: Leaf) -> Settled:
        if leaf.indicator is not None:
            return self._settle_figure(leaf, self.indicator(leaf.indicator))
        assert leaf.fact is not None
        truth, missing, used = self.applies(leaf.fact)
        if truth == FALSE:
            return _without_object(leaf, used)
        answered = self._test(leaf, leaf.fact)
        if truth == TRUE:
            return answered
        # The guard is open: only an answer that agrees with "not applicable" is already safe.
        if answered.strict != UNKNOWN and (answered.strict == TRUE) == leaf.when_not_applicable:
            return answered._replace(used=(*used, *answered.used))
        return Settled(UNKNOWN, UNKNOWN, missing, used)

    def _test(self, leaf: Leaf, address: str) -> Settled:
        if leaf.operator is not None:
            return self._settle_figure(leaf, figure_of(self.knowledge, address, self.given.get(address)))
        return chosen(self.knowledge, leaf, address, self.given.get(address))

    def _settle_figure(self, leaf: Leaf, figure: Figure) -> Settled:
        if not figure.applicable:
            return _without_object(leaf, figure.used)
        assert leaf.operator is not None and leaf.threshold is not None
        limit = self.threshold(leaf.threshold)
        if not limit.applicable:
            return _without_object(leaf, (*figure.used, *limit.used))
        truth = compare(figure.value, leaf.operator, limit.value)
        missing = merged((figure.missing, limit.missing)) if truth == UNKNOWN else ()
        favourable, point = truth, None
        if truth != FALSE and not figure.meaningful and leaf.if_meaningless:
            # Strictly, what cannot be interpreted closes the way; favourably, the rest decides.
            truth, favourable, point = FALSE, UNKNOWN if missing else TRUE, leaf.if_meaningless
        return Settled(
            truth,
            favourable,
            missing,
            merged((figure.used, limit.used)),
            value=figure.value,
            threshold=limit.value,
            steps=figure.steps + limit.steps,
            # A presumed floor of what is subtracted makes a success doubtful; a ceiling presumed final, a refusal.
            assumed=limit.assumed if truth == FALSE else figure.assumed,
            point=point,
        )

    def threshold(self, threshold: Threshold) -> Figure:
        """What a leaf compares with, as a figure."""
        if threshold.number is not None:
            return Figure(Interval.of(threshold.number))
        if threshold.parameter is not None:
            value = self.parameter(threshold.parameter)
            return Figure(Interval(value, value))
        if threshold.indicator is not None:
            return self.indicator(threshold.indicator)
        if threshold.fact is not None:
            return self.number(threshold.fact)
        if threshold.date == "annee_appreciation":
            return Figure(Interval.of(Fraction(self.on.year)))
        day = self.requested if threshold.date == "demande" else self.on
        return Figure(Interval.of(Fraction(day.toordinal())))

    # -- open points ----------------------------------------------------------------------------------------------

    def open_point(self, node: OpenPoint, attainable: bool = False) -> Settled:
        """An open point: all its readings under the strict reading, any of them under the favourable one.

        Args:
            node: the open point.
            attainable: take every mendable leaf as true.
        """
        attainable = attainable and is_mendable(node)
        if node.index is None:
            return self._settle_point(node, attainable)
        key = (node.index, attainable)
        found = self._points.get(key)
        if found is None:
            found = self._points[key] = self._settle_point(node, attainable)
        return found

    def _settle_point(self, node: OpenPoint, attainable: bool) -> Settled:
        parts = [self.settle_inner(reading, attainable) for reading in node.readings]
        strict = min([part.strict for part in parts])
        favourable = max([part.favourable for part in parts])
        return Settled(
            strict,
            favourable,
            merged([part.missing for part in parts]) if UNKNOWN in (strict, favourable) else (),
            merged([part.used for part in parts]),
            assumed=merged([part.assumed for part in parts]),
            point=node.point if strict != favourable else None,
        )

    def settle_inner(self, node: Condition, attainable: bool = False) -> Settled:
        """Any condition without criteria, under both readings at once."""
        if isinstance(node, Leaf):
            return HELD if attainable and node.remedy is not None else self.leaf(node)
        if isinstance(node, OpenPoint):
            return self.open_point(node, attainable)
        if isinstance(node, AllOf | AnyOf):
            parts = [self.settle_inner(child, attainable) for child in node.children]
            pick = min if isinstance(node, AllOf) else max
            strict = pick([part.strict for part in parts])
            favourable = pick([part.favourable for part in parts])
            missing: Addresses = ()
            if UNKNOWN in (strict, favourable):
                missing = merged([p.missing for p in parts if UNKNOWN in (p.strict, p.favourable)])
            return Settled(strict, favourable, missing, merged([part.used for part in parts]))
        if isinstance(node, Constant):
            return HELD if node.value else LOST
        raise TypeError("une lecture ne peut pas citer un critère")


class Session(Settler):
    """One company, one day: its answers, without those that cannot all be right.

    Args:
        knowledge: the rule base.
        dossier: the answers; they must be valid (see `advisor.assessment.assess.check_dossier`).
        on: day on which the law is applied.
        hypotheses: answers to pretend, by address (None: not answered); used to look one question ahead.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        dossier: Company,
        on: date,
        hypotheses: dict[str, str | tuple[str, ...] | None] | None = None,
    ) -> None:
        given: dict[str, Any] = dict.fromkeys(knowledge.addresses)
        for address, one in dossier.answers.items():
            if address in given:
                given[address] = one.value
        given |= hypotheses or {}
        requested = dossier.requested or on
        # Guards are left aside while answers are compared: one that a guard would ignore may contradict another.
        bare = Settler(knowledge, given, on, requested, guarded=False)
        self.contradictions = contradictions(knowledge, given, bare.proved)
        withdrawn = {address: None for contradiction in self.contradictions for address in contradiction.addresses}
        super().__init__(knowledge, given | withdrawn, on, requested)


_ALWAYS: Truth = (TRUE, (), ())


def _without_object(leaf: Leaf, used: Addresses) -> Settled:
    """A leaf on something that does not exist for this company."""
    kleene = TRUE if leaf.when_not_applicable else FALSE
    return Settled(kleene, kleene, used=used, not_applicable=True)
