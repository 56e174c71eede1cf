"""What an entry of the rules refers to, and what a criterion or a figure rests on, however deep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from advisor.common.yaml_reader import Path_
from advisor.rules.basis import Dated, Model
from advisor.rules.conditions import Condition, CriterionRef, FigureLeaf, Leaf, OpenPoint, Threshold, walk
from advisor.rules.facts import FactType, Indicator
from advisor.rules.formulas import DAYS, Call, Name, Number, Quantity, names, quantity
from advisor.rules.ids import Names
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import EntryKind, Slots

_NO_LIMIT = Threshold()

# -- what an entry names ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EntryReference:
    """Something named somewhere: what kind, which id, and where inside the condition or entry."""

    kind: EntryKind
    id: str
    path: Path_


def fact_id(address: str) -> str:
    """The fact of an address: ``charges[n-1]`` gives ``charges``."""
    return address.partition("[")[0]


def references(node: Condition) -> Iterator[EntryReference]:
    """What one node names itself, its children left aside."""
    match node:
        case CriterionRef(id):
            yield EntryReference(EntryKind.CRITERION, id, (*node.path, "critere"))
        case OpenPoint(point):
            yield EntryReference(EntryKind.OPEN_POINT, point, (*node.path, "point_ouvert"))
        case Leaf():
            limit, operator = (node.threshold, node.operator) if isinstance(node, FigureLeaf) else (_NO_LIMIT, "")
            for kind, named, key in (
                (EntryKind.FACT, node.fact, "fait"),
                (EntryKind.INDICATOR, node.indicator, "indicateur"),
                (EntryKind.PARAMETER, limit.parameter, operator),
                (EntryKind.INDICATOR, limit.indicator, operator),
                (EntryKind.FACT, limit.fact, operator),
                (EntryKind.REMEDY, node.remedy, "remede"),
                (EntryKind.REMEDY, node.deferred_remedy, "remede_differe"),
                (EntryKind.OPEN_POINT, node.if_meaningless, "si_non_interpretable"),
            ):
                if named is not None:
                    yield EntryReference(kind, named, (*node.path, key))


def kind_of(knowledge: Knowledge, name: str) -> EntryKind | None:
    """What a formula names: a fact or one of its rows, a parameter, an indicator; None for what does not exist."""
    if fact_id(name) in knowledge.facts:
        return EntryKind.FACT
    if name in knowledge.parameters:
        return EntryKind.PARAMETER
    return EntryKind.INDICATOR if name in knowledge.indicators else None


def measured(knowledge: Knowledge, name: str) -> Quantity | None:
    """What a name of a formula measures; None when it does not exist."""
    if name in DAYS:
        return quantity("date")
    match kind_of(knowledge, name):
        case EntryKind.FACT:
            fact = knowledge.facts[fact_id(name)]
            return quantity(_TYPE_UNITS.get(fact.type, fact.unit or "nombre"))
        case EntryKind.PARAMETER:
            return quantity(knowledge.parameters[name].unit)
        case EntryKind.INDICATOR:
            return quantity(knowledge.indicators[name].unit)
    return None


_TYPE_UNITS = {FactType.MONEY: "euro", FactType.PERCENT: "pourcentage", FactType.DATE: "date"}


def rows_of(knowledge: Knowledge, name: str, above: frozenset[str] = frozenset()) -> Slots | None:
    """The rows of answers on which a name of a formula is read; None when it is worth the same on all of them."""
    if name in knowledge.facts:
        return knowledge.facts[name].slots
    indicator = knowledge.indicators.get(name)
    if indicator is None or name in above:
        return None
    read = {rows_of(knowledge, one, above | {name}) for one in indicator.names} - {None, indicator.slots}
    return next(iter(read), None)


def indicator_references(knowledge: Knowledge, indicator: Indicator) -> Iterator[EntryReference]:
    """What an indicator names: in its formulas, and in the conditions of its cases."""
    for path, formula in indicator.formulas.items():
        for name in names(formula):
            kind = kind_of(knowledge, name)
            if kind is not None:
                yield EntryReference(kind, name, path)
    for index, case in enumerate(indicator.cases):
        for node in walk(case.condition) if case.condition is not None else ():
            for ref in references(node):
                yield replace(ref, path=("cas", index, "si", *ref.path))


@dataclass(frozen=True)
class Holding:
    """A condition, or a name, inside an entry.

    Attributes:
        path: where, in the keys of the file.
        held: the condition, or the id; kind: of what it is the id.
        models: what it stands in, innermost last.
    """

    path: Path_
    held: Condition | str
    kind: EntryKind | None
    models: tuple[Model, ...]

    @property
    def owner(self) -> Model:
        """What it is the condition of, or what names it."""
        return self.models[-1]

    @property
    def dated(self) -> Dated | None:
        """What gives the days on which it is read, if anything does."""
        return next((one for one in reversed(self.models) if isinstance(one, Dated)), None)

    def references(self) -> Iterator[EntryReference]:
        """What is named there: the name itself, or all that the condition names."""
        if isinstance(self.held, str):
            assert self.kind is not None
            yield EntryReference(self.kind, self.held, self.path)
        else:
            for node in walk(self.held):
                yield from (replace(ref, path=(*self.path, *ref.path)) for ref in references(node))


def holdings(knowledge: Knowledge, entry: Model) -> Iterator[Holding]:
    """Every condition and every name that an entry holds, however deep, by the types of its fields (`Names`)."""
    return _holdings(knowledge, entry, type(entry), (), ())


def _holdings(
    knowledge: Knowledge, value: Any, hint: Any, path: Path_, models: tuple[Model, ...], marks: Sequence[Any] = ()
) -> Iterator[Holding]:
    while get_origin(hint) in (Annotated, Union, UnionType):
        # « X | None »: the type that a value may have comes first.
        hint, *more = get_args(hint)
        marks = (*marks, *more)
    match value:
        case Model():
            models = (*models, value)
            for name, field in type(value).model_fields.items():
                at = (*path, field.alias or name)
                yield from _holdings(knowledge, getattr(value, name), field.annotation, at, models, field.metadata)
        case str():
            for mark in (one for one in marks if isinstance(one, Names)):
                for name in mark.inside.findall(value) if mark.inside is not None else (value,):
                    yield Holding(path, name, mark.kind, models)
        case tuple():
            hints = get_args(hint)
            for i, one in enumerate(value):
                yield from _holdings(knowledge, one, hints[0 if Ellipsis in hints else i], (*path, i), models)
        case dict():
            for key, one in value.items():
                for inner, each in zip((key, one), get_args(hint), strict=False):
                    yield from _holdings(knowledge, inner, each, (*path, key), models)
        case Number() | Name() | Call():
            for name in names(value):
                if (kind := kind_of(knowledge, name)) is not None:
                    yield Holding(path, name, kind, models)
        case _ if isinstance(value, Condition):
            yield Holding(path, value, None, models)


# -- what a criterion, a condition or a figure rests on --------------------------------------------------------------


def rests_on(knowledge: Knowledge, kind: EntryKind, id: str) -> frozenset[tuple[EntryKind, str]]:
    """Return facts, indicators and parameters a fact or an indicator rests on, however deep; guards not followed."""
    found: set[tuple[EntryKind, str]] = set()
    pending: list[tuple[EntryKind, str]] = [(kind, id)]
    while pending:
        item = pending.pop()
        if item in found:
            continue
        found.add(item)
        if item[0] == EntryKind.INDICATOR and item[1] in knowledge.indicators:
            indicator = knowledge.indicators[item[1]]
            pending += [(ref.kind, fact_id(ref.id)) for ref in indicator_references(knowledge, indicator)]
    return frozenset(found)


def criteria_under(knowledge: Knowledge, conditions: Iterable[Condition], day: date) -> set[str]:
    """Criteria that some conditions are made of on a day, however deep."""
    found: set[str] = set()
    pending = list(conditions)
    while pending:
        for node in walk(pending.pop()):
            if isinstance(node, CriterionRef) and node.id not in found and node.id in knowledge.criteria:
                found.add(node.id)
                version = knowledge.criteria[node.id].on(day)
                pending += [version.tree] if version is not None else []
    return found


def below(knowledge: Knowledge, criterion: str, day: date) -> set[str]:
    """A criterion and those it is made of, on a day."""
    return criteria_under(knowledge, [CriterionRef(criterion)], day)


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
    named = (ref for node in walk(condition) for ref in references(node))
    rested = (one for ref in named for one in rests_on(knowledge, ref.kind, ref.id))
    return {id for kind, id in rested if kind == EntryKind.PARAMETER}
