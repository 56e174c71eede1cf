"""Figures whose next value is due, codes that sources abbreviate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from advisor.lint.run import lint_folder
from advisor.rules.load import Knowledge
from advisor.rules.upkeep import overdue
from tests.museum.exhibit import Exhibit


def test_figures_are_due_on_their_day(knowledge: Knowledge) -> None:
    assert [one.id for one in overdue(knowledge, date(2024, 9, 30))] == []
    assert [one.id for one in overdue(knowledge, date(2026, 12, 31))] == ["tmo"]
    assert [one.id for one in overdue(knowledge, date(2027, 1, 1))] == ["tmo", "smic_annee_presumee", "smic_horaire"]


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
