"""Figures from year to year, in real years: how far each is from its limit, and where one more move would take it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from advisor.advice.checkup.model import Ceiling, FigureOverYears, YearFigure
from advisor.assessment.indicators.figures import Figure
from advisor.assessment.session import Session
from advisor.assessment.wording import figure, nothing_asked, unit_of
from advisor.common.french import NBSP, agree, french_number
from advisor.dossier import Dossier
from advisor.rules.basis import Unit
from advisor.rules.checkup import Check, Tracked
from advisor.rules.conditions import FigureLeaf, Leaf, Threshold
from advisor.rules.facts import SLOTS, FactType
from advisor.rules.vocabulary import Slots

ROWS = SLOTS[Slots.YEARS]
MINIMA = ("au_moins", "plus_de")
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

    def row(self, year: int) -> str | None:
        """The row of a year; the most recent one when two closings fall in it."""
        return next((row for row, one in self.of.items() if one == year), None)


def years_of(session: Session, closing: str, examined: date) -> Years:
    """The years of a dossier.

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
    days = [value.year for value in closings.values()]
    return Years(found, True, len(set(days)) < len(days))


def aligned(
    before: tuple[Session, Years], now: tuple[Session, Years], facts: Iterable[str]
) -> tuple[Years, Years, str]:
    """The years of both dossiers, told by the figures they have in common when dates do not tell them.

    Returns:
        The years of the previous dossier, those of the present one, and a warning in words; empty when both date their
        closings.
    """
    (old, years), (new, present) = before, now
    if years.known and present.known:
        return years, present, _DOUBLED if years.doubled or present.doubled else ""
    shift = _shift(old, new, tuple(facts))
    if shift is None:
        return years, present, _SUPPOSED
    if years.known:
        last = years.of[ROWS[0]] + shift
        present = Years({row: last - rank for rank, row in enumerate(ROWS)}, True, years.doubled)
    else:
        last = present.of[ROWS[0]] - shift
        years = Years({row: last - rank for rank, row in enumerate(ROWS)}, present.known, present.doubled)
    return years, present, _MATCHED


def _shift(old: Session, new: Session, facts: tuple[str, ...]) -> int | None:
    """By how many rows the figures of a dossier have slid in the other; None when no figure tells."""
    for shift in range(len(ROWS)):
        pairs = [
            (one, two)
            for fact in facts
            for rank, row in enumerate(ROWS[: len(ROWS) - shift])
            if (one := exact_figure(old, f"{fact}[{row}]")) is not None
            and (two := exact_figure(new, f"{fact}[{ROWS[rank + shift]}]")) is not None
        ]
        if pairs and all(one == two for one, two in pairs):
            return shift
    return None


def exact_figure(session: Session, address: str) -> Fraction | None:
    """A figure that was answered and applies."""
    figure = session.number(address)
    return figure.value.known if figure.applicable else None


# -- how far each figure is from its limit, year after year ----------------------------------------------------------


class Side(NamedTuple):
    """One dossier: its answers, and the years of its rows."""

    dossier: Dossier
    session: Session
    years: Years


class _Value(NamedTuple):
    """A figure and its limit, in the unit that is shown."""

    year: int
    label: str
    value: Fraction
    limit: Fraction
    plain: str
    before: bool


