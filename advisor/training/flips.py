"""One answer of a dossier changed at a time: which changes flip a target, ranked by what they teach, and the proof.

The search runs at a glance; a change that is retained is then assessed in full on both sides (`Verifier`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from pydantic import Field

from advisor.assessment.assess import assess, check_dossier
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Assessment
from advisor.assessment.session import Session
from advisor.common.errors import InputError
from advisor.dossier import Dossier, answer
from advisor.dossier.answer_parsing import typed
from advisor.rules.aside import AsideFile
from advisor.rules.basis import CriterionOutcome, Id, Model, VerdictId
from advisor.rules.conditions import ChoiceLeaf, walk
from advisor.rules.facts import ALONE, FactType
from advisor.rules.load import COURSE, Knowledge
from advisor.training.alternatives import (
    OtherAnswer,
    Raw,
    at_a_glance,
    other_choices,
    other_figures,
    reading,
    verdicts_at_a_glance,
)
from advisor.training.exercises import CanonicalValue, Pair, outcome_of


class FixedFacts(Model):
    """The facts whose answer nobody decides alone; see `Rank.forced`."""

    facts: tuple[Id, ...] = Field(alias="ne_se_decident_pas")


FIXED = AsideFile(f"{COURSE}/paires.yaml", FixedFacts)

_GOOD = ("satisfait", "eligible", "de_droit")
_BAD = ("non_satisfait", "non_eligible", "a_mettre_en_conformite")


class Rank(NamedTuple):
    """How well a change teaches, the best first.

    Attributes:
        withdrawn: an answer is given on one side only.
        forced: the answer is one that nobody decides, or that others have to follow (a profit without its sharing, a
            date, a year of accounts).
        move: 0 from yes to no or from no to yes, more when one is doubtful, without object or waits for an answer.
        raised: the change makes questions apply that have no answer.
        loose: how much else of the company no longer applies: 0 for two questions at most, 1 for five, 2 for more.
        route: 0 when the target reads the answer itself, 1 through what it is built from, 2 through a guard.
        blurred: 0 when a verdict moves and none becomes undetermined; 2 when none moves.
        distance: from one answer to the other, 0 to 1.
        dropped: questions that no longer apply.
        place: of the question in the catalogue; then of the new answer among those found.
    """

    withdrawn: bool
    forced: bool
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
        """From yes to no or from no to yes, by an answer that leaves the rest of the company as it is."""
        return self.fair and self.route < 2 and self.loose < 2 and not self.raised and not self.forced

    @property
    def fair(self) -> bool:
        """From yes to no or from no to yes, at least."""
        return not self.withdrawn and self.move == 0

    @property
    def best(self) -> bool:
        """A good one, that moves a verdict too."""
        return self.good and self.blurred < 2


_FIRST = Rank._fields.index("blurred")
"""How many parts of a rank are known before the engine has run."""


@lru_cache(maxsize=64)
def named(knowledge: Knowledge, fact: str, day: date) -> frozenset[str]:
    """The choices of a question that a criterion in force names, and those that exclude every other."""
    trees = [version.tree for one in knowledge.criteria.values() if (version := one.on(day)) is not None]
    tests = [node for tree in trees for node in walk(tree) if isinstance(node, ChoiceLeaf) and node.fact == fact]
    return ALONE.union(*(test.options for test in tests), *(test.excluded for test in tests))


class AnswerTried(NamedTuple):
    """One answer changed, and what the reasoning makes of the target."""

    rank: Rank
    address: str
    before: CanonicalValue
    after: CanonicalValue


class FlipSearch:
    """The answers of one dossier, changed one at a time.

    Attributes:
        now: the outcome of the target as it is; None when the answers contradict one another.
    """

    def __init__(self, dossier: Dossier, target: str, day: date, knowledge: Knowledge) -> None:
        self.dossier, self.target, self.day, self.knowledge = dossier, target, day, knowledge
        self.session = Session(knowledge, dossier, day)
        self.now = at_a_glance(self.session, target)
        self._verdicts: tuple[VerdictId, ...] = ()

    def changes(self) -> Iterator[AnswerTried]:
        """Every change found, best teaching first; what ranks last is worked out last, if ever."""
        for withdrawn in (False, True):
            for forced in (False, True):
                yield from self._ranked(self._flipping(withdrawn, forced))

    def _ranked(self, found: Iterable[AnswerTried]) -> Iterator[AnswerTried]:
        """Changes in the order of their ranks."""
        for _, group in groupby(sorted(found, key=lambda one: one.rank), key=lambda one: one.rank[:_FIRST]):
            weighed = [self._weighed(one) for one in group]
            yield from sorted(weighed, key=lambda one: one.rank)

    def _flipping(self, withdrawn: bool, forced: bool) -> Iterator[AnswerTried]:
        """Every change that flips the target.

        Args:
            withdrawn: by an answer given on one side only, or by another answer.
            forced: to the questions whose answer nobody decides alone, or to the others.
        """
        read = reading(self.knowledge, self.target, self.day)
        for place, (address, route) in enumerate(read.routes.items()):
            if (self.knowledge.addresses[address][0].id in FIXED.load().facts) != forced:
                continue
            one = self.dossier.answers.get(address)
            before = one.value if one is not None else None
            # What does not concern the company, or no test rests on, changes nothing while all the rest stays.
            if self.session.applies(address) == FALSE or address not in self._resting:
                continue
            tried: Iterable[OtherAnswer | None] = (None,) if withdrawn and before is not None else ()
            if withdrawn == (before is None):
                tried = self._others(address, before)
            for order, other in enumerate(tried):
                after = other.value if other is not None else None
                session = self._with(address, after)
                outcome = at_a_glance(session, self.target)
                if outcome is None or outcome == self.now:
                    continue
                raised, dropped = self._stirred(session)
                rank = Rank(
                    withdrawn=withdrawn,
                    forced=forced,
                    move=_move(self.now or "", outcome),
                    raised=raised > 0,
                    loose=min(2, dropped // 3),
                    route=route,
                    blurred=0,
                    distance=other.distance if other is not None else 1.0,
                    dropped=dropped,
                    place=(place, order),
                )
                yield AnswerTried(rank, address, before, after)

    def _weighed(self, change: AnswerTried) -> AnswerTried:
        """A change with what it does to the verdicts in its rank, which takes the engine."""
        blurred = self._blurred(self._with(change.address, change.after))
        return change._replace(rank=change.rank._replace(blurred=blurred))

    @cached_property
    def _resting(self) -> set[str]:
        return reading(self.knowledge, self.target, self.day).resting(self.session)

    def _others(self, address: str, before: CanonicalValue) -> Iterator[OtherAnswer]:
        fact, _ = self.knowledge.addresses[address]
        if fact.options:
            given = {before} if isinstance(before, str) else set(before or ())
            for other in other_choices(fact, before, self.day):
                # Nobody is lent a category that the law of the day does not know.
                if isinstance(other.value, str) or set(other.value) - given <= named(self.knowledge, fact.id, self.day):
                    yield other
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
            then, now = self.session.applies(address), session.applies(address)
            if then == now:
                continue
            if now == FALSE:
                dropped += 1
            elif session.raw(address) is None:
                raised += 1
        return raised, dropped


def _move(before: str, after: str) -> int:
    """How plain a change of outcome is: 0 from yes to no or from no to yes, 3 when something waits for an answer."""
    if before in _GOOD + _BAD and after in _GOOD + _BAD:
        return int((before in _GOOD) == (after in _GOOD))
    doubtful = {before, after} & {"incertain", "sans_objet"}
    waiting = {before, after} & {"a_completer", "indetermine"}
    return 3 if waiting else 2 if "sans_objet" in doubtful else 1


class Verifier:
    """Both sides of a change assessed in full, from nothing but the dossiers."""

    def __init__(self, search: FlipSearch, origin: str) -> None:
        self.search, self.origin = search, origin
        self.first = search.dossier.model_copy(update={"on": search.day})
        self._assessed: Assessment | None = None

    def _before(self) -> Assessment:
        if self._assessed is None:
            self._assessed = assess(self.first, on=self.search.day, knowledge=self.search.knowledge)
        return self._assessed

    def pair(self, change: AnswerTried) -> Pair | None:
        """The pair, if both sides hold and part as the search said; None otherwise."""
        search, after = self.search, change.after
        second = self.first.with_answer(change.address, None if after is None else answer(after))
        if check_dossier(second, search.knowledge):
            return None
        then, now = self._before(), assess(second, on=search.day, knowledge=search.knowledge)
        old, new = full_outcome(then, search.target), full_outcome(now, search.target)
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


def full_outcome(assessment: Assessment, target: str) -> CriterionOutcome | VerdictId:
    """The outcome of a target, as the full assessment gives it."""
    if target in assessment.verdicts:
        return assessment.verdicts[target].outcome
    return outcome_of(assessment.findings[target])


def searched(dossier: Dossier, target: str, on: date | None, knowledge: Knowledge) -> FlipSearch | None:
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
    search = FlipSearch(dossier, target, day, knowledge)
    return None if search.now is None else search
