"""What is asked, on which sheet, and the figures computed: ``faits/``, ``feuilles.yaml`` and ``indicateurs.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from advisor.common.yaml_reader import Path_
from advisor.rules import ids
from advisor.rules.basis import Cond, Dated, Flag, Id, Identified, Model, Num, Sourced, Text, Unit
from advisor.rules.formulas import Formula, names, parse_formula
from advisor.rules.vocabulary import Slots

FormulaText = Annotated[Any, BeforeValidator(parse_formula)]


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


class Option(Identified, Dated):
    """One choice; ``words``: what people call it; ``written``: False when it means that the document says nothing."""

    label: str = Field("", alias="libelle")
    help: str = Field("", alias="aide")
    words: tuple[Text, ...] = Field((), alias="mots")
    written: Flag = Field(True, alias="ecrit")


SLOTS: Mapping[Slots, tuple[str, ...]] = {
    Slots.YEARS: ("n", "n-1", "n-2", "n-3", "n-4", "n-5"),
    Slots.PAY: ("1", "2", "3", "4", "5"),
}

ALONE = frozenset({"aucun", "aucune", "sans_objet"})
"""Options of a list that go with no other one."""

CLAUSE_OPTIONS = (
    Option(id="mot_pour_mot", label="Oui, en entier"),
    Option(id="en_partie", label="En partie"),
    Option(id="non", label="Non", written=False),
)
YES_NO_OPTIONS = (Option(id="oui", label="Oui"), Option(id="non", label="Non"))


class Saying(Model):
    """Words that stand for a figure: « plein temps » is 100."""

    words: tuple[Text, ...] = Field(alias="dit", min_length=1)
    value: Text = Field(alias="vaut")


class Fact(Identified):
    """Something that can be asked of a company.

    ``sayings`` are words accepted for a figure; ``proposal`` names the answer offered for this one, to be confirmed;
    ``pattern`` is the form of a text, as a regular expression on capitals.
    ``step``: what a count is a multiple of, when it is not whole.
    ``default``: the choice it stands for until it is answered; no verdict waits for it, and it is asked all the same.
    ``optional``: it is not asked; unanswered, it does not concern the company for the questions that depend on it.
    ``presumed``: a figure supposes its answer; it is asked all the same.
    ``yes_once_answered``: facts whose answers, once all given, say yes to a question of yes or no left unanswered.
    """

    theme: ids.Theme
    type: FactType
    question: str = ""
    short: str = Field("", alias="court")
    help: str = Field("", alias="aide")
    example: str = Field("", alias="exemple")
    where: str = Field("", alias="ou_trouver")
    holder: str = Field("", alias="qui_sait")
    choices: tuple[Option, ...] = Field((), alias="choix")
    unit: Unit | Literal[""] = Field("", alias="unite")
    minimum: Num | None = Field(None, alias="min")
    maximum: Num | None = Field(None, alias="max")
    step: Num | None = Field(None, alias="pas")
    asked_if: Cond | None = Field(None, alias="pose_si")
    slots: Slots | None = Field(None, alias="emplacements")
    cost: int = Field(2, alias="cout", ge=1, le=5)
    sayings: tuple[Saying, ...] = Field((), alias="mots")
    proposal: ids.Fact | None = Field(None, alias="propose")
    pattern: Text | None = Field(None, alias="forme")
    default: Id | None = Field(None, alias="defaut")
    optional: Flag = Field(False, alias="facultatif")
    presumed: Flag = Field(False, alias="supposee")
    yes_once_answered: tuple[ids.Fact, ...] = Field((), alias="oui_si_repondu")

    @property
    def taken_for_granted(self) -> bool:
        """Whether no verdict waits for its answer, though another answer than the usual one would move one."""
        return self.default is not None or self.presumed

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

    @cached_property
    def labels(self) -> dict[str, str]:
        """How each option is called, by id."""
        return {one.id: one.label or one.id for one in self.options}

    def option_label(self, option: str) -> str:
        return self.labels.get(option, option)


ForEach = Literal["exercice", "remuneration", "mois", "semestre"]
Gathering = Literal["somme", "moyenne", "minimum", "maximum"]


class IndicatorCase(Model):
    """What a figure is worth when ``condition`` holds; the last case may have none."""

    condition: Cond | None = Field(None, alias="si")
    formula: FormulaText = Field(alias="formule")


class Indicator(Identified, Sourced):
    """A figure computed from answers, from figures of the law and from other indicators.

    Attributes:
        title, short: how it is called, in full and on the line of its calculation.
        formula: see `advisor.rules.formulas`; cases: one formula a case instead, the first that holds.
        for_each: the rows on which the formula is worked out. ``exercice`` and ``remuneration`` are rows of answers,
            ``count`` of them; ``mois`` are those of ``year``; ``semestre`` the ``count`` last half-years ended on
            ``before``.
        keep: what is kept of the rows; without it, the formula gathers them itself.
        day: on which its figures of the law are read, rather than on that of the assessment; months are read on their
            first day, half-years on their last.
    """

    title: str = Field("", alias="titre")
    short: str = Field("", alias="court")
    unit: Unit = Field(alias="unite")
    formula: FormulaText | None = Field(None, alias="formule")
    cases: tuple[IndicatorCase, ...] = Field((), alias="cas")
    for_each: ForEach | None = Field(None, alias="pour_chaque")
    count: FormulaText | None = Field(None, alias="combien")
    year: FormulaText | None = Field(None, alias="annee")
    before: FormulaText | None = Field(None, alias="avant")
    day: FormulaText | None = Field(None, alias="au")
    keep: Gathering | None = Field(None, alias="garder")
    method: str = Field("", alias="methode")

    @cached_property
    def slots(self) -> Slots | None:
        """The rows of answers it gathers, if any."""
        return Slots(self.for_each) if self.for_each in tuple(Slots) else None

    @property
    def dated(self) -> bool:
        """Whether its figures of the law are read on other days than that of the assessment."""
        return self.day is not None or self.for_each in ("mois", "semestre")

    @cached_property
    def formulas(self) -> dict[Path_, Formula]:
        """Every formula it is made of, by its place in the entry: what it is worth first, then its rows."""
        cases: dict[Path_, Formula] = {("cas", rank, "formule"): one.formula for rank, one in enumerate(self.cases)}
        rows = {"combien": self.count, "annee": self.year, "avant": self.before, "au": self.day}
        fields = {"formule": self.formula, **rows}
        return cases | {(key,): one for key, one in fields.items() if one is not None}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every name its formulas hold, each once; those of the conditions of its cases are apart."""
        return tuple(dict.fromkeys(name for one in self.formulas.values() for name in names(one)))


