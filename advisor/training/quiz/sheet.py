"""A quiz on paper: the questions first, then the answers on pages of their own, as a report or as data."""

from __future__ import annotations

from advisor.assessment.model import Frozen
from advisor.report.model import Block, Bullets, Item, Paragraph, Report, Section, Table
from advisor.rules.course import LEVEL_WORDS
from advisor.training.quiz.model import KIND_WORDS, Question
from advisor.training.quiz.session import Quiz


class QuizSheet(Frozen):
    """The questions of a sheet, in order, with what drew them."""

    seed: int
    questions: tuple[Question, ...]


def draw_sheet(quiz: Quiz) -> QuizSheet:
    """The questions of a session in which every answer is right: harder and harder, no situation twice."""
    found = []
    while (question := quiz.current) is not None:
        found.append(question)
        quiz.answer(question.right)
    return QuizSheet(seed=quiz.session.seed, questions=tuple(found))


def sheet_report(sheet: QuizSheet) -> Report:
    """The sheet as a document; the answers come after every question."""
    asked = tuple(_asked(rank, one) for rank, one in enumerate(sheet.questions, start=1))
    answered = tuple(_answered(rank, one) for rank, one in enumerate(sheet.questions, start=1))
    return Report(
        title="Quiz : société commerciale de l'ESS et agrément ESUS",
        # The first is said again at the head of each page.
        metadata=(("Feuille", f"Tirage n° {sheet.seed}"), ("Questions", str(len(sheet.questions)))),
        notice=(
            "Une seule réponse est juste à chaque question. Réponses, raisons et articles sont à la fin. "
            "Elles ont été calculées au droit du jour indiqué. Ni conseil juridique, ni décision."
        ),
        sections=(
            Section(id="questions", title="Questions", sections=asked),
            Section(id="reponses", title="Réponses", sections=answered, annex=True),
        ),
    )


def _asked(rank: int, question: Question) -> Section:
    blocks: list[Block] = [Paragraph(text=part) for part in question.story]
    if question.sheet:
        blocks.append(Table(header=("Ce que l'on sait", "Réponse"), rows=question.sheet))
    # A lead alone stays with what it announces: on paper, the question with its choices.
    blocks.append(Paragraph(lead=question.prompt, text=""))
    blocks.append(Bullets(items=tuple(Item(text=one.label) for one in question.choices), ordered=True))
    title = f"{rank}. {question.heading} ({KIND_WORDS[question.kind]}, niveau {question.level})"
    return Section(id=f"question-{rank}", title=title, blocks=tuple(blocks))


def _answered(rank: int, question: Question) -> Section:
    number = [one.value for one in question.choices].index(question.right) + 1
    blocks: list[Block] = [Paragraph(lead=f"Réponse {number}", text=question.answer)]
    blocks += [Paragraph(text=line) for line in question.why.lines]
    if question.why.articles:
        blocks.append(Bullets(items=tuple(Item(text=one) for one in question.why.articles)))
    if question.why.confidence:
        blocks.append(Paragraph(lead="Solidité", text=question.why.confidence))
    if question.why.remember:
        blocks.append(Paragraph(lead="À retenir", text=question.why.remember))
    if question.why.pitfall:
        blocks.append(Paragraph(lead="Le piège", text=question.why.pitfall))
    blocks.append(Paragraph(lead="À relire", text=" ; ".join(reading(question.subject, (question.case,)))))
    title = f"{rank}. {question.title} ({LEVEL_WORDS[question.level]})"
    return Section(id=f"reponse-{rank}", title=title, blocks=tuple(blocks))


def reading(subject: str, cases: tuple[str, ...]) -> tuple[str, ...]:
    """What to type to read a subject again: its page of the rules, then worked cases."""
    return (
        f"ess-advisor rules show {subject}",
        *(f"ess-advisor cases show {number}" for number in cases if number),
    )
