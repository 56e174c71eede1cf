"""Prompts that fit the window: how wide and high it is, lists that scroll, and what follows a resize."""

from __future__ import annotations

import os
import re
import sys
import textwrap
import warnings
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TextIO, cast

# Asking the terminal where the cursor is buys nothing here, and some terminals answer by a warning in English.
os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
if "NO_COLOR" in os.environ:
    os.environ.setdefault("PROMPT_TOOLKIT_COLOR_DEPTH", "DEPTH_1_BIT")

import questionary
from prompt_toolkit.application import Application
from prompt_toolkit.filters import Condition, is_done, to_filter
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.layout.containers import ConditionalContainer, HSplit, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.layout.margins import ConditionalMargin, ScrollbarMargin
from prompt_toolkit.output import Output, create_output
from questionary.prompts.common import InquirerControl

from advisor.interview.keys import Typed

# Ctrl-C at the instant when a prompt makes its event loop leaves both half made; Python then complains, in English, of
# a loop that cannot be closed and of a prompt that was not run. The interruption itself is heard as any other.
warnings.filterwarnings("ignore", r"coroutine 'Application\.run_async' was never awaited", RuntimeWarning)


def _heard_anyway(told: sys.UnraisableHookArgs) -> None:
    half_made = getattr(told.object, "__qualname__", "") == "BaseEventLoop.__del__"
    if not (half_made or isinstance(told.exc_value, KeyboardInterrupt)):
        _usual(told)


_usual, sys.unraisablehook = sys.unraisablehook, _heard_anyway

SMALL = 18
"""Lines under which a window has no room for reminders."""


def window() -> os.terminal_size:
    """Size of the window as it is now; the variables COLUMNS and LINES do not follow a resize and are not read."""
    try:
        return os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return os.terminal_size((80, 24))


def columns() -> int:
    return max(40, window().columns)


class Paper(Protocol):
    """What was printed above a prompt, and can be printed again for a window of another size."""

    def repaint(self) -> int:
        """Print everything again; the number of lines it takes."""


_above: list[Paper] = []


def paper(one: Paper | None) -> None:
    """Say what stands above the next prompts; None when it cannot be printed again."""
    _above[:] = [one] if one else []


def follow(application: Application[Any], resized: Callable[[int], None] = lambda _: None) -> None:
    """Print the whole turn again when the window changes; what is printed above a prompt does not follow by itself."""
    usual = application._on_resize

    def on_resize() -> None:
        if not _above:
            usual()
            return
        application.renderer.erase(leave_alternate_screen=False)
        resized(_above[0].repaint())
        application._request_absolute_cursor_position()
        application._redraw()

    application._on_resize = on_resize  # type: ignore[method-assign]


def instruction(message: str, *texts: str) -> str:
    """The longest hint that stands on one line beside a prompt."""
    return next((text for text in texts if len(message) + len(text) + 5 <= columns()), " ")


# Spaces where French never breaks a line: before : ; ? ! » € %, after «, inside a number.
_BOUND = re.compile(r"(?<=«) | (?=[:;?!»€%])|(?<=\d) (?=\d{3}\b)")


def bound(text: str) -> str:
    """A text whose lines may be broken at any space left plain."""
    return _BOUND.sub("\u00a0", text)


def shown(text: str) -> str:
    """A text with the characters that the terminal has: signs keep their meaning, letters lose their accents only."""
    encoding = _encoding()
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        from advisor.cli.plain import NAME

        # Quotes in ASCII stand against their words: the space inside them must be told from the others.
        return bound(text).encode(encoding, NAME).decode(encoding)
    return text


def _encoding() -> str:
    return getattr(sys.stdout, "encoding", None) or "utf-8"


class _Plain:
    """Standard output for prompts, which count columns: each character lacked becomes one other.

    Texts come here as `shown` made them; what is left are the signs of the prompts themselves, and what is typed.
    """

    encoding = "ascii"

    def write(self, data: str) -> int:
        try:
            data.encode(_encoding())
        except UnicodeEncodeError:
            data = "".join(map(self._one, data))
        return sys.stdout.write(data)

    @staticmethod
    def _one(character: str) -> str:
        near = shown(character)
        # On ASCII the sign in front of prompts would look like a quote.
        return ">" if character == "»" != near else near[:1] or " "

    def flush(self) -> None:
        sys.stdout.flush()

    def isatty(self) -> bool:
        return sys.stdout.isatty()

    def fileno(self) -> int:
        return sys.stdout.fileno()


