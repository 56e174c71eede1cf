"""The handout and its answer book: nothing to copy in the one, everything proved in the other, the same numbers."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from advisor.advice.ways.whatif import what_if
from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.cli import main
from advisor.common.errors import InputError
from advisor.common.french import NBSP
from advisor.report.document import render_document, render_report
from advisor.report.model import Blanks, Callout, Item, Paragraph, Report, Section, Table
from advisor.report.pieces import walk
from advisor.rules.course import load_course
from advisor.rules.load import Knowledge
from advisor.rules.references import below
from advisor.rules.vocabulary import CRITERION_OUTCOMES
from advisor.rules.words import ANSWERS, MARKS
from advisor.training.casebook.model import Case, TeachingNotes
from advisor.training.casebook.read import load_cases
from advisor.training.exercises import Exercise, answer_key, exercise_of, exercises
from advisor.training.paper.answers import answer_book
from advisor.training.paper.handout import Chosen, choose, facts_sheet, figures_sheet, handout
from tests.conftest import JudgedCases

# Cases whose first question has each outcome there is.
BY_OUTCOME = {
    "001": ("ESS-14", "satisfait"),
    "014": ("ESS-14", "non_satisfait"),
    "013": ("ESS-04", "incertain"),
    "049": ("ESUS-02a", "a_completer"),
    "003": ("ESS-15", "sans_objet"),
}
_WORDS = re.compile(r"satisfait|éligible|indéterminé|à mettre en conformité|incertain\b|à compléter|de droit\b", re.I)


def _case(number: str) -> Case:
    return next(case for case in load_cases() if case.number == number)


def _taught(case: Case, *questions: str, **notes: Any) -> Exercise:
    """A worked case with notes of its own, whatever it has."""
    notes_data = {
        "rang": 1,
        "themes": ["esus", "societe_ess"],
        "niveau": "2",
        "ecrans": ["Un écran.", "Un autre."],
        "questions": questions,
        "erreurs": ["« Une erreur que l'on entend. »"],
        "insister": ["Le point sur lequel revenir."],
        "deux_minutes": "Un déroulé très court.",
        "dix_minutes": "Un déroulé plus long.",
        **notes,
    }
    return exercise_of(case.model_copy(update={"notes": TeachingNotes.model_validate(notes_data)}))


@pytest.fixture(scope="session")
def set_of_outcomes() -> Chosen:
    return Chosen(tuple(_taught(_case(number), id) for number, (id, _) in BY_OUTCOME.items()))


@pytest.fixture(scope="session")
def teaching() -> Chosen:
    """The packaged teaching cases."""
    return choose()


@pytest.fixture(scope="session")
def teaching_handout(teaching: Chosen) -> Report:
    return handout(teaching)


@pytest.fixture(scope="session")
def teaching_answers(teaching: Chosen) -> Report:
    return answer_book(teaching)


# -- the handout -----------------------------------------------------------------------------------------------------


def _secrets(exercise: Exercise, knowledge: Knowledge) -> Iterator[str]:
    """Every text that answers: of the engine, of the lesson, of the trainer."""
    key = answer_key(exercise, knowledge)
    for one in key.criteria:
        yield from (one.explanation, one.pitfall, one.remember, one.criterion)
        yield from (f" {found}" for found in one.findings if len(found) > 12)
        yield from (reference.text for reference in one.references)
    for status in key.statuses:
        yield status.sentence
    yield from (exercise.lesson, exercise.id)
    if exercise.notes is not None:
        notes = exercise.notes
        yield exercise.title
        yield from (*notes.mistakes, *notes.insist, notes.two_minutes, notes.ten_minutes)
        yield from (trial.words for trial in notes.trials)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‑", "-").replace("\u200b", ""))


def _everything(report: Report) -> str:
    """All a file may hold: words, names of parts, properties, links."""
    pypdf = pytest.importorskip("pypdf")
    pdf = pypdf.PdfReader(io.BytesIO(render_document(report, "pdf")))
    with zipfile.ZipFile(io.BytesIO(render_document(report, "docx"))) as word:
        parts = [word.read(name).decode("utf-8", "replace") for name in word.namelist() if name.endswith(".xml")]
    texts = [
        *(page.extract_text() for page in pdf.pages),
        *(str(value) for value in (pdf.metadata or {}).values()),
        *(str(one) for one in pdf.named_destinations),
        *(re.sub(r"<[^>]*>", "", part) for part in parts),
        *(value for part in parts for value in re.findall(r'w:name="([^"]*)"', part)),
        render_report(report, "json"),
        render_report(report, "markdown"),
        re.sub(r"<style>.*?</style>", "", render_document(report, "html").decode(), flags=re.DOTALL),
    ]
    return _flat("\n".join(texts))


def test_the_handout_holds_no_answer_in_any_format(set_of_outcomes: Chosen, knowledge: Knowledge) -> None:
    text = _everything(handout(set_of_outcomes))
    assert "Cochez une case par question" in text
    for exercise in set_of_outcomes.exercises:
        for secret in _secrets(exercise, knowledge):
            assert _flat(secret) not in text, secret
    for word in _WORDS.findall(text):
        raise AssertionError(word)


def test_the_packaged_handout_holds_no_answer(teaching: Chosen, teaching_handout: Report, knowledge: Knowledge) -> None:
    text = _flat(render_report(teaching_handout, "json"))
    for exercise in teaching.exercises:
        for secret in _secrets(exercise, knowledge):
            assert _flat(secret) not in text, (exercise.id, secret)


def _blind(report: Report) -> str:
    """A handout without what it says of the company: its facts."""
    cases = tuple(
        one.model_copy(update={"blocks": tuple(block for block in one.blocks if not isinstance(block, Table))})
        for one in report.sections
    )
    return report.model_copy(update={"sections": cases}).model_dump_json()


def test_outside_the_facts_the_handout_is_the_same_whatever_the_answer(knowledge: Knowledge) -> None:
    """The strongest way to hold no answer: companies of every outcome get the very same page."""
    day = date(2026, 11, 23)
    questions = ("ESS-14", "ESS-04", "ESUS-02a", "ESUS-03b", "ESS-15", "ESS-07P")
    seen: dict[str, set[str]] = {id: set() for id in questions}
    pages = set()
    for case in load_cases()[::3]:
        exercise = _taught(case, *questions).model_copy(
            update={"on": day, "story": "La même.", "dossier": case.dossier.model_copy(update={"name": "Elle"})}
        )
        for one in answer_key(exercise, knowledge).criteria:
            seen[one.criterion].add(one.outcome)
        pages.add(_blind(handout(Chosen((exercise,)))))
    assert len(pages) == 1
    assert set().union(*seen.values()) == set(CRITERION_OUTCOMES)
    assert all(len(outcomes) >= 2 for outcomes in seen.values())


def test_the_facts_hold_all_that_the_answers_rest_on(knowledge: Knowledge, judged: JudgedCases) -> None:
    """Over cases and criteria: each answer used is on the sheet, in the words of the report."""
    for number in list(judged)[1::3]:
        case, assessment = judged[number]
        day = case.dossier.on
        assert day is not None
        asked = tuple(assessment.findings)
        for id in asked[:: 1 + len(asked) // 5]:
            exercise = _taught(case, id)
            sheet = dict(facts_sheet(exercise, assessment, knowledge).rows)
            words = {view.address: view for view in assessment.answers}
            for inner in below(knowledge, id, day):
                for leaf in assessment.findings[inner].leaves if inner in assessment.findings else ():
                    for address in set(leaf.used) & set(words):
                        fact, slot = knowledge.addresses[address]
                        view = words[address]
                        name = (fact.short or view.short) if slot else view.short
                        expected = "on ne le sait pas" if view.unknown else view.text
                        assert _flat(expected) in _flat(sheet[Table(header=(name,), rows=()).header[0]]), (case.id, id)


def test_the_same_answer_for_everyone_is_said_once(knowledge: Knowledge, judged: JudgedCases) -> None:
    case, assessment = judged["061"]
    rows = dict(facts_sheet(_taught(case, "ESUS-03b"), assessment, knowledge).rows)
    assert _flat(rows["Temps de travail"]) == "100 % (les 5 personnes)"
    pay = _flat(rows["Rémunération brute annuelle"])
    assert pay.startswith("personne 1 : 190 000 € ; personne 2 : 170 000 €")
    costs = dict(facts_sheet(_taught(case, "ESUS-02a"), assessment, knowledge).rows)
    assert _flat(costs["Charges d'exploitation"]).startswith("n : 3 720 000 € ; n-1 : 3 540 000 €")
    assert all(" : " not in _flat(text) for name, text in costs.items() if name == "Où vous en êtes")


def test_what_was_never_asked_is_left_for_the_room_to_see(knowledge: Knowledge) -> None:
    case = _case("049")
    exercise = _taught(case, "ESUS-02a")
    assessment = assess(case.dossier, knowledge=knowledge)
    missing = {address for leaf in assessment.findings["ESUS-02a"].leaves for address in leaf.missing}
    assert missing
    sheet = facts_sheet(exercise, assessment, knowledge)
    given = {one.address for one in assessment.answers if not one.unknown}
    assert not missing & given
    assert sheet.rows


def test_published_figures_are_given_when_a_question_reads_them(knowledge: Knowledge) -> None:
    case = _case("001")
    pay = dict(figures_sheet(_taught(case, "ESUS-03b"), knowledge).rows)
    smic = next(text for title, text in pay.items() if "SMIC" in title)
    assert _flat("12,31 € depuis le 1er juin 2026") in _flat(smic)
    assert "2014" not in smic
    assert not figures_sheet(_taught(case, "ESS-14", "ESS-07P"), knowledge).rows
    early = _taught(case, "ESUS-03b").model_copy(update={"on": date(2019, 5, 24)})
    assert "2026" not in str(figures_sheet(early, knowledge).rows)


def test_every_question_has_its_boxes_and_lines_and_every_outcome_its_box(set_of_outcomes: Chosen) -> None:
    asked = [section for section, depth in walk(handout(set_of_outcomes)) if depth == 2]
    assert len(asked) == len(BY_OUTCOME)
    for section in asked:
        ticked, lines = section.blocks
        assert isinstance(ticked, Paragraph) and isinstance(lines, Blanks)
        assert [one.strip().replace(NBSP, " ") for one in ticked.text.split("☐")[1:]] == [
            ANSWERS[one] for one in CRITERION_OUTCOMES
        ]
        assert len(lines.labels) >= 2 and lines.labels[0]


def test_the_question_is_that_of_the_law_of_the_case(knowledge: Knowledge) -> None:
    case = _case("001")
    asked = [
        next(
            section.title
            for section, depth in walk(handout(Chosen((_taught(case, "ESUS-05").model_copy(update={"on": day}),))))
            if depth == 2
        )
        for day in (date(2019, 5, 23), date(2019, 5, 24))
    ]
    assert "politique de rémunération" in asked[0]
    assert "politique de rémunération" not in asked[1]


# -- on paper --------------------------------------------------------------------------------------------------------


def test_on_paper_each_case_starts_a_page_and_boxes_are_drawn(set_of_outcomes: Chosen) -> None:
    pypdf = pytest.importorskip("pypdf")
    report = handout(set_of_outcomes)
    pdf = pypdf.PdfReader(io.BytesIO(render_document(report, "pdf")))
    pages = [page.extract_text() for page in pdf.pages]
    starts = [
        next(rank for rank, text in enumerate(pages) if re.search(rf"Cas {number}\. ", text))
        for number in range(1, len(BY_OUTCOME) + 1)
    ]
    assert starts == sorted(set(starts)) and starts[0] == 1
    for rank in starts:
        assert len(re.findall(r"Cas \d+\. ", pages[rank])) == 1
    assert sum(text.count("☐") for text in pages) == 5 * len(BY_OUTCOME)
    fonts = {font.get_object()["/BaseFont"] for page in pdf.pages for font in page["/Resources"]["/Font"].values()}
    assert not [name for name in fonts if "LastResort" in name]
    html = render_document(report, "html").decode()
    assert html.count('class="new-page"') == len(BY_OUTCOME)
    with zipfile.ZipFile(io.BytesIO(render_document(report, "docx"))) as word:
        assert word.read("word/document.xml").decode().count("<w:pageBreakBefore/>") == len(BY_OUTCOME)


def test_on_paper_a_question_its_boxes_and_its_lines_stay_on_one_page(set_of_outcomes: Chosen) -> None:
    """Whatever stands above: stories of many lengths put the questions at every height of the page."""
    pypdf = pytest.importorskip("pypdf")
    first = set_of_outcomes.exercises[0]
    asked = ("ESS-14", "ESS-04", "ESUS-04", "ESS-12")
    longer = [first.model_copy(update={"questions": asked, "story": "Un mot. " * (120 * rank)}) for rank in range(1, 7)]
    pdf = pypdf.PdfReader(io.BytesIO(render_document(handout(Chosen(tuple(longer))), "pdf")))
    split = 0
    for page in pdf.pages[1:]:
        ruled = len(re.findall(rb"/Artifact BMC.{0,120}?\bl\b", page.get_contents().get_data(), re.DOTALL))
        text = page.extract_text()
        split += "Cas " not in text.splitlines()[2:3][0]
        assert text.count("Pourquoi") * 5 == text.count("☐")
        assert text.count("Pourquoi") * 3 <= ruled  # typst 0.14 marks other strokes the same way
    assert split >= 2
    with zipfile.ZipFile(io.BytesIO(render_document(handout(set_of_outcomes), "docx"))) as word:
        body = word.read("word/document.xml").decode()
    ticked = body.index("☐")
    for part in body[body.rindex("<w:p>", 0, ticked) :].split("</w:p>")[:3]:
        assert "<w:keepNext/>" in part


@pytest.mark.parametrize("fmt", ["terminal", "markdown"])
def test_a_line_without_label_is_a_line(fmt: str) -> None:
    report = Report(title="T", sections=(Section(id="a", title="A", blocks=(Blanks(labels=("Pourquoi", "")),)),))
    text = render_report(report, "markdown" if fmt == "markdown" else "terminal", width=60)
    lines = [line for line in text.splitlines() if "_" in line]
    assert len(lines) == 2
    assert "Pourquoi" in lines[0] and ":" not in lines[1]


# -- the answer book ---------------------------------------------------------------------------------------------------


def _items(section: Section) -> Iterator[Item]:
    def deeper(items: tuple[Item, ...]) -> Iterator[Item]:
        for item in items:
            yield item
            yield from deeper(item.items)

    for block in section.blocks:
        yield from deeper(getattr(block, "items", ()))
    for inner in section.sections:
        yield from _items(inner)


def _text(section: Section) -> str:
    return _flat(render_report(Report(title="T", sections=(section,)), "terminal", width=100))


def test_both_documents_have_the_same_cases_and_questions_under_the_same_numbers(
    teaching: Chosen, teaching_handout: Report, teaching_answers: Report
) -> None:
    asked, answered = teaching_handout, teaching_answers
    assert asked.metadata == answered.metadata
    assert [one.title for one in asked.sections[1:]] == [one.title for one in answered.sections[1:-1]]
    assert len(asked.sections) - 1 == len(teaching.exercises) >= 24
    for first, second in zip(asked.sections[1:], answered.sections[1:-1], strict=True):
        assert first.id == second.id
        questions = [one.title for one in first.sections]
        assert questions == [one.title for one in second.sections[: len(questions)]]


def test_the_grid_ticks_what_the_engine_finds(set_of_outcomes: Chosen, knowledge: Knowledge) -> None:
    (grid,) = answer_book(set_of_outcomes).sections[0].blocks
    assert isinstance(grid, Table)
    assert [row[2] for row in grid.rows] == [ANSWERS[outcome] for _, outcome in BY_OUTCOME.values()]
    for exercise, (id, outcome) in zip(set_of_outcomes.exercises, BY_OUTCOME.values(), strict=True):
        assert answer_key(exercise, knowledge).criteria[0].outcome == outcome, id


def test_every_answer_is_given_with_its_reason_article_version_and_lesson(
    set_of_outcomes: Chosen, knowledge: Knowledge
) -> None:
    book = answer_book(set_of_outcomes).sections
    for rank, (exercise, section) in enumerate(zip(set_of_outcomes.exercises, book[1:-1], strict=True), 1):
        assessment = assess(exercise.dossier, on=exercise.on, knowledge=knowledge)
        (key,) = answer_key(exercise, knowledge).criteria
        section_text = _text(section.sections[0])
        lesson = load_course().lessons[key.criterion].on(exercise.on)
        assert _flat(key.explanation) in section_text and f"Fiche {key.criterion} : " in section_text
        # What is the same from one case to the next stands on the card of the criterion, which names its cases.
        card = next(
            one
            for one in book[-1].sections
            if one.title.startswith(f"Fiche {key.criterion}. ") and str(rank) in re.findall(r"\d+", one.title[-20:])
        )
        card_text = _text(card)
        for text in (lesson.pitfall, lesson.remember):
            assert _flat(text) in card_text, text
        assert key.title in card.title.replace(NBSP, " ")
        for reference in key.references:
            assert _flat(reference.passage or reference.text) in card_text
            assert _flat(reference.passage or reference.text) in section_text
            assert reference.identifier in card_text.replace(" ", "") or reference.identifier in card_text
        assert "rédaction en vigueur" in card_text
        for reserve in assessment.findings[key.criterion].reserves:
            assert _flat(reserve.text) in card_text
        head = next(_items(section.sections[0]))
        assert head.lead.lower() == ANSWERS[key.outcome]
        for leaf in assessment.findings[key.criterion].leaves:
            if leaf.outcome == key.outcome and leaf.calculation and key.outcome == "non_satisfait":
                assert _flat(leaf.calculation[0].text) in section_text


def test_every_verdict_is_given_with_what_decides(
    teaching: Chosen, teaching_answers: Report, knowledge: Knowledge
) -> None:
    for exercise, section in zip(teaching.exercises, teaching_answers.sections[1:-1], strict=True):
        assessment = assess(exercise.dossier, on=exercise.on, knowledge=knowledge)
        shown = [block.mark for block in section.blocks if isinstance(block, Callout) and block.mark]
        assert shown == [verdict.outcome for verdict in assessment.verdicts.values()], exercise.id
        section_text = _text(section)
        for verdict in assessment.verdicts.values():
            for ground in verdict.grounds:
                assert ground.criterion in section_text, (exercise.id, ground.criterion)
            for branch in verdict.branches:
                assert MARKS[branch.verdict][1] in section_text


def test_what_the_trainer_needs_is_there_and_each_trial_gives_the_verdict_of_the_engine(knowledge: Knowledge) -> None:
    case = _case("014")
    trials = [{"reponses": {"mention_rcs": "oui"}, "dire": "Et si la mention était inscrite ?"}]
    eras = {"avant": "2019-05-23", "apres": "2019-05-24", "dire": "La veille et le jour de la loi PACTE."}
    exercise = _taught(case, "ESS-14", et_si=trials, avant_apres=eras)
    section = answer_book(Chosen((exercise,))).sections[1]
    section_text = _text(section)
    assert exercise.notes is not None
    for text in (*exercise.notes.mistakes, *exercise.notes.insist, exercise.notes.two_minutes, trials[0]["dire"]):
        assert _flat(str(text)) in section_text
    assert (
        _flat(exercise.notes.ten_minutes) in section_text
        and _flat(exercise.lesson) in section_text
        and _flat(eras["dire"]) in section_text
    )

    result = what_if(exercise.dossier, {"mention_rcs": "oui"}, on=exercise.on, knowledge=knowledge)
    (trial,) = next(one for one in section.sections if one.id.endswith("et-si")).blocks
    marked = {item.lead: item.mark for item in trial.items[0].items if item.mark}  # type: ignore[union-attr]
    assert {lead: marked[lead] for lead in ("ESS", "ESUS")} == {
        {"ess": "ESS", "esus": "ESUS"}[one.status]: one.after for one in result.statuses
    }
    assert {lead.partition(" ")[0] for lead in marked} - {"ESS", "ESUS"} == {one.criterion for one in result.criteria}
    assert len(result.criteria) <= 4

    (words, moves) = next(one for one in section.sections if one.id.endswith("avant-apres")).blocks
    late = assess(exercise.dossier, on=date(2019, 5, 24), knowledge=knowledge)
    after = {item.lead: item.mark for item in moves.items}  # type: ignore[union-attr]
    assert isinstance(words, Paragraph)
    assert (after["ESS"], after["ESUS"]) == (late.ess.outcome, late.esus.outcome)


def test_nothing_is_repeated_from_one_case_to_the_next(teaching_answers: Report, knowledge: Knowledge) -> None:
    """The lesson, the reserves and the versions of the articles are given once, whatever the number of cases."""
    *cases, cards = teaching_answers.sections
    cases_text = _flat(" ".join(_text(one) for one in cases))
    assert "rédaction en vigueur" not in cases_text
    titles = [one.title for one in cards.sections]
    assert len(set(titles)) == len(titles)
    cards_text = _text(cards)
    lessons = load_course().lessons
    for id in {one.split()[1].rstrip(".") for one in titles if one.startswith("Fiche ")}:
        assert cards_text.count(_flat(lessons[id].pitfall)) <= 1
        assert _flat(lessons[id].pitfall) not in cases_text


def test_every_criterion_that_decides_has_its_articles_in_the_book(
    teaching: Chosen, teaching_answers: Report, knowledge: Knowledge
) -> None:
    cards_text = _text(teaching_answers.sections[-1]).replace(" ", "")
    for exercise in teaching.exercises:
        for verdict in assess(exercise.dossier, on=exercise.on, knowledge=knowledge).verdicts.values():
            for ground in verdict.grounds:
                assert ground.criterion in cards_text
                for reference in ground.references:
                    assert reference.identifier.replace(" ", "") in cards_text, (exercise.id, ground.criterion)


def test_many_criteria_that_say_nothing_of_their_own_share_a_line(knowledge: Knowledge) -> None:
    case = _case("132")
    trials = [{"reponses": {"forme_juridique": "sas"}, "dire": "Et si c'était une société ?"}]
    section = answer_book(Chosen((_taught(case, "ESS-01a", et_si=trials),))).sections[1]
    result = what_if(case.dossier, {"forme_juridique": "sas"}, on=case.dossier.on, knowledge=knowledge)
    assert len(result.criteria) > 12
    (trial,) = next(one for one in section.sections if one.id.endswith("et-si")).blocks
    items = trial.items[0].items  # type: ignore[union-attr]
    assert len(items) < len(result.criteria) / 2
    for one in result.criteria:
        (item,) = [two for two in items if re.search(rf"\b{one.criterion} ", f"{two.lead} {two.text}")]
        assert item.mark == one.after


def test_a_short_book_starts_each_case_on_a_page(set_of_outcomes: Chosen, teaching_answers: Report) -> None:
    assert all(one.new_page for one in answer_book(set_of_outcomes).sections[1:])
    assert [one.id for one in teaching_answers.sections if one.new_page] == ["fiches"]


def test_answers_that_contradict_one_another_are_told(knowledge: Knowledge) -> None:
    case = next(one for one in load_cases() if one.expected.contradictions)
    assessment: Assessment = assess(case.dossier, knowledge=knowledge)
    section = answer_book(Chosen((_taught(case, "ESS-14"),))).sections[1]
    for one in assessment.contradictions:
        assert _flat(one.message) in _text(section)


def test_both_documents_are_the_same_each_time(set_of_outcomes: Chosen) -> None:
    for write in (handout, answer_book):
        assert write(set_of_outcomes) == write(set_of_outcomes)
        html = render_document(write(set_of_outcomes), "html")
        assert html == render_document(write(set_of_outcomes), "html")


# -- choosing ----------------------------------------------------------------------------------------------------------


def test_cases_are_those_of_a_theme_and_a_level_in_the_order_of_the_day() -> None:
    for theme in load_course().themes:
        chosen = choose(theme)
        assert chosen.exercises == exercises(theme)
        assert chosen.exercises
    levelled = choose(level=1).exercises
    assert levelled == exercises(level=1)
    named = choose(cases=[levelled[1].id, levelled[0].id.partition("-")[0], levelled[1].id])
    assert [one.id for one in named.exercises] == [levelled[1].id, levelled[0].id]
    # Cases named one by one are not « every theme ».
    assert named.heading == (("Contenu", "2 cas ; choisis un à un"),)
    assert choose(cases=[levelled[0].id]).heading == (("Contenu", "1 cas"),)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"theme": "cuisine"}, "aucun thème ne s'appelle « cuisine ». Thèmes : societe_ess, esus"),
        ({"cases": ["007"]}, "le cas 007 n'est pas un cas de formation"),
        ({"cases": ["rien du tout"]}, "aucun cas d'école ne s'appelle « rien du tout »"),
        ({"theme": "societe_ess", "level": 3}, "aucun cas d'école de ce thème à ce niveau. Élargissez"),
    ],
)
def test_what_cannot_be_printed_is_told(typed: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as error:
        choose(**typed)
    assert said.lower() in str(error.value).lower()


# -- the command -------------------------------------------------------------------------------------------------------


def test_the_command_prints_and_tells_how_to_have_the_other_document(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    options = ["--theme", "gouvernance", "--niveau", "1"]
    assert main(["cas", "livret", *options]) == 0
    out, err = capsys.readouterr()
    assert "CAS 1. " in out
    assert err.strip() == f"Le corrigé de ces cas : ess-advisor cas corriges {' '.join(options)}"
    assert main(["cas", "corriges", *options, "--format", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["title"] == "Corrigé des cas"
    assert err.strip() == f"Les mêmes cas sans les réponses : ess-advisor cas livret {' '.join(options)}"


def test_a_document_is_written_where_one_stands(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    number = exercises()[0].id.partition("-")[0]
    assert main(["cas", "livret", "--cas", number, "--format", "html"]) == 0
    assert main(["cas", "corriges", "--cas", number, "--format", "html"]) == 0
    assert main(["cas", "corriges", "--cas", number, "--sortie", "a.md"]) == 0
    assert {one.name for one in tmp_path.iterdir()} == {"cas-a-resoudre.html", "corrige.html", "a.md"}
    assert f"--cas {number}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--niveau", "4"], "choix inconnu"),
        (["--cas"], "argument --cas"),
    ],
)
def test_a_bad_option_is_told_in_french(typed: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["cas", "livret", *typed])
    assert stop.value.code == 2
    assert said in capsys.readouterr().err
