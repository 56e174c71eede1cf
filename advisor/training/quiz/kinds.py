"""How each kind of question about a company is made: what is asked, what may be answered, and the engine's answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from advisor.advice.ways.whatif import finding_outcome
from advisor.assessment.model import Change, Finding, LeafResult, Reference
from advisor.assessment.tree import carrying, criterion_tree, relevant_leaves, resting_on
from advisor.assessment.wording import NOT_APPLICABLE, address_name, finding_sentence
from advisor.common.french import french_date, lower_first, sentence
from advisor.report.words import for_statuses, spelled, verdict_sentence, version_text
from advisor.rules.conditions import CriterionRef, Leaf, OpenPoint, leaves, walk
from advisor.rules.course import Level, load_course
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Outcome, VerdictId
from advisor.rules.words import ANSWERS, APPRAISERS, REMEDIES, MarkWords
from advisor.training.exercises import criterion_key, weakness
from advisor.training.quiz.schedule import LEVELS
from advisor.training.quiz.situations import Explanation, QuizChoice, Situation, deciding_addresses, shown_addresses

MOST_TESTS = 3
"""Elementary tests shown for one criterion; a screen holds no more."""

MOST_STEPS = 6
"""Lines of a calculation shown."""

_LONG = 40
"""Characters from which words found twice are a repetition, and no chance."""

_ANSWERED = "réponse : "
_SILENT = ("réponse manquante", NOT_APPLICABLE)


# -- why an answer is right ------------------------------------------------------------------------------------------


def why_criterion(criterion: str, situation: Situation, before: Iterable[str]) -> Explanation:
    """The reason of a criterion, after some sentences: its explanation, what decides, its articles and its lesson."""
    knowledge = situation.knowledge
    key = criterion_key(criterion, situation.assessment, knowledge)
    lines = [*before]
    if key.explanation:
        lines.append(f"L'outil répond à la structure : {spelled(knowledge, key.explanation)}")
    lines += decisive(criterion, situation)
    entry = knowledge.criteria[criterion]
    if entry.nature == "appreciee" and key.outcome == Outcome.MET:
        who = APPRAISERS[entry.appraised_by]
        lines.append(f"Ce critère est apprécié par {who} : la réponse se défend, elle n'est pas acquise.")
    return Explanation(
        lines=tuple(once(sentence(line) for line in lines if line)),
        articles=articles_of(key.references, knowledge),
        confidence=weakness(key.confidence, knowledge),
        remember=key.remember,
        pitfall=key.pitfall,
    )


def decisive(criterion: str, situation: Situation) -> Iterator[str]:
    """The tests that give a criterion its outcome, each with what was found; then the criteria it is built from.

    An explanation may name several reasons (« un but non retenu, ou une place secondaire »): these say which it is.
    Among many criteria it is built from, only those the company is about are shown.
    """
    assessment, knowledge = situation.assessment, situation.knowledge
    outcome = assessment.findings[criterion].outcome
    leaves = relevant_leaves(criterion, assessment, knowledge)
    # Where a figure decides, what stands beside it (« personne n'est rémunéré ») explains nothing.
    leaves = tuple(leaf for leaf in leaves if leaf.calculation) or leaves
    yield from [line for leaf in leaves if (line := _test(leaf, outcome))][:MOST_TESTS]
    steps = [f"{one.label} : {one.text}" for leaf in leaves[:1] for one in leaf.calculation if "=" in one.text]
    if steps:
        yield f"Calcul : {' ; '.join(steps[:MOST_STEPS])}"
    tree = criterion_tree(criterion, assessment, knowledge)
    if tree is None or outcome == Outcome.MET:
        return
    built = [node.condition.id for node in carrying(tree) if isinstance(node.condition, CriterionRef)]
    for id in built if len(built) <= MOST_TESTS else [one for one in built if one in situation.exercise.questions]:
        finding = assessment.findings.get(id)
        if finding is not None and finding.outcome != Outcome.MET:
            yield f"« {finding.title} » : {lower_first(spelled(knowledge, finding_sentence(finding)))}"


def _test(leaf: LeafResult, outcome: Outcome) -> str:
    """One test in words; empty when the sheet says it all, or nothing was found."""
    found = leaf.finding
    if not found or found.startswith(_SILENT) or (outcome == Outcome.MET and found.startswith(_ANSWERED)):
        return ""
    if found.endswith("?"):
        return f"Point laissé ouvert par les textes : {lower_first(found)}"
    holds = ANSWERS[leaf.outcome]
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


def level_of(form: int, subject: str) -> Level:
    """How hard a question is: halfway between its form and the lesson of its subject, rounded up."""
    lesson = load_course().lessons.get(subject)
    return LEVELS[min(3, (form + (lesson.level if lesson else 2) + 1) // 2) - 1]


# -- a criterion --------------------------------------------------------------------------------------------------


def criterion_form(criterion: str, situation: Situation) -> int | None:
    """How hard it is to say whether a criterion is met, 1 to 3; None when that cannot be asked."""
    finding = situation.assessment.findings.get(criterion)
    if finding is None or finding.idle or finding.early:
        return None
    shown = shown_addresses(criterion, situation)
    if shown is None:
        return None
    form = {Outcome.MET: 1, Outcome.NOT_MET: 1, Outcome.TO_COMPLETE: 2, Outcome.UNCERTAIN: 3}[finding.outcome]
    if not shown or not _same_law(criterion, situation):
        form += 1  # the date decides, or may
    return min(3, max(form, situation.exercise.level - 1 if situation.exercise.notes is not None else 0))


def _same_law(criterion: str, situation: Situation) -> bool:
    """Whether the criterion is written that day as it is in the last state of the law."""
    entry = situation.knowledge.criteria[criterion]
    return entry.on(situation.exercise.on) == entry.on(situation.knowledge.base.law_as_of)


def criterion_prompt(criterion: str, situation: Situation) -> str:
    """The lesson's own question when there is one, then the criterion by its title."""
    lesson = load_course().lesson(criterion, situation.exercise.on)
    asked = f"{lesson.question} " if lesson else ""
    title = situation.assessment.findings[criterion].title
    return f"{asked}Au {french_date(situation.exercise.on)}, le critère « {title} » est-il satisfait ?"