class Courses:
    """The figures of the check-up, present and past.

    Args:
        now: the present dossier. before: the previous one, if any.
    """

    def __init__(self, now: Side, before: Side | None = None) -> None:
        self.now, self.before, self.knowledge = now, before, now.session.knowledge

    def of(self, check: Check) -> Iterator[FigureOverYears]:
        """The courses of one point; nothing for figures that no answer gives."""
        for tracked in check.tracked:
            values = list(self._ratios(tracked)) if tracked.ratio else list(self._figures(check, tracked))
            if values:
                yield _FigureWriter(check, tracked, self._operator(tracked), self._unit(tracked)).course(values)

    # -- values -----------------------------------------------------------------------------------------------------

    def _ratios(self, tracked: Tracked) -> Iterator[_Value]:
        """One value a year, from both dossiers; the present one tells a year that both hold."""
        above, below = tracked.ratio or ("", "")
        limit = self.now.session.parameter(tracked.at_least or "")
        if limit is None:
            return
        found: dict[int, _Value] = {}
        for side in filter(None, (self.before, self.now)):
            for row in ROWS:
                part, whole = (
                    exact_figure(side.session, f"{above}[{row}]"),
                    exact_figure(side.session, f"{below}[{row}]"),
                )
                if part is None or whole is None or whole <= 0:
                    continue
                year = side.years.of[row]
                value = part * 100 / whole
                found[year] = _Value(year, str(year), value, limit, "", side is self.before)
        yield from (found[year] for year in sorted(found))

    def _figures(self, check: Check, tracked: Tracked) -> Iterator[_Value]:
        """The value of each dossier, in the measure of its own year."""
        values: list[_Value] = []
        for side in filter(None, (self.before, self.now)):
            value = self._figure(check, tracked, side)
            if value is not None:
                # Of one year told twice, the present dossier is right.
                values = [one for one in values if one.year != value.year]
                values.append(value)
        yield from values

    def _figure(self, check: Check, tracked: Tracked, side: Side) -> _Value | None:
        leaf = tracked.figure
        assert isinstance(leaf, FigureLeaf)
        settled = side.session.settled(leaf)
        value = settled.value.known if settled.value else None
        # A ceiling that an answer may still raise is taken at its lowest: the prudent side.
        limit = settled.threshold.low if settled.threshold else None
        if settled.not_applicable or value is None or limit is None:
            return None
        unit = unit_of(self.knowledge, leaf)
        if nothing_asked(leaf, limit, unit):
            return None
        year = year_of(check, side)
        plain = ""
        if tracked.measure is not None:
            measure = side.session.indicator(tracked.measure).value.low
            if not measure:
                return None
            plain = figure(value, unit)
            scale = Fraction(1) if tracked.word else Fraction(100)
            value, limit = value * scale / measure, limit * scale / measure
        elif unit == "fraction":
            value, limit = value * 100, limit * 100
        return _Value(year, str(year), value, limit, plain, side is self.before)

    def _operator(self, tracked: Tracked) -> str:
        return "au_moins" if tracked.figure is None else str(tracked.figure.operator)

    def _unit(self, tracked: Tracked) -> Unit:
        if tracked.ratio is not None or (tracked.measure is not None and not tracked.word):
            return PERCENT
        if tracked.measure is not None:
            return "nombre"
        assert isinstance(tracked.figure, Leaf)
        unit = unit_of(self.knowledge, tracked.figure)
        return PERCENT if unit == "fraction" else unit

    # -- the year under way -----------------------------------------------------------------------------------------

    def ceilings(self, check: Check) -> Iterator[Ceiling]:
        """Limits of the civil year under way, as the law of the day already gives them."""
        fact = self.knowledge.facts.get(check.dated_by or "")
        if fact is None or fact.slots is not None or fact.type is FactType.DATE:
            return
        day = self.now.session.on
        for tracked in check.tracked:
            leaf = tracked.figure
            if not isinstance(leaf, FigureLeaf) or leaf.threshold.indicator is None:
                continue
            known = self._this_year(fact.id, leaf.threshold, day)
            value = known.value.low
            if value:
                text = figure(value, self.knowledge.indicators[leaf.threshold.indicator].unit)
                steps = tuple((step.label, step.text) for step in known.steps)
                yield Ceiling(title=tracked.title, year=day.year, text=text, calculation=steps)

    def _this_year(self, fact: str, threshold: Threshold, day: date) -> Figure:
        side = self.now
        used = side.session.threshold(threshold).used
        # Amounts given for another year (a branch minimum, a minimum wage) say nothing of this one.
        amounts = [one for one in used if self.knowledge.addresses[one][0].type is FactType.MONEY]
        pretended: dict[str, str | tuple[str, ...] | None] = dict.fromkeys(amounts)
        pretended[fact] = str(day.year)
        return Session(self.knowledge, side.dossier, day, pretended).threshold(threshold)


