"""What an answer changed: where an interview stood before it, compared with after; how a dossier takes an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from advisor.assessment.account.findings import Findings
from advisor.assessment.account.routes import Routes
from advisor.assessment.model import ContradictionView
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.session import Session
from advisor.dossier import Answer, Dossier, Draft, Evidence
from advisor.rules.basis import status_root
from advisor.rules.conditions import Condition, FigureLeaf, Leaf, OpenPoint, leaves
from advisor.rules.load import Knowledge
from advisor.rules.models import Route
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import Reading, VerdictId

if TYPE_CHECKING:
    from advisor.interview.machine import Interview

FeedbackTest = tuple[str, Condition]
"""An elementary test, with the criterion that owns it."""

MANY = 5
"""Questions that hang on an answer, for it to be one of those that shape the whole talk."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """What an answer changed, for the face to tell at once.

    Attributes:
        contradictions: answers that cannot all be right, new with this one; warnings: those only to be read again.
        decided, reopened: statuses whose verdict became decided, or no longer is.
        set_aside, restored: earlier answers that no longer apply, or apply again; they stay in any case.
    """

    contradictions: tuple[ContradictionView, ...] = ()
    decided: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    warnings: tuple[ContradictionView, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an interview stands.

    Attributes:
        decided: by status, whether its verdict is.
        clashes: contradictions and warnings, by id and addresses.
        aside: saved answers that do not apply.
    """

    decided: dict[str, bool]
    clashes: frozenset[tuple[str, tuple[str, ...]]]
    aside: frozenset[str]

    @classmethod
    def of(cls, interview: Interview) -> Standing:
        reasoning = interview.reasoning
        return cls(
            {status: reasoning.decided(status) for status in reasoning.knowledge.statuses},
            frozenset((one.id, one.addresses) for one in reasoning.session.clashes),
            frozenset(interview.set_aside()),
        )

    def changed(self, interview: Interview, address: str = "") -> Feedback:
        """Return what an answer at an address, or several answers, changed since then."""
        after = Standing.of(interview)
        fresh: tuple[ContradictionView, ...] = ()
        if after.clashes - self.clashes:
            now = (*interview.assessment.contradictions, *interview.assessment.warnings)
            fresh = tuple(one for one in now if (one.id, one.addresses) not in self.clashes)
        away, back = after.aside - self.aside, self.aside - after.aside
        others = [one for one in interview.dossier.answers if one != address]
        return Feedback(
            contradictions=tuple(one for one in fresh if not one.warns),
            decided=tuple(status for status in after.decided if after.decided[status] and not self.decided[status]),
            reopened=tuple(status for status in after.decided if self.decided[status] and not after.decided[status]),
            set_aside=tuple(one for one in others if one in away),
            restored=tuple(one for one in others if one in back),
            warnings=tuple(one for one in fresh if one.warns),
        )


# -- what a person does to a dossier ---------------------------------------------------------------------------------


def answered(
    dossier: Dossier,
    address: str,
    value: str | tuple[str, ...] | None,
    article: str | None = None,
    quote: str | None = None,
    evidence: Evidence | None = None,
    note: str | None = None,
) -> Answer:
    """Return an answer with what goes with it: given now, else typed before it, else taken from the former one."""
    old, draft = dossier.answers.get(address), dossier.drafts.get(address) or Draft()
    return Answer(
        value=value,
        article=old.article if article is None and old else article or "",
        quote=old.quote if quote is None and old else quote or "",
        evidence=evidence or draft.evidence or (old.evidence if old else None),
        note=(draft.note or (old.note if old else "")) if note is None else note,
    )


def with_entry(dossier: Dossier, address: str, entry: Answer | None) -> Dossier:
    """Set an answer or withdraw it; it takes what was typed before it."""
    answers = {**dossier.answers} if entry is None else {**dossier.answers, address: entry}
    if entry is None:
        answers.pop(address, None)
    drafts = {one: draft for one, draft in dossier.drafts.items() if one != address}
    return dossier.model_copy(update={"answers": gathered_by_fact(answers), "drafts": drafts})


