"""The ``paper handout`` and ``paper answers`` commands: cases to solve, and their answer book. Heavy imports inside."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from advisor.report.model import Report
    from advisor.rules.course import Level
    from advisor.training.paper.chosen import Chosen


def handout(arguments: argparse.Namespace) -> int:
    """Cases without their answers.

    Raises:
        InputError: the theme, a case or the file cannot be used; nothing was written.
    """
    from advisor.training.paper.handout import handout

    # Whoever prints one wants the other.
    return _deliver(arguments, handout, "cas-a-resoudre", "answers", "Le corrigé de ces cas")


def answers(arguments: argparse.Namespace) -> int:
    """The same cases with their answers.

    Raises:
        InputError: the theme, a case or the file cannot be used; nothing was written.
    """
    from advisor.training.paper.answers import answer_book

    return _deliver(arguments, answer_book, "corrige", "handout", "Les mêmes cas sans les réponses")


def _deliver(arguments: argparse.Namespace, write: Callable[[Chosen], Report], name: str, other: str, what: str) -> int:
    from pathlib import Path

    from advisor.cli.documents import Told, deliver
    from advisor.training.paper.chosen import choose

    levels: dict[str, Level] = {"1": 1, "2": 2, "3": 3}
    chosen = choose(arguments.theme, levels.get(arguments.level), tuple(arguments.case))
    code = deliver(arguments, lambda: Told(write(chosen)), source=Path(name))
    sys.stderr.write(f"{what} : ess-advisor paper {other}{_again(chosen, arguments.case)}\n")
    return code


def _again(chosen: Chosen, cases: list[str]) -> str:
    """The options that give the same cases again."""
    typed: list[tuple[str, object]] = [
        ("--theme", chosen.theme),
        ("--level", chosen.level),
        ("--case", " ".join(cases)),
    ]
    return "".join(f" {option} {value}" for option, value in typed if value)
