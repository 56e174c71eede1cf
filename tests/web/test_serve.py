"""``ess-advisor site`` as it is started, killed and started again: a real process on loopback."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import httpx2 as httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from advisor.cli import main
from advisor.common.errors import InputError
from advisor.common.files import release
from advisor.web.guard import DOSSIER, address
from advisor.web.serve import (
    GUIDE,
    alone,
    checked_path,
    checked_url,
    cookie_flaw,
    default_data,
    server_config,
    startup_message,
)
from advisor.web.settings import Settings
from tests.support.unbroken import check_unbroken
from tests.support.web_visitor import Visitor


class Server:
    """``ess-advisor site`` in a process of its own; ``said`` is what it printed before it answered."""

    def __init__(self, data: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "advisor", "site", "--port", "0", "--donnees", str(data), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.said = ""
        for line in self.process.stdout:
            self.said += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"http://127\.0\.0\.1:\d+", self.said)
        assert found, self.said + (self.process.stderr.read() if self.process.stderr else "")
        self.address, self.port = found[0], int(found[0].rpartition(":")[2])

    def end(self, number: int) -> tuple[int, str, str]:
        """Send a signal; the exit code, and what was printed since."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@contextmanager
def serving(data: Path, *options: str) -> Iterator[Server]:
    server = Server(data, *options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.communicate()


def browser(address: str, cookies: httpx.Cookies | None = None) -> httpx.Client:
    return httpx.Client(base_url=address, cookies=cookies, follow_redirects=True, timeout=20)


@pytest.mark.slow
def test_killed_and_started_again_it_has_lost_no_answer_and_still_knows_its_forms(tmp_path: Path) -> None:
    data = tmp_path / "w.sqlite3"
    with serving(data) as server, browser(server.address) as client:
        assert str(data) in server.said and "30 jours" in server.said
        visitor = Visitor(client).send("/commencer").send("/question", situation="projet")
        form = visitor.form("/question")
        (coming,) = form.data()["adresses"]
        assert coming != "situation"
        cookies = httpx.Cookies({cookie.name: str(cookie.value) for cookie in client.cookies.jar})
        code, _, log = server.end(signal.SIGKILL)
        assert code == -signal.SIGKILL
        for word in ("projet", cookies[DOSSIER], coming, "127.0.0.1"):
            assert word not in log
        assert "POST /question 303" in log
    with serving(data) as server, browser(server.address, cookies) as client:
        unknown = {f"{coming}.inconnu": "je_ne_sais_pas"} if f"{coming}.inconnu" in form.names() else {}
        answer = client.post("/question", data={**form.data(), coming: "je_ne_sais_pas", **unknown})
        assert answer.status_code == 200 and f'value="{coming}"' not in answer.text
        assert "checked" in client.get("/question/situation").text
        # What was recorded is on the disk before the answer is sent: nothing waits for the end.
        base = sqlite3.connect(data)
        (stored,) = base.execute("SELECT answers FROM dossier").fetchone()
        base.close()
        assert '"projet"' in stored and f'"{coming}"' in stored
        code, out, log = server.end(signal.SIGINT)
    assert code == 0 and "arrêté" in out
    check_unbroken(log)


def test_told_to_end_it_stops_in_order(tmp_path: Path) -> None:
    with serving(tmp_path / "w.sqlite3", "--racine", "/ess") as server, browser(server.address) as client:
        assert client.get("/ess/").status_code == 200
        code, _, log = server.end(signal.SIGTERM)
    assert code in (0, -signal.SIGTERM)
    check_unbroken(log)
    assert not (tmp_path / "w.sqlite3-wal").exists()


# -- refusals ---------------------------------------------------------------------------------------------------------


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    try:
        code = main(["site", *arguments])
    except SystemExit as error:
        code = int(str(error.code))
    assert code == 2
    captured = capsys.readouterr()
    check_unbroken(captured.err)
    return captured.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--port 70000", "n'est pas un port"),
        ("--port -1", "n'est pas un port"),
        ("--port x", "n'est pas un port"),
        ("--jours 0", "nombre de jours"),
        ("--jours 99999999999", "nombre de jours"),
        ("--adresse 203.0.113.9 --port 0", "n'est pas une adresse de cet ordinateur"),
        ("--adresse a..b --port 0", "n'est pas une adresse de cet ordinateur"),
        ("--adresse-publique ftp://a.example", "n'est pas l'adresse d'un site"),
        ("--adresse-publique a.example", "n'est pas l'adresse d'un site"),
        ("--adresse-publique http://[", "n'est pas l'adresse d'un site"),
        ("--adresse-publique http://a.example:99999", "n'est pas l'adresse d'un site"),
        ("--adresse-publique https://moi:secret@a.example", "n'est pas l'adresse d'un site"),
        ("--adresse-publique https://a.example/?x=1", "n'est pas l'adresse d'un site"),
        ("--racine ess", "n'est pas un chemin"),
        ("--racine /../x", "n'est pas un chemin"),
        ("--adresse-publique https://a.example/un --racine /deux", "ne disent pas le même chemin"),
        ("--entete /nulle/part.toml", "n'existe pas"),
        ("--port 0 --donnees /dev/null/x", "ne peut pas être ouverte"),
    ],
)
def test_what_cannot_be_served_is_said_in_french(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: str, message: str
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert message in refused(capsys, *arguments.split())
    assert not list(tmp_path.iterdir())


def test_a_port_that_is_taken_is_said_with_what_to_do(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        message = refused(capsys, "--port", port, "--donnees", str(tmp_path / "w.sqlite3"))
    assert port in message and "déjà pris" in message and "--port" in message
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", [b"bonjour\n", b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000, None])
def test_a_file_of_another_program_is_left_as_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes | None
) -> None:
    data = tmp_path / "autre"
    if content is None:
        base = sqlite3.connect(data)
        base.execute("CREATE TABLE recettes (titre)")
        base.commit()
        base.close()
        content = data.read_bytes()
    else:
        data.write_bytes(content)
    assert "ne peut pas être ouverte (ce fichier" in refused(capsys, "--port", "0", "--donnees", str(data))
    assert data.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["autre"]


@pytest.mark.slow
def test_two_sites_never_share_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = tmp_path / "w.sqlite3"
    locked = alone(data)
    assert "se sert déjà de ce fichier" in refused(capsys, "--port", "0", "--donnees", str(data))
    release(locked)
    again = alone(data)
    assert again is not None
    release(again)
    assert [one.name for one in tmp_path.iterdir() if "verrou" in one.name] == []


def test_the_file_is_with_the_data_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/donnees")
    assert default_data() == Path("/donnees/ess-advisor/web.sqlite3")
    for relative in ("", "donnees"):
        monkeypatch.setenv("XDG_DATA_HOME", relative)
        monkeypatch.setenv("HOME", "/maison")
        assert default_data() == Path("/maison/.local/share/ess-advisor/web.sqlite3")


@pytest.mark.parametrize(
    ("text", "url", "path"),
    [
        ("https://a.example", "https://a.example", ""),
        ("https://a.example/", "https://a.example", ""),
        (" https://a.example:8443/ess/diag/ ", "https://a.example:8443", "/ess/diag"),
        ("http://192.168.1.9:8765", "http://192.168.1.9:8765", ""),
        ("http://[2001:db8::1]:80", "http://[2001:db8::1]:80", ""),
    ],
)
def test_a_public_address_is_read_with_its_path(text: str, url: str, path: str) -> None:
    assert checked_url(text) == (url, path)


@pytest.mark.parametrize("text", ["//", "/a//b", "/a b", "/é", "/a?b", "/<x>", "/.", "/%2e"])
def test_a_path_is_plain_words(text: str) -> None:
    if text == "//":
        assert checked_path(text) == ""
        return
    with pytest.raises(InputError):
        checked_path(text)


# -- behind another server --------------------------------------------------------------------------------------------


async def who(request: Request) -> Response:
    """Answers with the address a request comes from, as the limits see it."""
    return PlainTextResponse(address(request))


@pytest.mark.parametrize(("url", "seen"), [("", "127.0.0.1"), ("https://a.example", "203.0.113.5")])
def test_the_address_of_a_visitor_is_believed_of_a_server_in_front_and_of_nobody_else(url: str, seen: str) -> None:
    server = uvicorn.Server(server_config(Starlette(routes=[Route("/", who)]), Settings(public_url=url)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.005)
        page = httpx.get(
            f"http://127.0.0.1:{listener.getsockname()[1]}/", headers={"x-forwarded-for": "203.0.113.5"}
        ).text
        server.should_exit = True
        thread.join()
    assert page == seen


def test_a_server_in_front_closes_an_idle_connection_before_we_do() -> None:
    """Else it would send a form by one that is being closed."""
    app = Starlette()
    behind, alone_ = (server_config(app, Settings(public_url=url)) for url in ("https://a.example", ""))
    assert behind.timeout_keep_alive > 120 > alone_.timeout_keep_alive


# -- what is told at start --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "flawed"),
    [
        ((3, 11, 9), True),
        ((3, 11, 10), False),
        ((3, 12, 5), True),
        ((3, 12, 6), False),
        ((3, 13, 0), False),
        ((3, 14, 0), False),
    ],
)
def test_a_python_that_a_cookie_can_block_is_told_by_the_name_of_the_flaw(
    version: tuple[int, int, int], flawed: bool
) -> None:
    said = cookie_flaw(version)
    assert bool(said) is flawed
    assert not flawed or ("CVE-2024-7592" in said and ".".join(map(str, version)) in said)


def test_whoever_opens_the_site_to_the_public_is_led_to_the_guide() -> None:
    here = "http://127.0.0.1:8765/"
    assert str(GUIDE) in startup_message(Settings(public_url="https://a.example"), 8765, here)
    assert str(GUIDE) not in startup_message(Settings(), 8765, here)
    guide = GUIDE.read_text(encoding="utf-8")
    assert "X-Forwarded-For" in guide and "client_max_body_size" in guide


def test_a_clock_behind_the_last_visit_is_told_with_its_day() -> None:
    said = startup_message(Settings(), 8765, "http://x/", date(2026, 11, 25)).replace("\u00a0", " ")
    assert "25 novembre 2026" in said and "aucun dossier n'est effacé" in said
