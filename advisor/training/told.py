"""What is told of a criterion to a room: the tests that carry its outcome, without the alternatives nobody thinks of.

A report lists every alternative that fails, so that nothing is hidden from who reviews it. A room is told the figure:
that « personne n'est rémunéré » fails too, for a company with fourteen people, teaches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from advisor.assessment.model import Assessment, LeafResult
from advisor.assessment.reads import reads
from advisor.assessment.tree import Node, carrying, criterion_tree, each_told_once
from advisor.rules.conditions import AnyOf
from advisor.rules.load import Knowledge


def room_leaves(criterion: str, assessment: Assessment, knowledge: Knowledge) -> tuple[LeafResult, ...]:
    """The elementary tests to tell a room: those that carry the outcome, alternatives ruled out before left aside.

    Of alternatives that all fail, one that no decision mends is left aside when another presupposes that it does not
    hold: the other reads the same answers and more, be it to be asked at all or to be computed. « Personne n'est
    rémunéré » is left aside beside a mean of the pays; of two clauses of the statutes, neither is.
    """
    tree = criterion_tree(criterion, assessment, knowledge)
    if tree is None:
        return ()
    aside = {leaf.id for leaf in _ruled_out(tree, knowledge)}
    carriers = [node.leaf for node in carrying(tree) if node.leaf is not None]
    return each_told_once([leaf for leaf in carriers if leaf.id not in aside])


def _ruled_out(node: Node, knowledge: Knowledge) -> Iterator[LeafResult]:
    """The tests of the alternatives that another one, failing too, presupposes to fail."""
    children = node.carriers if node.children else ()
    if isinstance(node.condition, AnyOf) and node.outcome == "non_satisfait":
        ends = [[end for end in carrying(child) if _applies(end)] for child in children]
        for rank, own in enumerate(ends):
            others = [other for at, other in enumerate(ends) if at != rank]
            if own and any(_presupposed(own, other, knowledge) for other in others):
                yield from (end.leaf for end in own if end.leaf is not None)
    for child in children:
        yield from _ruled_out(child, knowledge)


def _applies(end: Node) -> bool:
    return end.leaf is None or not end.leaf.not_applicable


def _presupposed(own: list[Node], other: list[Node], knowledge: Knowledge) -> bool:
    """Whether each test of an alternative reads part of what a test of the other, finding something else, reads."""
    others = [(end.leaf.finding, _read(end, knowledge)) for end in other if end.leaf is not None]
    return all(
        end.leaf is not None
        # What a decision mends is worth telling beside the figure.
        and not (end.leaf.remedy or end.leaf.deferred_remedy)
        and any((read := _read(end, knowledge)) and read < wider and end.leaf.finding != told for told, wider in others)
        for end in own
    )


def _read(end: Node, knowledge: Knowledge) -> set[str]:
    return set(reads(knowledge, [end.condition]))
