"""Reading the register: the strict YAML of dossiers, and every defect at its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from advisor.errors import InputError, Problem
from advisor.knowledge import Knowledge
from advisor.register.model import FILE_NAME, Basis, Line, Reading, Register, looks_like_siren
from advisor.yamlfile import YamlDocument, read_yaml

EXAMPLE = (
    "Une ligne s'écrit : « - {point: Q7, date: 2026-03-12, qui: DDETS de la Loire, lecture: favorable, "
    "support: courrier} »."
)
_KEYS = tuple(info.alias or name for name, info in Line.model_fields.items())
_EXPECTED = {"lecture": get_args(Reading), "support": get_args(Basis)}


def find_register(named: str | None, *folders: Path, knowledge: Knowledge) -> Register | None:
    """The register named, or the first one kept in these folders, or none.

    Raises:
        InputError: the file cannot be read, or does not say what it must.
    """
    if named is not None:
        return read_register(Path(named), knowledge)
    for folder in folders:
        if (folder / FILE_NAME).is_file():
            return read_register(folder / FILE_NAME, knowledge)
    return None


def read_register(path: Path, knowledge: Knowledge) -> Register:
    """Read and check one register.

    Raises:
        InputError: with every defect found, each with file, line and column.
    """
    return parse_register(read_yaml(path, str(path)), path, knowledge)


def parse_register(document: YamlDocument, path: Path, knowledge: Knowledge) -> Register:
    """A register from a parsed file.

    Raises:
        InputError: see `read_register`.
    """
    data = document.data
    if data in (None, ""):
        return Register(path, ())
    if not isinstance(data, list):
        raise InputError(document.problem((), "le registre est une liste de lignes qui commencent par « - ».", EXAMPLE))
    problems: list[Problem] = []
    lines: list[Line] = []
    for index, raw in enumerate(data):
        if not isinstance(raw, dict):
            problems.append(document.problem((index,), "cette ligne n'est pas de la forme « clé: valeur ».", EXAMPLE))
            continue
        body = {key: value for key, value in raw.items() if not (key == "jusqu_au" and value == "")}
        try:
            line = Line.model_validate(body)
        except ValidationError as error:
            problems += _problems(document, index, error.errors(include_url=False))
            continue
        problems += _misfits(document, index, line, knowledge)
        lines.append(line)
    if problems:
        raise InputError(*problems)
    return Register(path, tuple(lines), tuple(document.position((index,))[0] for index in range(len(data))))


def _misfits(document: YamlDocument, index: int, line: Line, knowledge: Knowledge) -> Iterator[Problem]:
    what = unknown_point(line.point, knowledge)
    if what:
        yield document.problem((index, "point"), *what)
    if line.until is not None and line.until < line.day:
        message = "« jusqu_au » vient avant « date »."
        yield document.problem((index, "jusqu_au"), message, "Corrigez l'une des deux dates.")


def unknown_point(point: str, knowledge: Knowledge) -> tuple[str, str] | None:
    """What to say of a point that the rules do not leave open, and how to mend it."""
    if point in knowledge.open_questions:
        return None
    names = {id.lower(): id for id in knowledge.open_questions}
    close = names.get(point.lower()) or next((names[one] for one in get_close_matches(point.lower(), names, n=1)), None)
    known = ", ".join(knowledge.open_questions)
    mend = f"Vouliez-vous dire « {close} » ?" if close else f"Au choix : {known}."
    return f"« {point[:40]} » n'est pas un point que le droit laisse ouvert.", mend


_MESSAGES = {
    "missing": "il manque « {field} ».",
    "extra_forbidden": "« {field} » n'est pas attendu ici.",
    "literal_error": "« {input} » n'est pas admis pour « {field} ».",
    "string_too_short": "« {field} » est vide.",
    "string_too_long": "« {field} » dépasse {limit} caractères.",
    "string_type": "« {field} » attend un texte.",
    "date": "« {field} » : {msg}",
}


def _problems(document: YamlDocument, index: int, details: list[Any]) -> Iterator[Problem]:
    """What pydantic found; a key that lacks because it is misspelt is told once."""
    strange = [str(one["loc"][0]) for one in details if one["type"] == "extra_forbidden"]
    meant = {near for key in strange for near in get_close_matches(key, _KEYS, n=1)}
    for one in details:
        if not (one["type"] == "missing" and one["loc"][0] in meant):
            yield _problem(document, index, one)


def _problem(document: YamlDocument, index: int, detail: Any) -> Problem:
    field = str(detail["loc"][0]) if detail["loc"] else ""
    raw = detail.get("input")
    message = _MESSAGES.get(detail["type"], "« {field} » : valeur inattendue.").format(
        field=field,
        input=raw[:40] if isinstance(raw, str) else "…",
        limit=detail.get("ctx", {}).get("max_length"),
        msg=detail["msg"],
    )
    mend = ""
    if detail["type"] == "extra_forbidden":
        close = get_close_matches(field, _KEYS, n=1)
        mend = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Sont reconnus : {', '.join(_KEYS)}."
    elif detail["type"] == "literal_error":
        mend = f"Au choix : {', '.join(_EXPECTED.get(field, ()))}."
    elif detail["type"] == "missing":
        mend = EXAMPLE
    return document.problem((index, field) if detail["type"] != "missing" else (index,), message, mend)


def doubts(register: Register, today: date) -> Iterator[Problem]:
    """What a register says that it should not, though it can be read: a company's number, a day to come, a twin."""
    seen: dict[Line, int] = {}
    for line, place in zip(register.lines, register.places, strict=True):
        shown = str(register.path)
        if looks_like_siren(f"{line.who} | {line.words}"):
            message = "un numéro ressemble à un SIREN ; le registre est cité dans les rapports d'autres entreprises."
            yield Problem(message, shown, place, 1, "Retirez-le : aucune entreprise ne doit y être reconnue.")
        if line.day > today:
            yield Problem("cette position est datée d'un jour à venir.", shown, place, 1, "Vérifiez la date.")
        if line in seen:
            yield Problem(f"cette ligne répète celle de la ligne {seen[line]}.", shown, place, 1, "Gardez-en une.")
        seen.setdefault(line, place)
