"""`regles comparer` between two rule bases: which worked cases and dossiers move, counted, each with its criterion."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from advisor.assessment.assess import assess
from advisor.cli import main
from advisor.common.french import NBSP
from advisor.common.resources import data_dir
from advisor.desk.repository import DossierFile, Repository
from advisor.desk.rule_change import Bases, RuleChange, compare_bases
from advisor.desk.show import rule_change_report
from advisor.report.document import render_report
from advisor.rules.load import load_from, load_knowledge
from advisor.training.casebook.read import find_case
from tests.conclusions import Company, dossiers

TODAY = date(2026, 12, 1)
NO_DOSSIERS = Repository(Path(), (), ())
THRESHOLD = (
    "parametres/fractions.yaml",
    *(f"valeur: {one}\n      source: code_travail_R3332_21_1" for one in (66, 70)),
)
DURATION = ("parametres/fractions.yaml", *(f"valeur: {one}\n      source: code_travail_R3332_21_3" for one in (5, 4)))


def rewritten(folder: Path, file: str, old: str, new: str) -> Path:
    """A copy of the packaged rules with one change."""
    shutil.copytree(data_dir("rules"), folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def shelf(companies: list[Company]) -> Repository:
    entries = tuple(DossierFile(Path(f"{one.key}.yaml"), one.dossier, datetime(2026, 1, 1), False) for one in companies)
    return Repository(Path(), entries, ())


def compared(bases: Bases, of_cases: tuple[str, ...], of: Repository = NO_DOSSIERS) -> RuleChange:
    return compare_bases(bases, map(find_case, of_cases), of, TODAY, lambda _: None)


def printed(found: RuleChange, bases: Bases) -> str:
    text = render_report(rule_change_report(found, bases), "terminal", width=100, color=False)
    return " ".join(text.replace(NBSP, " ").split())


@lru_cache(maxsize=1)
def sample() -> list[Company]:
    return list(dossiers(80))


def test_what_moves_is_counted_then_told_with_the_criterion_that_decides(tmp_path: Path) -> None:
    """The count is that of two whole assessments of each company."""
    bases = Bases(load_knowledge(), load_from(rewritten(tmp_path / "rules", *THRESHOLD)))
    numbers = ("038", "040", "001", "004")
    found = compared(bases, numbers, shelf(sample()))
    companies = [(case.id, case.dossier, case.dossier.on) for case in map(find_case, numbers)]
    companies += [(f"{one.key}.yaml", one.dossier, one.day) for one in sample()]
    expected = []
    for name, dossier, day in companies:
        old, new = (assess(dossier, day, base).verdicts.values() for base in bases)
        shown = [[(one.outcome, one.worst, one.best, one.duration) for one in verdicts] for verdicts in (old, new)]
        expected += [name] if shown[0] != shown[1] else []
    moved = (*found.cases.moved, *found.dossiers.moved)
    assert expected == [one.file for one in moved] and found.cases.moved
    assert all({cause.criterion for cause in one.causes} & {"ESUS-02a", "ESUS-02b"} for one in moved)
    assert found.changed == ("seuil_charges_utilite_sociale",) and not found.added + found.removed
    text = printed(found, bases)
    counts = f"{len(found.cases.moved)} cas sur 4, {len(found.dossiers.moved)} dossier"
    assert f"Changent de verdict : {counts}" in text and f" sur {len(sample())}." in text
    assert text.index("Changent de verdict") < text.index(f"({found.cases.moved[0].file})")


def test_a_rule_rewritten_is_told_once_where_it_moves(tmp_path: Path) -> None:
    """A criterion made of another is not told for it, and no way is said to change because a criterion does."""
    bases = Bases(load_from(rewritten(tmp_path / "rules", *THRESHOLD)), load_knowledge())
    (one,) = compared(bases, ("038",)).cases.moved
    assert [cause.criterion for cause in one.causes if cause.why == "regle"] == ["ESUS-02a"]
    assert one.routes == () and one.before == one.after == find_case("038").dossier.on


def test_another_duration_moves_a_verdict_too(tmp_path: Path) -> None:
    bases = Bases(load_knowledge(), load_from(rewritten(tmp_path / "rules", *DURATION)))
    found = compared(bases, ("058",))
    assert "ESUS ✓ éligible (5 ans) → ✓ éligible (4 ans)" in printed(found, bases)


def test_a_criterion_may_move_without_its_verdict(tmp_path: Path) -> None:
    bases = Bases(load_knowledge(), load_from(rewritten(tmp_path / "rules", *THRESHOLD)))
    numbers = ("001", "038", "040", "155")
    found = compared(bases, numbers)
    assert found.cases.stirred and not {one.file for one in found.cases.stirred} & {
        one.file for one in found.cases.moved
    }
    assert f"Changent de critère, pas de verdict : {len(found.cases.stirred)} cas sur {len(numbers)}" in printed(
        found, bases
    )


def test_an_answer_that_one_base_cannot_read_is_left_out_and_told(tmp_path: Path) -> None:
    folder = rewritten(tmp_path / "rules", "faits/remuneration.yaml", "- id: mois_presence\n", "- id: mois_payes\n")
    for file in folder.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("mois_presence", "mois_payes"), encoding="utf-8")
    bases = Bases(load_from(folder), load_knowledge())
    found = compared(bases, ("157",))
    assert found.withdrawn == {"mois_presence": 1}
    assert "laissées de côté" in printed(found, bases).lower() and "mois_presence : 1 structure." in printed(
        found, bases
    )


@pytest.fixture
def _empty_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("advisor.cli.upkeep.load_cases", lambda: [find_case("038"), find_case("001")])


@pytest.mark.usefixtures("_empty_desk")
def test_the_command_takes_a_folder_of_rules_or_a_whole_revision(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rewritten(tmp_path / "avant" / "rules", *THRESHOLD)
    texts = []
    for folder in (before, before.parent):
        assert main(["regles", "comparer", str(folder)]) == 0
        texts.append(capsys.readouterr().out)
    assert texts[0] == texts[1] and "1 cas sur 2, aucun dossier à comparer" in texts[0].replace(NBSP, " ")
    assert main(["regles", "comparer", str(before), str(before)]) == 0
    out = capsys.readouterr().out.replace(NBSP, " ")
    assert "0 cas sur 2" in out and "Aucune." in out


@pytest.mark.usefixtures("_empty_desk")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2019-05-23"], "jour se compare à un autre jour"),
        ([".", "2019-05-23"], "jour se compare à un autre jour"),
        (["."], "aucun fichier ne correspond"),
        (["nulle-part"], "« nulle-part » n'est ni un jour (AAAA-MM-JJ), ni un répertoire de règles"),
    ],
)
def test_what_cannot_be_compared_is_said(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with suppress(SystemExit):
        assert main(["regles", "comparer", *words]) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err.replace(NBSP, " ")
