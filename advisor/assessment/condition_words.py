"""Conditions and tests in French."""

from __future__ import annotations

from datetime import date

from advisor.assessment.wording import address_name, figure
from advisor.common.french import lower_first
from advisor.common.values import french_date, french_number
from advisor.rules.basis import Parameter, ParameterValue
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint, Threshold
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge

_RELATIONS = {"au_moins": "au moins", "au_plus": "au plus", "plus_de": "plus de", "moins_de": "moins de"}


_DATE_RELATIONS = {"au_moins": "pas avant", "au_plus": "pas après", "plus_de": "après", "moins_de": "avant"}


_DATES = {
    "annee_appreciation": "l'année de la date d'examen",
    "demande": "le jour de la demande",
    "appreciation": "le jour de l'appréciation",
}


_UNITS = {
    "euro": "€",
    "pourcentage": "%",
    "points": "points",
    "fois": "fois",
    "annees": "ans",
    "mois": "mois",
    "heures": "heures",
    "personnes": "personnes",
}


def parameter_value(parameter: Parameter, value: ParameterValue) -> str:
    """A dated figure with its unit: « 66 % », « 11,88 € »."""
    if parameter.unit == "annees" and value.value == 1:
        return "1 an"
    unit = _UNITS.get(parameter.unit, parameter.unit)
    if (value.value * 10_000).denominator != 1:
        # A fraction of the law (five sevenths) is not a decimal: print it as it is written.
        return f"{value.value.numerator}/{value.value.denominator}"
    return f"{french_number(value.value)} {unit}".strip()


def condition_words(condition: Condition, knowledge: Knowledge, on: date | None = None) -> str:
    """A condition as one clause: « la forme juridique est SAS ou SARL, et … ».

    Args:
        condition: what to say.
        knowledge: the rule base, for labels.
        on: day whose figures are quoted beside the thresholds that change; none are quoted without it.
    """
    match condition:
        case Leaf():
            return lower_first(condition.label) if condition.label else leaf_test(condition, knowledge, on)
        case Constant(value, reason):
            return lower_first(reason.rstrip(".")) if reason else ("d'office" if value else "jamais")
        case CriterionRef(id):
            return f"le critère {id} est rempli ({lower_first(knowledge.criteria[id].title)})"
        case AllOf(children) | AnyOf(children):
            word = ", et " if isinstance(condition, AllOf) else ", ou "
            parts = [condition_words(child, knowledge, on) for child in children]
            nested = [
                f"({part})" if isinstance(child, AllOf | AnyOf | OpenPoint) and len(children) > 1 else part
                for child, part in zip(children, parts, strict=True)
            ]
            return word.join(nested)
        case OpenPoint(point, readings):
            either = " ; ou bien : ".join(dict.fromkeys(condition_words(one, knowledge, on) for one in readings))
            return f"selon la lecture ({lower_first(knowledge.open_questions[point].title)}) : {either}"


def leaf_test(leaf: Leaf, knowledge: Knowledge, on: date | None = None) -> str:
    """What a leaf tests, its label aside: « part des charges : au moins 66 % »."""
    name = _name(leaf.fact, leaf.indicator, knowledge)
    if leaf.filled:
        return f"{name} : réponse donnée"
    if leaf.operator is None or leaf.threshold is None:
        assert leaf.fact is not None
        fact, _ = knowledge.addresses.get(leaf.fact, (knowledge.facts[leaf.fact.partition("[")[0]], None))
        labels = [lower_first(fact.option_label(option)) for option in leaf.options]
        return f"{name} : {' ou '.join(labels)}" if labels else f"{name} : aucune réponse admise"
    dated = _is_date(leaf, knowledge)
    relation = (_DATE_RELATIONS if dated else _RELATIONS)[leaf.operator]
    if leaf.threshold.number is None:
        relation = relation.replace(" de", " que")
    return f"{name} : {relation} {_threshold(leaf.threshold, leaf, knowledge, on)}"


def _name(fact: str | None, indicator: str | None, knowledge: Knowledge) -> str:
    if indicator is not None:
        return lower_first(knowledge.indicators[indicator].title or indicator)
    assert fact is not None
    if fact in knowledge.addresses:
        return lower_first(address_name(knowledge, fact))
    return lower_first(knowledge.facts[fact].short or fact)


def _is_date(leaf: Leaf, knowledge: Knowledge) -> bool:
    if leaf.indicator is not None:
        return knowledge.indicators[leaf.indicator].unit == "date"
    return knowledge.facts[(leaf.fact or "").partition("[")[0]].type is FactType.DATE


def _threshold(threshold: Threshold, leaf: Leaf, knowledge: Knowledge, on: date | None) -> str:
    if threshold.day and threshold.number is not None:
        return figure(threshold.number, "date")
    if threshold.number is not None:
        unit = knowledge.indicators[leaf.indicator].unit if leaf.indicator else ""
        if not unit and leaf.fact:
            fact = knowledge.facts[leaf.fact.partition("[")[0]]
            unit = {FactType.MONEY: "euro", FactType.PERCENT: "pourcentage"}.get(fact.type, fact.unit or "")
        return figure(threshold.number, unit)
    if threshold.parameter is not None:
        parameter = knowledge.parameters[threshold.parameter]
        value = parameter.on(on) if on else None
        known = f", {parameter_value(parameter, value)} au {french_date(on)}" if value and on else ""
        return f"le seuil du texte ({lower_first(parameter.title)}{known})"
    if threshold.date is not None:
        return _DATES[threshold.date]
    return _name(threshold.fact, threshold.indicator, knowledge)


def _beside(leaf: Leaf, knowledge: Knowledge) -> str:
    """What a test is worth when its question does not arise, and what it hangs on when its figure says nothing."""
    told = ""
    if leaf.when_not_applicable is not None:
        told += f" ; si la question ne se pose pas : tenu pour {'rempli' if leaf.when_not_applicable else 'non rempli'}"
    if leaf.if_meaningless:
        title = lower_first(knowledge.open_questions[leaf.if_meaningless].title)
        told += f" ; si le chiffre ne dit rien, point discuté {leaf.if_meaningless} : {title}"
    return told
