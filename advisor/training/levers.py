"""The single answer that makes a criterion flip: found by asking the engine, never written down.

A choice is tried option by option. For a figure or a date, the engine is asked on both sides of the place where the
outcome changes, closer and closer, down to the euro, the hundredth of a point or the day: near misses sit there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random

from advisor.account.findings import outcome_of
from advisor.answers import typed
from advisor.assessment import Outcome
from advisor.dossier import Dossier
from advisor.knowledge import Knowledge
from advisor.knowledge.models import Fact, FactType
from advisor.reasoning import Reasoning
from advisor.settle import TRUE, Session
from advisor.training.course import Level
from advisor.training.drawing import Drawn
from advisor.training.figures import plain, sane
from advisor.training.patterns import Lever, Patterns, Raw
from advisor.training.story import addresses_read

SETTLED: tuple[Outcome, ...] = ("satisfait", "non_satisfait", "incertain")
CLEAR: tuple[Outcome, ...] = ("satisfait", "non_satisfait")

_FACTORS = tuple(Fraction(one, 100) for one in (400, 200, 150, 125, 110, 105, 25, 50, 70, 85, 95, 0))
"""How far a figure is taken to see whether a criterion flips: far first, then nearer when answers clash."""
_DAYS = (60, 20, 5, -60, -20, -5)
_STEPS = {FactType.MONEY: Fraction(1), FactType.PERCENT: Fraction(1, 100), FactType.COUNT: Fraction(1)}


@dataclass(frozen=True)
class Flip:
    """Two values of one answer, and the outcome each gives; ``sound`` is the side the company was drawn on."""

    address: str
    sound: Raw
    other: Raw | None
    outcome: Outcome
    outcome_other: Outcome


@dataclass
class Bench:
    """One company on one day, tried with other answers.

    Attributes:
        target: the criterion looked at.
        tried: what each try gave, by the answers changed.
    """

    knowledge: Knowledge
    dossier: Dossier
    day: date
    target: str
    tried: dict[tuple[str, Raw | None], Outcome | None] = field(default_factory=dict)

    def outcome(self, address: str = "", raw: Raw | None = None) -> Outcome | None:
        """Outcome of the target with one answer changed; None when answers contradict one another or make no sense."""
        key = (address, raw)
        if key not in self.tried:
            self.tried[key] = self._outcome({address: raw} if address else {})
        return self.tried[key]

    def leans_on(self, address: str) -> bool:
        """Whether another answer was only asked because of this one: without it, that one would make no sense."""
        session = Session(self.knowledge, self.dossier, self.day, {address: None})
        return any(session.applies(one)[0] != TRUE for one in self.dossier.answers if one != address)

    def _outcome(self, changed: dict[str, Raw | None]) -> Outcome | None:
        answers: dict[str, Raw | None] = {address: one.value for address, one in self.dossier.answers.items()}
        answers |= changed
        if not sane(answers):
            return None
        session = Session(self.knowledge, self.dossier, self.day, changed)
        if session.contradictions:
            return None
        reasoning = Reasoning(session)
        if self.target not in reasoning.law.program.roots:
            return None
        return outcome_of(*reasoning.pair(self.target))


def has_figures(patterns: Patterns, target: str, day: date, knowledge: Knowledge) -> bool:
    """Whether a criterion reads a figure that may move: without one, nothing of it can be clearly off."""
    facts = [knowledge.addresses[address][0] for address in addresses_read(knowledge, target, day)]
    return any(
        fact.type.numeric and not (fact.id in patterns.levers and patterns.levers[fact.id].never) for fact in facts
    )


def flips(
    rng: Random, patterns: Patterns, drawn: Drawn, bench: Bench, level: Level, withdraw: bool = False
) -> Iterator[Flip]:
    """Single changes of an invented company that flip a criterion, of the kind a level asks for, in a drawn order.

    ``withdraw``: at level 2, answers may also be taken away, so that one lacks.
    """
    before, given = bench.outcome(), drawn.dossier.answers
    if before is None:
        return
    places = [address for address in addresses_read(bench.knowledge, bench.target, bench.day) if address in given]
    rng.shuffle(places)
    form = given["forme_juridique"].value if "forme_juridique" in given else ""
    for address in places:
        fact, _ = bench.knowledge.addresses[address]
        lever = patterns.levers.get(fact.id) or Lever(fact=fact.id)
        sound = given[address].value
        if lever.never or sound is None or (lever.forms and form not in lever.forms):
            continue
        if lever.criteria and bench.target not in lever.criteria:
            continue
        if fact.options:
            others = _options(fact, lever, drawn, patterns)
            rng.shuffle(others)
            if level == 2:
                others = [None] if withdraw and not lever.criteria and not bench.leans_on(address) else []
            yield from _choices(bench, address, sound, before, others, level)
        elif isinstance(sound, str) and (fact.type.numeric or fact.type is FactType.DATE) and level > 1:
            yield from _figures(rng, bench, address, sound, before, level, lever.step)


def _options(fact: Fact, lever: Lever, drawn: Drawn, patterns: Patterns) -> list[Raw | None]:
    if fact.id == "buts":
        kin = [one["buts"] for one in drawn.frame.scenery.purposes if "buts" in one]
        return [*kin, *drawn.frame.scenery.others]
    if fact.id == "categories_plein_droit":
        category = drawn.frame.category
        return [(one,) for one in category.near] if category else []
    if lever.values:
        return list(lever.values)
    if fact.type is FactType.CHOICES:
        return [(option.id,) for option in fact.options]
    return [option.id for option in fact.options]


def _choices(
    bench: Bench, address: str, sound: Raw, before: Outcome, others: Sequence[Raw | None], level: Level
) -> Iterator[Flip]:
    """Other options; those that leave the law open are for level 3 only, and at that level nothing else is wanted."""
    for other in others:
        after = bench.outcome(address, other) if other != sound else before
        if after is None or after == before:
            continue
        wanted = (
            after == "a_completer"
            if other is None
            else after in SETTLED and ("incertain" in (before, after)) == (level == 3)
        )
        if wanted:
            yield Flip(address, sound, other, before, after)


def _figures(
    rng: Random, bench: Bench, address: str, sound: str, before: Outcome, level: Level, step: Fraction | None
) -> Iterator[Flip]:
    """A figure or a date on both sides of where the outcome changes: at level 3 as close as can be.

    At level 2 the outcome is clear-cut on the wrong side, beyond whatever the law leaves open on the way.
    """
    fact, _ = bench.knowledge.addresses[address]
    start = typed(bench.knowledge, address, sound)
    if not isinstance(start, Fraction | date) or (level == 2 and fact.type is FactType.DATE):
        return
    scale = _Scale(fact, start, step)
    wanted = CLEAR if level == 2 else SETTLED
    for far in scale.far():
        after = bench.outcome(address, scale.text(far))
        if after == before or after not in wanted:
            continue
        near, edge = scale.start, far
        # Until no value is left between: the last that does not flip, and the first that does.
        while abs(edge - near) > scale.step:
            middle = scale.between(near, edge)
            found = bench.outcome(address, scale.text(middle))
            if (found == before) if level == 3 else (found != after):
                near = middle
            else:
                edge = middle
        other = edge if level == 3 else scale.beyond(rng, edge, near)
        flipped = bench.outcome(address, scale.text(other)) if scale.admits(other) else None
        if flipped in wanted and flipped != before:
            yield Flip(address, scale.text(near) if level == 3 else sound, scale.text(other), before, flipped)
            return


class _Scale:
    """The values a figure or a date may take, as exact numbers (days, for a date)."""

    def __init__(self, fact: Fact, start: Fraction | date, step: Fraction | None) -> None:
        self.fact = fact
        self.dated = isinstance(start, date)
        self.start = Fraction(start.toordinal()) if isinstance(start, date) else start
        self.step = Fraction(1) if self.dated else step or _STEPS[fact.type]

    def text(self, value: Fraction) -> str:
        return date.fromordinal(int(value)).isoformat() if self.dated else plain(value)

    def admits(self, value: Fraction) -> bool:
        low, high = self.fact.minimum, self.fact.maximum
        return (low is None or value >= low) and (high is None or value <= high)

    def far(self) -> Iterator[Fraction]:
        if self.dated:
            yield from (self.start + days for days in _DAYS)
            return
        for factor in _FACTORS:
            value = round(self.start * factor / self.step) * self.step
            if self.fact.type is FactType.COUNT:
                value = max(value, Fraction(1))
            if self.fact.type is FactType.PERCENT and factor > 1:
                value = min(value, Fraction(100))
            if value != self.start and self.admits(value):
                yield value

    def between(self, near: Fraction, edge: Fraction) -> Fraction:
        """A value of the scale strictly between two others, as close to the middle as can be."""
        steps = int(abs(edge - near) / self.step) // 2
        return near + max(1, steps) * self.step * (1 if edge > near else -1)

    def beyond(self, rng: Random, edge: Fraction, near: Fraction) -> Fraction:
        """A round value clearly on the wrong side, and still close enough to hesitate."""
        sign = 1 if edge > near else -1
        if self.fact.type is FactType.PERCENT:
            return Fraction(round(edge + sign * rng.randint(2, 8)))
        if self.fact.type is FactType.COUNT:
            return edge
        moved = edge * (1 + sign * Fraction(rng.randint(4, 15), 100))
        unit = 100 if moved >= 10_000 else 10
        return round(moved / unit) * Fraction(unit)
