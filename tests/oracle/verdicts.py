"""Criteria, routes and statuses of one company: what is met, what is open, how far it may go."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from tests.oracle.company import Answers, Company, View
from tests.oracle.rules import Condition, Rules, kind_of
from tests.oracle.values import MAYBE, NO, YES

ORDER = ("non_satisfait", "a_completer", "incertain", "satisfait")
"""Outcomes of a criterion, from what every reading refuses to what every reading grants."""

_LADDER = ("non_eligible", "a_mettre_en_conformite")
"""The two first rungs; the last one has the name that its route gives it."""

Rungs = tuple[int, int]
"""Worst and best place on the ladder that answers to come may leave a company: refused, to mend, reached."""


class Verdict(NamedTuple):
    """A status: its outcome, the worst and the best that it may become, and the route shown."""

    outcome: str
    worst: str
    best: str
    route: str | None


class Judgement:
    """Everything concluded of one company."""

    def __init__(self, rules: Rules, answers: Answers, on: date, requested: date | None = None) -> None:
        self.rules, self.on = rules, on
        self._known: dict[tuple[str, View], int] = {}
        self.company = Company(rules, answers, on, requested, self._criterion)

    def _criterion(self, id: str, view: View) -> int:
        """A criterion that does not exist yet is not met."""
        if (id, view) not in self._known:
            condition = self.rules.condition("criteria", id, self.on)
            self._known[id, view] = NO if condition is None else self.company.truth(condition, view)
        return self._known[id, view]

    # -- criteria -----------------------------------------------------------------------------------------------

    def criteria(self) -> dict[str, str]:
        """The outcome of each criterion in force."""
        return {
            id: self._outcome({"critere": id})
            for id in self.rules.criteria
            if self.rules.condition("criteria", id, self.on)
        }

    def routes(self) -> dict[str, tuple[str, str]]:
        """How far each route in force may go, at worst read strictly, at best read favourably."""
        found = {}
        for id, route in self.rules.routes.items():
            if condition := self.rules.condition("routes", id, self.on):
                ladder = (*_LADDER, route["issue"])
                strict, favourable = (self._span([condition], one) for one in (True, False))
                found[id] = ladder[strict[0]], ladder[favourable[1]]
        return found

    def _outcome(self, condition: Condition) -> str:
        """Met or not under both readings, uncertain when they part, to complete while an answer may move one of them.

        Where one reading grants it already and the other waits for an answer, the parts tell: an alternative that only
        the law leaves open goes further than one that waits for an answer.
        """
        strict, favourable = (self.company.truth(condition, View(one)) for one in (True, False))
        if (strict, favourable) == (MAYBE, YES):
            kind = kind_of(condition)
            if kind == "critere":
                inner = self.rules.condition("criteria", condition["critere"], self.on)
                assert inner is not None
                return self._outcome(inner)
            if kind == "definition":
                return self._outcome(self.rules.definitions[condition["definition"]]["condition"])
            if kind in ("tous", "un_de"):
                pick = min if kind == "tous" else max
                return pick((self._outcome(one) for one in condition[kind]), key=ORDER.index)
        known = {(NO, NO): "non_satisfait", (YES, YES): "satisfait", (NO, YES): "incertain"}
        return known.get((strict, favourable), "a_completer")

    # -- statuses -----------------------------------------------------------------------------------------------

    def _span(self, routes: list[Condition], strict: bool) -> Rungs:
        """A status is reached by any of its routes; what is not reached may be within reach once mended."""
        now, mended = (
            max((self.company.truth(one, View(strict, m)) for one in routes), default=NO) for m in (False, True)
        )
        worst = 2 if now == YES else 1 if mended == YES else 0
        best = 2 if now != NO else 1 if mended != NO else 0
        return worst, best

    def verdict(self, status: str) -> Verdict:
        """The outcome of a status.

        The ladder is refused, to mend, reached. What every reading and every answer to come leave on one rung is there;
        a certain obstacle gives the best rung still possible; otherwise nothing is concluded.
        """
        if self.on < self.rules.start:
            return Verdict("indetermine", "non_eligible", "eligible", None)
        found = {
            route["id"]: (route, self.rules.condition("routes", route["id"], self.on))
            for route in self.rules.statuses[status]["voies"]
        }
        routes = {id: condition for id, (_, condition) in found.items() if condition is not None}
        strict, favourable = (self._span(list(routes.values()), one) for one in (True, False))
        shown = self._shown(routes)
        # The highest rung has the name that the route shown gives it, or one that goes further than it.
        reach = {id: self._span([one], strict=False)[1] for id, one in routes.items()}
        furthest = [id for id in routes if shown and reach[id] > reach[shown]]
        named = max(furthest, key=lambda id: reach[id], default=shown)
        top = self.rules.routes[named]["issue"] if named else "eligible"
        ladder = (*_LADDER, top)
        if strict == favourable and strict[0] == strict[1]:
            outcome = ladder[strict[0]]
        elif favourable[1] < 2 and (strict[1] == favourable[1] or not self._only_to_found(routes)):
            outcome = ladder[favourable[1]]
        else:
            outcome = "indetermine"
        return Verdict(outcome, ladder[strict[0]], ladder[favourable[1]], shown)

    def _only_to_found(self, routes: dict[str, Condition]) -> bool:
        """A project that would reach the status once its formalities are done meets no obstacle."""
        project = self.company.truth({"fait": "situation", "est": "projet"}, View()) == YES
        founded = View(strict=False, founded=True)
        return project and any(self.company.truth(one, founded) != NO for one in routes.values())

    def _shown(self, routes: dict[str, Condition]) -> str | None:
        """The route that goes furthest, one reached first; on a tie the one claimed unless closed, then the first."""

        def reached(id: str) -> bool:
            return self.company.truth(routes[id], View()) == YES

        def furthest(id: str) -> Any:
            strict, favourable = (self._span([routes[id]], one) for one in (True, False))
            return strict[0], favourable[0], favourable[1] > 0, self._claimed(id), favourable[1]

        open_ = [id for id in routes if reached(id)]
        return max(open_, key=self._claimed) if open_ else max(routes, key=furthest, default=None)

    def _claimed(self, id: str) -> bool:
        """Whether the answers say that the company takes a route; of a criterion, its favourable reading does."""
        condition = self.rules.routes[id].get("revendiquee_si")
        if condition is None:
            return False
        return self.company.truth(condition, View(strict="critere" not in condition)) == YES
