"""Every small mistake that may be made in what ``rules/`` concludes: verdicts, procedure and duties, never words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from advisor.rules.load import Knowledge
from tests.mutations import ROOT, Mutant, changed

FILES = (
    "criteres/*", "statuts/*", "indicateurs", "parametres/*", "ensembles", "definitions", "points_ouverts",
    "coherences", "faits/*", "guide/*",
)  # fmt: skip
KINDS = {
    "comparison": "at least / above, at most / below, and their contraries; is one of / is none of",
    "all-any": "all / any, always / never",
    "leaf": "one condition less",
    "aside": "a question without object counted true rather than false, or the contrary",
    "choice": "one choice removed, added, or another in its place",
    "day": "a day earlier or later",
    "number": "the smallest unit more or less",
    "duration": "a duration one unit longer or shorter, or another in its place",
    "version": "a version, a case of a formula or a duration less",
    "formula": "the contrary operator",
}

_COMPARISONS = {
    "au_moins": ("plus_de", "moins_de"),
    "plus_de": ("au_moins", "au_plus"),
    "au_plus": ("moins_de", "plus_de"),
    "moins_de": ("au_plus", "au_moins"),
    "est": ("aucun_de",),
    "aucun_de": ("est",),
}
_SWAPPED = {"tous": "un_de", "un_de": "tous"}
_LESS = {"tous": "leaf", "un_de": "leaf", **dict.fromkeys(("versions", "valeurs", "durees", "cas"), "version")}
_DURATIONS = ("jours", "jours_ouvres", "mois", "annees", "exercices")
_OPERATORS = (
    (r" \+ ", " - "), (r" - ", " + "), (r" \* ", " / "), (r" / ", " * "), (r"\bminimum\(", "maximum("),
    (r"\bmaximum\(", "minimum("), (r"\bsomme\(", "moyenne("), (r"\bmoyenne\(", "somme("),
)  # fmt: skip
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_IN_FORMULA = re.compile(r"(?<![\w.\[-])\d+(?:\.\d+)?(?![\w\]])", re.ASCII)

Path_ = tuple[str, ...]


def mutants(knowledge: Knowledge) -> list[Mutant]:
    """Return them all, in the order of the files."""
    found: dict[tuple[str, int, int, str], Mutant] = {}
    for pattern in FILES:
        for path in sorted((ROOT / "rules").glob(f"{pattern}.yaml")):
            for one in _File(path, knowledge).mutants():
                found.setdefault((one.file, one.start, one.end, one.made), one)
    return list(found.values())


def _steps(text: str, by: Decimal | None = None) -> tuple[str, str]:
    number = Decimal(text)
    unit = by or Decimal(1).scaleb(int(number.as_tuple().exponent))
    return str(number - unit), str(number + unit)


def _days(text: str) -> tuple[str, str]:
    day = date.fromisoformat(text)
    return str(day - timedelta(1)), str(day + timedelta(1))


@dataclass
class _Entry:
    """Where a value stands: names down to it, and the mapping that holds it."""

    path: Path_
    holder: dict[str, yaml.Node]

    def text(self, key: str) -> str:
        node = self.holder.get(key)
        return node.value if isinstance(node, yaml.ScalarNode) else ""


class _File:
    def __init__(self, path: Path, knowledge: Knowledge) -> None:
        self.name, self.knowledge = str(path.relative_to(ROOT)), knowledge
        self.text = path.read_text(encoding="utf-8")
        self.root: Any = yaml.compose(self.text, Loader=yaml.SafeLoader)
        self.durations = sorted(set(re.findall(r"\bparametre: (duree_\w+)", self.text)))

    def mutants(self) -> Iterator[Mutant]:
        for entry in self.root.value if isinstance(self.root, yaml.SequenceNode) else [self.root]:
            holder = _held(entry)
            at = _Entry((_id(entry),), holder)
            if "faits/" not in self.name:
                yield from self._walk(entry, at, "")
            elif "pose_si" in holder:
                yield from self._walk(holder["pose_si"], _Entry((*at.path, "pose_si"), holder), "")

    # -- what each value may become --------------------------------------------------------------------------------

    def _walk(self, node: Any, at: _Entry, key: str) -> Iterator[Mutant]:
        if isinstance(node, yaml.MappingNode):
            holder = _held(node)
            for name, value in node.value:
                below = _Entry((*at.path, name.value), holder)
                yield from self._keyed(name, value, below)
                yield from self._walk(value, below, name.value)
            yield from self._idle(node, _Entry(at.path, holder))
        elif isinstance(node, yaml.SequenceNode):
            for rank, item in enumerate(node.value):
                below = _Entry((*at.path, _id(item) or str(rank)), at.holder)
                if key in _LESS and len(node.value) > 1:
                    yield self._without(_LESS[key], node, rank, below)
                yield from self._walk(item, below, key)

    def _keyed(self, name: yaml.Node, value: yaml.Node, at: _Entry) -> Iterator[Mutant]:
        key, scalar = name.value, value.value if isinstance(value, yaml.ScalarNode) else ""
        in_set = key == "choix" and self.name.endswith("ensembles.yaml")
        if key in _COMPARISONS and ("fait" in at.holder or "indicateur" in at.holder):
            for other in _COMPARISONS[key]:
                yield self._made("comparison", name, other, at, f"{key}: {_short(value)}", f"{other}: {_short(value)}")
        if key in _SWAPPED and len(value.value) > 1:
            yield self._made("all-any", name, _SWAPPED[key], at)
        if key == "toujours":
            yield self._made("all-any", value, "faux" if scalar == "vrai" else "vrai", at)
        if (key in ("est", "aucun_de") and "fait" in at.holder) or in_set:
            yield from self._choices(value, at)
        if key in ("depuis", "jusqu_a", "jour"):
            for other in _days(scalar):
                yield self._made("day", value, other, at)
        if key in _COMPARISONS and _NUMBER.fullmatch(scalar):
            for other in _steps(scalar):
                yield self._made("number", value, other, at)
        if key == "valeur":
            yield from self._value(value, at)
        if key == "parametre" and scalar in self.durations:
            for other in self.durations:
                if other != scalar:
                    yield self._made("duration", value, other, at)
        if key == "garder":
            yield self._made("formula", value, "maximum" if scalar == "minimum" else "minimum", at)
        if key in ("formule", "avant", "au") and self.name.endswith("indicateurs.yaml"):
            yield from self._formula(value, at)

    def _value(self, node: Any, at: _Entry) -> Iterator[Mutant]:
        parameter = self.knowledge.parameters[at.path[0]]
        kind = "duration" if parameter.unit in _DURATIONS else "number"
        if re.fullmatch(r"\d+/\d+", node.value):
            top, below = map(int, node.value.split("/"))
            others = (f"{top - 1}/{below}", f"{top + 1}/{below}")
        else:
            others = _steps(node.value)
        for other in others:
            yield self._made(kind, node, other, at)

    def _formula(self, node: Any, at: _Entry) -> Iterator[Mutant]:
        start = node.start_mark.index
        written = self._of(node)
        for pattern, other in _OPERATORS:
            for hit in re.finditer(pattern, written):
                yield self._cut("formula", start + hit.start(), start + hit.end(), other, at, node)
        for hit in _IN_FORMULA.finditer(written):
            unit = written[hit.end() :].split()[:1]
            kind = "duration" if unit and unit[0].strip("),}") in ("an", "ans", "mois") else "number"
            for other in _steps(hit[0]):
                if Decimal(other) >= 0:
                    yield self._cut(kind, start + hit.start(), start + hit.end(), other, at, node)

    def _choices(self, node: Any, at: _Entry) -> Iterator[Mutant]:
        fact = self.knowledge.facts.get(at.text("fait").partition("[")[0])
        if fact is None or not fact.options:
            return
        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        sets = {id: one.choices for id, one in self.knowledge.sets.items() if one.fact == fact.id}
        told = {option for item in items for option in sets.get(item.value, (item.value,))}
        options = [option.id for option in fact.options]
        free = [option for option in options if option not in told]
        for rank, item in enumerate(items):
            if len(items) > 1:
                yield self._without("choice", node, rank, at)
            if free:
                last = [options.index(one) for one in sets.get(item.value, (item.value,)) if one in options]
                after = [one for one in free if last and options.index(one) > last[-1]]
                yield self._made("choice", item, (after or free)[0], at)
        if free:
            other = free[-1]
            if isinstance(node, yaml.ScalarNode):
                yield self._made("choice", node, f"[{node.value}, {other}]", at)
            elif node.flow_style:
                last = items[-1]
                yield self._cut("choice", last.end_mark.index, last.end_mark.index, f", {other}", at, node)

    def _idle(self, node: Any, at: _Entry) -> Iterator[Mutant]:
        """A leaf whose question may be without object, said true when it is false, and the contrary."""
        if "sans_objet" in at.holder:
            for rank, (name, value) in enumerate(node.value):
                if name.value == "sans_objet":
                    pairs = node.value
                    if node.flow_style:
                        start, end = (
                            (pairs[rank - 1][1].end_mark.index, value.end_mark.index)
                            if rank
                            else (name.start_mark.index, pairs[1][0].start_mark.index)
                        )
                    else:
                        start, end = name.start_mark.index, value.end_mark.index
                        if rank == 0:
                            continue
                    yield self._cut("aside", start, end, "", at, node)
        elif any(key in at.holder for key in _COMPARISONS) and "coherences" not in self.name:  # which read no guard
            fact = self.knowledge.facts.get(at.text("fait").partition("[")[0])
            if fact is not None and fact.asked_if is not None and node.flow_style:
                end = node.value[-1][1].end_mark.index
                yield self._cut("aside", end, end, ", sans_objet: vrai", at, node)

    # -- writing it ------------------------------------------------------------------------------------------------

    def _of(self, node: Any) -> str:
        return self.text[node.start_mark.index : node.end_mark.index]

    def _made(self, kind: str, node: Any, text: str, at: _Entry, before: str = "", after: str = "") -> Mutant:
        """The text of a scalar replaced, its quotes kept."""
        written = self._of(node)
        quote = written[0] if written[:1] in ("'", '"') else ""
        made = f"{quote}{text}{quote}"
        change = changed(before or written, after or made)
        return self._mutant(kind, node.start_mark.index, node.end_mark.index, made, at, change)

    def _cut(self, kind: str, start: int, end: int, text: str, at: _Entry, node: Any) -> Mutant:
        """Part of a value replaced; the whole of it is shown."""
        first, last = node.start_mark.index, _last(node)
        change = changed(self.text[first:last], self.text[first:start] + text + self.text[end:last])
        return self._mutant(kind, start, end, text, at, change)

    def _without(self, kind: str, node: Any, rank: int, at: _Entry) -> Mutant:
        """An item less; blank lines stand in place of a block, so that lines keep their numbers."""
        items: list[yaml.Node] = node.value
        item = items[rank]
        if node.flow_style:
            start, end = (
                (items[rank - 1].end_mark.index, item.end_mark.index)
                if rank
                else (item.start_mark.index, items[1].start_mark.index)
            )
            return self._mutant(kind, start, end, "", at, changed(self._of(item), ""))
        start = self.text.rindex("\n", 0, self.text.rindex("- ", 0, item.start_mark.index + 1)) + 1
        end = _last(item)
        blank = "\n" * self.text.count("\n", start, end)
        return self._mutant(kind, start, end, blank, at, changed(self.text[item.start_mark.index : end], ""))

    def _mutant(self, kind: str, start: int, end: int, text: str, at: _Entry, change: str) -> Mutant:
        line = self.text.count("\n", 0, start) + 1
        place = f"{self.name.removeprefix('rules/')} {'.'.join(at.path)}"
        return Mutant(kind, self.name, line, place, change, start, end, text)


def _held(node: Any) -> dict[str, yaml.Node]:
    return {name.value: value for name, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _id(node: Any) -> str:
    id = _held(node).get("id")
    return id.value if isinstance(id, yaml.ScalarNode) else ""


def _last(node: Any) -> int:
    """Where what a node writes ends; a block is said by PyYAML to end where the next begins."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        return int(node.end_mark.index)
    below = [part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))]
    return max(map(_last, below))


def _short(node: Any) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else "…"
