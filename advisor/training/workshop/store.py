"""The file of a session, among the dossiers: written whole after each step, so that ``kill -9`` loses nothing."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.files import digest, fingerprint, free_name, write_atomically
from advisor.training.workshop.model import Session

NAME = ".atelier-formation.json"


class TakenElsewhere(InputError):
    """Another window went on with the session; writing here would undo what it did."""


class Store:
    """Where the session of a folder is kept; there is one session at a time.

    Args:
        folder: the folder of dossiers, made with the first save.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._known: str | None = None

    def load(self) -> Session | None:
        """The session kept, None when there is none.

        Raises:
            InputError: the file cannot be read, or holds no session.
        """
        try:
            content = self.path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise InputError(Problem(f"lecture impossible ({system_reason(error)}).", str(self.path))) from None
        self._known = digest(content)
        try:
            return Session.model_validate_json(content)
        except ValidationError:
            raise InputError(
                Problem(
                    "ce fichier de séance est abîmé, ou vient d'une autre version.",
                    str(self.path),
                    mend="Une nouvelle séance peut commencer ; celui-ci sera mis de côté.",
                )
            ) from None

    def save(self, session: Session) -> None:
        """Write the session, in one step.

        Raises:
            TakenElsewhere: another window wrote the file since; nothing is written.
            InputError: the disk refuses.
        """
        found = fingerprint(self.path)
        if found is not None and found != self._known:
            raise TakenElsewhere(
                Problem(
                    "la séance a été continuée, ou commencée, dans une autre fenêtre.",
                    str(self.path),
                    mend="Celle-ci s'arrête pour ne rien effacer ; relancez : ess-advisor workshop.",
                )
            )
        content = session.model_dump_json().encode()
        write_atomically(self.path, content, folder=True)
        self._known = digest(content)

    def put_aside(self) -> Path:
        """Give another name to a file that cannot be used, so that a new session may begin; the name given.

        Raises:
            InputError: it cannot be renamed.
        """
        target = free_name(self.path.with_name(".atelier-formation-illisible.json"))
        try:
            self.path.rename(target)
        except OSError as error:
            raise InputError(
                Problem(
                    f"impossible de le mettre de côté ({system_reason(error)}).",
                    str(self.path),
                    mend="Déplacez-le vous-même.",
                )
            ) from None
        self._known = None
        return target
