"""A session under way: what was asked and answered, in order; everything else is worked out from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from advisor.assessment.model import Frozen
from advisor.rules.course import Level
from advisor.training.quiz.bank import Bank, Entry
from advisor.training.quiz.model import UNSURE, Kind, Question
from advisor.training.quiz.schedule import choose

QUESTIONS = 10
"""Questions of a session, unless told otherwise."""

MOST = 100


class Answered(Frozen):
    """A question and the answer given: a value of one of its choices, or `UNSURE`."""

    question: Question
    choice: str

    @property
    def good(self) -> bool:
        return self.choice == self.question.right

    @property
    def kind(self) -> Kind:
        return self.question.kind

    @property
    def subject(self) -> str:
        return self.question.subject

    @property
    def level(self) -> Level:
        return self.question.level

    @property
    def situation(self) -> str:
        return self.question.situation


class Session(Frozen):
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
    answers: tuple[Answered, ...] = ()

    def answered(self, question: Question, choice: str) -> Session:
        """The session with one more answer.

        Raises:
            ValueError: not a choice of the question.
        """
        if choice != UNSURE and choice not in {one.value for one in question.choices}:
            raise ValueError(f"{choice!r} is no choice of {question.id}")
        return self.model_copy(update={"answers": (*self.answers, Answered(question=question, choice=choice))})


class Quiz:
    """Draws the questions of a session one after the other.

    Args:
        bank: what may be asked, for the theme, the day and the seed of the session.
        session: new, or taken up again.
        ranks: by subject, how much it is due from earlier sessions, as `Progress.ranks` gives it.
    """

    def __init__(self, bank: Bank, session: Session, ranks: Mapping[str, int] | None = None) -> None:
        self.bank, self.session, self.ranks = bank, session, dict(ranks or {})
        self._entries: list[Entry] = list(bank.entries)
        self._current: Question | None = None

    @property
    def current(self) -> Question | None:
        """The question to answer; None when the session is over, or when nothing is left to ask."""
        if self._current is None and len(self.session.answers) < self.session.total:
            self._current = self._drawn()
        return self._current

    def _drawn(self) -> Question | None:
        while True:
            entry = choose(
                self._entries,
                self.session.answers,
                seed=self.session.seed,
                start=self.session.start,
                ranks=self.ranks,
            )
            if entry is None:
                return None
            question = entry.make()
            if question is not None:
                return question
            self._entries.remove(entry)

    def answer(self, choice: str) -> Answered:
        """Record the answer to the current question.

        Raises:
            ValueError: there is no question, or no such choice.
        """
        if self.current is None:
            raise ValueError("the session is over")
        self.session = self.session.answered(self.current, choice)
        self._current = None
        return self.session.answers[-1]
