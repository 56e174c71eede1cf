"""Keys in, lines out: what the screens of the setting-up and of the session have in common. No terminal here either.

A face shows a slide on one or more pages, or a menu over it; digits choose, arrows turn pages, nothing waits for Enter
but a text being typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from advisor.cli.workshop.slide_layout import ScreenLine, clipped, keys_line, laid, wrapped
from advisor.common.french import sentence
from advisor.dossier.answer_parsing import AnswerError
from advisor.training.workshop.slide import Say, Slide, SlideTable

Keys = list[tuple[str, str]]
PER_PAGE = 9
"""Choices of a menu that single digits reach."""

FORWARD = ("right", " ", "pagedown", "enter")
BACK = ("left", "pageup")
"""A presenter's remote sends the page keys."""

# The digits of a French keyboard without Shift.
_UNSHIFTED = dict(zip("&é\"'(-è_çà", "1234567890", strict=True))


@dataclass
class Menu:
    """A list to choose from by a digit.

    Args:
        title: what is chosen.
        rows: words and value of each choice.
        picked: what is done of the value.
        note: said below the title.
    """

    title: str
    rows: Sequence[tuple[str, Any]]
    picked: Callable[[Any], None]
    note: str = ""
    page: int = 0

    @property
    def shown(self) -> Sequence[tuple[str, Any]]:
        return self.rows[self.page * PER_PAGE : (self.page + 1) * PER_PAGE]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.rows) // PER_PAGE))


@dataclass
class Typing:
    """A text being typed, ended by Enter.

    Args:
        title: what is asked.
        typed: what is done of it; raises `AnswerError` to refuse it.
        example: shown below.
    """

    title: str
    typed: Callable[[str], None]
    example: str = ""
    text: str = ""


@dataclass
class Work:
    """Something that takes a second or so: said first, done once it is on the screen."""

    words: str
    run: Callable[[], None]