ROLES: dict[str, tuple[str, ...]] = {
    "charges": ("total", "part", "communes", "cle"),
    "remunerations": ("brut", "temps", "liee", "mois"),
}
"""The parts that the calculation of a sheet needs."""


class DraftDocument(Model):
    """What is read instead, while an answer is this one: a project has draft statutes."""

    fact: ids.Fact = Field(alias="fait")
    option: Id = Field(alias="est")
    document: Text
    bring: Text = Field(alias="apporter")


class Sheet(Identified):
    """Facts answered on one screen, in the order in which one reads the document.

    Attributes:
        kind: ``grille`` (clauses) or ``feuille`` (figures).
        document: name of the document read; bring: the same inside a sentence.
        facts: in document order.
        companions: facts no verdict waits for, asked with the others because they explain a figure.
        calculation: what the sheet computes beside the figures, if anything; roles: which fact plays which part in it;
            floor: computed figure under which a full-time pay is suspect.
    """

    theme: ids.Theme
    kind: Literal["grille", "feuille"] = Field(alias="genre")
    title: Text = Field(alias="titre")
    document: Text
    bring: Text = Field(alias="apporter")
    draft: DraftDocument | None = Field(None, alias="brouillon")
    facts: tuple[ids.Fact, ...] = Field(alias="faits", min_length=1)
    companions: tuple[ids.Fact, ...] = Field((), alias="accompagnent")
    calculation: Literal["charges", "remunerations"] | None = Field(None, alias="calcul")
    roles: dict[str, ids.Fact] = Field(default_factory=dict)
    floor: ids.Indicator | None = Field(None, alias="plancher")

    @property
    def every(self) -> tuple[str, ...]:
        """Facts and companions."""
        return (*self.facts, *self.companions)
