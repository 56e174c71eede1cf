"""Reading the pages of a dossier and taking them away: one list, at the end of an interview and from the home menu."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from advisor.cli.interview import pages
from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.dossier_header import bad_date
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.pages import ReadablePage
from advisor.cli.interview.screen import Pause, Screen, show
from advisor.cli.interview.terminal_layout import Workplace
from advisor.cli.interview.widgets import pick, write
from advisor.common.errors import InputError, Problem
from advisor.common.french import capital, french_date, parse_date
from advisor.desk.repository import Repository, listed, read_shelf
from advisor.interview.tools import BACK_ONLY, LEAVE, Tool
from advisor.rules.load import load_knowledge

if TYPE_CHECKING:
    from advisor.desk.summary.gather import Period
    from advisor.dossier import Dossier
    from advisor.report.document import DocumentFormat


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
    """

    def __init__(self, talk: Conversation, place: Workplace) -> None:
        self.talk, self.place = talk, place
        self.read: ReadablePage | None = None
        self.of: Dossier | None = None  # what that page tells
        self.pages: dict[str, tuple[str, Callable[[], ReadablePage | None]]] = {
            "report": ("Le rapport complet", lambda: pages.report_page(talk, place)),
            "path": ("Les chemins vers le statut : les plus petits changements", lambda: pages.ways_page(talk)),
            "compare": ("Quel statut ? Comparer selon ce que le projet cherche", lambda: pages.comparison_page(talk)),
            "clauses": ("Les statuts : ce qui manque, et des projets de clauses", lambda: pages.clauses_page(talk)),
            "file": ("Le dossier d'agrément ESUS : pièces et calendrier", lambda: pages.file_page(talk)),
            "checkup": ("Le bilan annuel d'une entreprise de l'ESS ou agréée", lambda: pages.checkup_page(talk, place)),
            "whatif": ("Et si… ? Essayer d'autres réponses, sans rien changer", lambda: pages.trial_page(talk)),
            "sure": ("À quoi tiennent les verdicts : marges, réponses à prouver", lambda: pages.sureness_page(talk)),
        }

    def rows(self) -> list[Choice]:
        """One line a page, and one to keep in a file what was read last, or else the report."""
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
            page = self.pages[chosen][1]()
        except InputError as error:
            self.talk.notice(str(error))
            return
        if page is not None:
            self.read, self.of = page, self.talk.interview.dossier
            if not page.shown:
                show(self.talk.screen, page.report)

    def keep(self) -> None:
        """The page in a file beside the dossier; no file is ever replaced.

        Raises:
            InputError: a library is missing, or the file cannot be written.
        """
        path = self.talk.interview.path
        assert path is not None
        page = self.read or pages.report_page(self.talk, self.place)
        for message in keep_page(self.talk.screen, page, path.parent, self.place, f"{path.stem}."):
            self.talk.notice(message)


# -- what one takes away ----------------------------------------------------------------------------------------------


def keep_page(screen: Screen, page: ReadablePage, folder: Path, place: Workplace, start: str = "") -> list[str]:
    """Write a page in the format asked for; no file is ever replaced.

    Args:
        screen: where the format is asked for.
        page: what to write.
        folder: where to write it; the letterhead is looked for there first.
        place: where else the letterhead may be.
        start: what the name of the file starts with.

    Returns:
        What was written, in words; empty when the person goes back.

    Raises:
        InputError: a library is missing, or the file cannot be written.
    """
    from advisor.common.files import free_name, write_atomically
    from advisor.report.document import DocumentFormat, render_document
    from advisor.report.letterhead import find_letterhead

    chosen = pick("Sous quelle forme ?", FORMATS, back=LEAVE, used=screen.used)
    if chosen is Tool.BACK:
        return []
    fmt: DocumentFormat = next(one for one in get_args(DocumentFormat) if one == chosen)
    target = free_name(folder / f"{start}{page.name}.{SUFFIXES.get(fmt, fmt)}")
    write_atomically(target, render_document(page.report, fmt, find_letterhead(None, folder, place.folder)))
    messages = [f"Écrit dans {target}"]
    if page.calendar:
        agenda = free_name(folder / f"{start}calendrier.ics")
        write_atomically(agenda, page.calendar)
        messages.append(f"Calendrier, à ouvrir dans un agenda : {agenda}")
    return messages


