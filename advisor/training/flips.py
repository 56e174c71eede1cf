"""One answer of a dossier changed at a time: which changes flip a target, ranked by what they teach, and the proof.

The search runs at a glance; a change that is retained is then assessed in full on both sides (`FlipSearch.pair`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple

from pydantic import Field

from advisor.advice.alternatives import Alternatives, Counterfactual
from advisor.advice.ways.whatif import finding_outcome
from advisor.assessment.account.findings import Findings
from advisor.assessment.account.routes import Routes
from advisor.assessment.account.verdicts import outcomes, rate
from advisor.assessment.assess import account, assess, check_dossier, reason
from advisor.assessment.leaves import FALSE, Settled, reads
from advisor.assessment.model import Assessment
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.session import Session
from advisor.dossier import Dossier, answer
from advisor.rules import ids
from advisor.rules.aside import AsideFile
from advisor.rules.basis import Model
from advisor.rules.conditions import ChoiceLeaf, Leaf, OpenPoint, leaves, walk
from advisor.rules.facts import ALONE
from advisor.rules.load import COURSE, Knowledge
from advisor.rules.references import criteria_under, fact_id
from advisor.rules.vocabulary import REACHED, CriterionOutcome, Nuance, Outcome, VerdictId
from advisor.training.exercises import CanonicalValue, Pair


class FixedFacts(Model):
    """The facts whose answer nobody decides alone; see `Rank.forced`."""

    facts: tuple[ids.Fact, ...] = Field(alias="ne_se_decident_pas")


FIXED = AsideFile(f"{COURSE}/paires.yaml", FixedFacts)

_GOOD = (Outcome.MET, *REACHED)
_BAD = (Outcome.NOT_MET, VerdictId.NOT_ELIGIBLE, VerdictId.TO_MEND)


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
    """One answer changed, where it leads, and how well it teaches."""

    rank: Rank
    address: str
    before: CanonicalValue
    after: CanonicalValue
    then: Counterfactual


class TargetReads(NamedTuple):
    """What a target reads on a day.

    Attributes:
        routes: every answer that can bear on it, in the order of the catalogue, and how: 0 by its own tests (for a
            status, by any test), 1 by the criteria it is built from, 2 only by making a question apply.
        tests: every test it rests on.
    """

    routes: dict[str, int]
    tests: tuple[Leaf, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The answers it reads, itself or through the criteria it is built from."""
        return tuple(address for address, route in self.routes.items() if route < 2)

    def resting(self, session: Session) -> set[str]:
        """The answers that its tests rest on or wait for, with the others of a company left as they are."""
        found: set[str] = set()
        for leaf in self.tests:
            settled = session.settled(leaf)
            found.update(settled.used, settled.missing)
        return session.with_guards(found)


@lru_cache(maxsize=512)
def reading(knowledge: Knowledge, target: str, day: date) -> TargetReads:
    """What a criterion or a status reads, followed through the criteria it is built from."""
    if target in knowledge.statuses:
        versions = [route.on(day) for route in knowledge.statuses[target].routes]
        own = [one.condition for one in versions if one is not None]
    else:
        version = knowledge.criteria[target].on(day)
        own = [version.tree] if version else []
        left_out = [one for status in knowledge.statuses.values() for one in status.without_object]
        own += [one.condition for one in left_out if target in one.criteria]
    inner = criteria_under(knowledge, own, day)
    built = [version.tree for id in sorted(inner) if (version := knowledge.criteria[id].on(day))]
    deep = [*own, *built]
    found: dict[str, int] = {}
    first = deep if target in knowledge.statuses else own
    for route, trees, guarded in ((0, first, False), (1, deep, False), (2, deep, True)):
        heads = [node for tree in trees for node in walk(tree) if isinstance(node, Leaf | OpenPoint)]
        for address in reads(knowledge, heads, guarded):
            found.setdefault(address, route)
    places = {address: rank for rank, address in enumerate(knowledge.addresses)}
    return TargetReads(
        dict(sorted(found.items(), key=lambda one: places[one[0]])),
        tuple(dict.fromkeys(leaf for tree in deep for leaf in leaves(tree))),
    )


