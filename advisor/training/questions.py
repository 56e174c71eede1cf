"""What to ask of a case made by the machine: its criterion on the edge, hidden among some that hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from advisor.assessment import Assessment
from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import CriterionRef
from advisor.knowledge.reach import below
from advisor.report.tree import carrying, criterion_tree, telling_leaves
from advisor.training.course import Course


def asked(
    assessment: Assessment,
    target: str,
    seed: int,
    course: Course,
    knowledge: Knowledge,
    fits: Callable[[Sequence[str]], bool] = lambda ids: True,
) -> tuple[str, ...]:
    """The target among two or three criteria that hold, first from its own theme; their order tells nothing.

    None of them rests on another: the answer to one would give that of the other.

    Args:
        assessment: what the engine says of the case.
        target, seed: of the case; the same ones give the same questions.
        course, knowledge: where themes and criteria come from.
        fits: whether a room is shown all that it takes to answer some criteria; those that do not fit are not asked,
            unless none does.
    """
    findings = assessment.findings
    rng = Random(f"{seed}|{target}|questions")

    def apart(id: str, other: str) -> bool:
        return id not in below(knowledge, other, assessment.on) and other not in below(knowledge, id, assessment.on)

    held = [
        id
        for id, one in findings.items()
        if one.outcome == "satisfait" and one.counts and not one.synthesis and not one.idle
    ]
    rng.shuffle(held)
    kin = {id for theme in course.themes.values() if target in theme.criteria for id in theme.criteria}
    chapter = findings[target].theme
    held.sort(key=lambda id: (id not in kin, findings[id].theme != chapter))
    found, wanted = [target], rng.choice((3, 4))
    for id in held:
        if len(found) < wanted and all(apart(id, other) for other in found) and fits([*found, id]):
            found.append(id)
    if len(found) == 1:
        found += [id for id in held if apart(id, target)][:1]
    rng.shuffle(found)
    return tuple(found)


def needed(criterion: str, assessment: Assessment, knowledge: Knowledge) -> set[str]:
    """The answers that a criterion rests on, given or lacking, through the criteria it is made of."""
    found: set[str] = set()
    pending, seen = [criterion], set[str]()
    while pending:
        id = pending.pop()
        tree = criterion_tree(id, assessment, knowledge)
        if tree is None or id in seen:
            continue
        seen.add(id)
        leaves = (leaf for leaf in telling_leaves(id, assessment, knowledge) if not leaf.not_applicable)
        found.update(address for leaf in leaves for address in (*leaf.used, *leaf.missing))
        pending += [node.condition.id for node in carrying(tree) if isinstance(node.condition, CriterionRef)]
    return found
