"""Prompts: questionary's, in French, with the tools of the interview at hand and lists that fit the window.

Only questionary is imported here, so that the first menu comes at once. Every prompt returns an answer or a `Tool`;
Ctrl-C and a closed input are left to the caller (`KeyboardInterrupt`, `EOFError`).
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

# Asking the terminal where the cursor is buys nothing here, and some terminals answer by a warning in English.
os.environ.setdefault("PROMPT_TOOLKIT_NO_CPR", "1")
if "NO_COLOR" in os.environ:
    os.environ.setdefault("PROMPT_TOOLKIT_COLOR_DEPTH", "DEPTH_1_BIT")

import questionary
from prompt_toolkit.filters import Condition, is_done, to_filter
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.containers import ConditionalContainer, HSplit, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.layout.margins import ConditionalMargin, ScrollbarMargin
from questionary.prompts.common import InquirerControl

from advisor.interview.keys import Typed, bind
from advisor.interview.tools import ALL_TOOLS, SHORT_LABELS, TOOL_LABELS, Tool, called, legend, names
from advisor.values import too_long

STYLE = questionary.Style(
    [
        ("qmark", "bold"),
        ("question", "bold"),
        ("answer", "bold"),
        ("pointer", "bold"),
        ("highlighted", "bold reverse"),
        ("selected", "bold"),
        ("separator", ""),
        ("instruction", "italic"),
        ("aide", "italic"),
        ("validation-toolbar", "bold reverse"),
    ]
)


SAID = {tool.value: label for tool, label in SHORT_LABELS.items()}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a list: what is returned, how it is called, and a line of help shown when it is pointed at."""

    value: Any
    label: str
    help: str = ""


def window() -> os.terminal_size:
    """Size of the window as it is now; the variables COLUMNS and LINES do not follow a resize and are not read."""
    try:
        return os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return os.terminal_size((80, 24))


def columns() -> int:
    return max(40, window().columns)


def wrapped(text: str, width: int, hang: int) -> str:
    """Text on several lines, the following ones indented."""
    lines = textwrap.wrap(text, max(20, width), subsequent_indent=" " * hang, break_long_words=True)
    return "\n".join(lines) or text


def pick(
    message: str,
    options: Sequence[Option],
    *,
    tools: Collection[Tool] = (),
    current: Any = None,
    preset: bool = True,
    used: int = 0,
    holder: str = "",
    extra: Sequence[tuple[str, Any, str]] = (),
    back: str = "",
    hidden: Collection[Tool] = (),
    on_shown: Callable[[], None] | None = None,
) -> Any:
    """One choice in a list: a number, a letter or the first letters of a line point at it, Enter takes it.

    Args:
        message: short prompt; the question itself is printed above by the caller.
        options: the choices.
        tools: offered below the choices.
        current: value pointed at first.
        preset: point at the first line when there is no current value; without it, Enter alone takes nothing.
        used: lines of the window already printed above.
        holder: who knows the answer, said beside « je ne sais pas ».
        extra: further lines as (key, value, label).
        back: what « retour » does here, when it does not lead to the question before.
        hidden: tools whose key works without a line of their own.
        on_shown: called once, when the list is on screen.
    """
    width = columns() - 6
    numbered = [
        questionary.Choice(wrapped(f"{rank:>2} {one.label}", width, 6), value=_Pick(one.value), description=one.help)
        for rank, one in enumerate(options, start=1)
    ]
    keyed = [(key, _Pick(value), label) for key, value, label in extra]
    keyed += [
        (tool.value, _Pick(tool), _tool_label(tool, holder, back)) for tool in Tool if tool in {*tools} - {*hidden}
    ]
    rows: list[questionary.Choice] = list(numbered)
    if keyed:
        rows.append(questionary.Separator("─" * min(width, 40)))
        rows += [questionary.Choice(wrapped(f" {key} {label}", width, 6), value=value) for key, value, label in keyed]
    start = next((row for row in numbered if current is not None and row.value and row.value.value == current), None)
    question = questionary.select(
        message,
        choices=rows,
        default=start,
        qmark="»",
        instruction="(flèches, chiffre ou lettre, puis Entrée)",
        style=STYLE,
        use_jk_keys=False,
        use_emacs_keys=False,
        show_description=False,
    )
    bindings = question.application.key_bindings
    assert isinstance(bindings, KeyBindings)
    first = len(numbered) + 1  # below the choices and the separator
    keys: dict[str, tuple[int | None, Any]] = {key: (first + at, value) for at, (key, value, _) in enumerate(keyed)}
    keys |= {tool.value: (None, _Pick(tool)) for tool in hidden}
    control = _list(question)
    if start is None and not preset:
        control.pointed_at = -1
    typed = Typed(control, [one.label for one in options], keys, names({*tools, *hidden}), SAID)

    def enter(event: Any) -> None:
        if typed.chosen is not None:
            event.app.exit(result=typed.chosen[0])
        elif control.pointed_at < 0:
            typed.missing()
        else:
            event.app.exit(result=control.get_pointed_at().value)

    bind(bindings, typed, enter)
    _fit(question, typed, used, any(one.help for one in options), legend([*tools]) if tools else "")
    if on_shown is not None:
        _once_shown(question, on_shown)
    picked: _Pick = question.unsafe_ask()
    return picked.value


