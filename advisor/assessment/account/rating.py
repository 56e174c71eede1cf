"""Where a company stands on the ladder of a status: what the full account and the light verdict both start from."""

from __future__ import annotations

from typing import NamedTuple

from advisor.assessment.account.routes import Routes, rung_name
from advisor.assessment.reasoning import READINGS, Reading, Reasoning
from advisor.assessment.relevance import awaited
from advisor.rules.models import Route, Status
from advisor.rules.vocabulary import Cause, VerdictId

Span = tuple[int, int]


class Rating(NamedTuple):
    """A status, rated.

    Attributes:
        spans: worst and best rung under each reading of the law.
        route: the route shown; top: how the highest rung is called on it.
        outcome: the verdict; cause: why it is undetermined, when it is.
    """

    spans: dict[Reading, Span]
    route: Route | None
    top: VerdictId
    outcome: VerdictId
    cause: Cause | None

    @property
    def low(self) -> int:
        return self.spans["strict"][0]

    @property
    def high(self) -> int:
        return self.spans["favourable"][1]

    @property
    def decided(self) -> bool:
        """No further answer can move the verdict on the ladder."""
        return all(worst == best for worst, best in self.spans.values())

    @property
    def worst(self) -> VerdictId:
        return rung_name(self.low, self.top)

    @property
    def best(self) -> VerdictId:
        return rung_name(self.high, self.top)


def rate(routes: Routes, status: Status) -> Rating:
    """The verdict of a status, bounds and route included."""
    reasoning = routes.reasoning
    spans = {reading: reasoning.rungs(f"statut:{status.id}", reading) for reading in READINGS}
    route = routes.shown(status)
    top: VerdictId = route.outcome if route else "eligible"
    return Rating(spans, route, top, *_outcome(reasoning, status.id, spans, top))


def _outcome(
    reasoning: Reasoning, status: str, spans: dict[Reading, Span], top: VerdictId
) -> tuple[VerdictId, Cause | None]:
    (s_low, s_high), (f_low, f_high) = spans["strict"], spans["favourable"]
    if s_low == s_high == f_low == f_high:
        return rung_name(s_low, top), None
    if s_low == s_high and f_low == f_high:
        return "indetermine", "droit"
    withdrawn = {address for one in reasoning.session.contradictions for address in one.addresses}
    contradicted = withdrawn and not withdrawn.isdisjoint(awaited(reasoning, (status,)))
    return "indetermine", "contradiction" if contradicted else "faits"
