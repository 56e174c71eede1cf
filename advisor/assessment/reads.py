"""What a test reads: every answer that can bear on it, followed through guards and figures."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.rules.conditions import Condition, walk
from advisor.rules.load import Knowledge
from advisor.rules.references import Reference, fact_id, indicator_references, references


def reads(knowledge: Knowledge, conditions: Iterable[Condition], guarded: bool = True) -> tuple[str, ...]:
    """Every answer that can bear on some conditions that cite no criterion, in the order of the catalogue.

    Args:
        knowledge: the rule base.
        conditions: leaves, open points, or trees of them.
        guarded: follow the conditions under which each answer applies.
    """
    seen: set[tuple[str, str]] = set()
    found: set[str] = set()
    conditions = list(conditions)
    named: list[Reference] = []
    while conditions or named:
        if not named:
            for node in walk(conditions.pop()):
                named += references(node)
            continue
        one = named.pop()
        if (one.kind, one.id) in seen:
            continue
        seen.add((one.kind, one.id))
        if one.kind == "fait":
            fact = knowledge.facts[fact_id(one.id)]
            found.update(fact.addresses if one.id == fact.id else (one.id,))
            if guarded and fact.asked_if is not None:
                conditions.append(fact.asked_if)
        elif one.kind == "indicateur":
            named += indicator_references(knowledge.indicators[one.id])
    return tuple([address for address in knowledge.addresses if address in found])
