"""The face of ``ess-advisor`` in a terminal: the home menu and the interview.

The first menu needs prompt_toolkit only; the rules and the engine are loaded while the person reads it.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli.conduct import open_dossier, talk_about, workplace
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.terminal_layout import Workplace, columns, paper, wrapped
from advisor.cli.interview.widgets import pick, write
from advisor.interview.tools import Tool

if TYPE_CHECKING:
    from advisor.common.errors import InputError

TITLE = "ess-advisor : société commerciale de l'ESS et agrément ESUS"
MOST_PROBLEMS = 10


def start(arguments: argparse.Namespace) -> int:
    """Without a command: the home menu in a terminal; elsewhere, the report of the first worked case and the way in.

    Raises:
        InputError: the rules, or a worked case, are damaged.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        return home(workplace(arguments))
    from advisor.assessment.assess import assess
    from advisor.report.document import render
    from advisor.training.casebook.read import load_cases

    case = load_cases()[0]
    sys.stdout.write(f"Cas d'école : {case.title}\n\n")
    sys.stdout.write(render(assess(case.dossier), "terminal", dossier=case.dossier))
    sys.stdout.write("\nPour commencer un entretien, lancez « ess-advisor » dans un terminal.\n")
    return 0


def home(place: Workplace) -> int:
    """The home menu, until the person quits.

    Args:
        place: folder of the dossiers, made when the first one is saved; register named, if any.

    Returns:
        The exit code.
    """
    warm = threading.Thread(target=_warm_up, daemon=True)
    actions: dict[str, Callable[[Workplace], None]] = {
        "new": _new,
        "resume": _resume,
        "consult": _consult,
        "cases": _cases,
        "quiz": _quiz,
        "dossiers": _dossiers,
        "review": _review,
        "activity": _activity,
        "workshop": _workshop,
    }
    try:
        while True:
            paper(None)  # what an interview printed is past
            _out(f"\n{TITLE}\n\n")
            chosen = pick(
                "Que voulez-vous faire ?",
                [
                    Choice("new", "Nouvel entretien"),
                    Choice("resume", "Reprendre un dossier"),
                    Choice("consult", "Consulter un dossier : rapport, chemins, statuts, clauses, agrément"),
                    Choice("cases", "Cas d'école"),
                    Choice("workshop", "Atelier : animer la journée d'information"),
                    Choice("quiz", "Quiz : s'entraîner seul"),
                    Choice("dossiers", "Mes dossiers : états, échéances, archives, copie anonyme"),
                    Choice("review", "Revue des dossiers : verdicts qui changent, agréments qui finissent"),
                    Choice("activity", "Bilan d'activité, anonyme"),
                    Choice("quit", "Quitter"),
                ],
                used=3,
                on_shown=None if warm.ident else warm.start,
            )
            if chosen == "quit":
                return 0
            warm.join()
            _guarded(actions[chosen], place)
    except (KeyboardInterrupt, EOFError):
        _out("\nÀ bientôt.\n")
        return 0


# -- the home menu ------------------------------------------------------------------------------------------------


def _new(place: Workplace) -> None:
    from advisor.cli.interview.dossier_header import bad_name

    _out("\n")
    name = write("Nom de la structure (r : revenir) :", tools=(Tool.BACK, Tool.PAUSE), check=bad_name)
    if not isinstance(name, Tool):
        talk_about(free_path(place.folder, name), place, name, _last_adviser(place.folder))


def _resume(place: Workplace) -> None:
    path = _which(place)
    if path is not None:
        _take_up(path, place)


def _take_up(path: Path, place: Workplace) -> None:
    import advisor.interview.machine  # noqa: F401 - an engine that does not load is no fault of the dossier
    from advisor.desk.repository import blamed

    with blamed(path):
        talk_about(path, place)


def _consult(place: Workplace) -> None:
    path = _which(place)
    if path is not None:
        _read(path, place)


def _read(path: Path, place: Workplace) -> None:
    from advisor.cli.interview.reader import consult
    from advisor.desk.repository import blamed

    with blamed(path):
        consult(open_dossier(path), place)


def _dossiers(place: Workplace) -> None:
    from advisor.cli.interview.dossier_menu import my_dossiers

    my_dossiers(place, resume=lambda path: _take_up(path, place), read=lambda path: _read(path, place))


def _review(place: Workplace) -> None:
    from advisor.cli.interview.reader import review_dossiers

    review_dossiers(place)


