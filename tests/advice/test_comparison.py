"""Which statute: the ranking answers as an adviser expects, hides no weight, and rests on texts read as it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from advisor import assess
from advisor.advice.comparison import Candidate, Comparison, compare
from advisor.assessment.model import Assessment
from advisor.common.errors import InputError
from advisor.dossier import Dossier
from advisor.lint.run import lint
from advisor.rules.comparison import Reply
from advisor.rules.load import Knowledge, load_knowledge
from tests.support.companies import given, sample

CHOICES = load_knowledge().choices
WANTS = tuple(want.id for want in CHOICES.wants)
STATUTES = tuple(statute.id for statute in CHOICES.statutes)
PROJECT = Dossier(name="Un projet", on=date(2026, 11, 24))
FOUND = assess(PROJECT)


def ranked(
    wants: tuple[str, ...], needs: tuple[str, ...] = (), dossier: Dossier = PROJECT, on: date | None = None
) -> Comparison:
    found = FOUND if dossier is PROJECT and on is None else assess(dossier, on=on)
    return compare(dossier, found, wants, needs)


def order(found: Comparison) -> list[str]:
    return [one.statute for one in found.candidates]


def of(found: Comparison, statute: str) -> Candidate:
    return next(one for one in found.candidates if one.statute == statute)


FIRST = [
    (("capital_exterieur", "sortie_investisseurs"), "societe_ess"),
    (("capital_exterieur", "sortie_investisseurs", "marches_reserves"), "societe_ess"),
    (("collectivites", "pouvoir_usagers", "pouvoir_salaries"), "scic"),
    (("collectivites",), "scic"),
    (("pouvoir_salaries",), "scop"),
    (("pouvoir_salaries", "dirigeant_paye"), "scop"),
    (("subventions_dons",), "association"),
    (("subventions_dons", "pouvoir_usagers"), "association"),
    (("tester_seul",), "cae"),
    (("tester_seul", "dirigeant_paye"), "cae"),
    (("capital_exterieur", "epargne_solidaire"), "societe_esus"),
    (("capital_exterieur", "sortie_investisseurs", "garder_controle", "partager_profit"), "societe_classique"),
    (("capital_exterieur", "garder_controle", "partager_profit", "afficher_mission"), "societe_mission"),
    (("subventions_dons", "affecter_patrimoine"), "fondation"),
    (("tester_seul", "garder_controle", "partager_profit"), "entreprise_individuelle"),
]


@pytest.mark.parametrize(("wants", "first"), FIRST)
def test_what_a_project_wants_points_to_one_statute(wants: tuple[str, ...], first: str) -> None:
    assert order(ranked(wants))[0] == first


def test_every_statute_is_first_for_some_project() -> None:
    assert {first for _, first in FIRST} == set(STATUTES)


@pytest.mark.parametrize(
    ("form", "wants", "first"),
    [
        ("sas", ("capital_exterieur", "sortie_investisseurs"), "societe_ess"),
        ("sarl", ("collectivites", "pouvoir_usagers"), "scic"),
        ("sas", ("pouvoir_salaries",), "scop"),
        ("association", ("collectivites", "pouvoir_usagers"), "scic"),
        ("association", ("subventions_dons",), "association"),
        ("fondation", ("subventions_dons",), "fondation"),
        ("entreprise_individuelle", ("tester_seul", "dirigeant_paye"), "cae"),
        ("entreprise_individuelle", ("tester_seul",), "entreprise_individuelle"),
    ],
)
def test_what_the_company_is_settles_what_it_wants_does_not(form: str, wants: tuple[str, ...], first: str) -> None:
    assert order(ranked(wants, dossier=given(forme_juridique=form)))[0] == first


def test_a_project_has_no_form_to_keep() -> None:
    project = given(situation="projet", forme_juridique="entreprise_individuelle")
    found = ranked(("tester_seul",), dossier=project)
    assert found.form == "" and order(found)[0] == "cae" and {one.move for one in found.candidates} == {"creer"}


@pytest.mark.parametrize(
    ("form", "statute", "move"),
    [
        ("association", "association", "garder"),
        ("association", "scic", "transformer"),
        ("association", "fondation", "transformer"),
        ("association", "societe_ess", "recreer"),
        ("sarl", "societe_esus", "garder"),
        ("sarl", "scop", "transformer"),
        ("sarl", "association", "recreer"),
        ("societe_civile", "societe_ess", "transformer"),
        ("societe_civile", "scic", "transformer"),
        ("cooperative", "societe_ess", "recreer"),
        ("entreprise_individuelle", "societe_ess", "recreer"),
        ("personne_publique", "scic", "recreer"),
    ],
)
def test_how_heavy_the_change_is(form: str, statute: str, move: str) -> None:
    one = of(ranked(("tester_seul",), dossier=given(forme_juridique=form)), statute)
    assert one.move == move and (one.passage is not None) is (move == "transformer")


def test_an_activity_is_not_turned_into_a_cae_it_joins_one() -> None:
    one = of(ranked(("tester_seul",), dossier=given(forme_juridique="sarl")), "cae")
    assert one.joined and one.passage is not None and "coopérative existante" in one.passage.text


def test_individual_enterprise_is_never_in_the_ess() -> None:
    one = next(statute for statute in CHOICES.statutes if statute.id == "entreprise_individuelle")
    assert one.ess.text.startswith("Jamais") and one.esus.text.startswith("Jamais")
    assert one.criteria == () and one.replies["marches_reserves"].welcome == "non"
    assert one.replies["epargne_solidaire"].welcome == "non"


def test_an_essential_want_rules_out_what_refuses_it() -> None:
    wants = ("subventions_dons", "pouvoir_usagers")
    assert order(ranked(wants))[0] == "association"
    found = ranked(wants, ("partager_profit",))
    association = of(found, "association")
    assert association.excluded == ("partager_profit",)
    ranks = [one.rank for one in found.candidates if not one.excluded]
    assert max(rank for rank in ranks if rank) < (association.rank or 0)


def test_what_the_company_already_meets_is_told_and_counts() -> None:
    found = ranked(("capital_exterieur",), dossier=sample())
    ess = of(found, "societe_ess")
    assert ess.satisfied == len(ess.requirements) == 13
    broken = of(ranked(("capital_exterieur",), dossier=sample(boni_liquidation="associes")), "societe_ess")
    assert [one.criterion for one in broken.requirements if one.outcome != "satisfait"] == ["ESS-12", "ESS-14"]
    assert broken.satisfied == 11


def test_the_accreditation_never_passes_before_the_plain_company_on_a_tie() -> None:
    """It asks for all that, and more: the least that remains to be done is never hers."""
    for dossier in (PROJECT, sample(), sample(boni_liquidation="associes"), given(forme_juridique="sas")):
        listed = order(ranked(("capital_exterieur", "sortie_investisseurs"), dossier=dossier))
        assert listed.index("societe_ess") < listed.index("societe_esus")


SETS = st.lists(st.sampled_from(WANTS), unique=True, max_size=6).map(tuple)
FORMS = st.sampled_from(["", "sas", "association", "cooperative", "entreprise_individuelle"])


@cache
def company_of(form: str) -> tuple[Dossier, Assessment]:
    dossier = given(forme_juridique=form) if form else PROJECT
    return dossier, assess(dossier)


@generated(SETS, SETS, st.sampled_from(WANTS), FORMS)
def test_asking_for_what_a_statute_meets_never_lowers_it(
    wants: tuple[str, ...], needs: tuple[str, ...], more: str, form: str
) -> None:
    dossier, assessment = company_of(form)
    if not wants and not needs:
        return
    before = order(compare(dossier, assessment, wants, needs))
    after = compare(dossier, assessment, (*wants, more), needs)
    essential = compare(dossier, assessment, wants, (*needs, more))
    for one in after.candidates:
        if next(answer for answer in one.answers if answer.want == more).welcome == "oui":
            assert order(after).index(one.statute) <= before.index(one.statute)
            assert order(essential).index(one.statute) <= before.index(one.statute)


@generated(SETS, SETS, FORMS)
def test_the_rule_printed_is_the_rule_applied(wants: tuple[str, ...], needs: tuple[str, ...], form: str) -> None:
    if not wants and not needs:
        return
    dossier, assessment = company_of(form)
    found = compare(dossier, assessment, wants, needs)
    assert compare(dossier, assessment, tuple(reversed(wants)), needs).candidates == found.candidates
    assert [one.rank for one in found.candidates] == list(range(1, len(STATUTES) + 1))
    for first, second in zip(found.candidates, found.candidates[1:], strict=False):
        assert bool(first.excluded) <= bool(second.excluded)
        if bool(first.excluded) == bool(second.excluded):
            assert first.met >= second.met
            assert first.met > second.met or first.refused <= second.refused
    for one in found.candidates:
        refused = {answer.want for answer in one.answers if answer.welcome == "non"}
        assert set(one.excluded) == refused & set(needs)
        assert one.met + one.possible + one.refused == len(found.wants) == len({*wants, *needs})


def test_two_statutes_never_answer_everything_alike() -> None:
    """Else the comparison could not tell one from the other."""
    for one, other in combinations(CHOICES.statutes, 2):
        assert [reply.welcome for reply in one.replies.values()] != [other.replies[id].welcome for id in one.replies], (
            one.id,
            other.id,
        )


def test_without_a_want_nothing_is_ranked() -> None:
    found = ranked(())
    assert not found.asked and order(found) == list(STATUTES) and {one.rank for one in found.candidates} == {None}
    assert [want.id for want in found.wants] == list(WANTS)


def test_a_statute_that_did_not_exist_is_not_offered() -> None:
    old = ranked(("afficher_mission",), dossier=given(forme_juridique="sas"), on=date(2018, 1, 1))
    assert "societe_mission" not in order(old)
    assert "societe_mission" in order(ranked(("afficher_mission",)))


def test_no_statute_is_surer_than_its_texts(knowledge: Knowledge) -> None:
    assert not [one for one in lint(knowledge) if "comparaison" in str(one)]
    first = knowledge.choices.statutes[0]
    bold = Reply.model_validate(
        {
            "accueil": "oui",
            "phrase": "Sans avoir lu.",
            "sources": [{"source": "loi_47_1775_art_19_octies"}],
            "confiance": "V",
        }
    )
    changed = first.model_copy(update={"replies": {**first.replies, "tester_seul": bold}})
    choices = knowledge.choices.model_copy(update={"statutes": (changed, *knowledge.choices.statutes[1:])})
    problems = [str(one) for one in lint(replace(knowledge, choices=choices))]
    assert any("plus sûre (V) que ses sources n'ont été lues (M). Écrivez M" in one for one in problems)


def test_every_sentence_is_short_and_whole() -> None:
    for statute in CHOICES.statutes:
        for _, point in statute.points():
            assert point.text.endswith(".") and len(point.text) <= 240, point.text


def test_verdicts_do_not_move() -> None:
    dossier = sample()
    before = assess(dossier)
    compare(dossier, before, WANTS, ("tester_seul",))
    assert assess(dossier) == before


def test_an_unknown_want_is_refused_with_the_list() -> None:
    with pytest.raises(InputError) as error:
        ranked(("gloire",))
    message = str(error.value)
    assert "« gloire » n'est pas un souhait connu" in message and all(want in message for want in WANTS)


@pytest.mark.parametrize("form", ["sem_spl", "selarl_selas", "societe_etrangere"])
@pytest.mark.parametrize("statute", ["societe_ess", "societe_esus", "societe_classique", "societe_mission"])
def test_a_commercial_company_of_another_kind_keeps_its_form(form: str, statute: str) -> None:
    assert of(ranked(("tester_seul",), dossier=given(forme_juridique=form)), statute).move == "garder"


def test_a_company_whose_form_makes_it_otherwise_gets_its_own_answer() -> None:
    (reply,) = of(ranked(("collectivites",), dossier=given(forme_juridique="sem_spl")), "societe_ess").answers
    assert reply.welcome == "oui" and reply.confidence == "M" and "économie mixte" in reply.text
    (rule,) = of(ranked(("collectivites",), dossier=given(forme_juridique="sas")), "societe_ess").answers
    assert rule.welcome == "non" and rule.confidence == "V-c"
    project = given(situation="projet", forme_juridique="sem_spl")
    assert of(ranked(("collectivites",), dossier=project), "societe_ess").answers[0].welcome == "non"


def test_what_statutes_answer_is_cited_from_the_law_last_checked() -> None:
    """The sentence tells today's law: a text of another day behind it would not say it."""
    old = ranked(("marches_reserves", "partager_profit"), dossier=given(forme_juridique="sas"), on=date(2015, 1, 10))
    for one in old.candidates:
        for answer in one.answers:
            assert all(reference.start for reference in answer.references), answer


def test_before_the_law_nothing_is_ranked() -> None:
    with pytest.raises(InputError, match="avant la loi"):
        ranked(("tester_seul",), on=date(2014, 8, 1))
    assert order(ranked(("tester_seul",), on=date(2014, 8, 2)))


def test_pay_ceilings_are_not_said_to_belong_in_the_statutes() -> None:
    """Since 24 May 2019 only the objective must be written there (L3332-17-1, I, 5°)."""
    statute = next(one for one in CHOICES.statutes if one.id == "societe_esus")
    assert "statuts" not in statute.replies["dirigeant_paye"].text


@pytest.mark.parametrize(
    ("answers", "unsaid"),
    [
        ({"situation": "projet"}, False),
        ({"situation": "existante"}, True),
        ({"forme_juridique": "sas"}, False),
        ({}, True),
    ],
)
def test_a_form_not_told_is_told_from_one_that_does_not_exist(answers: dict[str, str], unsaid: bool) -> None:
    dossier = given(**answers)
    assert compare(dossier, assess(dossier), []).unsaid is unsaid
