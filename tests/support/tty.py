"""A real pseudo-terminal with a person in front: keys go in, the screen is read as it stands."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Any

import pexpect
import pyte

from tests.support import nursery
from tests.support.unbroken import check_unbroken

DOWN, ENTER, SPACE = "\x1b[B", "\r", " "
CTRL_C, ERASE_LINE = "\x03", "\x15"
PROMPT = re.compile(r"^» |\[Entrée", re.MULTILINE)
CURSOR = "\x1b[6n"
"""Where the cursor stands, asked of the terminal; a real one answers."""
ROOT = Path(__file__).parents[2]


class Terminal:
    """One command in a terminal of a given size.

    Args:
        arguments: of Python.
        cwd: working folder.
        columns, lines: size of the window.
        variables: of the environment, besides those of the tests.
        encoding: of the terminal.
        fresh: start Python anew rather than from `tests.support.nursery`; always so where the encoding is odd.
    """

    def __init__(
        self,
        arguments: list[str],
        cwd: Path,
        columns: int = 80,
        lines: int = 24,
        variables: dict[str, str] | None = None,
        encoding: str = "utf-8",
        fresh: bool = False,
    ) -> None:
        # The search path must reach the package even when it is not installed.
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        # No test reaches the real network; those of the look-up say where to ask instead.
        environment["ESS_ADVISOR_SANS_RESEAU"] = "1"
        environment |= variables or {}
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.Stream(self.screen)
        early = encoding != "utf-8" or any(name.startswith(nursery.STARTUP) for name in variables or {})
        self.child: Any
        if nursery.POSSIBLE and not fresh and not early:
            self.child = nursery.Born(arguments, cwd, environment, columns, lines)
        else:
            self.child = pexpect.spawn(
                sys.executable,
                arguments,
                cwd=str(cwd),
                env=environment,
                dimensions=(lines, columns),
                encoding=encoding,
                timeout=15,
                # Run under nohup, or by a service, the tests would hand down a SIGHUP that nobody hears.
                preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
            )
            self.child.delaybeforesend = None
        self.seen = ""
        self._shown: tuple[str, str] | None = None

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()
        if kind is None:
            check_unbroken(self.seen)

    def _close(self) -> None:
        if isinstance(self.child, pexpect.spawn) and not self.child.isalive():
            # Nobody to give time to.
            self.child.ptyproc.delayafterclose = 0
        self.child.close(force=True)

    def _look(self) -> tuple[str, str]:
        """The screen, line by line and as one line; read again only when something was printed."""
        if self._shown is None:
            text = "\n".join(line.rstrip() for line in self.screen.display).rstrip()
            self._shown = text, " ".join(text.replace("\u00a0", " ").split())
        return self._shown

    @property
    def text(self) -> str:
        """The screen, line by line, without trailing blanks."""
        return self._look()[0]

    @property
    def flat(self) -> str:
        """The screen as one line, so that wrapped sentences can be looked for."""
        return self._look()[1]

    def read(self, wait: float = 0.05) -> bool:
        """Take in what was printed; False when nothing came."""
        try:
            chunk = self.child.read_nonblocking(65536, wait)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        asked = (self.seen[1 - len(CURSOR) :] + chunk).count(CURSOR)
        self.seen += chunk
        self.stream.feed(chunk)
        for _ in range(asked):
            self.child.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")
        self._shown = None
        return True

    def waits(self) -> bool | None:
        """Whether the command has heard every key and sleeps until the next; None where the system cannot tell."""
        try:
            door = os.open(f"/proc/{self.child.pid}/fd/0", os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            # Gone already, or not Linux.
            return None if not Path("/proc/self/stat").exists() else not self.child.isalive()
        try:
            (unread,) = struct.unpack("i", fcntl.ioctl(door, termios.FIONREAD, bytes(4)))
            states = [one.read_text("utf-8", "replace") for one in Path(f"/proc/{self.child.pid}/task").glob("*/stat")]
        except OSError:
            # A command that is being born has no terminal yet.
            return not self.child.isalive()
        finally:
            os.close(door)
        return unread == 0 and all(one.rpartition(")")[2].split()[0] in "SZ" for one in states)

    def _settle(self) -> None:
        """Wait for the whole of a screen: its first words come before its last, and before the next key is awaited.

        Where the system tells it, the command asks twice for keys that nobody pressed; elsewhere, a prompt is shown.
        """
        settled, asked = time.monotonic() + 1.5, 0
        while self.child.isalive():
            if self.read(0.02):
                asked = 0
                continue
            waits = self.waits()
            if waits is None:
                if PROMPT.search(self.text) or time.monotonic() > settled:
                    break
                continue
            asked = asked + 1 if waits else 0
            # Never for ever: words may be looked for while the command works on.
            if asked == 2 or time.monotonic() > settled + 30:
                break
        while self.read(0.02):
            pass

    def until(self, words: str, gone: str = "", timeout: float = 15) -> None:
        """Wait until the screen shows some words (and no longer shows others), keys heard and screen drawn.

        Words that were already there before the keys are those of a screen that has not heard them yet: the keys are
        heard first.

        Raises:
            AssertionError: they did not come; the screen is in the message.
        """
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            self.read()
            if self._shows(words, gone):
                self._settle()
                # A key heard meanwhile may have taken them away.
                if self._shows(words, gone):
                    return
        raise AssertionError(f"« {words} » n'est pas venu ; l'écran :\n{self.text}")

    def _shows(self, words: str, gone: str) -> bool:
        return words in self.flat and (not gone or gone not in self.flat)

    def send(self, *keys: str, then: str = "", gone: str = "") -> None:
        """Press keys, then wait for words."""
        for key in keys:
            self.child.send(key)
        if then:
            self.until(then, gone)

    def resize(self, columns: int, lines: int) -> None:
        self.screen.resize(lines, columns)
        self._shown = None
        self.child.setwinsize(lines, columns)

    def kill(self, by: signal.Signals = signal.SIGKILL) -> None:
        """``kill -9``, or another signal: a window that is closed sends SIGHUP."""
        self.child.kill(by)
        end = time.monotonic() + 15
        while self.child.isalive():
            assert time.monotonic() < end, f"vivant malgré {by.name} :\n{self.text}"
            time.sleep(0.02)

    def end(self) -> int:
        """Wait for the command to end; its exit code.

        Raises:
            AssertionError: it is still running.
        """
        end = time.monotonic() + 15
        while self.child.isalive() and time.monotonic() < end:
            self.read()
        while self.read():
            pass
        assert not self.child.isalive(), f"encore en marche :\n{self.text}"
        self._close()
        check_unbroken(self.seen)
        status = self.child.exitstatus
        assert status is not None, self.text
        return int(status)
