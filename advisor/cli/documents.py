"""What the commands on a dossier have to say: in which format, in which file, under which letterhead."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel

from advisor.assessment.model import Assessment
from advisor.assessment.record import load_record
from advisor.cli.output import OK, coloured, emit
from advisor.cli.register import register_for
from advisor.common.errors import InputError, Problem
from advisor.common.files import refuse_unwritable, write_atomically
from advisor.dossier import Dossier
from advisor.report.document import DocumentFormat, build_document, render_document, render_report
from advisor.report.letterhead import find_letterhead, is_template
from advisor.report.model import Report
from advisor.rules.load import load_knowledge

_SUFFIXES: dict[str, DocumentFormat] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".json": "json",
    ".txt": "terminal",
}
_TO_A_FILE = ("pdf", "docx", "html")
_BINARY = ("pdf", "docx")


class CommandOutput(NamedTuple):
    """What a command has to say; ``data`` is its JSON, when that is not the report's own."""

    report: Report
    data: str | None = None


def write_report(arguments: argparse.Namespace, read: Callable[[], tuple[Dossier, Assessment]]) -> int:
    """Write the report of a dossier in the format asked for.

    Args:
        arguments: dossier, format, output, letterhead, width.
        read: reads the dossier and assesses it, once the arguments are known to agree.

    Raises:
        InputError: what is asked for cannot be done; nothing was written.
    """

    def say() -> CommandOutput:
        dossier, assessment = read()

        knowledge = load_knowledge()
        return CommandOutput(build_document(assessment, knowledge, dossier, register_for(arguments, knowledge)))

    return deliver(arguments, say)


def write_made(
    arguments: argparse.Namespace,
    source: Path,
    what: str,
    make: Callable[[], tuple[Report, BaseModel]],
    *protected: str | None,
) -> int:
    """Write any report, with the data that ``json`` prints, as `deliver` does.

    Args:
        arguments: format, output, letterhead, width, dossiers.
        source: the file the report is made from, beside which a letterhead is looked for.
        what: added to the name of that file to name the report, when ``--output`` names none.
        make: makes the report and its data, once the arguments are known to agree.
        protected: other files, that the report must not replace.

    Raises:
        InputError: what is asked for cannot be done; nothing was written.
    """

    def say() -> CommandOutput:
        report, data = make()
        return CommandOutput(report, data.model_dump_json(indent=2))

    return deliver(arguments, say, what, source, *protected)


def deliver(
    arguments: argparse.Namespace,
    say: Callable[[], CommandOutput],
    name: str = "",
    source: Path | None = None,
    *protected: str | None,
) -> int:
    """Show what a command has to say, or write it as a document, with the letterhead of the house.

    Args:
        arguments: dossier, format, output, letterhead, width.
        say: does the work, once the arguments are known to agree.
        name: what tells this document from the others of the same source, when no file is named.
        source: the file it is made from, the dossier by default.
        protected: other files, that the document must not replace.

    Raises:
        InputError: what is asked for cannot be done; nothing was written.
    """
    fmt = _format(arguments.format, arguments.output)
    source = source or Path(arguments.dossier)
    named = source.with_name(f"{source.stem}-{name}{source.suffix}") if name and source.name else source
    target = _target(arguments.output, fmt, named)
    if target is not None:
        for one in (source, *(Path(other) for other in protected if other)):
            _refuse(target, one, Path(arguments.letterhead) if arguments.letterhead else None)
        # A dossier that does not exist gets its own message.
        if source.parent.is_dir():
            refuse_unwritable(str(target), "--output")
    letterhead = None
    if arguments.letterhead or fmt in _TO_A_FILE:
        letterhead = find_letterhead(arguments.letterhead, source.parent, Path(arguments.dossiers))
        if target is not None and is_template(target):
            _refuse(target, target, None)
    output = say()
    if target is None or fmt not in _TO_A_FILE:
        emit(_text(arguments, output, fmt), arguments.output)
        return OK

    write_atomically(target, render_document(output.report, fmt, letterhead))
    sys.stderr.write(f"Écrit dans {target}\n")
    return OK


def _text(arguments: argparse.Namespace, output: CommandOutput, fmt: DocumentFormat) -> str:
    if fmt == "json" and output.data is not None:
        return output.data

    plain: Literal["terminal", "markdown", "json"] = fmt if fmt in ("markdown", "json") else "terminal"
    return render_report(output.report, plain, width=arguments.width, color=coloured(arguments))


def _format(asked: str | None, output: str | None) -> DocumentFormat:
    """The format asked for, else the one that the name of the file tells, else the screen's."""
    by_suffix = _SUFFIXES.get(Path(output).suffix.lower()) if output else None
    if asked is None:
        return by_suffix or "terminal"
    fmt: DocumentFormat = next((one for one in _SUFFIXES.values() if one == asked), "terminal")
    if by_suffix is not None and by_suffix != fmt and (by_suffix in _BINARY or fmt in _BINARY):
        raise InputError(
            Problem(
                f"la forme « {fmt} » et le fichier « {output} » ne vont pas ensemble.",
                mend="Changez l'un ou l'autre. Rien n'a été écrit.",
            )
        )
    return fmt


def _target(output: str | None, fmt: DocumentFormat, source: Path) -> Path | None:
    """The file to write: the one named; for a format no screen shows, one named after the dossier, beside it."""
    if output:
        return Path(output)
    if fmt not in _TO_A_FILE:
        return None
    return source.with_suffix(f".{fmt}") if source.suffix in (".yaml", ".yml") else Path(f"{source.name}.{fmt}")


def _refuse(target: Path, source: Path, letterhead: Path | None) -> None:
    """A report never takes the place of a dossier, of a record, or of what it is made from."""
    same = [one for one in (source, letterhead) if one is not None and one.resolve() == target.resolve()]
    strange = target.is_file() and target.suffix.lower() not in (*_SUFFIXES, "")
    if same or strange or target.suffix.lower() in (".yaml", ".yml", ".toml"):
        raise InputError(
            Problem(
                "le rapport prendrait la place d'un dossier, d'un en-tête, d'un modèle ou d'un autre fichier.",
                str(target),
                mend="Donnez un autre nom à --output. Rien n'a été écrit.",
            )
        )
    if target.suffix.lower() == ".json" and _is_record(target):
        raise InputError(
            Problem("le rapport prendrait la place d'un procès-verbal.", str(target), mend="Rien n'a été écrit.")
        )


def _is_record(target: Path) -> bool:
    """Whether a file is a frozen record, which nothing may replace."""
    try:
        load_record(target)
    except InputError:
        return False
    return True
