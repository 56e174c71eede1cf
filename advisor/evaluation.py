"""From a dossier to an assessment: the one entry point of the library.

``assess(dossier, on=date)`` is pure: same dossier, same day, same rules, same result.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from advisor.advice.needs import missing_for
from advisor.assessment import (
    LADDER,
    AnswerView,
    Assessment,
    Branch,
    Cause,
    Change,
    ContradictionView,
    Finding,
    Ground,
    LeafResult,
    LightResult,
    Line,
    Missing,
    Note,
    OpenPointView,
    Outcome,
    Reference,
    RouteResult,
    Verdict,
    VerdictId,
)
from advisor.dossier import Dossier, parse_dossier
from advisor.errors import InputError, Problem
from advisor.knowledge import Knowledge, load_knowledge
from advisor.knowledge.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Constant,
    CriterionRef,
    Leaf,
    OpenPoint,
    walk,
)
from advisor.knowledge.models import DISTANT, Citation, Criterion, Remedy, Route, Status
from advisor.reasoning import READINGS, Reading, Reasoning, law_day, programs
from advisor.settle import FALSE, TRUE, UNKNOWN, AnswerError, Session, typed
from advisor.wording import LEVELS, address_name, answer_text, finding, margin, unit_of
from advisor.yamlfile import YamlDocument, read_yaml

_OUTCOMES: dict[tuple[int, int], Outcome] = {
    (FALSE, FALSE): "non_satisfait",
    (TRUE, TRUE): "satisfait",
    (FALSE, TRUE): "incertain",
}


def outcome_of(strict: int, favourable: int) -> Outcome:
    """The four outcomes, from the two readings: an unknown anywhere means an answer can still move it."""
    return _OUTCOMES.get((strict, favourable), "a_completer")


def check_dossier(dossier: Dossier, knowledge: Knowledge | None = None) -> list[Problem]:
    """Answers that do not fit the catalogue of facts; empty when all do. Positions are unknown here."""
    base = knowledge or load_knowledge()
    return [Problem(f"« {address} » : {message}.") for address, message in _misfits(dossier, base)]


def _misfits(dossier: Dossier, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    for address, one in dossier.answers.items():
        known = knowledge.addresses.get(address)
        if known is None:
            yield address, _unknown_fact(address, knowledge)
            continue
        fact, _ = known
        if one.value is not None:
            try:
                typed(knowledge, address, one.value)
            except AnswerError as error:
                yield address, str(error)


def _unknown_fact(address: str, knowledge: Knowledge) -> str:
    from difflib import get_close_matches

    fact_id = address.partition("[")[0]
    if fact_id in knowledge.facts:
        fact = knowledge.facts[fact_id]
        if fact.slots is None:
            return "ce fait n'attend qu'une réponse, sans ligne"
        slots = ", ".join(a[len(fact_id) + 1 : -1] for a in fact.addresses)
        return f"ce fait attend une réponse par ligne ({slots})"
    close = get_close_matches(fact_id, knowledge.facts, n=1)
    hint = f" (le plus proche : « {close[0]} »)" if close else ""
    return "ce fait n'existe pas" + hint


def read_dossier(path: str | Path, knowledge: Knowledge | None = None) -> Dossier:
    """Read a dossier and check every answer against the catalogue.

    Raises:
        InputError: every problem, each with file, line and column.
    """
    base = knowledge or load_knowledge()
    document: YamlDocument = read_yaml(Path(path), str(path))
    dossier, paths = parse_dossier(document)
    problems = [
        document.problem(paths[address], f"« {address} » : {message}.") for address, message in _misfits(dossier, base)
    ]
    if problems:
        raise InputError(*problems)
    return dossier


def assess(dossier: Dossier, on: date | None = None, knowledge: Knowledge | None = None) -> Assessment:
    """Assess a company under the law of one day.

    Args:
        dossier: the answers.
        on: the day; by default the dossier's own, then today.
        knowledge: another rule base than the packaged one.

    Raises:
        InputError: an answer does not fit its fact.
    """
    base = knowledge or load_knowledge()
    problems = check_dossier(dossier, base)
    if problems:
        raise InputError(*problems)
    session = Session(base, dossier, on or dossier.on or date.today())
    return _Builder(dossier, Reasoning(session)).build()


class _Builder:
    """Writes down what a reasoning proved; derives everything from it, re-argues nothing."""

    def __init__(self, dossier: Dossier, reasoning: Reasoning) -> None:
        self.dossier, self.reasoning = dossier, reasoning
        self.session, self.knowledge, self.day = reasoning.session, reasoning.knowledge, reasoning.day
        self.law = _law_of(self.knowledge, self.day)
        self.leaf_results: dict[tuple[str, int], LeafResult] = {}
        self.rules = self._rules_by_root()

    def build(self) -> Assessment:
        before = self.day < self.knowledge.base.start
        findings = {} if before else {id: self.finding(self.knowledge.criteria[id]) for id in self.law}
        verdicts = {
            status.id: self.before_the_law(status) if before else self.verdict(status, findings)
            for status in self.knowledge.statuses.values()
        }
        used = {a for f in findings.values() for leaf in f.leaves for a in leaf.used}
        return Assessment(
            on=self.day,
            requested=self.session.requested,
            name=self.dossier.name,
            rules_version=self.knowledge.base.version,
            rules_fingerprint=self.knowledge.fingerprint,
            law_as_of=self.knowledge.base.law_as_of,
            notice=self.knowledge.base.notice,
            verdicts=verdicts,
            findings=findings,
            contradictions=self.contradictions(),
            missing=() if before else self.missing(),
            open_points=self.open_points(verdicts, findings),
            answers=self.answers(used),
        )

    # -- references and texts -------------------------------------------------------------------------------------

    def references(self, citations: tuple[Citation, ...]) -> tuple[Reference, ...]:
        return _references(self.knowledge, citations, self.day)

    def _rules_by_root(self) -> dict[str, tuple[str, ...]]:
        run = self.reasoning.acquis("strict")
        fired: dict[str, list[str]] = {}
        for rule in run.inference.fired:
            premises = " et ".join(f"{name}={'vrai' if value else 'faux'}" for name, value in rule.premises)
            fired.setdefault(rule.conclusion, []).append(
                f"{premises} => {rule.conclusion}={'vrai' if rule.value else 'faux'}"
            )
        return {name: tuple(lines) for name, lines in fired.items()}

    # -- criteria -------------------------------------------------------------------------------------------------

    def finding(self, criterion: Criterion) -> Finding:
        fixed = self.law[criterion.id]
        strict, favourable = self.reasoning.pair(criterion.id)
        outcome = outcome_of(strict, favourable)
        confidence = fixed.confidence
        assumed = {p for _, node in fixed.leaves for p in self.reasoning.settled(node).assumed}
        if assumed:
            codes = [confidence, *(self._parameter_confidence(p) for p in assumed)]
            confidence = self.knowledge.weakest(codes) or confidence
        return Finding(
            criterion=criterion.id,
            title=criterion.title,
            theme=criterion.theme,
            outcome=outcome,
            counts=criterion.scope != "vigilance",
            synthesis=criterion.scope == "synthese",
            nature=criterion.nature,
            appraised_by=criterion.appraised_by,
            evidence=criterion.evidence,
            statement=fixed.statement,
            explanation=fixed.explanations[outcome],
            confidence=confidence,
            references=fixed.references,
            leaves=tuple(self.leaf(criterion.id, index, node) for index, node in fixed.leaves),
            rests_on=fixed.rests_on,
            reserves=self.reserves(criterion),
            rules=self.rules.get(fixed.root, ()) if isinstance(fixed.root, str) else (),
        )

    def _parameter_confidence(self, id: str) -> str:
        value = self.knowledge.parameters[id].on(self.day)
        return value.confidence if value else "I"

    def reserves(self, criterion: Criterion) -> tuple[Note, ...]:
        return tuple(
            Note(id=reserve.id, text=reserve.text, confidence=reserve.confidence)
            for reserve in criterion.reserves
            if reserve.covers(self.day) and self.session.holds(reserve.condition)[0] == TRUE
        )

    def leaf(self, criterion: str, index: int, node: Leaf | OpenPoint) -> LeafResult:
        key = (criterion, index)
        if key not in self.leaf_results:
            self.leaf_results[key] = self._leaf(criterion, index, node)
        return self.leaf_results[key]

    def _leaf(self, criterion: str, index: int, node: Leaf | OpenPoint) -> LeafResult:
        settled = self.reasoning.settled(node)
        id = f"{criterion}#{index}"
        outcome = outcome_of(settled.strict, settled.favourable)
        if isinstance(node, OpenPoint):
            question = self.knowledge.open_questions[node.point]
            shown = _shown_leaves(node)
            parts = [(leaf, self.session.leaf(leaf)) for leaf in shown]
            texts = dict.fromkeys(finding(self.session, leaf, part) for leaf, part in parts if not part.not_applicable)
            steps = dict.fromkeys(Line(label=s.label, text=s.text) for _, part in parts for s in part.steps)
            margins = dict.fromkeys(
                m for leaf, part in parts if leaf.operator and (m := margin(leaf, part, unit_of(self.knowledge, leaf)))
            )
            return LeafResult(
                id=id,
                label=next((leaf.label for leaf in shown if leaf.label), question.title),
                outcome=outcome,
                not_applicable=bool(parts) and not texts,
                finding=" ; ou bien, selon la lecture : ".join(texts) or "sans objet pour cette structure",
                margin=" / ".join(margins),
                calculation=tuple(steps),
                used=settled.used,
                missing=settled.missing,
                deferred_remedy=next((leaf.deferred_remedy for leaf in shown if leaf.deferred_remedy), None),
                open_point=node.point,
            )
        return LeafResult(
            id=id,
            label=node.label or self._default_label(node),
            outcome=outcome,
            not_applicable=settled.not_applicable,
            finding=finding(self.session, node, settled),
            margin=margin(node, settled, unit_of(self.knowledge, node)) if node.operator else "",
            calculation=tuple(Line(label=step.label, text=step.text) for step in settled.steps),
            used=settled.used,
            missing=settled.missing,
            remedy=node.remedy,
            deferred_remedy=node.deferred_remedy,
            open_point=settled.point,
        )

    def _default_label(self, leaf: Leaf) -> str:
        if leaf.indicator is not None:
            return self.knowledge.indicators[leaf.indicator].title or leaf.indicator
        return address_name(self.knowledge, leaf.fact or "")

    # -- verdicts -------------------------------------------------------------------------------------------------

    def before_the_law(self, status: Status) -> Verdict:
        return Verdict(
            status=status.id,
            title=status.title,
            outcome="non_eligible",
            cause="avant_la_loi",
            worst="non_eligible",
            best="non_eligible",
            route=None,
            route_title="",
            duration=None,
            duration_note="",
            grade="sur_declarations",
            confidence=None,
            sentence=self.knowledge.base.before_start,
            grounds=(),
            obstacles=(),
            changes=(),
            later=(),
            branches=(),
            open_points=(),
            decided=True,
            routes=(),
            lights=(),
        )

    def verdict(self, status: Status, findings: dict[str, Finding]) -> Verdict:
        root = f"statut:{status.id}"
        spans = {reading: self.reasoning.rungs(root, reading) for reading in READINGS}
        low, high = spans["strict"][0], spans["favourable"][1]
        decided = all(worst == best for worst, best in spans.values())
        route = self.shown_route(status)
        top: VerdictId = route.outcome if route else "eligible"
        outcome, cause = self.outcome(spans, top)
        grounds = self.grounds(status, route, outcome)
        deciding = [findings[ground.criterion] for ground in grounds]
        obstacles = self.obstacles(route) if low == 0 else ()
        changes = self.changes(status, route, outcome) if high > 0 and low < 2 else ()
        points = self.points_involved(status, route)
        duration, duration_note = self.duration(route) if route and high > 0 else (None, "")
        return Verdict(
            status=status.id,
            title=status.title,
            outcome=outcome,
            cause=cause,
            worst=self.rung_name(low, top),
            best=self.rung_name(high, top),
            route=route.id if route else None,
            route_title=route.title if route else "",
            duration=duration,
            duration_note=duration_note,
            grade=self.grade(deciding),
            confidence=self.knowledge.weakest(f.confidence for f in deciding),
            sentence=self.sentence(status, outcome, route, duration, low, high, top),
            grounds=grounds,
            obstacles=obstacles,
            changes=changes,
            later=self.later(obstacles),
            branches=self.branches(spans, points, top),
            open_points=points,
            decided=decided,
            # Once a route is open, how far the others go teaches nothing.
            routes=tuple(self.route_result(r) for r in status.routes if r.on(self.day) and (low < 2 or r is route)),
            lights=tuple(self.light(light.id, light.title, light.criteria, findings) for light in status.lights)
            if route is not None and route.outcome == "eligible"
            else (),
        )

    def outcome(self, spans: dict[Reading, tuple[int, int]], top: VerdictId) -> tuple[VerdictId, Cause | None]:
        (s_low, s_high), (f_low, f_high) = spans["strict"], spans["favourable"]
        if s_low == s_high == f_low == f_high:
            return self.rung_name(s_low, top), None
        if s_low == s_high and f_low == f_high:
            return "indetermine", "droit"
        return "indetermine", "contradiction" if self.session.contradictions else "faits"

    @staticmethod
    def rung_name(rung: int, top: VerdictId) -> VerdictId:
        return top if rung == 2 else LADDER[rung]

    def shown_route(self, status: Status) -> Route | None:
        """The route that goes furthest; on a tie the one the company claims, then the order of the file."""
        open_routes = [route for route in status.routes if route.on(self.day)]
        if not open_routes:
            return None
        reached = [r for r in open_routes if self.reasoning.acquis("strict").value(f"voie:{r.id}") == TRUE]
        if reached:
            return max(reached, key=lambda route: self.claimed(route))

        def key(route: Route) -> tuple[int, int, bool, int]:
            strict = self.reasoning.rungs(f"voie:{route.id}", "strict")
            favourable = self.reasoning.rungs(f"voie:{route.id}", "favourable")
            return (strict[0], favourable[0], self.claimed(route), favourable[1])

        return max(open_routes, key=key)

    def claimed(self, route: Route) -> bool:
        condition = route.claimed_if
        if condition is None:
            return False
        if isinstance(condition, CriterionRef):
            return self.reasoning.pair(condition.id)[0] == TRUE
        return self.session.holds(condition)[0] == TRUE

    def duration(self, route: Route) -> tuple[int | None, str]:
        """Years of accreditation on a route, from its first-match table, with the reserve of the line."""
        for line in route.durations:
            if not line.covers(self.day):
                continue
            if line.condition is not None:
                truth = self.session.holds(line.condition)[0]
                if truth == UNKNOWN:
                    return None, ""
                if truth == FALSE:
                    continue
            value = self.session.parameter(line.parameter)
            return (None if value is None else int(value)), line.reserve
        return None, ""

    def grade(self, deciding: list[Finding]) -> Literal["sur_declarations", "sur_pieces"]:
        addresses = {a for f in deciding for leaf in f.leaves for a in leaf.used}
        given = [self.dossier.answers[a] for a in addresses if a in self.dossier.answers]
        return "sur_pieces" if given and all(one.proven for one in given) else "sur_declarations"

    def sentence(
        self,
        status: Status,
        outcome: VerdictId,
        route: Route | None,
        duration: int | None,
        low: int,
        high: int,
        top: VerdictId,
    ) -> str:
        template = status.phrases.get(outcome, "")
        years = f"{duration} ans" if duration and duration > 1 else f"{duration} an" if duration else "à préciser"
        values = {
            "voie": route.title if route else "",
            "duree": years,
            "pire": VERDICT_WORDS[self.rung_name(low, top)],
            "mieux": VERDICT_WORDS[self.rung_name(high, top)],
        }
        for key, value in values.items():
            template = template.replace("{" + key + "}", value)
        return template

    # -- what decides ---------------------------------------------------------------------------------------------

    def grounds(self, status: Status, route: Route | None, outcome: VerdictId) -> tuple[Ground, ...]:
        """Criteria that make the verdict, hardest first when it is a refusal."""
        if route is None:
            return ()
        found: dict[str, Ground] = {}

        def add(criterion: str, owner_route: Route) -> None:
            if criterion and criterion not in found and self.knowledge.criteria[criterion].scope == "condition":
                found[criterion] = self.ground(criterion, owner_route)

        routes = [route]
        if outcome == "non_eligible":
            routes += [
                one for one in status.routes if one is not route and one.on(self.day) and self._claimed_in_words(one)
            ]
            for one in routes:
                for owner, _ in self.reasons_of(one, attainable=True):
                    add(owner, one)
            for owner, _ in self.reasons_of(route, attainable=False):
                add(owner, route)
        else:
            wanted = {
                "eligible": (TRUE,),
                "de_droit": (TRUE,),
                "a_mettre_en_conformite": (FALSE,),
                "indetermine": (UNKNOWN, FALSE),
            }[outcome]
            for value in wanted:
                for criterion in self.criteria_of(route):
                    strict, favourable = self.reasoning.pair(criterion)
                    if value in (strict, favourable) and self._leads(criterion):
                        add(criterion, route)
        return tuple(found.values())

    def _claimed_in_words(self, route: Route) -> bool:
        """A route the company has a reason to expect, even if the law of the day does not open it."""
        condition = route.claimed_if
        if isinstance(condition, CriterionRef):
            return any(
                self.session.raw(leaf.fact or "") is not None and self.session.leaf(leaf).strict != FALSE
                for leaf in self._mentioned(condition.id)
            )
        return self.claimed(route)

    def _mentioned(self, criterion: str) -> Iterator[Leaf]:
        for version in self.knowledge.criteria[criterion].versions:
            for node in walk(version.condition):
                if isinstance(node, Leaf) and node.fact:
                    yield node

    def criteria_of(self, route: Route) -> tuple[str, ...]:
        """Criteria a route rests on, deepest chain included, in reading order."""
        return _criteria_of(self.knowledge, route.id, law_day(self.knowledge, self.day))

    def _leads(self, criterion: str) -> bool:
        """Whether a criterion takes part in its route's value, and is not an alternative left aside."""
        return criterion in self._leading

    @property
    def _leading(self) -> set[str]:
        cached: set[str] | None = getattr(self, "_leading_cache", None)
        if cached is None:
            cached = set()
            for status in self.knowledge.statuses.values():
                for route in status.routes:
                    version = route.on(self.day)
                    if version:
                        self._lead(version.condition, cached)
            self._leading_cache = cached
        return cached

    def _lead(self, node: Condition, found: set[str]) -> None:
        match node:
            case CriterionRef(id):
                if id not in found:
                    found.add(id)
                    self._lead(self.reasoning.tree(id), found)
            case AllOf(children):
                for child in children:
                    self._lead(child, found)
            case AnyOf(children):
                values = [self.reasoning.kleene(child, "strict") for child in children]
                best = max(values)
                for child, value in zip(children, values, strict=True):
                    if value == best:
                        self._lead(child, found)
            case _:
                pass

    def reasons_of(self, route: Route, attainable: bool) -> list[tuple[str, Condition]]:
        version = route.on(self.day)
        if version is None:
            return []
        reading: Reading = "strict"
        return list(self.reasoning.reasons(version.condition, reading, attainable))

    def ground(self, criterion: str, route: Route) -> Ground:
        entry = self.knowledge.criteria[criterion]
        version = entry.on(self.day)
        assert version is not None
        strict, favourable = self.reasoning.pair(criterion)
        effect = outcome_of(strict, favourable)
        details = [
            leaf.finding + (f" ({leaf.margin})" if leaf.margin else "")
            for leaf in (self.leaf(criterion, i, node) for i, node in self.law[criterion].leaves)
            if leaf.outcome == effect and not leaf.not_applicable and leaf.calculation
        ]
        if isinstance(version.condition, Constant):
            details = [version.condition.reason]
        return Ground(
            criterion=criterion,
            title=entry.title,
            effect=effect,
            detail=" ; ".join(dict.fromkeys(details)),
            references=self.references(version.citations),
            confidence=version.confidence,
            route=route.id,
        )

    def obstacles(self, route: Route | None) -> tuple[LeafResult, ...]:
        """Leaves that no decision taken today removes, on the route shown."""
        if route is None or self.reasoning.attainable("strict").value(f"voie:{route.id}") == TRUE:
            return ()
        found: dict[str, LeafResult] = {}
        for owner, node in self.reasons_of(route, attainable=True):
            if isinstance(node, Leaf | OpenPoint) and owner:
                for index, candidate in self.law[owner].leaves:
                    if candidate == node:
                        result = self.leaf(owner, index, node)
                        if result.outcome != "satisfait":
                            found[result.id] = result
        return tuple(found.values())

    def changes(self, status: Status, route: Route | None, outcome: VerdictId) -> tuple[Change, ...]:
        """What must change today for the route shown, lightest alternative of each choice, each action once."""
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
        return tuple(sorted(found, key=lambda change: change.weight))

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
            references=self.references(remedy.citations),
            confidence=remedy.confidence,
            note=remedy.note,
            deferred=remedy.deferred,
        )

    def later(self, obstacles: tuple[LeafResult, ...]) -> tuple[Change, ...]:
        needed: dict[str, list[str]] = {}
        for leaf in obstacles:
            if leaf.deferred_remedy and not leaf.not_applicable:
                needed.setdefault(leaf.deferred_remedy, []).append(leaf.id.partition("#")[0])
        return tuple(self.change(self.knowledge.remedies[id], tuple(criteria)) for id, criteria in needed.items())

    # -- open law -------------------------------------------------------------------------------------------------

    def points_involved(self, status: Status, route: Route | None) -> tuple[str, ...]:
        """Open questions on which two readings of the route shown part."""
        if route is None:
            return ()
        found: dict[str, None] = {}
        for criterion in self.criteria_of(route):
            if not self._leads(criterion):
                continue
            for _, node in self.law[criterion].leaves:
                settled = self.reasoning.settled(node)
                if settled.strict != settled.favourable:
                    for part in walk(node):
                        if isinstance(part, OpenPoint):
                            inner = self.session.open_point(part)
                            if inner.strict != inner.favourable and not any(
                                isinstance(deeper, OpenPoint) and deeper is not part and self._parts(deeper)
                                for deeper in walk(part)
                            ):
                                found[part.point] = None
                    if isinstance(node, Leaf) and settled.point:
                        found[settled.point] = None
        return tuple(found)

    def _parts(self, node: OpenPoint) -> bool:
        settled = self.session.open_point(node)
        return settled.strict != settled.favourable

    def branches(
        self, spans: dict[Reading, tuple[int, int]], points: tuple[str, ...], top: VerdictId
    ) -> tuple[Branch, ...]:
        if spans["strict"] == spans["favourable"] or not points:
            return ()
        questions = [self.knowledge.open_questions[point] for point in points]
        texts = {
            "strict": " ; ".join(q.if_strict for q in questions),
            "favourable": " et ".join(q.if_favourable for q in questions),
        }
        found = []
        for reading in ("favourable", "strict"):
            low, high = spans[reading]
            found.append(
                Branch(
                    reading="favorable" if reading == "favourable" else "stricte",
                    condition=texts[reading],
                    verdict=self.rung_name(low, top) if low == high else "indetermine",
                    worst=self.rung_name(low, top),
                    best=self.rung_name(high, top),
                )
            )
        return tuple(found)

    def open_points(self, verdicts: dict[str, Verdict], findings: dict[str, Finding]) -> tuple[OpenPointView, ...]:
        deciding = dict.fromkeys(
            point for verdict in verdicts.values() if verdict.cause == "droit" for point in verdict.open_points
        )
        involved = dict.fromkeys(point for verdict in verdicts.values() for point in verdict.open_points)
        views = []
        for id in (*deciding, *(point for point in involved if point not in deciding)):
            question = self.knowledge.open_questions[id]
            criteria = tuple(
                criterion
                for criterion in findings
                if any(
                    (isinstance(part, OpenPoint) and part.point == id)
                    or (isinstance(part, Leaf) and part.if_meaningless == id)
                    for _, node in self.law[criterion].leaves
                    for part in walk(node)
                )
            )
            views.append(
                OpenPointView(
                    id=id,
                    title=question.title,
                    question=question.question,
                    strict_reading=question.strict_reading,
                    favourable_reading=question.favourable_reading,
                    if_strict=question.if_strict,
                    if_favourable=question.if_favourable,
                    conduct=question.conduct,
                    practice=tuple(f"{p.date}, {p.who} : {p.text} [{p.confidence}]" for p in question.practice),
                    references=self.references(question.citations),
                    confidence=question.confidence,
                    decides=id in deciding,
                    criteria=criteria,
                )
            )
        return tuple(views)

    # -- the rest -------------------------------------------------------------------------------------------------

    def route_result(self, route: Route) -> RouteResult:
        version = route.on(self.day)
        assert version is not None
        root = f"voie:{route.id}"
        low = self.reasoning.rungs(root, "strict")[0]
        high = self.reasoning.rungs(root, "favourable")[1]
        blocking: tuple[str, ...] = ()
        if high == 0:
            blocking = tuple(dict.fromkeys(owner for owner, _ in self.reasons_of(route, attainable=True) if owner))
        return RouteResult(
            id=route.id,
            title=route.title,
            worst=self.rung_name(low, route.outcome),
            best=self.rung_name(high, route.outcome),
            blocking=blocking,
            references=self.references(version.citations),
        )

    def light(self, id: str, title: str, criteria: tuple[str, ...], findings: dict[str, Finding]) -> LightResult:
        present = [findings[c] for c in criteria if c in findings]
        outcomes = {f.outcome for f in present}
        applicable = [leaf for f in present for leaf in f.leaves if not leaf.not_applicable]
        outcome: Any = "satisfait"
        for one in ("non_satisfait", "a_completer", "incertain"):
            if one in outcomes:
                outcome = one
                break
        else:
            if not applicable:
                outcome = "sans_objet"
        return LightResult(id=id, title=title, outcome=outcome, criteria=criteria)

    def contradictions(self) -> tuple[ContradictionView, ...]:
        rules = {rule.id: rule for rule in self.knowledge.coherences}
        views = []
        for one in self.session.contradictions:
            rule = rules[one.id]
            message = rule.message
            for address in one.addresses:
                fact, _ = self.knowledge.addresses[address]
                raw = self.dossier.answers[address].value if address in self.dossier.answers else None
                text = answer_text(self.knowledge, address, raw) if raw is not None else "?"
                message = message.replace("{" + fact.id + "}", text).replace("{" + address + "}", text)
            message = message.replace("{exercice}", one.slot or "").replace("{emplacement}", one.slot or "")
            views.append(ContradictionView(id=one.id, message=message, mend=rule.mend, addresses=one.addresses))
        return tuple(views)

    def missing(self) -> tuple[Missing, ...]:
        needs = missing_for(self.reasoning)
        found = []
        for address, statuses in needs.items():
            fact, _ = self.knowledge.addresses[address]
            known = self.dossier.answers.get(address)
            found.append(
                Missing(
                    address=address,
                    short=address_name(self.knowledge, address),
                    question=fact.question,
                    holder=fact.holder,
                    where=fact.where,
                    declared_unknown=known is not None and known.unknown,
                    for_statuses=statuses,
                )
            )
        return tuple(found)

    def answers(self, used: set[str]) -> tuple[AnswerView, ...]:
        views = []
        for address, one in self.dossier.answers.items():
            fact, _ = self.knowledge.addresses[address]
            text = "je ne sais pas" if one.value is None else answer_text(self.knowledge, address, one.value)
            evidence = one.evidence
            views.append(
                AnswerView(
                    address=address,
                    short=address_name(self.knowledge, address),
                    text=text,
                    level=LEVELS[evidence.level] if evidence else LEVELS["declare"],
                    document=evidence.document if evidence else "",
                    page=evidence.page if evidence else "",
                    article=one.article,
                    quote=one.quote,
                    used=address in used,
                )
            )
        return tuple(views)


