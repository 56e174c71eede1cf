"""What the public record of a company lets one propose as answers; the data of ``rules/recherche.yaml``."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from advisor.rules import ids
from advisor.rules.basis import Confidence, Model, Text

RecordField = Literal["forme", "creation", "siege_en_france", "mission"]
"""What a record may hold that answers a question."""


def _matching(pattern: str, expected: str) -> BeforeValidator:
    def check(raw: Any) -> Any:
        if not (isinstance(raw, str) and re.fullmatch(pattern, raw, re.ASCII)):
            raise ValueError(f"n'est pas un code : {expected}.")
        return raw

    return BeforeValidator(check)


LegalCode = Annotated[str, _matching(r"\d{1,4}", "un à quatre chiffres")]
BracketCode = Annotated[str, _matching(r"\d\d|NN", "deux chiffres, ou NN")]


class Service(Model):
    """The service asked: its name and keeper as told to the adviser, its address, and what its word is worth."""

    name: Text = Field(alias="nom")
    keeper: Text = Field(alias="tenu_par")
    address: Text = Field(alias="adresse")
    caveat: Text = Field(alias="reserve")


class RecordedField(Model):
    """A field of the record that may answer a fact.

    Attributes:
        reply: the only answer it may give; absent when the field itself says which.
        caveat: why the adviser should check it.
    """

    field: RecordField = Field(alias="champ")
    fact: ids.Fact = Field(alias="fait")
    reply: Text | None = Field(None, alias="reponse")
    caveat: Text = Field(alias="reserve")


class Clues(Model):
    """Sentences on what a record tells without answering anything; words in braces are filled in."""

    ess: Text
    no_mission: Text = Field(alias="pas_mission")
    workforce: Text = Field(alias="effectif")
    accounts: Text = Field(alias="comptes")
    closed: Text = Field(alias="fermee")
    duplicate: Text = Field(alias="doublon")
    partly_public: Text = Field(alias="diffusion_partielle")
    form_unmatched: Text = Field(alias="forme_sans_reponse")
    form_unknown: Text = Field(alias="forme_inconnue")


class LegalCategory(Model):
    """Categories of INSEE, and the answers on the legal form that each may stand for.

    Attributes:
        codes: four digits, or their beginning.
        replies: empty when no answer is sure; several when the category does not say enough.
    """

    codes: tuple[LegalCode, ...] = Field(min_length=1)
    label: Text = Field(alias="libelle")
    replies: tuple[ids.Form, ...] = Field(alias="reponses")
    confidence: Confidence = Field(alias="confiance")


class Bracket(Model):
    """A bracket of the workforce."""

    codes: tuple[BracketCode, ...] = Field(min_length=1)
    label: Text = Field(alias="libelle")


class Directory(Model):
    """Everything needed to read a record."""

    service: Service
    offers: tuple[RecordedField, ...] = Field(alias="propositions")
    clues: Clues = Field(alias="indices")
    categories: tuple[LegalCategory, ...] = Field(alias="formes")
    brackets: tuple[Bracket, ...] = Field(alias="effectifs")

    @cached_property
    def by_code(self) -> dict[str, LegalCategory]:
        """By code, whole or its beginning."""
        return {code: one for one in self.categories for code in one.codes}

    def category(self, code: str) -> LegalCategory | None:
        """The category of a code of four digits: the longest beginning wins."""
        return next((self.by_code[code[:n]] for n in range(len(code), 0, -1) if code[:n] in self.by_code), None)

    def bracket(self, code: str) -> str | None:
        """The words for a bracket of the workforce."""
        return next((one.label for one in self.brackets if code in one.codes), None)
