"""Search for the smallest sets of changes that reach a status.

On a condition, the sets of changes that make it true are read bottom-up: a true test needs none, a failing one its
remedy, « tous » the union of one set of each child, « un de » any set of any child; only minimal sets are kept. Each
set is then carried out on the dossier and the engine run again: what the changes open (a new form, new statutes) is
searched in turn, and a way is kept only if it reaches the status and none of its steps can be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from itertools import product
from typing import Literal

from advisor.advice.ways._carry_out import Future, carry_out
from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN
from advisor.assessment.model import LATER
from advisor.assessment.reasoning import Reasoning
from advisor.common.french import add_years
from advisor.dossier import Dossier
from advisor.rules.basis import status_root
from advisor.rules.conditions import (
    AllOf,
    AnyOf,
    ChoiceLeaf,
    Condition,
    Constant,
    CriterionRef,
    FigureLeaf,
    Leaf,
    OpenPoint,
    fold,
    leaves,
)
from advisor.rules.effects import RemedyOutcome
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.rules.models import Remedy, Reserve
from advisor.rules.vocabulary import Reading, RemedyKind

MOST_SETS = 64
"""Sets kept at each node: far above what the law's own alternatives give."""
MOST_ROUNDS = 7
"""How many times what changes open may be searched in turn: a new form, then its statutes, then years to close."""
MOST_STATES = 40

_WAITS = {None: 1, "annee": 2, "exercice": 3}

# -- the smallest sets of changes that would make a condition true, read bottom-up from its tests --------------------


@dataclass(frozen=True)
class Move:
    """A remedy carried out in one of its ways, or (no remedy) an answer taken as favourable until it is read.

    ``leaves``: the tests it serves, at least one. ``way``: the rank of that way.
    """

    leaves: tuple[Leaf, ...]
    remedy: Remedy | None = None
    way: int = 0

    @property
    def outcome(self) -> RemedyOutcome | None:
        return self.remedy.outcomes[self.way] if self.remedy else None

    @property
    def key(self) -> str:
        """What it does, whatever the tests it serves."""
        return f"{self.remedy.id} {self.way}" if self.remedy else f"? {self.leaves[0].fact}"


Set_ = frozenset[Move]
"""Some changes, made together."""


def merge(sets: Iterable[Set_]) -> tuple[Set_, ...]:
    """Keep minimal sets only, the smallest first, each once."""
    minimal: list[Set_] = []
    for one in sorted(dict.fromkeys(sets), key=len):
        if not any(other <= one for other in minimal):
            minimal.append(one)
    return tuple(minimal[:MOST_SETS])


Hope = Literal["", "named", "unnamed"]


class Sets:
    """Sets of moves that would make a condition true, for one company.

    Args:
        search: under which reading of the law, with which remedies ruled out.
        reasoning: the company as it stands.
        hoping: take what cannot be guessed as favourable, to tell whether reading it could open anything: ``named``
            among the moves, or ``unnamed``, which leaves what must change in any case.
    """

    def __init__(self, search: Search, reasoning: Reasoning, hoping: Hope) -> None:
        self.reasoning, self.reading, self.hoping = reasoning, search.reading, hoping
        self.original, self.refused = search.original, search.refused
        self._found: dict[str, tuple[Set_, ...]] = {}

    def of(self, node: Condition) -> tuple[Set_, ...]:
        """Return those of a condition, the smallest first: an empty one when it is true, none when none would."""
        return fold(node, self._of_part, self._of_several)

    def _true(self, node: Condition) -> bool:
        return self.reasoning.kleene(node, self.reading) == TRUE

    def _of_part(self, node: Leaf | Constant | CriterionRef) -> tuple[Set_, ...]:
        if self._true(node):
            return (frozenset(),)
        if isinstance(node, CriterionRef):
            if node.id not in self._found:
                self._found[node.id] = self.of(self.reasoning.tree(node.id))
            return self._found[node.id]
        return tuple(self._leaf(node)) if isinstance(node, Leaf) else ()

    def _of_several(self, node: AllOf | AnyOf | OpenPoint, parts: list[tuple[Set_, ...]]) -> tuple[Set_, ...]:
        if self._true(node):
            return (frozenset(),)
        if isinstance(node, AllOf) or (isinstance(node, OpenPoint) and self.reading == Reading.STRICT):
            return reduce(lambda whole, part: merge(one | two for one, two in product(whole, part)), parts)
        return merge(one for part in parts for one in part)

    def _leaf(self, leaf: Leaf) -> Iterator[Set_]:
        settled = self.reasoning.settled(leaf)
        value = settled.strict if self.reading == Reading.STRICT else settled.favourable
        if value == UNKNOWN and not self._new(leaf):
            # One answer can be hoped for and read first; which of many choices, or figures, cannot be guessed.
            if self.hoping == "unnamed":
                yield frozenset()
            elif self.hoping or self._guessable(leaf):
                yield frozenset({Move((leaf,))})
            return
        for id in (leaf.remedy, leaf.deferred_remedy):
            if not id or id in self.refused:
                continue
            remedy = self.reasoning.knowledge.remedies[id]
            for way, outcome in enumerate(remedy.outcomes):
                if outcome.condition is None or self.reasoning.session.proved(outcome.condition):
                    yield frozenset({Move((leaf,), remedy, way)})

    def _guessable(self, leaf: Leaf) -> bool:
        """Whether one answer, that nothing contradicts, can be hoped for: what one does, never what one is."""
        if leaf.fact is None or isinstance(leaf, FigureLeaf):
            return False
        if any(leaf.fact in one.addresses for one in self.reasoning.session.contradictions):
            return False
        knowledge = self.reasoning.knowledge
        mends = {knowledge.remedies[one].kind for one in (leaf.remedy, leaf.deferred_remedy) if one}
        if not mends or RemedyKind.FORM in mends:
            return False
        return knowledge.addresses[leaf.fact][0].type is not FactType.CHOICES or (
            isinstance(leaf, ChoiceLeaf) and bool(leaf.excluded)
        )

    def _new(self, leaf: Leaf) -> bool:
        """Whether a clause is asked for only because of the changes: an unread one is then to be written, not read."""
        return (
            leaf.fact is not None
            and leaf.remedy is not None
            and self.reasoning.knowledge.remedies[leaf.remedy].kind == RemedyKind.STATUTES
            and self.original.session.applies(leaf.fact) == FALSE
        )


