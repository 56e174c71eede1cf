"""What to write in the statutes and what to file: draft clauses, their words, majorities, cases of file, calendar."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import Field

from advisor.rules import ids
from advisor.rules.basis import Citation, Cond, Dated, Flag, Identified, Model, Sourced, Text, Worded
from advisor.rules.vocabulary import Delay, Needs

CHOICE = re.compile(r"\[(?:à choisir|à compléter|au choix)\b[^\[\]]*\]")
"""An open choice of a draft: in square brackets, and said to be one."""


class WordCase(Dated):
    """What a word becomes for the companies ``condition`` describes, on the days it is dated of."""

    condition: Cond = Field(alias="si")
    text: ids.Draft = Field(alias="texte")


class Word(Identified):
    """A named blank of the drafts, filled for one company.

    Attributes:
        cases: the first that holds is taken; all of them, when ``joined`` gives what stands between two.
        parameter: a figure of the law instead, as it stands on the day.
        field: a field of the dossier instead.
        default: when nothing else is known; an open choice, or nothing.
    """

    title: Text = Field(alias="titre")
    cases: tuple[WordCase, ...] = Field((), alias="cas")
    joined: str | None = Field(None, alias="cumul")
    parameter: ids.Parameter | None = Field(None, alias="parametre")
    field: Literal["denomination"] | None = Field(None, alias="champ")
    default: ids.Draft = Field("", alias="defaut")


class ClauseVariant(Model):
    """What a draft becomes for some companies; what it leaves out stays."""

    condition: Cond = Field(alias="si")
    text: ids.Draft = Field("", alias="texte")
    note: str = ""


class Clause(Identified, Sourced):
    """A draft clause of our own writing, for one mention of the statutes.

    Attributes:
        heading: which mention of the law it belongs to; drafts of one heading follow each other.
        serves: criteria it serves; on a day when none of them reads its facts, it is not asked.
        answers: what will be answered of the statutes once it is adopted.
        replaces: answers that go with the old clause.
        text: one paragraph a line; blanks in braces, open choices in square brackets.
        left: what remains to be chosen, and what each choice entails.
    """

    title: Text = Field(alias="titre")
    heading: Text = Field(alias="rubrique")
    serves: tuple[ids.Criterion, ...] = Field(alias="sert", min_length=1)
    answers: dict[ids.Fact, Text] = Field(alias="reponses", min_length=1)
    replaces: tuple[ids.Fact, ...] = Field((), alias="remplace")
    text: Annotated[Text, ids.BLANKS] = Field(alias="texte")
    variants: tuple[ClauseVariant, ...] = Field((), alias="variantes")
    left: tuple[Text, ...] = Field((), alias="choix")
    notes: tuple[ClauseVariant, ...] = Field((), alias="notes")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    note: str = ""

    @property
    def facts(self) -> tuple[str, ...]:
        """Answers on the statutes that it settles."""
        return (*self.answers, *self.replaces)


class Majority(Identified, Dated, Sourced):
    """Who adopts new statutes, and by which majority, for some companies.

    ``who``, ``delay``, ``then``: what a remedy that changes the statutes says instead of its own, for these companies.
    """

    title: Text = Field(alias="titre")
    condition: Cond = Field(alias="si")
    who: str = Field("", alias="qui")
    delay: Delay | None = Field(None, alias="delai")
    then: str = Field("", alias="suite")
    text: Text = Field(alias="texte")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    reserve: str = ""

    @property
    def replaces(self) -> bool:
        """Whether it says anything instead of a remedy."""
        return bool(self.who or self.delay or self.then)


class FileCase(Identified, Dated, Sourced):
    """One of the cases of the ESUS file: a route, and which companies among those that take it.

    ``unnamed``: the administration gives it no letter; only its title is shown.
    """

    title: Text = Field(alias="titre")
    unnamed: Flag = Field(False, alias="sans_nom")
    route: ids.Route = Field(alias="voie")
    condition: Cond = Field(alias="si")
    text: Text = Field(alias="texte")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)


class Suspension(Dated, Sourced):
    """Days during which a delay did not run; what is said of a date it touches, which is then not computed."""

    text: Text = Field(alias="texte")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)


class Known(Sourced):
    """A date of the dossier that prevails over the one computed: that day, or ``delay`` after it."""

    fact: ids.Fact = Field(alias="fait")
    delay: ids.Parameter | None = Field(None, alias="delai")


class CalendarStep(Worded, Sourced):
    """One date of the calendar.

    Attributes:
        needs: what makes it needed: statutes or decisions to change, the mention to obtain, a file to lodge, the annual
            check-up, an assimilation to declare, or declared.
        condition: and for which companies.
        after: the step it is counted from; the first of those that the calendar holds, else the day of the calendar.
        known: dates of the dossier that come before all this: the first one answered is the date.
        fact: a date of the dossier instead, its row in brackets (``date_cloture[n]``).
        indicator: a computed date instead.
        delay: parameter, in days, months or years by its unit; none: the very day.
        duration: the years of the agreement instead.
        before: counted backwards. at_once: when no step comes before it, the very day.
        working: put off to the next working day (brought forward, when counted backwards).
        assumed: what is supposed, in words, when the date is not known.
        suspensions: times in the past when its delay did not run.
    """

    title: Text = Field(alias="titre")
    text: Text = Field(alias="texte")
    needs: tuple[Needs, ...] = Field((), alias="besoin")
    condition: Cond | None = Field(None, alias="si")
    after: tuple[ids.Step, ...] = Field((), alias="apres")
    known: tuple[Known, ...] = Field((), alias="connue")
    fact: ids.Address | None = Field(None, alias="fait")
    indicator: ids.Indicator | None = Field(None, alias="indicateur")
    delay: ids.Parameter | None = Field(None, alias="delai")
    duration: Flag = Field(False, alias="duree_agrement")
    before: Flag = Field(False, alias="avant")
    at_once: Flag = Field(False, alias="sinon_aussitot")
    working: Flag = Field(False, alias="ouvre")
    assumed: str = Field("", alias="hypothese")
    suspensions: tuple[Suspension, ...] = ()


class Holiday(Identified, Sourced):
    """A legal holiday: a day of the year (``05-01``), or days after Easter Sunday."""

    title: Text = Field(alias="titre")
    day: str | None = Field(None, alias="jour", pattern=r"^\d{2}-\d{2}$")
    easter: int | None = Field(None, alias="paques")


class Acts(Model):
    """Everything that serves to write and to file, by id, in file order."""

    words: dict[str, Word]
    clauses: dict[str, Clause]
    majorities: dict[str, Majority]
    file_cases: dict[str, FileCase]
    steps: dict[str, CalendarStep]
    holidays: dict[str, Holiday]
