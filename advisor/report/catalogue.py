"""For machines: JSON Schema of a dossier file and of an assessment, list of facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from advisor.assessment.model import SCHEMA_VERSION, Assessment
from advisor.assessment.wording import condition_words
from advisor.dossier import FORMAT, MAX_SIREN, MAX_TEXT, UNKNOWN_WORD
from advisor.rules.facts import SLOTS, Fact, FactType
from advisor.rules.load import Knowledge, load_knowledge

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"

_TEXT = {"type": "string", "maxLength": MAX_TEXT}
# A number of article or page, a SIREN, a name that is a year: text for us, a number for a reader that types scalars.
# A key without a value is an empty text for us, null for such a reader.
_WORD = {"anyOf": [_TEXT, {"type": ["number", "null"]}]}
_DAY = {
    "type": "string",
    "pattern": r"^\s*("
    + "|".join(
        (r"\d{4}-\d{2}-\d{2}", r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", r"(\d{1,2}|1[eE][rR])[ \u00a0]+\D+[ \u00a0]+\d{4}")
    )
    + r")\s*$",
    "description": "AAAA-MM-JJ, JJ/MM/AAAA ou « 31 décembre 2024 »",
}
_EMPTY = [{"const": ""}, {"type": "null"}]
"""A key without a value, as text and as typed."""

# What `advisor.common.french.parse_number` accepts: spaces group thousands anywhere, dots when they come twice or
# before a comma, a comma or a point for decimals, « k » for thousands, a unit at the end.
_GAP = "[ \\u00a0\\u202f\\u2009\\t]*"
_DIGITS = f"({_GAP}[0-9])+"
_UNIT = f"{_GAP}([€%]{_GAP}|[eE][uU][rR]([oO][sS]?)?{_GAP})*"
_K = f"({_GAP}[kK])?"
_SIGN = f"^({_GAP}[+-])?"
_FRACTION = f"^{_DIGITS}{_GAP}/{_GAP}[1-9]({_GAP}[0-9])*{_UNIT}$"
_GROUP = f"({_GAP}[.]({_GAP}[0-9]){{3}})"
_HEAD = f"({_GAP}[0-9]){{1,3}}"
_DECIMAL = f"{_SIGN}({_DIGITS}({_GAP}[.,]{_DIGITS})?|{_HEAD}{_GROUP}{{2,}}|{_HEAD}{_GROUP}+{_GAP},{_DIGITS}){_UNIT}$"
_MONEY = f"{_SIGN}({_DIGITS}({_GAP}[.,]{_DIGITS})?{_K}|{_HEAD}{_GROUP}{{2,}}|{_HEAD}{_GROUP}+{_GAP},{_DIGITS}){_UNIT}$"
_WHOLE = f"{_SIGN}({_DIGITS}({_GAP}[.,]({_GAP}0)+)?|{_HEAD}{_GROUP}{{2,}}){_UNIT}$"
_AMBIGUOUS = f"{_SIGN}({_GAP}[0-9]){{1,3}}{_GAP}[.]({_GAP}[0-9]){{3}}{_UNIT}$"


def _detailed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "properties": properties}


_EVIDENCE = _detailed(
    niveau={"enum": ["declare", "vu", "copie_jointe"], "default": "declare"}, document=_WORD, page=_WORD
)
_EVIDENCE_REF = {"$ref": "#/$defs/preuve"}
_DRAFT = _detailed(preuve=_EVIDENCE_REF, note=_WORD, methode={"enum": ["", "part_finale"]})


def _values(fact: Fact) -> list[dict[str, Any]]:
    """Every way to write an answer to a fact, « je ne sais pas » aside."""
    if fact.type is FactType.CHOICES:
        one = {"enum": [option.id for option in fact.options]}
        return [one, {"type": "array", "items": one, "minItems": 1}]
    if fact.options:
        return [{"enum": [option.id for option in fact.options]}]
    if fact.type is FactType.DATE:
        return [_DAY]
    if fact.type is FactType.TEXT:
        return [_WORD]
    typed: dict[str, Any] = {"type": "integer" if fact.type is FactType.COUNT and fact.step is None else "number"}
    if fact.minimum is not None:
        typed["minimum"] = int(fact.minimum) if fact.minimum.denominator == 1 else float(fact.minimum)
    if fact.maximum is not None:
        typed["maximum"] = int(fact.maximum)
    whole = _WHOLE if fact.step is None else _DECIMAL
    decimal = {FactType.COUNT: whole, FactType.MONEY: _MONEY}.get(fact.type, _DECIMAL)
    text: dict[str, Any] = {"type": "string", "anyOf": [{"pattern": decimal}, {"pattern": _FRACTION}]}
    if fact.type is not FactType.PERCENT:
        # « 12.500 » is read in two ways, and refused.
        text["not"] = {"pattern": _AMBIGUOUS}
    return [typed, text]


def _names(ids: Iterable[str]) -> dict[str, Any]:
    """One name or a list of them, without a double."""
    one = {"enum": list(ids)}
    return {"anyOf": [one, {"type": "array", "items": one, "uniqueItems": True}, *_EMPTY]}


def _answer(fact: Fact) -> dict[str, Any]:
    values = [*_values(fact), {"const": UNKNOWN_WORD}]
    detailed = _detailed(valeur={"anyOf": values}, article=_WORD, citation=_WORD, preuve=_EVIDENCE_REF, note=_WORD)
    return _by_slot(fact, {"anyOf": [*values, {**detailed, "required": ["valeur"]}]})


def _by_slot(fact: Fact, one: dict[str, Any]) -> dict[str, Any]:
    """One entry, or one per row of a table."""
    annotations = {"title": fact.short, "description": fact.question}
    return annotations | (_detailed(**dict.fromkeys(SLOTS[fact.slots], one)) if fact.slots else one)


def dossier_schema(knowledge: Knowledge | None = None) -> dict[str, Any]:
    """JSON Schema (2020-12) of a dossier file.

    Our reader takes every scalar as text. One that types them (figures as numbers) fits too, provided that it leaves
    dates as text; bounds are checked on numbers only.
    """
    base = knowledge or load_knowledge()
    facts = base.facts.values()
    wants = [want.id for want in base.choices.wants]
    fields = {
        "format": {"enum": [FORMAT, str(FORMAT)]},
        "denomination": _WORD,
        "siren": {"anyOf": [{"type": "string", "maxLength": MAX_SIREN}, {"type": ["integer", "null"]}]},
        "conseiller": _WORD,
        "date_appreciation": {"anyOf": [_DAY, *_EMPTY]},
        "date_demande": {"anyOf": [_DAY, *_EMPTY]},
        "date_ouverture": {"anyOf": [_DAY, *_EMPTY]},
        "notes": _WORD,
        "non_negociables": _names(base.refusals),
        "souhaits": _names(wants),
        "indispensables": _names(wants),
        "reponses": {"anyOf": [_detailed(**{fact.id: _answer(fact) for fact in facts}), *_EMPTY]},
        "en_cours": {
            "description": "Ce qui est noté sur des questions sans réponse ; une réponse le reprend.",
            "anyOf": [_detailed(**{fact.id: _by_slot(fact, {"$ref": "#/$defs/bloc"}) for fact in facts}), *_EMPTY],
        },
        "fin_du_dossier": {"const": "oui"},
    }
    return {
        "$schema": SCHEMA_ID,
        "title": "Dossier ess-advisor",
        "description": f"Réponses d'une structure ; règles {base.base.version}.",
        **_detailed(**fields),
        "required": ["format", "fin_du_dossier"],
        "$defs": {"preuve": _EVIDENCE, "bloc": _DRAFT},
    }


def assessment_schema() -> dict[str, Any]:
    """JSON Schema of an assessment, as ``evaluer --format json`` and a frozen record write it."""
    found = Assessment.model_json_schema(mode="serialization")
    found["properties"]["schema_version"] = {"const": SCHEMA_VERSION}
    return {
        "$schema": SCHEMA_ID,
        "$id": f"urn:ess-advisor:evaluation:{SCHEMA_VERSION}",
        **found,
        "title": "Évaluation ess-advisor",
    }


SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {"dossier": dossier_schema, "evaluation": assessment_schema}
"""What has a published schema, by the name one asks for it."""


def schema_json(name: str) -> str:
    """One of `SCHEMAS` as text."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2)


