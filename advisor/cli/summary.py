"""The ``summary`` command: which period, which dossiers, which document. Heavy imports are made inside."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from pathlib import Path

    from advisor.desk.shelf import Damaged
    from advisor.desk.summary.period import Period
    from advisor.report.model import Report


def summary(arguments: argparse.Namespace) -> int:
    """The activity report of the desk, on screen or in a file.

    Raises:
        InputError: the period, the folder, the letterhead or the file cannot be used; nothing was written.
    """
    from datetime import date
    from pathlib import Path

    from advisor.cli.documents import Told, deliver
    from advisor.desk.summary.period import chosen_period

    period = chosen_period(
        date.today(), start=arguments.start, end=arguments.end, year=arguments.year, quarter=arguments.quarter
    )
    # Without a name of its own, the file is named after the period, and written where one stands.
    named = f"bilan_{period.start.isoformat() if period.start.year > 1 else 'debut'}_{period.end.isoformat()}"
    return deliver(arguments, lambda: Told(_build(arguments, Path(arguments.dossiers), period)), source=Path(named))


def _build(arguments: argparse.Namespace, folder: Path, period: Period) -> Report:
    from advisor.cli.desk import _progress
    from advisor.common.errors import InputError, Problem
    from advisor.desk.shelf import read_shelf
    from advisor.desk.summary import SMALLEST, write_summary
    from advisor.rules.load import load_knowledge

    if not folder.exists():
        raise InputError(
            Problem(
                "ce répertoire de dossiers n'existe pas.",
                str(folder),
                mend="Donnez-le avant le nom de la commande : ess-advisor --dossiers REPERTOIRE summary.",
            )
        )
    knowledge = load_knowledge()
    shelf = read_shelf(folder, archived=not arguments.without_archived, knowledge=knowledge)
    smallest = SMALLEST if arguments.smallest is None else arguments.smallest
    return write_summary(shelf, period, knowledge, smallest=smallest, tick=_progress(shelf), tell=_tell_damaged)


def _tell_damaged(damaged: tuple[Damaged, ...]) -> None:
    """Files left out are told on the screen of the adviser, never in the report."""
    if not damaged:
        return
    many = len(damaged) > 1
    count = f"{len(damaged)} dossiers n'ont pas pu être lus" if many else "Un dossier n'a pas pu être lu"
    sys.stderr.write(f"{count} et {'manquent' if many else 'manque'} au bilan :\n")
    for one in damaged:
        sys.stderr.write(f"- {one.problems[0] if one.problems else one.path}\n")
