"""The annual check-up as pure data: points to look at, figures over the years, what changed since last time."""

from __future__ import annotations

from datetime import date

from advisor.advice.papers.model import CalendarDate
from advisor.assessment.model import Frozen
from advisor.rules.basis import StatusId
from advisor.rules.vocabulary import CheckState, Outcome, VerdictId


class Holding(Frozen):
    """What the company holds: a status, by which route, in words, and its end when it has one."""

    status: StatusId
    route: str
    route_title: str
    text: str
    end: date | None = None


class Sourced(Frozen):
    """A sentence that rests on texts: a duty, or a risk."""

    id: str
    title: str
    text: str
    articles: str
    confidence: str
    reserve: str = ""


class CriterionReview(Frozen):
    """What the answers say of one criterion.

    ``idle``: the question does not arise. ``appraised``: the administration appraises it. ``open_points``: questions of
    law on which it hangs.
    """

    criterion: str
    title: str
    outcome: Outcome
    idle: bool
    appraised: bool
    text: str
    open_points: tuple[str, ...] = ()


class CheckupPoint(Frozen):
    """One point of the check-up.

    Attributes:
        state: what the answers make of it; ``a_actualiser``: they speak of an older year, ``a_confirmer``: they do
            not speak of it.
        seen: what they say. stale: why they are too old.
        look, where: what to ask, and where it is read.
        duties, risks: the rule, and what is at risk.
    """

    id: str
    status: StatusId
    title: str
    state: CheckState
    seen: tuple[CriterionReview, ...]
    stale: str
    look: str
    where: str
    duties: tuple[Sourced, ...]
    risks: tuple[Sourced, ...]


class YearFigure(Frozen):
    """A figure of one year: its value and its distance to the limit, both in words.

    ``room``: « marge : 3,2 points », « dépassement : 1 point ». ``before``: read in the previous dossier.
    """

    label: str
    text: str
    room: str
    held: bool
    before: bool = False


class FigureOverYears(Frozen):
    """A figure from year to year.

    Attributes:
        point, title, status: where it belongs.
        limit: the threshold, in words.
        readings: oldest first.
        worse: the last move takes room away. move: its size, in words.
        following: what one more move of the same size would give, in words, and next_year: in which year; empty when
            the figure does not get worse.
        crosses: that would be beyond the limit, while the last year is not. minimum: the limit is one.
    """

    point: str
    title: str
    status: StatusId
    limit: str
    minimum: bool
    readings: tuple[YearFigure, ...]
    worse: bool = False
    move: str = ""
    following: str = ""
    next_year: int = 0
    crosses: bool = False


class VerdictMove(Frozen):
    """A verdict then and now."""

    status: StatusId
    title: str
    before: VerdictId
    after: VerdictId


class CriterionDrift(Frozen):
    """A criterion whose outcome changed; ``law``: its rule, or a figure it rests on, changed meanwhile too."""

    criterion: str
    title: str
    before: Outcome
    after: Outcome
    worse: bool
    text: str
    law: bool
    risks: tuple[str, ...]


class AnswerMove(Frozen):
    """An answer then and now, in words; empty when there was none, or there is none any more."""

    short: str
    before: str
    after: str


class Drift(Frozen):
    """What changed since the previous dossier.

    Attributes:
        on: its day. name: its company. record: it is a frozen record, its verdicts those told then.
        verdicts: every status, moved or not. criteria: those that moved.
        answers: those that changed, figures of a year left aside.
        restated: figures of a year already shown then, and no longer the same.
        warnings: what makes the comparison less sure.
    """

    on: date
    name: str
    record: bool
    verdicts: tuple[VerdictMove, ...]
    criteria: tuple[CriterionDrift, ...]
    answers: tuple[AnswerMove, ...]
    restated: tuple[AnswerMove, ...]
    warnings: tuple[str, ...]


class Ceiling(Frozen):
    """The limit of a figure for the year under way, known before it ends."""

    title: str
    year: int
    text: str
    calculation: tuple[tuple[str, str], ...]


class Checkup(Frozen):
    """The check-up of one company on one day."""

    name: str
    siren: str
    on: date
    holdings: tuple[Holding, ...]
    notes: tuple[str, ...]
    points: tuple[CheckupPoint, ...]
    courses: tuple[FigureOverYears, ...]
    ceilings: tuple[Ceiling, ...]
    drift: Drift | None
    calendar: tuple[CalendarDate, ...]
