"""What entries of the rules are made of: typed values, dates, citations, figures, ids of conclusions; ``base.yaml``.

Field names are English; their YAML keys (the aliases) are French, as in the files.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from advisor.common.french import parse_date, parse_number
from advisor.rules.conditions import parse_condition

DISTANT = date.max

StatusId = Literal["ess", "esus"]
Unit = Literal[
    "euro", "pourcentage", "points", "fraction", "fois", "personnes", "exercices", "heures", "jours", "jours_ouvres",
    "mois", "annees", "annee", "date", "nombre",
]  # fmt: skip


def route_root(id: str) -> str:
    """The proposition that a route is open, as the engine names it; that of a criterion has its id."""
    return f"voie:{id}"


def status_root(id: str) -> str:
    """The proposition that one of the routes of a status is open."""
    return f"statut:{id}"


def _number(raw: Any) -> Any:
    if isinstance(raw, Fraction):
        return raw
    try:
        return parse_number(raw)
    except (ValueError, AttributeError, TypeError):
        raise ValueError("n'est pas un nombre.") from None


def _day(raw: Any) -> Any:
    if isinstance(raw, date):
        return raw
    try:
        return parse_date(raw)
    except (ValueError, AttributeError, TypeError):
        raise ValueError("n'est pas une date (écrivez AAAA-MM-JJ).") from None


def _flag(raw: Any) -> Any:
    if isinstance(raw, bool):
        return raw
    if raw not in ("oui", "non"):
        raise ValueError(": écrivez oui ou non.")
    return raw == "oui"


def _one_line(raw: Any) -> Any:
    return raw.strip() if isinstance(raw, str) else raw


Cond = Annotated[Any, BeforeValidator(parse_condition)]
Num = Annotated[Fraction, BeforeValidator(_number), PlainSerializer(str)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Text = Annotated[str, BeforeValidator(_one_line), Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]*$")]
Confidence = Literal["V", "V-JO", "V-c", "S2", "S1", "I", "M"]


class Model(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        arbitrary_types_allowed=True,
        ignored_types=(cached_property,),
    )


class Identified(Model):
    """What is known by its id; two states of one thing, as a version changes it, have the same hash and differ."""

    id: Id

    def __hash__(self) -> int:
        return hash(self.id)


class Dated(Model):
    """Something in force from one day to another, both included."""

    start: Day = Field(date(1, 1, 1), alias="depuis")
    end: Day = Field(DISTANT, alias="jusqu_a")

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


class ConfidenceLevel(Model):
    id: Confidence
    title: Text = Field(alias="titre")
    meaning: Text = Field(alias="sens")
    rank: int = Field(alias="rang")


class Theme(Identified):
    """A chapter of the talk, and of the report; ``last``: asked only once nothing else is left to ask."""

    title: Text = Field(alias="titre")
    last: Flag = Field(False, alias="en_dernier")


class Trait(Model):
    """A fact by which an activity report groups companies; a date becomes an age, a number a bracket."""

    fact: Id = Field(alias="fait")
    title: Text = Field(alias="titre")


class Ended(Model):
    """Which companies have nothing left to prepare, and what is said to them instead."""

    condition: Cond = Field(alias="si")
    text: Text = Field(alias="texte")


class Base(Model):
    version: Text
    law_as_of: Day = Field(alias="etat_du_droit")
    code_checked_on: Day = Field(alias="controle_code")
    start: Day = Field(alias="debut")
    before_start: Text = Field(alias="avant_debut")
    notice: Text = Field(alias="avertissement")
    confidences: tuple[ConfidenceLevel, ...] = Field(alias="confiances")
    themes: tuple[Theme, ...]
    project: Cond | None = Field(None, alias="projet")
    """What tells a company that does not exist yet: it is spoken to, and given remedies, as a project."""
    ended: Ended | None = Field(None, alias="sans_suite")
    profile: tuple[Trait, ...] = Field((), alias="profil")
    lodged: Id | None = Field(None, alias="depot")
    """The fact that tells the day on which the accreditation request was lodged; it bears on the procedure only."""


class SourceVersion(Dated):
    reference: str = ""
    read: Confidence = Field(alias="lu")
    checked: Day = Field(alias="controle")
    note: str = ""


class Source(Identified):
    short: Text = Field(alias="court")
    title: Text = Field(alias="titre")
    nature: Text
    versions: tuple[SourceVersion, ...]

    def on(self, day: date) -> SourceVersion | None:
        return next((version for version in self.versions if version.covers(day)), None)


class Citation(Model):
    source: Id
    passage: str = ""


class Wording(Dated):
    """Other words for an entry, from one day to another; what it leaves out stays as it was."""

    title: Text | None = Field(None, alias="titre")
    text: Text | None = Field(None, alias="texte")
    where: Text | None = Field(None, alias="ou_obtenir")
    reserve: Text | None = None
    citations: tuple[Citation, ...] = Field((), alias="sources")
    confidence: Confidence | None = Field(None, alias="confiance")


class Worded(Identified, Dated):
    """An entry in force from one day to another, the words of which may change on the way (``versions``)."""

    versions: tuple[Wording, ...] = ()

    def on(self, day: date) -> Self | None:
        """The entry in the words of a day; None when it is not in force."""
        if not self.covers(day):
            return None
        version = next((one for one in self.versions if one.covers(day)), None)
        if version is None:
            return self
        changed = version.model_fields_set - {"start", "end"}
        return self.model_copy(update={name: getattr(version, name) for name in changed})


class ParameterValue(Dated):
    value: Num = Field(alias="valeur")
    source: Id | None = None
    reference: str = ""
    confidence: Confidence = Field(alias="confiance")
    checked: Day = Field(alias="controle")
    note: str = ""


class Parameter(Identified):
    title: Text = Field(alias="titre")
    unit: Unit = Field(alias="unite")
    values: tuple[ParameterValue, ...] = Field(alias="valeurs")
    due: Day | None = Field(None, alias="attendu")
    """The day from which a newer value must be looked for."""

    def on(self, day: date) -> ParameterValue | None:
        """The value in force on a day: the last one started, unless it has ended."""
        found = None
        for value in self.values:
            if value.covers(day):
                found = value
        return found
