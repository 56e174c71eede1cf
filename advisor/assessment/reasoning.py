"""Four runs of the engine for one company, and questions put to their result.

Acquis / atteignable times strict / favourable: an *acquis* run takes leaves as they are, an *atteignable* one takes
every mendable leaf as true. Runs that cannot differ are shared.
"""

from __future__ import annotations

from typing import Any

from advisor.assessment.engine.program import Inference, Program, above
from advisor.assessment.engine.session import infer
from advisor.assessment.law import law
from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN, Settled, joined, outcome_of
from advisor.assessment.session import Session
from advisor.rules.basis import route_root, status_root
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint
from advisor.rules.vocabulary import Outcome, Reading

RungRange = tuple[int, int]
"""Worst and best rung (0 to 2) of the ladder of a status."""

READINGS = (Reading.STRICT, Reading.FAVOURABLE)
_NEVER = Constant(False, "")

# What (attainable, acquis) leave possible on the ladder, as (worst, best) rungs.
_RUNGS = {
    (FALSE, FALSE): (0, 0),
    (TRUE, TRUE): (2, 2),
    (TRUE, FALSE): (1, 1),
    (TRUE, UNKNOWN): (1, 2),
    (UNKNOWN, FALSE): (0, 1),
    (UNKNOWN, UNKNOWN): (0, 2),
}


class Run:
    """One inference, with the program it ran.

    Args:
        program: the law of the day.
        settled: Kleene values of the propositions.
        inference: what the engine proved from them.
    """

    __slots__ = ("inference", "program", "settled", "states")

    def __init__(self, program: Program, settled: dict[str, int], inference: Inference) -> None:
        self.program, self.settled, self.inference = program, settled, inference
        # Of everything that has a name: constants, propositions, nodes; a name left out is not settled.
        self.states: dict[str | bool, int] = {True: TRUE, False: FALSE}
        self.states.update(settled)
        self.states.update({name: TRUE if value else FALSE for name, value in inference.values.items()})

    def value(self, root: str) -> int:
        """Kleene value of a criterion, ``voie:id`` or ``statut:id``."""
        return self.states.get(self.program.roots[root], UNKNOWN)


class View:
    """One run under one reading, and the value in it of any part of a condition.

    Args:
        session: where a test of the law of another day is settled.
        run: the run.
        reading: of the law.
        attainable: everything mendable is mended in this run.
    """

    __slots__ = ("attainable", "favourable", "run", "session")

    def __init__(self, session: Session, run: Run, reading: Reading, attainable: bool) -> None:
        self.session, self.run = session, run
        self.favourable, self.attainable = reading == Reading.FAVOURABLE, attainable

    def kleene(self, node: Condition) -> int:
        """Value of any part of a condition: the engine's, when it concluded on that very part."""
        name = self.run.program.parts.get(node.index) if node.index is not None else None
        if name is not None:
            return self.run.states.get(name, UNKNOWN)
        if isinstance(node, CriterionRef):
            return self.run.value(node.id)
        if isinstance(node, AllOf | AnyOf):  # of the law of another day, or a part that the engine gave no name
            return (min if isinstance(node, AllOf) else max)([self.kleene(child) for child in node.children])
        settled = self.session.settled(node, mended=self.attainable)
        return settled.favourable if self.favourable else settled.strict


def _known(values: dict[str, int]) -> dict[str, bool]:
    return {name: value == TRUE for name, value in values.items() if value != UNKNOWN}


