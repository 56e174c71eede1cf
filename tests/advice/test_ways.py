"""The ways to a status: each reaches it, none of its steps is idle, and where there is none a reason is given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import pytest

from advisor import assess
from advisor.advice.ways.find import find_ways
from advisor.advice.ways.model import STATUSES, Ways
from advisor.advice.ways.search import Search
from advisor.assessment.leaves import TRUE
from advisor.dossier import Answer
from advisor.report.document import render
from advisor.rules.load import Knowledge
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import find_case, load_cases
from tests.support.companies import sample
from tests.support.spread import one_in

CASES = load_cases()
FAVOURABLE = ("eligible", "de_droit")
CONTESTED = ("042", "052", "075", "089")
"""Cases of which a way rests on a ground that the law may have withdrawn."""


@pytest.fixture(scope="session", params=one_in(12))
def every(request: pytest.FixtureRequest) -> int:
    """One worked case in so many."""
    return int(request.param)


@pytest.fixture(scope="session")
def found(every: int) -> dict[tuple[str, str], Ways]:
    some = [case for rank, case in enumerate(CASES) if rank % every == 0 or case.number in CONTESTED]
    return {(case.id, status): find_ways(case.dossier, status) for case in some for status in STATUSES}


def test_every_way_reaches_the_status(found: dict[tuple[str, str], Ways], every: int) -> None:
    sure = 0
    for (_, status), ways in found.items():
        for way in ways.ways:
            then = assess(way.dossier, on=way.earliest)
            verdict = then.verdicts[status]
            if way.sure and ways.law == "strict":
                # Another route may open at once, and better.
                assert verdict.outcome in (way.reached, "de_droit")
                sure += 1
            elif way.sure:
                assert verdict.best in FAVOURABLE
            else:
                assert verdict.best in FAVOURABLE and verdict.outcome != "non_eligible"
            assert not then.contradictions or assess(way.dossier, on=ways.on).contradictions
    assert sure > 50 / every


def test_before_the_law_there_is_no_way(knowledge: Knowledge) -> None:
    eve = knowledge.base.start - timedelta(1)
    for case in ("003", "056"):
        for status in STATUSES:
            found = find_ways(find_case(case).dossier, status, on=eve)
            assert (found.now, found.ways) == ("indetermine", ()), (case, status)


def test_without_a_way_a_reason_is_named(found: dict[tuple[str, str], Ways]) -> None:
    for ways in found.values():
        assert ways.ways or ways.reason
        if ways.now in FAVOURABLE:
            assert not ways.ways


def test_a_company_told_to_change_today_always_has_a_way(found: dict[tuple[str, str], Ways]) -> None:
    """What the verdict calls within the company's own hands is reached without waiting."""
    for (id, _), ways in found.items():
        if ways.now == "a_mettre_en_conformite":
            assert ways.ways, id
            assert not any(step.years for step in ways.ways[0].steps), id


def test_the_lightest_way_comes_first(found: dict[tuple[str, str], Ways]) -> None:
    for ways in found.values():
        heaviest = [max((step.weight for step in way.steps), default=0) for way in ways.ways]
        assert heaviest == sorted(heaviest)


def test_a_way_that_still_hangs_on_answers_names_them(found: dict[tuple[str, str], Ways], every: int) -> None:
    unsure = [way for ways in found.values() for way in ways.ways if not way.sure]
    assert len(unsure) > 5 / every and all(way.checks or way.pending for way in unsure)
    assert not any(way.pending for ways in found.values() for way in ways.ways if way.sure)


def test_nothing_is_hoped_of_what_the_company_is(found: dict[tuple[str, str], Ways]) -> None:
    hoped = {check.address for ways in found.values() for way in ways.ways for check in way.checks}
    assert not hoped & {"forme_juridique", "type_assimilation", "situation", "siege", "placement_nouveau_engagement"}


def test_a_way_that_rests_on_a_contested_ground_says_so(found: dict[tuple[str, str], Ways], every: int) -> None:
    """The route of limited return (R3332-21-1, 2°) lost its words in the law in 2019."""
    limited = {"prendre_engagement_rentabilite", "limiter_remuneration_du_capital"}
    count = 0
    for ways in found.values():
        for way in ways.ways:
            rests = bool(limited & {step.remedy for step in way.steps}) and way.earliest >= date(2019, 5, 24)
            if rests:
                assert "base légale est discutable" in way.contested[0]
                count += 1
            elif not any(check.address == "engagement_rentabilite" for check in way.checks):
                assert not way.contested
    assert count > 5 / every


