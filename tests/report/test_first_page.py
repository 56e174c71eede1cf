"""The first page of the report: what decides for this company, what its lights show, what to do first."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

import pytest

from advisor.advice.guidance import ReportContext
from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment, Verdict
from advisor.dossier import Dossier
from advisor.report.document import render, render_report
from advisor.report.opening import long_unchecked
from advisor.report.proof import explain
from advisor.report.steps import next_steps
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Outcome
from advisor.training.casebook.read import find_case
from tests.conftest import JudgedCases
from tests.support.companies import with_answers
from tests.support.spread import spread

SOCIETIES = ("sas", "sarl", "sa", "sca", "sasu", "eurl")


def steps(dossier: Dossier, knowledge: Knowledge, status: str = "ess") -> str:
    assessment = assess(dossier)
    return next_steps(ReportContext(assessment, knowledge, dossier), assessment.verdicts[status])


def page(dossier: Dossier) -> str:
    assessment = assess(dossier)
    return " ".join(render(assessment, "terminal", dossier=dossier, width=80).split())


# -- texts checked long ago -------------------------------------------------------------------------------------------


def test_deciding_texts_checked_too_long_ago_are_named_in_one_line(knowledge: Knowledge) -> None:
    def line(day: date) -> str:
        assessment = assess(find_case("001").dossier, on=day)
        found = long_unchecked(ReportContext(assessment, knowledge, find_case("001").dossier))
        return " ".join(found.text.split()) if found is not None else ""

    # The code was last checked on 20 August 2026, the law of 2014 on 23 November.
    assert line(date(2026, 9, 15)) == line(date(2027, 2, 20)) == ""
    assert "R3332-21-1 (le 20 août 2026)" in line(date(2027, 2, 21))
    assert "Loi n° 2014-856" not in line(date(2027, 2, 21))
    assert "Loi n° 2014-856 du 31 juillet 2014, art. 1er (le 23 novembre 2026)" in line(date(2027, 5, 24))
    # What is said of a former day rests on a check made after it.
    assert line(date(2019, 5, 24)) == ""


# -- what decides -----------------------------------------------------------------------------------------------------


def test_a_refused_company_is_not_told_that_it_is_no_association(judged: JudgedCases) -> None:
    refused = 0
    for case, assessment in judged.values():
        form = case.dossier.answers.get("forme_juridique")
        if form is None or form.value not in SOCIETIES:
            continue
        for verdict in assessment.verdicts.values():
            if verdict.outcome == "non_eligible":
                refused += 1
                assert "ESS-01a" not in [ground.criterion for ground in verdict.grounds], (case.id, verdict.status)
    assert refused > 10


def test_a_form_that_opens_nothing_is_still_told_so() -> None:
    assessment = assess(find_case("074").dossier)
    grounds = [ground.criterion for ground in assessment.verdicts["ess"].grounds]
    assert "ESS-01a" in grounds or "ESS-01b" in grounds


@pytest.mark.parametrize(("case", "criterion"), [("055", "ESUS-02a"), ("029", "ESUS-02b"), ("065", "ESUS-03b")])
def test_a_figure_counted_differently_names_each_way_of_counting(case: str, criterion: str) -> None:
    dossier = find_case(case).dossier
    assessment = assess(dossier)
    finding = assessment.findings[criterion]
    labels = [one.label for leaf in finding.leaves for one in leaf.readings]
    assert len(labels) > 1
    ground = next(one for one in assessment.verdicts["esus"].grounds if one.criterion == criterion)
    deciding = page(dossier).split("CE QUI DÉCIDE")[1].split("CRITÈRE PAR CRITÈRE")[0].lower()
    for label in labels:
        assert label in ground.detail
        assert " ".join(label.lower().split()) in deciding


def test_a_point_that_changes_nothing_does_not_head_the_readings_of_another() -> None:
    """Nothing is paid by related companies: only the way to count a year of SMIC is discussed."""
    leaves = assess(find_case("065").dossier).findings["ESUS-03b"].leaves
    assert [leaf.open_point for leaf in leaves if leaf.readings] == ["CONVENTION-SMIC"]


def test_a_renewal_cites_the_article_that_asks_for_the_whole_past_agreement() -> None:
    renewal, first = (page(find_case(one).dossier) for one in ("158", "039"))
    text = "art. R3332-21-3, III, deuxième alinéa"
    assert text in renewal and text not in first


# -- the lights -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mention", "said"),
    [("oui", "la mention figure au registre du commerce"), ("non", "qu'une fois la mention inscrite")],
)
def test_the_sentence_of_an_eligible_company_says_whether_the_mention_is_there(mention: str, said: str) -> None:
    verdict = assess(with_answers("014", mention_rcs=mention)).verdicts["ess"]
    assert verdict.outcome == "eligible"
    assert said in " ".join(verdict.sentence.split())


def test_a_historic_form_is_told_why_it_has_no_lights() -> None:
    text = page(find_case("069").dossier)
    assert "Trois feux pas ici : la loi ne demande à ces formes ni clauses propres ni mention" in text


# -- what to do first -------------------------------------------------------------------------------------------------


def test_a_missing_mention_is_told_as_what_to_do(knowledge: Knowledge) -> None:
    assert steps(find_case("014").dossier, knowledge) == "Faire inscrire la mention ESS."


def test_a_duty_of_historic_forms_is_not_nothing_to_do(knowledge: Knowledge) -> None:
    assert steps(find_case("037").dossier, knowledge) == "Présenter le guide en assemblée."
    assert steps(find_case("069").dossier, knowledge).startswith("Vérifier : guide des bonnes pratiques")


def test_what_must_be_written_is_told_apart_from_what_must_be_read(knowledge: Knowledge) -> None:
    clauses = {"clause_amortissement_capital": None, "clause_reduction_capital": None}
    known = with_answers("001", clause_objet="non", clause_but="mot_pour_mot")
    unread = with_answers("001", clause_objet="non", clause_but="mot_pour_mot", **clauses)
    assert steps(known, knowledge) == "Réécrire l'objet social."
    assert steps(unread, knowledge) == (
        "2 clauses des statuts ne sont pas lues : lisez-les avant de convoquer l'assemblée (commande : ess-advisor "
        "entretien, suivi du dossier) ; puis réécrire l'objet social."
    )


def test_the_clauses_of_a_project_that_nobody_has_read_are_to_check_first(knowledge: Knowledge) -> None:
    project = {"situation": "projet", "clause_but": "mot_pour_mot", "mention_rcs": None, "date_creation": None}
    clauses = {"clause_amortissement_capital": None, "clause_reduction_capital": None}
    known = with_answers("001", **project, clause_objet="non", clause_reserves_impartageables="non")
    unread = with_answers("001", **project, clause_objet="non", **clauses)
    assert steps(known, knowledge).startswith("Écrire 2 clauses des futurs statuts, listées plus bas")
    assert "à vérifier" not in steps(known, knowledge)
    expected = "Écrire 3 clauses des futurs statuts, listées plus bas (dont 2 à vérifier d'abord dans le projet)"
    assert steps(unread, knowledge).startswith(expected)


def test_nothing_to_change_is_only_said_when_every_light_is_green(knowledge: Knowledge, judged: JudgedCases) -> None:
    met = 0
    for case, assessment in judged.values():
        verdict: Verdict = assessment.verdicts["ess"]
        said = next_steps(ReportContext(assessment, knowledge, case.dossier), verdict)
        if "Rien à changer" in said or "rien à changer" in said:
            met += 1
            assert verdict.outcome in ("eligible", "de_droit")
            assert not failing(assessment, verdict), case.id
    assert met


def failing(assessment: Assessment, verdict: Verdict) -> list[str]:
    wrong: tuple[Outcome, ...] = (Outcome.NOT_MET, Outcome.TO_COMPLETE)
    lit = [one for light in verdict.lights for one in light.criteria]
    return [one for one in lit if assessment.findings[one].outcome in wrong and not assessment.findings[one].idle]


def test_steps_already_taken_are_not_told_again() -> None:
    """Written, voted, filed and read on the Kbis: only what remains to do is told."""
    done, written_not_filed, to_write = (page(find_case(one).dossier) for one in ("055", "014", "010"))
    writing, filing = "Écrire ou réécrire les statuts.", "Déposer la formalité au guichet unique."
    assert writing not in done and filing not in done
    assert writing not in written_not_filed and filing in written_not_filed
    assert writing in to_write and filing in to_write


def test_a_purpose_the_law_of_another_day_gave_is_not_named_beside_the_one_chosen() -> None:
    """Energy transition fell under the third purpose until 2019: today the fourth alone concerns the company."""
    assessment = assess(find_case("018").dossier)
    named = {ground.criterion for verdict in assessment.verdicts.values() for ground in verdict.grounds}
    assert "ART2-4" in named and "ART2-3" not in named
    eve = assess(find_case("023").dossier)  # culture, on the eve of the law that made it a purpose
    assert "ART2-4" in {ground.criterion for ground in eve.verdicts["ess"].grounds}


@pytest.mark.parametrize(
    ("case", "lacking"),
    [
        ("017", "l'utilité sociale n'occupe pas plus de la moitié de l'activité"),
        ("018", "l'activité ne produit pas l'effet social exigé en plus"),
        ("072", "vous n'indiquez aucune fragilité économique, sociale ou personnelle du public"),
    ],
)
def test_a_refusal_for_a_single_point_names_that_point(case: str, lacking: str) -> None:
    refused = [one for one in assess(find_case(case).dossier).verdicts.values() if one.outcome == "non_eligible"]
    assert refused
    for verdict in refused:
        assert f"aujourd'hui : {lacking}. " in verdict.sentence


def test_obstacles_never_name_a_form_the_company_did_not_choose() -> None:
    verdict = assess(find_case("039").dossier).verdicts["esus"]
    assert verdict.obstacles
    assert not [one.id for one in verdict.obstacles if one.id.startswith("ESS-01")]


# -- the same for everyone --------------------------------------------------------------------------------------------


@pytest.fixture
def seeded() -> Callable[[int, str], str]:
    def run(seed: int, case: str) -> str:
        command = [sys.executable, "-m", "advisor", "chemin", case]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": str(seed)}, check=True
        )
        return done.stdout

    return run


@pytest.mark.parametrize("seeds", [(1, 2), pytest.param((1, 3, 4, 5), marks=pytest.mark.slow)], ids=str)
@pytest.mark.parametrize("case", spread(["079", "075"], 1))
def test_ways_of_equal_rank_always_come_in_the_same_order(
    seeded: Callable[[int, str], str], case: str, seeds: tuple[int, ...]
) -> None:
    assert len({seeded(seed, case) for seed in seeds}) == 1


# -- what is read in a way that decides -------------------------------------------------------------------------------


def test_the_reading_that_decides_is_told_with_its_ground() -> None:
    """An association whose seat is abroad is taken at its word, and is told so on the first page."""
    text = page(with_answers("071", siege="union_europeenne"))
    assert "Lecture retenue : Le siège est hors de France." in text.partition("CRITÈRE PAR CRITÈRE")[0]
    assert "Le siège est hors de France" not in page(with_answers("071"))


def test_figures_told_together_say_which_is_which() -> None:
    text = page(find_case("109").dossier)
    assert "pour « Le rapport est transmis avant le 20 juin », 20 juin 2026 ; il faut avant le 20 juin 2026" in text


def test_a_refused_form_is_not_told_that_the_law_asks_it_no_clause(knowledge: Knowledge) -> None:
    assert "la loi ne demande à ces formes ni clauses" not in page(find_case("108").dossier)
    assert "la loi ne demande à ces formes ni clauses" in page(find_case("071").dossier)


def test_what_succeeds_must_still_be_asked_for(knowledge: Knowledge) -> None:
    assert steps(find_case("104").dossier, knowledge, "esus") == "Déposer la demande."


def test_a_figure_known_only_by_a_bound_is_told_by_the_bound_that_settles_it() -> None:
    text = page(find_case("047").dossier)
    assert "au plus 4 points d'après ce qui est connu ; il faut moins de 5 points d'écart" in text
    assert "écart à compléter" not in text


def test_the_proof_of_a_criterion_tells_its_reserves(knowledge: Knowledge) -> None:
    assessment = assess(find_case("001").dossier)
    proof = render_report(explain(assessment, "ESS-04", knowledge), "terminal", width=80)
    text = " ".join(proof.split())
    assert assessment.findings["ESS-04"].reserves
    assert all(" ".join(note.text.split()) in text for note in assessment.findings["ESS-04"].reserves)
