"""Writing files so that a crash, a full disk or a closed window never leaves half of one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from advisor.errors import InputError, Problem, system_reason


def write_atomically(target: Path, text: str, backup: bool = False) -> None:
    """Replace a file in one step, after its content reached the disk.

    Args:
        target: the file; its folder is made if needed.
        text: the whole content, written as UTF-8.
        backup: keep the previous version beside it, with ``.bak`` added to its name.

    Raises:
        InputError: the folder cannot be written.
    """
    try:
        # A link is followed, and what is not a plain file (a device, a pipe) is written to, never replaced.
        target = target.resolve()
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_text(text, encoding="utf-8", newline="\n")
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
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
