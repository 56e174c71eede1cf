"""What decides: criteria, remedies, open points, contradictions, statuses and guidance, as written in ``rules/``."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from advisor.rules import ids
from advisor.rules.basis import (
    Citation,
    Cond,
    Confidence,
    Dated,
    Flag,
    Identified,
    Model,
    Sourced,
    StatusId,
    Text,
    Versions,
    Worded,
)
from advisor.rules.conditions import Condition
from advisor.rules.effects import RemedyOutcome, RemedyWay
from advisor.rules.named import Words, worded
from advisor.rules.vocabulary import Appraiser, Delay, GuidanceKind, Outcome, RemedyKind, Scope, Slots, VerdictId

Nature = Literal["objective", "appreciee"]


class Explanations(Model):
    satisfied: Text = Field(alias="satisfait")
    not_satisfied: Text = Field(alias="non_satisfait")
    to_complete: Text = Field(alias="a_completer")
    uncertain: Text = Field(alias="incertain")


class Reserve(Identified, Dated, Sourced):
    """A prudent reading was kept; this says so when ``condition`` holds.

    ``decisive``: the outcome itself rests on that reading, and is shown with no more confidence than it. ``contested``:
    the very ground of the criterion is disputed; a way that does without it is to be preferred. ``first``: said beside
    the verdict, on the first page. ``outcomes``: of the criterion, with which it is said; with all, if none is named.
    ``text``: a figure computed from ``{indicateur: id}`` stands in braces.
    """

    condition: Cond = Field(alias="si")
    text: Annotated[Text, ids.FIGURES] = Field(alias="texte")
    decisive: Flag = Field(False, alias="determinante")
    contested: Flag = Field(False, alias="contestee")
    first: Flag = Field(False, alias="en_tete")
    outcomes: tuple[Outcome, ...] = Field((), alias="quand")


class LawVersion(Dated, Sourced):
    """What a criterion or a route asks, as long as its texts do not change it.

    ``confidence``, or ``as_sure_as`` (one of its sources), is written only when it is not as sure as the least well
    read of its sources; then ``surely_why`` says why.
    """

    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    as_sure_as: ids.Source | None = Field(None, alias="confiance_de")
    surely_why: str = Field("", alias="confiance_car")
    change: str = Field("", alias="changement")
    condition: Cond

    @property
    def read_in(self) -> tuple[str, ...]:
        return (self.as_sure_as,) if self.as_sure_as else super().read_in


class CriterionVersion(LawVersion):
    statement: str = Field("", alias="enonce")

    @property
    def tree(self) -> Condition:
        tree: Condition = self.condition
        return tree


def _carry_conditions(raw: Any) -> Any:
    """A version that writes no condition keeps that of the version before it: only what changed is written."""
    if not isinstance(raw, dict) or not isinstance(raw.get("versions"), list):
        return raw
    versions: list[Any] = []
    carried: Any = None
    for version in raw["versions"]:
        if isinstance(version, dict):
            if "condition" not in version and carried is not None:
                versions.append({**version, "condition": carried})
                continue
            carried = version.get("condition", carried)
        versions.append(version)
    return {**raw, "versions": versions}


class _Versioned(Identified):
    """What has conditions, one a version, and words for their parts."""

    part_words: Words = Field(alias="mots")
    versions: tuple[Any, ...]

    _carry = model_validator(mode="before")(_carry_conditions)

    @model_validator(mode="after")
    def _said(self) -> Self:
        said = [one.model_copy(update={"condition": worded(one.condition, self.part_words)}) for one in self.versions]
        return self.model_copy(update={"versions": tuple(said)})


class Criterion(_Versioned):
    """One legal condition, with every dated version of it."""

    title: Text = Field(alias="titre")
    theme: ids.Theme
    statement: str = Field("", alias="enonce")
    nature: Nature
    appraised_by: Appraiser | None = Field(None, alias="appreciee_par")
    evidence: tuple[str, ...] = Field((), alias="preuves")
    scope: Scope = Field("condition", alias="portee")
    explanations: Explanations | None = Field(None, alias="explications")
    figures: tuple[ids.Parameter, ...] = Field((), alias="chiffres")
    """Dated figures that the criterion rests on without computing with them."""
    versions: Versions[CriterionVersion] = Field(min_length=1)
    reserves: tuple[Reserve, ...] = ()

    def on(self, day: date) -> CriterionVersion | None:
        return next((version for version in self.versions if version.covers(day)), None)


class RemedyVariant(Model):
    """What a remedy becomes for the companies ``condition`` describes; what it leaves out stays as it is."""

    condition: Cond = Field(alias="si")
    title: str = Field("", alias="titre")
    who: str = Field("", alias="qui")
    delay: Delay | None = Field(None, alias="delai")
    action: str = Field("", alias="faire")
    then: str = Field("", alias="suite")


MAJORITY = "{majorite}"
"""In who decides of a remedy: the majority by which the company adopts new statutes."""


class Remedy(Identified, Sourced, RemedyOutcome):
    """What mends a condition, and what it does once carried out.

    ``then``: what follows, whatever the action. ``variants``: the first that holds is shown. ``after``: remedies that
    come before this one when both are needed, whatever their weights. ``ways``: what it does, said of each way to carry
    it out, when there are several.
    """

    title: Text = Field(alias="titre")
    kind: RemedyKind = Field(alias="genre")
    weight: int = Field(alias="poids", ge=1, le=6)
    who: Text = Field(alias="qui")
    delay: Delay = Field(alias="delai")
    deferred: Flag = Field(False, alias="differe")
    action: Text = Field(alias="faire")
    then: str = Field("", alias="suite")
    variants: tuple[RemedyVariant, ...] = Field((), alias="variantes")
    after: tuple[ids.Remedy, ...] = Field((), alias="apres")
    ways: tuple[RemedyWay, ...] = Field((), alias="facons")
    note: str = ""

    @property
    def outcomes(self) -> tuple[RemedyOutcome, ...]:
        """What it does: one of them for each way to carry it out."""
        return self.ways or (self,)


class Practice(Model):
    """What is known of the administration's practice on an open point."""

    date: Text
    who: Text = Field(alias="qui")
    text: Text = Field(alias="texte")
    confidence: Confidence = Field(alias="confiance")


