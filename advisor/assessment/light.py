"""Verdicts without their account: what `advisor.assessment.assess.assess` concludes, and nothing of what it explains.

For tables of thousands of companies. Outcome, bounds, cause, route and criteria come from the very functions that the
full account uses (`advisor.assessment.account.rating`, `advisor.assessment.account.routes`); only the writing in French is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from advisor.assessment.account.findings import Findings, outcome_of
from advisor.assessment.account.rating import rate
from advisor.assessment.account.routes import Routes
from advisor.assessment.assess import contradiction_views
from advisor.assessment.model import ContradictionView
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.relevance import awaited
from advisor.assessment.session import Session
from advisor.dossier import Company
from advisor.rules.load import Knowledge
from advisor.rules.models import Status
from advisor.rules.vocabulary import Cause, VerdictId

_BLOCKING = ("non_satisfait", "incertain")
_REACHED = ("eligible", "de_droit")


@dataclass(frozen=True, slots=True)
class LightVerdict:
    """The answer for one status.

    Attributes:
        status: ``ess`` or ``esus``.
        outcome: the verdict; cause: why it is undetermined, when it is.
        worst, best: bounds that further answers and readings of the law leave open.
        route: id of the route shown; None before the law.
        blocking: criteria that decide and are not met, or that the law leaves open, in the order of the full account;
            those that wait for an answer are told by ``missing``. None for a verdict that is reached.
        missing: addresses whose answer can still change this verdict, the easiest to give first.
    """

    status: str
    outcome: VerdictId
    cause: Cause | None
    worst: VerdictId
    best: VerdictId
    route: str | None
    blocking: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LightAssessment:
    """One company on one day.

    Attributes:
        on: the day.
        verdicts: by status.
        contradictions: answers that cannot all be right; they were left out.
    """

    on: date
    verdicts: dict[str, LightVerdict]
    contradictions: tuple[ContradictionView, ...]


def light_assess(dossier: Company, on: date, knowledge: Knowledge) -> LightAssessment:
    """What `assess` concludes of a company under the law of one day.

    Args:
        dossier: the answers; they must fit the catalogue (`advisor.assessment.assess.check_dossier`).
        on: the day.
        knowledge: the rule base.
    """
    session = Session(knowledge, dossier, on)
    contradictions = contradiction_views(dossier, session) if session.contradictions else ()
    if on < knowledge.base.start:
        return LightAssessment(on, {id: _before_the_law(id) for id in knowledge.statuses}, contradictions)
    reasoning = Reasoning(session)
    routes = Routes(Findings(reasoning))
    missing = awaited(reasoning)
    verdicts = {
        status.id: _verdict(
            routes, status, tuple([address for address, statuses in missing.items() if status.id in statuses])
        )
        for status in knowledge.statuses.values()
    }
    return LightAssessment(on, verdicts, contradictions)


def _verdict(routes: Routes, status: Status, missing: tuple[str, ...]) -> LightVerdict:
    rating = rate(routes, status)
    # What a reached verdict rests on blocks nothing, and takes long to find.
    deciding = {} if rating.outcome in _REACHED else routes.deciding(status, rating.route, rating.outcome)
    return LightVerdict(
        status=status.id,
        outcome=rating.outcome,
        cause=rating.cause,
        worst=rating.worst,
        best=rating.best,
        route=rating.route.id if rating.route else None,
        blocking=tuple([one for one in deciding if outcome_of(*routes.reasoning.pair(one)) in _BLOCKING]),
        missing=missing,
    )


def _before_the_law(status: str) -> LightVerdict:
    """No verdict, and no answer that would bring one."""
    return LightVerdict(status, "indetermine", "avant_la_loi", "non_eligible", "eligible", None, (), ())
