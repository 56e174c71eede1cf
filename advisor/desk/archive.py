"""Putting a dossier away and taking it back: its file moves, with the backup; its anonymous copy."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.files import release
from advisor.common.french import french_date, plural
from advisor.desk.anonymise import Anonymised, anonymise, traces
from advisor.desk.repository import ARCHIVES, KINDS, RESERVED, readable
from advisor.dossier import save_dossier
from advisor.interview.store import lock_dossier
from advisor.rules.load import Knowledge


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
            hint = f"Faites-le sur le dossier lui-même : {path.resolve(strict=True)}"
        except (OSError, RuntimeError):
            hint = "Il ne mène à aucun dossier ; effacez-le."
        raise InputError(Problem("c'est un lien vers un dossier, pas le dossier.", str(path), mend=hint))
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
    """The previous version of a dossier, beside it."""
    return path.with_name(path.name + ".bak")


@contextlib.contextmanager
def closed_elsewhere(path: Path) -> Iterator[None]:
    """Lock a dossier while it is moved or replaced.

    Raises:
        InputError: an interview is open on it.
    """
    locked = lock_dossier(path)
    try:
        yield
    finally:
        release(locked)


# -- the anonymous copy of a dossier as a file, beside it or in its place, and what must be said of it ---------------


class Copy(NamedTuple):
    """What was written.

    Attributes:
        target: the file. made: its content, and what became of its figures.
        replaced: the original is erased. left: files that may still name the structure once it is.
    """

    target: Path
    made: Anonymised
    replaced: bool
    left: tuple[Path, ...]


def write_anonymous(path: Path, target: Path, knowledge: Knowledge, *, rounding: bool, replace: bool = False) -> Copy:
    """Write the anonymous copy of a dossier.

    Args:
        path: the dossier.
        target: the file of the copy, which nothing bears yet.
        knowledge: the rule base.
        rounding: round figures and dates, as long as no finding changes.
        replace: erase the original, for ever.

    Raises:
        InputError: the dossier is damaged or open in another window, or a file cannot be written or erased.
    """
    if replace:
        refuse_what_is_no_file(path)
    with closed_elsewhere(path):
        # Read now: an interview may have ended while the person was asked to confirm.
        original, times = readable(path, knowledge), path.stat()
        made = anonymise(original, date.today(), knowledge, rounding=rounding)
        save_dossier(made.dossier, target)
        left: tuple[Path, ...] = ()
        if replace:
            # A dossier that tells no day is dated by its file.
            os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
            erase(path)
            left = traces(path, original, target)
    return Copy(target, made, replace, left)


def copy_messages(copy: Copy, rounding: bool, counted: str = "", exact: str = "") -> list[str]:
    """Say what was made, and what may still tell who it is about.

    Args:
        copy: what was written.
        rounding: figures were rounded.
        counted: what to say of a copy that stands among the dossiers.
        exact: what to add when figures were not rounded.
    """
    made = copy.made
    messages = [f"Dossier anonyme : {copy.target}"]
    if rounding:
        day = french_date(made.dossier.on or date.today())
        same = f"sous le droit du {day}, chaque critère garde le même résultat"
        other = "" if made.dossier.on else " ; un autre jour, il pourrait différer de l'original"
        messages.append(f"{plural(made.rounded, 'chiffre arrondi')} ; {same}{other}.")
    if made.exact:
        messages.append(f"Gardé exact, sinon un résultat changerait : {' ; '.join(made.exact)}.")
    if copy.replaced:
        messages.append("L'original est effacé. Les rapports déjà tirés et vos sauvegardes le nomment encore.")
    elif counted:
        messages.append(counted)
    if copy.left:
        names = " ; ".join(map(str, copy.left))
        messages.append(f"À vérifier, et à effacer s'ils nomment encore la structure : {names}.")
    what = "Forme, dates et ordres de grandeur restent" if rounding else f"Chiffres et dates restent exacts{exact}"
    messages.append(f"{what} : qui connaît bien la structure, ou lit ses comptes publiés, peut encore la reconnaître.")
    return messages
