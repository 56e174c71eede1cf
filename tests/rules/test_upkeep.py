"""Figures whose next value is due, what to read online, what the tool does not know."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from advisor.common.errors import InputError
from advisor.lint.run import lint_folder
from advisor.lint.upkeep import lint_to_read_folder
from advisor.report.document import render_report
from advisor.report.lawbook.upkeep import gaps_report, reading_report
from advisor.rules.load import Knowledge
from advisor.rules.upkeep import ToRead, load_to_read, overdue
from tests.museum.exhibit import Exhibit


def test_figures_are_due_on_their_day(knowledge: Knowledge) -> None:
    assert [one.id for one in overdue(knowledge, date(2024, 9, 30))] == []
    assert [one.id for one in overdue(knowledge, date(2026, 12, 31))] == ["tmo"]
    wages = ["smic_annee_presumee", "smic_horaire", "smic_horaire_mayotte"]
    assert [one.id for one in overdue(knowledge, date(2027, 1, 1))] == ["tmo", *wages]


def test_the_linter_tells_them_without_calling_them_defects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    due = Exhibit(
        "", "parametres/seuils.yaml", "  titre: Part minimale\n", "  titre: Part minimale\n  attendu: 2027-01-01\n", ""
    )
    due.build(tmp_path)
    monkeypatch.chdir(tmp_path)
    problems, summary = lint_folder("rules", date(2027, 1, 1))
    assert problems == []
    assert summary.split("\n")[1:] == [
        "Part minimale (seuil_part) : nouvelle valeur attendue depuis le 1er janvier 2027."
    ]
    assert "\n" not in lint_folder("rules", date(2026, 12, 31))[1]


# -- what to read online, and what the tool does not know ------------------------------------------------------------


def line(**more: str) -> ToRead:
    return ToRead.model_validate({"lire": "Un avis", "effet": "Un verdict.", **more})


def test_the_reading_list_is_ticked_with_day_and_name(knowledge: Knowledge) -> None:
    read = line(lire="Une loi", lu_le="2026-12-02", par="A. Juriste", constat="Rien n'a changé.")
    report = reading_report(knowledge, (line(), read))
    text = " ".join(render_report(report, "terminal", width=100).split())
    assert "RESTE À LIRE" in text and "☐ Un avis : Un verdict." in text
    assert "✓ Une loi : lu le 2 décembre 2026 par A. Juriste. Rien n'a changé." in text


def test_the_packaged_list_is_that_of_the_addendum(knowledge: Knowledge) -> None:
    assert len(load_to_read()) >= 10
    for one in load_to_read():
        assert (one.read_on is None) == (not one.by)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("  lu_le: 2026-12-02\n", "« lu_le » et « par » vont ensemble."),
        ("  par: A. Juriste\n", "« lu_le » et « par » vont ensemble."),
        ("  constat: Rien.\n", "un constat sans jour ni nom ne vaut rien."),
        ("  identifiants: [LEGIARTI000000000001]\n", "un constat sans jour ni nom ne vaut rien."),
        ("  lu_le: hier\n  par: A\n", "n'est pas une date"),
    ],
)
def test_a_reading_ticked_by_half_is_refused(more: str, expected: str, tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "a_lire.yaml").write_text(f"- lire: Un avis\n  effet: Un verdict.\n{more}")
    try:
        (found,) = lint_to_read_folder(tmp_path, None, knowledge)
    except InputError as error:
        (found,) = error.problems
    assert expected in str(found) and "a_lire.yaml:" in str(found)


def test_what_the_tool_does_not_know_is_computed_from_the_rules(knowledge: Knowledge) -> None:
    report = gaps_report(knowledge, date(2026, 12, 31))
    text = " ".join(render_report(report, "terminal", width=100).split())
    assert "Q6, 66 % chaque année" in text and "Critères : ESUS-02a" in text
    assert "attendue depuis le 1er octobre 2024" in text
    assert "Loi n° 2024-537 du 13 juin 2024, art. 8" in text
    # A point that no rule of the day meets is not open that day.
    assert "DECRET-ESS" not in text
    assert "DECRET-ESS" in render_report(gaps_report(knowledge, date(2015, 1, 1)), "terminal")
    for one in knowledge.criteria.values():
        version = one.on(date(2026, 12, 31))
        if version is not None and version.confidence in ("S1", "I", "M"):
            assert one.id in text