class Reasoning:
    """The engine's conclusions for one session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.knowledge = session.knowledge
        self.day = session.on
        self.law = law(self.knowledge, self.day)
        self.trees = self.law.program.trees  # of criteria and routes
        self._views: dict[Reading, View] = {}
        self._attainable_views: dict[Reading, View] = {}
        self._acquis: dict[Reading, Run] = self._runs()
        self._reach: dict[Reading, Run] | None = None
        self.shared: dict[object, Any] = {}  # what `advisor.assessment.relevance` works out of it, once

    def settled(self, node: Leaf | OpenPoint) -> Settled:
        """A proposition as settled by the answers."""
        return self.session.settled(node)

    def _runs(self) -> dict[Reading, Run]:
        """Both readings of the law, as things are."""
        settled = {name: test(self.session) for name, test in self.law.propositions}
        strict = {name: one.strict for name, one in settled.items()}
        program = self.law.program
        first = Run(program, strict, infer(program, _known(strict)))
        return self._both(first, {name: one.favourable for name, one in settled.items()})

    def _mended(self) -> dict[Reading, Run]:
        """Both readings of the law, everything mendable mended."""
        strict, favourable = (self._acquis[reading].settled.copy() for reading in READINGS)
        for name, test in self.law.mended:
            settled = test(self.session)
            strict[name], favourable[name] = settled.strict, settled.favourable
        return self._both(self._again(self._acquis[Reading.STRICT], strict, self.law.above_mended), favourable)

    def _both(self, first: Run, favourable: dict[str, int]) -> dict[Reading, Run]:
        """One run serves both readings when every proposition settles alike."""
        changed = tuple([name for name, value in first.settled.items() if favourable[name] != value])
        if not changed:
            return {Reading.STRICT: first, Reading.FAVOURABLE: first}
        second = self._again(first, favourable, above(self.law.program, changed))
        return {Reading.STRICT: first, Reading.FAVOURABLE: second}

    def _again(self, first: Run, values: dict[str, int], nodes: frozenset[str]) -> Run:
        """The same law with some propositions changed: only the nodes above them are inferred again."""
        program = self.law.program
        return Run(program, values, infer(program, _known(values), first.inference, nodes))

    def acquis(self, reading: Reading) -> Run:
        """The run in which leaves are as the answers make them."""
        return self._acquis[reading]

    def attainable(self, reading: Reading) -> Run:
        """The run in which every mendable leaf is true; made only when asked for."""
        if self._reach is None:
            self._reach = self._mended()
        return self._reach[reading]

    # -- the ladder -----------------------------------------------------------------------------------------------

    def rungs(self, root: str, reading: Reading) -> RungRange:
        """Worst and best rung (0 to 2) of a route or status under one reading."""
        now = self.acquis(reading).value(root)
        return _RUNGS[(TRUE if now == TRUE else self.attainable(reading).value(root), now)]

    def rungs_under(self, root: str, favourable: frozenset[str]) -> RungRange:
        """`rungs`, some open questions read favourably and all the others strictly."""
        now = self._mixed(favourable, attainable=False).value(root)
        return _RUNGS[(TRUE if now == TRUE else self._mixed(favourable, attainable=True).value(root), now)]

    def _mixed(self, favourable: frozenset[str], attainable: bool) -> Run:
        key = (favourable, attainable)
        if key not in self.shared:
            strict, kind = (self.attainable(one) if attainable else self.acquis(one) for one in READINGS)
            values = {
                name: value if value == kind.settled[name] else self._read(node, favourable, attainable)
                for (name, value), node in zip(
                    strict.settled.items(), self.law.program.propositions.values(), strict=True
                )
            }
            changed = tuple([name for name, value in strict.settled.items() if values[name] != value])
            self.shared[key] = self._again(strict, values, above(self.law.program, changed)) if changed else strict
        run: Run = self.shared[key]
        return run

    def _read(self, node: Condition, favourable: frozenset[str], mended: bool) -> int:
        """The value of a proposition, or of a part of one, once each open question is read one way."""
        if isinstance(node, OpenPoint):
            pick = max if node.point in favourable else min
            return pick([self._read(reading, favourable, mended) for reading in node.readings])
        if isinstance(node, AllOf | AnyOf):
            pick = min if isinstance(node, AllOf) else max
            return pick([self._read(child, favourable, mended) for child in node.children])
        settled = self.session.settled(node, mended)
        return settled.favourable if settled.point in favourable else settled.strict

    def highest(self, route: str) -> int:
        """How far a route may still go, the law read favourably; 0 when it is closed."""
        return self.rungs(route_root(route), Reading.FAVOURABLE)[1]

    def firm(self, route: str) -> bool:
        """Whether a route is open on the answers as they are, however the law is read."""
        return self.acquis(Reading.STRICT).value(route_root(route)) == TRUE

    def pair(self, criterion: str) -> tuple[int, int]:
        """Strict and favourable Kleene values of a criterion."""
        name = self.law.program.roots[criterion]
        strict, favourable = self._acquis[Reading.STRICT].states, self._acquis[Reading.FAVOURABLE].states
        return strict.get(name, UNKNOWN), favourable.get(name, UNKNOWN)

    def outcome(self, criterion: str) -> Outcome:
        """How a criterion or ``voie:id`` stands, both readings of the law taken together."""
        pair, tree = self.pair(criterion), self.trees.get(criterion)
        return outcome_of(*pair) if tree is None else self._stands(tree, pair)

    def stands(self, node: Condition) -> Outcome:
        """`outcome` of any part of a condition."""
        strict, favourable = (self.kleene(node, reading) for reading in READINGS)
        return self._stands(node, (strict, favourable))

    def _stands(self, node: Condition, pair: tuple[int, int]) -> Outcome:
        # Only what one reading grants already may wait for the law on one side, for an answer on the other.
        if pair == (UNKNOWN, TRUE):
            if isinstance(node, CriterionRef):
                return self.outcome(node.id)
            if isinstance(node, AllOf | AnyOf):
                return joined(isinstance(node, AllOf), map(self.stands, node.children))
        return outcome_of(*pair)

    def decided(self, status: str) -> bool:
        """True when no further answer can change the verdict of a status."""
        return all(low == high for low, high in (self.rungs(status_root(status), reading) for reading in READINGS))

    # -- looking inside a condition -------------------------------------------------------------------------------

    def tree(self, criterion: str) -> Condition:
        """The condition in force of a criterion."""
        return self.trees[criterion]

    def route(self, id: str) -> Condition:
        """The condition of a route; before the law, none holds."""
        return self.trees.get(route_root(id), _NEVER)

    def view(self, reading: Reading, attainable: bool = False) -> View:
        """One of the four runs, to look inside the conditions."""
        views = self._attainable_views if attainable else self._views
        found = views.get(reading)
        if found is None:
            run = self.attainable(reading) if attainable else self._acquis[reading]
            found = views[reading] = View(self.session, run, reading, attainable)
        return found

    def kleene(self, node: Condition, reading: Reading, attainable: bool = False) -> int:
        """Value of any part of a condition in one of the four runs."""
        return self.view(reading, attainable).kleene(node)

    def reasons(
        self, node: Condition, reading: Reading, attainable: bool = False, owner: str = ""
    ) -> list[tuple[str, Condition]]:
        """What makes a condition have its value: criterion ids and leaves, each with the criterion that owns it."""
        kleene = self.view(reading, attainable).kleene
        found: list[tuple[str, Condition]] = []
        pending = [(owner, node)]
        while pending:
            owner, node = pending.pop()
            if isinstance(node, CriterionRef):
                pending.append((node.id, self.trees[node.id]))
            elif isinstance(node, AllOf | AnyOf):
                value = kleene(node)
                pending += [(owner, child) for child in reversed(node.children) if kleene(child) == value]
            else:
                found.append((owner, node))
        return found