VERDICT_WORDS: dict[VerdictId, str] = {
    "de_droit": "de droit",
    "eligible": "éligible",
    "a_mettre_en_conformite": "à mettre en conformité",
    "non_eligible": "non éligible",
    "indetermine": "indéterminé",
}


@lru_cache(maxsize=4096)
def _shown_leaves(node: OpenPoint) -> tuple[Leaf, ...]:
    return tuple(part for part in walk(node) if isinstance(part, Leaf))


@lru_cache(maxsize=256)
def _criteria_of(knowledge: Knowledge, route: str, start: date) -> tuple[str, ...]:
    version = knowledge.routes()[route].on(start)
    found: dict[str, None] = {}

    def visit(node: Condition) -> None:
        for part in walk(node):
            if isinstance(part, CriterionRef) and part.id not in found:
                found[part.id] = None
                inner = knowledge.criteria[part.id].on(start)
                if inner:
                    visit(inner.condition)

    if version:
        visit(version.condition)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Fixed:
    """What a criterion says on a day, whatever the company."""

    leaves: tuple[tuple[int, Leaf | OpenPoint], ...]
    rests_on: tuple[str, ...]
    references: tuple[Reference, ...]
    confidence: str
    statement: str
    explanations: dict[Outcome, str]
    root: str | bool


