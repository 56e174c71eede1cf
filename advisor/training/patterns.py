"""What companies are invented from: ``rules/formation/decors.yaml`` and ``modeles.yaml``, typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from advisor.knowledge.aside import packaged
from advisor.knowledge.load import COURSE
from advisor.knowledge.models import Dated, Day, Flag, Id, Model, Num, Text
from advisor.knowledge.reader import Reader
from advisor.training.course import Level
from advisor.yamlfile import YamlDocument

Raw = str | tuple[str, ...]
Years = Literal["zero", "un", "deux", "trois_ou_plus", "renouvellement"]


class Pick(Model):
    """One of several answers, each as likely as it is written often."""

    values: tuple[Raw, ...] = Field(alias="tire", min_length=1)


class Between(Model):
    """A figure between two bounds, a multiple of a step above the first one."""

    bounds: tuple[Num, Num] = Field(alias="entre")
    step: Num = Field(alias="pas")


def _kind(raw: Any) -> str:
    return next((key for key in ("tire", "entre") if isinstance(raw, dict) and key in raw), "valeur")


Answers = dict[
    Id,
    Annotated[
        Annotated[Pick, Tag("tire")] | Annotated[Between, Tag("entre")] | Annotated[Raw, Tag("valeur")],
        Discriminator(_kind),
    ],
]


class Scale(Model):
    """How big a company is.

    Attributes:
        costs: bounds of its operating costs, euros a year.
        top_pay: bounds of the highest pay at full time, in full-time minimum wages.
        step: bounds of each pay over the one above it.
    """

    id: Id
    costs: tuple[Num, Num] = Field(alias="charges")
    top_pay: tuple[Num, Num] = Field(alias="plus_forte")
    step: tuple[Num, Num] = Field(alias="resserrement")


class Likeness(Model):
    """What makes a company of a legal form believable; no condition of the law rests on it.

    Attributes:
        holders: bounds of the number of associates. capital: least capital, in euros.
    """

    form: Id = Field(alias="forme")
    holders: tuple[Num, Num] = Field(alias="associes")
    capital: Num = Field(Fraction(0), alias="capital")


class Lever(Model):
    """How an answer may move to make a criterion flip; a fact without a lever takes any of its answers.

    Attributes:
        never: it does not move.
        criteria: only for these. forms: only for these legal forms; none: whatever they are.
        values: only to these answers; none: to any.
        step: a figure moves by multiples of it; none: by one euro, one hundredth of a point, one unit.
    """

    fact: Id = Field(alias="fait")
    never: Flag = Field(False, alias="jamais")
    criteria: tuple[Id, ...] = Field((), alias="criteres")
    forms: tuple[Id, ...] = Field((), alias="formes")
    values: tuple[Raw, ...] = Field((), alias="valeurs")
    step: Num | None = Field(None, alias="pas")


class Category(Model):
    """A category of plein droit: its criterion, the forms that have it, and those it is mistaken for."""

    id: Id
    criterion: Id = Field(alias="critere")
    forms: tuple[Id, ...] = Field(alias="formes", min_length=1)
    near: tuple[Id, ...] = Field(alias="voisines", min_length=1)
    answers: Answers = Field(default_factory=dict, alias="reponses")


class Block(Dated):
    """Answers that several patterns share, on the days it covers."""

    id: Id
    answers: Answers = Field(alias="reponses")


class Settings(Dated):
    """What a pattern fixes, and a variant of it changes; what is left out stays as it is.

    Attributes:
        forms: legal forms. scales: sizes. years: how many years of accounts.
        useful: bounds of the share of costs due to social utility.
        generous: the profit is shared so that dividends come near one half.
        capital: what is paid to capital is told year by year.
        part_time: the best paid works part time.
        days: when the law of another day than the present one is needed.
        places: towns, when they are not the usual ones.
        answers: by fact.
    """

    forms: tuple[Id, ...] = Field((), alias="formes")
    scales: tuple[Id, ...] = Field((), alias="echelles")
    years: tuple[Years, ...] = Field((), alias="exercices")
    useful: tuple[Num, Num] | None = Field(None, alias="part_utile")
    sharing: Literal["", "genereux"] = Field("", alias="partage")
    capital: Flag = False
    part_time: Flag = Field(False, alias="temps_partiel")
    days: tuple[Day, ...] = Field((), alias="jours")
    places: tuple[Text, ...] = Field((), alias="lieux")
    answers: Answers = Field(default_factory=dict, alias="reponses")


class Variant(Settings):
    """What changes in a pattern for some criteria, and some levels."""

    criteria: tuple[Id, ...] = Field(alias="criteres", min_length=1)
    levels: tuple[Level, ...] = Field((1, 2, 3), alias="niveaux")


class Pattern(Settings):
    """A kind of company, sane in every respect, and the criteria that it can teach."""

    id: Id
    title: Text = Field(alias="titre")
    blocks: tuple[Id, ...] = Field((), alias="blocs")
    figures: tuple[Literal["age", "comptes", "benefice", "remunerations", "rapport"], ...] = Field((), alias="chiffres")
    full_right: Flag = Field(False, alias="plein_droit")
    criteria: tuple[Id, ...] = Field(alias="criteres", min_length=1)
    variants: tuple[Variant, ...] = Field((), alias="variantes")


class _Patterns(Model):
    scales: tuple[Scale, ...] = Field(alias="echelles")
    likenesses: tuple[Likeness, ...] = Field((), alias="vraisemblance")
    levers: tuple[Lever, ...] = Field(alias="leviers")
    categories: tuple[Category, ...]
    blocks: tuple[Block, ...] = Field(alias="blocs")
    patterns: tuple[Pattern, ...] = Field(alias="modeles")


class Scenery(Model):
    """A trade, with the purposes that suit it.

    Attributes:
        trade: noun phrase. names: first words of a name.
        patterns: ids of patterns or of categories of plein droit.
        purposes: answers about the purpose and the public; others: purposes lent instead, for a near miss.
    """

    id: Id
    trade: Text = Field(alias="metier")
    names: tuple[Text, ...] = Field(alias="noms", min_length=1)
    patterns: tuple[Id, ...] = Field(alias="modeles", min_length=1)
    purposes: tuple[dict[Id, Raw], ...] = Field(({},), alias="buts")
    others: tuple[tuple[str, ...], ...] = Field((), alias="autres")


class _Sceneries(Model):
    sentence: Text = Field(alias="phrase")
    places: tuple[Text, ...] = Field(alias="lieux", min_length=1)
    endings: tuple[Text, ...] = Field(alias="suites", min_length=1)
    sceneries: tuple[Scenery, ...] = Field(alias="decors", min_length=1)


@dataclass(frozen=True)
class Patterns:
    """Everything companies are invented from; mappings by id, in file order."""

    scales: Mapping[str, Scale]
    likenesses: Mapping[str, Likeness]
    levers: Mapping[str, Lever]
    categories: Mapping[str, Category]
    blocks: Mapping[str, Block]
    patterns: Mapping[str, Pattern]
    sceneries: tuple[Scenery, ...]
    sentence: str
    places: tuple[str, ...]
    endings: tuple[str, ...]


PATTERNS_FILE, SCENERIES_FILE = f"{COURSE}/modeles.yaml", f"{COURSE}/decors.yaml"


def placed_patterns(folder: Path, shown: str | None = None) -> tuple[Patterns, dict[str, YamlDocument]]:
    """The patterns and sceneries of a folder of rules, and the files they were read from, by name.

    Args:
        folder: the folder. shown: how messages name it; as given by default.

    Raises:
        InputError: every problem of form of both files, each with its line.
    """
    reader = Reader(folder, shown)
    read_kinds = reader.single("modeles", PATTERNS_FILE, _Patterns)
    read_around = reader.single("decors", SCENERIES_FILE, _Sceneries)
    reader.finish()
    kinds, around = read_kinds["modeles"], read_around["decors"]
    found = Patterns(
        scales={one.id: one for one in kinds.scales},
        likenesses={one.form: one for one in kinds.likenesses},
        levers={one.fact: one for one in kinds.levers},
        categories={one.id: one for one in kinds.categories},
        blocks={one.id: one for one in kinds.blocks},
        patterns={one.id: one for one in kinds.patterns},
        sceneries=around.sceneries,
        sentence=around.sentence,
        places=around.places,
        endings=around.endings,
    )
    documents = {PATTERNS_FILE: ("modeles", "modeles"), SCENERIES_FILE: ("decors", "decors")}
    return found, {file: reader.places[key][0] for file, key in documents.items()}


def read_patterns(folder: Path, shown: str | None = None) -> Patterns:
    """The same, without the files; args and errors as `placed_patterns`."""
    return placed_patterns(folder, shown)[0]


load_patterns = packaged(read_patterns)
"""The packaged patterns and sceneries, read once."""