def choices(words: Iterable[tuple[str, str]]) -> tuple[QuizChoice, ...]:
    """The answers proposed: values and labels."""
    return tuple(QuizChoice(value=id, label=label) for id, label in words)


def marks(said: Mapping[Any, MarkWords]) -> tuple[QuizChoice, ...]:
    """Outcomes or verdicts, as they are proposed."""
    return choices((id, one.choice) for id, one in said.items())


def criterion_why(criterion: str, situation: Situation) -> tuple[str, Explanation]:
    """The right outcome, and why."""
    outcome = finding_outcome(finding := situation.assessment.findings[criterion])
    lacks = _missing(finding, situation) if outcome == Outcome.TO_COMPLETE else ()
    names = dict.fromkeys(address_name(situation.knowledge, one) for one in lacks)
    before = [f"Il manque : {' ; '.join(names)}"] if names else []
    return outcome, why_criterion(criterion, situation, before)


def _missing(finding: Finding, situation: Situation) -> tuple[str, ...]:
    own = tuple(one for leaf in finding.leaves if leaf.outcome == Outcome.TO_COMPLETE for one in leaf.missing)
    below = (situation.assessment.findings[id] for id in finding.rests_on if id in situation.assessment.findings)
    return own + tuple(one for other in below for one in _missing(other, situation))


# -- a verdict ----------------------------------------------------------------------------------------------------


def verdict_shown(status: str, situation: Situation) -> tuple[str, ...] | None:
    """The criteria whose answers must be shown for a verdict to be found; None when it cannot be asked fairly.

    Every other condition of the way shown must hold, and no other way must lead further: the question says so.
    """
    assessment = situation.assessment
    verdict = assessment.verdicts[status]
    route = next((one for one in verdict.routes if one.id == verdict.route), None)
    if route is None or (route.worst, route.best) != (verdict.worst, verdict.best):
        return None
    rests = [id for id in resting_on(verdict, assessment, situation.knowledge) if id in assessment.findings]
    blocking = [id for id in rests if assessment.findings[id].outcome != Outcome.MET]
    dated = [id for id in blocking if not deciding_addresses((id,), situation)]
    if dated and len(dated) < len(blocking):
        # The day alone keeps some of them open: « all the others hold », beside the answers shown, would mislead.
        return None
    return tuple(blocking or [id for id in situation.exercise.questions if id in rests]) or None


