"""Minimal pairs: the same company twice, told apart by one answer, and by what the law makes of it.

The search runs on the reasoning alone, which is quick; each pair that is kept was then assessed in full on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from fractions import Fraction
from functools import cached_property, lru_cache
from random import Random
from typing import NamedTuple

from advisor.answers import typed
from advisor.assessment import Assessment, VerdictId
from advisor.casebook import Case, load_cases
from advisor.desk.review import asked_again
from advisor.dossier import Dossier, answer
from advisor.errors import InputError, Problem
from advisor.evaluation import assess, check_dossier
from advisor.knowledge import Knowledge, load_knowledge
from advisor.knowledge.models import FactType
from advisor.reasoning import law_day
from advisor.settle import FALSE, Session
from advisor.training.crossing import Other, Raw, other_choices, other_figures
from advisor.training.exercises import outcome_of
from advisor.training.glance import at_a_glance, reading, verdicts_at_a_glance
from advisor.training.model import CriterionOutcome, Pair, Value

ENOUGH = 3
"""Cases with a good pair among which the best is taken."""

DRAWN = 8
"""Changes of a case among which a seed draws, the best of them."""

PATIENCE = 12
"""Cases that give something, after which nothing much better is expected."""

_SETTLED = ("satisfait", "non_satisfait", "eligible", "non_eligible", "a_mettre_en_conformite")
_DOUBTFUL = ("incertain", "de_droit")
_REMOTE = ("sans_objet",)


class _Rank(NamedTuple):
    """How well a change teaches, the best first.

    Attributes:
        withdrawn: an answer is given on one side only.
        move: 0 between settled outcomes, more when one is doubtful, without object or waits for an answer.
        raised: the change makes questions apply that have no answer.
        loose: how much else of the company no longer applies: 0 for two questions at most, 1 for five, 2 for more.
        route: 0 when the target reads the answer itself, 1 through what it is built from, 2 through a guard.
        blurred: 0 when a verdict moves and none becomes undetermined; 2 when none moves.
        distance: from one answer to the other, 0 to 1.
        dropped: questions that no longer apply.
        place: of the question in the catalogue; then of the new answer among those found.
    """

    withdrawn: bool
    move: int
    raised: bool
    loose: int
    route: int
    blurred: int
    distance: float
    dropped: int
    place: tuple[int, int]

    @property
    def good(self) -> bool:
        """Two settled outcomes, by an answer that is given on both sides and asks for no other."""
        return self.fair and self.route < 2 and not self.raised

    @property
    def fair(self) -> bool:
        """Two settled outcomes at least."""
        return not self.withdrawn and self.move == 0

    @property
    def best(self) -> bool:
        """A good one, that moves a verdict too."""
        return self.good and self.blurred < 2


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
    best: list[_Found] = []
    spare: list[_Found] = []
    for group, tier in enumerate(_tiers(target, on, knowledge, draw)):
        for case, day in tier:
            found = _found(case, day, target, knowledge)
            if found is None:
                continue
            choice = [one for one in found.changes if one.rank.best] or [one for one in found.changes if one.rank.good]
            chosen = (draw.choice(choice[:DRAWN]) if draw else choice[0]) if choice else found.changes[0]
            one = _Found((chosen,), found.verifier)
            spare.append(one)
            if chosen.rank.best:
                best.append(one)
            if len(best) == (ENOUGH if draw is None and group == 0 else 1):
                break
            if group > 0 and len(spare) >= PATIENCE and any(other.changes[0].rank.fair for other in spare):
                break
        if best or (group > 0 and any(one.changes[0].rank.fair for one in spare)):
            break
    for listed in (best, spare):
        if draw is None or listed is spare:
            listed.sort(key=lambda one: one.changes[0].rank)
    verified = (one.verifier.pair(one.changes[0]) for one in (*best, *spare))
    return next((pair for pair in verified if pair is not None), None)


class _Found(NamedTuple):
    """Changes of one dossier, and what verifies them."""

    changes: tuple[_Change, ...]
    verifier: _Verifier


def _found(case: Case, day: date, target: str, knowledge: Knowledge) -> _Found | None:
    """The changes of a case that flip a target, the best first; None when there are none."""
    dossier = case.dossier if day == case.dossier.on else asked_again(case.dossier, day)
    search = _searched(dossier, target, day, knowledge)
    changes = tuple(search.changes()) if search is not None else ()
    return _Found(changes, _Verifier(search, case.id)) if search is not None and changes else None


def _tiers(
    target: str, on: date | None, knowledge: Knowledge, draw: Random | None
) -> Iterator[list[tuple[Case, date]]]:
    """Cases and days to look at, group by group: those about the target, those of the law in question, then the rest.

    In each group, the cases of the information day come first, unless they are drawn.
    """
    law = law_day(knowledge, on or knowledge.base.law_as_of)
    cases = load_cases()
    cases.sort(key=lambda case: case.notes is None)
    if draw is not None:
        draw.shuffle(cases)

    def own(case: Case) -> date:
        return case.dossier.on or knowledge.base.law_as_of

    def about(case: Case) -> bool:
        asked = case.notes.questions if case.notes is not None else ()
        return target in knowledge.statuses or target in case.expected.grounds or target in asked

    today = [case for case in cases if law_day(knowledge, own(case)) == law]
    before = [case for case in cases if law_day(knowledge, own(case)) != law]
    near = [case for case in today if about(case)]
    yield [(case, on or own(case)) for case in near]
    yield [(case, on or own(case)) for case in today if case not in near]
    if on is None:
        yield [(case, own(case)) for case in before]
    yield [(case, on or knowledge.base.law_as_of) for case in before]


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
        self.session = Session(knowledge, dossier, day)
        self.now = at_a_glance(self.session, target)
        self._verdicts: tuple[VerdictId, ...] = ()

    def changes(self) -> list[_Change]:
        """Every change found, best teaching first."""
        read = reading(self.knowledge, self.target, self.day)
        resting = read.resting(self.session)
        found = []
        for place, (address, route) in enumerate(read.routes.items()):
            one = self.dossier.answers.get(address)
            before = one.value if one is not None else None
            # What does not concern the company, or no test rests on, changes nothing while all the rest stays.
            if self.session.applies(address)[0] == FALSE or address not in resting:
                continue
            tried: list[Other | None] = list(self._others(address, before))
            for order, other in enumerate((*tried, None) if before is not None else tried):
                after = other.value if other is not None else None
                session = self._with(address, after)
                outcome = at_a_glance(session, self.target)
                if outcome is None or outcome == self.now:
                    continue
                raised, dropped = self._stirred(session)
                rank = _Rank(
                    withdrawn=before is None or after is None,
                    move=max(_doubt(self.now or ""), _doubt(outcome)),
                    raised=raised > 0,
                    loose=min(2, dropped // 3),
                    route=route,
                    blurred=self._blurred(session),
                    distance=other.distance if other is not None else 1.0,
                    dropped=dropped,
                    place=(place, order),
                )
                found.append(_Change(rank, address, before, after))
        return sorted(found, key=lambda one: one.rank)

    def _others(self, address: str, before: Value) -> Iterator[Other]:
        fact, _ = self.knowledge.addresses[address]
        if fact.options:
            yield from other_choices(fact, before, self.day)
        elif before is not None and fact.type is not FactType.TEXT:

            def look(raw: Raw) -> str | None:
                return at_a_glance(self._with(address, raw), self.target)

            yield from other_figures(self.knowledge, address, before, look, self._scale)

    @cached_property
    def _scale(self) -> Fraction:
        """The largest amount answered, for the order of magnitude of one that is nought."""
        amounts = [
            typed(self.knowledge, address, one.value)
            for address, one in self.dossier.answers.items()
            if one.value is not None and self.knowledge.addresses[address][0].type is FactType.MONEY
        ]
        return max((one for one in amounts if isinstance(one, Fraction)), default=Fraction(100_000))

    def _with(self, address: str, value: Raw | None) -> Session:
        return Session(self.knowledge, self.dossier, self.day, {address: value})

    def _blurred(self, session: Session) -> int:
        """Whether a verdict moves, and stays a verdict."""
        if not self._verdicts:
            self._verdicts = verdicts_at_a_glance(self.session)
        then, now = self._verdicts, verdicts_at_a_glance(session)
        if then == now:
            return 2
        return int(any(after == "indetermine" != before for before, after in zip(then, now, strict=True)))

    def _stirred(self, session: Session) -> tuple[int, int]:
        """How many other questions a change raises without an answer, and how many it leaves without object."""
        raised = dropped = 0
        for fact in self.knowledge.facts.values():
            address = fact.addresses[0]
            then, now = self.session.applies(address)[0], session.applies(address)[0]
            if then == now:
                continue
            if now == FALSE:
                dropped += 1
            elif session.raw(address) is None:
                raised += 1
        return raised, dropped


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
