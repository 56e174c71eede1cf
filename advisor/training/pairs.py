"""Minimal pairs: the same company twice, told apart by one answer, and by what the law makes of it.

The search runs on the reasoning alone, which is quick; each pair that is kept was then assessed in full on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import NamedTuple

from advisor.account.findings import Findings
from advisor.account.findings import outcome_of as four_outcomes
from advisor.account.rating import rate
from advisor.account.routes import Routes
from advisor.answers import typed
from advisor.assessment import Assessment, VerdictId
from advisor.casebook import Case, load_cases
from advisor.desk.review import asked_again
from advisor.dossier import Dossier, answer
from advisor.errors import InputError, Problem
from advisor.evaluation import assess, check_dossier
from advisor.knowledge import Knowledge, load_knowledge
from advisor.knowledge.conditions import Condition, CriterionRef, Leaf, OpenPoint, walk
from advisor.knowledge.models import FactType
from advisor.knowledge.reach import below
from advisor.reads import reads
from advisor.reasoning import Reasoning, law_day
from advisor.settle import FALSE, Session
from advisor.training.crossing import Other, Raw, other_choices, other_figures
from advisor.training.exercises import outcome_of
from advisor.training.model import CriterionOutcome, Pair, Value

ENOUGH = 3
"""Cases with a good pair among which the best is taken."""

_SETTLED = ("satisfait", "non_satisfait", "eligible", "non_eligible", "a_mettre_en_conformite")
_DOUBTFUL = ("incertain", "de_droit")
_REMOTE = ("sans_objet",)


class _Rank(NamedTuple):
    """How well a change teaches, the best first.

    Attributes:
        withdrawn: an answer is given on one side only.
        move: 0 between settled outcomes, more when one is doubtful, without object or waits for an answer.
        route: 0 when the target reads the answer itself, 1 through what it is built from, 2 through a guard.
        stirred: other questions that the change raises or drops, 2 at most.
        distance: from one answer to the other, 0 to 1.
        place: of the question in the catalogue.
    """

    withdrawn: bool
    move: int
    route: int
    stirred: int
    distance: float
    place: int

    @property
    def good(self) -> bool:
        """Two settled outcomes, by an answer that is given on both sides and moves no other question."""
        return not self.withdrawn and self.move == 0 and self.route < 2 and self.stirred == 0


class _Change(NamedTuple):
    """One answer changed, and what the reasoning makes of the target."""

    rank: _Rank
    address: str
    before: Value
    after: Value


def check_target(target: str, knowledge: Knowledge | None = None) -> str:
    """The id of a criterion or status, however its letters are typed.

    Raises:
        InputError: nothing bears that name; the closest ids are given.
    """
    base = knowledge or load_knowledge()
    ids = {id.lower(): id for id in (*base.criteria, *base.statuses)}
    found = ids.get(target.strip().lower())
    if found is not None:
        return found
    close = [ids[one] for one in get_close_matches(target.strip().lower(), ids, n=3)]
    mend = f"Vouliez-vous dire : {', '.join(close)} ?" if close else "Voyez : ess-advisor rules list critere."
    raise InputError(Problem(f"aucun critère ni statut ne s'appelle « {target} ».", mend=mend))


def find_pairs(
    dossier: Dossier,
    target: str,
    on: date | None = None,
    knowledge: Knowledge | None = None,
    origin: str = "",
) -> tuple[Pair, ...]:
    """Every single answer of a dossier whose change gives a criterion or a status another outcome, best teaching first.

    Each pair was assessed in full on both sides: nothing contradicts itself, and the outcomes are those found.

    Args:
        dossier: the company to start from; its answers are ``before``.
        target: a criterion, or a status (``ess``, ``esus``).
        on: the day; by default the dossier's own, then today.
        origin: where the dossier comes from.

    Raises:
        InputError: no such target, or an answer of the dossier does not fit its fact.
    """
    base = knowledge or load_knowledge()
    search = _searched(dossier, check_target(target, base), on, base)
    if search is None:
        return ()
    verifier = _Verifier(search, origin)
    return tuple(pair for one in search.changes() if (pair := verifier.pair(one)) is not None)


def best_pair(
    dossier: Dossier, target: str, on: date | None = None, knowledge: Knowledge | None = None, origin: str = ""
) -> Pair | None:
    """The first of `find_pairs`, without verifying the others.

    Raises:
        InputError: as for `find_pairs`.
    """
    base = knowledge or load_knowledge()
    search = _searched(dossier, check_target(target, base), on, base)
    if search is None:
        return None
    verifier = _Verifier(search, origin)
    return next((pair for one in search.changes() if (pair := verifier.pair(one)) is not None), None)


def pair_for(
    target: str, on: date | None = None, seed: int | None = None, knowledge: Knowledge | None = None
) -> Pair | None:
    """A pair that teaches a criterion or a status, from the worked cases; those of the information day come first.

    Args:
        target: a criterion, or a status.
        on: the day; by default, each case under the law of its own day, that of today first.
        seed: chooses among the good pairs; the same seed gives the same pair. Without it, the best one.
        knowledge: another rule base than the packaged one.

    Returns:
        None when no case can be turned by one answer under the law of that day.

    Raises:
        InputError: no such target.
    """
    base = knowledge or load_knowledge()
    return _pair_for(check_target(target, base), on, seed, base)


@lru_cache(maxsize=512)
def _pair_for(target: str, on: date | None, seed: int | None, knowledge: Knowledge) -> Pair | None:
    draw = Random(f"{target} {seed}") if seed is not None else None
    kept: list[tuple[_Change, _Verifier]] = []
    spare: list[tuple[_Change, _Verifier]] = []
    for case, day in _ordered(target, on, knowledge, draw):
        dossier = case.dossier if day == case.dossier.on else asked_again(case.dossier, day)
        search = _searched(dossier, target, day, knowledge)
        changes = search.changes() if search else []
        if search is None or not changes:
            continue
        verifier = _Verifier(search, case.id)
        good = [one for one in changes if one.rank.good]
        if draw is not None:
            draw.shuffle(good)
        if good:
            kept.append((good[0], verifier))
        spare.append((changes[0], verifier))
        if len(kept) == (ENOUGH if draw is None else 1):
            break
    if draw is None:
        kept.sort(key=lambda one: one[0].rank)
    spare.sort(key=lambda one: one[0].rank)
    return next((pair for one, verifier in (*kept, *spare) if (pair := verifier.pair(one)) is not None), None)


def _ordered(target: str, on: date | None, knowledge: Knowledge, draw: Random | None) -> Iterator[tuple[Case, date]]:
    """Cases and days to look at: those about the target, taught, and of the law in question, first."""
    law = law_day(knowledge, on or knowledge.base.law_as_of)
    cases = load_cases()
    if draw is not None:
        draw.shuffle(cases)

    def own(case: Case) -> date:
        return case.dossier.on or knowledge.base.law_as_of

    def order(case: Case) -> tuple[bool, ...]:
        notes = case.notes
        about = target in knowledge.statuses or target in case.expected.grounds
        about = about or (notes is not None and target in notes.questions)
        return law_day(knowledge, own(case)) != law, not about, notes is None

    ordered = sorted(cases, key=order)
    if on is not None:
        yield from ((case, on) for case in ordered)
        return
    yield from ((case, own(case)) for case in ordered)
    # A criterion that the law of their own days does not let them teach.
    yield from ((case, knowledge.base.law_as_of) for case in ordered if order(case)[0])


def _searched(dossier: Dossier, target: str, on: date | None, knowledge: Knowledge) -> _Search | None:
    """A search, unless nothing can be said of that day, or of answers that contradict one another.

    Raises:
        InputError: an answer does not fit its fact.
    """
    problems = check_dossier(dossier, knowledge)
    if problems:
        raise InputError(*problems)
    day = on or dossier.on or date.today()
    criterion = knowledge.criteria.get(target)
    if day < knowledge.base.start or (criterion is not None and criterion.on(day) is None):
        return None
    search = _Search(dossier, target, day, knowledge)
    return None if search.now is None else search


class _Search:
    """The answers of one dossier, changed one at a time.

    Attributes:
        now: the outcome of the target as it is; None when the answers contradict one another.
    """

    def __init__(self, dossier: Dossier, target: str, day: date, knowledge: Knowledge) -> None:
        self.dossier, self.target, self.day, self.knowledge = dossier, target, day, knowledge
        self.places = {address: rank for rank, address in enumerate(knowledge.addresses)}
        self.session = Session(knowledge, dossier, day)
        self.now = self._outcome(self.session)

    def changes(self) -> list[_Change]:
        """Every change found, best teaching first."""
        routes, found = self._routes(), []
        for address, route in routes.items():
            one = self.dossier.answers.get(address)
            before = one.value if one is not None else None
            if before is None and self.session.applies(address)[0] == FALSE:
                continue
            for other in self._others(address, before):
                outcome, session = self._tried(address, other.value)
                if outcome is not None and outcome != self.now:
                    rank = self._rank(address, before, other, outcome, route, session)
                    found.append(_Change(rank, address, before, other.value))
            if before is not None:
                outcome, session = self._tried(address, None)
                if outcome is not None and outcome != self.now:
                    rank = self._rank(address, before, None, outcome, route, session)
                    found.append(_Change(rank, address, before, None))
        return sorted(found, key=lambda one: (one.rank, str(one.after)))

    def _others(self, address: str, before: Value) -> Iterator[Other]:
        fact, _ = self.knowledge.addresses[address]
        if fact.options:
            yield from other_choices(fact, before, self.day)
        elif before is not None and fact.type is not FactType.TEXT:
            yield from other_figures(
                self.knowledge, address, before, lambda raw: self._tried(address, raw)[0], self._scale()
            )

    def _scale(self) -> Fraction:
        """The largest amount answered, for the order of magnitude of one that is nought."""
        amounts = [
            typed(self.knowledge, address, one.value)
            for address, one in self.dossier.answers.items()
            if one.value is not None and self.knowledge.addresses[address][0].type is FactType.MONEY
        ]
        return max((one for one in amounts if isinstance(one, Fraction)), default=Fraction(100_000))

    def _tried(self, address: str, value: Raw | None) -> tuple[str | None, Session]:
        """What the target becomes with another answer; None when it contradicts others."""
        session = Session(self.knowledge, self.dossier, self.day, {address: value})
        return self._outcome(session), session

    def _outcome(self, session: Session) -> str | None:
        if session.contradictions:
            return None
        reasoning = Reasoning(session)
        findings = Findings(reasoning)
        if self.target in self.knowledge.statuses:
            return rate(Routes(findings), self.knowledge.statuses[self.target]).outcome
        if findings.idle(self.target):
            return "sans_objet"
        return four_outcomes(*reasoning.pair(self.target))

    def _routes(self) -> dict[str, int]:
        """Every answer that can bear on the target, and how: itself, through what it is built from, through a guard."""
        own, deep = self._conditions()
        found: dict[str, int] = {}
        for route, conditions, guarded in ((0, own, False), (1, deep, False), (2, deep, True)):
            for address in reads(self.knowledge, conditions, guarded).addresses:
                found.setdefault(address, route)
        return dict(sorted(found.items(), key=lambda one: self.places[one[0]]))

    def _conditions(self) -> tuple[list[Condition], list[Condition]]:
        """The tests of the target itself, and those of everything it is built from."""
        if self.target in self.knowledge.statuses:
            versions = [route.on(self.day) for route in self.knowledge.statuses[self.target].routes]
            trees = [one.condition for one in versions if one is not None]
            ids = {node.id for tree in trees for node in walk(tree) if isinstance(node, CriterionRef)}
        else:
            version = self.knowledge.criteria[self.target].on(self.day)
            trees = [version.tree] if version else []
            ids = {self.target}
        inner = {one for id in ids for one in below(self.knowledge, id, self.day)}
        deep = [version.tree for id in sorted(inner) if (version := self.knowledge.criteria[id].on(self.day))]
        return _tests(trees), _tests([*trees, *deep])

    def _rank(
        self, address: str, before: Value, other: Other | None, outcome: str, route: int, session: Session
    ) -> _Rank:
        return _Rank(
            withdrawn=before is None or other is None,
            move=max(_doubt(self.now or ""), _doubt(outcome)),
            route=route,
            stirred=min(2, self._stirred(session)),
            distance=other.distance if other else 1.0,
            place=self.places[address],
        )

    def _stirred(self, session: Session) -> int:
        """Other questions that a change raises without an answer, or leaves with an answer that no longer counts."""
        count = 0
        for fact in self.knowledge.facts.values():
            if fact.asked_if is None:
                continue
            address = fact.addresses[0]
            if self.session.applies(address)[0] != session.applies(address)[0]:
                count += 1
        return count


def _tests(conditions: list[Condition]) -> list[Condition]:
    return [node for tree in conditions for node in _heads(tree)]


def _heads(tree: Condition) -> Iterator[Condition]:
    """The leaves and open points of a condition."""
    return (node for node in walk(tree) if isinstance(node, Leaf | OpenPoint))


def _doubt(outcome: str) -> int:
    """How far an outcome is from a plain yes or no."""
    if outcome in _SETTLED:
        return 0
    return 1 if outcome in _DOUBTFUL else 2 if outcome in _REMOTE else 3


class _Verifier:
    """Both sides of a change assessed in full, from nothing but the dossiers."""

    def __init__(self, search: _Search, origin: str) -> None:
        self.search, self.origin = search, origin
        self.first = search.dossier.model_copy(update={"on": search.day})
        self._assessed: Assessment | None = None

    def _before(self) -> Assessment:
        if self._assessed is None:
            self._assessed = assess(self.first, on=self.search.day, knowledge=self.search.knowledge)
        return self._assessed

    def pair(self, change: _Change) -> Pair | None:
        """The pair, if both sides hold and part as the search said; None otherwise."""
        search, after = self.search, change.after
        second = self.first.with_answer(change.address, None if after is None else answer(after))
        if check_dossier(second, search.knowledge):
            return None
        then, now = self._before(), assess(second, on=search.day, knowledge=search.knowledge)
        old, new = told_outcome(then, search.target), told_outcome(now, search.target)
        if then.contradictions or now.contradictions or old == new:
            return None
        return Pair(
            origin=self.origin,
            on=search.day,
            target=search.target,
            address=change.address,
            before=change.before,
            after=after,
            outcome_before=old,
            outcome_after=new,
            first=self.first,
            second=second,
            verdicts_before={id: one.outcome for id, one in then.verdicts.items()},
            verdicts_after={id: one.outcome for id, one in now.verdicts.items()},
        )


def told_outcome(assessment: Assessment, target: str) -> CriterionOutcome | VerdictId:
    """The outcome of a target, as the full account tells it."""
    if target in assessment.verdicts:
        return assessment.verdicts[target].outcome
    return outcome_of(assessment.findings[target])