def verdict_form(status: str, shown: Iterable[str], situation: Situation) -> int:
    """How hard a verdict is to find, 2 or 3: one that stays open, or that an earlier law decides, is harder."""
    plain = situation.assessment.verdicts[status].outcome != VerdictId.UNDETERMINED
    return 2 if plain and all(_same_law(id, situation) for id in shown) else 3


def verdict_prompt(status: str, situation: Situation) -> str:
    return (
        "Sur la voie la plus favorable à cette structure, toutes les autres conditions sont remplies. "
        f"Au {french_date(situation.exercise.on)}, quel est le verdict pour {for_statuses((status,))} ?"
    )


def verdict_why(status: str, subject: str, situation: Situation) -> tuple[str, Explanation]:
    """The verdict, what decides, and the article of its subject."""
    verdict = situation.assessment.verdicts[status]
    lines = [verdict_sentence(verdict)]
    if verdict.outcome == VerdictId.TO_MEND:
        lines.append(f"Ce qu'il faut faire : {' ; '.join(lower_first(one.title) for one in verdict.changes)}")
    # What decides and is not the subject of the question is explained by its finding alone.
    others = [one for one in verdict.grounds[:2] if one.criterion != subject and one.detail]
    lines += [f"« {one.title} » : {lower_first(one.detail)}" for one in others]
    why = why_criterion(subject, situation, lines)
    return verdict.outcome, why.model_copy(update={"confidence": weakness(verdict.confidence, situation.knowledge)})


# -- what mends a criterion ---------------------------------------------------------------------------------------


def remedy(criterion: str, situation: Situation) -> Change | None:
    """What mends a failing criterion, when every change the report names for it is of one kind."""
    finding = situation.assessment.findings[criterion]
    if finding.outcome != Outcome.NOT_MET or finding.early or finding.idle:
        return None
    changes = [
        change
        for verdict in situation.assessment.verdicts.values()
        for change in (*verdict.changes, *verdict.later)
        if criterion in change.criteria
    ]
    return changes[0] if len({one.kind for one in changes}) == 1 else None


def remedy_choices(criterion: str, right: str, situation: Situation) -> tuple[QuizChoice, ...] | None:
    """Kinds of change, without those of any other remedy of the criterion: each of them is then plainly wrong."""
    known = {situation.knowledge.remedies[id].kind for id in _remedies(criterion, situation)}
    kinds = [(kind, said.choice) for kind, said in REMEDIES.items() if kind == right or kind not in known]
    return choices(kinds) if len(kinds) >= 3 else None


def _remedies(criterion: str, situation: Situation) -> set[str]:
    """Every remedy that a condition names, and those of the criteria it is built from."""
    version = situation.knowledge.criteria[criterion].on(situation.exercise.on)
    if version is None:
        return set()
    found: set[str] = set()
    for node in walk(version.tree):
        if isinstance(node, CriterionRef):
            found |= _remedies(node.id, situation)
        elif isinstance(node, Leaf | OpenPoint):
            for leaf in leaves(node):
                found |= {one for one in (leaf.remedy, leaf.deferred_remedy) if one}
    return found


def remedy_prompt(criterion: str, situation: Situation) -> str:
    title = situation.assessment.findings[criterion].title
    day = french_date(situation.exercise.on)
    return f"Au {day}, le critère « {title} » n'est pas satisfait. Quel genre de changement y remédie ?"


def remedy_why(criterion: str, change: Change, situation: Situation) -> Explanation:
    """What to do and who does it, as the report says, then why the criterion fails."""
    before = [f"{change.title}. {change.action}", f"Qui décide : {lower_first(change.who)}"]
    why = why_criterion(criterion, situation, before)
    articles = dict.fromkeys((*articles_of(change.references, situation.knowledge), *why.articles))
    confidence = why.confidence or weakness(change.confidence, situation.knowledge)
    return why.model_copy(update={"articles": tuple(articles), "confidence": confidence})
