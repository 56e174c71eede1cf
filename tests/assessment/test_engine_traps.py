"""One test for each trap of durable_rules 2.0.28 that concerns us.

Most fail in silence, and silence is a wrong verdict.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
import resource
import threading
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import advisor
from advisor.assessment.engine import session as engine_session
from advisor.assessment.engine.program import (
    MAX_PREMISES,
    MAX_RULES,
    MAX_TESTS,
    SID,
    START,
    CompiledRule,
    Inference,
    Program,
    ProgramNode,
    Shown,
    compile_program,
    definition,
    fact,
    token,
)
from advisor.assessment.engine.session import Recall, infer_alone, infer_node
from advisor.common.errors import EngineError
from advisor.rules.conditions import AllOf, AnyOf, ChoiceLeaf, Condition, Constant, CriterionRef, Leaf
from advisor.rules.load import Knowledge


def leaf(name: str) -> Leaf:
    return ChoiceLeaf(fact=name, options=("oui",))


def program_of(tree: Condition, knowledge: Knowledge) -> Program:
    """A program for one criterion, ``but``, compiled as the law is."""
    criterion = knowledge.criteria["ESS-05"]
    version = criterion.versions[-1].model_copy(update={"condition": tree})
    criteria = {"but": criterion.model_copy(update={"versions": (version,)})}
    return compile_program(replace(knowledge, statuses={}, criteria=criteria), knowledge.base.law_as_of)


def value(program: Program, settled: dict[str, bool]) -> bool | None:
    name = program.roots["but"]
    assert isinstance(name, str)
    return infer_alone(program, settled).values.get(name)


def names(program: Program) -> list[str]:
    return list(program.propositions)


def test_only_the_engine_room_imports_durable_rules() -> None:
    root = Path(advisor.__file__).parent
    importers = set()
    for path in root.rglob("*.py"):
        if "durable" not in (text := path.read_text(encoding="utf-8")):
            continue
        for node in ast.walk(ast.parse(text)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if any(module.split(".")[0] in ("durable", "durable_rules_engine") for module in modules):
                importers.add(path.relative_to(root).as_posix())
    assert importers == {"assessment/engine/session.py"}


def test_absence_is_never_tested_and_unknown_stays_unknown(knowledge: Knowledge) -> None:
    """Traps 1, 15, 19: no rule tests absence; a missing proposition leaves the conclusion open, both ways."""
    program = program_of(AllOf((leaf("a"), leaf("b"))), knowledge)
    assert "$nex" not in program.ruleset and "null" not in program.ruleset
    a, b = names(program)
    assert value(program, {}) is None
    assert value(program, {a: True}) is None
    assert value(program, {a: False}) is False
    assert value(program, {a: True, b: True}) is True


def test_a_session_in_which_nothing_fires_can_be_erased(knowledge: Knowledge) -> None:
    """A trap of our own finding: erasing such a session is a segmentation fault, so a first rule always fires."""
    program = program_of(AllOf((leaf("a"), leaf("b"))), knowledge)
    a, b = names(program)
    for _ in range(100):
        assert value(program, {a: True}) is None
        assert value(program, {b: True}) is None


def test_facts_of_one_session_never_reach_the_next(knowledge: Knowledge) -> None:
    """Traps 2 and 3: one constant session id, erased after each run, even when the run fails."""
    program = program_of(AllOf((leaf("a"), leaf("b"))), knowledge)
    a, b = names(program)
    assert value(program, {a: True}) is None
    assert value(program, {b: True}) is None


def test_what_no_rule_reads_is_never_asserted_and_nothing_is_twice(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trap 5: a fact that no rule reads is refused (1) and forgotten, and so is the same fact twice (2)."""
    program = program_of(AllOf((AnyOf((leaf("a"), leaf("c"))), leaf("b"))), knowledge)
    assert value(program, {}) is None
    engine: Any = importlib.import_module("durable_rules_engine")
    handle = engine.create_ruleset("trap5", program.ruleset)
    once, unread = next(iter(program.facts.values())), json.dumps({"z9": "z9V", "sid": SID})
    assert_fact, assert_facts = engine.assert_fact, engine.assert_facts
    _, state = assert_fact(handle, json.dumps({START: START, "sid": SID}))
    engine.start_action_for_state(handle, state)
    try:
        assert [assert_fact(handle, fact)[0] for fact in (once, once, unread)] == [0, 2, 1]
    finally:
        engine.delete_state(handle, SID)
        engine.delete_ruleset(handle)

    asserted: list[str] = []

    def watched_fact(handle: int, fact: str) -> Any:
        asserted.append(fact)
        return assert_fact(handle, fact)

    def watched_facts(handle: int, facts: str) -> Any:
        asserted.extend(json.dumps(one) for one in json.loads(facts))
        return assert_facts(handle, facts)

    monkeypatch.setattr(engine, "assert_fact", watched_fact)
    monkeypatch.setattr(engine, "assert_facts", watched_facts)
    # The inner node is proved by each of its two leaves; the root is a conclusion that no rule reads.
    proved = infer_alone(program, {**dict.fromkeys(names(program), True), "z9": True})
    told = asserted[1:]
    assert proved.values[program.roots["but"]] is True and len(proved.fired) == 3
    assert len(told) == len(set(told)) == 4 and set(told) <= set(program.facts.values())


