"""How a criterion may fail, read off its condition: what can be mended today, what is closed, what readings decide.

A condition has two strict values, as things are and once everything mendable is mended. Each test may have some pairs
of them, and so has what joins tests: a criterion may be mended if it can fail now and hold then, closed if it can fail
twice. Tests are taken one by one, so a case may be told that no company meets; none is left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import product

from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.load import Knowledge

Pair = tuple[bool, bool]
"""Strict value as things are, then once everything mendable is mended."""


@dataclass(frozen=True)
class Failing:
    """How one criterion may fail on a day.

    Attributes:
        mendable: it may fail in a way that decisions taken today mend; remedies: those decisions.
        closed: it may fail whatever is decided today; later: what would open it with time.
        points: open questions it may hang on, each with whether decisions taken today satisfy the strict reading.
        elsewhere: criteria told elsewhere that it is made of; open_there: some of them hang on an open question.
    """

    mendable: bool
    closed: bool
    remedies: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    points: dict[str, bool] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    open_there: bool = False


def failing(criterion: str, on: date, knowledge: Knowledge, told: frozenset[str] = frozenset()) -> Failing:
    """How a criterion in force on a day may fail.

    Args:
        criterion: its id.
        on: the day.
        knowledge: the rule base.
        told: criteria told elsewhere, whose remedies and open questions are not named again.
    """
    reader = _Reader(on, knowledge, told)
    reader.gather(criterion)
    pairs = reader.pairs(CriterionRef(criterion))
    return Failing(
        mendable=(False, True) in pairs,
        closed=(False, False) in pairs,
        remedies=tuple(reader.remedies),
        later=tuple(reader.later),
        points=reader.points,
        elsewhere=tuple(reader.elsewhere),
        open_there=any(map(reader.hangs, reader.elsewhere)),
    )


class _Reader:
    def __init__(self, on: date, knowledge: Knowledge, told: frozenset[str]) -> None:
        self.on, self.knowledge, self.told = on, knowledge, told
        self.remedies: dict[str, None] = {}
        self.later: dict[str, None] = {}
        self.points: dict[str, bool] = {}
        self.elsewhere: dict[str, None] = {}

    def tree(self, criterion: str) -> Condition:
        """Its condition on the day; a criterion that is not in force does not hold."""
        version = self.knowledge.criteria[criterion].on(self.on)
        return version.tree if version else Constant(False, "")

    def pairs(self, node: Condition) -> set[Pair]:
        """The pairs of values that a condition may have, its tests free of each other."""
        match node:
            case Leaf():
                return {(False, bool(node.remedy)), (True, True)}
            case Constant(value=value):
                return {(value, value)}
            case CriterionRef(id):
                return self.pairs(self.tree(id))
            case AllOf(children) | AnyOf(children) | OpenPoint(readings=children):
                join = any if isinstance(node, AnyOf) else all
                found = {(not isinstance(node, AnyOf),) * 2}
                for child in children:
                    found = {(join((a, c)), join((b, d))) for (a, b), (c, d) in product(found, self.pairs(child))}
                return found

    def hangs(self, criterion: str) -> bool:
        """Whether a criterion, or one that it is made of, hangs on an open question."""
        for node in walk(self.tree(criterion)):
            if isinstance(node, OpenPoint) or (isinstance(node, Leaf) and node.if_meaningless):
                return True
            if isinstance(node, CriterionRef) and self.hangs(node.id):
                return True
        return False

    def gather(self, criterion: str) -> None:
        """What mends a criterion, now or later, and the questions it hangs on: its own, then those it is made of."""
        inner = list(walk(self.tree(criterion)))
        for node in inner:
            if isinstance(node, Leaf):
                if node.remedy:
                    self.remedies.setdefault(node.remedy)
                elif node.deferred_remedy:
                    self.later.setdefault(node.deferred_remedy)
                if node.if_meaningless:
                    self._point(node.if_meaningless, bool(node.remedy))
            elif isinstance(node, OpenPoint):
                self._point(node.point, all((False, False) not in self.pairs(one) for one in node.readings))
        for node in inner:
            if isinstance(node, CriterionRef):
                if node.id in self.told:
                    self.elsewhere.setdefault(node.id)
                else:
                    self.gather(node.id)

    def _point(self, point: str, mendable: bool) -> None:
        # Of two places where one question arises, the harder outcome is told.
        self.points[point] = mendable and self.points.get(point, True)