def facts_json(knowledge: Knowledge | None = None) -> str:
    """The catalogue of facts as JSON: one object a fact, in the order of the themes."""
    base = knowledge or load_knowledge()
    rows = [
        {
            "id": fact.id,
            "theme": fact.theme,
            "type": fact.type.value,
            "question": fact.question,
            "court": fact.short,
            "aide": fact.help,
            "exemple": fact.example,
            "ou_trouver": fact.where,
            "qui_sait": fact.holder,
            "choix": [{"id": o.id, "libelle": o.label, "aide": o.help} for o in fact.options],
            "unite": fact.unit,
            "min": None if fact.minimum is None else int(fact.minimum),
            "max": None if fact.maximum is None else int(fact.maximum),
            "emplacements": list(SLOTS[fact.slots]) if fact.slots else [],
            "pose_si": condition_words(fact.asked_if, base) if fact.asked_if is not None else "",
            "cout": fact.cost,
        }
        for fact in base.facts.values()
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def facts_text(knowledge: Knowledge | None = None) -> str:
    """The catalogue of facts, one line a fact, grouped by theme."""
    base = knowledge or load_knowledge()
    lines: list[str] = []
    for theme in base.base.themes:
        facts = [fact for fact in base.facts.values() if fact.theme == theme.id]
        if facts:
            lines += ["", theme.title, "-" * len(theme.title)]
            lines += [f"  {fact.id:<40} {fact.short}" for fact in facts]
    return "\n".join(lines[1:])