def test_a_failed_session_leaves_nothing_behind(knowledge: Knowledge) -> None:
    """Trap 6: nothing is swallowed; the failure comes out, and the working memory is clean afterwards."""
    program = program_of(AllOf((AnyOf((leaf("a"), leaf("c"))), leaf("b"))), knowledge)
    a = next(name for name, node in program.propositions.items() if node == leaf("a"))
    b = next(name for name, node in program.propositions.items() if node == leaf("b"))
    sound = program.facts[conclusion := (program.nodes[0].name, True)]
    program.facts[conclusion] = '{"n0": 1e-05, "sid": "s"}'
    with pytest.raises(EngineError):
        infer_alone(program, {a: True})
    program.facts[conclusion] = sound
    assert value(program, {b: True}) is None


def test_an_unknown_rule_or_a_loop_is_an_error(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Traps 1, 7 and 25: the drive loop trusts nothing that comes back."""
    program = program_of(AllOf((leaf("a"), leaf("b"))), knowledge)
    a, _ = names(program)
    monkeypatch.setattr(engine_session, "MAX_FIRINGS", 0)
    with pytest.raises(EngineError, match="boucle"):
        infer_alone(program, {a: False})
    monkeypatch.undo()
    rules = dict(program.rules)
    program.rules.clear()
    with pytest.raises(EngineError, match="inconnue"):
        infer_alone(program, {a: False})
    program.rules.update(rules)
    assert value(program, {a: False}) is False


def test_a_conclusion_both_proved_and_refuted_is_an_error(knowledge: Knowledge) -> None:
    program = program_of(AllOf((leaf("a"), leaf("b"))), knowledge)
    a, b = names(program)
    node = program.nodes[0].name
    program.rules[f"{node}.1"] = CompiledRule(f"{node}.1", node, True, ((b, False),))
    with pytest.raises(EngineError, match="prouvé et réfuté"):
        infer_alone(program, {a: False, b: False})


def test_premises_stay_under_the_fixed_stack(knowledge: Knowledge) -> None:
    """Trap 8: more than 16 premises in one rule is silence; forty are split into groups, and still exact."""
    for kind in (AllOf, AnyOf):
        program = program_of(kind(tuple(leaf(f"f{i}") for i in range(40))), knowledge)
        assert max(len(rule.premises) for rule in program.rules.values()) <= MAX_PREMISES < 16
        all_true = dict.fromkeys(names(program), True)
        assert value(program, all_true) is True
        one_false = {**all_true, names(program)[17]: False}
        assert value(program, one_false) is (kind is AnyOf)
        assert value(program, dict.fromkeys(names(program), False)) is False


def test_too_many_rules_are_refused_at_load(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trap 9: 512 rules are refused by the engine, 520 hang it: we stop before."""
    assert MAX_RULES < 512
    monkeypatch.setattr("advisor.assessment.engine.program.MAX_RULES", 10)
    with pytest.raises(EngineError, match="règles compilées"):
        compile_program(knowledge, knowledge.base.law_as_of)
    pair = AllOf((leaf("a"), leaf("b")))
    monkeypatch.setattr("advisor.assessment.engine.program.MAX_RULES", len(program_of(pair, knowledge).rules))
    assert program_of(pair, knowledge).rules


def test_too_many_tests_are_refused_at_load(knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trap 9, its cause: the table of tests has 512 places, and a full one is searched for ever."""
    assert MAX_TESTS < 512
    monkeypatch.setattr("advisor.assessment.engine.program.MAX_TESTS", 10)
    with pytest.raises(EngineError, match="tests compilés"):
        compile_program(knowledge, knowledge.base.law_as_of)


def test_every_law_day_compiles_within_the_limits(knowledge: Knowledge) -> None:
    """Traps 7, 8 and 9 on the real rules: sizes, and every asserted conclusion is one that some rule reads."""
    for day in knowledge.law_days:
        program = compile_program(knowledge, day)
        assert len(program.rules) <= MAX_RULES
        assert all(len(rule.premises) <= MAX_PREMISES for rule in program.rules.values())
        tests: dict[str, int] = {}
        for rule in program.rules.values():
            tests[token(*rule.premises[0])] = tests.get(token(*rule.premises[0]), 0) + 1
        assert max(tests.values()) <= 64
        assert set(program.facts) == program.consumed
        # What the law of a day does not know cannot be met.
        assert not any(program.roots[one.id] for one in knowledge.criteria.values() if one.on(day) is None)


def test_only_ascii_text_enters_the_engine(knowledge: Knowledge) -> None:
    """Traps 17 to 21: no number, no date, no accent, no reserved name: one field, tokens such as ``l3V``."""
    program = compile_program(knowledge, knowledge.base.law_as_of)
    assert program.ruleset.isascii()
    for (name, truth), text in program.facts.items():
        assert text.isascii() and re.fullmatch(r"[ln]\d+", name)
        assert json.loads(text) == {name: f"{name}{'V' if truth else 'F'}", "sid": SID}


def test_two_names_of_one_hash_are_never_confused() -> None:
    """Trap 2, for field names: only their 32-bit hash is compared, so each value tells its name again."""
    assert fnv1a("l49") == fnv1a("l320752")
    premises = (("l49", True), ("l320752", True))
    rules = {"n0.t": CompiledRule("n0.t", "n0", True, premises), "n1.0": CompiledRule("n1.0", "n1", True, premises[1:])}
    program = Program(
        propositions={},
        nodes=(),
        roots={},
        rules=rules,
        consumed=frozenset(premises),
        ruleset=definition(rules.values()),
        facts={premise: fact(*premise) for premise in premises},
    )
    assert infer_alone(program, {"l49": True}).values == {}
    assert infer_alone(program, {"l320752": True}).values == {"n1": True}
    assert infer_alone(program, {"l49": True, "l320752": True}).values == {"n0": True, "n1": True}


def fnv1a(text: str) -> int:
    """The hash by which durable_rules compares names."""
    value = 2166136261
    for byte in text.encode():
        value = (value ^ byte) * 16777619 & 0xFFFFFFFF
    return value


def test_a_refuted_node_keeps_every_reason(knowledge: Knowledge) -> None:
    """Trap 13 turned to use: each false premise fires its own rule, and the trace keeps them all."""
    program = program_of(AllOf((leaf("a"), leaf("b"), leaf("c"))), knowledge)
    a, b, c = names(program)
    fired = infer_alone(program, {a: False, b: True, c: False}).fired
    assert {rule.premises for rule in fired} == {((a, False),), ((c, False),)}


def test_cycles_are_refused(knowledge: Knowledge) -> None:
    """Trap 25: a rule that feeds itself would never end."""
    id = "ESS-05"
    criterion = knowledge.criteria[id]
    version = criterion.versions[-1].model_copy(update={"condition": CriterionRef(id)})
    looped = {**knowledge.criteria, id: criterion.model_copy(update={"versions": (version,)})}
    with pytest.raises(EngineError, match="cycle"):
        compile_program(replace(knowledge, criteria=looped), knowledge.base.law_as_of)


def test_constants_are_folded_before_the_engine(knowledge: Knowledge) -> None:
    program = program_of(AllOf((leaf("a"), leaf("b"), Constant(True, ""))), knowledge)
    assert len(program.propositions) == 2
    alone = program_of(AllOf((leaf("a"), Constant(True, ""))), knowledge)
    assert alone.roots["but"] in alone.propositions


def test_every_vector_of_a_nested_condition_agrees_with_kleene(knowledge: Knowledge) -> None:
    a, b, c, d = (leaf(name) for name in "abcd")
    tree = AnyOf((AllOf((a, AnyOf((b, c)))), AllOf((d, AnyOf((a, c))))))
    program = program_of(tree, knowledge)
    by_leaf = {node: name for name, node in program.propositions.items()}

    def kleene(node: Condition, at: dict[Leaf, bool | None]) -> bool | None:
        if isinstance(node, Leaf):
            return at[node]
        assert isinstance(node, AllOf | AnyOf)
        values = [kleene(child, at) for child in node.children]
        stop = isinstance(node, AnyOf)
        if stop in values:
            return stop
        return None if None in values else not stop

    for vector in product((True, False, None), repeat=4):
        at = dict(zip((a, b, c, d), vector, strict=True))
        settled = {by_leaf[one]: truth for one, truth in at.items() if truth is not None}
        assert value(program, settled) is kleene(tree, at), vector


def test_memory_is_flat_over_many_sessions(knowledge: Knowledge) -> None:
    """Traps 3, 4 and 24: without erasing, a thousand sessions end in MemoryError."""
    program = program_of(AllOf(tuple(leaf(f"f{i}") for i in range(6))), knowledge)
    vectors = [dict(zip(names(program), bits, strict=True)) for bits in product((True, False), repeat=6)]
    for vector in vectors:
        infer_alone(program, vector)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(50):
        for vector in vectors:
            infer_alone(program, vector)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000  # KiB, for 3 200 sessions


def test_threads_never_mix_two_companies(knowledge: Knowledge) -> None:
    """Trap 23: one lock; what a thread proves is what it asked."""
    program = program_of(AllOf((leaf("a"), leaf("b"))), knowledge)
    a, b = names(program)
    wrong: list[object] = []

    def work(truth: bool) -> None:
        for _ in range(200):
            if value(program, {a: True, b: truth}) is not truth:
                wrong.append(truth)

    threads = [threading.Thread(target=work, args=(index % 2 == 0,)) for index in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


class Watched(Recall):
    """A memory of its own, and what the engine was asked for it: names of nodes, or ``session``."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.asked: list[str] = []

        def alone(program: Program, settled: Mapping[str, bool]) -> Inference:
            self.asked.append("session")
            return infer_alone(program, settled)

        def node(program: Program, node: ProgramNode, states: tuple[bool | None, ...]) -> Shown:
            self.asked.append(node.name)
            return infer_node(program, node, states)

        monkeypatch.setattr(engine_session, "infer_alone", alone)
        monkeypatch.setattr(engine_session, "infer_node", node)


def test_what_is_recalled_of_each_node_is_what_a_session_proves(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Companies that share no answer teach enough for another; a state never met is put to the engine alone."""
    program = program_of(AllOf((AnyOf((leaf("a"), leaf("b"))), AnyOf((leaf("c"), leaf("d"))))), knowledge)
    a, b, c, d = (next(n for n, node in program.propositions.items() if node == leaf(name)) for name in "abcd")
    memory = Watched(monkeypatch)

    def asked_for(settled: dict[str, bool]) -> list[str]:
        memory.asked.clear()
        found, alone = memory.infer(program, settled), infer_alone(program, settled)
        assert found.values == alone.values and set(found.fired) == set(alone.fired)
        return list(memory.asked)

    assert asked_for({a: True}) == ["session"]
    for settled in ({c: True}, {b: True, d: True}):
        assert "session" not in asked_for(settled)
    assert asked_for({a: True, d: True}) == []
    # The second part, refuted for the first time, and what rests on it.
    assert len(asked_for({a: True, c: False, d: False})) == 2
    monkeypatch.setattr(engine_session, "MAX_ASKED", 0)
    assert asked_for({a: False, b: False, c: False}) == ["session"]


def test_the_rules_of_a_session_come_in_the_order_of_the_law(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the order in which the engine fired them: a trace does not depend on it."""
    program = program_of(AnyOf((leaf("a"), leaf("b"), leaf("c"))), knowledge)
    settled = dict.fromkeys(names(program), True)
    alone = infer_alone(program, settled)
    assert len(alone.fired) > 1
    found = []
    for fired in (alone.fired, alone.fired[::-1]):
        monkeypatch.setattr(engine_session, "infer_alone", lambda *_, fired=fired: Inference(alone.values, fired))
        found.append(Recall().infer(program, settled).fired)
    assert found[0] == found[1]


def test_each_program_has_rules_of_its_own(knowledge: Knowledge) -> None:
    room = engine_session._Room()
    both = program_of(AllOf((leaf("a"), leaf("b"))), knowledge)
    either = program_of(AnyOf((leaf("a"), leaf("b"))), knowledge)
    for _ in range(2):
        for program, truth in ((both, None), (either, True)):
            root = program.roots["but"]
            assert isinstance(root, str)
            assert room.run(program, [(names(program)[0], True)]).values.get(root) is truth


def test_what_is_recalled_is_bounded_and_can_be_forgotten(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_session, "MAX_STATES", 3)
    memory = Watched(monkeypatch)
    program = program_of(AllOf(tuple(leaf(f"f{i}") for i in range(5))), knowledge)
    for bits in product((True, False), repeat=5):
        settled = dict(zip(names(program), bits, strict=True))
        assert memory.infer(program, settled).values == infer_alone(program, settled).values
        assert sum(len(node.seen) for node in memory.laws[program].nodes) <= 3 + len(program.nodes)
    memory.asked.clear()
    memory.infer(program, settled)
    assert memory.asked == []
    memory.forget()
    memory.infer(program, settled)
    assert memory.asked == ["session"]
