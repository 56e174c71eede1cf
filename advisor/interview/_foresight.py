"""Looking one question ahead: why it is asked, and what each possible answer would settle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any

from advisor.assessment.law import law_day
from advisor.assessment.leaves import UNKNOWN, outcome_of
from advisor.assessment.reasoning import Reading, Reasoning
from advisor.assessment.relevance import open_routes, undecided_runs
from advisor.assessment.session import Session
from advisor.common.french import french_number, french_percent
from advisor.dossier import Dossier
from advisor.interview.outlook import standing
from advisor.rules.basis import Outcome, VerdictState
from advisor.rules.conditions import (
    AllOf,
    AnyOf,
    ChoiceLeaf,
    Condition,
    CriterionRef,
    FigureLeaf,
    Leaf,
    OpenPoint,
    leaves,
)
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge


@dataclass(frozen=True, slots=True)
class Waiting:
    """A criterion that waits for an answer: id, title, plain statement, articles, verdicts it bears on."""

    criterion: str
    title: str
    statement: str
    articles: tuple[str, ...]
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyAsked:
    """Why an address is asked; empty criteria mean that no verdict waits for it any more."""

    address: str
    criteria: tuple[Waiting, ...]


def waiting(reasoning: Reasoning, address: str) -> WhyAsked:
    """Which undecided criteria wait for an answer; when none does, which ones ever read it."""
    found: dict[str, dict[str, None]] = {}
    for status in reasoning.knowledge.statuses:
        for reading, attainable in undecided_runs(reasoning, status):
            for condition in open_routes(reasoning, status, reading, attainable):
                for owner in _owners(reasoning, condition, "", address, reading, attainable):
                    found.setdefault(owner, {})[status] = None
    if not found:
        fact = reasoning.knowledge.addresses[address][0].id
        found = {
            id: {} for id in _readers(reasoning.knowledge, law_day(reasoning.knowledge, reasoning.day)).get(fact, ())
        }
    return WhyAsked(address, tuple(_waiting(reasoning, id, tuple(statuses)) for id, statuses in found.items()))


def _owners(
    reasoning: Reasoning, node: Condition, owner: str, address: str, reading: Reading, attainable: bool
) -> Iterator[str]:
    """Criteria on an undecided path whose test waits for an address."""
    if reasoning.kleene(node, reading, attainable) != UNKNOWN:
        return
    match node:
        case CriterionRef(id):
            yield from _owners(reasoning, reasoning.tree(id), id, address, reading, attainable)
        case Leaf() | OpenPoint():
            if owner and address in reasoning.session.settled(node, mended=attainable).missing:
                yield owner
        case AllOf(children) | AnyOf(children):
            for child in children:
                yield from _owners(reasoning, child, owner, address, reading, attainable)
        case _:
            return


def _waiting(reasoning: Reasoning, id: str, statuses: tuple[str, ...]) -> Waiting:
    criterion = reasoning.knowledge.criteria[id]
    version = criterion.on(reasoning.day)
    assert version is not None
    articles = tuple(map(reasoning.knowledge.cited, version.citations))
    return Waiting(id, criterion.title, version.statement or criterion.statement, articles, statuses)


@lru_cache(maxsize=8)
def _readers(knowledge: Knowledge, day: date) -> dict[str, tuple[str, ...]]:
    """Criteria in force that read each fact directly or through a figure's arguments."""
    found: dict[str, dict[str, None]] = {}
    for criterion in knowledge.criteria.values():
        version = criterion.on(day)
        for leaf in leaves(version.condition) if version else ():
            if leaf.fact:
                found.setdefault(knowledge.addresses[leaf.fact][0].id, {})[criterion.id] = None
            if leaf.indicator:
                for fact in _arguments(knowledge, leaf.indicator):
                    found.setdefault(fact, {})[criterion.id] = None
    return {fact: tuple(ids) for fact, ids in found.items()}


def _arguments(knowledge: Knowledge, indicator: str) -> Iterator[str]:
    for value in knowledge.indicators[indicator].arguments.values():
        for one in value if isinstance(value, list) else [value]:
            if one in knowledge.facts:
                yield one


# -- what each answer would settle --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerEffect:
    """What one class of answers would do.

    Attributes:
        labels: the answers of this class, in words.
        changes: for each status that would move: id, state, verdict or bounds in words.
        settled: for each criterion that waits for the answer and would no longer: title, outcome.
        clash: it would contradict an earlier answer.
    """

    labels: tuple[str, ...]
    changes: tuple[tuple[str, VerdictState, str], ...]
    settled: tuple[tuple[str, Outcome], ...]
    clash: bool


def effects(knowledge: Knowledge, dossier: Dossier, on: date, address: str) -> tuple[AnswerEffect, ...]:
    """One engine run per class of answers to a question: those that every condition treats alike."""
    without = Session(knowledge, dossier, on, {address: None})
    reasoning = Reasoning(without)
    now, clashes = _all_standing(reasoning), {one.id for one in without.contradictions}
    waiters = waiting(reasoning, address).criteria

    def effect(raw: str | tuple[str, ...]) -> tuple[Any, ...]:
        session = Session(knowledge, dossier, on, {address: raw})
        after = Reasoning(session)
        then = _all_standing(after)
        moved = tuple((status, *then[status]) for status in then if then[status] != now[status])
        outcomes = ((one.title, outcome_of(*after.pair(one.criterion))) for one in waiters)
        settled = tuple((title, outcome) for title, outcome in outcomes if outcome != "a_completer")
        return moved, settled, bool({one.id for one in session.contradictions} - clashes)

    fact, _ = knowledge.addresses[address]
    if fact.type in (FactType.PERCENT, FactType.COUNT):
        return _by_range(knowledge, on, fact, effect)
    found: dict[tuple[Any, ...], list[str]] = {}
    for labels, raw in _classes(knowledge, on, fact):
        found.setdefault(effect(raw), []).extend(labels)
    return tuple(AnswerEffect(tuple(labels), *key) for key, labels in found.items())


