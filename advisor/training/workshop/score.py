"""Scores and what to go over again: always counted from the answers, never kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from advisor.training.workshop.model import Session


class Missed(NamedTuple):
    """A criterion that was taught: how many answers to it were wrong or passed, out of how many given."""

    criterion: str
    wrong: int
    given: int


def scores(session: Session) -> tuple[int, ...]:
    """Points of each team, or of the room: those of the questions revealed, each counted once."""
    totals = [0] * len(session.names)
    for rank, one in enumerate(session.rounds):
        for at, question in enumerate(one.questions):
            if session.shown(rank, at):
                for team, said in enumerate(session.said(rank, at)):
                    totals[team] += question.points if said == question.right else 0
    return tuple(totals)


def possible(session: Session) -> int:
    """Points that could be won so far; a question that nobody was asked to answer brought none."""
    return sum(
        question.points
        for rank, one in enumerate(session.rounds)
        for at, question in enumerate(one.questions)
        if session.shown(rank, at) and any(session.said(rank, at))
    )


def missed(session: Session, said: Callable[[int, int], Sequence[str | None]] | None = None) -> tuple[Missed, ...]:
    """The criteria taught so far, those most missed first, then in the order they were met.

    Args:
        said: what was answered to a question (rank of the exercise, of the question), when it is not kept in the
            session; None for an answer not given.
    """
    answers_to = said or session.said
    counted: dict[str, list[int]] = {}
    for rank, one in enumerate(session.rounds):
        for at, question in enumerate(one.questions):
            if question.subject == "criterion" and session.shown(rank, at):
                given = [answer for answer in answers_to(rank, at) if answer is not None]
                count = counted.setdefault(question.target, [0, 0])
                count[0] += sum(answer != question.right for answer in given)
                count[1] += len(given)
    found = [Missed(id, wrong, count) for id, (wrong, count) in counted.items()]
    return tuple(sorted(found, key=lambda one: -one.wrong / max(1, one.given)))
