"""Driving durable_rules: one session, one batch of propositions, the rules that fired.

The C extension is driven directly rather than through ``durable.engine.Host``: no timer thread, no swallowed
exception, no clock warning. Every trap of the engine that concerns us is met here or in `advisor.assessment.engine.program`, with
a test each.
"""

from __future__ import annotations

import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from advisor.assessment.engine.program import SID, START, Inference, Node, Program, Rule, Shown, shape
from advisor.common.errors import EngineError

MAX_HANDLES = 192
"""Rulesets kept alive in the engine: the days of the law, the parts of them that open questions touch, the shapes of
nodes."""

MAX_SHAPES = 8192
"""States of the premises of a node, by rank, whose outcome is remembered; about 3 MiB."""

MAX_FIRINGS = 4000
"""Far above the number of rules: a ruleset that loops is stopped, not waited for."""

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

    def infer_alone(self, program: Program, settled: Mapping[str, bool]) -> Inference:
        known = tuple([item for item in settled.items() if item in program.facts])
        with self.lock:
            return self._run(program, self.handle(program), known)

    def infer_node(self, program: Program, node: Node, states: tuple[bool | None, ...]) -> Shown:
        value, fired = infer_shape(node.all, states)
        return value, tuple([program.rules[node.name + suffix] for suffix in fired])

    def infer_shape(self, all_: bool, states: tuple[bool | None, ...]) -> tuple[bool | None, tuple[str, ...]]:
        """What the rules of any node of a kind conclude, premises told by rank; and the suffixes of the rules fired."""
        program = shape(all_, len(states))
        (node,) = program.nodes
        known = tuple([(name, state) for name, state in zip(node.children, states, strict=True) if state is not None])
        with self.lock:
            found = self._run(program, self.handle(program), known)
        return found.values.get(node.name), tuple([rule.name.removeprefix(node.name) for rule in found.fired])

    def _run(self, program: Program, handle: int, known: tuple[tuple[str, bool], ...]) -> Inference:
        values: dict[str, bool] = {}
        fired: list[Rule] = []
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
    return _room.infer_shape(all_, states)


def infer_alone(program: Program, settled: Mapping[str, bool]) -> Inference:
    """Chain settled propositions to conclusions, in a session of their own.

    Args:
        program: a day's law.
        settled: propositions known to be true or false, and nodes already inferred
            (for a `part`); the unknown ones are left out.

    Raises:
        EngineError: the engine refused a fact, fired an unknown rule, looped or contradicted itself.
    """
    return _room.infer_alone(program, settled)


def infer_node(program: Program, node: Node, states: tuple[bool | None, ...]) -> Shown:
    """What the rules of one node conclude from the states of its premises, nothing being chained any further.

    Args:
        program: the whole law of a day.
        node: one of its nodes.
        states: of each of its children, None when it is not settled.

    Raises:
        EngineError: as for `infer_alone`.
    """
    return _room.infer_node(program, node, states)
