"""Formulas of the law, as a jurist writes them: ``(dividendes + interets) / (capitaux_propres + concours) - tmo``.

A formula names facts, figures of the law (``parametres/``) and other indicators; it knows ``+ - * /``, brackets, ``ou``
(a value that stands in for one that lacks) and the functions of `FUNCTIONS`. A percentage times an amount is a part of
it, and a ratio declared in ``pourcentage`` is shown as one. Units are checked (see `unit_of`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, NoReturn

from advisor.common.errors import close_to
from advisor.common.validation import Misfits


@dataclass(frozen=True, slots=True)
class Number:
    """A number typed in a formula; ``unit``: of those of `_SUFFIXES`, or empty."""

    value: Fraction
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A fact (or one of its rows, ``date_cloture[n-1]``), a parameter, an indicator, or one of `DAYS`."""

    id: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operation (``+``, ``-``, ``*``, ``/``, ``ou``) or a function of `FUNCTIONS`, and what it is applied to."""

    function: str
    parts: tuple[Formula, ...]


Formula = Number | Name | Call

DAYS = ("date_examen", "date_demande")
"""Names of the day on which the law is applied, and of the day of the request."""

FUNCTIONS: dict[str, tuple[int, int]] = {
    "somme": (1, 1),
    "moyenne": (1, 1),
    "minimum": (1, 9),
    "maximum": (1, 9),
    "arrondi": (1, 1),
    "au_moins": (1, 1),
    "au_plus": (2, 2),
    "presume_jusqu_a": (3, 3),
    "entre_sans": (3, 3),
    "annee": (1, 1),
    "date": (3, 3),
}
"""Functions, with the least and the greatest number of arguments.

- ``somme(x)``, ``moyenne(x)``, ``minimum(x)``, ``maximum(x)``: over the rows of ``pour_chaque``;
- ``minimum(x, y)``, ``maximum(x, y)``: the smaller, the greater of several values;
- ``arrondi(x)``: to the cent;
- ``au_moins(x)``: a value not known, but not below x; ``au_plus(x, y)``: x, and no more than y while x is not known;
- ``presume_jusqu_a(x, annee, derniere)``: x, presumed complete in the year ``derniere``, and only a floor after it;
- ``entre_sans(x, y, reponse)``: x; between x and y while ``reponse`` is not known;
- ``annee(jour)``: the year of a day; ``date(annee, mois, jour)``: a day.
"""

ROWS = ("somme", "moyenne", "minimum", "maximum")
"""Functions that, applied to one value, gather the rows."""

_SUFFIXES = {"%": "pourcentage", "€": "euro", "an": "annees", "ans": "annees", "mois": "mois"}
_TOKENS = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*(?:\[[^\]\s]*\])?)|(?P<sign>[-+*/(),%€]))", re.ASCII
)


def parse_formula(raw: Any) -> Formula:
    """Read a formula.

    Raises:
        Misfits: what is wrong, and near what.
    """
    if not isinstance(raw, str):
        raise Misfits([("une formule est un texte : (dividendes + interets) / capitaux_propres - tmo.", ())])
    return _Parser(raw).whole()


class _Parser:
    """Reads a formula from left to right; each rank of operations is a method."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.tokens = list(self._tokens(text))

    def _tokens(self, text: str) -> Iterator[tuple[str, str]]:
        place = 0
        while text[place:].strip():
            found = _TOKENS.match(text, place)
            if found is None:
                self._refuse(f"« {text[place:].strip()[:20]} » n'y a pas de sens.")
            yield str(found.lastgroup), found[found.lastgroup or 0]
            place = found.end()
        yield "end", ""

    def _refuse(self, what: str) -> NoReturn:
        raise Misfits([(f"la formule « {self.text} » ne se lit pas : {what}", ())])

    @property
    def next(self) -> str:
        return self.tokens[self.at][1]

    def _take(self, *expected: str) -> str | None:
        if self.next not in expected or self.tokens[self.at][0] == "number":
            return None
        self.at += 1
        return self.tokens[self.at - 1][1]

    def whole(self) -> Formula:
        formula = self._fallback()
        if self.tokens[self.at][0] != "end":
            self._refuse(f"« {self.next} » est de trop, ou il manque une opération avant.")
        return formula

    def _fallback(self) -> Formula:
        formula = self._sum()
        while self._take("ou"):
            formula = Call("ou", (formula, self._sum()))
        return formula

    def _sum(self) -> Formula:
        return self._chain(self._product, "+", "-")

    def _product(self) -> Formula:
        return self._chain(self._atom, "*", "/")

    def _chain(self, part: Callable[[], Formula], *signs: str) -> Formula:
        formula = part()
        while sign := self._take(*signs):
            formula = Call(sign, (formula, part()))
        return formula

    def _atom(self) -> Formula:
        if self._take("("):
            formula = self._fallback()
            self._close()
            return formula
        kind, text = self.tokens[self.at]
        self.at += kind != "end"
        if kind == "number":
            return Number(Fraction(text), _SUFFIXES[unit] if (unit := self._take(*_SUFFIXES) or "") else "")
        if kind != "name" or text == "ou":
            self._refuse(f"un nom ou un nombre est attendu {f'avant « {text} »' if text else 'à la fin'}.")
        return self._call(text) if self._take("(") else Name(text)

    def _call(self, function: str) -> Formula:
        if function not in FUNCTIONS:
            close = close_to(function, FUNCTIONS)
            known = f"vouliez-vous dire « {close[0]} » ?" if close else f"au choix : {', '.join(FUNCTIONS)}."
            self._refuse(f"la fonction « {function} » n'existe pas ; {known}")
        parts = [self._fallback()]
        while self._take(","):
            parts.append(self._fallback())
        self._close()
        least, most = FUNCTIONS[function]
        if not least <= len(parts) <= most:
            self._refuse(f"« {function} » attend {least if least == most else f'{least} à {most}'} valeur(s).")
        return Call(function, tuple(parts))

    def _close(self) -> None:
        if not self._take(")"):
            self._refuse("il manque une parenthèse « ) ».")