def annotated(dossier: Dossier, address: str, given: dict[str, object]) -> Dossier:
    """Change what goes with an answer, on the answer itself or until it comes; built anew, so that it is checked."""
    given = {name: value for name, value in given.items() if value is not None}
    old = dossier.answers.get(address)
    if old is not None:
        fields = {**dict(old), **{name: value for name, value in given.items() if name != "method"}}
        return with_entry(dossier, address, Answer.model_validate(fields))
    draft = Draft.model_validate({**dict(dossier.drafts.get(address) or Draft()), **given})
    drafts = {one: known for one, known in dossier.drafts.items() if one != address}
    return dossier.model_copy(update={"drafts": drafts if draft == Draft() else {**drafts, address: draft}})


def apart(here: Dossier, there: Dossier) -> tuple[str, ...]:
    """Return addresses that one state of a dossier knows and the other lacks; what the other adds is no difference."""
    found = []
    for address, one in {**here.drafts, **here.answers}.items():
        other = there.answers.get(address) or there.drafts.get(address)
        known = {name: value for name, value in one if value or name == "value"}
        if other is None or any(getattr(other, name, None) != value for name, value in known.items()):
            found.append(address)
    return tuple(found)


def gathered_by_fact(answers: dict[str, Answer]) -> dict[str, Answer]:
    """Return answers in the order the file keeps: rows of one fact together, at the place of the first."""
    facts: dict[str, dict[str, Answer]] = {}
    for address, given in answers.items():
        facts.setdefault(fact_id(address), {})[address] = given
    return {address: given for rows in facts.values() for address, given in rows.items()}


# -- the answer that founds a decided verdict, for the live line of a status -----------------------------------------


def founding(reasoning: Reasoning, status: str) -> str | None:
    """Return address of the answer on which a decided verdict rests; the same file always gives the same one.

    It is looked for on the route that goes furthest, alternatives left aside, among the tests that make the result, in
    the order of the law:

    - of right: the answer by which the company claims the route (its form, its title);
    - other routes that hold: every test counts alike, so the answer that was hardest to gather, the last of them given;
    - refused or to be mended: the first criterion that fails, by its figure before any other test; an answer on which
      many questions hang (form, situation) only when nothing else fails, as it also closes every alternative;
    - left to a reading of the law: the first test on which the readings part.

    Of a test, what it measures is named (a pay, a category), never the threshold nor a guard; of several figures, the
    first without which the test would be open again.
    """
    if reasoning.day < reasoning.knowledge.base.start:
        return None
    routes = Routes(Findings(reasoning))
    route = routes.shown(reasoning.knowledge.statuses[status])
    found = _Founding(reasoning)
    if reasoning.firm(route.id):
        if route.outcome == VerdictId.BY_RIGHT and route.claimed_if is not None:
            claim = found.first(reasoning.reasons(route.claimed_if, Reading.STRICT))
            if claim is not None:
                return claim
        return found.weightiest(routes.reasons_of(route, attainable=False))
    return found.first(_failing(reasoning, routes, status, route))


def _failing(reasoning: Reasoning, routes: Routes, status: str, route: Route) -> Iterator[FeedbackTest]:
    """Tests that keep a status down: where readings part, what no decision removes, what can be mended."""
    mendable = routes.reasons_of(route, attainable=False)
    root = status_root(status)
    if reasoning.rungs(root, Reading.STRICT) != reasoning.rungs(root, Reading.FAVOURABLE):
        for owner, node in mendable:
            if reasoning.kleene(node, Reading.STRICT) != reasoning.kleene(node, Reading.FAVOURABLE):
                yield owner, node
    tests: list[FeedbackTest] = []
    if reasoning.rungs(root, Reading.FAVOURABLE)[1] == 0:
        for one in routes.refused(reasoning.knowledge.statuses[status], route):
            tests += _led(routes.reasons_of(one, attainable=True), routes.leading(one))
    tests += _led(mendable, routes.leading(route))
    openers = _openers(reasoning.knowledge)
    yield from sorted(tests, key=lambda test: any(fact_id(one.fact or "") in openers for one in leaves(test[1])))


