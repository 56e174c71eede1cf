"""Prompts in French, with the tools of the interview at hand and lists that fit the window.

Every prompt returns an answer or a `Tool`; Ctrl-C and a closed input are left to the caller (`KeyboardInterrupt`,
`EOFError`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from prompt_toolkit.filters import Condition
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.containers import Window
from prompt_toolkit.layout.controls import FormattedTextControl

from advisor.cli.interview.keys import Choice, ListState, ask
from advisor.cli.interview.terminal_layout import STYLE, application, columns, follow, output, wrapped
from advisor.common.ascii import shown
from advisor.common.french import too_long
from advisor.interview.tools import ALL_TOOLS, Tool, called, legend


def pick(
    message: str,
    options: Sequence[Choice],
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
    """Ask for one choice in a list: a number, a letter or the first letters of a line point at it, Enter takes it.

    Args:
        message: short prompt; the question itself is printed above by the caller.
        options: the choices.
        tools: offered below the choices.
        current: value pointed at first.
        preset: point at the first line when there is no current value; without it, Enter alone takes nothing.
        used: lines of the window already printed above.
        holder: who knows the answer, said beside « je ne sais pas ».
        extra: further lines as (key, value, label).
        back: what « retour », then offered, does here, when it does not lead to the question before.
        hidden: tools whose key works without a line of their own.
        on_shown: called once, when the list is on screen.
    """
    offered = {*tools, Tool.BACK} if back else {*tools}
    labels = {tool: tool.label for tool in Tool if tool in offered - {*hidden}}
    if back:
        labels[Tool.BACK] = back
    if holder and Tool.UNKNOWN in labels:
        labels[Tool.UNKNOWN] += f" (qui sait : {holder})"
    keyed = [*extra, *((tool.value, tool, label) for tool, label in labels.items())]
    start = [rank for rank, one in enumerate(options) if current is not None and one.value == current][:1]
    typed = ListState(options, keyed, hidden, at=start[0] if start else 0 if preset else -1, ticked=start)
    hints = ("(flèches, chiffre ou lettre, puis Entrée)", "(puis Entrée)")
    return ask(typed, message, hints, used, legend(offered), on_shown)


def pick_many(
    message: str,
    options: Sequence[Choice],
    *,
    tools: Collection[Tool] = (),
    current: Collection[str] = (),
    used: int = 0,
    check: Callable[[list[str]], str | None] = lambda _: None,
    optional: str = "",
) -> list[str] | Tool:
    """Ask for several choices in a list: space ticks, Enter validates; a letter, then Enter, calls a tool.

    With ``optional``, Enter alone ticks nothing, and does what it says.
    """
    ticked = [rank for rank, one in enumerate(options) if one.value in current]
    at = -1 if optional and not ticked else 0
    typed = ListState(options, hidden=tools, at=at, ticked=ticked, check=check, optional=optional)
    hint = f"(Espace pour cocher{f' ; Entrée seule : {optional}' if optional else ', Entrée pour valider'})"
    chosen: list[str] | Tool = ask(typed, message, (hint, "(Espace, puis Entrée)"), used)
    return chosen


def write(
    message: str,
    *,
    tools: Collection[Tool] = (),
    default: str = "",
    keep: str = "",
    empty: str = "",
    replace: bool = False,
    free: bool = False,
    check: Callable[[str], str | None] = lambda _: None,
) -> str | Tool:
    """Ask for a line of text; a refused one stays on screen with the reason, until something else is typed.

    A letter of a tool alone, or its name, calls it.

    Args:
        message: short prompt.
        tools: what a letter may call.
        default: text to edit.
        keep: answer that Enter alone keeps; unlike ``default``, it is not shown in the field.
        empty: answer that Enter gives once the field has been emptied.
        replace: what is typed first replaces ``default``, as it does a refused text; moving or erasing keeps it.
        free: any text will do, letters that call tools elsewhere included.
        check: reason to refuse a text, None to accept it.
    """
    spent = replace and bool(default)  # what the field holds gives way to what is typed next

    def verdict(text: str) -> bool | str:
        nonlocal spent
        if called(text, tools):
            return True
        # A small letter that calls a tool elsewhere is a slip, never an answer.
        bare = text.strip()
        stray = called(text, ALL_TOOLS) if len(bare) == 1 and bare.islower() and not free else None
        said = f"« {bare} » seul ne fait rien ici. Écrivez la réponse." if stray else None
        said = said or too_long(bare) or check(bare or keep or empty)
        spent = bool(said)
        return said or True

    bindings = KeyBindings()

    def settle(_: Any = None) -> None:
        nonlocal spent
        spent = False

    def overwrite(event: Any) -> None:
        settle()
        event.current_buffer.reset()
        event.current_buffer.insert_text(event.data.replace("\r", "").replace("\n", " "))

    for key in (Keys.Any, Keys.BracketedPaste):
        bindings.add(key, filter=Condition(lambda: spent))(overwrite)

    def edit(event: Any) -> None:
        # The cursor stands at the end already: these keys mean that the text stays.
        settle()
        if event.key_sequence[0].key is Keys.Backspace:
            event.current_buffer.delete_before_cursor()

    for key in (Keys.Right, Keys.End, Keys.Backspace):
        bindings.add(key, filter=Condition(lambda: spent))(edit)

    deafen(bindings)
    import questionary

    question = questionary.text(
        wrapped(message, columns() - 4, 2),
        default=default,
        qmark="»",
        style=STYLE,
        output=output(),
        validate=verdict,
        validate_while_typing=False,
        key_bindings=bindings,
    )
    question.application.erase_when_done = True
    follow(question.application)
    buffer = question.application.current_buffer
    buffer.on_cursor_position_changed += settle
    buffer.on_text_changed += settle
    text: str = _decoded(question.unsafe_ask())
    return called(text, tools) or text.strip() or keep or empty


def _decoded(text: str) -> str:
    """What was typed with accents where only plain letters were expected: its bytes are most often UTF-8."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return text


_OF_A_SHELL: tuple[tuple[Keys | str, ...], ...] = (
    *((key,) for key in (Keys.ControlL, Keys.ControlO, Keys.ControlR, Keys.ControlS, Keys.ControlZ)),
    *((Keys.Escape, sign) for sign in "#-0123456789"),
)
"""Keys that, in a shell, take the text, look back in it, count, wipe the screen or suspend."""


def deafen(bindings: KeyBindings) -> None:
    """Let the keys of a shell do nothing: they would end a prompt, or write English over it."""
    for keys in _OF_A_SHELL:
        bindings.add(*keys)(lambda _: None)


def wait(message: str = "Entrée pour continuer", keys: Collection[str] = ("q",)) -> str:
    """Wait until a key is pressed; returns the one pressed when it is among ``keys``, else an empty text."""
    bindings = KeyBindings()
    bindings.add(Keys.Any)(lambda event: event.app.exit(result=event.data if event.data in keys else ""))
    control = FormattedTextControl([("class:question", f" [{shown(message)}] ")], show_cursor=False)
    return str(application(Window(control, wrap_lines=True, dont_extend_height=True), bindings).run())
