"""A session of the quiz: what was asked and answered, in order; its end, with what to revise; the same on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from advisor.assessment.model import Frozen
from advisor.report.model import Block, Bullets, Item, Paragraph, Report, Section, Table
from advisor.rules.course import LEVEL_WORDS, Course, Level, load_course
from advisor.rules.words import load_words
from advisor.training.quiz.bank import Bank, BankEntry
from advisor.training.quiz.schedule import LEVELS, choose, level_after
from advisor.training.quiz.situations import UNSURE, QuizQuestion

QUESTIONS = 10
"""Questions of a session, unless told otherwise."""

READ_AGAIN = 3
"""Worked cases named for one subject."""


class AnsweredQuestion(Frozen):
    """A question and the answer given: a value of one of its choices, or `UNSURE`."""

    question: QuizQuestion
    choice: str

    @property
    def good(self) -> bool:
        return self.choice == self.question.right


class QuizSession(Frozen):
    """A session as it can be saved.

    Attributes:
        seed: draws the questions; total: how many at most.
        start: level of the first question.
        theme, on: what it is limited to, and the day of the law, if any.
        answers: in order.
    """

    seed: int
    total: int = QUESTIONS
    start: Level = 1
    theme: str | None = None
    on: date | None = None
    answers: tuple[AnsweredQuestion, ...] = ()

    def answered(self, question: QuizQuestion, choice: str) -> QuizSession:
        """The session with one more answer.

        Raises:
            ValueError: not a choice of the question.
        """
        if choice != UNSURE and choice not in {one.value for one in question.choices}:
            raise ValueError(f"{choice!r} is no choice of {question.id}")
        return self.model_copy(update={"answers": (*self.answers, AnsweredQuestion(question=question, choice=choice))})


class Quiz:
    """Draws the questions of a session one after the other.

    Args:
        bank: what may be asked, for the theme, the day and the seed of the session.
        ranks: by subject, how much it is due from earlier sessions, as `QuizProgress.ranks` gives it.
    """

    def __init__(self, bank: Bank, session: QuizSession, ranks: Mapping[str, int] | None = None) -> None:
        self.bank, self.session, self.ranks = bank, session, dict(ranks or {})
        self._entries: list[BankEntry] = list(bank.entries)
        self._current: QuizQuestion | None = None

    @property
    def current(self) -> QuizQuestion | None:
        """The question to answer; None when the session is over, or when nothing is left to ask."""
        if self._current is None and len(self.session.answers) < self.session.total:
            self._current = self._drawn()
        return self._current

    def _drawn(self) -> QuizQuestion | None:
        while True:
            session = self.session
            entry = choose(self._entries, session.answers, seed=session.seed, start=session.start, ranks=self.ranks)
            if entry is None:
                return None
            question = entry.make()
            if question is not None:
                return question
            self._entries.remove(entry)

    def answer(self, choice: str) -> AnsweredQuestion:
        """Record the answer to the current question.

        Raises:
            ValueError: there is no question, or no such choice.
        """
        if self.current is None:
            raise ValueError("the session is over")
        self.session = self.session.answered(self.current, choice)
        self._current = None
        return self.session.answers[-1]


# -- the end of a session: the score by theme, and what to read again, the most important first ----------------------


class ThemeScore(Frozen):
    """Right answers of a theme."""

    title: str
    good: int
    total: int


class Revision(Frozen):
    """A subject missed, and where to read it again.

    Attributes:
        subject: its id, for « regles montrer ». missed: how many times. mended: answered right afterwards.
        articles: texts to read. remember, pitfall: the lesson, where one is written.
        cases: numbers of the worked cases to read again.
    """

    subject: str
    title: str
    missed: int
    mended: bool
    articles: tuple[str, ...]
    remember: str
    pitfall: str
    cases: tuple[str, ...]


class QuizResult(Frozen):
    """What a session comes to.

    Attributes:
        good, total: right answers, and questions answered.
        themes: the same, theme by theme, in the order in which they came.
        revisions: exactly the subjects missed.
        next_themes: id and title of the themes of the course not asked about, in order.
    """

    good: int
    total: int
    themes: tuple[ThemeScore, ...]
    revisions: tuple[Revision, ...]
    level: int
    next_themes: tuple[tuple[str, str], ...]


def result(session: QuizSession, course: Course | None = None) -> QuizResult:
    """The result of a session, over or stopped."""
    taught = course or load_course()
    answers = session.answers
    themes: dict[str, list[bool]] = {}
    for one in answers:
        themes.setdefault(one.question.theme_title, []).append(one.good)
    met = {one.question.theme for one in answers}
    return QuizResult(
        good=sum(one.good for one in answers),
        total=len(answers),
        themes=tuple(ThemeScore(title=id, good=sum(goods), total=len(goods)) for id, goods in themes.items()),
        revisions=_revisions(answers, taught),
        level=level_after(answers, session.start),
        next_themes=tuple((one.id, one.title) for one in taught.themes.values() if one.id not in met),
    )


def _revisions(answers: Sequence[AnsweredQuestion], course: Course) -> tuple[Revision, ...]:
    """What must be taken home first comes first; then what was missed most, and what was not mended since."""
    by_subject: dict[str, list[AnsweredQuestion]] = {}
    for one in answers:
        by_subject.setdefault(one.question.subject, []).append(one)
    found = [_revision(rows) for rows in by_subject.values() if not all(one.good for one in rows)]

    def importance(one: Revision) -> tuple[int, int, bool]:
        lesson = course.lessons.get(one.subject)
        return lesson.level if lesson else LEVELS[-1], -one.missed, one.mended

    return tuple(sorted(found, key=importance))


def _revision(rows: Sequence[AnsweredQuestion]) -> Revision:
    missed = [one for one in rows if not one.good]
    last = missed[-1].question
    articles = dict.fromkeys(text for one in missed for text in one.question.why.articles)
    return Revision(
        subject=last.subject,
        title=last.title,
        missed=len(missed),
        mended=rows[-1].good,
        articles=tuple(articles),
        remember=last.why.remember,
        pitfall=last.why.pitfall,
        cases=tuple(dict.fromkeys(one.question.case for one in missed if one.question.case))[:READ_AGAIN],
    )


# -- a quiz on paper: the questions first, then the answers on pages of their own, as a report or as data ------------


class QuizSheet(Frozen):
    """The questions of a sheet, in order, with what drew them."""

    seed: int
    questions: tuple[QuizQuestion, ...]


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


def _asked(rank: int, question: QuizQuestion) -> Section:
    blocks: list[Block] = [Paragraph(text=part) for part in question.story]
    if question.sheet:
        blocks.append(Table(header=("Ce que l'on sait", "Réponse"), rows=question.sheet))
    # A lead alone stays with what it announces: on paper, the question with its choices.
    blocks.append(Paragraph(lead=question.prompt, text=""))
    blocks.append(Bullets(items=tuple(Item(text=one.label) for one in question.choices), ordered=True))
    title = f"{rank}. {question.heading} ({load_words().questions[question.kind]}, niveau {question.level})"
    return Section(id=f"question-{rank}", title=title, blocks=tuple(blocks))


def _answered(rank: int, question: QuizQuestion) -> Section:
    number = [one.value for one in question.choices].index(question.right) + 1
    blocks: list[Block] = [Paragraph(lead=f"Réponse {number}", text=question.answer)]
    blocks += [Paragraph(text=line) for line in question.why.lines]
    if question.why.articles:
        blocks.append(Bullets(items=tuple(Item(text=one) for one in question.why.articles)))
    said = (
        ("Solidité", question.why.confidence),
        ("À retenir", question.why.remember),
        ("Le piège", question.why.pitfall),
        ("À relire", " ; ".join(reading(question.subject, (question.case,)))),
    )
    blocks += [Paragraph(lead=lead, text=text) for lead, text in said if text]
    title = f"{rank}. {question.title} ({LEVEL_WORDS[question.level]})"
    return Section(id=f"reponse-{rank}", title=title, blocks=tuple(blocks))


def reading(subject: str, cases: tuple[str, ...]) -> tuple[str, ...]:
    """What to type to read a subject again: its page of the rules, then worked cases."""
    return (
        f"ess-advisor regles montrer {subject}",
        *(f"ess-advisor cas montrer {number}" for number in cases if number),
    )
