"""What a criterion lacks, waits for or leaves open, in words: of its tests, only those that make the outcome.

A criterion joins several tests; a sentence that lists them all says nothing to a company that fails one. The rule base
writes beside each test what is said when it fails (« sinon »), and here the failing ones are picked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from advisor.assessment.leaves import FALSE, TRUE, UNKNOWN
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.relevance import parting
from advisor.common.french import capital, listed, lower_first, quoted, shortlist
from advisor.rules.conditions import AllOf, AnyOf, Condition, Constant, CriterionRef, Leaf, OpenPoint
from advisor.rules.facts import FactType
from advisor.rules.vocabulary import Nuance, Reading

LACKS, WAITS, POINT, HOLDS = "{manque}", "{reste}", "{point}", "{tient}"

IDLE = Nuance.NOT_APPLICABLE
"""Among the answers of « sinon »: what is said when the question does not concern the company."""

WITHOUT_OBJECT = "la question ne se pose pas pour cette structure, ou pas encore"
"""What a criterion lacks when all that fails in it is without object."""

_SHOWN = 3


class MissingWords(NamedTuple):
    """Words for a test that fails; ``idle``: it only fails because its question does not concern the company."""

    text: str
    idle: bool = False


class Lacking:
    """The words of one reasoning.

    Args:
        reasoning: what the engine proved.
    """

    def __init__(self, reasoning: Reasoning) -> None:
        self.reasoning, self.session, self.knowledge = reasoning, reasoning.session, reasoning.knowledge

    def filled(self, text: str, criterion: str) -> str:
        """An explanation of the rule base, with what this company lacks in place of the marks."""
        condition = self.reasoning.tree(criterion)
        if LACKS in text:
            text = text.replace(LACKS, " ; ".join(self.words(criterion)) or WITHOUT_OBJECT)
        if WAITS in text:
            text = text.replace(WAITS, _some(dict.fromkeys(self._waits(condition))) or "une réponse")
        if POINT in text:
            titles = [self.knowledge.open_questions[id].title for id in dict.fromkeys(self._points(condition))]
            asked = " ; ".join(lower_first(title.rstrip(" ?.")) for title in titles)
            text = text.replace(POINT, f"{asked or 'laquelle des lectures retenir'} ?")
        if HOLDS in text:
            text = text.replace(HOLDS, " ; ".join(dict.fromkeys(self._holds(condition))))
        return capital(text)

    def concerns(self, criterion: str) -> frozenset[str]:
        """The answers by which a criterion is closed for good."""
        found: set[str] = set()
        for _, node in self.reasoning.reasons(self.reasoning.tree(criterion), Reading.FAVOURABLE, attainable=True):
            found.update(self.reasoning.settled(node).used if isinstance(node, Leaf | OpenPoint) else ("",))
        return frozenset(found)

    def words(self, criterion: str, hard: bool = False) -> tuple[str, ...]:
        """What makes a criterion fail, each thing once.

        Args:
            hard: only what no decision taken today mends.
        """
        return tuple(dict.fromkeys(piece.text for piece in self._lacks(self.reasoning.tree(criterion), hard)))

    def _lacks(self, node: Condition, hard: bool) -> list[MissingWords]:
        if self.reasoning.kleene(node, Reading.FAVOURABLE, attainable=hard) != FALSE:
            return []
        match node:
            case Leaf():
                return [MissingWords(text, self.session.idle(node)) for text in self._answered(node)]
            case Constant():
                return []
            case CriterionRef(id=id, otherwise=said):
                below = self._lacks(self.reasoning.tree(id), hard)
                idle = bool(below) and all(piece.idle for piece in below)
                return [MissingWords(text, idle) for _, text in said] or below
            case AllOf(children=children):
                # What the company never chose to be is told once, and has no other fault worth naming.
                first = [child for child in children if _not_its_own(self.reasoning, child)][:1]
                return self._own(node) or _with_object(
                    piece for child in first or children for piece in self._lacks(child, hard)
                )
            case AnyOf(children=children) | OpenPoint(readings=children):
                if isinstance(node, OpenPoint):
                    # Why one reading refuses teaches nothing to a company that the other refuses by its answers.
                    children = tuple(child for child in children if not isinstance(child, Constant)) or children
                # What the company has to do with says more than the list of all that would have done.
                near = [child for child in children if not foreign(self.reasoning, child)]
                found = _with_object(piece for child in near for piece in self._lacks(child, hard))
                return (
                    found
                    or self._own(node)
                    or _with_object(piece for child in children for piece in self._lacks(child, hard))
                )

    def _own(self, node: AllOf | AnyOf | OpenPoint) -> list[MissingWords]:
        """What is said of a condition as a whole."""
        return [MissingWords(text, self.session.idle(node)) for _, text in node.otherwise]

    def _answered(self, leaf: Leaf) -> Iterator[str]:
        """What is said of a leaf, by the answer given; a list ticked may call for several texts."""
        value = self.session.raw(leaf.fact) if leaf.fact is not None else None
        given = {str(one) for one in value} if isinstance(value, tuple) else {str(value)}
        by_answer = dict(leaf.otherwise)
        if self.session.idle(leaf) and IDLE in by_answer:
            yield by_answer[IDLE]
            return
        found = [text for answer, text in leaf.otherwise if answer in given]
        yield from found or ([by_answer[""]] if "" in by_answer else [])

    def _holds(self, node: Condition) -> Iterator[str]:
        """What makes a condition hold: of alternatives, the first that does."""
        match node:
            case Leaf(label=label):
                yield WITHOUT_OBJECT if self.session.idle(node) else lower_first(label)
            case CriterionRef(id=id):
                yield quoted(lower_first(self.knowledge.criteria[id].title))
            case AllOf(children=children):
                for child in children:
                    yield from self._holds(child)
            case AnyOf(children=children) | OpenPoint(readings=children):
                met = [child for child in children if self.reasoning.kleene(child, Reading.STRICT) == TRUE]
                plain = [child for child in met if not isinstance(child, Leaf) or not self.session.idle(child)]
                yield from self._holds((plain or met or list(children))[0])
            case Constant(reason=reason):
                yield lower_first(reason.rstrip("."))

    def _waits(self, node: Condition) -> Iterator[str]:
        """Short names of the answers that a condition still waits for."""
        if UNKNOWN not in [self.reasoning.kleene(node, reading) for reading in READINGS]:
            return
        match node:
            case CriterionRef(id=id):
                yield from self._waits(self.reasoning.tree(id))
            case AllOf(children=children) | AnyOf(children=children):
                for child in children:
                    yield from self._waits(child)
            case Leaf() | OpenPoint():
                for address in self.reasoning.settled(node).missing:
                    fact = self.knowledge.addresses[address][0]
                    yield fact.short or fact.id

    def _points(self, node: Condition) -> Iterator[str]:
        """Questions of law on which the two readings of a condition part."""
        if self.reasoning.kleene(node, Reading.STRICT) == self.reasoning.kleene(node, Reading.FAVOURABLE):
            return
        match node:
            case CriterionRef(id=id):
                yield from self._points(self.reasoning.tree(id))
            case AllOf(children=children) | AnyOf(children=children):
                for child in children:
                    yield from self._points(child)
            case Leaf() | OpenPoint():
                yield from parting(self.session, node)


def foreign(reasoning: Reasoning, node: Condition) -> bool:
    """Whether an alternative names only kinds of company, purpose … that this one has not chosen."""
    match node:
        case CriterionRef(id=id):
            return foreign(reasoning, reasoning.tree(id))
        case AllOf(children=children):
            # One choice that is not its own, and that nothing mends, takes the whole alternative away from it.
            return any(_not_its_own(reasoning, child) for child in children) or all(
                foreign(reasoning, child) for child in children if not _holds_idly(reasoning, child)
            )
        case AnyOf(children=children) | OpenPoint(readings=children):
            return all(foreign(reasoning, child) for child in children)
        case Constant(value=value):
            return not value
        case Leaf(fact=fact):
            if fact is None:
                return False
            settled = reasoning.session.settled(node)
            if settled.not_applicable:
                return settled.strict == FALSE
            chosen = reasoning.knowledge.addresses[fact][0].type in (FactType.CHOICE, FactType.CHOICES)
            return chosen and reasoning.session.raw(fact) is not None and settled.strict == FALSE


def _holds_idly(reasoning: Reasoning, node: Condition) -> bool:
    """Whether a test holds because its question has no object here."""
    if not isinstance(node, Leaf):
        return False
    settled = reasoning.session.settled(node)
    return settled.not_applicable and settled.strict == TRUE


def _not_its_own(reasoning: Reasoning, node: Condition) -> bool:
    if isinstance(node, AnyOf):
        return all(_not_its_own(reasoning, child) for child in node.children)
    if not isinstance(node, Leaf) or node.remedy is not None or node.deferred_remedy is not None:
        return False
    return not reasoning.session.settled(node).not_applicable and foreign(reasoning, node)


def _with_object(pieces: Iterable[MissingWords]) -> list[MissingWords]:
    """Without the tests that have no object, unless they alone fail."""
    found = list(pieces)
    return [one for one in found if not one.idle] or found


def _some(names: Iterable[str]) -> str:
    quotes = [quoted(one) for one in names]
    return listed(quotes) if len(quotes) <= _SHOWN else shortlist(quotes, _SHOWN, "autre réponse", ",")
