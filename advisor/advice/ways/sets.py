"""The smallest sets of changes that would make a condition true, read bottom-up from its tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN
from advisor.assessment.reasoning import Reading, Reasoning
from advisor.rules.conditions import AllOf, AnyOf, Condition, CriterionRef, Leaf, OpenPoint
from advisor.rules.effects import Outcome
from advisor.rules.facts import FactType

MOST_SETS = 64
"""Sets kept at each node: far above what the law's own alternatives give."""


@dataclass(frozen=True)
class Action:
    """A remedy carried out in one way, or (no outcome) an answer taken as favourable until it is read."""

    leaf: Leaf | None
    outcome: Outcome | None

    @property
    def key(self) -> str:
        """What it does, whatever the test it serves."""
        return self.outcome.id if self.outcome else f"? {self.leaf.fact if self.leaf else ''}"


Set_ = frozenset[Action]
"""Some changes, made together."""


def merge(sets: Iterable[Set_]) -> tuple[Set_, ...]:
    """Minimal sets only, the smallest first, each once."""
    kept: list[Set_] = []
    for one in sorted(set(sets), key=len):
        if not any(other <= one for other in kept):
            kept.append(one)
    return tuple(kept[:MOST_SETS])


class Sets:
    """Sets of actions that would make a condition true, for one company under one reading.

    Args:
        reasoning: the company as it stands.
        reading: of the open points of law.
        original: what applied to the company at first; an unread clause of new statutes is written, not read.
        refused: ids of remedies ruled out.
        hoping: take what cannot be guessed as favourable, to tell whether reading it could open anything: ``named``
            among the actions, or ``unnamed``, which leaves what must change in any case.
    """

    def __init__(
        self,
        reasoning: Reasoning,
        reading: Reading,
        original: Reasoning,
        refused: frozenset[str],
        hoping: Literal["", "named", "unnamed"] = "",
    ) -> None:
        self.reasoning, self.reading, self.original, self.refused = reasoning, reading, original, refused
        self.hoping = hoping
        self.disputed = {address for one in reasoning.session.contradictions for address in one.addresses}
        self._outcomes: dict[str, list[Outcome]] = {}
        for outcome in reasoning.knowledge.outcomes:
            self._outcomes.setdefault(outcome.remedy, []).append(outcome)
        self._found: dict[Condition, tuple[Set_, ...]] = {}

    def of(self, node: Condition) -> tuple[Set_, ...]:
        """Those of a condition, the smallest first; one that is empty when it is true already, none when none would."""
        found = self._found.get(node)
        if found is None:
            found = self._found[node] = self._of(node)
        return found

    def _of(self, node: Condition) -> tuple[Set_, ...]:
        if self.reasoning.kleene(node, self.reading) == TRUE:
            return (frozenset(),)
        match node:
            case CriterionRef(id):
                return self.of(self.reasoning.tree(id))
            case Leaf():
                return tuple(self._leaf(node))
            case AllOf(children):
                return self._together([self.of(child) for child in children])
            case OpenPoint(readings=readings) if self.reading == "strict":
                return self._together([self.of(child) for child in readings])
            case AnyOf(children) | OpenPoint(readings=children):
                return merge(one for child in children for one in self.of(child))
            case _:
                return ()

    def _together(self, parts: list[tuple[Set_, ...]]) -> tuple[Set_, ...]:
        whole: tuple[Set_, ...] = (frozenset(),)
        for part in parts:
            whole = merge(first | second for first, second in product(whole, part))
            if not whole:
                return ()
        return whole

    def _leaf(self, leaf: Leaf) -> Iterator[Set_]:
        settled = self.reasoning.settled(leaf)
        value = settled.strict if self.reading == "strict" else settled.favourable
        if value == UNKNOWN and not self._new(leaf):
            # One answer can be hoped for and read first; which of many choices, or figures, cannot be guessed.
            if self.hoping == "unnamed":
                yield frozenset()
            elif self.hoping or self._guessable(leaf):
                yield frozenset({Action(leaf, None)})
            return
        for remedy in (leaf.remedy, leaf.deferred_remedy):
            if remedy is None or remedy in self.refused:
                continue
            for outcome in self._outcomes.get(remedy, ()):
                if outcome.condition is not None and not self.reasoning.session.proved(outcome.condition):
                    continue
                yield frozenset({Action(leaf, outcome)})

    def _guessable(self, leaf: Leaf) -> bool:
        """Whether one answer, that nothing contradicts, can be hoped for: what one does, never what one is."""
        if leaf.fact is None or leaf.operator is not None or leaf.fact in self.disputed:
            return False
        knowledge = self.reasoning.knowledge
        mends = {knowledge.remedies[one].kind for one in (leaf.remedy, leaf.deferred_remedy) if one}
        if not mends or "forme" in mends:
            return False
        return knowledge.addresses[leaf.fact][0].type is not FactType.CHOICES or bool(leaf.excluded)

    def _new(self, leaf: Leaf) -> bool:
        """Whether a clause is asked for only because of the changes: then it is to be written, not read."""
        return (
            leaf.fact is not None
            and leaf.remedy is not None
            and self.reasoning.knowledge.remedies[leaf.remedy].kind == "statuts"
            and self.original.session.applies(leaf.fact)[0] == FALSE
        )
