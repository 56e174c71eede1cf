"""Putting a dossier away and taking it back: its file moves, with the backup."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.locks import release
from advisor.desk.shelf import ARCHIVES, KINDS, RESERVED
from advisor.interview.store import lock_dossier


def archive(path: Path) -> Path:
    """Move a dossier to the archives of its folder.

    Returns:
        Where it is now; a number is added to its name when the archives hold one so called.

    Raises:
        InputError: it is archived already, open in another window, no file of its own, or cannot be moved.
    """
    if path.parent.name == ARCHIVES:
        raise InputError(Problem("ce dossier est déjà archivé.", str(path)))
    return _move(path, path.parent / ARCHIVES)


def restore(path: Path) -> Path:
    """Take a dossier out of the archives; as `archive`.

    Raises:
        InputError: it is not archived, no file of its own, or cannot be moved.
    """
    if path.parent.name != ARCHIVES:
        raise InputError(Problem("ce dossier n'est pas archivé.", str(path)))
    return _move(path, path.parent.parent)


def refuse_what_is_no_file(path: Path) -> None:
    """A link moved leads nowhere, a link erased leaves what it leads to: neither may pass for the dossier.

    Raises:
        InputError: a link, a folder, a pipe, a file of the desk, or nothing.
    """
    if path.is_symlink():
        try:
            told = f"Faites-le sur le dossier lui-même : {path.resolve(strict=True)}"
        except (OSError, RuntimeError):
            told = "Il ne mène à aucun dossier ; effacez-le."
        raise InputError(Problem("c'est un lien vers un dossier, pas le dossier.", str(path), mend=told))
    if not path.exists():
        raise InputError(Problem("ce fichier n'existe pas.", str(path)))
    if not path.is_file():
        raise InputError(Problem("ce n'est pas un fichier ordinaire.", str(path), mend="Donnez un dossier."))
    if path.name in RESERVED or path.suffix.lower() not in KINDS:
        raise InputError(Problem("ce fichier n'est pas un dossier.", str(path), mend="Donnez un dossier."))


def _move(path: Path, folder: Path) -> Path:
    refuse_what_is_no_file(path)
    with closed_elsewhere(path):
        try:
            folder.mkdir(exist_ok=True)
            target = _free(folder / path.name)
            backup = backup_of(path)
            path.rename(target)
        except OSError as error:
            mend = "Vérifiez les droits sur le répertoire. Le dossier est resté où il était."
            raise InputError(
                Problem(f"déplacement impossible ({system_reason(error)}).", str(path), mend=mend)
            ) from None
        # The dossier has moved: its backup follows if it can.
        with contextlib.suppress(OSError):
            backup.rename(backup_of(target))
    return target


def _free(wanted: Path) -> Path:
    """A name that nothing bears, nor the backup of a dossier that was there."""
    path, rank = wanted, 2
    while any(os.path.lexists(one) for one in (path, backup_of(path))):
        path, rank = wanted.with_name(f"{wanted.stem}-{rank}{wanted.suffix}"), rank + 1
    return path


def erase(path: Path) -> None:
    """Delete a dossier, its backup, and what a writing cut short or a former version left of it.

    Raises:
        InputError: something cannot be deleted.
    """
    try:
        left = [
            one
            for one in path.parent.iterdir()
            if one.name.startswith(f".{path.name}.") and one.suffix in (".tmp", ".reprise") and one.is_file()
        ]
        for one in (backup_of(path), *left, path):
            one.unlink(missing_ok=True)
    except OSError as error:
        mend = "Effacez-le vous-même : il nomme encore la structure."
        raise InputError(Problem(f"suppression impossible ({system_reason(error)}).", str(path), mend=mend)) from None


def backup_of(path: Path) -> Path:
    """The previous version of a dossier, kept beside it."""
    return path.with_name(path.name + ".bak")


@contextlib.contextmanager
def closed_elsewhere(path: Path) -> Iterator[None]:
    """Lock a dossier while it is moved or replaced.

    Raises:
        InputError: an interview is open on it.
    """
    held = lock_dossier(path)
    try:
        yield
    finally:
        release(held)
