"""What questions are made of: the companies they are about, judged once by the engine; a question as pure data."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from advisor.advice.ways.model import given_words
from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment, Frozen, LeafResult
from advisor.assessment.tree import carrying, criterion_tree
from advisor.common.french import parse_date
from advisor.dossier import Dossier
from advisor.rules.conditions import CriterionRef
from advisor.rules.course import Level
from advisor.rules.facts import FactType
from advisor.rules.load import Knowledge
from advisor.rules.references import fact_id
from advisor.rules.vocabulary import QuestionKind
from advisor.training.casebook.read import find_case, load_cases
from advisor.training.exercises import Exercise, exercise_of
from advisor.training.flips import reading
from advisor.training.paper.handout import figures_sheet, together

MOST_ROWS = 8
"""Answers shown beside a story; beyond, a question is a case to study, not one of a quiz."""

UNSURE = "?"
"""« Je ne sais pas »: an answer, never a right one."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A company, and everything the engine finds of it.

    Attributes:
        assessment: under the law of its day.
        case: number of the worked case.
        knowledge: the rules that judged it.
    """

    exercise: Exercise
    assessment: Assessment
    case: str
    knowledge: Knowledge


def situations(
    knowledge: Knowledge, on: date | None = None, about: Collection[str] | None = None
) -> Iterator[Situation]:
    """Every worked case that can be asked about, under the law of its own day, or of ``on``.

    Left out: what happens before the law, answers that contradict one another, and, with ``on``, companies that speak
    of later days.

    Args:
        about: keep only the cases about one of these criteria.
    """
    for case in load_cases():
        if on is not None and _later(case.dossier, on, knowledge):
            continue
        asked = case.notes.questions if case.notes is not None else case.expected.grounds
        if (about is None or set(about) & set(asked)) and (found := _judged(case.id, on, knowledge)) is not None:
            yield found


@lru_cache(maxsize=512)
def _judged(id: str, on: date | None, knowledge: Knowledge) -> Situation | None:
    """A worked case judged once, as a session after another asks about the same ones; None: nothing to be asked."""
    case = find_case(id)
    exercise = exercise_of(case) if on is None else exercise_of(case).model_copy(update={"on": on})
    assessment = assess(exercise.dossier, on=exercise.on, knowledge=knowledge)
    if assessment.contradictions or not assessment.findings:
        return None
    return Situation(exercise, assessment, case.number, knowledge)


def _later(dossier: Dossier, on: date, knowledge: Knowledge) -> bool:
    """Whether a company speaks of days after this one."""
    if dossier.requested is not None and dossier.requested > on:
        return True
    dated = (
        one.value
        for address, one in dossier.answers.items()
        if isinstance(one.value, str) and knowledge.addresses[address][0].type is FactType.DATE
    )
    return any(parse_date(value) > on for value in dated)


def deciding_addresses(criteria: Iterable[str], situation: Situation) -> tuple[str, ...]:
    """The answers, given or lacking, that give criteria their outcome, through the criteria they are built from."""
    found: set[str] = set()
    seen: set[str] = set()

    def visit(id: str) -> None:
        tree = criterion_tree(id, situation.assessment, situation.knowledge)
        if tree is None or id in seen:
            return
        seen.add(id)
        for node in carrying(tree):
            if node.leaf is not None:
                found.update(node.leaf.used, node.leaf.missing)
            elif isinstance(node.condition, CriterionRef):
                visit(node.condition.id)

    for criterion in criteria:
        visit(criterion)
    return tuple(address for address in situation.knowledge.addresses if address in found)


def few(addresses: Collection[str]) -> bool:
    """Whether some answers have room beside a story, one line a fact."""
    return len({fact_id(address) for address in addresses}) <= MOST_ROWS


def shown_addresses(criterion: str, situation: Situation) -> tuple[str, ...] | None:
    """The answers to show for a criterion: those that decide, and beside them whatever else it reads, if there is room.

    What decides is not shown alone: an answer that lacks would then always be the reason. None when what decides alone
    takes too many lines.
    """
    deciding = deciding_addresses((criterion,), situation)
    read = {*deciding, *(one for leaf in _leaves(criterion, situation) for one in (*leaf.used, *leaf.missing))}
    every = tuple(address for address in situation.knowledge.addresses if address in read)
    return every if few(every) else deciding if few(deciding) else None


def _leaves(criterion: str, situation: Situation) -> Iterator[LeafResult]:
    """The tests of a criterion, and of those it is built from."""
    finding = situation.assessment.findings.get(criterion)
    if finding is not None:
        yield from finding.leaves
        for id in finding.rests_on:
            yield from _leaves(id, situation)


def sheet(addresses: Iterable[str], situation: Situation) -> tuple[tuple[str, str], ...]:
    """Answers in words, one line a fact: the rows of a table stand on one line, once when they are all alike."""
    rows: dict[str, dict[str, str]] = {}
    for address in addresses:
        fact, slot = situation.knowledge.addresses[address]
        words = given_words(situation.knowledge, situation.exercise.dossier, address)
        rows.setdefault(fact.short or fact.id, {})[slot or ""] = words
    return tuple((label, together(texts, short=False)) for label, texts in rows.items())


def published(criteria: Collection[str], addresses: Iterable[str], situation: Situation) -> tuple[tuple[str, str], ...]:
    """The published figures (SMIC, TMO) that some criteria compare with, of the years that the answers are of."""
    exercise, knowledge = situation.exercise, situation.knowledge
    read = {one for id in criteria for one in reading(knowledge, id, exercise.on).addresses}
    named = ([*_years(group, exercise.dossier, knowledge)] for group in (addresses, read))
    years = next(filter(None, named), [exercise.on.year])
    asked = exercise.model_copy(update={"questions": tuple(criteria)})
    rows = figures_sheet(asked, knowledge, (min(years), max(years))).rows
    return tuple((str(row[0]), str(row[1])) for row in rows)


def _years(addresses: Iterable[str], dossier: Dossier, knowledge: Knowledge) -> Iterator[int]:
    """The years that some answers name."""
    for address in addresses:
        given = dossier.answers.get(address)
        if given is not None and isinstance(given.value, str):
            fact, _ = knowledge.addresses[address]
            if fact.type is FactType.DATE:
                yield parse_date(given.value).year
            elif fact.unit == "annee":
                yield int(given.value)


# -- a question of the quiz, with its only right answer and the reason: pure data, as every face uses it -------------


class QuizChoice(Frozen):
    """One answer proposed; ``value`` names it in what is saved."""

    value: str
    label: str


class Explanation(Frozen):
    """What is shown once the answer is given.

    Attributes:
        lines: what was found and why, in short sentences.
        articles: the texts, each with the version applied.
        confidence: said when the ground is weak, else empty.
        remember, pitfall: the lesson, where one is written.
    """

    lines: tuple[str, ...]
    articles: tuple[str, ...]
    confidence: str = ""
    remember: str = ""
    pitfall: str = ""


class QuizQuestion(Frozen):
    """One question.

    Attributes:
        id: kind, situation and subject; the same from one run to the next.
        subject: id of the criterion it trains; of the figure of the law, when no criterion reads it.
        theme, theme_title: under which it counts in the score.
        level: 1 to 3, as in `advisor.rules.course`.
        situation: id of the company it is about, or of the figure; never twice in a session.
        case: number of the worked case to read again, or empty.
        on: day whose law applies.
        heading: of the situation. story: its paragraphs. sheet: answers known, label and value.
        prompt: what is asked. choices: what may be answered.
        right: value of the only right choice.
    """

    id: str
    kind: QuestionKind
    subject: str
    title: str
    theme: str
    theme_title: str
    level: Level
    situation: str
    case: str = ""
    on: date
    heading: str
    story: tuple[str, ...] = ()
    sheet: tuple[tuple[str, str], ...] = ()
    prompt: str
    choices: tuple[QuizChoice, ...]
    right: str
    why: Explanation

    def label(self, value: str) -> str:
        """The words of a choice; of `UNSURE` too."""
        return next((one.label for one in self.choices if one.value == value), "Je ne sais pas")

    @property
    def answer(self) -> str:
        """The right answer, in words."""
        return self.label(self.right)
