"""When the file cannot be written: a disk that refuses, or a file that changed elsewhere. Nothing typed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import InputError
from advisor.interview.store import FileChanged, lock_dossier
from advisor.interview.widgets import Option, pick
from advisor.locks import release

if TYPE_CHECKING:
    from advisor.interview.talk import Talk


def refused(talk: Talk, error: InputError) -> None:
    """Say what refused, and what can be done, until it is settled."""
    found: InputError | None = error
    while found is not None:
        found = changed_elsewhere(talk, found) if isinstance(found, FileChanged) else cannot_save(talk, found)


def cannot_save(talk: Talk, error: InputError) -> InputError | None:
    """The disk refused: try again as often as wished. What refuses next, if anything does."""
    tell(talk, "L'enregistrement a échoué", error)
    talk.screen.say("La réponse reste en mémoire tant que le programme tourne.")
    rows = [Option(True, "Réessayer"), Option(False, "Continuer ; la prochaine réponse réessaiera")]
    if not pick("Que faire ?", rows, used=talk.screen.used):
        return None
    try:
        talk.interview.save()
    except InputError as again:
        return again
    return None


def changed_elsewhere(talk: Talk, error: InputError) -> InputError | None:
    """Another window, or a hand, wrote the file. What is known here is put in safety first, then the person chooses.

    Returns:
        What refuses next, if anything does.
    """
    interview = talk.interview
    try:
        copy = interview.rescue()
    except InputError as again:
        return again
    while True:
        tell(talk, "Ce dossier a changé ailleurs", error)
        talk.screen.say(f"Tout ce qui a été répondu ici est en sûreté dans {copy.name}", style="bold")
        rows = [
            Option("file", "Reprendre le fichier tel qu'il est maintenant, et y porter la dernière réponse"),
            Option("copy", f"Continuer dans la copie, {copy.name}"),
        ]
        try:
            chosen = pick("Que faire ?", rows, preset=False, used=talk.screen.used)
        except (KeyboardInterrupt, EOFError):
            # Left here, the interview resumes in the copy, which holds everything.
            go_on_in(talk, copy)
            raise
        if chosen == "copy":
            go_on_in(talk, copy)
            talk.notice(f"L'entretien continue dans {copy.name} ; l'autre fichier est resté tel quel.", "bold")
            return None
        try:
            apart = interview.reload()
        except InputError as again:
            # Unreadable, or changed once more: told, and asked again.
            error = again
            continue
        talk.notice("Fichier repris ; la dernière réponse y est.", "bold")
        settle_copy(talk, copy, apart)
        return None


def go_on_in(talk: Talk, copy: Path) -> None:
    talk.interview.path = copy
    if talk.lock is not None:
        release(talk.lock)
        talk.lock = lock_dossier(copy)


def settle_copy(talk: Talk, copy: Path, apart: tuple[str, ...]) -> None:
    """Erase the copy when the file holds all that was answered here; else say what it holds of its own."""
    if not apart:
        copy.unlink(missing_ok=True)
        return
    named = ", ".join(talk.label(address) for address in apart)
    talk.notice(f"Le fichier répond autrement, ou pas, à : {named}. Ce qui en était connu ici reste dans {copy.name}")


def tell(talk: Talk, title: str, error: InputError) -> None:
    talk.screen.clear()
    talk.screen.rule(title)
    for problem in error.problems:
        talk.screen.say(str(problem))
