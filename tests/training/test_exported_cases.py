"""`cas exporter`: the worked cases as plain JSON, and the reader that checks an engine with them."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.rules.load import Knowledge
from advisor.training.casebook.export import export_cases
from tests.conftest import JudgedCases
from tests.support.spread import one_in

ROOT = Path(__file__).parents[2]
READER = ROOT / "tests" / "support" / "check_evaluator.py"
OURS = (sys.executable, "-m", "tests.support.our_evaluator")
LIAR = (
    sys.executable,
    "-c",
    "import json, sys\nfor line in sys.stdin: print(json.dumps({'id': json.loads(line)['id']}))",
)


@pytest.fixture
def exported(tmp_path: Path, judged: JudgedCases, knowledge: Knowledge) -> Path:
    path = tmp_path / "cas.json"
    path.write_text(export_cases(judged.values(), knowledge), encoding="utf-8")
    return path


def checked(path: Path, *command: str) -> tuple[int, str]:
    words = [sys.executable, str(READER), str(path), *command]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", cwd=ROOT)
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.mark.parametrize("every", one_in(16))
def test_our_engine_concludes_what_the_file_expects_and_another_is_told_what_differs(
    every: int, exported: Path
) -> None:
    data = json.loads(exported.read_text(encoding="utf-8"))
    data["cases"] = data["cases"][::every]
    exported.write_text(json.dumps(data), encoding="utf-8")
    many, few = len(data["cases"]), 3
    assert checked(exported, *OURS) == (0, f"0 of {many} cases differ\n")
    # A few are enough to be told wrong.
    del data["cases"][few:]
    data["cases"][0]["expected"]["verdicts"]["ess"]["best"] = "autre"
    exported.write_text(json.dumps(data), encoding="utf-8")
    code, out = checked(exported, *OURS)
    assert code == 1 and out.startswith(f'{data["cases"][0]["id"]} verdicts.ess.best: "autre" expected, "')
    assert checked(exported, *LIAR)[1].endswith(f"{few} of {few} cases differ\n")


def test_the_file_agrees_with_what_each_case_expects(exported: Path, judged: JudgedCases) -> None:
    """The bounds hold the verdict, and the expectations written in the case are those of the file."""
    for one in json.loads(exported.read_text(encoding="utf-8"))["cases"]:
        case, _ = judged[one["id"]]
        assert one["day"] == str(case.dossier.on) and one["facts"].keys() == case.dossier.answers.keys()
        for status, wanted in case.expected.by_status:
            found = one["expected"]["verdicts"][status]
            assert found["outcome"] == wanted.outcome, one["id"]
            assert found["deciding"] or found["cause"] == "avant_la_loi", one["id"]
            if found["outcome"] != "indetermine":
                rungs = ["non_eligible", "a_mettre_en_conformite", "eligible", "de_droit"]
                assert rungs.index(found["worst"]) <= rungs.index(found["outcome"]), one["id"]


@pytest.mark.slow
def test_the_command_writes_the_same_file(
    exported: Path, judged: JudgedCases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("advisor.cli.reference.assess", lambda dossier: judged[_id(judged, dossier)][1])
    assert main(["cas", "exporter", "--sortie", str(tmp_path / "autre.json")]) == 0
    assert (tmp_path / "autre.json").read_text(encoding="utf-8").strip() == exported.read_text(encoding="utf-8")


def _id(judged: JudgedCases, dossier: object) -> str:
    return next(id for id in judged if judged[id][0].dossier is dossier)


def test_the_reader_is_short_and_stands_alone() -> None:
    text = READER.read_text(encoding="utf-8")
    names = [name.name for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Import) for name in one.names]
    names += [one.module or "" for one in ast.walk(ast.parse(text)) if isinstance(one, ast.ImportFrom)]
    assert len(text.splitlines()) <= 50 and {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
