"""What a room plays: a theme and a level, one worked case, or companies made by the machine. This one reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from advisor.training.course import Level
from advisor.training.exercises import exercises
from advisor.training.model import Exercise
from advisor.training.workshop.bench import Bench
from advisor.training.workshop.model import Session
from advisor.training.workshop.programme import begin, chosen, one_case

MOST_CASES = 12
USUAL_CASES = 3


@dataclass(frozen=True)
class Wanted:
    """What the trainer asked for.

    Attributes:
        theme: id; None for all. level: None for all.
        cases: how many at most.
        case: a worked case by number or name; then nothing else counts.
        made: companies made by the machine, that nobody has seen, rather than worked cases.
    """

    theme: str | None = None
    level: Level | None = None
    cases: int = USUAL_CASES
    case: str | None = None
    made: bool = False


def played(wanted: Wanted) -> tuple[Exercise, ...]:
    """The worked cases, in the order of the day, completed by the machine when they are few.

    Raises:
        InputError: no such case.
    """
    if wanted.case:
        return (one_case(wanted.case),)
    most = max(1, min(MOST_CASES, wanted.cases))
    ready = exercises(wanted.theme, wanted.level)
    # A machine that completes is not waited for when there are enough.
    return (ready if len(ready) >= most else chosen(wanted.theme, wanted.level))[:most]


def prepared(cases: Iterable[Exercise], wanted: Wanted, bench: Bench) -> Session:
    """The session of a room, and everything that will be shown of it assessed: nothing reasons in front of the room.

    Raises:
        InputError: nothing to play.
    """
    session = begin(cases, bench.knowledge, wanted.theme, wanted.level, 0)
    for one in session.rounds:
        bench.assessment(one.exercise)
    return session
