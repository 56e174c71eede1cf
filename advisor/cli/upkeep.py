"""The commands that keep the law alive: what is to be read, what is not known, what LEGI changed."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from advisor.cli.documents import Deliverable, document
from advisor.cli.output import FOUND, OK, coloured, emit
from advisor.report.document import render_report
from advisor.report.lawbook.upkeep import gaps_report, reading_report
from advisor.rules.load import load_knowledge
from advisor.rules.upkeep import load_to_read


@document("a-lire")
def to_read(arguments: argparse.Namespace) -> Deliverable:
    """Show what someone must read online, and what was read."""
    return reading_report(load_knowledge(), load_to_read())


@document("lacunes")
def gaps(arguments: argparse.Namespace) -> Deliverable:
    """Show what the tool does not know, on a day."""
    return gaps_report(load_knowledge(), arguments.on or date.today())


def watch(arguments: argparse.Namespace) -> int:
    """Compare an extract of LEGI with the rules: `FOUND` when there is something to read."""
    from advisor.lint.watch.told import watch_report  # as large as the linter

    folder = Path(arguments.folder) if arguments.folder else None
    report, news = watch_report(Path(arguments.extract), folder, date.today())
    emit(
        render_report(report, arguments.format, width=arguments.width, color=coloured(arguments)),
        arguments.output,
    )
    return FOUND if news else OK
