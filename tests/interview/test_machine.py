"""The interview as a state machine: what it asks, what it keeps, where it stops."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment.assess import read_dossier
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.session import Session
from advisor.common.errors import InputError
from advisor.common.french import parse_number
from advisor.dossier import Answer, Dossier, Evidence, answer, load_dossier
from advisor.dossier.answer_parsing import AnswerError, canonical
from advisor.interview.groups import Group, Plan
from advisor.interview.machine import Interview
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case, load_cases
from tests.examples.adapter import to_dossier
from tests.support.generate import dossiers, values_of
from tests.support.spread import spread

DAY = date(2026, 11, 23)
CHARGES, PAY = "charges", "remuneration"
REPLAYED = spread(("D001", "D010", "D033", "D048", "D055", "D085", "D134", "D150"), 3)


@pytest.fixture(scope="module")
def cases(situations: list[dict[str, Any]]) -> dict[str, Dossier]:
    return {case["id"]: to_dossier(case) for case in situations}


def begin(knowledge: Knowledge, on: date | None = DAY, path: Path | None = None, **answers: Any) -> Interview:
    given = {address: answer(value) for address, value in answers.items()}
    return Interview(knowledge, Dossier(on=on, answers=given), path)


def reply(interview: Interview, address: str, known: Dossier) -> None:
    given = known.answers.get(address)
    if given is None or given.value is None:
        interview.unknown(address)
    else:
        interview.answer(address, given.value)


def replay(
    interview: Interview, known: Dossier, before: Callable[[Group, str], None] = lambda *_: None
) -> Iterator[Group]:
    """Answer everything asked from a full dossier; yields each group when it is first shown."""
    while (group := interview.next_group()) is not None:
        yield group
        while group.needed:
            address = group.needed[0].address
            before(group, address)
            reply(interview, address, known)
            group = interview.group(group.key)


def run(interview: Interview, known: Dossier) -> list[str]:
    return [group.key for group in replay(interview, known)]


def standing(interview: Interview) -> tuple[tuple[str, str], ...]:
    return tuple((line.state, line.words) for line in interview.progress().lines)


# -- what is asked ------------------------------------------------------------------------------------------------


def test_the_first_question_is_where_one_stands(knowledge: Knowledge) -> None:
    first = begin(knowledge).next_group()
    assert first is not None and first.key == "situation"
    assert begin(knowledge, forme_juridique="sas").next_group() == first


@pytest.mark.parametrize("case", REPLAYED)
def test_what_is_asked_is_needed_and_never_asked_twice(
    knowledge: Knowledge, cases: dict[str, Dossier], case: str
) -> None:
    interview = begin(knowledge, cases[case].on)
    asked: list[str] = []

    def watch(group: Group, address: str) -> None:
        assert not interview.decided
        assert address not in asked
        assert interview.applies(address)
        asked.append(address)

    for _ in replay(interview, cases[case], watch):
        progress = interview.progress()
        assert 1 <= progress.best <= progress.worst
    assert interview.decided or all(need.address in interview.unknowns() for need in interview.all_needs())
    assert interview.progress().worst == 0


def test_the_talk_keeps_its_natural_order(knowledge: Knowledge, cases: dict[str, Dossier]) -> None:
    interview = begin(knowledge, cases["D001"].on)
    themes = [interview.plan.theme(group.key) for group in replay(interview, cases["D001"])]
    natural = [theme.id for theme in knowledge.base.themes if theme.id in themes]
    early = ["titres"]  # one short question, which may close a status
    place = natural.index("but") + 1
    long = [theme for theme in natural[place:] if theme not in early]
    assert list(dict.fromkeys(themes)) == [*natural[:place], *early, *long]
    assert themes.index("categorie") < themes.index("but")  # it may open an easier way
    # A theme is not left and come back to.
    assert sum(a != b for a, b in pairwise(themes)) == len(set(themes)) - 1


@pytest.mark.parametrize("case", REPLAYED)
def test_nobody_is_asked_whether_it_is_a_fund_while_anything_else_may_decide(
    knowledge: Knowledge, cases: dict[str, Dossier], case: str
) -> None:
    interview = begin(knowledge, cases[case].on)
    for group in replay(interview, cases[case]):
        if interview.plan.theme(group.key) == "assimilation":
            assert {interview.plan.theme(interview.plan.key(need.address)) for need in interview.pending()} == {
                "assimilation"
            }


def test_the_statutes_are_read_once_governance_included(knowledge: Knowledge) -> None:
    interview = begin(knowledge, situation="existante", siege="france", forme_juridique="sas")
    shown = [item.address for item in interview.group("statuts").items]
    assert shown.index("clause_gouvernance") < shown.index("place_salaries") < shown.index("boni_liquidation")


WITNESSED = ("D001", "D033", "D048", "D055", "D085", "D134")


def verdicts(knowledge: Knowledge, dossier: Dossier, on: date, pretended: dict[str, Any]) -> tuple[Any, ...]:
    reasoning = Reasoning(Session(knowledge, dossier, on, pretended))
    return tuple(reasoning.rungs(f"statut:{status}", reading) for status in knowledge.statuses for reading in READINGS)


def witness(
    knowledge: Knowledge, interview: Interview, address: str, donors: list[Dossier], dice: random.Random
) -> bool:
    """Two answers to one question, all others alike, that lead to different verdicts."""
    fact, _ = knowledge.addresses[address]
    values = values_of(fact, interview.on)

    def differ(others: dict[str, Any]) -> bool:
        seen = {verdicts(knowledge, interview.dossier, interview.on, {**others, address: value}) for value in values}
        return len(seen) > 1

    if differ({}):
        return True
    for donor in donors:
        others = {
            one: given.value
            for one, given in donor.answers.items()
            if one != address and one not in interview.dossier.answers and given.value is not None
        }
        if differ(others) or differ({one: value for one, value in others.items() if dice.random() < 0.6}):
            return True
    return False


def between_ceilings(dossier: Dossier) -> Dossier:
    """The same company with pays that the ceilings of some years admit and those of others refuse."""
    answers = {one: given for one, given in dossier.answers.items() if one != "smic_annuel_retenu"}
    return dossier.model_copy(
        update={"answers": answers | {f"remuneration_brute[{slot}]": answer("140000") for slot in range(1, 6)}}
    )


@pytest.mark.parametrize("replayed", [("D001", "D085"), pytest.param(WITNESSED, marks=pytest.mark.slow)], ids=len)
def test_each_question_could_still_change_a_verdict(
    replayed: tuple[str, ...], knowledge: Knowledge, cases: dict[str, Dossier]
) -> None:
    """Facts shared by several conditions may leave a question in a hundred without a witness (see needs)."""
    dice = random.Random(7)
    # A fund whose report is in order, and companies drawn at random.
    others = [find_case("108").dossier, *dice.sample(list(cases.values()), 10)]
    asked, without = 0, []
    for case in replayed:
        interview = begin(knowledge, cases[case].on)
        donors = [cases[case], between_ceilings(cases[case]), *others]
        for group in replay(interview, cases[case]):
            asked += 1
            if not witness(knowledge, interview, group.needed[0].address, donors, dice):
                without.append((case, group.needed[0].address))
    assert asked > 12 * len(replayed)
    assert len(without) <= 1, without


def test_difficulty_is_asked_first_of_those_that_exist_and_never_twice(knowledge: Knowledge) -> None:
    interview = begin(knowledge)
    assert interview.next_group() is not None
    interview.answer("situation", "existante")
    group = interview.next_group()
    assert group is not None and group.key == "situation_judiciaire" and group.needed
    assert "situation_judiciaire" not in [one.address for one in interview.assessment.missing]
    interview.unknown("situation_judiciaire")
    after = interview.next_group()
    assert after is not None and after.key != "situation_judiciaire"
    # A dossier begun before the question gets it as soon as it is taken up again; a project never does.
    begun = begin(knowledge, forme_juridique="sas", situation="existante").next_group()
    assert begun is not None and begun.key == "situation_judiciaire"
    project = begin(knowledge, situation="projet").next_group()
    assert project is not None and project.key != "situation_judiciaire"


def test_a_liquidation_ends_the_questions_of_the_accreditation(knowledge: Knowledge) -> None:
    known = {"forme_juridique": "association", "siege": "france", "categories_plein_droit": ("aucune",)}
    over = begin(knowledge, situation="existante", situation_judiciaire="liquidation_sans_activite", **known)
    assert over.next_group() is None and over.assessment.esus.outcome == "non_eligible"
    closed = {
        effect.labels: effect.changes
        for effect in begin(knowledge, situation="existante", **known).what_if_answers("situation_judiciaire")
    }
    assert any("Liquidation judiciaire, activité arrêtée" in labels and changes for labels, changes in closed.items())


def test_a_valid_title_makes_the_accounts_useless(knowledge: Knowledge) -> None:
    interview = begin(
        knowledge,
        situation="existante",
        siege="france",
        situation_judiciaire="aucune",
        forme_juridique="association",
        vie_associative="oui",
        categories_plein_droit=["entreprise_insertion"],
        titre_categorie="en_cours",
        titulaire_titre="structure_entiere",
    )
    assert {knowledge.addresses[need.address][0].theme for need in interview.pending()} == {"remuneration"}


def test_unknown_everywhere_ends(knowledge: Knowledge, cases: dict[str, Dossier]) -> None:
    for form in ("", "sas", "association", "cooperative", "placement_collectif", "entreprise_individuelle"):
        interview = begin(knowledge, **({"situation": "existante", "forme_juridique": form} if form else {}))
        assert len(run(interview, Dossier())) < 60
        assert interview.next_group() is None
        interview.go_on()
        run(interview, Dossier())
        assert interview.next_group() is None


def test_unknown_is_asked_again_only_on_request(knowledge: Knowledge) -> None:
    interview = begin(knowledge, situation="existante", siege="france")
    interview.unknown("forme_juridique", note="à lire sur le Kbis")
    assert "forme_juridique" not in [need.address for need in interview.pending()]
    gathered = interview.to_gather()
    assert ("Forme juridique", knowledge.facts["forme_juridique"].where) in gathered[0].items
    assert gathered[0].holder == "Le dirigeant"
    interview.ask_unknowns_again()
    group = interview.next_group()
    assert group is not None and group.key == "forme_juridique"
    interview.answer("forme_juridique", "sas")
    assert interview.dossier.answers["forme_juridique"].note == "à lire sur le Kbis"
    assert interview.unknowns() == ()


# -- order, back, change ------------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=12)
def test_the_order_of_answers_is_indifferent(knowledge: Knowledge, data: st.DataObject) -> None:
    dossier = data.draw(dossiers(knowledge, DAY))
    items = data.draw(st.permutations(list(dossier.answers.items())))
    one, other = Interview(knowledge, dossier), Interview(knowledge, Dossier(on=DAY, answers=dict(items)))
    assert standing(one) == standing(other)
    assert sorted(need.address for need in one.pending()) == sorted(need.address for need in other.pending())
    assert set(one.set_aside()) == set(other.set_aside())


@pytest.mark.parametrize("case", spread(("D055", "D033"), 1))
def test_back_then_the_same_answers_is_the_same_state(
    knowledge: Knowledge, cases: dict[str, Dossier], case: str
) -> None:
    interview = begin(knowledge, cases[case].on)
    for group in replay(interview, cases[case]):
        before, steps = interview.dossier, 0
        while steps < 3 and (previous := interview.back()) is not None:
            steps += 1
            assert all(item.answer is not None for item in previous.items if not item.needed and not item.companion)
            for item in previous.items:
                if item.answer is not None:
                    reply(interview, item.address, interview.dossier)
        assert interview.dossier.answers == before.answers
        again = interview.next_group()
        assert again is not None and again.key == group.key
    assert interview.back() is not None


def test_there_is_nothing_before_the_beginning(knowledge: Knowledge) -> None:
    interview = begin(knowledge)
    assert interview.back() is None
    interview.answer("situation", "existante")
    first = interview.back()
    assert first is not None and first.key == "situation" and interview.back() is None


def test_changing_an_answer_keeps_the_others(knowledge: Knowledge, cases: dict[str, Dossier]) -> None:
    interview = begin(knowledge, cases["D001"].on)
    run(interview, cases["D001"])
    before, lines = interview.dossier, standing(interview)
    changed = interview.answer("forme_juridique", "association")
    assert {"place_associes", "boni_liquidation", "nombre_associes"} <= set(changed.set_aside)
    assert set(interview.set_aside()) == set(changed.set_aside)
    assert all(address in interview.dossier.answers for address in before.answers)
    restored = interview.answer("forme_juridique", "sas")
    assert set(restored.restored) == set(changed.set_aside)
    assert interview.dossier == before and standing(interview) == lines


def test_an_answer_keeps_what_was_noted_with_it(knowledge: Knowledge) -> None:
    interview = begin(knowledge)
    seen = Evidence(level="vu", document="Kbis", page="1")
    interview.answer("forme_juridique", "sas", evidence=seen, note="capital variable")
    interview.answer("forme_juridique", "sarl")
    given = interview.dossier.answers["forme_juridique"]
    assert (given.value, given.evidence, given.note) == ("sarl", seen, "capital variable")
    interview.annotate("forme_juridique", note="")
    assert interview.dossier.answers["forme_juridique"].note == ""
    interview.erase("forme_juridique")
    assert interview.dossier.answers == {}


# -- where it stops -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", spread(("D001", "D033", "D055", "D085", "D135"), 2))
def test_decided_verdicts_stay_decided_when_going_on(
    knowledge: Knowledge, cases: dict[str, Dossier], case: str
) -> None:
    interview = begin(knowledge, cases[case].on)
    run(interview, cases[case])
    assert interview.decided and interview.next_group() is None
    lines, dice = standing(interview), random.Random(3)
    assert interview.useful_left() > 0
    interview.go_on()
    while (group := interview.next_group()) is not None:
        for item in group.needed:
            value = dice.choice(values_of(item.fact, interview.on))
            feedback = interview.answer(item.address, value)
            if feedback.contradictions:
                interview.unknown(item.address)
            assert not feedback.decided
        assert interview.decided and standing(interview) == lines
    assert interview.useful_left() == 0


FOUNDED = {
    "002-boni-partage": ("boni_liquidation", "boni_liquidation"),
    "017-utilite-accessoire": ("utilite_sociale_principale", "utilite_sociale_principale"),
    "021-sante-2020": (None, "fragilite_public"),
    "030-dividendes-trop-forts": ("dividendes_decides", None),
    "037-guide-oublie": ("forme_juridique", None),
    "039-un-euro-de-moins": (None, "charges_utilite_sociale[n]"),
    "044-engagement-oublie": (None, "engagement_rentabilite"),
    "059-dix-fois-un-centime": (None, "remuneration_brute[1]"),
}


@pytest.mark.parametrize("case", FOUNDED)
def test_the_live_line_names_the_answer_that_founds_the_result(knowledge: Knowledge, case: str) -> None:
    dossier = next(one.dossier for one in load_cases() if one.id == case)
    interview = Interview(knowledge, dossier)
    for line, wanted in zip(interview.progress().lines, FOUNDED[case], strict=True):
        assert wanted is None or line.deciding == wanted, line


def test_a_title_of_right_is_what_is_named_not_the_last_answer(knowledge: Knowledge) -> None:
    interview = begin(
        knowledge,
        situation="existante",
        siege="france",
        forme_juridique="association",
        vie_associative="oui",
        categories_plein_droit=["entreprise_insertion"],
        titre_categorie="en_cours",
        titulaire_titre="structure_entiere",
        nombre_remuneres="0",
        remuneration_hors_structure="non",
    )
    ess, esus = interview.progress().lines
    assert (ess.deciding, esus.deciding) == ("forme_juridique", "categories_plein_droit")


@pytest.mark.parametrize("case", REPLAYED)
def test_the_answer_named_was_given_and_is_named_again(
    knowledge: Knowledge, cases: dict[str, Dossier], case: str
) -> None:
    interview = begin(knowledge, cases[case].on)
    run(interview, cases[case])
    again = Interview(knowledge, interview.dossier)
    for line in interview.progress().lines:
        assert line.deciding == again.deciding(line.status)
        assert (line.deciding is None) == (line.state == "ouvert")
        assert line.deciding is None or not interview.dossier.answers[line.deciding].unknown


@pytest.mark.parametrize("case", REPLAYED)
def test_counters_hold_until_the_end(knowledge: Knowledge, cases: dict[str, Dossier], case: str) -> None:
    """A grid counts for all it holds, a column of a table once: never fewer than at best, never more than at worst."""
    interview, counters, asked = begin(knowledge, cases[case].on), [], []

    def before(_: Group, address: str) -> None:
        counters.append(interview.progress())
        asked.append(address.partition("[")[0])

    for _ in replay(interview, cases[case], before):
        pass
    for at, progress in enumerate(counters):
        left = asked[at:]
        assert progress.best <= len(left) and len(set(left)) <= progress.worst, at
    announced = interview.useful_left()
    interview.go_on()
    assert interview.progress().worst == announced


def test_a_verdict_opened_again_is_asked_about_first(knowledge: Knowledge, cases: dict[str, Dossier]) -> None:
    interview = begin(knowledge, cases["D001"].on)
    run(interview, cases["D001"])
    interview.go_on()
    assert interview.past_verdicts
    for address in ("boni_liquidation", "place_salaries"):
        interview.erase(address)
    assert not interview.past_verdicts and not interview.decided
    asked = [need.address for need in interview.pending()]
    assert set(asked) == {need.address for need in interview.all_needs()} and "boni_liquidation" in asked
    group = interview.next_group()
    assert group is not None and group.key == "statuts" and interview.progress().worst >= len(asked)


def test_before_the_law_nothing_is_asked(knowledge: Knowledge) -> None:
    interview = begin(knowledge, date(2014, 8, 1))
    assert interview.decided and interview.next_group() is None
    assert {line.words for line in interview.progress().lines} == {"à cette date, l'outil ne se prononce pas"}


# -- contradictions -----------------------------------------------------------------------------------------------


def test_a_contradiction_is_told_at_once_and_mended(knowledge: Knowledge) -> None:
    interview = begin(knowledge, situation="existante", siege="france", forme_juridique="sas", nombre_associes="3")
    feedback = interview.answer("forme_juridique", "sasu")
    (clash,) = feedback.contradictions
    assert set(clash.addresses) == {"forme_juridique", "nombre_associes"}
    assert "3" in clash.message and "SAS" in clash.mend
    # Withdrawn answers are not asked again on their own, and come first in what to gather.
    assert not {"forme_juridique", "nombre_associes"} & {need.address for need in interview.pending()}
    assert "Forme juridique" in interview.to_gather()[0].items[0][0]
    mended = interview.answer("nombre_associes", "1")
    assert not mended.contradictions and not interview.assessment.contradictions


def test_an_answer_to_read_again_is_told_at_once_and_kept(knowledge: Knowledge) -> None:
    interview = begin(knowledge, date(2019, 5, 24), situation="existante", siege="france", forme_juridique="sas")
    feedback = interview.answer("buts", ["lutte_inegalites"])
    (warning,) = feedback.warnings
    assert warning.addresses == ("buts",) and not feedback.contradictions
    assert interview.reasoning.session.raw("buts") == ("lutte_inegalites",)
    assert not interview.answer("buts", ["lutte_inegalites", "lien_social_cohesion_territoriale"]).warnings
    assert not interview.assessment.warnings


def test_the_same_contradiction_in_another_year_is_told_too(knowledge: Knowledge) -> None:
    interview = begin(knowledge, situation="existante", nombre_exercices_clos="trois_ou_plus")
    for slot in ("n", "n-1"):
        interview.answer(f"charges_exploitation[{slot}]", "100")
        feedback = interview.answer(f"charges_utilite_sociale[{slot}]", "200")
        assert len(feedback.contradictions) == 1 and slot in feedback.contradictions[0].message


def test_a_bad_answer_changes_nothing(knowledge: Knowledge) -> None:
    interview = begin(knowledge, situation="existante")
    before = interview.dossier
    for address, raw in (
        ("siege", "Paris"),
        ("nombre_associes", "trois"),
        ("nombre_associes", "1,5"),
        ("date_creation", "31/02/2024"),
        ("quotite_travail[1]", "250"),
        ("buts", []),
        ("buts", ["aucun", "transition_energetique"]),
    ):
        with pytest.raises(AnswerError):
            interview.answer(address, raw)
    assert interview.dossier is before


# -- saved at once ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", spread(("D010", "D055"), 1))
def test_each_answer_is_on_disk_and_resumes_at_the_same_question(
    knowledge: Knowledge, cases: dict[str, Dossier], case: str, tmp_path: Path
) -> None:
    path = tmp_path / "dossier.yaml"
    interview = begin(knowledge, cases[case].on, path)
    for group in replay(interview, cases[case]):
        if not interview.dossier.answers:
            continue
        resumed = Interview(knowledge, read_dossier(path, knowledge), path)
        assert resumed.dossier == interview.dossier
        again = resumed.next_group()
        assert again == group
        assert resumed.progress() == interview.progress()


def test_a_disk_that_refuses_loses_nothing_in_memory(knowledge: Knowledge, tmp_path: Path) -> None:
    blocked = tmp_path / "fichier"
    blocked.write_text("ce n'est pas un dossier de fichiers")
    interview = begin(knowledge, path=blocked / "dossier.yaml")
    with pytest.raises(InputError):
        interview.answer("situation", "projet")
    assert interview.dossier.answers["situation"].value == "projet"
    interview.path = tmp_path / "ailleurs.yaml"
    interview.save()
    assert load_dossier(interview.path).answers["situation"].value == "projet"


def test_the_head_of_the_dossier_is_saved(knowledge: Knowledge, tmp_path: Path) -> None:
    interview = begin(knowledge, path=tmp_path / "d.yaml")
    interview.describe(name="Les Copains du Crêt", siren="123456782", on="24/05/2019")
    assert load_dossier(tmp_path / "d.yaml").name == "Les Copains du Crêt"
    assert interview.on == date(2019, 5, 24)


@given(st.fractions(min_value=-(10**9), max_value=10**9), st.integers(min_value=0, max_value=6))
def test_figures_are_kept_exactly(knowledge: Knowledge, value: Fraction, places: int) -> None:
    exact = Fraction(round(value * 10**places), 10**places)
    text = canonical(knowledge.facts["capitaux_propres"], exact)
    assert isinstance(text, str) and parse_number(text) == exact
    assert canonical(knowledge.facts["capitaux_propres"], Fraction(5, 7)) == "5/7"


# -- looking ahead ------------------------------------------------------------------------------------------------


def test_what_if_agrees_with_answering(knowledge: Knowledge, cases: dict[str, Dossier]) -> None:
    interview = begin(knowledge, cases["D033"].on)
    for group in replay(interview, cases["D033"]):
        address = group.needed[0].address
        fact = group.needed[0].fact
        effects = interview.what_if_answers(address)
        if not fact.options:
            continue
        by_label = {label: effect for effect in effects for label in effect.labels}
        assert sorted(by_label) == sorted(option.label for option in fact.options)
        now = standing(interview)
        for option in fact.options:
            raw = (option.id,) if fact.type is FactType.CHOICES else option.id
            then = Interview(knowledge, interview.dossier.with_answer(address, Answer(value=raw)))
            moved = {line.status: (line.state, line.words) for line in then.progress().lines}
            expected = {s: w for (s, w), old in zip(moved.items(), now, strict=True) if w != old}
            assert {s: (state, words) for s, state, words in by_label[option.label].changes} == expected


def test_a_threshold_shows_both_its_sides(knowledge: Knowledge) -> None:
    interview = begin(knowledge, situation="existante", forme_juridique="sas", clause_fonds_developpement="en_partie")
    labels = [effect.labels for effect in interview.what_if_answers("taux_fonds_statuts")]
    assert [label.replace("\u00a0", " ") for label in labels[0]] == ["moins de 20 %"]
    assert [label.replace("\u00a0", " ") for label in labels[1]] == ["20 % ou davantage"]


def test_figures_of_one_effect_are_told_as_one_range(knowledge: Knowledge) -> None:
    interview = begin(knowledge, situation="existante", siege="france", forme_juridique="sas")
    ranges = [effect.labels for effect in interview.what_if_answers("nombre_associes")]
    assert ranges in ([], [("1",), ("2 ou davantage",)])
    interview = begin(knowledge, situation="existante", siege="france", forme_juridique="sa")
    labels = [label for effect in interview.what_if_answers("nombre_remuneres") for label in effect.labels]
    assert len(labels) == len(set(labels)) and not any(" / " in label for label in labels)


def test_why_names_criteria_articles_and_verdicts(knowledge: Knowledge) -> None:
    interview = begin(knowledge, situation="existante", siege="france", forme_juridique="sas")
    (reason,) = interview.why("boni_liquidation")
    assert reason.criterion == "ESS-12" and "loi" in reason.articles[0].lower()
    assert reason.statuses == ("ess", "esus")
    # Once answered, the reason is still told; what nobody waits for has none.
    interview.answer("boni_liquidation", "associes")
    assert interview.why("boni_liquidation")[0].criterion == "ESS-12"
    assert interview.why("societe_mission") == ()


# -- sheets -------------------------------------------------------------------------------------------------------


def test_sheets_name_facts_that_exist_once(knowledge: Knowledge) -> None:
    plan = Plan(knowledge)
    named = [fact for sheet in plan.sheets.values() for fact in sheet.every]
    assert len(named) == len(set(named)) and set(named) <= set(knowledge.facts)
    for sheet in plan.sheets.values():
        assert sheet.theme in {knowledge.facts[fact].theme for fact in sheet.facts}


def test_the_grid_follows_the_statutes(knowledge: Knowledge) -> None:
    interview = begin(knowledge, situation="existante", siege="france", forme_juridique="sas")
    group = interview.group("statuts")
    order = list(knowledge.sheets["statuts"].facts)
    shown = [item.address for item in group.items]
    assert group.kind == "grille" and shown == [address for address in order if address in shown] and len(shown) > 8
    interview.answer("boni_liquidation", "autre_entreprise_ess", article="28", quote="Le boni est dévolu…")
    item = interview.group("statuts").item("boni_liquidation")
    assert item is not None and item.answer is not None and item.answer.article == "28" and not item.needed


def test_the_accounts_are_filled_year_by_year(knowledge: Knowledge) -> None:
    interview = begin(
        knowledge, situation="existante", siege="france", forme_juridique="association", nombre_exercices_clos="deux"
    )
    group = interview.group(CHARGES)
    assert group.slots == ("n", "n-1")
    assert [item.fact.id for item in group.items[:4]] == [
        "charges_exploitation", "charges_utilite_sociale", "charges_communes", "cle_repartition",
    ]  # fmt: skip
    # Shared costs and their key explain a figure; no verdict waits for them.
    assert {item.fact.id for item in group.needed} == {"charges_exploitation", "charges_utilite_sociale"}


# -- the room itself ----------------------------------------------------------------------------------------------


def loaded(module: str) -> set[str]:
    code = f"import sys, {module}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_machine_knows_no_terminal() -> None:
    assert not {"questionary", "rich", "prompt_toolkit"} & loaded("advisor.interview.machine")


def test_the_first_menu_waits_for_no_rule() -> None:
    assert not {"rich", "pydantic", "yaml", "durable_rules_engine"} & loaded("advisor.cli.home")


@pytest.mark.parametrize(
    ("situation", "bring"), [("projet", "le projet de statuts"), ("existante", "les statuts à jour")]
)
def test_a_project_brings_its_draft(tmp_path: Path, knowledge: Knowledge, situation: str, bring: str) -> None:
    dossier = Dossier(on=date(2026, 11, 23), answers={"situation": answer(situation), "forme_juridique": answer("sas")})
    assert Interview(knowledge, dossier, tmp_path / "d.yaml").group("statuts").bring == bring
