"""The ``quiz`` command: in a terminal, a session; elsewhere, or into a file, a sheet to print."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from advisor.training.quiz.session import Session


def quiz(arguments: argparse.Namespace) -> int:
    """Ask questions, or print them with their answers.

    Raises:
        InputError: no such theme, nothing to ask, a damaged progress, or a file that cannot be written.
    """
    from pathlib import Path

    from advisor.common.errors import InputError, Problem

    session = _session(arguments)
    if arguments.format is None and arguments.output is None and sys.stdin.isatty() and sys.stdout.isatty():
        from advisor.cli.interview.quiz import play
        from advisor.cli.output import OK

        play(session, Path(arguments.progress) if arguments.progress else None)
        return OK
    if arguments.progress:
        raise InputError(
            Problem(
                "la progression ne sert que dans un terminal, quand on répond aux questions.",
                mend="Pour imprimer une feuille, retirez --progress.",
            )
        )
    from advisor.cli.documents import Told, deliver
    from advisor.training.quiz.bank import Bank
    from advisor.training.quiz.session import Quiz
    from advisor.training.quiz.sheet import draw_sheet, sheet_report

    def say() -> Told:
        sheet = draw_sheet(Quiz(Bank(session.theme, session.on, session.seed), session))
        return Told(sheet_report(sheet), sheet.model_dump_json(indent=2))

    # Without a name of its own, the sheet is named after what drew it, and written where one stands.
    return deliver(arguments, say, source=Path(f"quiz-{session.seed}"))


def _session(arguments: argparse.Namespace) -> Session:
    import random

    from advisor.training.quiz.session import Session

    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1_000_000)
    return Session(seed=seed, total=arguments.questions, start=arguments.level, theme=arguments.theme, on=arguments.on)
