"""The handout: the cases of a session, to solve on paper. It holds no answer, in its words as in its names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.assessment.assess import assess
from advisor.common.values import NBSP, french_date
from advisor.report.model import Blanks, Block, Bullets, Item, Paragraph, Report, Section
from advisor.rules.course import Course, load_course
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.model import Exercise
from advisor.training.paper.chosen import Chosen
from advisor.training.paper.sheet import BOXES, NOTICE, facts_sheet, figures_sheet, name_of, question_of

_TO_TICK = "\u2003".join(f"☐{NBSP}{label.replace(' ', NBSP)}" for label in BOXES.values())
_LINES = ("Pourquoi", "", "")


def handout(chosen: Chosen, knowledge: Knowledge | None = None, course: Course | None = None) -> Report:
    """The cases without their answers, one or two pages each.

    Args:
        chosen: the cases, in order.
        knowledge, course: others than the packaged ones.
    """
    base, taught = knowledge or load_knowledge(), course or load_course()
    writer = _Writer(base, taught)
    return Report(
        title="Cas à résoudre",
        metadata=chosen.told,
        notice=NOTICE,
        sections=(_how_to(), *(writer.case(rank, one) for rank, one in enumerate(chosen.exercises, 1))),
    )


def paragraphs(text: str) -> list[str]:
    """A story cut where it was."""
    return [one for one in re.split(r"\n\s*\n", text.strip()) if one.strip()]


def _how_to() -> Section:
    items = (
        Item(lead="oui", text="la condition est remplie"),
        Item(lead="non", text="elle ne l'est pas"),
        Item(lead="il manque une réponse", text="ce que l'on sait ne suffit pas encore ; dites ce qu'il faut demander"),
        Item(lead="le droit ne tranche pas", text="tout est connu, mais les textes admettent deux lectures"),
        Item(lead="sans objet", text="la question ne concerne pas cette structure"),
    )
    return Section(
        id="mode-d-emploi",
        title="Mode d'emploi",
        blocks=(
            Blanks(labels=("Nom", "Équipe", "Date")),
            Paragraph(
                text="Pour chaque cas : lisez l'histoire, puis ce que l'on sait. Cochez une case par question, et "
                "écrivez pourquoi. Le droit à appliquer est celui du jour indiqué, pas celui d'aujourd'hui."
            ),
            Paragraph(text="Dans les chiffres, n est le dernier exercice, n-1 celui d'avant, n-2 le précédent."),
            Paragraph(lead="Que veulent dire les cases ?", text=""),
            Bullets(items=items),
        ),
    )


class _Writer:
    def __init__(self, knowledge: Knowledge, course: Course) -> None:
        self.knowledge, self.course = knowledge, course

    def case(self, rank: int, exercise: Exercise) -> Section:
        assessment = assess(exercise.dossier, on=exercise.on, knowledge=self.knowledge)
        tables = (facts_sheet(exercise, assessment, self.knowledge), figures_sheet(exercise, self.knowledge))
        blocks: list[Block] = [Paragraph(lead="Droit à appliquer", text=f"celui du {french_date(exercise.on)}.")]
        blocks += [Paragraph(text=one) for one in paragraphs(exercise.story)]
        blocks += [table for table in tables if table.rows]
        return Section(
            id=f"cas-{rank}",
            title=f"Cas {rank}. {name_of(exercise)}",
            blocks=tuple(blocks),
            sections=tuple(self.questions(rank, exercise)),
            new_page=True,
        )

    def questions(self, rank: int, exercise: Exercise) -> Iterator[Section]:
        for number, id in enumerate(exercise.questions, 1):
            yield Section(
                id=f"cas-{rank}-question-{number}",
                title=f"{number}. {question_of(exercise, id, self.course, self.knowledge)}",
                blocks=(Paragraph(text=_TO_TICK), Blanks(labels=_LINES)),
            )
