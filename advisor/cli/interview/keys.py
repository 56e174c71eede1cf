"""A list to choose from: what is typed on it, and how it is drawn in what is left of the window.

A number, a letter or the first letters of a line point at it. Nothing acts before Enter, so that a word typed in full
(« non ») can never answer two questions.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.containers import ConditionalContainer, HSplit, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.layout.margins import ConditionalMargin, ScrollbarMargin

from advisor.cli.interview.terminal_layout import SMALL, application, columns, follow, instruction, window, wrapped
from advisor.common.ascii import shown
from advisor.common.french import folded
from advisor.interview.tools import Tool

PRINTABLE = string.ascii_letters + string.digits + "?!<'’(),-.:%€éèêëàâùûüçôöîïœæÉÈÊÀÂÔÎÇ"
SAID = {tool.value: tool.short for tool in Tool}
"""What a letter does, here or elsewhere."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a list: what is returned, how it is called, and a line of help shown when it is pointed at.

    ``words``: what else it may be called.
    """

    value: Any
    label: str
    help: str = ""
    words: tuple[str, ...] = ()


class ListState:
    """The state of a list: the line pointed at, those ticked, what is typed.

    Args:
        options: the lines to choose from.
        keyed: further lines below, as (key, value, label).
        hidden: tools whose key works without a line.
        at: line pointed at first; -1 for none.
        ticked: lines ticked, or that of the current value.
        check: of a list of several choices, why those ticked are refused; None for a list of one.
        optional: of a list of several choices, what to tick none of them does.
    """

    def __init__(
        self,
        options: Sequence[Choice],
        keyed: Sequence[tuple[str, Any, str]] = (),
        hidden: Collection[Tool] = (),
        *,
        at: int = -1,
        ticked: Collection[int] = (),
        check: Callable[[list[Any]], str | None] | None = None,
        optional: str = "",
    ) -> None:
        self.options, self.check, self.optional, self.warned = options, check, optional, False
        self.values = [*(one.value for one in options), *(value for _, value, _ in keyed)]
        self.texts = [f"{rank:>2} {one.label}" for rank, one in enumerate(options, start=1)]
        self.texts += [f" {key} {label}" for key, _, label in keyed]
        self.labels = [folded(one.label) for one in options]
        self.called = [[folded(text) for text in (one.label, *one.words, one.help)] for one in options]
        self.keys: dict[str, int | Tool] = {key: len(options) + at for at, (key, _, _) in enumerate(keyed)}
        self.keys |= {tool.value: tool for tool in hidden}
        tools = {*hidden, *(value for key, value, _ in keyed if isinstance(value, Tool) and value == key)}
        self.names = {name: tool.value for tool in Tool if tool in tools for name in tool.words}
        self.at = self.home = at
        self.ticked = {*ticked}
        self.text = self.message = ""
        self.tool: Tool | None = None

    def clear(self) -> None:
        self.text, self.message, self.tool, self.warned = "", "", None, False

    def add(self, character: str) -> None:
        """Type one more character; a text that names nothing is kept whole: its last letters must not name a line."""
        text = folded(self.text + character)
        if text.isdigit() and len(text) > len(str(len(self.labels))):
            text = character  # longer than any number of the list: another number begins
        self.clear()
        self.text = text
        if not self._point():
            self.at = -1
            if text.isdigit():
                self.message = f"La ligne {text} n'existe pas."
            elif text in SAID:
                self.message = f"« {text} » ({SAID[text]}) ne sert pas ici."
            else:
                self.message = f"« {text} » ne désigne aucune ligne."

    def _point(self) -> bool:
        """Point at the line that the text names, or take its tool; False when there is none."""
        text = self.text
        if text.isdigit():
            self.at = int(text) - 1
            return 0 <= self.at < len(self.labels)
        if text in self.keys:
            return self._take(text)
        found = self._beginning(text)
        if found is None:
            key = next((key for name, key in self.names.items() if name.startswith(text)), None)
            if key is not None:
                return self._take(key)
            found = self._inside(text)
        if found is not None:
            self.at = found
        return found is not None

    def _take(self, key: str) -> bool:
        row = self.keys[key]
        if isinstance(row, Tool):
            self.tool = row
            self.message = f"{key} : {SAID[key]}. Entrée pour confirmer."
        else:
            self.at = row
        return True

    def _beginning(self, text: str) -> int | None:
        """The line whose label is, or else begins with, a text."""
        if text in self.labels:
            return self.labels.index(text)
        return next((rank for rank, label in enumerate(self.labels) if label.startswith(text)), None)

    def _inside(self, text: str) -> int | None:
        """The line that holds a text as a whole word, else as the beginning of one."""
        for end in (r"(?!\w)", ""):
            word = re.compile(rf"(?<!\w){re.escape(text)}{end}")
            for rank, line in enumerate(self.called):
                if text and any(map(word.search, line)):
                    return rank
        return None

    def back(self) -> None:
        """Take back the last character; with none left, nothing more is pointed at than at first."""
        text = self.text[:-1]
        self.clear()
        self.at = self.home
        for character in text:
            self.add(character)

    def move(self, step: int, wrap: bool = True) -> None:
        """Go down (or up) a number of lines."""
        self.clear()
        if not wrap:
            self.at = max(0, min(len(self.labels) - 1, max(self.at, 0) + step))
        elif self.at < 0:
            self.at = 0 if step > 0 else len(self.values) - 1
        else:
            self.at = (self.at + step) % len(self.values)

    def space(self) -> None:
        """Go on with the text; where several lines may be chosen and none is spelt so, tick or untick one."""
        text = folded(f"{self.text} ")
        if self.text and (self.check is None or any(one.startswith(text) for one in (*self.labels, *self.names))):
            self.add(" ")
        elif self.check is not None:
            self.clear()
            if self.at < 0:
                self.message = "Choisissez d'abord une ligne."
            else:
                self.ticked ^= {self.at}

    def enter(self) -> tuple[Any] | None:
        """Return what Enter takes; None when it takes nothing, and says why."""
        if self.tool is not None:
            return (self.tool,)
        message = self.message if self.text else ""
        if self.at < 0 and (self.check is None or self.text):
            # A word that names nothing must not pass for the lines ticked before it; why is still worth reading.
            self.clear()
            self.message = message or "Il manque une réponse. Choisissez une ligne."
        elif self.check is None:
            return (self.values[self.at],)
        elif self.at >= 0 and self.at not in self.ticked and (self.text or not (self.ticked or self.warned)):
            self._to_tick()
        else:
            chosen = [self.values[rank] for rank in sorted(self.ticked)]
            refused = self.check(chosen)
            if refused is None:
                return (chosen,)
            self.clear()
            self.message = refused
        return None

    def _to_tick(self) -> None:
        """Enter was pressed on a line that is not ticked: say how to tick it; a second Enter takes what is ticked."""
        self.clear()
        rest = "Entrée seule valide ce qui est déjà coché." if self.ticked else "Il manque une réponse."
        if self.optional and not self.ticked:
            self.warned, rest = True, f"Entrée encore : {self.optional}."
        self.message = f"Espace pour cocher la ligne {self.at + 1}. {rest}"


def ask(
    typed: ListState,
    message: str,
    hints: Sequence[str],
    used: int,
    reminder: str = "",
    on_shown: Callable[[], None] | None = None,
) -> Any:
    """Draw a list in what is left of the window, until Enter takes something.

    Args:
        typed: the list.
        message: short prompt.
        hints: how to answer, the first that stands beside it.
        used: lines of the window already taken above.
        reminder: keys to remind below when the list does not fit, for the lines out of sight.
        on_shown: called once, when the list is on screen.
    """
    options, boxes = typed.options, typed.check is not None
    margin = 8 if boxes else 6
    helped = any(one.help for one in options)

    def title() -> StyleAndTextTuples:
        hint = instruction(message, *hints)
        return [("class:qmark", "»"), ("class:question", f" {shown(message)} "), ("class:instruction", shown(hint))]

    def drawn() -> StyleAndTextTuples:
        fragments: StyleAndTextTuples = []
        for rank, text in enumerate(typed.texts):
            if rank == len(options):
                fragments.append(("", f"   {'─' * 30}\n"))
            pointed, ticked = rank == typed.at, rank in typed.ticked
            style = "class:selected" if ticked else "class:highlighted" if pointed else ""
            fragments += [("class:pointer", " » "), ("[SetCursorPosition]", "")] if pointed else [("", "   ")]
            if boxes:
                fragments.append(("class:selected", "● ") if ticked else ("", "○ "))
            fragments += [(style, wrapped(text, columns() - margin, margin)), ("", "\n")]
        return fragments[:-1]

    def message_text() -> str:
        return wrapped(f"   {typed.message}", columns() - 2, 3)

    def free() -> int:
        below = (2 if helped else 0) + (message_text().count("\n") + 1 if typed.message else 0)
        return max(4, window().lines - used - below - 2)

    def overflows() -> bool:
        return sum(fragment[1].count("\n") for fragment in drawn()) >= free()

    def foot() -> str:
        text = wrapped(f"   {reminder}", columns() - 2, 3)
        # In a window of a few lines the question and the list come first.
        return text if window().lines >= SMALL else "   Les autres touches : plus bas."

    def room() -> Dimension:
        return Dimension(max=max(4, free() - foot().count("\n") - 1) if reminder and overflows() else free())

    def help_of_line() -> StyleAndTextTuples:
        text = options[typed.at].help if 0 <= typed.at < len(options) else ""
        lines = wrapped(f"   {text}", columns() - 2, 3).split("\n")
        if len(lines) > 2:
            # The whole of it is on the page of help.
            lines = [lines[0], lines[1][: columns() - 4].rpartition(" ")[0] + " …"]
        return [("class:aide", "\n".join(lines))] if text else []

    def resized(above: int) -> None:
        nonlocal used
        used = above

    def part(text: Any, when: Callable[[], bool], height: Any = None) -> ConditionalContainer:
        control = FormattedTextControl(text, show_cursor=False)
        window = Window(control, height=height, wrap_lines=True, dont_extend_height=height is None)
        return ConditionalContainer(window, Condition(when))

    rows = Window(
        FormattedTextControl(drawn, show_cursor=False),
        height=room,
        dont_extend_height=True,
        wrap_lines=True,
        right_margins=[ConditionalMargin(ScrollbarMargin(display_arrows=True), Condition(overflows))],
    )
    layers = [
        part(title, lambda: True),
        rows,
        part(help_of_line, lambda: helped, Dimension(min=1, max=2)),
        part(foot, lambda: bool(reminder) and overflows()),
        part(lambda: [("class:validation-toolbar", message_text())], lambda: bool(typed.message)),
    ]
    prompt = application(HSplit(layers), bindings(typed))
    follow(prompt, resized)

    def once(_: Any) -> None:
        prompt.after_render -= once
        if on_shown is not None:
            on_shown()

    prompt.after_render += once
    return prompt.run()


def bindings(typed: ListState) -> KeyBindings:
    """Return the keys of a list."""
    keys = KeyBindings()

    def enter(event: Any) -> None:
        taken = typed.enter()
        if taken is not None:
            event.app.exit(result=taken[0])

    for character in PRINTABLE:
        keys.add(character)(lambda event: typed.add(event.data))
    keys.add(" ")(lambda _: typed.space())
    keys.add(Keys.Backspace)(lambda _: typed.back())
    for key, step in ((Keys.Down, 1), (Keys.Up, -1)):
        keys.add(key)(lambda _, step=step: typed.move(step))
    count = len(typed.options)
    for key, step in ((Keys.PageDown, 10), (Keys.PageUp, -10), (Keys.Home, -count), (Keys.End, count)):
        keys.add(key)(lambda _, step=step: typed.move(step, wrap=False))
    keys.add(Keys.Enter)(enter)
    keys.add(Keys.Escape, Keys.Enter)(enter)
    keys.add(Keys.Escape, Keys.Any)(lambda _: None)  # Alt and a sign: for a shell
    return keys
