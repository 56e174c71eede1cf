"""The result of an assessment: pure data, frozen, serialisable, carrying its own proof.

Ids and texts are French (they come from ``rules/``); keys are English. ``Assessment.model_validate_json`` restores what
``model_dump_json`` wrote, to the last digit.
"""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from advisor.rules.models import Nature
from advisor.rules.vocabulary import (
    Appraiser,
    Cause,
    CriterionOutcome,
    Delay,
    Grade,
    LawReading,
    Outcome,
    RemedyKind,
    VerdictId,
)

SCHEMA_VERSION = 2
"""Of the JSON of an assessment, published by `advisor.report.catalogue.assessment_schema`: one for each shape."""

LATER: Delay = "exercice_suivant"
"""The delay of a remedy that no decision taken today hastens."""

LADDER: tuple[VerdictId, ...] = (VerdictId.NOT_ELIGIBLE, VerdictId.TO_MEND, VerdictId.ELIGIBLE)


def rung_name(rung: int, top: VerdictId) -> VerdictId:
    """Name of a rung of the ladder; the highest is named by the route that reaches it."""
    return top if rung == 2 else LADDER[rung]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Reference(Frozen):
    """A passage of a legal text, in the version in force on the day of assessment.

    Attributes:
        source: id in ``rules/sources.yaml``.
        text: how it is cited, passage included.
        start, end: days between which this version is in force (end None: still in force).
        identifier: official identifier of the version.
        read: confidence code, how the version was read.
        checked: day it was last checked.
    """

    source: str
    text: str
    passage: str
    start: date | None
    end: date | None
    identifier: str
    read: str
    checked: date | None
    note: str = ""


class Line(Frozen):
    """One line of a calculation."""

    label: str
    text: str


class ReadingResult(Frozen):
    """What one reading of an open point asks, and what was found; the law's own reason when it asks nothing."""

    label: str
    outcome: Outcome
    finding: str = ""
    margin: str = ""


class LeafResult(Frozen):
    """One elementary test, settled.

    Attributes:
        id: criterion and position (``ESS-07#2``).
        label: what holds when it is true.
        outcome: under both readings; ``incertain`` when they differ.
        not_applicable: the tested fact does not apply to this company.
        finding: what was found, in words (« 69,2 % pour un minimum de 66 % »).
        margin: distance to the threshold, in words; empty when there is none.
        calculation: how the figure was obtained.
        used, missing: answer addresses it rests on, or still needs.
        remedy, deferred_remedy: ids of what would mend it today, or later.
        open_point: id of the open question it depends on.
        readings: for an open point, each reading that finds something of its own; empty when all find the same.
    """

    id: str
    label: str
    outcome: Outcome
    not_applicable: bool = False
    finding: str = ""
    margin: str = ""
    calculation: tuple[Line, ...] = ()
    used: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    remedy: str | None = None
    deferred_remedy: str | None = None
    open_point: str | None = None
    readings: tuple[ReadingResult, ...] = ()


class Note(Frozen):
    """A reserve: a prudent reading was kept on a point that is not certain.

    ``decisive``: the outcome itself rests on that reading. ``first``: to be said beside the verdict.
    """

    id: str
    text: str
    confidence: str
    references: tuple[Reference, ...] = ()
    decisive: bool = False
    first: bool = False


class Finding(Frozen):
    """One criterion, settled, with its proof.

    Attributes:
        criterion: id.
        outcome: one of four.
        counts: False for vigilance points that do not bear on a verdict.
        nature, appraised_by: objective, or appraised by the greffe or the préfet.
        evidence: documents that carry an appraised criterion.
        explanation: the sentence for this outcome.
        confidence: weakest of the version's code, of the presumptions used and of the readings that decide it.
        references: passages applied, in their version.
        leaves: elementary tests of this criterion.
        rests_on: other criteria it is built from.
        reserves: points kept prudently.
        rules: rules fired by the engine for this criterion, premises included.
        idle: nothing it tests concerns this company; its outcome is what the law makes of that.
        without_object: why the law does not ask it of this company, when the rules say so in words.
        early: a project fails it only because it is not constituted and registered yet.
    """

    criterion: str
    title: str
    theme: str
    outcome: Outcome
    counts: bool
    synthesis: bool
    nature: Nature
    appraised_by: Appraiser | None
    evidence: tuple[str, ...]
    statement: str
    explanation: str
    confidence: str
    references: tuple[Reference, ...]
    leaves: tuple[LeafResult, ...]
    rests_on: tuple[str, ...]
    reserves: tuple[Note, ...]
    rules: tuple[str, ...]
    idle: bool = False
    without_object: str = ""
    early: bool = False


class Change(Frozen):
    """Something to change, once, whatever the number of criteria it mends.

    ``then``: what follows the action. ``strict_only``: needed under the strict reading of the law only. ``pending``: a
    clause of future statutes that is not known to be written yet.
    """

    remedy: str
    title: str
    kind: RemedyKind
    weight: int
    who: str
    delay: Delay
    action: str
    then: str = ""
    criteria: tuple[str, ...]
    references: tuple[Reference, ...]
    confidence: str
    note: str = ""
    deferred: bool = False
    strict_only: bool = False
    pending: bool = False


class Missing(Frozen):
    """An answer still needed, and who holds it."""

    address: str
    short: str
    question: str
    holder: str
    where: str
    declared_unknown: bool
    for_statuses: tuple[str, ...]


