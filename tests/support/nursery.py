"""Commands born loaded: one process that holds the package and its rules, and forks a child for each terminal.

A child is ``python -m …`` from there on: a session, a controlling terminal, an environment and a working folder of its
own; it is killed, closed and waited for like any other. Only the loading, most of the time of a short test, is shared.

Run as a module (``python -m tests.support.nursery FD``), it is that process; orders come through a socket.
"""

from __future__ import annotations

import atexit
import codecs
import contextlib
import fcntl
import functools
import io
import json
import os
import pty
import runpy
import select
import selectors
import signal
import socket
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import NoReturn

import pexpect

ROOT = Path(__file__).parents[2]
POSSIBLE = hasattr(os, "pidfd_open")
"""Linux; elsewhere each command is started afresh."""

STARTUP = ("PYTHON", "LANG", "LC_", "TERM", "COLUMNS", "LINES")
"""Variables that Python or a library reads while it loads: too late for a child born loaded."""


class Born:
    """A child of the nursery at the other end of a terminal; what `tests.support.tty` uses of ``pexpect.spawn``.

    Args:
        arguments: of Python, ``-m`` first.
        cwd: working folder; environment: whole; columns, lines: size of the window.
    """

    def __init__(self, arguments: list[str], cwd: Path, environment: dict[str, str], columns: int, lines: int) -> None:
        assert arguments[0] == "-m", arguments
        self.exitstatus: int | None = None
        self._over = self._closed = False
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._master, slave = pty.openpty()
        self.setwinsize(lines, columns)
        self._news, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        order = json.dumps({"arguments": arguments[1:], "cwd": str(cwd), "environment": environment})
        socket.send_fds(_nursery(), [order.encode()], [slave, theirs.fileno()])
        os.close(slave)
        theirs.close()
        self.pid = int(self._news.recv(64))

    def send(self, text: str) -> None:
        left = text.encode()
        while left:
            left = left[os.write(self._master, left) :]

    def read_nonblocking(self, size: int, wait: float) -> str:
        """What was printed, once something is.

        Raises:
            pexpect.TIMEOUT: nothing came.
            pexpect.EOF: the child is gone, and all was read.
        """
        if not select.select([self._master], [], [], wait)[0]:
            raise pexpect.TIMEOUT("")
        try:
            return self._decoder.decode(os.read(self._master, size))
        except OSError:
            raise pexpect.EOF("") from None

    def setwinsize(self, lines: int, columns: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def isalive(self) -> bool:
        return not self._ended(0)

    def _ended(self, wait: float) -> bool:
        if not self._over and select.select([self._news], [], [], wait)[0]:
            status = int(self._news.recv(64))
            self.exitstatus = status if status >= 0 else None
            self._over = True
        return self._over

    def kill(self, by: int) -> None:
        # It may end, and be buried, between the two.
        if self.isalive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, by)

    def close(self, force: bool = True) -> None:
        """Close the window, then insist."""
        if self._closed:
            return
        self._closed = True
        os.close(self._master)
        for by in (signal.SIGHUP, signal.SIGINT, signal.SIGKILL):
            if self._ended(0.1):
                break
            self.kill(by)
        assert self._ended(5), self.pid
        self._news.close()


@functools.cache
def _nursery() -> socket.socket:
    """The process of these tests that bears the commands; it ends when nobody holds the socket any more."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.nursery", str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    theirs.close()

    def end() -> None:
        ours.close()
        process.wait(10)

    atexit.register(end)
    return ours


# -- on the other side ------------------------------------------------------------------------------------------------


def main() -> None:
    """Bear children until the tests end; a child goes on to be its command."""
    control = socket.socket(fileno=int(sys.argv[1]))
    _load()
    ready = selectors.DefaultSelector()
    ready.register(control, selectors.EVENT_READ)
    watched: dict[int, tuple[int, int]] = {}
    while True:
        for key, _ in ready.select():
            if key.fd != control.fileno():
                pid, news = watched.pop(key.fd)
                ready.unregister(key.fd)
                os.close(key.fd)
                status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                with contextlib.suppress(OSError):
                    os.write(news, str(status).encode())
                os.close(news)
                continue
            order, files, _, _ = socket.recv_fds(control, 1_000_000, 2)
            if not order:
                return
            terminal, news = files
            pid = os.fork()
            if pid == 0:
                ready.close()
                control.close()
                for one in (news, *watched, *(theirs for _, theirs in watched.values())):
                    os.close(one)
                _become(terminal, **json.loads(order))
            os.close(terminal)
            watch = os.pidfd_open(pid)
            watched[watch] = (pid, news)
            ready.register(watch, selectors.EVENT_READ)
            os.write(news, str(pid).encode())


def _load() -> None:
    """What an interview loads; nothing that `tests.support.workshop_room` has to change first."""
    import advisor.cli
    import advisor.cli.home
    import advisor.cli.interview.closing
    from advisor.rules.load import load_knowledge

    assert advisor.cli and advisor.cli.interview.closing and advisor.cli.home
    load_knowledge()
    assert not any(name.startswith("advisor.training") for name in sys.modules)


def _become(terminal: int, arguments: list[str], cwd: str, environment: dict[str, str]) -> NoReturn:
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for standard in (0, 1, 2):
        os.dup2(terminal, standard)
    os.close(terminal)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(environment)
    # The buffers of the nursery are not those of a terminal.
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(os.fdopen(0, "rb"), encoding="utf-8", errors=sys.stdin.errors)
    sys.stdout = sys.__stdout__ = _writing(1, sys.stdout.errors or "")
    sys.stderr = sys.__stderr__ = _writing(2, "backslashreplace")
    sys.argv = arguments
    sys.path[0] = cwd
    runpy.run_module(arguments[0], run_name="__main__", alter_sys=True)
    sys.exit(0)


def _writing(standard: int, errors: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(os.fdopen(standard, "wb"), encoding="utf-8", errors=errors, line_buffering=True)


if __name__ == "__main__":
    sys.exit(main())
