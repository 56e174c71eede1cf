"""Answers that cannot all be right: the coherence rules of the base, tried on one company."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from advisor.assessment.leaves import TRUE, CompanyAnswers, Test, reads
from advisor.rules.conditions import AllOf, AnyOf, Condition, FigureLeaf, Leaf
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


@dataclass(frozen=True, slots=True)
class CoherenceCheck:
    """A coherence rule in one slot.

    Attributes:
        id: of the rule.
        condition: what the answers would have to be.
        addresses: the answers withdrawn then.
        needed: those without which it cannot hold.
        reads: every answer that can bear on it.
    """

    id: str
    condition: Condition
    addresses: tuple[str, ...]
    slot: str | None
    needed: frozenset[str]
    reads: frozenset[str]


def coherence_checks(knowledge: Knowledge) -> Iterator[CoherenceCheck]:
    """The coherence rules of the base, once for each slot."""
    for rule in knowledge.coherences:
        slots: tuple[str | None, ...] = SLOTS[rule.for_each] if rule.for_each else (None,)
        for slot in slots:
            condition = in_slot(rule.condition, slot, knowledge) if slot else rule.condition
            addresses = tuple(f"{f}[{slot}]" if slot and knowledge.facts[f].slots else f for f in rule.facts)
            needed = frozenset(one.fact for one in conjuncts(condition) if isinstance(one, Leaf) and one.fact)
            read = frozenset((*addresses, *reads(knowledge, [condition], guarded=False)))
            yield CoherenceCheck(rule.id, condition, addresses, slot, needed, read)


def contradictions(
    checks: Iterable[tuple[CoherenceCheck, tuple[Test, ...]]],
    answers: CompanyAnswers,
    before: Iterable[Contradiction] = (),
    moved: Set[str] | None = None,
) -> tuple[Contradiction, ...]:
    """The coherence rules broken by some answers, whatever their guards.

    Args:
        checks: the rules. answers: the company's.
        before: what was broken before some answers moved. moved: their addresses; None: nothing is known of before.
    """
    found: list[Contradiction] = []
    given = {address for address, raw in answers.given.items() if raw is not None}
    earlier = {(one.id, one.slot): one for one in before}
    for check, tests in checks:
        if moved is not None and check.reads.isdisjoint(moved):
            found += [earlier[check.id, check.slot]] if (check.id, check.slot) in earlier else []
        elif check.needed <= given and all(test(answers).strict == TRUE for test in tests):
            found.append(Contradiction(check.id, tuple(one for one in check.addresses if one in given), check.slot))
    return tuple(found)


def conjuncts(condition: Condition) -> Iterator[Condition]:
    """Parts that must all hold for a condition to hold."""
    if isinstance(condition, AllOf):
        for child in condition.children:
            yield from conjuncts(child)
    else:
        yield condition


def in_slot(condition: Condition, slot: str, knowledge: Knowledge) -> Condition:
    """The condition with every slotted fact named without slot read in this slot."""

    def at(fact: str | None) -> str | None:
        if fact is not None and fact in knowledge.facts and knowledge.facts[fact].slots:
            return f"{fact}[{slot}]"
        return fact

    match condition:
        case FigureLeaf(threshold=threshold):
            return replace(condition, fact=at(condition.fact), threshold=replace(threshold, fact=at(threshold.fact)))
        case Leaf():
            return replace(condition, fact=at(condition.fact))
        case AllOf(children):
            return AllOf(tuple(in_slot(child, slot, knowledge) for child in children))
        case AnyOf(children):
            return AnyOf(tuple(in_slot(child, slot, knowledge) for child in children))
        case _:
            return condition
