"""Files of ``rules/`` that no verdict depends on: read apart from the law, and outside the fingerprint of the rules.

What a day of training teaches (``formation/``) and what is said along the self-assessment (``parcours/``) are read and
checked in one way: a model, every problem of form with its line, the packaged file read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import Field

from advisor.common.errors import Problem
from advisor.common.resources import as_typed, data_dir
from advisor.common.yaml_reader import Path_, YamlDocument
from advisor.rules.basis import Confidence, Day, Model, Text
from advisor.rules.load import JOURNEY, Reader

FILE = f"{JOURNEY}/donnees.yaml"
"""What the privacy page says of the law on personal data."""

T = TypeVar("T")
M = TypeVar("M", bound=Model)

Anomaly = tuple[Path_, str, str]
"""What a linter found: where in its file, what is wrong, how to mend it."""

_SLIPS = (
    (re.compile(r"\S {2,}\S"), "deux espaces de suite", "N'en gardez qu'une."),
    (re.compile(r" [,.](?![\d.])"), "espace avant une virgule ou un point", "Supprimez-la."),
    (re.compile(r"[^\s«(\[]»|«[^\s]"), "guillemet collé au texte", "Écrivez « ainsi »."),
    (re.compile(r"[\"“”]"), "guillemets anglais", "Écrivez « ainsi »."),
    (re.compile(r"[^\W\d_][;!?](\s|$)"), "signe double collé au mot qui précède", "Mettez une espace avant."),
    (re.compile(r"[^\W\d_]:(\s|$)"), "deux-points collés au mot qui précède", "Mettez une espace avant."),
    (re.compile(r"[A-Za-zÀ-ÿ],[A-Za-zÀ-ÿ]"), "virgule collée au mot qui suit", "Mettez une espace après."),
    (re.compile(r"\b(TODO|FIXME|XXX)\b"), "texte à finir", "Finissez-le."),
)


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
        self, folder: Path, shown: str | None, check: Callable[[M, YamlDocument], Iterable[Anomaly]]
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
        model, (document, _) = self.read(folder, shown)
        return with_slips([document], (document.problem(*one) for one in check(model, document)))


# -- French typography -----------------------------------------------------------------------------------------------


def texts(data: Any, at: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Every text of some data, and its place."""
    if isinstance(data, str):
        yield at, data
    elif isinstance(data, list | dict):
        for step, one in enumerate(data) if isinstance(data, list) else data.items():
            yield from texts(one, (*at, step))


def slips(document: YamlDocument) -> Iterator[Problem]:
    """Those of one file, in its texts of more than one word."""
    for path, text in texts(document.data):
        for pattern, what, mend in _SLIPS if " " in text else ():
            found = pattern.search(text)
            if found is not None:
                around = text[max(0, found.start() - 15) : found.end() + 15].strip().replace("\n", " ")
                yield document.problem(path, f"{what} : « … {around} … ».", mend)


def with_slips(documents: Iterable[YamlDocument], problems: Iterable[Problem]) -> list[Problem]:
    """Problems of some files and the slips of their typography: each once, file by file and line by line."""
    found = dict.fromkeys(problems)
    for document in dict.fromkeys(documents):
        found |= dict.fromkeys(slips(document))
    return sorted(found, key=lambda problem: (problem.where, problem.line, problem.column))


# -- what the privacy page says of the law on personal data ----------------------------------------------------------


class Rule(Model):
    """One thing the law says; ``reference``: its text; ``checked`` and ``confidence``: when it was read, and how."""

    text: Text = Field(alias="texte")
    reference: Text
    confidence: Confidence = Field(alias="confiance")
    checked: Day = Field(alias="controle")


class PersonalData(Model):
    """The whole file.

    Attributes:
        rights: what a visitor may ask, and of whom. cookies: why no consent is asked.
    """

    rights: tuple[Rule, ...] = Field(alias="droits", min_length=1)
    cookies: Rule


PERSONAL_DATA = AsideFile(FILE, PersonalData)
load_personal_data = PERSONAL_DATA.load
"""The packaged file, read once."""
