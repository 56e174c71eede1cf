"""Formulas: read by recursive descent, worked out on the answers of one company."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from functools import cache
from typing import NamedTuple, Protocol

from tests.oracle.rules import Rules, UnknownWord
from tests.oracle.values import (
    GATHERED,
    UNKNOWN,
    Interval,
    Value,
    Void,
    add,
    between,
    divide,
    exactly,
    multiply,
    opposite,
)

# -- reading ---------------------------------------------------------------------------------------------------------


class Node(NamedTuple):
    """A number (``value``), a name (``word``) or, with ``parts``, an operation or a function (``word``)."""

    word: str
    parts: tuple[Node, ...] = ()
    value: Fraction | None = None


DAYS = ("date_examen", "date_demande")
_ARGUMENTS = {
    "somme": 1, "moyenne": 1, "minimum": None, "maximum": None, "arrondi": 1, "au_moins": 1, "au_plus": 2,
    "presume_jusqu_a": 3, "entre_sans": 3, "annee": 1, "date": 3,
}  # fmt: skip
_TOKEN = re.compile(r"\s*([0-9]+(?:\.[0-9]+)?|[a-z_][a-z_0-9]*(?:\[[^\]]*\])?|[-+*/(),%€])")
_SUFFIXES = {"%": Fraction(1, 100), "€": Fraction(1), "an": Fraction(1), "ans": Fraction(1), "mois": Fraction(1)}


@cache
def read(text: str) -> Node:
    """The tree of a formula."""
    tokens, place = [], 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            raise UnknownWord(f"formula: {text[place:]}")
        tokens.append(found[1])
        place = found.end()
    tokens.append("")

    def taken(*expected: str) -> str:
        return tokens.pop(0) if tokens[0] in expected else ""

    def chain(part: Callable[[], Node], *signs: str) -> Node:
        node = part()
        while sign := taken(*signs):
            node = Node(sign, (node, part()))
        return node

    def whole() -> Node:  # what binds least is read first
        return chain(lambda: chain(lambda: chain(atom, "*", "/"), "+", "-"), "ou")

    def atom() -> Node:
        token = tokens.pop(0)
        if token == "(":
            node = whole()
        elif token[:1].isdigit():
            unit = taken(*_SUFFIXES)
            return Node("", value=Fraction(token) * _SUFFIXES.get(unit, Fraction(1)))
        elif not taken("("):
            return Node(token)
        else:
            if token not in _ARGUMENTS:
                raise UnknownWord(f"function « {token} » in {text}")
            parts = [whole()]
            while taken(","):
                parts.append(whole())
            if _ARGUMENTS[token] not in (None, len(parts)):
                raise UnknownWord(f"« {token} » of {len(parts)} values in {text}")
            node = Node(token, tuple(parts))
        if not taken(")"):
            raise UnknownWord(f"a bracket lacks in {text}")
        return node

    node = whole()
    if tokens != [""]:
        raise UnknownWord(f"« {tokens[0]} » is too much in {text}")
    return node


def names(node: Node) -> Iterator[str]:
    if node.parts:
        for part in node.parts:
            yield from names(part)
    elif node.value is None:
        yield node.word


# -- working out -----------------------------------------------------------------------------------------------------


class Figures(Protocol):
    """What a formula reads of a company."""

    rules: Rules
    on: date
    requested: date

    def amount(self, fact: str, slot: str | None) -> Value: ...
    def figure(self, indicator: str, slot: str | None, strict: bool) -> Figure: ...


class Figure(NamedTuple):
    """What an indicator comes to; ``partial``: some line had no sense and was left aside."""

    value: Value
    partial: bool = False


class Worker:
    """A formula being worked out.

    Attributes:
        strict: the reading of the law.
        slot, day: the line of answers, and the day on which figures of the law are read.
        lines: those of ``pour_chaque``; sure: how many of them are there for certain.
        partial: some line had no sense.
    """

    def __init__(self, company: Figures, slot: str | None, strict: bool) -> None:
        self.company, self.rules, self.strict = company, company.rules, strict
        self.slot, self.day = slot, company.on
        self.lines: list[tuple[str | None, date]] = []
        self.sure = 0
        self.partial = False

    def value(self, node: Node) -> Value:
        if node.value is not None:
            return exactly(node.value)
        if not node.parts:
            return self._name(node.word)
        if node.word in ("+", "-"):
            return self._sum(node)
        if node.word in GATHERED:
            return self.gathered(node.word, node.parts[0]) if len(node.parts) == 1 else self._picked(node)
        values = [self.value(part) for part in node.parts]
        first = values[0]
        if node.word == "ou":
            return self._instead(node, first, values[1])
        if Void.SENSELESS in values:
            return Void.SENSELESS
        if node.word == "entre_sans":
            return _between(*values)
        if Void.ABSENT in values or isinstance(first, Void):
            return Void.ABSENT
        numbers = [one for one in values if isinstance(one, Interval)]
        match node.word:
            case "*":
                return multiply(*numbers)
            case "/":
                return divide(*numbers)
            case "au_moins":
                return Interval(first.low, None)
            case "au_plus":
                return first if first.known is not None else Interval(first.low, numbers[1].high)
            case "arrondi":
                return _to_the_cent(first)
            case "annee":
                return first if first.known is None else exactly(date.fromordinal(int(first.known)).year)
            case "date":
                known = [int(one.known) for one in numbers if one.known is not None]
                return exactly(date(*known).toordinal()) if len(known) == 3 else UNKNOWN
            case "presume_jusqu_a":
                return _presumed(*numbers)
        raise UnknownWord(f"operation « {node.word} »")

    def _name(self, name: str) -> Value:
        if name in DAYS:
            return exactly((self.company.on if name == "date_examen" else self.company.requested).toordinal())
        bare = name.partition("[")[0]
        if name in self.rules.parameters:
            known = self.rules.parameter(name, self.day)
            return UNKNOWN if known is None else exactly(known * self.rules.scale(name))
        if bare in self.rules.facts:
            value = self.company.amount(name, self.slot)
        else:
            value, partial = self.company.figure(name, self.slot, self.strict)
            self.partial |= partial
        scale = self.rules.scale(bare)
        return value if scale == 1 or isinstance(value, Void) else multiply(value, exactly(scale))

    def _asks(self, node: Node) -> bool:
        """Whether a formula reads an answer, directly or not, rather than the law alone."""
        return any(name not in self.rules.parameters and name not in DAYS for name in names(node))

    def _sum(self, node: Node) -> Value:
        """What does not concern the company adds nothing; a number of the law does not make a sum of it."""
        one, other = (self.value(part) for part in node.parts)
        if Void.SENSELESS in (one, other):
            return Void.SENSELESS
        if isinstance(one, Void) or isinstance(other, Void):
            if isinstance(one, Void) and (node.word == "-" or not self._asks(node.parts[1])):
                return Void.ABSENT
            if isinstance(other, Void) and not self._asks(node.parts[0]):
                return Void.ABSENT
            return other if isinstance(one, Void) else one
        if self._is_day(node.parts[0]):
            return _moved(one, other if node.word == "+" else opposite(other))
        return add(one, other if node.word == "+" else opposite(other))

    def _is_day(self, node: Node) -> bool:
        if node.word in ("+", "-"):
            return self._is_day(node.parts[0])
        name = node.word.partition("[")[0]
        dated = (
            self.rules.facts.get(name, {}).get("type") == "date"
            or self.rules.indicators.get(name, {}).get("unite") == "date"
        )
        return node.word in DAYS or (node.word == "date" and bool(node.parts)) or (dated and not node.parts)

    def _picked(self, node: Node) -> Value:
        """The smaller or the greater of what concerns the company; figures of the law alone concern nobody."""
        found = [(self.value(part), self._asks(part)) for part in node.parts]
        kept = [(UNKNOWN if one is Void.SENSELESS else one, asked) for one, asked in found if one is not Void.ABSENT]
        if len(kept) < len(found) and not any(asked for _, asked in kept):
            return Void.ABSENT
        return GATHERED[node.word]([one for one, _ in kept if isinstance(one, Interval)])

    def _instead(self, node: Node, first: Value, second: Value) -> Value:
        """``a ou b``: b as long as a is not known. No answer above the greatest one accepted for a can come."""
        if isinstance(first, Interval) and first.known is not None:
            return first
        if isinstance(second, Void) or second.high is not None:
            return second
        fact = self.rules.facts.get(node.parts[0].word, {})
        most = Fraction(str(fact["max"])) * self.rules.scale(fact["id"]) if "max" in fact else None
        return Interval(second.low, most)

    def gathered(self, keep: str, node: Node) -> Value:
        """What is kept of the lines, without those that do not concern the company and those that have no sense.

        As long as their number is not known there is one line at least, and a line on which something other than zero
        is known is there, with those before it.
        """
        slot, day = self.slot, self.day
        found: list[tuple[int, Interval]] = []
        sure, senseless = max(self.sure, 1), False
        for rank, line in enumerate(self.lines, start=1):
            self.slot, self.day = line
            value = self.value(node)
            if isinstance(value, Interval):
                found.append((rank, value))
                sure = max(sure, rank if value.low else 1)
            senseless |= value is Void.SENSELESS
        self.slot, self.day, self.sure = slot, day, sure
        self.partial |= senseless
        if not found:
            return Void.SENSELESS if senseless else UNKNOWN
        possible = [[value for rank, value in found if rank <= count] for count in range(sure, len(self.lines) + 1)]
        return between([GATHERED[keep](values) for values in possible if values])


def _moved(day: Interval, years: Interval) -> Interval:
    """The same day some years later; the 29 February becomes the 28."""
    if day.known is None or years.known is None:
        return UNKNOWN
    start, year = date.fromordinal(int(day.known)), int(years.known)
    leap = (start.month, start.day) == (2, 29)
    later = (
        date(start.year + year, 2, 28) if leap and (start.year + year) % 4 else start.replace(year=start.year + year)
    )
    return exactly(later.toordinal())


def _to_the_cent(value: Interval) -> Interval:
    """Rounded to the cent, half a cent upwards."""
    known = value.known
    return value if known is None else exactly(Fraction((known * 100 + Fraction(1, 2)).__floor__(), 100))


def _presumed(value: Interval, year: Interval, last: Interval) -> Interval:
    """Complete up to the last year presumed to be; only a floor afterwards, or when no year is presumed."""
    if year.known is None or (last.known is not None and year.known <= last.known):
        return value
    return Interval(value.low, None)


def _between(value: Value, other: Value, answer: Value) -> Value:
    """The value; anywhere up to the other one while the answer that would explain it, or itself, is not known."""
    if isinstance(value, Void) or isinstance(other, Void):
        return Void.ABSENT
    if value.known is not None and (value == other or (isinstance(answer, Interval) and answer.known is not None)):
        return value
    return Interval(value.low, other.high)
