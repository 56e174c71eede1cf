"""The catalogue of facts for machines: JSON Schema of a dossier file, list of facts."""

from __future__ import annotations

import json
from typing import Any

from advisor.dossier import FORMAT, MAX_TEXT, UNKNOWN_WORD
from advisor.knowledge import Knowledge, load_knowledge
from advisor.knowledge.models import SLOTS, Fact, FactType

SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"

_EVIDENCE = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "niveau": {"enum": ["declare", "vu", "copie_jointe"], "default": "declare"},
        "document": {"type": "string", "maxLength": MAX_TEXT},
        "page": {"type": "string", "maxLength": MAX_TEXT},
    },
}


def _value(fact: Fact) -> dict[str, Any]:
    if fact.type is FactType.CHOICES:
        options = [option.id for option in fact.options]
        return {"type": "array", "items": {"enum": options}, "minItems": 1, "uniqueItems": True}
    if fact.options:
        return {"enum": [option.id for option in fact.options]}
    if fact.type is FactType.DATE:
        return {"type": "string", "format": "date"}
    if fact.type is FactType.TEXT:
        return {"type": "string", "maxLength": MAX_TEXT}
    schema: dict[str, Any] = {"type": "integer" if fact.type is FactType.COUNT else "number"}
    if fact.minimum is not None:
        schema["minimum"] = int(fact.minimum)
    if fact.maximum is not None:
        schema["maximum"] = int(fact.maximum)
    return schema


def _answer(fact: Fact) -> dict[str, Any]:
    value = {"anyOf": [_value(fact), {"const": UNKNOWN_WORD}]}
    detailed = {
        "type": "object",
        "additionalProperties": False,
        "required": ["valeur"],
        "properties": {
            "valeur": value,
            "article": {"type": "string", "maxLength": MAX_TEXT},
            "citation": {"type": "string", "maxLength": MAX_TEXT},
            "preuve": {"$ref": "#/$defs/preuve"},
            "note": {"type": "string", "maxLength": MAX_TEXT},
        },
    }
    one = {"anyOf": [*value["anyOf"], detailed]}
    if fact.slots is None:
        return {"title": fact.short, "description": fact.question, **one}
    return {
        "title": fact.short,
        "description": fact.question,
        "type": "object",
        "additionalProperties": False,
        "properties": dict.fromkeys(SLOTS[fact.slots], one),
    }


def dossier_schema(knowledge: Knowledge | None = None) -> dict[str, Any]:
    """JSON Schema (2020-12) of a dossier file, once its YAML is read with typed scalars."""
    base = knowledge or load_knowledge()
    text = {"type": "string", "maxLength": MAX_TEXT}
    return {
        "$schema": SCHEMA_ID,
        "title": "Dossier ess-advisor",
        "description": f"Réponses d'une structure ; règles {base.base.version}.",
        "type": "object",
        "additionalProperties": False,
        "required": ["format", "reponses", "fin_du_dossier"],
        "properties": {
            "format": {"const": FORMAT},
            "denomination": text,
            "siren": {"type": "string", "maxLength": 20},
            "conseiller": text,
            "date_appreciation": {"type": "string", "format": "date"},
            "date_demande": {"type": "string", "format": "date"},
            "notes": text,
            "reponses": {
                "type": "object",
                "additionalProperties": False,
                "properties": {fact.id: _answer(fact) for fact in base.facts.values()},
            },
            "fin_du_dossier": {"const": "oui"},
        },
        "$defs": {"preuve": _EVIDENCE},
    }


def schema_json(knowledge: Knowledge | None = None) -> str:
    """`dossier_schema` as text."""
    return json.dumps(dossier_schema(knowledge), ensure_ascii=False, indent=2)


def facts_json(knowledge: Knowledge | None = None) -> str:
    """The catalogue of facts as JSON: one object a fact, in the order of the themes."""
    from advisor.report.conditions import condition_words

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
