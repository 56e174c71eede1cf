"""Reading a folder of YAML files into typed entries: every file, every problem, placed at its line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from advisor.common.errors import InputError, Problem
from advisor.common.validation import in_order, validated
from advisor.common.yaml_reader import Path_, YamlDocument, read_yaml

T = TypeVar("T")


class Reader:
    """Reads the files of a folder of rules, and keeps every problem of form rather than stop at the first.

    Args:
        root: the folder.
        shown: how messages name it; as given by default.

    Attributes:
        problems: what was found wrong, in reading order.
        places: where each entry read stands, by kind and id.
    """

    def __init__(self, root: Path, shown: str | None = None) -> None:
        self._root, self._told = root, root if shown is None else Path(shown)
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
            raise InputError(*in_order(self.problems))

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
        try:
            return validated(model, document, at)
        except InputError as error:
            self.problems += error.problems
            return None


_MISSING_FILE = "Vérifiez le dossier donné, ou remettez ce fichier ; une liste vide s'écrit « [] »."


def _taken(document: YamlDocument, path: Path_, id: str, first: tuple[YamlDocument, Path_]) -> Problem:
    where, at = first
    return document.problem(
        path,
        f"l'identifiant « {id} » est déjà pris ({where.name}, ligne {where.position(at)[0]}).",
        "Donnez-en un autre, ou supprimez l'une des deux entrées.",
    )
