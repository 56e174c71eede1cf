"""``ess-advisor activite``: the period its options tell, the dossiers it reads, the files it writes."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.cli import main
from advisor.common.errors import InputError
from advisor.desk.summary.gather import Period, chosen_period
from advisor.dossier import save_dossier
from advisor.report.model import Report
from tests.desk.test_summary import bars, company
from tests.support.unbroken import check_unbroken

# -- the period -------------------------------------------------------------------------------------------------------

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("options", "start", "end"),
    [
        ({}, date(2026, 1, 1), TODAY),
        ({"year": "2025"}, date(2025, 1, 1), date(2025, 12, 31)),
        ({"year": "2025", "quarter": "1"}, date(2025, 1, 1), date(2025, 3, 31)),
        ({"quarter": "T2"}, date(2026, 4, 1), date(2026, 6, 30)),
        ({"quarter": "2024-T4"}, date(2024, 10, 1), date(2024, 12, 31)),
        ({"quarter": "T4"}, date(2026, 10, 1), TODAY),
        ({"start": date(2026, 5, 5)}, date(2026, 5, 5), TODAY),
        ({"end": date(2026, 5, 5)}, date.min, date(2026, 5, 5)),
        ({"start": TODAY, "end": date(2027, 1, 1)}, TODAY, TODAY),
    ],
)
def test_periods(options: dict[str, Any], start: date, end: date) -> None:
    assert chosen_period(TODAY, **options)[:2] == (start, end)


@pytest.mark.parametrize(
    "options",
    [
        {"year": "26"},
        {"year": "deux mille"},
        {"quarter": "T5"},
        {"quarter": "2026"},
        {"year": "2025", "quarter": "2026-T1"},
        {"year": "2025", "start": TODAY},
        {"start": TODAY, "end": date(2026, 1, 1)},
        {"year": "2027"},
    ],
)
def test_periods_that_cannot_be_are_refused_in_french(options: dict[str, Any]) -> None:
    with pytest.raises(InputError) as refusal:
        chosen_period(TODAY, **options)
    problem = refusal.value.problems[0]
    assert problem.message.endswith(".") and problem.mend.endswith(".")


days = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@settings(max_examples=30)
@given(days, st.integers(0, 3000), st.data())
def test_the_slices_of_a_period_share_its_days_out(start: date, length: int, data: st.DataObject) -> None:
    period = Period(start, start + timedelta(length))
    first = data.draw(st.dates(period.start, period.end))
    cut = period.slices(first)
    assert len(cut) != 1 and len(cut) <= 16
    if cut:
        assert cut[0].start >= period.start and cut[-1].end == period.end and cut[0].start <= first
        assert all(before.end + timedelta(1) == after.start for before, after in pairwise(cut))
        assert len({one.title for one in cut}) == len(cut)


@given(days, st.integers(0, 500))
def test_the_year_before_never_overlaps(start: date, length: int) -> None:
    earlier = Period(start, start + timedelta(length)).a_year_before()
    assert earlier is None or (earlier.end < start and abs(length - (earlier.end - earlier.start).days) <= 1)


# -- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "dossiers"
    (folder / "archives").mkdir(parents=True)
    for rank in range(4):
        save_dossier(company(rank), folder / f"d{rank}.yaml")
        save_dossier(company(rank + 10), folder / "archives" / f"a{rank}.yaml")
    (folder / "casse.yaml").write_text("format: 1\nreponses: [\n", encoding="utf-8")
    return folder


def test_archived_dossiers_count_and_damaged_ones_are_told_apart(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["--dossiers", str(desk), "activite", "--annee", "2026"]
    assert main([*command, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert "casse.yaml:" in err and "manque au bilan" in err and "casse" not in out
    report = Report.model_validate(json.loads(out))
    assert bars(report, "Forme juridique") == {"SAS": 8}
    assert main([*command, "--format", "json", "--sans-archives"]) == 0
    assert bars(Report.model_validate_json(capsys.readouterr().out), "Forme juridique") == {"SAS": 4}
    assert main([*command, "--seuil", "9", "--largeur", "80"]) == 0
    out = capsys.readouterr().out
    assert "Moins de 9 structures" in out and max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(("fmt", "start"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!DOCTYPE html>")])
def test_a_document_without_a_name_is_named_after_its_period(
    desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fmt: str, start: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    (desk / "entete.toml").write_text('nom = "CRESS des Deux Rives"\n', encoding="utf-8")
    period = ("--debut", "2026-01-01", "--fin", "2026-06-30")
    assert main(["--dossiers", str(desk), "activite", *period, "--format", fmt]) == 0
    written = (tmp_path / f"bilan_2026-01-01_2026-06-30.{fmt}").read_bytes()
    assert written.startswith(start)
    if fmt == "html":
        assert "CRESS des Deux Rives" in written.decode()


def test_what_cannot_be_done_is_refused_before_any_work(
    desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (desk / "d1.yaml").read_bytes()
    for options in (
        ["--sortie", str(desk / "d1.yaml")],
        ["--sortie", str(tmp_path / "nulle" / "part.pdf")],
        ["--format", "pdf", "--sortie", "x.docx"],
        ["--entete", str(tmp_path / "rien.toml")],
        ["--annee", "2026", "--debut", "2026-01-01"],
    ):
        assert main(["--dossiers", str(desk), "activite", *options]) == 2, options
        out, err = capsys.readouterr()
        assert out == "" and err.count("\n") == 1
        check_unbroken(err)
    assert main(["--dossiers", str(tmp_path / "absent"), "activite"]) == 2
    assert "n'existe pas" in capsys.readouterr().err
    assert (desk / "d1.yaml").read_bytes() == before


def test_an_empty_period_says_where_the_dossiers_are(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--dossiers", str(desk), "activite", "--annee", "2024", "--format", "markdown"]) == 0
    text = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Aucune consultation dans cette période." in text and "vont du 1er mars 2026 au 14 mars 2026" in text
