"""One process at a time on a file. The system lets the lock go with the process, however it ends."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.common.errors import InputError, Problem

if TYPE_CHECKING:
    from filelock import BaseFileLock


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


def release(held: BaseFileLock | None) -> None:
    """Let a lock go, and erase its file."""
    if held is not None:
        # Erased first: a lock that another process takes in between is on a file still in place. Not so on Windows,
        # where `filelock` erases the file itself.
        with contextlib.suppress(OSError):
            Path(held.lock_file).unlink()
        held.release()
