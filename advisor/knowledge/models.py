"""The rule base as frozen models: what a jurist writes in ``rules/``, typed.

Field names are English; their YAML keys (the aliases) are French, as in the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from advisor.knowledge.conditions import Condition, ConditionError, parse_condition
from advisor.values import parse_date, parse_number

DISTANT = date.max


def _condition(raw: Any) -> Any:
    try:
        return parse_condition(raw)
    except ConditionError as error:
        # pydantic takes one error from a validator: this one carries them all.
        raise PydanticCustomError("condition", "condition mal écrite", {"slips": error.slips}) from None


def _number(raw: Any) -> Any:
    if isinstance(raw, Fraction):
        return raw
    try:
        return parse_number(raw)
    except (ValueError, AttributeError, TypeError):
        raise PydanticCustomError("nombre", "« {raw} » n'est pas un nombre.", {"raw": str(raw)}) from None


def _day(raw: Any) -> Any:
    if isinstance(raw, date):
        return raw
    try:
        return parse_date(raw)
    except (ValueError, AttributeError, TypeError):
        raise PydanticCustomError(
            "date", "« {raw} » n'est pas une date (écrivez AAAA-MM-JJ).", {"raw": str(raw)}
        ) from None


def _flag(raw: Any) -> Any:
    if isinstance(raw, bool):
        return raw
    if raw not in ("oui", "non"):
        raise PydanticCustomError("oui_non", "« {raw} » : écrivez oui ou non.", {"raw": str(raw)})
    return raw == "oui"


def _one_line(raw: Any) -> Any:
    return raw.strip() if isinstance(raw, str) else raw


Cond = Annotated[Any, BeforeValidator(_condition)]
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


class Theme(Model):
    """A chapter of the talk, and of the report; ``last``: asked only once nothing else is left to ask."""

    id: Id
    title: Text = Field(alias="titre")
    last: Flag = Field(False, alias="en_dernier")


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


class SourceVersion(Dated):
    reference: str = ""
    read: Confidence = Field(alias="lu")
    checked: Day = Field(alias="controle")
    note: str = ""


class Source(Model):
    id: Id
    short: Text = Field(alias="court")
    title: Text = Field(alias="titre")
    nature: Text
    versions: tuple[SourceVersion, ...]

    def on(self, day: date) -> SourceVersion | None:
        return next((version for version in self.versions if version.covers(day)), None)


class Citation(Model):
    source: Id
    passage: str = ""


class ParameterValue(Dated):
    value: Num = Field(alias="valeur")
    source: Id | None = None
    reference: str = ""
    confidence: Confidence = Field(alias="confiance")
    checked: Day = Field(alias="controle")
    note: str = ""


class Parameter(Model):
    id: Id
    title: Text = Field(alias="titre")
    unit: Text = Field(alias="unite")
    values: tuple[ParameterValue, ...] = Field(alias="valeurs")

    def on(self, day: date) -> ParameterValue | None:
        """The value in force on a day: the last one started, unless it has ended."""
        found = None
        for value in self.values:
            if value.covers(day):
                found = value
        return found


class FactType(StrEnum):
    CHOICE = "choix"
    CHOICES = "choix_multiple"
    YES_NO = "oui_non"
    COUNT = "nombre"
    MONEY = "montant"
    PERCENT = "pourcentage"
    DATE = "date"
    TEXT = "texte"
    CLAUSE = "clause"

    @property
    def numeric(self) -> bool:
        return self in (FactType.COUNT, FactType.MONEY, FactType.PERCENT)


class Option(Dated):
    """One choice; ``words``: what people call it; ``written``: False when it means that the document says nothing."""

    id: Id
    label: str = Field("", alias="libelle")
    help: str = Field("", alias="aide")
    words: tuple[Text, ...] = Field((), alias="mots")
    written: Flag = Field(True, alias="ecrit")


SLOTS: Mapping[str, tuple[str, ...]] = {
    "exercice": ("n", "n-1", "n-2", "n-3", "n-4", "n-5"),
    "remuneration": ("1", "2", "3", "4", "5"),
}

CLAUSE_OPTIONS = (
    Option(id="mot_pour_mot", label="Oui, mot pour mot"),
    Option(id="en_partie", label="En partie"),
    Option(id="non", label="Non", written=False),
)
YES_NO_OPTIONS = (Option(id="oui", label="Oui"), Option(id="non", label="Non"))


class Saying(Model):
    """Words that stand for a figure: « plein temps » is 100."""

    words: tuple[Text, ...] = Field(alias="dit", min_length=1)
    value: Text = Field(alias="vaut")


class Fact(Model):
    """Something that can be asked of a company.

    ``sayings`` are words accepted for a figure; ``proposal`` names the answer offered for this one, to be confirmed.
    """

    id: Id
    theme: Id
    type: FactType
    question: str = ""
    short: str = Field("", alias="court")
    help: str = Field("", alias="aide")
    example: str = Field("", alias="exemple")
    where: str = Field("", alias="ou_trouver")
    holder: str = Field("", alias="qui_sait")
    choices: tuple[Option, ...] = Field((), alias="choix")
    unit: str = Field("", alias="unite")
    minimum: Num | None = Field(None, alias="min")
    maximum: Num | None = Field(None, alias="max")
    asked_if: Cond | None = Field(None, alias="pose_si")
    slots: Literal["exercice", "remuneration"] | None = Field(None, alias="emplacements")
    cost: int = Field(2, alias="cout", ge=1, le=5)
    sayings: tuple[Saying, ...] = Field((), alias="mots")
    proposal: Id | None = Field(None, alias="propose")

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """Choices a person picks from; empty for figures, dates and texts."""
        if self.type is FactType.CLAUSE:
            return CLAUSE_OPTIONS
        if self.type is FactType.YES_NO:
            return YES_NO_OPTIONS
        return self.choices

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Where answers are stored: the id itself, or one address per slot (``charges_exploitation[n-1]``)."""
        if self.slots is None:
            return (self.id,)
        return tuple(f"{self.id}[{slot}]" for slot in SLOTS[self.slots])

    def option_label(self, option: str) -> str:
        return next((o.label or o.id for o in self.options if o.id == option), option)


