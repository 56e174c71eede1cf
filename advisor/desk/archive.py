"""Putting a dossier away and taking it back: its file moves, with the backup; its anonymous copy."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from advisor.assessment.record import load_record
from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.files import release
from advisor.common.french import french_date, plural
from advisor.desk.anonymise import Anonymised, anonymise, named_after, traces
from advisor.desk.repository import ARCHIVES, KINDS, RESERVED, listed, readable, shelf_of
from advisor.dossier import Dossier, save_dossier
from advisor.dossier.model import digits_of
from advisor.interview.store import lock_dossier, unfinished_mark
from advisor.rules.load import Knowledge

WRITTEN = (".pdf", ".docx", ".html", ".htm", ".md", ".json", ".txt", ".ics")
"""What reports and calendars are written in."""
BEYOND = "Vos sauvegardes, et ce qui est imprimé, envoyé ou rangé ailleurs, ne peuvent pas être effacés d'ici."


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
    """Refuse a link, which moved leads nowhere and erased leaves what it leads to, and what is no dossier.

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
            unfinished_mark(path).unlink(missing_ok=True)
        except OSError as error:
            message = f"déplacement impossible ({system_reason(error)})."
            mend = "Vérifiez les droits sur le répertoire. Le dossier est resté où il était."
            raise InputError(Problem(message, str(path), mend=mend)) from None
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


def erase(path: Path, companions: Iterable[Path] = ()) -> None:
    """Delete a dossier, its backup, what a writing cut short or a former version left of it, and its companions.

    Raises:
        InputError: something cannot be deleted.
    """
    try:
        # The dossier goes last: whatever stops this, it can be asked again.
        for one in (*companions, *_remains(path), path):
            one.unlink(missing_ok=True)
    except OSError as error:
        mend = "Effacez-le vous-même : il nomme encore la structure."
        raise InputError(Problem(f"suppression impossible ({system_reason(error)}).", str(path), mend=mend)) from None


def _remains(path: Path) -> list[Path]:
    """The backup of a dossier, and what a writing cut short or a former version left of it."""
    hidden = [one for one in path.parent.iterdir() if one.name.startswith(f".{path.name}.")]
    return [one for one in (backup_of(path), *hidden) if one.is_file() and one.suffix in (".bak", ".tmp", ".reprise")]


def erased_with(path: Path) -> list[Path]:
    """Return everything that goes when a dossier is erased for good: itself, backup, copies, reports, records.

    Reports are the files named after it in its folder and in the archives, but not after another dossier too.

    Raises:
        InputError: it is no file of its own, or the folder cannot be read.
    """
    refuse_what_is_no_file(path)
    folder = shelf_of(path)
    others = {one.stem for one, _ in listed(folder, archived=True) if one.resolve() != path.resolve()}
    dossier = None
    with contextlib.suppress(InputError):
        dossier = readable(path)
    found = [path, *_remains(path)]
    # Made by an interview whose file had changed elsewhere.
    copies = re.compile(rf"{re.escape(path.stem)}-copie(-\d+)?")
    for copy in sorted(one for one in _files(path.parent) if copies.fullmatch(one.stem)):
        found += [copy, *_remains(copy)] if copy.suffix.lower() in KINDS else []
    for one in sorted(one for place in {folder, folder / ARCHIVES, path.parent} for one in _files(place)):
        named = one.suffix.lower() in WRITTEN and named_after(one.name, path.stem)
        if (named and not any(named_after(one.name, stem) and len(stem) >= len(path.stem) for stem in others)) or (
            one.suffix.lower() == ".json" and dossier is not None and _records(one, dossier)
        ):
            found.append(one)
    return list(dict.fromkeys(found))


def _files(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.is_file()] if folder.is_dir() else []


def _records(file: Path, dossier: Dossier) -> bool:
    """Whether a file is a frozen record of this company."""
    try:
        recorded = load_record(file).dossier
    except InputError:
        return False
    number = digits_of(dossier.siren)
    return number == digits_of(recorded.siren) if number else bool(dossier.name) and recorded.name == dossier.name


def erase_for_good(path: Path, going: Sequence[Path]) -> list[str]:
    """Erase a dossier with what goes with it; say what is left.

    Raises:
        InputError: it is open in another window, or something cannot be deleted.
    """
    dossier = Dossier()
    with closed_elsewhere(path):
        with contextlib.suppress(InputError):
            dossier = readable(path)
        erase(path, going[1:])
    left = traces(path, dossier, path)
    more = f", et {plural(len(going) - 1, 'fichier')} avec lui" if going[1:] else ""
    return [f"Effacé pour toujours : {path}{more}.", *_to_check(left), BEYOND]


def _to_check(left: Sequence[Path]) -> list[str]:
    names = " ; ".join(map(str, left))
    return [f"À vérifier, et à effacer s'ils nomment encore la structure : {names}."] if left else []


def backup_of(path: Path) -> Path:
    """Return the previous version of a dossier, beside it."""
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
    messages += _to_check(copy.left)
    what = "Forme, dates et ordres de grandeur restent" if rounding else f"Chiffres et dates restent exacts{exact}"
    messages.append(f"{what} : qui connaît bien la structure, ou lit ses comptes publiés, peut encore la reconnaître.")
    return messages
