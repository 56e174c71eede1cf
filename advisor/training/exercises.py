"""Exercises from the worked cases, and what is right about any exercise: asked of the engine, never written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment, Finding
from advisor.assessment.wording import told
from advisor.rules.conditions import CriterionRef, walk
from advisor.rules.course import Course, load_course
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.reach import below
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import load_cases
from advisor.training.model import AnswerKey, CriterionKey, CriterionOutcome, Exercise, StatusKey
from advisor.training.told import room_leaves


def exercise_of(case: Case) -> Exercise:
    """A worked case as an exercise.

    Raises:
        ValueError: the case has no teaching notes.
    """
    if case.notes is None:
        raise ValueError(f"{case.id} is not a teaching case")
    return Exercise(
        id=case.id,
        title=case.title,
        dossier=case.dossier,
        on=case.dossier.on or date.today(),
        level=case.notes.level,
        themes=case.notes.themes,
        screens=case.notes.screens,
        story=case.story,
        questions=case.notes.questions,
        lesson=case.lesson,
        notes=case.notes,
    )


def exercises(theme: str | None = None, level: int | None = None) -> tuple[Exercise, ...]:
    """The teaching cases in the order of the day; of one theme, and of one level, when they are given."""
    taught = sorted(
        (case for case in load_cases() if case.notes), key=lambda case: case.notes.rank if case.notes else 0
    )
    found = (exercise_of(case) for case in taught)
    return tuple(
        one for one in found if (theme is None or theme in one.themes) and (level is None or level == one.level)
    )


def answer_key(
    exercise: Exercise,
    knowledge: Knowledge | None = None,
    course: Course | None = None,
    assessment: Assessment | None = None,
) -> AnswerKey:
    """What the engine finds of an exercise, criterion by criterion and status by status.

    Args:
        exercise: the company and what is asked of it.
        knowledge, course: others than the packaged ones.
        assessment: of that company on that day, when it is at hand.
    """
    base = knowledge or load_knowledge()
    taught = course or load_course()
    found = assessment or assess(exercise.dossier, on=exercise.on, knowledge=base)
    return AnswerKey(
        criteria=tuple(_criterion(found, id, exercise.on, base, taught) for id in exercise.questions),
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
        for route in status.routes:
            version = route.on(on)
            nodes = walk(version.condition) if version is not None else ()
            for node in nodes:
                if isinstance(node, CriterionRef):
                    reached |= below(knowledge, node.id, on)
        for id in reached:
            owner.setdefault(id, status.id)
    found = {owner[id] for id in questions if id in owner}
    return tuple(id for id in knowledge.statuses if id in found) or tuple(knowledge.statuses)


def outcome_of(finding: Finding) -> CriterionOutcome:
    """What nothing concerns is neither met nor missed."""
    return "sans_objet" if finding.idle else finding.outcome


def _criterion(assessment: Assessment, id: str, on: date, knowledge: Knowledge, course: Course) -> CriterionKey:
    finding = assessment.findings[id]
    lesson = course.lesson(id, on)
    found = (leaf.finding for leaf in room_leaves(id, assessment, knowledge))
    return CriterionKey(
        criterion=id,
        title=finding.title,
        question=lesson.question if lesson else finding.statement or finding.title,
        outcome=outcome_of(finding),
        explanation=told(finding),
        findings=tuple(dict.fromkeys(words for words in found if words)),
        references=finding.references,
        confidence=finding.confidence,
        pitfall=lesson.pitfall if lesson else "",
        remember=lesson.remember if lesson else "",
    )
