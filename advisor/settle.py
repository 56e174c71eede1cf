"""Leaves settled exactly: from answers to true, false or unknown, each under two readings of the law.

This is the only place where answers meet thresholds. The engine then chains the propositions, never the figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from advisor.dossier import Dossier
from advisor.indicators import Figure, Interval, Step, compute
from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Constant,
    CriterionRef,
    Leaf,
    OpenPoint,
    Threshold,
)
from advisor.knowledge.models import SLOTS, Fact, FactType
from advisor.values import cleaned, french_number, parse_date, parse_number

FALSE, UNKNOWN, TRUE = 0, 1, 2
"""Kleene's three values, ordered: all is min, any is max."""

Value = str | tuple[str, ...] | Fraction | date


class AnswerError(ValueError):
    """An answer does not fit its fact; the message is for the user."""


def parse_answer(fact: Fact, raw: str | tuple[str, ...]) -> Value:
    """The typed value of an answer.

    Raises:
        AnswerError: wrong type, unknown choice, out of bounds; the message says what is expected.
    """
    if fact.type is FactType.CHOICES:
        chosen = (raw,) if isinstance(raw, str) else raw
        for one in chosen:
            _check_option(fact, one)
        if not chosen:
            raise AnswerError("choisissez au moins une réponse")
        if len(chosen) > 1 and (alone := {"aucun", "aucune", "sans_objet"} & set(chosen)):
            raise AnswerError(f"« {alone.pop()} » ne va pas avec une autre réponse")
        return tuple(dict.fromkeys(chosen))
    if not isinstance(raw, str):
        raise AnswerError("une seule réponse est attendue, pas une liste")
    if not raw.strip() and fact.type is not FactType.TEXT:
        raise AnswerError("la réponse est vide ; sans elle, écrivez je_ne_sais_pas")
    if fact.options:
        _check_option(fact, raw)
        return raw
    if fact.type is FactType.TEXT:
        return raw
    if fact.type is FactType.DATE:
        try:
            day = parse_date(raw)
        except ValueError:
            raise AnswerError(f"« {_shown(raw)} » n'est pas une date ; écrivez par exemple 31/12/2024") from None
        if not date(1800, 1, 1) <= day <= date(2200, 1, 1):
            raise AnswerError("cette date est hors du possible")
        return day
    return _parse_figure(fact, raw)


@lru_cache(maxsize=16_384)
def _parameter(knowledge: Knowledge, id: str, day: date) -> Fraction | None:
    value: Fraction | None = knowledge.parameter(id, day)
    return value


@lru_cache(maxsize=16_384)
def typed(knowledge: Knowledge, address: str, raw: str | tuple[str, ...]) -> Value:
    """`parse_answer`, remembered: the same few answers come back in every assessment, search and batch.

    Raises:
        AnswerError: the answer does not fit.
    """
    return parse_answer(knowledge.addresses[address][0], raw)


def _check_option(fact: Fact, option: str) -> None:
    if all(option != one.id for one in fact.options):
        expected = ", ".join(one.id for one in fact.options)
        raise AnswerError(f"« {_shown(option)} » n'est pas une réponse possible ; attendu : {expected}")


def _shown(raw: str) -> str:
    """An answer as quoted in a message: its beginning only, when it is very long."""
    return raw if len(raw) <= 40 else raw[:40] + "…"


# « 12.500 » is twelve thousand five hundred for some, twelve and a half for others.
_AMBIGUOUS = re.compile(r"[+-]?\d{1,3}\.\d{3}")


def _parse_figure(fact: Fact, raw: str) -> Fraction:
    try:
        number = parse_number(raw)
    except ValueError:
        raise AnswerError(f"« {_shown(raw)} » n'est pas un nombre ; écrivez par exemple 12 500,50") from None
    bare = cleaned(raw)
    if fact.type in (FactType.MONEY, FactType.COUNT) and _AMBIGUOUS.fullmatch(bare):
        whole, _, decimals = bare.rpartition(".")
        raise AnswerError(
            f"« {_shown(raw)} » se lit de deux façons ; écrivez {whole} {decimals}, ou {whole},{decimals}"
        )
    if fact.type is FactType.COUNT and number.denominator != 1:
        raise AnswerError("un nombre entier est attendu")
    if fact.minimum is not None and number < fact.minimum:
        raise AnswerError(f"le nombre doit être au moins {french_number(fact.minimum)}")
    if fact.maximum is not None and number > fact.maximum:
        raise AnswerError(f"le nombre doit être au plus {french_number(fact.maximum)}")
    return number


