"""What the engine already concluded, node by node.

A node's conclusion, and the rules that fire for it, depend on the states of its premises alone: once the engine has
shown them for some states, the same states need no new session. Companies differ, but the states of one node are few:
over a table of thousands, the engine soon has nothing new to say. A node never met in some states is always inferred.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from advisor.engine.program import Inference, Program, Rule

MAX_STATES = 20_000
"""States remembered, all days of the law together; about 7 MiB. Beyond, everything is learnt anew."""

_Seen = dict[tuple[bool | None, ...], tuple[bool | None, tuple[Rule, ...]]]


class _Recall:
    """States of nodes already met, by program; a program lives as long as what is remembered of it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.nodes: dict[Program, list[_Seen]] = {}
        self.count = 0

    def forget(self) -> None:
        """Start from nothing."""
        with self.lock:
            self.nodes.clear()
            self.count = 0

    def find(self, program: Program, settled: Mapping[str, bool]) -> Inference | None:
        """What a session would prove; None when a node was never met in its present states.

        Args:
            program: the whole law of a day.
            settled: propositions known to be true or false.
        """
        with self.lock:
            known = self.nodes.get(program)
            if known is None:
                return None
            states: dict[str, bool] = dict(settled)
            state_of = states.get
            values: dict[str, bool] = {}
            fired: list[Rule] = []
            for node, seen in zip(program.nodes, known, strict=True):
                found = seen.get(tuple([state_of(child) for child in node.children]))
                if found is None:
                    return None
                value, rules = found
                if value is not None:
                    states[node.name] = values[node.name] = value
                    fired += rules
            return Inference(values, tuple(fired))

    def learn(self, program: Program, settled: Mapping[str, bool], inference: Inference) -> None:
        """Remember what a session proved, for each node."""
        rules: dict[str, list[Rule]] = {}
        # In the order of the law, not of the session: a trace does not depend on what was met before.
        for rule in sorted(inference.fired, key=lambda rule: (len(rule.name), rule.name)):
            rules.setdefault(rule.conclusion, []).append(rule)
        values = inference.values
        with self.lock:
            if self.count >= MAX_STATES:
                self.nodes.clear()
                self.count = 0
            known = self.nodes.setdefault(program, [{} for _ in program.nodes])
            for node, seen in zip(program.nodes, known, strict=True):
                states = tuple([values.get(child, settled.get(child)) for child in node.children])
                if states not in seen:
                    seen[states] = (values.get(node.name), tuple(rules.get(node.name, ())))
                    self.count += 1


_recall = _Recall()
find, learn, forget = _recall.find, _recall.learn, _recall.forget
