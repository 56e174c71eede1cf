"""Assessing every dossier again: the verdicts that move, why, and the agreements about to expire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from advisor.advice.differences import (
    DatedAssessment,
    RouteChange,
    VerdictCause,
    asked_again,
    causes,
    route_changes,
    seen_on,
)
from advisor.advice.ways.whatif import StatusMove, status_moves
from advisor.assessment.assess import contradiction_views, light_assess
from advisor.assessment.leaves import TRUE
from advisor.assessment.model import Frozen
from advisor.assessment.session import Session
from advisor.common.french import add_months
from advisor.desk.cards import Deadline, deadlines
from advisor.desk.repository import DossierFile, Repository, looked_at
from advisor.dossier import Dossier
from advisor.rules.load import Knowledge

HORIZON = 12
"""Months ahead within which the end of an agreement is shown."""


class _Reviewed(Frozen):
    """Of which dossier something is said."""

    file: str
    name: str


class Moved(_Reviewed):
    """A dossier whose verdict is not the same on the two days, or under two rule bases on one day.

    Attributes:
        before, after: the days. statuses: those that move. causes: the criteria that make them move.
        routes: ways that the law opens, closes or changes, when that matters here.
        contradictions: answers that no longer hold together on the second day.
    """

    before: date
    after: date
    statuses: tuple[StatusMove, ...]
    causes: tuple[VerdictCause, ...]
    routes: tuple[RouteChange, ...]
    contradictions: tuple[str, ...]


class Expiring(_Reviewed):
    """An agreement that ends soon, or ended; ``deadlines``: its dates, the soonest first."""

    ends: date
    deadlines: tuple[Deadline, ...]


class Undated(_Reviewed):
    """An agreement whose end is not known; ``doubt``: the end that was given, and what contradicts it."""

    title: str
    doubt: str


class Uncompared(_Reviewed):
    """A dossier of a day before the law: nothing was said of it then, so nothing moves."""

    day: date


class ShelfReview(Frozen):
    """What assessing a shelf again on one day shows.

    Attributes:
        on: the day. law_as_of: the day up to which the law is known.
        moved: dossiers whose verdict moves. steady: how many keep theirs. uncompared: those of a day before the law.
        expiring: agreements that end within the horizon, the soonest first. undated: those whose end is not known.
        damaged: files that could not be read, or assessed.
    """

    on: date
    law_as_of: date
    months: int
    moved: tuple[Moved, ...]
    steady: int
    uncompared: tuple[Uncompared, ...]
    expiring: tuple[Expiring, ...]
    undated: tuple[Undated, ...]
    damaged: tuple[str, ...]


def review(
    shelf: Repository,
    on: date,
    knowledge: Knowledge,
    *,
    months: int = HORIZON,
    today: date | None = None,
    tick: Callable[[DossierFile], None] = lambda _: None,
) -> ShelfReview:
    """Assess every dossier as it was, then under the law of another day.

    A day of request already past is left aside: the question is what a request of the second day would get.

    Args:
        shelf: the dossiers.
        on: the second day.
        knowledge: the rule base.
        months: how far ahead the end of an agreement is shown.
        today: the day of the review itself (see `first_day`); by default, of the computer.
        tick: called before each dossier.
    """

    def look(entry: DossierFile) -> tuple[Uncompared | Moved | None, list[Expiring], list[Undated]]:
        tick(entry)
        then = first_day(entry, today or date.today(), knowledge)
        if then < knowledge.base.start:
            moved: Uncompared | Moved | None = Uncompared(file=entry.path.name, name=entry.dossier.name, day=then)
        else:
            moved = _moved(entry, then, on, knowledge)
        return moved, [*_expiring(entry, on, months, knowledge)], [*_undated(entry, on, knowledge)]

    seen, shelf = looked_at(shelf, look)
    moved = [one for one, _, _ in seen if isinstance(one, Moved)]
    uncompared = [one for one, _, _ in seen if isinstance(one, Uncompared)]
    expiring = [one for _, ending, _ in seen for one in ending]
    return ShelfReview(
        on=on,
        law_as_of=knowledge.base.law_as_of,
        months=months,
        moved=tuple(moved),
        steady=len(seen) - len(moved) - len(uncompared),
        uncompared=tuple(uncompared),
        expiring=tuple(sorted(expiring, key=lambda one: one.ends)),
        undated=tuple(one for _, _, unknown in seen for one in unknown),
        damaged=tuple(one.path.name for one in shelf.damaged),
    )


def first_day(entry: DossierFile, today: date, knowledge: Knowledge) -> date:
    """Return the day on which a dossier was assessed: the one it fixes, else the last change of its file.

    A clock that was wrong, or a copy, may give the file a day that cannot be: then the day it was opened, or today.
    """
    if entry.dossier.on is not None:
        return entry.dossier.on
    known = [entry.changed.date() if entry.changed > datetime.min else None, entry.dossier.opened]
    return next((day for day in known if day is not None and knowledge.base.start <= day <= today), today)


def _moved(entry: DossierFile, then: date, on: date, knowledge: Knowledge) -> Moved | None:
    """What moves in a dossier, and why; None when nothing does."""
    dossier, again = entry.dossier, asked_again(entry.dossier, on)
    # Most dossiers keep their verdict: their account would be written for nothing.
    if _rungs(dossier, then, knowledge) == _rungs(again, on, knowledge):
        return None
    return moved_between(entry.path.name, seen_on(dossier, then, knowledge), seen_on(again, on, knowledge))


def moved_between(file: str, first: DatedAssessment, second: DatedAssessment) -> Moved | None:
    """What moves in the verdicts of a company from one assessment to another, and why; None when none does."""
    knowledge, before, after = second.reasoning.knowledge, first.assessment, second.assessment
    statuses = tuple(one for one in status_moves(before, after) if one.moves or one.lasts_otherwise)
    if not statuses:
        return None
    ids = [one.status for one in statuses]
    return Moved(
        file=file,
        name=after.name,
        before=first.on,
        after=second.on,
        statuses=statuses,
        causes=causes(first, second, ids, knowledge),
        routes=route_changes(first, second, ids, knowledge),
        contradictions=tuple(one.message for one in after.contradictions if one not in before.contradictions),
    )


def _rungs(dossier: Dossier, on: date, knowledge: Knowledge) -> list[tuple[str, ...]]:
    found = light_assess(dossier, on, knowledge)
    return [(id, one.outcome, one.worst, one.best) for id, one in found.verdicts.items()]


# -- agreements ---------------------------------------------------------------------------------------------------


def _expiring(entry: DossierFile, on: date, months: int, knowledge: Knowledge) -> Iterator[Expiring]:
    """The agreement of a dossier, when it ends within the horizon or has ended."""
    found = deadlines(entry.dossier, on, knowledge)
    ends = [one.day for one in found if one.ends]
    if ends and min(ends) <= add_months(on, months):
        yield Expiring(file=entry.path.name, name=entry.dossier.name, ends=min(ends), deadlines=found)


def _undated(entry: DossierFile, on: date, knowledge: Knowledge) -> Iterator[Undated]:
    """The agreement of a dossier, when its end was not given, or is contradicted by other answers."""
    session = Session(knowledge, entry.dossier, on)
    for step in knowledge.acts.steps.values():
        fact = step.fact
        if fact is None or step.delay is not None or not step.covers(on) or session.raw(fact) is not None:
            continue
        # A contradiction may take away, with the date, the very answer that makes it apply.
        against = [one for one in contradiction_views(session) if fact in one.addresses]
        if against or session.applies(fact) == TRUE:
            doubt = " ".join(one.message for one in against)
            yield Undated(file=entry.path.name, name=entry.dossier.name, title=step.title, doubt=doubt)
