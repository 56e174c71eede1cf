"""The file of an interview: each change is in it at once, and nobody else's work is ever written over.

A hand edit during the talk, another computer, two windows where the system has no locks: the file is no longer what
was read or last written here. Then nothing is written, and what the file lacks stays as changes that can be made
again on what it has become.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.common.errors import InputError, Problem
from advisor.common.files import digest, fingerprint, free_name, lock
from advisor.dossier import Dossier, save_dossier

if TYPE_CHECKING:
    from filelock import BaseFileLock

DossierEdit = Callable[[Dossier], Dossier]
"""One thing the person did, as it applies to any state of the dossier."""


class FileChanged(InputError):
    """The file is not the one read or last written here; nothing was written."""


class DossierStore:
    """Where an interview is saved.

    Args:
        path: the file, which need not exist yet; None keeps everything in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.unsaved: list[DossierEdit] = []
        self._known: str | None = None
        if path is not None:
            # What cannot be read now is reported when it is saved.
            with contextlib.suppress(InputError):
                self._known = fingerprint(path)

    def save(self, dossier: Dossier) -> None:
        """Write the dossier, atomically. A file that was moved away or erased is made again.

        Raises:
            FileChanged: the file changed since it was read or last written here.
            InputError: the file could not be written.
        """
        if self.path is not None:
            found = fingerprint(self.path)
            if found is not None and found != self._known:
                raise FileChanged(Problem(_CHANGED if self._known else _TAKEN, str(self.path)))
            self._known = digest(save_dossier(dossier, self.path).encode())
        self.unsaved.clear()

    def reload(self, read: Callable[[Path], Dossier]) -> Dossier:
        """Return the dossier as the file has it now, with the changes that it does not hold made again.

        Args:
            read: how to read the file; its `InputError` is let through.
        """
        assert self.path is not None
        known = fingerprint(self.path)
        dossier = read(self.path)
        for change in self.unsaved:
            dossier = change(dossier)
        self._known = known
        return dossier

    def rescue(self, dossier: Dossier) -> Path:
        """Put the dossier in a file of its own beside the other, whose name this returns.

        Raises:
            InputError: the folder cannot be written.
        """
        assert self.path is not None
        copy = free_name(self.path.with_name(f"{self.path.stem}-copie{self.path.suffix}"))
        save_dossier(dossier, copy)
        return copy


def unfinished_mark(path: Path) -> Path:
    """Return the hidden file that stands beside a dossier from the start of its interview until its end."""
    return path.with_name(f".{path.name}.reprise")


def lock_dossier(path: Path) -> BaseFileLock | None:
    """Take a dossier for this window, by a hidden file beside it; a link and what it leads to have the same one.

    Returns:
        The lock, to be released (see `advisor.common.files`); None where there are no locks.

    Raises:
        InputError: another window has it.
    """
    message = "ce dossier est déjà ouvert dans une autre fenêtre ; rien n'a changé."
    taken = Problem(message, str(path), mend="Continuez dans l'autre fenêtre, ou fermez-la et recommencez.")
    try:
        path = path.resolve()
    except (OSError, RuntimeError):
        return None  # a link that turns in circles
    return lock(path.with_name(f".{path.name}.verrou"), taken)


_CHANGED = "ce fichier a changé depuis qu'il a été lu ici (autre fenêtre, ou retouche à la main) ; rien n'a été écrit."
_TAKEN = "un autre dossier porte déjà ce nom ; rien n'a été écrit."
