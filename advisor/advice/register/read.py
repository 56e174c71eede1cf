"""Reading the register: the strict YAML of dossiers, and every defect at its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from advisor.advice.register.model import FILE_NAME, Line, Register, looks_like_siren
from advisor.common.errors import Problem
from advisor.common.validation import validated
from advisor.common.yaml_reader import YamlDocument, read_yaml
from advisor.rules.load import Knowledge


def find_register(named: str | None, *folders: Path, knowledge: Knowledge) -> Register | None:
    """The register named, or the first one kept in these folders, or none.

    Raises:
        InputError: the file cannot be read, or does not say what it must.
    """
    if named is not None:
        return read_register(Path(named), knowledge)
    for folder in folders:
        if (folder / FILE_NAME).is_file():
            return read_register(folder / FILE_NAME, knowledge)
    return None


def read_register(path: Path, knowledge: Knowledge) -> Register:
    """Read and check one register.

    Raises:
        InputError: with every defect found, each with file, line and column.
    """
    return parse_register(read_yaml(path, str(path)), path, knowledge)


def parse_register(document: YamlDocument, path: Path, knowledge: Knowledge) -> Register:
    """A register from a parsed file.

    Raises:
        InputError: see `read_register`.
    """
    if document.data in (None, ""):
        return Register(path, ())
    lines = validated(tuple[Line, ...], document, context=knowledge)
    return Register(path, lines, tuple(document.position((index,))[0] for index in range(len(lines))))


def doubts(register: Register, today: date) -> Iterator[Problem]:
    """What a register says that it should not, though it can be read: a company's number, a day to come, a twin."""
    seen: dict[Line, int] = {}
    for line, place in zip(register.lines, register.places, strict=True):
        shown = str(register.path)
        if looks_like_siren(f"{line.who} | {line.words}"):
            message = "un numéro ressemble à un SIREN ; le registre est cité dans les rapports d'autres entreprises."
            yield Problem(message, shown, place, 1, "Retirez-le : aucune entreprise ne doit y être reconnue.")
        if line.day > today:
            yield Problem("cette position est datée d'un jour à venir.", shown, place, 1, "Vérifiez la date.")
        if line in seen:
            yield Problem(f"cette ligne répète celle de la ligne {seen[line]}.", shown, place, 1, "Gardez-en une.")
        seen.setdefault(line, place)
