"""One company on two days: verdicts recomputed, each criterion that moves told with its true cause, nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advice.ways.whatif import finding_outcome
from advisor.assessment.assess import assess
from advisor.common.errors import InputError
from advisor.common.french import NBSP
from advisor.dossier import Dossier, answer
from advisor.report.document import render_report
from advisor.rules.load import load_knowledge
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import find_case, load_cases
from advisor.training.eras import EraMove, Eras, before_after
from advisor.training.eras_report import eras_report

KNOWLEDGE = load_knowledge()
TODAY = date(2026, 11, 25)
DAYS = [date(2014, 8, 2), date(2015, 8, 12), date(2019, 5, 23), date(2019, 5, 24), date(2024, 12, 31), TODAY]


def case(number: str) -> Dossier:
    return find_case(number).dossier


def printed(eras: Eras, words: str = "") -> str:
    text = render_report(eras_report(eras, KNOWLEDGE, words), "terminal", width=80, color=False)
    return " ".join(text.replace(NBSP, " ").split())


def move(eras: Eras, criterion: str) -> EraMove:
    return next(one for one in eras.moved if one.criterion == criterion)


def whys(one: EraMove) -> list[str]:
    return [reason.why for reason in one.cause.reasons] if one.cause else []


# -- what is told holds ---------------------------------------------------------------------------------------------


CASE_AND_DAYS = given(st.sampled_from(load_cases()), st.sampled_from(DAYS), st.sampled_from(DAYS))


@settings(max_examples=8)
@CASE_AND_DAYS
def test_every_criterion_that_moves_is_told_and_no_other(case: Case, one: date, two: date) -> None:
    check_moves(case, one, two)


@pytest.mark.slow
@settings(max_examples=400)
@CASE_AND_DAYS
def test_every_criterion_that_moves_is_told_and_no_other_at_length(case: Case, one: date, two: date) -> None:
    check_moves(case, one, two)


def check_moves(case: Case, one: date, two: date) -> None:
    if one == two:
        return
    eras = before_after(case.dossier.model_copy(update={"requested": None}), one, two)
    assert (eras.first, eras.second) == tuple(sorted((one, two)))
    dossier = case.dossier.model_copy(update={"requested": None})
    then, now = (assess(dossier, on=day) for day in (eras.first, eras.second))
    assert eras.verdicts_before == {id: verdict.outcome for id, verdict in then.verdicts.items()}
    assert eras.verdicts_after == {id: verdict.outcome for id, verdict in now.verdicts.items()}
    moves = {one.criterion: one for one in eras.moved}
    assert len(moves) == len(eras.moved)
    for id in KNOWLEDGE.criteria:
        before, after = (finding_outcome(day.findings[id]) if id in day.findings else None for day in (then, now))
        if before != after:
            assert (moves[id].before, moves[id].after) == (before, after)
        elif id in moves:
            # It holds otherwise than before, and something says why.
            assert moves[id].before == moves[id].after == before and moves[id].cause is not None
    assert not moves.keys() & {quiet.criterion for quiet in eras.quiet}
    for quiet in eras.quiet:
        versions = KNOWLEDGE.criteria[quiet.criterion].versions
        assert quiet.words and any(eras.first < version.start <= eras.second for version in versions)
    assert printed(eras)


@settings(max_examples=5)
@given(st.sampled_from(load_cases()), st.sampled_from([(date(2026, 6, 2), date(2026, 9, 1))]))
def test_between_two_days_of_one_law_no_text_is_blamed(case, days) -> None:  # type: ignore[no-untyped-def]
    eras = before_after(case.dossier, *days)
    assert not eras.routes and not eras.quiet and not eras.figures and not eras.unlisted
    assert all("texte" not in whys(one) and "chiffre" not in whys(one) and not one.law for one in eras.moved)


# -- each cause -----------------------------------------------------------------------------------------------------


def test_a_text_that_changed_is_told_with_its_day_its_words_and_both_versions_of_the_article() -> None:
    eras = before_after(case("020"), date(2020, 1, 1), date(2019, 12, 31))
    one = move(eras, "ESUS-01")
    assert (one.before, one.after, whys(one)) == ("satisfait", "non_satisfait", ["texte"])
    assert one.then[0].end == date(2019, 12, 31) and one.cause is not None
    assert one.cause.references[0].start == date(2020, 1, 1)
    text = printed(eras)
    assert "Texte changé : Le 1er janvier 2020. L'objectif est réécrit" in text
    assert "Article, avant : C. trav., art. L3332-17-1, I, 1°" in text and "Article, après" in text


def test_a_figure_of_the_law_is_told_as_a_figure() -> None:
    dossier = case("060").with_answer("annee_remuneration", answer("2026"))
    dossier = dossier.with_answer("remuneration_brute[5]", answer("130000"))
    eras = before_after(dossier, date(2026, 5, 26), date(2026, 6, 2))
    one = move(eras, "ESUS-03a")
    assert whys(one) == ["chiffre"] and "SMIC" in printed(eras)


def test_time_alone_is_told_as_time() -> None:
    eras = before_after(case("111"), date(2026, 6, 1), date(2026, 11, 25))
    assert whys(move(eras, "ESUS-08")) == ["date"]
    assert "c'est le temps passé qui compte" in printed(eras)


def test_what_is_built_from_others_only_follows_them() -> None:
    eras = before_after(case("091"), date(2018, 12, 31), date(2019, 1, 1))
    assert move(eras, "ESUS-07").cause is None and move(eras, "ESUS-07").follows == ("ESUS-07-10",)
    assert "il suit ESUS-07-10" in printed(eras)


def test_a_criterion_that_did_not_exist_is_told_so_with_the_text_that_made_it() -> None:
    eras = before_after(case("114"), date(2015, 6, 30), date(2015, 7, 1))
    born = [one for one in eras.moved if one.before is None]
    assert {"ESUS-02a", "ESUS-02c"} <= {one.criterion for one in born}
    assert all(one.cause is not None or one.law for one in born)
    assert "N'existait pas →" in printed(eras)


def test_answers_of_another_time_are_told_before_what_they_make_move() -> None:
    eras = before_after(case("013"), date(2015, 1, 1), TODAY)
    assert eras.contradictions_before and not eras.contradictions_after
    text = printed(eras)
    assert text.index("ne sont pas de ce temps") < text.index("CE QUI A BOUGÉ")


def test_what_the_law_changed_without_effect_is_short() -> None:
    eras = before_after(case("013"), date(2014, 8, 2), TODAY)
    assert 0 < len(eras.quiet) <= 8 and eras.unlisted
    assert "ess-advisor regles comparer 2014-08-02 2026-11-25" in printed(eras)


def test_what_did_not_change_and_decides_from_that_day_on_is_told() -> None:
    eras = before_after(case("083"), date(2019, 5, 23), date(2019, 5, 24))
    assert ("ESUS-03b", "decide") in {(one.criterion, one.cause.why) for one in eras.deciding if one.cause}
    assert "Décident désormais, sans avoir changé" in printed(eras)


def test_of_a_day_before_the_law_nothing_is_said_and_nothing_moves() -> None:
    eras = before_after(case("113"), date(2014, 8, 1), date(2014, 8, 2))
    assert eras.unjudged and not (eras.moved or eras.routes or eras.quiet or eras.figures)
    text = printed(eras)
    assert "Les règles antérieures n'ont pas été lues" in text and "CE QUI A BOUGÉ" not in text


def test_the_words_of_the_trainer_open_the_page() -> None:
    eras = before_after(case("020"), date(2019, 12, 31), date(2020, 1, 1))
    assert "Demandez à la salle ce qui a changé." in printed(eras, "Demandez à la salle ce qui a changé.")


@pytest.mark.parametrize(
    "first, second, words",
    [(date(2013, 1, 1), date(2014, 8, 1), "avant la loi"), (TODAY, TODAY, "deux jours sont le même")],
)
def test_days_that_cannot_be_compared_are_refused_in_words(first: date, second: date, words: str) -> None:
    with pytest.raises(InputError, match=words):
        before_after(case("001"), first, second)
