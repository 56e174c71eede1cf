"""The letter of the law on a day: what each criterion says and cites, whatever the company."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from advisor.assessment.law import law
from advisor.assessment.leaves import Proof, Settled, Test, compiled, outcome_of, proof
from advisor.assessment.model import LeafResult, Line, Note, Reference
from advisor.assessment.wording import unit_of
from advisor.rules.basis import DISTANT, Citation, Dated, Unit
from advisor.rules.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Constant,
    CriterionRef,
    FigureLeaf,
    Leaf,
    OpenPoint,
    leaves,
    walk,
)
from advisor.rules.load import Knowledge
from advisor.rules.models import Criterion
from advisor.rules.official import identifiers
from advisor.rules.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class FixedReserve:
    """A reserve in force: when it is shown, and what it says; ``outcomes`` of the criterion, all if none is named."""

    holds: Proof = field(compare=False)
    outcomes: tuple[Outcome, ...]
    note: Note


@dataclass(frozen=True, slots=True)
class FixedLeaf:
    """A simple test: how it is settled, its name and its unit."""

    node: Leaf
    test: Test = field(compare=False)
    label: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class FixedReading:
    """One reading of an open point.

    Attributes:
        test: how it is settled. leaves: what it tests.
        label: what it asks; the law's own reason when it tests nothing.
        either: one of its tests is enough.
        constant: what the law itself says, without any test.
    """

    test: Test = field(compare=False)
    leaves: tuple[FixedLeaf, ...]
    label: str
    either: bool
    constant: bool | None


@dataclass(frozen=True, slots=True)
class FixedTest:
    """An elementary test of a criterion.

    Attributes:
        id: criterion and rank (``ESS-07#2``).
        node: the leaf or the open point. test: how it is settled.
        leaves: the leaf itself, or those of every reading.
        readings: those of an open point, with those of the points inside it. inner: the points that are its readings.
    """

    id: str
    node: Leaf | OpenPoint
    test: Test = field(compare=False)
    leaves: tuple[FixedLeaf, ...]
    readings: tuple[FixedReading, ...]
    inner: tuple[FixedTest, ...]


@dataclass(frozen=True, slots=True)
class CriterionTexts:
    """What a criterion says on a day, whatever the company.

    Attributes:
        leaves: its elementary tests. figures: those that compute.
        reserves: each with the condition under which it is shown.
        rests_on: other criteria it is built from.
        constant: why it is true or false by law alone, if it is.
        root: name that decides it in the program, or a constant.
    """

    leaves: tuple[FixedTest, ...]
    figures: tuple[FixedTest, ...]
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
            nodes = enumerate(_propositions(tree), start=1)
            tests = tuple(_fixed(knowledge, f"{criterion.id}#{rank}", node) for rank, node in nodes)
            found[criterion.id] = CriterionTexts(
                leaves=tests,
                figures=tuple(one for one in tests if isinstance(one.node, OpenPoint | FigureLeaf)),
                reserves=_reserves(knowledge, criterion, day),
                rests_on=tuple(dict.fromkeys(n.id for n in walk(tree) if isinstance(n, CriterionRef))),
                references=references_of(knowledge, version.citations, day),
                confidence=knowledge.confidence(version, day),
                statement=version.statement or criterion.statement,
                explanations=_explanations(criterion, tree),
                constant=tree.reason if isinstance(tree, Constant) else "",
                root=program.roots[criterion.id],
            )
    return found


def _fixed(knowledge: Knowledge, id: str, node: Leaf | OpenPoint) -> FixedTest:
    readings = node.readings if isinstance(node, OpenPoint) else ()
    inner = tuple(_fixed(knowledge, id, one) for one in readings if isinstance(one, OpenPoint))
    shown: list[FixedReading] = []
    for one in readings:
        if isinstance(one, OpenPoint):
            shown += next(point.readings for point in inner if point.node is one)
        else:
            shown.append(_reading(knowledge, one))
    tests = tuple(_fixed_leaf(knowledge, leaf) for leaf in leaves(node))
    return FixedTest(id, node, compiled(node, knowledge), tests, tuple(shown), inner)


def leaf_result(id: str, leaf: FixedLeaf, settled: Settled, text: str, distance: str = "") -> LeafResult:
    """A simple test, written down.

    Args:
        id: criterion and rank.
        leaf: the test. settled: what the answers make of it.
        text: what was found. distance: from the threshold.
    """
    return LeafResult(
        id=id,
        label=leaf.label,
        outcome=outcome_of(settled.strict, settled.favourable),
        not_applicable=settled.not_applicable,
        finding=text,
        margin=distance,
        calculation=tuple([Line(label=step.label, text=step.text) for step in settled.steps]),
        used=settled.used,
        missing=settled.missing,
        remedy=leaf.node.remedy,
        deferred_remedy=leaf.node.deferred_remedy,
        open_point=settled.point,
    )


def _reading(knowledge: Knowledge, reading: Condition) -> FixedReading:
    tests = tuple(_fixed_leaf(knowledge, leaf) for leaf in leaves(reading))
    either = isinstance(reading, AnyOf)
    constant = reading if isinstance(reading, Constant) else None
    label = (" ; ou " if either else " ; et ").join(dict.fromkeys(one.label for one in tests))
    return FixedReading(
        compiled(reading, knowledge),
        tests,
        constant.reason if constant else label,
        either,
        constant.value if constant else None,
    )


def _fixed_leaf(knowledge: Knowledge, leaf: Leaf) -> FixedLeaf:
    return FixedLeaf(leaf, compiled(leaf, knowledge), leaf.label, unit_of(knowledge, leaf))


def _reserves(knowledge: Knowledge, criterion: Criterion, day: date) -> tuple[FixedReserve, ...]:
    """Reserves of a criterion on a day."""
    return tuple(
        FixedReserve(
            proof(reserve.condition, knowledge),
            reserve.outcomes,
            Note(
                id=reserve.id,
                text=reserve.text,
                confidence=knowledge.confidence(reserve, day),
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
        Outcome.MET: reason or (texts.satisfied if texts else ""),
        Outcome.NOT_MET: reason or (texts.not_satisfied if texts else ""),
        Outcome.TO_COMPLETE: texts.to_complete if texts else "",
        Outcome.UNCERTAIN: texts.uncertain if texts else "",
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
                identifier=identifiers(source, version) if version else "",
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
