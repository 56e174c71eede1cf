"""The dossiers of a folder, read from their files: those at work, and those put away in its ``archives``."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from advisor.common.errors import EngineError, InputError, Problem, system_reason
from advisor.dossier import Dossier, load_dossier
from advisor.rules.load import Knowledge

ARCHIVES = "archives"
"""The folder of archived dossiers, inside the folder of dossiers."""

KINDS = (".yaml", ".yml")

Seen = TypeVar("Seen")

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


def looked_at(shelf: Shelf, look: Callable[[Entry], Seen]) -> tuple[list[Seen], Shelf]:
    """Look at every dossier; one that cannot be assessed joins the damaged ones, and the others are seen all the same.

    Returns:
        What was seen, and the shelf whose entries it was seen of, in the same order.
    """
    seen: list[Seen] = []
    kept: list[Entry] = []
    damaged = [*shelf.damaged]
    for entry in shelf.entries:
        try:
            with blamed(entry.path):
                seen.append(look(entry))
            kept.append(entry)
        except InputError as error:
            damaged.append(Damaged(entry.path, error.problems, entry.archived))
    return seen, shelf._replace(entries=tuple(kept), damaged=tuple(damaged))


@contextlib.contextmanager
def blamed(path: Path) -> Iterator[None]:
    """Whatever stops the work on one dossier is told of its file; ESS_ADVISOR_DEBUG lets a defect of ours through.

    Raises:
        InputError: in place of any other error; a closed input stays one.
    """
    try:
        yield
    except (InputError, EOFError):
        raise  # told already; nobody is there any more
    except OSError as error:
        raise InputError(Problem(f"le système a refusé ({system_reason(error)}).", str(path))) from error
    except Exception as error:
        if os.environ.get("ESS_ADVISOR_DEBUG"):
            raise
        message = f"erreur interne ({type(error).__name__} : {error})."
        mend = "Pour la signaler avec ses détails, relancez la même commande avec ESS_ADVISOR_DEBUG=1."
        raise InputError(Problem(message, str(path), mend=mend)) from error


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
        InputError: it cannot be read, or its answers are not those of the catalogue.
    """
    with blamed(path):
        if path.exists() and not (path.is_file() or path.is_dir()):
            # A pipe would be waited for.
            raise InputError(Problem("ce n'est pas un fichier ordinaire.", str(path), mend="Donnez un dossier."))
        try:
            from advisor.assessment.assess import read_dossier
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