def _activity(place: Workplace) -> None:
    from advisor.cli.interview.reader import tell_activity

    tell_activity(place)


def _workshop(place: Workplace) -> None:
    from advisor.cli.workshop.terminal import play

    play(place)


def _quiz(place: Workplace) -> None:
    from advisor.cli.interview.quiz import train

    train(place)


def _cases(place: Workplace) -> None:
    from advisor.cli.interview.screen import Screen, page_text

    try:
        from advisor.training.casebook.read import load_cases
        from advisor.training.casebook.show import show_case
    except ImportError:
        _out("\nLes cas d'école ne sont pas installés.\n")
        return
    cases = load_cases()
    screen = Screen()
    last = None
    while True:
        screen.clear()
        screen.rule("Cas d'école")
        last = pick(
            "Quel cas ?",
            [Choice(case.id, case.title) for case in cases],
            tools=(Tool.BACK,),
            back="Revenir",
            current=last,
            used=screen.used,
        )
        if last is Tool.BACK:
            screen.clear()
            return
        page_text(screen, show_case(next(case for case in cases if case.id == last)))


def _which(place: Workplace) -> Path | None:
    """One of the dossiers of the folder, the last changed first.

    Raises:
        InputError: the folder cannot be read, or the dossier chosen is damaged.
    """
    from advisor.desk.repository import readable

    found = _latest(place.folder)
    if not found:
        _out(f"\nAucun dossier dans « {place.folder} ». Commencez par un nouvel entretien.\n")
        return None
    _out("\n")
    titles = [_summary(path) for path in found]
    # Two dossiers may bear one name: their files tell them apart.
    rows = [
        Choice(path, f"{title} ({path.name})" if titles.count(title) > 1 else title)
        for path, title in zip(found, titles, strict=True)
    ]
    chosen = pick("Quel dossier ?", rows, tools=(Tool.BACK,), back="Revenir", used=2)
    if chosen is Tool.BACK:
        return None
    readable(chosen)
    return Path(chosen)


def _latest(folder: Path) -> list[Path]:
    """The dossiers at work, the last changed first; what cannot be read is shown as such."""
    from advisor.desk.repository import changed, listed

    return sorted((path for path, _ in listed(folder)), key=changed, reverse=True)


def _summary(path: Path) -> str:
    from advisor.cli.interview.screen import answer_counts
    from advisor.common.errors import InputError
    from advisor.common.french import brief, french_date
    from advisor.desk.repository import changed, readable

    at = changed(path)
    when = f", {french_date(at.date())}" if at.year > 1 else ""
    try:
        dossier = readable(path)
    except InputError:
        return f"{path.name} : illisible{when}"
    return f"{brief(dossier.name, 60) or path.stem} : {answer_counts(dossier)}{when}"


def _last_adviser(folder: Path) -> str:
    """The adviser of the last dossier, offered for the next one."""
    from advisor.common.errors import InputError
    from advisor.desk.repository import readable

    for path in _latest(folder):
        with contextlib.suppress(InputError):
            return readable(path).adviser
    return ""


def free_path(dossiers: Path, name: str) -> Path:
    """A file name made from a company's name, never one that exists."""
    from advisor.common.files import free_name

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = "-".join("".join(c if c.isalnum() else " " for c in plain).split())[:60] or "dossier"
    return free_name(dossiers / f"{stem}.yaml")


def _guarded(action: Callable[[Workplace], None], place: Workplace) -> None:
    """One action of the menu; its problems are reported, then the menu comes back."""
    from advisor.common.errors import InputError

    try:
        action(place)
    except InputError as error:
        _problems(error)


def _problems(error: InputError) -> None:
    from advisor.common.french import plural

    _out("\n")
    for problem in error.problems[:MOST_PROBLEMS]:
        _out(wrapped(str(problem), columns() - 1, 2) + "\n")
    if len(error.problems) > MOST_PROBLEMS:
        _out(f"… et {plural(len(error.problems) - MOST_PROBLEMS, 'autre')}.\n")


def _warm_up() -> None:
    """Load what the interview needs while the menu is read."""
    # Damaged rules, or an engine that does not load, are reported in French when they are needed; a traceback never.
    with contextlib.suppress(Exception):
        from advisor.dossier import Dossier
        from advisor.interview.machine import Interview
        from advisor.rules.load import load_knowledge

        Interview(load_knowledge(), Dossier()).next_group()


def _out(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
