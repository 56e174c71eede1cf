"""What a page of the projector is, and how a slide is cut into pages that are read from the back of the room.

Sizes are counted on the narrowest screen (4:3): a page that fits there fits on a wider one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from advisor.training.workshop.model import Aside
from advisor.training.workshop.slide import Head, PageBreak, Part, Say, Sides, Slide, SlideTable

Size = Literal[1, 2, 3, 4, 5]
SIZES: dict[Size, float] = {5: 6.2, 4: 5.0, 3: 4.1, 2: 3.4, 1: 2.8}
"""Height of the letters, in hundredths of the width of a 4:3 screen; the style sheet says the same."""

_SMALLEST: Size = 2
"""On several pages rather than smaller; 1 is for a single paragraph that is longer than a page."""

_FEW, _HEADING = 200, 60
"""Characters of a page that is centred, and of a line that announces what follows."""

_WIDE, _HIGH = 92.0, 57.0
"""What a page takes at most, with the widest of the usual letters: every page of every case was looked at so."""

_LETTER, _BOLD, _LINE, _GAP, _HEAD = 0.54, 0.6, 1.3, 0.6, 1.7
"""Width of a letter, plain and bold, height of a line, blank between blocks, size of a headline: in letters."""


@dataclass(frozen=True)
class SlideBlock:
    """A paragraph, a headline, a list, or before and after.

    Attributes:
        sides: of a block that compares; its only line is then its title.
    """

    kind: Literal["head", "text", "list", "sides"]
    lines: tuple[str, ...]
    bold: bool = False
    sides: Sides | None = None


@dataclass(frozen=True)
class RoomScreen:
    """One page of the projector.

    Attributes:
        blocks: from top to bottom.
        size: of the letters.
        question: its choices stand below the blocks, with what the room said once it is shown.
        sources: the articles, in small letters.
    """

    blocks: tuple[SlideBlock, ...]
    size: Size
    question: str | None = None
    sources: str = ""

    @property
    def centred(self) -> bool:
        """A few words stand in the middle; what is read line by line does not."""
        lines = [line for block in self.blocks for line in block.lines]
        return all(block.kind in ("head", "text") for block in self.blocks) and sum(map(len, lines)) <= _FEW


def pages(shown: Slide) -> tuple[RoomScreen, ...]:
    """A slide as pages, each as big as it fits; a heading stays with what it announces."""
    found: list[RoomScreen] = []
    for group in _groups(shown.parts):
        left = group
        while left:
            head = len(left) if _height(left, _SMALLEST) <= _HIGH else _fitting(left)
            page, left = _together(left[:head]), left[head:]
            found.append(RoomScreen(tuple(page), biggest(page)))
    return tuple(found) or (RoomScreen((), 3),)


def biggest(page: Sequence[SlideBlock]) -> Size:
    """The biggest letters with which a page fits."""
    return next((size for size in SIZES if _height(page, size) <= _HIGH), 1)


def _fitting(blocks: Sequence[SlideBlock]) -> int:
    """How many of the first blocks make a page; one at least."""
    count = 1
    while count < len(blocks) and _height(blocks[: count + 1], _SMALLEST) <= _HIGH:
        count += 1
    return count - 1 if count > 1 and _announces(blocks[count - 1]) else count


def _announces(block: SlideBlock) -> bool:
    return block.kind == "text" and block.bold and len(block.lines[0]) <= _HEADING


def _together(page: Sequence[SlideBlock]) -> list[SlideBlock]:
    """The rows of a page that follow one another, as one list again."""
    found: list[SlideBlock] = []
    for block in page:
        if found and block.kind == found[-1].kind == "list" and block.bold == found[-1].bold:
            found[-1] = SlideBlock("list", (*found[-1].lines, *block.lines), block.bold)
        else:
            found.append(block)
    return found


def _groups(parts: Iterable[Part]) -> list[list[SlideBlock]]:
    groups: list[list[SlideBlock]] = [[]]
    for part in parts:
        match part:
            case PageBreak():
                groups.append([])
            case Head(text):
                groups[-1].append(SlideBlock("head", (text,)))
            case Say(text, bold):
                groups[-1].append(SlideBlock("text", (text,), bold))
            case SlideTable(rows, bold):
                # A row at a time, so that a long list goes on over the next page.
                groups[-1] += [SlideBlock("list", (row,), bold) for row in rows]
            case Sides(title):
                groups[-1].append(SlideBlock("sides", (title,), bold=True, sides=part))
    return groups


def blocks_of(parts: Iterable[Part]) -> tuple[tuple[SlideBlock, ...], ...]:
    """The blocks of a slide, for a page that scrolls: those of each part that it turns to."""
    return tuple(tuple(_together(group)) for group in _groups(parts) if group)


def _compared(sides: Sides, per_line: int) -> float:
    """Lines of a comparison: its title in smaller letters, then two frames, each with its name above its words."""
    half = max(8, per_line // 2 - 4)
    words = max(len(wrap(f"{sign} {text}", half)) for sign, text in (sides.before, sides.after))
    return 0.8 * len(wrap(sides.title, int(per_line / 0.8))) + 1.1 + 0.9 * words


def _height(blocks: Sequence[SlideBlock], size: Size) -> float:
    """How high some blocks are on the narrowest screen."""
    total = 0.0
    lines: float
    for block in blocks:
        head = block.kind == "head"
        letter = SIZES[size] * (_HEAD if head else 1)
        wide = _WIDE - (SIZES[size] if block.kind == "list" else 0)
        per_line = max(1, int(wide / (letter * (_BOLD if head or block.bold else _LETTER))))
        lines = sum(len(wrap(line, per_line)) for line in block.lines)
        if block.sides is not None:
            lines = _compared(block.sides, per_line)
        total += lines * letter * _LINE + SIZES[size] * _GAP * (len(block.lines) / 2 if block.kind == "list" else 1)
    return total


# -- what is tried in front of a room, as it is shown ----------------------------------------------------------------


@dataclass(frozen=True)
class Trial:
    """Something tried in front of the room, made beforehand by what reasons.

    Attributes:
        title: what kind of trial it is, or its question.
        screens: pages of the projector; the first `asking` of them only ask.
        question, verdicts: what a phone reads on the pages that ask, then on the others.
        back_to: page of the step to which one comes back.
        rank: how many trials this room had seen before.
    """

    title: str
    aside: Aside
    screens: tuple[RoomScreen, ...]
    asking: int
    question: tuple[SlideBlock, ...]
    verdicts: tuple[SlideBlock, ...]
    back_to: int = 0
    rank: int = 0

    def asks(self, page: int) -> bool:
        """Whether a page only asks."""
        return page < self.asking
