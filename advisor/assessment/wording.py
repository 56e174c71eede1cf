"""Answers, figures, criteria, conditions and tests in French; no law here, only print."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from advisor.assessment.leaves import Settled
from advisor.assessment.model import AnswerView, Finding
from advisor.assessment.session import Settler
from advisor.common.errors import Problem
from advisor.common.french import (
    NBSP,
    agree,
    french_date,
    french_money,
    french_number,
    french_percent,
    glued,
    lower_first,
    scaled,
)
from advisor.dossier.answer_parsing import TypedValue, parse_answer
from advisor.rules.acts import Majority
from advisor.rules.basis import Parameter, ParameterValue, Unit
from advisor.rules.conditions import (
    AllOf,
    AnyOf,
    ChoiceLeaf,
    Condition,
    Constant,
    CriterionRef,
    FigureLeaf,
    FilledLeaf,
    Leaf,
    OpenPoint,
    Threshold,
)
from advisor.rules.facts import Fact, FactType
from advisor.rules.ids import FIGURE
from advisor.rules.load import Knowledge
from advisor.rules.models import MAJORITY

LEVELS = {"declare": "déclaré", "vu": "vu", "copie_jointe": "copie jointe"}
NOT_APPLICABLE = "sans objet pour cette structure"
UNASKED = "la question ne se pose pas pour cette structure"
"""Of one reading of the law: it has an outcome all the same."""

_RELATIONS = {"au_moins": "au moins", "au_plus": "au plus", "plus_de": "plus de", "moins_de": "moins de"}
_DATE_RELATIONS = {"au_moins": "pas avant", "au_plus": "pas après", "plus_de": "après", "moins_de": "avant"}
_DATE_LIMITS = {
    "au_moins": "le {} ou après", "au_plus": "le {} ou avant", "plus_de": "après le {}", "moins_de": "avant le {}",
}  # fmt: skip
_DATES = {
    "annee_appreciation": "l'année de la date d'examen",
    "demande": "le jour de la demande",
    "appreciation": "le jour de l'examen",
}
UNIT_WORDS: dict[Unit, str] = {
    "euro": "€", "euro_par_heure": "€", "pourcentage": "%", "points": "point", "fois": "fois", "personnes": "personne",
    "heures": "heure", "jours": "jour", "jours_ouvres": "jour ouvré", "mois": "mois", "exercices": "exercice",
    "annees": "an",
}  # fmt: skip
# From this rank on, a code is spelled out beside the sign: an interpretation must never look like a text that was read.
WEAK_RANK = 4

# -- answers, figures and criteria as found --------------------------------------------------------------------------


_TYPE_UNITS: dict[FactType, Unit] = {FactType.MONEY: "euro", FactType.PERCENT: "pourcentage", FactType.DATE: "date"}


def unit_of(knowledge: Knowledge, leaf: Leaf) -> Unit:
    """Unit in which a leaf compares: euro, pourcentage, points, fraction, date, annee or nombre."""
    if leaf.indicator is not None:
        return knowledge.indicators[leaf.indicator].unit
    fact, _ = knowledge.addresses[leaf.fact or ""]
    if fact.unit == "annee":
        return "annee"
    return _TYPE_UNITS.get(fact.type, "nombre")


def figure(value: Fraction, unit: Unit | Literal[""], against: Fraction | None = None) -> str:
    """A figure in its unit, with enough decimals never to look equal to a threshold it does not equal."""
    if unit == "date":
        return french_date(date.fromordinal(int(value)))
    if unit == "annee":
        return str(value)
    if unit == "fraction":
        value, unit = value * 100, "pourcentage"
        against = None if against is None else against * 100
    places = 2
    while against is not None and value != against and places < 12 and scaled(value, places) == scaled(against, places):
        places += 1
    text = french_number(value, places)
    if unit not in ("euro", "pourcentage", "points"):
        return text
    return f"{text}{NBSP}{agree(int(abs(value)), UNIT_WORDS[unit])}"


def margin(leaf: Leaf, settled: Settled, unit: Unit) -> str:
    """Distance from an exact figure to an exact threshold: ``3,2 points au-dessus du minimum``."""
    if unit in ("date", "annee", "nombre"):
        return ""
    if settled.value is None or settled.threshold is None or not isinstance(leaf, FigureLeaf):
        return ""
    if not (settled.value.exact and settled.threshold.exact):
        return ""
    assert settled.value.low is not None and settled.threshold.low is not None
    gap = settled.value.low - settled.threshold.low
    if nothing_asked(leaf, settled.threshold.low, unit):
        return ""
    limit = "minimum" if leaf.operator in ("au_moins", "plus_de") else "plafond"
    if gap == 0:
        inclusive = leaf.operator in ("au_moins", "au_plus")
        return f"exactement au {limit}" + (", qui est admis" if inclusive else ", qui est exclu")
    distance = abs(gap) * 100 if unit == "fraction" else abs(gap)
    points = unit in ("pourcentage", "points", "fraction")
    places = 2
    while scaled(distance, places) == 0 and places < 12:
        places += 1
    text = f"{french_number(distance, places)}{NBSP}{agree(int(distance), 'point' if points else '€')}"
    return f"{text} {'au-dessus' if gap > 0 else 'au-dessous'} du {limit}"


def nothing_asked(leaf: FigureLeaf, limit: Fraction, unit: Unit) -> bool:
    """A minimum of nothing at all is no minimum."""
    return unit == "euro" and limit == 0 and leaf.operator == "au_moins"


def comparison(leaf: FigureLeaf, settled: Settled, unit: Unit) -> str:
    """What a figure leaf found: ``65,9 % ; il faut au moins 66 %``."""
    value, limit = settled.value, settled.threshold
    dated, missing = unit == "date", "écart à compléter" if unit == "points" else "chiffre à compléter"
    if limit is not None and limit.exact and limit.low is not None:
        bound = figure(limit.low, unit, value.low if value is not None and value.exact else None)
        wanted = f"il faut {_RELATIONS[leaf.operator]} {bound}"
        if dated:
            # A deadline is not to come after the day of the request: the two days are only put side by side.
            beside = _DATES.get(leaf.threshold.date or "")
            wanted = (
                f"{beside.removeprefix('le ')} : {bound}"
                if beside
                else f"il faut {_DATE_LIMITS[leaf.operator].format(bound)}"
            )
        wanted += " d'écart" if unit == "points" else ""
        if nothing_asked(leaf, limit.low, unit):
            wanted = "aucun minimum n'était exigé"
    elif limit is not None and limit.low and unit != "date":
        word = "seuil" if leaf.operator in ("au_moins", "plus_de") else "plafond"
        wanted = f"{word} d'au moins {figure(limit.low, unit)}, qu'une réponse attendue peut encore relever"
        if limit.high is not None:
            wanted = f"{word} entre {figure(limit.low, unit)} et {figure(limit.high, unit)}"
    else:
        wanted = "seuil à préciser"
    if value is None or (not value.low and value.high is None):
        return f"{missing} ; {wanted}"
    against = limit.low if limit is not None and limit.exact else None
    if value.exact and value.low is not None:
        return f"{figure(value.low, unit, against)} ; {wanted}"
    if against is not None and value.high is not None and value.high <= against:
        return f"au plus {figure(value.high, unit, against)} d'après ce qui est connu ; {wanted}"
    if against is not None and value.low is not None and value.low >= against:
        return f"au moins {figure(value.low, unit, against)} d'après ce qui est connu ; {wanted}"
    if value.low and value.high is None:
        return f"au moins {figure(value.low, unit)} d'après ce qui est connu ; {wanted}"
    if value.high is not None and value.low in (None, 0):
        return f"au plus {figure(value.high, unit)} d'après ce qui est connu ; {wanted}"
    return f"{missing} ; {wanted}"


def with_figures(session: Settler, text: str) -> str:
    """A text of the rules with what this company's figures come to, in place of their names."""

    def amount(named: re.Match[str]) -> str:
        value = session.indicator(named[1]).value.low
        return "à calculer" if value is None else figure(value, session.knowledge.indicators[named[1]].unit)

    return FIGURE.sub(amount, text)


