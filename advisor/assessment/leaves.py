"""Conditions as functions of a company's answers: their outcome under each reading of the law, and what they read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from advisor.assessment.figures import Addresses, Answers, CalculationLine, Figure, Interval, merged
from advisor.dossier.answer_parsing import TypedValue
from advisor.rules.conditions import (
    AllOf,
    AnyOf,
    ChoiceLeaf,
    Condition,
    Constant,
    CriterionRef,
    FigureLeaf,
    FilledLeaf,
    Leaf,
    OpenPoint,
    Threshold,
    fold,
    leaves,
    walk,
)
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge
from advisor.rules.references import EntryReference, fact_id, indicator_references, references
from advisor.rules.vocabulary import EntryKind, Outcome

FALSE, UNKNOWN, TRUE = 0, 1, 2
"""Kleene's three values, ordered: all is min, any is max."""


def compare(value: Interval, operator: str, threshold: Interval) -> int:
    """Kleene value of a comparison between two intervals."""
    if operator in ("au_plus", "moins_de"):
        value, threshold = threshold, value
    low, high, against_low, against_high = value.low, value.high, threshold.low, threshold.high
    if operator in ("au_moins", "au_plus"):
        if low is not None and against_high is not None and low >= against_high:
            return TRUE
        if high is not None and against_low is not None and high < against_low:
            return FALSE
    else:
        if low is not None and against_high is not None and low > against_high:
            return TRUE
        if high is not None and against_low is not None and high <= against_low:
            return FALSE
    return UNKNOWN


class Settled(NamedTuple):
    """A condition settled for one company.

    Attributes:
        strict, favourable: Kleene values under the two readings; equal unless the law is open here.
        missing: addresses whose answer could still move it.
        used: addresses it rests on.
        not_applicable: the tested fact does not apply to this company.
        value, threshold: what was compared, when it is a figure.
        steps: the calculation.
        assumed: presumptions relied on (parameters).
        point: open point invoked, if any.
    """

    strict: int
    favourable: int
    missing: Addresses = ()
    used: Addresses = ()
    not_applicable: bool = False
    value: Interval | None = None
    threshold: Interval | None = None
    steps: tuple[CalculationLine, ...] = ()
    assumed: Addresses = ()
    point: str | None = None


MET = Settled(TRUE, TRUE)
FAILED = Settled(FALSE, FALSE)
APPLIES = MET
"""The guard of a question that always applies."""


class CompanyAnswers(Answers, Protocol):
    """What a test reads of a company (see `advisor.assessment.session.Settler`).

    Attributes:
        given: every address, with its typed answer or None.
        results: conditions already settled, by index.
    """

    given: dict[str, TypedValue | None]
    results: dict[int, Settled]

    def guard(self, fact: str) -> Settled: ...


Test = Callable[[CompanyAnswers], Settled]
"""A condition, compiled: what some answers make of it, under both readings of the law at once."""

Proof = Callable[[CompanyAnswers], bool]
"""A condition, compiled: whether it holds whatever the reading of the law."""


def compiled(condition: Condition, knowledge: Knowledge, mended: bool = False, early: bool = True) -> Test:
    """Compile a condition that cites no criterion into a function of the answers.

    Args:
        condition: leaves, open points, or trees of them.
        knowledge: the rule base.
        mended: take every leaf that has a remedy as true.
        early: settle a test whose question may not apply as soon as its answer says what it is worth then too.
    """

    def part(node: Leaf | Constant | CriterionRef) -> Test:
        match node:
            case Constant(value):
                settled = MET if value else FAILED
                return lambda answers: settled
            case CriterionRef():
                raise TypeError("cette condition ne peut pas citer un critère")
        if mended and node.remedy is not None:
            return lambda answers: MET
        return _once(node.index, _leaf(node, knowledge, early))

    def join(node: AllOf | AnyOf | OpenPoint, parts: list[Test]) -> Test:
        if isinstance(node, OpenPoint):
            return _open(node.point, parts) if mended else _once(node.index, _open(node.point, parts))
        return _joined(isinstance(node, AllOf), parts)

    return fold(condition, part, join)


