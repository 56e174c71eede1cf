"""What a refusal lacks, in a few words: what must be there together, and what any one of would do."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.account.routes import Routes
from advisor.assessment import LATER, Change, LeafResult
from advisor.knowledge.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef
from advisor.knowledge.models import Route, Status
from advisor.settle import FALSE, TRUE

_SHOWN = 3

Group = tuple[str, ...]
"""Criteria any one of which would do; several groups must hold together."""


class Refusal:
    """Why a status is closed on the routes that must be told.

    Args:
        routes: the routes, as the reasoning leaves them.
        status, route: the status refused, and the route shown.
        obstacles: tests that no decision taken today removes.
        later: what would open the way.
    """

    def __init__(
        self,
        routes: Routes,
        status: Status,
        route: Route,
        obstacles: tuple[LeafResult, ...],
        later: tuple[Change, ...],
    ) -> None:
        self.routes, self.reasoning, self.knowledge = routes, routes.reasoning, routes.knowledge
        self.mended = {change.remedy for change in later}
        self.obstacles = obstacles
        self.hard = {leaf.id.partition("#")[0] for leaf in obstacles}
        self.claims, self.beside = self._claims()
        found = []
        for one in routes.refused(status, route):
            version = one.on(routes.day)
            if version and (groups := self._groups(version.condition, "")):
                found.append(groups)
        self.groups = found[0] if len(found) == 1 else [_merged(found)] if found else []

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
                names = _merged(inner)
                names = tuple(id for id in names if id not in self.beside) or names
                # Of alternatives that all fail, one the company has to do with says more than the list.
                names = tuple(id for id in names if self.routes.concerned(id)) or names
                # Ways into a criterion are its own business: it says better than their titles what is lacking.
                return [names if len(names) < 2 or self.claims.issuperset(names) else (owner,)] if names else []
            case _:
                return [(owner,)] if owner in self.hard or isinstance(node, Constant) else []

    def words(self) -> str:
        """« ni forme historique de l'ESS, ni société commerciale », or what the criterion that fails says."""
        if not self.groups:
            return "une condition manque"
        if single := self._single():
            return f"un point manque, « {_lower(single)} »"
        first = self.groups[0]
        if len(self.groups) == 1:
            if len(first) > 1:
                return ", ".join(f"ni {self._title(id)}" for id in first[:_SHOWN])
            fixed = self.routes.findings.law[first[0]]
            return _lower((fixed.constant or fixed.explanations["non_satisfait"]).rstrip("."))
        names = [" ou ".join(f"« {self._title(id)} »" for id in group[:_SHOWN]) for group in self.groups]
        left = len(names) - _SHOWN
        more = f" et {left} autre{'s' if left > 1 else ''}" if left > 0 else ""
        return f"plusieurs conditions manquent : {' ; '.join(names[:_SHOWN])}{more}"

    def _single(self) -> str:
        """The one test that fails among all those a criterion joins: its explanation could only list them."""
        lists = [group for group in self.groups if len(group) > 1]
        joined = all(isinstance(self.reasoning.tree(id), AllOf) for group in self.groups for id in group)
        failing = {one.label for one in self.obstacles if one.deferred_remedy in self.mended}
        return failing.pop() if joined and not lists and len(self.mended) == len(failing) == 1 else ""

    def _title(self, id: str) -> str:
        return _lower(self.knowledge.criteria[id].title)


def _merged(alternatives: Iterable[list[Group]]) -> Group:
    return tuple(dict.fromkeys(id for groups in alternatives for group in groups for id in group))


def way_out(later: tuple[Change, ...]) -> str:
    """What would open the way, or that nothing would."""
    if not later:
        return "Aucune décision prise aujourd'hui n'y remédie."
    titles = " ; ".join(_lower(change.title) for change in later[:_SHOWN])
    ways = "des pistes" if len(later) > 1 else "une piste"
    if all(change.delay == LATER for change in later):
        return f"Aucune décision prise aujourd'hui n'y remédie ; plus tard, {ways} : {titles}."
    return f"{ways.capitalize()} : {titles}."


def _lower(text: str) -> str:
    return text[0].lower() + text[1:] if len(text) > 1 and not text[1].isupper() else text
