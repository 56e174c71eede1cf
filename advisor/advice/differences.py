"""Why a verdict is not the same on two days: what each criterion owes to the text, to figures, to time, to answers.

The criterion of the first day is put to the second one. Old text, new day: whatever still differs from the first day
comes from elsewhere than the text, and is looked for leaf by leaf; whatever differs from the second day comes from it.
Of two rule bases, nothing is put to the other: a criterion moves because its rule, or what it rests on, was rewritten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from advisor.assessment.assess import account, reason
from advisor.assessment.model import Assessment, Finding, Frozen, Reference
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.wording import parameter_value
from advisor.common.french import french_date
from advisor.dossier import Dossier
from advisor.rules.basis import route_root
from advisor.rules.conditions import Condition, Constant, CriterionRef, Leaf, OpenPoint, leaves, walk
from advisor.rules.load import Knowledge
from advisor.rules.models import Criterion, CriterionVersion, Route
from advisor.rules.references import references, rests_on
from advisor.rules.vocabulary import EntryKind, Outcome, RouteMove, Why

ORDER: tuple[Why, ...] = ("texte", "regle", "chiffre", "reponses", "accord", "date", "decide", "ne_decide_plus")

"""What matters most to the adviser first."""


class MoveReason(Frozen):
    """One thing that makes a criterion move; ``words``: what changed, when it can be told."""

    why: Why
    words: tuple[str, ...] = ()


class VerdictCause(Frozen):
    """A criterion that makes a verdict move.

    Attributes:
        before, after: its outcomes; None when it does not exist that day.
        finding: what is found the second day.
        reasons: its text changed (``texte``), another rule base rules it otherwise (``regle``), a figure of the law did
            (``chiffre``), answers no longer hold together (``reponses``) or do again (``accord``), time alone passed
            (``date``); or it was so already and only decides now (``decide``), or no longer decides
            (``ne_decide_plus``).
        references: articles that apply the second day, when the text changed.
    """

    criterion: str
    title: str
    before: Outcome | None
    after: Outcome | None
    finding: str
    reasons: tuple[MoveReason, ...]
    references: tuple[Reference, ...]

    @property
    def why(self) -> Why:
        """The first of its reasons."""
        return self.reasons[0].why


class RouteChange(Frozen):
    """A way to a status whose own text is not the same on the two days; ``change``: what that does to it."""

    route: str
    title: str
    change: RouteMove
    words: tuple[str, ...]


class DatedAssessment(NamedTuple):
    """A dossier on one day: what is shown of it, and how it was found."""

    on: date
    assessment: Assessment
    reasoning: Reasoning


def seen_on(dossier: Dossier, on: date, knowledge: Knowledge) -> DatedAssessment:
    """Assess a dossier under the law of a day."""
    reasoning = reason(dossier, on, knowledge)
    return DatedAssessment(on, account(reasoning), reasoning)


def causes(
    first: DatedAssessment, second: DatedAssessment, statuses: Collection[str], knowledge: Knowledge
) -> tuple[VerdictCause, ...]:
    """Return the criteria that make the verdicts of some statuses move, a text that changed first.

    ``knowledge`` is that of the second assessment; the first may come from another one.
    """
    finder = _MoveFinder(first, second, knowledge)
    decided = [
        [one.criterion for id in statuses for one in day.assessment.verdicts[id].grounds] for day in (first, second)
    ]
    named = dict.fromkeys((*decided[0], *decided[1]))
    found = finder.moved(named) or finder.moved(_within(statuses, knowledge, first, second))
    by_criterion = {one.criterion: one for one in found}
    now = [id for id in named if id not in by_criterion and (id in decided[0]) != (id in decided[1])]
    still = {id: one for id in now if (one := finder.unmoved(id, id in decided[1])) is not None}
    # What is built from criteria told as well only repeats them.
    by_criterion |= {id: one for id, one in still.items() if not still.keys() & set(_named(_tree(second, id)))}
    return _ordered(by_criterion.values())


def _ordered(found: Iterable[VerdictCause]) -> tuple[VerdictCause, ...]:
    return tuple(sorted(found, key=lambda one: ORDER.index(one.why)))


def moves(
    first: DatedAssessment, second: DatedAssessment, criteria: Collection[str], knowledge: Knowledge
) -> tuple[VerdictCause, ...]:
    """Return the criteria, among some and those they are built from, that move by themselves."""
    return _ordered(_MoveFinder(first, second, knowledge).moved(criteria))


def route_changes(
    first: DatedAssessment, second: DatedAssessment, statuses: Collection[str], knowledge: Knowledge
) -> tuple[RouteChange, ...]:
    """Return the ways of some statuses whose own text makes a difference for this company."""
    found = []
    for status in statuses:
        for route in knowledge.statuses[status].routes:
            old, new = (day.reasoning.trees.get(route_root(route.id)) for day in (first, second))
            if _route_differs(first, second, old or _NEVER, new or _NEVER):
                found.append(
                    RouteChange(
                        route=route.id,
                        title=route.title,
                        change="changee" if old and new else "ouverte" if new else "fermee",
                        words=tuple(_text_changes(route, first.on, second.on)),
                    )
                )
    return tuple(found)


_NEVER = Constant(False, "")


def _route_differs(first: DatedAssessment, second: DatedAssessment, old: Condition, new: Condition) -> bool:
    """Whether the text of a way itself makes a difference."""
    if first.reasoning.knowledge is second.reasoning.knowledge:
        return _quad(second, old) != _quad(second, new)
    return old != new and _quad(first, old) != _quad(second, new)


def _tree(day: DatedAssessment, id: str) -> Condition:
    """The condition of a criterion on a day; one that another rule base alone knows never holds."""
    return day.reasoning.trees.get(id, _NEVER)


def _quad(day: DatedAssessment, node: Condition) -> tuple[int, ...]:
    """All that a condition is worth on a day: as things are and once mended, under both readings of the law."""
    return tuple(day.reasoning.kleene(node, reading, mended) for reading in READINGS for mended in (False, True))


def _within(statuses: Collection[str], knowledge: Knowledge, *days: DatedAssessment) -> dict[str, None]:
    """Every criterion that the ways of some statuses name."""
    routes = [route.on(day.on) for id in statuses for route in knowledge.statuses[id].routes for day in days]
    return dict.fromkeys(id for one in routes if one is not None for id in _named(one.condition))


def _named(node: Condition) -> list[str]:
    return [one.id for one in walk(node) if isinstance(one, CriterionRef)]


def _tests(node: Condition) -> list[Condition]:
    return [one for one in walk(node) if isinstance(one, Leaf | OpenPoint)]


class _MoveFinder:
    """What made criteria move between two days."""

    def __init__(self, first: DatedAssessment, second: DatedAssessment, knowledge: Knowledge) -> None:
        self.first, self.second, self.knowledge = first, second, knowledge

    def moved(self, ids: Collection[str]) -> list[VerdictCause]:
        """Causes of the criteria that move, and of those they are built from; each once, where it moves itself."""
        found, pending, seen = [], list(ids), set()
        while pending:
            id = pending.pop(0)
            if id in seen:
                continue
            seen.add(id)
            old, new = _tree(self.first, id), _tree(self.second, id)
            if _quad(self.first, old) == _quad(self.second, new):
                continue
            pending += _named(old) + _named(new)
            if reasons := tuple(self._reasons(id, old, new)):
                found.append(self._cause(id, reasons))
        return found

    def unmoved(self, id: str, now: bool) -> VerdictCause | None:
        """A criterion that is what it was, and decides on one day only; None when it is met, which blocks nothing."""
        finding = self.second.assessment.findings.get(id)
        if finding is None or finding.outcome == Outcome.MET:
            return None
        if _quad(self.first, _tree(self.first, id)) != _quad(self.second, _tree(self.second, id)):
            # Built from others, which are shown.
            return None
        return self._cause(id, (MoveReason(why="decide" if now else "ne_decide_plus"),))

    def _cause(self, id: str, reasons: tuple[MoveReason, ...]) -> VerdictCause:
        then, now = (day.assessment.findings.get(id) for day in (self.first, self.second))
        return VerdictCause(
            criterion=id,
            title=self._criterion(id).title,
            before=then.outcome if then else None,
            after=now.outcome if now else None,
            finding=_found(now),
            reasons=reasons,
            references=now.references if now and any(one.why == "texte" for one in reasons) else (),
        )

    def _criterion(self, id: str) -> Criterion:
        return self.knowledge.criteria.get(id) or self.first.reasoning.knowledge.criteria[id]

    def _reasons(self, id: str, old: Condition, new: Condition) -> Iterator[MoveReason]:
        if self.first.reasoning.knowledge is not self.second.reasoning.knowledge:
            parts = zip(_tests(old), _tests(new), strict=False)
            if old != new or any(_quad(self.first, one) != _quad(self.second, other) for one, other in parts):
                yield MoveReason(why="regle")
            return
        criterion = self.knowledge.criteria[id]
        then, now = _quad(self.first, old), _quad(self.second, new)
        still, already = _quad(self.second, old), _quad(self.first, new)
        # What a replaced text alone tested went with it; figures and time concern what both test.
        remaining = set(leaves(new))
        moved = [one for one in leaves(old) if one in remaining and self._moves(one)]
        if old != new and (still != now or already != then or not moved):
            yield MoveReason(why="texte", words=tuple(_text_changes(criterion, self.first.on, self.second.on)))
        if still == then:
            return
        lost = [tuple(self._withdrawn(leaf, self.second, self.first)) for leaf in moved]
        found = [tuple(self._withdrawn(leaf, self.first, self.second)) for leaf in moved]
        # A leaf left without its answers says nothing of the figures it would have been put to.
        whole = [leaf for leaf, *gone in zip(moved, lost, found, strict=True) if not any(gone)]
        figures = [tuple(self._figures(leaf)) for leaf in whole]
        by_why: dict[Why, list[tuple[str, ...]]] = {"reponses": lost, "accord": found, "chiffre": figures}
        for why, groups in by_why.items():
            if any(groups):
                yield MoveReason(why=why, words=tuple(dict.fromkeys(words for one in groups for words in one)))
        if not all(figures):
            yield MoveReason(why="date")

    def _moves(self, leaf: Leaf) -> bool:
        then, now = (day.reasoning.session.settled(leaf) for day in (self.first, self.second))
        return (then.strict, then.favourable) != (now.strict, now.favourable)

    def _withdrawn(self, leaf: Leaf, day: DatedAssessment, other: DatedAssessment) -> Iterator[str]:
        """The contradictions that leave a leaf without its answers on a day, and not on the other."""
        missing = set(day.reasoning.session.settled(leaf).missing)
        known = {(one.id, one.addresses) for one in other.assessment.contradictions}
        for one in day.assessment.contradictions:
            if (one.id, one.addresses) not in known and missing & set(one.addresses):
                yield one.message

    def _figures(self, leaf: Leaf) -> Iterator[str]:
        """Figures of the law behind what moved in a leaf: what it measures, or what it measures against."""
        then, now = (day.reasoning.session.settled(leaf) for day in (self.first, self.second))
        measured = {leaf.indicator, leaf.fact} if then.value != now.value else set()
        for ref in references(leaf):
            if (ref.id in measured) if ref.id in (leaf.indicator, leaf.fact) else then.threshold != now.threshold:
                for kind, id in sorted(rests_on(self.knowledge, ref.kind, ref.id)):
                    if kind == EntryKind.PARAMETER and id in self.knowledge.parameters:
                        yield from self._changed(id)

    def _changed(self, id: str) -> Iterator[str]:
        parameter = self.knowledge.parameters[id]
        old, new = parameter.on(self.first.on), parameter.on(self.second.on)
        if (old and old.value) != (new and new.value):
            then = parameter_value(parameter, old) if old else "sans valeur"
            now = parameter_value(parameter, new) if new else "sans valeur"
            yield f"{parameter.title} : {then}, puis {now}."


def _found(finding: Finding | None) -> str:
    """What makes a criterion what it is; nothing when answers lack, which the reasons tell."""
    if finding is None or finding.outcome == Outcome.TO_COMPLETE:
        return ""
    parts = [one for one in finding.leaves if one.outcome == finding.outcome and not one.not_applicable]
    return " ; ".join(dict.fromkeys(f"{one.label} : {one.finding}" for one in parts if one.finding))


def _text_changes(entry: Criterion | Route, first: date, second: date) -> Iterator[str]:
    """What each version of a text says it changes, between two days, when the condition is not the same."""
    early, late = sorted((first, second))
    for version in entry.versions:
        previous = entry.on(version.start - timedelta(1))
        if not early < version.start <= late or (previous is not None and previous.condition == version.condition):
            continue
        words = "ses conditions changent." if previous else "cette voie s'ouvre."
        if isinstance(entry, Criterion) and isinstance(version, CriterionVersion):
            words = version.statement or entry.statement
        yield f"le {french_date(version.start)}. {version.change or words}"
    if entry.on(early) is not None and entry.on(late) is None:
        if isinstance(entry, Criterion):
            yield f"la loi ne pose plus cette condition le {french_date(late)}."
        else:
            last = max(one.end for one in entry.versions)
            yield f"le {french_date(last + timedelta(1))}. Cette voie se ferme."


def asked_again(dossier: Dossier, on: date) -> Dossier:
    """Return the dossier of a request that would be made on a day."""
    if dossier.requested is not None and dossier.requested < on:
        return dossier.model_copy(update={"requested": None})
    return dossier


TIME = "Ni le texte ni ses chiffres : c'est le temps passé qui compte (âge, échéance, exercices examinés)."


TIME_TOO = "Le temps passé compte aussi (âge, échéance, exercices examinés)."
