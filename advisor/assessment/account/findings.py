"""Criteria written down for one company: outcome, leaves, articles in their version, reserves, rules fired."""

from __future__ import annotations

from functools import cached_property, lru_cache

from advisor.assessment.account.legal_texts import CriterionTexts, FixedReserve, law_of, references_of, text_day
from advisor.assessment.account.missing_reasons import Lacking
from advisor.assessment.engine.program import Program
from advisor.assessment.leaves import FALSE, TRUE, Settled
from advisor.assessment.model import Finding, LeafResult, Line, ReadingResult, Reference
from advisor.assessment.reasoning import Reasoning
from advisor.assessment.wording import NOT_APPLICABLE, UNASKED, address_name, choice_finding, finding, margin, unit_of
from advisor.dossier.answer_parsing import TypedValue
from advisor.rules.basis import Citation, Outcome
from advisor.rules.conditions import AnyOf, Condition, Constant, Leaf, OpenPoint, leaves
from advisor.rules.load import Knowledge
from advisor.rules.models import Criterion

_OUTCOMES: dict[tuple[int, int], Outcome] = {
    (FALSE, FALSE): "non_satisfait",
    (TRUE, TRUE): "satisfait",
    (FALSE, TRUE): "incertain",
}


def outcome_of(strict: int, favourable: int) -> Outcome:
    """The four outcomes, from the two readings: an unknown anywhere means an answer can still move it."""
    return _OUTCOMES.get((strict, favourable), "a_completer")


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
        self._leaves: dict[tuple[str, int], LeafResult] = {}
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
    def _rules(self) -> dict[str, tuple[str, ...]]:
        inference = self.reasoning.acquis("strict").inference
        sentences = _sentences(self.reasoning.law.program)
        fired: dict[str, list[str]] = {}
        for rule in inference.fired:
            fired.setdefault(rule.conclusion, []).append(sentences[rule.name])
        return {name: tuple(lines) for name, lines in fired.items()}

    def finding(self, criterion: Criterion) -> Finding:
        fixed = self.law[criterion.id]
        outcome = outcome_of(*self.reasoning.pair(criterion.id))
        shown = [
            reserve
            for reserve in fixed.reserves
            if (not reserve.outcomes or outcome in reserve.outcomes) and self.session.proved(reserve.condition)
        ]
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
            leaves=tuple([self.leaf(criterion.id, index, node) for index, node in fixed.leaves]),
            rests_on=fixed.rests_on,
            reserves=tuple([reserve.note for reserve in shown]),
            rules=self._rules.get(fixed.root, ()) if isinstance(fixed.root, str) else (),
            idle=self.idle(criterion.id),
        )

    def explained(self, id: str, outcome: Outcome) -> str:
        """The sentence of a criterion for an outcome, that names what makes it so for this company."""
        text = self.law[id].explanations[outcome]
        return self.lacking.filled(text, id) if "{" in text else text

    def idle(self, id: str) -> bool:
        """Whether nothing a criterion tests, itself or through others, concerns this company."""
        found = self._idle.get(id)
        if found is None:
            fixed = self.law.get(id)
            tests = [leaf for _, node in fixed.leaves for leaf in _leaves(node)] if fixed else []
            rests = fixed.rests_on if fixed else ()
            found = self._idle[id] = (
                bool(tests or rests)
                and all(self.session.leaf(leaf).not_applicable for leaf in tests)
                and (all(self.idle(one) for one in rests) or self._closed_idle(id))
            )
        return found

    def _closed_idle(self, id: str) -> bool:
        """Whether tests without object are enough to close a criterion, whatever the others it is built from."""
        if self.reasoning.pair(id)[0] != FALSE:
            return False
        reasons = [node for _, node in self.reasoning.reasons(self.reasoning.tree(id), "strict")]
        return all(isinstance(node, Leaf) and self.session.leaf(node).not_applicable for node in reasons)

    def _confidence(self, fixed: CriterionTexts, shown: list[FixedReserve]) -> str:
        """Weakest of the version's code, of the presumed figures, and of the readings that decide the outcome."""
        assumed = {p for _, node in fixed.figures for p in self.reasoning.settled(node).assumed}
        decisive = [reserve.note.confidence for reserve in shown if reserve.note.decisive]
        if not assumed and not decisive:
            return fixed.confidence
        codes = [fixed.confidence, *decisive, *(self._parameter_confidence(p) for p in assumed)]
        return self.knowledge.weakest(codes) or fixed.confidence

    def _parameter_confidence(self, id: str) -> str:
        value = self.knowledge.parameters[id].on(self.day)
        return value.confidence if value else "I"

    def leaf(self, criterion: str, index: int, node: Leaf | OpenPoint) -> LeafResult:
        key = (criterion, index)
        if key not in self._leaves:
            self._leaves[key] = self._leaf(criterion, index, node)
        return self._leaves[key]

    def _leaf(self, criterion: str, index: int, node: Leaf | OpenPoint) -> LeafResult:
        settled = self.reasoning.settled(node)
        id = f"{criterion}#{index}"
        outcome = outcome_of(settled.strict, settled.favourable)
        if isinstance(node, OpenPoint):
            return self._open(id, node, settled)
        if node.operator is None:
            return _choice_result(self.knowledge, id, node, settled, self.session.raw(node.fact or ""))
        return LeafResult(
            id=id,
            label=node.label or _default_label(self.knowledge, node),
            outcome=outcome,
            not_applicable=settled.not_applicable,
            finding=finding(self.session, node, settled),
            margin=margin(node, settled, unit_of(self.knowledge, node)),
            calculation=_lines(settled),
            used=settled.used,
            missing=settled.missing,
            remedy=node.remedy,
            deferred_remedy=node.deferred_remedy,
            open_point=settled.point,
        )

    def _open(self, id: str, node: OpenPoint, settled: Settled) -> LeafResult:
        shown = _leaves(node)
        parts = [(leaf, self.session.leaf(leaf)) for leaf in shown]
        steps = dict.fromkeys(line for _, part in parts for line in _lines(part))
        told = self._told(node)
        readings = self._readings(told)
        texts = dict.fromkeys(one.finding for one in readings if one.finding not in ("", UNASKED))
        margins = dict.fromkeys(one.margin for one in readings if one.margin)
        parted = settled.strict != settled.favourable
        # Readings that part without any test, on the mere form of the company, are not without object.
        idle = bool(parts) and not texts and not parted
        title = self.knowledge.open_questions[told.point].title
        return LeafResult(
            id=id,
            label=next((leaf.label for leaf in shown if leaf.label), title),
            outcome=outcome_of(settled.strict, settled.favourable),
            not_applicable=idle,
            finding=" ; ou bien, selon la lecture : ".join(texts) or (NOT_APPLICABLE if idle else title),
            margin=" / ".join(margins),
            calculation=tuple(steps),
            used=settled.used,
            missing=settled.missing,
            deferred_remedy=next((leaf.deferred_remedy for leaf in shown if leaf.deferred_remedy), None),
            open_point=told.point,
            # A law that settles nothing here, and one test beside its bare letter, need no list.
            readings=readings if len(texts) > 1 or (parted and len(readings) > 1) else (),
        )

    def _told(self, node: OpenPoint) -> OpenPoint:
        """The point to name: one inside, when all the readings of the outer one find the same."""
        inner = [reading for reading in node.readings if isinstance(reading, OpenPoint)]
        if len(inner) < len(node.readings):
            return node
        found = {tuple((one.outcome, one.finding, one.margin) for one in self._readings(point)) for point in inner}
        return self._told(inner[-1]) if len(found) == 1 else node

    def _readings(self, node: OpenPoint) -> tuple[ReadingResult, ...]:
        """What each reading finds; those that find the same, figures included, are told once."""
        found: dict[tuple[str, ...], ReadingResult] = {}
        for reading in _shown_readings(node):
            if isinstance(reading, Constant):
                outcome: Outcome = "satisfait" if reading.value else "non_satisfait"
                found[(reading.reason,)] = ReadingResult(label=reading.reason, outcome=outcome)
                continue
            settled = self.session.settle_inner(reading)
            one = ReadingResult(
                label=self._reading_label(reading),
                outcome=outcome_of(settled.strict, settled.favourable),
                finding=" ; ".join(self._found(reading)) or UNASKED,
                margin=" / ".join(self._margins(reading)),
            )
            found.setdefault((one.outcome, one.finding, one.margin), one)
        return tuple(found.values())

    def _reading_label(self, reading: Condition) -> str:
        labels = [leaf.label or _default_label(self.knowledge, leaf) for leaf in _leaves(reading)]
        joint = " ; ou " if isinstance(reading, AnyOf) else " ; et "
        return joint.join(dict.fromkeys(labels))

    def _found(self, reading: Condition) -> list[str]:
        """What the tests of a reading found, those without object aside."""
        parts = [(leaf, self.session.leaf(leaf)) for leaf in _leaves(reading)]
        if isinstance(reading, AnyOf) and (holding := [pair for pair in parts if pair[1].strict == TRUE]):
            parts = holding  # one of them is enough: what was not answered has nothing to say
        return list(dict.fromkeys(finding(self.session, leaf, one) for leaf, one in parts if not one.not_applicable))

    def _margins(self, reading: Condition) -> list[str]:
        tests = [leaf for leaf in _leaves(reading) if leaf.operator]
        told = [margin(leaf, self.session.leaf(leaf), unit_of(self.knowledge, leaf)) for leaf in tests]
        return [text for text in dict.fromkeys(told) if text]


