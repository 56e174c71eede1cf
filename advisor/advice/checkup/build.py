"""The annual check-up of one company: the points of the rules that concern it, each with what the answers say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

from advisor.advice.checkup.courses import ROWS, Courses, Side, aligned, years_of
from advisor.advice.checkup.drift import Holdings, Previous, ThenAndNow, deciding_figure, refuse_mismatch
from advisor.advice.checkup.model import Checkup, CheckupPoint, CriterionReview, Holding, Sourced
from advisor.advice.papers.agenda import Agenda
from advisor.assessment.assess import account, reason
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Assessment, Finding
from advisor.assessment.session import Session
from advisor.assessment.wording import finding_sentence
from advisor.common.french import add_years, french_date, lower_first
from advisor.dossier import Dossier
from advisor.rules.checkup import Check, Risk
from advisor.rules.conditions import ChoiceLeaf
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.models import Guidance
from advisor.rules.references import below
from advisor.rules.vocabulary import CheckState, Outcome, Slots

APPRAISED = "appreciee"
_NAMED, AND_MORE = 3, " ; et d'autres"
CHECK_UP = "bilan"
"""What a step of the calendar must be needed for, to be in that of the check-up."""
_UNDATED = (
    "Les dates de clôture manquent : le dernier exercice clos est supposé celui de l'année d'avant l'examen. "
    "Ajoutez-les au dossier."
)


def check_up(
    dossier: Dossier,
    on: date | None = None,
    *,
    previous: Previous | None = None,
    accredited_until: date | None = None,
    knowledge: Knowledge | None = None,
) -> Checkup:
    """Check a company up on a day.

    Args:
        dossier, on, knowledge: as for `assess`.
        previous: the dossier of last time; without it, the years inside the dossier are compared.
        accredited_until: end of an agreement that the dossier does not hold.

    Raises:
        InputError: a project, a company that holds nothing, or a previous dossier that is not a previous one of it.
    """
    base = knowledge or load_knowledge()
    reasoning = reason(dossier, on, base)
    assessment = account(reasoning)
    if previous is not None:
        refuse_mismatch(previous, dossier, assessment)
    return _Checker(dossier, assessment, reasoning.session, previous).checkup(accredited_until)


class _Checker:
    def __init__(self, dossier: Dossier, assessment: Assessment, session: Session, previous: Previous | None) -> None:
        self.dossier, self.assessment, self.session, self.previous = dossier, assessment, session, previous
        self.knowledge = knowledge = session.knowledge
        self.duties = {line.id: line for line in knowledge.guidance}
        self.warnings: tuple[str, ...] = ()
        self.now, self.before = self._side(dossier, self.session), None
        if previous is not None:
            session = Session(knowledge, previous.dossier, previous.assessment.on)
            facts = [one.id for one in knowledge.facts.values() if one.slots == Slots.YEARS and one.type.numeric]
            self.before, self.now, warning = aligned(self._side(previous.dossier, session), self.now, facts)
            self.warnings = (warning,) if warning else ()
        self.courses = Courses(self.now, self.before)

    def checkup(self, accredited_until: date | None) -> Checkup:
        holdings = Holdings(self.session, self.assessment, accredited_until)
        statuses = holdings.all()
        checks = tuple(check for check in self.knowledge.checks.values() if self._concerned(check, statuses))
        courses = tuple(course for check in checks for course in self.courses.of(check))
        dated = any(len(course.readings) > 1 for course in courses)
        undated = dated and self.previous is None and not self.now.years.known
        drift = None
        if self.previous is not None and self.before is not None:
            drift = ThenAndNow(self.previous, self.before, self.assessment, self.now, checks, self.warnings).drift()
        contradictions = (
            f"Des réponses se contredisent et ont été laissées de côté. {one.message} {one.mend}".strip()
            for one in self.assessment.contradictions
        )
        return Checkup(
            name=self.dossier.name,
            siren=self.dossier.siren,
            on=self.assessment.on,
            holdings=statuses,
            notes=(*contradictions, *holdings.notes, *([_UNDATED] if undated else [])),
            points=tuple(self._point(check) for check in checks),
            courses=courses,
            ceilings=tuple(one for check in checks for one in self.courses.ceilings(check)),
            drift=drift,
            calendar=Agenda(self._dated(statuses), {CHECK_UP}).entries(),
        )

    def _side(self, dossier: Dossier, session: Session) -> Side:
        """A dossier, its years dated by the fact that the points of the check-up name."""
        named = (check.dated_by for check in self.knowledge.checks.values() if check.dated_by)
        closing = next((one for one in named if self.knowledge.facts[one].slots is not None), "")
        return Side(dossier, session, years_of(session, closing, dossier.on or session.on))

    # -- points -----------------------------------------------------------------------------------------------------

    def _concerned(self, check: Check, holdings: Iterable[Holding]) -> bool:
        if not any(one.status == check.status and one.route in check.routes for one in holdings):
            return False
        if not any(self.duties[duty].covers(self.assessment.on) for duty in check.duties):
            return False
        return check.condition is None or self.session.proved(check.condition)

    def _point(self, check: Check) -> CheckupPoint:
        found = [self.assessment.findings[one] for one in check.criteria if one in self.assessment.findings]
        stale = self._stale(check)
        return CheckupPoint(
            id=check.id,
            status=check.status,
            title=check.title,
            state=_state(found, stale),
            seen=tuple(
                CriterionReview(
                    criterion=one.criterion,
                    title=one.title,
                    outcome=one.outcome,
                    idle=one.idle,
                    appraised=one.nature == APPRAISED,
                    text=self._said(one),
                    open_points=self._open_points(one),
                )
                for one in found
            ),
            stale=stale,
            look=check.look,
            where=check.where,
            duties=tuple(self._duties(check)),
            risks=tuple(self._risks(check)),
        )

    def _open_points(self, finding: Finding) -> tuple[str, ...]:
        """Questions of law on which an uncertain criterion hangs, those of the criteria it is made of included."""
        if finding.outcome != Outcome.UNCERTAIN:
            return ()
        deep = below(self.knowledge, finding.criterion, self.assessment.on)
        views = self.assessment.open_points
        return tuple(one.id for one in views if any(criterion in deep for criterion in one.criteria))

    def _said(self, finding: Finding) -> str:
        """The figure that tells how far a criterion is from its limit, else what fails in it, else its sentence."""
        if finding.idle:
            return finding_sentence(finding)
        if leaf := deciding_figure(finding):
            return f"{leaf.finding}." if leaf.readings else f"{leaf.finding} ({leaf.margin})."
        lower = below(self.knowledge, finding.criterion, self.assessment.on) - {finding.criterion}
        # What decides a verdict has followed the right alternative of each choice; the bare outcomes have not.
        grounds = (ground for verdict in self.assessment.verdicts.values() for ground in verdict.grounds)
        named = dict.fromkeys(ground.criterion for ground in grounds if ground.criterion in lower)
        found = (self.assessment.findings[id] for id in named)
        # A criterion built from others is told when it fails by a test of its own, that something mends.
        causes = [
            one
            for one in found
            if one.outcome == finding.outcome
            and (not one.rests_on or any(leaf.remedy and leaf.outcome == one.outcome for leaf in one.leaves))
        ]
        if finding.outcome == Outcome.MET or not causes:
            return finding_sentence(finding)
        words = " ; ".join(f"{one.criterion} {lower_first(one.title)}" for one in causes[:_NAMED])
        return f"À cause de : {words}{AND_MORE if len(causes) > _NAMED else ''}."

    def _stale(self, check: Check) -> str:
        """Why the answers of a point are too old to speak of this year; empty when they are not."""
        fact = self.knowledge.facts.get(check.dated_by or "")
        if fact is None:
            return ""
        day = self.assessment.on
        if fact.slots is None:
            year = self.session.raw(fact.id)
            old = isinstance(year, Fraction) and int(year) < day.year - 1
            return f"les chiffres donnés sont ceux de {year} ; l'année {day.year - 1} est finie." if old else ""
        closed = self.session.raw(f"{fact.id}[{ROWS[0]}]")
        if not isinstance(closed, date) or day <= add_years(closed, 1):
            return ""
        following = add_years(closed + timedelta(1), 1) - timedelta(1)
        return (
            f"le dernier exercice donné s'est clos le {french_date(closed)} ; un autre a dû se clore depuis, vers le "
            f"{french_date(following)}."
        )

    def _duties(self, check: Check) -> Iterator[Sourced]:
        for id in check.duties:
            duty = self.duties[id].on(self.assessment.on)
            if duty and (duty.condition is None or self.session.settled(duty.condition).strict != FALSE):
                yield self._sourced(duty, duty.reserve)

    def _risks(self, check: Check) -> Iterator[Sourced]:
        for id in check.risks:
            risk = self.knowledge.risks[id]
            if risk.covers(self.assessment.on):
                yield self._sourced(risk)

    def _sourced(self, one: Guidance | Risk, reserve: str = "") -> Sourced:
        articles = self.knowledge.texts(one.citations)
        sure = self.knowledge.confidence(one, self.assessment.on)
        return Sourced(id=one.id, title=one.title, text=one.text, articles=articles, confidence=sure, reserve=reserve)

    # -- calendar ---------------------------------------------------------------------------------------------------

    def _dated(self, holdings: Iterable[Holding]) -> Session:
        """The answers, with the end of an agreement that the adviser gave beside the dossier."""
        pretended: dict[str, str | tuple[str, ...] | None] = {}
        for holding in holdings:
            quality = next((one for one in self.knowledge.qualities.values() if one.status == holding.status), None)
            if holding.end is None or quality is None or quality.end is None:
                continue
            if self.session.raw(quality.end) is None:
                leaf = quality.condition
                if isinstance(leaf, ChoiceLeaf) and leaf.fact and leaf.options:
                    pretended[leaf.fact] = leaf.options[0]
                pretended[quality.end] = holding.end.isoformat()
        if not pretended:
            return self.session
        return Session(self.knowledge, self.dossier, self.assessment.on, pretended)


def _state(found: list[Finding], stale: str) -> CheckState:
    """What the answers make of a point: what fails first, then what is unsure; a point nobody answers is to confirm."""
    outcomes = {one.outcome for one in found if not one.idle}
    states: dict[Outcome, CheckState] = {Outcome.NOT_MET: "a_corriger", Outcome.UNCERTAIN: "incertain"}
    states |= {Outcome.TO_COMPLETE: "a_completer", Outcome.MET: "a_actualiser" if stale else "en_regle"}
    return next((state for outcome, state in states.items() if outcome in outcomes), "a_confirmer")
