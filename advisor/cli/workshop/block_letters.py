"""Big letters, drawn with half blocks: what must be read from the back of the room.

Drawn here because French needs É, È, À, Ê and Ç, which ready-made banner fonts lack or draw unaccented.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ABOVE = 2
"""Pixel rows kept above a capital for its accent."""
BODY = 9
"""Pixel rows of a letter: seven above the line, two below."""

_UPPER = """
.###. ####. .#### ####. ##### ##### .###. #...# ### ..### #...# #.... #...# #...# .###. ####. .###. ####. .####
#...# #...# #.... #...# #.... #.... #...# #...# .#. ...#. #..#. #.... ##.## ##..# #...# #...# #...# #...# #....
#...# #...# #.... #...# #.... #.... #.... #...# .#. ...#. #.#.. #.... #.#.# #.#.# #...# #...# #...# #...# #....
##### ####. #.... #...# ####. ####. #.### ##### .#. ...#. ##... #.... #.#.# #.#.# #...# ####. #...# ####. .###.
#...# #...# #.... #...# #.... #.... #...# #...# .#. ...#. #.#.. #.... #...# #..## #...# #.... #.#.# #.#.. ....#
#...# #...# #.... #...# #.... #.... #...# #...# .#. #..#. #..#. #.... #...# #...# #...# #.... #..#. #..#. ....#
#...# ####. .#### ####. ##### #.... .###. #...# ### .##.. #...# ##### #...# #...# .###. #.... .##.# #...# ####.
"""
_UPPER_TO_DIGITS = """
##### #...# #...# #...# #...# #...# ##### .###. .#. .###. .###. ...#. ##### .###. ##### .###. .###.
..#.. #...# #...# #...# #...# #...# ....# #...# ##. #...# #...# ..##. #.... #.... ....# #...# #...#
..#.. #...# #...# #...# .#.#. .#.#. ...#. #..## .#. ....# ....# .#.#. ####. #.... ...#. #...# #...#
..#.. #...# #...# #.#.# ..#.. ..#.. ..#.. #.#.# .#. ...#. ..##. #..#. ....# ####. ..#.. .###. .####
..#.. #...# #...# #.#.# .#.#. ..#.. .#... ##..# .#. ..#.. ....# ##### ....# #...# ..#.. #...# ....#
..#.. #...# .#.#. ##.## #...# ..#.. #.... #...# .#. .#... #...# ...#. #...# #...# ..#.. #...# ....#
..#.. .###. ..#.. #...# #...# ..#.. ##### .###. ### ##### .###. ...#. .###. .###. ..#.. .###. .###.
"""
_LOWER = """
..... #.... ..... ....# ..... ..## ..... #.... # ..# #... #. ..... ..... ..... ..... ..... .... ..... .#..
..... #.... ..... ....# ..... .#.. ..... #.... . ... #... #. ..... ..... ..... ..... ..... .... ..... .#..
.###. ####. .#### .#### .###. ###. .#### ####. # ..# #..# #. ####. ####. .###. ####. .#### #.## .#### ###.
....# #...# #.... #...# #...# .#.. #...# #...# # ..# #.#. #. #.#.# #...# #...# #...# #...# ##.. #.... .#..
.#### #...# #.... #...# ##### .#.. #...# #...# # ..# ##.. #. #.#.# #...# #...# #...# #...# #... .###. .#..
#...# #...# #.... #...# #.... .#.. #...# #...# # ..# #.#. #. #.#.# #...# #...# #...# #...# #... ....# .#..
.#### ####. .#### .#### .#### .#.. .#### #...# # ..# #..# ## #.#.# #...# .###. ####. .#### #... ####. ..##
..... ..... ..... ..... ..... .... ....# ..... . #.# .... .. ..... ..... ..... #.... ....# .... ..... ....
..... ..... ..... ..... ..... .... .###. ..... . .#. .... .. ..... ..... ..... #.... ....# .... ..... ....
"""
_LOWER_TO_SIGNS = """
..... ..... ..... ..... ..... .... # . .. . .. # .###. .... ....# .# #. #...# ..### ...... ...... ..... .....
..... ..... ..... ..... ..... .... # . .. . .. # #...# .... ....# #. .# #..#. .#... ..#..# #..#.. ..#.. .....
#...# #...# #...# #...# #...# #### . . .. # .# # ....# .... ...#. #. .# ...#. ####. .#..#. .#..#. ..#.. #####
#...# #...# #...# .#.#. #...# ...# . . .. . .. # ...#. #### ..#.. #. .# ..#.. .#... #..#.. ..#..# ##### .....
#...# #...# #.#.# ..#.. #...# .##. . . .. . .. # ..#.. .... .#... #. .# .#... ####. .#..#. .#..#. ..#.. #####
#...# .#.#. #.#.# .#.#. #...# #... . . .# # .# . ..... .... #.... #. .# #..#. .#... ..#..# #..#.. ..#.. .....
.#### ..#.. .#.#. #...# .#### #### . # .# . .# # ..#.. .... #.... .# #. #...# ..### ...... ...... ..... .....
..... ..... ..... ..... ....# .... . . #. . #. . ..... .... ..... .. .. ..... ..... ...... ...... ..... .....
..... ..... ..... ..... .###. .... . . .. . .. . ..... .... ..... .. .. ..... ..... ...... ...... ..... .....
"""
_SIGNS = """
....... ......# #.....# ....... ..... .....
....#.. .....## .#...#. .##..#. ..... .....
.....#. ....##. ..#.#.. #..##.. ..... .....
####### #..##.. ...#... ....... ##### .....
.....#. ####... ..#.#.. .##..#. ..... .....
....#.. .##.... .#...#. #..##.. ..... .....
....... ..#.... #.....# ....... ..... #.#.#
"""
_MARKS = {
    "\u0301": ("..##.", ".##.."),
    "\u0300": (".##..", "..##."),
    "\u0302": ("..#..", ".#.#."),
    "\u0308": (".....", ".#.#."),
}
_SAME = {"’": "'", "œ": "oe", "Œ": "OE", "\u00a0": " ", "\u202f": " ", "—": "–"}


def _drawn() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for names, art in (
        ("ABCDEFGHIJKLMNOPQRS", _UPPER),
        ("TUVWXYZ0123456789", _UPPER_TO_DIGITS),
        ("abcdefghijklmnopqrst", _LOWER),
        ("uvwxyz'.,:;!?-/()%€«»+=", _LOWER_TO_SIGNS),
        ("→✓✗≈–…", _SIGNS),
    ):
        rows = [line.split() for line in art.split("\n") if line]
        for at, name in enumerate(names):
            drawn = [row[at] for row in rows]
            found[name] = drawn + ["." * len(drawn[0])] * (BODY - len(drawn))
    return found


_GLYPHS = _drawn()


@lru_cache(maxsize=512)
def _glyph(character: str) -> list[str] | None:
    """Pixel rows of one character, accent included; None when it cannot be drawn."""
    if character == " ":
        return [".."] * (ABOVE + BODY)
    parts = unicodedata.normalize("NFD", character)
    base, mark = parts[0], parts[1:]
    drawn = _GLYPHS.get(base)
    if drawn is None:
        return None
    wide = len(drawn[0])
    rows = ["." * wide] * ABOVE + drawn
    if mark == "\u0327":
        return [*rows[:-2], "..#..".ljust(wide, ".")[:wide], ".#...".ljust(wide, ".")[:wide]]
    if mark:
        if mark not in _MARKS:
            return None
        top = 0 if base.isupper() else ABOVE
        # A dotless i is wide enough for its accent.
        if wide < 5:
            rows = [f"..{row}..".ljust(5, ".")[:5] if wide == 1 else row.center(5, ".") for row in rows]
        for offset, accent in enumerate(_MARKS[mark]):
            rows[top + offset] = accent
    return rows


def drawable(text: str) -> bool:
    """Whether every character of a text has a drawing."""
    return all(_glyph(one) is not None for one in _plain(text))


def width(text: str, scale: int = 1) -> int:
    """Return how many columns a text takes on one line."""
    glyphs = [_glyph(one) or [""] for one in _plain(text)]
    return scale * max(0, sum(len(one[0]) + 1 for one in glyphs) - 1)


def draw(text: str, columns: int, scale: int = 1) -> list[str] | None:
    """Draw a text in big letters, on as many lines of letters as it needs.

    Args:
        text: what to write; words are never cut.
        columns: the room there is.
        scale: pixels across one dot of a letter; 2 is twice as wide and as high as 1.

    Returns:
        Lines of blocks, none wider than ``columns``; None when a character has no drawing or a word is too wide.
    """
    if not drawable(text):
        return None
    lines: list[str] = []
    for word in _plain(text).split():
        if width(word, scale) > columns:
            return None
        if lines and width(f"{lines[-1]} {word}", scale) <= columns:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    drawn: list[str] = []
    for line in lines:
        drawn += [""] if drawn else []
        drawn += _blocks(line, scale)
    return drawn


def _plain(text: str) -> str:
    return "".join(_SAME.get(one, one) for one in unicodedata.normalize("NFC", text))


def _blocks(line: str, scale: int) -> list[str]:
    """One line of letters as lines of half blocks, without blank ones around."""
    glyphs = [_glyph(one) or [] for one in line]
    rows = [".".join(glyph[at] for glyph in glyphs) for at in range(ABOVE + BODY)]
    lit = [at for at, row in enumerate(rows) if "#" in row]
    rows = rows[lit[0] : lit[-1] + 1] if lit else []
    pixels = ["".join(dot * scale for dot in row) for row in rows for _ in range(scale)]
    if len(pixels) % 2:
        pixels.append("." * len(pixels[0]))
    halves = {("#", "#"): "█", ("#", "."): "▀", (".", "#"): "▄", (".", "."): " "}
    return [
        "".join(halves[pair] for pair in zip(top, low, strict=True)).rstrip()
        for top, low in zip(pixels[::2], pixels[1::2], strict=True)
    ]