class Ground(Frozen):
    """A criterion that decides, in the order in which to read them."""

    criterion: str
    title: str
    effect: Outcome
    detail: str
    references: tuple[Reference, ...]
    confidence: str
    route: str


class Branch(Frozen):
    """What the verdict is under one reading of the law."""

    reading: LawReading
    condition: str
    verdict: VerdictId
    worst: VerdictId
    best: VerdictId


class OpenPointView(Frozen):
    """An open question that bears on a verdict."""

    id: str
    title: str
    question: str
    strict_reading: str
    favourable_reading: str
    if_strict: str
    if_favourable: str
    conduct: str
    practice: tuple[str, ...]
    references: tuple[Reference, ...]
    confidence: str
    decides: bool
    criteria: tuple[str, ...]


class RouteResult(Frozen):
    """One route to a status: how far it goes, and what blocks it."""

    id: str
    title: str
    worst: VerdictId
    best: VerdictId
    blocking: tuple[str, ...]
    references: tuple[Reference, ...]


class LightResult(Frozen):
    """Statutes, practice or registration, for an ESS company."""

    id: str
    title: str
    outcome: CriterionOutcome
    criteria: tuple[str, ...]


class Verdict(Frozen):
    """The answer for one status.

    Attributes:
        status: ``ess`` or ``esus``.
        outcome: the verdict.
        cause: why it is undetermined, when it is; ``avant_la_loi``: of that day nothing is said, whatever the answers.
        worst, best: bounds that further answers and readings of the law leave open.
        route: id of the route shown.
        duration: years of accreditation if it is given, when the route has any; duration_waits: the answers that would
            tell it; duration_note: a reserve
            on it; duration_references: the articles that fix it.
        grade: on declarations or on documents.
        confidence: weakest confidence among what decides.
        sentence: the verdict in one plain sentence.
        grounds: what decides. obstacles: leaves that no decision taken today removes.
        changes: what must change today. later: what would open the way later.
        branches: both outcomes when the law is open on the deciding point.
        open_points: ids of the open questions involved.
        decided: no further answer can move the verdict on the ladder; a category of plein droit answered later may
            still turn ``eligible`` into ``de_droit``, and a figure typed over a published one is a changed answer.
        routes: every route examined. lights: the three lights (ESS only).
    """

    status: str
    title: str
    outcome: VerdictId
    cause: Cause | None
    worst: VerdictId
    best: VerdictId
    route: str | None
    route_title: str
    duration: int | None
    duration_waits: tuple[str, ...] = ()
    duration_note: str
    duration_references: tuple[Reference, ...]
    grade: Grade
    confidence: str | None
    sentence: str
    grounds: tuple[Ground, ...]
    obstacles: tuple[LeafResult, ...]
    changes: tuple[Change, ...]
    later: tuple[Change, ...]
    branches: tuple[Branch, ...]
    open_points: tuple[str, ...]
    decided: bool
    routes: tuple[RouteResult, ...]
    lights: tuple[LightResult, ...]

    @property
    def hinges_on_law(self) -> bool:
        """Whether the reading of the law decides: of the verdict, or of whether mending what fails is enough."""
        parted = len({branch.best for branch in self.branches}) > 1
        return self.cause == Cause.LAW or (self.outcome == VerdictId.TO_MEND and parted)


class ContradictionView(Frozen):
    """Answers that cannot all be right, left out of the reasoning; ``warns``: only to be read again, and kept."""

    id: str
    message: str
    mend: str
    addresses: tuple[str, ...]
    warns: bool = False


class AnswerView(Frozen):
    """An answer as it was used, so that a frozen record can be read alone.

    ``unknown``: « je ne sais pas »; ``used``: it bears on the result, or would if it were known.
    """

    address: str
    short: str
    text: str
    level: str
    document: str = ""
    page: str = ""
    article: str = ""
    quote: str = ""
    note: str = ""
    unknown: bool = False
    used: bool = True


class SharedCosts(Frozen):
    """How costs shared between activities were divided, and what the result owes to the key.

    Attributes:
        addresses: answers that rest on the key. given: the shared costs and the keys.
        lines: each year's division. source: where the key comes from, in the adviser's words.
        moved: what the share becomes when the key moves.
    """

    addresses: tuple[str, ...]
    given: tuple[str, ...]
    lines: tuple[Line, ...]
    source: str
    moved: tuple[Line, ...]


class Assessment(Frozen):
    """Everything known about one company on one day, under the law of that day.

    ``schema_version``: of its JSON. ``project``: the company does not exist yet. ``ended``: what is said of one that
    has nothing left to prepare, or "".
    """

    schema_version: int = SCHEMA_VERSION
    on: date
    requested: date
    name: str
    rules_version: str
    rules_fingerprint: str
    law_as_of: date
    notice: str
    verdicts: dict[str, Verdict]
    findings: dict[str, Finding]
    contradictions: tuple[ContradictionView, ...]
    missing: tuple[Missing, ...]
    open_points: tuple[OpenPointView, ...]
    answers: tuple[AnswerView, ...]
    project: bool = False
    ended: str = ""
    shared_costs: SharedCosts | None = None
    warnings: tuple[ContradictionView, ...] = ()

    @property
    def ess(self) -> Verdict:
        return self.verdicts["ess"]

    @property
    def esus(self) -> Verdict:
        return self.verdicts["esus"]
