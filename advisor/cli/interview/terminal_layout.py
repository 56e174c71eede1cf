"""What prompts stand on: the size of the window, what follows a resize, the characters it has; where one works."""

from __future__ import annotations

import os
import sys
import textwrap
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TextIO, cast

from prompt_toolkit.application import Application
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import AnyContainer, Layout
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.styles import Style

from advisor.common.ascii import shown, terminal_encoding
from advisor.common.french import bound

STYLE = Style(
    [
        ("qmark", "fg:#5f819d bold"),
        ("question", "bold"),
        ("answer", "bold"),
        ("pointer", "bold"),
        ("highlighted", "bold reverse"),
        ("selected", "bold"),
        ("instruction", "italic"),
        ("aide", "italic"),
        ("validation-toolbar", "bold reverse"),
        ("nbsp", "nounderline fg:default"),  # a blank like any other
    ]
)


# Ctrl-C at the instant when a prompt makes its event loop leaves both half made; Python then complains, in English, of
# a loop that cannot be closed and of a prompt that was not run. The interruption itself is heard as any other.
warnings.filterwarnings("ignore", r"coroutine 'Application\.run_async' was never awaited", RuntimeWarning)


def _heard_anyway(unraisable: sys.UnraisableHookArgs) -> None:
    half_made = getattr(unraisable.object, "__qualname__", "") == "BaseEventLoop.__del__"
    if not (half_made or isinstance(unraisable.exc_value, KeyboardInterrupt)):
        _usual(unraisable)


_usual, sys.unraisablehook = sys.unraisablehook, _heard_anyway


SMALL = 18
"""Lines under which a window has no room for reminders."""


def window() -> os.terminal_size:
    """Return the size of the window now; the variables COLUMNS and LINES do not follow a resize and are not read."""
    try:
        return os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return os.terminal_size((80, 24))


def columns() -> int:
    return max(40, window().columns)


_above: list[Callable[[], int]] = []


def paper(repaint: Callable[[], int] | None) -> None:
    """Say how to print again what stands above the next prompts, and how many lines that takes; None: it cannot be."""
    _above[:] = [repaint] if repaint else []


def application(container: AnyContainer, keys: KeyBindings) -> Application[Any]:
    """Return a prompt of ours, erased once it is answered."""
    for key in (Keys.ControlC, Keys.SIGINT):
        keys.add(key)(lambda event: event.app.exit(exception=KeyboardInterrupt))
    return Application(Layout(container), key_bindings=keys, style=STYLE, output=output(), erase_when_done=True)


def follow(prompt: Application[Any], resized: Callable[[int], None] = lambda _: None) -> None:
    """Print the whole turn again when the window changes; what is printed above a prompt does not follow by itself."""
    size = window()

    def check(_: Any) -> None:
        nonlocal size
        before, size = size, window()
        if size != before and _above:
            prompt.renderer.erase(leave_alternate_screen=False)
            resized(_above[0]())

    prompt.before_render += check


def instruction(message: str, *texts: str) -> str:
    """Return the longest hint that stands on one line beside a prompt."""
    return next((text for text in texts if len(message) + len(text) + 5 <= columns()), " ")


class _Plain:
    """Standard output for prompts, which count columns: each character lacked becomes one other.

    Texts come here as `shown` made them; what is left are the signs of the prompts themselves, and what is typed.
    """

    encoding = "ascii"

    def write(self, data: str) -> int:
        try:
            data.encode(terminal_encoding())
        except UnicodeEncodeError:
            # On ASCII the sign in front of prompts would look like a quote.
            near = ((one, shown(one)) for one in data)
            data = "".join(">" if one == "»" != sign else sign[:1] or " " for one, sign in near)
        return sys.stdout.write(data)

    def flush(self) -> None:
        sys.stdout.flush()

    def isatty(self) -> bool:
        return sys.stdout.isatty()

    def fileno(self) -> int:
        return sys.stdout.fileno()


def output() -> Output:
    """Return where prompts print."""
    made = create_output(None if shown("é●»") == "é●»" else cast(TextIO, _Plain()))
    if isinstance(made, Vt100_Output):
        # Asking the terminal where the cursor is buys nothing here, and some answer by a warning in English.
        made.enable_cpr = False
        if os.environ.get("NO_COLOR"):
            made.default_color_depth = ColorDepth.DEPTH_1_BIT
    return made


def wrapped(text: str, width: int, hang: int) -> str:
    """Wrap a text on several lines, the following ones indented."""
    lines = textwrap.wrap(bound(shown(text)), max(20, width), subsequent_indent=" " * hang, break_on_hyphens=False)
    return "\n".join(lines) or text


class Workplace(NamedTuple):
    """The folder of dossiers, where letterhead and register are looked for, and the register named by hand, if any."""

    folder: Path
    register: str | None = None
