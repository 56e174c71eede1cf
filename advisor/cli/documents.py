"""What the commands on a dossier have to say: in which format, in which file, under which letterhead."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel

from advisor.assessment.record import load_record
from advisor.cli.output import coloured, emit, unusable
from advisor.common.errors import InputError
from advisor.common.files import refuse_unwritable, write_atomically
from advisor.report.document import DocumentFormat, render_document, render_report
from advisor.report.letterhead import find_letterhead, is_template
from advisor.report.model import Report

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


Deliverable = str | Report | tuple[Report, BaseModel | str]
"""A text, a report, or a report with the data that ``json`` prints instead of the report's own."""


class CommandOutput(NamedTuple):
    """What a command has to show, or to write in a file under the letterhead of the house.

    Attributes:
        make: does the work, once the arguments are known to agree.
        name: what tells this document from the others of the same source, when no file is named.
        source: the file it is made from, the dossier by default.
        then: done once it is delivered.
    """

    make: Callable[[], Deliverable]
    name: str = ""
    source: Path | None = None
    then: Callable[[], object] | None = None


DocumentCommand = Callable[[argparse.Namespace], CommandOutput]


def document(name: str = "") -> Callable[[Callable[[argparse.Namespace], Deliverable]], DocumentCommand]:
    """Make a command of a function that finds what there is to say; in ``name``, ``{id}`` is the argument so called."""

    def command(find: Callable[[argparse.Namespace], Deliverable]) -> DocumentCommand:
        @wraps(find)
        def run(arguments: argparse.Namespace) -> CommandOutput:
            return CommandOutput(lambda: find(arguments), name.format_map(vars(arguments)).replace("/", "-"))

        return run

    return command


def deliver(arguments: argparse.Namespace, document: CommandOutput) -> None:
    """Show what a command has to say, or write it as a document, with the letterhead of the house.

    Raises:
        InputError: what is asked for cannot be done; nothing was written.
    """
    fmt = _format(arguments.format, arguments.output)
    source = named = Path(arguments.dossier or "") if document.source is None else document.source
    if document.name and source.name:
        named = source.with_name(f"{source.stem}-{document.name}{source.suffix}")
    target = _target(arguments.output, fmt, named)
    if target is not None:
        _refuse(target, source, *(Path(one) for one in (arguments.since, arguments.letterhead) if one))
        # A dossier that does not exist gets its own message.
        if source.parent.is_dir():
            refuse_unwritable(str(target), "--sortie")
    letterhead = None
    if arguments.letterhead or fmt in _TO_A_FILE:
        letterhead = find_letterhead(arguments.letterhead, source.parent, Path(arguments.dossiers))
        if target is not None and is_template(target):
            _refuse(target, target)
    made = document.make()
    if target is None or fmt not in _TO_A_FILE or isinstance(made, str):
        emit(_text(arguments, made, fmt), arguments.output)
    else:
        write_atomically(target, render_document(made[0] if isinstance(made, tuple) else made, fmt, letterhead))
        sys.stderr.write(f"Écrit dans {target}\n")
    if document.then is not None:
        document.then()


def _text(arguments: argparse.Namespace, made: Deliverable, fmt: DocumentFormat) -> str:
    if isinstance(made, str):
        return made
    report, data = made if isinstance(made, tuple) else (made, None)
    if fmt == "json" and data is not None:
        return data if isinstance(data, str) else data.model_dump_json(indent=2)
    plain: Literal["terminal", "markdown", "json"] = fmt if fmt in ("markdown", "json") else "terminal"
    return render_report(report, plain, width=arguments.width, color=coloured(arguments))


def _format(asked: str | None, output: str | None) -> DocumentFormat:
    """The format asked for, else the one that the name of the file tells, else the screen's."""
    by_suffix = _SUFFIXES.get(Path(output).suffix.lower()) if output else None
    if asked is None:
        return by_suffix or "terminal"
    fmt: DocumentFormat = next((one for one in _SUFFIXES.values() if one == asked), "terminal")
    if by_suffix is not None and by_suffix != fmt and (by_suffix in _BINARY or fmt in _BINARY):
        message = f"la forme « {fmt} » et le fichier « {output} » ne vont pas ensemble."
        raise unusable(message, "Changez l'un ou l'autre. Rien n'a été écrit.")
    return fmt


def _target(output: str | None, fmt: DocumentFormat, source: Path) -> Path | None:
    """The file to write: the one named; for a format no screen shows, one named after the dossier, beside it."""
    if output:
        return Path(output)
    if fmt not in _TO_A_FILE:
        return None
    return source.with_suffix(f".{fmt}") if source.suffix in (".yaml", ".yml") else Path(f"{source.name}.{fmt}")


def _refuse(target: Path, *sources: Path) -> None:
    """Refuse a report that would take the place of a dossier, of a record, or of what it is made from."""
    same = any(one.resolve() == target.resolve() for one in sources)
    strange = target.is_file() and target.suffix.lower() not in (*_SUFFIXES, "")
    if same or strange or target.suffix.lower() in (".yaml", ".yml", ".toml"):
        message = "le rapport prendrait la place d'un dossier, d'un en-tête, d'un modèle ou d'un autre fichier."
        raise unusable(message, "Donnez un autre nom à --sortie. Rien n'a été écrit.", str(target))
    if target.suffix.lower() == ".json" and _is_record(target):
        raise unusable("le rapport prendrait la place d'un procès-verbal.", "Rien n'a été écrit.", str(target))


def _is_record(target: Path) -> bool:
    """Whether a file is a frozen record, which nothing may replace."""
    try:
        load_record(target)
    except InputError:
        return False
    return True
