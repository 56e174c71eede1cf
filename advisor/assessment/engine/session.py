"""Driving durable_rules: one session, one batch of propositions, the rules that fired; what they gave is remembered.

The C extension is driven directly rather than through ``durable.engine.Host``: no timer thread, no swallowed
exception, no clock warning. Every trap of the engine that concerns us is met here or in ``program``, with a test each.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from advisor.assessment.engine.program import (
    SID,
    START,
    CompiledRule,
    Inference,
    Program,
    ProgramNode,
    Shown,
    part,
    shape,
)
from advisor.common.errors import EngineError

MAX_HANDLES = 192
"""Rulesets kept alive in the engine: days of the law, their parts that open questions touch, shapes of nodes."""

MAX_SHAPES = 8192
"""States of the premises of a node, by rank, whose outcome is remembered; about 3 MiB."""

MAX_FIRINGS = 4000
"""Far above the number of rules: a ruleset that loops is stopped, not waited for."""

MAX_STATES = 20_000
"""States remembered, all days of the law together; about 7 MiB. Beyond, everything is learnt anew."""

MAX_CHOSEN = 256
"""Sets of nodes that some changed propositions touch, kept for each program."""

MAX_ASKED = 8
"""Nodes asked about one at a time; when more are new, one session for all of them is shorter."""

_START_FACT = f'{{"{START}": "{START}", "sid": "{SID}"}}'

_HINT = (
    "durable_rules ne se charge pas sur ce Python. Réinstallez-le avec :\n"
    '  CPPFLAGS="-DPyEval_CallObject=PyObject_CallObject" pip install --force-reinstall --no-binary :all: durable-rules'
)


def _load_extension() -> Any:
    """Import the C extension, whose missing symbol on Python 3.13+ is only in callbacks never used here."""
    flags = 0
    try:
        if sys.platform != "win32" and sys.version_info >= (3, 13):
            flags = sys.getdlopenflags()
            sys.setdlopenflags(os.RTLD_LAZY)
        import durable_rules_engine
    except ImportError as error:
        raise EngineError(f"{_HINT}\n({error})") from error
    finally:
        if sys.platform != "win32" and sys.version_info >= (3, 13):
            sys.setdlopenflags(flags)
    return durable_rules_engine


class _Room:
    """The one place of a process where the engine lives: handles, lock."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.extension: Any = None
        self.handles: OrderedDict[Program, int] = OrderedDict()
        self.count = 0

    def handle(self, program: Program) -> int:
        found = self.handles.get(program)
        if found is not None:
            self.handles.move_to_end(program)
            return found
        if self.extension is None:
            self.extension = _load_extension()
        # Ruleset names cannot be redefined (trap 24): each program gets a new one, and old handles are given back.
        self.count += 1
        handle: int = self.extension.create_ruleset(f"r{self.count}", program.ruleset)
        self.handles[program] = handle
        while len(self.handles) > MAX_HANDLES:
            _, gone = self.handles.popitem(last=False)
            self.extension.delete_ruleset(gone)
        return handle

    def run(self, program: Program, known: Iterable[tuple[str, bool]]) -> Inference:
        """What a program concludes from the propositions known, in a session of their own."""
        with self.lock:
            return self._run(program, self.handle(program), tuple(known))

    def _run(self, program: Program, handle: int, known: tuple[tuple[str, bool], ...]) -> Inference:
        values: dict[str, bool] = {}
        fired: list[CompiledRule] = []
        if not known:
            return Inference(values, ())
        engine = self.extension
        batch = "[" + ",".join([program.facts[item] for item in known]) + "]"
        _, state = engine.assert_fact(handle, _START_FACT)
        if not engine.start_action_for_state(handle, state):
            raise EngineError("durable_rules n'a pas ouvert la session")
        try:
            status, _ = engine.assert_facts(handle, batch)
            if status not in (0, 3):
                raise EngineError(f"durable_rules a refusé les propositions (code {status})")
            message = engine.complete_and_start_action(handle, state)
            while message:
                # The message is {"rule": {premises}}: only the rule's name is needed, the premises are in the program.
                name = message[2 : message.index('"', 2)]
                rule = program.rules.get(name)
                if rule is None:
                    raise EngineError(f"durable_rules a déclenché une règle inconnue : {name}")
                fired.append(rule)
                if len(fired) > MAX_FIRINGS:
                    raise EngineError("durable_rules boucle")
                earlier = values.get(rule.conclusion)
                if earlier is None:
                    values[rule.conclusion] = rule.value
                    item = (rule.conclusion, rule.value)
                    if item in program.consumed:
                        status, _ = engine.assert_fact(handle, program.facts[item])
                        if status not in (0, 3):
                            raise EngineError(f"durable_rules a refusé une conclusion (code {status})")
                elif earlier is not rule.value:
                    raise EngineError(f"{rule.conclusion} est à la fois prouvé et réfuté")
                message = engine.complete_and_start_action(handle, state)
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(f"durable_rules a échoué : {error}") from error
        finally:
            # Without this, about 1 MiB is lost a session and the next company would inherit the facts (traps 2, 3).
            engine.delete_state(handle, SID)
        return Inference(values, tuple(fired))


