"""The decision trees: true to the engine on every worked case, one legible page at every day of the law."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from pypdf import PageObject, PdfReader

from advisor.assessment.model import LADDER
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.session import Session
from advisor.cli import main
from advisor.common.errors import InputError
from advisor.common.french import typeset
from advisor.dossier import Answer, Dossier, answer
from advisor.report.document import render_document
from advisor.report.model import Diagram, Ladder, Report, Rung
from advisor.rules.conditions import Leaf, walk
from advisor.rules.course import Course, Lesson, load_course
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import load_cases
from advisor.training.paper.decision_tree import Failing, decision_ladder, decision_tree
from tests.conftest import JudgedCases
from tests.support.generate import dossiers, values_of
from tests.support.spread import hold, lengths, one_in
from tests.support.unbroken import check_unbroken

TODAY = date(2026, 11, 25)
STATUSES = ("ess", "esus")
KNOWLEDGE = load_knowledge()
CASES = load_cases()
DAYS = st.sampled_from([*KNOWLEDGE.law_days, KNOWLEDGE.base.law_as_of])
ANY_DOSSIER = DAYS.flatmap(lambda day: dossiers(KNOWLEDGE, day))
Span = tuple[int, int]


@dataclass(frozen=True)
class Reply:
    """What a company answers to one question of a tree: worst and best rung under each reading of the law."""

    strict: Span
    favourable: Span


def replies_of(ladder: Ladder, reasoning: Reasoning) -> dict[str, Reply]:
    """What the engine finds of each criterion that a tree asks about."""
    codes = [rung.code for rung in asked(ladder)]
    return {code: Reply(reasoning.rungs(code, "strict"), reasoning.rungs(code, "favourable")) for code in codes}


def reason(dossier: Dossier) -> Reasoning:
    return Reasoning(Session(KNOWLEDGE, dossier, dossier.on or TODAY))


def check_exits(rung: Rung, answer: Reply) -> None:
    """The exits printed beside a question hold every case that a company meets."""
    marks = {one.mark for one in rung.exits}
    if answer.strict != answer.favourable and answer.favourable == (2, 2):
        found = [one for one in rung.exits if one.mark == "incertain"]
        assert found, rung
        if answer.strict == (0, 0) and rung.leaves == "non":
            assert any("stricte, fermé" in one.text or "voir" in one.text for one in found), rung
    elif answer.strict == answer.favourable == (1, 1):
        assert "a_mettre_en_conformite" in marks, rung
    elif answer.strict == answer.favourable == (0, 0) and rung.leaves == "non":
        assert "non_eligible" in marks, rung


def follow(ladder: Ladder, replies: dict[str, Reply]) -> tuple[Span, Span, str]:
    """From the first question to the foot: worst and best rung under each reading, and what the best is called."""
    here: list[Span] = [(2, 2), (2, 2)]
    reached: list[tuple[list[Span], str]] = []
    for flight in ladder.flights:
        for rung in flight.rungs:
            answer = replies[rung.code]
            check_exits(rung, answer)
            spans = [_least(one, other) for one, other in zip(here, (answer.strict, answer.favourable), strict=True)]
            if rung.leaves == "oui":
                reached.append((spans, rung.exits[0].mark))
            else:
                here = spans
        if flight.foot:
            reached.append((here, flight.foot[0].mark))
            break
    strict, favourable = (tuple(max(spans[turn][end] for spans, _ in reached) for end in (0, 1)) for turn in (0, 1))
    name = next((mark for spans, mark in reached if spans[0][0] == 2), "eligible")
    return (strict[0], strict[1]), (favourable[0], favourable[1]), name


def _least(one: Span, other: Span) -> Span:
    return min(one[0], other[0]), min(one[1], other[1])


def asked(ladder: Ladder) -> Iterator[Rung]:
    for flight in ladder.flights:
        yield from flight.rungs


def walked(status: str, dossier: Dossier) -> tuple[Span, Span, str]:
    """The tree of the day followed to its foot, after checking that it leads where the engine does."""
    # On paper, whoever goes on to the general case asks for it.
    reasoning = reason(dossier.with_answer("droit_commun_aussi", answer("oui")))
    ladder = decision_ladder(status, reasoning.day, KNOWLEDGE)
    strict, favourable, name = follow(ladder, replies_of(ladder, reasoning))
    engine = (reasoning.rungs(f"statut:{status}", "strict"), reasoning.rungs(f"statut:{status}", "favourable"))
    assert (strict, favourable) == engine
    return strict, favourable, name


@pytest.mark.parametrize("every", one_in(8))
@pytest.mark.parametrize("status", STATUSES)
def test_walking_the_tree_gives_the_verdict_of_each_worked_case(status: str, every: int, judged: JudgedCases) -> None:
    decided = 0
    for case, assessment in (judged[id] for id in list(judged)[::every]):
        if case.dossier.on is None or case.dossier.on < KNOWLEDGE.base.start:
            continue
        strict, favourable, name = walked(status, case.dossier)
        verdict = assessment.verdicts[status]
        if strict == favourable and strict[0] == strict[1]:
            assert verdict.outcome == (name if strict[0] == 2 else LADDER[strict[0]]), case.id
            decided += 1
        elif favourable[1] < 2:
            # A project whose founding is all that it lacks stays open.
            to_found = assessment.project and verdict.outcome == "indetermine"
            assert verdict.outcome == LADDER[favourable[1]] or to_found, case.id
        else:
            assert verdict.outcome == "indetermine", case.id
    assert decided > 90 / every


@pytest.mark.parametrize("examples", lengths(10, 300))
def test_walking_the_tree_agrees_with_the_engine_on_any_answers(examples: int) -> None:
    def check(dossier: Dossier) -> None:
        for status in STATUSES:
            walked(status, dossier)

    hold(examples, check, ANY_DOSSIER)


@pytest.mark.parametrize("examples", lengths(10, 300))
def test_walking_the_tree_agrees_with_the_engine_beside_a_worked_case(examples: int) -> None:
    hold(examples, check_beside, st.sampled_from(CASES), st.sampled_from(KNOWLEDGE.law_days), st.data())


def check_beside(case: Case, day: date, data: st.DataObject) -> None:
    """One answer of a worked case changed, under the law of any day: where boundaries are."""
    address = data.draw(st.sampled_from(sorted(case.dossier.answers)))
    fact, _ = KNOWLEDGE.addresses[address]
    value = data.draw(st.sampled_from(values_of(fact, day)))
    answers = {**case.dossier.answers, address: Answer(value=value)}
    dossier = case.dossier.model_copy(update={"on": day, "answers": answers})
    for status in STATUSES:
        walked(status, dossier)


@pytest.mark.parametrize("status", STATUSES)
def test_each_criterion_of_the_routes_is_asked_once_at_every_day(status: str, knowledge: Knowledge) -> None:
    for day in knowledge.law_days:
        ladder = decision_ladder(status, day, knowledge)
        codes = [rung.code for rung in asked(ladder)]
        assert len(codes) == len(set(codes))
        wanted = set()
        for route in knowledge.statuses[status].routes:
            version = route.on(day)
            wanted |= set(_criteria(version.condition, knowledge, day)) if version else set()
        assert wanted <= set(codes), day
        assert all(knowledge.criteria[code].on(day) for code in codes)


def _criteria(condition: object, knowledge: Knowledge, day: date) -> Iterator[str]:
    for node in walk(condition):  # type: ignore[arg-type]
        id = getattr(node, "id", None)
        if id is None:
            continue
        version = knowledge.criteria[id].on(day)
        if knowledge.criteria[id].scope == "synthese" and version:
            yield from _criteria(version.tree, knowledge, day)
        else:
            yield id


def long_course(knowledge: Knowledge) -> Course:
    """Questions that all are nearly as long as a lesson may ask."""
    question = ("Cette structure a-t-elle bien écrit dans ses statuts tout ce que la loi demande à ce sujet, mot " * 2)[
        :82
    ]
    lessons = {
        id: Lesson(criterion=id, level=1, question=f"{question} ?", pitfall="p", remember="r")
        for id in knowledge.criteria
    }
    return Course({}, lessons)


def sizes_of(page: PageObject) -> list[float]:
    """The size in points of every run of letters."""
    sizes: list[float] = []

    def seen(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if any(char.isalpha() for char in text):
            sizes.append(size * abs(tm[3]) * abs(cm[3]))

    page.extract_text(visitor_text=seen)
    return sizes


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("length", [pytest.param("packaged", marks=pytest.mark.slow), "longest"])
def test_the_tree_is_one_legible_page_at_every_day_of_the_law(status: str, length: str, knowledge: Knowledge) -> None:
    course = long_course(knowledge) if length == "longest" else None
    # Under most laws the drawing is that of the one before, under another date: it is printed once.
    drawings = {}
    for day in (*knowledge.law_days, TODAY):
        tree = decision_tree(status, day, knowledge, course)
        drawings[tuple(part.model_dump_json() for part in tree.parts)] = day, tree
    for day, tree in drawings.values():
        data = render_document(tree, "pdf")
        pages = PdfReader(io.BytesIO(data)).pages
        assert len(pages) == 1, day
        assert min(sizes_of(pages[0])) >= 7.99, day
        assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]


@pytest.mark.parametrize("fmt", ["pdf", "docx", "html", "markdown", "terminal", "json"])
def test_the_same_tree_gives_the_same_bytes(fmt: str, knowledge: Knowledge) -> None:
    first, second = (render_document(decision_tree("esus", TODAY, knowledge), fmt) for _ in "ab")  # type: ignore[arg-type]
    assert first == second


@pytest.mark.parametrize("status", STATUSES)
def test_a_way_opened_below_other_questions_reminds_of_what_was_noted(status: str, knowledge: Knowledge) -> None:
    """« De droit » at the end of plain-droit questions holds only if nothing was to be mended above."""
    for day in knowledge.law_days:
        for rank, rung in enumerate(asked(decision_ladder(status, day, knowledge))):
            if rung.leaves == "oui":
                assert ("si rien n'est noté" in rung.exits[0].text) == (rank > 0), (day, rung.code)


def test_the_sheet_tells_a_day_later_than_the_law_known(knowledge: Knowledge) -> None:
    known = knowledge.base.law_as_of
    late = decision_tree("ess", known + timedelta(1), knowledge)
    assert "à vérifier au-delà" in dict(late.metadata)["Règles"]
    assert "à vérifier au-delà" not in dict(decision_tree("ess", known, knowledge).metadata)["Règles"]


def test_durations_come_from_the_figures_of_the_law(knowledge: Knowledge) -> None:
    before, after = (_text(decision_tree("esus", day, knowledge)) for day in (date(2024, 12, 31), date(2025, 1, 1)))
    assert "1 an" not in re.sub(r"1 an\w", "", before) and "5 ans" in before
    assert re.search(r"\b1 an\b", after) and "5 ans" in after


def test_the_question_asked_is_that_of_the_law_of_the_day(knowledge: Knowledge) -> None:
    course = load_course()
    for status in STATUSES:
        for day in (*knowledge.law_days, TODAY):
            for rung in asked(decision_ladder(status, day, knowledge)):
                lesson = course.lesson(rung.code, day)
                assert lesson and rung.question == typeset(lesson.question), (day, rung.code)
    early, now = (_questions("esus", day) for day in (date(2016, 6, 1), TODAY))
    assert early["ESUS-08"] != now["ESUS-08"]
    untaught = {one.code: one.question for one in asked(decision_ladder("esus", TODAY, knowledge, Course({}, {})))}
    assert untaught["ESUS-08"] == typeset("Organisme assimilé ?")


def _questions(status: str, day: date) -> dict[str, str]:
    return {one.code: one.question for one in asked(decision_ladder(status, day, KNOWLEDGE))}


def _text(report: Report) -> str:
    drawn = next(block.drawn for block in report.parts[0].blocks if isinstance(block, Diagram))
    assert isinstance(drawn, Ladder)
    exits = [one.text for rung in asked(drawn) for one in rung.exits]
    return " ".join([*exits, *(one.text for flight in drawn.flights for one in flight.foot)]).replace("\u00a0", " ")


def test_what_mends_and_what_closes_is_read_off_the_condition(knowledge: Knowledge) -> None:
    for criterion in knowledge.criteria.values():
        for version in criterion.versions:
            found = Failing(criterion.id, version.start, knowledge)
            remedies = {leaf.remedy for leaf in walk(version.tree) if isinstance(leaf, Leaf) and leaf.remedy}
            assert remedies <= set(found.remedies)
            assert not found.mendable or found.remedies, criterion.id
            refs = any(hasattr(node, "id") for node in walk(version.tree))
            if not remedies and not refs:
                assert not found.mendable, criterion.id


def test_a_day_before_the_law_is_refused_in_words(knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="La base commence au 2 août 2014"):
        decision_tree("ess", knowledge.base.start - timedelta(1), knowledge)
    assert main(["cas", "arbre", "ess", "--au", "2013-01-01"]) == 2
    check_unbroken(capsys.readouterr().err)


def test_the_command_writes_the_page_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["cas", "arbre", "ess", "--format", "pdf"]) == 0
    assert main(["cas", "arbre", "esus", "--au", "2019-05-23", "--format", "html"]) == 0
    assert sorted(one.name for one in tmp_path.iterdir()) == ["arbre-ess.pdf", "arbre-esus-2019-05-23.html"]
    assert main(["cas"]) == 2
    assert main(["cas", "arbre", "ess"]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 80
    assert "├─ non → ✗ Fermé" in shown
