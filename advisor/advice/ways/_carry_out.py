"""Carrying a remedy out on a dossier: the same company, once the change is made.

What a remedy changes is written in ``rules/remedes.yaml``; when nothing is, the failing test itself says what its
answer must become.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from advisor.assessment.session import Session
from advisor.common.french import add_years, parse_date
from advisor.dossier import Answer, Dossier, answer
from advisor.dossier.answer_parsing import AnswerError, canonical, parse_answer
from advisor.rules.conditions import ChoiceLeaf, FigureLeaf, Leaf
from advisor.rules.effects import Effect, RemedyOutcome
from advisor.rules.facts import SLOTS, FactType
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Slots

# Enough figures on both sides to never fall short of a threshold by rounding.
CENT = Fraction(1, 100)


@dataclass(frozen=True)
class Future:
    """A company some time from now.

    Attributes:
        dossier: its answers then.
        on: the day.
        since: the day on which the changes are decided; what takes time runs from it, side by side.
        years: accounting years closed meanwhile; closed: when the last of them ended.
    """

    knowledge: Knowledge = field(compare=False)
    dossier: Dossier
    on: date
    since: date
    years: int = 0
    closed: date | None = None

    @property
    def session(self) -> Session:
        return Session(self.knowledge, self.dossier, self.on)

    def number(self, address: str) -> Fraction | None:
        """Return the figure answered, whatever it contradicts."""
        given = self.dossier.answers.get(address)
        if given is None or given.value is None:
            return None
        try:
            value = parse_answer(self.knowledge.addresses[address][0], given.value)
        except AnswerError:
            return None
        return value if isinstance(value, Fraction) else None

    def with_answer(self, address: str, given: Answer | None) -> Future:
        return replace(self, dossier=self.dossier.with_answer(address, given))

    def with_number(self, address: str, value: Fraction) -> Future:
        return self.with_answer(address, answer(canonical(self.knowledge.addresses[address][0], value)))

    def with_answers(self, answers: dict[str, Answer]) -> Future:
        return replace(self, dossier=self.dossier.model_copy(update={"answers": answers}))


def carry_out(future: Future, outcome: RemedyOutcome | None, leaves: Sequence[Leaf]) -> Future:
    """Carry a remedy out: the company once it is done.

    Args:
        future: the company before.
        outcome: what the remedy does; None for answers taken as favourable.
        leaves: the failing tests it mends; they say what to answer when the outcome does not.
    """
    if outcome is None:
        return _satisfied(future, leaves)
    if outcome.waits == "exercice" and outcome.dated_by is not None:
        future = _another_year(future, outcome.dated_by)
    elif outcome.waits == "annee":
        # The pays of the civil year that has just ended are examined.
        future = _later(future, date(future.since.year, 12, 31))
    if outcome.clears:
        themes = {address: fact.theme for address, (fact, _) in future.knowledge.addresses.items()}
        answers = future.dossier.answers.items()
        future = future.with_answers({key: given for key, given in answers if themes[key] not in outcome.clears})
    for effect in outcome.effects:
        for address in _addresses(future, effect):
            future = _changed(future, effect, address)
    return future if outcome.effects else _satisfied(future, leaves)


def _satisfied(future: Future, leaves: Sequence[Leaf]) -> Future:
    for leaf in leaves:
        future = _answered(future, leaf)
    return future


def _answered(future: Future, leaf: Leaf) -> Future:
    """The company with the one answer that a test needs; unchanged when the test is on a computed figure."""
    if leaf.fact is None:
        return future
    fact, _ = future.knowledge.addresses[leaf.fact]
    if isinstance(leaf, ChoiceLeaf):
        if leaf.options:
            return future.with_answer(
                leaf.fact, answer([leaf.options[0]] if fact.type is FactType.CHOICES else leaf.options[0])
            )
        present = future.dossier.answers.get(leaf.fact)
        given = present.value if present is not None and isinstance(present.value, tuple) else ()
        possible = (one.id for one in fact.options if one.id not in leaf.excluded)
        remaining = [one for one in given if one not in leaf.excluded]
        return future.with_answer(leaf.fact, answer(remaining or [next(possible)]))
    limit = future.session.threshold(leaf.threshold).value.known if isinstance(leaf, FigureLeaf) else None
    if not isinstance(leaf, FigureLeaf) or limit is None:
        return future
    step = Fraction(1) if fact.type in (FactType.COUNT, FactType.DATE) else CENT
    value = limit + {"plus_de": step, "moins_de": -step}.get(leaf.operator, Fraction(0))
    if fact.type is FactType.DATE:
        return future.with_answer(leaf.fact, answer(date.fromordinal(int(value)).isoformat()))
    return future.with_number(leaf.fact, value)


def _addresses(future: Future, effect: Effect) -> Sequence[str]:
    """The answers that an effect changes: of a table of years the latest row, of a table of pays those given."""
    fact = None if "[" in effect.fact else future.knowledge.facts[effect.fact]
    if fact is None or fact.slots is None:
        return (effect.fact,)
    if fact.slots == Slots.PAY:
        return [address for address in fact.addresses if address in future.dossier.answers]
    return (f"{effect.fact}[{SLOTS[Slots.YEARS][0]}]",)


def _changed(future: Future, effect: Effect, address: str) -> Future:
    present = future.dossier.answers.get(address)
    if effect.withdrawn:
        return future.with_answer(address, None)
    answered = present is not None and present.value is not None
    if (effect.if_missing and answered) or (effect.if_present and not answered):
        return future
    if effect.by_value:
        found = effect.by_value.get(str(present.value)) if present is not None else None
        return future.with_answer(address, answer(found)) if found else future
    if effect.becomes is not None:
        return future.with_answer(address, answer(_constant(future, effect)))
    value = _figure(future, effect, address)
    if value is None:
        return future
    rise = value - (future.number(address) or Fraction(0))
    if effect.taken_from and rise > 0:
        future = _taken(future, effect, rise)
    return future.with_number(address, value)


def _taken(future: Future, effect: Effect, rise: Fraction) -> Future:
    """A rise is taken first from what is left, then from each answer in turn: nothing is shared out twice."""
    if effect.room is not None:
        whole, used = future.number(effect.room[0]), future.session.indicator(effect.room[1]).value.known
        if whole is not None and used is not None:
            rise -= min(rise, max(Fraction(0), whole - used))
    for address in effect.taken_from:
        available = future.number(address) or Fraction(0)
        part = min(rise, available)
        if part > 0:
            rise -= part
            future = future.with_number(address, available - part)
    return future


def _constant(future: Future, effect: Effect) -> str | list[str]:
    raw = effect.becomes
    if isinstance(raw, dict):
        days = {"cloture": (future.closed or future.on).isoformat(), "annee": str(future.on.year - 1)}
        return days.get(raw["date"], future.on.isoformat())
    return list(raw) if isinstance(raw, list) else str(raw)


def _figure(future: Future, effect: Effect, address: str) -> Fraction | None:
    """What an amount becomes; None when it stays, or when what it depends on is not known."""
    session = future.session
    now = future.number(address) or Fraction(0)

    def known(name: str) -> Fraction | None:
        if name not in future.knowledge.indicators:
            return future.number(name)
        value = session.indicator(name).value
        # A ceiling that may still rise is taken at what is sure of it.
        return value.known if value.known is not None else value.low

    if bound := effect.at_least or effect.at_most:
        limit = known(bound)
        return None if limit is None else max(now, limit) if effect.at_least else min(now, limit)
    if effect.fills is not None:
        first, second = map(known, effect.fills)
        return None if first is None or second is None else now + max(Fraction(0), second - first)
    if effect.follows is not None:
        return future.number(effect.follows) if address in future.dossier.answers else None
    row = address[len(address.partition("[")[0]) :]
    if effect.share is not None:
        whole, percent = future.number(effect.share[0] + row), session.parameter(effect.share[1])
        if whole is None or percent is None:
            return None
        return max(now, Fraction(-(-whole * percent // 1), 100))
    if effect.capped is not None:
        ceiling, quota = known(effect.capped[0]), future.number(effect.capped[1] + row) or Fraction(100)
        return None if ceiling is None else min(now, Fraction(ceiling * quota // 1, 100))
    return None


# -- time passing ----------------------------------------------------------------------------------------------------


def _another_year(future: Future, dated_by: str) -> Future:
    """One accounting year later: every year moves down a row, and the new one is like the last."""
    closing = _next_closing(future, f"{dated_by}[{SLOTS[Slots.YEARS][0]}]")
    answers = dict(future.dossier.answers)
    for fact in future.knowledge.facts.values():
        if fact.slots == Slots.YEARS:
            rows = [answers.pop(address, None) for address in fact.addresses]
            moved = zip(fact.addresses, rows[:1] + rows, strict=False)
            answers.update({address: row for address, row in moved if row is not None})
    return replace(_later(future.with_answers(answers), closing), years=future.years + 1, closed=closing)


def _next_closing(future: Future, address: str) -> date:
    """When the accounting year under way ends: a year after the last known closing, else with the civil year."""
    given = future.dossier.answers.get(address)
    last = parse_date(given.value) if given is not None and isinstance(given.value, str) else None
    closing = add_years(last, 1) if last is not None else date(future.since.year + future.years, 12, 31)
    while closing < future.since:
        closing = add_years(closing, 1)
    return closing


def _later(future: Future, end: date) -> Future:
    """The company on the day after something has ended; a request already dated is made again that day."""
    dossier = future.dossier.model_copy(update={"requested": None})
    return replace(future, dossier=dossier, on=max(future.on, end + timedelta(1)))
