"""Writing files: whole or not at all, whatever happens in the middle."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.files import fingerprint, free_name, refuse_unwritable, write_atomically
from advisor.dossier import Dossier, answer, load_dossier, save_dossier

ROOT = Path(__file__).parents[2]


def refuse(*_: Any, **__: Any) -> None:
    raise OSError(errno.ENOSPC, "no space")


@pytest.mark.parametrize(("owner", "name"), [(os, "fsync"), (Path, "replace"), (Path, "chmod")])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    owner: Any, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "dossier.yaml"
    target.write_text("ancien")
    monkeypatch.setattr(owner, name, refuse)
    with pytest.raises(InputError, match="le disque est plein"):
        write_atomically(target, "nouveau")
    monkeypatch.undo()
    assert target.read_text() == "ancien" and list(tmp_path.iterdir()) == [target]


def test_the_content_reaches_the_disk_before_its_name_and_the_name_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "dossier.yaml"
    target.write_text("ancien")
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        kind = "folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file"  # noqa: PTH112
        steps.append(f"{kind} synced, {target.read_text()}")
        fsync(handle)

    def replaced(path: Path, other: Path) -> Path:
        steps.append("renamed")
        return replace(path, other)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    write_atomically(target, "nouveau")
    assert steps == ["file synced, ancien", "renamed", "folder synced, nouveau"]


def test_a_place_that_cannot_be_written_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "fichier").write_text("")
    circle = tmp_path / "rond"
    circle.symlink_to(circle)
    for named, message in (
        (tmp_path, "c'est un répertoire ; ajoutez un nom de fichier."),
        (f"{tmp_path}/neuf/", "c'est un répertoire ; ajoutez un nom de fichier."),
        (
            tmp_path / "absent" / "a.md",
            f"le répertoire « {tmp_path}/absent » n'existe pas. Créez-le, ou donnez un autre",
        ),
        (tmp_path / "fichier" / "a.md", "ce chemin passe par un fichier). Donnez un autre emplacement à --ics."),
        (tmp_path / ("a" * 250), "ce nom est trop long"),
        (tmp_path / "a\0b", "ce nom de fichier n'est pas valable."),
        (circle, ""),
        ("", "--ics attend un nom de fichier."),
    ):
        with pytest.raises(InputError) as error:
            refuse_unwritable(str(named), "--ics")
        assert message in str(error.value)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(InputError, match="protégé contre l'écriture"):
        refuse_unwritable(str(tmp_path / "fichier"), "--ics")
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(InputError, match="le disque est plein"):
        refuse_unwritable(str(tmp_path / "neuf.md"), "--ics")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["fichier", "rond"]


def test_a_place_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    present = tmp_path / "a.md"
    present.write_text("ancien")
    for named in (present, tmp_path / "neuf.md", "/dev/null"):
        refuse_unwritable(str(named), "--sortie")
    assert list(tmp_path.iterdir()) == [present] and present.read_text() == "ancien"


def test_a_report_makes_no_folder_and_a_dossier_makes_its_own(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="n'existe pas"):
        write_atomically(tmp_path / "absent" / "a.md", "")
    assert not (tmp_path / "absent").exists()
    save_dossier(Dossier(name="a"), tmp_path / "dossiers" / "a.yaml")
    assert (tmp_path / "dossiers" / "a.yaml").is_file()


SAVING = """
import sys
from advisor.dossier import Dossier, answer, save_dossier
known = [Dossier(name=name, answers={f"fait_{n}": answer("x" * 200, note=name) for n in range(60)}) for name in "ab"]
for one in known:
    save_dossier(one, sys.argv[1])
print("ready", flush=True)
while True:
    for one in known:
        save_dossier(one, sys.argv[1])
"""


def test_killed_while_it_saves_the_file_is_always_whole(tmp_path: Path) -> None:
    path, dice = tmp_path / "dossier.yaml", random.Random(5)
    for _ in range(6):
        saving = subprocess.Popen(
            [sys.executable, "-c", SAVING, str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert saving.stdout is not None
        saving.stdout.readline()
        for _ in range(20):
            dossier = load_dossier(path)
            assert len(dossier.answers) == 60 and {one.note for one in dossier.answers.values()} == {dossier.name}
        time.sleep(dice.uniform(0, 0.05))
        saving.send_signal(signal.SIGKILL)
        saving.wait()
        saving.stdout.close()
        dossier = load_dossier(path)
        assert len(dossier.answers) == 60 and {one.note for one in dossier.answers.values()} == {dossier.name}


def test_a_fingerprint_tells_contents_apart(tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    assert fingerprint(path) is None and fingerprint(path / "dessous") is None
    path.write_text("un")
    first = fingerprint(path)
    path.write_text("deux")
    assert first != fingerprint(path)
    path.write_text("un")
    assert first == fingerprint(path)
    with pytest.raises(InputError, match="c'est un répertoire"):
        fingerprint(tmp_path)


def test_a_free_name_is_numbered_and_never_that_of_a_broken_link(tmp_path: Path) -> None:
    wanted = tmp_path / "furan.rapport.md"
    assert free_name(wanted) == wanted
    wanted.write_text("")
    (tmp_path / "furan.rapport-2.md").symlink_to("nulle-part")
    assert free_name(wanted).name == "furan.rapport-3.md"


@pytest.mark.parametrize("number", sorted({errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC, errno.EDQUOT}))
def test_the_reasons_of_the_system_are_plain_french_and_fit_reading_and_writing(number: int) -> None:
    reason = system_reason(OSError(number, os.strerror(number)))
    assert "erreur" not in reason and "écrire" not in reason and os.strerror(number) not in reason


def test_a_message_without_a_place_begins_with_a_capital() -> None:
    assert str(Problem("le disque est plein.", mend="Videz-le.")) == "Le disque est plein. Videz-le."
    assert str(Problem("le disque est plein.", "a.yaml")) == "a.yaml : le disque est plein."


def test_saving_twice_keeps_one_backup(tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    for name in ("Un", "Deux", "Trois"):
        save_dossier(Dossier(name=name, answers={"forme_juridique": answer("sas")}), path)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["dossier.yaml", "dossier.yaml.bak"]
    assert load_dossier(tmp_path / "dossier.yaml.bak").name == "Deux"