def compare(value: Interval, operator: str, threshold: Interval) -> int:
    """Kleene value of a comparison between two intervals."""
    if operator in ("au_plus", "moins_de"):
        flipped = {"au_plus": "au_moins", "moins_de": "plus_de"}[operator]
        return compare(threshold, flipped, value)
    low, high, against_low, against_high = value.low, value.high, threshold.low, threshold.high
    if operator == "au_moins":
        if low is not None and against_high is not None and low >= against_high:
            return TRUE
        if high is not None and against_low is not None and high < against_low:
            return FALSE
    else:
        if low is not None and against_high is not None and low > against_high:
            return TRUE
        if high is not None and against_low is not None and high <= against_low:
            return FALSE
    return UNKNOWN


@dataclass(frozen=True, slots=True)
class Settled:
    """A leaf (or an open point) settled for one company.

    Attributes:
        strict, favourable: Kleene values under the two readings; equal unless the law is open here.
        missing: addresses whose answer could still move it.
        used: addresses it rests on.
        not_applicable: the tested fact does not apply to this company.
        value, threshold: what was compared, when it is a figure.
        steps: the calculation.
        assumed: presumptions relied on (parameters).
        point: open point invoked, if any.
    """

    strict: int
    favourable: int
    missing: tuple[str, ...] = ()
    used: tuple[str, ...] = ()
    not_applicable: bool = False
    value: Interval | None = None
    threshold: Interval | None = None
    steps: tuple[Step, ...] = ()
    assumed: tuple[str, ...] = ()
    point: str | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that cannot all be right.

    Attributes:
        id: of the coherence rule.
        addresses: answers withdrawn from reasoning because of it.
        slot: row concerned, for tables.
    """

    id: str
    addresses: tuple[str, ...]
    slot: str | None = None


class Session:
    """One company, one day: every answer, indicator and leaf, settled at most once.

    Args:
        knowledge: the rule base.
        dossier: the answers; they must be valid (see `advisor.evaluation.check_dossier`).
        on: day on which the law is applied.
        hypotheses: answers to pretend, by address (None: not answered); used to look one question ahead.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        dossier: Dossier,
        on: date,
        hypotheses: dict[str, str | tuple[str, ...] | None] | None = None,
    ) -> None:
        self.knowledge = knowledge
        self.on = on
        self.requested = dossier.requested or on
        self.law_as_of = knowledge.base.law_as_of
        self._values: dict[str, Value] = {}
        for address, one in dossier.answers.items():
            if one.value is not None and address in knowledge.addresses:
                self._values[address] = typed(knowledge, address, one.value)
        for address, raw in (hypotheses or {}).items():
            if raw is None:
                self._values.pop(address, None)
            else:
                self._values[address] = typed(knowledge, address, raw)
        # Guards are left aside while answers are compared: one that a guard would ignore may contradict another.
        self._guarding = False
        self._forget()
        self.contradictions = self._find_contradictions()
        for contradiction in self.contradictions:
            for address in contradiction.addresses:
                self._values.pop(address, None)
        self._guarding = True
        self._forget()

    def _forget(self) -> None:
        """Start from the bare answers again: nothing computed under other answers or guards may remain."""
        self._guards: dict[str, tuple[int, tuple[str, ...], tuple[str, ...]]] = {}
        self._numbers: dict[str, Figure] = {}
        self._figures: dict[str, Figure] = {}
        self._leaves: dict[Leaf, Settled] = {}
        self._points: dict[tuple[int, bool], Settled] = {}
        self.shared: dict[object, Any] = {}

    # -- answers ------------------------------------------------------------------------------------------------

    def raw(self, address: str) -> Value | None:
        """The typed answer, None when not given, not known, or withdrawn."""
        return self._values.get(address)

    def applies(self, address: str) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        """Whether the fact applies to this company: Kleene value, missing addresses, addresses read."""
        fact, _ = self.knowledge.addresses[address]
        if fact.asked_if is None or not self._guarding:
            return (TRUE, (), ())
        cached = self._guards.get(fact.id)
        if cached is None:
            cached = self._guards[fact.id] = self.holds(fact.asked_if)
        return cached

    def holds(self, condition: Condition) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
        """Kleene value of a condition without criteria (guards, coherences, reserves, cases), strict reading."""
        match condition:
            case Leaf():
                settled = self.leaf(condition)
                return (settled.strict, settled.missing, settled.used)
            case Constant(truth):
                return (TRUE if truth else FALSE, (), ())
            case AllOf(children) | AnyOf(children):
                results = [self.holds(child) for child in children]
                pick = min if isinstance(condition, AllOf) else max
                value = pick(result[0] for result in results)
                missing: tuple[str, ...] = ()
                if value == UNKNOWN:
                    missing = tuple(dict.fromkeys(a for r in results if r[0] == UNKNOWN for a in r[1]))
                return (value, missing, tuple(dict.fromkeys(a for r in results for a in r[2])))
            case OpenPoint():
                settled = self.open_point(condition)
                return (settled.strict, settled.missing, settled.used)
            case CriterionRef():
                raise TypeError("une garde ne peut pas citer un critère")

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
            return Figure(self._bounds(address), missing=missing, used=used)
        return self._given(address)

    def _given(self, address: str) -> Figure:
        value = self._values.get(address)
        if isinstance(value, Fraction):
            return Figure(Interval.of(value), used=(address,))
        if isinstance(value, date):
            return Figure(Interval.of(Fraction(value.toordinal())), used=(address,))
        return Figure(self._bounds(address), missing=(address,))

    def _bounds(self, address: str) -> Interval:
        fact, _ = self.knowledge.addresses[address]
        if fact.type is FactType.MONEY and fact.minimum is not None and fact.minimum >= 0:
            return Interval(fact.minimum, None)
        return Interval()

    def parameter(self, id: str, day: date | None = None) -> Fraction | None:
        return _parameter(self.knowledge, id, day or self.on)

    def indicator(self, id: str) -> Figure:
        figure = self._figures.get(id)
        if figure is None:
            figure = self._figures[id] = compute(self.knowledge.indicators[id], self)
        return figure

    # -- leaves -------------------------------------------------------------------------------------------------

    def leaf(self, leaf: Leaf) -> Settled:
        """A leaf settled for this company."""
        settled = self._leaves.get(leaf)
        if settled is None:
            settled = self._leaves[leaf] = self._settle(leaf)
        return settled

    def _settle(self, leaf: Leaf) -> Settled:
        if leaf.indicator is not None:
            return self._settle_figure(leaf, self.indicator(leaf.indicator))
        assert leaf.fact is not None
        truth, missing, used = self.applies(leaf.fact)
        if truth == FALSE:
            value = TRUE if leaf.when_not_applicable else FALSE
            return Settled(value, value, used=used, not_applicable=True)
        answered = self._test(leaf, leaf.fact)
        if truth == TRUE:
            return answered
        # The guard is open: only an answer that agrees with "not applicable" is already safe.
        if answered.strict != UNKNOWN and (answered.strict == TRUE) == leaf.when_not_applicable:
            return replace(answered, used=(*used, *answered.used))
        return Settled(UNKNOWN, UNKNOWN, missing=missing, used=used)

    def _test(self, leaf: Leaf, address: str) -> Settled:
        value = self._values.get(address)
        if leaf.operator is not None:
            return self._settle_figure(leaf, self._given(address))
        if value is None:
            return Settled(UNKNOWN, UNKNOWN, missing=(address,))
        if leaf.excluded:
            given = value if isinstance(value, tuple) else (value,)
            holds = not any(option in leaf.excluded for option in given)
        elif leaf.filled:
            holds = isinstance(value, str) and value.strip() != ""
        elif isinstance(value, tuple):
            holds = any(option in leaf.options for option in value)
        else:
            holds = value in leaf.options
        kleene = TRUE if holds else FALSE
        return Settled(kleene, kleene, used=(address,))

    def _settle_figure(self, leaf: Leaf, figure: Figure) -> Settled:
        if not figure.applicable:
            value = TRUE if leaf.when_not_applicable else FALSE
            return Settled(value, value, used=figure.used, not_applicable=True)
        assert leaf.operator is not None and leaf.threshold is not None
        limit = self.threshold(leaf.threshold)
        if not limit.applicable:
            value = TRUE if leaf.when_not_applicable else FALSE
            return Settled(value, value, used=(*figure.used, *limit.used), not_applicable=True)
        truth = compare(figure.value, leaf.operator, limit.value)
        used = tuple(dict.fromkeys((*figure.used, *limit.used)))
        missing = tuple(dict.fromkeys((*figure.missing, *limit.missing))) if truth == UNKNOWN else ()
        favourable, point = truth, None
        if truth == UNKNOWN and not missing and not figure.meaningful and leaf.if_meaningless:
            truth, favourable, point = FALSE, TRUE, leaf.if_meaningless
        return Settled(
            truth,
            favourable,
            missing=missing,
            used=used,
            value=figure.value,
            threshold=limit.value,
            steps=(*figure.steps, *limit.steps),
            assumed=figure.assumed if truth != FALSE else (),
            point=point,
        )

    def threshold(self, threshold: Threshold) -> Figure:
        """What a leaf compares with, as a figure."""
        if threshold.number is not None:
            return Figure(Interval.of(threshold.number))
        if threshold.parameter is not None:
            value = self.parameter(threshold.parameter)
            return Figure(Interval.of(value) if value is not None else Interval())
        if threshold.indicator is not None:
            return self.indicator(threshold.indicator)
        if threshold.fact is not None:
            return self.number(threshold.fact)
        if threshold.date == "annee_appreciation":
            return Figure(Interval.of(Fraction(self.on.year)))
        day = self.requested if threshold.date == "demande" else self.on
        return Figure(Interval.of(Fraction(day.toordinal())))

    def open_point(self, node: OpenPoint, attainable: bool = False) -> Settled:
        """An open point: all its readings under the strict reading, any of them under the favourable one.

        Args:
            node: the open point.
            attainable: take every mendable leaf as true.
        """
        # By identity: open points belong to the rule base, which outlives the session.
        key = (id(node), attainable)
        found = self._points.get(key)
        if found is None:
            found = self._points[key] = self._settle_point(node, attainable)
        return found

    def _settle_point(self, node: OpenPoint, attainable: bool) -> Settled:
        parts = [self.settle_inner(reading, attainable) for reading in node.readings]
        strict = min(part.strict for part in parts)
        favourable = max(part.favourable for part in parts)
        missing: tuple[str, ...] = ()
        if UNKNOWN in (strict, favourable):
            missing = tuple(dict.fromkeys(a for p in parts for a in p.missing))
        return Settled(
            strict,
            favourable,
            missing=missing,
            used=tuple(dict.fromkeys(a for p in parts for a in p.used)),
            assumed=tuple(dict.fromkeys(a for p in parts for a in p.assumed)),
            point=node.point if strict != favourable else None,
        )

    def settle_inner(self, node: Condition, attainable: bool = False) -> Settled:
        """Any condition without criteria, under both readings at once."""
        match node:
            case Leaf():
                if attainable and node.remedy is not None:
                    return Settled(TRUE, TRUE)
                return self.leaf(node)
            case Constant(value):
                kleene = TRUE if value else FALSE
                return Settled(kleene, kleene)
            case OpenPoint():
                return self.open_point(node, attainable)
            case AllOf(children) | AnyOf(children):
                parts = [self.settle_inner(child, attainable) for child in children]
                pick = min if isinstance(node, AllOf) else max
                strict = pick(part.strict for part in parts)
                favourable = pick(part.favourable for part in parts)
                missing: tuple[str, ...] = ()
                if UNKNOWN in (strict, favourable):
                    missing = tuple(
                        dict.fromkeys(a for p in parts if UNKNOWN in (p.strict, p.favourable) for a in p.missing)
                    )
                return Settled(strict, favourable, missing, tuple(dict.fromkeys(a for p in parts for a in p.used)))
            case CriterionRef():
                raise TypeError("une lecture ne peut pas citer un critère")

    # -- contradictions -----------------------------------------------------------------------------------------

    def _find_contradictions(self) -> tuple[Contradiction, ...]:
        found: list[Contradiction] = []
        answered = self._values.keys()
        for check in _checks(self.knowledge):
            if check.needed <= answered and self.holds(check.condition)[0] == TRUE:
                given = tuple(address for address in check.addresses if address in self._values)
                found.append(Contradiction(check.id, given, check.slot))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Check:
    """A coherence rule in one slot, with the answers without which it cannot hold."""

    id: str
    condition: Condition
    addresses: tuple[str, ...]
    needed: frozenset[str]
    slot: str | None