_room = _Room()


@lru_cache(maxsize=MAX_SHAPES)
def infer_shape(all_: bool, states: tuple[bool | None, ...]) -> tuple[bool | None, tuple[str, ...]]:
    """What the rules of a node conclude, whatever its premises are called, and the suffixes of the rules fired.

    Most nodes have two to four premises: what was seen of one serves all those of its kind.
    """
    program = shape(all_, len(states))
    (node,) = program.nodes
    known = zip(node.children, states, strict=True)
    found = _room.run(program, [(name, state) for name, state in known if state is not None])
    return found.values.get(node.name), tuple([rule.name.removeprefix(node.name) for rule in found.fired])


def infer_alone(program: Program, settled: Mapping[str, bool]) -> Inference:
    """Chain settled propositions to conclusions, in a session of their own.

    Args:
        program: a day's law.
        settled: propositions known to be true or false, and nodes already inferred
            (for a `part`); the unknown ones are left out.

    Raises:
        EngineError: the engine refused a fact, fired an unknown rule, looped or contradicted itself.
    """
    return _room.run(program, [item for item in settled.items() if item in program.facts])


def infer_node(program: Program, node: ProgramNode, states: tuple[bool | None, ...]) -> Shown:
    """What the rules of one node conclude from the states of its premises, nothing being chained any further.

    Args:
        program: the whole law of a day.
        node: one of its nodes.
        states: of each of its children, None when it is not settled.

    Raises:
        EngineError: as for `infer_alone`.
    """
    value, fired = infer_shape(node.all, states)
    return value, tuple([program.rules[node.name + suffix] for suffix in fired])


# -- what the engine already concluded, node by node -----------------------------------------------------------------


class _Node(NamedTuple):
    """A node, how to read the states of its premises, and what each of them gave: a value, the rules fired."""

    node: ProgramNode
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
            fired: list[CompiledRule] = []
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
        by_node: dict[str, list[CompiledRule]] = {}
        for rule in inference.fired:
            by_node.setdefault(rule.conclusion, []).append(rule)
        values = inference.values
        fired: list[CompiledRule] = []
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


def _place(rule: CompiledRule) -> tuple[int, str]:
    """Order of the rules of a node, which are numbered."""
    return len(rule.name), rule.name


def _untouched(first: Inference, touched: frozenset[str]) -> tuple[dict[str, bool], list[CompiledRule]]:
    """What was proved of the nodes that are not touched, and the rules fired for them."""
    values = {name: value for name, value in first.values.items() if name not in touched}
    return values, [rule for rule in first.fired if rule.conclusion not in touched]


_recall = Recall()
infer, forget = _recall.infer, _recall.forget