class OtherRoute(Model):
    """Advice to follow another route too, told only to those to whom it is not closed."""

    route: ids.Route = Field(alias="voie")
    text: Text = Field(alias="texte")


class OpenQuestion(Identified):
    title: Text = Field(alias="titre")
    question: Text
    strict_reading: Text = Field(alias="lecture_stricte")
    favourable_reading: Text = Field(alias="lecture_favorable")
    strict_first: Flag = Field(False, alias="stricte_d_abord")
    """The strict reading, the more likely one, is told before the favourable one."""
    if_strict: Text = Field(alias="si_stricte")
    if_favourable: Text = Field(alias="si_favorable")
    conduct: Text = Field(alias="conduite")
    other_route: OtherRoute | None = Field(None, alias="autre_voie")
    settled_by: tuple[ids.Fact, ...] = Field((), alias="tranche_par")
    """Facts by which the administration's own answer is known: once known, the readings no longer part."""
    practice: tuple[Practice, ...] = Field((), alias="pratique")
    unpractised: Flag = Field(False, alias="sans_pratique")
    """None was found, though it was looked for."""
    citations: tuple[Citation, ...] = Field((), alias="sources")
    confidence: Confidence = Field(alias="confiance")

    @model_validator(mode="after")
    def _practice_or_none(self) -> Self:
        if self.practice and self.unpractised:
            raise ValueError("dit une « pratique » et « sans_pratique ».", "Retirez « sans_pratique ».")
        return self

    @property
    def readings(self) -> tuple[tuple[str, str], ...]:
        """« favorable » and « stricte », each with its text, the one to tell first first."""
        both = (("favorable", self.favourable_reading), ("stricte", self.strict_reading))
        return both[::-1] if self.strict_first else both