@dataclass
class Face:
    """A full screen.

    Attributes:
        over: nothing more to show. flash: a word at the bottom until the next key.
        above: menus and texts over the slide, the last on top.
        work: what to do once the screen is drawn.
    """

    over: bool = False
    flash: str = ""
    above: list[Menu | Typing] = field(default_factory=list)
    work: Work | None = None
    page: int = 0
    _size: tuple[int, int] = (80, 24)
    blocks: bool = True

    # -- what a face of its own says ------------------------------------------------------------------------------

    def slide(self) -> Slide:
        raise NotImplementedError

    def head(self) -> tuple[str, str]:
        """Return what stands at the top, left and right."""
        return "", ""

    def keys(self) -> Keys:
        raise NotImplementedError

    def act(self, key: str) -> None:
        """Obey a key that turned no page and chose nothing."""
        raise NotImplementedError

    def left(self) -> None:
        """Do something when the last menu was left without a choice."""

    # -- the screen -----------------------------------------------------------------------------------------------

    def lines(self, columns: int, lines: int) -> list[ScreenLine]:
        """Return the whole screen, exactly ``lines`` lines, none wider than ``columns``."""
        columns, lines = max(1, columns), max(1, lines)
        self._size = (columns, lines)
        pages, foot = self._laid()
        self.page = min(self.page, len(pages) - 1)
        body = [self._top(columns, len(pages)), [], *pages[self.page]][: lines - len(foot)]
        body += [[] for _ in range(lines - len(foot) - len(body))]
        return [clipped(line, columns) for line in (*body, *foot)]

    def _laid(self) -> tuple[list[list[ScreenLine]], list[ScreenLine]]:
        """Return the pages of what is shown, and the lines at the bottom."""
        columns, lines = self._size
        foot = self._foot(columns)[: max(0, lines - 4)]
        return laid(self._shown(), columns, max(1, lines - len(foot) - 2), self.blocks), foot

    def _turn(self, key: str) -> bool:
        """Turn a page, if the key does and there is one."""
        step = (key in FORWARD) - (key in BACK)
        if not step or not 0 <= self.page + step < len(self._laid()[0]):
            return False
        self.page += step
        return True

    def _top(self, columns: int, pages: int) -> ScreenLine:
        left, right = self.head()
        right = " · ".join(filter(None, (right, f"page {self.page + 1} sur {pages}" if pages > 1 else "")))
        room = columns - len(right) - 2
        left = left if len(left) <= room else left[: max(0, room - 1)] + "…" if room > 8 else ""
        return [("", f"{left}{right.rjust(columns - len(left))}")]

    def _foot(self, columns: int) -> list[ScreenLine]:
        message = self.work.words if self.work else self.flash
        lines = wrapped(message, columns - 2) if message else []
        return [*([("reverse bold", f" {line} ")] for line in lines), *keys_line(self._all_keys(), columns)]

    def _all_keys(self) -> Keys:
        match self.above[-1] if self.above else None:
            case Typing():
                return [("Entrée", "valider"), ("Échap", "revenir")]
            case Menu() as menu:
                last = len(menu.shown)
                found: Keys = [("1" if last == 1 else f"1–{last}", "choisir")] if last else []
                found += [("→", "la suite"), ("←", "avant")] if menu.pages > 1 else []
                return [*found, ("Échap", "revenir")]
        return self.keys()

    def _shown(self) -> Slide:
        match self.above[-1] if self.above else None:
            case Typing() as typing:
                example = (Say(f"Exemple : {typing.example}"),) if typing.example else ()
                return Slide((Say(typing.title, bold=True), SlideTable((f"» {typing.text}█",), bold=True), *example))
            case Menu() as menu:
                place = f" ({menu.page + 1} sur {menu.pages})" if menu.pages > 1 else ""
                rows = tuple(f"{rank}  {words}" for rank, (words, _) in enumerate(menu.shown, start=1))
                note = (Say(menu.note),) if menu.note else ()
                return Slide((Say(menu.title + place, bold=True), *note, SlideTable(rows)))
        return self.slide()

    # -- the keys -------------------------------------------------------------------------------------------------

    def press(self, key: str) -> None:
        """Obey a key: a character, or ``right``, ``left``, ``enter``, ``backspace``, ``escape``, ``pagedown``…"""
        if self.work is not None:
            return
        self.flash = ""
        top = self.above[-1] if self.above else None
        if isinstance(top, Typing):
            self._type(top, key)
            return
        key = _UNSHIFTED.get(key, key.lower() if len(key) == 1 else key)
        if isinstance(top, Menu):
            self._choose(top, key)
        elif not self._turn(key):
            self.act(key)

    def finish_work(self) -> None:
        """Do what the screen says is under way."""
        if self.work is not None:
            work, self.work = self.work, None
            work.run()

    def open(self, one: Menu | Typing) -> None:
        self.above.append(one)
        self.page = 0

    def close_all(self) -> None:
        self.above.clear()
        self.page = 0

    def _type(self, typing: Typing, key: str) -> None:
        if key in ("escape", "ctrl-c"):
            self._leave()
        elif key == "backspace":
            typing.text = typing.text[:-1]
        elif key == "enter":
            try:
                typing.typed(typing.text)
            except AnswerError as error:
                self.flash = sentence(str(error))
        elif len(key) == 1 and key.isprintable() and len(typing.text) < 60:
            typing.text += key

    def _choose(self, menu: Menu, key: str) -> None:
        if self._turn(key):
            return
        if key in FORWARD:
            if menu.page + 1 < menu.pages:
                menu.page, self.page = menu.page + 1, 0
        elif key in BACK and menu.page > 0:
            menu.page -= 1
        elif key in ("escape", "backspace", *BACK):
            self._leave()
        elif key.isdecimal() and 1 <= int(key) <= len(menu.shown):
            self.page = 0
            menu.picked(menu.shown[int(key) - 1][1])
        elif key in ("q", "ctrl-c"):
            self.act(key)
        elif menu.shown:
            last = len(menu.shown)
            self.flash = f"Choisissez de 1 à {last}." if last > 1 else "1 : choisir ; Échap : revenir."

    def _leave(self) -> None:
        self.above.pop()
        self.page = 0
        if not self.above:
            self.left()
