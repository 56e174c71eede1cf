"""Files written whole or not at all, names for them, what tells their contents apart, and locks."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.french import capital

if TYPE_CHECKING:
    from filelock import BaseFileLock


def write_atomically(target: Path, content: str | bytes, backup: bool = False, folder: bool = False) -> None:
    """Replace a file in one step, after its content reached the disk.

    Args:
        target: the file.
        content: the whole content; a text is written as UTF-8.
        backup: keep the previous version beside it, with ``.bak`` added to its name.
        folder: make its folder if needed.

    Raises:
        InputError: the folder is missing, or cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    try:
        # A link is followed, and what is not a plain file (a device, a pipe) is written to, never replaced.
        target = target.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_bytes(data)
            return
        if folder:
            target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = _beside(target)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(_mode(target))
            if backup and target.exists():
                _keep(target)
            Path(temporary).replace(target)
            _settle(target.parent)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            Problem(
                f"impossible d'enregistrer ({system_reason(error)}).",
                str(target),
                mend="Vérifiez l'espace disque et les droits, ou choisissez un autre emplacement.",
            )
        ) from None


def refuse_unwritable(named: str, option: str) -> None:
    """Tell at once that a file could not be written, rather than after a long work.

    Args:
        named: the file, as typed.
        option: the option that names it, for the message.

    Raises:
        InputError: no folder, no right, no place, or a name that no file can bear.
    """
    other = f"donnez un autre emplacement à {option}."
    if not named:
        raise InputError(Problem(f"{option} attend un nom de fichier.", mend="Écrivez-le à la suite."))
    try:
        target = Path(named).resolve()
        if target.is_dir() or named.endswith("/"):
            raise InputError(Problem("c'est un répertoire ; ajoutez un nom de fichier.", named))
        if target.exists() and not os.access(target, os.W_OK):
            what = "ce fichier est protégé contre l'écriture."
            raise InputError(Problem(what, named, mend=f"Rendez-le modifiable, ou {other}"))
        if target.exists() and not target.is_file():
            return
        if not target.parent.exists():
            what = f"le répertoire « {Path(named).parent} » n'existe pas."
            raise InputError(Problem(what, named, mend=f"Créez-le, ou {other}"))
        # Only trying tells: rights, quotas, disks in reading only, names too long.
        handle, temporary = _beside(target)
        os.close(handle)
        Path(temporary).unlink()
    except OSError as error:
        what = f"impossible d'écrire ici ({system_reason(error)})."
        raise InputError(Problem(what, named, mend=capital(other))) from None
    except (ValueError, RuntimeError):
        # A null character, or links that turn in circles, never reach the system.
        raise InputError(Problem("ce nom de fichier n'est pas valable.", repr(named))) from None


def _beside(target: Path) -> tuple[int, str]:
    """An empty temporary file that can take the place of another in one step."""
    return tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")


def plain_name(text: str, longest: int = 60) -> str:
    """A text as part of a file's name: no accent, nothing that a system refuses, no more signs than ``longest``."""
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe")).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", " ", bare).strip()[:longest].strip()


def free_name(wanted: Path) -> Path:
    """The name wanted, or the first numbered one that nothing bears: ``avis.md``, ``avis-2.md``…"""
    path, rank = wanted, 2
    while os.path.lexists(path):
        path, rank = wanted.with_name(f"{wanted.stem}-{rank}{wanted.suffix}"), rank + 1
    return path


def fingerprint(path: Path) -> str | None:
    """What tells one content of a file from another; None when there is no file.

    Raises:
        InputError: the file is there and cannot be read.
    """
    try:
        return digest(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise InputError(Problem(f"lecture impossible ({system_reason(error)}).", str(path))) from None


def digest(content: bytes) -> str:
    """`fingerprint` of a content about to be written, or just read."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _settle(folder: Path) -> None:
    """Ask that the new name itself reach the disk; some file systems cannot, and the file is whole in any case."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode(target: Path) -> int:
    """Permissions of the file replaced, or those a new file of this user would have."""
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _keep(target: Path) -> None:
    copy = target.with_name(target.name + ".bak")
    copy.unlink(missing_ok=True)
    try:
        os.link(target, copy)
    except OSError:
        # Some file systems have no hard links.
        copy.write_bytes(target.read_bytes())


# -- locks: one process at a time on a file --------------------------------------------------------------------------


def lock(place: Path, taken: Problem) -> BaseFileLock | None:
    """Take a lock until it is released.

    Args:
        place: the file that carries the lock; made when it is not there, readable by its owner only.
        taken: what to say when another process has it.

    Returns:
        The lock, to be released; None where the disk has no locks, as some network folders.

    Raises:
        InputError: another process has it.
    """
    from filelock import FileLock, Timeout

    one = FileLock(place, timeout=0, mode=0o600)
    try:
        one.acquire()
    except Timeout:
        raise InputError(taken) from None
    except (OSError, NotImplementedError):
        return None
    return one


def release(lock: BaseFileLock | None) -> None:
    """Let a lock go, and erase its file."""
    if lock is not None:
        # Erased first: a lock that another process takes in between is on a file still in place. Not so on Windows,
        # where `filelock` erases the file itself.
        with contextlib.suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()
