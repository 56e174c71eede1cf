"""What a remedy changes in a dossier, and what a company may refuse: the data behind the ways to a status."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from advisor.rules import ids
from advisor.rules.basis import Citation, Cond, Flag, Identified, Model, Sourced, StatusId, Text

_CHANGES = ("becomes", "by_value", "at_least", "at_most", "fills", "follows", "share", "capped", "withdrawn")


class Effect(Model):
    """One answer that a remedy changes; exactly one way of changing it is given.

    Attributes:
        fact: the answer; with rows, the latest one of a table of years, every one of a table of pays.
        becomes: a choice, a list of choices or a number; ``{date: appreciation | cloture | annee}``: the day on which
            it is done, the last closing day, or the last civil year to have ended.
        by_value: what each present answer becomes.
        at_least, at_most: an indicator; the answer is raised, or lowered, to its value when it must be.
        fills: the answer is raised by what one indicator lacks to reach another.
        taken_from: what a rise is taken from, in order, beyond what ``room`` (a whole, and what is used of it) leaves.
        follows: another answer, whose value it takes when it has one of its own.
        share: a rate (parameter, percent) of another answer of the same row.
        capped: an indicator and the working time: the full-time equivalent of a pay is lowered to that figure.
        withdrawn: the answer is taken away, for it would contradict the others.
        if_missing, if_present: only when there is no answer yet, or when there is one.
    """

    fact: ids.Address = Field(alias="fait")
    becomes: Any = Field(None, alias="devient")
    by_value: dict[str, str] = Field(default_factory=dict, alias="selon")
    at_least: ids.Indicator | None = Field(None, alias="au_moins")
    at_most: ids.Indicator | None = Field(None, alias="au_plus")
    fills: tuple[ids.Indicator, ids.Indicator] | None = Field(None, alias="complete")
    taken_from: tuple[ids.Fact, ...] = Field((), alias="pris_sur")
    room: tuple[ids.Fact, ids.Indicator] | None = Field(None, alias="reste")
    follows: ids.Address | None = Field(None, alias="suit")
    share: tuple[ids.Fact, ids.Parameter] | None = Field(None, alias="part")
    capped: tuple[ids.Indicator, ids.Fact] | None = Field(None, alias="plafonne")
    withdrawn: Flag = Field(False, alias="retire")
    if_missing: Flag = Field(False, alias="si_absent")
    if_present: Flag = Field(False, alias="si_present")

    @property
    def operations(self) -> list[str]:
        """Which ways of changing the answer are given; a sound effect has one."""
        fields = Effect.model_fields
        return [fields[name].alias or name for name in _CHANGES if getattr(self, name) not in (None, False, {})]


class RemedyOutcome(Model):
    """What a remedy does, once carried out.

    Attributes:
        condition: which companies can carry it out so; all, without one.
        waits: what must end before it shows: an accounting year closed under the new practice (as many as the
            condition needs), or a civil year. dated_by: the answer that dates accounting years.
        clears: themes whose answers are another person's history, when a new one is born.
        effects: answers changed; empty: the failing test itself says what its answer must become.
        cost: what the company gives up or pays, in words; a figure computed from ``{indicateur: id}`` stands in braces.
    """

    condition: Cond | None = Field(None, alias="si")
    waits: Literal["exercice", "annee"] | None = Field(None, alias="attend")
    dated_by: ids.Fact | None = Field(None, alias="date_par")
    clears: tuple[ids.Theme, ...] = Field((), alias="efface")
    effects: tuple[Effect, ...] = Field((), alias="effets")
    cost: ids.Priced = Field("", alias="cout")

    @property
    def way(self) -> str:
        """In which way, when there are several."""
        return ""


class RemedyWay(RemedyOutcome):
    """One of several ways to carry a remedy out."""

    title: Text = Field(alias="titre")

    @property
    def way(self) -> str:
        return self.title


class Refusal(Identified, Sourced):
    """Something the company may hold to: a non-negotiable, and the remedies it rules out."""

    title: Text = Field(alias="titre")
    question: Text
    rules_out: tuple[ids.Remedy, ...] = Field(alias="ecarte", min_length=1)
    note: Text


class Amount(Identified):
    """A figure to aim at: an indicator, or a rate (parameter, percent) of an answer of each accounting year."""

    title: Text = Field(alias="titre")
    status: StatusId = Field(alias="statut")
    indicator: ids.Indicator | None = Field(None, alias="indicateur")
    share: tuple[ids.Fact, ids.Parameter] | None = Field(None, alias="part")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    note: str = ""
