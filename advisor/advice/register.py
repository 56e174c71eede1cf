"""The register of the CRESS: what its DDETS accepts on the points the law leaves open, dated. Advice, never a rule."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from advisor.common.errors import InputError, Problem, close_to
from advisor.common.files import write_atomically
from advisor.common.validation import validated
from advisor.common.yaml_reader import YamlDocument, read_yaml
from advisor.dossier.file import dump_yaml
from advisor.dossier.model import DossierDate, OptionalDay, plain_text
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import AuthorityPosition, Basis

FILE_NAME = "registre.yaml"
"""The register, among the dossiers."""

HEAD = (
    "# Registre de la CRESS : ce que l'administration a admis ou refusé sur les points que le droit laisse ouverts.\n"
)

MAX_WHO, MAX_WORDS = 80, 1000

Who = Annotated[str, Field(min_length=1, max_length=MAX_WHO), BeforeValidator(plain_text)]
RegisterWords = Annotated[str, Field(max_length=MAX_WORDS), BeforeValidator(plain_text)]

# Nine digits, or fourteen, whatever stands between them; a longer number is something else.
_SIREN = re.compile(r"(?<!\d)(?:\d[ .\u00a0\u202f-]?){8}\d(?:[ .\u00a0\u202f-]?\d{5})?(?!\d)")


def unknown_point(point: str, knowledge: Knowledge) -> tuple[str, str] | None:
    """Return what is wrong with a point that the rules do not leave open, after its name, and how to mend it."""
    if point in knowledge.open_questions:
        return None
    close = close_to(point, knowledge.open_questions)
    mend = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Au choix : {', '.join(knowledge.open_questions)}."
    return "n'est pas un point que le droit laisse ouvert.", mend


def _open_point(point: str, info: ValidationInfo[Knowledge | None]) -> str:
    if info.context and (what := unknown_point(point, info.context)):
        raise ValueError(*what)
    return point


def _not_before(until: date | None, info: ValidationInfo[Any]) -> date | None:
    if until and until < info.data.get("day", date.min):
        raise ValueError("vient avant la date de la position.", "Corrigez l'une des deux dates.")
    return until


class PracticeLine(BaseModel):
    """One position of the administration; read with a rule base as context, its point must be one of those.

    Attributes:
        point: id of the open point (``rules/points_ouverts.yaml``).
        day: when it was given. until: last day on which it holds, when it says so.
        who: which service (« DDETS de la Loire »).
        reading: which reading it keeps. basis: how it is known.
        words: what was said, in a sentence; no company's name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    point: Annotated[str, AfterValidator(_open_point)] = Field(min_length=1, max_length=MAX_WHO, examples=["Q7"])
    day: DossierDate = Field(alias="date", examples=["2026-03-12"])
    who: Who = Field(alias="qui", examples=["DDETS de la Loire"])
    reading: AuthorityPosition = Field(alias="lecture", examples=["favorable"])
    basis: Basis = Field(alias="support", examples=["courrier"])
    words: RegisterWords = Field("", alias="texte")
    until: Annotated[OptionalDay, AfterValidator(_not_before)] = Field(None, alias="jusqu_au")

    def over(self, on: date) -> bool:
        """Return whether it no longer holds on a day."""
        return self.until is not None and self.until < on


class Register(NamedTuple):
    """A register as it was read; ``lines`` in the order of the file, ``places``: line of the file of each."""

    path: Path
    lines: tuple[PracticeLine, ...]
    places: tuple[int, ...] = ()

    def on(self, point: str) -> tuple[PracticeLine, ...]:
        """Return what is known of an open point, newest first."""
        found = [line for line in self.lines if line.point == point]
        return tuple(sorted(found, key=lambda line: line.day, reverse=True))


def contrary(lines: tuple[PracticeLine, ...], on: date) -> bool:
    """Return whether positions known on a day, and still holding, contradict each other."""
    readings = {line.reading for line in lines if line.day <= on and not line.over(on)}
    return {"favorable", "stricte"} <= readings


def looks_like_siren(text: str) -> bool:
    """Return whether a text seems to hold the number of a company."""
    return _SIREN.search(text) is not None


# -- reading: the strict YAML of dossiers, every defect at its line and column ---------------------------------------


def find_register(named: str | None, *folders: Path, knowledge: Knowledge) -> Register | None:
    """Find the register named, or the first one kept in these folders, or none.

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
    """Read a register from a parsed file.

    Raises:
        InputError: see `read_register`.
    """
    if document.data in (None, ""):
        return Register(path, ())
    lines = validated(tuple[PracticeLine, ...], document, context=knowledge)
    return Register(path, lines, tuple(document.position((index,))[0] for index in range(len(lines))))


def doubts(register: Register, today: date) -> Iterator[Problem]:
    """Yield what a register says that it should not: a company's number, a day to come, a twin."""
    seen: dict[PracticeLine, int] = {}
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


# -- adding a line: what is there, comments included, stays to the letter --------------------------------------------


def add_line(path: Path, line: PracticeLine, knowledge: Knowledge) -> Register:
    """Add a line at the end of a register, made if there is none; the previous version is kept beside it.

    Raises:
        InputError: the register cannot be read, already says this, or cannot be written; nothing was changed.
    """
    text, known = HEAD, 0
    if os.path.lexists(path):
        before = read_register(path, knowledge)
        if line in before.lines:
            place = before.places[before.lines.index(line)]
            raise InputError(
                Problem(f"le registre le dit déjà, ligne {place}.", str(path), mend="Rien n'a été ajouté.")
            )
        text, known = path.read_text(encoding="utf-8"), len(before.lines)
        if not known:
            # « [] » says that there is nothing; it cannot be followed by a line.
            text = text.replace("[]", "", 1)
    text = text if text.endswith("\n") or not text else f"{text}\n"
    text += dump_line(line)
    register = parse_register(YamlDocument(text, str(path)), path, knowledge)
    if len(register.lines) != known + 1 or register.lines[-1] != line:
        message = "cette ligne ne pourrait pas être relue ; le registre n'a pas été touché."
        raise InputError(Problem(message, str(path), mend="Écrivez-la à la main, à la fin du fichier."))
    write_atomically(path, text, backup=True, folder=True)
    return register


def dump_line(line: PracticeLine) -> str:
    """Return the text of a line."""
    raw = {key: str(value) for key, value in line.model_dump(by_alias=True).items() if value not in (None, "")}
    return dump_yaml([raw])
