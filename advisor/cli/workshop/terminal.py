"""The workshop in a terminal: the whole window, key presses only."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl

from advisor.cli.interview.terminal_layout import STYLE, Workplace, output, window
from advisor.cli.workshop.controller import Player
from advisor.cli.workshop.fullscreen import Face
from advisor.cli.workshop.setup import Setup, WorkshopWish
from advisor.common.ascii import shown
from advisor.common.errors import EngineError, InputError
from advisor.rules.course import load_course
from advisor.rules.load import load_knowledge
from advisor.training.workshop.model import Bench
from advisor.training.workshop.programme import SessionStore

_NAMED = {
    Keys.Right: "right",
    Keys.Left: "left",
    Keys.Up: "left",
    Keys.Down: "right",
    Keys.PageDown: "pagedown",
    Keys.PageUp: "pageup",
    Keys.Enter: "enter",
    Keys.Backspace: "backspace",
    Keys.Delete: "delete",
    Keys.Escape: "escape",
    Keys.ControlC: "ctrl-c",
}


def play(place: Workplace, wanted: WorkshopWish | None = None) -> None:
    """Set up a session, or take one up, and play it until it is stopped.

    Raises:
        InputError: the rules or the course are damaged, or another window went on with the session.
    """
    bench, store = Bench(load_knowledge(), load_course()), SessionStore(place.folder)
    blocks = shown("█▀▄") == "█▀▄"
    setup = Setup(bench, store, wanted or WorkshopWish(), blocks)
    _run(setup)
    if setup.session is None:
        return
    player = Player(setup.session, bench, store.save, blocks)
    _run(player)
    if player.ended_by is not None:
        raise player.ended_by
    ended = "Les dernières étapes n'ont pas pu être enregistrées" if player.unsaved else "Séance enregistrée"
    sys.stdout.write(f"\n{ended} dans {store.path}\nPour la reprendre : ess-advisor journee\n")
    sys.stdout.flush()


def _run(face: Face) -> None:
    """Show a face until it is over."""
    if face.over:
        return
    # A closed window leaves what was saved, which is everything.
    with contextlib.suppress(KeyboardInterrupt, EOFError):
        _application(face).run()


def _application(face: Face) -> Application[None]:
    bindings = KeyBindings()

    def done(application: Application[None], act: Callable[[], None]) -> None:
        """Do something to the face; a defect ends the window first, so that it is reported like any other."""
        try:
            act()
        except (InputError, EngineError) as error:
            face.flash = str(error)
        except Exception as error:
            application.exit(exception=error)
            return
        if face.over:
            application.exit()

    def press(event: Any, key: str) -> None:
        done(event.app, lambda: face.press(key))

    for name, key in _NAMED.items():
        bindings.add(name, eager=name is not Keys.Escape)(lambda event, key=key: press(event, key))
    bindings.add(Keys.Any)(lambda event: press(event, event.data))

    def paste(event: Any) -> None:
        for one in event.data:
            if one.isprintable() and not face.over:
                press(event, one)

    bindings.add(Keys.BracketedPaste)(paste)

    def drawn() -> StyleAndTextTuples:
        lines = face.lines(*window())
        fragments: StyleAndTextTuples = [fragment for line in lines for fragment in (*line, ("", "\n"))]
        return fragments[:-1]

    def work(application: Application[None]) -> None:
        if face.work is None:
            return
        done(application, face.finish_work)
        if not face.over:
            application.invalidate()

    application: Application[None] = Application(
        layout=Layout(Window(FormattedTextControl(drawn, show_cursor=False), wrap_lines=False)),
        key_bindings=bindings,
        full_screen=True,
        style=STYLE,
        output=output(),
        after_render=work,
    )
    # A lone Escape must not be waited for as the start of an arrow.
    application.ttimeoutlen = 0.05
    application.timeoutlen = 0.05
    return application
