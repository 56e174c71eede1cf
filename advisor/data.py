"""Where ``rules/`` and ``cases/`` live: inside the installed package, or at the root of a source checkout."""

from __future__ import annotations

import os
from pathlib import Path


def data_dir(name: str) -> Path:
    """Folder of packaged data.

    Args:
        name: ``"rules"`` or ``"cases"``.

    Raises:
        FileNotFoundError: neither the installed copy nor the checkout has it.
    """
    here = Path(__file__).resolve().parent
    for candidate in (here / "_data" / name, here.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"dossier de données « {name} » introuvable : réinstallez ess-advisor")


def as_typed(path: Path) -> str:
    """A packaged path as one would type it from here: the shorter of its relative and absolute forms."""
    try:
        return min(os.path.relpath(path), str(path), key=len)
    except OSError:  # The current folder is gone.
        return str(path)