def output() -> Output | None:
    """Where prompts print when the terminal lacks our characters; None elsewhere, for the usual place."""
    if shown("é●»") == "é●»":
        return None
    return create_output(stdout=cast(TextIO, _Plain()))


def wrapped(text: str, width: int, hang: int) -> str:
    """Text on several lines, the following ones indented."""
    lines = textwrap.wrap(bound(shown(text)), max(20, width), subsequent_indent=" " * hang, break_on_hyphens=False)
    return "\n".join(lines) or text


def listed(question: questionary.Question) -> InquirerControl:
    """The list of a select or a checkbox."""
    windows = question.application.layout.find_all_windows()
    control = next(one.content for one in windows if isinstance(one.content, InquirerControl))
    assert isinstance(control, InquirerControl)
    return control


def fit(
    question: questionary.Question,
    typed: Typed,
    texts: Sequence[str],
    used: int,
    helped: bool,
    keys: str,
    box: int = 0,
) -> None:
    """Bound the height of a list, let it scroll, and show the help of the line pointed at below it.

    Args:
        question: a select or a checkbox.
        typed: what is typed on it; its message is shown at the bottom.
        texts: its lines, wrapped here as the window is and again when it changes.
        used: lines of the window already taken above.
        helped: some lines have a help text.
        keys: what to remind below when the list does not fit, for the lines out of sight.
        box: columns taken by the boxes to tick.
    """
    application = question.application
    application.erase_when_done = True
    # questionary gives a list the buffer of a line of text: some of its keys (Ctrl-O, Alt-Enter, Alt-#) would end the
    # prompt with that text, which is no line of the list.
    application.current_buffer.accept_handler = None
    control = typed.control

    def settle(taken: int) -> None:
        nonlocal used
        used = taken
        for row, text in zip(control.choices, texts, strict=True):
            row.title = wrapped(text, columns() - 6 - box, 6 + box)

    settle(used)
    follow(application, settle)
    listing = next(one for one in application.layout.find_all_windows() if one.content is control)

    def lines() -> int:
        return sum(str(choice.title).count("\n") + 1 for choice in control.choices)

    def below() -> int:
        said = wrapped(typed.message, columns() - 5, 0).count("\n") + 1 if typed.message else 0
        return (2 if helped else 0) + said

    def free() -> int:
        return max(4, window().lines - used - below() - 2)

    def overflows() -> bool:
        return lines() > free()

    def room() -> Dimension:
        return Dimension(max=max(4, free() - reminder().count("\n") - 1) if overflows() and keys else free())

    def reminder() -> str:
        text = wrapped(f"   {keys}", columns() - 2, 3)
        # In a window of a few lines the question and the list come first.
        return text if window().lines >= SMALL else "   Les autres touches : plus bas."

    def pointed() -> StyleAndTextTuples:
        text = (control.get_pointed_at().description or "") if control.pointed_at >= 0 else ""
        lines = wrapped(f"   {text}", columns() - 2, 3).split("\n")
        if len(lines) > 2:
            # The whole of it is on the page of help.
            lines = [lines[0], lines[1][: columns() - 4].rpartition(" ")[0] + " …"]
        return [("class:aide", "\n".join(lines))] if text else []

    listing.height = room
    listing.dont_extend_height = to_filter(True)
    listing.wrap_lines = to_filter(True)
    listing.right_margins = [ConditionalMargin(ScrollbarMargin(display_arrows=True), Condition(overflows))]
    container = application.layout.container
    assert isinstance(container, HSplit)
    if helped:
        aside = Window(FormattedTextControl(pointed), height=Dimension(min=1, max=2), wrap_lines=True)
        container.children.append(ConditionalContainer(aside, filter=~is_done))
    if keys:
        foot = Window(FormattedTextControl(reminder), dont_extend_height=True, wrap_lines=True)
        container.children.append(ConditionalContainer(foot, filter=Condition(overflows) & ~is_done))
    told = Window(
        FormattedTextControl(lambda: [("class:validation-toolbar", wrapped(f"   {typed.message}", columns() - 2, 3))]),
        dont_extend_height=True,
    )
    container.children.append(ConditionalContainer(told, filter=Condition(lambda: bool(typed.message)) & ~is_done))
