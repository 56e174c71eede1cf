"""The command line as a user meets it: exit codes, French messages, files; and what it must not import."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import advisor
from advisor.assessment import Assessment
from advisor.cli import main
from advisor.errors import InputError
from advisor.evaluation import read_dossier
from advisor.record import freeze, load_record, replay, save_record

DOSSIER = Path(__file__).parent / "data" / "dossier.yaml"


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, err


def test_a_dossier_is_assessed_and_both_verdicts_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "assess", str(DOSSIER))
    assert code == 0
    assessment = advisor.assess(read_dossier(DOSSIER))
    flat = " ".join(out.split())
    for verdict in assessment.verdicts.values():
        assert " ".join(verdict.sentence.split())[:60] in flat
    assert "\x1b" not in out


def test_json_output_is_the_assessment(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "assess", str(DOSSIER), "--format", "json")
    assert code == 0
    assert Assessment.model_validate_json(out) == advisor.assess(read_dossier(DOSSIER))


def test_another_day_applies_the_law_of_that_day(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "assess", str(DOSSIER), "--format", "json", "--on", "01/08/2014")
    assert code == 0
    assert {verdict["cause"] for verdict in json.loads(out)["verdicts"].values()} == {"avant_la_loi"}


def test_output_goes_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "rapport.md"
    code, out, _ = run(capsys, "assess", str(DOSSIER), "--format", "markdown", "--output", str(target))
    assert code == 0 and out == ""
    assert target.read_text(encoding="utf-8").startswith("#")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "n'existe pas"),
        ("format: 1\nreponses:\n  forme_juridique: sass\nfin_du_dossier: oui\n", "dossier.yaml:3:3"),
        ("format: 9\nreponses:\nfin_du_dossier: oui\n", "format"),
        ("format: 1\nreponses:\n  forme_juridique: sas\n", "fin_du_dossier"),
    ],
)
def test_unusable_input_exits_2_with_a_message_and_no_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str | None, expected: str
) -> None:
    path = tmp_path / "dossier.yaml"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    code, out, err = run(capsys, "assess", str(path))
    assert code == 2 and out == ""
    assert expected in err and "Traceback" not in err


def test_bad_arguments_are_refused_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["assess", str(DOSSIER), "--on", "31/02/2025"])
    assert stop.value.code == 2
    assert "n'est pas une date" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["evaluer"])
    assert "choix inconnu" in capsys.readouterr().err


def test_an_unknown_id_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "explain", str(DOSSIER), "ESS-7")
    assert code == 2 and "ESS-07" in err


@pytest.mark.parametrize("id", ["ESS-07", "ESUS-02a", "ess", "esus", "droit_commun"])
def test_the_proof_names_answers_and_articles(capsys: pytest.CaptureFixture[str], id: str) -> None:
    code, out, _ = run(capsys, "explain", str(DOSSIER), id)
    assert code == 0 and "art." in out


def test_a_rule_is_shown_with_its_versions_and_a_change_of_law_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "rules", "show", "ESUS-05")
    assert code == 0 and "24 mai 2019" in out.replace("\u00a0", " ")
    code, out, _ = run(capsys, "rules", "diff", "2019-05-23", "2019-05-24")
    assert code == 0 and "ESUS-05" in out
    code, out, _ = run(capsys, "rules", "diff", "2019-05-24", "2019-05-25")
    assert code == 0 and "ESUS-05" not in out


def test_the_schema_accepts_the_sample_and_names_every_fact(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "schema")
    schema = json.loads(out)
    assert code == 0
    facts = schema["properties"]["reponses"]["properties"]
    code, out, _ = run(capsys, "facts", "--format", "json")
    assert code == 0 and [row["id"] for row in json.loads(out)] == list(facts)
    assert schema["$schema"].endswith("2020-12/schema")


def test_version_names_software_and_rules(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--version")
    assert code == 0 and advisor.__version__ in out


def test_without_a_terminal_the_first_case_is_assessed_and_the_way_in_is_told() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "advisor"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Cas d'école" in done.stdout and "ess-advisor" in done.stdout.splitlines()[-1]


def test_a_reader_that_closes_early_is_no_error() -> None:
    command = f"{sys.executable} -m advisor assess {DOSSIER} | head -n 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stderr == ""


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, advisor.cli; advisor.cli.build_parser(); print(sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for heavy in (
        "pydantic",
        "rich",
        "questionary",
        "yaml",
        "durable_rules_engine",
        "prompt_toolkit",
        "typst",
        "docx",
        "lxml",
    ):
        assert f"'{heavy}'" not in done.stdout, heavy


def test_a_record_replays_to_the_same_result(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "pv.json"
    code, _, _ = run(capsys, "assess", str(DOSSIER), "--save-record", str(path))
    assert code == 0
    code, out, _ = run(capsys, "replay", str(path))
    assert code == 0 and "Même résultat" in out
    record = load_record(path)
    assert record.adviser == "Conseillère CRESS" and record.dossier == read_dossier(DOSSIER)


def test_a_record_is_never_overwritten(tmp_path: Path) -> None:
    dossier = read_dossier(DOSSIER)
    record = freeze(dossier, advisor.assess(dossier))
    path = tmp_path / "pv.json"
    save_record(record, path)
    with pytest.raises(InputError, match="existe déjà"):
        save_record(record, path)


def test_a_replay_under_other_answers_tells_what_moved(tmp_path: Path) -> None:
    dossier = read_dossier(DOSSIER)
    record = freeze(dossier, advisor.assess(dossier))
    altered = record.model_copy(
        update={"dossier": dossier.with_answer("boni_liquidation", advisor.dossier.answer("associes"))}
    )
    result = replay(altered)
    assert not result.same and any("ESS-12" in line for line in result.differences)


@pytest.mark.parametrize("keep", [0, 1, 100, 2000])
def test_a_damaged_record_is_refused(tmp_path: Path, keep: int) -> None:
    dossier = read_dossier(DOSSIER)
    path = tmp_path / "pv.json"
    save_record(freeze(dossier, advisor.assess(dossier)), path)
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(InputError, match=r"abîmé|procès-verbal"):
        load_record(path)


def test_the_library_is_two_calls() -> None:
    assessment = advisor.assess(advisor.load_dossier(DOSSIER), on=date(2025, 6, 16))
    assert isinstance(assessment, advisor.Assessment)
    assert assessment.ess.outcome == "eligible" and assessment.esus.outcome == "eligible"


def test_a_worked_case_is_assessed_by_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "assess", "001", "--format", "json")
    assert code == 0 and json.loads(out)["verdicts"]["ess"]["outcome"] == "eligible"
    code, _, err = run(capsys, "assess", "0999")
    assert code == 2 and "cas" in err


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"PYTHONIOENCODING=ascii {sys.executable} -m advisor assess 001", 0),
        (f"{sys.executable} -m advisor assess 001 >&-", 0),
        (f"{sys.executable} -m advisor --version >&-", 0),
        (f"{sys.executable} -m advisor --version | true; exit ${{PIPESTATUS[0]}}", 0),
        (f"{sys.executable} -m advisor assess 001 > /dev/full", 2),
        (f"{sys.executable} -m advisor assess {'a' * 300}", 2),
        (f"{sys.executable} -m advisor assess 001 --width large", 2),
    ],
)
def test_odd_streams_and_arguments_end_without_a_traceback(command: str, code: int) -> None:
    done = shell(command)
    assert "Traceback" not in done.stderr and done.returncode == code, done.stderr


def test_a_report_never_overwrites_its_dossier(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "dossier.yaml"
    path.write_bytes(DOSSIER.read_bytes())
    code, _, err = run(capsys, "assess", str(path), "--output", str(path))
    assert code == 2 and "différents" in err
    assert path.read_bytes() == DOSSIER.read_bytes()


def test_saving_keeps_permissions_and_links(tmp_path: Path) -> None:
    real, link = tmp_path / "reel.yaml", tmp_path / "lien.yaml"
    dossier = read_dossier(DOSSIER)
    advisor.save_dossier(dossier, real)
    real.chmod(0o664)
    link.symlink_to(real)
    advisor.save_dossier(dossier, link)
    assert link.is_symlink() and real.stat().st_mode & 0o777 == 0o664
