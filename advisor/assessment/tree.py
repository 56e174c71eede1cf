"""Conditions read with their results: what carries the outcome of a criterion, which criteria a verdict rests on.

Nothing is concluded here. Outcomes of criteria and leaves come from the assessment; only the parts between them (all /
any) are combined again, to tell what matters from what was left aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from advisor.assessment.leaves import joined, outcome_of
from advisor.assessment.model import Assessment, LeafResult, Verdict
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, leaves
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Outcome

# Strict and favourable Kleene values (0 false, 1 unknown, 2 true).
_PAIRS: dict[Outcome, tuple[int, int]] = {
    Outcome.NOT_MET: (0, 0),
    Outcome.TO_COMPLETE: (1, 1),
    Outcome.UNCERTAIN: (0, 2),
    Outcome.MET: (2, 2),
}


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A part of a condition, with its outcome.

    Attributes:
        condition: the part.
        outcome: its outcome for this company.
        leaf: its result, for an elementary test or an open point.
        children: parts below; criteria are not entered.
    """

    condition: Condition
    outcome: Outcome
    leaf: LeafResult | None = None
    children: tuple[TreeNode, ...] = ()

    @property
    def carriers(self) -> tuple[TreeNode, ...]:
        """The children that give this node its outcome; the others were left aside."""
        neutral = Outcome.MET if isinstance(self.condition, AllOf) else Outcome.NOT_MET
        if self.outcome == neutral:
            return self.children
        alike = (self.outcome, Outcome.UNCERTAIN) if self.outcome == Outcome.TO_COMPLETE else (self.outcome,)
        same = tuple(child for child in self.children if child.outcome in alike)
        return same or tuple(child for child in self.children if child.outcome != neutral)


def reach(node: TreeNode, assessment: Assessment, knowledge: Knowledge) -> TreeNode:
    """The same condition once everything that can be mended today is mended: what the best outcome rests on."""
    condition = node.condition
    if node.children:
        inner = tuple(reach(child, assessment, knowledge) for child in node.children)
        return replace(
            node, outcome=joined(isinstance(condition, AllOf), [one.outcome for one in inner]), children=inner
        )
    match condition:
        case Leaf() if condition.remedy is not None:
            return replace(node, outcome=Outcome.MET)
        case OpenPoint(readings=readings) if any(leaf.remedy for leaf in leaves(condition)):
            found = [_mended(reading, _PAIRS[node.outcome]) for reading in readings]
            pair = (min(strict for strict, _ in found), max(favourable for _, favourable in found))
            return replace(node, outcome=outcome_of(*pair))
        case CriterionRef(id):
            tree = criterion_tree(id, assessment, knowledge)
            return replace(node, outcome=reach(tree, assessment, knowledge).outcome) if tree else node
        case _:
            return node


def _mended(reading: Condition, pair: tuple[int, int]) -> tuple[int, int]:
    """A reading of an open point, its remedies applied; what has none is worth what the point is worth."""
    match reading:
        case Constant(value):
            return (2, 2) if value else (0, 0)
        case AllOf(children) | AnyOf(children):
            pick = min if isinstance(reading, AllOf) else max
            found = [_mended(child, pair) for child in children]
            return pick(strict for strict, _ in found), pick(favourable for _, favourable in found)
        case Leaf() if reading.remedy is not None:
            return (2, 2)
        case _:
            return pair


def criterion_tree(criterion: str, assessment: Assessment, knowledge: Knowledge) -> TreeNode | None:
    """The condition of a criterion on the day of assessment, with results; None when it was not in force."""
    entry, finding = knowledge.criteria.get(criterion), assessment.findings.get(criterion)
    version = entry.on(assessment.on) if entry else None
    if version is None or finding is None:
        return None
    return _node(version.tree, assessment, iter(finding.leaves))


def route_tree(route: str, assessment: Assessment, knowledge: Knowledge) -> TreeNode | None:
    """The condition of a route on the day of assessment, with results."""
    entry = knowledge.routes().get(route)
    version = entry.on(assessment.on) if entry else None
    return _node(version.condition, assessment, iter(())) if version else None


def _node(condition: Condition, assessment: Assessment, results: Iterator[LeafResult]) -> TreeNode:
    match condition:
        case Leaf() | OpenPoint():
            result = next(results, None)
            return TreeNode(condition, result.outcome if result else Outcome.TO_COMPLETE, result)
        case CriterionRef(id):
            finding = assessment.findings.get(id)
            return TreeNode(condition, finding.outcome if finding else Outcome.NOT_MET)
        case Constant(value):
            return TreeNode(condition, Outcome.MET if value else Outcome.NOT_MET)
        case AllOf(children) | AnyOf(children):
            nodes = tuple(_node(child, assessment, results) for child in children)
            return TreeNode(
                condition, joined(isinstance(condition, AllOf), [one.outcome for one in nodes]), children=nodes
            )


def carrying(node: TreeNode) -> Iterator[TreeNode]:
    """The ends of a condition (tests, criteria, constants) that give it its outcome, in reading order."""
    if node.children:
        for child in node.carriers:
            yield from carrying(child)
    else:
        yield node


def relevant_leaves(criterion: str, assessment: Assessment, knowledge: Knowledge) -> tuple[LeafResult, ...]:
    """The elementary tests worth showing: those that carry the outcome, each finding once."""
    tree = criterion_tree(criterion, assessment, knowledge)
    if tree is None:
        return ()
    return without_repeats([node.leaf for node in carrying(tree) if node.leaf is not None])


def without_repeats(leaves: Sequence[LeafResult]) -> tuple[LeafResult, ...]:
    """Those that apply to the company, each finding once; when none does, the first."""
    applicable = [leaf for leaf in leaves if not leaf.not_applicable] or leaves[:1]
    found: dict[tuple[str, Outcome, tuple[str, ...]], LeafResult] = {}
    for leaf in applicable:
        # One answer that fails several alternatives ("SAS" is none of the listed forms) is listed once.
        key = (leaf.finding if leaf.outcome == Outcome.NOT_MET else leaf.id, leaf.outcome, leaf.used)
        found.setdefault(key, leaf)
    return tuple(found.values())


def resting_on(verdict: Verdict, assessment: Assessment, knowledge: Knowledge) -> dict[str, None]:
    """Criteria that bear on a verdict along the route shown, alternatives left aside excluded, in reading order."""
    found: dict[str, None] = {}

    def visit(node: TreeNode) -> None:
        if node.children:
            # A failing "all" rests on its failing parts, but the parts it holds are conditions of the route too.
            for child in node.children if isinstance(node.condition, AllOf) else node.carriers:
                visit(child)
        elif isinstance(node.condition, CriterionRef) and node.condition.id not in found:
            found[node.condition.id] = None
            inner = criterion_tree(node.condition.id, assessment, knowledge)
            if inner is not None:
                visit(inner)

    tree = route_tree(verdict.route, assessment, knowledge) if verdict.route else None
    if tree is not None:
        visit(tree)
    return found
