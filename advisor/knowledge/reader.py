"""Reading a folder of YAML files into typed entries: every file, every problem, placed at its line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from advisor.errors import InputError, Problem
from advisor.knowledge.basis import Model
from advisor.yamlfile import Path_, YamlDocument, read_yaml

T = TypeVar("T")


class Reader:
    """Reads the files of a folder of rules, and keeps every problem of form rather than stop at the first.

    Args:
        root: the folder.
        shown: how messages name it; as given by default.
        keys: every key known in such files, to guess the one that was meant.

    Attributes:
        problems: what was found wrong, in reading order.
        places: where each entry read stands, by kind and id.
    """

    def __init__(self, root: Path, shown: str | None = None, keys: Sequence[str] = ()) -> None:
        self._root, self._told, self._keys = root, root if shown is None else Path(shown), keys
        self._digest = hashlib.sha256()
        self.problems: list[Problem] = []
        self.places: dict[tuple[str, str], tuple[YamlDocument, Path_]] = {}

    @property
    def fingerprint(self) -> str:
        """Of the files read so far, wherever they lie."""
        return self._digest.hexdigest()[:12]

    def listed(
        self, kind: str, pattern: str, model: type[T], key: Callable[[T], str], field: str = "id"
    ) -> dict[str, T]:
        """Entries of the files that match, each a list; ``field``: the key of the file that names an entry."""
        result: dict[str, T] = {}
        for document in self._documents(pattern):
            if not isinstance(document.data, list):
                what = "le fichier doit être une liste (lignes commençant par « - »)."
                self.problems.append(document.problem((), what))
                continue
            for index in range(len(document.data)):
                entry = self._read(document, (index,), model)
                if entry is None:
                    continue
                id = key(entry)
                if id in result:
                    self.problems.append(_taken(document, (index, field), id, self.places[(kind, id)]))
                result[id] = entry
                self.places[(kind, id)] = (document, (index,))
        return result

    def single(self, kind: str, pattern: str, model: type[T]) -> dict[str, T]:
        """Entries of the files that match, one a file."""
        result: dict[str, T] = {}
        for document in self._documents(pattern):
            entry = self._read(document, (), model)
            if entry is None:
                continue
            id = getattr(entry, "id", kind)
            if id in result:
                self.problems.append(_taken(document, ("id",), id, self.places[(kind, id)]))
            result[id] = entry
            self.places[(kind, id)] = (document, ())
        return result

    def finish(self) -> None:
        """End the reading.

        Raises:
            InputError: every problem found, file by file and line by line.
        """
        if self.problems:
            files = list(dict.fromkeys(one.where for one in self.problems))
            placed = {one: (files.index(one.where), one.line, one.column) for one in self.problems}
            raise InputError(*sorted(placed, key=placed.__getitem__))

    def _documents(self, pattern: str) -> list[YamlDocument]:
        found = []
        paths = sorted(self._root.glob(pattern))
        if not paths:
            where = (self._told / pattern).as_posix()
            self.problems.append(Problem("aucun fichier ne correspond.", where, mend=_MISSING_FILE))
        for path in paths:
            inside = path.relative_to(self._root)
            try:
                document = read_yaml(path, (self._told / inside).as_posix(), self.problems)
            except InputError as error:
                self.problems.extend(error.problems)
                continue
            # The fingerprint is that of the rules, wherever they lie.
            self._digest.update(f"rules/{inside.as_posix()}".encode() + b"\0" + path.read_bytes() + b"\0")
            found.append(document)
        return found

    def _read(self, document: YamlDocument, at: Path_, model: type[T]) -> T | None:
        """An entry; of two equal keys the first counts, and what the second holds is checked too."""
        entry: T | None = None
        for reading in filter(None, (document.twin, document)):
            try:
                entry = TypeAdapter(model).validate_python(reading.at(at))
            except ValidationError as error:
                self.problems.extend(_problems(reading, at, error, self._keys))
                entry = None
        return entry


def keys_of(kept: Iterable[type[Model]]) -> list[str]:
    """Every key that some models know, as files write them."""
    return sorted({info.alias or name for model in kept for name, info in model.model_fields.items()})


_MISSING_FILE = "Vérifiez le dossier donné, ou remettez ce fichier ; une liste vide s'écrit « [] »."


def _taken(document: YamlDocument, path: Path_, id: str, first: tuple[YamlDocument, Path_]) -> Problem:
    where, at = first
    return document.problem(
        path,
        f"l'identifiant « {id} » est déjà pris ({where.name}, ligne {where.position(at)[0]}).",
        "Donnez-en un autre, ou supprimez l'une des deux entrées.",
    )


_MESSAGES = {
    "missing": "il manque {field}.",
    "extra_forbidden": "clé {field} inconnue ici.",
    "literal_error": "« {input} » n'est pas admis ; attendu : {expected}.",
    "enum": "« {input} » n'est pas admis ; attendu : {expected}.",
    "string_type": "{field} attend un texte.",
    "string_too_short": "{field} est vide.",
    "string_too_long": "{field} est trop long : {max_length} signes au plus.",
    "string_pattern_mismatch": "« {input} » n'est pas un identifiant (lettres sans accent, chiffres, tirets).",
    "int_parsing": "« {input} » n'est pas un nombre entier.",
    "tuple_type": "{field} attend une liste.",
    "model_type": "{field} attend un bloc « clé: valeur ».",
    "dict_type": "{field} attend un bloc « clé: valeur ».",
    "too_short": "{field} est vide.",
    "greater_than_equal": "« {input} » est trop petit : au moins {ge}.",
    "less_than_equal": "« {input} » est trop grand : au plus {le}.",
}


def _problems(document: YamlDocument, at: Path_, error: ValidationError, keys: Sequence[str]) -> list[Problem]:
    found: dict[Problem, None] = {}
    for detail in error.errors(include_url=False):
        path, raw = tuple(detail["loc"]), detail.get("input")
        # pydantic also calls too short a list of which it has just refused every item.
        if _carried(document, (*at, *path)) or (detail["type"] == "too_short" and raw):
            continue
        context = detail.get("ctx", {})
        if "slips" in context:
            found |= dict.fromkeys(document.problem((*at, *path, *inner), said) for said, inner in context["slips"])
            continue
        last = path[-1] if path else ""
        message = detail["msg"]
        if detail["type"] in _MESSAGES:
            # Only our own templates are filled: what the user typed may hold braces.
            message = _MESSAGES[detail["type"]].format(
                field=f"« {last} »" if isinstance(last, str) and last else "cet élément",
                input=raw[:60] if isinstance(raw, str) else "…",
                expected=_expected(context),
                ge=context.get("ge"),
                le=context.get("le"),
                max_length=context.get("max_length"),
            )
        mend = ""
        if detail["type"] == "extra_forbidden":
            close = get_close_matches(str(last), keys, n=1)
            mend = f"Vouliez-vous dire « {close[0]} » ?" if close else "Supprimez-la."
        found[document.problem((*at, *path), message, mend)] = None
    return list(found)


def _carried(document: YamlDocument, path: Path_) -> bool:
    """Whether an error is in a condition carried from the version before, where it is already reported."""
    if "condition" not in path:
        return False
    raw = document.at(path[: path.index("condition")])
    # A first version without condition is an error of its own: there is nothing to carry.
    return isinstance(raw, dict) and "condition" not in raw and path[path.index("condition") - 1] != 0


def _expected(context: dict[str, Any]) -> str:
    """``'oui' or 'non'`` as a French list."""
    return str(context.get("expected", "")).replace("'", "").replace(" or ", " ou ")
