"""What the opinion says of this dossier and of no other: never a test that holds, a closed route, an answered fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment.account.missing_reasons import WITHOUT_OBJECT
from advisor.assessment.assess import assess
from advisor.assessment.leaves import FALSE
from advisor.assessment.model import Assessment
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.relevance import parting, settling
from advisor.assessment.session import Session
from advisor.dossier import Answer, Dossier, answer
from advisor.interview.machine import Interview
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import find_case, load_cases
from tests.support.companies import with_answers
from tests.support.generate import dossiers
from tests.support.spread import one_in, spread

KNOWLEDGE = load_knowledge()
DAYS = st.sampled_from([*KNOWLEDGE.law_days, KNOWLEDGE.base.law_as_of])
ANY_DOSSIER = DAYS.flatmap(lambda day: dossiers(KNOWLEDGE, day))


def reasoned(knowledge: Knowledge, dossier: Dossier) -> tuple[Assessment, Reasoning]:
    assessment = assess(dossier, knowledge=knowledge)
    return assessment, Reasoning(Session(knowledge, dossier, assessment.on))


def said(reasoning: Reasoning, node: Condition) -> Iterator[tuple[str, bool]]:
    """Every text that may be said of a condition, and whether what it says is so; read without the words' own code."""
    session = reasoning.session
    match node:
        case Leaf():
            settled = session.settled(node)
            fails = settled.strict == FALSE and settled.favourable == FALSE
            value = session.raw(node.fact) if node.fact else None
            given_ = {str(one) for one in value} if isinstance(value, tuple) else {str(value)}
            named = [key for key, _ in node.otherwise if key in given_]
            for key, text in node.otherwise:
                if key == "sans_objet":
                    yield text, fails and settled.not_applicable
                else:
                    yield text, fails and (key in given_ if key else not named)
        case CriterionRef(id=id):
            yield from ((text, reasoning.pair(id) == (FALSE, FALSE)) for _, text in node.otherwise)
            if not node.otherwise:
                yield from said(reasoning, reasoning.tree(id))
        case AllOf(children=parts) | AnyOf(children=parts) | OpenPoint(readings=parts):
            closed = reasoning.kleene(node, "favourable") == FALSE
            yield from ((text, closed) for _, text in node.otherwise)
            for part in parts:
                yield from said(reasoning, part)
        case Constant(value=value, reason=reason):
            yield reason.rstrip("."), not value


def check_words(knowledge: Knowledge, dossier: Dossier) -> None:
    assessment, reasoning = reasoned(knowledge, dossier)
    for id, finding in assessment.findings.items():
        assert "{" not in finding.explanation, (id, finding.explanation)
        explanations = knowledge.criteria[id].explanations
        assert explanations is not None
        if finding.without_object:
            assert finding.explanation == finding.without_object, id
            continue
        if finding.outcome == "non_satisfait" and "{manque}" in explanations.not_satisfied:
            before, _, after = explanations.not_satisfied.partition("{manque}")
            lacking = finding.explanation[len(before) : len(finding.explanation) - len(after)].lower()
            known = {
                text.lower(): so for text, so in sorted(said(reasoning, reasoning.tree(id)), key=lambda one: one[1])
            }
            if isinstance(reasoning.tree(id), Constant):
                continue
            # Nothing but texts of the rule base, and each of them true of this company.
            rest = lacking
            for text in sorted(known, key=len, reverse=True):
                if text in rest:
                    assert known[text], (id, text)
                    rest = rest.replace(text, "")
            if rest == WITHOUT_OBJECT:
                failing = [one for _, one in reasoning.reasons(reasoning.tree(id), "favourable")]
                tests = [one for one in failing if isinstance(one, Leaf)]
                assert all(reasoning.session.settled(one).not_applicable for one in tests), id
                continue
            assert not rest.strip(" ;"), (id, rest)
        if finding.outcome == "a_completer" and "{reste}" in explanations.to_complete:
            shorts = {fact.short: fact.id for fact in knowledge.facts.values()}
            for name in re.findall(r"« (.+?) »(?=,| et| pour|\.)", finding.explanation):
                addresses = [one for one, (fact, _) in knowledge.addresses.items() if fact.id == shorts[name]]
                assert any(reasoning.session.raw(one) is None for one in addresses), (id, name)
        if finding.outcome == "incertain" and "{point}" in explanations.uncertain:
            assert "?" in finding.explanation and "laquelle des lectures" not in finding.explanation, id


