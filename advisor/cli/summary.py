"""The ``summary`` command: which period, which dossiers, which document. Heavy imports are made inside."""

from __future__ import annotations

import argparse
import sys

from advisor.cli.output import OK, coloured, emit

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from pathlib import Path

    from advisor.desk.shelf import Damaged
    from advisor.desk.summary import Period
    from advisor.report.document import DocumentFormat
    from advisor.report.model import Report


def summary(arguments: argparse.Namespace) -> int:
    """The activity report of the desk, on screen or in a file.

    Raises:
        InputError: the period, the folder, the letterhead or the file cannot be used; nothing was written.
    """
    from datetime import date
    from pathlib import Path

    from advisor.cli.documents import _format, _refuse
    from advisor.desk.summary import chosen_period
    from advisor.files import refuse_unwritable, write_atomically
    from advisor.report import render_report
    from advisor.report.document import render_document
    from advisor.report.letterhead import find_letterhead

    period = chosen_period(
        date.today(), start=arguments.start, end=arguments.end, year=arguments.year, quarter=arguments.quarter
    )
    folder = Path(arguments.dossiers)
    fmt = _format(arguments.format, arguments.output)
    target = _target(arguments.output, fmt, period)
    if target is not None:
        _refuse(target, folder, Path(arguments.letterhead) if arguments.letterhead else None)
        refuse_unwritable(str(target), "--output")
    letterhead = find_letterhead(arguments.letterhead, folder)
    report = _build(arguments, folder, period)
    if target is None or fmt == "terminal":
        plain = "terminal" if fmt not in ("markdown", "json") else fmt
        emit(render_report(report, plain, width=arguments.width, color=coloured(arguments)), arguments.output)
        return OK
    write_atomically(target, render_document(report, fmt, letterhead))
    sys.stderr.write(f"Écrit dans {target}\n")
    return OK


def _target(output: str | None, fmt: DocumentFormat, period: Period) -> Path | None:
    """The file to write: the one named; for a format no screen shows, one named after the period, where one stands."""
    from pathlib import Path

    if output:
        return Path(output)
    if fmt not in ("pdf", "docx", "html"):
        return None
    start = period.start.isoformat() if period.start.year > 1 else "debut"
    return Path(f"bilan_{start}_{period.end.isoformat()}.{fmt}")


def _build(arguments: argparse.Namespace, folder: Path, period: Period) -> Report:
    from advisor.cli.desk import _progress
    from advisor.desk.shelf import read_shelf
    from advisor.desk.summary import SMALLEST, write_summary
    from advisor.errors import InputError, Problem
    from advisor.knowledge import load_knowledge

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
    _tell_damaged(shelf.damaged)
    smallest = SMALLEST if arguments.smallest is None else arguments.smallest
    return write_summary(shelf, period, knowledge, smallest=smallest, tick=_progress(shelf))


def _tell_damaged(damaged: tuple[Damaged, ...]) -> None:
    """Files left out are told on the screen of the adviser, never in the report."""
    if not damaged:
        return
    many = len(damaged) > 1
    count = f"{len(damaged)} dossiers n'ont pas pu être lus" if many else "Un dossier n'a pas pu être lu"
    sys.stderr.write(f"{count} et {'manquent' if many else 'manque'} au bilan :\n")
    for one in damaged:
        sys.stderr.write(f"- {one.problems[0] if one.problems else one.path}\n")
