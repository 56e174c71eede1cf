"""What the handout and the answer book say alike: names, numbers, boxes to tick, final questions, facts."""

from __future__ import annotations

from advisor.assessment import Assessment, VerdictId
from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import CriterionRef, Leaf, OpenPoint, walk
from advisor.knowledge.reach import below
from advisor.reads import reads
from advisor.report.model import Table
from advisor.report.words import STATUSES
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

FINAL_BOXES: dict[VerdictId, str] = {
    "de_droit": "oui",
    "eligible": "oui",
    "a_mettre_en_conformite": "pas encore, mais elle peut y remédier",
    "non_eligible": "non",
    "indetermine": "on ne peut pas conclure",
}
"""What to tick for each verdict."""

_FINAL = {
    "ess": "Remplit-elle les conditions pour être une entreprise de l'ESS ?",
    "esus": "Remplit-elle les conditions de l'agrément ESUS ?",
}
_UNKNOWN = "on ne le sait pas"


def name_of(exercise: Exercise) -> str:
    """The company. The title of a case, which often tells what to find, is for the answer book."""
    return exercise.dossier.name or "Une structure sans nom"


def question_of(exercise: Exercise, criterion: str, course: Course, knowledge: Knowledge) -> str:
    """What is asked of a criterion, in the law of the day of the case."""
    lesson = course.lessons.get(criterion)
    return lesson.on(exercise.on).question if lesson else knowledge.criteria[criterion].title


def final_question(status: str) -> str:
    """What is asked of a status, once its criteria are answered."""
    return _FINAL.get(status, f"Remplit-elle les conditions du statut « {STATUSES.get(status, status)} » ?")


def asked_statuses(exercise: Exercise, knowledge: Knowledge) -> tuple[str, ...]:
    """Statuses that the questions prepare: for each question, the first status that rests on it."""
    found: set[str] = set()
    for question in exercise.questions:
        for status in knowledge.statuses.values():
            named = {id for light in status.lights for id in light.criteria}
            for route in status.routes:
                version = next((one for one in route.versions if one.covers(exercise.on)), None)
                for node in walk(version.condition) if version else ():
                    if isinstance(node, CriterionRef):
                        named |= below(knowledge, node.id, exercise.on)
            if question in named:
                found.add(status.id)
                break
    return tuple(id for id in knowledge.statuses if id in found)


def facts_sheet(exercise: Exercise, assessment: Assessment, knowledge: Knowledge) -> Table:
    """The answers that the questions read, in words; what was never asked is not there, and is for the room to see."""
    wanted = _addresses(exercise, knowledge)
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


def _addresses(exercise: Exercise, knowledge: Knowledge) -> set[str]:
    tests = []
    for question in exercise.questions:
        for id in below(knowledge, question, exercise.on):
            version = knowledge.criteria[id].on(exercise.on)
            if version is not None:
                tests += [node for node in walk(version.tree) if isinstance(node, Leaf | OpenPoint)]
    return set(reads(knowledge, tests).addresses)
