"""A worked case as frozen data, and the French words for what it expects."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from advisor.assessment import Cause, Outcome, VerdictId
from advisor.dossier import Dossier

FAVOURABLE: tuple[VerdictId, ...] = ("eligible", "de_droit")

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

OUTCOME_WORDS: dict[Outcome, str] = {
    "satisfait": "satisfait",
    "non_satisfait": "non satisfait",
    "a_completer": "à compléter",
    "incertain": "incertain",
}
CAUSE_WORDS: dict[Cause, str] = {
    "faits": "une réponse manque",
    "contradiction": "des réponses se contredisent",
    "droit": "le droit est ouvert",
    "avant_la_loi": "avant la loi",
}

Text = Annotated[str, Field(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ExpectedVerdict(_Model):
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
    grade: Literal["sur_declarations", "sur_pieces"] | None = None
    branches: dict[Literal["favorable", "stricte"], VerdictId] = Field(default_factory=dict)
    points: tuple[str, ...] = ()


class Expected(_Model):
    """What a case must get.

    Attributes:
        ess, esus: the two verdicts.
        grounds: outcome of the criteria the case is about; one at least must be shown as deciding.
        contradictions: every coherence rule that must be broken, and no other.
        missing: addresses that must be asked for.
    """

    ess: ExpectedVerdict
    esus: ExpectedVerdict
    grounds: dict[str, Outcome] = Field(default_factory=dict, alias="motifs")
    contradictions: tuple[str, ...] = ()
    missing: tuple[str, ...] = Field((), alias="manquants")

    @property
    def by_status(self) -> tuple[tuple[Literal["ess", "esus"], ExpectedVerdict], ...]:
        return (("ess", self.ess), ("esus", self.esus))


class Case(_Model):
    """A worked case: story and lesson in plain French, dossier, expected result."""

    id: Text
    title: Text = Field(alias="titre")
    themes: tuple[str, ...]
    story: Text = Field(alias="histoire")
    lesson: Text = Field(alias="enseignement")
    expected: Expected = Field(alias="attendu")
    dossier: Dossier

    @property
    def number(self) -> str:
        """The leading digits of the id, as printed: ``01``."""
        return self.id.partition("-")[0]

    @property
    def name(self) -> str:
        """The id without its number: ``atelier-velo``."""
        return self.id.partition("-")[2]