# -- the search, each set carried out and the engine run again -------------------------------------------------------


@dataclass(frozen=True)
class SearchState:
    """A company after some moves, in the order in which they are made."""

    future: Future
    moves: tuple[Move, ...] = ()


class Search:
    """Ways of one company to one status under one reading of the law."""

    def __init__(
        self, knowledge: Knowledge, dossier: Dossier, on: date, status: str, reading: Reading, refused: frozenset[str]
    ) -> None:
        self.knowledge, self.status, self.reading, self.refused = knowledge, status, reading, refused
        self.start = Future(knowledge, dossier, on, since=on)
        self.original = self.reasoning(self.start)

    def reasoning(self, future: Future) -> Reasoning:
        return Reasoning(future.session)

    def value(self, future: Future) -> int:
        """Return the Kleene value of the status for a company."""
        reasoning = self.reasoning(future)
        if reasoning.session.contradictions and not self.original.session.contradictions:
            return FALSE
        return reasoning.acquis(self.reading).value(status_root(self.status))

    def weight(self, steps: Iterable[Move]) -> tuple[int, int, int]:
        """Weigh steps: the heaviest, what must be waited for, the sum of weights."""
        taken = list(steps)
        weights = [one.remedy.weight for one in {one.key: one for one in taken}.values() if one.remedy]
        waiting = sum(1 for one in taken if one.outcome and one.outcome.waits)
        return (max(weights, default=0), waiting, sum(weights))

    def _rank(self, steps: Iterable[Move]) -> tuple[tuple[int, int, int], list[tuple[tuple[int, int], str]]]:
        """Order of preference, then that of the file: the same company always gets the same list."""
        steps = tuple(steps)
        order = self.knowledge.remedy_order
        named = ((order[one.remedy.id] if one.remedy else (0, 0), one.key) for one in steps)
        return self.weight(steps), sorted(named)

    def ways(self) -> list[SearchState]:
        """Return minimal ways, best first; the bare start when nothing needs to change."""
        if self.value(self.start) == TRUE:
            return [SearchState(self.start)]
        reached: dict[frozenset[str], SearchState] = {}
        frontier, seen = [SearchState(self.start)], set()
        for _ in range(MOST_ROUNDS):
            following: list[SearchState] = []
            for one in (after for state in frontier for after in self._next(state)):
                key = tuple(sorted(move.key for move in one.moves))
                if key in seen:
                    continue
                seen.add(key)
                if self._done(one):
                    small = self._trimmed(one)
                    reached.setdefault(frozenset(move.key for move in small.moves), small)
                else:
                    following.append(one)
            frontier = sorted(following, key=lambda state: self._rank(state.moves))[:MOST_STATES]
        # Without the ways that do everything another one does, and more.
        plain = [state for keys, state in reached.items() if not any(other < keys for other in reached)]
        best = sorted(plain, key=self._preference)
        return list({self._sense(one): one for one in reversed(best)}.values())[::-1]

    def _preference(self, state: SearchState) -> tuple[object, ...]:
        """Lightest first; as heavy, what is proved, then what nobody contests, then the soonest, then the shortest."""
        heaviest, _, total = self.weight(state.moves)
        unproved = self.value(state.future) != TRUE or any(move.remedy is None for move in state.moves)
        return (heaviest, unproved, bool(self.contested(state)), self._ready(state), total, self._rank(state.moves))

    def _ready(self, state: SearchState) -> date:
        """When a way is likely to be done: a step that takes the next accounting year counts for one."""
        slow = any(move.remedy.delay == LATER for move in state.moves if move.remedy)
        return max(state.future.on, add_years(self.start.on, 1)) if slow else state.future.on

    def contested(self, state: SearchState) -> list[Reserve]:
        """Return reserves on the very ground that a way mends: some would refuse that way."""
        mended = {leaf for move in state.moves for leaf in move.leaves}
        return [
            reserve
            for criterion in self.knowledge.criteria.values()
            for reserve in criterion.reserves
            if reserve.contested
            and reserve.covers(state.future.on)
            and mended & set(leaves(self.original.tree(criterion.id)))
            and self.reasoning(state.future).session.proved(reserve.condition)
        ]

    def _sense(self, state: SearchState) -> frozenset[tuple[str, ...]]:
        """What a way comes down to: two formalities on the same answer are one, done sooner or later."""
        return frozenset(
            ("formalite", *sorted({leaf.fact for leaf in move.leaves if leaf.fact}))
            if self._kind(move) == RemedyKind.FORMALITY
            else (move.key,)
            for move in state.moves
        )

    def _done(self, state: SearchState) -> bool:
        """Reached, or only waiting for answers that no change can give."""
        value = self.value(state.future)
        if value == UNKNOWN:
            return not any(move.remedy for one in self._options(self.reasoning(state.future)) for move in one)
        return value == TRUE

    def _blind(self, reasoning: Reasoning) -> tuple[Set_, ...]:
        """What must change whatever the answers that nobody can guess; none when those answers alone could do.

        A new form changes what is asked: it is taken alone, and the rest looked for after it.
        """
        changes = self._options(reasoning, "unnamed")
        forms = (frozenset(move for move in one if self._kind(move) == RemedyKind.FORM) or one for one in changes)
        return merge(forms) if all(changes) else ()

    def _kind(self, move: Move) -> RemedyKind | None:
        return move.remedy.kind if move.remedy else None

    def unread(self) -> tuple[str, ...]:
        """Return answers to read before anything can be searched; none when no answer gives any hope."""
        options = self._options(self.original, "named")
        missing = {
            address
            for move in min(options, key=self._rank, default=())
            for leaf in (move.leaves if move.remedy is None else ())
            for address in self.original.settled(leaf).missing
        }
        return tuple(address for address in self.knowledge.addresses if address in missing)

    def _options(self, reasoning: Reasoning, hoping: Hope = "") -> tuple[Set_, ...]:
        sets = Sets(self, reasoning, hoping)
        trees = (reasoning.route(route.id) for route in self.knowledge.statuses[self.status].routes)
        return merge(one for tree in trees for one in sets.of(tree))

    def _next(self, state: SearchState) -> Iterator[SearchState]:
        reasoning = self.reasoning(state.future)
        options = self._options(reasoning) or self._blind(reasoning)
        for option in sorted(options, key=self._rank)[:MOST_STATES]:
            following = self.carried(state, option)
            if following.future != state.future:
                yield following

    def carried(self, state: SearchState, option: Set_) -> SearchState:
        """Make every move of a set, each once; what waits comes last."""
        made: dict[str, Move] = {}
        for move in self._order(option):
            before = made.get(move.key)
            made[move.key] = replace(move, leaves=(*before.leaves, *move.leaves)) if before else move
        moves = made.values()
        return SearchState(self.replay(moves, state.future), (*state.moves, *moves))

    def _order(self, option: Set_) -> list[Move]:
        """Answers to read, then what can be done at once, then what waits; each after what it supposes."""
        remedies = self.knowledge.in_order(move.remedy.id for move in option if move.remedy)
        waits: dict[str, int] = {}
        for id in remedies:
            remedy = self.knowledge.remedies[id]
            own = [_WAITS[one.outcome.waits] for one in option if one.outcome and one.remedy is remedy]
            waits[id] = max(own + [waits[one] for one in remedy.after if one in waits])

        def rank(move: Move) -> tuple[int, int, str]:
            if move.remedy is None:
                return (0, 0, move.key)
            return (waits[move.remedy.id], remedies.index(move.remedy.id), move.key)

        return sorted(option, key=rank)

    def replay(self, moves: Iterable[Move], future: Future | None = None) -> Future:
        """Make some moves, from the start by default."""
        future = future or self.start
        for move in moves:
            future = carry_out(future, move.outcome, move.leaves)
        return future

    def _trimmed(self, state: SearchState) -> SearchState:
        """The same way without the moves it does not need."""
        moves = list(state.moves)
        if self.value(state.future) == TRUE:
            for key in dict.fromkeys(move.key for move in reversed(state.moves)):
                fewer = [move for move in moves if move.key != key]
                if self.value(self.replay(fewer)) == TRUE:
                    moves = fewer
        return SearchState(self.replay(moves), tuple(moves))
