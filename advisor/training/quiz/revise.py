"""The end of a session: the score by theme, and what to read again, the most important first."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.assessment.model import Frozen
from advisor.rules.course import Course, load_course
from advisor.training.quiz.schedule import LEVELS, level_after
from advisor.training.quiz.session import Answered, Session

READ_AGAIN = 3
"""Worked cases named for one subject."""


class ThemeScore(Frozen):
    """Right answers of a theme."""

    title: str
    good: int
    total: int


class Revision(Frozen):
    """A subject missed, and where to read it again.

    Attributes:
        subject: its id, for ``rules show``. missed: how many times. mended: answered right afterwards.
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


class Result(Frozen):
    """What a session comes to.

    Attributes:
        good, total: right answers, and questions answered.
        themes: the same, theme by theme, in the order in which they came.
        revisions: exactly the subjects missed.
        level: reached at the end.
        next_themes: id and title of the themes of the course not asked about, in order.
    """

    good: int
    total: int
    themes: tuple[ThemeScore, ...]
    revisions: tuple[Revision, ...]
    level: int
    next_themes: tuple[tuple[str, str], ...]


def result(session: Session, course: Course | None = None) -> Result:
    """The result of a session, over or stopped."""
    taught = course or load_course()
    answers = session.answers
    titles = dict.fromkeys(one.question.theme_title for one in answers)
    themes = []
    for title in titles:
        goods = [one.good for one in answers if one.question.theme_title == title]
        themes.append(ThemeScore(title=title, good=sum(goods), total=len(goods)))
    met = {one.question.theme for one in answers}
    return Result(
        good=sum(one.good for one in answers),
        total=len(answers),
        themes=tuple(themes),
        revisions=_revisions(answers, taught),
        level=level_after(answers, session.start),
        next_themes=tuple((one.id, one.title) for one in taught.themes.values() if one.id not in met),
    )


def _revisions(answers: Sequence[Answered], course: Course) -> tuple[Revision, ...]:
    """What must be taken home first comes first; then what was missed most, and what was not mended since."""
    by_subject: dict[str, list[Answered]] = {}
    for one in answers:
        by_subject.setdefault(one.subject, []).append(one)
    found = [_revision(rows) for rows in by_subject.values() if not all(one.good for one in rows)]

    def importance(one: Revision) -> tuple[int, int, bool]:
        lesson = course.lessons.get(one.subject)
        return lesson.level if lesson else LEVELS[-1], -one.missed, one.mended

    return tuple(sorted(found, key=importance))


def _revision(rows: Sequence[Answered]) -> Revision:
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