def proof(condition: Condition, knowledge: Knowledge) -> Proof:
    """`compiled`, for whoever only asks whether a condition holds: it stops at the first part that tells."""

    def part(node: Leaf | Constant | CriterionRef) -> Proof:
        test = compiled(node, knowledge)
        return lambda answers: test(answers).strict == TRUE

    def join(node: AllOf | AnyOf | OpenPoint, parts: list[Proof]) -> Proof:
        if isinstance(node, AnyOf):
            return lambda answers: any(one(answers) for one in parts)
        return lambda answers: all(one(answers) for one in parts)

    return fold(condition, part, join)


def _once(index: int | None, test: Test) -> Test:
    """A test settled once for a company, when its condition has an index."""
    if index is None:
        return test

    def settled(answers: CompanyAnswers) -> Settled:
        found = answers.results.get(index)
        if found is None:
            found = answers.results[index] = test(answers)
        return found

    return settled


def _joined(all_: bool, parts: list[Test]) -> Test:
    pick = min if all_ else max

    def test(answers: CompanyAnswers) -> Settled:
        found = [part(answers) for part in parts]
        strict, favourable = pick([one.strict for one in found]), pick([one.favourable for one in found])
        missing: Addresses = ()
        if UNKNOWN in (strict, favourable):
            missing = merged([one.missing for one in found if UNKNOWN in (one.strict, one.favourable)])
        return Settled(strict, favourable, missing, merged([one.used for one in found]))

    return test


def _open(point: str, readings: list[Test]) -> Test:
    """All the readings of an open point must hold under the strict one, any of them under the favourable one."""

    def test(answers: CompanyAnswers) -> Settled:
        found = [reading(answers) for reading in readings]
        strict, favourable = min([one.strict for one in found]), max([one.favourable for one in found])
        missing = merged([one.missing for one in found]) if UNKNOWN in (strict, favourable) else ()
        used, assumed = merged([one.used for one in found]), merged([one.assumed for one in found])
        # Readings that all settle alike do not part on this question, but on one inside it.
        alike = len({(one.strict, one.favourable) for one in found}) == 1
        named = None if strict == favourable else found[0].point if alike else point
        return Settled(strict, favourable, missing, used, assumed=assumed, point=named)

    return test


def _leaf(leaf: Leaf, knowledge: Knowledge, early: bool) -> Test:
    if leaf.indicator is not None:
        assert isinstance(leaf, FigureLeaf)
        indicator, judged = leaf.indicator, _compared(leaf)
        return lambda answers: judged(answers, answers.indicator(indicator))
    assert leaf.fact is not None
    fact, _ = knowledge.addresses[leaf.fact]
    test = _on_figure(leaf, fact, leaf.fact) if isinstance(leaf, FigureLeaf) else _on_choice(leaf, fact, leaf.fact)
    return test if fact.asked_if is None else _guarded(leaf, fact, test, early)


def _guarded(leaf: Leaf, fact: Fact, test: Test, early: bool) -> Test:
    """A test of a fact that does not always apply; one that is optional opens no question before it is given."""
    idle = TRUE if leaf.when_not_applicable else FALSE
    optional = fact.optional and not early

    def guarded(answers: CompanyAnswers) -> Settled:
        guard = answers.guard(fact.id)
        if guard.strict == FALSE or (optional and answers.given[leaf.fact or ""] is None):
            return Settled(idle, idle, used=guard.used, not_applicable=True)
        found = test(answers)
        if guard.strict == TRUE:
            return found
        # The guard is open: only an answer that agrees with "not applicable" is already safe.
        if (early or optional) and found.strict != UNKNOWN and (found.strict == TRUE) == leaf.when_not_applicable:
            return found._replace(used=(*guard.used, *found.used))
        return Settled(UNKNOWN, UNKNOWN, guard.missing, guard.used)

    return guarded


