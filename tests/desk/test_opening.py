"""A path mistyped on the command line: told, with what it may have been; never a new dossier where none was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.cli import main
from advisor.common.errors import InputError
from advisor.desk.repository import near_names, refuse_slip
from advisor.dossier import Dossier, save_dossier


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "clients").mkdir()
    for name in ("clients/atelier-du-furan.yaml", "dossiers/la-scierie.yaml"):
        save_dossier(Dossier(name="X"), tmp_path / name)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("clients/atelier-du-furn.yaml", "dire : clients/atelier-du-furan.yaml ?"),
        ("clients/Atelier-du-Furan.YML", "dire : clients/atelier-du-furan.yaml ?"),
        ("clients/atelier-du-furan", "dire : clients/atelier-du-furan.yaml ?"),
        ("client/atelier-du-furan.yaml", "dire : clients/atelier-du-furan.yaml ?"),
        ("la-scierie.yaml", "dire : dossiers/la-scierie.yaml ?"),
        ("clents/neuf.yaml", "le répertoire « clents » n'existe pas. Corrigez le chemin"),
        ("clients/atelier-du-furan.yaml/neuf.yaml", "ce chemin passe par un fichier"),
        ("neuf", "le nom d'un dossier finit par .yaml. Écrivez neuf.yaml"),
        ("rapport.pdf", "le nom d'un dossier finit par .yaml. Écrivez rapport.yaml"),
        ("013", "ess-advisor cas montrer 013"),
        ("a" * 300, "le nom d'un dossier finit par .yaml"),
    ],
)
def test_a_mistyped_path_is_told_and_begins_nothing(
    office: Path, capsys: pytest.CaptureFixture[str], typed: str, expected: str
) -> None:
    before = sorted(office.rglob("*"))
    assert main(["entretien", typed]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"{typed} : ") and expected in err
    assert sorted(office.rglob("*")) == before


def test_a_name_near_to_another_is_taken_when_it_is_said_to_be_new(office: Path) -> None:
    near = Path("clients/atelier-du-furan-2.yaml")
    with pytest.raises(
        InputError, match=r"Pour en commencer un autre sous ce nom : ess-advisor entretien --nouveau clients"
    ):
        refuse_slip(near, Path("dossiers"))
    refuse_slip(near, Path("dossiers"), new=True)
    for plain in ("clients/la-ruche.yaml", "la-ruche.yml", "clients/atelier-du-furan.yaml"):
        refuse_slip(Path(plain), Path("dossiers"))


def test_the_usual_folder_needs_not_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    refuse_slip(Path("dossiers/atelier.yaml"), Path("dossiers"))
    with pytest.raises(InputError):
        refuse_slip(Path("autres/atelier.yaml"), Path("dossiers"))


def test_commands_that_read_a_dossier_propose_the_near_names(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["evaluer"], ["clauses"], ["expliquer"]):
        more = ["ESS-01"] if command == ["expliquer"] else []
        assert main([*command, "la-scieri.yaml", *more]) == 2
        assert "Vouliez-vous dire : dossiers/la-scierie.yaml ?" in capsys.readouterr().err
    assert near_names(Path("tout-autre.yaml"), (Path("dossiers"),)) == []