def test_no_step_can_be_left_out(knowledge: Knowledge, every: int) -> None:
    tried = 0
    for case in CASES[1::every]:
        for status in STATUSES:
            day = case.dossier.on
            assert day is not None
            search = Search(knowledge, case.dossier, day, status, "strict", frozenset())
            if search.value(search.start) == TRUE:
                continue
            for state in search.ways():
                if search.value(state.future) != TRUE:
                    continue
                for key in {move.key for move in state.moves}:
                    fewer = [move for move in state.moves if move.key != key]
                    assert search.value(search.replay(fewer)) != TRUE, (case.id, status, key)
                    tried += 1
    assert tried > 100 / every


@pytest.mark.parametrize(
    ("shares", "years"),
    [
        (("65", "70", "70"), 3),  # the weak year stays among the last three until three others are closed
        (("70", "65", "70"), 2),
        (("70", "70", "65"), 1),
    ],
)
def test_a_weak_year_leaves_after_as_many_good_ones_as_the_text_asks(shares: tuple[str, ...], years: int) -> None:
    slots = ("n", "n_1", "n_2")
    rows = {f"charges_utilite_sociale__{slot}": share for slot, share in zip(slots, shares, strict=True)}
    rows |= {f"charges_exploitation__{slot}": "100" for slot in slots}
    closings = {"date_cloture__n": "2024-12-31", "date_cloture__n_1": "2023-12-31", "date_cloture__n_2": "2022-12-31"}
    dossier = sample(**rows, **closings, engagement_rentabilite="non", dividendes__n="90000")
    ways = find_ways(dossier, "esus", on=date(2025, 6, 16))
    way = next(way for way in ways.ways if any(step.remedy == "atteindre_part_de_charges" for step in way.steps))
    assert [step.years for step in way.steps if step.remedy == "atteindre_part_de_charges"] == [years]
    assert way.earliest == date(2025 + years, 1, 1)


def test_pays_too_high_this_year_are_judged_on_the_next() -> None:
    dossier = sample(remuneration_brute__1="230000", smic_annuel_retenu=None, annee_remuneration="2024")
    ways = find_ways(dossier, "esus", on=date(2025, 6, 16))
    (step,) = ways.ways[0].steps
    assert (step.remedy, ways.ways[0].earliest) == ("plafonner_remunerations", date(2026, 1, 1))
    assert "€" in step.cost


def test_an_allocation_is_mended_to_the_euro_and_never_shares_out_more_than_there_is() -> None:
    dossier = sample(
        benefice_affecte="oui",
        benefice_exercice="100000",
        pertes_anterieures="30000",
        capital_social="50000",
        reserves_avant_affectation="4000",
        dotation_fonds="0",
        dotation_reserve_legale="2000",
        dotation_autres_reserves_obligatoires="0",
        report_beneficiaire="0",
        dotation_reserve_facultative="8000",
        dividendes_decides="60000",
        dividendes__n="60000",
    )
    (way,) = find_ways(dossier, "ess").ways
    answers = {address: given.value for address, given in way.dossier.answers.items()}
    assert answers["dotation_fonds"] == "14000" and answers["dividendes_decides"] == "35000"
    amounts = [answers[one] for one in ("dotation_fonds", "dotation_reserve_legale", "report_beneficiaire")]
    assert sum(int(str(one)) for one in amounts) == 35000
    assert "14 000" in way.steps[0].cost.replace("\u00a0", " ")


def test_what_the_company_holds_to_is_respected_and_its_price_told(knowledge: Knowledge) -> None:
    dossier = sample(boni_liquidation="associes")
    free = find_ways(dossier, "ess")
    assert [step.remedy for step in free.ways[0].steps] == ["ajouter_clause_boni"]
    bound = find_ways(dossier, "ess", refused=["garder_le_boni"])
    assert not bound.ways and bound.given_up == free.ways[0] and "non négociables" in bound.reason
    other = find_ways(dossier, "ess", refused=["garder_la_forme"])
    assert other.ways == free.ways and other.given_up is None


def test_every_effect_can_be_carried_out_and_every_refusal_rules_something_out(knowledge: Knowledge) -> None:
    for remedy in knowledge.remedies.values():
        for effect in (one for outcome in remedy.outcomes for one in outcome.effects):
            assert len(effect.operations) == 1, (remedy.id, effect.fact)
            assert effect.fact in knowledge.facts or effect.fact in knowledge.addresses
    for refusal in knowledge.refusals.values():
        assert set(refusal.rules_out) <= set(knowledge.remedies)


