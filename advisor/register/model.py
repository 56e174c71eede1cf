"""One line of the register: who said what on which open point, on what day, and how it is known."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from advisor.dossier.model import Day, plain_text

FILE_NAME = "registre.yaml"
"""The register, among the dossiers."""

MAX_WHO, MAX_WORDS = 80, 1000

Reading = Literal["favorable", "stricte", "sans_position"]
Basis = Literal["courrier", "courriel", "oral", "decision"]

READINGS: dict[str, str] = {
    "favorable": "lecture favorable admise",
    "stricte": "lecture stricte retenue",
    "sans_position": "pas de position prise",
}
BASES: dict[str, str] = {
    "courrier": "courrier",
    "courriel": "courriel",
    "oral": "oral, sans écrit",
    "decision": "décision sur une demande",
}

Who = Annotated[str, Field(min_length=1, max_length=MAX_WHO), BeforeValidator(plain_text)]
Words = Annotated[str, Field(max_length=MAX_WORDS), BeforeValidator(plain_text)]

# Nine digits, or fourteen, whatever stands between them; a longer number is something else.
_SIREN = re.compile(r"(?<!\d)(?:\d[ .\u00a0\u202f-]?){8}\d(?:[ .\u00a0\u202f-]?\d{5})?(?!\d)")


class Line(BaseModel):
    """One position of the administration.

    Attributes:
        point: id of the open point (``rules/points_ouverts.yaml``).
        day: when it was given. until: last day on which it holds, when it says so.
        who: which service (« DDETS de la Loire »).
        reading: which reading it keeps. basis: how it is known.
        words: what was said, in a sentence; no company's name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    point: str = Field(min_length=1, max_length=MAX_WHO)
    day: Day = Field(alias="date")
    who: Who = Field(alias="qui")
    reading: Reading = Field(alias="lecture")
    basis: Basis = Field(alias="support")
    words: Words = Field("", alias="texte")
    until: Day | None = Field(None, alias="jusqu_au")

    def over(self, on: date) -> bool:
        """Whether it no longer holds on a day."""
        return self.until is not None and self.until < on


class Register(NamedTuple):
    """A register as it was read; ``lines`` in the order of the file, ``places``: line of the file of each."""

    path: Path
    lines: tuple[Line, ...]
    places: tuple[int, ...] = ()

    def on(self, point: str) -> tuple[Line, ...]:
        """What is known of an open point, newest first."""
        found = [line for line in self.lines if line.point == point]
        return tuple(sorted(found, key=lambda line: line.day, reverse=True))


def contrary(lines: tuple[Line, ...], on: date) -> bool:
    """Whether positions known on a day, and still holding, contradict each other."""
    held = {line.reading for line in lines if line.day <= on and not line.over(on)}
    return {"favorable", "stricte"} <= held


def looks_like_siren(text: str) -> bool:
    """Whether a text seems to hold the number of a company."""
    return _SIREN.search(text) is not None
