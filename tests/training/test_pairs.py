"""Minimal pairs: one answer, another outcome, recomputed from nothing; a pair for everything that is taught."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from operator import attrgetter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advice.alternatives import Alternatives, other_choices
from advisor.advice.ways.whatif import finding_outcome
from advisor.assessment.assess import assess, check_dossier, reason
from advisor.assessment.model import Assessment
from advisor.common.errors import InputError
from advisor.common.resources import data_dir
from advisor.dossier import Dossier, answer
from advisor.lint.extra_files import lint_pairs_folder
from advisor.report.document import render_report
from advisor.rules.facts import ALONE, FactType
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.read import find_case, load_cases
from advisor.training.exercises import Pair
from advisor.training.flips import at_a_glance
from advisor.training.pairs import check_target, find_pairs, pairs_for
from advisor.training.pairs_report import PairsFound, pairs_report
from tests.support.generate import dossiers, values_of
from tests.support.spread import spread

KNOWLEDGE = load_knowledge()
TODAY = date(2026, 11, 25)
TARGETS = (*KNOWLEDGE.statuses, *KNOWLEDGE.criteria)
NUMBER = attrgetter("number")


def target_outcome(assessment: Assessment, target: str) -> str:
    return (
        assessment.verdicts[target].outcome
        if target in assessment.verdicts
        else finding_outcome(assessment.findings[target])
    )


def answers(dossier: Dossier) -> dict[str, object]:
    return {address: one for address, one in dossier.answers.items() if one.value is not None}


def prove(pair: Pair, knowledge: Knowledge = KNOWLEDGE) -> None:
    """Everything that a pair says, from its two dossiers alone."""
    first, second = answers(pair.first), answers(pair.second)
    differing = {one for one in first.keys() | second.keys() if first.get(one) != second.get(one)}
    assert differing == {pair.address}
    assert pair.first.model_copy(update={"answers": {}}) == pair.second.model_copy(update={"answers": {}})
    for dossier, value, outcome, verdicts in (
        (pair.first, pair.before, pair.outcome_before, pair.verdicts_before),
        (pair.second, pair.after, pair.outcome_after, pair.verdicts_after),
    ):
        one = dossier.answers.get(pair.address)
        assert (one.value if one is not None else None) == value
        assert dossier.on == pair.on and not check_dossier(dossier, knowledge)
        assessment = assess(dossier, on=pair.on, knowledge=knowledge)
        assert not assessment.contradictions
        assert target_outcome(assessment, pair.target) == outcome
        assert {id: verdict.outcome for id, verdict in assessment.verdicts.items()} == verdicts
    assert pair.before != pair.after and pair.outcome_before != pair.outcome_after


# -- every pair holds -----------------------------------------------------------------------------------------------


def prove_generated(data: st.DataObject, target: str, day: date) -> None:
    dossier = data.draw(dossiers(KNOWLEDGE, day))
    for pair in find_pairs(dossier, target, day, origin="genere", limit=6):
        assert (pair.origin, pair.target, pair.on) == ("genere", target, day)
        prove(pair)


GENERATED = given(data=st.data(), target=st.sampled_from(TARGETS), day=st.sampled_from([TODAY, date(2019, 5, 24)]))


@settings(max_examples=5)
@GENERATED
def test_every_pair_of_a_generated_dossier_differs_in_one_answer_and_in_the_outcome(
    data: st.DataObject, target: str, day: date
) -> None:
    prove_generated(data, target, day)


@pytest.mark.slow
@settings(max_examples=250)
@GENERATED
def test_every_pair_of_many_generated_dossiers_differs_in_one_answer_and_in_the_outcome(
    data: st.DataObject, target: str, day: date
) -> None:
    prove_generated(data, target, day)


@pytest.mark.parametrize("case", spread(load_cases()[::7], 2, NUMBER))
def test_every_pair_of_a_worked_case_holds(case) -> None:  # type: ignore[no-untyped-def]
    grounds = tuple(case.expected.grounds)[:2]
    day = case.dossier.on
    for target in ("ess", *(id for id in grounds if day and KNOWLEDGE.criteria[id].on(day))):
        for pair in find_pairs(case.dossier, target, origin=case.id, limit=13)[::4]:
            prove(pair)


@settings(max_examples=4)
@given(case=st.sampled_from(load_cases()), target=st.sampled_from(list(KNOWLEDGE.criteria)))
def test_the_order_of_a_search_is_always_the_same(case, target) -> None:  # type: ignore[no-untyped-def]
    shuffled = dict(reversed(case.dossier.answers.items()))
    other = case.dossier.model_copy(update={"answers": shuffled})
    found, again = (find_pairs(one, target, limit=5) for one in (case.dossier, other))
    assert [(one.address, one.after) for one in found] == [(one.address, one.after) for one in again]


@pytest.mark.parametrize("case", spread(load_cases()[3::5], 2, NUMBER))
def test_no_other_choice_that_flips_a_target_is_forgotten(case) -> None:  # type: ignore[no-untyped-def]
    """Each closed question answered otherwise, one at a time, through the full assessment."""
    target, day = next(iter(case.expected.grounds)), case.dossier.on
    now = assess(case.dossier)
    if now.contradictions or target not in now.findings:
        return
    found = {(pair.address, pair.after) for pair in find_pairs(case.dossier, target)}
    for address, one in case.dossier.answers.items():
        fact, _ = KNOWLEDGE.addresses[address]
        if not fact.options or fact.type is FactType.CHOICES or one.value is None:
            continue
        for option in fact.options:
            if option.id == one.value or not option.covers(day):
                continue
            other = assess(case.dossier.with_answer(address, answer(option.id)))
            if not other.contradictions and target_outcome(other, target) != target_outcome(now, target):
                assert (address, option.id) in found


@pytest.mark.parametrize(
    "number, target",
    [
        pytest.param("038", "ESUS-02a", marks=pytest.mark.slow),
        pytest.param("060", "ESUS-03a", marks=pytest.mark.slow),
        pytest.param("031", "ESS-08P", marks=pytest.mark.slow),
        ("108", "ESUS-08"),
    ],
)
def test_a_figure_whose_neighbours_flip_a_target_is_not_forgotten(number: str, target: str) -> None:
    dossier = find_case(number).dossier
    now, found = assess(dossier), {pair.address for pair in find_pairs(dossier, target)}
    assert dossier.on is not None
    for address, one in dossier.answers.items():
        fact, _ = KNOWLEDGE.addresses[address]
        if fact.options or one.value is None or not isinstance(one.value, str) or fact.type is FactType.TEXT:
            continue
        amounts = [str(int(Fraction(one.value) * part / 100)) for part in (97, 103)] if fact.type.numeric else []
        for value in amounts or values_of(fact, dossier.on):
            other = dossier.with_answer(address, answer(value))
            if check_dossier(other):
                continue
            if not (after := assess(other)).contradictions and target_outcome(after, target) != target_outcome(
                now, target
            ):
                assert address in found


# -- what comes first -----------------------------------------------------------------------------------------------


def test_the_nearest_figure_comes_before_the_round_one_behind_the_limit() -> None:
    pairs = [one for one in find_pairs(find_case("060").dossier, "ESUS-03a") if one.address == "remuneration_brute[1]"]
    assert [(one.before, one.after, one.outcome_after) for one in pairs if one.after is not None] == [
        ("190000", "190001", "non_satisfait"),
        ("190000", "195000", "non_satisfait"),
    ]


def test_a_clear_yes_or_no_comes_before_a_doubt_and_an_answer_withdrawn_last() -> None:
    pairs = find_pairs(find_case("004").dossier, "ESS-07")
    assert (pairs[0].address, pairs[0].after, pairs[0].outcome_after) == ("taux_fonds_statuts", "20", "satisfait")
    withdrawn = [None in (one.before, one.after) for one in pairs]
    assert withdrawn == sorted(withdrawn) and any(withdrawn)


def test_a_limit_keeps_the_best() -> None:
    dossier = find_case("004").dossier
    every = find_pairs(dossier, "ESS-13")
    assert find_pairs(dossier, "ESS-13", limit=3) == every[:3] and len(every) > 3
    assert find_pairs(dossier, "ESS-13", limit=1) == every[:1]


@pytest.mark.parametrize(
    "number, target, address",
    [
        ("014", "esus", "mention_rcs"),
        ("002", "ess", "boni_liquidation"),
        ("017", "ESS-03", "utilite_sociale_principale"),
    ],
)
def test_the_answer_that_mends_the_company_comes_first(number: str, target: str, address: str) -> None:
    pair = next(iter(find_pairs(find_case(number).dossier, target, limit=1)), None)
    assert pair is not None and pair.address == address
    assert pair.outcome_after in ("eligible", "satisfait")


def test_nothing_is_drawn_from_answers_that_contradict_one_another_nor_from_a_day_before_the_law() -> None:
    assert find_pairs(find_case("125").dossier, "esus") == ()
    assert find_pairs(find_case("001").dossier, "esus", date(2013, 1, 1)) == ()


@pytest.mark.parametrize(
    "number, target, day, known",
    [
        ("091", "ESUS-07-08", date(2018, 12, 31), True),
        ("091", "ESUS-07-08", date(2019, 1, 1), False),
        ("087", "ESUS-07-06", TODAY, False),
    ],
)
def test_a_category_that_the_law_has_dropped_is_lent_to_no_company(
    number: str, target: str, day: date, known: bool
) -> None:
    category = {"ESUS-07-06": "aide_sociale_enfance", "ESUS-07-08": "regie_quartier"}[target]
    dossier = find_case(number).dossier.with_answer("categories_plein_droit", answer([category]))
    pairs = find_pairs(dossier, target, day)
    lent = {one for pair in pairs if isinstance(pair.after, tuple) for one in pair.after}
    assert lent and ("centre_distribution_travail_domicile" in lent) == known


def test_what_a_company_decides_comes_before_what_others_have_to_follow() -> None:
    """A profit that moves alone leaves its sharing behind: no lesson begins there."""
    found = find_pairs(find_case("001").dossier, "ESS-07P")
    moved = [one.address for one in found if None not in (one.before, one.after)]
    assert moved[0] == "dotation_fonds"
    assert moved.index("dotation_fonds") < moved.index("benefice_exercice")


def test_a_fact_that_pairs_name_and_that_does_not_exist_is_told_at_its_line(tmp_path: Path) -> None:
    (tmp_path / "formation").mkdir()
    (tmp_path / "formation" / "paires.yaml").write_text("ne_se_decident_pas:\n  - siege\n  - tmo\n", encoding="utf-8")
    (problem,) = lint_pairs_folder(tmp_path, "rules", KNOWLEDGE)
    assert (problem.where, problem.line) == ("rules/formation/paires.yaml", 3)
    assert "le fait « tmo » n'existe pas" in problem.message
    assert lint_pairs_folder(data_dir("rules"), None, KNOWLEDGE) == []


def test_a_whole_share_moves_by_whole_points() -> None:
    found = find_pairs(find_case("138").dossier, "ESUS-03b")
    hours = [Fraction(str(one.after)) for one in found if one.address == "quotite_travail[1]" and one.after is not None]
    assert hours and all(one.denominator == 1 for one in hours)


def test_a_criterion_that_the_day_does_not_know_has_no_pair() -> None:
    assert find_pairs(find_case("114").dossier, "ESUS-02a", date(2015, 6, 30)) == ()


def test_a_target_is_found_however_it_is_typed_and_a_wrong_one_is_told_with_its_neighbours() -> None:
    assert check_target(" ess-07p ") == "ESS-07P"
    with pytest.raises(InputError, match=r"ESS-99.*Vouliez-vous dire"):
        check_target("ESS-99")


# -- everything can be taught ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
def test_everything_can_be_taught_by_a_pair_that_is_told_within_eighty_columns(target: str) -> None:
    """Every criterion and both statuses; what the law has dropped, under the law of its own day."""
    (pair,) = pairs_for(target)
    assert pair.target == target
    assert pair.origin in {case.id for case in load_cases()}
    assert None not in (pair.before, pair.after)
    prove(pair)
    report = pairs_report(PairsFound(target=target, pairs=(pair,)), KNOWLEDGE)
    text = render_report(report, "terminal", width=80, color=False)
    assert max(len(line) for line in text.split("\n")) <= 80
    assert "POURQUOI" in text.upper() and "Article" in text


def test_a_repealed_criterion_is_taught_under_the_law_that_had_it() -> None:
    (pair,) = pairs_for("ESUS-07-10")
    assert pair.on < date(2019, 1, 1)
    assert pairs_for("ESUS-07-10", on=TODAY) == ()


@pytest.mark.parametrize("target", ["ESS-07", "ESUS-04", "ess"])
def test_several_pairs_come_from_several_cases(target: str) -> None:
    pairs = pairs_for(target, limit=4)
    assert len({one.origin for one in pairs}) == len(pairs) == 4
    for one in pairs:
        prove(one)


def test_a_day_asked_for_is_the_day_of_the_pair() -> None:
    (pair,) = pairs_for("ESS-09", on=date(2019, 5, 24))
    assert pair.on == pair.first.on == date(2019, 5, 24)
    prove(pair)


@settings(max_examples=8)
@given(data=st.data(), day=st.sampled_from([TODAY, date(2019, 5, 24), date(2015, 8, 12)]))
def test_what_is_seen_at_a_glance_is_what_the_engine_proves(data: st.DataObject, day: date) -> None:
    dossier = data.draw(st.one_of(dossiers(KNOWLEDGE, day), st.sampled_from([one.dossier for one in load_cases()])))
    reasoning, assessment = reason(dossier, day), assess(dossier, on=day)
    for target in (*KNOWLEDGE.statuses, *assessment.findings):
        seen, proved = at_a_glance(reasoning, target), target_outcome(assessment, target)
        if assessment.contradictions:
            assert seen is None
        elif seen == "sans_objet" and seen != proved:
            # What makes a refusal concerns the company all the same: only the account knows it.
            assert proved == assessment.findings[target].outcome != "satisfait"
        else:
            assert seen == proved


# -- the values tried -----------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    start=st.integers(1, 2_000_000),
    part=st.fractions(min_value=Fraction(1, 4), max_value=4, max_denominator=97),
    inclusive=st.booleans(),
)
def test_a_limit_is_crossed_at_the_nearest_euro_and_at_a_round_amount_close_behind(
    start: int, part: Fraction, inclusive: bool
) -> None:
    limit = start * part

    def look(raw: object) -> str:
        assert isinstance(raw, str)
        return "au-dessus" if Fraction(raw) > limit or (inclusive and Fraction(raw) == limit) else "au-dessous"

    here = look(str(start))
    alternatives = Alternatives(reason(Dossier(on=TODAY, answers={"benefice_exercice": answer(str(start))})))
    crossings = alternatives.crossings("benefice_exercice", lambda then: look(then.changes["benefice_exercice"]))
    found = [one.value for one in crossings]
    # Far from the figure, the limit may be out of what is plausible.
    assert found or not 1.01 < float(max(part, 1 / part)) < 3
    for rank, value in enumerate(found):
        assert isinstance(value, str) and look(value) != here
        if rank == 0:
            back = int(value) + (1 if int(value) < start else -1)
            assert look(str(back)) == here
        # The first is within a euro of the limit, the round one within a twentieth of the first.
        assert abs(Fraction(value) - limit) <= (1 if rank == 0 else 1 + Fraction(abs(int(str(found[0]))), 20))


def test_a_choice_that_excludes_the_others_is_never_added_to_them() -> None:
    for fact in KNOWLEDGE.facts.values():
        if fact.type is not FactType.CHOICES:
            continue
        for option in fact.options:
            tried = [value for value, _ in other_choices(fact, (option.id,), TODAY)]
            assert (option.id,) not in tried
            assert all(not (len(value) > 1 and set(value) & set(ALONE)) for value in tried)
            assert tried and all(value for value in tried)


def test_a_neighbouring_choice_comes_first() -> None:
    fact = KNOWLEDGE.facts["clause_objet"]
    assert [value for value, _ in other_choices(fact, "mot_pour_mot", TODAY)] == ["en_partie", "non"]