def _by_range(
    knowledge: Knowledge, on: date, fact: Fact, effect: Callable[[str], tuple[Any, ...]]
) -> tuple[AnswerEffect, ...]:
    """Ranges of figures, neighbours of one effect merged; empty when no test reads the figure."""
    tests = _tests(knowledge, law_day(knowledge, on)).get(fact.id, ())
    merged: list[tuple[Fraction, Fraction, tuple[Any, ...]]] = []
    for first, last, raw in _ranges(knowledge, on, fact, tests):
        what = effect(raw)
        same = bool(merged) and merged[-1][2] == what
        merged.append((merged.pop()[0] if same else first, last, what))
    if len(merged) == 1:
        # All figures alike, or thresholds that depend on other answers: nothing to tell beforehand.
        return ()
    return tuple(AnswerEffect((_range_label(fact, first, last),), *what) for first, last, what in merged)


def _all_standing(reasoning: Reasoning) -> dict[str, tuple[VerdictState, str]]:
    return {status: standing(reasoning, status) for status in reasoning.knowledge.statuses}


def _classes(knowledge: Knowledge, on: date, fact: Fact) -> Iterator[tuple[tuple[str, ...], str | tuple[str, ...]]]:
    """Options that every test treats alike."""
    tests = _tests(knowledge, law_day(knowledge, on)).get(fact.id, ())
    if fact.options:
        alike: dict[tuple[bool, ...], list[str]] = {}
        for option in fact.options:
            # Excluded choices are read too: `aucun_de` treats the chosen option apart.
            signature = tuple(
                option.id in named
                for leaf in tests
                if isinstance(leaf, ChoiceLeaf)
                for named in (leaf.options, leaf.excluded)
            )
            alike.setdefault(signature, []).append(option.id)
        for options in alike.values():
            labels = tuple(fact.option_label(option) for option in options)
            yield labels, (options[0],) if fact.type is FactType.CHOICES else options[0]


def _ranges(
    knowledge: Knowledge, on: date, fact: Fact, tests: tuple[Leaf, ...]
) -> Iterator[tuple[Fraction, Fraction, str]]:
    """Figures that every test treats alike, in order: the first and the last of each range, and one of it to try.

    A range is a threshold alone, or what lies strictly between two; the first and last figures are those admitted.
    """
    limits: set[Fraction] = set()
    for leaf in tests:
        if isinstance(leaf, FigureLeaf):
            limit = leaf.threshold.number
            if leaf.threshold.parameter is not None:
                limit = knowledge.parameter(leaf.threshold.parameter, on)
            if limit is not None:
                limits.add(limit)
    step = Fraction(1) if fact.type is FactType.COUNT else Fraction(1, 100)
    low, high = fact.minimum, fact.maximum
    assert low is not None and high is not None  # the linter asks for both
    at = low
    for limit in sorted(one for one in limits if low <= one <= high):
        if at < limit:
            yield at, limit - step, _plain(at)
        yield limit, limit, _plain(limit)
        at = limit + step
    if at <= high:
        yield at, high, _plain(at)


def _plain(value: Fraction) -> str:
    return str(float(value)) if value.denominator != 1 else str(value.numerator)


def _range_label(fact: Fact, first: Fraction, last: Fraction) -> str:
    """``moins de 20 %``, ``1``, ``de 2 à 4``, ``5 ou davantage``."""
    counted = fact.type is FactType.COUNT
    show = (lambda one: str(one) if fact.unit == "annee" else french_number(one)) if counted else french_percent
    low, high = first == fact.minimum, last == fact.maximum
    if first == last:
        return show(first)
    if low:
        return f"{show(last)} ou moins" if counted or last.denominator == 1 else f"moins de {show(_ceiling(last))}"
    if high:
        return f"{show(first)} ou davantage" if counted or first.denominator == 1 else f"plus de {show(_floor(first))}"
    return f"de {show(first)} à {show(last)}"


def _ceiling(value: Fraction) -> Fraction:
    """The threshold just above the last hundredth tried."""
    return value + Fraction(1, 100)


def _floor(value: Fraction) -> Fraction:
    return value - Fraction(1, 100)


@lru_cache(maxsize=8)
def _tests(knowledge: Knowledge, day: date) -> dict[str, tuple[Leaf, ...]]:
    """Every test of each fact: criteria in force, guards, contradictions, cases of figures."""

    def conditions() -> Iterator[Condition]:
        for criterion in knowledge.criteria.values():
            version = criterion.on(day)
            if version is not None:
                yield version.condition
        yield from (fact.asked_if for fact in knowledge.facts.values() if fact.asked_if is not None)
        yield from (rule.condition for rule in knowledge.coherences)
        for indicator in knowledge.indicators.values():
            yield from (case.condition for case in indicator.cases if case.condition is not None)

    found: dict[str, dict[Leaf, None]] = {}
    for condition in conditions():
        for leaf in leaves(condition):
            if leaf.fact:
                found.setdefault(leaf.fact.partition("[")[0], {})[leaf] = None
    return {fact: tuple(tests) for fact, tests in found.items()}
