"""What an entry of the rules refers to: facts, figures, criteria."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from advisor.common.yaml_reader import Path_
from advisor.rules.conditions import Condition, CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.facts import Indicator, IndicatorCase
from advisor.rules.load import Knowledge
from advisor.rules.signatures import SIGNATURES, listed

Kind = Literal["fait", "indicateur", "parametre", "critere", "remede", "point_ouvert", "source"]


@dataclass(frozen=True)
class Reference:
    """Something named somewhere: what kind, which id, and where inside the condition or entry."""

    kind: Kind
    id: str
    path: Path_


def fact_id(address: str) -> str:
    """The fact of an address: ``charges[n-1]`` gives ``charges``."""
    return address.partition("[")[0]


def references(node: Condition) -> Iterator[Reference]:
    """What one node names itself, its children left aside."""
    match node:
        case CriterionRef(id):
            yield Reference("critere", id, (*node.path, "critere"))
        case OpenPoint(point):
            yield Reference("point_ouvert", point, (*node.path, "point_ouvert"))
        case Leaf():
            if node.fact is not None:
                yield Reference("fait", node.fact, (*node.path, "fait"))
            if node.indicator is not None:
                yield Reference("indicateur", node.indicator, (*node.path, "indicateur"))
            limit = node.threshold
            if limit is not None and node.operator is not None:
                inner = (*node.path, node.operator)
                if limit.parameter is not None:
                    yield Reference("parametre", limit.parameter, inner)
                if limit.indicator is not None:
                    yield Reference("indicateur", limit.indicator, inner)
                if limit.fact is not None:
                    yield Reference("fait", limit.fact, inner)
            if node.remedy is not None:
                yield Reference("remede", node.remedy, (*node.path, "remede"))
            if node.deferred_remedy is not None:
                yield Reference("remede", node.deferred_remedy, (*node.path, "remede_differe"))
            if node.if_meaningless is not None:
                yield Reference("point_ouvert", node.if_meaningless, (*node.path, "si_non_interpretable"))
        case _:
            return


def indicator_references(indicator: Indicator) -> Iterator[Reference]:
    """What an indicator names: its arguments, the values of its cases, and what their conditions test."""
    signature = SIGNATURES.get(indicator.calculation, {})
    for name, argument in signature.items():
        if name not in indicator.arguments or argument.kind is None:
            continue
        for id in listed(indicator.arguments[name]):
            if argument.kind == "parametre" and id.lstrip("-").isdigit():
                continue
            yield Reference(argument.kind, id, ("arguments", name))
    for index, case in enumerate(indicator.cases):
        value = case.value
        if isinstance(value, dict):
            for key in ("fait", "parametre"):
                if isinstance(value.get(key), str):
                    yield Reference("fait" if key == "fait" else "parametre", value[key], ("cas", index, "valeur"))
        yield from _case_references(index, case)


def _case_references(index: int, case: IndicatorCase) -> Iterator[Reference]:
    if case.condition is None:
        return
    for node in walk(case.condition):
        for ref in references(node):
            yield replace(ref, path=("cas", index, "si", *ref.path))


def rests_on(knowledge: Knowledge, kind: Kind, id: str) -> frozenset[tuple[Kind, str]]:
    """Return facts, indicators and parameters a fact or an indicator rests on, however deep; guards not followed."""
    found: set[tuple[Kind, str]] = set()
    pending: list[tuple[Kind, str]] = [(kind, id)]
    while pending:
        item = pending.pop()
        if item in found:
            continue
        found.add(item)
        if item[0] == "indicateur" and item[1] in knowledge.indicators:
            indicator = knowledge.indicators[item[1]]
            pending += [(ref.kind, fact_id(ref.id)) for ref in indicator_references(indicator)]
    return frozenset(found)
