"""What a test reads: every answer that can bear on it, followed through guards and figures.

Companies that answer alike all that a test reads, on the same days, settle it alike. Over a table of thousands most
tests have been met before: what they gave is remembered here, for the answers that come back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Generic, TypeVar
from weakref import WeakSet

from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import Condition, Leaf, walk
from advisor.knowledge.lint_sites import Reference, fact_id, indicator_references, references
from advisor.knowledge.models import Fact, FactType

ON, REQUESTED = " on", " requested"
"""Where a row of answers holds the day of the law and that of the request; no address has a space."""

MAX_KEPT = 256
"""Sets of answers remembered for one test; beyond, it starts anew."""

_ENDLESS = (FactType.MONEY, FactType.TEXT)
"""Answers hardly ever the same twice: once given, what rests on them is not worth remembering."""

T = TypeVar("T")
Row = Mapping[str, Any]
"""Every address with its raw answer, or None; and both days."""


@dataclass(frozen=True, slots=True)
class Reads:
    """What some conditions read.

    Attributes:
        addresses: answers, in the order of the catalogue.
        dated: the day of the law or of the request may bear on them too.
        endless: those of the answers on which companies hardly ever agree.
    """

    addresses: tuple[str, ...]
    dated: bool
    endless: tuple[str, ...]


def reads(knowledge: Knowledge, conditions: Iterable[Condition], guarded: bool = True) -> Reads:
    """Every answer that can bear on some conditions that cite no criterion.

    Args:
        knowledge: the rule base.
        conditions: leaves, open points, or trees of them.
        guarded: follow the conditions under which each answer applies.
    """
    seen: set[tuple[str, str]] = set()
    facts: dict[str, Fact] = {}
    dated = False
    conditions = list(conditions)
    named: list[Reference] = []
    while conditions or named:
        if not named:
            for node in walk(conditions.pop()):
                named += references(node)
                dated |= isinstance(node, Leaf) and node.threshold is not None and node.threshold.date is not None
            continue
        one = named.pop()
        if (one.kind, one.id) in seen:
            continue
        seen.add((one.kind, one.id))
        if one.kind == "fait":
            fact = knowledge.facts[fact_id(one.id)]
            facts |= dict.fromkeys(fact.addresses if one.id == fact.id else (one.id,), fact)
            if guarded and fact.asked_if is not None:
                conditions.append(fact.asked_if)
        elif one.kind == "indicateur":
            named += indicator_references(knowledge.indicators[one.id])
    addresses = tuple([address for address in knowledge.addresses if address in facts])
    return Reads(
        addresses,
        # Figures of the law change with the day, and those computed may start from it.
        dated=dated or any(kind in ("indicateur", "parametre") for kind, _ in seen),
        endless=tuple([address for address in addresses if facts[address].type in _ENDLESS]),
    )


def take(places: Sequence[str]) -> Callable[[Row], tuple[Any, ...]]:
    """What a row holds at some places, as a tuple."""
    # `itemgetter` of one place gives no tuple, and of none is an error.
    if len(places) > 1:
        return itemgetter(*places)
    if not places:
        return lambda row: ()
    (place,) = places
    return lambda row: (row[place],)


_every: WeakSet[Kept[Any]] = WeakSet()


def forget() -> None:
    """Start from nothing: for measurements."""
    for kept in _every:
        kept.found.clear()


class Kept(Generic[T]):
    """What some conditions gave, by the answers they read."""

    __slots__ = ("__weakref__", "_endless", "_nothing", "_take", "found")

    def __init__(self, read: Reads) -> None:
        self._take = take((*read.addresses, ON, REQUESTED) if read.dated else read.addresses)
        self._endless = take(read.endless) if read.endless else None
        self._nothing = (None,) * len(read.endless)
        self.found: dict[object, T] = {}
        _every.add(self)

    def key(self, row: Row) -> object | None:
        """Under what to remember what these answers give; None when they will hardly come back."""
        if self._endless is not None and self._endless(row) != self._nothing:
            return None
        return self._take(row)

    def keep(self, key: object, given: T) -> T:
        """Remember what some answers gave."""
        if len(self.found) >= MAX_KEPT:
            self.found.clear()
        self.found[key] = given
        return given

    def get(self, row: Row, make: Callable[[], T]) -> T:
        """What these answers gave, or give now."""
        key = self.key(row)
        if key is None:
            return make()
        found = self.found.get(key)
        return self.keep(key, make()) if found is None else found
