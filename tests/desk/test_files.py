"""What the desk does to files: links, odd names, full disks, leftovers. Nothing is lost, nothing is left that names."""

from __future__ import annotations

import errno
import os
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from advisor.assessment.assess import assess
from advisor.cli import main
from advisor.common.errors import InputError
from advisor.desk.anonymise import anonymise, traces
from advisor.desk.archive import archive, restore
from advisor.desk.repository import ARCHIVES, DossierFile, Repository, find
from advisor.desk.summary.gather import Period, gather
from advisor.dossier import Dossier, load_dossier, save_dossier
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.read import find_case, load_cases
from tests.support.generate import dossiers
from tests.support.spread import spread

TODAY = date(2026, 11, 25)
BIKES = find_case("001").dossier
SECRET = "Les Vélos d'Été"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "dossiers"
    save_dossier(BIKES.model_copy(update={"name": SECRET, "siren": "123 456 782"}), place / "velos.yaml")
    return place


def run(folder: Path, *arguments: str) -> int:
    return main(["--dossiers", str(folder), *arguments])


def everything(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


# -- what is not a dossier's own file -----------------------------------------------------------------------------


def test_a_link_is_neither_moved_nor_taken_for_the_dossier_it_leads_to(folder: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs" / "velos.yaml"
    save_dossier(load_dossier(folder / "velos.yaml"), elsewhere)
    link = folder / "lien.yaml"
    link.symlink_to("../ailleurs/velos.yaml")
    with pytest.raises(InputError, match="lien vers un dossier") as refused:
        archive(link)
    assert str(elsewhere) in str(refused.value)
    assert run(folder, "dossiers", "anonymiser", "lien", "--remplacer", "--oui") == 2
    assert load_dossier(link).name == SECRET
    assert not (folder / "anonyme.yaml").exists()
    # A copy takes nothing away.
    assert run(folder, "dossiers", "anonymiser", "lien") == 0


@pytest.mark.parametrize("target", ["nulle-part.yaml", "rond.yaml"])
def test_a_link_that_leads_nowhere_is_told(folder: Path, target: str) -> None:
    link = folder / "rond.yaml"
    link.symlink_to(target)
    for command in ("archiver", "anonymiser", "ouvrir"):
        assert run(folder, "dossiers", command, "rond") == 2
    with pytest.raises(InputError, match="mène à aucun dossier"):
        archive(link)
    assert link.is_symlink()


def test_folders_pipes_and_files_of_the_desk_are_not_archived(folder: Path) -> None:
    (folder / "rep.yaml").mkdir()
    os.mkfifo(folder / "tuyau.yaml")
    (folder / "registre.yaml").write_text("x: 1\n")
    (folder / "notes.txt").write_text("x")
    for name in ("rep.yaml", "tuyau.yaml", "registre.yaml", "notes.txt", "rien.yaml"):
        with pytest.raises(InputError):
            archive(folder / name)
    assert not (folder / ARCHIVES).exists()


def test_archives_that_are_a_file_are_told_and_nothing_moves(folder: Path) -> None:
    (folder / ARCHIVES).write_text("x")
    before = everything(folder)
    with pytest.raises(InputError, match="resté où il était"):
        archive(folder / "velos.yaml")
    assert everything(folder) == before
    assert run(folder, "dossiers", "liste", "--tous") == 2


# -- archives -----------------------------------------------------------------------------------------------------


def test_archiving_adds_no_file_of_its_own(folder: Path) -> None:
    away = archive(folder / "velos.yaml")
    assert [one.name for one in (folder / ARCHIVES).iterdir()] == ["velos.yaml"]
    restore(away)
    assert list(everything(folder)) == ["velos.yaml"]


def test_the_backup_of_a_dossier_gone_from_the_archives_is_not_overwritten(folder: Path) -> None:
    (folder / ARCHIVES).mkdir()
    (folder / ARCHIVES / "velos.yaml.bak").write_text("le seul exemplaire")
    save_dossier(load_dossier(folder / "velos.yaml"), folder / "velos.yaml")
    assert archive(folder / "velos.yaml").name == "velos-2.yaml"
    assert (folder / ARCHIVES / "velos.yaml.bak").read_text() == "le seul exemplaire"
    assert (folder / ARCHIVES / "velos-2.yaml.bak").exists()


@pytest.mark.parametrize(
    "name", ["-tiret.yaml", "avec espace 'et\" guillemets.yaml", "é🚲.yaml", "x" * 225 + ".yaml", "MAJ.YML"]
)
def test_odd_names_go_to_the_archives_and_back(folder: Path, name: str) -> None:
    save_dossier(BIKES, folder / name)
    assert run(folder, "dossiers", "archiver", "--", name) == 0
    assert (folder / ARCHIVES / name).exists()
    assert run(folder, "dossiers", "restaurer", "--", name) == 0
    assert load_dossier(folder / name) == BIKES


@pytest.mark.parametrize("name", ["-tiret", "avec espace 'et\" guillemets", "velos"])
def test_the_way_back_can_be_typed_as_it_is_told(folder: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    import shlex

    save_dossier(BIKES, folder / f"{name}.yaml")
    run(folder, "dossiers", "archiver", "--", name)
    command = capsys.readouterr().err.splitlines()[-1].partition(" : ")[2]
    assert main(shlex.split(command)[1:]) == 0
    assert (folder / f"{name}.yaml").exists()


def test_a_name_alone_is_first_one_of_the_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_dossier(BIKES, tmp_path / "velos.yaml")
    save_dossier(BIKES, tmp_path / "autre.yaml")
    monkeypatch.chdir(tmp_path)
    assert find(folder, "velos.yaml").path == folder / "velos.yaml"
    assert find(folder, "./velos.yaml").path.samefile(tmp_path / "velos.yaml")
    assert find(folder, "autre.yaml").path.samefile(tmp_path / "autre.yaml")
    with pytest.raises(InputError):
        find(folder, "x" * 300 + ".yaml")


def test_inside_the_archives_a_bare_name_is_still_archived(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive(folder / "velos.yaml")
    monkeypatch.chdir(folder / ARCHIVES)
    assert run(Path("ailleurs"), "dossiers", "archiver", "velos.yaml") == 2
    assert run(Path("ailleurs"), "dossiers", "restaurer", "velos.yaml") == 0
    assert (folder / "velos.yaml").exists()


# -- anonymity ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["velos.yaml.bak", ".velos.yaml.reprise", "copie", "registre.yaml", ".cache.yaml"])
def test_a_copy_that_would_not_be_a_dossier_is_refused(folder: Path, name: str) -> None:
    before = everything(folder)
    assert run(folder, "dossiers", "anonymiser", "velos", "--remplacer", "--oui", "--sortie", str(folder / name)) == 2
    assert everything(folder) == before


def test_replacing_leaves_no_half_written_copy_that_names_the_company(folder: Path) -> None:
    (folder / ".velos.yaml.abc123.tmp").write_bytes((folder / "velos.yaml").read_bytes())
    (folder / "velos.yaml.bak").write_bytes((folder / "velos.yaml").read_bytes())
    # Former versions kept there what was being typed.
    (folder / ".velos.yaml.reprise").write_text('{"suite": [["nom", "Vélos"]], "saisie": [], "garde": {}}\n')
    (folder / ".autre.yaml.abc123.tmp").write_text("à un autre")
    assert run(folder, "dossiers", "anonymiser", "velos", "--remplacer", "--oui") == 0
    assert set(everything(folder)) == {"anonyme.yaml", ".autre.yaml.abc123.tmp"}


@pytest.mark.parametrize("refused", ["write", "unlink"])
def test_a_disk_that_refuses_never_costs_the_original(
    folder: Path, refused: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "velos.yaml").read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", full) if refused == "write" else (Path, "unlink", full)))
    assert run(folder, "dossiers", "anonymiser", "velos", "--remplacer", "--oui") == 2
    monkeypatch.undo()
    assert (folder / "velos.yaml").read_bytes() == before
    if refused == "write":
        assert not (folder / "anonyme.yaml").exists()
        assert list(everything(folder)) == ["velos.yaml"]
    else:
        assert "il nomme encore la structure" in capsys.readouterr().err


def test_what_still_names_the_company_elsewhere_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_dossier(BIKES.model_copy(update={"siren": "123456782"}), folder / ARCHIVES / "ancien.yaml")
    save_dossier(BIKES.model_copy(update={"name": "les velos d'été "}), folder / "encore.yaml")
    save_dossier(BIKES.model_copy(update={"name": "Autre"}), folder / "velosolex.yaml")
    for name in ("velos.pdf", "velos-copie.yaml"):
        (folder / name).write_text("x")
    assert run(folder, "dossiers", "anonymiser", "velos.yaml", "--remplacer", "--oui") == 0
    errors = capsys.readouterr().err
    for name in ("ancien.yaml", "encore.yaml", "velos.pdf", "velos-copie.yaml"):
        assert name in errors
    assert "velosolex" not in errors


def test_a_company_without_name_nor_siren_is_not_found_everywhere(folder: Path) -> None:
    save_dossier(Dossier(), folder / "autre.yaml")
    assert traces(folder / "vide.yaml", Dossier(), folder / "anonyme.yaml") == ()


def test_a_dossier_replaced_keeps_the_day_that_dates_it(folder: Path) -> None:
    path = folder / "velos.yaml"
    save_dossier(load_dossier(path).model_copy(update={"on": None}), path)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert run(folder, "dossiers", "anonymiser", "velos", "--remplacer", "--oui") == 0
    assert (folder / "anonyme.yaml").stat().st_mtime == 1_700_000_000


def test_what_stays_is_told_as_exact_unless_rounded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "dossiers", "anonymiser", "velos") == 0
    errors = capsys.readouterr().err.replace("\u00a0", " ")
    assert "restent exacts" in errors
    assert "un dossier de plus" in errors
    assert run(folder, "dossiers", "anonymiser", "velos", "--arrondir", "--sortie", str(folder / ".." / "a.yaml")) == 0
    errors = capsys.readouterr().err.replace("\u00a0", " ")
    assert "ordres de grandeur" in errors
    assert "sous le droit du" in errors
    assert "un dossier de plus" not in errors


def test_yes_alone_is_refused(folder: Path) -> None:
    assert run(folder, "dossiers", "anonymiser", "velos", "--oui") == 2


def result(dossier: Dossier) -> object:
    found = assess(dossier, on=dossier.on or TODAY)
    return (
        {id: [(leaf.id, leaf.outcome) for leaf in one.leaves] for id, one in found.findings.items()},
        {id: (one.outcome, one.route, one.duration, one.worst, one.best) for id, one in found.verdicts.items()},
        {one.address for one in found.missing},
        [(one.id, one.addresses) for one in found.contradictions],
    )


@pytest.mark.parametrize("case", spread(load_cases()[::4], 7, lambda one: one.number))
def test_rounding_moves_neither_a_way_nor_a_duration_nor_what_is_missing(case, knowledge: Knowledge) -> None:
    made = anonymise(case.dossier, TODAY, knowledge, rounding=True)
    assert result(made.dossier) == result(case.dossier)


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(dossier=dossiers(load_knowledge(), TODAY))
def test_rounding_keeps_whatever_is_concluded_of_any_dossier(dossier: Dossier, knowledge: Knowledge) -> None:
    assert result(anonymise(dossier, TODAY, knowledge, rounding=True).dossier) == result(dossier)


def test_the_day_that_makes_an_agreement_last_two_years_stays_exact(knowledge: Knowledge) -> None:
    """Created three years less a day before the request: rounded to the month, the agreement would last five years."""
    made = anonymise(find_case("053").dossier, TODAY, knowledge, rounding=True)
    assert assess(made.dossier).verdicts["esus"].duration == 2
    assert "Date de création" in made.exact


def test_companies_made_anonymous_are_still_counted_one_by_one(knowledge: Knowledge) -> None:
    bare = anonymise(BIKES.model_copy(update={"opened": date(2026, 3, 4)}), TODAY, knowledge).dossier
    entries = tuple(DossierFile(Path(f"anonyme-{rank}.yaml"), bare, datetime(2026, 5, 1), False) for rank in range(4))
    found = gather(Repository(Path(), entries, ()), Period(date(2026, 1, 1), date(2026, 12, 31)), knowledge)
    assert len({one.company for one in found.consultations}) == 4
