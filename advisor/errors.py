"""Errors meant for a person: what is wrong, where, and how to mend it, in French."""

from __future__ import annotations

import errno
from dataclasses import dataclass


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
        text = f"{place} : {self.message}" if place else self.message
        return f"{text} {self.mend}" if self.mend else text


class InputError(Exception):
    """An input (dossier, rule file, argument) cannot be used; carries every problem found, never just the first."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class EngineError(RuntimeError):
    """The rule engine broke one of its contracts: a defect of ours, never of the user's input."""


_SYSTEM = {
    errno.ENAMETOOLONG: "ce nom est trop long",
    errno.ENOTDIR: "ce chemin passe par un fichier",
    errno.EISDIR: "c'est un dossier",
    errno.ELOOP: "ce lien tourne en rond",
    errno.EIO: "le disque ne répond pas",
    errno.ENOSPC: "le disque est plein",
    errno.EACCES: "vous n'avez pas le droit d'écrire ici",
    errno.EPERM: "vous n'avez pas le droit d'écrire ici",
    errno.EROFS: "ce disque est en lecture seule",
}


def system_reason(error: OSError) -> str:
    """Why the system refused a file, in French."""
    return _SYSTEM.get(error.errno or 0, f"erreur {error.errno} du système")
