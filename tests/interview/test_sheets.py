"""Sheets of figures: what is computed, what depends on a key, and the same recorded whatever the face."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.assessment.costs import CostSheet, YearCosts
from advisor.cli.interview.screen import Screen
from advisor.cli.interview.sheets import Charges
from advisor.cli.interview.talk import Talk
from advisor.dossier import Dossier, answer
from advisor.interview.machine import Interview
from advisor.interview.sheets import cost_cells, cost_sheet, divide, divided_part, next_cell, results, sheet_of
from advisor.rules.load import Knowledge
from tests.examples.adapter import to_dossier

DAY = date(2026, 11, 23)
CHARGES, PAY = "charges", "remuneration"
TOTAL, PART, COMMON, KEY = (
    f"{fact}[n]" for fact in ("charges_exploitation", "charges_utilite_sociale", "charges_communes", "cle_repartition")
)


def interview_of(knowledge: Knowledge, **more: str) -> Interview:
    known = {"situation": "existante", "siege": "france", "forme_juridique": "association"}
    known |= {"nombre_exercices_clos": "deux", TOTAL: "350000"}
    return Interview(knowledge, Dossier(on=DAY, answers={at: answer(v) for at, v in {**known, **more}.items()}))


percents = st.integers(min_value=0, max_value=100).map(Fraction)
amounts = st.integers(min_value=1, max_value=10**6).map(Fraction)


@given(st.lists(st.tuples(amounts, amounts, percents, percents), min_size=1, max_size=3))
def test_the_key_for_the_limit_just_reaches_it(rows: list[tuple[Fraction, Fraction, Fraction, Fraction]]) -> None:
    limit = Fraction(66)

    def years(key: Fraction | None) -> tuple[YearCosts, ...]:
        made = []
        for slot, (direct, common, part, own) in zip(("n", "n-1", "n-2"), rows, strict=False):
            used = own if key is None else key
            other = part * direct / 100
            made.append(YearCosts(slot, direct + common + other, direct + common * used / 100, common, used))
        return tuple(made)

    sheet = CostSheet(years(None), limit)
    for each, measure in ((False, CostSheet.cumulated), (True, CostSheet.weakest)):
        key = sheet.key_for_limit(each)
        assert key is not None
        if 0 <= key <= 100:
            assert measure(CostSheet(years(key), limit)) == limit
    low, high = sheet.cumulated(Fraction(-10)), sheet.cumulated(Fraction(10))
    now = sheet.cumulated()
    assert low is not None and high is not None and now is not None and low <= now <= high


def test_no_key_is_promised_when_a_year_without_shared_costs_is_short() -> None:
    shared = YearCosts("n", Fraction(100), Fraction(70), Fraction(20), Fraction(50))
    short = YearCosts("n-1", Fraction(100), Fraction(50), Fraction(0), None)
    enough = YearCosts("n-1", Fraction(100), Fraction(80), Fraction(0), None)
    exact = YearCosts("n-1", Fraction(100), Fraction(66), Fraction(0), None)
    assert CostSheet((shared, short), Fraction(66)).key_for_limit(each_year=True) is None
    assert CostSheet((shared, exact), Fraction(66)).key_for_limit(each_year=True) == 30
    assert CostSheet((shared, enough), Fraction(66)).key_for_limit(each_year=True) == 30


@pytest.mark.parametrize(("key", "shift", "share"), [(5, -10, 50), (5, 0, 51), (95, 10, 70), (None, -10, 50)])
def test_a_key_moved_stays_between_nothing_and_everything(key: int | None, shift: int, share: int) -> None:
    moved = None if key is None else Fraction(key)
    social = Fraction(50) + (Fraction(0) if moved is None else Fraction(20) * moved / 100)
    assert YearCosts("n", Fraction(100), social, Fraction(20), moved).share(Fraction(shift)) == share


def test_worksheets_read_thresholds_from_the_rules(knowledge: Knowledge, situations: list[dict[str, Any]]) -> None:
    interview = Interview(knowledge, next(to_dossier(one) for one in situations if one["id"] == "D001"))
    assert cost_sheet(interview.reasoning, interview.dossier).limit == knowledge.parameter(
        "seuil_charges_utilite_sociale", interview.on
    )
    rows = sheet_of(interview, PAY).rows
    assert [bool(row.computed[0].text) for row in rows] == [True] * 5
    for key in (CHARGES, PAY):
        found = results(interview.reasoning, interview.plan.sheets[key].facts)
        assert len(found) >= 2 and all(one.holds for one in found)


def test_every_face_records_the_same_part_and_the_same_note(knowledge: Knowledge) -> None:
    site, terminal = interview_of(knowledge), interview_of(knowledge, **{COMMON: "50000", KEY: "33.3"})
    divide(site, "n", "210 000", "50 000", "33,3")
    Charges(Talk(terminal, Screen()), CHARGES).compute("n", Fraction(210_000))
    assert site.dossier.answers[PART] == terminal.dossier.answers[PART]
    assert site.dossier.answers[PART].value == "226650" and "33,30" in site.dossier.answers[PART].note


def test_a_sum_that_no_longer_holds_leaves_the_note_and_the_words_of_the_adviser_stay(knowledge: Knowledge) -> None:
    interview = interview_of(knowledge)
    interview.annotate(PART, note="vu avec le comptable")
    divide(interview, "n", "210000", "50000", "50")
    assert "communes" in interview.dossier.answers[PART].note
    interview.answer(COMMON, "0")
    assert divided_part(interview, "n", Fraction(210_000)) == ("210000", "vu avec le comptable")


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({}, COMMON),
        ({COMMON: "0"}, PART),
        ({COMMON: "5000"}, KEY),
        ({COMMON: "5000", KEY: "50"}, PART),
        ({PART: "1000"}, TOTAL.replace("[n]", "[n-1]")),
    ],
)
def test_cells_are_asked_until_the_part_of_a_year_is_known(
    knowledge: Knowledge, known: dict[str, str], asked: str
) -> None:
    assert next_cell(interview_of(knowledge, **known), CHARGES) == asked


def test_a_row_holds_its_cells_under_their_headings_and_what_they_come_to(knowledge: Knowledge) -> None:
    interview = interview_of(knowledge, **{COMMON: "50000", KEY: "50", PART: "235000", "date_cloture[n]": "2025-12-31"})
    sheet = sheet_of(interview, CHARGES)
    assert sheet.headings == ("Total", "Communes", "Clé", "Utilité sociale", "dont propres", "Part")
    row = sheet.rows[0]
    at = [item.address for item in row.cells if item]
    total, part, common, key = cost_cells(interview, "n")
    assert (row.slot, row.closed, at) == ("n", "2025", [total, common, key, part])
    assert [cell.value for cell in row.computed] == [210_000, Fraction(23_500, 350)]