def _led(tests: list[FeedbackTest], leading: set[str]) -> list[FeedbackTest]:
    """Tests of the criteria that lead somewhere, in order; within a criterion, computed figures first."""
    led = [(owner, node) for owner, node in tests if not owner or owner in leading]
    rank = {owner: at for at, owner in enumerate(dict.fromkeys(owner for owner, _ in led))}

    def computed(node: Condition) -> bool:
        return any(isinstance(leaf, FigureLeaf) and leaf.computed for leaf in leaves(node))

    return sorted(led, key=lambda test: (rank[test[0]], not computed(test[1])))


@lru_cache(maxsize=8)
def _openers(knowledge: Knowledge) -> frozenset[str]:
    """Facts on which many questions hang."""
    hanging = Counter(
        name
        for fact in knowledge.facts.values()
        if fact.asked_if is not None
        for name in {fact_id(leaf.fact or "") for leaf in leaves(fact.asked_if)}
    )
    return frozenset(name for name, count in hanging.items() if name and count >= MANY)


class _Founding:
    """What the tests of one reasoning measure."""

    def __init__(self, reasoning: Reasoning) -> None:
        self.reasoning, self.session = reasoning, reasoning.session
        self.order = {address: rank for rank, address in enumerate(self.session.company.answers)}

    def first(self, tests: Iterable[FeedbackTest]) -> str | None:
        """Return what the first test measures that measures an answer."""
        return next((address for _, node in tests if (address := self.measured(node)) is not None), None)

    def weightiest(self, tests: Iterable[FeedbackTest]) -> str | None:
        """Return the answer hardest to gather among those measured; the last given among equals."""
        measured = {address for _, node in tests if (address := self.measured(node)) is not None}
        addresses = self.reasoning.knowledge.addresses
        return max(measured, key=lambda one: (addresses[one][0].cost, self.order[one]), default=None)

    def measured(self, node: Condition) -> str | None:
        """Return the answer that a test measures, if it was given and applies."""
        if not isinstance(node, Leaf | OpenPoint):
            return None
        tests = [node] if isinstance(node, Leaf) else list(leaves(node))
        value = self.reasoning.settled(node).strict
        for leaf in sorted(tests, key=lambda one: self.session.settled(one).strict != value):
            given = [one for one in self._read(leaf) if self._given(one)]
            if given and not self.session.settled(leaf).not_applicable:
                return self._without_which(leaf, given)
        settled = self.reasoning.settled(node)
        if settled.strict == settled.favourable:
            return None
        # The law is open on the mere situation of the company: what led there is named.
        return next((one for one in settled.used if self._given(one)), None)

    def _given(self, address: str) -> bool:
        return address in self.order and self.session.raw(address) is not None

    def _read(self, leaf: Leaf) -> Iterator[str]:
        if leaf.fact:
            yield leaf.fact
        if leaf.indicator:
            yield from self._of_figure(leaf.indicator)

    def _of_figure(self, indicator: str) -> Iterator[str]:
        """Answers a figure is made of, in the order of its formula."""
        knowledge = self.reasoning.knowledge
        for name in knowledge.indicators[indicator].names:
            if name in knowledge.addresses:
                yield name
            elif name in knowledge.facts:
                yield from knowledge.facts[name].addresses
            elif name in knowledge.indicators:
                yield from self._of_figure(name)

    def _without_which(self, leaf: Leaf, given: list[str]) -> str:
        """Of several answers of the first kind, the one on which the test hangs."""
        rivals = [one for one in given if fact_id(one) == fact_id(given[0])]
        if len(rivals) > 1:
            value = self.session.settled(leaf).strict
            for one in rivals:
                without = Session(self.session.knowledge, self.session.company, self.session.on, {one: None})
                if without.settled(leaf).strict != value:
                    return one
        return rivals[0]
