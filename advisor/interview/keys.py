"""What is typed on a list: a number, a letter or the first letters of a line point at it, and Enter alone takes it.

Nothing acts before Enter, so that a word typed in full (« non ») can never answer two questions.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from questionary.prompts.common import InquirerControl

from advisor.interview.tools import SHORT_LABELS, folded

PRINTABLE = string.ascii_letters + string.digits + "?!<'’(),-.:%€éèêëàâùûüçôöîïœæÉÈÊÀÂÔÎÇ"
ELSEWHERE = {tool.value: label for tool, label in SHORT_LABELS.items()}
"""What a letter does where it serves."""


class Typed:
    """The state of what is typed on one list.

    Args:
        control: the list.
        labels: of the choices, in order; they are its first lines.
        keys: letter or sign to its line, or to None when it has no line of its own, and to what it returns.
        names: other names of these keys (« je ne sais pas »: « n »).
        said: what a key does, for those without a line.
        words: what else each line may be called, in order; looked for when no label begins with the text.
        optional: of a list of several choices, what to tick none of them does.
    """

    def __init__(
        self,
        control: InquirerControl,
        labels: Sequence[str],
        keys: Mapping[str, tuple[int | None, Any]],
        names: Mapping[str, str],
        said: Mapping[str, str],
        words: Sequence[Sequence[str]] = (),
        optional: str = "",
    ) -> None:
        self.optional, self.warned = optional, False
        self.control, self.labels = control, [folded(label) for label in labels]
        also = [[folded(word) for word in line] for line in words] or [[] for _ in labels]
        self.called = [(label, *line) for label, line in zip(self.labels, also, strict=True)]
        self.keys, self.names, self.said = keys, names, said
        self.home = control.pointed_at
        self.text = ""
        self.message = ""
        self.chosen: tuple[Any] | None = None

    def clear(self) -> None:
        self.text, self.message, self.chosen, self.warned = "", "", None, False

    def add(self, character: str) -> None:
        """One more character. A text that names nothing is kept whole: its last letters must not name a line."""
        self.control.error_message = None
        text = folded(self.text + character)
        if text.isdigit() and len(text) > len(str(len(self.labels))):
            text = character  # longer than any number of the list: another number begins
        self.clear()
        self.text = text
        if not self._point():
            self.control.pointed_at = -1
            if text.isdigit():
                self.message = f"La ligne {text} n'existe pas."
            elif text in ELSEWHERE:
                self.message = f"« {text} » ({ELSEWHERE[text]}) ne sert pas ici."
            else:
                self.message = f"« {text} » ne désigne aucune ligne."

    def goes_on(self, character: str) -> bool:
        """Whether one more character still spells a line or a tool."""
        text = folded(self.text + character)
        return bool(self.text) and any(one.startswith(text) for one in (*self.labels, *map(folded, self.names)))

    def missing(self) -> None:
        """Enter was pressed, and nothing is pointed at; why a text names no line is still worth reading."""
        told = self.message if self.text else ""
        self.clear()
        self.message = told or "Il manque une réponse. Choisissez une ligne."

    def unticked(self) -> bool:
        """Whether the line pointed at was asked for, and is not ticked: Enter must not pass it over."""
        control = self.control
        asked = bool(self.text) or not (control.selected_options or self.warned)
        return asked and control.pointed_at >= 0 and control.get_pointed_at().value not in control.selected_options

    def to_tick(self) -> None:
        """Enter was pressed on such a line: say how to tick it; a second Enter takes what is ticked."""
        ticked = bool(self.control.selected_options)
        self.clear()
        rest = "Entrée seule valide ce qui est déjà coché." if ticked else "Il manque une réponse."
        if self.optional and not ticked:
            self.warned, rest = True, f"Entrée encore : {self.optional}."
        self.message = f"Espace pour cocher la ligne {self.control.pointed_at + 1}. {rest}"

    def _point(self) -> bool:
        """Point at the line that the text names; False when there is none."""
        text = self.text
        if text.isdigit():
            if not 1 <= int(text) <= len(self.labels):
                return False
            self.control.pointed_at = int(text) - 1
            return True
        if text in self.keys:
            return self._take(text)
        found = self._beginning(text)
        named = next((key for name, key in self.names.items() if folded(name).startswith(text)), None)
        if found is None and named is not None:
            return self._take(named)
        found = self._named(text) if found is None else found
        if found is not None:
            self.control.pointed_at = found
        return found is not None

    def _beginning(self, text: str) -> int | None:
        """The line whose label is, or else begins with, a text."""
        if text in self.labels:
            return self.labels.index(text)
        return next((rank for rank, label in enumerate(self.labels) if label.startswith(text)), None)

    def _named(self, text: str) -> int | None:
        """The line that a text names: by its label, else by a whole word, else by the beginning of one."""
        found = self._beginning(text)
        for end in (r"(?!\w)", ""):
            if found is None and text:
                word = re.compile(rf"(?<!\w){re.escape(text)}{end}")
                found = next(
                    (rank for rank, line in enumerate(self.called) if any(word.search(one) for one in line)), None
                )
        return found

    def tick(self) -> None:
        """Tick or untick the line pointed at, in a list of several choices."""
        self.clear()
        control = self.control
        if control.pointed_at < 0:
            self.message = "Choisissez d'abord une ligne."
            return
        value = control.get_pointed_at().value
        if value in control.selected_options:
            control.selected_options.remove(value)
        else:
            control.selected_options.append(value)
        control.error_message = None

    def _take(self, key: str) -> bool:
        row, value = self.keys[key]
        if row is None:
            self.chosen = (value,)
            self.message = f"{key} : {self.said.get(key, '')}. Entrée pour confirmer."
        else:
            self.control.pointed_at = row
        return True

    def back(self) -> None:
        """Take back the last character; with none left, nothing more is pointed at than at first."""
        text = self.text[:-1]
        self.clear()
        self.control.pointed_at = self.home
        for character in text:
            self.add(character)

    def move(self, step: int, wrap: bool = True) -> None:
        """Go down (or up) a number of lines, separators skipped."""
        self.clear()
        self.control.error_message = None
        control, count = self.control, len(self.control.choices)
        at = control.pointed_at
        if not wrap:
            control.pointed_at = max(0, min(len(self.labels) - 1, max(at, 0) + step))
            return
        at = (at + step) % count if at >= 0 else (0 if step > 0 else count - 1)
        while True:
            control.pointed_at = at
            if control.is_selection_valid():
                return
            at = (at + step) % count


def bind(bindings: KeyBindings, typed: Typed, enter: Callable[[Any], None] | None) -> None:
    """Give a list its keys.

    Args:
        bindings: those of the prompt; ours come first.
        typed: the state of what is typed.
        enter: what Enter does; None to keep what the prompt does, tools without a line aside.
    """

    def on(key: Any, call: Callable[[Any], None], filter: Any = True) -> None:
        bindings.add(key, eager=True, filter=filter)(call)

    for character in PRINTABLE:
        on(character, lambda event: typed.add(event.data))
    on(Keys.Backspace, lambda event: typed.back())
    on(Keys.Down, lambda event: typed.move(1))
    on(Keys.Up, lambda event: typed.move(-1))
    count = len(typed.labels)
    for key, step in ((Keys.PageDown, 10), (Keys.PageUp, -10), (Keys.Home, -count), (Keys.End, count)):
        on(key, lambda event, step=step: typed.move(step, wrap=False))  # type: ignore[misc]
    if enter is not None:
        on(" ", lambda event: typed.add(" ") if typed.text else None)
        on(Keys.Enter, enter)
    else:

        def space(_: Any) -> None:
            if typed.goes_on(" "):
                typed.add(" ")
            else:
                typed.tick()

        on(" ", space)
        on(Keys.Enter, lambda event: event.app.exit(result=_taken(typed)), Condition(lambda: typed.chosen is not None))
        # A word that names nothing must not pass for the lines ticked before it.
        lost = Condition(lambda: typed.chosen is None and bool(typed.text) and typed.control.pointed_at < 0)
        on(Keys.Enter, lambda event: typed.missing(), lost)
        # Nor may the line just asked for, which is not ticked.
        on(Keys.Enter, lambda event: typed.to_tick(), Condition(lambda: typed.chosen is None and typed.unticked()))


def _taken(typed: Typed) -> Any:
    assert typed.chosen is not None
    return typed.chosen[0]