# -- from the home menu ----------------------------------------------------------------------------------------------


def review_dossiers(place: Workplace) -> None:
    """Ask for a day, then tell the verdicts that move under its law and the agreements that end.

    Raises:
        InputError: there is no dossier, or the folder cannot be read.
    """
    from advisor.desk.review import review
    from advisor.desk.show import review_report

    screen, knowledge = Screen(), load_knowledge()
    _refuse_nothing(place)
    screen.clear()
    screen.rule("Revue des dossiers")
    screen.say("Chaque dossier est évalué au jour où il l'avait été, puis au jour de la revue.")

    def bad(text: str) -> str | None:
        return _bad_day(text) or (
            f"Rien ne se dit avant le {french_date(knowledge.base.start)}, date de la loi."
            if text and parse_date(text) < knowledge.base.start
            else None
        )

    typed = write("Jour de la revue (Entrée : aujourd'hui) :", tools=BACK_ONLY, check=bad)
    if isinstance(typed, Tool):
        screen.clear()
        return
    day = parse_date(typed) if typed else date.today()
    shelf = _shelf(place, screen, archived=False)
    report = review_report(review(shelf, day, knowledge), knowledge, str(place.folder))
    _read(screen, place, ReadablePage(report, "la revue", f"revue_{day.isoformat()}"))


def tell_activity(place: Workplace) -> None:
    """Ask for a period, then tell what was done of it; no company is named.

    Raises:
        InputError: there is no dossier, or the folder cannot be read.
    """
    from advisor.desk.summary.report import write_summary

    screen = Screen()
    _refuse_nothing(place)
    period = _period(screen)
    if period is None:
        screen.clear()
        return
    shelf = _shelf(place, screen, archived=True)
    messages: list[str] = []
    report = write_summary(
        shelf,
        period,
        load_knowledge(),
        tell=lambda damaged: messages.extend(f"Illisible, manque au bilan : {one.path.name}" for one in damaged),
    )
    start = period.start.isoformat() if period.start.year > 1 else "debut"
    _read(
        screen, place, ReadablePage(report, "le bilan d'activité", f"bilan_{start}_{period.end.isoformat()}"), messages
    )


def _period(screen: Screen) -> Period | None:
    """The period to tell; None to go back."""
    from advisor.desk.summary.gather import chosen_period

    today = date.today()
    rank = today.year * 4 + (today.month - 1) // 3
    quarters = [f"{one // 4}-T{one % 4 + 1}" for one in range(rank, rank - QUARTERS, -1)]
    periods = {
        **{str(year): chosen_period(today, year=str(year)) for year in (today.year, today.year - 1)},
        **{quarter: chosen_period(today, quarter=quarter) for quarter in quarters},
    }
    rows = [Choice(id, capital(one.title)) for id, one in periods.items()]
    screen.clear()
    screen.rule("Bilan d'activité")
    chosen = pick(
        "Quelle période ?",
        [*rows, Choice(DATES, "D'autres dates")],
        back=LEAVE,
        used=screen.used,
    )
    if chosen is Tool.BACK:
        return None
    return periods[chosen] if chosen != DATES else _dates(today)


def _dates(today: date) -> Period | None:
    """A period given by its days."""
    from advisor.desk.summary.gather import chosen_period

    start = write("Premier jour (Entrée : depuis le début) :", tools=BACK_ONLY, check=lambda t: _first(t, today))
    if isinstance(start, Tool):
        return None
    first = parse_date(start) if start else None
    end = write("Dernier jour (Entrée : aujourd'hui) :", tools=BACK_ONLY, check=lambda t: _last(t, first))
    if isinstance(end, Tool):
        return None
    return chosen_period(today, start=first or date.min, end=parse_date(end) if end else None)