@dataclass(frozen=True, slots=True, eq=False)
class _Pick:
    """A value as questionary handles it: compared by identity, so that any value will do."""

    value: Any


def _tool_label(tool: Tool, holder: str, back: str) -> str:
    label = back if tool is Tool.BACK and back else TOOL_LABELS[tool]
    return f"{label} (qui sait : {holder})" if tool is Tool.UNKNOWN and holder else label


def pick_many(
    message: str,
    options: Sequence[Option],
    *,
    tools: Collection[Tool] = (),
    current: Collection[str] = (),
    used: int = 0,
    check: Callable[[list[str]], str | None] = lambda _: None,
) -> list[str] | Tool:
    """Several choices in a list: space ticks, Enter validates; a letter, then Enter, calls a tool."""
    width = columns() - 8
    rows = [
        questionary.Choice(
            wrapped(f"{rank:>2} {one.label}", width, 8),
            value=one.value,
            description=one.help,
            checked=one.value in current,
        )
        for rank, one in enumerate(options, start=1)
    ]

    def verdict(values: list[str]) -> bool | str:
        return check(values) or True

    question = questionary.checkbox(
        message,
        choices=rows,
        qmark="»",
        instruction="(Espace pour cocher, Entrée pour valider)",
        style=STYLE,
        validate=verdict,
        use_jk_keys=False,
        use_emacs_keys=False,
        show_description=False,
    )
    bindings = question.application.key_bindings
    assert isinstance(bindings, KeyBindings)
    control = _list(question)
    keys = {tool.value: (None, tool) for tool in tools}
    typed = Typed(control, [one.label for one in options], keys, names(tools), SAID)
    bind(bindings, typed, None)
    _fit(question, typed, used, any(one.help for one in options), "")
    container = question.application.layout.container
    assert isinstance(container, HSplit)
    # questionary shows refusals in a toolbar that terminals of unknown height never draw.
    reason = Window(FormattedTextControl(lambda: control.error_message), wrap_lines=True, dont_extend_height=True)
    refused = Condition(lambda: control.error_message is not None)
    container.children.append(ConditionalContainer(reason, filter=refused & ~is_done))
    result: list[str] | Tool = question.unsafe_ask()
    return result


