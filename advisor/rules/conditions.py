"""Conditions: monotone trees of leaves, joined by all / any, as a jurist writes them in YAML.

No negation: a leaf is negated by its own list of choices. That keeps "one more answer never undoes a decided verdict"
true, and lets the remedies of a failed condition be read off its false leaves.

Once compiled into the law of a day, a condition and each of its parts have an ``index`` (see `indexed`), under which
what is computed of them is filed. A condition only read has none. `advisor.rules.condition_reader` reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeVar

T = TypeVar("T")

COMPARISONS = {"au_moins": ">=", "au_plus": "<=", "plus_de": ">", "moins_de": "<"}

Otherwise = tuple[tuple[str, str], ...]
"""What is said of a condition that fails: (answer, words); an empty answer stands for any other."""


class InDefinition(str):
    """The first step of the path of a part that stands in a named condition: the id of that one."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a figure is compared with: exactly one of a number, a parameter, an indicator, a fact, a date name.

    ``day``: the number is the ordinal of a day.
    """

    number: Fraction | None = None
    parameter: str | None = None
    indicator: str | None = None
    fact: str | None = None
    date: str | None = None  # "demande", "appreciation" or "annee_appreciation"
    day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What every part of a condition has beside its meaning.

    Attributes:
        path: its place in the condition.
        key: under which its words are written, beside the condition: what it tests, or its « mot ».
        otherwise: what lacks when it is false.
        index: its number.
    """

    path: tuple[str | int, ...] = field(default=(), compare=False)
    key: str = field(default="", compare=False, repr=False)
    otherwise: Otherwise = field(default=(), compare=False)
    index: int | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(_Part):
    """One elementary test of one answer or figure: a `ChoiceLeaf`, a `FilledLeaf` or a `FigureLeaf`.

    Attributes:
        fact, indicator: address of the answer, or computed figure, that is tested: one of the two.
        when_not_applicable: value when the question does not concern this company.
        remedy: id of what would mend it today, if anything.
        deferred_remedy: id of what would mend it later (never counts as mendable).
        label: what holds when the leaf is true.
        if_meaningless: open point invoked when the figure cannot be interpreted (zero or negative denominator).
        otherwise: what lacks when the leaf is false, by answer.
    """

    fact: str | None = None
    indicator: str | None = None
    when_not_applicable: bool = False
    remedy: str | None = None
    deferred_remedy: str | None = None
    label: str = ""
    if_meaningless: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLeaf(Leaf):
    """A test of a choice, a clause, a yes or no, or of a list of choices.

    Attributes:
        options: accepted choices: the answer is one of them, or a list that holds one.
        excluded: choices that must all be absent from a list.
    """

    options: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledLeaf(Leaf):
    """Whether a text was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLeaf(Leaf):
    """A comparison of a figure or a date: ``operator`` is one of `COMPARISONS`."""

    operator: str
    threshold: Threshold

    @property
    def computed(self) -> bool:
        """Whether a computed figure is on one side, not answers alone."""
        return bool(self.indicator or self.threshold.indicator)


@dataclass(frozen=True, slots=True)
class Constant(_Part):
    """True or false by law, with the reason (« n'existait pas encore »)."""

    value: bool
    reason: str


@dataclass(frozen=True, slots=True)
class CriterionRef(_Part):
    """The conclusion of another criterion."""

    id: str


@dataclass(frozen=True, slots=True)
class OpenPoint(_Part):
    """A point that the law leaves open: strictly, every reading must hold; favourably, one is enough."""

    point: str
    readings: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class _Several(_Part):
    """Several conditions joined."""

    children: tuple[Condition, ...]


class AllOf(_Several):
    """True when every child is."""

    __slots__ = ()


class AnyOf(_Several):
    """True when one child is."""

    __slots__ = ()


Condition = Leaf | Constant | CriterionRef | OpenPoint | AllOf | AnyOf


def rebuilt(condition: Condition, change: Callable[[Condition], Condition]) -> Condition:
    """The same condition, each part changed, from the leaves up."""
    match condition:
        case AllOf(children) | AnyOf(children):
            condition = replace(condition, children=tuple(rebuilt(child, change) for child in children))
        case OpenPoint(readings=readings):
            condition = replace(condition, readings=tuple(rebuilt(reading, change) for reading in readings))
    return change(condition)


def indexed(condition: Condition, indices: dict[Condition, int]) -> Condition:
    """The same condition, each part with its index: equal parts share one, new ones take the next of ``indices``."""
    return rebuilt(condition, lambda part: replace(part, index=indices.setdefault(part, len(indices))))


def fold(
    condition: Condition,
    part: Callable[[Leaf | Constant | CriterionRef], T],
    join: Callable[[AllOf | AnyOf | OpenPoint, list[T]], T],
) -> T:
    """The value of a condition from the values of its parts: ``part`` gives the simple ones, ``join`` the others."""
    match condition:
        case AllOf(children) | AnyOf(children) | OpenPoint(readings=children):
            return join(condition, [fold(child, part, join) for child in children])
        case _:
            return part(condition)


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and everything below it, criteria references not followed."""
    yield condition
    match condition:
        case AllOf(children) | AnyOf(children) | OpenPoint(readings=children):
            for child in children:
                yield from walk(child)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf below, in reading order."""
    return (node for node in walk(condition) if isinstance(node, Leaf))
