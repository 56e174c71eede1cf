"""Which file a path typed on the command line means: a dossier, one to begin, or a slip of the keyboard."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from advisor.common.errors import InputError, Problem, close_to

KINDS = (".yaml", ".yml")
CLOSE = 0.8
MOST = 3


def refuse_slip(path: Path, dossiers: Path, new: bool = False) -> None:
    """Let through a dossier that exists, and one that is plainly to begin.

    Args:
        path: as it was typed.
        dossiers: where dossiers are usually kept; it may be made.
        new: the person said that the dossier is a new one.

    Raises:
        InputError: there is no such dossier, and to begin one there would surprise.
    """
    if os.path.lexists(path):
        return
    near = near_names(path, (dossiers,))
    if not new and near:
        fresh = f" Pour en commencer un autre sous ce nom : ess-advisor interview --new {path}" if _sound(path) else ""
        raise InputError(Problem("ce dossier n'existe pas.", str(path), mend=f"{asked(near)}{fresh}"))
    if not path.suffix or path.suffix.lower() not in KINDS:
        mend = f"Écrivez {path.with_name((path.stem or path.name) + KINDS[0])} pour en commencer un."
        if path.name[:3].isdigit():
            mend = f"Un cas d'école se lit avec : ess-advisor cases show {path.name}"
        raise InputError(
            Problem("ce dossier n'existe pas, et le nom d'un dossier finit par .yaml.", str(path), mend=mend)
        )
    folder = path.parent
    if not folder.is_dir() and folder.resolve() != dossiers.resolve():
        what = (
            "ce chemin passe par un fichier."
            if _through_a_file(folder)
            else f"le répertoire « {folder} » n'existe pas."
        )
        raise InputError(Problem(what, str(path), mend="Corrigez le chemin, ou créez d'abord le répertoire."))


def refuse_missing(path: Path, dossiers: Path) -> None:
    """The same for a command that only reads: what is not there is told with what it may have been.

    Raises:
        InputError: there is no such file, and others have a near name; without any, reading tells it.
    """
    near = [] if os.path.lexists(path) else near_names(path, (dossiers,))
    if near:
        raise InputError(Problem("ce fichier n'existe pas.", str(path), mend=asked(near)))


def near_names(path: Path, folders: Sequence[Path] = ()) -> list[Path]:
    """Dossiers whose name is near to one that does not exist: beside it, in a folder nearly so called, or in others."""
    here = [path.parent] if path.parent.is_dir() else _near_folders(path.parent)
    wanted = (path.stem if path.suffix.lower() in KINDS else path.name).lower()
    found: list[Path] = []
    for folder in (*here, *folders):
        stems: dict[str, list[Path]] = {}
        for one in _listed(folder):
            if one.suffix.lower() in KINDS and not one.name.startswith("."):
                stems.setdefault(one.stem.lower(), []).append(one)
        found += [one for stem in close_to(wanted, stems, MOST, CLOSE) for one in stems[stem]]
    return list(dict.fromkeys(found))[:MOST]


def asked(near: Sequence[Path]) -> str:
    return f"Vouliez-vous dire : {', '.join(map(str, near))} ?"


def _near_folders(folder: Path) -> list[Path]:
    names = {one.name.lower(): one for one in _listed(folder.parent) if one.is_dir()}
    return [names[name] for name in close_to(folder.name, names, MOST, CLOSE)]


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (OSError, ValueError):
        return []


def _sound(path: Path) -> bool:
    return path.suffix.lower() in KINDS and path.parent.is_dir()


def _through_a_file(folder: Path) -> bool:
    return any(one.is_file() for one in (folder, *folder.parents))