def write(
    message: str,
    *,
    tools: Collection[Tool] = (),
    default: str = "",
    keep: str = "",
    check: Callable[[str], str | None] = lambda _: None,
) -> str | Tool:
    """A line of text; a refused one stays on screen with the reason, until something else is typed.

    A letter of a tool alone, or its name, calls it.

    Args:
        message: short prompt.
        tools: what a letter may call.
        default: text to edit.
        keep: answer that Enter alone keeps; unlike ``default``, typing replaces it.
        check: reason to refuse a text, None to accept it.
    """

    refused = False

    def verdict(text: str) -> bool | str:
        nonlocal refused
        if called(text, tools):
            return True
        # A small letter that calls a tool elsewhere is a slip, never an answer.
        bare = text.strip()
        stray = called(text, ALL_TOOLS) if len(bare) == 1 and bare.islower() else None
        said = f"« {bare} » seul ne fait rien ici. Écrivez la réponse." if stray else None
        said = said or too_long(bare) or check(bare or keep)
        refused = bool(said)
        return said or True

    bindings = KeyBindings()

    def settle(_: Any = None) -> None:
        nonlocal refused
        refused = False

    def replace(event: Any) -> None:
        # What was refused is replaced by what is typed or pasted next; moving in it, or erasing, keeps it.
        settle()
        event.current_buffer.reset()
        event.current_buffer.insert_text(event.data.replace("\r", "").replace("\n", " "))

    for key in (Keys.Any, Keys.BracketedPaste):
        bindings.add(key, filter=Condition(lambda: refused))(replace)

    question = questionary.text(
        message,
        default=default,
        qmark="»",
        style=STYLE,
        validate=verdict,
        validate_while_typing=False,
        key_bindings=bindings,
    )
    question.application.erase_when_done = True
    buffer = question.application.current_buffer
    buffer.on_cursor_position_changed += settle
    buffer.on_text_changed += settle
    text: str = question.unsafe_ask()
    return called(text, tools) or text.strip() or keep


def wait(message: str = "Entrée pour continuer", keys: Collection[str] = ("q",)) -> str:
    """Until a key is pressed; the one pressed when it is among ``keys``, else an empty text."""
    question = questionary.press_any_key_to_continue(f"[{message}]", style=STYLE)
    bindings = KeyBindings()
    for key in keys:
        _bind_exit(bindings, key, key)
    _bind_exit(bindings, Keys.Any, "")

    @bindings.add(Keys.ControlC, eager=True)
    def _(event: Any) -> None:
        event.app.exit(exception=KeyboardInterrupt)

    question.application.key_bindings = bindings
    question.application.erase_when_done = True
    return str(question.unsafe_ask())


# -- fitting questionary to the window ----------------------------------------------------------------------------


def _list(question: questionary.Question) -> InquirerControl:
    """The list of a select or a checkbox."""
    windows = question.application.layout.find_all_windows()
    control = next(one.content for one in windows if isinstance(one.content, InquirerControl))
    assert isinstance(control, InquirerControl)
    return control


def _fit(question: questionary.Question, typed: Typed, used: int, helped: bool, keys: str) -> None:
    """Bound the height of a list, let it scroll, and show the help of the line pointed at below it.

    Args:
        question: a select or a checkbox.
        typed: what is typed on it; its message is shown at the bottom.
        used: lines of the window already taken above.
        helped: some lines have a help text.
        keys: what to remind below when the list does not fit, for the lines out of sight.
    """
    application = question.application
    application.erase_when_done = True
    control = typed.control
    listing = next(one for one in application.layout.find_all_windows() if one.content is control)

    def lines() -> int:
        return sum(str(choice.title).count("\n") + 1 for choice in control.choices)

    def below() -> int:
        return (2 if helped else 0) + (1 if typed.message else 0)

    def free() -> int:
        return max(4, window().lines - used - below() - 2)

    def overflows() -> bool:
        return lines() > free()

    def room() -> Dimension:
        return Dimension(max=max(4, free() - reminder().count("\n") - 1) if overflows() and keys else free())

    def reminder() -> str:
        return wrapped(f"   {keys}", columns() - 2, 3)

    def pointed() -> StyleAndTextTuples:
        text = (control.get_pointed_at().description or "") if control.pointed_at >= 0 else ""
        return [("class:aide", wrapped(f"   {text}", columns() - 2, 3))] if text else []

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
    told = Window(FormattedTextControl(lambda: [("class:validation-toolbar", f"   {typed.message}")]), height=1)
    container.children.append(ConditionalContainer(told, filter=Condition(lambda: bool(typed.message)) & ~is_done))


def _once_shown(question: questionary.Question, call: Callable[[], None]) -> None:
    def shown(application: Any) -> None:
        application.after_render -= shown
        call()

    question.application.after_render += shown


def _bind_exit(bindings: KeyBindings, key: str, value: Any) -> None:
    @bindings.add(key, eager=True)
    def _(event: Any) -> None:
        event.app.exit(result=value)
