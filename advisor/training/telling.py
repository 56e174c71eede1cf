"""The words of a story: ``rules/formation/recit.yaml``, typed, and what it leaves without words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from advisor.knowledge import Knowledge
from advisor.knowledge.aside import AsideFile
from advisor.knowledge.load import COURSE
from advisor.knowledge.models import Fact, Id, Model, Text
from advisor.yamlfile import Path_


class Noun(Model):
    """How a company of some legal forms is called; no form at all: when the form is not known.

    ``members``: what those who hold its capital are called.
    """

    forms: tuple[Id, ...] = Field(alias="formes")
    the: Text = Field(alias="la")
    of_the: Text = Field(alias="de_la")
    pronoun: Text = Field(alias="elle")
    members: Text = Field("associés", alias="associes")


class OneMany(Model):
    """A frame around a list of one item, or of several."""

    one: Text = Field(alias="une")
    several: Text = Field(alias="plusieurs")

    def around(self, count: int) -> str:
        return self.one if count == 1 else self.several


class Simple(Model):
    """One answer, one sentence.

    Attributes:
        fact: its id.
        said: the frame; ``{valeur}`` for a figure, ``{option}`` for one choice, ``{liste}`` for several.
        options: words of each choice; one that ends with a full stop is a sentence by itself.
        zero, for_one: the sentence when the figure is 0, or 1.
        indicators, said_of_indicators: figures the engine computes, by the name they have in the frame that then
            serves instead; several are told when they depend on how they are computed.
        said_of_project, options_of_project, for_one_of_project: the same for a company that does not exist yet; the
            others serve when they are not given.
    """

    fact: Id = Field(alias="fait")
    said: str = Field("", alias="dit")
    said_of_project: str = Field("", alias="dit_projet")
    indicators: dict[Id, tuple[Id, ...]] = Field(default_factory=dict, alias="indicateurs")
    said_of_indicators: str = Field("", alias="dit_indicateurs")
    options: dict[Id, Text] = Field(default_factory=dict)
    zero: str = ""
    for_one: str = Field("", alias="pour_un")
    options_of_project: dict[Id, Text] = Field(default_factory=dict, alias="options_projet")
    for_one_of_project: str = Field("", alias="pour_un_projet")


class Group(Model):
    """Facts with the same choices: one sentence for all those that got the same answer.

    Attributes:
        joined: the word before the last item; semicolons without it.
        figures: the facts that tell a half-way answer exactly: once they are given, they alone are told.
    """

    group: dict[Id, Text] = Field(alias="groupe")
    joined: str = Field("", alias="joint")
    figures: dict[Id, tuple[Id, ...]] = Field(default_factory=dict, alias="chiffres")
    answers: dict[Id, OneMany] = Field(alias="reponses")


class AmountWords(Model):
    """An amount as an item of a list; without ``zero``, nothing is left out of the list when it is 0."""

    said: Text = Field(alias="dit")
    zero: str = ""


class Rest(Model):
    """What is left of a sum once every other amount is told; ``to``: where it goes, when that has no answer."""

    of: Id = Field(alias="de")
    less: Id = Field(alias="moins")
    to: Id = Field(alias="vers")
    said: Text = Field(alias="dit")


class Amounts(Model):
    """Amounts told in one sentence."""

    amounts: dict[Id, AmountWords] = Field(alias="montants")
    said: Text = Field(alias="dit")
    rest: Rest | None = Field(None, alias="reste")


class Row(Model):
    """A fact asked once for each year or person, told in one sentence; ``equal``: when every value is that one."""

    slots: Id = Field(alias="emplacements")
    one: Text = Field(alias="une")
    several: Text = Field(alias="plusieurs")
    equal: dict[str, Text] = Field(default_factory=dict, alias="egales")
    equal_one: dict[str, Text] = Field(default_factory=dict, alias="egale_une")


Phrase = Simple | Group | Amounts | Row


def _kind(raw: Any) -> str:
    """Which phrase is meant, told by the key that only it has."""
    return next((key for key in ("groupe", "montants", "emplacements") if isinstance(raw, dict) and key in raw), "fait")


_Phrase = Annotated[
    Annotated[Simple, Tag("fait")]
    | Annotated[Group, Tag("groupe")]
    | Annotated[Amounts, Tag("montants")]
    | Annotated[Row, Tag("emplacements")],
    Discriminator(_kind),
]


class Paragraph(Model):
    id: Id
    phrases: tuple[_Phrase, ...]


class Telling(Model):
    """The whole file: the day, the opening, what is not known, how companies are called, the paragraphs in order."""

    day: Text = Field(alias="jour")
    opening: Text = Field(alias="ouverture")
    unknown: OneMany = Field(alias="inconnu")
    nouns: tuple[Noun, ...] = Field(alias="formes", min_length=1)
    paragraphs: tuple[Paragraph, ...] = Field(alias="paragraphes")

    def noun(self, form: str | None) -> Noun:
        """How a company of this form is called."""
        return next((noun for noun in self.nouns if form in noun.forms), self.nouns[-1])


TELLING = AsideFile(f"{COURSE}/recit.yaml", Telling)
load_telling = TELLING.load
"""The packaged words, read once."""


def facts_of(phrase: Phrase) -> tuple[str, ...]:
    """Ids of the facts that a phrase tells."""
    match phrase:
        case Simple():
            return (phrase.fact,)
        case Group():
            return tuple(phrase.group)
        case Amounts():
            return tuple(phrase.amounts)
        case Row():
            return (phrase.slots,)


def wordless(knowledge: Knowledge, telling: Telling) -> Iterator[tuple[Path_, str]]:
    """What the words leave untold, or tell of nothing: where in their file, and why, in French sentences."""
    told: dict[str, tuple[Path_, Phrase]] = {}
    for rank, paragraph in enumerate(telling.paragraphs):
        for place, phrase in enumerate(paragraph.phrases):
            at: Path_ = ("paragraphes", rank, "phrases", place)
            for id in facts_of(phrase):
                if id not in knowledge.facts:
                    yield at, f"« {id} » n'est pas un fait."
                if id in told:
                    yield at, f"« {id} » est raconté deux fois."
                told[id] = (at, phrase)
    for fact in knowledge.facts.values():
        if fact.id in told:
            at, phrase = told[fact.id]
            yield from ((at, said) for said in _wordless(fact, phrase, knowledge))
        else:
            yield ("paragraphes",), f"« {fact.id} » n'a pas de phrase."


def _wordless(fact: Fact, phrase: Phrase, knowledge: Knowledge) -> Iterator[str]:
    """What the phrase of a fact leaves untold."""
    known, words = {option.id for option in fact.options}, set[str]()
    match phrase:
        case Simple():
            words = set(phrase.options) | set(phrase.options_of_project)
            if not known and "{valeur}" not in phrase.said:
                yield f"« {fact.id} » : la phrase ne dit pas la {{valeur}}."
            if fact.slots:
                yield f"« {fact.id} » : ce fait a plusieurs emplacements."
        case Group():
            words = set(phrase.answers)
        case Row():
            if not fact.slots:
                yield f"« {fact.id} » : ce fait n'a pas d'emplacements."
    for option in sorted(known - words):
        yield f"« {fact.id}={option} » n'a pas de mots."
    for option in sorted(words - known):
        yield f"« {fact.id}={option} » n'est pas une réponse."