@lru_cache(maxsize=8)
def _checks(knowledge: Knowledge) -> tuple[_Check, ...]:
    found = []
    for rule in knowledge.coherences:
        slots: tuple[str | None, ...] = SLOTS[rule.for_each] if rule.for_each else (None,)
        for slot in slots:
            condition = in_slot(rule.condition, slot, knowledge) if slot else rule.condition
            addresses = tuple(f"{f}[{slot}]" if slot and knowledge.facts[f].slots else f for f in rule.facts)
            needed = frozenset(leaf.fact for leaf in _conjuncts(condition) if leaf.fact)
            found.append(_Check(rule.id, condition, addresses, needed, slot))
    return tuple(found)


def _conjuncts(condition: Condition) -> Iterator[Leaf]:
    """Leaves that must all hold for a condition to hold."""
    match condition:
        case Leaf():
            yield condition
        case AllOf(children):
            for child in children:
                yield from _conjuncts(child)


def in_slot(condition: Condition, slot: str, knowledge: Knowledge) -> Condition:
    """The condition with every slotted fact named without slot read in this slot."""

    def at(fact: str | None) -> str | None:
        if fact is not None and fact in knowledge.facts and knowledge.facts[fact].slots:
            return f"{fact}[{slot}]"
        return fact

    match condition:
        case Leaf():
            threshold = condition.threshold
            if threshold is not None and threshold.fact is not None:
                threshold = replace(threshold, fact=at(threshold.fact))
            return replace(condition, fact=at(condition.fact), threshold=threshold)
        case AllOf(children):
            return AllOf(tuple(in_slot(child, slot, knowledge) for child in children))
        case AnyOf(children):
            return AnyOf(tuple(in_slot(child, slot, knowledge) for child in children))
        case _:
            return condition