def test_a_new_form_brings_new_statutes(knowledge: Knowledge) -> None:
    """A civil company that becomes an SAS has every clause to write, none to read."""
    case: Case = next(one for one in CASES if one.id.startswith("074"))
    ways = find_ways(case.dossier, "ess")
    company = next(way for way in ways.ways if any(step.variant.startswith("Une société") for step in way.steps))
    assert company.sure and not company.checks
    assert {"ajouter_clause_boni", "ajouter_clause_fonds", "reecrire_objet"} <= {s.remedy for s in company.steps}


def test_a_way_with_nothing_to_compute_still_waits_for_what_takes_a_year() -> None:
    case = find_case("029").dossier
    text = " ".join(render(assess(case), "terminal", dossier=case, width=80).split())
    assert "une fois fait, sans doute pas avant l'exercice suivant : exercer soi-même" in text


def test_a_new_legal_person_has_neither_the_age_nor_the_accounts_of_the_old_one(knowledge: Knowledge) -> None:
    """A sole trader's business is taken over by another person; a civil company that changes form stays itself."""
    found = find_ways(find_case("075").dossier, "ess", knowledge=knowledge)
    assert found.ways
    for way in found.ways:
        assert way.dossier.answers["situation"].value == "projet"
        assert "date_creation" not in way.dossier.answers
    same = find_ways(find_case("074").dossier, "ess", knowledge=knowledge)
    assert same.ways
    assert all(way.dossier.answers["situation"].value == "existante" for way in same.ways)


OLD = {
    "nombre_exercices_clos": "trois_ou_plus",
    "charges_exploitation[n]": "120000",
    "charges_utilite_sociale[n]": "30000",
    "dividendes[n]": "9000",
    "nombre_remuneres": "1",
    "annee_remuneration": "2025",
    "remuneration_brute[1]": "900000",
    "quotite_travail[1]": "100",
}


@pytest.mark.parametrize("case", ["073", "075", "089"])
def test_nothing_of_the_old_person_weighs_on_the_new_one(case: str) -> None:
    """Neither bad accounts nor pays far too high of the old structure follow; the new one starts with none."""
    dossier = find_case(case).dossier
    for address, value in OLD.items():
        dossier = dossier.with_answer(address, Answer(value=value))
    new = [
        way
        for way in find_ways(dossier, "esus").ways
        if {"changer_de_forme", "creer_personne_morale_adaptee"} & {step.remedy for step in way.steps}
    ]
    assert new
    for way in new:
        answers = way.dossier.answers
        assert "constituer_la_structure" in {step.remedy for step in way.steps}
        assert "date_creation" in answers and "remuneration_brute[1]" not in answers
        assert "charges_exploitation[n-1]" not in answers
        assert not assess(way.dossier, on=way.earliest).contradictions


def test_a_separate_adapted_company_is_founded_registered_and_titled_before_it_asks() -> None:
    way = find_ways(find_case("089").dossier, "esus").ways[0]
    assert [step.remedy for step in way.steps] == [
        "creer_personne_morale_adaptee",
        "constituer_la_structure",
        "inscrire_mention_rcs",
        "obtenir_titre_categorie",
    ]
    assert way.sure and way.reached == "de_droit"


# -- the order in which to act -------------------------------------------------------------------------------------


def test_what_must_come_before_comes_before_whatever_its_weight(knowledge: Knowledge) -> None:
    """A second partner signs the first statutes; the share of titles is reached before a report establishes it."""
    for lot in (
        ["accueillir_un_associe", "constituer_la_structure", "inscrire_mention_rcs"],
        ["atteindre_part_de_titres", "transmettre_rapport_certifie"],
        ["creer_personne_morale_adaptee", "constituer_la_structure", "obtenir_titre_categorie"],
        ["viser_un_autre_but", "reecrire_objet", "constituer_la_structure"],
    ):
        assert knowledge.in_order(reversed(lot)) == lot


def test_without_a_prerequisite_the_lightest_comes_first(knowledge: Knowledge) -> None:
    remedies = [id for id, remedy in knowledge.remedies.items() if not remedy.after]
    ordered = knowledge.in_order(remedies)
    assert ordered == sorted(remedies, key=knowledge.remedy_order.__getitem__)
    whole = knowledge.in_order(knowledge.remedies)
    for id, remedy in knowledge.remedies.items():
        assert all(whole.index(first) < whole.index(id) for first in remedy.after)