def _first(text: str, today: date) -> str | None:
    problem = _bad_day(text)
    if problem is None and text and parse_date(text) > today:
        return "Ce jour est encore à venir."
    return problem


def _last(text: str, first: date | None) -> str | None:
    problem = _bad_day(text)
    if problem is None and text and first is not None and parse_date(text) < first:
        return f"Ce jour vient avant le {french_date(first)}."
    return problem


def _bad_day(text: str) -> str | None:
    """Why a text is no day; nothing at all is no mistake here."""
    return bad_date(text) if text else None


def _refuse_nothing(place: Workplace) -> None:
    if not listed(place.folder, archived=True):
        mend = "Commencez par un nouvel entretien."
        raise InputError(Problem("il n'y a encore aucun dossier ici.", str(place.folder), mend=mend))


def _shelf(place: Workplace, screen: Screen, archived: bool) -> Repository:
    screen.clear()
    screen.say("Lecture des dossiers…")
    return read_shelf(place.folder, archived=archived, knowledge=load_knowledge())


def _read(screen: Screen, place: Workplace, page: ReadablePage, messages: list[str] | None = None) -> None:
    """Show a page, then offer to keep it beside the dossiers, as often as wished."""
    show(screen, page.report)
    messages = messages or []
    while True:
        screen.clear()
        screen.rule(capital(page.called[3:]) if page.called.startswith(("la ", "le ")) else page.called)
        for text in messages:
            screen.say(f"→ {text}")
        rows = [Choice("keep", "Garder dans un fichier (PDF, Word…)"), Choice("again", "Relire")]
        chosen = pick("Et maintenant ?", rows, back="Revenir à l'accueil", used=screen.used)
        messages = []
        if chosen is Tool.BACK:
            screen.clear()
            return
        if chosen == "again":
            show(screen, page.report)
            continue
        try:
            messages = keep_page(screen, page, place.folder, place)
        except InputError as error:
            messages = [str(error)]


def _freeze(talk: Conversation) -> None:
    """A frozen record of the assessment, beside the dossier."""
    from advisor.assessment.record import freeze, save_record
    from advisor.common.files import free_name

    one = talk.interview
    assert one.path is not None
    target = free_name(one.path.with_name(f"{one.path.stem}.proces-verbal.json"))
    save_record(freeze(one.dossier, one.assessment), target)
    talk.notice(f"Écrit dans {target}")


# -- from the home menu: what one may read of a dossier and take away, without taking up its interview ---------------


def consult(talk: Conversation, place: Workplace) -> None:
    """Read what one wants of a dossier, until the adviser goes back.

    Args:
        talk: the dossier, opened.
        place: where letterhead and register are looked for.
    """
    reader = DossierReader(talk, place)
    reader.pages |= {
        "day": ("Le rapport sous le droit d'un autre jour", lambda: pages.other_day_page(talk, place)),
        "proof": ("La preuve d'un critère ou d'un statut", lambda: pages.proof_page(talk, place)),
        "record": ("Figer cette évaluation dans un procès-verbal", lambda: _freeze(talk)),
    }
    talk.notices.clear()  # that it was opened goes without saying
    chosen = None
    while True:
        screen = talk.screen
        screen.clear()
        screen.rule(talk.interview.dossier.name or "Sans nom")
        for text, style in talk.notices:
            screen.say(f"→ {text}", style=style)
        talk.notices.clear()
        chosen = pick(
            "Que voulez-vous lire ?",
            reader.rows(),
            back=LEAVE,
            current=chosen,
            used=screen.used,
        )
        if chosen is Tool.BACK:
            screen.clear()
            return
        try:
            reader.open(chosen)
        except Pause:
            # Asked for at a question that was only tried: there is no interview to leave.
            continue