def value_text(fact: Fact, value: TypedValue) -> str:
    """A typed answer in words."""
    if isinstance(value, tuple):
        return " ; ".join(fact.option_label(one) for one in value)
    if isinstance(value, Fraction):
        if fact.type is FactType.MONEY:
            return french_money(value)
        if fact.type is FactType.PERCENT:
            return french_percent(value)
        return french_number(value) if fact.unit != "annee" else str(value)
    if isinstance(value, date):
        return french_date(value)
    return fact.option_label(value)


def answer_text(knowledge: Knowledge, address: str, raw: str | tuple[str, ...]) -> str:
    """An answer as typed, in words.

    Raises:
        AnswerError: the answer does not fit its fact.
    """
    fact = knowledge.addresses[address][0]
    return value_text(fact, parse_answer(fact, raw))


def finding(session: Settler, leaf: Leaf, settled: Settled, unit: Unit) -> str:
    """What a leaf found, in words; ``unit``: see `unit_of`."""
    if not isinstance(leaf, FigureLeaf):
        return _choice_finding(session.knowledge, leaf, settled, session.raw(leaf.fact or ""))
    if settled.not_applicable:
        return NOT_APPLICABLE
    if settled.point is not None and settled.point == leaf.if_meaningless:
        return "rapport sans signification : dénominateur nul ou négatif"
    return comparison(leaf, settled, unit)


