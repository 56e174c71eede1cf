"""Before and after: the same company under the law of two days, what moves, and whether law, figure or time did it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from advisor.advice.differences import (
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
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.models import Criterion
from advisor.rules.references import parameters_of
from advisor.rules.vocabulary import CriterionOutcome, Outcome, VerdictId
from advisor.rules.words import UNMOVED
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
        unlisted: how many other criteria the law changed as well, without effect here either.
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
        first, second: the days, in any order.

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
    found = _Comparison(then, now, base)
    moved = () if unjudged else tuple(found.moved())
    ids = {one.criterion for one in moved}
    quiet = () if unjudged else tuple(found.quiet(ids))
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
        deciding=tuple(one for one in found.deciding(statuses) if one.criterion not in ids),
        quiet=listed,
        figures=() if unjudged else tuple(found.figures(moved)),
        unlisted=len(quiet) - len(listed),
        contradictions_before=tuple(one.message for one in old.contradictions),
        contradictions_after=tuple(one.message for one in new.contradictions),
        unjudged=unjudged,
    )


class _Comparison:
    """One company assessed on two days."""

    def __init__(self, then: DatedAssessment, now: DatedAssessment, knowledge: Knowledge) -> None:
        self.then, self.now, self.knowledge = then, now, knowledge
        self.before, self.after = then.assessment.findings, now.assessment.findings

    def outcomes(self, id: str) -> tuple[CriterionOutcome | None, CriterionOutcome | None]:
        """The outcome of a criterion on both days; None when the law of a day does not know it."""
        before, after = (finding_outcome(side[id]) if id in side else None for side in (self.before, self.after))
        return before, after

    def move(self, id: str, cause: VerdictCause | None) -> EraMove:
        before, after = self.outcomes(id)
        title, found = self.knowledge.criteria[id].title, tuple(self.found(id))
        return EraMove(criterion=id, title=title, before=before, after=after, cause=cause, found=found)

    def deciding(self, statuses: tuple[StatusMove, ...]) -> Iterator[EraMove]:
        """The criteria that did not change, and that a verdict which moves rests on that day only."""
        ids = [one.status for one in statuses if one.moves]
        if ids and self.before:
            for cause in causes(self.then, self.now, ids, self.knowledge):
                if cause.why in UNMOVED:
                    yield self.move(cause.criterion, cause)

    def moved(self) -> Iterator[EraMove]:
        """The criteria whose outcome changes by itself, those that hold otherwise, then those that only follow."""
        criteria = self.knowledge.criteria
        own = {one.criterion: one for one in moves(self.then, self.now, list(criteria), self.knowledge)}
        outcomes = {id: self.outcomes(id) for id in criteria}
        changed = [id for id, (before, after) in outcomes.items() if before != after]
        still = [id for id in own if id not in changed and outcomes[id][1] != Outcome.TO_COMPLETE]
        for id in (*(id for id in own if id in changed), *still):
            then = self.before[id].references if id in self.before else ()
            text = any(one.why == "texte" for one in own[id].reasons)
            yield self.move(id, own[id]).model_copy(update={"then": then if text else ()})
        for id in changed:
            if id not in own:
                sides = [side[id] for side in (self.before, self.after) if id in side]
                built = dict.fromkeys(one for finding in sides for one in finding.rests_on)
                follows = tuple(one for one in built if one in changed or one in still)
                law = tuple(self.words(criteria[id])) if len(sides) < 2 else ()
                yield self.move(id, None).model_copy(update={"follows": follows, "law": law})

    def found(self, id: str) -> Iterator[str]:
        """What carries the outcome of a criterion; nothing when answers lack, which the reasons tell."""
        finding = self.after.get(id)
        if finding is None or finding.outcome == Outcome.TO_COMPLETE or finding.idle:
            return
        for leaf in room_leaves(id, self.now.assessment, self.knowledge):
            if leaf.finding and not leaf.not_applicable:
                yield f"{leaf.label} : {leaf.finding}"

    def quiet(self, moved: Collection[str]) -> Iterator[LawChange]:
        """What changed in the text of criteria that test something of this company, and did not move."""
        for id, criterion in self.knowledge.criteria.items():
            tested = any(id in side and not side[id].idle for side in (self.before, self.after))
            words = tuple(self.words(criterion)) if tested and id not in moved else ()
            if words:
                references = self.after[id].references if id in self.after else ()
                yield LawChange(criterion=id, title=criterion.title, words=words, references=references)

    def words(self, criterion: Criterion) -> Iterator[str]:
        """What each new wording says it changes, when it says so or tests something else."""
        first, second = self.then.on, self.now.on
        for version in criterion.versions:
            before = criterion.on(version.start - timedelta(1))
            if not first < version.start <= second:
                continue
            if version.change or before is None or before.tree != version.tree:
                yield f"le {french_date(version.start)}. {version.change or version.statement or criterion.statement}"
        if criterion.on(first) is not None and criterion.on(second) is None:
            yield f"la loi ne pose plus cette condition le {french_date(second)}."

    def figures(self, moved: tuple[EraMove, ...]) -> Iterator[FigureChange]:
        """Figures that the criteria of this company are computed with, other than those that made one move."""
        explained = {words for one in moved if one.cause for reason in one.cause.reasons for words in reason.words}
        used: set[str] = set()
        for id, criterion in self.knowledge.criteria.items():
            version = criterion.on(self.now.on)
            if version is not None and id in self.after and not self.after[id].idle:
                used |= parameters_of(self.knowledge, version.tree)
        for parameter in self.knowledge.parameters.values():
            old, new = parameter.on(self.then.on), parameter.on(self.now.on)
            if parameter.id not in used or old is None or new is None or old.value == new.value:
                continue
            if not any(words.startswith(f"{parameter.title} : ") for words in explained):
                before, after = parameter_value(parameter, old), parameter_value(parameter, new)
                yield FigureChange(title=parameter.title, before=before, after=after)
