"""What a criterion rests on, on a day: other criteria, and figures of the law; and whether any of it changed."""

from __future__ import annotations

from datetime import date

from advisor.rules.conditions import Condition, CriterionRef, walk
from advisor.rules.load import Knowledge
from advisor.rules.references import fact_id, indicator_references, references


def below(knowledge: Knowledge, criterion: str, day: date) -> set[str]:
    """A criterion and those it is made of, on a day."""
    found: set[str] = set()
    pending = [criterion]
    while pending:
        id = pending.pop()
        if id in found or id not in knowledge.criteria:
            continue
        found.add(id)
        version = knowledge.criteria[id].on(day)
        if version is not None:
            pending += [node.id for node in walk(version.tree) if isinstance(node, CriterionRef)]
    return found


def law_moved(knowledge: Knowledge, criterion: str, first: date, second: date) -> bool:
    """Whether the rule of a criterion, or a figure of the law it rests on, differs between two days."""
    if below(knowledge, criterion, first) != below(knowledge, criterion, second):
        return True
    for id in below(knowledge, criterion, second):
        one, two = knowledge.criteria[id].on(first), knowledge.criteria[id].on(second)
        if (one.tree if one else None) != (two.tree if two else None):
            return True
        if two is not None and any(
            knowledge.parameter(name, first) != knowledge.parameter(name, second)
            for name in parameters_of(knowledge, two.tree)
        ):
            return True
    return False


def parameters_of(knowledge: Knowledge, condition: Condition) -> set[str]:
    """Figures of the law that a condition compares with or computes from, however deep."""
    found: set[tuple[str, str]] = set()
    pending = [(ref.kind, ref.id) for node in walk(condition) for ref in references(node)]
    while pending:
        kind, id = pending.pop()
        if (kind, id) in found:
            continue
        found.add((kind, id))
        if kind == "indicateur" and id in knowledge.indicators:
            pending += [(ref.kind, fact_id(ref.id)) for ref in indicator_references(knowledge.indicators[id])]
    return {id for kind, id in found if kind == "parametre"}
