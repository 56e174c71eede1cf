"""The version, and where ``rules/`` and ``cases/`` live: inside the installed package, or at the root of a checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__version__ = "0.1.0"

PACKAGE = Path(sys.modules["advisor"].__path__[0]).resolve()
"""The folder of the package ``advisor``."""


def data_dir(name: str) -> Path:
    """Folder of packaged data.

    Args:
        name: ``"rules"`` or ``"cases"``.

    Raises:
        FileNotFoundError: neither the installed copy nor the checkout has it.
    """
    for candidate in (PACKAGE / "_data" / name, PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"dossier de données « {name} » introuvable : réinstallez ess-advisor")


def as_typed(path: Path) -> str:
    """A packaged path as one would type it from here: the shorter of its relative and absolute forms."""
    try:
        return min(os.path.relpath(path), str(path), key=len)
    except OSError:  # The current folder is gone.
        return str(path)
