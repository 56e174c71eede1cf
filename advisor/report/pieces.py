"""What every printed format needs of a report: anchors, links between parts, words that may break, column widths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from advisor.common.french import NBSP
from advisor.report.model import Bar, Diagram, Exit, Flight, Item, Report, Rung, Section, Table, joined
from advisor.rules.load import load_knowledge
from advisor.rules.official import linked
from advisor.rules.words import MARKS

# A code of criterion or of open point is worth a link; ordinary words used as ids (« aside », « reading ») are not.
_CODE = re.compile(r"[A-Z][A-Z0-9]*-[A-Za-z0-9-]+|[A-Z][A-Z0-9]*\d[a-z]?")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=[\w«])")
_TIED = re.compile(r"(?<=\bn)-(?=\d)|(?<=\[V)-(?=JO\b|c\b)")
_LONGEST_WORD, _STRIDE = 22, 8
_ZERO_WIDTH = "\u200b"


def walk(report: Report) -> Iterator[tuple[Section, int]]:
    """Every section in reading order, with its depth: 1 for those right under the title."""

    def deeper(sections: tuple[Section, ...], depth: int) -> Iterator[tuple[Section, int]]:
        for section in sections:
            yield section, depth
            yield from deeper(section.sections, depth + 1)

    return deeper(report.parts, 1)


class Anchors:
    """One name a section, fit for a link in any format; the ids, and among them the codes, that lead to one."""

    def __init__(self, report: Report) -> None:
        self._taken: set[str] = set()
        self._names: dict[Section, str] = {}
        self.ids: dict[str, str] = {}
        for section, _ in walk(report):
            name = self._free(re.sub(r"[^A-Za-z0-9-]+", "-", section.id).strip("-") or "partie")
            self._names[section] = name
            self.ids.setdefault(section.id, name)
        self.codes = {id: name for id, name in self.ids.items() if _CODE.fullmatch(id)}
        known = "|".join(re.escape(code) for code in sorted(self.codes, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<![\w-])({known})(?![\w-])") if known else None

    def _free(self, stem: str) -> str:
        name, rank = stem, 2
        while name.lower() in self._taken:
            name, rank = f"{stem}-{rank}", rank + 1
        self._taken.add(name.lower())
        return name

    def of(self, section: Section) -> str:
        return self._names[section]

    def linked(self, text: str) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with the anchor or the official address it leads to, or an empty one."""
        rest = 0
        for found in self._pattern.finditer(text) if self._pattern else ():
            yield from officially(text[rest : found.start()])
            yield found[0], self.codes[found[0]]
            rest = found.end()
        yield from officially(text[rest:])


def officially(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the official address it leads to, or an empty one."""
    return linked(text, load_knowledge().official)


def is_address(anchor: str) -> bool:
    """Whether a link leaves the document."""
    return anchor.startswith("https://")


def curly(text: str) -> str:
    """Apostrophes as they are printed, not as they are typed; years (n-1) and codes ([V-JO]) never cut at a line end.

    Article numbers keep the hyphen of the keyboard, so that they can be copied into a search.
    """
    return _TIED.sub("\u2011", _APOSTROPHE.sub("’", text))


def breakable(text: str) -> str:
    """The text as it is printed, with places to break in words longer than a line, such as a name without spaces."""

    def spaced(found: re.Match[str]) -> str:
        word = found[0]
        return _ZERO_WIDTH.join(word[start : start + _STRIDE] for start in range(0, len(word), _STRIDE))

    return re.sub(rf"[^\s\u00a0\u202f\u2011-]{{{_LONGEST_WORD + 1},}}", spaced, curly(text))


def item_words(item: Item) -> tuple[str, str, str]:
    """A line of a list as its symbol, its emphasised words, and what follows them."""
    if item.mark is None:
        return "", item.lead, f"{joined(item.lead, item.text)}{item.text}"
    symbol, words, _ = MARKS[item.mark]
    after = f"{NBSP}: {item.text}" if item.text else ""
    return symbol, item.lead, f"{f' ({words})' if item.lead else words}{after}"


def bar_label(bar: Bar) -> str:
    """The label of a bar, after the sign of its mark if any."""
    return f"{MARKS[bar.mark][0]} {bar.label}" if bar.mark else bar.label


def column_shares(table: Table) -> tuple[int, ...]:
    """Relative widths of the columns, from what they hold: none starves, none takes everything."""
    shares = []
    for rank, title in enumerate(table.header):
        cells = [row[rank] for row in table.rows if rank < len(row)]
        longest_word = max((len(word) for cell in (title, *cells) for word in cell.split()), default=1)
        typical = sorted(len(cell) for cell in cells)[len(cells) * 3 // 4] if cells else 0
        wanted = max(min(typical, 48), min(longest_word, 18), 8)
        shares.append(round(10 * float(wanted) ** 0.75))
    return tuple(shares)


def exit_words(one: Exit) -> str:
    """Where an answer leads, as one text: its sign, its words."""
    return f"{MARKS[one.mark][0]}{NBSP}{one.head}{joined(one.head, one.text)}{one.text}"


def ladder_rows(flight: Flight) -> tuple[tuple[str, str, str], ...]:
    """A flight of questions as the rows of a table: the question, the answer, where it leads."""
    rows: list[tuple[str, str, str]] = []
    for rung in flight.rungs:
        ways = [*((rung.leaves, exit_words(one)) for one in rung.exits), (rung.goes_on, "↓ ligne suivante")]
        rows += [("" if rank else rung.asked, *way) for rank, way in enumerate(ways)]
    rows += [("Au bout", "", exit_words(one)) for one in flight.foot]
    return tuple(rows)


# -- diagrams as lines of text, for the formats that draw with characters: a decision tree with its elbows -----------


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """One line of a drawing: what is drawn before its words, on its first row and on the others, then the words."""

    first: str
    rest: str
    lead: str
    text: str = ""

    @property
    def words(self) -> str:
        return f"{self.lead}{joined(self.lead, self.text)}{self.text}"


def diagram_lines(diagram: Diagram) -> Iterator[DrawnLine]:
    """The lines of a diagram, its title aside."""
    for flight in diagram.drawn.flights:
        if flight.title:
            yield DrawnLine("── ", "   ", flight.title)
        for rung in flight.rungs:
            yield from _rung(rung)
        for rank, foot in enumerate(flight.foot):
            last = rank == len(flight.foot) - 1
            yield _exit("└─ " if last else "├─ ", "   " if last else "│  ", foot)


def _rung(rung: Rung) -> Iterator[DrawnLine]:
    yield DrawnLine("", "│  ", "", rung.asked)
    for one in rung.exits:
        yield _exit(f"├─ {rung.leaves} → ", "│  ", one)
    yield DrawnLine("│ ", "│ ", "", f"{rung.goes_on} ↓")


def _exit(first: str, rest: str, one: Exit) -> DrawnLine:
    return DrawnLine(f"{first}{MARKS[one.mark][0]} ", f"{rest}{' ' * (len(first) - len(rest) + 2)}", one.head, one.text)
