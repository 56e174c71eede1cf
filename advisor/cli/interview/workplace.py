"""Where an adviser works: known before anything heavy is loaded, and handed down to every page."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Workplace(NamedTuple):
    """The folder of dossiers, where letterhead and register are looked for, and the register named by hand, if any."""

    folder: Path
    register: str | None = None
