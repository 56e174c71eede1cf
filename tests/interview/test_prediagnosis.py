"""The pre-diagnosis: few questions, no figure, and nobody is told « no » without why and what next."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.assessment.reasoning import Reasoning
from advisor.assessment.session import Session
from advisor.common.errors import InputError
from advisor.common.resources import data_dir
from advisor.dossier import Answer, Dossier
from advisor.interview.machine import Interview
from advisor.interview.outlook import standing
from advisor.interview.prediagnosis.outlook import outlook
from advisor.interview.prediagnosis.talk import (
    Outlook,
    RouteOutlook,
    StatusOutlook,
    asked,
    left_at_most,
    minutes,
    next_question,
    wording,
)
from advisor.lint.prediagnosis import ASKABLE, lint_script_folder
from advisor.rules.load import JOURNEY, Knowledge, load_from, load_knowledge
from advisor.rules.prediagnosis import FILE, SCRIPT, Script, load_script
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import load_cases
from tests.support import companies
from tests.support.generate import dossiers
from tests.support.rule_files import damage, lint_lines
from tests.support.spread import one_in

TODAY = date(2026, 11, 25)
DAYS = st.sampled_from([TODAY, date(2024, 6, 20), date(2019, 5, 23), date(2015, 8, 1), date(2014, 1, 1)])


@dataclass(frozen=True)
class Walk:
    """The pre-diagnosis of one case, answered as its dossier says."""

    case: Case
    path: tuple[str, ...]
    interview: Interview

    @cached_property
    def outlook(self) -> Outlook:
        return outlook(self.interview)


def walk(knowledge: Knowledge, dossier: Dossier, on: date) -> tuple[tuple[str, ...], Interview]:
    """Every question of the pre-diagnosis, answered as a dossier does, « je ne sais pas » where it is silent."""
    interview = Interview(knowledge, Dossier(on=on), on=on)
    path, bound = [], load_script().most
    while (address := next_question(interview)) is not None:
        most = len(asked(interview)) + left_at_most(interview)
        # What was announced never grows, and is never less than what is asked.
        assert left_at_most(interview) >= 1 and most <= bound, (path, address)
        bound = most
        path.append(address)
        given = dossier.answers.get(address)
        if given is None or given.value is None:
            interview.unknown(address)
        else:
            interview.answer(address, given.value)
    assert len(path) <= bound
    return tuple(path), interview


@pytest.fixture(scope="module")
def script() -> Script:
    return load_script()


NAMED = {"029", "052", "070", "073", "075", "077", "081", "087", "089", "103"}
"""Cases that a test below, or a question of the script, asks for."""


@pytest.fixture(scope="module", params=one_in(10))
def walks(knowledge: Knowledge, request: pytest.FixtureRequest) -> list[Walk]:
    found = []
    for rank, case in enumerate(load_cases()):
        if rank % request.param and case.number not in NAMED:
            continue
        on = case.dossier.on or TODAY
        path, interview = walk(knowledge, case.dossier, on)
        found.append(Walk(case, path, interview))
    return found


# -- what is asked -------------------------------------------------------------------------------------------------


def test_no_question_asks_for_a_figure_and_no_path_is_long(
    walks: list[Walk], script: Script, knowledge: Knowledge
) -> None:
    assert script.most <= 12
    for one in walks:
        assert len(one.path) <= script.most, one.case.id
        assert len(set(one.path)) == len(one.path), one.case.id
        assert {knowledge.facts[fact].type for fact in one.path} <= set(ASKABLE), one.case.id
    usual = script.usual.questions
    ordinary = [one for one in walks if usual.least <= len(one.path) <= usual.most]
    assert len(ordinary) >= len(walks) * 2 / 3


@settings(max_examples=20)
@given(st.data())
def test_the_length_announced_holds_whatever_is_answered(knowledge: Knowledge, data: st.DataObject) -> None:
    day = data.draw(st.sampled_from([TODAY, date(2019, 5, 23), date(2015, 8, 1)]))
    path, _ = walk(knowledge, data.draw(dossiers(knowledge, day)), day)
    assert len(path) <= load_script().most


def test_the_minutes_announced_are_those_of_the_usual_paths(
    walks: list[Walk], script: Script, knowledge: Knowledge
) -> None:
    usual, pace = script.usual, script.pace.seconds
    for one in walks:
        if usual.questions.least <= len(one.path) <= usual.questions.most:
            cost = sum(knowledge.facts[fact].cost for fact in one.path)
            assert cost * pace.most <= usual.minutes.most * 60, one.case.id
            assert cost * pace.least >= (usual.minutes.least - 1) * 60 / 2, one.case.id


def test_every_question_is_put_to_some_company(walks: list[Walk], script: Script) -> None:
    put = {fact for one in walks for fact in one.path}
    assert {one.fact for one in script.questions} - put == set()


def test_what_no_figure_decides_is_told_closed(walks: list[Walk], knowledge: Knowledge) -> None:
    """Were every choice of the catalogue asked, nothing more would be told closed."""
    # What is taken for granted is not asked here, nor what only the law of before 2019 asks.
    choices = {fact.id for fact in knowledge.facts.values() if fact.type in ASKABLE and fact.default is None}
    choices.remove("but_de_la_culture")
    for one in walks:
        given = {fact: answer for fact, answer in one.case.dossier.answers.items() if fact in choices}
        day = one.interview.on
        if day < knowledge.base.start:
            continue
        reasoning = Reasoning(Session(knowledge, Dossier(on=day, answers=given), day))
        for status in one.outlook.statuses:
            if reasoning.rungs(f"statut:{status.id}", "favourable")[1] == 0:
                assert status.state == "ferme", (one.case.id, status.id)


def test_what_is_told_early_is_never_taken_back(walks: list[Walk]) -> None:
    for one in walks:
        whole = Interview(one.interview.knowledge, one.case.dossier, on=one.interview.on)
        if whole.reasoning.session.contradictions or one.interview.on < whole.knowledge.base.start:
            continue
        for status in one.outlook.statuses:
            if status.state in ("ferme", "acquis", "a_mettre_en_conformite", "droit"):
                assert standing(whole.reasoning, status.id)[0] == status.state, (one.case.id, status.id)


def test_a_dossier_is_enough_to_resume(walks: list[Walk], knowledge: Knowledge) -> None:
    for one in walks[::6]:
        answers = one.interview.dossier.answers
        for count in range(len(answers)):
            half = Dossier(on=one.interview.on, answers=dict(list(answers.items())[:count]))
            again = Interview(knowledge, Dossier.model_validate_json(half.model_dump_json()), on=one.interview.on)
            assert next_question(again) == one.path[count]
            assert asked(again) == tuple(fact for fact in asked(one.interview) if fact in half.answers)


def test_one_who_knows_nothing_is_told_something_all_the_same(knowledge: Knowledge, script: Script) -> None:
    path, interview = walk(knowledge, Dossier(), TODAY)
    assert 1 <= len(path) <= script.most
    found = outlook(interview)
    assert found.complete and found.unknown == len(path)
    check(found)


# -- how it is asked -----------------------------------------------------------------------------------------------


def test_words_are_plainer_and_choices_are_those_of_the_fact(knowledge: Knowledge, script: Script) -> None:
    interview = Interview(knowledge, Dossier(on=TODAY), on=TODAY)
    for question in script.questions:
        fact = knowledge.facts[question.fact]
        words = wording(interview, fact.id)
        assert [option.id for option in words.options] == [option.id for option in fact.options]
        shelved = [option for _, family in words.families for option in family]
        assert sorted(option.id for option in shelved) == sorted(option.id for option in fact.options)
        assert all(option.label for option in words.options)
        assert words.question == (question.question or fact.question) and words.help and words.why
        # A tired reader on a phone: three lines of question, a handful of help.
        assert len(words.question) <= 125 and len(words.help) <= 420 and len(words.why) <= 130, fact.id


def test_a_question_out_of_the_script_keeps_the_words_of_the_catalogue(knowledge: Knowledge) -> None:
    interview = Interview(knowledge, Dossier(on=TODAY), on=TODAY)
    fact = knowledge.facts["societe_mission"]
    words = wording(interview, fact.id)
    assert (words.question, words.help, words.why, words.options) == (fact.question, fact.help, "", fact.options)
    assert words.families == (("", fact.options),)


# -- what is told --------------------------------------------------------------------------------------------------


def check(found: Outlook, ended: str = "") -> None:
    """Nobody is told anything, least of all « no », without why and what next."""
    assert Outlook.model_validate_json(found.model_dump_json()) == found
    for status in found.statuses:
        _check_part(status)
        for route in status.routes:
            _check_part(route)
            assert route.statement
        if status.state == "ferme":
            assert status.next[-1].kind == "autre_statut"
            assert found.avenues, "another statute is always shown"
            # What is closed is not « to be checked »: more answers would change nothing.
            assert not any(step.kind == "verifier" for step in status.next)
        elif status.state == "droit":
            assert any(step.kind == "trancher" for step in status.next), status.id
        elif status.state == "ouvert":
            assert any(step.kind in ("verifier", "contradiction") for step in status.next), status.id
        elif status.state == "a_mettre_en_conformite":
            # To a company that has ended, no change is proposed any more: it is told why.
            mended = any(step.kind == "corriger" for step in status.next)
            assert mended != bool(ended) and (not ended or status.next[-1].text == ended), status.id
    for avenue in found.avenues:
        assert avenue.summary and avenue.ess and avenue.esus and avenue.articles


def _check_part(part: StatusOutlook | RouteOutlook) -> None:
    assert part.sentence.endswith("."), part.sentence
    assert part.words and part.why and part.next, part.id
    for reason in part.why:
        assert reason.title and reason.text, (part.id, reason)
        if part.state == "ferme":
            assert reason.articles, (part.id, reason.criterion)
        if reason.criterion:
            assert all(article.text for article in reason.articles)
    for step in part.next:
        assert step.title and (step.text or step.articles), (part.id, step)
        assert (step.kind == "verifier" and part.state != "avant_la_loi") == bool(step.questions)
        if step.questions:
            assert 1 <= step.minutes[0] <= step.minutes[1]


def test_every_case_is_told_why_and_what_next(walks: list[Walk]) -> None:
    for one in walks:
        check(one.outlook)
        assert one.outlook.complete and one.outlook.notice


@settings(max_examples=15)
@given(DAYS.flatmap(lambda day: dossiers(load_knowledge(), day)))
def test_every_dossier_is_told_why_and_what_next(dossier: Dossier) -> None:
    interview = Interview(load_knowledge(), dossier, on=dossier.on)
    found = outlook(interview)
    check(found, interview.assessment.ended)
    lines = {line.status: (line.state, line.words) for line in interview.progress().lines}
    assert {status.id: (status.state, status.words) for status in found.statuses} == lines
    assert found.minutes == minutes(interview)
    assert found.minutes[0] <= found.minutes[1]


def test_an_answer_set_aside_that_a_status_waits_for_is_to_be_mended_though_its_best_outcome_is_known() -> None:
    """The form and the partners contradict one another; the report that is not sent leaves nothing better in reach."""
    fund = companies.given(
        on=date(2026, 11, 25),
        forme_juridique="eurl",
        nombre_associes="4",
        titulaire_titre="autre_structure",
        utilite_sociale_principale="accessoire",
        rapport_certifie="pas_encore",
        placement_nouveau_engagement="nouveau_sans_engagement",
    )
    esus = next(one for one in outlook(Interview(load_knowledge(), fund)).statuses if one.id == "esus")
    assert esus.state == "ouvert" and esus.next[0].kind == "contradiction"


@pytest.mark.parametrize("cooperative", ["non", None])
def test_a_foreign_company_without_purpose_is_shown_other_statutes(cooperative: str | None) -> None:
    """What it answers of its form alone is no reason against another form."""
    own = {"cooperative_etrangere": cooperative} if cooperative else {}
    foreign = companies.given(on=TODAY, situation="projet", forme_juridique="societe_etrangere", buts=["aucun"], **own)
    found = outlook(Interview(load_knowledge(), foreign))
    assert {one.state for one in found.statuses} == {"ferme"} and found.avenues


def test_the_state_of_a_route_is_the_engines(walks: list[Walk]) -> None:
    ladder = ("ferme", "a_mettre_en_conformite", "acquis")
    for one in walks[::4]:
        reasoning = one.interview.reasoning
        for status in one.outlook.statuses:
            for route in status.routes:
                spans = [reasoning.rungs(f"voie:{route.id}", reading) for reading in ("strict", "favourable")]
                if route.state in ladder:
                    rung = ladder.index(route.state)
                    assert spans == [(rung, rung), (rung, rung)], (one.case.id, route.id)
                else:
                    assert len({rung for span in spans for rung in span}) > 1, (one.case.id, route.id)


def test_a_route_that_an_expired_title_closes_is_told(walks: list[Walk]) -> None:
    found = next(one.outlook for one in walks if one.case.id.startswith("103"))
    esus = next(status for status in found.statuses if status.id == "esus")
    route = next(route for route in esus.routes if route.id == "plein_droit")
    assert route.state == "ferme" and any("Validité du titre" in text for one in route.why for text in one.answers)


def test_what_the_administration_appraises_is_only_defendable(walks: list[Walk]) -> None:
    appraised = [
        reason
        for one in walks
        for status in one.outlook.statuses
        for reason in status.why
        if reason.outcome == "satisfait" and one.interview.assessment.findings[reason.criterion].appraised_by
    ]
    assert appraised and all(one.mark == "defendable" for one in appraised)


def test_the_clauses_of_a_project_are_one_piece_of_writing(walks: list[Walk]) -> None:
    found = next(one.outlook for one in walks if one.case.id.startswith("052"))
    ess = found.statuses[0]
    writing = [step for step in ess.next if step.kind == "corriger"]
    assert len(writing) == 1 and "clauses" in writing[0].title and writing[0].articles


def test_clauses_nobody_has_read_are_not_told_missing(walks: list[Walk], knowledge: Knowledge) -> None:
    words = load_script().sentences.steps
    found = next(one.outlook for one in walks if one.case.id.startswith("052"))
    title = next(step.title for step in found.statuses[0].next if step.kind == "corriger")
    assert title.startswith(words.clauses_unread.split("{")[0])
    # Answered « non » one by one, they are.
    answers = {fact: "non" for fact in knowledge.facts if fact.startswith("clause_")}
    interview = next(one.interview for one in walks if one.case.id.startswith("052"))
    again = Interview(knowledge, Dossier(on=interview.on, answers=dict(interview.dossier.answers)), on=interview.on)
    for fact, value in answers.items():
        again.answer(fact, value)
    writing = [one for one in again.assessment.verdicts["ess"].changes if one.kind == "statuts"]
    title = next(step.title for step in outlook(again).statuses[0].next if step.kind == "corriger")
    wanted = words.clauses_unread if any(one.pending for one in writing) else words.clauses
    assert title == wanted.replace("{nombre}", str(len(writing)))


def test_one_clause_to_write_says_nothing_of_those_nobody_read(walks: list[Walk]) -> None:
    found = next(one.outlook for one in walks if one.case.id.startswith("081"))
    ess = found.statuses[0]
    assert ess.state == "a_mettre_en_conformite"
    left = ess.next[0]
    assert left.kind == "verifier" and left.questions >= 10 and "boni de liquidation" in left.text


def test_what_a_point_of_law_may_close_is_not_told_open_without_a_word(walks: list[Walk]) -> None:
    warned = load_script().sentences.law_at_stake
    seen = set()
    for one in walks:
        for part in (*one.outlook.statuses, *(route for status in one.outlook.statuses for route in status.routes)):
            at_stake = part.state == "ouvert" and any(step.kind == "trancher" for step in part.next)
            assert (warned in part.sentence) == at_stake, (one.case.id, part.id)
            seen |= {one.case.id[:3]} if at_stake else set()
    assert {"029", "073", "077", "087"} <= seen


def test_other_statutes_are_doors_and_do_not_keep_what_closes_this_one(walks: list[Walk], script: Script) -> None:
    for one in walks:
        assert not {avenue.id for avenue in one.outlook.avenues} & set(script.dead_ends), one.case.id
        assert bool(one.outlook.avenues) == bool(one.outlook.avenues_note)
    by_case = {one.case.id[:3]: {avenue.id for avenue in one.outlook.avenues} for one in walks}
    # No social aim, no accreditation as a company either; a sole trader may found one.
    assert not {"societe_ess", "societe_esus"} & by_case["070"] and {"association", "scic"} <= by_case["070"]
    assert "societe_ess" in by_case["075"]


def test_a_route_that_one_has_to_ask_for_is_not_shown_to_those_who_did_not(walks: list[Walk]) -> None:
    for one in walks:
        asked_for = one.interview.dossier.answers.get("type_assimilation")
        if asked_for is None or asked_for.value in (None, "aucun"):
            shut = [route for status in one.outlook.statuses for route in status.routes if route.state == "ferme"]
            assert "assimilation" not in {route.id for route in shut}, one.case.id


@pytest.mark.slow
def test_what_is_asked_in_the_end_is_the_share_announced(walks: list[Walk], knowledge: Knowledge) -> None:
    share = load_script().pace.share
    good = total = 0
    for one in walks:
        start = Interview(knowledge, one.interview.dossier, on=one.interview.on)
        if not start.pending():
            continue
        cost = {address: fact.cost for address, (fact, _) in knowledge.addresses.items()}
        from advisor.interview.outlook import to_come

        every = {need.address for need in start.pending()} | (to_come(start.reasoning) - set(start.dossier.answers))
        given_cost = 0
        while (group := start.next_group()) is not None:
            address = group.needed[0].address
            given = one.case.dossier.answers.get(address, Answer(value=None))
            _ = start.unknown(address) if given.value is None else start.answer(address, given.value)
            given_cost += cost[address]
        total += 1
        ratio = 100 * given_cost / sum(cost[address] for address in every)
        good += share.least <= ratio <= share.most
    assert good >= 0.95 * total


# -- the file ------------------------------------------------------------------------------------------------------


def test_no_verdict_and_no_fingerprint_depends_on_it(knowledge: Knowledge, tmp_path: Path) -> None:
    shutil.copytree(data_dir("rules"), tmp_path / "rules")
    shutil.rmtree(tmp_path / "rules" / JOURNEY)
    assert load_from(tmp_path / "rules").fingerprint == knowledge.fingerprint


BROKEN = {
    "unknown fact": ("fait: titulaire_titre", "fait: titulaire", "le fait « titulaire » n'existe pas."),
    "figure asked": ("fait: titulaire_titre", "fait: nombre_associes", "c'est un fait « nombre »"),
    "fact twice": ("fait: titulaire_titre", "fait: situation", "le fait « situation » est déjà demandé."),
    "figure in words": ("Ce titre est-il encore valable", "Ces 2 titres sont-ils", "contient un chiffre (2)."),
    "no question mark": ("encore valable aujourd'hui ?", "encore valable.", "une question finit par « ? »."),
    "two sentences of why": (
        "Seul un titre en cours de validité ouvre la voie simplifiée.",
        "Seul un titre ouvre. La voie est simple.",
        "dites pourquoi en une seule phrase",
    ),
    "unknown choice": ("id: societe_civile,", "id: civile,", "« civile » n'est pas un choix de « forme_juridique »."),
    "choice twice": ("id: societe_civile,", "id: cooperative,", "le choix « cooperative » est déjà dit."),
    "choice in no family": ("eurl, association, coop", "eurl, coop", "aucune famille ne contient « association »."),
    "figure in a choice": (
        '      - {id: promotion_culturelle, aide: "Demande en plus un effet social."}\n',
        "",
        "le choix « promotion_culturelle » contient un chiffre (24).",
    ),
    "unknown statute": (
        "sans_issue: [societe_classique,",
        "sans_issue: [societe_inconnue,",
        "le statut « societe_inconnue » n'existe pas.",
    ),
    "no place for the points": ("en sortir : {points}.", "en sortir.", "cette phrase doit dire « {points} »."),
    "choice in two families": ("choix: [aucune]", "choix: [aucune, oacas]", "est déjà dans une famille."),
    "unknown route": ("seule_voie: assimilation", "seule_voie: assimile", "la voie « assimile » n'existe pas."),
    "asked before what opens it": (
        "si: {fait: situation, est: deja_constituee}\n    question: Les statuts",
        "si: {fait: boni_liquidation, est: associes}\n    question: Les statuts",
        "qui n'est pas demandé avant elle.",
    ),
    "unknown state": ("    droit: >-\n      Le", "    juge: >-\n      Le", "« juge » n'est pas admis"),
    "state without sentence": (
        "    droit: >-\n      Le droit ne tranche pas le point dont dépend cette voie.\n",
        "",
        "il manque la phrase de « droit ».",
    ),
    "missing words of a project": ("Écrire {nombre} clauses", "Écrire des clauses", "doit dire « {nombre} »."),
    "span upside down": ("part_posee: {au_moins: 20,", "part_posee: {au_moins: 90,", "dépasse « au_plus »."),
    "common below the least": ("part_courante: 60", "part_courante: 10", "sous le « au_moins » de « part_posee »."),
    "more announced than asked": ("questions_au_plus: 12", "questions_au_plus: 9", "on n'annonce pas plus"),
    "why left out": (
        "    pourquoi: Seul un titre en cours de validité ouvre la voie simplifiée.\n",
        "",
        "il manque « pourquoi ».",
    ),
    "slip": ("Ce titre est-il encore", "Ce titre  est-il encore", "deux espaces de suite"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_script_says_what_where_and_how(name: str, tmp_path: Path, knowledge: Knowledge) -> None:
    old, new, expected = BROKEN[name]
    damage(tmp_path, FILE, old, new)
    lines = "\n".join(lint_lines(lint_script_folder, tmp_path, knowledge))
    assert expected in lines, lines
    assert f"rules/{FILE}:" in lines


def test_the_packaged_script_is_sound_and_a_folder_may_have_none(tmp_path: Path, knowledge: Knowledge) -> None:
    assert lint_script_folder(data_dir("rules"), "rules", knowledge) == []
    assert lint_script_folder(tmp_path, "rules", knowledge) == []
    (tmp_path / JOURNEY).mkdir()
    with pytest.raises(InputError, match="aucun fichier ne correspond"):
        SCRIPT.read(tmp_path, "rules")
