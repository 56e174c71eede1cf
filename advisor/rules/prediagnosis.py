"""What the pre-diagnosis asks, in which order and in which words: the data of ``rules/parcours/prediagnostic.yaml``.

It is read apart from the law: no verdict depends on it, and neither does the fingerprint of the rules.
"""

from __future__ import annotations

from pydantic import Field

from advisor.rules import ids
from advisor.rules.aside import AsideFile
from advisor.rules.basis import Cond, Id, Identified, Model, Text
from advisor.rules.load import JOURNEY
from advisor.rules.vocabulary import VerdictId, VerdictState

FILE = f"{JOURNEY}/prediagnostic.yaml"


class PrediagnosisChoice(Identified):
    """A choice of the fact in plainer words; what is left out keeps the words of the catalogue."""

    label: str = Field("", alias="libelle")
    help: str = Field("", alias="aide")


class Family(Model):
    """Choices shown together under a title: a list of twenty is not read."""

    title: Text = Field(alias="titre")
    choices: tuple[Id, ...] = Field(alias="choix", min_length=1)


class Question(Model):
    """One question of the pre-diagnosis.

    Attributes:
        fact: what it answers; never a figure, a date or a text.
        question, help: plainer words than those of the catalogue, of the same meaning; empty: those of the catalogue.
        why: why it is asked, in one sentence.
        choices: choices to be told in plainer words.
        families: every choice, in the order and under the titles of a page; none: as in the catalogue.
        only_if: it is put only while this may hold.
        only_route: it is put only once this route is the only one of its status that can still go as far as it does.
    """

    fact: ids.Fact = Field(alias="fait")
    question: str = ""
    help: str = Field("", alias="aide")
    why: Text = Field(alias="pourquoi")
    choices: tuple[PrediagnosisChoice, ...] = Field((), alias="choix")
    families: tuple[Family, ...] = Field((), alias="familles")
    only_if: Cond | None = Field(None, alias="si")
    only_route: ids.Route | None = Field(None, alias="seule_voie")


class StepWords(Model):
    """What is said when the rules name no step.

    Attributes:
        elsewhere_title, elsewhere: nothing opens the way for the company itself: look at other statutes, be advised.
        keep_title, keep: nothing to change. other_day: of a day before the law.
        clauses: title of all the clauses a project must write, ``{nombre}`` of them; clauses_unread: the same while
            nobody has read whether the draft holds them.
        clauses_to_read: how to read the clauses that nobody has read, ``{clauses}``.
        unread_title, unread: what may still add to the changes, ``{points}``.
        other_statutes: said before the other statutes.
    """

    elsewhere_title: Text = Field(alias="ailleurs_titre")
    elsewhere: Text = Field(alias="ailleurs")
    keep_title: Text = Field(alias="garder_titre")
    keep: Text = Field(alias="garder")
    clauses: Text = Field(alias="clauses_titre")
    clauses_unread: Text = Field(alias="clauses_a_lire")
    clauses_to_read: Text = Field(alias="lire_clauses")
    unread_title: Text = Field(alias="a_lire_titre")
    unread: Text = Field(alias="a_lire")
    other_statutes: Text = Field(alias="autres_statuts")
    other_day: Text = Field(alias="autre_jour")


class Sentences(Model):
    """How each state is said: ``{statut}`` and ``{voie}`` are replaced by their titles.

    Attributes:
        status_open: by the best verdict still possible; in other states the engine has a sentence of its own.
        law_at_stake: added to what is still open, once the answers have reached a point of law nobody settled.
        route: by state. route_to_mend: of a route still open, but not as things are.
    """

    status_open: dict[VerdictId, Text] = Field(alias="statut_ouvert")
    law_at_stake: Text = Field(alias="droit_en_jeu")
    route: dict[VerdictState, Text] = Field(alias="voie")
    route_to_mend: Text = Field(alias="voie_ouverte_a_corriger")
    steps: StepWords = Field(alias="suites")


class IntRange(Model):
    """Two whole numbers, the least and the most."""

    least: int = Field(alias="au_moins", ge=1)
    most: int = Field(alias="au_plus", ge=1)


class Pace(Model):
    """How long answers take.

    Attributes:
        seconds: for each unit of the cost of a fact.
        share: of all that may come to be asked, the part that is in the end, in per cent.
        common: the part that is seldom exceeded, in per cent; all of it unless told.
    """

    seconds: IntRange = Field(alias="secondes_par_cout")
    share: IntRange = Field(alias="part_posee")
    common: int = Field(100, alias="part_courante", ge=1, le=100)


class Usual(Model):
    """What is announced before one starts: how many questions most people get, how many minutes they take."""

    questions: IntRange
    minutes: IntRange


class Script(Model):
    """The whole pre-diagnosis.

    Attributes:
        most: questions put along any path, at most. usual: what to announce.
        dead_ends: statutes that lead to neither status: never offered to who looks for another door.
        questions: in the order in which they are put.
    """

    most: int = Field(alias="questions_au_plus", ge=1)
    usual: Usual = Field(alias="le_plus_souvent")
    pace: Pace = Field(alias="duree")
    sentences: Sentences = Field(alias="phrases")
    dead_ends: tuple[ids.Statute, ...] = Field((), alias="sans_issue")
    questions: tuple[Question, ...]

    def question(self, fact: str) -> Question | None:
        return next((one for one in self.questions if one.fact == fact), None)


SCRIPT = AsideFile(FILE, Script)
load_script = SCRIPT.load
"""The packaged pre-diagnosis, read once."""
