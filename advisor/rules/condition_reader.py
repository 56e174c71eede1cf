"""Conditions read from YAML data, the sets and conditions that they name put in their place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from advisor.common.errors import close_to
from advisor.common.french import parse_number
from advisor.common.validation import Misfits
from advisor.rules.conditions import (
    COMPARISONS,
    AllOf,
    AnyOf,
    ChoiceLeaf,
    Condition,
    Constant,
    CriterionRef,
    FigureLeaf,
    FilledLeaf,
    InDefinition,
    Leaf,
    OpenPoint,
    Threshold,
    rebuilt,
)

_LEAF_KEYS = {
    "fait", "indicateur", "est", "aucun_de", "renseigne", "sans_objet", "remede", "remede_differe",
    "si_non_interpretable", "mot", *COMPARISONS,
}  # fmt: skip
_TEXT_KEYS = {"fait", "indicateur", "remede", "remede_differe", "si_non_interpretable"}
_WORDS = ("libelle", "sinon")

Path_ = tuple["str | int", ...]
Slip = tuple[str, Path_]
"""What is badly written, and where inside the condition."""


@dataclass(frozen=True)
class Names:
    """What conditions may name: choices of a fact, by (fact, id of the set), and conditions, by id.

    A condition that could not be read is None: it was told where it is written.
    """

    sets: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    definitions: dict[str, Condition | None] = field(default_factory=dict)

    def choices(self, fact: str, listed: Iterable[str]) -> tuple[str, ...]:
        """Some choices of a fact, those of a set in place of its id."""
        return tuple(one for name in listed for one in self.sets.get((fact, name), (name,)))


def parse_condition(raw: Any, names: Names | None = None) -> Condition:
    """Condition from YAML data.

    Args:
        raw: the data.
        names: what it may name.

    Raises:
        Misfits: unknown keys, missing parts, bad values: all of them.
    """
    reader = _Reader(names or Names())
    condition = reader.condition(raw, ())
    if reader.slips or condition is None:
        raise Misfits(reader.slips)
    return condition


class _Reader:
    """Reads a condition to its end, whatever is wrong in it; what could not be read is None, and told in ``slips``."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.slips: list[Slip] = []

    def condition(self, raw: Any, path: Path_) -> Condition | None:
        if not isinstance(raw, dict):
            what = "une condition s'écrit « clé: valeur » (tous, un_de, fait, indicateur, critere…)."
            self._slip(what, path)
            return None
        key = self._text(raw, "mot", path) if "mot" in raw else ""
        for word, kind in (("tous", AllOf), ("un_de", AnyOf)):
            if word in raw:
                self._only(raw, {word, "mot"}, path)
                if not isinstance(raw[word], list) or not raw[word]:
                    self._slip(f"« {word} » attend une liste non vide de conditions.", (*path, word))
                    return None
                return kind(self._several(raw[word], (*path, word)), path=path, key=key)
        if "critere" in raw:
            self._only(raw, {"critere", "mot"}, path)
            id = self._text(raw, "critere", path)
            return CriterionRef(id, path=path, key=key or id)
        if "definition" in raw:
            self._only(raw, {"definition", "mot"}, path)
            return self._definition(self._text(raw, "definition", path), path, key)
        if "toujours" in raw:
            self._only(raw, {"toujours", "raison"}, path)
            reason = self._text(raw, "raison", path) if "raison" in raw else ""
            return Constant(self._truth(raw, "toujours", path), reason, path=path)
        if "point_ouvert" in raw:
            self._only(raw, {"point_ouvert", "lectures", "mot"}, path)
            readings = raw.get("lectures")
            if not isinstance(readings, list) or len(readings) < 2:
                self._slip("« point_ouvert » attend au moins deux « lectures ».", (*path, "lectures"))
            below = self._several(readings, (*path, "lectures")) if isinstance(readings, list) else ()
            point = self._text(raw, "point_ouvert", path)
            return OpenPoint(point, below, path=path, key=key or point)
        return self._leaf(raw, path, key)

    def _definition(self, id: str, path: Path_, key: str) -> Condition | None:
        """A named condition, each part at its own place; those that name it may only give words to the whole."""
        known = self.names.definitions
        if id and id not in known:
            close = close_to(id, known)
            mend = f" Vouliez-vous dire « {close[0]} » ?" if close else " Écrivez-la plus haut dans definitions.yaml."
            self._slip(f"aucune définition « {id} » n'est écrite avant cette ligne.{mend}", (*path, "definition"))
        whole = known.get(id)
        if whole is None:
            return None

        def placed(part: Condition) -> Condition:
            inside = any(isinstance(step, InDefinition) for step in part.path[:1])
            return replace(part, key="", path=part.path if inside else (InDefinition(id), *part.path))

        return replace(rebuilt(whole, placed), key=key or id)

    def _several(self, listed: list[Any], path: Path_) -> tuple[Condition, ...]:
        read = [self.condition(child, (*path, i)) for i, child in enumerate(listed)]
        return tuple(child for child in read if child is not None)

    def _leaf(self, raw: dict[str, Any], path: Path_, key: str) -> Leaf | None:
        before = len(self.slips)
        unknown = self._only(raw, _LEAF_KEYS, path)
        tested = ("fait" in raw) + ("indicateur" in raw)
        # A part that lacks beside an unknown key is that key, most often: it is reported once.
        if tested > 1 or (tested == 0 and not unknown):
            self._slip("une condition simple porte sur un « fait » ou sur un « indicateur », pas les deux.", path)
        operators = [operator for operator in COMPARISONS if operator in raw]
        compared = ("est" in raw) + ("aucun_de" in raw) + len(operators) + ("renseigne" in raw)
        if compared > 1 or (compared == 0 and not unknown):
            self._slip(
                "une condition simple compare une seule fois : « est », « aucun_de », « au_moins », « au_plus », "
                "« plus_de », « moins_de » ou « renseigne ».",
                path,
            )
        for text in raw:
            if text in _TEXT_KEYS:
                self._text(raw, text, path)
        if raw.get("renseigne", "oui") != "oui":
            self._slip("« renseigne » n'admet que oui : une condition ne se nie pas.", (*path, "renseigne"))
        thresholds = [self._threshold(raw[operator], (*path, operator)) for operator in operators]
        options, excluded = self._choices(raw, "est", path), self._choices(raw, "aucun_de", path)
        if raw.get("sans_objet", "vrai") != "vrai":
            self._slip("« sans_objet » n'admet que vrai : sans lui, c'est faux.", (*path, "sans_objet"))
        if len(self.slips) > before:
            return None
        common: dict[str, Any] = {
            "fact": raw.get("fait"),
            "indicator": raw.get("indicateur"),
            "when_not_applicable": "sans_objet" in raw,
            "remedy": raw.get("remede"),
            "deferred_remedy": raw.get("remede_differe"),
            "if_meaningless": raw.get("si_non_interpretable"),
            "path": path,
            "key": key or raw.get("fait") or raw.get("indicateur"),
        }
        if operators:
            (threshold,) = thresholds
            assert threshold is not None
            return FigureLeaf(**common, operator=operators[0], threshold=threshold)
        if "renseigne" in raw:
            return FilledLeaf(**common)
        return ChoiceLeaf(**common, options=options, excluded=excluded)

    def _choices(self, raw: dict[str, Any], key: str, path: Path_) -> tuple[str, ...]:
        if key not in raw:
            return ()
        listed = raw[key]
        options = tuple(listed) if isinstance(listed, list) else (listed,)
        if not options or not all(isinstance(option, str) for option in options):
            self._slip(f"« {key} » attend un choix ou une liste de choix.", (*path, key))
            return ()
        return self.names.choices(str(raw.get("fait", "")).partition("[")[0], options)

    def _threshold(self, raw: Any, path: Path_) -> Threshold | None:
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

    def _day(self, text: str, path: Path_) -> Threshold | None:
        try:
            return Threshold(number=Fraction(date.fromisoformat(text).toordinal()), day=True)
        except ValueError:
            self._slip(f"« {text} » n'est pas une date (attendu : 2025-01-01).", path)
            return None

    def _only(self, raw: dict[str, Any], allowed: set[str], path: Path_) -> bool:
        """Tell the keys that have no place here, and what is wrong below them; whether there are any."""
        unknown = [key for key in raw if key not in allowed]
        for key in unknown:
            mend = " Les mots d'une condition se disent dans « mots », après elle." if key in _WORDS else ""
            self._slip(f"clé « {key} » inconnue dans une condition.{mend}", (*path, key))
            # A misspelt « tous » holds conditions all the same.
            if isinstance(raw[key], list):
                for i, child in enumerate(raw[key]):
                    if isinstance(child, dict):
                        self.condition(child, (*path, key, i))
        return bool(unknown)

    def _text(self, raw: dict[str, Any], key: str, path: Path_) -> str:
        value = raw[key]
        if isinstance(value, str) and value:
            return value
        self._slip(f"« {key} » attend un texte.", (*path, key))
        return ""

    def _truth(self, raw: dict[str, Any], key: str, path: Path_) -> bool:
        value = raw[key]
        if value not in ("vrai", "faux"):
            self._slip(f"« {key} » attend vrai ou faux.", (*path, key))
        return bool(value == "vrai")

    def _slip(self, message: str, path: Path_) -> None:
        self.slips.append((message, path))
