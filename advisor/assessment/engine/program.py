"""From the law of one day to a ruleset: conditions folded into nodes, nodes compiled into rules.

Each node has two families of rules, one that proves it and one that refutes it, so that "neither fires" means "the
answers do not decide yet": exact three-valued logic without any test of absence.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from advisor.common.errors import EngineError
from advisor.rules.basis import route_root, status_root
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, indexed, walk
from advisor.rules.load import Knowledge

MAX_PREMISES = 12
"""durable_rules fails in silence above 16 premises (trap 8); groups stay well below."""

MAX_RULES = 400
"""It refuses 512 rules and hangs at about 520 (trap 9)."""

MAX_TESTS = 480
"""Distinct tests it can index: its table has 512 places, and a full one is searched for ever (cause of trap 9)."""

Proposition = Leaf | OpenPoint


@dataclass(frozen=True, slots=True)
class ProgramNode:
    """``all`` or ``any`` of propositions (``l…``) and nodes (``n…``)."""

    name: str
    all: bool
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """One compiled rule: when every premise holds, the conclusion takes the value."""

    name: str
    conclusion: str
    value: bool
    premises: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, eq=False)
class Program:
    """A day's law, or the part of it that some propositions touch, ready to run.

    Attributes:
        propositions: what Python settles, by name.
        nodes: in dependency order.
        roots: criterion, route (``voie:id``) or status (``statut:id``) to the name that decides it, or a constant.
        rules: every rule, by name.
        ruleset: the definition given to durable_rules, as JSON.
        trees: the condition of every criterion, and of every route in force (``voie:id``), each part with its index; a
            criterion that does not exist yet cannot be met.
        parts: any part of them, by its index, to the name that decides it, or to a constant.
        chained: the parts, by index, that lead to a criterion.
    """

    propositions: dict[str, Proposition]
    nodes: tuple[ProgramNode, ...]
    roots: dict[str, str | bool]
    rules: dict[str, CompiledRule]
    consumed: frozenset[tuple[str, bool]]
    ruleset: str
    facts: dict[tuple[str, bool], str]
    trees: dict[str, Condition] = field(default_factory=dict)
    parts: dict[int, str | bool] = field(default_factory=dict)
    chained: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Inference:
    """What one session proved.

    Attributes:
        values: every conclusion reached, true or false; absent means not settled.
        fired: rules fired, in order; several may refute one node, and each is kept.
    """

    values: Mapping[str, bool]
    fired: tuple[CompiledRule, ...]


Shown = tuple[bool | None, tuple[CompiledRule, ...]]
"""What was seen of one node: its value, None when it is not settled, and the rules fired for it."""


@lru_cache(maxsize=256)
def above(program: Program, changed: tuple[str, ...]) -> frozenset[str]:
    """Nodes whose value may depend on some propositions."""
    touched = set(changed)
    for node in program.nodes:
        if not touched.isdisjoint(node.children):
            touched.add(node.name)
    return frozenset(touched.intersection(node.name for node in program.nodes))


class _Compiler:
    def __init__(self, knowledge: Knowledge, day: date) -> None:
        self.knowledge, self.day, self.indices = knowledge, day, knowledge.indices
        self.trees: dict[str, Condition] = {}
        self.propositions: dict[int, tuple[str, Proposition]] = {}
        self.nodes: dict[tuple[bool, tuple[str, ...]], ProgramNode] = {}
        self.by_name: dict[str, ProgramNode] = {}
        self.criteria: dict[str, str | bool] = {}
        self.building: list[str] = []
        self.parts: dict[int, str | bool] = {}
        self.chained: set[int] = set()

    def tree(self, root: str, condition: Condition) -> str | bool:
        """Compile the condition of a root, its parts indexed."""
        tree = self.trees[root] = indexed(condition, self.indices)
        return self.compile(tree)

    def criterion(self, id: str) -> str | bool:
        if id in self.building:
            raise EngineError("cycle entre critères : " + " -> ".join([*self.building, id]))
        if id not in self.criteria:
            version = self.knowledge.criteria[id].on(self.day)
            self.building.append(id)
            # A criterion without version that day does not exist in law: it cannot be met.
            self.criteria[id] = self.tree(id, version.tree if version else Constant(False, ""))
            self.building.pop()
        return self.criteria[id]

    def compile(self, condition: Condition) -> str | bool:
        assert condition.index is not None
        if any(isinstance(part, CriterionRef) for part in walk(condition)):
            self.chained.add(condition.index)
        found = self.parts[condition.index] = self._compile(condition, condition.index)
        return found

    def _compile(self, condition: Condition, index: int) -> str | bool:
        match condition:
            case Constant(value):
                return value
            case CriterionRef(id):
                return self.criterion(id)
            case Leaf() | OpenPoint():
                return self.propositions.setdefault(index, (f"l{len(self.propositions)}", condition))[0]
            case AllOf(children):
                return self.join(True, map(self.compile, children))
            case AnyOf(children):
                return self.join(False, map(self.compile, children))

    def join(self, all_: bool, parts: Iterable[str | bool]) -> str | bool:
        """Fold constants, merge nested nodes of the same kind, share equal nodes, split long ones."""
        children: dict[str, None] = {}
        for part in parts:
            if isinstance(part, bool):
                if part is not all_:
                    return part
                continue
            node = self.by_name.get(part)
            if node is not None and node.all is all_:
                children.update(dict.fromkeys(node.children))
            else:
                children[part] = None
        names = tuple(children)
        if not names:
            return all_
        if len(names) == 1:
            return names[0]
        while len(names) > MAX_PREMISES:
            groups = [names[i : i + MAX_PREMISES] for i in range(0, len(names), MAX_PREMISES)]
            names = tuple(group[0] if len(group) == 1 else self.node(all_, group).name for group in groups)
        return self.node(all_, names).name

    def node(self, all_: bool, children: tuple[str, ...]) -> ProgramNode:
        key = (all_, children)
        if key not in self.nodes:
            node = ProgramNode(f"n{len(self.nodes)}", all_, children)
            self.nodes[key] = node
            self.by_name[node.name] = node
        return self.nodes[key]


def compile_program(knowledge: Knowledge, day: date) -> Program:
    """The law of a day as a ruleset.

    Raises:
        EngineError: a cycle between criteria, or a limit of durable_rules exceeded.
    """
    compiler = _Compiler(knowledge, day)
    roots: dict[str, str | bool] = {}
    for status in knowledge.statuses.values():
        routes: list[str | bool] = []
        for route in status.routes:
            version = route.on(day)
            compiled = compiler.tree(route_root(route.id), version.condition) if version else False
            roots[route_root(route.id)] = compiled
            routes.append(compiled)
        roots[status_root(status.id)] = compiler.join(False, routes)
    for id in knowledge.criteria:
        roots[id] = compiler.criterion(id)
    live = _reachable(compiler.by_name, (root for root in roots.values() if isinstance(root, str)))
    nodes = tuple(node for node in compiler.by_name.values() if node.name in live)
    propositions = dict(compiler.propositions.values())
    # A node merged into another is not inferred by itself.
    known = {True, False, *propositions, *live}
    return replace(
        _ready(propositions, nodes, roots),
        trees=compiler.trees,
        parts={index: name for index, name in compiler.parts.items() if name in known},
        chained=frozenset(compiler.chained),
    )


@lru_cache(maxsize=128)
def part(program: Program, nodes: frozenset[str]) -> Program:
    """The rules of some nodes only; what lies below them is given, as propositions are."""
    selected = tuple(node for node in program.nodes if node.name in nodes)
    return _ready(program.propositions, selected, program.roots)


@lru_cache(maxsize=2 * MAX_PREMISES)
def shape(all_: bool, count: int) -> Program:
    """The rules of a node of ``count`` premises, whatever these are: they are named by their rank."""
    node = ProgramNode("n", all_, tuple(f"l{rank}" for rank in range(count)))
    return _ready({}, (node,), {})


def _ready(
    propositions: dict[str, Proposition],
    nodes: tuple[ProgramNode, ...],
    roots: dict[str, str | bool],
) -> Program:
    rules = {rule.name: rule for node in nodes for rule in _rules(node)}
    if len(rules) > MAX_RULES:
        raise EngineError(f"{len(rules)} règles compilées : durable_rules n'en admet que {MAX_RULES} par jeu")
    consumed = frozenset(premise for rule in rules.values() for premise in rule.premises)
    if len(consumed) > MAX_TESTS:
        raise EngineError(f"{len(consumed)} tests compilés : durable_rules n'en admet que {MAX_TESTS} par jeu")
    return Program(
        propositions=propositions,
        nodes=nodes,
        roots=roots,
        rules=rules,
        consumed=consumed,
        ruleset=definition(rules.values()),
        facts={premise: fact(*premise) for premise in consumed},
    )


def definition(rules: Iterable[CompiledRule]) -> str:
    """The ruleset given to durable_rules: ours, and the one that opens every session (see `START`)."""
    return json.dumps(
        {START: {"all": [{"m_0": {START: START}}]}}
        | {
            rule.name: {"all": [{f"m_{i}": {premise[0]: token(*premise)}} for i, premise in enumerate(rule.premises)]}
            for rule in rules
        }
    )


def fact(name: str, value: bool) -> str:
    """A settled proposition as asserted: ``{"l3": "l3V", "sid": "s"}``.

    One field a proposition, because durable_rules indexes its tests by field name and tries those on one field in
    turn: with a common field, matching costs four times as much. Names are compared by their 32-bit hash alone, so
    the value holds the name again: two names of one hash can never be taken for each other.
    """
    return json.dumps({name: token(name, value), "sid": SID})


START = "start"
"""Rule, and fact, that open each session. durable_rules frees, on ``delete_state``, pointers that it only initialises
when a first rule fires: erasing a session in which none fired is a segmentation fault (not in DURABLE_RULES.md)."""

SID = "s"
"""One constant session id: two ids with one 32-bit hash would share a working memory (trap 2)."""


def token(name: str, value: bool) -> str:
    """How a settled proposition is named in the engine: ``l3V``, ``n7F``. ASCII text only (traps 17 to 20)."""
    return f"{name}{'V' if value else 'F'}"


def _rules(node: ProgramNode) -> list[CompiledRule]:
    together = CompiledRule(f"{node.name}.t", node.name, node.all, tuple((child, node.all) for child in node.children))
    each = [
        CompiledRule(f"{node.name}.{i}", node.name, not node.all, ((child, not node.all),))
        for i, child in enumerate(node.children)
    ]
    return [together, *each]


def _reachable(nodes: dict[str, ProgramNode], roots: Iterable[str]) -> set[str]:
    found: set[str] = set()
    pending: list[Any] = list(roots)
    while pending:
        name = pending.pop()
        if name in nodes and name not in found:
            found.add(name)
            pending += nodes[name].children
    return found
