"""The dossiers of a folder, read from their files: at work or in its ``archives``; and which one is meant."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple, TypeVar

from advisor.common.errors import EngineError, InputError, Problem, close_to, system_reason
from advisor.common.french import folded, shortlist
from advisor.dossier import Dossier, load_dossier
from advisor.rules.load import Knowledge

ARCHIVES = "archives"
"""The folder of archived dossiers, inside the folder of dossiers."""

KINDS = (".yaml", ".yml")

T = TypeVar("T")

RESERVED = ("registre.yaml",)
"""Files of the desk that stand among the dossiers without being one."""

_FOLDER = "Donnez le répertoire des dossiers avec --dossiers."
CLOSE = 0.8
MOST_NEAR = 3
MOST_NAMED = 8
"""Candidates named when several fit."""

_LIST = "La liste : ess-advisor dossiers liste --tous."


class DossierFile(NamedTuple):
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


class Repository(NamedTuple):
    """Everything found in a folder, by name of file."""

    folder: Path
    entries: tuple[DossierFile, ...]
    damaged: tuple[Damaged, ...]


def read_shelf(
    folder: Path, *, active: bool = True, archived: bool = False, knowledge: Knowledge | None = None
) -> Repository:
    """Read the dossiers of a folder, each checked against the catalogue of facts.

    Args:
        folder: the folder of dossiers; one that does not exist holds none.
        active: take the dossiers at work.
        archived: take those of the archives.
        knowledge: another rule base than the packaged one.

    Raises:
        InputError: the folder is a file, or cannot be read.
    """
    entries: list[DossierFile] = []
    damaged: list[Damaged] = []
    for path, away in listed(folder, active=active, archived=archived):
        try:
            entries.append(DossierFile(path, readable(path, knowledge), changed(path), away))
        except InputError as error:
            damaged.append(Damaged(path, error.problems, away))
    return Repository(folder, tuple(entries), tuple(damaged))


def looked_at(shelf: Repository, look: Callable[[DossierFile], T]) -> tuple[list[T], Repository]:
    """Look at every dossier; one that cannot be assessed joins the damaged ones, and the others are seen all the same.

    Returns:
        What was seen, and the shelf whose entries it was seen of, in the same order.
    """
    seen: list[T] = []
    remaining: list[DossierFile] = []
    damaged = [*shelf.damaged]
    for entry in shelf.entries:
        try:
            with blamed(entry.path):
                seen.append(look(entry))
            remaining.append(entry)
        except InputError as error:
            damaged.append(Damaged(entry.path, error.problems, entry.archived))
    return seen, shelf._replace(entries=tuple(remaining), damaged=tuple(damaged))


@contextlib.contextmanager
def blamed(path: Path) -> Iterator[None]:
    """Report what stops the work on one dossier as an error of its file; ESS_ADVISOR_DEBUG lets our defects through.

    Raises:
        InputError: in place of any other error; a closed input stays one.
    """
    try:
        yield
    except (InputError, EOFError):
        raise  # said already; nobody is there any more
    except OSError as error:
        raise InputError(Problem(f"le système a refusé ({system_reason(error)}).", str(path))) from error
    except Exception as error:
        if os.environ.get("ESS_ADVISOR_DEBUG"):
            raise
        message = f"erreur interne ({type(error).__name__} : {error})."
        mend = "Pour la signaler avec ses détails, relancez la même commande avec ESS_ADVISOR_DEBUG=1."
        raise InputError(Problem(message, str(path), mend=mend)) from error


class FoundDossier(NamedTuple):
    """A file that bears the name of a dossier."""

    path: Path
    archived: bool


def listed(folder: Path, *, active: bool = True, archived: bool = False) -> list[FoundDossier]:
    """Return whatever bears the name of a dossier, and whether it is archived; in the order of the names.

    Raises:
        InputError: the folder is a file, or cannot be read.
    """
    places = ([(folder, False)] if active else []) + ([(folder / ARCHIVES, True)] if archived else [])
    return [FoundDossier(path, away) for place, away in places for path in _dossiers(place)]


def _dossiers(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise InputError(Problem(f"lecture impossible ({system_reason(error)}).", str(folder), mend=_FOLDER)) from None
    return [one for one in found if one.suffix.lower() in KINDS and one.name[0] != "." and one.name not in RESERVED]


def readable(path: Path, knowledge: Knowledge | None = None) -> Dossier:
    """Return a dossier of the folder, checked.

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
            # Reported when the engine is needed.
            return load_dossier(path)
        return read_dossier(path, knowledge)