def _lines(settled: Settled) -> tuple[Line, ...]:
    """A calculation in words."""
    return tuple([Line(label=step.label, text=step.text) for step in settled.steps])


def _default_label(knowledge: Knowledge, leaf: Leaf) -> str:
    if leaf.indicator is not None:
        return knowledge.indicators[leaf.indicator].title or leaf.indicator
    return address_name(knowledge, leaf.fact or "")


@lru_cache(maxsize=4096)
def _choice_result(knowledge: Knowledge, id: str, node: Leaf, settled: Settled, value: TypedValue | None) -> LeafResult:
    """A leaf on a choice: few answers are possible, and they come back in every assessment."""
    return LeafResult(
        id=id,
        label=node.label or _default_label(knowledge, node),
        outcome=outcome_of(settled.strict, settled.favourable),
        not_applicable=settled.not_applicable,
        finding=choice_finding(knowledge, node, settled, value),
        used=settled.used,
        missing=settled.missing,
        remedy=node.remedy,
        deferred_remedy=node.deferred_remedy,
    )


@lru_cache(maxsize=1024)
def _shown_readings(node: OpenPoint) -> tuple[Condition, ...]:
    """Readings of an open point, those of a point inside it included."""
    found: list[Condition] = []
    for reading in node.readings:
        found += _shown_readings(reading) if isinstance(reading, OpenPoint) else [reading]
    return tuple(found)


@lru_cache(maxsize=4096)
def _leaves(node: Condition) -> tuple[Leaf, ...]:
    """The elementary tests of a leaf, of a reading, or of every reading of an open point."""
    return tuple(leaves(node))


@lru_cache(maxsize=64)
def _sentences(program: Program) -> dict[str, str]:
    """Every rule in words, by name: ``l1=vrai et l2=vrai => n0=vrai``."""

    def said(name: str, value: bool) -> str:
        return f"{name}={'vrai' if value else 'faux'}"

    return {
        rule.name: f"{' et '.join(said(*premise) for premise in rule.premises)} => {said(rule.conclusion, rule.value)}"
        for rule in program.rules.values()
    }
