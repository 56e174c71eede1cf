"""Search for the smallest sets of changes that reach a status.

On a condition, the sets of changes that make it true are read bottom-up: a true test needs none, a failing one its
remedy, « tous » the union of one set of each child, « un de » any set of any child; only minimal sets are kept. Each
set is then carried out on the dossier and the engine run again: what the changes open (a new form, new statutes) is
searched in turn, and a way is kept only if it reaches the status and none of its steps can be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal

from advisor.advice.ways._carry_out import Future, carry_out, satisfied
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
    CriterionRef,
    FigureLeaf,
    Leaf,
    OpenPoint,
    leaves,
)
from advisor.rules.effects import RemedyOutcome
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.rules.models import Reserve
from advisor.rules.vocabulary import Reading, RemedyKind

MOST_SETS = 64
"""Sets kept at each node: far above what the law's own alternatives give."""
MOST_ROUNDS = 7
"""How many times what changes open may be searched in turn: a new form, then its statutes, then years to close."""
MOST_STATES = 40

_WAITS = {None: 1, "annee": 2, "exercice": 3}

# -- the smallest sets of changes that would make a condition true, read bottom-up from its tests --------------------


@dataclass(frozen=True)
class Action:
    """A remedy carried out in one way, or (no outcome) an answer taken as favourable until it is read."""

    leaf: Leaf | None
    outcome: RemedyOutcome | None

    @property
    def key(self) -> str:
        """What it does, whatever the test it serves."""
        return self.outcome.id if self.outcome else f"? {self.leaf.fact if self.leaf else ''}"


Set_ = frozenset[Action]
"""Some changes, made together."""


def merge(sets: Iterable[Set_]) -> tuple[Set_, ...]:
    """Minimal sets only, the smallest first, each once."""
    minimal: list[Set_] = []
    for one in sorted(dict.fromkeys(sets), key=len):
        if not any(other <= one for other in minimal):
            minimal.append(one)
    return tuple(minimal[:MOST_SETS])


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
        self._outcomes: dict[str, list[RemedyOutcome]] = {}
        for outcome in reasoning.knowledge.outcomes:
            self._outcomes.setdefault(outcome.remedy, []).append(outcome)
        self._found: dict[int, tuple[Set_, ...]] = {}

    def of(self, node: Condition) -> tuple[Set_, ...]:
        """Those of a condition, the smallest first; one that is empty when it is true already, none when none would."""
        if node.index is None:
            return self._of(node)
        found = self._found.get(node.index)
        if found is None:
            found = self._found[node.index] = self._of(node)
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
            case OpenPoint(readings=readings) if self.reading == Reading.STRICT:
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
        value = settled.strict if self.reading == Reading.STRICT else settled.favourable
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
        if leaf.fact is None or isinstance(leaf, FigureLeaf) or leaf.fact in self.disputed:
            return False
        knowledge = self.reasoning.knowledge
        mends = {knowledge.remedies[one].kind for one in (leaf.remedy, leaf.deferred_remedy) if one}
        if not mends or RemedyKind.FORM in mends:
            return False
        return knowledge.addresses[leaf.fact][0].type is not FactType.CHOICES or (
            isinstance(leaf, ChoiceLeaf) and bool(leaf.excluded)
        )

    def _new(self, leaf: Leaf) -> bool:
        """Whether a clause is asked for only because of the changes: then it is to be written, not read."""
        return (
            leaf.fact is not None
            and leaf.remedy is not None
            and self.reasoning.knowledge.remedies[leaf.remedy].kind == RemedyKind.STATUTES
            and self.original.session.applies(leaf.fact) == FALSE
        )


# -- the search, each set carried out and the engine run again -------------------------------------------------------


