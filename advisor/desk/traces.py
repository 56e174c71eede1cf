"""Which other files of the desk still name a company once its dossier was made anonymous."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from advisor.common.errors import InputError
from advisor.common.french import folded
from advisor.desk.shelf import ARCHIVES, listed, readable
from advisor.dossier import Dossier


def traces(path: Path, dossier: Dossier, kept: Path) -> tuple[Path, ...]:
    """Files beside a dossier, or in the archives of its folder, that bear its name or speak of the same company.

    Args:
        path: where the dossier was.
        dossier: what it said.
        kept: the anonymous copy.
    """
    folder = path.parent.parent if path.parent.name == ARCHIVES else path.parent
    found = {*_called(path, folder), *_same_company(dossier, folder)} - {path}
    return tuple(sorted(one for one in found if one.resolve() != kept.resolve()))


def _called(path: Path, folder: Path) -> Iterator[Path]:
    """Reports, calendars, copies: they are named after the dossier unless asked otherwise."""
    for place in (folder, folder / ARCHIVES):
        if place.is_dir():
            for one in place.iterdir():
                name = one.name.lstrip(".")
                if name.startswith(path.stem) and not name[len(path.stem) : len(path.stem) + 1].isalnum():
                    yield one


def _same_company(dossier: Dossier, folder: Path) -> Iterator[Path]:
    siren, name = re.sub(r"\D", "", dossier.siren), folded(" ".join(dossier.name.split()))
    for one, _ in listed(folder, archived=True):
        try:
            other = readable(one)
        except InputError:
            continue
        same_number = siren and siren == re.sub(r"\D", "", other.siren)
        if same_number or (name and name == folded(" ".join(other.name.split()))):
            yield one
