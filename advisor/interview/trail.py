"""Where one stands inside a turn, kept in a hidden file beside the dossier: what is half typed survives ``kill -9``.

The same file says that a window is open on the dossier: the system holds the lock, and lets it go with the process.

The dossier says which question comes next; it cannot say that one was at the page of a document, three prompts deep.
So each prompt notes its reply here before anything is made of it. When the interview resumes, those replies are given
again, by the prompts themselves, up to the one that had none: what they record is in the dossier already, or is
recorded now. A loop that asks anew forgets what it led to.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from advisor.errors import InputError, Problem
from advisor.interview.tools import Tool

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]


class Trail:
    """The replies of the turn under way.

    Args:
        path: the dossier; None keeps nothing.

    Raises:
        InputError: another window is open on it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.steps: list[list[Any]] = []
        self.ahead: list[list[Any]] = []
        self.kept: dict[str, Any] = {}
        self.half: list[Any] = []
        self._still = path is None
        self._file: int | None = None
        self.place: Path | None = None
        if path is not None:
            self._open(path)

    # -- what prompts tell ----------------------------------------------------------------------------------------

    def reply(self, name: str, value: Any) -> None:
        """A prompt was answered; what was half typed in it is no longer."""
        if self._still:
            return
        self.half, self.ahead = [], []
        # A pause leads nowhere: one resumes where it was asked for.
        if value is not Tool.PAUSE:
            self.steps.append([name, _told(value)])
        self.save()

    def again(
        self, name: str, values: Collection[Any], fits: Callable[[Any], bool] = lambda _: False
    ) -> tuple[Any] | None:
        """The reply a prompt had, one of some values or any that fits; None to ask."""
        if self._still or not self.ahead:
            return None
        known = {json.dumps(_told(value)): value for value in values}
        found = self.replay(name, lambda told: json.dumps(told) in known or fits(told))
        return None if found is None else (known.get(json.dumps(found[0]), found[0]),)

    def replay(self, name: str, fits: Callable[[Any], bool]) -> tuple[Any] | None:
        """As `again`, for a value as it is written. What does not fit ends the replay: it is asked from there on."""
        if self._still or not self.ahead:
            return None
        step, value = self.ahead[0]
        if step != name or not fits(value):
            self.ahead.clear()
            return None
        self.steps.append(self.ahead.pop(0))
        return (value,)

    def through(self, name: str, value: Any) -> Any:
        """A choice of the program that its later self could not make again: the one noted, else this one, now noted."""
        found = self.replay(name, lambda told: isinstance(told, type(value)))
        if found is not None:
            return found[0]
        self.reply(name, value)
        return value

    def next_is(self, name: str) -> bool:
        return bool(self.ahead) and self.ahead[0][0] == name

    def typing(self, name: str, value: Any) -> None:
        """What a prompt holds so far: a text, or the boxes ticked."""
        if not self._still and self.half != [name, value]:
            self.half = [name, value]
            self.save()

    def typed(self, name: str) -> Any:
        """What a prompt held when the program was stopped; None for another prompt."""
        if self._still or not self.half:
            return None
        held, value = self.half
        return value if held == name else None

    def mark(self) -> int:
        return len(self.steps)

    def back_to(self, mark: int) -> None:
        """Forget what came after a mark: the same thing is asked anew."""
        if self._still or len(self.steps) == mark:
            return
        del self.steps[mark:]
        # A handler came back before all its replies were given again: the rest is of no use.
        self.ahead.clear()
        self.half = []
        self.save()

    def keep(self, name: str, value: Any) -> None:
        """Something known here only, for as long as the interview lasts."""
        if not self._still and self.kept.get(name) != value:
            self.kept[name] = value
            self.save()

    @contextlib.contextmanager
    def apart(self) -> Iterator[None]:
        """Prompts that are no part of the turn: a disk that refuses."""
        before, self._still = self._still, True
        try:
            yield
        finally:
            self._still = before

    # -- the file -------------------------------------------------------------------------------------------------

    def _open(self, path: Path) -> None:
        self.place = hidden(path)
        # Without a folder one may write in, the dossier still says which question comes next.
        with contextlib.suppress(OSError, ValueError):
            self._file = _held(self.place, path)
            self._read(self._file)

    def _read(self, file: int) -> None:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            line = os.pread(file, 4_000_000, 0).split(b"\n", 1)[0]
            data = json.loads(line)
            steps = [[str(name), value] for name, value in data["suite"]]
            kept, half = dict(data["garde"]), list(data["saisie"])
            if len(half) in (0, 2):
                self.ahead, self.kept, self.half = steps, kept, half

    def save(self) -> None:
        """Written in place, and in one go: the line is read up to its end only."""
        if self._file is None:
            return
        data = {"suite": [*self.steps, *self.ahead], "saisie": self.half, "garde": self.kept}
        line = json.dumps(data).encode() + b"\n"
        with contextlib.suppress(OSError):
            os.pwrite(self._file, line, 0)
            os.ftruncate(self._file, len(line))

    def forget(self) -> None:
        """A dossier begun anew owes nothing to one of the same name."""
        self.steps, self.ahead, self.kept, self.half = [], [], {}, []
        self.save()

    def move(self, path: Path) -> None:
        """Go on beside another dossier."""
        self.close()
        ahead, kept, half = self.ahead, self.kept, self.half
        # A copy just made is nobody else's.
        with contextlib.suppress(InputError):
            self._open(path)
        self.ahead, self.kept, self.half = ahead, kept, half
        self.save()

    def close(self, over: bool = False) -> None:
        """Leave the file for the next time, or erase it when the interview is over."""
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            if over and self.place is not None:
                self.place.unlink(missing_ok=True)
            os.close(self._file)
        self._file = None


def hidden(path: Path) -> Path:
    """The file that goes with a dossier; a link and what it leads to have the same one."""
    path = path.resolve()
    return path.with_name(f".{path.name}.reprise")


def _held(place: Path, path: Path) -> int:
    """The file open and locked; without locks on this system, open only."""
    while True:
        file = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            raise InputError(Problem(_TAKEN, str(path), mend=_MEND)) from None
        except OSError:
            # Some network folders have no locks; a change made elsewhere is still found before writing.
            return file
        with contextlib.suppress(FileNotFoundError):
            if place.stat().st_ino == os.fstat(file).st_ino:
                return file
        os.close(file)  # erased by the window that has just closed


_TAKEN = "ce dossier est déjà ouvert dans une autre fenêtre ; rien n'a changé."
_MEND = "Continuez dans l'autre fenêtre, ou fermez-la et recommencez."


def _told(value: Any) -> Any:
    # « n » may also be the value of a choice.
    return {"outil": value.value} if isinstance(value, Tool) else value


_here = [Trail()]


def here() -> Trail:
    """The trail of the interview under way; one that keeps nothing elsewhere."""
    return _here[0]


def follow(trail: Trail | None) -> None:
    _here[0] = trail or Trail()
