"""`regles signer`: a rule is signed under a name, and the list says which signatures still stand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.common.resources import data_dir


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packaged rules, of which only the signatures are written."""
    folder = tmp_path / "rules"
    shutil.copytree(data_dir("rules"), folder)
    monkeypatch.setattr("advisor.cli.reference.data_dir", lambda name: folder)
    return folder


def test_a_rule_is_signed_listed_and_falls(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regles", "signer"]) == 0
    assert main(["regles", "signer", "ESS-07", "--nom", "Camille Exemple"]) == 0
    assert main(["regles", "signer"]) == 0
    said = capsys.readouterr().out
    assert "Aucune règle n'est signée." in said
    assert "ESS-07, signée par Camille Exemple le " in said and said.endswith(" : tient\n")
    file = rules / "signatures.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("empreinte: ", "empreinte: 0"), encoding="utf-8")
    assert main(["regles", "signer"]) == 1
    assert capsys.readouterr().out.endswith(" : tombée, la règle a changé depuis\n")


def test_nobody_signs_without_a_name(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["regles", "signer", "ESS-07"]) == 2
    assert 'ess-advisor regles signer ESS-07 --nom "Votre nom"' in capsys.readouterr().err