def _choice_finding(knowledge: Knowledge, leaf: Leaf, settled: Settled, value: TypedValue | None) -> str:
    """What a leaf on a choice or a text found, in words."""
    if settled.not_applicable:
        return NOT_APPLICABLE
    fact = knowledge.addresses[leaf.fact or ""][0]
    if value is None and fact.default is not None:
        return f"sans réponse, on suppose : {value_text(fact, fact.default)}"
    if value is None:
        return "réponse manquante"
    return f"réponse : {value_text(fact, value)}"


def slot_name(slot: str | None) -> str:
    """How a row of a table is called: ``exercice n-1``, ``personne 2``."""
    if slot is None:
        return ""
    return f"exercice {slot}" if slot.startswith("n") else f"personne {slot}"


@lru_cache(maxsize=4096)
def address_name(knowledge: Knowledge, address: str) -> str:
    """Short label of an answer address, slot included."""
    fact, slot = knowledge.addresses[address]
    label = fact.short or fact.id
    return f"{label} ({slot_name(slot)})" if slot else label


def unjudged_day(knowledge: Knowledge, day: date) -> Problem:
    """Why nothing is said of a day before the law, and what to ask instead."""
    start = french_date(knowledge.base.start)
    return Problem(
        f"le {french_date(day)} est avant la loi. {knowledge.base.before_start}",
        mend=f"Donnez par --au un jour à partir du {start}.",
    )


def finding_sentence(finding: Finding, why: str = "") -> str:
    """What was found of a criterion, in a sentence; ``why``: the answers that leave it without object."""
    because = f" : vous avez répondu {why}" if why else ""
    if finding.without_object:
        return finding.without_object
    if finding.idle:
        return f"La question ne se pose pas{because or ' pour cette structure, ou pas encore'}."
    if finding.early and all(leaf.not_applicable for leaf in finding.leaves):
        return f"La question ne se pose pas encore{because}. À faire dès que ce sera possible."
    return finding.explanation


def tag(knowledge: Knowledge, code: str) -> str:
    """A confidence code as it is printed: ``[V]``, but ``[I, interprétation]``."""
    level = next((one for one in knowledge.base.confidences if one.id == code), None)
    if level is None or level.rank < WEAK_RANK:
        return f"[{code}]"
    return glued(f"[{code}, {lower_first(level.title)}]")


def decider(knowledge: Knowledge, who: str, majorities: Iterable[Majority], day: date) -> str:
    """Who decides of a remedy, with the rules of majority that hold for a company on a day."""
    rules = (
        f"{lower_first(one.title.replace(' : ', ', '))} "
        f"({knowledge.texts(one.citations)} [{knowledge.confidence(one, day)}])"
        for one in majorities
    )
    said = " ; ".join(rules) or "celle de la forme juridique"
    return who.replace(MAJORITY, f"Majorité, à vérifier avant de convoquer : {said}.")


def evidence_words(answer: AnswerView) -> str:
    """How an answer is known: « vu, Statuts du 4 mars 2024, p. 3 »."""
    page = re.sub(r"^\s*(?:pages?\b|pp?\.(?!\w))\s*", "", answer.page, flags=re.IGNORECASE)
    return ", ".join(part for part in (answer.level, answer.document, page and f"p. {page}") if part)


# -- conditions and tests in French ----------------------------------------------------------------------------------


def parameter_value(parameter: Parameter, value: ParameterValue) -> str:
    """A dated figure with its unit: « 66 % », « 11,88 € »."""
    if parameter.unit == "annee":
        return str(value.value)
    unit = agree(int(value.value), UNIT_WORDS.get(parameter.unit, parameter.unit))
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
        case Constant(reason=reason):
            return lower_first(reason.rstrip("."))
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
    if isinstance(leaf, FilledLeaf):
        return f"{name} : réponse donnée"
    if isinstance(leaf, ChoiceLeaf):
        assert leaf.fact is not None
        fact, _ = knowledge.addresses.get(leaf.fact, (knowledge.facts[leaf.fact.partition("[")[0]], None))
        accepted, excluded = (
            [lower_first(fact.option_label(option)) for option in some] for some in (leaf.options, leaf.excluded)
        )
        return f"{name} : {' ou '.join(accepted) or 'ni ' + ' ni '.join(excluded)}"
    assert isinstance(leaf, FigureLeaf)
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
        unit: Unit | Literal[""] = knowledge.indicators[leaf.indicator].unit if leaf.indicator else ""
        if not unit and leaf.fact:
            fact = knowledge.facts[leaf.fact.partition("[")[0]]
            unit = _TYPE_UNITS.get(fact.type, fact.unit)
        return figure(threshold.number, unit)
    if threshold.parameter is not None:
        parameter = knowledge.parameters[threshold.parameter]
        known = ""
        if on is not None and (value := parameter.on(on)):
            known = f", {parameter_value(parameter, value)} au {french_date(on)}"
        return f"le seuil du texte ({lower_first(parameter.title)}{known})"
    if threshold.date is not None:
        return _DATES[threshold.date]
    return _name(threshold.fact, threshold.indicator, knowledge)