def _on_choice(leaf: Leaf, fact: Fact, address: str) -> Test:
    """A test of a choice or a text."""
    met, failed = Settled(TRUE, TRUE, used=(address,)), Settled(FALSE, FALSE, used=(address,))
    meets = _filled if isinstance(leaf, FilledLeaf) else _choice(leaf, fact)
    unanswered = Settled(UNKNOWN, UNKNOWN, missing=(address,))
    if fact.default is not None:
        unanswered = MET if meets(fact.default) else FAILED

    def test(answers: CompanyAnswers) -> Settled:
        value = answers.given[address]
        if value is None:
            return unanswered
        return met if meets(value) else failed

    return test


def _filled(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != ""


def _choice(leaf: Leaf, fact: Fact) -> Callable[[Any], bool]:
    """Whether an answer is, or holds, one of the choices accepted; or holds none of those excluded."""
    assert isinstance(leaf, ChoiceLeaf)
    excluded, accepted = frozenset(leaf.excluded), frozenset(leaf.options)
    if fact.type is not FactType.CHOICES:
        return accepted.__contains__
    return excluded.isdisjoint if excluded else lambda value: not accepted.isdisjoint(value)


def _on_figure(leaf: FigureLeaf, fact: Fact, address: str) -> Test:
    judged, figure = _compared(leaf), number(fact, address)
    return lambda answers: judged(answers, figure(answers))


def _compared(leaf: FigureLeaf) -> Callable[[CompanyAnswers, Figure], Settled]:
    """A figure set against a threshold."""
    operator, limit_of, open_point = leaf.operator, limit(leaf.threshold), leaf.if_meaningless
    idle = TRUE if leaf.when_not_applicable else FALSE

    def judged(answers: CompanyAnswers, figure: Figure) -> Settled:
        against = limit_of(answers) if figure.applicable else figure
        if not against.applicable:
            used = figure.used if against is figure else (*figure.used, *against.used)
            return Settled(idle, idle, used=used, not_applicable=True)
        truth = compare(figure.value, operator, against.value)
        missing = merged((figure.missing, against.missing)) if truth == UNKNOWN else ()
        favourable = truth
        point: str | None = None
        if truth != FALSE and not figure.meaningful and open_point:
            # Strictly, what cannot be interpreted closes the way; favourably, the rest decides.
            truth, favourable, point = FALSE, UNKNOWN if missing else TRUE, open_point
        elif truth == UNKNOWN and (figure.point or against.point):
            found = [compare(one, operator, other) for one in _readings(figure) for other in _readings(against)]
            truth, favourable = min(found), max(found)
            point = (figure.point or against.point) if truth != favourable else None
            missing = missing if UNKNOWN in (truth, favourable) else ()
        return Settled(
            truth,
            favourable,
            missing,
            merged((figure.used, against.used)) if against.used else figure.used,
            value=figure.value,
            threshold=against.value,
            steps=figure.steps + against.steps,
            # A presumed floor of what is subtracted makes a success doubtful; a ceiling presumed final, a refusal.
            assumed=against.assumed if truth == FALSE else figure.assumed,
            point=point,
        )

    return judged


def _readings(figure: Figure) -> tuple[Interval, ...]:
    """What a figure may be under each reading of the law: its two ends, unless answers to come move them too."""
    if figure.point is None or figure.missing:
        return (figure.value,)
    return tuple([Interval(end, end) for end in (figure.value.low, figure.value.high)])


def limit(threshold: Threshold) -> Callable[[Answers], Figure]:
    """Compile what a leaf compares with into a function of the answers."""
    if threshold.number is not None:
        fixed = Figure(Interval.of(threshold.number))
        return lambda answers: fixed
    if (id := threshold.parameter) is not None:
        return lambda answers: Figure(Interval(value := answers.parameter(id), value))
    if (indicator := threshold.indicator) is not None:
        return lambda answers: answers.indicator(indicator)
    if (fact := threshold.fact) is not None:
        return lambda answers: answers.number(fact)
    if threshold.date == "annee_appreciation":
        return lambda answers: Figure(Interval.of(Fraction(answers.on.year)))
    if threshold.date == "demande":
        return lambda answers: Figure(Interval.of(Fraction(answers.requested.toordinal())))
    return lambda answers: Figure(Interval.of(Fraction(answers.on.toordinal())))


def number(fact: Fact, address: str) -> Callable[[CompanyAnswers], Figure]:
    """Compile a figure or a date (as an ordinal) that is asked into a function of the answers, its guard aside."""
    used, unanswered = (address,), Figure(bounds(fact), missing=(address,))

    def figure(answers: CompanyAnswers) -> Figure:
        value = answers.given[address]
        if isinstance(value, Fraction):
            return Figure(Interval(value, value), used=used)
        if isinstance(value, date):
            return Figure(Interval.of(Fraction(value.toordinal())), used=used)
        return unanswered

    return figure


def bounds(fact: Fact) -> Interval:
    """What the bounds of a fact already say of its figure."""
    if fact.type is FactType.MONEY and fact.minimum is not None and fact.minimum >= 0:
        return Interval(fact.minimum, None)
    return Interval()


_OUTCOMES: dict[tuple[int, int], Outcome] = {
    (FALSE, FALSE): Outcome.NOT_MET,
    (TRUE, TRUE): Outcome.MET,
    (FALSE, TRUE): Outcome.UNCERTAIN,
}


def outcome_of(strict: int, favourable: int) -> Outcome:
    """The four outcomes, from the two readings: an unknown anywhere means an answer can still move it."""
    return _OUTCOMES.get((strict, favourable), Outcome.TO_COMPLETE)


RANKED = (Outcome.NOT_MET, Outcome.TO_COMPLETE, Outcome.UNCERTAIN, Outcome.MET)
"""From what is refused under every reading to what is granted under every reading."""


def joined(all_: bool, outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome of "all" (the worst of its parts) or "any" (the best one).

    An alternative on which the law is open goes further than one that waits for an answer: one reading grants it
    already. The two Kleene values of the whole would only say that an answer may still settle it.
    """
    return (min if all_ else max)(outcomes, key=RANKED.index)


def is_mendable(node: Leaf | OpenPoint) -> bool:
    """Whether a proposition holds a leaf with a remedy: if not, what is attainable is what is there."""
    return any(leaf.remedy is not None for leaf in leaves(node))


def reads(knowledge: Knowledge, conditions: Iterable[Condition], guarded: bool = True) -> tuple[str, ...]:
    """Every answer that can bear on some conditions that cite no criterion, in the order of the catalogue.

    Args:
        knowledge: the rule base.
        conditions: leaves, open points, or trees of them.
        guarded: follow the conditions under which each answer applies.
    """
    seen: set[tuple[str, str]] = set()
    found: set[str] = set()
    conditions = list(conditions)
    named: list[EntryReference] = []
    while conditions or named:
        if not named:
            for node in walk(conditions.pop()):
                named += references(node)
            continue
        one = named.pop()
        if (one.kind, one.id) in seen:
            continue
        seen.add((one.kind, one.id))
        if one.kind == EntryKind.FACT:
            fact = knowledge.facts[fact_id(one.id)]
            found.update(fact.addresses if one.id == fact.id else (one.id,))
            if guarded and fact.asked_if is not None:
                conditions.append(fact.asked_if)
        elif one.kind == EntryKind.INDICATOR:
            named += indicator_references(knowledge, knowledge.indicators[one.id])
    return tuple([address for address in knowledge.addresses if address in found])
