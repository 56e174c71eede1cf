"""One test against one answer: its outcome under each reading of the law, and every answer it reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from advisor.assessment.indicators.figures import Addresses, CalculationLine, Figure, Interval
from advisor.dossier.answer_parsing import typed
from advisor.rules.conditions import Condition, Leaf, OpenPoint, leaves, walk
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.rules.references import EntryReference, fact_id, indicator_references, references

FALSE, UNKNOWN, TRUE = 0, 1, 2
"""Kleene's three values, ordered: all is min, any is max."""

Truth = tuple[int, Addresses, Addresses]
"""Kleene value of a condition, addresses that could still move it, addresses it rests on."""


def compare(value: Interval, operator: str, threshold: Interval) -> int:
    """Kleene value of a comparison between two intervals."""
    if operator in ("au_plus", "moins_de"):
        value, threshold = threshold, value
    low, high, against_low, against_high = value.low, value.high, threshold.low, threshold.high
    if operator in ("au_moins", "au_plus"):
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


class Settled(NamedTuple):
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
    missing: Addresses = ()
    used: Addresses = ()
    not_applicable: bool = False
    value: Interval | None = None
    threshold: Interval | None = None
    steps: tuple[CalculationLine, ...] = ()
    assumed: Addresses = ()
    point: str | None = None


HELD = Settled(TRUE, TRUE)
LOST = Settled(FALSE, FALSE)


# Few answers are possible, and settling them again took a tenth of a reasoning.
@lru_cache(maxsize=4096)
def chosen(knowledge: Knowledge, leaf: Leaf, address: str, raw: str | tuple[str, ...] | None) -> Settled:
    """A leaf on a choice or a text, as one answer settles it."""
    given: Addresses = () if raw is None else (address,)
    raw = knowledge.addresses[address][0].default if raw is None else raw
    if raw is None:
        return Settled(UNKNOWN, UNKNOWN, missing=(address,))
    value = typed(knowledge, address, raw)
    if leaf.excluded:
        holds = not any(option in leaf.excluded for option in (value if isinstance(value, tuple) else (value,)))
    elif leaf.filled:
        holds = isinstance(value, str) and value.strip() != ""
    elif isinstance(value, tuple):
        holds = any(option in leaf.options for option in value)
    else:
        holds = value in leaf.options
    return (HELD if holds else LOST)._replace(used=given)


def figure_of(knowledge: Knowledge, address: str, raw: str | tuple[str, ...] | None) -> Figure:
    """A figure or a date (as an ordinal) as answered, or what is known of it without an answer."""
    if raw is not None:
        value = typed(knowledge, address, raw)
        if isinstance(value, Fraction):
            return Figure(Interval.of(value), used=(address,))
        if isinstance(value, date):
            return Figure(Interval.of(Fraction(value.toordinal())), used=(address,))
    return Figure(bounds(knowledge, address), missing=(address,))


def bounds(knowledge: Knowledge, address: str) -> Interval:
    """What the bounds of a fact already say of its figure."""
    fact, _ = knowledge.addresses[address]
    if fact.type is FactType.MONEY and fact.minimum is not None and fact.minimum >= 0:
        return Interval(fact.minimum, None)
    return Interval()


def is_mendable(node: Leaf | OpenPoint) -> bool:
    """Whether a proposition holds a leaf with a remedy: if not, what is attainable is what is there."""
    return any(leaf.remedy is not None for leaf in leaves(node))


def reads(knowledge: Knowledge, conditions: Iterable[Condition], guarded: bool = True) -> tuple[str, ...]:
    """Every answer that can bear on some conditions that cite no criterion, in the order of the catalogue.

    Args:
        knowledge: the rule base.
        conditions: leaves, open points, or trees of them.
        guarded: follow the conditions under which each answer applies.
    """
    seen: set[tuple[str, str]] = set()
    found: set[str] = set()
    conditions = list(conditions)
    named: list[EntryReference] = []
    while conditions or named:
        if not named:
            for node in walk(conditions.pop()):
                named += references(node)
            continue
        one = named.pop()
        if (one.kind, one.id) in seen:
            continue
        seen.add((one.kind, one.id))
        if one.kind == "fait":
            fact = knowledge.facts[fact_id(one.id)]
            found.update(fact.addresses if one.id == fact.id else (one.id,))
            if guarded and fact.asked_if is not None:
                conditions.append(fact.asked_if)
        elif one.kind == "indicateur":
            named += indicator_references(knowledge.indicators[one.id])
    return tuple([address for address in knowledge.addresses if address in found])
