"""What a room plays: a theme and a level, or one worked case. This one reasons."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.rules.course import Level
from advisor.training.exercises import exercises
from advisor.training.workshop.bench import Bench
from advisor.training.workshop.model import Session
from advisor.training.workshop.programme import begin, one_case

MOST_CASES = 12
USUAL_CASES = 3


@dataclass(frozen=True)
class Wanted:
    """What the trainer asked for.

    Attributes:
        theme: id; None for all. level: None for all.
        cases: how many at most.
        case: a worked case by number or name; then nothing else counts.
    """

    theme: str | None = None
    level: Level | None = None
    cases: int = USUAL_CASES
    case: str | None = None


def prepared(wanted: Wanted, bench: Bench) -> Session:
    """The session of a room, and everything that will be shown of it assessed: nothing reasons in front of the room.

    Raises:
        InputError: no such case, or nothing to play.
    """
    cases = (one_case(wanted.case),) if wanted.case else exercises(wanted.theme, wanted.level)[: wanted.cases]
    session = begin(cases, bench.knowledge, wanted.theme, wanted.level, 0)
    for one in session.rounds:
        bench.assessment(one.exercise)
    return session
