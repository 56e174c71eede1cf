"""What the result says to do, and in which order: the next step first, what others decide after, what waits last."""

from __future__ import annotations

import pytest

from advisor.advice.guidance import ReportContext
from advisor.dossier import Dossier
from advisor.interview.machine import Interview
from advisor.interview.outlook import Progress
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case
from advisor.web.result.todo import NOTHING, TodoStep, how_much_left, steps
from tests.support.companies import sample


def todo_steps(dossier: Dossier, knowledge: Knowledge) -> tuple[TodoStep, ...]:
    interview = Interview(knowledge, dossier)
    return tuple(steps(interview, ReportContext(interview.assessment, knowledge, interview.dossier)))


def without(dossier: Dossier, *addresses: str) -> Dossier:
    for address in addresses:
        dossier = dossier.with_answer(address, None)
    return dossier


ORDERS = {
    # Nothing to change is good to know, never the first thing to do.
    "001": "deposer rien",
    "003": "changer changer",
    "013": "trancher changer",
    "014": "changer",
    "016": "repondre",
    "021": "deposer plus_tard",
    "023": "ailleurs",
    "026": "trancher ailleurs",
    "111": "changer ailleurs",
    "112": "dater",
    "125": "corriger repondre deposer",
}


@pytest.mark.parametrize("number", ORDERS)
def test_the_next_step_comes_first(number: str, knowledge: Knowledge) -> None:
    found = todo_steps(find_case(number).dossier, knowledge)
    assert " ".join(one.kind for one in found) == ORDERS[number]
    for one in found:
        assert one.title and (one.text == "" or one.text[-1] in ".…"), one
        assert (one.kind in ("changer", "plus_tard")) == bool(one.deeds)
        for deed in one.deeds:
            assert deed.title and deed.action and deed.serves.startswith("Pour l'") and "art." in deed.source
            assert deed.who


def test_statutes_are_written_at_once_and_formalities_done_together(knowledge: Knowledge) -> None:
    writing, formality = todo_steps(find_case("003").dossier, knowledge)
    assert writing.title == f"Écrire {len(writing.deeds)} clauses dans les statuts" and len(writing.deeds) > 9
    assert writing.clauses and writing.text == "À la prochaine assemblée."
    assert {deed.then for deed in writing.deeds} == {"déposer les statuts modifiés."} and not formality.deeds[0].then
    # What follows all of them is told once, above; each keeps what is its own.
    bare, shared = writing.deeds_without_repeats
    assert shared is not None and "déposer les statuts modifiés" in shared.then and not any(one.then for one in bare)
    assert [one.action for one in bare] == [one.action for one in writing.deeds]
    # One is named as it is; that a formality takes the time of a formality says nothing.
    assert not formality.clauses and formality.title == formality.deeds[0].title and formality.text == ""
    project = todo_steps(find_case("052").dossier, knowledge)
    assert (project[0].title, len(project[0].deeds)) == ("Faire 2 formalités", 2)


def test_a_project_writes_its_future_statutes_and_checks_its_draft_first(knowledge: Knowledge) -> None:
    project = find_case("052").dossier
    clauses = [address for address in project.answers if address.startswith("clause_")][-4:]
    ask, writing, *_ = todo_steps(without(project, *clauses), knowledge)
    assert ask.kind == "repondre" and ask.text.endswith("« Je ne sais pas » est une réponse permise.")
    assert writing.title == "Écrire 4 clauses dans les futurs statuts" and writing.clauses
    assert all("projet de statuts" in deed.notes[-1] for deed in writing.deeds)


def test_what_nobody_asked_is_asked_before_the_assembly_is_called(knowledge: Knowledge) -> None:
    whole = find_case("003").dossier
    clauses = [address for address in whole.answers if address.startswith("clause_")]
    first, writing, *_ = todo_steps(without(whole, *clauses[-3:]), knowledge)
    assert first.kind == "lire" and first.title.endswith("lisez-les avant de convoquer l'assemblée")
    assert {slug for slug, _ in first.links} <= set(clauses) and first.links and all(name for _, name in first.links)
    assert writing.kind == "changer"
    # All is read: nothing to check, one goes straight on.
    assert todo_steps(whole, knowledge)[0].kind == "changer"


