"""The face of ``ess-advisor`` in a terminal: the home menu and the interview.

The first menu needs prompt_toolkit only; the rules and the engine are loaded while the person reads it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from advisor.cli.conduct import InterviewOutcome, open_dossier, out, talk_about, workplace
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.terminal_layout import Workplace, columns, paper, wrapped
from advisor.cli.interview.widgets import pick, wait, write
from advisor.cli.output import unusable
from advisor.cli.runner import main
from advisor.common.errors import InputError
from advisor.common.french import french_date
from advisor.interview.tools import BACK_ONLY, LEAVE, Tool

TITLE = "ess-advisor : société commerciale de l'ESS et agrément ESUS"
MOST_PROBLEMS = 10


def start(arguments: argparse.Namespace) -> int:
    """Open the home menu in a terminal; elsewhere, show the report of the first worked case and the way in.

    Raises:
        InputError: the rules, or a worked case, are damaged.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        return home(workplace(arguments))
    from advisor.assessment.assess import assess
    from advisor.report.document import render
    from advisor.training.casebook.read import find_case

    case = find_case("1")
    sys.stdout.write(f"Cas d'école : {case.title}\n\n")
    sys.stdout.write(render(assess(case.dossier), "terminal", dossier=case.dossier))
    sys.stdout.write("\nPour commencer un entretien, lancez « ess-advisor » dans un terminal.\n")
    return 0


def home(place: Workplace) -> int:
    """Show the home menu until the person quits; returns the exit code."""
    warm = threading.Thread(target=_warm_up, daemon=True)
    message = ""
    try:
        while True:
            paper(None)  # what an interview printed is past
            folder = wrapped(f"Dossiers : {place.folder.absolute()}", columns() - 1, 2)
            out(f"\n{TITLE}\n{folder}\n{message}\n")
            used = 3 + folder.count("\n") + message.count("\n")
            start = None if warm.ident else warm.start
            chosen = pick("Que voulez-vous faire ?", _rows(place), used=used, on_shown=start)
            if chosen is None:
                return 0
            warm.join()
            action, of_a_client = chosen
            message = _guarded(action, place)
            if of_a_client:
                _forget()
    except (KeyboardInterrupt, EOFError):
        out("\nÀ bientôt.\n")
        return 0


def _rows(place: Workplace) -> list[Choice]:
    """What may be done here; first what was interrupted, by its date alone: the next client may be looking."""
    rows = [*(Choice((action, of_a_client), label) for label, action, of_a_client in MENU), Choice(None, "Quitter")]
    left = _interrupted(place.folder)
    if left is not None:
        when = datetime.fromtimestamp(left.stat().st_mtime)
        at = f"le {french_date(when.date())} à {when:%H h %M}"
        rows.insert(0, Choice((partial(_resume, path=left), True), f"Reprendre l'entretien interrompu {at}"))
    return rows


def _interrupted(folder: Path) -> Path | None:
    """The dossier whose interview was left last; `advisor.interview.store` says how it is marked."""
    with contextlib.suppress(OSError):
        marked = [one.with_name(one.name[1 : -len(".reprise")]) for one in folder.glob(".*.y*ml.reprise")]
        return max((one for one in marked if one.is_file()), key=lambda one: one.stat().st_mtime, default=None)
    return None


def _forget() -> None:
    """Leave nothing of a client on the screen, nor above it."""
    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
        out("\033[H\033[2J\033[3J")


# -- what the menu leads to: each returns what to say once the menu is back -------------------------------------------


def _new(place: Workplace) -> str:
    from advisor.cli.interview.dossier_header import bad_name

    out("\n")
    name = write("Nom de la structure (r : revenir) :", tools=(Tool.BACK, Tool.PAUSE), check=bad_name)
    if isinstance(name, Tool):
        return ""
    return _ended(talk_about(free_path(place.folder, name), place, name, _last_adviser(place.folder)))