class Coherence(Identified, Dated):
    """Answers that cannot all be right: when ``condition`` holds, the named facts are withdrawn from reasoning.

    ``warns``: they may be right, and are only to be read again; nothing is withdrawn.
    """

    condition: Cond = Field(alias="si")
    facts: tuple[ids.Address, ...] = Field(alias="faits", min_length=1)
    for_each: Slots | None = Field(None, alias="pour_chaque")
    warns: Flag = Field(False, alias="avertit")
    message: str = ""
    mend: str = Field("", alias="mender")


class Duration(Dated):
    """A line of a first-match table: how long the accreditation lasts; ``case``: its condition, said after « si »."""

    case: str = Field("", alias="cas")

    condition: Cond | None = Field(None, alias="si")
    parameter: ids.Parameter = Field(alias="parametre")
    citations: tuple[Citation, ...] = Field((), alias="sources")
    reserve: ids.Priced = ""


class Route(_Versioned):
    """One way to a status; a status is reached by any of its routes. ``without_lights``: why it shows no lights."""

    title: Text = Field(alias="titre")
    outcome: Literal[VerdictId.ELIGIBLE, VerdictId.BY_RIGHT] = Field(alias="issue")
    statement: str = Field("", alias="enonce")
    claimed_if: Cond | None = Field(None, alias="revendiquee_si")
    versions: Versions[LawVersion] = Field(min_length=1)
    durations: tuple[Duration, ...] = Field((), alias="durees")
    without_lights: str = Field("", alias="sans_feux")

    def on(self, day: date) -> LawVersion | None:
        return next((version for version in self.versions if version.covers(day)), None)


class Light(Identified):
    """One of the three things laymen confuse about the ESS: what is written, what is done, what is registered."""

    title: Text = Field(alias="titre")
    criteria: tuple[ids.Criterion, ...] = Field(alias="criteres", min_length=1)


class WithoutObject(Sourced):
    """Criteria that are not for the companies ``condition`` describes, and what is said of them instead."""

    condition: Cond = Field(alias="si")
    criteria: tuple[ids.Criterion, ...] = Field(alias="criteres", min_length=1)
    text: Text = Field(alias="texte")


class Status(Identified):
    title: Text = Field(alias="titre")
    statement: str = Field("", alias="enonce")
    phrases: dict[str, str] = Field(default_factory=dict)
    routes: tuple[Route, ...] = Field(alias="voies", min_length=1)
    lights: tuple[Light, ...] = Field((), alias="feux")
    without_object: tuple[WithoutObject, ...] = Field((), alias="sans_objet")


class Guidance(Worded, Sourced):
    """A right, a limit, a constraint, a procedure step, a document or a duty attached to a status.

    ``advised``: a document that no text asks for. ``shown_by``: facts whose evidence, noted in the dossier,
    shows that the company has it. ``done_if``: criteria that, all met, leave nothing to do. ``file_name``: how to name
    the file of a document, told while a line that asks for names (``names_files``) is in force. ``filing``: its title
    says, in a few words, how the request is made.
    """

    kind: GuidanceKind = Field(alias="genre")
    status: StatusId = Field(alias="statut")
    title: Text = Field(alias="titre")
    text: Text = Field(alias="texte")
    condition: Cond | None = Field(None, alias="si")
    routes: tuple[ids.Route, ...] = Field((), alias="voies")
    where: str = Field("", alias="ou_obtenir")
    figures: tuple[ids.Parameter, ...] = Field((), alias="chiffres")
    advised: Flag = Field(False, alias="conseil")
    shown_by: tuple[ids.Fact, ...] = Field((), alias="montree_par")
    done_if: tuple[ids.Criterion, ...] = Field((), alias="faite_si")
    file_name: str = Field("", alias="nom_fichier")
    names_files: Flag = Field(False, alias="nomme_les_fichiers")
    filing: Flag = Field(False, alias="dit_comment_deposer")
    citations: tuple[Citation, ...] = Field(alias="sources", min_length=1)
    reserve: str = ""
