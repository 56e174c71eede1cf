"""A worked case as frozen data, and the French words for what it expects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from advisor.common.french import parse_date
from advisor.dossier import Dossier
from advisor.dossier.model import StoredValue
from advisor.rules.basis import Model, StatusId
from advisor.rules.vocabulary import Cause, Grade, LawReading, Outcome, VerdictId

FAVOURABLE: tuple[VerdictId, ...] = (VerdictId.ELIGIBLE, VerdictId.BY_RIGHT)

# What a case may be about, besides the themes of the rule base.
TRANSVERSAL_THEMES = (
    "assimilation",
    "contradiction",
    "droit_dans_le_temps",
    "point_ouvert",
    "procedure",
    "reponse_manquante",
    "seuil",
)

NonEmptyText = Annotated[str, Field(min_length=1)]


class ExpectedVerdict(Model):
    """What one status must get.

    Attributes:
        outcome, cause: always compared.
        route, grade: compared when given.
        duration: years; compared when given, and always when the verdict is favourable.
        branches: verdict under each reading of the law; compared when given.
        points: the open questions of law that decide, exactly; compared when given.
    """

    outcome: VerdictId = Field(alias="verdict")
    route: str | None = Field(None, alias="voie")
    duration: int | None = Field(None, alias="duree")
    cause: Cause | None = None
    grade: Grade | None = None
    branches: dict[LawReading, VerdictId] = Field(default_factory=dict)
    points: tuple[str, ...] = ()


class Expected(Model):
    """What a case must get.

    Attributes:
        ess, esus: the two verdicts.
        grounds: outcome of the criteria the case is about; one at least must be shown as deciding.
        contradictions: every coherence rule that must be broken, or that asks to read again, and no other.
        missing: addresses that must be asked for.
    """

    ess: ExpectedVerdict
    esus: ExpectedVerdict
    grounds: dict[str, Outcome] = Field(default_factory=dict, alias="motifs")
    contradictions: tuple[str, ...] = ()
    missing: tuple[str, ...] = Field((), alias="manquants")

    @property
    def by_status(self) -> tuple[tuple[StatusId, ExpectedVerdict], ...]:
        return (("ess", self.ess), ("esus", self.esus))


def _digit(raw: Any) -> Any:
    """Every scalar of a case is read as a text."""
    return int(raw) if raw in ("1", "2", "3") else raw


class TrialNotes(Model):
    """A change to try live in front of the room.

    Attributes:
        changes: new answers by address, as a dossier writes them.
        words: what the trainer says before trying it.
    """

    changes: dict[str, StoredValue] = Field(alias="reponses", min_length=1)
    words: NonEmptyText = Field(alias="dire")


class ErasNotes(Model):
    """Two days whose laws are worth comparing for the same company, and why."""

    first: NonEmptyText = Field(alias="avant")
    second: NonEmptyText = Field(alias="apres")
    words: NonEmptyText = Field(alias="dire")

    @property
    def days(self) -> tuple[date, date]:
        """Both as dates; ValueError when one is none."""
        return parse_date(self.first), parse_date(self.second)


class TeachingNotes(Model):
    """How a case is taught at the information day; absent from a case that only proves a boundary.

    Attributes:
        rank: place in the day, 1 first; each builds on those before.
        themes: of ``rules/formation/themes.yaml``.
        level: 1 discovery, 2 practice, 3 in depth.
        screens: the story for a projector, one screen each, few words.
        questions: criteria asked to the room, in order.
        mistakes: what people get wrong.
        insist: what to insist on.
        two_minutes, ten_minutes: how to run it in that time.
        trials: changes to try live. eras: dates to compare.
    """

    rank: int = Field(alias="rang", ge=1)
    themes: tuple[str, ...] = Field(min_length=1)
    level: Annotated[Literal[1, 2, 3], BeforeValidator(_digit)] = Field(alias="niveau")
    screens: tuple[NonEmptyText, ...] = Field(alias="ecrans", min_length=2, max_length=5)
    questions: tuple[str, ...] = Field(min_length=1, max_length=6)
    mistakes: tuple[NonEmptyText, ...] = Field(alias="erreurs", min_length=1)
    insist: tuple[NonEmptyText, ...] = Field(alias="insister", min_length=1)
    two_minutes: NonEmptyText = Field(alias="deux_minutes")
    ten_minutes: NonEmptyText = Field(alias="dix_minutes")
    trials: tuple[TrialNotes, ...] = Field((), alias="et_si")
    eras: ErasNotes | None = Field(None, alias="avant_apres")


class Case(Model):
    """A worked case: story and lesson in plain French, dossier, expected result; ``notes``: how it is taught, if so."""

    id: NonEmptyText
    title: NonEmptyText = Field(alias="titre")
    themes: tuple[str, ...]
    story: NonEmptyText = Field(alias="histoire")
    lesson: NonEmptyText = Field(alias="enseignement")
    expected: Expected = Field(alias="attendu")
    dossier: Dossier
    notes: TeachingNotes | None = Field(None, alias="seance")

    @property
    def number(self) -> str:
        """The leading digits of the id, as printed: ``01``."""
        return self.id.partition("-")[0]

    @property
    def name(self) -> str:
        """The id without its number: ``atelier-velo``."""
        return self.id.partition("-")[2]


def day_path(cases: Iterable[Case]) -> list[tuple[Case, TeachingNotes]]:
    """The cases that are taught, with their notes, in the order of the day."""
    taught = [(case, case.notes) for case in cases if case.notes is not None]
    return sorted(taught, key=lambda pair: pair[1].rank)
