"""The annual check-up as data: what to look at again every year, which figures to follow, what is at risk."""

from __future__ import annotations

from pydantic import Field

from advisor.rules import ids
from advisor.rules.basis import Citation, Cond, Dated, Identified, Model, Sourced, StatusId, Text


class Risk(Identified, Dated, Sourced):
    """What is at risk when a point of the check-up is no longer held, as far as a text says it."""

    title: Text = Field(alias="titre")
    text: Text = Field(alias="texte")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)


class Quality(Identified):
    """What a company holds on the day of the check-up.

    Attributes:
        status: of which status; route: by which route, when that is what makes it.
        condition, criteria: what the answers must say and prove.
        end: the fact that dates its end.
        text: what the company is then, in words.
    """

    status: StatusId = Field(alias="statut")
    route: ids.Route | None = Field(None, alias="voie")
    condition: Cond | None = Field(None, alias="si")
    criteria: tuple[ids.Criterion, ...] = Field((), alias="criteres")
    end: ids.Fact | None = Field(None, alias="fin")
    text: Text = Field(alias="texte")


class Tracked(Model):
    """A figure followed from one year to the next.

    Attributes:
        title: what it is.
        figure: a test of one figure against its limit; or else:
        ratio: two facts of each accounting year, the first over the second in percent, with ``at_least``: the
            parameter it is held to.
        measure: indicator in which to express the figure and its limit, so that years compare (the minimum wage of the
            year, the profit of the year). word: how many of it, in words; percent of it, without.
    """

    title: Text = Field(alias="titre")
    figure: Cond | None = Field(None, alias="chiffre")
    ratio: tuple[ids.Fact, ids.Fact] | None = Field(None, alias="rapport")
    at_least: ids.Parameter | None = Field(None, alias="au_moins")
    measure: ids.Indicator | None = Field(None, alias="mesure")
    word: str = Field("", alias="mot")


class Check(Identified):
    """One point of the annual check-up.

    Attributes:
        routes: to which routes of the status it belongs.
        condition: for which companies; all, without one.
        duties: the yearly duties it serves (``guide/obligations.yaml``): their texts, sources and dates are its own.
        criteria: what the answers already say of it; none: the adviser looks and confirms.
        dated_by: the fact that says of which year the answers are, so that those of an older one are not taken for
            this year's: the closing of each accounting year, or a civil year.
        look, where: the question to ask, and where the answer is read.
        risks: what is at risk.
        tracked: its figures.
    """

    status: StatusId = Field(alias="statut")
    title: Text = Field(alias="titre")
    routes: tuple[ids.Route, ...] = Field(alias="voies", min_length=1)
    condition: Cond | None = Field(None, alias="si")
    duties: tuple[ids.Duty, ...] = Field(alias="obligations", min_length=1)
    criteria: tuple[ids.Criterion, ...] = Field((), alias="criteres")
    dated_by: ids.Fact | None = Field(None, alias="date_par")
    look: Text = Field(alias="regarder")
    where: Text = Field(alias="ou")
    risks: tuple[ids.Risk, ...] = Field((), alias="risques")
    tracked: tuple[Tracked, ...] = Field((), alias="suivi")
