"""The commands that keep the law alive: what changed, what is to be read, what is not known, what LEGI says."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from advisor.cli.desk import ShelfProgress, refuse_slip
from advisor.cli.documents import Deliverable, document
from advisor.cli.output import FOUND, OK, coloured, emit, unusable
from advisor.desk.repository import read_shelf
from advisor.desk.rule_change import Bases, compare_bases
from advisor.desk.show import rule_change_report
from advisor.report.document import render_report
from advisor.report.lawbook.upkeep import gaps_report, reading_report
from advisor.report.lawdiff import diff_rules
from advisor.rules.load import Knowledge, load_from, load_knowledge
from advisor.rules.upkeep import load_to_read
from advisor.training.casebook.read import load_cases


@document("a-lire")
def to_read(arguments: argparse.Namespace) -> Deliverable:
    """Show what someone must read online, and what was read."""
    return reading_report(load_knowledge(), load_to_read())


@document("lacunes")
def gaps(arguments: argparse.Namespace) -> Deliverable:
    """Show what the tool does not know, on a day."""
    return gaps_report(load_knowledge(), arguments.on or date.today())


@document()
def compare_rules(arguments: argparse.Namespace) -> Deliverable:
    """Show what changed in the law between two days, or what another rule base moves in cases and dossiers."""
    first, second = arguments.first, arguments.second
    if isinstance(first, date) and isinstance(second, date):
        return diff_rules(load_knowledge(), first, second)
    if isinstance(first, date) or isinstance(second, date):
        mend = "Donnez deux jours, ou un ou deux répertoires de règles."
        raise unusable("un jour se compare à un autre jour, un répertoire de règles à un autre répertoire.", mend)
    after = load_knowledge() if second is None else _rules_in(second)
    bases, folder = Bases(_rules_in(first), after), Path(arguments.dossiers)
    refuse_slip(arguments, "regles comparer")
    shelf = read_shelf(folder, archived=True, knowledge=after)
    found = compare_bases(bases, load_cases(), shelf, date.today(), ShelfProgress(shelf))
    return rule_change_report(found, bases), found


def _rules_in(folder: Path) -> Knowledge:
    """Read the rules of a folder, or of a copy of the whole project, such as a revision of git gives."""
    inside = folder / "rules"
    return load_from(inside if (inside / "base.yaml").is_file() else folder)


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
