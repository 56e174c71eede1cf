"""The rules as they are written: raw YAML, and what the writing leaves out put back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

Entry = dict[str, Any]
Condition = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2] / "rules"

# What is only said, shown or asked: no verdict depends on it.
_SAID = {
    "id", "titre", "court", "theme", "sources", "source", "reference", "confiance", "confiance_de", "confiance_car",
    "controle", "note", "enonce", "explications", "mots", "preuves", "reserves", "changement", "nature",
    "appreciee_par", "chiffres", "contestee", "portee", "methode", "message", "mender", "attendu", "raison", "mot",
    "remede_differe", "question", "aide", "exemple", "ou_trouver", "qui_sait", "cout", "pas", "forme", "propose",
    "durees", "sans_feux", "phrases", "feux", "supposee",
}  # fmt: skip
_COMPARED = {"au_moins", "au_plus", "plus_de", "moins_de"}
_LEAF = {"est", "aucun_de", "renseigne", "sans_objet", "remede", "si_non_interpretable", *_COMPARED}
_WORDS = {
    "criterion": {"versions"},
    "version": {"depuis", "jusqu_a", "condition"},
    # "sans_objet" of a status only changes what is said of a criterion.
    "status": {"voies", "sans_objet"},
    "route": {"issue", "revendiquee_si", "versions"},
    "fact": {
        "type",
        "choix",
        "unite",
        "min",
        "max",
        "emplacements",
        "pose_si",
        "defaut",
        "oui_si_repondu",
        "facultatif",
    },
    "parameter": {"unite", "valeurs"},
    "value": {"depuis", "jusqu_a", "valeur"},
    "indicator": {"unite", "formule", "cas", "pour_chaque", "combien", "annee", "avant", "au", "garder"},
    "case": {"si", "formule"},
    "coherence": {"pour_chaque", "si", "faits", "avertit", "depuis", "jusqu_a"},
    "set": {"fait", "choix"},
    "definition": {"condition"},
    "tous": {"tous"},
    "un_de": {"un_de"},
    "critere": {"critere"},
    "definition of a condition": {"definition"},
    "toujours": {"toujours"},
    "point_ouvert": {"point_ouvert", "lectures"},
    "fait": {"fait", *_LEAF},
    "indicateur": {"indicateur", *_LEAF},
}
"""Words that bear on a verdict, by what they are written in: any other is refused, so that none is passed over."""

SLOTS = {"exercice": ("n", "n-1", "n-2", "n-3", "n-4", "n-5"), "remuneration": ("1", "2", "3", "4", "5")}
"""A table of closed years has six lines, one of pays five."""


class UnknownWord(Exception):
    """The rules say something that the oracle does not know: teach it first."""


def kind_of(condition: Condition) -> str:
    """Which kind of condition is written, its words checked."""
    for kind in ("tous", "un_de", "critere", "definition", "toujours", "point_ouvert", "fait", "indicateur"):
        if kind in condition:
            _check("definition of a condition" if kind == "definition" else kind, condition)
            return kind
    raise UnknownWord(f"condition: {condition}")


def number(written: object) -> Fraction:
    """A number as the rules write it: 66, 0.25, 5/7."""
    return Fraction(str(written))


def _check(kind: str, entry: Entry) -> Entry:
    unknown = set(entry) - _WORDS[kind] - _SAID
    if unknown:
        raise UnknownWord(f"{kind} {entry.get('id', entry)}: {sorted(unknown)}")
    return entry


class Rules:
    """The rule base of a folder, each entry by its id."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        base = self._read("base.yaml")
        self.start: date = base["debut"]
        self.criteria = self._entries("criterion", "criteres")
        self.statuses = self._entries("status", "statuts")
        self.facts = self._entries("fact", "faits")
        self.parameters = self._entries("parameter", "parametres")
        self.indicators = self._entries("indicator", "indicateurs.yaml")
        self.coherences = self._entries("coherence", "coherences.yaml")
        self.sets = self._entries("set", "ensembles.yaml")
        self.definitions = self._entries("definition", "definitions.yaml")
        self.remedy_kinds: dict[str, str] = {one["id"]: one["genre"] for one in self._read("remedes.yaml")}
        self.routes = {route["id"]: _check("route", route) for one in self.statuses.values() for route in one["voies"]}

    def _read(self, name: str) -> Any:
        return yaml.safe_load((self.root / name).read_text(encoding="utf-8"))

    def _entries(self, kind: str, name: str) -> dict[str, Entry]:
        """Entries of a file, or of every file of a folder; a file of ``statuts/`` is one entry."""
        files = (
            [name]
            if name.endswith(".yaml")
            else [f"{name}/{one.name}" for one in sorted((self.root / name).glob("*.yaml"))]
        )
        found: dict[str, Entry] = {}
        for file in files:
            read = self._read(file)
            for entry in [read] if isinstance(read, dict) else read:
                found[entry["id"]] = _check(kind, entry)
        return found

    # -- versions -----------------------------------------------------------------------------------------------

    def condition(self, kind: str, id: str, day: date) -> Condition | None:
        """The condition in force of a criterion (``criteria``) or a route (``routes``); None: no version that day.

        The last version started is in force, until its end if it has one; without condition it keeps that of before.
        """
        found = kept = None
        for version in getattr(self, kind)[id]["versions"]:
            _check("version", version)
            kept = version.get("condition", kept)
            if version["depuis"] <= day:
                found = None if "jusqu_a" in version and version["jusqu_a"] < day else kept
        return found

    def parameter(self, id: str, day: date) -> Fraction | None:
        """A figure of the law on a day."""
        found = None
        for value in self.parameters[id]["valeurs"]:
            _check("value", value)
            if value["depuis"] <= day:
                found = None if "jusqu_a" in value and value["jusqu_a"] < day else value["valeur"]
        return None if found is None else number(found)

    @cached_property
    def days(self) -> list[date]:
        """Days on which a criterion, a route or a figure of the law changes."""
        found = {
            version["depuis"] for one in (*self.criteria.values(), *self.routes.values()) for version in one["versions"]
        }
        found |= {value["depuis"] for one in self.parameters.values() for value in one["valeurs"]}
        return sorted(found)

    # -- what conditions name -----------------------------------------------------------------------------------

    def choices(self, fact: str, written: Any) -> set[str]:
        """Choices of a fact, those of a set of the same fact in place of its name."""
        found: set[str] = set()
        for one in [written] if isinstance(written, str) else written:
            named = self.sets.get(one)
            found |= self.choices(fact, named["choix"]) if named is not None and named["fait"] == fact else {one}
        return found

    def cases(self, indicator: str) -> Iterator[tuple[Condition | None, str]]:
        """Formulas of an indicator, each with its condition."""
        entry = self.indicators[indicator]
        for case in entry.get("cas", [{"formule": entry.get("formule")}]):
            _check("case", case)
            yield case.get("si"), str(case["formule"])

    @cached_property
    def parting(self) -> set[str]:
        """Indicators whose formula the law leaves open: a case names an open point, itself or through what it names."""
        found: set[str] = set()
        named = {**self.definitions, **self.indicators}
        while True:
            grown = {
                id
                for id, entry in named.items()
                for said in [str({word: entry[word] for word in entry if word not in _SAID})]
                if "point_ouvert" in said or found.intersection(re.findall(r"\w+", said))
            }
            if grown == found:
                return found
            found = grown

    def scale(self, name: str) -> Fraction:
        """In a formula a hundred per cent is one."""
        entry = self.facts.get(name) or self.parameters.get(name) or self.indicators[name]
        return Fraction(1, 100) if entry.get("unite") in ("pourcentage", "points") else Fraction(1)

    @cached_property
    def addresses(self) -> dict[str, Entry]:
        """Where answers are kept: the id of a fact, or one address for each line of a table."""
        found = {}
        for id, fact in self.facts.items():
            for slot in SLOTS[fact["emplacements"]] if "emplacements" in fact else ("",):
                found[f"{id}[{slot}]" if slot else id] = fact
        return found
