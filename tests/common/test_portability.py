"""On Windows: what only POSIX has is hidden from the package, which goes on all the same.

``mypy --platform win32`` (.ci/slow) tells every name that Windows lacks; here the package really runs without them. The
libraries keep theirs: they know Windows by themselves.
"""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.support.tty import CTRL_C, ENTER, ROOT, Terminal

MODULES = {"curses", "fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "syslog", "termios", "tty"}
LACKED = {
    "os": """
        O_CLOEXEC O_DIRECTORY O_NOCTTY O_NOFOLLOW O_NONBLOCK RTLD_LAZY WNOHANG chown ctermid fchmod fdatasync fork
        getegid geteuid getgid getloadavg getpgid getuid killpg lockf mkfifo openpty posix_fadvise pread pwrite
        register_at_fork sched_getaffinity sendfile setsid statvfs sync sysconf ttyname uname wait
    """,
    "signal": """
        SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGPIPE SIGQUIT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGUSR1 SIGUSR2 SIGWINCH
        alarm pause pthread_kill pthread_sigmask setitimer sigwait
    """,
    "socket": "AF_UNIX SO_REUSEPORT socketpair send_fds recv_fds",
    "sys": "getdlopenflags setdlopenflags",
}
"""Attributes that Windows lacks, of modules that it has."""


class Seen:
    """A module as Windows has it."""

    def __init__(self, module: ModuleType, lacked: list[str]) -> None:
        vars(self).update(module=module, lacked=lacked)

    def __getattr__(self, name: str) -> Any:
        if name in vars(self)["lacked"]:
            raise AttributeError(name)
        return "win32" if name == "platform" else getattr(vars(self)["module"], name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(vars(self)["module"], name, value)


def hide() -> None:
    """From now on, what the package imports is what Windows has; it must not be loaded yet."""
    assert "advisor" not in sys.modules
    usual = builtins.__import__

    def imported(
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> Any:
        found = usual(name, globals, locals, fromlist or (), level)
        if level or not str((globals or {}).get("__name__", "")).startswith("advisor"):
            return found
        if name.partition(".")[0] in MODULES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return Seen(found, LACKED[name].split()) if name in LACKED else found

    builtins.__import__ = imported


HIDDEN = "from tests.common.test_portability import hide; hide(); "
COMMAND = HIDDEN + "import runpy; runpy.run_module('advisor', run_name='__main__', alter_sys=True)"


def run(code: str, *arguments: str) -> str:
    """What Python prints, with files read in the encoding that the code names and never in that of the machine."""
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", "-W", "error::EncodingWarning", "-c", code, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_module_is_imported() -> None:
    code = """
import importlib, pkgutil, advisor
names = [one.name for one in pkgutil.walk_packages(advisor.__path__, "advisor.") if not one.name.endswith("__main__")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""
    assert int(run(HIDDEN + code)) > 200


def test_what_is_hidden_is_really_so() -> None:
    code = """
def given(text):
    try:
        exec(text, {"__name__": "advisor.imagined"})
    except (ImportError, AttributeError):
        return "lacking"
    return "there"
print(*map(given, ("import fcntl", "import os; os.fork", "from signal import SIGHUP", "import os; os.getcwd")))
"""
    assert run(HIDDEN + code).split() == ["lacking", "lacking", "lacking", "there"]


@pytest.mark.slow
def test_a_dossier_is_assessed_alone_and_in_a_table(tmp_path: Path) -> None:
    dossier = ROOT / "tests" / "data" / "dossier.yaml"
    data = json.loads(run(COMMAND, "evaluer", str(dossier), "--format", "json"))
    assert set(data["verdicts"]) == {"ess", "esus"}
    table = tmp_path / "table.csv"
    table.write_text("forme_juridique;notes\n" + f"sas;{'x' * 1000}\n" * 300, encoding="utf-8")
    run(COMMAND, "lot", str(table), "--sortie", str(tmp_path / "v.csv"))
    assert len((tmp_path / "v.csv").read_text(encoding="utf-8").splitlines()) == 301
    assert sorted(one.name for one in tmp_path.iterdir()) == ["table.csv", "v.csv"]


@pytest.mark.slow
def test_an_interview_is_conducted_left_and_resumed(tmp_path: Path) -> None:
    path = tmp_path / "furan.yaml"
    command = ["-c", COMMAND, "entretien", str(path)]
    with Terminal(command, tmp_path, fresh=True) as tty:
        tty.until("Nom de la structure")
        tty.send("Les Jardins du Pilat", ENTER, then="SIREN")
        tty.send(ENTER, then="Conseiller")
        tty.send(ENTER, then="Date d'examen")
        tty.send(ENTER, then="Où en êtes-vous")
        tty.send("2", ENTER, then="en liquidation, ou dissoute")
        tty.send(CTRL_C, then="Entretien en pause")
        assert tty.end() == 0
    with Terminal(command, tmp_path, fresh=True) as tty:
        tty.until("en liquidation, ou dissoute")
        tty.send("1", ENTER, then="siège social")
    assert "situation_judiciaire" in path.read_text(encoding="utf-8")
