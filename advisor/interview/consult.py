"""From the home menu, what one may read of a dossier and take away: report, ways, statutes, clauses, ESUS file.

The same pages as the commands, for those who never type one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from advisor.errors import InputError
from advisor.interview.closing import page_text
from advisor.interview.talk import Talk
from advisor.interview.tools import Tool
from advisor.interview.widgets import Option, pick, write
from advisor.interview.wishes import ask_held, ask_sought
from advisor.values import parse_date

if TYPE_CHECKING:
    from advisor.papers.model import EsusFile
    from advisor.report.document import DocumentFormat
    from advisor.report.model import Report

KEPT = "save"
FORMATS = (
    Option("pdf", "PDF, à remettre"),
    Option("docx", "Word, à retoucher"),
    Option("html", "Page web, à lire ou à imprimer"),
    Option("markdown", "Texte simple (Markdown)"),
)
SUFFIXES = {"markdown": "md"}


@dataclass
class Page:
    """Something read: what to print of it, what it is called, the name of its file, and the calendar it comes with."""

    report: Report
    called: str
    name: str
    calendar: str = ""


@dataclass
class _Table:
    """One dossier on the table."""

    talk: Talk
    folder: Path
    read: Page | None = None
    told: list[str] = field(default_factory=list)


def consult(talk: Talk, folder: Path) -> None:
    """Read what one wants of a dossier, until the adviser goes back.

    Args:
        talk: the dossier, opened.
        folder: of the dossiers; the letterhead may be there.
    """
    table = _Table(talk, folder)
    pages: dict[str, tuple[str, Callable[[Talk], Page | None]]] = {
        "report": ("Le rapport", lambda one: _report(one, folder)),
        "path": ("Les chemins vers le statut : les plus petits changements", _ways),
        "compare": ("Quel statut ? Comparer selon ce que le projet cherche", _comparison),
        "clauses": ("Les statuts : ce qui manque, et des projets de clauses", _clauses),
        "file": ("Le dossier d'agrément ESUS : pièces et calendrier", _file),
    }
    chosen = None
    while True:
        chosen = _choose(table, [Option(id, title) for id, (title, _) in pages.items()], chosen)
        if chosen is Tool.BACK:
            talk.screen.clear()
            return
        try:
            if chosen == KEPT:
                _keep(table)
                continue
            page = pages[chosen][1](talk)
        except InputError as error:
            table.told.append(str(error))
            continue
        if page is not None:
            table.read = page
            _show(talk, page.report)


def _choose(table: _Table, rows: list[Option], current: str | None) -> str | Tool:
    screen = table.talk.screen
    screen.clear()
    screen.rule(table.talk.interview.dossier.name or "Sans nom")
    for text in table.told:
        screen.say(f"→ {text}")
    table.told.clear()
    if table.read is not None:
        rows = [*rows, Option(KEPT, f"Garder dans un fichier ce qui vient d'être lu : {table.read.called}")]
    chosen: str | Tool = pick(
        "Que voulez-vous lire ?", rows, tools=(Tool.BACK,), back="Revenir", current=current, used=screen.used
    )
    return chosen


def _show(talk: Talk, report: Report) -> None:
    from advisor.report import render_report

    color = talk.screen.console.color_system is not None
    page_text(talk.screen, render_report(report, "terminal", width=talk.screen.width, color=color))


# -- what one may read ------------------------------------------------------------------------------------------------


def _report(talk: Talk, folder: Path) -> Page:
    from advisor.register import find_register
    from advisor.report.document import build_document

    one = talk.interview
    folders = (one.path.parent, folder) if one.path is not None else (folder,)
    register = find_register(None, *folders, knowledge=one.knowledge)
    return Page(build_document(one.assessment, one.knowledge, one.dossier, register), "le rapport", "rapport")


def _ways(talk: Talk) -> Page | None:
    from advisor.report.ways import ways_report
    from advisor.ways import STATUSES, find_ways
    from advisor.ways.amounts import targets

    _under_the_law(talk)
    one = talk.interview
    talk.screen.clear()
    held = ask_held(talk)
    if held is None:
        return None
    found = tuple(find_ways(one.dossier, status, on=one.on, refused=held) for status in STATUSES)
    return Page(ways_report(found, one.dossier, one.knowledge, targets(one.dossier, one.on)), "les chemins", "chemins")


def _comparison(talk: Talk) -> Page | None:
    from advisor.comparison import compare
    from advisor.report.comparison import comparison_report

    _under_the_law(talk)
    one = talk.interview
    sought = ask_sought(talk)
    if sought is None:
        return None
    found = compare(one.dossier, one.assessment, sought.wants, sought.needs)
    return Page(comparison_report(found, one.knowledge), "la comparaison", "comparaison")


def _clauses(talk: Talk) -> Page:
    from advisor.papers import statutes
    from advisor.report.clauses import clauses_report

    _under_the_law(talk)
    one = talk.interview
    return Page(clauses_report(statutes(one.dossier, one.on), one.knowledge), "les clauses", "clauses")


def _file(talk: Talk) -> Page | None:
    from advisor.papers import esus_file
    from advisor.papers.ics import to_ics
    from advisor.report.casefile import file_report

    _under_the_law(talk)
    one = talk.interview
    found = esus_file(one.dossier, one.on)
    given: list[date | None] = []
    talk.screen.clear()
    for steps, message in (
        ({"assemblee"}, "Jour de l'assemblée, s'il est fixé (Entrée : pas encore) :"),
        ({"signature"}, "Jour de la signature des statuts, s'il est fixé (Entrée : pas encore) :"),
        ({"depot"}, "Jour du dépôt du dossier complet, s'il est connu (Entrée : pas encore) :"),
    ):
        day = _day(found, steps, message)
        if day is Tool.BACK:
            return None
        given.append(day if isinstance(day, date) else None)
    meeting, signed, filed = given
    found = esus_file(one.dossier, one.on, assembly=meeting or signed, filed=filed)
    return Page(
        file_report(found, one.knowledge), "le dossier d'agrément", "agrement", to_ics(found) if found.calendar else ""
    )


def _day(found: EsusFile, steps: set[str], message: str) -> date | Tool | None:
    """A date of the calendar that is known better than it is supposed; asked only when it stands there."""
    if not steps & {entry.id for entry in found.calendar}:
        return None
    typed = write(message, tools=(Tool.BACK,), check=_no_date)
    if isinstance(typed, Tool):
        return typed
    return parse_date(typed) if typed.strip() else None


def _no_date(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        parse_date(text)
    except ValueError:
        return f"« {text} » n'est pas une date ; par exemple 15/03/2027."
    return None


def _under_the_law(talk: Talk) -> None:
    """Raises: InputError: the day is before the law."""
    from advisor.wording import unjudged_day

    one = talk.interview
    if one.on < one.knowledge.base.start:
        told = unjudged_day(one.knowledge, one.on)
        raise InputError(replace(told, mend="Reprenez le dossier et changez sa date d'examen (m)."))


# -- what one takes away ----------------------------------------------------------------------------------------------


def _keep(table: _Table) -> None:
    """What was read last, in a file beside the dossier; no file is ever replaced.

    Raises:
        InputError: a library is missing, or the file cannot be written.
    """
    from advisor.files import free_name, write_atomically
    from advisor.report.document import DocumentFormat, render_document
    from advisor.report.letterhead import find_letterhead

    page, path = table.read, table.talk.interview.path
    assert page is not None and path is not None
    chosen = pick("Sous quelle forme ?", FORMATS, tools=(Tool.BACK,), back="Revenir", used=table.talk.screen.used)
    if chosen is Tool.BACK:
        return
    fmt: DocumentFormat = next(one for one in get_args(DocumentFormat) if one == chosen)
    head = find_letterhead(None, path.parent, table.folder)
    target = free_name(path.with_suffix(f".{page.name}.{SUFFIXES.get(fmt, fmt)}"))
    write_atomically(target, render_document(page.report, fmt, head))
    table.told.append(f"Écrit dans {target}")
    if page.calendar:
        agenda = free_name(path.with_suffix(".calendrier.ics"))
        write_atomically(agenda, page.calendar)
        table.told.append(f"Calendrier, à ouvrir dans un agenda : {agenda}")
