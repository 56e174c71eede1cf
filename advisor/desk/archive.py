"""Putting a dossier away and taking it back: its file moves, with the backup and the place of the interview."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from advisor.desk.shelf import ARCHIVES
from advisor.errors import InputError, Problem, system_reason
from advisor.files import free_name
from advisor.interview.trail import Trail, hidden


def archive(path: Path) -> Path:
    """Move a dossier to the archives of its folder.

    Returns:
        Where it is now; a number is added to its name when the archives hold one so called.

    Raises:
        InputError: it is archived already, open in another window, or cannot be moved.
    """
    if path.parent.name == ARCHIVES:
        raise InputError(Problem("ce dossier est déjà archivé.", str(path)))
    return _move(path, path.parent / ARCHIVES)


def restore(path: Path) -> Path:
    """Take a dossier out of the archives; as `archive`.

    Raises:
        InputError: it is not archived, or cannot be moved.
    """
    if path.parent.name != ARCHIVES:
        raise InputError(Problem("ce dossier n'est pas archivé.", str(path)))
    return _move(path, path.parent.parent)


def _move(path: Path, folder: Path) -> Path:
    with closed_elsewhere(path):
        try:
            folder.mkdir(exist_ok=True)
            target = free_name(folder / path.name)
            backup, place = backup_of(path), hidden(path)
            path.rename(target)
            # The dossier has moved: what goes with it follows if it can.
            with contextlib.suppress(OSError):
                if backup.exists():
                    backup.rename(backup_of(target))
                if place.exists():
                    place.rename(hidden(target))
        except OSError as error:
            mend = "Vérifiez les droits sur le répertoire. Le dossier est resté où il était."
            raise InputError(
                Problem(f"déplacement impossible ({system_reason(error)}).", str(path), mend=mend)
            ) from None
    return target


def erase(path: Path) -> None:
    """Delete a dossier, its backup and the place of its interview.

    Raises:
        InputError: the dossier cannot be deleted.
    """
    try:
        for one in (backup_of(path), hidden(path), path):
            one.unlink(missing_ok=True)
    except OSError as error:
        mend = "Effacez-le vous-même : il nomme encore la structure."
        raise InputError(Problem(f"suppression impossible ({system_reason(error)}).", str(path), mend=mend)) from None


def backup_of(path: Path) -> Path:
    """The previous version of a dossier, kept beside it."""
    return path.with_name(path.name + ".bak")


@contextlib.contextmanager
def closed_elsewhere(path: Path) -> Iterator[None]:
    """Hold a dossier while it is moved or replaced.

    Raises:
        InputError: an interview is open on it.
    """
    begun = hidden(path).exists()
    trail = Trail(path)
    try:
        yield
    finally:
        # The place of an interview under way is not ours to erase.
        trail.close(over=not begun)
