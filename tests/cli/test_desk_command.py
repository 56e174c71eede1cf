"""The commands of the desk: wrong combinations are refused before anything is done, nothing is silently left out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.desk.archive import archive
from advisor.desk.cards import Card
from advisor.dossier import answer, save_dossier
from advisor.training.casebook.read import find_case
from tests.support.tty import CTRL_C, ENTER, Terminal

BIKES = find_case("001").dossier


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "dossiers"
    save_dossier(BIKES.model_copy(update={"name": "Les Vélos d'Été"}), place / "velos.yaml")
    coop = BIKES.with_answer("forme_juridique", answer("cooperative"))
    save_dossier(coop.model_copy(update={"name": "Doigts de Fée"}), place / "doigts.yaml")
    save_dossier(BIKES.model_copy(update={"name": "Gier"}), place / "gier.yaml")
    archive(place / "gier.yaml")
    return place


def run(folder: Path, *arguments: str) -> int:
    return main(["--dossiers", str(folder), "dossiers", *arguments])


def cards(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[Card]:
    capsys.readouterr()
    assert run(folder, "liste", *arguments, "--format", "json") == 0
    return [Card.model_validate(one) for one in json.loads(capsys.readouterr().out)]


def names(folder: Path) -> set[str]:
    return {str(one.relative_to(folder)) for one in folder.rglob("*.yaml")}


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sas", {"velos.yaml"}),
        ("SCOP", {"doigts.yaml"}),
        ("coopérative", {"doigts.yaml"}),
        ("complet", {"velos.yaml", "doigts.yaml"}),
        ("sas velos", {"velos.yaml"}),
        ("scop velos", set()),
    ],
)
def test_a_search_takes_what_an_adviser_would_type(
    folder: Path, capsys: pytest.CaptureFixture[str], words: str, found: set[str]
) -> None:
    assert {one.file for one in cards(folder, capsys, "--recherche", words)} == found


def test_archived_dossiers_are_those_of_their_state(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options in (("--archives",), ("--etat", "archive"), ("--archives", "--etat", "archive")):
        assert [one.file for one in cards(folder, capsys, *options)] == ["gier.yaml"]
    assert [one.file for one in cards(folder, capsys, "--tous", "--etat", "archive")] == ["gier.yaml"]


@pytest.mark.parametrize(
    "options",
    [
        ("--archives", "--etat", "en_cours"),
        ("--archives", "--tous"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...]
) -> None:
    before = names(folder)
    assert run(folder, "liste", *options) == 2
    assert names(folder) == before
    assert "--" in capsys.readouterr().err


def test_without_a_question_a_part_of_a_name_erases_nothing(folder: Path) -> None:
    before = names(folder)
    assert run(folder, "anonymiser", "vel", "--remplacer", "--oui") == 2
    assert names(folder) == before
    assert run(folder, "anonymiser", str(folder / "velos.yaml"), "--remplacer", "--oui") == 0
    assert run(folder, "anonymiser", "DOIGTS", "--remplacer", "--oui") == 0
    assert names(folder) == {"anonyme.yaml", "anonyme-2.yaml", "archives/gier.yaml"}


def test_a_dossier_is_erased_with_all_that_goes_with_it_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "velos.yaml"
    record = folder / "pv-2026.json"
    assert main(["evaluer", str(path), "--proces-verbal", str(record)]) == 0
    own = ["velos-copie.yaml", "velos-copie-2.yaml", "velos.yaml.bak", ".velos.yaml.reprise"]
    own += ["velos-chemin.pdf", "velos.pdf", "velos.ics"]
    for name in (*own, "velos-d-ete.yaml", "velos-d-ete-chemin.pdf", "velosolex.pdf", "velos.png"):
        (folder / name).write_text("x")
    (folder / "doigts.json").write_text("{}")
    left = {one.name for one in folder.iterdir()} - {*own, "velos.yaml", "pv-2026.json"}
    before = names(folder)
    assert run(folder, "effacer", "velos.yaml") == 2  # nobody is there to confirm
    assert "9 fichiers" in capsys.readouterr().err
    assert run(folder, "effacer", "vel", "--oui") == 2 and names(folder) == before
    assert run(folder, "effacer", "velos", "--oui") == 0
    told = " ".join(capsys.readouterr().err.split())
    assert "Vos sauvegardes" in told and "velos.png" in told and "8 fichiers avec lui" in told
    assert {one.name for one in folder.iterdir()} == left


def test_a_dossier_is_erased_once_that_was_confirmed(folder: Path, tmp_path: Path) -> None:
    for typed, exists in (("non", True), ("oui", False)):
        with Terminal(["-m", "advisor", "dossiers", "effacer", "velos"], tmp_path) as tty:
            tty.until("oui ou non")
            assert "velos.yaml" in tty.flat and "sauvegardes" in tty.flat
            tty.send(typed, ENTER)
            tty.end()
        assert (folder / "velos.yaml").exists() is exists


def test_what_cannot_be_read_is_told_beside_a_search_and_in_json(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "coupe.yaml").write_text("format: 1\n")
    for options in (("--recherche", "velos"), ("--format", "json"), ("--etat", "complet")):
        assert run(folder, "liste", *options) == 0
        assert "coupe.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["dossiers", "liste"], ["revoir"]])
def test_a_folder_mistyped_is_not_an_empty_one(
    tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--dossiers", str(tmp_path / "dosiers"), *command]) == 2
    assert "n'existe pas" in capsys.readouterr().err
    monkeypatch.chdir(tmp_path)
    assert main(command) == 0


def test_what_is_to_be_corrected_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    early = BIKES.model_copy(update={"on": date(2014, 1, 1), "name": "Trop tôt"})
    save_dossier(early, folder / "tot.yaml")
    save_dossier(find_case("127").dossier, folder / "contraires.yaml")
    found = {one.file: one for one in cards(folder, capsys)}
    assert found["tot.yaml"].state == found["contraires.yaml"].state == "contradictoire"
    assert len(found["tot.yaml"].wrong) == 1
    assert "avant la loi" in found["tot.yaml"].wrong[0]
    assert run(folder, "liste", "--largeur", "200") == 0
    text = capsys.readouterr().out
    assert "avant la loi" in text
    assert " ".join(found["contraires.yaml"].wrong[0].split())[:60] in " ".join(text.split())


def test_a_dossier_opens_in_its_interview_and_is_then_left_alone(folder: Path, tmp_path: Path) -> None:
    dossier = BIKES.with_answer("clause_objet", None).model_copy(update={"name": "Atelier ouvert"})
    save_dossier(dossier, folder / "atelier.yaml")
    arguments = ["-m", "advisor", "--dossiers", str(folder), "dossiers", "ouvrir", "atelier ouvert"]
    with Terminal(arguments, tmp_path) as tty:
        tty.until("Atelier ouvert")
        before = names(folder)
        assert run(folder, "archiver", "atelier") == 2
        assert run(folder, "anonymiser", "atelier", "--remplacer", "--oui") == 2
        assert names(folder) == before
        tty.send(CTRL_C)
    assert run(folder, "archiver", "atelier") == 0
