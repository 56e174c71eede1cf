"""The version, the switch of the network, and where ``rules/`` and ``cases/`` live: in the package, or beside it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

__version__ = "0.1.0"

PACKAGE = Path(sys.modules["advisor"].__path__[0]).resolve()
"""The folder of the package ``advisor``."""

SWITCH = "ESS_ADVISOR_SANS_RESEAU"
"""Variable of the environment: nothing is asked of the network, nor offered."""


def offline() -> bool:
    """Whether the network is switched off."""
    return os.environ.get(SWITCH, "").strip().lower() not in ("", "0", "non")


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
