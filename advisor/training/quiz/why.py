"""Why an answer is right: the engine's findings, the articles in their version, the lesson; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment, LeafResult, Reference
from advisor.assessment.tree import carrying, criterion_tree, telling_leaves
from advisor.assessment.wording import NOT_APPLICABLE, told
from advisor.common.french import lower_first, sentence
from advisor.report.words import APPRAISERS, meaning, spelled, version_text
from advisor.rules.conditions import CriterionRef
from advisor.rules.course import Course
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Outcome
from advisor.training.exercises import answer_key
from advisor.training.model import CriterionKey, Exercise
from advisor.training.quiz.model import Why

WEAK = 4
"""Rank of confidence from which reports spell it out."""

MOST_TESTS = 3
"""Elementary tests told for one criterion; a screen holds no more."""

MOST_STEPS = 6
"""Lines of a calculation told."""

_LONG = 40
"""Characters from which words found twice are a repetition, and no chance."""

_ANSWERED = "réponse : "
_SILENT = ("réponse manquante", NOT_APPLICABLE)
_HOLDS: dict[Outcome, str] = {
    "satisfait": "oui",
    "non_satisfait": "non",
    "a_completer": "il manque une réponse",
    "incertain": "le droit ne tranche pas",
}


def key_of(
    exercise: Exercise, criterion: str, knowledge: Knowledge, course: Course, assessment: Assessment
) -> CriterionKey:
    """What the engine finds of one criterion of an exercise."""
    asked = exercise.model_copy(update={"questions": (criterion,)})
    return answer_key(asked, knowledge, course, assessment).criteria[0]


def why_criterion(
    exercise: Exercise,
    criterion: str,
    knowledge: Knowledge,
    course: Course,
    before: Iterable[str] = (),
    assessment: Assessment | None = None,
) -> Why:
    """The reason of a criterion: its explanation, the tests that decide, its articles and its lesson.

    Args:
        exercise: the company. criterion: which one of its criteria.
        before: sentences to say first. assessment: of the company, when it is at hand.
    """
    found = assessment or assess(exercise.dossier, on=exercise.on, knowledge=knowledge)
    key = key_of(exercise, criterion, knowledge, course, found)
    lines = [*before]
    if key.explanation:
        lines.append(f"L'outil répond à la structure : {spelled(knowledge, key.explanation)}")
    lines += decisive(criterion, exercise.questions, found, knowledge)
    entry = knowledge.criteria[criterion]
    if entry.nature == "appreciee" and key.outcome == "satisfait":
        who = APPRAISERS.get(entry.appraised_by or "", "l'administration")
        lines.append(f"Ce critère est apprécié par {who} : la réponse se défend, elle n'est pas acquise.")
    return Why(
        lines=tuple(once(sentence(line) for line in lines if line)),
        articles=articles_of(key.references, knowledge),
        confidence=weakness(key.confidence, knowledge),
        remember=key.remember,
        pitfall=key.pitfall,
    )


def decisive(criterion: str, about: Sequence[str], assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    """The tests that give a criterion its outcome, each with what was found; then the criteria it is built from.

    An explanation may name several reasons (« un but non retenu, ou une place secondaire »): these say which it is.

    Args:
        about: criteria the company is about; among many it is built from, only those are told.
    """
    outcome = assessment.findings[criterion].outcome
    leaves = telling_leaves(criterion, assessment, knowledge)
    # Where a figure decides, what stands beside it (« personne n'est rémunéré ») explains nothing.
    leaves = tuple(leaf for leaf in leaves if leaf.calculation) or leaves
    yield from [line for leaf in leaves if (line := _test(leaf, outcome))][:MOST_TESTS]
    steps = [f"{one.label} : {one.text}" for leaf in leaves[:1] for one in leaf.calculation if "=" in one.text]
    if steps:
        yield f"Calcul : {' ; '.join(steps[:MOST_STEPS])}"
    tree = criterion_tree(criterion, assessment, knowledge)
    if tree is None or outcome == "satisfait":
        return
    built = [node.condition.id for node in carrying(tree) if isinstance(node.condition, CriterionRef)]
    for id in built if len(built) <= MOST_TESTS else [one for one in built if one in about]:
        finding = assessment.findings.get(id)
        if finding is not None and finding.outcome != "satisfait":
            yield f"« {finding.title} » : {lower_first(spelled(knowledge, told(finding)))}"


def _test(leaf: LeafResult, outcome: Outcome) -> str:
    """One test in words; empty when the sheet says it all, or nothing was found."""
    found = leaf.finding
    if not found or found.startswith(_SILENT) or (outcome == "satisfait" and found.startswith(_ANSWERED)):
        return ""
    if found.endswith("?"):
        return f"Point laissé ouvert par les textes : {lower_first(found)}"
    holds = _HOLDS[leaf.outcome]
    plain = found.removeprefix(_ANSWERED).lower() == holds
    return f"« {leaf.label} » : {holds}" if plain else f"« {leaf.label} » : {holds}. {sentence(found)}"


def once(lines: Iterable[str]) -> Iterator[str]:
    """Lines without those whose words another one before them says already."""
    said = ""
    for line in lines:
        words = line.rpartition("» : ")[2] if "» : " in line else line.partition(" : ")[2]
        if (words if len(words) >= _LONG else line).rstrip(".").lower() not in said:
            yield line
            said += f"{line.lower()}\n"


def articles_of(references: Sequence[Reference], knowledge: Knowledge) -> tuple[str, ...]:
    """Each text with the version applied, once."""
    return tuple(dict.fromkeys(version_text(knowledge, one) for one in references))


def weakness(code: str | None, knowledge: Knowledge) -> str:
    """What a weak confidence means, in full; empty for a text that was read."""
    rank = knowledge.confidence_rank.get(code or "", 0)
    return meaning(knowledge, code) if code and rank >= WEAK else ""
