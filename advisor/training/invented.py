"""A case made by the machine as a document: its story and questions; what is right, only when asked for."""

from __future__ import annotations

from advisor.assessment import Frozen, VerdictId
from advisor.knowledge import Knowledge
from advisor.report.model import Block, Bullets, Item, KeyValues, Paragraph, Report, Section
from advisor.report.words import articles, tag, verdict_word
from advisor.training.course import LEVEL_WORDS, load_course
from advisor.training.exercises import answer_key
from advisor.training.made import twin
from advisor.training.model import AnswerKey, CriterionKey, Exercise, Pair, Value
from advisor.values import french_date
from advisor.wording import address_name, answer_text

NOTICE = (
    "Structure inventée : toute ressemblance de nom est un hasard. Les réponses viennent du moteur, comme pour un vrai "
    "dossier."
)
OUTCOMES: dict[str, str] = {
    "satisfait": "rempli",
    "non_satisfait": "pas rempli",
    "a_completer": "une réponse manque",
    "incertain": "le droit ne tranche pas",
    "sans_objet": "sans objet",
}


class Invented(Frozen):
    """A case with everything right about it: the answers, and its twin."""

    exercise: Exercise
    key: AnswerKey
    pair: Pair


def solved(exercise: Exercise, knowledge: Knowledge) -> Invented:
    """A case made by the machine, with its answers.

    Raises:
        InputError: the exercise was not made by the machine.
    """
    return Invented(exercise=exercise, key=answer_key(exercise, knowledge), pair=twin(exercise, knowledge))


def invented_report(exercise: Exercise, again: str, knowledge: Knowledge, answers: Invented | None = None) -> Report:
    """The case on paper or on the screen.

    Args:
        exercise: the case.
        again: the command that gives it again.
        knowledge: the rule base.
        answers: what is right; None: the story and the questions only.
    """
    lessons = load_course().lessons
    asked = [
        lessons[id].on(exercise.on).question if id in lessons else f"{knowledge.criteria[id].title} : est-ce rempli ?"
        for id in exercise.questions
    ]
    return Report(
        title=exercise.title,
        metadata=(
            ("Droit appliqué", f"au {french_date(exercise.on)}"),
            ("Niveau", f"{exercise.level}, {LEVEL_WORDS[exercise.level]}"),
            ("Pour le revoir", again),
        ),
        notice=NOTICE,
        sections=(
            Section(
                id="story",
                title="L'histoire",
                blocks=tuple(Paragraph(text=one) for one in exercise.story.split("\n\n")),
            ),
            Section(
                id="questions",
                title="Les questions",
                blocks=(Bullets(items=tuple(Item(text=one) for one in asked), ordered=True),),
            ),
            *((_answers(answers, knowledge), _verdicts(answers), _edge(answers, knowledge)) if answers else ()),
        ),
    )


def _answers(found: Invented, knowledge: Knowledge) -> Section:
    blocks: list[Block] = []
    for number, one in enumerate(found.key.criteria, start=1):
        blocks.append(Paragraph(lead=f"{number}. {one.title} : {OUTCOMES[one.outcome]}", text=one.explanation))
        blocks.append(Bullets(items=tuple(_proof(one, knowledge))))
    return Section(id="answers", title="Les réponses", blocks=tuple(blocks))


def _proof(one: CriterionKey, knowledge: Knowledge) -> list[Item]:
    items = [Item(text=words) for words in one.findings]
    items.append(Item(lead=one.criterion, text=f"{articles(one.references)} {tag(knowledge, one.confidence)}"))
    if one.remember:
        items.append(Item(lead="À retenir", text=one.remember))
    return items


def _verdicts(found: Invented) -> Section:
    items = tuple(
        Item(mark=one.outcome, lead=one.title, text=one.sentence, items=_grounds(one.grounds))
        for one in found.key.statuses
    )
    return Section(id="verdicts", title="Les deux verdicts", blocks=(Bullets(items=items),))


def _grounds(grounds: tuple[str, ...]) -> tuple[Item, ...]:
    return (Item(lead="Ce qui décide", text=", ".join(grounds)),) if grounds else ()


def _edge(found: Invented, knowledge: Knowledge) -> Section:
    """The one answer that makes the criterion flip."""
    pair = found.pair
    title = knowledge.criteria[pair.target].title

    def side(value: Value, outcome: str, verdicts: dict[str, VerdictId]) -> str:
        told = "pas connu" if value is None else answer_text(knowledge, pair.address, value)
        both = " ; ".join(f"{id.upper()} {verdict_word(verdict)}" for id, verdict in verdicts.items())
        return f"{told} : {OUTCOMES.get(outcome, outcome)} ({both})"

    blocks: list[Block] = [
        Paragraph(lead=address_name(knowledge, pair.address), text=f"une réponse, et « {title} » bascule."),
        KeyValues(
            pairs=(
                ("Ici", side(pair.before, pair.outcome_before, pair.verdicts_before)),
                ("Et si", side(pair.after, pair.outcome_after, pair.verdicts_after)),
            )
        ),
        Paragraph(lead="La leçon", text=found.exercise.lesson),
    ]
    return Section(id="edge", title="Ce qui fait basculer", blocks=tuple(blocks))
