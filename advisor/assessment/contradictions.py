"""Answers that cannot all be right: the coherence rules of the base, tried on one company."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from advisor.rules.conditions import AllOf, AnyOf, Condition, Leaf
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge


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


def contradictions(
    knowledge: Knowledge, answers: Mapping[str, Any], proved: Callable[[Condition], bool]
) -> tuple[Contradiction, ...]:
    """The coherence rules broken by some answers.

    Args:
        knowledge: the rule base.
        answers: every address, None when it has no answer.
        proved: whether a condition is proved by the answers, whatever their guards.
    """
    found: list[Contradiction] = []
    unanswered = {address for address, raw in answers.items() if raw is None}
    for check in _checks(knowledge):
        if check.needed.isdisjoint(unanswered) and proved(check.condition):
            given = tuple(address for address in check.addresses if answers[address] is not None)
            found.append(Contradiction(check.id, given, check.slot))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Check:
    """A coherence rule in one slot; ``needed``: the answers without which it cannot hold."""

    id: str
    condition: Condition
    addresses: tuple[str, ...]
    slot: str | None
    needed: frozenset[str]


@lru_cache(maxsize=8)
def _checks(knowledge: Knowledge) -> tuple[_Check, ...]:
    found = []
    for rule in knowledge.coherences:
        slots: tuple[str | None, ...] = SLOTS[rule.for_each] if rule.for_each else (None,)
        for slot in slots:
            condition = in_slot(rule.condition, slot, knowledge) if slot else rule.condition
            addresses = tuple(f"{f}[{slot}]" if slot and knowledge.facts[f].slots else f for f in rule.facts)
            needed = frozenset(leaf.fact for leaf in _conjuncts(condition) if leaf.fact)
            found.append(_Check(rule.id, condition, addresses, slot, needed))
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
