"""The letter of the law on a day: what each criterion says and cites, whatever the company."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from advisor.assessment.model import Note, Reference
from advisor.assessment.reasoning import law
from advisor.rules.basis import DISTANT, Citation, Dated, Outcome
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.load import Knowledge
from advisor.rules.models import Criterion


class FixedReserve(NamedTuple):
    """A reserve in force: when it is shown, and what it says; ``outcomes`` of the criterion, all if none is named."""

    condition: Condition
    outcomes: tuple[Outcome, ...]
    note: Note


@dataclass(frozen=True, slots=True)
class CriterionTexts:
    """What a criterion says on a day, whatever the company.

    Attributes:
        leaves: its elementary tests, numbered. figures: those that compute.
        reserves: each with the condition under which it is shown.
        rests_on: other criteria it is built from.
        constant: why it is true or false by law alone, if it is.
        root: name that decides it in the program, or a constant.
    """

    leaves: tuple[tuple[int, Leaf | OpenPoint], ...]
    figures: tuple[tuple[int, Leaf | OpenPoint], ...]
    reserves: tuple[FixedReserve, ...]
    rests_on: tuple[str, ...]
    references: tuple[Reference, ...]
    confidence: str
    statement: str
    explanations: dict[Outcome, str]
    constant: str
    root: str | bool


@lru_cache(maxsize=1024)
def text_day(knowledge: Knowledge, day: date) -> date:
    """The first day of the period, around ``day``, in which no criterion, reserve or text cited changes."""
    return max((change for change in _text_days(knowledge) if change <= day), default=day)


@lru_cache(maxsize=8)
def _text_days(knowledge: Knowledge) -> frozenset[date]:
    """Every day on which what a criterion says, or a text it cites, begins or no longer holds."""
    dated: list[Dated] = [
        *(version for source in knowledge.sources.values() for version in source.versions),
        *(reserve for criterion in knowledge.criteria.values() for reserve in criterion.reserves),
    ]
    ends = (one.end + timedelta(1) for one in dated if one.end < DISTANT)
    return frozenset((*knowledge.law_days, *(one.start for one in dated), *ends))


@lru_cache(maxsize=64)
def law_of(knowledge: Knowledge, day: date) -> dict[str, CriterionTexts]:
    """Every criterion in force on a day; leaves and open points are numbered from 1 in reading order."""
    program = law(knowledge, day).program
    found = {}
    for criterion in knowledge.criteria.values():
        version = criterion.on(day)
        if version is not None:
            tree = program.trees[criterion.id]
            tests = tuple(enumerate(_propositions(tree), start=1))
            found[criterion.id] = CriterionTexts(
                leaves=tests,
                figures=tuple((i, node) for i, node in tests if isinstance(node, OpenPoint) or node.operator),
                reserves=_reserves(knowledge, criterion, day),
                rests_on=tuple(dict.fromkeys(n.id for n in walk(tree) if isinstance(n, CriterionRef))),
                references=references_of(knowledge, version.citations, day),
                confidence=version.confidence,
                statement=version.statement or criterion.statement,
                explanations=_explanations(criterion, tree),
                constant=tree.reason if isinstance(tree, Constant) else "",
                root=program.roots[criterion.id],
            )
    return found


def _reserves(knowledge: Knowledge, criterion: Criterion, day: date) -> tuple[FixedReserve, ...]:
    """Reserves of a criterion on a day."""
    return tuple(
        FixedReserve(
            reserve.condition,
            reserve.outcomes,
            Note(
                id=reserve.id,
                text=reserve.text,
                confidence=reserve.confidence,
                references=references_of(knowledge, reserve.citations, day),
                decisive=reserve.decisive,
                first=reserve.first,
            ),
        )
        for reserve in criterion.reserves
        if reserve.covers(day)
    )


def _explanations(criterion: Criterion, condition: Condition) -> dict[Outcome, str]:
    texts = criterion.explanations
    reason = condition.reason if isinstance(condition, Constant) else ""
    return {
        "satisfait": reason or (texts.satisfied if texts else ""),
        "non_satisfait": reason or (texts.not_satisfied if texts else ""),
        "a_completer": texts.to_complete if texts else "",
        "incertain": texts.uncertain if texts else "",
    }


@lru_cache(maxsize=4096)
def references_of(knowledge: Knowledge, citations: tuple[Citation, ...], day: date) -> tuple[Reference, ...]:
    """Passages cited, each in the version in force on a day."""
    found = []
    for citation in citations:
        source = knowledge.sources[citation.source]
        version = source.on(day)
        found.append(
            Reference(
                source=source.id,
                text=knowledge.cited(citation),
                passage=citation.passage,
                start=version.start if version else None,
                end=version.end if version and version.end != DISTANT else None,
                identifier=version.reference if version else "",
                read=version.read if version else "M",
                checked=version.checked if version else None,
                note=version.note if version else "",
            )
        )
    return tuple(found)


def _propositions(node: Condition) -> Iterator[Leaf | OpenPoint]:
    match node:
        case Leaf() | OpenPoint():
            yield node
        case AllOf(children) | AnyOf(children):
            for child in children:
                yield from _propositions(child)
        case _:
            return
