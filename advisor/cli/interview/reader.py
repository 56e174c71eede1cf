"""Reading the pages of a dossier and taking them away: one list, at the end of an interview and from the home menu."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import get_args

from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.dossier_header import ask_day
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.pages import (
    ANY_DAY,
    MORE_PAGES,
    PAGES,
    PageMaker,
    ReadablePage,
    refuse_before_the_law,
    report_page,
)
from advisor.cli.interview.screen import Pause, Screen, show
from advisor.cli.interview.terminal_layout import Workplace
from advisor.cli.interview.widgets import pick
from advisor.common.errors import InputError, Problem
from advisor.common.files import free_name, write_atomically
from advisor.common.french import capital, french_date
from advisor.desk.repository import Repository, listed, read_shelf
from advisor.desk.review import review
from advisor.desk.show import review_report
from advisor.desk.summary.gather import Period, chosen_period
from advisor.desk.summary.report import write_summary
from advisor.dossier import Dossier
from advisor.interview.tools import LEAVE, Tool
from advisor.report.document import DocumentFormat, render_document
from advisor.report.letterhead import find_letterhead
from advisor.rules.load import load_knowledge

SAVE = "save"

FORMATS = (
    Choice("pdf", "PDF, à remettre"),
    Choice("docx", "Word, à retoucher"),
    Choice("html", "Page web, à lire ou à imprimer"),
    Choice("markdown", "Texte simple (Markdown)"),
)

SUFFIXES = {"markdown": "md"}

DATES = "dates"
QUARTERS = 4
"""Past quarters offered by name, the current one included."""


class DossierReader:
    """The pages of one dossier, read one after the other.

    Args:
        talk: the dossier, opened; what happens is shown by its notices.
        place: where letterhead and register are looked for.
        pages: those offered.
    """

    def __init__(self, talk: Conversation, place: Workplace, pages: dict[str, tuple[str, PageMaker]] = PAGES) -> None:
        self.talk, self.place, self.pages = talk, place, pages
        self.read: ReadablePage | None = None
        self.of: Dossier | None = None  # what that page tells

    def rows(self) -> list[Choice]:
        """Return one line a page, and one to keep in a file what was read last, or else the report."""
        if self.of is not self.talk.interview.dossier:
            # An answer changed since: what was read is no longer what the dossier says.
            self.read = None
        rows = [Choice(id, title) for id, (title, _) in self.pages.items()]
        if self.talk.interview.path is None:
            return rows
        what = f"ce qui vient d'être lu : {self.read.called}" if self.read else "(PDF, Word…) le rapport"
        return [*rows, Choice(SAVE, f"Garder dans un fichier {what}")]

    def open(self, chosen: str) -> None:
        """Show what was chosen among the rows; a notice says why it cannot be shown."""
        try:
            if chosen == SAVE:
                self.keep()
                return
            if chosen not in ANY_DAY:
                refuse_before_the_law(self.talk)
            page = self.pages[chosen][1](self.talk, self.place)
        except InputError as error:
            self.talk.notice(str(error))
            return
        if page is not None:
            self.read, self.of = page, self.talk.interview.dossier
            if not page.shown:
                show(self.talk.screen, page.report)

    def keep(self) -> None:
        """Write the page in a file beside the dossier; no file is ever replaced.

        Raises:
            InputError: a library is missing, or the file cannot be written.
        """
        path = self.talk.interview.path
        assert path is not None
        page = self.read or report_page(self.talk, self.place)
        keep_page(self.talk.screen, page, path.parent, self.place, f"{path.stem}.")


def keep_page(screen: Screen, page: ReadablePage, folder: Path, place: Workplace, start: str = "") -> None:
    """Write a page in the format asked for, and say where; no file is ever replaced.

    Args:
        screen: where the format is asked for.
        page: what to write.
        folder: where to write it; the letterhead is looked for there first.
        place: where else the letterhead may be.
        start: what the name of the file starts with.

    Raises:
        InputError: a library is missing, or the file cannot be written.
    """
    chosen = pick("Sous quelle forme ?", FORMATS, back=LEAVE, used=screen.used)
    if chosen is Tool.BACK:
        return
    fmt: DocumentFormat = next(one for one in get_args(DocumentFormat) if one == chosen)
    target = free_name(folder / f"{start}{page.name}.{SUFFIXES.get(fmt, fmt)}")
    write_atomically(target, render_document(page.report, fmt, find_letterhead(None, folder, place.folder)))
    screen.notice(f"Écrit dans {target}")
    if page.calendar:
        agenda = free_name(folder / f"{start}calendrier.ics")
        write_atomically(agenda, page.calendar)
        screen.notice(f"Calendrier, à ouvrir dans un agenda : {agenda}")


# -- from the home menu ----------------------------------------------------------------------------------------------


def review_dossiers(place: Workplace) -> None:
    """Ask for a day, then tell the verdicts that move under its law and the agreements that end.

    Raises:
        InputError: there is no dossier, or the folder cannot be read.
    """
    screen, knowledge = Screen(), load_knowledge()
    start = knowledge.base.start
    _refuse_nothing(place)
    screen.top("Revue des dossiers")
    screen.say("Chaque dossier est évalué au jour où il l'avait été, puis au jour de la revue.")
    early = f"Rien ne se dit avant le {french_date(start)}, date de la loi."
    day = ask_day("Jour de la revue (Entrée : aujourd'hui) :", check=lambda day: early if day < start else None)
    if isinstance(day, Tool):
        screen.clear()
        return
    day = day or date.today()
    shelf = _shelf(place, screen, archived=False)
    report = review_report(review(shelf, day, knowledge), knowledge, str(place.folder))
    _read(screen, place, ReadablePage(report, "la revue", f"revue_{day.isoformat()}"))


def tell_activity(place: Workplace) -> None:
    """Ask for a period, then tell what was done of it; no company is named.

    Raises:
        InputError: there is no dossier, or the folder cannot be read.
    """
    screen = Screen()
    _refuse_nothing(place)
    period = _period(screen)
    if period is None:
        screen.clear()
        return
    shelf = _shelf(place, screen, archived=True)
    report = write_summary(
        shelf,
        period,
        load_knowledge(),
        tell=lambda damaged: screen.notice(*(f"Illisible, manque au bilan : {one.path.name}" for one in damaged)),
    )
    start = period.start.isoformat() if period.start.year > 1 else "debut"
    _read(screen, place, ReadablePage(report, "le bilan d'activité", f"bilan_{start}_{period.end.isoformat()}"))


def _period(screen: Screen) -> Period | None:
    """Ask for the period to tell; None to go back."""
    today = date.today()
    rank = today.year * 4 + (today.month - 1) // 3
    quarters = [f"{one // 4}-T{one % 4 + 1}" for one in range(rank, rank - QUARTERS, -1)]
    periods = {
        **{str(year): chosen_period(today, year=str(year)) for year in (today.year, today.year - 1)},
        **{quarter: chosen_period(today, quarter=quarter) for quarter in quarters},
    }
    rows = [*(Choice(id, capital(one.title)) for id, one in periods.items()), Choice(DATES, "D'autres dates")]
    screen.top("Bilan d'activité")
    chosen = pick("Quelle période ?", rows, back=LEAVE, used=screen.used)
    if chosen is Tool.BACK:
        return None
    return periods[chosen] if chosen != DATES else _dates(today)


def _dates(today: date) -> Period | None:
    """Ask for a period by its days; None to go back."""
    start = ask_day(
        "Premier jour (Entrée : depuis le début) :",
        check=lambda day: "Ce jour est encore à venir." if day > today else None,
    )
    if isinstance(start, Tool):
        return None
    first = start or date.min
    end = ask_day(
        "Dernier jour (Entrée : aujourd'hui) :",
        check=lambda day: f"Ce jour vient avant le {french_date(first)}." if day < first else None,
    )
    return None if isinstance(end, Tool) else chosen_period(today, start=first, end=end)


def _refuse_nothing(place: Workplace) -> None:
    if not listed(place.folder, archived=True):
        mend = "Commencez par un nouvel entretien."
        raise InputError(Problem("il n'y a encore aucun dossier ici.", str(place.folder), mend=mend))


def _shelf(place: Workplace, screen: Screen, archived: bool) -> Repository:
    screen.clear()
    screen.say("Lecture des dossiers…")
    return read_shelf(place.folder, archived=archived, knowledge=load_knowledge())


def _read(screen: Screen, place: Workplace, page: ReadablePage) -> None:
    """Show a page, then offer to keep it beside the dossiers, as often as wished."""
    chosen = "again"
    while True:
        if chosen is Tool.BACK:
            screen.clear()
            return
        if chosen == "again":
            show(screen, page.report)
        else:
            try:
                keep_page(screen, page, place.folder, place)
            except InputError as error:
                screen.notice(str(error))
        screen.top(capital(page.called[3:]) if page.called.startswith(("la ", "le ")) else page.called)
        rows = [Choice("keep", "Garder dans un fichier (PDF, Word…)"), Choice("again", "Relire")]
        chosen = pick("Et maintenant ?", rows, back="Revenir à l'accueil", used=screen.used)


# -- from the home menu: what one may read of a dossier and take away, without taking up its interview ---------------


def consult(talk: Conversation, place: Workplace) -> None:
    """Read what one wants of a dossier, until the adviser goes back."""
    reader, screen = DossierReader(talk, place, PAGES | MORE_PAGES), talk.screen
    screen.notices.clear()  # that it was opened goes without saying
    chosen = None
    while True:
        screen.top(talk.interview.dossier.name or "Sans nom")
        chosen = pick("Que voulez-vous lire ?", reader.rows(), back=LEAVE, current=chosen, used=screen.used)
        if chosen is Tool.BACK:
            screen.clear()
            return
        try:
            reader.open(chosen)
        except Pause:
            # Asked for at a question that was only tried: there is no interview to leave.
            continue