def _ended(ended: InterviewOutcome) -> str:
    if ended.path is None:
        return "Rien n'a été commencé."
    return "Entretien terminé ; tout est enregistré." if ended.finished else "Entretien en pause ; tout est enregistré."


def _resume(place: Workplace, path: Path | None = None) -> str:
    import advisor.interview.machine  # noqa: F401 - an engine that does not load is no fault of the dossier
    from advisor.desk.repository import blamed

    path = path or _which(place)
    if path is None:
        return ""
    with blamed(path):
        return _ended(talk_about(path, place))


def _consult(place: Workplace, path: Path | None = None) -> None:
    from advisor.cli.interview.reader import consult
    from advisor.desk.repository import blamed

    path = path or _which(place)
    if path is not None:
        with blamed(path):
            consult(open_dossier(path), place)


def _dossiers(place: Workplace) -> None:
    from advisor.cli.interview.dossier_menu import my_dossiers

    my_dossiers(place, resume=partial(_resume, place), read=partial(_consult, place))


def _cases(place: Workplace) -> None:
    from advisor.cli.interview.screen import Screen, page_text
    from advisor.training.casebook.read import load_cases
    from advisor.training.casebook.show import show_case

    cases, screen, last = {case.id: case for case in load_cases()}, Screen(), None
    rows = [Choice(case.id, case.title) for case in cases.values()]
    while True:
        screen.top("Cas d'école")
        last = pick("Quel cas ?", rows, back=LEAVE, current=last, used=screen.used)
        if last is Tool.BACK:
            screen.clear()
            return
        page_text(screen, show_case(cases[last]))


_TABLE = (
    ("Table CSV, ou répertoire de dossiers :", ""),
    ("Fichier du résultat, en .csv :", "--sortie"),
    ("Droit de quel jour ? (Entrée : celui de chaque ligne)", "--au"),
)
_BESIDE = (
    ("Lire le registre : ce que la DDETS admet sur les points ouverts", "registre liste", ()),
    ("Ajouter une ligne au registre", "registre ajouter", ()),
    ("Contrôler le registre", "registre verifier", ()),
    ("Évaluer une table de structures, sous le droit d'un jour", "lot", _TABLE),
    ("Écrire une table vide, à remplir dans un tableur", "lot", (("Fichier à écrire, en .csv :", "--modele"),)),
    ("Chercher une structure (Internet)", "rechercher", (("SIREN ou nom ; seul ce texte est envoyé :", ""),)),
    ("Rejouer un procès-verbal et comparer", "rejouer", (("Fichier du procès-verbal, en .json :", ""),)),
)
"""What each does, its command, and what is asked for it: the question, and the option its answer goes to."""


def _beside(place: Workplace) -> None:
    """What an adviser needs beside the dossiers, until they go back."""
    from advisor.cli.interview.screen import Screen

    screen, chosen = Screen(), None
    rows = [Choice(rank, label) for rank, (label, *_) in enumerate(_BESIDE)]
    while True:
        screen.top("Autour des dossiers")
        chosen = pick("Que faire ?", rows, back=LEAVE, current=chosen, used=screen.used)
        if chosen is Tool.BACK:
            screen.clear()
            return
        label, command, questions = _BESIDE[chosen]
        screen.top(label)
        words = _asked(questions)
        if words is None:
            continue
        usual = ["--dossiers", str(place.folder), *(["--registre", place.register] if place.register else [])]
        with contextlib.suppress(SystemExit):  # what was typed is refused, and said
            main([*usual, *command.split(), *words])
        wait("Entrée pour continuer")


def _asked(questions: tuple[tuple[str, str], ...]) -> list[str] | None:
    """The words of the command; None when the person goes back, or has nothing to give to the first question."""
    options: list[str] = []
    places: list[str] = []
    for rank, (question, option) in enumerate(questions):
        typed = write(f"{question[:-1]}(r : revenir) :" if rank == 0 else question, tools=BACK_ONLY)
        if isinstance(typed, Tool) or (rank == 0 and not typed.strip()):
            return None
        if typed.strip():
            (options if option else places).append(f"{option}={typed.strip()}" if option else typed.strip())
    return [*options, "--", *places] if places else options


