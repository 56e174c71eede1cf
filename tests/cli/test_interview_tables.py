"""The tables of the interview in a window of 80 columns: amounts are never cut in two, headings stay short."""

from __future__ import annotations

import pytest
from rich.console import Console

from advisor.cli.interview.grid import counted
from advisor.cli.interview.screen import Screen, status_text
from advisor.cli.interview.sheets import worksheet
from advisor.cli.interview.talk import Talk
from advisor.dossier import Answer, Dossier, answer
from advisor.interview.groups import Group, GroupItem
from advisor.interview.machine import Interview
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import load_cases

YEARS = ("n", "n-1", "n-2")
COLUMNS = {
    "capital": ("dividendes", "remuneration_concours", "capitaux_propres", "concours_non_bancaires"),
    "charges": ("charges_exploitation", "charges_communes", "charges_utilite_sociale"),
}


def lines(knowledge: Knowledge, dossier: Dossier, key: str, width: int = 80) -> list[str]:
    talk = Talk(Interview(knowledge, dossier), Screen())
    console = Console(width=width, highlight=False)
    with console.capture() as capture:
        console.print(worksheet(talk, key).table())
    return [line.rstrip().replace("\u00a0", " ") for line in capture.get().splitlines()]


@pytest.fixture(scope="module")
def company() -> Dossier:
    return next(case.dossier for case in load_cases() if case.id == "041-capital-peu-remunere")


def filled(company: Dossier, amount: str) -> Dossier:
    given = {f"{fact}[{year}]": answer(amount) for facts in COLUMNS.values() for fact in facts for year in YEARS}
    more = {
        f"{fact}[{year}]": answer(v)
        for fact, v in (("tmo_retenu", "2.85"), ("cle_repartition", "33.5"))
        for year in YEARS
    }
    return company.model_copy(update={"answers": {**company.answers, **given, **more}})


@pytest.mark.parametrize(("amount", "shown"), [("8400.5", "8 400,50"), ("98765432.10", "98 765 432")])
@pytest.mark.parametrize("key", COLUMNS)
def test_amounts_are_whole_at_80_columns(
    knowledge: Knowledge, company: Dossier, key: str, amount: str, shown: str
) -> None:
    table = lines(knowledge, filled(company, amount), key)
    assert max(map(len, table)) <= 80
    for year in YEARS:
        row = next(line for line in table if line.startswith((f"{year} (", f"{year} ")))
        assert row.count(shown) == len(COLUMNS[key]), row
    # Cents left out are said to be, and only then.
    assert any("Arrondi à l'euro" in line for line in table) is ("," not in shown)


@pytest.mark.parametrize(("key", "width", "height"), [("capital", 80, 2), ("capital", 72, 3), ("remuneration", 80, 1)])
def test_headings_take_as_few_lines_as_can_be(
    knowledge: Knowledge, company: Dossier, monkeypatch: pytest.MonkeyPatch, key: str, width: int, height: int
) -> None:
    monkeypatch.setattr(Screen, "width", width)
    table = lines(knowledge, company, key, width)
    assert next(at for at, line in enumerate(table) if line.startswith("─")) == height
    assert max(map(len, table)) <= width


def test_the_grid_counts_its_clauses_by_state(knowledge: Knowledge) -> None:
    fact = knowledge.facts["clause_objet"]

    def heading(*answers: Answer | None) -> str:
        items = tuple(GroupItem("clause_objet", fact, None, one, one is None) for one in answers)
        return counted(Group("statuts", "grille", "", items))

    read, unread = answer("non"), answer(None)
    assert heading(None, None) == "2 clauses : 2 à lire. Entrée ouvre la clause."
    assert (
        heading(read, None, unread, read) == "4 clauses : 1 à lire, 1 pas encore lue, 2 lues. Entrée ouvre la clause."
    )
    assert heading(unread, unread) == "2 clauses : 2 pas encore lues. Entrée ouvre la clause."
    assert heading(read, read) == "Toutes les clauses sont lues. Entrée en ouvre une pour la revoir."


def test_a_label_that_does_not_fit_leaves_no_colon_behind(knowledge: Knowledge) -> None:
    lines = [line for case in load_cases()[::5] for line in Interview(knowledge, case.dossier).progress().lines]
    for width in range(40, 121, 4):
        for line in lines:
            text = status_text(line, width).plain.replace("\u00a0", " ")
            assert "( :" not in text and len(text) <= width
