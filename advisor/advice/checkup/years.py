"""Of which real year each row of a dossier speaks: rows are named from the last closed year, and slide every year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from advisor.assessment.session import Session
from advisor.rules.facts import SLOTS

ROWS = SLOTS["exercice"]


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
    told = {row: value for row in ROWS if isinstance(value := session.raw(f"{closing}[{row}]"), date)}
    if not told:
        return Years({row: examined.year - 1 - rank for rank, row in enumerate(ROWS)}, False)
    ranks = {row: rank for rank, row in enumerate(ROWS)}
    found = {}
    for row, rank in ranks.items():
        nearest = min(told, key=lambda one: abs(ranks[one] - rank))
        found[row] = told[nearest].year + ranks[nearest] - rank
    days = [value.year for value in told.values()]
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
            if (one := exact(old, f"{fact}[{row}]")) is not None
            and (two := exact(new, f"{fact}[{ROWS[rank + shift]}]")) is not None
        ]
        if pairs and all(one == two for one, two in pairs):
            return shift
    return None


def exact(session: Session, address: str) -> Fraction | None:
    """A figure that was answered and applies."""
    figure = session.number(address)
    return figure.value.known if figure.applicable else None


_DOUBLED = "Deux exercices se closent la même année : vérifiez, exercice par exercice, la comparaison des chiffres."
_MATCHED = (
    "Les dates de clôture manquent : les exercices ont été rapprochés par les chiffres que les deux dossiers ont en "
    "commun."
)
_SUPPOSED = (
    "Les dates de clôture manquent : le dernier exercice clos est supposé celui de l'année d'avant l'examen, dans "
    "chaque dossier. Ajoutez ces dates pour en être sûr."
)