def test_what_goes_against_a_point_one_holds_to_is_said_beside_it(knowledge: Knowledge) -> None:
    plain = sample(boni_liquidation="associes")
    (deed,) = todo_steps(plain, knowledge)[0].deeds
    assert deed.notes == ()
    (deed,) = todo_steps(plain.model_copy(update={"non_negotiables": ("garder_le_boni",)}), knowledge)[0].deeds
    assert deed.notes[-1].startswith("Contraire à un point auquel vous dites tenir : garder le boni")


def test_a_change_for_one_reading_of_the_law_says_so_and_comes_after_the_question(knowledge: Knowledge) -> None:
    settle, change = todo_steps(find_case("013").dossier, knowledge)
    assert settle.title.startswith("Faire préciser un point que la loi ne tranche pas : ") and settle.names[0]
    assert change.text == "Seulement si la lecture stricte l'emporte ; à la prochaine assemblée."


def test_what_waits_is_named_when_alone_and_offered_as_ways_when_several(knowledge: Knowledge) -> None:
    (alone,) = todo_steps(find_case("017").dossier, knowledge)
    assert (
        alone.title.startswith("Pour l'ESS et l'ESUS, plus tard : ") and alone.text == "Pas avant l'exercice suivant."
    )
    several = todo_steps(find_case("029").dossier, knowledge)[-1]
    assert several.title == "Pour l'ESUS, plus tard" and len(several.deeds) == 2 and "Des pistes" in several.text


def test_who_is_refused_without_a_way_out_is_sent_to_somebody(knowledge: Knowledge) -> None:
    (only,) = todo_steps(find_case("023").dossier, knowledge)
    assert only.title == "Pour l'ESS et l'ESUS, chercher un autre chemin" and "CRESS" in only.text


def test_what_nobody_knows_is_gathered_once_nothing_more_is_asked(knowledge: Knowledge) -> None:
    interview = Interview(knowledge, without(sample(), "activite_propre"))
    assert todo_steps(interview.dossier, knowledge)[0].kind == "repondre"
    interview.answer("situation_judiciaire", "aucune")
    interview.unknown("activite_propre")
    gather = todo_steps(interview.dossier, knowledge)[0]
    assert gather.kind == "reunir" and gather.names and not gather.links


def test_answers_that_contradict_come_first_and_are_counted(knowledge: Knowledge) -> None:
    first, *others = todo_steps(find_case("127").dossier, knowledge)
    assert first.kind == "corriger" and first.title == "Corriger deux réponses qui se contredisent"
    # Given, they are not among those that lack.
    assert not any(one.kind == "reunir" for one in others)
    assert NOTHING not in [one.text for one in others]
    both = find_case("127").dossier
    for address in ("titres_admis_negociation", "marche_cotation"):
        both = both.with_answer(address, find_case("126").dossier.answers[address])
    assert todo_steps(both, knowledge)[0].title == "Corriger les réponses qui se contredisent"


@pytest.mark.parametrize(
    ("best", "worst", "time", "words"),
    [
        (1, 1, (1, 1), "Il en reste une."),
        (0, 1, (1, 2), "Il en reste une."),
        (2, 2, (1, 1), "Il en reste 2 ; comptez 1 minute."),
        (3, 3, (2, 2), "Il en reste 3 ; comptez 2 minutes."),
        (3, 9, (2, 2), "Il en reste 6 environ, souvent moins ; comptez 2 minutes."),
        (3, 9, (2, 6), "Il en reste 6 environ, souvent moins ; comptez de 2 à 6 minutes."),
    ],
)
def test_how_much_is_left_is_told_in_questions_and_minutes(
    best: int, worst: int, time: tuple[int, int], words: str
) -> None:
    assert how_much_left(Progress(best, worst, ()), time).startswith(words)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("084", "sur la plateforme ESUS si elle est ouverte, sinon avec une date certaine"),
        ("069", "la demande en ligne, sur la plateforme ESUS"),
    ],
)
def test_a_demand_comes_before_a_point_that_no_verdict_waits_for(name: str, how: str, knowledge: Knowledge) -> None:
    whole = find_case(name).dossier
    demand, check = todo_steps(without(whole, "guide_presente"), knowledge)
    assert demand.title == f"Pour l'ESUS, déposer {how}, pièces listées avec les démarches" and demand.files
    assert check.title.startswith("Pour l'ESS, vérifier : ")
