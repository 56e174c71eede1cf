"""The ESUS file tailored to one company: which case, which documents, to whom, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor.advice.guidance import ReportContext, change_title, clause_names, unread_notice
from advisor.advice.papers.agenda import Agenda
from advisor.advice.papers.clauses import statutes
from advisor.advice.papers.model import (
    CalendarDate,
    EsusFile,
    FileDocument,
    Mention,
    ProcedureStep,
    is_claimed,
    route_taken,
)
from advisor.assessment.assess import account, reason
from advisor.assessment.leaves import TRUE, UNKNOWN
from advisor.assessment.model import AnswerView, Assessment, Change
from advisor.assessment.session import Session
from advisor.assessment.wording import evidence_words
from advisor.common.errors import InputError, Problem
from advisor.dossier import Dossier, answer
from advisor.rules.acts import FileCase
from advisor.rules.basis import Citation
from advisor.rules.conditions import leaves
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.models import Guidance
from advisor.rules.vocabulary import GuidanceKind, Outcome, RemedyKind, Slots, VerdictId

SeenLevel = Literal["copie_jointe", "vu", ""]
SEEN: tuple[SeenLevel, ...] = ("copie_jointe", "vu")
"""From the surest."""
YEARS = "exercices_examines"
"""Parameter: how many of the last accounting years the accounts of the file must show."""
CLOSED = "nombre_exercices_examines"
"""Indicator: how many of them the company has."""
NEXT_MEETING = "prochaine_ag"
"""The delay of a change that the general meeting decides."""
REGISTERED = "ESS-14"
ASSIMILATION = "assimilation"
NO_CASE = (
    "La forme ou la voie ne correspond à aucun des quatre cas du dossier : les pièces de cette voie sont données, le "
    "calendrier non."
)
CASE_UNKNOWN = (
    "Les réponses ne disent pas encore lequel des quatre cas du dossier convient : les pièces de cette voie sont "
    "données, le calendrier non."
)
NOTHING_TO_FILE = (
    "D'après les réponses, il n'y a rien à déposer : la forme ne correspond à aucun des quatre cas du dossier, et "
    "l'agrément n'est pas ouvert. Voyez d'abord les statuts possibles."
)
NOT_CLAIMED = (
    "Les réponses ne disent pas si la structure relève du plein droit : par prudence, le dossier de droit commun est "
    "préparé."
)

NO_MEETING = "La date d'assemblée donnée ne sert pas : d'après les réponses, aucune assemblée n'est nécessaire."
NO_FILING = "La date de dépôt donnée ne sert pas : rien ne se dépose au préfet par cette voie à cette date."

# -- which document of the file the dossier already shows ------------------------------------------------------------


@dataclass(frozen=True)
class DocumentShown:
    """What the dossier shows of a document.

    Attributes:
        words: how it is shown; empty when it is not.
        level: the least sure of what shows it; empty when it is shown in part only, or not at all.
        partly: some of the rows it must tell are shown by nothing (accounts of one year out of three).
        stale: what it tells is to change before the file is lodged.
    """

    words: str = ""
    level: SeenLevel = ""
    partly: bool = False
    stale: bool = False


def shown(
    facts: Iterable[str], dossier: Dossier, assessment: Assessment, session: Session, moving: set[str]
) -> DocumentShown:
    """What the dossier shows of the document that these facts are read in.

    Args:
        facts: ids; of a table, every row answered or examined must be shown.
        dossier: the answers. assessment: their views. session: the same company and day.
        moving: facts whose answer is to change (see `to_move`).
    """
    knowledge = session.knowledge
    wanted = set(facts)
    read = [one for one in assessment.answers if knowledge.addresses[one.address][0].id in wanted and not one.unknown]
    proved: dict[str | None, AnswerView] = {}
    for view in sorted(read, key=lambda one: _rank(dossier, one)):
        if _level(dossier, view):
            proved.setdefault(knowledge.addresses[view.address][1], view)
    if not proved:
        return DocumentShown()
    rows = _examined(wanted, session, {knowledge.addresses[one.address][1] for one in read})
    evidence = dict.fromkeys(evidence_words(view) for _, view in sorted(proved.items(), key=lambda pair: pair[0] or ""))
    partly = bool(rows - set(proved)) and None not in proved
    worst = max(proved.values(), key=lambda one: _rank(dossier, one))
    return DocumentShown(
        words=" ; ".join(evidence),
        level="" if partly else _level(dossier, worst),
        partly=partly,
        stale=bool(wanted & moving),
    )


def to_move(changes: Iterable[Change], knowledge: Knowledge, assessment: Assessment) -> set[str]:
    """Facts whose answer these changes will alter."""
    found: set[str] = set()
    for change in changes:
        outcomes = [one for one in knowledge.outcomes if one.remedy == change.remedy]
        named = {effect.fact.partition("[")[0] for outcome in outcomes for effect in outcome.effects}
        found |= named or _failing(change, knowledge, assessment)
    return found


def _failing(change: Change, knowledge: Knowledge, assessment: Assessment) -> set[str]:
    """Facts of the tests that a change mends, when nothing says what it alters."""
    versions = (knowledge.criteria[id].on(assessment.on) for id in change.criteria)
    tests = (leaf for version in versions if version is not None for leaf in leaves(version.tree))
    mended = (leaf.fact for leaf in tests if change.remedy in (leaf.remedy, leaf.deferred_remedy))
    return {fact.partition("[")[0] for fact in mended if fact is not None}


def _examined(facts: set[str], session: Session, read: set[str | None]) -> set[str | None]:
    """Rows that the document must tell: of accounts, the last years that the company has; else those answered."""
    if not any(session.knowledge.facts[fact].slots == Slots.YEARS for fact in facts):
        return read
    most, closed = session.parameter(YEARS), session.indicator(CLOSED).value.known
    if most is None or closed is None:
        return read
    return set(SLOTS[Slots.YEARS][: int(min(most, closed))])


def _level(dossier: Dossier, view: AnswerView) -> SeenLevel:
    evidence = dossier.answers[view.address].evidence if view.address in dossier.answers else None
    return next((one for one in SEEN if evidence is not None and view.document and evidence.level == one), "")


def _rank(dossier: Dossier, view: AnswerView) -> int:
    level = _level(dossier, view)
    return SEEN.index(level) if level else len(SEEN)


# -- the file --------------------------------------------------------------------------------------------------------


def esus_file(
    dossier: Dossier,
    on: date | None = None,
    *,
    assembly: date | None = None,
    filed: date | None = None,
    knowledge: Knowledge | None = None,
) -> EsusFile:
    """What to file, and when.

    Args:
        dossier: the answers.
        on: day of the law and of the calendar; by default the dossier's own, then today.
        assembly: day of the general meeting (of the signature, for a project), when it is known.
        filed: day on which the complete file is lodged, when it is known; by default that of the dossier, if any.
        knowledge: another rule base than the packaged one.

    Raises:
        InputError: an answer does not fit its fact, or the file would be lodged before the meeting.
    """
    base = knowledge or load_knowledge()
    if assembly is not None and filed is not None and filed < assembly:
        message = "le dossier serait déposé avant l'assemblée."
        raise InputError(Problem(message, mend="Corrigez l'une des deux dates."))
    lodged = base.base.lodged
    known = filed or (dossier.requested if lodged not in dossier.answers else None)
    if lodged is not None and known is not None:
        dossier = dossier.with_answer(lodged, answer(known.isoformat()))
    reasoning = reason(dossier, on, base)
    return _Preparer(dossier, account(reasoning), reasoning.session).file(assembly, filed)


class _Preparer:
    def __init__(self, dossier: Dossier, assessment: Assessment, session: Session) -> None:
        self.dossier, self.assessment, self.session = dossier, assessment, session
        self.knowledge = knowledge = session.knowledge
        self.route = route_taken(assessment, self.session, "esus")
        verdict = assessment.esus.model_copy(update={"route": self.route.id if self.route else None})
        self.verdict = verdict
        self.context = ReportContext(assessment, knowledge, dossier)

    def file(self, assembly: date | None, filed: date | None) -> EsusFile:
        case = None if self.assessment.ended else self._case()
        drafts = () if self.assessment.ended else statutes(self.dossier, self.assessment.on, self.knowledge).drafts
        moving = self._moving(drafts)
        calendar = self._calendar(bool(drafts), assembly) if case else ()
        unsure = self._unsure(case, calendar, assembly, filed)
        closed = case is None and self.verdict.outcome == VerdictId.NOT_ELIGIBLE
        return EsusFile(
            name=self.dossier.name,
            siren=self.dossier.siren,
            on=self.assessment.on,
            case=case.id if case and not case.unnamed else "",
            case_title=case.title if case else "",
            case_text=case.text if case else "",
            case_articles=self._articles(case.citations, self.assessment.on) if case else "",
            case_confidence=case.confidence if case else "",
            route=self.route.title if self.route else "",
            verdict=self.verdict.outcome,
            sentence=self.verdict.sentence,
            to_change=self._to_change(bool(drafts)),
            papers=tuple(
                self._paper(line, pending, moving) for line, pending in self._guidance(GuidanceKind.PAPER, closed)
            ),
            procedure=tuple(
                ProcedureStep(
                    id=line.id,
                    title=line.title,
                    text=line.text,
                    articles=self.knowledge.texts(line.citations),
                    confidence=line.confidence,
                    reserve=line.reserve,
                )
                for line, _ in self._guidance(GuidanceKind.PROCEDURE, closed)
            ),
            calendar=calendar,
            unsure=" ".join(unsure),
        )

    def _guidance(self, kind: GuidanceKind, closed: bool) -> list[tuple[Guidance, str]]:
        return [] if closed else self.context.guidance(self.verdict, kind)

    def _unsure(
        self, case: FileCase | None, calendar: tuple[CalendarDate, ...], assembly: date | None, filed: date | None
    ) -> list[str]:
        if self.assessment.ended:
            return [self.assessment.ended]
        if case is None:
            if self.verdict.outcome == VerdictId.NOT_ELIGIBLE:
                return [NOTHING_TO_FILE]
            return [CASE_UNKNOWN if any(self._fits(one) == UNKNOWN for one in self._cases()) else NO_CASE]
        reasons = [NOT_CLAIMED] if self._undecided() else []
        steps = {entry.id for entry in calendar}
        if assembly is not None and not steps & {"assemblee", "signature"}:
            reasons.append(NO_MEETING)
        if filed is not None and "depot" not in steps:
            reasons.append(NO_FILING)
        return reasons

    def _case(self) -> FileCase | None:
        return next((case for case in self._cases() if self._fits(case) == TRUE), None)

    def _cases(self) -> list[FileCase]:
        """The cases of the route followed, on this day."""
        return [
            case
            for case in self.knowledge.acts.file_cases.values()
            if self.route is not None and case.route == self.route.id and case.covers(self.assessment.on)
        ]

    def _fits(self, case: FileCase) -> int:
        return self.session.settled(case.condition).strict

    def _undecided(self) -> bool:
        """A route to be claimed that is still possible, while the file is prepared on another."""
        other = next(
            (one for one in self.knowledge.statuses["esus"].routes if one.id == self.assessment.esus.route), None
        )
        return other is not None and other != self.route and not is_claimed(other, self.assessment, self.session)

    # -- documents ------------------------------------------------------------------------------------------------

    def _paper(self, line: Guidance, pending: str, moving: set[str]) -> FileDocument:
        found = shown(line.shown_by, self.dossier, self.assessment, self.session, moving)
        return FileDocument(
            id=line.id,
            title=line.title,
            text=line.text,
            where=line.where,
            file_name=self.context.file_name(line),
            held=found.words,
            level=found.level,
            partly=found.partly,
            stale=found.stale,
            advised=line.advised,
            pending=pending,
            reserve=line.reserve,
            articles=self.knowledge.texts(line.citations),
            confidence=line.confidence,
        )

    def _moving(self, drafts: tuple[Mention, ...]) -> set[str]:
        """Facts whose answer changes before the file is lodged, or must."""
        verdicts = (self.assessment.ess, self.assessment.esus)
        changes = [one for verdict in verdicts for one in (*verdict.changes, *verdict.later) if not one.strict_only]
        written = {fact for mention in drafts for fact in mention.becomes}
        return written | to_move(changes, self.knowledge, self.assessment)

    # -- calendar ---------------------------------------------------------------------------------------------------

    def _to_change(self, drafts: bool) -> tuple[str, ...]:
        """What must change before lodging, in words; the clauses together."""
        notice = unread_notice(self.assessment, self.knowledge)
        names = " ; ".join(clause_names(self.assessment, self.knowledge))
        both = (*self.assessment.ess.changes, *self.assessment.esus.changes)
        changes = {change.remedy: change for change in both}
        titles = [
            change_title(self.assessment, self.knowledge, change)
            for change in changes.values()
            if not (drafts and change.kind == RemedyKind.STATUTES)
        ]
        first = (
            [f"{notice}. Prenez les statuts et reprenez les questions, seul ou avec un conseiller : {names}"]
            if notice
            else []
        )
        return (*first, *(["Modifier les statuts, à l'aide des projets de clauses"] if drafts else []), *titles)

    def _needs(self, drafts: bool) -> set[str]:
        if self.route is not None and self.route.id == ASSIMILATION:
            return {"assimilation", "assimile"} if self.verdict.outcome == VerdictId.ELIGIBLE else {"assimilation"}
        needs = {"depot"}
        if drafts:
            needs.add("statuts")
        for verdict in (self.assessment.ess, self.assessment.esus):
            if any(change.delay == NEXT_MEETING for change in verdict.changes):
                needs.add("decisions")
        registered = self.assessment.findings.get(REGISTERED)
        # An entry that stands is not asked for again, whatever the conditions that it supposes.
        lacking = registered is not None and not registered.idle and registered.leaves
        if lacking and any(leaf.remedy and leaf.outcome != Outcome.MET for leaf in lacking):
            needs.add("mention")
        return needs

    def _calendar(self, drafts: bool, assembly: date | None) -> tuple[CalendarDate, ...]:
        fixed = {} if assembly is None else {"assemblee": assembly, "signature": assembly}
        return Agenda(self.session, self._needs(drafts), fixed, self._years, self._articles).entries()

    def _years(self, lodged: date) -> int | None:
        """How long the agreement lasts if the file is lodged that day: the age counts on the day of the request."""
        session = Session(self.knowledge, self.dossier.model_copy(update={"requested": lodged}), self.assessment.on)
        for line in self.route.durations if self.route else ():
            if not line.covers(self.assessment.on):
                continue
            truth = TRUE if line.condition is None else session.settled(line.condition).strict
            if truth == UNKNOWN:
                return None
            if truth == TRUE:
                years = session.parameter(line.parameter)
                return None if years is None else int(years)
        return None

    def _articles(self, citations: tuple[Citation, ...], day: date) -> str:
        """Passages in force when the calendar is made, or on the day it gives."""
        return self.knowledge.texts_in_force(citations, self.assessment.on, day)
