"""What the handout and the answer book say alike: names, boxes to tick, questions; and the facts a case gives."""

from __future__ import annotations

from advisor.assessment import Assessment
from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import Leaf, OpenPoint, walk
from advisor.knowledge.reach import below
from advisor.reads import reads
from advisor.report.model import Table
from advisor.training.course import Course
from advisor.training.model import CriterionOutcome, Exercise
from advisor.values import NBSP
from advisor.wording import slot_name

NOTICE = "Support de formation : ni conseil juridique, ni décision."

BOXES: dict[CriterionOutcome, str] = {
    "satisfait": "oui",
    "non_satisfait": "non",
    "a_completer": "il manque une réponse",
    "incertain": "le droit ne tranche pas",
    "sans_objet": "sans objet",
}
"""What to tick for each outcome of a criterion."""

_UNKNOWN = "on ne le sait pas"


def name_of(exercise: Exercise) -> str:
    """The company. The title of a case, which often tells what to find, is for the answer book."""
    return exercise.dossier.name or "Une structure sans nom"


def question_of(exercise: Exercise, criterion: str, course: Course, knowledge: Knowledge) -> str:
    """What is asked of a criterion, in the law of the day of the case."""
    lesson = course.lessons.get(criterion)
    return lesson.on(exercise.on).question if lesson else knowledge.criteria[criterion].title


def facts_sheet(exercise: Exercise, assessment: Assessment, knowledge: Knowledge) -> Table:
    """The answers that the questions read, in words; what was never asked is not there, and is for the room to see."""
    wanted = _addresses(exercise, assessment, knowledge)
    rows: dict[str, list[str]] = {}
    for one in assessment.answers:
        if one.address not in wanted:
            continue
        fact, slot = knowledge.addresses[one.address]
        text = _UNKNOWN if one.unknown else one.text
        row = "" if slot is None else slot if slot.startswith("n") else slot_name(slot)
        name = (fact.short or one.short) if slot else one.short
        rows.setdefault(name, []).append(f"{row}{NBSP}:{NBSP}{text}" if row else text)
    return Table(
        header=("Ce que l'on sait", "Réponse"),
        rows=tuple((name, " ; ".join(texts)) for name, texts in rows.items()),
    )


def _addresses(exercise: Exercise, assessment: Assessment, knowledge: Knowledge) -> set[str]:
    found: set[str] = set()
    for question in exercise.questions:
        for id in below(knowledge, question, exercise.on):
            version, finding = knowledge.criteria[id].on(exercise.on), assessment.findings.get(id)
            if version is None:
                continue
            tests = [node for node in walk(version.tree) if isinstance(node, Leaf | OpenPoint)]
            # Why a question does not arise is found in other answers than its own.
            guarded = finding is None or any(leaf.not_applicable for leaf in finding.leaves)
            found.update(reads(knowledge, tests, guarded=guarded).addresses)
    return found
