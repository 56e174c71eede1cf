"""A screen for a projector: few words, centred, as big as they fit. Nothing here is wider or higher than the window.

A slide says what to show; `laid` makes of it pages of lines for a window. Letters are big while everything fits on one
page, then smaller, then plain; a slide too long even so has several pages.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import groupby

from prompt_toolkit.utils import get_cwidth

from advisor.cli.workshop.block_letters import draw
from advisor.common.ascii import shown
from advisor.common.french import bound
from advisor.training.workshop.slide import Head, PageBreak, Part, Say, Sides, Slide, SlideTable

ScreenLine = list[tuple[str, str]]
"""A line of the screen: styles of prompt_toolkit and texts. Only bold and reverse: light and dark walls show both."""


_Size = tuple[int, int, int]
"""How big, from the back of the room: dots across one dot of a headline, of a text, of a table; 0 is plain print."""

_SIZES: tuple[_Size, ...] = (
    (3, 2, 1),
    (2, 2, 1),
    (2, 1, 1),
    (2, 1, 0),
    (1, 1, 0),
    (2, 0, 1),
    (3, 0, 0),
    (2, 0, 0),
    (1, 0, 0),
    (0, 0, 0),
)

_MEASURE = 96
"""Longest line of plain print that an eye follows on a wall."""


def laid(slide: Slide, columns: int, lines: int, blocks: bool = True) -> list[list[ScreenLine]]:
    """Lay a slide out on pages.

    Args:
        columns, lines: the room for the slide.
        blocks: the terminal has half blocks; without them everything is plain print.

    Returns:
        One page at least; each has at most ``lines`` lines of at most ``columns`` columns.
    """
    parts: list[list[Part]] = [[]]
    for part in slide.parts:
        if isinstance(part, PageBreak):
            parts.append([])
        else:
            parts[-1].append(part)
    return [page for one in parts if one for page in _laid(one, columns, lines, blocks)] or [[]]


def _laid(parts: Sequence[Part], columns: int, lines: int, blocks: bool) -> list[list[ScreenLine]]:
    # A big headline with the rest on a second page is read further than everything small on one.
    headed = any(isinstance(part, Head) for part in parts)
    for size in (_SIZES[:-1] if headed else _SIZES) if blocks else _SIZES[-1:]:
        drawn = _fitted(parts, columns, lines, size)
        if drawn is not None:
            return [_middle(drawn, lines)]
    for size in _SIZES[-2:] if blocks else _SIZES[-1:]:
        blocked = [_part(part, columns, size) for part in parts]
        if all(one is not None and (len(one) <= lines * 2 // 3 or size[0] == 0) for one in blocked):
            whole = _joined(parts, [one for one in blocked if one is not None], lines)
            return [_middle(page, lines) for page in _pages(whole, lines)]
    raise AssertionError("plain print always fits")


def _fitted(parts: Sequence[Part], columns: int, lines: int, size: _Size) -> list[ScreenLine] | None:
    drawn: list[ScreenLine] = []
    for part in parts:
        one = _part(part, columns, size)
        if one is None:
            return None
        drawn += [[], *one] if drawn else one
    return drawn if len(drawn) <= lines else None


def _part(part: Part, columns: int, size: _Size) -> list[ScreenLine] | None:
    """The lines of a part; None when it cannot be so big."""
    head, text, rows = size
    match part:
        case Head():
            if head:
                return _big(part.text, columns - 2, columns, head)
            return _paragraph(part.text.upper(), columns, "bold")
        case Say():
            if part.grow and text:
                return _big(part.text, columns - 4, columns, text)
            return _paragraph(part.text, columns, "bold" if part.bold else "")
        case SlideTable():
            return _big_table(part, columns) if part.grow and rows else _table(part, columns)
        case Sides():
            return _sides(part, columns, min(head, 2))
        case PageBreak():
            return []


def _paragraph(text: str, columns: int, style: str) -> list[ScreenLine]:
    return [_centred(line, columns, style) for line in wrapped(text, min(columns - 2, _MEASURE))]


def _table(part: SlideTable, columns: int) -> list[ScreenLine]:
    broken = [wrapped(row, min(columns - 4, _MEASURE), "    ") for row in part.rows]
    wide = max((get_cwidth(line) for row in broken for line in row), default=0)
    left = " " * max(0, (columns - wide) // 2)
    found: list[ScreenLine] = []
    for rank, row in enumerate(broken):
        style = "reverse bold" if rank == part.pointed else "bold" if part.bold else ""
        found += [[("", left), (style, line)] for line in row]
    return found


def _big_table(part: SlideTable, columns: int) -> list[ScreenLine] | None:
    """The rows in big letters, one line of letters each."""
    drawn = [draw(shown(row), 10_000, 1) for row in part.rows]
    wide = max((len(line) for row in drawn for line in row or ()), default=0)
    if wide > columns - 2 or any(row is None for row in drawn):
        return None
    left = " " * ((columns - wide) // 2)
    found: list[ScreenLine] = []
    for row in drawn:
        found += [[]] if found else []
        found += [[("", left + line)] for line in row or ()]
    return found


def _sides(part: Sides, columns: int, head: int) -> list[ScreenLine]:
    half = (columns - 5) // 2
    signs = [draw(sign, half, head) or [sign] if head else [sign] for sign in (part.before[0], part.after[0])]
    high = max(map(len, signs))
    # A dash stands halfway up.
    before, after = ([*[""] * ((high - len(sign)) // 2), *sign] for sign in signs)
    blocks = [(before, after), _sides_words(part, half, head)]
    found: list[ScreenLine] = [[("bold", f"{_pad(part.left, half)}{' ' * 5}{_pad(part.right, half)}")]]
    for rank, (left, right) in enumerate(blocks):
        tall = max(len(left), len(right))
        for at in range(tall):
            middle = ("→" if not head else "──▶") if rank == 0 and at == tall // 2 else ""
            one, two = (_middled(side[at] if at < len(side) else "", side, half) for side in (left, right))
            found.append([("bold", f"{one}{middle.center(5)}{two}")])
    title = _paragraph(part.title, columns, "bold") if part.title else []
    return [*title, *([(style, text.rstrip()) for style, text in line] for line in found)]


def _sides_words(part: Sides, half: int, head: int) -> tuple[list[str], list[str]]:
    """The words of both sides, in big letters beside the biggest signs."""
    words = (part.before[1], part.after[1])
    drawn = [draw(shown(one), half, 1) for one in words] if head > 1 else [None, None]
    if drawn[0] is not None and drawn[1] is not None:
        return ["", *drawn[0]], ["", *drawn[1]]
    return wrapped(words[0], half), wrapped(words[1], half)


def _middled(line: str, block: Sequence[str], columns: int) -> str:
    """A line of a drawing, the whole of which is centred."""
    wide = max(map(get_cwidth, block))
    left = " " * max(0, (columns - wide) // 2)
    return left + line + " " * max(0, columns - len(left) - get_cwidth(line))


def _pad(text: str, columns: int) -> str:
    room = columns - get_cwidth(text)
    return " " * (room // 2) + text + " " * (room - room // 2)


def _big(text: str, room: int, columns: int, scale: int) -> list[ScreenLine] | None:
    """Big letters: each line of letters is centred by itself, its rows together; None when they do not fit."""
    drawn = draw(shown(text), room, scale)
    if drawn is None:
        return None
    found: list[ScreenLine] = []
    for lit, rows in groupby(drawn, bool):
        group = list(rows)
        wide = max(map(len, group))
        found += [[("", " " * max(0, (columns - wide) // 2)), ("", one)] for one in group] if lit else [[]]
    return found


def _centred(line: str, columns: int, style: str) -> ScreenLine:
    return [("", " " * max(0, (columns - get_cwidth(line)) // 2)), (style, line)]


def _middle(page: list[ScreenLine], lines: int) -> list[ScreenLine]:
    """A page with its blank above and below."""
    above = (lines - len(page)) // 2
    return [*([] for _ in range(above)), *page, *([] for _ in range(lines - len(page) - above))]


def _joined(parts: Sequence[Part], blocks: Sequence[list[ScreenLine]], lines: int) -> list[list[ScreenLine]]:
    """The blocks of some parts, a heading in one block with what it announces: it is not left at the foot of a page."""
    found: list[list[ScreenLine]] = []
    heading: list[ScreenLine] = []
    for part, block in zip(parts, blocks, strict=True):
        together = [*heading, [], *block] if heading else block
        if len(together) > lines and heading:
            found.append(heading)
            together = block
        heading = []
        if isinstance(part, Say) and part.bold and not part.grow:
            heading = together
        else:
            found.append(together)
    return [*found, heading] if heading else found


def _pages(blocks: Sequence[list[ScreenLine]], lines: int) -> list[list[ScreenLine]]:
    """Parts put on pages; one that is longer than a page goes on over the next ones."""
    pages: list[list[ScreenLine]] = [[]]
    for block in blocks:
        left = block
        gap = 1 if pages[-1] else 0
        if pages[-1] and len(pages[-1]) + gap + len(left) > lines:
            pages.append([])
            gap = 0
        pages[-1] += [[]] * gap
        while len(pages[-1]) + len(left) > lines:
            room = lines - len(pages[-1])
            pages[-1] += left[:room]
            left = left[room:]
            pages.append([])
        pages[-1] += left
    return [page for page in pages if page] or [[]]


def wrapped(text: str, columns: int, hang: str = "") -> list[str]:
    """Wrap a text, French spaces kept; signs that a terminal draws wide are counted so."""
    found: list[str] = []
    width = max(1, columns)
    hung = hang if width > 12 else ""
    for line in textwrap.wrap(bound(shown(text)), width, subsequent_indent=hung, break_on_hyphens=False) or [""]:
        rest = line
        while get_cwidth(rest) > width:
            cut = next(at for at in range(len(rest), 0, -1) if get_cwidth(rest[:at]) <= width or at == 1)
            found.append(rest[:cut])
            rest = rest[cut:]
        found.append(rest)
    return found


def keys_line(keys: Sequence[tuple[str, str]], columns: int) -> list[ScreenLine]:
    """Return what each key does, on as many lines as it takes, never cut between a key and its words."""
    found: list[ScreenLine] = [[]]
    used = 0
    for key, words in keys:
        wide = get_cwidth(key) + get_cwidth(words) + 5
        if used and used + wide > columns:
            found.append([])
            used = 0
        room = max(0, columns - get_cwidth(key) - 4)
        found[-1] += [("reverse bold", f" {shown(key)} "), ("", f" {shown(words)[:room]}  "[: room + 2])]
        used += wide
    return found


def clipped(line: ScreenLine, columns: int) -> ScreenLine:
    """Cut a line at the edge of the window, whatever was put in it."""
    found: ScreenLine = []
    left = columns
    for style, text in line:
        start = text
        while get_cwidth(start) > left:
            start = start[:-1]
        if start:
            found.append((style, start))
        left -= get_cwidth(start)
    return found
