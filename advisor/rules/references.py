"""What an entry of the rules refers to, and what a criterion or a figure rests on, however deep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from advisor.common.yaml_reader import Path_
from advisor.rules.conditions import Condition, CriterionRef, FigureLeaf, Leaf, OpenPoint, Threshold, walk
from advisor.rules.facts import Indicator
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import EntryKind, Slots

# -- what each calculation expects in ``rules/indicateurs.yaml`` -----------------------------------------------------


@dataclass(frozen=True)
class Argument:
    """One argument of a calculation.

    Attributes:
        kind: what it names; None for a plain value.
        many: a list is expected.
        slots: the fact is a table with these rows.
        date: the fact is a date; otherwise it is a figure.
        series: the parameter is read on other days than the day of assessment.
        optional: may be left out.
        pattern, expected: for a plain value, what it must look like, and how to say so.
    """

    kind: EntryKind | None
    many: bool = False
    slots: Slots | None = None
    date: bool = False
    series: bool = False
    optional: bool = False
    pattern: str = ""
    expected: str = ""


_FACT = Argument(EntryKind.FACT)
_DATE = Argument(EntryKind.FACT, date=True)
_YEARS = Argument(EntryKind.FACT, many=True, slots=Slots.YEARS)
_PAY = Argument(EntryKind.FACT, slots=Slots.PAY)
_INDICATOR = Argument(EntryKind.INDICATOR)
_PARAMETER = Argument(EntryKind.PARAMETER)
_SERIES = Argument(EntryKind.PARAMETER, series=True)

# Days that exist every year: 29 February does not.
_DAY = Argument(
    None,
    pattern=r"(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8])",
    expected="Écrivez MM-JJ, par exemple 06-20 ; le 29 février n'existe pas tous les ans.",
)

_RATIO = {"nombre": _INDICATOR, "numerateur": _YEARS, "denominateur": _YEARS}
_GAP = _RATIO | {
    "taux": _SERIES,
    "taux_saisi": Argument(EntryKind.FACT, slots=Slots.YEARS),
    "plancher": _SERIES,
    "cloture": Argument(EntryKind.FACT, slots=Slots.YEARS, date=True),
    "semestres": Argument(None, pattern=r"[1-9]", expected="Écrivez un nombre de semestres, de 1 à 9."),
}
_PAYS = {
    "montant": _PAY,
    "quotite": _PAY,
    "effectif": _FACT,
    "personnes": _PARAMETER,
    "complement": Argument(EntryKind.FACT, slots=Slots.PAY, optional=True),
}
_ALLOCATION = {
    "base": _INDICATOR,
    "taux": _PARAMETER,
    "capital": _FACT,
    "plafond": _PARAMETER,
    "reserves": _FACT,
}

_LATER = Argument(None, optional=True, pattern=r"[1-9]", expected="Écrivez un nombre d'années, de 1 à 9.")

SIGNATURES: dict[str, dict[str, Argument]] = {
    "selon": {},
    "rapport_annuel_minimal": _RATIO,
    "rapport_cumule": _RATIO,
    "somme_exercices": {
        "nombre": _INDICATOR,
        "montant": Argument(EntryKind.FACT, slots=Slots.YEARS),
        "taux": Argument(EntryKind.FACT, slots=Slots.YEARS, optional=True),
    },
    "ecart_au_taux_annuel_maximal": _GAP,
    "ecart_au_taux_cumule": _GAP,
    "base_salariale": {
        "annee": _FACT,
        "smic": _SERIES,
        "heures": _PARAMETER,
        "saisie": _FACT,
        "branche": _FACT,
        "presumee": _PARAMETER,
        "methode": Argument(
            None,
            pattern="horaire_pondere|mensuel_arrondi|en_vigueur",
            expected="Au choix : horaire_pondere, mensuel_arrondi, en_vigueur.",
        ),
    },
    "produit": {"indicateur": _INDICATOR, "parametre": _PARAMETER},
    "produit_taux": {"indicateur": _INDICATOR, "parametre": _PARAMETER},
    "moyenne_plus_fortes": _PAYS,
    "plus_forte": _PAYS,
    "difference_positive": {"de": _FACT, "moins": _FACT},
    "dotation_plafonnee": _ALLOCATION,
    "dotation_entiere": _ALLOCATION,
    "somme": {"faits": Argument(EntryKind.FACT, many=True)},
    "rapport": {"numerateur": _FACT, "denominateur": _FACT},
    "date_plus_annees": {"date": _DATE, "annees": _PARAMETER},
    "jour_de_la_meme_annee": {"date": _DATE, "jour": _DAY, "plus": _LATER},
    "jour_de_l_annee": {"jour": _DAY, "plus": _LATER},
    "annee_d_appreciation": {"moins": _LATER},
}


def argument_names(value: Any) -> Iterator[str]:
    """The texts of an argument, given alone or in a list; anything else is reported elsewhere."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one


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


def indicator_references(indicator: Indicator) -> Iterator[EntryReference]:
    """What an indicator names: its arguments, the values of its cases, and what their conditions test."""
    signature = SIGNATURES.get(indicator.calculation, {})
    for name, argument in signature.items():
        if name not in indicator.arguments or argument.kind is None:
            continue
        for id in argument_names(indicator.arguments[name]):
            if argument.kind == EntryKind.PARAMETER and id.lstrip("-").isdigit():
                continue
            yield EntryReference(argument.kind, id, ("arguments", name))
    for index, case in enumerate(indicator.cases):
        for kind in (EntryKind.FACT, EntryKind.PARAMETER) if isinstance(case.value, dict) else ():
            if isinstance(case.value.get(kind), str):
                yield EntryReference(kind, case.value[kind], ("cas", index, "valeur"))
        for node in walk(case.condition) if case.condition is not None else ():
            for ref in references(node):
                yield replace(ref, path=("cas", index, "si", *ref.path))


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
            pending += [(ref.kind, fact_id(ref.id)) for ref in indicator_references(indicator)]
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