def names(formula: Formula) -> Iterator[str]:
    """Names of a formula, in the order in which they are written, as often as they are."""
    if isinstance(formula, Name):
        yield formula.id
    elif isinstance(formula, Call):
        for part in formula.parts:
            yield from names(part)


_RANKS = {"ou": 0, "+": 1, "-": 1, "*": 2, "/": 2}


def written(formula: Formula) -> str:
    """A formula as a jurist writes it."""
    if isinstance(formula, Name):
        return formula.id
    if isinstance(formula, Number):
        unit = next((suffix for suffix, unit in _SUFFIXES.items() if unit == formula.unit), "")
        return f"{formula.value} {unit}".strip()
    rank = _RANKS.get(formula.function)
    if rank is None:
        return f"{formula.function}({', '.join(map(written, formula.parts))})"
    first, second = formula.parts
    return f" {formula.function} ".join((_inside(first, rank), _inside(second, rank + (formula.function in "-/"))))


def _inside(part: Formula, rank: int) -> str:
    text = written(part)
    return f"({text})" if isinstance(part, Call) and _RANKS.get(part.function, rank) < rank else text


def gatherings(formula: Formula) -> Iterator[Call]:
    """Parts of a formula that gather the rows."""
    if isinstance(formula, Call):
        if formula.function in ROWS and len(formula.parts) == 1:
            yield formula
        for part in formula.parts:
            yield from gatherings(part)


# -- units -----------------------------------------------------------------------------------------------------------


class Quantity(NamedTuple):
    """What a value measures: ``unit``, as it is shown; ``size``, as it multiplies (an hourly wage: euro, 1/heure)."""

    unit: str
    size: tuple[tuple[str, int], ...]


_SIZES = {
    "euro": {"euro": 1},
    "euro_par_heure": {"euro": 1, "heure": -1},
    "heures": {"heure": 1},
    "date": {"date": 1},
    "annee": {"annee": 1},
    "annees": {"an": 1},
    "mois": {"mois": 1},
    "jours": {"jour": 1},
    "jours_ouvres": {"jour": 1},
}
HUNDREDTHS = ("pourcentage", "points")
"""Units of which a hundred make one."""


def quantity(unit: str) -> Quantity:
    """What a unit of the rules measures; counts, ratios and percentages are plain numbers."""
    return Quantity(unit, tuple(sorted(_SIZES.get(unit, {}).items())))


_PLAIN = quantity("nombre")


class UnitError(ValueError):
    """A formula adds euros to years, or comes to another unit than the one declared; the message says so, in French."""


def unit_of(formula: Formula, of: Callable[[str], Quantity | None]) -> Quantity | None:
    """Return what a formula measures; None for what any unit fits: zero, or a name that is reported elsewhere.

    Args:
        formula: the formula.
        of: what a name measures.

    Raises:
        UnitError: values that cannot be added, compared or moved by one another.
    """
    if isinstance(formula, Number):
        return quantity(formula.unit or "nombre") if formula.value else None
    if isinstance(formula, Name):
        return of(formula.id)
    parts = [unit_of(part, of) for part in formula.parts]
    known = [part for part in parts if part is not None]
    if formula.function in ("*", "/"):
        return _multiplied(parts, formula.function == "/")
    if formula.function == "annee":
        return quantity("annee")
    if formula.function == "date":
        return quantity("date")
    if formula.function in ("presume_jusqu_a", "entre_sans"):
        return parts[0]
    if formula.function in ("+", "-") and len(known) == 2 and (moved := _moved(*known)):
        return moved
    for one in known[1:]:
        if one.size != known[0].size:
            raise UnitError(f"« {known[0].unit} » et « {one.unit} » ne se mêlent pas")
    return known[0] if known else None


def _moved(first: Quantity, second: Quantity) -> Quantity | None:
    """A day or a year moved by a number of years, or a day by a number of months."""
    if first.unit == "date" and second.unit in ("annees", "mois"):
        return first
    return first if first.unit == "annee" and second.size in ((), quantity("annees").size) else None


def _multiplied(parts: list[Quantity | None], divided: bool) -> Quantity | None:
    first, second = parts
    if first is None or second is None:
        return None
    size = dict(first.size)
    for name, power in second.size:
        size[name] = size.get(name, 0) + (-power if divided else power)
    left = tuple(sorted((name, power) for name, power in size.items() if power))
    for unit in _SIZES:
        if quantity(unit).size == left:
            return quantity(unit)
    # A percentage of a number is a percentage; a ratio of two amounts is a plain number.
    return Quantity(first.unit if not first.size and not divided else "fraction", left)
