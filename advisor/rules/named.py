"""What conditions name rather than repeat: sets of choices, conditions, and the words of their parts."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from advisor.rules import ids
from advisor.rules.basis import Cond, Id, Identified, Model, Text, names_of
from advisor.rules.conditions import Condition, Leaf, Otherwise, rebuilt


def _otherwise(raw: Any) -> Any:
    """« sinon »: a text, or one text by answer, « autrement » for all others."""
    said = {"": raw} if isinstance(raw, str) else raw
    if not (isinstance(said, dict) and said and all(isinstance(one, str) and one for one in said.values())):
        raise ValueError(
            "n'est ni un texte, ni une liste « réponse: texte ».", "Dites ce qui manque, sans majuscule ni point."
        )
    return tuple(("" if answer == "autrement" else answer, text) for answer, text in said.items())


class PartWords(Model):
    """What is said of a part of a condition: ``label`` when it holds (a simple one), ``otherwise`` when it fails."""

    label: Text | None = Field(None, alias="libelle")
    otherwise: Annotated[Otherwise, BeforeValidator(_otherwise)] = Field((), alias="sinon")


def _only_label(raw: Any) -> Any:
    return {"libelle": raw} if isinstance(raw, str) else raw


Words = Annotated[dict[str, Annotated[PartWords, BeforeValidator(_only_label)]], Field(default_factory=dict)]
"""The words of the parts of a condition, by the key of each."""


def worded(condition: Condition, words: Words) -> Condition:
    """The same condition, each part with its words."""

    def said(part: Condition) -> Condition:
        found = words.get(part.key)
        if found is None:
            return part
        if isinstance(part, Leaf) and found.label:
            part = replace(part, label=found.label)
        return replace(part, otherwise=found.otherwise or part.otherwise)

    return rebuilt(condition, said)


class ChoiceSet(Identified):
    """Choices of a fact that the law treats as one, or that are answered by the same thing."""

    title: Text = Field(alias="titre")
    fact: ids.Fact = Field(alias="fait")
    choices: tuple[Id, ...] = Field(alias="choix", min_length=1)

    @model_validator(mode="after")
    def _spread(self, info: ValidationInfo) -> Self:
        """A set may name those above it."""
        return self.model_copy(update={"choices": names_of(info).choices(self.fact, self.choices)})


class Definition(Identified):
    """A condition that several entries name."""

    title: Text = Field(alias="titre")
    condition: Cond
    part_words: Words = Field(alias="mots")

    @model_validator(mode="after")
    def _said(self) -> Self:
        return self.model_copy(update={"condition": worded(self.condition, self.part_words)})


def _names(raw: Any, info: ValidationInfo) -> Any:
    """Legal forms, those of a set in place of its id."""
    sets = {id: choices for (_, id), choices in names_of(info).sets.items()}
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        return raw
    return [form for one in raw for form in sets.get(one, (one,))]


Forms = Annotated[tuple[ids.Form, ...], BeforeValidator(_names), Field(min_length=1)]
"""Legal forms, or sets of them."""
