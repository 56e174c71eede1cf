"""Files of ``rules/`` that no verdict depends on: read apart from the law, and outside the fingerprint of the rules.

What a day of training teaches (``formation/``) and what is said along the self-assessment (``parcours/``) are read and
checked in one way: a model, every problem of form with its line, the packaged file read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar

from advisor.common.errors import Problem
from advisor.common.resources import as_typed, data_dir
from advisor.common.yaml_reader import Path_, YamlDocument
from advisor.rules.basis import Model
from advisor.rules.reader import Reader

T = TypeVar("T")
M = TypeVar("M", bound=Model)

Finding = tuple[Path_, str, str]
"""What a linter found: where in its file, what is wrong, how to mend it."""


def packaged(read: Callable[[Path, str | None], T]) -> Callable[[], T]:
    """What loads the packaged rules with a function that reads a folder of them; it reads once.

    Args:
        read: takes the folder, and how messages name it.

    Returns:
        A function that raises `InputError` when a packaged file is damaged.
    """

    @lru_cache(maxsize=1)
    def load() -> T:
        folder = data_dir("rules")
        return read(folder, as_typed(folder))

    return load


class AsideFile(Generic[M]):
    """A file that holds one thing.

    Args:
        file: its path from the folder of rules.
        model: what it is read into.
    """

    def __init__(self, file: str, model: type[M]) -> None:
        self._file, self._model = file, model
        self._packaged = packaged(self.read)

    def stands_in(self, folder: Path) -> bool:
        """Whether a folder of rules has this file; it may not."""
        return (folder / self._file).is_file()

    def read(self, folder: Path, shown: str | None = None) -> tuple[M, tuple[YamlDocument, Path_]]:
        """What the file of a folder of rules holds, and where it stands.

        Args:
            folder: the folder of rules (``rules/``).
            shown: how messages name it; as given by default.

        Raises:
            InputError: every problem of form found in the file, each with its line.
        """
        reader = Reader(folder, shown)
        found = reader.single(self._file, self._file, self._model)
        reader.finish()
        return found[self._file], reader.places[(self._file, self._file)]

    def load(self) -> M:
        """What the packaged file holds, read once.

        Raises:
            InputError: the file is damaged.
        """
        return self._packaged()[0]

    def lint(
        self, folder: Path, shown: str | None, check: Callable[[M, YamlDocument], Iterable[Finding]]
    ) -> list[Problem]:
        """Every problem of the file of a folder of rules, in its order; none when the folder has no such file.

        Args:
            folder: the folder of rules.
            shown: how messages name it; as given by default.
            check: what is wrong in a file that reads; slips of typography are added to it.

        Raises:
            InputError: every problem of form, which leaves the rest unread.
        """
        if not self.stands_in(folder):
            return []
        held, (document, _) = self.read(folder, shown)
        return told([document], (document.problem(*one) for one in check(held, document)))


def told(documents: Iterable[YamlDocument], problems: Iterable[Problem]) -> list[Problem]:
    """Problems of some files and the slips of their typography: each once, file by file and line by line."""
    from advisor.rules.typography import slips  # A linter's own: reading needs none of it.

    found = dict.fromkeys(problems)
    for document in dict.fromkeys(documents):
        found |= dict.fromkeys(slips(document))
    return sorted(found, key=lambda problem: (problem.where, problem.line, problem.column))
