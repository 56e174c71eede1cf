"""Errors meant for a person: what is wrong, where, and how to mend it, in French."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass

from advisor.common.french import capital


@dataclass(frozen=True)
class Problem:
    """One defect of an input file.

    Attributes:
        message: what is wrong, in French.
        where: file name, or empty.
        line, column: 1-based position, 0 when it cannot be told.
        mend: how to mend it, in French, or empty.
    """

    message: str
    where: str = ""
    line: int = 0
    column: int = 0
    mend: str = ""

    def __str__(self) -> str:
        place = self.where
        if self.line:
            place += f":{self.line}:{self.column}"
        text = f"{place} : {self.message}" if place else capital(self.message)
        return f"{text} {self.mend}" if self.mend else text


class InputError(Exception):
    """An input (dossier, rule file, argument) cannot be used; carries every problem found, never just the first."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


SHOWN = 20
"""Problems of one input that a command prints; the others are counted."""


def close_to(wrong: str, names: Iterable[str], most: int = 1, least: float = 0.6) -> list[str]:
    """The names that look like a wrong one, whatever the case, the nearest first.

    Args:
        wrong: what was written.
        names: those that exist.
        most: how many to give.
        least: how much alike they must be, from 0 to 1.
    """
    from difflib import get_close_matches

    cased = {name.lower(): name for name in names}
    return [cased[one] for one in get_close_matches(wrong.strip().lower(), cased, most, least)]


class Near:
    """The name nearest to a wrong one, for the first of an input only: of thousands, nobody would read the others."""

    def __init__(self) -> None:
        self.left = SHOWN

    def to(self, wrong: str, names: Iterable[str]) -> str | None:
        """The nearest of some names; None when none is near, or when enough were looked for."""
        if not self.left:
            return None
        self.left -= 1
        return next(iter(close_to(wrong, names)), None)


class EngineError(RuntimeError):
    """The rule engine broke one of its contracts: a defect of ours, never of the user's input."""


# The same words serve reading and writing: the sentence around them says which.
_SYSTEM = {
    errno.ENOENT: "ce fichier ou ce répertoire n'existe pas",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.ENOTDIR: "ce chemin passe par un fichier",
    errno.EISDIR: "c'est un répertoire, pas un fichier",
    errno.ELOOP: "ce lien tourne en rond",
    errno.EIO: "le disque ne répond pas",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre part du disque est pleine",
    errno.EACCES: "vous n'en avez pas le droit",
    errno.EPERM: "vous n'en avez pas le droit",
    errno.EROFS: "ce disque est en lecture seule",
    errno.EBUSY: "ce fichier est occupé par un autre programme",
    errno.EMFILE: "trop de fichiers sont ouverts",
}


def system_reason(error: OSError) -> str:
    """Why the system refused a file, in French."""
    return _SYSTEM.get(error.errno or 0, f"erreur {error.errno} du système")
