"""The same law read by plain Python: a three-valued evaluator, independent of the engine, to compare it with."""

from __future__ import annotations

from datetime import date

from advisor.assessment.leaves import FALSE, TRUE
from advisor.assessment.session import Session
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint
from advisor.rules.load import Knowledge


class Oracle:
    """Kleene values of every criterion, route and status of a day, by recursion on the conditions as written."""

    def __init__(self, knowledge: Knowledge, session: Session, day: date, strict: bool, attainable: bool) -> None:
        self.knowledge, self.session, self.day = knowledge, session, day
        self.strict, self.attainable = strict, attainable
        self._memo: dict[str, int] = {}

    def criterion(self, id: str) -> int:
        if id not in self._memo:
            version = self.knowledge.criteria[id].on(self.day)
            self._memo[id] = self.value(version.condition) if version else FALSE
        return self._memo[id]

    def route(self, id: str) -> int:
        version = self.knowledge.routes()[id].on(self.day)
        return self.value(version.condition) if version else FALSE

    def status(self, id: str) -> int:
        return max(self.route(route.id) for route in self.knowledge.statuses[id].routes)

    def value(self, node: Condition) -> int:
        match node:
            case Constant(truth):
                return TRUE if truth else FALSE
            case CriterionRef(id):
                return self.criterion(id)
            case Leaf() if self.attainable and node.remedy is not None:
                return TRUE
            case Leaf():
                settled = self.session.settled(node)
                return settled.strict if self.strict else settled.favourable
            case OpenPoint(readings=readings):
                values = [self.value(reading) for reading in readings]
                return min(values) if self.strict else max(values)
            case AllOf(children):
                return min(self.value(child) for child in children)
            case AnyOf(children):
                return max(self.value(child) for child in children)