Action = Callable[[Workplace], str | None] | str
"""A function here, or the name of one in a module that is loaded once it was chosen."""

MENU: tuple[tuple[str, Action, bool], ...] = (
    ("Nouvel entretien", _new, True),
    ("Reprendre un dossier", _resume, True),
    ("Consulter un dossier : rapport, chemins, agrément, calendrier, autre jour", _consult, True),
    ("Mes dossiers : états, échéances, archives, copie anonyme, effacement", _dossiers, True),
    ("Revue des dossiers : verdicts qui changent, agréments qui finissent", "interview.reader.review_dossiers", True),
    ("Bilan d'activité, anonyme", "interview.reader.tell_activity", False),
    ("Registre, table de structures, annuaire public, procès-verbal", _beside, True),
    ("Cas d'école", _cases, False),
    ("Atelier : animer la journée d'information", "workshop.terminal.play", False),
    ("Quiz : s'entraîner seul", "interview.quiz.train", False),
)
"""Each choice, what it runs, and whether it leaves on the screen something of a client."""


def _which(place: Workplace) -> Path | None:
    """One of the dossiers of the folder, the last changed first."""
    from advisor.desk.repository import readable

    found = _latest(place.folder)
    if not found:
        raise unusable(f"Aucun dossier dans « {place.folder} ».", "Commencez par un nouvel entretien.")
    out("\n")
    titles = [_summary(path) for path in found]
    # Two dossiers may bear one name: their files tell them apart.
    rows = [
        Choice(path, f"{title} ({path.name})" if titles.count(title) > 1 else title)
        for path, title in zip(found, titles, strict=True)
    ]
    chosen = pick("Quel dossier ?", rows, back=LEAVE, used=2)
    if chosen is Tool.BACK:
        return None
    readable(chosen)
    return Path(chosen)


def _latest(folder: Path) -> list[Path]:
    """List the dossiers at work, the last changed first."""
    from advisor.desk.repository import changed, listed

    return sorted((path for path, _ in listed(folder)), key=changed, reverse=True)


def _summary(path: Path) -> str:
    from advisor.cli.interview.screen import answer_counts
    from advisor.common.french import brief
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
    from advisor.desk.repository import readable

    for path in _latest(folder):
        with contextlib.suppress(InputError):
            return readable(path).adviser
    return ""


def free_path(dossiers: Path, name: str) -> Path:
    """Return a file name made from a company's name, never one that exists."""
    from advisor.common.files import free_name, plain_name

    stem = "-".join(plain_name(name).lower().split()) or "dossier"
    return free_name(dossiers / f"{stem}.yaml")


def _guarded(action: Action, place: Workplace) -> str:
    """One action of the menu, and what to say of it; its problems are reported, then the menu comes back."""
    from advisor.common.french import plural

    try:
        run: Any = action
        if isinstance(action, str):
            module, _, name = action.rpartition(".")
            run = getattr(import_module(f"advisor.cli.{module}"), name)
        messages = [run(place) or ""]
    except InputError as error:
        messages = [str(problem) for problem in error.problems[:MOST_PROBLEMS]]
        if (more := len(error.problems) - MOST_PROBLEMS) > 0:
            messages.append(f"… et {plural(more, 'autre')}.")
    return "".join(f"\n{wrapped(text, columns() - 1, 2)}\n" for text in messages if text)


def _warm_up() -> None:
    """Load what the interview needs while the menu is read."""
    # Damaged rules, or an engine that does not load, are reported in French when they are needed; a traceback never.
    with contextlib.suppress(Exception):
        from advisor.dossier import Dossier
        from advisor.interview.machine import Interview
        from advisor.rules.load import load_knowledge

        Interview(load_knowledge(), Dossier()).next_group()
