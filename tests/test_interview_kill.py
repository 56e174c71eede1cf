"""The interview in a real pseudo-terminal, killed in the middle: nothing typed is lost, and it resumes where it was."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pexpect
import pyte
import pytest

from advisor.evaluation import read_dossier

TIMEOUT = 20


class Terminal:
    """A screen of some size, and the program behind it."""

    def __init__(self, path: Path, rows: int, columns: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        environment = {**os.environ, "TERM": "xterm-256color", "NO_COLOR": "1"}
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "advisor", "interview", str(path)],
            dimensions=(rows, columns),
            encoding="utf-8",
            timeout=TIMEOUT,
            env=environment,
        )

    def read(self) -> str:
        """The screen as it stands."""
        try:
            while True:
                self.stream.feed(self.child.read_nonblocking(65536, timeout=0.05))
        except (pexpect.TIMEOUT, pexpect.EOF):
            pass
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait(self, *words: str) -> str:
        """Wait until every word is on the screen."""
        end = time.monotonic() + TIMEOUT
        while time.monotonic() < end:
            text = self.read()
            if all(word in text for word in words):
                return text
        raise AssertionError(f"{words} absent de :\n{self.read()}")

    def type(self, text: str) -> None:
        self.child.send(text)

    def open(self, name: str) -> None:
        """Name the structure, pass what is optional, up to the first question."""
        self.wait("Nom de la structure")
        self.type(name + "\r")
        end = time.monotonic() + TIMEOUT
        while "Où en êtes-vous" not in (before := self.read()) and time.monotonic() < end:
            self.type("\r")
            # One Enter a screen: a second one would answer the first question.
            while self.read() == before and time.monotonic() < end:
                time.sleep(0.05)
            time.sleep(0.2)
        self.wait("Où en êtes-vous")


@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (45, 160)])
def test_a_killed_interview_resumes_exactly_where_it_was(tmp_path: Path, rows: int, columns: int) -> None:
    path = tmp_path / "dossier.yaml"
    terminal = Terminal(path, rows, columns)
    terminal.open("L'Établi du Pilat")
    terminal.wait("Où en êtes-vous")
    terminal.type("2")
    terminal.type("\r")
    terminal.wait("siège social")
    terminal.type("\r")
    terminal.wait("forme juridique")
    terminal.type("\r")
    terminal.wait("assimilé")
    asked = terminal.wait("questions")
    terminal.child.kill(signal.SIGKILL)
    terminal.child.wait()
    dossier = read_dossier(path)
    assert dossier.name == "L'Établi du Pilat"
    assert [one.value for one in dossier.answers.values()] == ["existante", "france", "sas"]
    again = Terminal(path, rows, columns)
    resumed = again.wait("assimilé", "questions")
    assert [line for line in asked.splitlines() if "questions" in line] == [
        line for line in resumed.splitlines() if "questions" in line
    ]
    again.type("\x03")
    again.wait("pause", "dossier.yaml")
    again.child.expect(pexpect.EOF)
    again.child.close()
    assert again.child.exitstatus == 0
    assert read_dossier(path) == dossier


def test_a_wrong_answer_is_asked_again_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    terminal = Terminal(path, 24, 80)
    terminal.open("Essai")
    terminal.wait("Où en êtes-vous")
    terminal.type("2\r")
    terminal.wait("siège social")
    terminal.type("\r")
    terminal.wait("forme juridique")
    terminal.type("\r")
    terminal.wait("assimilé")
    terminal.type("\r")
    terminal.wait("associés")
    terminal.type("douze\r")
    screen = terminal.wait("n'est pas un nombre")
    assert "Traceback" not in screen
    assert "nombre_associes" not in read_dossier(path).answers
    terminal.child.close(force=True)
