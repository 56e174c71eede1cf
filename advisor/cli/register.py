"""The ``register`` commands: what the administration accepts on the open points. Heavy imports are made inside."""

from __future__ import annotations

import argparse
import sys

from advisor.cli.output import FOUND, OK, UNUSABLE, coloured, emit

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from pathlib import Path

    from advisor.advice.register import Register
    from advisor.rules.load import Knowledge


def register_help(arguments: argparse.Namespace) -> int:
    """``register`` alone: say what may follow."""
    sys.stderr.write("Précisez : ess-advisor register list [--point Q7] | add | check\n")
    return UNUSABLE


def register_path(arguments: argparse.Namespace) -> Path:
    """The register named on the command line, else that of the folder of dossiers."""
    from pathlib import Path

    from advisor.advice.register import FILE_NAME

    return Path(arguments.register) if arguments.register else Path(arguments.dossiers) / FILE_NAME


def register_for(arguments: argparse.Namespace, knowledge: Knowledge) -> Register | None:
    """The register that a report cites: the one named, that beside the dossier, that of the folder, or none.

    Raises:
        InputError: it is there and cannot be used.
    """
    from pathlib import Path

    from advisor.advice.register import find_register

    folders = (Path(arguments.dossier).parent, Path(arguments.dossiers))
    return find_register(arguments.register, *folders, knowledge=knowledge)


def _read(arguments: argparse.Namespace, knowledge: Knowledge, new: bool = False) -> Register:
    """The register; an empty one when nobody began it, unless it was named and is not to be made."""
    import os

    from advisor.advice.register import Register, read_register

    path = register_path(arguments)
    if (not arguments.register or new) and not os.path.lexists(path):
        return Register(path, ())
    return read_register(path, knowledge)


def register_list(arguments: argparse.Namespace) -> int:
    """The register, point by point.

    Raises:
        InputError: the register cannot be used, the point is not one, or the file cannot be written.
    """
    from datetime import date

    from advisor.advice.register import unknown_point
    from advisor.common.errors import InputError, Problem
    from advisor.report.document import render_report
    from advisor.report.register import register_report
    from advisor.rules.load import load_knowledge

    knowledge = load_knowledge()
    if arguments.point is not None and (what := unknown_point(arguments.point, knowledge)):
        raise InputError(Problem(f"« {arguments.point[:60]} » {what[0]}", mend=what[1]))
    register = _read(arguments, knowledge)
    if arguments.format == "json":
        import json

        chosen = [one for one in register.lines if arguments.point in (None, one.point)]
        told = [one.model_dump(mode="json", by_alias=True) for one in chosen]
        emit(json.dumps(told, ensure_ascii=False, indent=2), arguments.output)
        return OK
    report = register_report(register, arguments.point, date.today(), knowledge)
    emit(render_report(report, arguments.format, width=arguments.width, color=coloured(arguments)), arguments.output)
    return OK


def register_check(arguments: argparse.Namespace) -> int:
    """Check the register: `FOUND` when it says what it should not.

    Raises:
        InputError: it cannot be read at all.
    """
    from datetime import date

    from advisor.advice.register import doubts
    from advisor.rules.load import load_knowledge

    register = _read(arguments, load_knowledge())
    found = list(doubts(register, date.today()))
    for problem in found:
        sys.stdout.write(f"{problem}\n")
    count = len(register.lines)
    lines = f"{count} ligne{'s' if count > 1 else ''}"
    sys.stdout.write(f"{lines} : {len(found) or 'aucune'} anomalie{'s' if len(found) > 1 else ''}.\n")
    return FOUND if found else OK


def register_add(arguments: argparse.Namespace) -> int:
    """Add a line: what the options do not say is asked in a terminal.

    Raises:
        InputError: something lacks or does not fit, or the register cannot be written; nothing was changed.
    """
    from advisor.advice.register import add_line
    from advisor.cli.interview.register import asked, line_of
    from advisor.rules.load import load_knowledge

    knowledge, path = load_knowledge(), register_path(arguments)
    given = {
        "point": arguments.point,
        "date": arguments.date.isoformat() if arguments.date else None,
        "qui": arguments.who,
        "lecture": arguments.reading,
        "support": arguments.basis,
        "texte": arguments.words,
        "jusqu_au": arguments.until.isoformat() if arguments.until else None,
    }
    # A register that cannot be read is told before any question.
    _read(arguments, knowledge, new=True)
    if sys.stdin.isatty() and sys.stdout.isatty():
        given = asked(given, knowledge)
    add_line(path, line_of(given, knowledge), knowledge)
    sys.stderr.write(f"Ajouté au registre : {path}\n")
    return OK
