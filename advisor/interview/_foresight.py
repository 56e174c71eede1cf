"""Looking one question ahead: why it is asked, and what each possible answer would settle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from typing import Any

from advisor.advice.alternatives import Alternatives, Counterfactual
from advisor.assessment.law import law_day
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.relevance import open_runs
from advisor.common.french import french_number, french_percent
from advisor.interview.outlook import standing
from advisor.rules.conditions import leaves
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge
from advisor.rules.references import fact_id, rests_on
from advisor.rules.vocabulary import EntryKind, Outcome, VerdictState


@dataclass(frozen=True, slots=True)
class Waiting:
    """A criterion that waits for an answer: id, title, plain statement, articles, verdicts it bears on."""

    criterion: str
    title: str
    statement: str
    articles: tuple[str, ...]
    statuses: tuple[str, ...]


def waiting(reasoning: Reasoning, address: str) -> tuple[Waiting, ...]:
    """Return which undecided criteria wait for an answer; when none does, which ones ever read it."""
    found: dict[str, dict[str, None]] = {}
    for status in reasoning.knowledge.statuses:
        for one in open_runs(reasoning, status):
            for owner, test in one.tests:
                if owner and address in one.run.waits(test):
                    found.setdefault(owner, {})[status] = None
    if not found:
        readers = _readers(reasoning.knowledge, law_day(reasoning.knowledge, reasoning.day))
        found = {id: {} for id in readers.get(reasoning.knowledge.addresses[address][0].id, ())}
    return tuple(_waiting(reasoning, id, tuple(statuses)) for id, statuses in found.items())


def _waiting(reasoning: Reasoning, id: str, statuses: tuple[str, ...]) -> Waiting:
    criterion = reasoning.knowledge.criteria[id]
    version = criterion.on(reasoning.day)
    assert version is not None
    articles = tuple(map(reasoning.knowledge.cited, version.citations))
    return Waiting(id, criterion.title, version.statement or criterion.statement, articles, statuses)


@lru_cache(maxsize=8)
def _readers(knowledge: Knowledge, day: date) -> dict[str, tuple[str, ...]]:
    """Criteria in force that read each fact directly or through a figure."""
    found: dict[str, dict[str, None]] = {}
    for criterion in knowledge.criteria.values():
        version = criterion.on(day)
        for leaf in leaves(version.condition) if version else ():
            kind, tested = (
                (EntryKind.INDICATOR, leaf.indicator) if leaf.indicator else (EntryKind.FACT, leaf.fact or "")
            )
            for read, fact in rests_on(knowledge, kind, fact_id(tested)):
                if read == EntryKind.FACT:
                    found.setdefault(fact, {})[criterion.id] = None
    return {fact: tuple(ids) for fact, ids in found.items()}


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


def effects(reasoning: Reasoning, address: str) -> tuple[AnswerEffect, ...]:
    """Return what each class of answers to a question would settle: those that every condition treats alike."""
    knowledge = reasoning.knowledge
    fact, _ = knowledge.addresses[address]
    without = Counterfactual(reasoning, {address: None}).reasoning
    now, clashes = _all_standing(without), {one.id for one in without.session.contradictions}
    waiters = waiting(without, address)

    def effect(then: Counterfactual) -> tuple[Any, ...]:
        after = _all_standing(then.reasoning)
        moved = tuple((status, *after[status]) for status in after if after[status] != now[status])
        outcomes = ((one.title, then.reasoning.outcome(one.criterion)) for one in waiters)
        settled = tuple((title, outcome) for title, outcome in outcomes if outcome != Outcome.TO_COMPLETE)
        return moved, settled, bool({one.id for one in then.session.contradictions} - clashes)

    alternatives = Alternatives(without)
    # Neighbours of one effect are merged.
    ranges = [(what, list(alike)) for what, alike in groupby(alternatives.ranges(address), lambda one: effect(one[2]))]
    if len(ranges) > 1:
        return tuple(AnswerEffect((_range_label(fact, alike[0][0], alike[-1][1]),), *what) for what, alike in ranges)
    # All figures alike, or thresholds that depend on other answers: nothing to tell beforehand.
    classes: dict[Counterfactual, list[str]] = {}
    for other in alternatives.choices(address):
        option = other.value if isinstance(other.value, str) else other.value[0]
        classes.setdefault(other.then, []).append(fact.option_label(option))
    found: dict[tuple[Any, ...], list[str]] = {}
    for then, labels in classes.items():
        found.setdefault(effect(then), []).extend(labels)
    return tuple(AnswerEffect(tuple(labels), *what) for what, labels in found.items())


def _all_standing(reasoning: Reasoning) -> dict[str, tuple[VerdictState, str]]:
    return {status: standing(reasoning, status) for status in reasoning.knowledge.statuses}


def _range_label(fact: Fact, first: Fraction, last: Fraction) -> str:
    """``moins de 20 %``, ``1``, ``de 2 à 4``, ``5 ou davantage``."""
    counted = fact.type is FactType.COUNT
    show = (lambda one: str(one) if fact.unit == "annee" else french_number(one)) if counted else french_percent
    low, high, step = first == fact.minimum, last == fact.maximum, Fraction(1, 100)
    if first == last:
        return show(first)
    if low:
        return f"{show(last)} ou moins" if counted or last.denominator == 1 else f"moins de {show(last + step)}"
    if high:
        return f"{show(first)} ou davantage" if counted or first.denominator == 1 else f"plus de {show(first - step)}"
    return f"de {show(first)} à {show(last)}"
