"""Exercises from the worked cases, and what is right about any exercise: asked of the engine, never written down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from advisor.advice.ways.whatif import finding_outcome
from advisor.assessment.assess import assess
from advisor.assessment.leaves import reads
from advisor.assessment.model import Assessment, Frozen, LeafResult, Reference
from advisor.assessment.tree import TreeNode, carrying, criterion_tree, without_repeats
from advisor.assessment.wording import finding_sentence
from advisor.dossier import Dossier
from advisor.report.words import meaning
from advisor.rules.conditions import AnyOf
from advisor.rules.course import Level, load_course
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.references import criteria_under
from advisor.rules.vocabulary import CriterionOutcome, Outcome, VerdictId
from advisor.training.casebook.model import Case, TeachingNotes, day_path
from advisor.training.casebook.read import load_cases

CanonicalValue = str | tuple[str, ...] | None
"""An answer in its canonical form; None: not given."""


# -- an exercise -----------------------------------------------------------------------------------------------------


class Exercise(Frozen):
    """A situation put to a room, a participant or a sheet of paper.

    Attributes:
        on: day whose law applies.
        screens: the story for a projector, one screen each, few words (160 characters at most).
        questions: criteria asked, in order, each in force on that day.
        notes: for the trainer; None for a case that only proves a boundary, shown to no room.
    """

    id: str
    title: str
    dossier: Dossier
    on: date
    level: Level
    themes: tuple[str, ...]
    screens: tuple[str, ...]
    story: str
    questions: tuple[str, ...]
    lesson: str
    notes: TeachingNotes | None = None


class CriterionKey(Frozen):
    """The right answer to one question: what the engine found, why, by which article, and what to remember."""

    criterion: str
    title: str
    question: str
    outcome: CriterionOutcome
    explanation: str
    findings: tuple[str, ...]
    references: tuple[Reference, ...]
    confidence: str
    pitfall: str
    remember: str


class StatusKey(Frozen):
    """The verdict for one status, with the criteria that decide."""

    status: str
    title: str
    outcome: VerdictId
    sentence: str
    grounds: tuple[str, ...]
    duration: int | None


class AnswerKey(Frozen):
    """Everything right about an exercise."""

    criteria: tuple[CriterionKey, ...]
    statuses: tuple[StatusKey, ...]


class Pair(Frozen):
    """The same company twice, told apart by one answer and by the outcome of one criterion or status.

    Attributes:
        origin: id of the case it starts from, if it is one.
        on: day whose law applies to both.
        target: id of a criterion, or of a status (``ess``, ``esus``).
        address: the only answer that differs.
        before, after: that answer, on each side.
        outcome_before, outcome_after: of the target; never the same.
        verdicts_before, verdicts_after: by status.
    """

    origin: str
    on: date
    target: str
    address: str
    before: CanonicalValue
    after: CanonicalValue
    outcome_before: CriterionOutcome | VerdictId
    outcome_after: CriterionOutcome | VerdictId
    first: Dossier
    second: Dossier
    verdicts_before: dict[str, VerdictId]
    verdicts_after: dict[str, VerdictId]


def exercise_of(case: Case) -> Exercise:
    """A worked case as an exercise, whether it is taught to a room or only proves a boundary."""
    notes = case.notes
    return Exercise(
        id=case.id,
        title=case.title,
        dossier=case.dossier,
        on=case.dossier.on or date.today(),
        level=notes.level if notes else 2,
        themes=notes.themes if notes else (),
        screens=notes.screens if notes else (),
        story=case.story,
        questions=notes.questions if notes else tuple(case.expected.grounds),
        lesson=case.lesson,
        notes=notes,
    )


def exercises(theme: str | None = None, level: int | None = None) -> tuple[Exercise, ...]:
    """The teaching cases in the order of the day; of one theme, and of one level, when they are given."""
    found = (exercise_of(case) for case, _ in day_path(load_cases()))
    return tuple(
        one for one in found if (theme is None or theme in one.themes) and (level is None or level == one.level)
    )


def answer_key(
    exercise: Exercise, knowledge: Knowledge | None = None, assessment: Assessment | None = None
) -> AnswerKey:
    """What the engine finds of an exercise, criterion by criterion and status by status.

    Args:
        assessment: of that company on that day, when it is at hand.
    """
    base = knowledge or load_knowledge()
    found = assessment or assess(exercise.dossier, on=exercise.on, knowledge=base)
    return AnswerKey(
        criteria=tuple(criterion_key(id, found, base) for id in exercise.questions),
        statuses=tuple(
            StatusKey(
                status=id,
                title=verdict.title,
                outcome=verdict.outcome,
                sentence=verdict.sentence,
                grounds=tuple(ground.criterion for ground in verdict.grounds),
                duration=verdict.duration,
            )
            for id, verdict in found.verdicts.items()
        ),
    )


def statuses_of(questions: Sequence[str], on: date, knowledge: Knowledge) -> tuple[str, ...]:
    """The statuses that the criteria asked belong to: of each criterion, the first status that rests on it.

    The ESUS accreditation rests on what makes an ESS company too; a case about dividends need not ask for it.
    """
    owner: dict[str, str] = {}
    for status in knowledge.statuses.values():
        reached = {id for light in status.lights for id in light.criteria}
        versions = (route.on(on) for route in status.routes)
        reached |= criteria_under(knowledge, [one.condition for one in versions if one is not None], on)
        for id in reached:
            owner.setdefault(id, status.id)
    found = {owner[id] for id in questions if id in owner}
    return tuple(id for id in knowledge.statuses if id in found) or tuple(knowledge.statuses)


def criterion_key(id: str, assessment: Assessment, knowledge: Knowledge) -> CriterionKey:
    """What the engine finds of one criterion, and the lesson of that day."""
    finding = assessment.findings[id]
    lesson = load_course().lesson(id, assessment.on)
    found = (leaf.finding for leaf in room_leaves(id, assessment, knowledge))
    return CriterionKey(
        criterion=id,
        title=finding.title,
        question=lesson.question if lesson else finding.statement or finding.title,
        outcome=finding_outcome(finding),
        explanation=finding_sentence(finding),
        findings=tuple(dict.fromkeys(words for words in found if words)),
        references=finding.references,
        confidence=finding.confidence,
        pitfall=lesson.pitfall if lesson else "",
        remember=lesson.remember if lesson else "",
    )


WEAK = 4
"""Rank of confidence from which reports spell it out."""


def weakness(code: str | None, knowledge: Knowledge) -> str:
    """What a weak confidence means, in full; empty for a text that was read."""
    rank = knowledge.confidence_rank.get(code or "", 0)
    return meaning(knowledge, code) if code and rank >= WEAK else ""


# -- what is shown of a criterion to a room --------------------------------------------------------------------------


def room_leaves(criterion: str, assessment: Assessment, knowledge: Knowledge) -> tuple[LeafResult, ...]:
    """The elementary tests to tell a room: those that carry the outcome, alternatives ruled out before left aside.

    Of alternatives that all fail, one that no decision mends is left aside when another presupposes that it does not
    hold: the other reads the same answers and more, be it to be asked at all or to be computed. « Personne n'est
    rémunéré » is left aside beside a mean of the pays; of two clauses of the statutes, neither is.
    """
    tree = criterion_tree(criterion, assessment, knowledge)
    if tree is None:
        return ()
    aside = {leaf.id for leaf in _ruled_out(tree, knowledge)}
    carriers = [node.leaf for node in carrying(tree) if node.leaf is not None]
    return without_repeats([leaf for leaf in carriers if leaf.id not in aside])


def _ruled_out(node: TreeNode, knowledge: Knowledge) -> Iterator[LeafResult]:
    """The tests of the alternatives that another one, failing too, presupposes to fail."""
    children = node.carriers if node.children else ()
    if isinstance(node.condition, AnyOf) and node.outcome == Outcome.NOT_MET:
        # What does not apply rules nothing out.
        ends = [[end for end in carrying(child) if not (end.leaf and end.leaf.not_applicable)] for child in children]
        for rank, own in enumerate(ends):
            others = [other for at, other in enumerate(ends) if at != rank]
            if own and any(_presupposed(own, other, knowledge) for other in others):
                yield from (end.leaf for end in own if end.leaf is not None)
    for child in children:
        yield from _ruled_out(child, knowledge)


def _presupposed(own: list[TreeNode], other: list[TreeNode], knowledge: Knowledge) -> bool:
    """Whether each test of an alternative reads part of what a test of the other, finding something else, reads."""
    others = [(end.leaf.finding, _read(end, knowledge)) for end in other if end.leaf is not None]
    return all(
        end.leaf is not None
        # What a decision mends is worth showing beside the figure.
        and not (end.leaf.remedy or end.leaf.deferred_remedy)
        and any(
            (read := _read(end, knowledge)) and read < wider and end.leaf.finding != finding
            for finding, wider in others
        )
        for end in own
    )


def _read(end: TreeNode, knowledge: Knowledge) -> set[str]:
    return set(reads(knowledge, [end.condition]))
