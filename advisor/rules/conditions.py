"""Conditions: monotone trees of leaves, joined by all / any, as a jurist writes them in YAML.

No negation: a leaf is negated by its own list of choices. That keeps "one more answer never undoes a decided verdict"
true, and lets the remedies of a failed condition be read off its false leaves.

Once compiled into the law of a day, a condition and each of its parts have an ``index`` (see `indexed`), under which
what is computed of them is filed. A condition only read has none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any, TypeVar

from advisor.common.french import parse_number
from advisor.common.validation import Misfits

T = TypeVar("T")

COMPARISONS = {"au_moins": ">=", "au_plus": "<=", "plus_de": ">", "moins_de": "<"}
_LEAF_KEYS = {
    "fait", "indicateur", "est", "aucun_de", "renseigne", "sans_objet", "remede", "remede_differe", "libelle",
    "si_non_interpretable", "sinon", *COMPARISONS,
}  # fmt: skip

_TEXT_KEYS = {"fait", "indicateur", "remede", "remede_differe", "libelle", "si_non_interpretable"}


Slip = tuple[str, "tuple[str | int, ...]"]
"""What is badly written, and where inside the condition."""


Otherwise = tuple[tuple[str, str], ...]
"""What is said of a condition that fails: (answer, words); an empty answer stands for any other."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What every part of a condition has beside its meaning: its place, what lacks when it is false, its number."""

    path: tuple[str | int, ...] = field(default=(), compare=False)
    otherwise: Otherwise = field(default=(), compare=False)
    index: int | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(_Part):
    """One elementary test of one answer or figure: a `ChoiceLeaf`, a `FilledLeaf` or a `FigureLeaf`.

    Attributes:
        fact, indicator: address of the answer, or computed figure, that is tested: one of the two.
        when_not_applicable: value when the question does not concern this company.
        remedy: id of what would mend it today, if anything.
        deferred_remedy: id of what would mend it later (never counts as mendable).
        label: what holds when the leaf is true.
        if_meaningless: open point invoked when the figure cannot be interpreted (zero or negative denominator).
        otherwise: what lacks when the leaf is false, by answer.
    """

    fact: str | None = None
    indicator: str | None = None
    when_not_applicable: bool = False
    remedy: str | None = None
    deferred_remedy: str | None = None
    label: str = ""
    if_meaningless: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceLeaf(Leaf):
    """A test of a choice, a clause, a yes or no, or of a list of choices.

    Attributes:
        options: accepted choices: the answer is one of them, or a list that holds one.
        excluded: choices that must all be absent from a list.
    """

    options: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledLeaf(Leaf):
    """Whether a text was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLeaf(Leaf):
    """A comparison of a figure or a date: ``operator`` is one of `COMPARISONS`."""

    operator: str
    threshold: Threshold

    @property
    def computed(self) -> bool:
        """Whether a computed figure is on one side, not answers alone."""
        return bool(self.indicator or self.threshold.indicator)


@dataclass(frozen=True, slots=True)
class Constant(_Part):
    """True or false by law, with the reason (« n'existait pas encore »)."""

    value: bool
    reason: str


@dataclass(frozen=True, slots=True)
class CriterionRef(_Part):
    """The conclusion of another criterion."""

    id: str


@dataclass(frozen=True, slots=True)
class OpenPoint(_Part):
    """A point that the law leaves open: strictly, every reading must hold; favourably, one is enough."""

    point: str
    readings: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class _Several(_Part):
    """Several conditions joined."""

    children: tuple[Condition, ...]


class AllOf(_Several):
    """True when every child is."""

    __slots__ = ()


class AnyOf(_Several):
    """True when one child is."""

    __slots__ = ()


Condition = Leaf | Constant | CriterionRef | OpenPoint | AllOf | AnyOf


def parse_condition(raw: Any) -> Condition:
    """Condition from YAML data.

    Raises:
        Misfits: unknown keys, missing parts, bad values: all of them.
    """
    reader = _Reader()
    condition = reader.condition(raw, ())
    if reader.slips or condition is None:
        raise Misfits(reader.slips)
    return condition


class _Reader:
    """Reads a condition to its end, whatever is wrong in it; what could not be read is None, and told in ``slips``."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []

    def condition(self, raw: Any, path: tuple[str | int, ...]) -> Condition | None:
        if not isinstance(raw, dict):
            what = "une condition s'écrit « clé: valeur » (tous, un_de, fait, indicateur, critere…)."
            self._slip(what, path)
            return None
        for word, kind in (("tous", AllOf), ("un_de", AnyOf)):
            if word in raw:
                self._only(raw, {word, "sinon"}, path)
                if not isinstance(raw[word], list) or not raw[word]:
                    self._slip(f"« {word} » attend une liste non vide de conditions.", (*path, word))
                    return None
                return kind(self._several(raw[word], (*path, word)), path=path, otherwise=self._otherwise(raw, path))
        if "critere" in raw:
            self._only(raw, {"critere", "sinon"}, path)
            return CriterionRef(self._text(raw, "critere", path), path=path, otherwise=self._otherwise(raw, path))
        if "toujours" in raw:
            self._only(raw, {"toujours", "raison"}, path)
            reason = self._text(raw, "raison", path) if "raison" in raw else ""
            return Constant(self._truth(raw, "toujours", path), reason, path=path)
        if "point_ouvert" in raw:
            self._only(raw, {"point_ouvert", "lectures", "sinon"}, path)
            readings = raw.get("lectures")
            if not isinstance(readings, list) or len(readings) < 2:
                self._slip("« point_ouvert » attend au moins deux « lectures ».", (*path, "lectures"))
            below = self._several(readings, (*path, "lectures")) if isinstance(readings, list) else ()
            point, otherwise = self._text(raw, "point_ouvert", path), self._otherwise(raw, path)
            return OpenPoint(point, below, path=path, otherwise=otherwise)
        return self._leaf(raw, path)

    def _several(self, listed: list[Any], path: tuple[str | int, ...]) -> tuple[Condition, ...]:
        read = [self.condition(child, (*path, i)) for i, child in enumerate(listed)]
        return tuple(child for child in read if child is not None)

    def _leaf(self, raw: dict[str, Any], path: tuple[str | int, ...]) -> Leaf | None:
        before = len(self.slips)
        unknown = self._only(raw, _LEAF_KEYS, path)
        tested = ("fait" in raw) + ("indicateur" in raw)
        # A part that lacks beside an unknown key is that key, most often: it is reported once.
        if tested > 1 or (tested == 0 and not unknown):
            self._slip("une condition simple porte sur un « fait » ou sur un « indicateur », pas les deux.", path)
        operators = [key for key in COMPARISONS if key in raw]
        compared = ("est" in raw) + ("aucun_de" in raw) + len(operators) + ("renseigne" in raw)
        if compared > 1 or (compared == 0 and not unknown):
            self._slip(
                "une condition simple compare une seule fois : « est », « aucun_de », « au_moins », « au_plus », "
                "« plus_de », « moins_de » ou « renseigne ».",
                path,
            )
        for key in raw:
            if key in _TEXT_KEYS:
                self._text(raw, key, path)
        if raw.get("renseigne", "oui") != "oui":
            self._slip("« renseigne » n'admet que oui : une condition ne se nie pas.", (*path, "renseigne"))
        if raw.get("sans_objet", "vrai") != "vrai":
            self._slip("« sans_objet » n'admet que vrai : sans lui, c'est faux.", (*path, "sans_objet"))
        thresholds = [self._threshold(raw[operator], (*path, operator)) for operator in operators]
        options, excluded = self._choices(raw, "est", path), self._choices(raw, "aucun_de", path)
        otherwise = self._otherwise(raw, path, by_answer=True)
        if len(self.slips) > before:
            return None
        common: dict[str, Any] = {
            "fact": raw.get("fait"),
            "indicator": raw.get("indicateur"),
            "when_not_applicable": "sans_objet" in raw,
            "remedy": raw.get("remede"),
            "deferred_remedy": raw.get("remede_differe"),
            "label": raw.get("libelle", ""),
            "if_meaningless": raw.get("si_non_interpretable"),
            "path": path,
            "otherwise": otherwise,
        }
        if operators:
            (threshold,) = thresholds
            assert threshold is not None
            return FigureLeaf(**common, operator=operators[0], threshold=threshold)
        if "renseigne" in raw:
            return FilledLeaf(**common)
        return ChoiceLeaf(**common, options=options, excluded=excluded)

    def _choices(self, raw: dict[str, Any], key: str, path: tuple[str | int, ...]) -> tuple[str, ...]:
        if key not in raw:
            return ()
        listed = raw[key]
        options = tuple(listed) if isinstance(listed, list) else (listed,)
        if not options or not all(isinstance(option, str) for option in options):
            self._slip(f"« {key} » attend un choix ou une liste de choix.", (*path, key))
            return ()
        return options

    def _threshold(self, raw: Any, path: tuple[str | int, ...]) -> Threshold | None:
        if isinstance(raw, str):
            try:
                return Threshold(number=parse_number(raw))
            except ValueError:
                self._slip(f"« {raw} » n'est pas un nombre.", path)
                return None
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
                        return self._day(value, (*path, kind))
                    case "date" if value in ("demande", "appreciation", "annee_appreciation"):
                        return Threshold(date=value)
        self._slip(
            "un seuil est un nombre, {parametre: …}, {indicateur: …}, {fait: …}, {jour: 2025-01-01} ou "
            "{date: demande | appreciation}.",
            path,
        )
        return None

    def _day(self, text: str, path: tuple[str | int, ...]) -> Threshold | None:
        try:
            return Threshold(number=Fraction(date.fromisoformat(text).toordinal()), day=True)
        except ValueError:
            self._slip(f"« {text} » n'est pas une date (attendu : 2025-01-01).", path)
            return None

    def _only(self, raw: dict[str, Any], allowed: set[str], path: tuple[str | int, ...]) -> bool:
        """Tell the keys that have no place here, and what is wrong below them; whether there are any."""
        unknown = [key for key in raw if key not in allowed]
        for key in unknown:
            self._slip(f"clé « {key} » inconnue dans une condition.", (*path, key))
            # A misspelt « tous » holds conditions all the same.
            if isinstance(raw[key], list):
                for i, child in enumerate(raw[key]):
                    if isinstance(child, dict):
                        self.condition(child, (*path, key, i))
        return bool(unknown)

    def _text(self, raw: dict[str, Any], key: str, path: tuple[str | int, ...]) -> str:
        value = raw[key]
        if isinstance(value, str) and value:
            return value
        self._slip(f"« {key} » attend un texte.", (*path, key))
        return ""

    def _otherwise(self, raw: dict[str, Any], path: tuple[str | int, ...], by_answer: bool = False) -> Otherwise:
        """« sinon »: a text, or on a simple condition one text by answer, « autrement » for all others."""
        said = raw.get("sinon", "")
        if by_answer and isinstance(said, dict) and said and all(isinstance(one, str) for one in said.values()):
            return tuple(("" if answer == "autrement" else answer, text) for answer, text in said.items())
        if "sinon" in raw and not (isinstance(said, str) and said):
            more = ", ou une liste « réponse: texte »" if by_answer else ""
            self._slip(f"« sinon » attend un texte{more}.", (*path, "sinon"))
            return ()
        return (("", said),) if said else ()

    def _truth(self, raw: dict[str, Any], key: str, path: tuple[str | int, ...]) -> bool:
        value = raw[key]
        if value not in ("vrai", "faux"):
            self._slip(f"« {key} » attend vrai ou faux.", (*path, key))
        return bool(value == "vrai")

    def _slip(self, message: str, path: tuple[str | int, ...]) -> None:
        self.slips.append((message, path))


def indexed(condition: Condition, indices: dict[Condition, int]) -> Condition:
    """The same condition, each part with its index: equal parts share one, new ones take the next of ``indices``."""
    match condition:
        case AllOf(children) | AnyOf(children):
            condition = replace(condition, children=tuple(indexed(child, indices) for child in children))
        case OpenPoint(readings=readings):
            condition = replace(condition, readings=tuple(indexed(reading, indices) for reading in readings))
    return replace(condition, index=indices.setdefault(condition, len(indices)))


def fold(
    condition: Condition,
    part: Callable[[Leaf | Constant | CriterionRef], T],
    join: Callable[[AllOf | AnyOf | OpenPoint, list[T]], T],
) -> T:
    """The value of a condition from the values of its parts: ``part`` gives the simple ones, ``join`` the others."""
    match condition:
        case AllOf(children) | AnyOf(children) | OpenPoint(readings=children):
            return join(condition, [fold(child, part, join) for child in children])
        case _:
            return part(condition)


def walk(condition: Condition) -> Iterator[Condition]:
    """The condition and everything below it, criteria references not followed."""
    yield condition
    match condition:
        case AllOf(children) | AnyOf(children) | OpenPoint(readings=children):
            for child in children:
                yield from walk(child)


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf below, in reading order."""
    return (node for node in walk(condition) if isinstance(node, Leaf))