class IndicatorCase(Model):
    condition: Cond | None = Field(None, alias="si")
    value: Any = Field(alias="valeur")


class Indicator(Model):
    """A figure computed from answers; ``calculation`` names a function of `advisor.indicators`."""

    id: Id
    title: str = Field("", alias="titre")
    unit: Text = Field(alias="unite")
    calculation: Text = Field(alias="calcul")
    arguments: dict[str, Any] = Field(default_factory=dict)
    cases: tuple[IndicatorCase, ...] = Field((), alias="cas")
    method: str = Field("", alias="methode")
    citations: tuple[Citation, ...] = Field((), alias="sources")
    confidence: Confidence = Field("V", alias="confiance")


class Explanations(Model):
    satisfied: Text = Field(alias="satisfait")
    not_satisfied: Text = Field(alias="non_satisfait")
    to_complete: Text = Field(alias="a_completer")
    uncertain: Text = Field(alias="incertain")


class Reserve(Dated):
    """A prudent reading was kept; this says so when ``condition`` holds.

    ``decisive``: the outcome itself rests on that reading, and is shown with no more confidence than it.
    """

    id: Id
    condition: Cond = Field(alias="si")
    text: Text = Field(alias="texte")
    citations: tuple[Citation, ...] = Field((), alias="sources")
    confidence: Confidence = Field(alias="confiance")
    decisive: Flag = Field(False, alias="determinante")


class CriterionVersion(Dated):
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    confidence: Confidence = Field(alias="confiance")
    statement: str = Field("", alias="enonce")
    change: str = Field("", alias="changement")
    condition: Cond

    @property
    def tree(self) -> Condition:
        tree: Condition = self.condition
        return tree


def _carry_conditions(raw: Any) -> Any:
    """A version that writes no condition keeps that of the version before it: only what changed is written."""
    if not isinstance(raw, dict) or not isinstance(raw.get("versions"), list):
        return raw
    versions: list[Any] = []
    carried: Any = None
    for version in raw["versions"]:
        if isinstance(version, dict):
            if "condition" not in version and carried is not None:
                versions.append({**version, "condition": carried})
                continue
            carried = version.get("condition", carried)
        versions.append(version)
    return {**raw, "versions": versions}


class Criterion(Model):
    """One legal condition, with every dated version of it."""

    _carry = model_validator(mode="before")(_carry_conditions)

    id: Id
    title: Text = Field(alias="titre")
    theme: Id
    statement: str = Field("", alias="enonce")
    nature: Literal["objective", "appreciee"]
    appraised_by: Literal["greffe", "prefet"] | None = Field(None, alias="appreciee_par")
    evidence: tuple[str, ...] = Field((), alias="preuves")
    scope: Literal["condition", "vigilance", "synthese"] = Field("condition", alias="portee")
    explanations: Explanations | None = Field(None, alias="explications")
    figures: tuple[Id, ...] = Field((), alias="chiffres")
    """Dated figures that the criterion rests on without computing with them."""
    versions: tuple[CriterionVersion, ...] = Field(min_length=1)
    reserves: tuple[Reserve, ...] = ()

    def on(self, day: date) -> CriterionVersion | None:
        return next((version for version in self.versions if version.covers(day)), None)


class RemedyVariant(Model):
    """What a remedy becomes for the companies ``condition`` describes; what it leaves out stays as it is."""

    condition: Cond = Field(alias="si")
    title: str = Field("", alias="titre")
    who: str = Field("", alias="qui")
    delay: str = Field("", alias="delai")
    action: str = Field("", alias="faire")
    then: str = Field("", alias="suite")


