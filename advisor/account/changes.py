"""What to change: the lightest way to mend a route today, and what would open it later."""

from __future__ import annotations

from advisor.account.findings import Findings
from advisor.assessment import Change, LeafResult
from advisor.knowledge.conditions import AllOf, AnyOf, Condition, CriterionRef, Leaf, OpenPoint
from advisor.knowledge.models import Remedy, Route
from advisor.settle import FALSE


class Changes:
    """Remedies of one reasoning, each action once whatever the number of criteria it mends."""

    def __init__(self, findings: Findings) -> None:
        self.findings, self.reasoning = findings, findings.reasoning
        self.knowledge, self.day = findings.knowledge, findings.day

    def today(self, route: Route | None) -> tuple[Change, ...]:
        """What must change today for the route shown, in order, lightest alternative of each choice, each once."""
        version = route.on(self.day) if route else None
        if version is None:
            return ()
        needed: dict[str, list[str]] = {}
        for owner, leaf in self._mend(version.condition, ""):
            assert leaf.remedy is not None
            criteria = needed.setdefault(leaf.remedy, [])
            if owner and owner not in criteria:
                criteria.append(owner)
        found = [self.change(self.knowledge.remedies[id], tuple(criteria)) for id, criteria in needed.items()]
        return tuple(sorted(found, key=lambda change: self.knowledge.remedy_order[change.remedy]))

    def _mend(self, node: Condition, owner: str) -> list[tuple[str, Leaf]]:
        """Failing mendable leaves to turn true for ``node`` to hold; empty when it holds or is out of reach."""
        if self.reasoning.kleene(node, "strict") != FALSE:
            if isinstance(node, CriterionRef):
                return self._mend_inside(node)
            if isinstance(node, AllOf):
                return [pair for child in node.children for pair in self._mend(child, owner)]
            return []
        match node:
            case CriterionRef():
                return self._mend_inside(node)
            case Leaf():
                return [(owner, node)] if node.remedy else []
            case AllOf(children):
                return [pair for child in children for pair in self._mend(child, owner)]
            case AnyOf(children) | OpenPoint(readings=children):
                strict = isinstance(node, OpenPoint)
                reachable = [c for c in children if self.reasoning.kleene(c, "strict", attainable=True) != FALSE]
                if strict:
                    return [pair for child in reachable for pair in self._mend(child, owner)]
                options = [option for child in reachable if (option := self._mend(child, owner))]
                return min(options, key=self._weight, default=[])
            case _:
                return []

    def _mend_inside(self, node: CriterionRef) -> list[tuple[str, Leaf]]:
        return self._mend(self.reasoning.tree(node.id), node.id)

    def _weight(self, pairs: list[tuple[str, Leaf]]) -> tuple[int, int]:
        weights = [self.knowledge.remedies[leaf.remedy].weight for _, leaf in pairs if leaf.remedy]
        return (max(weights, default=0), len(weights))

    def later(self, obstacles: tuple[LeafResult, ...]) -> tuple[Change, ...]:
        needed: dict[str, list[str]] = {}
        for leaf in obstacles:
            if leaf.deferred_remedy and not leaf.not_applicable:
                needed.setdefault(leaf.deferred_remedy, []).append(leaf.id.partition("#")[0])
        return tuple(self.change(self.knowledge.remedies[id], tuple(criteria)) for id, criteria in needed.items())

    def change(self, remedy: Remedy, criteria: tuple[str, ...]) -> Change:
        return Change(
            remedy=remedy.id,
            title=remedy.title,
            kind=remedy.kind,
            weight=remedy.weight,
            who=remedy.who,
            delay=remedy.delay,
            action=remedy.action,
            criteria=criteria,
            references=self.findings.references(remedy.citations),
            confidence=remedy.confidence,
            note=remedy.note,
            deferred=remedy.deferred,
        )
