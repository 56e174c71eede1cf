"""What entries of the rules are made of: typed values, dates, citations, figures, ids of conclusions; ``base.yaml``.

Field names are English; their YAML keys (the aliases) are French, as in the files.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationInfo, model_validator

from advisor.common.french import parse_date, parse_number
from advisor.rules import ids
from advisor.rules.condition_reader import Names, parse_condition
from advisor.rules.conditions import Condition

V = TypeVar("V")

DISTANT = date.max

StatusId = Literal["ess", "esus"]
Unit = Literal[
    "euro", "euro_par_heure", "pourcentage", "points", "fraction", "fois", "personnes", "exercices", "heures", "jours",
    "jours_ouvres", "mois", "annees", "annee", "date", "nombre",
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


def names_of(info: ValidationInfo) -> Names:
    """What the entries being read may name: the context of their reading is a function that gives it."""
    return info.context() if info.context is not None else Names()


def _condition(raw: Any, info: ValidationInfo) -> Condition:
    return parse_condition(raw, names_of(info))


def _followed(raw: Any) -> Any:
    """Versions in the order of their days: one that writes no end ends on the eve of the next."""
    if not isinstance(raw, list):
        return raw
    versions = list(raw)
    for i, (one, after) in enumerate(pairwise(raw)):
        if isinstance(one, dict) and isinstance(after, dict) and "jusqu_a" not in one:
            try:
                eve = _day(after["depuis"]) - timedelta(1)
                closed = _day(one["depuis"]) <= eve
            except (KeyError, ValueError, OverflowError):
                continue  # said of that day itself
            if closed:
                versions[i] = {**one, "jusqu_a": eve}
    return versions


Cond = Annotated[Any, BeforeValidator(_condition)]
Versions = Annotated[tuple[V, ...], BeforeValidator(_followed)]
Num = Annotated[Fraction, BeforeValidator(_number), PlainSerializer(str)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Text = Annotated[str, BeforeValidator(_one_line), Field(min_length=1)]
Id = ids.Id
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

    fact: ids.Fact = Field(alias="fait")
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
    lodged: ids.Fact | None = Field(None, alias="depot")
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
    versions: Versions[SourceVersion]

    def on(self, day: date) -> SourceVersion | None:
        return next((version for version in self.versions if version.covers(day)), None)

    def nearest(self, day: date) -> SourceVersion:
        """The version of a day; when there is none, the last one before it, or the first."""
        return next((version for version in reversed(self.versions) if version.start <= day), self.versions[0])


class Citation(Model):
    source: ids.Source
    passage: str = ""


class Rated(Model):
    """Something known more or less surely: ``confidence`` is written where it is not that of its texts.

    `Knowledge.confidence` tells it of a day.
    """

    confidence: Confidence | None = Field(None, alias="confiance")

    @property
    def read_in(self) -> tuple[str, ...]:
        """The sources it is as sure as."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _surely(self) -> Self:
        if self.confidence is None and not self.read_in:
            raise ValueError("n'a ni source ni « confiance ».", "Citez un texte, ou donnez un code de confiance.")
        return self


class Sourced(Rated):
    """Something that rests on the texts it cites."""

    citations: tuple[Citation, ...] = Field((), alias="sources")

    @property
    def read_in(self) -> tuple[str, ...]:
        return tuple(one.source for one in self.citations)


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

    versions: Versions[Wording] = ()

    def on(self, day: date) -> Self | None:
        """The entry in the words of a day; None when it is not in force."""
        if not self.covers(day):
            return None
        version = next((one for one in self.versions if one.covers(day)), None)
        if version is None:
            return self
        changed = version.model_fields_set - {"start", "end"}
        return self.model_copy(update={name: getattr(version, name) for name in changed})


class ParameterValue(Dated, Rated):
    value: Num = Field(alias="valeur")
    source: ids.Source | None = None
    reference: str = ""
    checked: Day = Field(alias="controle")
    note: str = ""

    @property
    def read_in(self) -> tuple[str, ...]:
        return (self.source,) if self.source else ()


class Parameter(Identified):
    title: Text = Field(alias="titre")
    unit: Unit = Field(alias="unite")
    values: Versions[ParameterValue] = Field(alias="valeurs")
    due: Day | None = Field(None, alias="attendu")
    """The day from which a newer value must be looked for."""

    def on(self, day: date) -> ParameterValue | None:
        """The value in force on a day: the last one started, unless it has ended."""
        found = None
        for value in self.values:
            if value.covers(day):
                found = value
        return found
