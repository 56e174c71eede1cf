"""Prompts: questionary's, in French, with the tools of the interview at hand and lists that fit the window.

Only questionary is imported here, so that the first menu comes at once. Every prompt returns an answer or a `Tool`;
Ctrl-C and a closed input are left to the caller (`KeyboardInterrupt`, `EOFError`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.interview.fitting import columns, fit, follow, instruction, listed, output, shown, wrapped

# isort: split
import questionary
from prompt_toolkit.filters import Condition, is_done
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout.containers import ConditionalContainer, HSplit, Window
from prompt_toolkit.layout.controls import FormattedTextControl

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


_TICK = "(Espace pour cocher, Entrée pour valider)"
SAID = {tool.value: label for tool, label in SHORT_LABELS.items()}


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a list: what is returned, how it is called, and a line of help shown when it is pointed at.

    ``words``: what else it may be called.
    """

    value: Any
    label: str
    help: str = ""
    words: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        return (*self.words, self.help)


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
    texts = [f"{rank:>2} {one.label}" for rank, one in enumerate(options, start=1)]
    numbered = [
        questionary.Choice(text, value=_Pick(one.value), description=one.help)
        for text, one in zip(texts, options, strict=True)
    ]
    keyed = [(key, _Pick(value), label) for key, value, label in extra]
    keyed += [
        (tool.value, _Pick(tool), _tool_label(tool, holder, back)) for tool in Tool if tool in {*tools} - {*hidden}
    ]
    rows: list[questionary.Choice] = list(numbered)
    if keyed:
        texts += ["─" * 30, *(f" {key} {label}" for key, _, label in keyed)]
        rows.append(questionary.Separator(texts[len(numbered)]))
        rows += [questionary.Choice(label, value=value) for _, value, label in keyed]
    start = next((row for row in numbered if current is not None and row.value and row.value.value == current), None)
    question = questionary.select(
        message,
        choices=rows,
        default=start,
        qmark="»",
        instruction=instruction(message, "(flèches, chiffre ou lettre, puis Entrée)", "(puis Entrée)"),
        style=STYLE,
        output=output(),
        use_jk_keys=False,
        use_emacs_keys=False,
        show_description=False,
    )
    bindings = question.application.key_bindings
    assert isinstance(bindings, KeyBindings)
    first = len(numbered) + 1  # below the choices and the separator
    keys: dict[str, tuple[int | None, Any]] = {key: (first + at, value) for at, (key, value, _) in enumerate(keyed)}
    keys |= {tool.value: (None, _Pick(tool)) for tool in hidden}
    control = listed(question)
    if start is None and not preset:
        control.pointed_at = -1
    words = [one.named for one in options]
    typed = Typed(control, [one.label for one in options], keys, names({*tools, *hidden}), SAID, words)

    def enter(event: Any) -> None:
        if typed.chosen is not None:
            event.app.exit(result=typed.chosen[0])
        elif control.pointed_at < 0:
            typed.missing()
        else:
            event.app.exit(result=control.get_pointed_at().value)

    bind(bindings, typed, enter)
    deafen(bindings, Keys.BracketedPaste)
    fit(question, typed, texts, used, any(one.help for one in options), legend([*tools]) if tools else "")
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
    optional: str = "",
) -> list[str] | Tool:
    """Several choices in a list: space ticks, Enter validates; a letter, then Enter, calls a tool.

    With ``optional``, Enter alone ticks nothing, and does what it says.
    """
    texts = [f"{rank:>2} {one.label}" for rank, one in enumerate(options, start=1)]
    rows = [
        questionary.Choice(text, value=one.value, description=one.help, checked=one.value in current)
        for text, one in zip(texts, options, strict=True)
    ]

    def verdict(values: list[str]) -> bool | str:
        said = check(values)
        if said:
            typed.clear()
        return said or True

    question = questionary.checkbox(
        message,
        choices=rows,
        qmark="»",
        instruction=instruction(
            message,
            f"(Espace pour cocher ; Entrée seule : {optional})" if optional else _TICK,
            "(Espace, puis Entrée)",
        ),
        style=STYLE,
        output=output(),
        validate=verdict,
        use_jk_keys=False,
        use_emacs_keys=False,
        show_description=False,
    )
    bindings = question.application.key_bindings
    assert isinstance(bindings, KeyBindings)
    control = listed(question)
    if optional and not current:
        control.pointed_at = -1
    keys = {tool.value: (None, tool) for tool in tools}
    words = [one.named for one in options]
    typed = Typed(control, [one.label for one in options], keys, names(tools), SAID, words, optional)
    bind(bindings, typed, None)
    deafen(bindings, Keys.BracketedPaste)
    fit(question, typed, texts, used, any(one.help for one in options), "", box=2)
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
    empty: str = "",
    replace: bool = False,
    free: bool = False,
    check: Callable[[str], str | None] = lambda _: None,
) -> str | Tool:
    """A line of text; a refused one stays on screen with the reason, until something else is typed.

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
        # The cursor stands at the end already: these keys mean that the text is kept.
        settle()
        if event.key_sequence[0].key is Keys.Backspace:
            event.current_buffer.delete_before_cursor()

    for key in (Keys.Right, Keys.End, Keys.Backspace):
        bindings.add(key, filter=Condition(lambda: spent))(edit)

    deafen(bindings)
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


def deafen(bindings: KeyBindings, *also: Keys) -> None:
    """Let the keys of a shell, and others, do nothing: they would end a prompt, or write English over it."""
    for keys in (*_OF_A_SHELL, *((key,) for key in also)):
        bindings.add(*keys)(lambda _: None)


def wait(message: str = "Entrée pour continuer", keys: Collection[str] = ("q",)) -> str:
    """Until a key is pressed; the one pressed when it is among ``keys``, else an empty text."""
    question = questionary.press_any_key_to_continue(f"[{shown(message)}]", style=STYLE, output=output())
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


def _once_shown(question: questionary.Question, call: Callable[[], None]) -> None:
    def shown(application: Any) -> None:
        application.after_render -= shown
        call()

    question.application.after_render += shown


def _bind_exit(bindings: KeyBindings, key: str, value: Any) -> None:
    @bindings.add(key, eager=True)
    def _(event: Any) -> None:
        event.app.exit(result=value)
