"""The ``workshop`` command: what is asked of the session before the window is taken. Heavy imports are made inside."""

from __future__ import annotations

import argparse
import sys

from advisor.cli.output import OK


def workshop(arguments: argparse.Namespace) -> int:
    """Animate the information day in the terminal.

    Raises:
        InputError: no terminal, no such theme or case, or the session cannot be kept.
    """
    from pathlib import Path

    from advisor.common.errors import InputError, Problem

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            Problem("l'atelier demande un terminal.", mend="Lancez « ess-advisor workshop » dans un terminal.")
        )
    from advisor.cli.interview.place import Place
    from advisor.cli.workshop.setup import Wanted
    from advisor.cli.workshop.terminal import play
    from advisor.training.workshop.programme import known_theme, one_case

    wanted = Wanted(
        theme=None if arguments.theme is None else known_theme(arguments.theme),
        level=arguments.level,
        teams=arguments.teams,
        case=None if arguments.case is None else one_case(arguments.case),
        new=arguments.new,
    )
    play(Place(Path(arguments.dossiers), arguments.register), wanted)
    return OK