def changed(path: Path) -> datetime:
    """Return when a file was last written; the beginning of time for a link that leads nowhere."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime)
    except (OSError, OverflowError, ValueError):
        return datetime.min


# -- which file a path typed on the command line means: a dossier, one to begin, or a slip of the keyboard -----------


def refuse_slip(path: Path, dossiers: Path, new: bool = False) -> None:
    """Let through a dossier that exists, and one that is plainly to begin.

    Args:
        path: as it was typed.
        dossiers: where dossiers usually are; it may be made.
        new: the person said that the dossier is a new one.

    Raises:
        InputError: there is no such dossier, and to begin one there would surprise.
    """
    if os.path.lexists(path):
        return
    near = near_names(path, (dossiers,))
    if not new and near:
        mend = asked(near)
        if path.suffix.lower() in KINDS and path.parent.is_dir():
            mend += f" Pour en commencer un autre sous ce nom : ess-advisor entretien --nouveau {path}"
        raise InputError(Problem("ce dossier n'existe pas.", str(path), mend=mend))
    if not path.suffix or path.suffix.lower() not in KINDS:
        mend = f"Écrivez {path.with_name((path.stem or path.name) + KINDS[0])} pour en commencer un."
        if path.name[:3].isdigit():
            mend = f"Un cas d'école se lit avec : ess-advisor cas montrer {path.name}"
        what = "ce dossier n'existe pas, et le nom d'un dossier finit par .yaml."
        raise InputError(Problem(what, str(path), mend=mend))
    folder = path.parent
    if not folder.is_dir() and folder.resolve() != dossiers.resolve():
        through_a_file = any(one.is_file() for one in (folder, *folder.parents))
        what = "ce chemin passe par un fichier." if through_a_file else f"le répertoire « {folder} » n'existe pas."
        raise InputError(Problem(what, str(path), mend="Corrigez le chemin, ou créez d'abord le répertoire."))


def refuse_missing(path: Path, dossiers: Path) -> None:
    """Refuse, for a command that only reads, what is not there, with what it may have been.

    Raises:
        InputError: there is no such file, and others have a near name; without any, reading tells it.
    """
    near = [] if os.path.lexists(path) else near_names(path, (dossiers,))
    if near:
        raise InputError(Problem("ce fichier n'existe pas.", str(path), mend=asked(near)))


def near_names(path: Path, folders: Sequence[Path] = ()) -> list[Path]:
    """Return dossiers with a name near to one that does not exist: beside it, in a near folder, or in others."""
    here = [path.parent] if path.parent.is_dir() else _near_folders(path.parent)
    wanted = (path.stem if path.suffix.lower() in KINDS else path.name).lower()
    found: list[Path] = []
    for folder in (*here, *folders):
        stems: dict[str, list[Path]] = {}
        for one in _listed(folder):
            if one.suffix.lower() in KINDS and not one.name.startswith("."):
                stems.setdefault(one.stem.lower(), []).append(one)
        found += [one for stem in close_to(wanted, stems, MOST_NEAR, CLOSE) for one in stems[stem]]
    return list(dict.fromkeys(found))[:MOST_NEAR]


def asked(near: Sequence[Path]) -> str:
    return f"Vouliez-vous dire : {', '.join(map(str, near))} ?"


def _near_folders(folder: Path) -> list[Path]:
    names = {one.name.lower(): one for one in _listed(folder.parent) if one.is_dir()}
    return [names[name] for name in close_to(folder.name, names, MOST_NEAR, CLOSE)]


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (OSError, ValueError):
        return []


# -- which dossier of the desk a few words mean ----------------------------------------------------------------------


def shelf_of(path: Path) -> Path:
    """Return the folder of dossiers that one belongs to, archived or not."""
    return path.parent.parent if path.parent.name == ARCHIVES else path.parent


def find(folder: Path, words: str) -> FoundDossier:
    """Find the one dossier that some words name: a path, a file name, part of a name or a SIREN.

    Raises:
        InputError: none fits, or several do; each is named.
    """
    path, bare = Path(words), Path(words).name == words
    if not bare and _is_dossier_file(path):
        return _at(path)
    known = listed(folder, archived=True)
    wanted = folded(words.strip())
    exact = [one for one in known if wanted in (folded(one.path.name), folded(one.path.stem))]
    # A name alone is first one of the folder's own, whatever stands where the command is run.
    if bare and not exact and _is_dossier_file(path):
        return _at(path)
    fitting = exact or [
        one for one in known if wanted and all(word in _searched_text(one.path) for word in wanted.split())
    ]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        near = near_names(folder / words, (folder, folder / ARCHIVES))
        hint = asked([Path(one.name) for one in near]) if near else _LIST
        raise InputError(Problem("aucun dossier ne répond à ce nom.", words, mend=hint))
    names = shortlist([str(one.path.relative_to(folder)) for one in fitting], MOST_NAMED, joint=",")
    raise InputError(
        Problem(f"{len(fitting)} dossiers répondent à ce nom : {names}.", words, mend="Donnez le nom du fichier.")
    )


def _is_dossier_file(path: Path) -> bool:
    try:
        return path.suffix.lower() in KINDS and path.is_file()
    except OSError:
        # A name longer than any file may bear.
        return False


def _at(path: Path) -> FoundDossier:
    """A dossier named by its path; run inside the archives, a bare name does not tell that it stands there."""
    place = path.absolute() if path.parent == Path() else path
    return FoundDossier(place, place.parent.name == ARCHIVES)


def _searched_text(path: Path) -> str:
    """What a search looks at; a damaged dossier still has its file's name."""
    try:
        dossier = readable(path)
    except InputError:
        return folded(path.stem)
    return folded("\n".join((path.stem, dossier.name, dossier.siren, dossier.siren.replace(" ", ""))))


def earlier(folder: Path, dossier: Dossier, on: date, but: Path | None = None) -> list[tuple[Path, date]]:
    """Return dossiers of the same company examined on an earlier day, the latest first, archives included.

    Args:
        folder: the folder of dossiers.
        dossier: the company, known by its SIREN, or by its name when either dossier has none.
        on: the day before which they were examined.
        but: the dossier itself.
    """
    number, name = identity(dossier)

    def same(other: Dossier) -> bool:
        siren, called = identity(other)
        return number == siren if number and siren else bool(name) and name == called

    known = [(one.path, one.dossier) for one in read_shelf(folder, archived=True).entries if one.path != but]
    found = [(path, one.on) for path, one in known if one.on is not None and one.on < on and same(one)]
    return sorted(found, key=lambda one: one[1], reverse=True)


def identity(dossier: Dossier) -> tuple[str, str]:
    """Return the digits of a SIREN and the name as compared, which tell companies apart; either may be empty."""
    return re.sub(r"\D", "", dossier.siren), folded(" ".join(dossier.name.split()))
