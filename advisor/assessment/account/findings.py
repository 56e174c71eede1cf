"""Criteria written down for one company: outcome, leaves, articles in their version, reserves, rules fired."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import NamedTuple

from advisor.assessment.account.legal_texts import (
    CriterionTexts,
    FixedLeaf,
    FixedReserve,
    FixedTest,
    law_of,
    leaf_result,
    references_of,
    text_day,
)
from advisor.assessment.account.missing_reasons import Lacking
from advisor.assessment.engine.program import Program
from advisor.assessment.leaves import FALSE, TRUE, outcome_of
from advisor.assessment.model import Finding, LeafResult, Line, Note, ReadingResult, Reference
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.wording import NOT_APPLICABLE, UNASKED, finding, margin, with_figures
from advisor.rules.basis import Citation
from advisor.rules.conditions import AllOf, AnyOf, Condition, CriterionRef, FigureLeaf, Leaf, OpenPoint, leaves, walk
from advisor.rules.models import Criterion
from advisor.rules.vocabulary import Outcome, Reading


class _ReadingFound(NamedTuple):
    """A `ReadingResult` that may not have to be shown."""

    label: str
    outcome: Outcome
    finding: str = ""
    margin: str = ""


class Findings:
    """Every criterion of one reasoning, written down; nothing is argued again.

    Args:
        reasoning: what the engine proved for one company on one day.
    """

    def __init__(self, reasoning: Reasoning) -> None:
        self.reasoning = reasoning
        self.session, self.knowledge, self.day = reasoning.session, reasoning.knowledge, reasoning.day
        self.text_day = text_day(self.knowledge, self.day)
        self.lacking = Lacking(reasoning)
        self._results: dict[str, LeafResult] = {}
        self._words: dict[int | None, tuple[str, str]] = {}
        self._idle: dict[str, bool] = {}

    @cached_property
    def law(self) -> dict[str, CriterionTexts]:
        """What each criterion in force says, whatever the company."""
        return law_of(self.knowledge, self.text_day)

    def all(self) -> dict[str, Finding]:
        """Every criterion in force."""
        return {id: self.finding(self.knowledge.criteria[id]) for id in self.law}

    def references(self, citations: tuple[Citation, ...]) -> tuple[Reference, ...]:
        return references_of(self.knowledge, citations, self.text_day)

    @cached_property
    def without_object(self) -> dict[str, str]:
        """What is said of the criteria that are not for this company."""
        return {
            id: one.text
            for status in self.knowledge.statuses.values()
            for one in status.without_object
            if self.session.proved(one.condition)
            for id in one.criteria
        }

    @cached_property
    def _rules(self) -> dict[str, tuple[str, ...]]:
        inference = self.reasoning.acquis(Reading.STRICT).inference
        sentences = _sentences(self.reasoning.law.program)
        fired: dict[str, list[str]] = {}
        for rule in inference.fired:
            fired.setdefault(rule.conclusion, []).append(sentences[rule.name])
        return {name: tuple(lines) for name, lines in fired.items()}

    def finding(self, criterion: Criterion) -> Finding:
        """A criterion in force, with its proof."""
        fixed = self.law[criterion.id]
        outcome = self.reasoning.outcome(criterion.id)
        shown = [
            reserve
            for reserve in fixed.reserves
            if (not reserve.outcomes or outcome in reserve.outcomes) and reserve.holds(self.session)
        ]
        if criterion.id in self.without_object:
            shown = []
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
            explanation=self.explained(criterion.id, outcome),
            confidence=self._confidence(fixed, shown),
            references=fixed.references,
            leaves=tuple([self.result(one) for one in fixed.leaves]),
            rests_on=fixed.rests_on,
            reserves=tuple([self._noted(reserve.note) for reserve in shown]),
            rules=self._rules.get(fixed.root, ()) if isinstance(fixed.root, str) else (),
            idle=self.idle(criterion.id),
            without_object=self.without_object.get(criterion.id, ""),
            early=outcome == Outcome.NOT_MET and self._early(criterion.id),
        )

    def _noted(self, note: Note) -> Note:
        """A reserve, with this company's figures."""
        return note.model_copy(update={"text": with_figures(self.session, note.text)}) if "{" in note.text else note

    def explained(self, id: str, outcome: Outcome) -> str:
        """The sentence of a criterion for an outcome, that names what makes it so for this company."""
        if id in self.without_object:
            return self.without_object[id]
        text = self.law[id].explanations[outcome]
        return self.lacking.filled(text, id) if "{" in text else text

    def idle(self, id: str) -> bool:
        """Whether nothing a criterion tests, itself or through others, concerns this company."""
        if id in self.without_object:
            return True
        found = self._idle.get(id)
        if found is None:
            # Its texts are not read: who looks for an outcome alone does not wait for them.
            tests, rests = _parts(self.reasoning.law.program, id)
            idle = [self.session.settled(leaf).not_applicable for leaf in tests]
            found = False
            if all(idle):
                found = bool(tests or rests) and (all(map(self.idle, rests)) or self._settled_idly(id, FALSE))
            elif any(idle):
                found = self._settled_idly(id, TRUE)
            self._idle[id] = found
        return found

    def _settled_idly(self, id: str, value: int) -> bool:
        """Whether tests without object are enough to give a criterion its value, whatever the others."""
        if self.reasoning.pair(id)[0] != value:
            return False
        reasons = [node for _, node in self.reasoning.reasons(self.reasoning.tree(id), Reading.STRICT)]
        # Readings that part on the mere form of a company are not without object.
        settled = self.session.settled
        return all(self.session.idle(one) and settled(one).strict == settled(one).favourable for one in reasons)

    def _early(self, id: str) -> bool:
        """Whether a criterion is not refused to a project, once it is constituted and registered."""
        project = self.knowledge.base.project
        if project is None or not self.session.proved(project):
            return False
        facts = {leaf.fact for leaf in leaves(project)}

        def then(node: Condition) -> int:
            match node:
                case CriterionRef(id=below):
                    return then(self.reasoning.tree(below))
                case AllOf(children=children) | AnyOf(children=children):
                    return (min if isinstance(node, AllOf) else max)(map(then, children))
                case Leaf(remedy=str(), fact=fact) if fact in facts or self.session.settled(node).not_applicable:
                    return TRUE
            return self.reasoning.kleene(node, Reading.FAVOURABLE)

        return then(self.reasoning.tree(id)) != FALSE

    def _confidence(self, fixed: CriterionTexts, shown: list[FixedReserve]) -> str:
        """Weakest of the version's code, of the presumed figures, and of the readings that decide the outcome."""
        assumed = {parameter for one in fixed.figures for parameter in one.test(self.session).assumed}
        decisive = [reserve.note.confidence for reserve in shown if reserve.note.decisive]
        if not assumed and not decisive:
            return fixed.confidence
        codes = [fixed.confidence, *decisive, *(self._parameter_confidence(p) for p in assumed)]
        return self.knowledge.weakest(codes) or fixed.confidence

    def _parameter_confidence(self, id: str) -> str:
        value = self.knowledge.parameters[id].on(self.day)
        return self.knowledge.confidence(value, self.day) if value else "I"

    def result(self, test: FixedTest) -> LeafResult:
        """An elementary test of a criterion, written down."""
        found = self._results.get(test.id)
        if found is None:
            found = self._results[test.id] = self._open(test) if isinstance(test.node, OpenPoint) else self._plain(test)
        return found

    def _plain(self, test: FixedTest) -> LeafResult:
        (leaf,) = test.leaves
        return leaf_result(test.id, leaf, test.test(self.session), *self._said(leaf))

    def _said(self, leaf: FixedLeaf) -> tuple[str, str]:
        """What a simple test found, and how far a figure is from its threshold; worded once for a company."""
        node = leaf.node
        found = self._words.get(node.index)
        if found is None:
            settled = leaf.test(self.session)
            text = finding(self.session, node, settled, leaf.unit)
            distance = margin(node, settled, leaf.unit) if isinstance(node, FigureLeaf) else ""
            found = self._words[node.index] = (text, distance)
        return found

    def _open(self, test: FixedTest) -> LeafResult:
        settled = test.test(self.session)
        parts = [leaf.test(self.session) for leaf in test.leaves]
        steps = dict.fromkeys(step for part in parts for step in part.steps)
        named, readings = self._named(test)
        named = settled.point or named
        texts = dict.fromkeys(one.finding for one in readings if one.finding not in ("", UNASKED))
        margins = dict.fromkeys(one.margin for one in readings if one.margin)
        parted = settled.strict != settled.favourable
        # Readings that part without any test, on the mere form of the company, are not without object.
        idle = bool(parts) and not texts and not parted
        title = self.knowledge.open_questions[named].title
        return LeafResult(
            id=test.id,
            label=next((leaf.node.label for leaf in test.leaves if leaf.node.label), title),
            outcome=outcome_of(settled.strict, settled.favourable),
            not_applicable=idle,
            finding=" ; ou bien, selon la lecture : ".join(texts) or (NOT_APPLICABLE if idle else title),
            margin=" / ".join(margins),
            calculation=tuple(dict.fromkeys(Line(label=step.label, text=step.text) for step in steps)),
            used=settled.used,
            missing=settled.missing,
            deferred_remedy=next((one.node.deferred_remedy for one in test.leaves if one.node.deferred_remedy), None),
            open_point=named,
            # A law that settles nothing here, and one test beside its bare letter, need no list.
            readings=tuple(ReadingResult(**one._asdict()) for one in readings)
            if len(texts) > 1 or (parted and len(readings) > 1)
            else (),
        )

    def _named(self, test: FixedTest) -> tuple[str, tuple[_ReadingFound, ...]]:
        """The point to name, with its readings: one inside, when all the readings of the outer one find the same."""
        assert isinstance(test.node, OpenPoint)
        if len(test.inner) < len(test.node.readings):
            return test.node.point, self._readings(test)
        found = {tuple(one[1:] for one in self._readings(point)) for point in test.inner}
        return self._named(test.inner[-1]) if len(found) == 1 else (test.node.point, self._readings(test))

    def _readings(self, test: FixedTest) -> tuple[_ReadingFound, ...]:
        """What each reading finds; those that find the same, figures included, are listed once."""
        found: dict[tuple[str, ...], _ReadingFound] = {}
        for reading in test.readings:
            if reading.constant is not None:
                outcome: Outcome = Outcome.MET if reading.constant else Outcome.NOT_MET
                found[(reading.label,)] = _ReadingFound(reading.label, outcome)
                continue
            settled = reading.test(self.session)
            parts = [(leaf, leaf.test(self.session)) for leaf in reading.leaves]
            if reading.either and (holding := [pair for pair in parts if pair[1].strict == TRUE]):
                parts = holding  # one of them is enough: what was not answered has nothing to say
            texts = dict.fromkeys(self._said(leaf)[0] for leaf, part in parts if not part.not_applicable)
            margins = dict.fromkeys(filter(None, (self._said(leaf)[1] for leaf in reading.leaves)))
            outcome = outcome_of(settled.strict, settled.favourable)
            text, distance = " ; ".join(texts) or UNASKED, " / ".join(margins)
            found.setdefault((outcome, text, distance), _ReadingFound(reading.label, outcome, text, distance))
        return tuple(found.values())


@lru_cache(maxsize=64)
def _sentences(program: Program) -> dict[str, str]:
    """Every rule in words, by name: ``l1=vrai et l2=vrai => n0=vrai``."""

    def said(name: str, value: bool) -> str:
        return f"{name}={'vrai' if value else 'faux'}"

    return {
        rule.name: f"{' et '.join(said(*premise) for premise in rule.premises)} => {said(rule.conclusion, rule.value)}"
        for rule in program.rules.values()
    }


@lru_cache(maxsize=4096)
def _parts(program: Program, criterion: str) -> tuple[tuple[Leaf, ...], tuple[str, ...]]:
    """The tests of a criterion in force, and the criteria that it cites."""
    nodes = tuple(walk(program.trees[criterion])) if criterion in program.trees else ()
    return (
        tuple(node for node in nodes if isinstance(node, Leaf)),
        tuple(node.id for node in nodes if isinstance(node, CriterionRef)),
    )