def year_of(check: Check, side: Side) -> int:
    """The year of which a dossier speaks, for one point: the answer that dates it, else its last closed year."""
    fact = side.session.knowledge.facts.get(check.dated_by or "")
    if fact is not None and fact.slots is None:
        value = side.session.raw(fact.id)
        if isinstance(value, Fraction):
            return int(value)
    return side.years.of[ROWS[0]]


class _FigureWriter:
    """Writes the course of one figure."""

    def __init__(self, check: Check, tracked: Tracked, operator: str, unit: Unit) -> None:
        self.check, self.tracked, self.operator, self.unit = check, tracked, operator, unit
        self.minimum = operator in MINIMA

    def course(self, values: list[_Value]) -> FigureOverYears:
        last = values[-1]
        course = FigureOverYears(
            point=self.check.id,
            title=self.tracked.title,
            status=self.check.status,
            limit=self._text(last.limit),
            minimum=self.minimum,
            readings=tuple(self._reading(one) for one in values),
        )
        if len(values) < 2:
            return course
        return course.model_copy(update=self._move(values[-2], last))

    def _reading(self, one: _Value) -> YearFigure:
        text = self._text(one.value, one.limit)
        return YearFigure(
            label=one.label,
            text=f"{text} ({one.plain})" if one.plain else text,
            room=self._room(one),
            held=self._meets(one.value, one.limit),
            before=one.before,
        )

    def _move(self, first: _Value, last: _Value) -> dict[str, object]:
        gap = last.year - first.year
        if gap <= 0:
            return {}
        slope = (last.value - first.value) / gap
        worse = slope < 0 if self.minimum else slope > 0
        if not worse:
            return {}
        following = last.value + slope
        # None of these figures goes below nothing.
        following = max(following, Fraction(0))
        crosses = self._meets(last.value, last.limit) and not self._meets(following, last.limit)
        a_year = " par an" if gap > 1 else ""
        return {
            "worse": True,
            "move": f"{'baisse' if slope < 0 else 'hausse'} de {self._distance(abs(slope))}{a_year}",
            "following": self._text(following, last.limit),
            "next_year": last.year + 1,
            "crosses": crosses,
        }

    def _meets(self, value: Fraction, limit: Fraction) -> bool:
        match self.operator:
            case "au_moins":
                return value >= limit
            case "plus_de":
                return value > limit
            case "au_plus":
                return value <= limit
            case _:
                return value < limit

    def _room(self, one: _Value) -> str:
        room = one.value - one.limit if self.minimum else one.limit - one.value
        if room == 0:
            return "pile sur la limite" if self._meets(one.value, one.limit) else "pile sur la limite, qui est exclue"
        word = "marge" if room > 0 else "manque" if self.minimum else "dépassement"
        return f"{word} : {self._distance(abs(room))}"

    def _text(self, value: Fraction, against: Fraction | None = None) -> str:
        if self.tracked.word:
            places = 2
            while (
                against is not None
                and value != against
                and places < 8
                and round(value, places) == round(against, places)
            ):
                places += 1
            return f"{french_number(value, places)} {self.tracked.word}"
        return figure(value, self.unit, against)

    def _distance(self, value: Fraction) -> str:
        if self.tracked.word:
            return f"{self._small(value)} {self.tracked.word}"
        if self.unit in (PERCENT, "points"):
            return f"{self._small(value)}{NBSP}{agree(int(value), 'point')}"
        return figure(value, self.unit)

    def _small(self, value: Fraction) -> str:
        """Enough decimals never to print a distance as nothing."""
        places = 2
        while value and places < 8 and round(value, places) == 0:
            places += 1
        return french_number(value, places)
