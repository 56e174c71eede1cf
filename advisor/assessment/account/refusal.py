"""What a refusal lacks, in a few words: what must be there together, and what any one of would do."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.assessment.account.lacking import LACKS, lower
from advisor.assessment.account.routes import Routes
from advisor.assessment.leaves import FALSE, TRUE
from advisor.assessment.model import LATER, Change, LeafResult
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef
from advisor.rules.models import Route, Status

_SHOWN = 3

Group = tuple[str, ...]
"""Criteria any one of which would do; several groups must hold together."""


class Refusal:
    """Why a status is closed on the routes that must be told.

    Args:
        routes: the routes, as the reasoning leaves them.
        status, route: the status refused, and the route shown.
        obstacles: tests that no decision taken today removes.
    """

    def __init__(
        self,
        routes: Routes,
        status: Status,
        route: Route,
        obstacles: tuple[LeafResult, ...],
    ) -> None:
        self.routes, self.reasoning, self.knowledge = routes, routes.reasoning, routes.knowledge
        self.lacking = routes.findings.lacking
        self.hard = {leaf.id.partition("#")[0] for leaf in obstacles}
        self.claims, self.beside = self._claims()
        self.ways = [
            (one.title, groups)
            for one in routes.refused(status, route)
            if (version := one.on(routes.day)) and (groups := self._groups(version.condition, ""))
        ]

    def _claims(self) -> tuple[set[str], set[str]]:
        """Criteria by which a route is claimed, and those of them that claim nothing since another route is."""
        claims: set[str] = set()
        beside: set[str] = set()
        for status in self.knowledge.statuses.values():
            own = {one.claimed_if.id for one in status.routes if isinstance(one.claimed_if, CriterionRef)}
            claims |= own
            if any(self.routes.claimed(one) for one in status.routes):
                beside |= {id for id in own if self.reasoning.pair(id)[0] != TRUE}
        return claims, beside

    def _groups(self, node: Condition, owner: str) -> list[Group]:
        # Lacking under every reading of the law: what one reading lets through is not what closes the status.
        if self.reasoning.kleene(node, "favourable", attainable=True) != FALSE:
            return []
        match node:
            case CriterionRef(id):
                return self._groups(self.reasoning.tree(id), id)
            case AllOf(children):
                return list(dict.fromkeys(group for child in children for group in self._groups(child, owner)))
            case AnyOf(children):
                inner = [found for child in children if (found := self._groups(child, owner))]
                if len(inner) == 1 and len(inner[0]) > 1:
                    # The only alternative left to tell says what it lacks together.
                    return inner[0]
                names = _merged(inner)
                names = tuple(id for id in names if id not in self.beside) or names
                # Of alternatives that all fail, one the company has to do with says more than the list.
                names = tuple(id for id in names if self.routes.concerned(id)) or names
                # What the law did not offer yet is no fault of a company that never asked for it.
                if names and all(self._unasked(id) for id in names):
                    return [(owner,)]
                # Ways into a criterion are its own business: it says better than their titles what is lacking.
                return [names if len(names) < 2 or self.claims.issuperset(names) else (owner,)] if names else []
            case _:
                return [(owner,)] if owner in self.hard or isinstance(node, Constant) else []

    def _unasked(self, id: str) -> bool:
        """Whether the law alone closes one of many alternatives, and not the one of this company."""
        return bool(self.routes.findings.law[id].constant) and self.routes.sideline(id)

    def words(self) -> str:
        """« ni forme historique de l'ESS, ni société commerciale », or what fails, route by route."""
        if not self.ways:
            return "une condition manque"
        names = _merged(groups for _, groups in self.ways)
        if len(self.ways) > 1 and not self.claims.issuperset(names):
            told = {title: self._of(groups) for title, groups in self.ways}
            if len(set(told.values())) == 1:
                return next(iter(told.values()))
            return " ; ".join(f"par la voie « {lower(title)} », {text}" for title, text in told.items())
        if len(self.ways) > 1:
            return self._neither(names)
        return self._of(self.ways[0][1])

    def _of(self, groups: list[Group]) -> str:
        """What one route lacks."""
        if len(groups) == 1:
            names = groups[0]
            return self._neither(names) if len(names) > 1 else self._whole(names[0])
        told: list[str] = []
        known: set[str] = set()
        for group in groups:
            concerned = frozenset[str]().union(*map(self._concerns, group))
            # One answer that closes two criteria is one thing to tell.
            if concerned and concerned <= known:
                continue
            known |= concerned
            failing = self._failing(group[0]) if len(group) == 1 else ()
            told += failing or (self._neither(group) if len(group) > 1 else self._whole(group[0]),)
        told = list(dict.fromkeys(told))
        if len(told) == 1:
            return told[0]
        left = len(told) - _SHOWN
        more = f" ; et {left} autre{'s' if left > 1 else ''}" if left > 0 else ""
        return f"plusieurs conditions manquent : {' ; '.join(told[:_SHOWN])}{more}"

    def _concerns(self, id: str) -> frozenset[str]:
        """The answers by which a criterion is closed, those the law had no place for included."""
        closed = self.lacking.concerns(id)
        return closed | self.routes.asking(id) if self.routes.findings.law[id].constant else closed

    def _whole(self, id: str) -> str:
        """What closes one criterion, or its own sentence when its tests say nothing of themselves."""
        constant = self.routes.findings.law[id].constant
        if constant:
            return lower(constant.rstrip("."))
        failing = self._failing(id)
        return " ; ".join(failing) or lower(self.routes.findings.explained(id, "non_satisfait").rstrip("."))

    def _failing(self, id: str) -> tuple[str, ...]:
        """The tests of a criterion that fail for good, where its sentence is made of them."""
        sentence = self.routes.findings.law[id].explanations["non_satisfait"]
        return self.lacking.words(id, hard=True) if LACKS in sentence else ()

    def _neither(self, names: Group) -> str:
        return ", ".join(f"ni {self._title(id)}" for id in names[:_SHOWN])

    def _title(self, id: str) -> str:
        return lower(self.knowledge.criteria[id].title)


def _merged(alternatives: Iterable[list[Group]]) -> Group:
    return tuple(dict.fromkeys(id for groups in alternatives for group in groups for id in group))


def way_out(later: tuple[Change, ...]) -> str:
    """What would open the way, or that nothing would."""
    if not later:
        return "Aucune décision prise aujourd'hui n'y remédie."
    titles = " ; ".join(lower(change.title) for change in later[:_SHOWN])
    ways = "des pistes" if len(later) > 1 else "une piste"
    if all(change.delay == LATER for change in later):
        return f"Aucune décision prise aujourd'hui n'y remédie ; plus tard, {ways} : {titles}."
    return f"{ways.capitalize()} : {titles}."
