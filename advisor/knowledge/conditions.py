"""Conditions: monotone trees of leaves, joined by all / any, as a jurist writes them in YAML.

No negation: a leaf is negated by its own list of choices. That keeps "one more answer never undoes a decided verdict"
true, and lets the remedies of a failed condition be read off its false leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from advisor.values import parse_number

COMPARISONS = {"au_moins": ">=", "au_plus": "<=", "plus_de": ">", "moins_de": "<"}
_LEAF_KEYS = {
    "fait", "indicateur", "est", "aucun_de", "renseigne", "sans_objet", "remede", "remede_differe", "libelle",
    "si_non_interpretable", *COMPARISONS,
}  # fmt: skip

_TEXT_KEYS = {"fait", "indicateur", "remede", "remede_differe", "libelle", "si_non_interpretable"}


class ConditionError(ValueError):
    """A condition is badly written; ``path`` locates it inside the condition."""

    def __init__(self, message: str, path: tuple[str | int, ...]) -> None:
        super().__init__(message)
        self.message = message
        self.path = path


@dataclass(frozen=True, slots=True)
class Threshold:
    """What a figure is compared with: exactly one of a number, a parameter, an indicator, a fact, a date name.

    ``day``: the number is the ordinal of a day.
    """

    number: Fraction | None = None
    parameter: str | None = None
    indicator: str | None = None
    fact: str | None = None
    date: str | None = None  # "demande", "appreciation" or "annee_appreciation"
    day: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """One elementary test of one answer or figure.

    Attributes:
        fact, indicator: what is tested (one of the two).
        options: accepted choices, for a choice, a clause, yes/no or (any of) a multiple choice.
        excluded: choices that must all be absent from the answer, for a multiple choice.
        operator, threshold: comparison, for a figure or a date.
        filled: True when the leaf only asks whether a text was given.
        when_not_applicable: value when the fact does not apply to this company; None if the fact always applies.
        remedy: id of what would mend it today, if anything.
        deferred_remedy: id of what would mend it later (never counts as mendable).
        label: what holds when the leaf is true.
        if_meaningless: open point invoked when the figure cannot be interpreted (zero or negative denominator).
    """

    fact: str | None = None
    indicator: str | None = None
    options: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    operator: str | None = None
    threshold: Threshold | None = None
    filled: bool = False
    when_not_applicable: bool | None = None
    remedy: str | None = None
    deferred_remedy: str | None = None
    label: str = ""
    if_meaningless: str | None = None
    path: tuple[str | int, ...] = field(default=(), compare=False)
    _hash: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        content = (self.fact, self.indicator, self.options, self.excluded, self.operator, self.threshold, self.remedy)
        object.__setattr__(self, "_hash", hash(content))

    def __hash__(self) -> int:
        # Leaves are dictionary keys in every inference: their hash is computed once.
        return self._hash


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false by law, with the reason (« n'existait pas encore »)."""

    value: bool
    reason: str
    path: tuple[str | int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class CriterionRef:
    """The conclusion of another criterion."""

    id: str
    path: tuple[str | int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """A point that the law leaves open: strictly, every reading must hold; favourably, one is enough."""

    point: str
    readings: tuple[Condition, ...]
    path: tuple[str | int, ...] = field(default=(), compare=False)
    _hash: int = field(default=0, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.point, self.readings)))

    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class AllOf:
    children: tuple[Condition, ...]
    path: tuple[str | int, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AnyOf:
    children: tuple[Condition, ...]
    path: tuple[str | int, ...] = field(default=(), compare=False)


Condition = Leaf | Constant | CriterionRef | OpenPoint | AllOf | AnyOf


def parse_condition(raw: Any, path: tuple[str | int, ...] = ()) -> Condition:
    """Condition from YAML data.

    Raises:
        ConditionError: unknown key, missing part, or bad value; the path points at it.
    """
    if not isinstance(raw, dict):
        raise ConditionError("une condition s'écrit « clé: valeur » (tous, un_de, fait, indicateur, critere…).", path)
    for word, kind in (("tous", AllOf), ("un_de", AnyOf)):
        if word in raw:
            _only(raw, {word}, path)
            children = raw[word]
            if not isinstance(children, list) or not children:
                raise ConditionError(f"« {word} » attend une liste non vide de conditions.", (*path, word))
            parsed = tuple(parse_condition(child, (*path, word, i)) for i, child in enumerate(children))
            return kind(parsed, path)
    if "critere" in raw:
        _only(raw, {"critere"}, path)
        return CriterionRef(_text(raw, "critere", path), path)
    if "toujours" in raw:
        _only(raw, {"toujours", "raison"}, path)
        return Constant(_truth(raw, "toujours", path), _text(raw, "raison", path) if "raison" in raw else "", path)
    if "point_ouvert" in raw:
        _only(raw, {"point_ouvert", "lectures"}, path)
        readings = raw.get("lectures")
        if not isinstance(readings, list) or len(readings) < 2:
            raise ConditionError("« point_ouvert » attend au moins deux « lectures ».", (*path, "lectures"))
        parsed = tuple(parse_condition(child, (*path, "lectures", i)) for i, child in enumerate(readings))
        return OpenPoint(_text(raw, "point_ouvert", path), parsed, path)
    return _parse_leaf(raw, path)


def _parse_leaf(raw: dict[str, Any], path: tuple[str | int, ...]) -> Leaf:
    _only(raw, _LEAF_KEYS, path)
    if ("fait" in raw) == ("indicateur" in raw):
        raise ConditionError("une condition simple porte sur un « fait » ou sur un « indicateur », pas les deux.", path)
    operators = [key for key in COMPARISONS if key in raw]
    if ("est" in raw) + ("aucun_de" in raw) + len(operators) + ("renseigne" in raw) != 1:
        raise ConditionError(
            "une condition simple compare une seule fois : « est », « aucun_de », « au_moins », « au_plus », "
            "« plus_de », « moins_de » ou « renseigne ».",
            path,
        )
    for key in _TEXT_KEYS & raw.keys():
        _text(raw, key, path)
    if raw.get("renseigne", "oui") != "oui":
        raise ConditionError("« renseigne » n'admet que oui : une condition ne se nie pas.", (*path, "renseigne"))
    options, excluded = _choices(raw, "est", path), _choices(raw, "aucun_de", path)
    operator = operators[0] if operators else None
    return Leaf(
        fact=raw.get("fait"),
        indicator=raw.get("indicateur"),
        options=options,
        excluded=excluded,
        operator=operator,
        threshold=_parse_threshold(raw[operator], (*path, operator)) if operator else None,
        filled="renseigne" in raw,
        when_not_applicable=_truth(raw, "sans_objet", path) if "sans_objet" in raw else None,
        remedy=raw.get("remede"),
        deferred_remedy=raw.get("remede_differe"),
        label=raw.get("libelle", ""),
        if_meaningless=raw.get("si_non_interpretable"),
        path=path,
    )


def _choices(raw: dict[str, Any], key: str, path: tuple[str | int, ...]) -> tuple[str, ...]:
    if key not in raw:
        return ()
    listed = raw[key]
    options = tuple(listed) if isinstance(listed, list) else (listed,)
    if not options or not all(isinstance(option, str) for option in options):
        raise ConditionError(f"« {key} » attend un choix ou une liste de choix.", (*path, key))
    return options


def _parse_threshold(raw: Any, path: tuple[str | int, ...]) -> Threshold:
    if isinstance(raw, str):
        try:
            return Threshold(number=parse_number(raw))
        except ValueError:
            raise ConditionError(f"« {raw} » n'est pas un nombre.", path) from None
    if isinstance(raw, dict) and len(raw) == 1:
        ((kind, value),) = raw.items()
        if isinstance(value, str):
            match kind:
                case "parametre":
                    return Threshold(parameter=value)
                case "indicateur":
                    return Threshold(indicator=value)
                case "fait":
                    return Threshold(fact=value)
                case "jour":
                    return Threshold(number=_ordinal(value, (*path, kind)), day=True)
                case "date" if value in ("demande", "appreciation", "annee_appreciation"):
                    return Threshold(date=value)
    raise ConditionError(
        "un seuil est un nombre, {parametre: …}, {indicateur: …}, {fait: …}, {jour: 2025-01-01} ou "
        "{date: demande | appreciation}.",
        path,
    )


def _ordinal(text: str, path: tuple[str | int, ...]) -> Fraction:
    try:
        return Fraction(date.fromisoformat(text).toordinal())
    except ValueError:
        raise ConditionError(f"« {text} » n'est pas une date (attendu : 2025-01-01).", path) from None


def _only(raw: dict[str, Any], allowed: set[str], path: tuple[str | int, ...]) -> None:
    for key in raw:
        if key not in allowed:
            raise ConditionError(f"clé « {key} » inconnue dans une condition.", (*path, key))


def _text(raw: dict[str, Any], key: str, path: tuple[str | int, ...]) -> str:
    value = raw[key]
    if not isinstance(value, str) or not value:
        raise ConditionError(f"« {key} » attend un texte.", (*path, key))
    return value


def _truth(raw: dict[str, Any], key: str, path: tuple[str | int, ...]) -> bool:
    value = raw[key]
    if value not in ("vrai", "faux"):
        raise ConditionError(f"« {key} » attend vrai ou faux.", (*path, key))
    return bool(value == "vrai")


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and everything below it, criteria references not followed."""
    yield condition
    match condition:
        case AllOf(children) | AnyOf(children):
            for child in children:
                yield from walk(child)
        case OpenPoint(readings=readings):
            for reading in readings:
                yield from walk(reading)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf below, in reading order."""
    return (node for node in walk(condition) if isinstance(node, Leaf))
