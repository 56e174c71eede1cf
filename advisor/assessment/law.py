"""The rule base as functions of a company's answers, and the law of a day compiled for the engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from advisor.assessment.engine.program import Program, above, compile_program
from advisor.assessment.figures import Figure
from advisor.assessment.indicators import FigureOf, compiled_figures
from advisor.assessment.leaves import CompanyAnswers, Proof, Test, compiled, is_mendable, number, proof, reads
from advisor.rules.conditions import AllOf, AnyOf, Condition, FigureLeaf, Leaf, OpenPoint, walk
from advisor.rules.facts import SLOTS, Fact
from advisor.rules.load import Knowledge
from advisor.rules.models import Coherence

# -- answers that cannot all be right: the coherence rules of the base, tried on one company -------------------------


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that cannot all be right.

    Attributes:
        id: of the coherence rule.
        addresses: answers withdrawn from reasoning because of it.
        slot: row concerned, for tables.
        warns: they are only to be read again; nothing is withdrawn.
    """

    id: str
    addresses: tuple[str, ...]
    slot: str | None
    warns: bool


@dataclass(frozen=True, slots=True)
class CoherenceCheck:
    """A coherence rule in one slot.

    Attributes:
        rule: the rule.
        condition: what the answers would have to be.
        addresses: the answers withdrawn then.
        needed: those without which it cannot hold.
        reads: every answer that can bear on it.
    """

    rule: Coherence
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
            read = frozenset((*addresses, *reads(knowledge, [condition])))
            yield CoherenceCheck(rule, condition, addresses, slot, needed, read)


def contradictions(
    checks: Iterable[tuple[CoherenceCheck, Proof]],
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
    for check, broken in checks:
        rule, place = check.rule, (check.rule.id, check.slot)
        if not rule.covers(answers.on):
            continue
        if moved is not None and check.reads.isdisjoint(moved):
            found += [earlier[place]] if place in earlier else []
        elif check.needed <= given and not given.isdisjoint(check.addresses) and broken(answers):
            addresses = tuple(one for one in check.addresses if one in given)
            found.append(Contradiction(rule.id, addresses, check.slot, rule.warns))
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
        case AllOf(children) | AnyOf(children):
            return type(condition)(tuple(in_slot(child, slot, knowledge) for child in children))
        case _:
            return condition


class CompiledRules(NamedTuple):
    """What is computed of the answers whatever the day.

    Attributes:
        figures: each indicator, by id or by row (see `compiled_figures`).
        numbers: each figure or date that is asked, by address, with its fact.
        guards: whether a question applies, by id of the fact, for those that do not always.
        coherences: each rule of coherence, with the proof that it is broken.
        tests: conditions met so far, by index; mended: the same, what a remedy can move taken as done.
    """

    figures: dict[str, FigureOf]
    numbers: dict[str, tuple[Fact, Callable[[CompanyAnswers], Figure]]]
    guards: dict[str, Test]
    coherences: tuple[tuple[CoherenceCheck, Proof], ...]
    tests: dict[int, Test]
    mended: dict[int, Test]


@lru_cache(maxsize=8)
def compiled_rules(knowledge: Knowledge) -> CompiledRules:
    """Figures, guards and coherences of a rule base, compiled."""
    return CompiledRules(
        figures=compiled_figures(knowledge, lambda condition: compiled(condition, knowledge)),
        numbers={address: (fact, number(fact, address)) for address, (fact, _) in knowledge.addresses.items()},
        # A question waits for the one it hangs on.
        guards={
            id: compiled(fact.asked_if, knowledge, early=False)
            for id, fact in knowledge.facts.items()
            if fact.asked_if is not None
        },
        coherences=tuple((check, proof(check.condition, knowledge)) for check in coherence_checks(knowledge)),
        tests={},
        mended={},
    )


class Law(NamedTuple):
    """The law of a day, compiled.

    Attributes:
        program: every rule of the engine.
        propositions: those that the engine is given, by name.
        mended: of these, those that a remedy can move, once everything is mended.
        above_mended: nodes above them; the others are worth as much once everything is mended.
    """

    program: Program
    propositions: tuple[tuple[str, Test], ...]
    mended: tuple[tuple[str, Test], ...]
    above_mended: frozenset[str]


@lru_cache(maxsize=1024)
def law_day(knowledge: Knowledge, day: date) -> date:
    """The first day of the period, around ``day``, in which no rule changes."""
    return max((change for change in knowledge.law_days if change <= day), default=day)


def law(knowledge: Knowledge, day: date) -> Law:
    """The compiled law of a day."""
    return _law(knowledge, law_day(knowledge, day))


@lru_cache(maxsize=64)
def _law(knowledge: Knowledge, start: date) -> Law:
    program = compile_program(knowledge, start)
    tests = compiled_rules(knowledge).tests
    for node in _tested(program):
        tests.setdefault(node.index or 0, compiled(node, knowledge))
    mended = {name: node for name, node in program.propositions.items() if is_mendable(node)}
    return Law(
        program=program,
        propositions=tuple((name, tests[node.index or 0]) for name, node in program.propositions.items()),
        mended=tuple((name, compiled(node, knowledge, mended=True)) for name, node in mended.items()),
        above_mended=above(program, tuple(mended)),
    )


def _tested(program: Program) -> list[Leaf | OpenPoint]:
    """Every leaf and open point of a law."""
    return [node for tree in program.trees.values() for node in walk(tree) if isinstance(node, Leaf | OpenPoint)]


def tests_apart(knowledge: Knowledge, day: date, addresses: Collection[str]) -> list[int]:
    """Tests of the law of a day that read none of some answers, by index."""
    return [index for index, read in _reads(knowledge, law_day(knowledge, day)).items() if read.isdisjoint(addresses)]


@lru_cache(maxsize=64)
def _reads(knowledge: Knowledge, start: date) -> dict[int, frozenset[str]]:
    """Every answer that can bear on each test."""
    tests = _tested(_law(knowledge, start).program)
    return {node.index or 0: frozenset(reads(knowledge, [node])) for node in tests}
