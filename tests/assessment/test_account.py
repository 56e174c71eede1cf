"""What is said of a company beside its verdicts: margins, clauses to write, proofs, answers that fit nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from advisor.assessment.account.legal_texts import text_day
from advisor.assessment.account.verdicts import outcomes
from advisor.assessment.assess import assess, check_dossier, reason
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import LeafResult
from advisor.assessment.session import Session
from advisor.assessment.tree import criterion_tree, reach, without_repeats
from advisor.assessment.wording import finding_sentence
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Outcome
from tests.conftest import JudgedCases
from tests.support.companies import DAY, given, sample


@pytest.mark.parametrize(
    ("social", "margin"),
    [
        ("660000", "exactement au minimum, qui est admis"),
        ("670000", "1 point au-dessus du minimum"),
        ("680000", "2 points au-dessus du minimum"),
        ("640000", "2 points au-dessous du minimum"),
        ("660014", "0,001 point au-dessus du minimum"),
        ("659999.9", "0,00001 point au-dessous du minimum"),
    ],
)
def test_the_distance_to_a_threshold_has_as_many_decimals_as_it_needs(social: str, margin: str) -> None:
    years = {f"charges_exploitation__{year}": "1000000" for year in ("n", "n_1", "n_2")}
    years |= {f"charges_utilite_sociale__{year}": social for year in ("n", "n_1", "n_2")}
    said = [leaf.margin for leaf in assess(sample(**years)).findings["ESUS-02a"].leaves if leaf.margin]
    assert said and all(margin in one.replace("\N{NO-BREAK SPACE}", " ") for one in said)


def test_a_clause_that_no_answer_says_written_is_asked_for_by_its_criteria() -> None:
    found = assess(given(situation="projet", forme_juridique="sas", siege="france", activite_propre="oui"))
    pending = {change.remedy: change.criteria for change in found.ess.changes if change.pending}
    assert pending["ecrire_gouvernance"] == ("ESS-04", "ESS-13")
    assert all(pending.values())


def test_a_proof_ends_with_what_is_concluded(judged: JudgedCases) -> None:
    """Each rule fired reads « l1=vrai et l2=vrai => n0=vrai ».

    Of a criterion that is met or not, the last one says so.
    """
    ends = {Outcome.MET: "=vrai", Outcome.NOT_MET: "=faux"}
    for case in ("003", "035", "056", "108"):
        proved = {id: one for id, one in judged[case][1].findings.items() if one.rules and one.outcome in ends}
        assert len(proved) > 10, case
        for id, finding in proved.items():
            assert finding.rules[-1].endswith(ends[finding.outcome]), (case, id)


def test_what_is_told_changes_the_day_after_a_text_ends(knowledge: Knowledge) -> None:
    for source in knowledge.sources.values():
        for version in source.versions:
            if version.end.year < DAY.year:
                next_day = version.end + timedelta(1)
                assert text_day(knowledge, next_day) == next_day, source.id


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("siege[n]", "ce fait n'attend qu'une réponse, sans ligne"),
        ("charges_exploitation", "ce fait attend une réponse par ligne (n, n-1, n-2"),
        ("charges_exploitation[n-9]", "ce fait attend une réponse par ligne (n, n-1, n-2"),
        ("siege_", "ce fait n'existe pas (le plus proche : « siege »)"),
        ("zzzzzzzz", "ce fait n'existe pas"),
    ],
)
def test_an_answer_to_no_question_says_why_and_which_is_near(address: str, words: str, knowledge: Knowledge) -> None:
    dossier = given(situation="existante").with_answer(address, given(siege="france").answers["siege"])
    (problem,) = check_dossier(dossier, knowledge)
    assert words in str(problem)


def leaf(id: str, outcome: Outcome, finding: str, **more: Any) -> LeafResult:
    return LeafResult(id=id, label=id, outcome=outcome, finding=finding, **more)


def test_a_finding_that_fails_several_alternatives_is_told_once() -> None:
    no, yes = Outcome.NOT_MET, Outcome.MET
    first, again = leaf("a", no, "réponse : SAS"), leaf("b", no, "réponse : SAS")
    other, met, met_too = (
        leaf("c", no, "réponse : non"),
        leaf("d", yes, "réponse : oui"),
        leaf("e", yes, "réponse : oui"),
    )
    aside, also = leaf("f", yes, "sans objet", not_applicable=True), leaf("g", yes, "sans objet", not_applicable=True)
    assert without_repeats([first, again, other, met, met_too, aside]) == (first, other, met, met_too)
    assert without_repeats([aside, also]) == (aside,)
    assert without_repeats([]) == ()


def test_a_project_is_asked_for_no_accounts(knowledge: Knowledge) -> None:
    session = Session(knowledge, given(situation="projet", forme_juridique="sas"), DAY)
    rows = [address for address in knowledge.addresses if address.startswith("charges_exploitation[")]
    assert rows and all(session.applies(address) == FALSE for address in rows)


def test_a_way_claimed_that_nothing_opens_does_not_hide_the_one_to_follow() -> None:
    """A fund of 2014 that reaches neither share of securities may still come by the general case: that one is shown."""
    found = assess(
        given(
            date(2014, 8, 2),
            forme_juridique="fonds_de_dotation",
            titre_categorie="expire_ou_retire",
            clause_remuneration="en_partie",
            type_assimilation="placement_collectif",
            droit_commun_aussi="oui",
            part_actif_ess="1",
        )
    ).verdicts["esus"]
    assert (found.outcome, found.route) == ("a_mettre_en_conformite", "droit_commun")
    assert [one.remedy for one in found.changes] == ["ajouter_clause_remuneration"]


@pytest.mark.parametrize(
    ("day", "answers", "status", "words"),
    [
        # What the law did not offer yet is no fault of a company that never asked for it.
        (date(2021, 10, 20), {"forme_juridique": "sarl", "buts": ["aucun"]}, "ess", "aucun des buts"),
        # What the title of another route would ask for says nothing of the general case.
        (
            date(2014, 9, 9),
            {"forme_juridique": "sa", "buts": ["aucun"], "titulaire_titre": "structure_entiere"},
            "esus",
            "vous n'indiquez aucun des buts",
        ),
    ],
)
def test_a_refusal_names_what_this_company_lacks(day: date, answers: dict[str, Any], status: str, words: str) -> None:
    assert words in assess(given(day, **answers)).verdicts[status].sentence


def test_one_answer_that_closes_two_criteria_is_one_thing_to_tell() -> None:
    sentence = assess(
        given(
            date(2014, 8, 3),
            forme_juridique="mutuelle",
            buts=["developpement_durable"],
            impact_social_complementaire=["aucun"],
            utilite_sociale_principale="accessoire",
            categories_plein_droit=["aucune"],
        )
    ).esus.sentence
    assert sentence.partition(" : ")[2].startswith(
        "plusieurs conditions manquent : l'activité ne produit pas l'effet social exigé en plus ; "
        "l'utilité sociale n'occupe pas plus de la moitié de l'activité."
    )


def test_of_readings_inside_readings_that_find_the_same_those_of_the_bare_letter_are_named() -> None:
    found = assess(given(date(2019, 9, 3), situation="renouvellement", annee_remuneration="2018"))
    labels = [one.label for leaf in found.findings["ESUS-03a"].leaves for one in leaf.readings]
    assert labels == [
        f"Dans la structure seule, moyenne d'au plus 7 bases ({base})"
        for base in ("1 820 h, SMIC mois par mois", "12 SMIC mensuels")
    ]


def test_verdicts_without_their_account_are_those_of_the_account(judged: JudgedCases, knowledge: Knowledge) -> None:
    for case in ("003", "035", "056", "119"):
        _, assessment = judged[case]
        reasoning = reason(judged[case][0].dossier, assessment.on, knowledge)
        assert outcomes(reasoning) == {id: one.outcome for id, one in assessment.verdicts.items()}, case


def test_what_has_no_object_is_not_told_as_a_fault_beside_what_has_one() -> None:
    """Nobody holds a title of a category that the company does not claim."""
    found = assess(given(situation="projet", categories_plein_droit=["aucune"])).findings["ESUS-07"]
    assert finding_sentence(found) == (
        "La voie du plein droit n'est pas ouverte : aucune des catégories retenues à cette date n'est la vôtre."
    )


def test_what_can_be_mended_leaves_open_what_only_the_law_can_settle(knowledge: Knowledge) -> None:
    """A project may write its clauses; whether they suffice is a point of law all the same."""
    found = assess(given(date(2024, 12, 31), situation="projet"))
    tree = criterion_tree("ESUS-02c", found, knowledge)
    assert tree is not None and found.findings["ESUS-02c"].outcome == "a_completer"
    assert reach(tree, found, knowledge).outcome == "incertain"
