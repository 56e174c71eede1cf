"""One line of the register: who said what on which open point, on what day, and how it is known."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from advisor.common.errors import close_to
from advisor.dossier.model import Day, OptionalDay, plain_text

if TYPE_CHECKING:
    from advisor.rules.load import Knowledge

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


def unknown_point(point: str, knowledge: Knowledge) -> tuple[str, str] | None:
    """What is wrong with a point that the rules do not leave open, after its name, and how to mend it."""
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


class Line(BaseModel):
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
    day: Day = Field(alias="date", examples=["2026-03-12"])
    who: Who = Field(alias="qui", examples=["DDETS de la Loire"])
    reading: Reading = Field(alias="lecture", examples=["favorable"])
    basis: Basis = Field(alias="support", examples=["courrier"])
    words: Words = Field("", alias="texte")
    until: Annotated[OptionalDay, AfterValidator(_not_before)] = Field(None, alias="jusqu_au")

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
