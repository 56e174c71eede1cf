"""The workshop in a real pseudo-terminal, at 80 columns and at 160: whole sessions, by key presses."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.training.casebook.read import find_case
from advisor.training.workshop.model import WorkshopSession, scores
from advisor.training.workshop.programme import NAME
from tests.support.tty import ROOT, Terminal
from tests.support.unbroken import check_unbroken

SIZES = [(80, 24), (160, 45)]
RIGHT, LEFT, ESCAPE = "\x1b[C", "\x1b[D", "\x1b"


def workshop(folder: Path, columns: int, lines: int, *arguments: str) -> Terminal:
    command = ["-m", "tests.support.workshop_room", "--dossiers", str(folder / "dossiers"), "journee", *arguments]
    return Terminal(command, folder, columns, lines)


def saved_session(folder: Path) -> WorkshopSession:
    return WorkshopSession.model_validate_json((folder / "dossiers" / NAME).read_bytes())


def within(terminal: Terminal, columns: int) -> None:
    """No line was folded by the terminal: each row of the screen was written for itself."""
    assert all(len(line.rstrip()) <= columns for line in terminal.screen.display)
    # What passes the edge would leave the key line out of its place at the bottom.
    assert re.search(r"(arrêter|revenir|quitter)$", terminal.text), terminal.text


@pytest.mark.parametrize(
    ("columns", "lines"), [SIZES[0], *(pytest.param(*size, marks=pytest.mark.slow) for size in SIZES[1:])]
)
def test_a_whole_session_with_two_teams(tmp_path: Path, columns: int, lines: int) -> None:
    with workshop(tmp_path, columns, lines) as room:
        room.until("Quel thème ?")
        assert "Ctrl +" in room.flat
        within(room, columns)
        room.send("1", then="Quel niveau ?")
        room.send("3", then="Combien d'équipes ?")
        room.send("2", then="Cas 1 sur 2")
        within(room, columns)
        room.send(RIGHT)
        room.send(" ", " ", then="Équipe A : à vous !")
        within(room, columns)
        room.send("1", then="Équipe A a répondu")
        room.send("2", then="Équipe B a répondu")
        room.send("r", then="✓ Équipe A : oui + 1 point")
        assert "✗ Équipe B : non" in room.flat and "art. 1er, 1° à 5°" in room.flat
        within(room, columns)
        # Back, and the answer no longer changes; on again without counting twice.
        room.send(LEFT, then="✗ Équipe B : non", gone="art. 1er, 1° à 5°")
        room.send("2", then="elle ne change plus")
        room.send(RIGHT, then="art. 1er, 1° à 5°")
        room.send(RIGHT, then="L'erreur courante")
        room.send(RIGHT, then="à vous !")
        # On a French keyboard the digits are shifted: « é » is the key of 2.
        room.send("é", then="Équipe A a répondu")
        room.send("0", "r", then="– Équipe B : passe")
        room.send(RIGHT, then="L'erreur courante")
        within(room, columns)
        room.send(RIGHT, then="Équipe A : à vous !")
        room.send("2", "3", "r", then="✓ Équipe A : oui, éligible + 2 points")
        within(room, columns)
        assert scores(saved_session(tmp_path)) == (4, 0)
        room.send("e", then="Et si la mention était inscrite ?")
        room.send("1", then="Mention ESS sur le Kbis : Non → Oui")
        within(room, columns)
        room.send(RIGHT, then="Ce qui bouge")
        within(room, columns)
        room.send(RIGHT, then="✓ Équipe A : oui, éligible + 2 points", gone="Ce qui bouge")
        room.send(RIGHT, then="La leçon de ce cas")
        room.send(RIGHT, then="sur 4 possible")
        room.send(RIGHT, then="Cas 2 sur 2")
        room.send(RIGHT, RIGHT, RIGHT, then="Équipe A : à vous !")
        room.send("1", "1", "r", then="✓ Équipe B : oui + 1 point")
        room.send(RIGHT, then="L'erreur courante")
        room.send(RIGHT, then="Équipe A : à vous !")
        room.send("2", "4", "r", then="✓ Équipe A : oui, éligible + 2 points")
        room.send("a", then="23 mai 2019 → 24 mai 2019")
        room.send("1", then="Avant / après")
        within(room, columns)
        # Past what moves, the verdict, the lesson and the scores, to the end.
        for rank in range(12):
            # Keys are answered in order: once the words of the second are read, the first was heard. They alternate,
            # so that the words read are never those of the step before.
            key, shown = ("z", "Cette touche ne fait rien") if rank % 2 else ("n", "Les notes vont s'afficher")
            room.send(RIGHT, key, then=shown)
            if saved_session(tmp_path).finished:
                break
        room.until("Équipe A : 7 points sur 7")
        assert "Équipe B : 1 point sur 7" in room.flat
        within(room, columns)
        room.send("q", then="q encore une fois")
        room.send("q")
        assert room.end() == 0
    assert saved_session(tmp_path).finished and scores(saved_session(tmp_path)) == (7, 1)
    assert "ess-advisor journee" in room.seen


@pytest.mark.parametrize(("columns", "lines"), SIZES)
def test_kill_9_loses_nothing(tmp_path: Path, columns: int, lines: int) -> None:
    with workshop(tmp_path, columns, lines, "--theme", "esus", "--niveau", "2", "--equipes", "3") as room:
        room.until("Cas 1 sur 1")
        room.send(" ", " ", " ", then="Équipe A : à vous !")
        room.send("2", "2", then="Équipe C : à vous !")
        room.kill()
    with workshop(tmp_path, columns, lines) as again:
        again.until("Une séance est enregistrée")
        assert "« Un euro de moins, et un capital bien servi », cas 1 sur 1" in again.flat
        within(again, columns)
        again.send("1", then="Équipe C : à vous !")
        assert "Équipe B a répondu" in again.flat
        again.send("1", "r", then="✗ Équipe C : oui")
        again.send("q", "q")
        assert again.end() == 0
    assert scores(saved_session(tmp_path)) == (1, 1, 0)


def test_a_trial_under_way_comes_back_after_kill_9(tmp_path: Path) -> None:
    with workshop(tmp_path, 80, 24, "--cas", "14", "--equipes", "0") as room:
        room.until("Cas 1 sur 1")
        room.send(" ", " ", " ", "r", " ", " ", "r", " ", " ", "r", then="e et si")
        room.send("e", "1", then="Mention ESS sur le Kbis : Non → Oui")
        room.kill()
    with workshop(tmp_path, 80, 24) as again:
        again.until("Une séance est enregistrée")
        again.send("1", then="Mention ESS sur le Kbis : Non → Oui")
        again.send(ESCAPE, then="arrêter", gone="Non → Oui")


def test_the_window_may_change_size_and_be_narrow(tmp_path: Path) -> None:
    with workshop(tmp_path, 80, 24, "--cas", "14", "--equipes", "2") as room:
        room.until("Cas 1 sur 1")
        for columns, lines in ((40, 24), (160, 45), (30, 12), (80, 24)):
            room.resize(columns, lines)
            room.until("Droit appliqué" if lines > 20 else "arrêter")
            assert all(len(line.rstrip()) <= columns for line in room.screen.display)
        room.send(" ", " ", " ", then="Équipe A : à vous !")
        room.resize(40, 24)
        room.until("arrêter")
        within(room, 40)


def test_a_terminal_without_blocks_is_served_in_plain_print(tmp_path: Path) -> None:
    command = ["-m", "tests.support.workshop_room", "--dossiers", "d", "journee", "--cas", "14", "--equipes", "2"]
    variables = {"LANG": "C", "LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    with Terminal(command, tmp_path, 80, 24, variables, encoding="latin-1") as room:
        room.until(find_case("014").title.upper())
        room.send(" ", " ", " ", then="Équipe A : à vous !")
        room.send("1", "2", "r", then="Équipe B : non")
        assert not {*room.text} & {"█", "▀", "▄"}


def test_the_home_menu_leads_to_the_workshop(tmp_path: Path) -> None:
    with Terminal(["-m", "tests.support.workshop_room"], tmp_path) as home:
        home.until("Que voulez-vous faire ?")
        home.send("Atelier", "\r", then="Quel thème ?")
        home.send(ESCAPE, then="Que voulez-vous faire ?")
        home.send("Quitter", "\r")
        assert home.end() == 0
    assert not (tmp_path / "dossiers").exists(), "nothing was begun"


def test_a_closed_window_leaves_the_session(tmp_path: Path) -> None:
    with workshop(tmp_path, 80, 24, "--cas", "14", "--equipes", "0") as room:
        room.until("Cas 1 sur 1")
        room.send(" ", then="retour")
        room.kill(signal.SIGHUP)
    assert saved_session(tmp_path).place == 1
    assert [path.name for path in (tmp_path / "dossiers").iterdir()] == [NAME]


def test_a_disk_that_refuses_is_told_and_the_session_goes_on(tmp_path: Path) -> None:
    with workshop(tmp_path, 80, 24, "--cas", "14", "--equipes", "0") as room:
        room.until("Cas 1 sur 1")
        (tmp_path / "dossiers" / NAME).unlink()
        (tmp_path / "dossiers").rmdir()
        (tmp_path / "dossiers").write_text("un fichier à la place du répertoire", encoding="utf-8")
        room.send(" ", then="sans être enregistrée")
        room.send(" ", " ", then="1–2")
        room.send("q", "q")
        assert room.end() == 0
    assert "n'ont pas pu être enregistrées" in room.seen


def test_ctrl_c_asks_before_it_stops(tmp_path: Path) -> None:
    with workshop(tmp_path, 80, 24, "--cas", "14", "--equipes", "0") as room:
        room.until("Cas 1 sur 1")
        room.send("\x03", then="Arrêter la séance ?")
        room.send("\x03")
        assert room.end() == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "l'atelier demande un terminal"),
        (["--equipes", "7"], "choix inconnu"),
        (["--niveau", "9"], "choix inconnu"),
    ],
)
def test_what_cannot_be_is_told_in_french(tmp_path: Path, arguments: list[str], message: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "advisor", "journee", *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2 and message in done.stderr.lower()
    check_unbroken(done.stderr)
