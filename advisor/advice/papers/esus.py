"""The ESUS file tailored to one company: which case, which documents, to whom, and when."""

from __future__ import annotations

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
from advisor.rules.conditions import leaves
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.models import Guidance
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import GuidanceKind, Outcome, RemedyKind, Slots, VerdictId

SeenLevel = Literal["copie_jointe", "vu", ""]
SEEN: tuple[SeenLevel, ...] = ("copie_jointe", "vu")
"""From the surest."""
YEARS = "exercices_examines"
"""Parameter: how many of the last accounting years the accounts of the file must show."""
CLOSED = ("nombre_exercices_examines", "nombre_derniers_exercices")
"""Indicators: how many of them the company has, whatever the years that the law examines."""
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


def esus_file(
    dossier: Dossier,
    on: date | None = None,
    *,
    assembly: date | None = None,
    filed: date | None = None,
    knowledge: Knowledge | None = None,
) -> EsusFile:
    """Prepare the ESUS file: what to file, and when.

    Args:
        dossier, on, knowledge: as for `assess`.
        assembly: day of the general meeting (of the signature, for a project), when it is known.
        filed: day on which the complete file is lodged, when it is known; by default that of the dossier, if any.

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
            case_articles=self.knowledge.texts_in_force(case.citations, self.assessment.on) if case else "",
            case_confidence=self.knowledge.confidence(case, self.assessment.on) if case else "",
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
                    confidence=self.knowledge.confidence(line, self.assessment.on),
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
        other = self.knowledge.routes().get(self.assessment.esus.route or "")
        return other is not None and other != self.route and not is_claimed(other, self.assessment, self.session)

    # -- documents ------------------------------------------------------------------------------------------------

    def _paper(self, line: Guidance, pending: str, moving: set[str]) -> FileDocument:
        proved, partly = self._shown(set(line.shown_by))
        return FileDocument(
            id=line.id,
            title=line.title,
            text=line.text,
            where=line.where,
            file_name=self.context.file_name(line),
            held=" ; ".join(dict.fromkeys(map(evidence_words, proved))),
            level="" if partly or not proved else max(map(self._level, proved), key=SEEN.index),
            partly=partly,
            stale=bool(proved and moving.intersection(line.shown_by)),
            advised=line.advised,
            pending=pending,
            reserve=line.reserve,
            articles=self.knowledge.texts(line.citations),
            confidence=self.knowledge.confidence(line, self.assessment.on),
        )

    def _moving(self, drafts: tuple[Mention, ...]) -> set[str]:
        """Facts whose answer changes before the file is lodged, or must."""
        verdicts = (self.assessment.ess, self.assessment.esus)
        changes = [one for verdict in verdicts for one in (*verdict.changes, *verdict.later) if not one.strict_only]
        found = {fact for mention in drafts for fact in mention.becomes}
        for change in changes:
            outcomes = self.knowledge.remedies[change.remedy].outcomes
            named = {fact_id(effect.fact) for outcome in outcomes for effect in outcome.effects}
            found |= named or self._failing(change)
        return found

    def _failing(self, change: Change) -> set[str]:
        """Facts of the tests that a change mends, when nothing says what it alters."""
        versions = (self.knowledge.criteria[id].on(self.assessment.on) for id in change.criteria)
        tests = (leaf for version in versions if version is not None for leaf in leaves(version.tree))
        return {
            fact_id(leaf.fact) for leaf in tests if leaf.fact and change.remedy in (leaf.remedy, leaf.deferred_remedy)
        }

    def _shown(self, facts: set[str]) -> tuple[list[AnswerView], bool]:
        """What shows a document read in some facts, one view a row, and whether rows are missing.

        Rows are missing when some of those that it must tell are shown by nothing (accounts of one year out of three).
        """
        addresses = self.knowledge.addresses
        read = [one for one in self.assessment.answers if addresses[one.address][0].id in facts and not one.unknown]
        proved: dict[str | None, AnswerView] = {}
        for view in sorted((one for one in read if self._level(one)), key=lambda one: SEEN.index(self._level(one))):
            proved.setdefault(addresses[view.address][1], view)
        rows = {addresses[one.address][1] for one in read}
        most, counts = self.session.parameter(YEARS), [self.session.indicator(id).value.known for id in CLOSED]
        closed = max((one for one in counts if one is not None), default=None)
        if (
            any(self.knowledge.facts[fact].slots == Slots.YEARS for fact in facts)
            and most is not None
            and closed is not None
        ):
            # Of accounts, the last years that the company has.
            rows = set(SLOTS[Slots.YEARS][: int(min(most, closed))])
        views = [proved[row] for row in sorted(proved, key=lambda row: row or "")]
        return views, bool(proved and rows - proved.keys()) and None not in proved

    def _level(self, view: AnswerView) -> SeenLevel:
        given = self.dossier.answers.get(view.address)
        level = given.evidence.level if given is not None and given.evidence is not None and view.document else ""
        return level if level in SEEN else ""

    # -- calendar ---------------------------------------------------------------------------------------------------

    def _to_change(self, drafts: bool) -> tuple[str, ...]:
        """What must change before lodging, in words; the clauses together."""
        found = []
        if notice := unread_notice(self.assessment, self.knowledge):
            names = " ; ".join(clause_names(self.assessment, self.knowledge))
            found.append(
                f"{notice}. Prenez les statuts et reprenez les questions, seul ou avec un conseiller : {names}"
            )
        if drafts:
            found.append("Modifier les statuts, à l'aide des projets de clauses")
        changes = {one.remedy: one for one in (*self.assessment.ess.changes, *self.assessment.esus.changes)}
        left = (one for one in changes.values() if not (drafts and one.kind == RemedyKind.STATUTES))
        return (*found, *(change_title(self.assessment, self.knowledge, one) for one in left))

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
        return Agenda(self.session, self._needs(drafts), fixed, self._years).entries()

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
