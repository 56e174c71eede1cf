"""The dossiers of a folder, read from their files: those at work, and those put away in its ``archives``."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from advisor.dossier import Dossier, load_dossier
from advisor.errors import EngineError, InputError, Problem, system_reason
from advisor.knowledge import Knowledge

ARCHIVES = "archives"
"""The folder of archived dossiers, inside the folder of dossiers."""

KINDS = (".yaml", ".yml")

RESERVED = ("registre.yaml",)
"""Files of the desk that stand among the dossiers without being one."""


class Entry(NamedTuple):
    """One dossier that could be read; ``changed`` is the last change of its file, in local time."""

    path: Path
    dossier: Dossier
    changed: datetime
    archived: bool


class Damaged(NamedTuple):
    """A file that bears the name of a dossier and cannot be used."""

    path: Path
    problems: tuple[Problem, ...]
    archived: bool


class Shelf(NamedTuple):
    """Everything found in a folder, by name of file."""

    folder: Path
    entries: tuple[Entry, ...]
    damaged: tuple[Damaged, ...]


def read_shelf(
    folder: Path, *, active: bool = True, archived: bool = False, knowledge: Knowledge | None = None
) -> Shelf:
    """Read the dossiers of a folder, each checked against the catalogue of facts.

    Args:
        folder: the folder of dossiers; one that does not exist holds none.
        active: take the dossiers at work.
        archived: take those of the archives.
        knowledge: another rule base than the packaged one.

    Raises:
        InputError: the folder is a file, or cannot be read.
    """
    entries: list[Entry] = []
    damaged: list[Damaged] = []
    for path, away in listed(folder, active=active, archived=archived):
        try:
            entries.append(Entry(path, readable(path, knowledge), changed(path), away))
        except InputError as error:
            damaged.append(Damaged(path, error.problems, away))
    return Shelf(folder, tuple(entries), tuple(damaged))


def listed(folder: Path, *, active: bool = True, archived: bool = False) -> list[tuple[Path, bool]]:
    """Whatever bears the name of a dossier, and whether it is archived; in the order of the names.

    Raises:
        InputError: the folder is a file, or cannot be read.
    """
    places = ([(folder, False)] if active else []) + ([(folder / ARCHIVES, True)] if archived else [])
    return [(path, away) for place, away in places for path in _dossiers(place)]


def _dossiers(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(Problem(f"lecture impossible ({system_reason(error)}).", str(folder), mend=_FOLDER)) from None
    return [one for one in found if one.suffix.lower() in KINDS and one.name[0] != "." and one.name not in RESERVED]


_FOLDER = "Donnez le répertoire des dossiers avec --dossiers."


def readable(path: Path, knowledge: Knowledge | None = None) -> Dossier:
    """A dossier of the folder, checked.

    Raises:
        InputError: it is damaged, or its answers are not those of the catalogue.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        # A pipe would be waited for.
        raise InputError(Problem("ce n'est pas un fichier ordinaire.", str(path), mend="Donnez un dossier."))
    try:
        from advisor.evaluation import read_dossier
    except EngineError:
        # Told when the engine is needed.
        return load_dossier(path)
    return read_dossier(path, knowledge)


def changed(path: Path) -> datetime:
    """When a file was last written; the beginning of time for a link that leads nowhere."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime)
    except (OSError, OverflowError, ValueError):
        return datetime.min