def check_advice(knowledge: Knowledge, dossier: Dossier) -> None:
    assessment, reasoning = reasoned(knowledge, dossier)
    reach = {
        route.id: reasoning.rungs(f"voie:{route.id}", "favourable")[1]
        for route in knowledge.routes().values()
        if route.on(assessment.on)
    }
    for view in assessment.open_points:
        other = knowledge.open_questions[view.id].other_route
        if other is not None:
            assert (other.text in view.conduct) == (reach.get(other.route, 0) > 0), view.id
    for verdict in assessment.verdicts.values():
        assert "{" not in verdict.sentence
        if verdict.changes:
            assert verdict.route and reach[verdict.route] > 0
        for leaf in verdict.obstacles:
            assert leaf.outcome != "satisfait", leaf.id
        if verdict.outcome == "non_eligible":
            assert (
                "plus tard" in verdict.sentence or "Une piste" in verdict.sentence or "Des pistes" in verdict.sentence
            ) == (bool(verdict.later))
            for change in verdict.later:
                assert len(set(change.criteria)) == len(change.criteria)
                assert all(assessment.findings[one].outcome != "satisfait" for one in change.criteria)
    closed = "droit commun" if not reach.get("droit_commun") else None
    for change in [one for verdict in assessment.verdicts.values() for one in (*verdict.changes, *verdict.later)]:
        assert closed is None or closed not in f"{change.title} {change.action}"


@pytest.mark.parametrize("case", spread(load_cases(), 17, lambda case: case.number))
def test_a_case_is_told_what_fails_in_it_and_no_closed_route(knowledge: Knowledge, case: Case) -> None:
    if case.dossier.on is not None and case.dossier.on < knowledge.base.start:
        return
    check_words(knowledge, case.dossier)
    check_advice(knowledge, case.dossier)


@settings(max_examples=20, deadline=None)
@given(ANY_DOSSIER)
def test_any_dossier_is_told_what_fails_in_it_and_no_closed_route(dossier: Dossier) -> None:
    check_words(KNOWLEDGE, dossier)
    check_advice(KNOWLEDGE, dossier)


@pytest.mark.parametrize(
    ("case", "status", "words", "never"),
    [
        ("133", "ess", "vous n'indiquez aucun des buts d'utilité sociale", "objet"),
        ("021", "esus", "le public n'est fragile que pour une raison personnelle", "moitié"),
        ("107", "esus", "le demandeur n'est pas un placement collectif", "rapport"),
        ("102", "esus", "n'est pas votre mission principale", "n'existait pas"),
        ("025", "esus", "le but de préservation du patrimoine n'existait pas encore", "fragil"),
        ("089", "esus", "n'est pas portée par une personne morale distincte", "ni objectif"),
    ],
)
def test_a_refusal_names_the_test_that_fails(case: str, status: str, words: str, never: str) -> None:
    sentence = assess(find_case(case).dossier).verdicts[status].sentence
    assert words in sentence and never not in sentence, sentence


@pytest.mark.parametrize(
    ("answers", "criterion", "words"),
    [
        ({"clause_fonds_developpement": "non"}, "ESS-07", "Vos statuts ne prévoient pas ce fonds."),
        (
            {"clause_fonds_developpement": "en_partie", "taux_fonds_statuts": "15", "plafond_fonds_statuts": "20"},
            "ESS-07",
            "Le fonds prévu par vos statuts reçoit moins de 20 % du bénéfice.",
        ),
        (
            {"clause_reserves_impartageables": "en_partie"},
            "ESS-06",
            "Vos statuts ne le disent qu'en partie.",
        ),
        ({"place_salaries": "rien"}, "ESS-04", "rien n'est prévu pour les salariés."),
        ({"mention_rcs": "non"}, "ESUS-00", "la mention ESS ne figure pas au registre du commerce."),
    ],
)
def test_one_answer_changed_is_the_one_named(answers: dict[str, str], criterion: str, words: str) -> None:
    sound = find_case("001").dossier
    changed = sound.model_copy(
        update={"answers": sound.answers | {one: answer(value) for one, value in answers.items()}}
    )
    explanation = assess(changed).findings[criterion].explanation
    assert explanation.endswith(words), explanation


@pytest.mark.parametrize("day", ["2015-03-01", "2018-06-01", "2019-09-01", "2022-01-10", "2024-06-14"])
@pytest.mark.parametrize(("case", "status"), [("133", "ess"), ("133", "esus"), ("070", "esus")])
def test_a_purpose_the_law_did_not_have_yet_is_no_fault_of_who_never_asked_for_it(
    case: str, status: str, day: str
) -> None:
    sentence = assess(find_case(case).dossier, on=date.fromisoformat(day)).verdicts[status].sentence
    assert "vous n'indiquez aucun des buts" in sentence
    assert "culturelle" not in sentence and "patrimoine" not in sentence and "plusieurs" not in sentence, sentence


def test_who_asked_for_it_is_told_that_and_nothing_more() -> None:
    for verdict in assess(find_case("025").dossier).verdicts.values():
        assert ": le but de préservation du patrimoine n'existait pas encore. Aucune" in verdict.sentence


