"""Which route a structure takes to a status, as far as its answers say: what is written and filed depends on it."""

from __future__ import annotations

from advisor.assessment.leaves import TRUE
from advisor.assessment.model import Assessment
from advisor.assessment.session import Session
from advisor.rules.conditions import CriterionRef
from advisor.rules.models import Route


def taken(assessment: Assessment, session: Session, status: str) -> Route | None:
    """The route of the verdict; a route to be claimed is left, while it is not, for one that is open to all."""
    knowledge = session.knowledge
    routes = knowledge.statuses[status].routes
    route = next((one for one in routes if one.id == assessment.verdicts[status].route), None)
    if route is None or claimed(route, assessment, session):
        return route
    return next((one for one in routes if one.claimed_if is None and one.on(assessment.on)), route)


def claimed(route: Route, assessment: Assessment, session: Session) -> bool:
    """Whether the answers say that the structure takes this route; always, for one that needs no claim."""
    if route.claimed_if is None:
        return True
    if isinstance(route.claimed_if, CriterionRef):
        finding = assessment.findings.get(route.claimed_if.id)
        return finding is not None and finding.outcome in ("satisfait", "incertain")
    return session.holds(route.claimed_if)[0] == TRUE