class Remedy(Model):
    """What mends a condition.

    ``then``: what follows, whatever the action. ``variants``: the first that holds is told.
    """

    id: Id
    title: Text = Field(alias="titre")
    kind: Literal["statuts", "formalite", "engagement", "gestion", "activite", "forme"] = Field(alias="genre")
    weight: int = Field(alias="poids", ge=1, le=6)
    who: Text = Field(alias="qui")
    delay: Text = Field(alias="delai")
    deferred: Flag = Field(False, alias="differe")
    action: Text = Field(alias="faire")
    then: str = Field("", alias="suite")
    variants: tuple[RemedyVariant, ...] = Field((), alias="variantes")
    citations: tuple[Citation, ...] = Field((), alias="sources")
    confidence: Confidence = Field(alias="confiance")
    note: str = ""


class Practice(Model):
    """What is known of the administration's practice on an open point."""

    date: Text
    who: Text = Field(alias="qui")
    text: Text = Field(alias="texte")
    confidence: Confidence = Field(alias="confiance")


class OpenQuestion(Model):
    id: Id
    title: Text = Field(alias="titre")
    question: Text
    strict_reading: Text = Field(alias="lecture_stricte")
    favourable_reading: Text = Field(alias="lecture_favorable")
    if_strict: Text = Field(alias="si_stricte")
    if_favourable: Text = Field(alias="si_favorable")
    conduct: Text = Field(alias="conduite")
    practice: tuple[Practice, ...] = Field((), alias="pratique")
    citations: tuple[Citation, ...] = Field((), alias="sources")
    confidence: Confidence = Field(alias="confiance")


class Coherence(Model):
    """Answers that cannot all be right: when ``condition`` holds, the named facts are withdrawn from reasoning."""

    id: Id
    condition: Cond = Field(alias="si")
    facts: tuple[str, ...] = Field(alias="faits", min_length=1)
    for_each: Literal["exercice", "remuneration"] | None = Field(None, alias="pour_chaque")
    message: str = ""
    mend: str = Field("", alias="mender")


class RouteVersion(Dated):
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    confidence: Confidence = Field("V", alias="confiance")
    change: str = Field("", alias="changement")
    condition: Cond


class Duration(Dated):
    """A line of a first-match table: how long the accreditation lasts."""

    condition: Cond | None = Field(None, alias="si")
    parameter: Id = Field(alias="parametre")
    citations: tuple[Citation, ...] = Field((), alias="sources")
    reserve: str = ""


class Route(Model):
    """One way to a status; a status is reached by any of its routes. ``without_lights``: why it shows no lights."""

    _carry = model_validator(mode="before")(_carry_conditions)

    id: Id
    title: Text = Field(alias="titre")
    outcome: Literal["eligible", "de_droit"] = Field(alias="issue")
    statement: str = Field("", alias="enonce")
    claimed_if: Cond | None = Field(None, alias="revendiquee_si")
    versions: tuple[RouteVersion, ...] = Field(min_length=1)
    durations: tuple[Duration, ...] = Field((), alias="durees")
    without_lights: str = Field("", alias="sans_feux")

    def on(self, day: date) -> RouteVersion | None:
        return next((version for version in self.versions if version.covers(day)), None)


class Light(Model):
    """One of the three things laymen confuse about the ESS: what is written, what is done, what is registered."""

    id: Id
    title: Text = Field(alias="titre")
    criteria: tuple[Id, ...] = Field(alias="criteres", min_length=1)


class Status(Model):
    id: Id
    title: Text = Field(alias="titre")
    statement: str = Field("", alias="enonce")
    phrases: dict[str, str] = Field(default_factory=dict)
    routes: tuple[Route, ...] = Field(alias="voies", min_length=1)
    lights: tuple[Light, ...] = Field((), alias="feux")


class Guidance(Dated):
    """A right, a limit, a constraint, a procedure step, a document or a duty attached to a status.

    ``advised``: a document that no text asks for. ``shown_by``: facts whose evidence, noted in the dossier,
    shows that the company has it. ``done_if``: criteria that, all met, leave nothing to do.
    """

    id: Id
    kind: Literal["droit", "limite", "contrainte", "procedure", "piece", "obligation"] = Field(alias="genre")
    status: Literal["ess", "esus"] = Field(alias="statut")
    title: Text = Field(alias="titre")
    text: Text = Field(alias="texte")
    condition: Cond | None = Field(None, alias="si")
    routes: tuple[Id, ...] = Field((), alias="voies")
    where: str = Field("", alias="ou_obtenir")
    figures: tuple[Id, ...] = Field((), alias="chiffres")
    advised: Flag = Field(False, alias="conseil")
    shown_by: tuple[Id, ...] = Field((), alias="montree_par")
    done_if: tuple[Id, ...] = Field((), alias="faite_si")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    confidence: Confidence = Field(alias="confiance")
    reserve: str = ""
