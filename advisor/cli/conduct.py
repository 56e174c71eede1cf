"""The interview of one dossier, from its command or from the home menu."""

from __future__ import annotations

import argparse
import contextlib
import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advisor.cli.interview.terminal_layout import Workplace, columns, wrapped
from advisor.cli.interview.widgets import write
from advisor.cli.output import go_offline, unusable

if TYPE_CHECKING:
    from advisor.cli.interview.talk import Talk


def interview(arguments: argparse.Namespace) -> int:
    """Conduct or resume the interview of one dossier."""
    from advisor.desk.repository import refuse_slip

    path = Path(arguments.dossier)
    refuse_slip(path, Path(arguments.dossiers), arguments.new)
    return run_interview(path, workplace(arguments))


def run_interview(path: Path, place: Workplace) -> int:
    """Conduct or resume the interview of a dossier; its file is made if it does not exist.

    Raises:
        InputError: the file cannot be used, or there is no terminal to talk in.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise unusable("l'entretien demande un terminal.", "Pour un dossier déjà rempli : ess-advisor evaluer.")
    ended = talk_about(path, place)
    if ended.path is None:
        out("\nRien n'a été commencé.\n")
        return 0
    said = "terminé ; le dossier est dans" if ended.finished else "en pause ; tout est enregistré dans"
    out(f"\nEntretien {said} {ended.path}\n")
    out(f"Pour reprendre : ess-advisor entretien {shlex.quote(str(ended.path))}\n")
    return 0


def workplace(arguments: argparse.Namespace) -> Workplace:
    """Return where dossiers and register are, from the command line."""
    go_offline(arguments)
    return Workplace(Path(arguments.dossiers), arguments.register)


class InterviewOutcome(NamedTuple):
    """How an interview ended; ``path`` is its dossier, None when nothing was begun."""

    path: Path | None
    finished: bool = False


def talk_about(path: Path, place: Workplace, name: str = "", adviser: str = "") -> InterviewOutcome:
    """Conduct the interview of a dossier until it is finished or left; a mark beside the dossier tells which.

    Raises:
        InputError: the file cannot be used.
    """
    from advisor.cli.interview.closing import converse
    from advisor.cli.interview.dossier_header import asked_head
    from advisor.cli.interview.screen import Pause
    from advisor.common.files import release
    from advisor.interview.store import lock_dossier, unfinished_mark

    talk: Talk | None = None
    mark, finished = unfinished_mark(path), False
    try:
        # A link that leads nowhere is a dossier one cannot open, not a new one.
        known = path.exists() or path.is_symlink()
        talk = open_dossier(path, name)
        talk.lock = lock_dossier(path)
        with contextlib.suppress(OSError):
            mark.touch()
        if not known:
            asked_head(talk, adviser)
        converse(talk, place)
        finished = True
    except (Pause, KeyboardInterrupt, EOFError):
        pass
    finally:
        if talk is not None:
            release(talk.lock)
    # Not the file it began in, when that one changed elsewhere.
    final = (talk.interview.path if talk else None) or path
    if finished or final != path:
        with contextlib.suppress(OSError):
            mark.unlink(missing_ok=True)
    return InterviewOutcome(final if final.exists() else None, finished)


def open_dossier(path: Path, name: str = "") -> Talk:
    """Take up a dossier of the disk, or begin it, saved as soon as it has a name.

    Raises:
        InputError: the file is not a usable dossier.
    """
    from advisor.cli.interview.dossier_header import bad_name
    from advisor.cli.interview.screen import Screen, answer_counts
    from advisor.cli.interview.talk import Talk
    from advisor.dossier import Dossier
    from advisor.interview.machine import Interview
    from advisor.rules.load import load_knowledge

    if path.exists() or path.is_symlink():
        talk = Talk(Interview.resume(load_knowledge(), path), Screen())
        if talk.interview.dossier.answers:
            talk.notice(f"Dossier repris : {answer_counts(talk.interview.dossier)}.", "dim")
        return talk
    notice = f"Nouveau dossier : {path.absolute()}. Entrée seule passe ce qui est facultatif."
    out(f"\n{wrapped(notice, columns() - 1, 0)}\n\n")
    name = name or str(write("Nom de la structure :", check=bad_name))
    talk = Talk(Interview(load_knowledge(), Dossier(name=name, opened=date.today()), path), Screen())
    talk.interview.save()
    return talk


def out(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text)
    sys.stdout.flush()
