"""What the engine already concluded, node by node.

A node's conclusion, and the rules that fire for it, depend on the states of its premises alone: once the engine has
shown them for some states, the same states need no new session. Companies differ, but the states of one node are few:
over a table of thousands, the engine soon has nothing new to say. A node never met in some states is always inferred.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import NamedTuple

from advisor.assessment.engine.program import Inference, Node, Program, Rule, Shown, part
from advisor.assessment.engine.session import infer_alone, infer_node, infer_shape

MAX_STATES = 20_000
"""States remembered, all days of the law together; about 7 MiB. Beyond, everything is learnt anew."""

MAX_CHOSEN = 256
"""Sets of nodes that some changed propositions touch, kept for each program."""

MAX_ASKED = 8
"""Nodes asked about one at a time; when more are new, one session for all of them is shorter."""


class _Node(NamedTuple):
    """A node, how to read the states of its premises, and what each of them gave: a value, the rules fired."""

    node: Node
    premises: Callable[[dict[str, bool | None]], tuple[bool | None, ...]]
    seen: dict[tuple[bool | None, ...], Shown]


class _Law(NamedTuple):
    """A program: every name in it, not settled; its nodes, in order of dependency; those of them chosen before."""

    names: dict[str, bool | None]
    nodes: tuple[_Node, ...]
    chosen: dict[frozenset[str], tuple[_Node, ...]]

    def among(self, names: frozenset[str]) -> tuple[_Node, ...]:
        """Some of the nodes, in order."""
        found = self.chosen.get(names)
        if found is None:
            if len(self.chosen) >= MAX_CHOSEN:
                self.chosen.clear()
            found = self.chosen[names] = tuple([one for one in self.nodes if one.node.name in names])
        return found


def _law(program: Program) -> _Law:
    children = (child for node in program.nodes for child in node.children)
    nodes = tuple(_Node(node, itemgetter(*node.children), {}) for node in program.nodes)
    return _Law(dict.fromkeys(children), nodes, {})


class Recall:
    """States of nodes already met, by program; a program lives as long as what is remembered of it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.laws: dict[Program, _Law] = {}
        self.count = 0

    def forget(self) -> None:
        """Start from nothing."""
        with self.lock:
            self.laws.clear()
            self.count = 0
        infer_shape.cache_clear()

    def infer(
        self,
        program: Program,
        settled: Mapping[str, bool],
        first: Inference | None = None,
        touched: frozenset[str] = frozenset(),
    ) -> Inference:
        """Chain settled propositions to conclusions.

        Args:
            program: the whole law of a day.
            settled: propositions known to be true or false; the unknown ones are left out.
            first: what was proved before some of them changed.
            touched: the nodes above these; all others keep what they had.

        Raises:
            EngineError: the engine refused a fact, fired an unknown rule, looped or contradicted itself.
        """
        found = self._find(program, settled, first, touched)
        if found is not None:
            return found
        if first is None:
            return self._learn(program, settled, infer_alone(program, settled))
        values, rules = _untouched(first, touched)
        again = infer_alone(part(program, touched), {**settled, **values})
        return self._learn(program, settled, Inference({**values, **again.values}, (*rules, *again.fired)))

    def _find(
        self, program: Program, settled: Mapping[str, bool], first: Inference | None, touched: frozenset[str]
    ) -> Inference | None:
        """What a session would prove; None when too many nodes were never met in their present states.

        The engine is asked about each of the few that were not. The rules of the nodes not touched come first.
        """
        with self.lock:
            law = self.laws.get(program)
            if law is None:
                return None
            states = {**law.names, **settled}
            values: dict[str, bool] = {}
            fired: list[Rule] = []
            asked = 0
            nodes = law.nodes
            if first is not None:
                nodes = law.among(touched)
                values, fired = _untouched(first, touched)
                states.update(values)
            for node, premises, seen in nodes:
                at = premises(states)
                found = seen.get(at)
                if found is None:
                    if asked == MAX_ASKED or self.count >= MAX_STATES:
                        return None
                    asked += 1
                    value, rules = infer_node(program, node, at)
                    found = seen[at] = (value, tuple(sorted(rules, key=_place)))
                    self.count += 1
                value, rules = found
                name = node.name
                if value is not None:
                    states[name] = values[name] = value
                    fired += rules
            return Inference(values, tuple(fired))

    def _learn(self, program: Program, settled: Mapping[str, bool], inference: Inference) -> Inference:
        """Remember what a session proved, for each node; the same is returned in the order of the law.

        So a trace does not depend on what was met before.
        """
        by_node: dict[str, list[Rule]] = {}
        for rule in inference.fired:
            by_node.setdefault(rule.conclusion, []).append(rule)
        values = inference.values
        fired: list[Rule] = []
        with self.lock:
            if self.count >= MAX_STATES:
                self.laws.clear()
                self.count = 0
            law = self.laws.get(program)
            if law is None:
                law = self.laws[program] = _law(program)
            states = {**law.names, **settled, **values}
            for node, premises, seen in law.nodes:
                rules = by_node.get(node.name, [])
                if len(rules) > 1:
                    rules.sort(key=_place)
                fired += rules
                at = premises(states)
                if at not in seen:
                    seen[at] = (values.get(node.name), tuple(rules))
                    self.count += 1
        return Inference(values, tuple(fired))


def _place(rule: Rule) -> tuple[int, str]:
    """Order of the rules of a node, which are numbered."""
    return len(rule.name), rule.name


def _untouched(first: Inference, touched: frozenset[str]) -> tuple[dict[str, bool], list[Rule]]:
    """What was proved of the nodes that are not touched, and the rules fired for them."""
    values = {name: value for name, value in first.values.items() if name not in touched}
    return values, [rule for rule in first.fired if rule.conclusion not in touched]


_recall = Recall()
infer, forget = _recall.infer, _recall.forget
