"""Reading a file of ``rules/formation/``: typed entries, or every mistake with its line, in French."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from advisor.data import as_typed, data_dir
from advisor.errors import InputError, Problem
from advisor.knowledge.models import Model
from advisor.yamlfile import YamlDocument, read_yaml

T = TypeVar("T", bound=Model)

_MESSAGES = {
    "missing": "il manque « {field} ».",
    "extra_forbidden": "« {field} » n'est pas un champ connu ici.",
    "string_too_short": "« {field} » est vide.",
    "too_short": "« {field} » est vide.",
}


@cache
def formation_file(name: str) -> Path:
    """A packaged file of the course.

    Raises:
        FileNotFoundError: the package is incomplete.
    """
    return data_dir("rules") / "formation" / name


def read_entry(path: Path, model: type[T]) -> T:
    """A file that is one entry.

    Raises:
        InputError: every mistake of the file, with its line.
    """
    document = read_yaml(path, as_typed(path))
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        raise InputError(*_problems(document, (), error)) from None


def read_entries(path: Path, model: type[T]) -> list[T]:
    """A file that is a list of entries.

    Raises:
        InputError: every mistake of the file, with its line.
    """
    document = read_yaml(path, as_typed(path))
    if not isinstance(document.data, list):
        raise InputError(document.problem((), "on attend une liste, une entrée par tiret."))
    entries: list[T] = []
    problems: list[Problem] = []
    for index, raw in enumerate(document.data):
        try:
            entries.append(model.model_validate(raw))
        except ValidationError as error:
            problems += _problems(document, (index,), error)
    if problems:
        raise InputError(*problems)
    return entries


def _problems(document: YamlDocument, at: tuple[str | int, ...], error: ValidationError) -> list[Problem]:
    found: dict[tuple[int, int], Problem] = {}
    for detail in error.errors(include_url=False):
        path: list[str | int] = list(at)
        data: Any = document.data
        for step in at:
            data = data[step]
        # pydantic puts the name of each branch of a union among the steps: those are not in the file.
        for step in detail["loc"]:
            if step in data if isinstance(data, dict) else isinstance(data, list) and step in range(len(data)):
                data = data[step]
                path.append(step)
        field = str(detail["loc"][-1]) if detail["loc"] else ""
        message = _MESSAGES.get(detail["type"], "« {field} » : valeur inattendue.").format(field=field)
        problem = document.problem(tuple(path), message)
        found.setdefault((problem.line, problem.column), problem)
    return list(found.values())
