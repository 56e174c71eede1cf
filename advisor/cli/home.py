"""The face of ``ess-advisor`` in a terminal: the home menu and the interview.

The first menu needs prompt_toolkit only; the rules and the engine are loaded while the person reads it.
"""

from __future__ import annotations

import contextlib
import shlex
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli.interview.keys import Choice
from advisor.cli.interview.terminal_layout import Workplace, columns, paper, wrapped
from advisor.cli.interview.widgets import pick, write
from advisor.interview.tools import Tool

if TYPE_CHECKING:
    from advisor.cli.interview.talk import Talk
    from advisor.common.errors import InputError

TITLE = "ess-advisor : société commerciale de l'ESS et agrément ESUS"
UNUSABLE = 2
MOST_PROBLEMS = 10


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


def run_interview(path: Path, place: Workplace) -> int:
    """Conduct or resume the interview of one dossier; the file is made if it does not exist.

    Args:
        path: the dossier.
        place: where letterhead and register are looked for.

    Returns:
        0, or 2 when the file cannot be used.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write("L'entretien demande un terminal. Pour un dossier déjà rempli : ess-advisor assess.\n")
        return UNUSABLE
    from advisor.common.errors import InputError

    try:
        return _interview(path, place)
    except InputError as error:
        _problems(error)
        return UNUSABLE


def _interview(path: Path, place: Workplace, name: str = "", adviser: str = "") -> int:
    from advisor.cli.interview.closing import converse
    from advisor.cli.interview.dossier_header import asked_head
    from advisor.cli.interview.screen import Pause
    from advisor.common.files import release
    from advisor.interview.store import lock_dossier

    talk: Talk | None = None
    try:
        # A link that leads nowhere is a dossier one cannot open, not a new one.
        known = path.exists() or path.is_symlink()
        talk = _open(path) if known else _begin(path, name)
        talk.lock = lock_dossier(path)
        if not known:
            asked_head(talk, adviser)
        converse(talk, place)
    except (Pause, KeyboardInterrupt, EOFError):
        path = _final_path(talk, path)
        if not path.exists():
            _out("\nRien n'a été commencé.\n")
            return 0
        _out(f"\nEntretien en pause ; tout est enregistré dans {path}\n")
    else:
        path = _final_path(talk, path)
        _out(f"\nEntretien terminé ; le dossier est dans {path}\n")
    finally:
        if talk is not None:
            release(talk.lock)
    _out(f"Pour reprendre : ess-advisor interview {shlex.quote(str(path))}\n")
    return 0


def _final_path(talk: Talk | None, path: Path) -> Path:
    """The file the interview ends in: not the first one, when that one changed elsewhere."""
    return (talk.interview.path if talk else None) or path


def _open(path: Path) -> Talk:
    """A dossier of the disk, ready to go on.

    Raises:
        InputError: the file is not a usable dossier.
    """
    from advisor.cli.interview.screen import Screen, answer_counts
    from advisor.cli.interview.talk import Talk
    from advisor.interview.machine import Interview
    from advisor.rules.load import load_knowledge

    interview = Interview.resume(load_knowledge(), path)
    talk = Talk(interview, Screen())
    if interview.dossier.answers:
        talk.notice(f"Dossier repris : {answer_counts(interview.dossier)}.", "dim")
    return talk


def _begin(path: Path, name: str = "") -> Talk:
    """A new dossier, saved as soon as it has a name."""
    from advisor.cli.interview.dossier_header import bad_name
    from advisor.cli.interview.screen import Screen
    from advisor.cli.interview.talk import Talk
    from advisor.dossier import Dossier
    from advisor.interview.machine import Interview
    from advisor.rules.load import load_knowledge

    notice = f"Nouveau dossier : {path.absolute()}. Entrée seule passe ce qui est facultatif."
    _out(f"\n{wrapped(notice, columns() - 1, 0)}\n\n")
    name = name or str(write("Nom de la structure :", check=bad_name))
    talk = Talk(Interview(load_knowledge(), Dossier(name=name, opened=date.today()), path), Screen())
    talk.interview.save()
    return talk


# -- the home menu ------------------------------------------------------------------------------------------------


def _new(place: Workplace) -> None:
    from advisor.cli.interview.dossier_header import bad_name

    _out("\n")
    name = write("Nom de la structure (r : revenir) :", tools=(Tool.BACK, Tool.PAUSE), check=bad_name)
    if not isinstance(name, Tool):
        _interview(free_path(place.folder, name), place, name, _last_adviser(place.folder))


def _resume(place: Workplace) -> None:
    path = _which(place)
    if path is not None:
        _take_up(path, place)


def _take_up(path: Path, place: Workplace) -> None:
    import advisor.interview.machine  # noqa: F401 - an engine that does not load is no fault of the dossier
    from advisor.desk.repository import blamed

    with blamed(path):
        _interview(path, place)


def _consult(place: Workplace) -> None:
    path = _which(place)
    if path is not None:
        _read(path, place)


def _read(path: Path, place: Workplace) -> None:
    from advisor.cli.interview.reader import consult
    from advisor.desk.repository import blamed

    with blamed(path):
        consult(_open(path), place)


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
    from advisor.common.files import free_name, plain_name

    stem = "-".join(plain_name(name).lower().split()) or "dossier"
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
