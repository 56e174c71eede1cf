"""The gap list of the statutes and the ESUS file, as pure data; the route that a structure takes to a status."""

from __future__ import annotations

from datetime import date
from typing import Literal

from advisor.assessment.model import AnswerView, Assessment, Frozen, Reference
from advisor.assessment.session import Session
from advisor.rules.conditions import CriterionRef
from advisor.rules.models import Route
from advisor.rules.vocabulary import Outcome, PieceState, VerdictId

CAUTION = "Projet sans valeur contractuelle, à faire relire par un conseil."
"""Printed on each draft."""


class ClauseDraft(Frozen):
    """A clause to propose.

    Attributes:
        paragraphs: its text; what is left open stands in square brackets.
        left: what each open choice entails. notes: what counsel must look at.
        confidence: how well the law it follows is known.
        caution: what it is worth.
    """

    paragraphs: tuple[str, ...]
    left: tuple[str, ...]
    notes: tuple[str, ...]
    confidence: str
    caution: str = CAUTION


class Mention(Frozen):
    """One mention of the statutes that the law of the day asks of this structure.

    Attributes:
        clause: id in ``rules/actes/clauses.yaml``. heading: which mention of the law.
        criteria: those that ask for it. answers: what the adviser read, with article, words and evidence.
        missing: short names of what is still to be read.
        asked_by, asked_confidence: the passages that ask for it. references: those the draft follows.
        draft: for what lacks.
        becomes: the answers once the draft is adopted; withdrawn: those that go with the old clause.
    """

    clause: str
    title: str
    heading: str
    state: PieceState
    criteria: tuple[str, ...]
    answers: tuple[AnswerView, ...]
    missing: tuple[str, ...]
    asked_by: tuple[Reference, ...]
    asked_confidence: str
    references: tuple[Reference, ...]
    draft: ClauseDraft | None
    becomes: dict[str, str]
    withdrawn: tuple[str, ...]


class Adoption(Frozen):
    """Who adopts the new statutes, and by which majority."""

    title: str
    text: str
    references: tuple[Reference, ...]
    confidence: str
    reserve: str


class Statutes(Frozen):
    """The gap list.

    Attributes:
        form: the legal form in words; empty when it is not known.
        ess, esus: the verdicts as things are.
        mentions: what the law asks, in the order of the drafts. adoption: who decides.
        reading: what to read first, in words; empty when nothing is.
    """

    name: str
    on: date
    form: str
    project: bool
    ess: VerdictId
    esus: VerdictId
    mentions: tuple[Mention, ...]
    adoption: tuple[Adoption, ...]
    reading: str = ""

    @property
    def drafts(self) -> tuple[Mention, ...]:
        return tuple(mention for mention in self.mentions if mention.draft is not None)


class FileDocument(Frozen):
    """A document of the file.

    Attributes:
        file_name: how to name its file; empty when no name is asked for.
        held: how the dossier shows it. partly: only some of its years. stale: what it tells is to change first.
        advised: no text asks for it.
    """

    id: str
    title: str
    text: str
    where: str
    file_name: str
    held: str
    level: Literal["copie_jointe", "vu", ""]
    partly: bool
    stale: bool
    advised: bool
    pending: str
    reserve: str
    articles: str
    confidence: str

    @property
    def ready(self) -> bool:
        """Whether the dossier shows it whole, as it will be lodged."""
        return bool(self.level) and not self.stale


class ProcedureStep(Frozen):
    """A step of the procedure: to whom, by what means."""

    id: str
    title: str
    text: str
    articles: str
    confidence: str
    reserve: str


class CalendarDate(Frozen):
    """One date of the calendar.

    Attributes:
        basis: how it is counted. assumed: what is supposed. warning: why not to trust it.
    """

    id: str
    title: str
    day: date
    text: str
    basis: str
    assumed: str
    articles: str
    confidence: str
    past: bool
    warning: str = ""


class EsusFile(Frozen):
    """The file of one case.

    Attributes:
        case: A1, A2, B1 or B2; empty when none fits or it has no letter.
        case_title, case_text, case_articles, case_confidence: what it is.
        route: the route it follows. verdict, sentence: as things are.
        to_change: what must be done before lodging, in words and in order.
        papers, procedure, calendar: what to gather, how to send it, when.
        unsure: what is not known of the case, in words.
    """

    name: str
    siren: str
    on: date
    case: str
    case_title: str
    case_text: str
    case_articles: str
    case_confidence: str
    route: str
    verdict: VerdictId
    sentence: str
    to_change: tuple[str, ...]
    papers: tuple[FileDocument, ...]
    procedure: tuple[ProcedureStep, ...]
    calendar: tuple[CalendarDate, ...]
    unsure: str = ""


# -- which route a structure takes to a status -----------------------------------------------------------------------


def route_taken(assessment: Assessment, session: Session, status: str) -> Route | None:
    """Return the route of the verdict; one to be claimed is left, while it is not, for one open to all."""
    knowledge = session.knowledge
    routes = knowledge.statuses[status].routes
    route = next((one for one in routes if one.id == assessment.verdicts[status].route), None)
    if route is None or is_claimed(route, assessment, session):
        return route
    return next((one for one in routes if one.claimed_if is None and one.on(assessment.on)), route)


def is_claimed(route: Route, assessment: Assessment, session: Session) -> bool:
    """Return whether the answers say that the structure takes this route; always, without a claim."""
    if route.claimed_if is None:
        return True
    if isinstance(route.claimed_if, CriterionRef):
        finding = assessment.findings.get(route.claimed_if.id)
        return finding is not None and finding.outcome in (Outcome.MET, Outcome.UNCERTAIN)
    return session.proved(route.claimed_if)