def test_a_project_finds_its_second_partner_before_it_is_founded() -> None:
    dossier = find_case("052").dossier.with_answer("forme_juridique", Answer(value="sasu"))
    dossier = dossier.with_answer("nombre_associes", None)
    for status in STATUSES:
        for way in find_ways(dossier, status).ways:
            steps = [step.remedy for step in way.steps]
            if {"accueillir_un_associe", "constituer_la_structure"} <= set(steps):
                assert steps.index("accueillir_un_associe") < steps.index("constituer_la_structure")
                break
        else:
            assert status == "ess"


def test_a_fund_reaches_its_share_of_titles_a_year_before_its_report_can_say_so() -> None:
    """The report bears on values of 31 December: what is bought today shows in the report of next year."""
    (way,) = find_ways(find_case("105").dossier, "esus").ways
    assert [step.remedy for step in way.steps] == ["atteindre_part_de_titres", "transmettre_rapport_certifie"]
    assert way.earliest == date(2026, 1, 1)


def test_the_same_formality_done_later_is_not_another_way() -> None:
    (way,) = find_ways(find_case("111").dossier, "esus").ways
    assert [step.remedy for step in way.steps] == ["transmettre_rapport_certifie"]


# -- where there is no way, or none that can be proved yet -----------------------------------------------------------


@pytest.mark.parametrize("case", ["104", "105", "108", "109", "110", "111"])
def test_a_fund_refused_by_the_ess_is_told_neither_questions_nor_another_form(case: str) -> None:
    """It is no activity that another structure could carry, and no answer would open the ESS to it."""
    dossier = find_case(case).dossier
    ways = find_ways(dossier, "ess")
    assert not ways.ways and not ways.unread
    assert "ni forme historique de l'ESS, ni société commerciale" in ways.reason
    text = render(assess(dossier), "terminal", dossier=dossier, width=200)
    assert "autre structure" not in ways.reason and "Faire porter l'activité" not in text


@pytest.mark.parametrize(
    ("case", "status", "words"),
    [
        ("023", "ess", "ne nommait pas la promotion culturelle"),
        ("025", "ess", "n'existait pas encore"),
        ("104", "ess", "ni forme historique de l'ESS, ni société commerciale"),
        ("023", "esus", "ne nommait pas la promotion culturelle"),
    ],
)
def test_a_dead_end_is_told_by_what_closes_it_not_by_answers_that_could_not_open_it(
    case: str, status: Literal["ess", "esus"], words: str
) -> None:
    ways = find_ways(find_case(case).dossier, status)
    assert not ways.ways and not ways.unread and words in ways.reason


@pytest.mark.parametrize(("case", "status"), [("125", "esus"), ("126", "esus"), ("127", "ess"), ("127", "esus")])
def test_answers_that_contradict_each_other_are_to_be_corrected_not_hoped_for(
    case: str, status: Literal["ess", "esus"]
) -> None:
    ways = find_ways(find_case(case).dossier, status)
    assert ways.contradictions and not ways.ways and "se contredisent" in ways.reason


def test_answers_without_which_nothing_can_be_searched_are_listed_with_who_holds_them() -> None:
    ways = find_ways(find_case("049").dossier, "esus")
    assert {check.short.partition(" (")[0] for check in ways.unread} == {"Charges d'utilité sociale"}
    assert all(check.holder and check.where for check in ways.unread)


def test_what_must_change_in_any_case_is_told_before_the_accounts_are_known() -> None:
    (way,) = find_ways(find_case("017").dossier, "esus").ways
    assert [step.remedy for step in way.steps] == ["recentrer_activite"]
    assert not way.sure and {"nombre_exercices_clos", "nombre_remuneres"} <= {check.address for check in way.pending}


# -- what is contested -------------------------------------------------------------------------------------------------


def test_of_ways_as_heavy_the_proved_then_the_uncontested_then_the_soonest_comes_first() -> None:
    mixed = 0
    for id in CONTESTED:
        ways = find_ways(find_case(id).dossier, "esus").ways
        ranks = [(max(s.weight for s in way.steps), not way.sure, bool(way.contested)) for way in ways if way.steps]
        assert ranks == sorted(ranks), id
        mixed += len({contested for *_, contested in ranks}) > 1
    assert mixed >= 2