def test_accounts_that_pass_are_not_told_to_fail_when_the_undertaking_lacks() -> None:
    findings = assess(find_case("044").dossier).findings
    assert findings["ESUS-02b"].explanation == (
        "Cette voie n'est pas ouverte : l'engagement de limiter la rémunération du capital n'est pas pris."
    )
    assert "comptes" not in findings["ESUS-02"].explanation and "engagement" in findings["ESUS-02"].explanation


def test_a_public_that_is_not_fragile_is_told_what_would_open_the_way_for_both() -> None:
    dossier = with_answers("001", fragilite_public=("aucune",), type_assimilation="aucun")
    for verdict in assess(dossier).verdicts.values():
        assert [change.remedy for change in verdict.later] == ["viser_un_autre_but"], verdict.status
        assert verdict.sentence.count("aucune fragilité") == 1


def test_a_company_already_distinct_is_not_told_to_become_so() -> None:
    verdict = assess(with_answers("090", adaptee_personne_distincte="oui", titres_admis_negociation="oui")).esus
    assert verdict.outcome == "non_eligible"
    assert "creer_personne_morale_adaptee" not in [change.remedy for change in verdict.later]


def test_a_company_without_a_purpose_is_told_what_would_open_the_way() -> None:
    for case, status in (("070", "esus"), ("107", "esus"), ("133", "ess"), ("133", "esus")):
        verdict = assess(find_case(case).dossier).verdicts[status]
        assert [change.remedy for change in verdict.later] == ["se_donner_un_but"], case
        assert "une piste : se donner un but d'utilité sociale" in verdict.sentence


@pytest.mark.parametrize(("case", "advised"), [("087", False), ("090", False)])
def test_the_ordinary_route_is_advised_only_where_it_is_open(case: str, advised: bool) -> None:
    dossier = find_case(case).dossier
    views = [one for one in assess(dossier).open_points if one.id in ("C11", "EATT")]
    assert views and all(("cas général" in one.conduct) is advised for one in views)
    opened = dossier.model_copy(
        update={
            "answers": dossier.answers
            | {
                "buts": Answer(value=("lien_social_cohesion_territoriale",)),
                "utilite_sociale_principale": answer("principale"),
            }
        }
    )
    views = [one for one in assess(opened).open_points if one.id in ("C11", "EATT")]
    assert views and all("cas général" in one.conduct for one in views)


# -- what the administration alone can answer --------------------------------------------------------------------------


def without(dossier: Dossier, fact: str) -> Dossier:
    remaining = {one: given_ for one, given_ in dossier.answers.items() if one.partition("[")[0] != fact}
    return dossier.model_copy(update={"answers": {**remaining, "type_assimilation": answer("aucun")}})


@pytest.mark.parametrize(
    ("case", "fact", "addresses"),
    [
        ("043", "tmo_retenu", {"tmo_retenu[n]", "tmo_retenu[n-1]", "tmo_retenu[n-2]"}),
        ("066", "smic_annuel_retenu", {"smic_annuel_retenu"}),
    ],
)
def test_the_figure_an_administration_gave_is_asked_last_where_the_verdict_turns_on_it(
    knowledge: Knowledge, case: str, fact: str, addresses: set[str]
) -> None:
    dossier = find_case(case).dossier
    interview = Interview(knowledge, without(dossier, fact), on=dossier.on)
    assert interview.assessment.verdicts["esus"].cause == "droit"
    assert {need.address for need in interview.pending()} == addresses
    # Nobody is held up by it: « je ne sais pas » ends the talk, the verdict open by law.
    lost = Interview(knowledge, without(dossier, fact), on=dossier.on)
    for address in addresses:
        lost.unknown(address)
    assert lost.next_group() is None and lost.assessment.verdicts["esus"].cause == "droit"
    # The figure given settles it, as in the case.
    for address in sorted(addresses):
        interview.answer(address, str(dossier.answers[address].value).replace(".", ","))
    assert interview.assessment.verdicts["esus"].outcome == "eligible" and interview.next_group() is None


@pytest.mark.parametrize("every", one_in(8))
def test_nobody_else_is_asked_for_it(every: int, knowledge: Knowledge) -> None:
    for case in load_cases()[::every]:
        if case.dossier.on is None or case.dossier.on < knowledge.base.start:
            continue
        reasoning = Reasoning(Session(knowledge, case.dossier, case.dossier.on))
        for need in settling(reasoning):
            fact = need.address.partition("[")[0]
            points = {one.id for one in knowledge.open_questions.values() if fact in one.settled_by}
            parted = {
                point
                for criterion in knowledge.criteria.values()
                if (version := criterion.on(case.dossier.on)) is not None
                for part in _ends(version.tree)
                for point in parting(reasoning.session, part)
            }
            assert points & parted, (case.number, need.address)


def _ends(node: Condition) -> Iterator[Condition]:
    if isinstance(node, AllOf | AnyOf):
        for child in node.children:
            yield from _ends(child)
    else:
        yield node
