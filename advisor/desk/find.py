"""Which dossier of the desk a few words mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from advisor.common.errors import InputError, Problem
from advisor.common.french import folded
from advisor.desk.opening import near_names
from advisor.desk.shelf import ARCHIVES, KINDS, listed, readable
from advisor.dossier import Dossier

MOST = 8
"""Candidates named when several fit."""


class Found(NamedTuple):
    """A dossier of the desk."""

    path: Path
    archived: bool


def find(folder: Path, words: str) -> Found:
    """The one dossier that some words name: a path, a file name with or without its ending, part of a name or a SIREN.

    Raises:
        InputError: none fits, or several do; each is named.
    """
    path, bare = Path(words), Path(words).name == words
    if not bare and _is_dossier_file(path):
        return _at(path)
    known = [Found(*one) for one in listed(folder, archived=True)]
    wanted = folded(words.strip())
    exact = [one for one in known if wanted in (folded(one.path.name), folded(one.path.stem))]
    # A name alone is first one of the folder's own, whatever stands where the command is run.
    if bare and not exact and _is_dossier_file(path):
        return _at(path)
    fitting = exact or [one for one in known if wanted and all(word in _told(one.path) for word in wanted.split())]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        near = near_names(folder / words, (folder, folder / ARCHIVES))
        told = f"Vouliez-vous dire : {', '.join(one.name for one in near)} ?" if near else _LIST
        raise InputError(Problem("aucun dossier ne répond à ce nom.", words, mend=told))
    names = ", ".join(_shown(folder, one) for one in fitting[:MOST])
    more = f" et {len(fitting) - MOST} autres" if len(fitting) > MOST else ""
    raise InputError(
        Problem(f"{len(fitting)} dossiers répondent à ce nom : {names}{more}.", words, mend="Donnez le nom du fichier.")
    )


def _is_dossier_file(path: Path) -> bool:
    try:
        return path.suffix.lower() in KINDS and path.is_file()
    except OSError:
        # A name longer than any file may bear.
        return False


def _at(path: Path) -> Found:
    """A dossier named by its path; run inside the archives, a bare name does not tell that it stands there."""
    place = path.absolute() if path.parent == Path() else path
    return Found(place, place.parent.name == ARCHIVES)


_LIST = "La liste : ess-advisor dossiers --all."


def _told(path: Path) -> str:
    """What a search looks at; a damaged dossier still has its file's name."""
    try:
        dossier = readable(path)
    except InputError:
        return folded(path.stem)
    return folded("\n".join((path.stem, dossier.name, dossier.siren, dossier.siren.replace(" ", ""))))


def _shown(folder: Path, one: Found) -> str:
    try:
        return str(one.path.relative_to(folder))
    except ValueError:
        return str(one.path)


def earlier(folder: Path, dossier: Dossier, on: date, but: Path | None = None) -> list[tuple[Path, date]]:
    """Dossiers of the same company examined on an earlier day, the latest first, archives included.

    Args:
        folder: the folder of dossiers.
        dossier: the company, told by its SIREN, or by its name when either dossier has none.
        on: the day before which they were examined.
        but: the dossier itself.
    """
    found = []
    for path, _ in listed(folder, archived=True):
        try:
            other = readable(path)
        except InputError:
            continue
        if other.on is not None and other.on < on and path != but and _same_company(dossier, other):
            found.append((path, other.on))
    return sorted(found, key=lambda one: one[1], reverse=True)


def _same_company(one: Dossier, other: Dossier) -> bool:
    numbers = ["".join(dossier.siren.split()) for dossier in (one, other)]
    if all(numbers):
        return numbers[0] == numbers[1]
    names = [folded(" ".join(dossier.name.split())) for dossier in (one, other)]
    return bool(names[0]) and names[0] == names[1]
