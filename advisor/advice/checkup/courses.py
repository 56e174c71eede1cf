"""Figures from year to year, in real years: how far each is from its limit, and where one more move would take it."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from advisor.advice.checkup.model import Ceiling, FigureOverYears, YearFigure
from advisor.assessment.session import Session
from advisor.assessment.wording import figure, nothing_asked, unit_of
from advisor.dossier import Dossier
from advisor.rules.basis import Unit
from advisor.rules.checkup import Check, Tracked
from advisor.rules.conditions import FigureLeaf
from advisor.rules.facts import SLOTS, FactType
from advisor.rules.vocabulary import Slots

ROWS = SLOTS[Slots.YEARS]
_COMPARE = {"au_moins": operator.ge, "plus_de": operator.gt, "au_plus": operator.le, "moins_de": operator.lt}
PERCENT: Unit = "pourcentage"

_DOUBLED = "Deux exercices se closent la même année : vérifiez, exercice par exercice, la comparaison des chiffres."
_MATCHED = (
    "Les dates de clôture manquent : les exercices ont été rapprochés par les chiffres que les deux dossiers ont en "
    "commun."
)
_SUPPOSED = (
    "Les dates de clôture manquent : le dernier exercice clos est supposé celui de l'année d'avant l'examen, dans "
    "chaque dossier. Ajoutez ces dates pour en être sûr."
)

# -- of which real year each row of a dossier speaks -----------------------------------------------------------------


class Years(NamedTuple):
    """The real year of each row.

    Attributes:
        of: year of closing, by row.
        known: at least one closing was answered; otherwise the last closed year is taken to be the one before the
            examination.
        doubled: two closings fall in one year, so that years alone do not tell rows apart.
    """

    of: dict[str, int]
    known: bool
    doubled: bool = False


class Side(NamedTuple):
    """One dossier: its answers, and the years of its rows."""

    dossier: Dossier
    session: Session
    years: Years

    def figure(self, address: str) -> Fraction | None:
        """Return a figure that was answered and applies."""
        figure = self.session.number(address)
        return figure.value.known if figure.applicable else None

    def year(self, check: Check) -> int:
        """Return the year a dossier speaks of, for one point: the answer that dates it, else its last closed year."""
        fact = self.session.knowledge.facts.get(check.dated_by or "")
        value = self.session.raw(fact.id) if fact is not None and fact.slots is None else None
        return int(value) if isinstance(value, Fraction) else self.years.of[ROWS[0]]


def years_of(session: Session, closing: str, examined: date) -> Years:
    """Return the years of a dossier.

    Args:
        session: its answers.
        closing: the fact that dates each accounting year.
        examined: day on which the answers were given.
    """
    closings = {row: value for row in ROWS if isinstance(value := session.raw(f"{closing}[{row}]"), date)}
    if not closings:
        return Years({row: examined.year - 1 - rank for rank, row in enumerate(ROWS)}, False)
    ranks = {row: rank for rank, row in enumerate(ROWS)}
    found = {}
    for row, rank in ranks.items():
        nearest = min(closings, key=lambda one: abs(ranks[one] - rank))
        found[row] = closings[nearest].year + ranks[nearest] - rank
    return Years(found, True, len({value.year for value in closings.values()}) < len(closings))


def aligned(before: Side, now: Side, facts: Iterable[str]) -> tuple[Side, Side, str]:
    """Return both dossiers, their years told by the figures they have in common when dates do not tell them.

    Returns:
        The previous dossier, the present one, and a warning in words; empty when both date their closings.
    """
    years, present = before.years, now.years
    if years.known and present.known:
        return before, now, _DOUBLED if years.doubled or present.doubled else ""
    shift = _shift(before, now, tuple(facts))
    if shift is None:
        return before, now, _SUPPOSED
    dated, last = (years, years.of[ROWS[0]] + shift) if years.known else (present, present.of[ROWS[0]] - shift)
    moved = dated._replace(of={row: last - rank for rank, row in enumerate(ROWS)})
    if years.known:
        return before, now._replace(years=moved), _MATCHED
    return before._replace(years=moved), now, _MATCHED


def _shift(before: Side, now: Side, facts: tuple[str, ...]) -> int | None:
    """By how many rows the figures of a dossier have slid in the other; None when no figure tells."""
    for shift in range(len(ROWS)):
        pairs = [
            (one, two)
            for fact in facts
            for row, slid in zip(ROWS, ROWS[shift:], strict=False)
            if (one := before.figure(f"{fact}[{row}]")) is not None
            and (two := now.figure(f"{fact}[{slid}]")) is not None
        ]
        if pairs and all(one == two for one, two in pairs):
            return shift
    return None


# -- how far each figure is from its limit, year after year ----------------------------------------------------------


class _Value(NamedTuple):
    """A figure and its limit, in the unit that is shown."""

    year: int
    value: Fraction
    limit: Fraction
    before: bool
    plain: str = ""


class Courses:
    """The figures of the check-up, present and past.

    Args:
        now: the present dossier. before: the previous one, if any.
    """

    def __init__(self, now: Side, before: Side | None = None) -> None:
        self.now, self.sides = now, [side for side in (before, now) if side is not None]

    def of(self, check: Check) -> Iterator[FigureOverYears]:
        """Yield the courses of one point; nothing for figures that no answer gives."""
        for tracked in check.tracked:
            course = _Course(check, tracked, self.now)
            # Of one year that both dossiers tell, the present one is right.
            found = {one.year: one for side in self.sides for one in course.values(side)}
            if found:
                yield course.written([found[year] for year in (sorted(found) if tracked.ratio else found)])

    def ceilings(self, check: Check) -> Iterator[Ceiling]:
        """Yield limits of the civil year under way, as the law of the day already gives them."""
        session, knowledge = self.now.session, self.now.session.knowledge
        fact = knowledge.facts.get(check.dated_by or "")
        if fact is None or fact.slots is not None or fact.type is FactType.DATE:
            return
        for tracked in check.tracked:
            leaf = tracked.figure
            if not isinstance(leaf, FigureLeaf) or leaf.threshold.indicator is None:
                continue
            # Amounts given for another year (a branch minimum, a minimum wage) say nothing of this one.
            used = session.threshold(leaf.threshold).used
            amounts = [one for one in used if knowledge.addresses[one][0].type is FactType.MONEY]
            pretended: dict[str, str | tuple[str, ...] | None] = dict.fromkeys(amounts)
            pretended[fact.id] = str(session.on.year)
            known = Session(knowledge, self.now.dossier, session.on, pretended).threshold(leaf.threshold)
            if known.value.low:
                text = figure(known.value.low, knowledge.indicators[leaf.threshold.indicator].unit)
                steps = tuple((step.label, step.text) for step in known.steps)
                yield Ceiling(title=tracked.title, year=session.on.year, text=text, calculation=steps)


class _Course:
    """One figure from year to year."""

    def __init__(self, check: Check, tracked: Tracked, now: Side) -> None:
        self.check, self.tracked, self.now = check, tracked, now
        leaf = tracked.figure
        self.operator = leaf.operator if isinstance(leaf, FigureLeaf) else "au_moins"
        self.minimum = self.operator in ("au_moins", "plus_de")
        own = unit_of(now.session.knowledge, leaf) if isinstance(leaf, FigureLeaf) else PERCENT
        self.unit: Unit = PERCENT if own == "fraction" or tracked.measure is not None else own

    def values(self, side: Side) -> Iterator[_Value]:
        """What one dossier gives: one value a year of a ratio, else one, in the measure of its own year."""
        tracked, leaf, before = self.tracked, self.tracked.figure, side is not self.now
        if tracked.ratio is not None:
            above, below = tracked.ratio
            limit = self.now.session.parameter(tracked.at_least or "")
            for row in ROWS if limit is not None else ():
                part, whole = side.figure(f"{above}[{row}]"), side.figure(f"{below}[{row}]")
                if limit is not None and part is not None and whole is not None and whole > 0:
                    yield _Value(side.years.of[row], part * 100 / whole, limit, before)
            return
        assert isinstance(leaf, FigureLeaf)
        settled = side.session.settled(leaf)
        value = settled.value.known if settled.value else None
        # A ceiling that an answer may still raise is taken at its lowest: the prudent side.
        limit = settled.threshold.low if settled.threshold else None
        if settled.not_applicable or value is None or limit is None:
            return
        unit = unit_of(side.session.knowledge, leaf)
        if nothing_asked(leaf, limit, unit):
            return
        scale, plain = Fraction(100 if unit == "fraction" else 1), ""
        if tracked.measure is not None:
            measure = side.session.indicator(tracked.measure).value.low
            if not measure:
                return
            scale, plain = Fraction(1 if tracked.word else 100) / measure, figure(value, unit)
        yield _Value(side.year(self.check), value * scale, limit * scale, before, plain)

    def written(self, values: list[_Value]) -> FigureOverYears:
        course = FigureOverYears(
            point=self.check.id,
            title=self.tracked.title,
            status=self.check.status,
            limit=self._text(values[-1].limit),
            minimum=self.minimum,
            readings=tuple(self._reading(one) for one in values),
        )
        return course.model_copy(update=self._move(*values[-2:])) if len(values) > 1 else course

    def _reading(self, one: _Value) -> YearFigure:
        text = self._text(one.value, one.limit)
        return YearFigure(
            label=str(one.year),
            text=f"{text} ({one.plain})" if one.plain else text,
            room=self._room(one),
            held=self._meets(one.value, one.limit),
            before=one.before,
        )

    def _move(self, first: _Value, last: _Value) -> dict[str, object]:
        gap = last.year - first.year
        slope = (last.value - first.value) / gap if gap > 0 else Fraction(0)
        if slope >= 0 if self.minimum else slope <= 0:
            return {}
        # None of these figures goes below nothing.
        following = max(last.value + slope, Fraction(0))
        a_year = " par an" if gap > 1 else ""
        return {
            "worse": True,
            "move": f"{'baisse' if slope < 0 else 'hausse'} de {self._distance(slope)}{a_year}",
            "following": self._text(following, last.limit),
            "next_year": last.year + 1,
            "crosses": self._meets(last.value, last.limit) and not self._meets(following, last.limit),
        }

    def _meets(self, value: Fraction, limit: Fraction) -> bool:
        return bool(_COMPARE[self.operator](value, limit))

    def _room(self, one: _Value) -> str:
        room = one.value - one.limit if self.minimum else one.limit - one.value
        if room == 0:
            return "pile sur la limite" if self._meets(one.value, one.limit) else "pile sur la limite, qui est exclue"
        word = "marge" if room > 0 else "manque" if self.minimum else "dépassement"
        return f"{word} : {self._distance(room)}"

    def _text(self, value: Fraction, against: Fraction | None = None, unit: Unit | None = None) -> str:
        if self.tracked.word:
            return f"{figure(value, 'nombre', against)} {self.tracked.word}"
        return figure(value, unit or self.unit, against)

    def _distance(self, value: Fraction) -> str:
        """The size of a gap, with enough decimals never to be printed as nothing."""
        return self._text(abs(value), Fraction(0), "points" if self.unit == PERCENT else None)