@lru_cache(maxsize=256)
def _law_of(knowledge: Knowledge, day: date) -> dict[str, _Fixed]:
    """Every criterion in force on a day; leaves and open points are numbered from 1 in reading order."""
    roots = programs(knowledge, day)[0].roots
    found = {}
    for criterion in knowledge.criteria.values():
        version = criterion.on(day)
        if version is not None:
            found[criterion.id] = _Fixed(
                leaves=tuple(enumerate(_propositions(version.condition), start=1)),
                rests_on=tuple(dict.fromkeys(n.id for n in walk(version.condition) if isinstance(n, CriterionRef))),
                references=_references(knowledge, version.citations, day),
                confidence=version.confidence,
                statement=version.statement or criterion.statement,
                explanations=_explanations(criterion, version.condition),
                root=roots[criterion.id],
            )
    return found


def _explanations(criterion: Criterion, condition: Condition) -> dict[Outcome, str]:
    texts = criterion.explanations
    reason = condition.reason if isinstance(condition, Constant) else ""
    return {
        "satisfait": reason or (texts.satisfied if texts else ""),
        "non_satisfait": reason or (texts.not_satisfied if texts else ""),
        "a_completer": texts.to_complete if texts else "",
        "incertain": texts.uncertain if texts else "",
    }


@lru_cache(maxsize=4096)
def _references(knowledge: Knowledge, citations: tuple[Citation, ...], day: date) -> tuple[Reference, ...]:
    found = []
    for citation in citations:
        source = knowledge.sources[citation.source]
        version = source.on(day)
        text = f"{source.short}, {citation.passage}" if citation.passage else source.short
        found.append(
            Reference(
                source=source.id,
                text=text,
                passage=citation.passage,
                start=version.start if version else None,
                end=version.end if version and version.end != DISTANT else None,
                identifier=version.reference if version else "",
                read=version.read if version else "M",
                checked=version.checked if version else None,
                note=version.note if version else "",
            )
        )
    return tuple(found)


def _propositions(node: Condition) -> Iterator[Leaf | OpenPoint]:
    match node:
        case Leaf() | OpenPoint():
            yield node
        case AllOf(children) | AnyOf(children):
            for child in children:
                yield from _propositions(child)
        case _:
            return
