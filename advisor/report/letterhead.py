"""The letterhead of the organisation that hands a report over: its name, its address, its logo.

A small TOML file, ``entete.toml`` beside the dossiers or any file named on the command line::

    nom = "CRESS des Deux Rives"
    adresse = ["12 quai de la Coopération", "42000 Saint-Étienne", "contact@cress.example"]
    logo = "logo.svg"
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from advisor.errors import InputError, Problem
from advisor.report.model import typeset

FILE_NAME = "entete.toml"
_KEYS = ("nom", "adresse", "logo")
_LONGEST_NAME, _LONGEST_LINE, _MOST_LINES = 120, 90, 6
_HEAVIEST_FILE, _HEAVIEST_LOGO = 100_000, 1_000_000
_PNG = b"\x89PNG\r\n\x1a\n"
_EXAMPLE = 'Par exemple : nom = "CRESS des Deux Rives"'


@dataclass(frozen=True)
class Logo:
    """An image, read and checked; ``name`` is how to call it in messages."""

    kind: Literal["png", "svg"]
    data: bytes
    name: str


@dataclass(frozen=True)
class Letterhead:
    """Who hands the document over."""

    name: str
    lines: tuple[str, ...] = ()
    logo: Logo | None = None


def find_letterhead(named: str | None, *folders: Path) -> Letterhead | None:
    """The letterhead named, or the first one kept in these folders, or none.

    Raises:
        InputError: the file cannot be read, or does not say what it must.
    """
    if named is not None:
        return read_letterhead(Path(named))
    for folder in folders:
        if (folder / FILE_NAME).is_file():
            return read_letterhead(folder / FILE_NAME)
    return None


def read_letterhead(path: Path) -> Letterhead:
    """Read and check one file.

    Raises:
        InputError: with every defect found.
    """
    shown = str(path)
    data = _load(path)
    problems = [
        Problem(f"« {key} » n'est pas attendu ici.", shown, mend=f"Sont reconnus : {', '.join(_KEYS)}.")
        for key in data
        if key not in _KEYS
    ]
    name = data.get("nom", "")
    if not isinstance(name, str) or not typeset(name):
        problems.append(Problem("il manque le nom de l'organisme.", shown, mend=f"{_EXAMPLE}."))
    elif len(name) > _LONGEST_NAME:
        problems.append(Problem(f"le nom dépasse {_LONGEST_NAME} caractères.", shown))
    lines = data.get("adresse", [])
    lines = lines.strip().splitlines() if isinstance(lines, str) else lines
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        mend = 'Écrivez des lignes entre guillemets : adresse = ["12 quai Neuf", "42000 Saint-Étienne"].'
        problems.append(Problem("l'adresse n'est pas une liste de lignes.", shown, mend=mend))
    elif len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in lines):
        text = f"l'adresse tient en {_MOST_LINES} lignes de {_LONGEST_LINE} caractères au plus."
        problems.append(Problem(text, shown))
    logo = None
    try:
        logo = _logo(data["logo"], path) if "logo" in data else None
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(*problems)
    cleaned = tuple(line for line in map(typeset, lines) if line)
    return Letterhead(typeset(name), cleaned, logo)


def _load(path: Path) -> dict[str, Any]:
    raw = _bytes(path, "ce fichier d'en-tête", _HEAVIEST_FILE)
    shown = str(path)
    try:
        return tomllib.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError(
            Problem("le fichier n'est pas en UTF-8.", shown, mend="Enregistrez-le en UTF-8 depuis votre éditeur.")
        ) from None
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        raise InputError(
            Problem('cette ligne n\'est pas de la forme « clé = "valeur" ».', shown, line, column, mend=f"{_EXAMPLE}.")
        ) from None


def _bytes(path: Path, what: str, heaviest: int) -> bytes:
    try:
        if not path.is_file():
            raise InputError(Problem(f"{what} n'existe pas.", str(path)))
        if path.stat().st_size > heaviest:
            raise InputError(Problem(f"{what} dépasse {heaviest // 1000} ko.", str(path)))
        return path.read_bytes()
    except OSError as error:
        from advisor.errors import system_reason

        raise InputError(Problem(f"{what} ne peut pas être lu ({system_reason(error)}).", str(path))) from None


def _logo(named: Any, beside: Path) -> Logo:
    if not isinstance(named, str) or not named.strip():
        raise InputError(Problem("le logo se donne par son nom de fichier.", str(beside), mend='logo = "logo.png"'))
    path = beside.parent / named
    data = _bytes(path, "ce logo", _HEAVIEST_LOGO)
    if data.startswith(_PNG):
        return Logo("png", data, str(path))
    if _is_svg(data):
        return Logo("svg", data, str(path))
    raise InputError(Problem("ce logo n'est ni une image PNG ni un dessin SVG.", str(path)))


def _is_svg(data: bytes) -> bool:
    from xml.etree import ElementTree

    # No document type: entities could make a small file enormous, and a drawing needs none.
    head = re.sub(rb"(?s)<!DOCTYPE[^\[>]*>", b"", data)
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        return False
    try:
        return ElementTree.fromstring(head).tag in ("{http://www.w3.org/2000/svg}svg", "svg")
    except (ElementTree.ParseError, ValueError, LookupError):
        return False