@dataclass(frozen=True)
class Move:
    """A remedy carried out once, or one answer taken as favourable, whatever the number of tests it serves."""

    key: str
    outcome: RemedyOutcome | None
    leaves: tuple[Leaf, ...]


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
        self.start = Future(dossier, on, since=on)
        self.original = self.reasoning(self.start)

    def reasoning(self, future: Future) -> Reasoning:
        return Reasoning(future.session(self.knowledge))

    def value(self, future: Future) -> int:
        """Kleene value of the status for a company."""
        reasoning = self.reasoning(future)
        if reasoning.session.contradictions and not self.original.session.contradictions:
            return FALSE
        return reasoning.acquis(self.reading).value(status_root(self.status))

    def weight(self, steps: Iterable[Action | Move]) -> tuple[int, int, int]:
        """Heaviest step, what must be waited for, sum of weights: the order of preference between ways."""
        taken = [step.outcome for step in steps if step.outcome]
        weights = [self.knowledge.remedies[one.remedy].weight for one in {one.id: one for one in taken}.values()]
        return (max(weights, default=0), sum(1 for one in taken if one.waits), sum(weights))

    def _rank(self, steps: Iterable[Action | Move]) -> tuple[tuple[int, int, int], list[tuple[tuple[int, int], str]]]:
        """Order of preference, then that of the file: the same company always gets the same list."""
        steps = tuple(steps)
        order = self.knowledge.remedy_order
        named = ((order[one.outcome.remedy] if one.outcome else (0, 0), one.key) for one in steps)
        return self.weight(steps), sorted(named)

    def ways(self) -> list[SearchState]:
        """Minimal ways, best first; the bare start when nothing needs to change."""
        if self.value(self.start) == TRUE:
            return [SearchState(self.start)]
        reached: dict[frozenset[str], SearchState] = {}
        frontier, seen = [SearchState(self.start)], set()
        for _ in range(MOST_ROUNDS):
            following: list[SearchState] = []
            for state in frontier:
                for one in self._next(state):
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
            if not frontier:
                break
        plain = self._plain(reached.values())
        best = sorted(plain, key=self._preference)
        return list({self._sense(one): one for one in reversed(best)}.values())[::-1]

    def _preference(self, state: SearchState) -> tuple[object, ...]:
        """Lightest first; as heavy, what is proved, then what nobody contests, then the soonest, then the shortest."""
        heaviest, _, total = self.weight(state.moves)
        unproved = self.value(state.future) != TRUE or any(move.outcome is None for move in state.moves)
        return (heaviest, unproved, bool(self.contested(state)), self._ready(state), total, self._rank(state.moves))

    def _ready(self, state: SearchState) -> date:
        """When a way is likely to be done: a step that takes the next accounting year counts for one."""
        remedies = [self.knowledge.remedies[move.outcome.remedy] for move in state.moves if move.outcome]
        slow = any(remedy.delay == LATER for remedy in remedies)
        return max(state.future.on, add_years(self.start.on, 1)) if slow else state.future.on

    def contested(self, state: SearchState) -> list[Reserve]:
        """Reserves on the very ground of a criterion that the moves of a way mend: some would refuse that way."""
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
            if move.outcome and self.knowledge.remedies[move.outcome.remedy].kind == RemedyKind.FORMALITY
            else (move.key,)
            for move in state.moves
        )

    @staticmethod
    def _plain(states: Iterable[SearchState]) -> list[SearchState]:
        """Without the ways that do everything another one does, and more."""
        kinds = [(state, {move.key for move in state.moves}) for state in states]
        return [state for state, keys in kinds if not any(other < keys for _, other in kinds)]

    def _done(self, state: SearchState) -> bool:
        """Reached, or only waiting for answers that no change can give."""
        value = self.value(state.future)
        if value == UNKNOWN:
            sets = Sets(self.reasoning(state.future), self.reading, self.original, self.refused)
            return not any(action.outcome for one in self._options(sets) for action in one)
        return value == TRUE

    def _blind(self, reasoning: Reasoning) -> tuple[Set_, ...]:
        """What must change whatever the answers that nobody can guess; none when those answers alone could do.

        A new form changes what is asked: it is taken alone, and the rest looked for after it.
        """
        changes = self._options(Sets(reasoning, self.reading, self.original, self.refused, "unnamed"))
        return merge(frozenset(filter(self._changes_form, one)) or one for one in changes) if all(changes) else ()

    def _changes_form(self, action: Action) -> bool:
        return action.outcome is not None and self.knowledge.remedies[action.outcome.remedy].kind == RemedyKind.FORM

    def unread(self) -> tuple[str, ...]:
        """Answers to read before anything can be searched; none when no answer gives any hope."""
        sets = Sets(self.original, self.reading, self.original, self.refused, "named")
        options = sorted(self._options(sets), key=self._rank)
        missing = {
            address
            for action in (options[0] if options else ())
            if action.outcome is None and action.leaf is not None
            for address in self.original.settled(action.leaf).missing
        }
        return tuple(address for address in self.knowledge.addresses if address in missing)

    def _options(self, sets: Sets) -> tuple[Set_, ...]:
        found: list[Set_] = []
        for route in self.knowledge.statuses[self.status].routes:
            tree = sets.reasoning.route(route.id)
            if tree is not None:
                found += sets.of(tree)
        return merge(found)

    def _next(self, state: SearchState) -> Iterator[SearchState]:
        reasoning = self.reasoning(state.future)
        sets = Sets(reasoning, self.reading, self.original, self.refused)
        options = self._options(sets) or self._blind(reasoning)
        for option in sorted(options, key=self._rank)[:MOST_STATES]:
            following = self.carried(state, option)
            if following.future != state.future:
                yield following

    def carried(self, state: SearchState, option: Set_) -> SearchState:
        """The state once every action of a set is taken, each once; what waits comes last."""
        groups: dict[str, list[Action]] = {}
        for action in self._order(option):
            groups.setdefault(action.key, []).append(action)
        moves = [
            Move(key, same[0].outcome, tuple(action.leaf for action in same if action.leaf is not None))
            for key, same in groups.items()
        ]
        future = state.future
        for move in moves:
            future = self._apply(future, move)
        return SearchState(future, (*state.moves, *moves))

    def _order(self, option: Set_) -> list[Action]:
        """Answers to read, then what can be done at once, then what waits; each after what it supposes."""
        remedies = self.knowledge.in_order(action.outcome.remedy for action in option if action.outcome)
        waits: dict[str, int] = {}
        for remedy in remedies:
            own = [_WAITS[one.outcome.waits] for one in option if one.outcome and one.outcome.remedy == remedy]
            before = [waits[one] for one in self.knowledge.remedies[remedy].after if one in waits]
            waits[remedy] = max(*own, *before) if before else max(own)

        def rank(action: Action) -> tuple[int, int, str]:
            if action.outcome is None:
                return (0, 0, action.key)
            remedy = action.outcome.remedy
            return (waits[remedy], remedies.index(remedy), action.key)

        return sorted(option, key=rank)

    def _apply(self, future: Future, move: Move) -> Future:
        if move.outcome is not None:
            return carry_out(self.knowledge, future, move.outcome, move.leaves)
        for leaf in move.leaves:
            future = satisfied(self.knowledge, future, leaf)
        return future

    def replay(self, moves: Iterable[Move]) -> Future:
        """The company after some moves, from the start."""
        future = self.start
        for move in moves:
            future = self._apply(future, move)
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
