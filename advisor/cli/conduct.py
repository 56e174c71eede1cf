"""The interview of one dossier, from its command or from the home menu."""

from __future__ import annotations

import argparse
import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cli.interview.terminal_layout import Workplace, columns, wrapped
from advisor.cli.interview.widgets import write
from advisor.cli.output import go_offline

if TYPE_CHECKING:
    from advisor.cli.interview.talk import Talk


def interview(arguments: argparse.Namespace) -> int:
    """Conduct or resume the interview of one dossier.

    Raises:
        InputError: no dossier has this name but one has nearly, or there is no terminal to talk in.
    """
    from advisor.desk.repository import refuse_slip

    path = Path(arguments.dossier)
    refuse_slip(path, Path(arguments.dossiers), arguments.new)
    return run_interview(path, workplace(arguments))


def run_interview(path: Path, place: Workplace) -> int:
    """Conduct or resume the interview of a dossier; its file is made if it does not exist.

    Raises:
        InputError: the file cannot be used, or there is no terminal to talk in.
    """
    from advisor.common.errors import InputError, Problem

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        mend = "Pour un dossier déjà rempli : ess-advisor evaluer."
        raise InputError(Problem("l'entretien demande un terminal.", mend=mend))
    return talk_about(path, place)


def workplace(arguments: argparse.Namespace) -> Workplace:
    """Where dossiers and register are, from the command line."""
    go_offline(arguments)
    return Workplace(Path(arguments.dossiers), arguments.register)


def talk_about(path: Path, place: Workplace, name: str = "", adviser: str = "") -> int:
    from advisor.cli.interview.closing import converse
    from advisor.cli.interview.dossier_header import asked_head
    from advisor.cli.interview.screen import Pause
    from advisor.common.files import release
    from advisor.interview.store import lock_dossier

    talk: Talk | None = None
    try:
        # A link that leads nowhere is a dossier one cannot open, not a new one.
        known = path.exists() or path.is_symlink()
        talk = open_dossier(path) if known else _begin(path, name)
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
    _out(f"Pour reprendre : ess-advisor entretien {shlex.quote(str(path))}\n")
    return 0


def _final_path(talk: Talk | None, path: Path) -> Path:
    """The file the interview ends in: not the first one, when that one changed elsewhere."""
    return (talk.interview.path if talk else None) or path


def open_dossier(path: Path) -> Talk:
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


def _out(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
