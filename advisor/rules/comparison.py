"""Which statute for a project: what it may want, what each statute answers; the data of ``rules/comparaison.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import Field

from advisor.rules import ids
from advisor.rules.basis import Citation, Confidence, Day, Identified, Model, Text
from advisor.rules.named import Forms

Welcome = Literal["oui", "possible", "non"]


class Want(Identified):
    """Something a project may look for."""

    title: Text = Field(alias="titre")
    question: Text


class StatutePoint(Model):
    """One plain sentence on a statute, with what it rests on."""

    text: Text = Field(alias="texte")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    confidence: Confidence = Field(alias="confiance")


class StatuteAnswer(Model):
    """What is answered to one want.

    Attributes:
        welcome: « oui », « possible » (under conditions, or as the articles of association will say), or « non ».
    """

    welcome: Welcome = Field(alias="accueil")
    text: Text = Field(alias="phrase")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    confidence: Confidence = Field(alias="confiance")


class FormAnswer(StatuteAnswer):
    """What is answered instead to a company that already has one of these forms."""

    forms: Forms = Field(alias="formes")


class Reply(StatuteAnswer):
    """What a statute answers to one want, and to the companies whose form makes it otherwise."""

    exceptions: tuple[FormAnswer, ...] = Field((), alias="sauf")

    def to(self, form: str) -> StatuteAnswer:
        """The answer to a company of this form; to a project that has none, the rule."""
        return next((one for one in self.exceptions if form in one.forms), self)


class Passage(StatutePoint):
    """How some legal forms become this statute without a new legal person."""

    forms: Forms = Field(alias="depuis")


class Statute(Identified):
    """A statute a project may take.

    Attributes:
        forms: answers to ``forme_juridique`` under which one may already be in it.
        since: first day on which it exists.
        ess, esus: whether it is in the ESS, and can be accredited.
        criteria: criteria of the assessment it asks for.
        passages: ways in without a new legal person; from any other form, one is to be created.
        entry: how one joins it, when it is not founded but joined.
        replies: what it answers, by want.
        costs, opens: what it asks and what it gives.
    """

    title: Text = Field(alias="titre")
    short: Text = Field(alias="court")
    summary: Text = Field(alias="resume")
    forms: Forms = Field(alias="formes")
    since: Day = Field(date.min, alias="depuis")
    ess: StatutePoint
    esus: StatutePoint
    criteria: tuple[ids.Criterion, ...] = Field(alias="criteres")
    passages: tuple[Passage, ...] = ()
    entry: StatutePoint | None = Field(None, alias="entree")
    replies: dict[ids.Want, Reply] = Field(alias="reponses")
    costs: tuple[StatutePoint, ...] = Field(alias="couts", min_length=1)
    opens: tuple[StatutePoint, ...] = Field(alias="ouvre", min_length=1)

    def points(self) -> Iterator[tuple[tuple[str | int, ...], StatutePoint | StatuteAnswer]]:
        """Every sentence said of it, with its place in the entry."""
        yield ("ess",), self.ess
        yield ("esus",), self.esus
        if self.entry is not None:
            yield ("entree",), self.entry
        for id, reply in self.replies.items():
            yield ("reponses", id), reply
            for j, exception in enumerate(reply.exceptions):
                yield ("reponses", id, "sauf", j), exception
        for key, listed in (("passages", self.passages), ("couts", self.costs), ("ouvre", self.opens)):
            for j, point in enumerate(listed):
                yield (key, j), point


class Choices(Model):
    """Every want and every statute, in file order: the order that settles what nothing else does."""

    wants: tuple[Want, ...] = Field(alias="souhaits")
    statutes: tuple[Statute, ...] = Field(alias="statuts")
