"""The review tells the true reason: the text, a figure, time, answers, or what was so already."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from advisor.advice.differences import VerdictCause
from advisor.assessment.law import law_day
from advisor.desk.repository import DossierFile, Repository
from advisor.desk.review import Moved, ShelfReview, first_day, review
from advisor.desk.show import review_report
from advisor.dossier import Dossier, answer
from advisor.report.document import render_report
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import Why
from advisor.training.casebook.read import find_case, load_cases

TODAY = date(2026, 11, 25)
BIKES, RENEWAL = find_case("001").dossier, find_case("055").dossier


def entry(dossier: Dossier, name: str = "x.yaml", changed: datetime = datetime(2026, 11, 20, 10, 0)) -> DossierFile:
    return DossierFile(Path(name), dossier, changed, False)


def reviewed(on: date, *dossiers: Dossier) -> ShelfReview:
    entries = tuple(entry(one, f"{rank}.yaml") for rank, one in enumerate(dossiers))
    return review(Repository(Path(), entries, ()), on, load_knowledge(), today=TODAY)


def moving(on: date, dossier: Dossier) -> Moved:
    (one,) = reviewed(on, dossier).moved
    return one


def printed(found: ShelfReview, width: int = 80) -> str:
    text = render_report(review_report(found, load_knowledge(), "dossiers"), "terminal", width=width, color=False)
    return " ".join(text.replace("\u00a0", " ").split())


def whys(moved: Moved) -> dict[str, list[Why]]:
    return {cause.criterion: [one.why for one in cause.reasons] for cause in moved.causes}


def words(cause: VerdictCause) -> str:
    return " ".join(text for one in cause.reasons for text in one.words)


# -- each reason ----------------------------------------------------------------------------------------------------


def test_time_that_closes_the_way_to_mend_is_told_though_the_outcome_is_the_same() -> None:
    """« Non satisfait » on both days, but the report can no longer be sent: no other way is to blame."""
    moved = moving(TODAY, find_case("111").dossier)
    assert [(one.before, one.after) for one in moved.statuses] == [("a_mettre_en_conformite", "non_eligible")]
    assert whys(moved) == {"ESUS-08": ["date"]}
    assert (moved.causes[0].before, moved.causes[0].after) == ("non_satisfait", "non_satisfait")


def test_a_minimum_wage_that_rises_is_told_as_a_figure_not_as_a_text() -> None:
    dossier = find_case("060").dossier.model_copy(update={"on": date(2026, 5, 26)})
    dossier = dossier.with_answer("annee_remuneration", answer("2026"))
    # Between seven times the yearly wage of May and that of June.
    dossier = dossier.with_answer("remuneration_brute[5]", answer("130000"))
    moved = moving(date(2026, 6, 2), dossier)
    assert {why for reasons in whys(moved).values() for why in reasons} == {"chiffre"}
    assert all("SMIC" in words(cause) for cause in moved.causes)


def test_answers_withdrawn_are_not_blamed_on_the_figures_they_would_have_met() -> None:
    moved = moving(date(2030, 1, 1), find_case("120").dossier)
    for cause in moved.causes:
        if "trop ancienne" in words(cause):
            assert "SMIC" not in words(cause)


def test_answers_that_hold_together_again_are_not_told_as_to_be_corrected() -> None:
    moved = moving(TODAY, BIKES.model_copy(update={"on": date(2999, 1, 1)}))
    assert {why for reasons in whys(moved).values() for why in reasons} == {"accord"}
    assert "ne se contredisent plus" in printed(reviewed(TODAY, BIKES.model_copy(update={"on": date(2999, 1, 1)})))


def test_a_text_that_did_not_change_is_never_told_as_the_reason(knowledge: Knowledge) -> None:
    """Two days of one state of the law: neither text nor way."""
    days = [(date(2026, 1, 2), date(2026, 5, 27)), (date(2016, 7, 2), date(2016, 12, 30)), (TODAY, date(2034, 1, 1))]
    some = 0
    for early, late in days:
        assert law_day(knowledge, early) == law_day(knowledge, late)
        for case in load_cases()[::6]:
            dossier = case.dossier.model_copy(update={"on": early})
            for moved in reviewed(late, dossier).moved:
                some += 1
                assert not moved.routes
                assert "texte" not in {one.why for cause in moved.causes for one in cause.reasons}
                assert moved.causes or moved.contradictions
    assert some > 8


@pytest.mark.parametrize("every", [15, pytest.param(3, marks=pytest.mark.slow)])
@pytest.mark.parametrize("day", [date(2015, 7, 1), date(2019, 5, 24), date(2026, 11, 25)])
def test_no_reason_is_told_without_its_ground(day: date, every: int, knowledge: Knowledge) -> None:
    for case in load_cases()[1::every]:
        for moved in reviewed(day, case.dossier).moved:
            early, late = sorted((moved.before, moved.after))
            assert moved.causes or moved.routes or moved.contradictions
            for cause in moved.causes:
                criterion = knowledge.criteria[cause.criterion]
                for one in cause.reasons:
                    if one.why == "texte":
                        assert one.words
                        old, new = criterion.on(early), criterion.on(late)
                        assert (old and old.tree) != (new and new.tree)
                    elif one.why in ("decide", "ne_decide_plus"):
                        assert cause.before == cause.after != "satisfait"
                    elif one.why != "date":
                        assert one.words


def test_a_way_that_the_law_changes_is_told() -> None:
    moved = moving(TODAY, find_case("113").dossier)
    (way,) = moved.routes
    assert (way.route, way.change) == ("plein_droit", "changee")
    assert "24 mai 2019" in way.words[0].replace("\u00a0", " ")


def test_going_back_in_time_does_not_say_that_a_text_changed_since() -> None:
    found = reviewed(date(2018, 6, 1), find_case("024").dossier)
    causes = {cause.criterion: cause for cause in found.moved[0].causes}
    assert causes["ART2-4"].why == "texte"
    assert "n'est pas encore en vigueur" in printed(found)
    assert "n'existe plus" not in printed(reviewed(date(2014, 9, 1), BIKES))


def test_what_is_found_is_that_of_the_second_day() -> None:
    dossier = find_case("111").dossier
    (cause,) = moving(TODAY, dossier).causes
    assert "25 novembre 2026" in cause.finding.replace("\u00a0", " ")


def test_criteria_that_only_decide_now_are_told_together_and_once() -> None:
    found = reviewed(TODAY, find_case("023").dossier)
    unmoved = [one for one in found.moved[0].causes if one.why == "decide"]
    assert {"ESUS-02a", "ESUS-03a"} <= {one.criterion for one in unmoved}
    # What is built from others repeats them.
    assert not {"ESUS-02", "ESUS-03"} & {one.criterion for one in unmoved}
    assert printed(found).count("sans avoir changé") == 1


def test_two_undetermined_verdicts_tell_their_bounds() -> None:
    dossier = BIKES.with_answer("clause_objet", None).model_copy(update={"on": date(2014, 9, 1)})
    found = reviewed(TODAY, *(case.dossier for case in load_cases()[::6]), dossier)
    same = [one for one in found.moved if any(move.before == move.after for move in one.statuses)]
    assert same
    text = printed(found.model_copy(update={"moved": tuple(same)}))
    assert "(au mieux" in text


# -- which day, which dossiers --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "opened", "day"),
    [
        (datetime(2026, 3, 2, 9), None, date(2026, 3, 2)),
        (datetime(1970, 1, 1), None, TODAY),
        (datetime(2096, 1, 1), None, TODAY),
        (datetime(2096, 1, 1), date(2026, 2, 3), date(2026, 2, 3)),
        (datetime(1970, 1, 1), date(2099, 2, 3), TODAY),
        (datetime.min, None, TODAY),
    ],
)
def test_a_clock_that_was_wrong_does_not_date_a_dossier(
    changed: datetime, opened: date | None, day: date, knowledge: Knowledge
) -> None:
    dossier = BIKES.model_copy(update={"on": None, "opened": opened})
    assert first_day(entry(dossier, changed=changed), TODAY, knowledge) == day


def test_a_dossier_of_a_day_before_the_law_is_not_compared_and_told() -> None:
    found = reviewed(TODAY, BIKES.model_copy(update={"on": date(2014, 1, 1), "name": "Trop tôt"}), BIKES)
    assert (found.moved, found.steady, len(found.uncompared)) == ((), 1, 1)
    assert "Trop tôt" in printed(found)
    assert "jour d'avant la loi" in printed(found)


def test_the_law_is_told_as_known_up_to_a_day_when_the_review_goes_further() -> None:
    assert "état du droit connu" in printed(reviewed(date(2031, 1, 1), BIKES))
    assert "état du droit connu" not in printed(reviewed(date(2026, 6, 1), BIKES))


# -- agreements -----------------------------------------------------------------------------------------------------


def test_an_agreement_whose_end_nobody_gave_is_told() -> None:
    for dossier in (
        RENEWAL.with_answer("date_fin_agrement", None),
        RENEWAL.with_answer("date_fin_agrement", answer(None)),
    ):
        (one,) = reviewed(TODAY, dossier).undated
        assert one.doubt == ""
        assert "à demander au client" in printed(reviewed(TODAY, dossier))


def test_an_agreement_ended_long_ago_is_not_passed_over() -> None:
    found = reviewed(TODAY, RENEWAL.with_answer("date_fin_agrement", answer("2024-03-01")))
    (one,) = found.undated
    assert "1er mars 2024" in one.doubt.replace("\u00a0", " ")
    assert "contredite" in printed(found)


def test_a_company_without_agreement_has_no_end_to_tell() -> None:
    found = reviewed(TODAY, BIKES)
    assert (found.undated, found.expiring) == ((), ())
