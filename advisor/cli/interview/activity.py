"""From the home menu, all dossiers at once: the review under the law of a day, and the activity report of a period."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from advisor.cli.interview.keys import Option
from advisor.cli.interview.pages import Page
from advisor.cli.interview.place import Place
from advisor.cli.interview.reader import keep_page
from advisor.cli.interview.screen import Screen, show
from advisor.cli.interview.widgets import pick, write
from advisor.common.errors import InputError, Problem
from advisor.common.values import french_date, parse_date
from advisor.desk.shelf import Shelf, listed, read_shelf
from advisor.interview.tools import Tool
from advisor.rules.load import load_knowledge

if TYPE_CHECKING:
    from advisor.desk.summary.period import Period

DATES = "dates"
QUARTERS = 4
"""Past quarters offered by name, the current one included."""


def review_dossiers(place: Place) -> None:
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

    typed = write("Jour de la revue (Entrée : aujourd'hui) :", tools=(Tool.BACK,), check=bad)
    if isinstance(typed, Tool):
        screen.clear()
        return
    day = parse_date(typed) if typed else date.today()
    shelf = _shelf(place, screen, archived=False)
    report = review_report(review(shelf, day, knowledge), knowledge, str(place.folder))
    _read(screen, place, Page(report, "la revue", f"revue_{day.isoformat()}"))


def tell_activity(place: Place) -> None:
    """Ask for a period, then tell what was done of it; no company is named.

    Raises:
        InputError: there is no dossier, or the folder cannot be read.
    """
    from advisor.desk.summary import write_summary

    screen = Screen()
    _refuse_nothing(place)
    period = _period(screen)
    if period is None:
        screen.clear()
        return
    shelf = _shelf(place, screen, archived=True)
    told: list[str] = []
    report = write_summary(
        shelf,
        period,
        load_knowledge(),
        tell=lambda damaged: told.extend(f"Illisible, manque au bilan : {one.path.name}" for one in damaged),
    )
    start = period.start.isoformat() if period.start.year > 1 else "debut"
    _read(screen, place, Page(report, "le bilan d'activité", f"bilan_{start}_{period.end.isoformat()}"), told)


def _period(screen: Screen) -> Period | None:
    """The period to tell; None to go back."""
    from advisor.desk.summary.period import chosen_period

    today = date.today()
    rank = today.year * 4 + (today.month - 1) // 3
    quarters = [f"{one // 4}-T{one % 4 + 1}" for one in range(rank, rank - QUARTERS, -1)]
    periods = {
        **{str(year): chosen_period(today, year=str(year)) for year in (today.year, today.year - 1)},
        **{quarter: chosen_period(today, quarter=quarter) for quarter in quarters},
    }
    rows = [Option(id, one.title[0].upper() + one.title[1:]) for id, one in periods.items()]
    screen.clear()
    screen.rule("Bilan d'activité")
    chosen = pick(
        "Quelle période ?",
        [*rows, Option(DATES, "D'autres dates")],
        tools=(Tool.BACK,),
        back="Revenir",
        used=screen.used,
    )
    if chosen is Tool.BACK:
        return None
    return periods[chosen] if chosen != DATES else _dates(screen, today)


def _dates(screen: Screen, today: date) -> Period | None:
    """A period told by its days."""
    from advisor.desk.summary.period import chosen_period

    start = write("Premier jour (Entrée : depuis le début) :", tools=(Tool.BACK,), check=lambda t: _first(t, today))
    if isinstance(start, Tool):
        return None
    first = parse_date(start) if start else None
    end = write("Dernier jour (Entrée : aujourd'hui) :", tools=(Tool.BACK,), check=lambda t: _last(t, first))
    if isinstance(end, Tool):
        return None
    return chosen_period(today, start=first or date.min, end=parse_date(end) if end else None)


def _first(text: str, today: date) -> str | None:
    told = _bad_day(text)
    if told is None and text and parse_date(text) > today:
        return "Ce jour est encore à venir."
    return told


def _last(text: str, first: date | None) -> str | None:
    told = _bad_day(text)
    if told is None and text and first is not None and parse_date(text) < first:
        return f"Ce jour vient avant le {french_date(first)}."
    return told


def _bad_day(text: str) -> str | None:
    """Why a text is no day; nothing at all is no mistake here."""
    from advisor.cli.interview.head import bad_date

    return bad_date(text) if text else None


def _refuse_nothing(place: Place) -> None:
    if not listed(place.folder, archived=True):
        mend = "Commencez par un nouvel entretien."
        raise InputError(Problem("il n'y a encore aucun dossier ici.", str(place.folder), mend=mend))


def _shelf(place: Place, screen: Screen, archived: bool) -> Shelf:
    screen.clear()
    screen.say("Lecture des dossiers…")
    return read_shelf(place.folder, archived=archived, knowledge=load_knowledge())


def _read(screen: Screen, place: Place, page: Page, told: list[str] | None = None) -> None:
    """Show a page, then offer to keep it beside the dossiers, as often as wished."""
    show(screen, page.report)
    told = told or []
    while True:
        screen.clear()
        screen.rule(page.called[3:].capitalize() if page.called.startswith(("la ", "le ")) else page.called)
        for text in told:
            screen.say(f"→ {text}")
        rows = [Option("keep", "Garder dans un fichier (PDF, Word…)"), Option("again", "Relire")]
        chosen = pick("Et maintenant ?", rows, tools=(Tool.BACK,), back="Revenir à l'accueil", used=screen.used)
        told = []
        if chosen is Tool.BACK:
            screen.clear()
            return
        if chosen == "again":
            show(screen, page.report)
            continue
        try:
            told = keep_page(screen, page, place.folder, place)
        except InputError as error:
            told = [str(error)]
