"""Assessing every dossier again: the verdicts that move, why, and the agreements about to expire."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from advisor.assessment import Assessment, Finding, Frozen, Outcome, Reference
from advisor.desk.cards import Deadline, deadlines
from advisor.desk.shelf import Damaged, Entry, Shelf
from advisor.dossier import Dossier
from advisor.evaluation import assess
from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import walk
from advisor.knowledge.lint_sites import Review as Sites
from advisor.knowledge.lint_sites import references
from advisor.knowledge.models import Criterion
from advisor.papers.dates import add_months
from advisor.report.conditions import parameter_value
from advisor.values import french_date
from advisor.ways.whatif import StatusMove

Why = Literal["texte", "chiffre", "date", "reponses", "voie"]

HORIZON = 12
"""Months ahead within which the end of an agreement is told."""


class Cause(Frozen):
    """A criterion that changes, and why.

    Attributes:
        before, after: its outcomes; None when it does not exist that day.
        finding: what is found the second day.
        why: its text changed (``texte``), a figure of the law did (``chiffre``), time alone passed (``date``), answers
            no longer hold together (``reponses``), or it was so already and decides now (``voie``).
        words: what changed, in words.
        references: articles that apply the second day, when the text changed.
    """

    criterion: str
    title: str
    before: Outcome | None
    after: Outcome | None
    finding: str
    why: Why
    words: tuple[str, ...]
    references: tuple[Reference, ...]


class Moved(Frozen):
    """A dossier whose verdict is not the same on the two days.

    Attributes:
        before, after: the days. statuses: those that move. causes: what makes them move.
        contradictions: answers that no longer hold together on the second day.
    """

    file: str
    name: str
    before: date
    after: date
    statuses: tuple[StatusMove, ...]
    causes: tuple[Cause, ...]
    contradictions: tuple[str, ...]


class Expiring(Frozen):
    """An agreement that ends soon, or ended; ``deadlines``: its dates, the soonest first."""

    file: str
    name: str
    ends: date
    deadlines: tuple[Deadline, ...]


class ShelfReview(Frozen):
    """What assessing a shelf again on one day shows.

    Attributes:
        on: the day. moved: dossiers whose verdict moves. steady: how many keep theirs.
        expiring: agreements that end within the horizon, the soonest first. damaged: files that could not be read.
    """

    on: date
    months: int
    moved: tuple[Moved, ...]
    steady: int
    expiring: tuple[Expiring, ...]
    damaged: tuple[str, ...]


def review(
    shelf: Shelf,
    on: date,
    knowledge: Knowledge,
    *,
    months: int = HORIZON,
    tick: Callable[[Entry], None] = lambda _: None,
) -> ShelfReview:
    """Assess every dossier as it was, then under the law of another day.

    A dossier was assessed on the day it fixes, or else on the day its file last changed. A day of request already past
    is left aside: the question is what a request of the second day would get.

    Args:
        shelf: the dossiers.
        on: the second day.
        knowledge: the rule base.
        months: how far ahead the end of an agreement is told.
        tick: called before each dossier.
    """
    moved: list[Moved] = []
    expiring: list[Expiring] = []
    for entry in shelf.entries:
        tick(entry)
        then = first_day(entry, on)
        before = assess(entry.dossier, on=then, knowledge=knowledge)
        after = assess(asked_again(entry.dossier, on), on=on, knowledge=knowledge)
        statuses = _statuses(before, after)
        if statuses:
            moved.append(
                Moved(
                    file=entry.path.name,
                    name=entry.dossier.name,
                    before=then,
                    after=on,
                    statuses=statuses,
                    causes=tuple(_causes(before, after, [one.status for one in statuses], knowledge)),
                    contradictions=tuple(
                        one.message for one in after.contradictions if one not in before.contradictions
                    ),
                )
            )
        expiring += _expiring(entry, on, months, knowledge)
    return ShelfReview(
        on=on,
        months=months,
        moved=tuple(moved),
        steady=len(shelf.entries) - len(moved),
        expiring=tuple(sorted(expiring, key=lambda one: one.ends)),
        damaged=tuple(_name(one) for one in shelf.damaged),
    )


def first_day(entry: Entry, today: date) -> date:
    """The day on which a dossier was assessed."""
    if entry.dossier.on is not None:
        return entry.dossier.on
    return entry.changed.date() if entry.changed > datetime.min else today


def asked_again(dossier: Dossier, on: date) -> Dossier:
    """The dossier of a request that would be made on a day."""
    if dossier.requested is not None and dossier.requested < on:
        return dossier.model_copy(update={"requested": None})
    return dossier


def _statuses(before: Assessment, after: Assessment) -> tuple[StatusMove, ...]:
    """Statuses that move; between « indéterminé » and « indéterminé », the bounds tell it."""
    return tuple(
        StatusMove(status=id, title=then.title, before=then.outcome, after=now.outcome, sentence=now.sentence)
        for id, then in before.verdicts.items()
        for now in (after.verdicts[id],)
        if (then.outcome, then.worst, then.best) != (now.outcome, now.worst, now.best)
    )


# -- why ----------------------------------------------------------------------------------------------------------


def _causes(before: Assessment, after: Assessment, moved: Collection[str], knowledge: Knowledge) -> list[Cause]:
    """The criteria that decided or decide the verdicts that move; a text that changed first."""
    detail: dict[str, str] = {}
    for assessment in (before, after):
        for status in moved:
            detail |= {one.criterion: one.detail for one in assessment.verdicts[status].grounds}
    found = {id: cause for id in detail if (cause := _cause(id, detail[id], before, after, knowledge)) is not None}
    # What is built from criteria told as well only repeats them.
    inner = {id: after.findings[id].rests_on if id in after.findings else () for id in found}
    told = [cause for id, cause in found.items() if not found.keys() & set(inner[id])]
    return sorted(told, key=lambda one: get_args(Why).index(one.why))


def _cause(id: str, detail: str, before: Assessment, after: Assessment, knowledge: Knowledge) -> Cause | None:
    then, now = before.findings.get(id), after.findings.get(id)
    shown = now or then
    if shown is None:
        return None
    old, new = then.outcome if then else None, now.outcome if now else None
    criterion = knowledge.criteria[id]
    why: Why
    words: tuple[str, ...] = ()
    if old == new:
        if new == "satisfait":
            return None
        why = "voie"
    elif now is not None and (told := _withdrawn(now, after)):
        why, words = "reponses", told
    elif told := tuple(_text_changes(criterion, before.on, after.on)):
        why, words = "texte", told
    elif told := tuple(_figure_changes(criterion, before.on, after.on, knowledge)):
        why, words = "chiffre", told
    else:
        why = "date"
    return Cause(
        criterion=id,
        title=shown.title,
        before=old,
        after=new,
        finding=detail,
        why=why,
        words=words,
        references=now.references if now and why == "texte" else (),
    )


def _withdrawn(now: Finding, after: Assessment) -> tuple[str, ...]:
    """The contradictions that leave a criterion without its answers."""
    missing = {address for leaf in now.leaves for address in leaf.missing}
    return tuple(one.message for one in after.contradictions if missing & set(one.addresses))


def _text_changes(criterion: Criterion, early: date, late: date) -> Iterator[str]:
    """What each version of the text says it changes, between two days, when the condition is not the same."""
    first, second = sorted((early, late))
    for version in criterion.versions:
        previous = criterion.on(version.start - timedelta(1))
        if not first < version.start <= second or (previous is not None and previous.tree == version.tree):
            continue
        words = version.change or version.statement or criterion.statement
        yield f"le {french_date(version.start)}. {words}"
    ended = criterion.on(first) is not None and criterion.on(second) is None
    if ended:
        yield f"la loi ne pose plus cette condition le {french_date(second)}."


def _figure_changes(criterion: Criterion, early: date, late: date, knowledge: Knowledge) -> Iterator[str]:
    """Figures of the law that the condition reads, and that are not the same."""
    version = criterion.on(late)
    if version is None:
        return
    sites = Sites(knowledge)
    named = {item for node in walk(version.tree) for ref in references(node) for item in sites.reads(ref.kind, ref.id)}
    for kind, id in sorted(named):
        if kind != "parametre" or id not in knowledge.parameters:
            continue
        parameter = knowledge.parameters[id]
        old, new = parameter.on(early), parameter.on(late)
        if (old and old.value) != (new and new.value):
            then = parameter_value(parameter, old) if old else "sans valeur"
            now = parameter_value(parameter, new) if new else "sans valeur"
            yield f"{parameter.title} : {then}, puis {now}."


# -- agreements ---------------------------------------------------------------------------------------------------


def _expiring(entry: Entry, on: date, months: int, knowledge: Knowledge) -> Iterator[Expiring]:
    """The agreement of a dossier, when it ends within the horizon or has ended."""
    found = deadlines(entry.dossier, on, knowledge)
    ends = [one.day for one in found if one.ends]
    if ends and min(ends) <= add_months(on, months):
        yield Expiring(file=entry.path.name, name=entry.dossier.name, ends=min(ends), deadlines=found)


def _name(one: Damaged) -> str:
    return one.path.name