def at_a_glance(reasoning: Reasoning, target: str) -> CriterionOutcome | VerdictId | None:
    """The outcome of a criterion or a status; None when the answers contradict one another."""
    if reasoning.session.contradictions:
        return None
    findings = Findings(reasoning)
    if target in reasoning.knowledge.statuses:
        return rate(Routes(findings), reasoning.knowledge.statuses[target]).outcome
    return Nuance.NOT_APPLICABLE if findings.idle(target) else reasoning.outcome(target)


Tried = tuple[CanonicalValue, Counterfactual, float]


class FlipSearch:
    """The answers of one dossier, changed one at a time.

    Attributes:
        reasoning: on the dossier. target: what is to flip. origin: where the dossier comes from.
        now: the outcome of the target as it is; None when the answers contradict one another.
    """

    def __init__(self, reasoning: Reasoning, target: str, origin: str) -> None:
        self.reasoning, self.target, self.origin = reasoning, target, origin
        self.session, self.day, self.knowledge = reasoning.session, reasoning.day, reasoning.knowledge
        self.alternatives = Alternatives(reasoning)
        self.reads = reading(self.knowledge, target, self.day)
        self.now = at_a_glance(reasoning, target)

    def changes(self) -> Iterator[AnswerTried]:
        """Every change found, best teaching first; what ranks last is worked out last, if ever."""
        for withdrawn in (False, True):
            for forced in (False, True):
                yield from self._ranked(self._flipping(withdrawn, forced))

    def _ranked(self, found: Iterable[AnswerTried]) -> Iterator[AnswerTried]:
        """Changes in the order of their ranks."""
        for _, group in groupby(sorted(found, key=lambda one: one.rank), key=lambda one: one.rank[:_FIRST]):
            # What a change does to the verdicts takes longest to find.
            weighed = [one._replace(rank=one.rank._replace(blurred=self._blurred(one.then.reasoning))) for one in group]
            yield from sorted(weighed, key=lambda one: one.rank)

    def _flipping(self, withdrawn: bool, forced: bool) -> Iterator[AnswerTried]:
        """Every change that flips the target.

        Args:
            withdrawn: by an answer given on one side only, or by another answer.
            forced: to the questions whose answer nobody decides alone, or to the others.
        """
        for place, (address, route) in enumerate(self.reads.routes.items()):
            if (self.knowledge.addresses[address][0].id in FIXED.load().facts) != forced:
                continue
            # What does not concern the company, or no test rests on, changes nothing while all the rest stays.
            if self.session.applies(address) == FALSE or address not in self._resting:
                continue
            before = self.alternatives.given(address)
            for order, (after, then, distance) in enumerate(self._others(address, before, withdrawn)):
                outcome = self._outcome(then)
                if outcome is None or outcome == self.now:
                    continue
                raised, dropped = self._stirred(then.session)
                rank = Rank(
                    withdrawn=withdrawn,
                    forced=forced,
                    move=_move(self.now or "", outcome),
                    raised=raised > 0,
                    loose=min(2, dropped // 3),
                    route=route,
                    blurred=0,
                    distance=distance,
                    dropped=dropped,
                    place=(place, order),
                )
                yield AnswerTried(rank, address, before, after, then)

    @cached_property
    def _resting(self) -> set[str]:
        return self.reads.resting(self.session)

    def _others(self, address: str, before: CanonicalValue, withdrawn: bool) -> Iterator[Tried]:
        """The other answers to a question, the nearest first; or the answer withdrawn."""
        if withdrawn and before is not None:
            yield None, Counterfactual(self.reasoning, {address: None}), 1.0
        elif withdrawn == (before is None):
            fact = fact_id(address)
            given = {before} if isinstance(before, str) else {*(before or ())}
            for other in sorted(self.alternatives.choices(address), key=lambda one: one.distance):
                # Nobody is lent a category that the law of the day does not know.
                if isinstance(other.value, str) or set(other.value) - given <= named(self.knowledge, fact, self.day):
                    yield other
            yield from self.alternatives.crossings(address, self._outcome)

    def _outcome(self, then: Counterfactual) -> CriterionOutcome | VerdictId | None:
        """The outcome of the target elsewhere; that of a criterion none of whose tests moves is known already."""
        if self.target in self.knowledge.criteria and not then.session.contradictions:
            settled = ((then.session.settled(one), self.session.settled(one)) for one in self.reads.tests)
            if all(_weight(other) == _weight(own) for other, own in settled):
                return self.now
        return at_a_glance(then.reasoning, self.target)

    def _blurred(self, after: Reasoning) -> int:
        """Whether a verdict moves, and stays a verdict."""
        now = outcomes(after)
        if now == self._verdicts:
            return 2
        return int(any(now[id] == VerdictId.UNDETERMINED != before for id, before in self._verdicts.items()))

    @cached_property
    def _verdicts(self) -> dict[str, VerdictId]:
        return outcomes(self.reasoning)

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

    def pair(self, change: AnswerTried) -> Pair | None:
        """A change with both its sides assessed in full; None unless both hold and part as the search said."""
        first, after = self.session.company, change.after
        assert isinstance(first, Dossier)
        second = first.with_answer(change.address, None if after is None else answer(after))
        if check_dossier(second, self.knowledge):
            return None
        then, now = self._assessment, assess(second, on=self.day, knowledge=self.knowledge)
        old, new = full_outcome(then, self.target), full_outcome(now, self.target)
        if then.contradictions or now.contradictions or old == new:
            return None
        return Pair(
            origin=self.origin,
            on=self.day,
            target=self.target,
            address=change.address,
            before=change.before,
            after=after,
            outcome_before=old,
            outcome_after=new,
            first=first,
            second=second,
            verdicts_before={id: one.outcome for id, one in then.verdicts.items()},
            verdicts_after={id: one.outcome for id, one in now.verdicts.items()},
        )

    @cached_property
    def _assessment(self) -> Assessment:
        return account(self.reasoning)


def _weight(settled: Settled) -> tuple[int, int, bool]:
    """What a test brings to the outcome of a criterion."""
    return settled.strict, settled.favourable, settled.not_applicable


def _move(before: str, after: str) -> int:
    """How plain a change of outcome is: 0 from yes to no or from no to yes, 3 when something waits for an answer."""
    if before in _GOOD + _BAD and after in _GOOD + _BAD:
        return int((before in _GOOD) == (after in _GOOD))
    if {before, after} & {Outcome.TO_COMPLETE, VerdictId.UNDETERMINED}:
        return 3
    return 2 if Nuance.NOT_APPLICABLE in (before, after) else 1


def full_outcome(assessment: Assessment, target: str) -> CriterionOutcome | VerdictId:
    """The outcome of a target, as the full assessment gives it."""
    if target in assessment.verdicts:
        return assessment.verdicts[target].outcome
    return finding_outcome(assessment.findings[target])


def searched(dossier: Dossier, target: str, on: date | None, knowledge: Knowledge, origin: str) -> FlipSearch | None:
    """A search, unless nothing can be said of that day, or of answers that contradict one another.

    Raises:
        InputError: an answer does not fit its fact.
    """
    day = on or dossier.on or date.today()
    reasoning = reason(dossier.model_copy(update={"on": day}), day, knowledge)
    criterion = knowledge.criteria.get(target)
    if day < knowledge.base.start or (criterion is not None and criterion.on(day) is None):
        return None
    search = FlipSearch(reasoning, target, origin)
    return None if search.now is None else search
