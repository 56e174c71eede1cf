"""What is asked on one screen: the grids and worksheets of the interview, as ``rules/feuilles.yaml`` describes them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from advisor.rules.basis import Id, Model, Text


class Draft(Model):
    """What is read instead, while an answer is this one: a project has draft statutes."""

    fact: Id = Field(alias="fait")
    option: Id = Field(alias="est")
    document: Text
    bring: Text = Field(alias="apporter")


class Sheet(Model):
    """Facts answered on one screen, in the order in which one reads the document.

    Attributes:
        kind: ``grille`` (clauses) or ``feuille`` (figures).
        document: name of the document read; bring: the same inside a sentence.
        facts: in document order.
        companions: facts no verdict waits for, asked with the others because they explain a figure.
        calculation: what the sheet computes beside the figures, if anything; roles: which fact plays which part in it;
            floor: computed figure under which a full-time pay is suspect.
    """

    id: Id
    theme: Id
    kind: Literal["grille", "feuille"] = Field(alias="genre")
    title: Text = Field(alias="titre")
    document: Text
    bring: Text = Field(alias="apporter")
    draft: Draft | None = Field(None, alias="brouillon")
    facts: tuple[Id, ...] = Field(alias="faits", min_length=1)
    companions: tuple[Id, ...] = Field((), alias="accompagnent")
    calculation: Literal["charges", "remunerations"] | None = Field(None, alias="calcul")
    roles: dict[str, Id] = Field(default_factory=dict)
    floor: Id | None = Field(None, alias="plancher")

    @property
    def every(self) -> tuple[str, ...]:
        """Facts and companions."""
        return (*self.facts, *self.companions)


ROLES: dict[str, tuple[str, ...]] = {
    "charges": ("total", "part", "communes", "cle"),
    "remunerations": ("brut", "temps", "liee"),
}
"""The parts that a calculation needs to be played."""
