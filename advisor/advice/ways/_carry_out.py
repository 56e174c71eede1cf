"""Carrying a remedy out on a dossier: the same company, once the change is made.

What a remedy changes is written in ``rules/effets.yaml``; when nothing is, the failing test itself says what its answer
must become.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
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

    dossier: Dossier
    on: date
    since: date
    years: int = 0
    closed: date | None = None

    def session(self, knowledge: Knowledge) -> Session:
        return Session(knowledge, self.dossier, self.on)


def carry_out(knowledge: Knowledge, future: Future, outcome: RemedyOutcome, leaves: Sequence[Leaf]) -> Future:
    """The company once a remedy is carried out.

    Args:
        knowledge: the rule base.
        future: the company before.
        outcome: what the remedy does.
        leaves: the failing tests it mends; they say what to answer when the outcome does not.
    """
    if outcome.waits == "exercice" and outcome.dated_by is not None:
        future = _another_year(knowledge, future, outcome.dated_by)
    elif outcome.waits == "annee":
        # The pays of the civil year that has just ended are examined.
        future = _later(future, date(future.since.year, 12, 31))
    if outcome.clears:
        future = _cleared(knowledge, future, outcome.clears)
    if not outcome.effects:
        for leaf in leaves:
            future = satisfied(knowledge, future, leaf)
        return future
    for effect in outcome.effects:
        future = _changed(knowledge, future, effect)
    return future


def _cleared(knowledge: Knowledge, future: Future, themes: Sequence[str]) -> Future:
    """The company without the answers of some themes."""
    remaining = {
        address: given
        for address, given in future.dossier.answers.items()
        if address not in knowledge.addresses or knowledge.addresses[address][0].theme not in themes
    }
    return replace(future, dossier=future.dossier.model_copy(update={"answers": remaining}))


def satisfied(knowledge: Knowledge, future: Future, leaf: Leaf) -> Future:
    """The company with the one answer that a test needs; unchanged when the test is on a computed figure."""
    if leaf.fact is None:
        return future
    value = _wanted(knowledge, future, leaf)
    return future if value is None else _put(future, leaf.fact, answer(value))


def _wanted(knowledge: Knowledge, future: Future, leaf: Leaf) -> str | list[str] | None:
    assert leaf.fact is not None
    fact, _ = knowledge.addresses[leaf.fact]
    if isinstance(leaf, ChoiceLeaf):
        if leaf.options:
            return [leaf.options[0]] if fact.type is FactType.CHOICES else leaf.options[0]
        present = future.dossier.answers.get(leaf.fact)
        given = present.value if present is not None and isinstance(present.value, tuple) else ()
        remaining = [one for one in given if one not in leaf.excluded]
        return remaining or [next(one.id for one in fact.options if one.id not in leaf.excluded)]
    if not isinstance(leaf, FigureLeaf):
        return None
    limit = future.session(knowledge).threshold(leaf.threshold).value.known
    if limit is None:
        return None
    step = Fraction(1) if fact.type in (FactType.COUNT, FactType.DATE) else CENT
    value = limit + {"plus_de": step, "moins_de": -step}.get(leaf.operator, Fraction(0))
    if fact.type is FactType.DATE:
        return date.fromordinal(int(value)).isoformat()
    text = canonical(fact, value)
    return text if isinstance(text, str) else None


def _put(future: Future, address: str, given: Answer | None) -> Future:
    return replace(future, dossier=future.dossier.with_answer(address, given))


def _changed(knowledge: Knowledge, future: Future, effect: Effect) -> Future:
    if "[" in effect.fact:
        return _change_one(knowledge, future, effect, effect.fact)
    fact = knowledge.facts[effect.fact]
    if fact.slots == "remuneration":
        for address in fact.addresses:
            if address in future.dossier.answers:
                future = _change_one(knowledge, future, effect, address)
        return future
    address = f"{effect.fact}[{SLOTS['exercice'][0]}]" if fact.slots else effect.fact
    return _change_one(knowledge, future, effect, address)


def _change_one(knowledge: Knowledge, future: Future, effect: Effect, address: str) -> Future:
    present = future.dossier.answers.get(address)
    if effect.withdrawn:
        return _put(future, address, None)
    answered = present is not None and present.value is not None
    if (effect.if_missing and answered) or (effect.if_present and not answered):
        return future
    if effect.by_value:
        found = effect.by_value.get(str(present.value)) if present is not None else None
        return _put(future, address, answer(found)) if found else future
    if effect.becomes is not None:
        return _put(future, address, answer(_constant(future, effect)))
    value = _figure(knowledge, future, effect, address)
    if value is None:
        return future
    rise = value - (_number(knowledge, future, address) or Fraction(0))
    if effect.taken_from and rise > 0:
        future = _taken(knowledge, future, effect, rise)
    return _set(knowledge, future, address, value)


def _set(knowledge: Knowledge, future: Future, address: str, value: Fraction) -> Future:
    fact, _ = knowledge.addresses[address]
    return _put(future, address, answer(canonical(fact, value)))


def _taken(knowledge: Knowledge, future: Future, effect: Effect, rise: Fraction) -> Future:
    """A rise is taken first from what is left, then from each answer in turn: nothing is shared out twice."""
    if effect.room is not None:
        session = future.session(knowledge)
        whole, used = _number(knowledge, future, effect.room[0]), session.indicator(effect.room[1]).value.known
        if whole is not None and used is not None:
            rise -= min(rise, max(Fraction(0), whole - used))
    for address in effect.taken_from:
        available = _number(knowledge, future, address) or Fraction(0)
        part = min(rise, available)
        if part > 0:
            rise -= part
            future = _set(knowledge, future, address, available - part)
    return future


def _constant(future: Future, effect: Effect) -> str | list[str]:
    raw = effect.becomes
    if isinstance(raw, dict):
        days = {"cloture": (future.closed or future.on).isoformat(), "annee": str(future.on.year - 1)}
        return days.get(raw["date"], future.on.isoformat())
    return list(raw) if isinstance(raw, list) else str(raw)


def _figure(knowledge: Knowledge, future: Future, effect: Effect, address: str) -> Fraction | None:
    """What an amount becomes; None when it stays, or when what it depends on is not known."""
    session = future.session(knowledge)
    now = _number(knowledge, future, address) or Fraction(0)

    def known(name: str) -> Fraction | None:
        if name in knowledge.indicators:
            value = session.indicator(name).value
            # A ceiling that may still rise is taken at what is sure of it.
            return value.known if value.known is not None else value.low
        return _number(knowledge, future, name)

    if effect.at_least is not None or effect.at_most is not None:
        limit = known(effect.at_least or effect.at_most or "")
        if limit is None:
            return None
        return max(now, limit) if effect.at_least else min(now, limit)
    if effect.fills is not None:
        first, second = map(known, effect.fills)
        return None if first is None or second is None else now + max(Fraction(0), second - first)
    if effect.follows is not None:
        return _number(knowledge, future, effect.follows) if address in future.dossier.answers else None
    if effect.share is not None:
        base, rate = effect.share
        slot = address.partition("[")[2]
        whole = _number(knowledge, future, f"{base}[{slot}" if slot else base)
        percent = session.parameter(rate)
        if whole is None or percent is None:
            return None
        return max(now, _rounded_up(whole * percent / 100))
    if effect.capped is not None:
        ceiling = known(effect.capped[0])
        quota = _number(knowledge, future, effect.capped[1] + address[address.index("[") :]) or Fraction(100)
        return None if ceiling is None else min(now, _rounded_down(ceiling * quota / 100))
    return None


def _rounded_up(value: Fraction) -> Fraction:
    return Fraction(-(-value * 100 // 1), 100)


def _rounded_down(value: Fraction) -> Fraction:
    return Fraction(value * 100 // 1, 100)


def _number(knowledge: Knowledge, future: Future, address: str) -> Fraction | None:
    given = future.dossier.answers.get(address)
    if given is None or given.value is None:
        return None
    try:
        value = parse_answer(knowledge.addresses[address][0], given.value)
    except (AnswerError, KeyError):
        return None
    return value if isinstance(value, Fraction) else None


# -- time passing ----------------------------------------------------------------------------------------------------


def _another_year(knowledge: Knowledge, future: Future, dated_by: str) -> Future:
    """One accounting year later: every year moves down a row, and the new one is like the last."""
    closing = _next_closing(future, f"{dated_by}[{SLOTS['exercice'][0]}]")
    answers = dict(future.dossier.answers)
    for fact in knowledge.facts.values():
        if fact.slots == "exercice":
            rows = [answers.pop(address, None) for address in fact.addresses]
            moved = zip(fact.addresses, rows[:1] + rows, strict=False)
            answers.update({address: row for address, row in moved if row is not None})
    dossier = future.dossier.model_copy(update={"answers": answers})
    return replace(_later(replace(future, dossier=dossier), closing), years=future.years + 1, closed=closing)


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
