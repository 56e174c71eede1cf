"""Why an answer is right: the engine's findings, the articles in their version, the lesson; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.assessment import Reference
from advisor.knowledge import Knowledge
from advisor.report.words import APPRAISERS, meaning, sentence, spelled, version_text
from advisor.training.course import Course
from advisor.training.exercises import answer_key
from advisor.training.model import CriterionKey, Exercise
from advisor.training.quiz.model import Why
from advisor.wording import NOT_APPLICABLE

WEAK = 4
"""Rank of confidence from which reports spell it out."""

MAX_FINDINGS = 4
_SHOWN = ("réponse : ", "réponse manquante", NOT_APPLICABLE)


def key_of(exercise: Exercise, criterion: str, knowledge: Knowledge, course: Course) -> CriterionKey:
    """What the engine finds of one criterion of an exercise."""
    asked = exercise.model_copy(update={"questions": (criterion,)})
    return answer_key(asked, knowledge, course).criteria[0]


def why_criterion(key: CriterionKey, knowledge: Knowledge, before: Iterable[str] = ()) -> Why:
    """The reason of a criterion: its explanation, what was found, its articles and its lesson.

    Args:
        key: what the engine found.
        before: sentences to say first.
    """
    criterion = knowledge.criteria[key.criterion]
    lines = [*before]
    if key.explanation:
        lines.append(f"L'outil répond à la structure : {spelled(knowledge, key.explanation)}")
    # Choices are on the sheet already; figures and dates are worth saying.
    figures = [one for one in key.findings if not one.startswith(_SHOWN)]
    if figures:
        lines.append(f"Constaté : {' ; '.join(figures[:MAX_FINDINGS])}")
    if criterion.nature == "appreciee" and key.outcome == "satisfait":
        who = APPRAISERS.get(criterion.appraised_by or "", "l'administration")
        lines.append(f"Ce critère est apprécié par {who} : la réponse se défend, elle n'est pas acquise.")
    return Why(
        lines=tuple(dict.fromkeys(sentence(line) for line in lines if line)),
        articles=articles_of(key.references, knowledge),
        confidence=weakness(key.confidence, knowledge),
        remember=key.remember,
        pitfall=key.pitfall,
    )


def articles_of(references: Sequence[Reference], knowledge: Knowledge) -> tuple[str, ...]:
    """Each text with the version applied, once."""
    return tuple(dict.fromkeys(version_text(knowledge, one) for one in references))


def weakness(code: str | None, knowledge: Knowledge) -> str:
    """What a weak confidence means, in full; empty for a text that was read."""
    rank = knowledge.confidence_rank.get(code or "", 0)
    return meaning(knowledge, code) if code and rank >= WEAK else ""
