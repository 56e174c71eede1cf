"""Before and after: the same company under the law of two days, what moves, and whether law, figure or time did it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from advisor.advice.differences import (
    UNMOVED,
    DatedAssessment,
    RouteChange,
    VerdictCause,
    asked_again,
    causes,
    moves,
    route_changes,
    seen_on,
)
from advisor.advice.ways.whatif import StatusMove, finding_outcome, status_moves
from advisor.assessment.model import Frozen, Reference
from advisor.assessment.tree import resting_on
from advisor.assessment.wording import parameter_value, unjudged_day
from advisor.common.errors import InputError, Problem
from advisor.common.french import french_date
from advisor.dossier import Dossier
from advisor.rules.basis import CriterionOutcome, VerdictId
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.models import Criterion
from advisor.rules.references import parameters_of
from advisor.training.exercises import room_leaves

MOST_QUIET = 8
"""Changes without effect that are listed one by one."""


class EraMove(Frozen):
    """A criterion that is not the same on the two days.

    Attributes:
        before, after: its outcome; None when the law of that day does not know it.
        cause: what made it move; None when it only follows those it is built from.
        follows: the criteria it is built from that moved.
        found: what makes it what it is the second day.
        law: what its text says it changes, when it exists on one day only and no more is known.
        then: articles of the first day, when its text changed (those of the second are in the cause).
    """

    criterion: str
    title: str
    before: CriterionOutcome | None
    after: CriterionOutcome | None
    cause: VerdictCause | None
    follows: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    then: tuple[Reference, ...] = ()


class LawChange(Frozen):
    """A change of the law that bears on this company and moved nothing; ``words``: what changed, with its day."""

    criterion: str
    title: str
    words: tuple[str, ...]
    references: tuple[Reference, ...]


class FigureChange(Frozen):
    """A figure of the law that is not the same on the two days, and moved nothing here."""

    title: str
    before: str
    after: str


class Eras(Frozen):
    """One company on two days.

    Attributes:
        first, second: the days, the earlier first.
        verdicts_before, verdicts_after: by status.
        statuses: every status side by side, moved or not.
        routes: ways that the law opens, closes or changes, when that matters here.
        moved: the criteria that move: those whose outcome changes first, and a text that changed before the rest.
        deciding: criteria that are what they were, and decide a verdict on one of the two days only.
        quiet, figures: what the law changed, in what the verdicts rest on, without moving anything here.
        untold: how many other criteria the law changed as well, without effect here either.
        contradictions_before, contradictions_after: answers that cannot be right on that day, left out of it.
        unjudged: the first day is before the law: nothing is said of it, and so nothing moves.
    """

    name: str
    first: date
    second: date
    verdicts_before: dict[str, VerdictId]
    verdicts_after: dict[str, VerdictId]
    statuses: tuple[StatusMove, ...]
    routes: tuple[RouteChange, ...]
    moved: tuple[EraMove, ...]
    deciding: tuple[EraMove, ...]
    quiet: tuple[LawChange, ...]
    figures: tuple[FigureChange, ...]
    unlisted: int
    contradictions_before: tuple[str, ...]
    contradictions_after: tuple[str, ...]
    unjudged: bool = False


def before_after(dossier: Dossier, first: date, second: date, knowledge: Knowledge | None = None) -> Eras:
    """The same answers under the law of two days, in the order of time.

    A day of request that is past on the day in question is left aside.

    Args:
        dossier: the company. first, second: the days, in any order.
        knowledge: another rule base than the packaged one.

    Raises:
        InputError: the two days are the same, both are before the law, or an answer does not fit its fact.
    """
    base = knowledge or load_knowledge()
    early, late = sorted((first, second))
    if early == late:
        raise InputError(Problem(f"les deux jours sont le même, le {french_date(early)}.", mend="Donnez deux dates."))
    if late < base.base.start:
        raise InputError(unjudged_day(base, late))
    then, now = (seen_on(asked_again(dossier, day), day, base) for day in (early, late))
    old, new = then.assessment, now.assessment
    statuses = status_moves(old, new)
    unjudged = early < base.base.start
    moved = () if unjudged else tuple(_moved(then, now, base))
    quiet = () if unjudged else tuple(_quiet(then, now, _ids(moved), base))
    sides = (day.assessment for day in (then, now))
    resting = {id for side in sides for verdict in side.verdicts.values() for id in resting_on(verdict, side, base)}
    listed = tuple(one for one in quiet if one.criterion in resting)[:MOST_QUIET]
    return Eras(
        name=dossier.name,
        first=early,
        second=late,
        verdicts_before={id: one.outcome for id, one in old.verdicts.items()},
        verdicts_after={id: one.outcome for id, one in new.verdicts.items()},
        statuses=statuses,
        routes=() if unjudged else route_changes(then, now, list(base.statuses), base),
        moved=moved,
        deciding=tuple(one for one in _deciding(then, now, statuses, base) if one.criterion not in _ids(moved)),
        quiet=listed,
        figures=() if unjudged else tuple(_figures(then, now, moved, base)),
        unlisted=len(quiet) - len(listed),
        contradictions_before=tuple(one.message for one in old.contradictions),
        contradictions_after=tuple(one.message for one in new.contradictions),
        unjudged=unjudged,
    )


def _ids(moved: tuple[EraMove, ...]) -> set[str]:
    return {one.criterion for one in moved}


def _deciding(
    then: DatedAssessment, now: DatedAssessment, statuses: tuple[StatusMove, ...], knowledge: Knowledge
) -> Iterator[EraMove]:
    """The criteria that did not change, and that a verdict which moves rests on that day only."""
    ids = [one.status for one in statuses if one.moves]
    if not ids or not then.assessment.findings:
        return
    for cause in causes(then, now, ids, knowledge):
        if cause.why in UNMOVED:
            id = cause.criterion
            yield EraMove(
                criterion=id,
                title=cause.title,
                before=_outcome(then, id),
                after=_outcome(now, id),
                cause=cause,
                found=tuple(_found(now, id, knowledge)),
            )


def _moved(then: DatedAssessment, now: DatedAssessment, knowledge: Knowledge) -> Iterator[EraMove]:
    """The criteria whose outcome changes by itself, those that hold otherwise than before, those that only follow."""
    own = {one.criterion: one for one in moves(then, now, list(knowledge.criteria), knowledge)}
    changed = [id for id in knowledge.criteria if _outcome(then, id) != _outcome(now, id)]
    still = [id for id in own if id not in changed and _outcome(now, id) != "a_completer"]
    known = {*changed, *still}
    for id in (*(id for id in own if id in changed), *still, *(id for id in changed if id not in own)):
        cause = own.get(id)
        before = then.assessment.findings.get(id)
        text = cause is not None and any(one.why == "texte" for one in cause.reasons)
        alone = before is None or id not in now.assessment.findings
        yield EraMove(
            criterion=id,
            title=knowledge.criteria[id].title,
            before=_outcome(then, id),
            after=_outcome(now, id),
            cause=cause,
            follows=() if cause is not None else tuple(one for one in _parts(id, then, now) if one in known),
            found=tuple(_found(now, id, knowledge)),
            law=tuple(_words(knowledge.criteria[id], then.on, now.on)) if cause is None and alone else (),
            then=before.references if before is not None and text else (),
        )


def _found(day: DatedAssessment, id: str, knowledge: Knowledge) -> Iterator[str]:
    """What carries the outcome of a criterion; nothing when answers lack, which the reasons tell."""
    finding = day.assessment.findings.get(id)
    if finding is None or finding.outcome == "a_completer" or finding.idle:
        return
    for leaf in room_leaves(id, day.assessment, knowledge):
        if leaf.finding and not leaf.not_applicable:
            yield f"{leaf.label} : {leaf.finding}"


def _outcome(day: DatedAssessment, id: str) -> CriterionOutcome | None:
    finding = day.assessment.findings.get(id)
    return finding_outcome(finding) if finding is not None else None


def _parts(id: str, *days: DatedAssessment) -> dict[str, None]:
    """The criteria that one is directly built from, on either day."""
    found = (day.assessment.findings.get(id) for day in days)
    return dict.fromkeys(one for finding in found if finding is not None for one in finding.rests_on)


def _concerns(id: str, *days: DatedAssessment) -> bool:
    """Whether a criterion tests something of this company on one day at least."""
    return any((finding := day.assessment.findings.get(id)) is not None and not finding.idle for day in days)


def _quiet(
    then: DatedAssessment, now: DatedAssessment, moved: Collection[str], knowledge: Knowledge
) -> Iterator[LawChange]:
    for criterion in knowledge.criteria.values():
        if criterion.id in moved or not _concerns(criterion.id, then, now):
            continue
        words = tuple(_words(criterion, then.on, now.on))
        if words:
            finding = now.assessment.findings.get(criterion.id)
            yield LawChange(
                criterion=criterion.id,
                title=criterion.title,
                words=words,
                references=finding.references if finding is not None else (),
            )


def _words(criterion: Criterion, first: date, second: date) -> Iterator[str]:
    """What each new wording says it changes, when it says so or tests something else."""
    for version in criterion.versions:
        before = criterion.on(version.start - timedelta(1))
        if not first < version.start <= second:
            continue
        if version.change or before is None or before.tree != version.tree:
            yield f"le {french_date(version.start)}. {version.change or version.statement or criterion.statement}"
    if criterion.on(first) is not None and criterion.on(second) is None:
        yield f"la loi ne pose plus cette condition le {french_date(second)}."


def _figures(
    then: DatedAssessment, now: DatedAssessment, moved: tuple[EraMove, ...], knowledge: Knowledge
) -> Iterator[FigureChange]:
    """Figures that the criteria of this company are computed with, other than those that made one move."""
    explained = {words for one in moved if one.cause for reason in one.cause.reasons for words in reason.words}
    used: set[str] = set()
    for criterion in knowledge.criteria.values():
        version = criterion.on(now.on)
        if version is not None and _concerns(criterion.id, now):
            used |= parameters_of(knowledge, version.tree)
    for parameter in knowledge.parameters.values():
        old, new = parameter.on(then.on), parameter.on(now.on)
        if parameter.id not in used or old is None or new is None or old.value == new.value:
            continue
        if not any(words.startswith(f"{parameter.title} : ") for words in explained):
            before, after = parameter_value(parameter, old), parameter_value(parameter, new)
            yield FigureChange(title=parameter.title, before=before, after=after)
