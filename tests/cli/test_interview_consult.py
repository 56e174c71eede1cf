"""The home menu reads and keeps what the commands give, for those who never type one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest

from advisor.assessment.record import load_record
from advisor.dossier import load_dossier, save_dossier
from advisor.training.casebook.read import find_case
from tests.cli.test_interview_terminal import line_of
from tests.support.tty import CTRL_C, DOWN, ENTER, ERASE_LINE, SPACE, Terminal

ASKED = "Que voulez-vous lire"


def opened(tmp_path: Path, case: str) -> Terminal:
    (tmp_path / "dossiers").mkdir()
    save_dossier(find_case(case).dossier, tmp_path / "dossiers" / "dossier.yaml")
    tty = Terminal(["-m", "advisor"], tmp_path)
    tty.until("Que voulez-vous faire")
    tty.send("3", ENTER, then="Quel dossier")
    tty.send("1", ENTER, then=ASKED)
    return tty


@pytest.fixture
def lacking(tmp_path: Path) -> Iterator[Terminal]:
    """A company whose statutes lack nearly everything."""
    with opened(tmp_path, "003") as tty:
        yield tty


def test_statutes_are_ranked_from_what_is_ticked_and_kept(lacking: Terminal, tmp_path: Path) -> None:
    lacking.send("3", ENTER, then="Comment comparer")
    lacking.send(ENTER, then="Que cherche le projet")
    lacking.send(DOWN, SPACE, DOWN, SPACE, ENTER, then="De quoi ne peut-il pas se passer")
    lacking.send("2", SPACE, ENTER, then="Revente des titres, indispensable")
    assert "Capital extérieur :" in lacking.flat
    lacking.send("q", then="vient d'être lu : la comparaison")
    saved = load_dossier(tmp_path / "dossiers" / "dossier.yaml")
    assert (saved.wants, saved.needs) == (("capital_exterieur",), ("sortie_investisseurs",))
    lacking.send("3", ENTER, then="Comment comparer")
    lacking.send(ENTER, then="● 2 Revente des titres")
    lacking.send("2", SPACE, "3", SPACE, ENTER, then="De quoi ne peut-il pas se passer")
    lacking.send(ENTER, then="Collectivités :")
    saved = load_dossier(tmp_path / "dossiers" / "dossier.yaml")
    assert (saved.wants, saved.needs) == (("capital_exterieur", "collectivites"), ())


def test_the_table_of_statutes_needs_nothing_ticked(lacking: Terminal) -> None:
    lacking.send("3", ENTER, then="Comment comparer")
    lacking.send("2", ENTER, then="CE QUE CHAQUE STATUT PERMET")


def test_the_file_asks_for_its_dates_and_is_kept_with_its_calendar(lacking: Terminal, tmp_path: Path) -> None:
    lacking.send("5", ENTER, then="Jour de l'assemblée")
    lacking.send("31/02/2027", ENTER, then="n'est pas une date")
    lacking.send(ERASE_LINE, "31/01/2027", ENTER, then="Quel jour la demande d'agrément")
    lacking.send("15/01/2027", ENTER, then="serait déposé avant l'assemblée")
    lacking.send(ERASE_LINE, ENTER, then="QUEL DOSSIER, ET POURQUOI")
    lacking.send("q", then="vient d'être lu : le dossier d'agrément")
    lacking.send(line_of(lacking, "Garder dans un fichier"), ENTER, then="Sous quelle forme")
    lacking.send("4", ENTER, then="Calendrier, à ouvrir dans un agenda")
    folder = tmp_path / "dossiers"
    assert "31 janvier 2027" in (folder / "dossier.agrement.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    events = icalendar.Calendar.from_ical((folder / "dossier.calendrier.ics").read_text(encoding="utf-8"))
    assert any(f"{event.decoded('DTSTART')}" == "2027-01-31" for event in events.walk("VEVENT"))
    lacking.send(line_of(lacking, "Garder dans un fichier"), ENTER, then="Sous quelle forme")
    lacking.send("4", ENTER, then="dossier.agrement-2.md")


def test_ways_and_clauses_are_one_line_away(lacking: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "dossiers" / "dossier.yaml"
    before = path.read_bytes()
    lacking.send("2", ENTER, then="Points non négociables")
    lacking.send(ENTER, then="Aujourd'hui : à mettre en conformité")
    assert "Vous tenez à" not in lacking.flat and path.read_bytes() == before, "nothing ticked, nothing written"
    lacking.send("q", then=ASKED)
    lacking.send("2", ENTER, then="Points non négociables")
    lacking.send("1", SPACE, ENTER, then="Vous tenez à : garder le boni de liquidation")
    lacking.send("q", then=ASKED)
    assert load_dossier(path).non_negotiables == ("garder_le_boni",)
    lacking.send("2", ENTER, then="● 1 Garder le boni")
    lacking.send("1", SPACE, ENTER, then="Entrée encore : tout se discute")
    lacking.send(ENTER, then="Aujourd'hui : à mettre en conformité")
    assert load_dossier(path).non_negotiables == ()
    lacking.send("q", then=ASKED)
    lacking.send("4", ENTER, then="LES MENTIONS DEMANDÉES")
    lacking.send("q", then="vient d'être lu : les clauses")
    lacking.send(CTRL_C, then="À bientôt")
    assert lacking.end() == 0


def test_what_the_verdicts_hang_on_is_a_page_too(lacking: Terminal) -> None:
    lacking.send("8", ENTER, then="MARGES")
    lacking.send("q", then="vient d'être lu : à quoi tiennent les verdicts")


def test_before_the_law_the_menu_tells_why_and_stays(tmp_path: Path) -> None:
    with opened(tmp_path, "112") as tty:
        for line in "2345678":
            tty.send(line, ENTER, then="avant la loi")
            assert ASKED in tty.flat and "--" not in tty.flat.replace("──", "")
        tty.send("r", ENTER, then="Que voulez-vous faire", gone=ASKED)


def test_a_dossier_is_read_under_another_day_explained_and_frozen(tmp_path: Path) -> None:
    with opened(tmp_path, "001") as tty:
        tty.send(line_of(tty, "Le rapport sous le droit"), ENTER, then="Appliquer le droit de quel jour")
        tty.send("23/05/2019", ENTER, then="23 mai 2019")
        tty.send("q", then=ASKED)
        tty.send(line_of(tty, "La preuve d'un critère"), ENTER, then="Quel critère")
        tty.send("ESS-99", ENTER, then="ESS-99")
        tty.send(line_of(tty, "La preuve d'un critère"), ENTER, then="Quel critère")
        tty.send("ESS-07", ENTER, then="ESS-07")
        tty.send("q", then=ASKED)
        tty.send(line_of(tty, "Figer cette évaluation"), ENTER, then="Écrit dans")
    record = load_record(tmp_path / "dossiers" / "dossier.proces-verbal.json")
    assert record.dossier.answers
