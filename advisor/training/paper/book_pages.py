"""Entries of the rules as pages of the rule book: those of the law book, with diagrams, who mends, what is taught."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import Leaf, OpenPoint, walk
from advisor.knowledge.models import DISTANT, Criterion, CriterionVersion, Dated, Reserve, RouteVersion
from advisor.report.conditions import condition_branch, condition_items
from advisor.report.lawbook.law import LawPages
from advisor.report.lawbook.page import dates_words, period_words
from advisor.report.model import (
    Block,
    Bullets,
    Diagram,
    Item,
    Paragraph,
    Section,
    Span,
    Timeline,
    TimeRow,
    Tree,
)
from advisor.report.words import lower_first
from advisor.training.course import LEVEL_WORDS, Course, EarlierLesson, Lesson
from advisor.values import french_date

# Who decides, without the majorities, which the page of the remedy gives. « art. L223-30 » does not end a sentence.
_FIRST_SENTENCE = re.compile(r"(?<=[a-zà-ÿ)])(?<!art)(?<!civ)(?<!trav)\. (?=[A-ZÀ-Ý])")


class BookPages(LawPages):
    """The pages of what decides, as the book prints them."""

    def __init__(self, knowledge: Knowledge, on: date | None, course: Course) -> None:
        super().__init__(knowledge, on)
        self.course = course

    def entry(self, criterion: Criterion) -> Section:
        """A criterion in full: its only place in the book."""
        return Section(
            id=criterion.id,
            title=f"{criterion.id}. {criterion.title}",
            sections=(*told_apart(criterion.id, self.criterion(criterion)), *self._beyond(criterion)),
        )

    def condition(self, version: CriterionVersion | RouteVersion, among: Iterable[Dated]) -> list[Block]:
        """A condition as a list and as a diagram, the first time that it is in force."""
        before = [one for one in self.versions(among) if one.start < version.start]
        if before and getattr(before[-1], "condition", None) == version.condition:
            words = "la même que dans la rédaction précédente"
            return [Paragraph(lead="Condition", text=f"{words} ({period_words(before[-1])}).")]
        blocks: list[Block] = [
            Paragraph(lead="Condition, en toutes lettres", text=""),
            Bullets(items=condition_items(version.condition, self.knowledge, self.on, whole=True)),
        ]
        root = condition_branch(version.condition, self.knowledge, self.on)
        if root.branches:
            blocks.append(Diagram(title="La même, en schéma", drawn=Tree(root=root)))
        return blocks

    def mend(self, remedy: str, when: str) -> Item:
        """A remedy, when it mends, and who decides it."""
        entry = self.knowledge.remedies[remedy]
        who = _FIRST_SENTENCE.split(entry.who, maxsplit=1)[0].rstrip(".")
        return Item(lead=entry.title, text=f"{when} ; qui décide : {lower_first(who)}")

    def _beyond(self, criterion: Criterion) -> Iterator[Section]:
        """Open questions that the criterion hangs on, and what is taught of it."""
        points: dict[str, None] = {}
        for version in self.versions(criterion.versions):
            for node in walk(version.tree):
                if isinstance(node, OpenPoint):
                    points.setdefault(node.point)
                elif isinstance(node, Leaf) and node.if_meaningless:
                    points.setdefault(node.if_meaningless)
        if criterion.figures:
            figures = (self.knowledge.parameters[one] for one in criterion.figures)
            lines = tuple(Item(lead=one.id, text=one.title) for one in figures)
            yield Section(
                id=f"{criterion.id}.figures", title="Chiffres sur lesquels il repose", blocks=(Bullets(items=lines),)
            )
        if points:
            items = tuple(Item(lead=id, text=self.knowledge.open_questions[id].title) for id in points)
            yield Section(id=f"{criterion.id}.questions", title="Questions ouvertes", blocks=(Bullets(items=items),))
        known = self.course.lessons.get(criterion.id)
        if known:
            told = known if self.on is None else known.on(self.on)
            taught = [*_taught(told), Item(lead="Niveau", text=f"{known.level}, {LEVEL_WORDS[known.level]}")]
            for one in known.earlier if self.on is None else ():
                until = f"Jusqu'au {french_date(one.until)}"
                taught.append(Item(lead=until, items=tuple(_taught(one))))
            yield Section(
                id=f"{criterion.id}.lesson", title="Ce que l'on enseigne", blocks=(Bullets(items=tuple(taught)),)
            )

    def reserved(self, reserve: Reserve) -> Item:
        """A reserve with all it says: for whom, when, by which texts, and what rests on it."""
        told = super().reserved(reserve)
        dates = dates_words(reserve)
        texts = " ; ".join(dict.fromkeys(self.cited(reserve.citations)))
        weight = "le verdict repose sur cette lecture prudente" if reserve.decisive else ""
        weight = weight or ("le fondement du critère est contesté" if reserve.contested else "")
        more = (("Dates", dates), ("Textes", texts), ("Portée", weight))
        lines = (*told.items, *(Item(lead=lead, text=text) for lead, text in more if text))
        return told.model_copy(update={"lead": reserve.id, "items": lines})

    def history(self, id: str, rows: Iterable[tuple[str, Iterable[Dated]]]) -> Iterator[Section]:
        """When each version of some entries was in force, those alike together; what never changed is left out."""
        first, last = self.knowledge.base.start, self.knowledge.base.law_as_of
        alike: dict[tuple[tuple[date, date], ...], list[str]] = {}
        for label, dated in rows:
            dates = tuple((one.start, one.end) for one in dated if one.end >= first)
            if len(dates) > 1:
                alike.setdefault(dates, []).append(label)
        drawn = tuple(
            TimeRow(
                label=", ".join(labels),
                text=_successive([max(start, first) for start, _ in dates]),
                spans=tuple(_span(start, end, first, last) for start, end in dates),
            )
            for dates, labels in alike.items()
        )
        if drawn:
            scale = Timeline(first=french_date(first), last=french_date(last), rows=drawn)
            yield Section(id=f"{id}.history", title="Les rédactions dans le temps", blocks=(Diagram(drawn=scale),))


def _taught(lesson: Lesson | EarlierLesson) -> Iterator[Item]:
    yield Item(lead="Question", text=lesson.question)
    yield Item(lead="À retenir", text=lesson.remember)
    yield Item(lead="Ce que l'on entend", text=lesson.pitfall)


def _successive(days: list[date]) -> str:
    """The days from which versions follow each other: « depuis le …, puis le …, le … »."""
    first, *others = (f"le {french_date(day)}" for day in days)
    return f"depuis {first}, puis {', '.join(others)}"


def _span(start: date, end: date, first: date, last: date) -> Span:
    """A stretch as shares of the whole time; what has not ended goes to its end."""
    whole = max((last - first).days, 1)
    begins = min(max((start - first).days / whole, 0), 1)
    return Span(start=begins, end=1 if end == DISTANT else min(max((end - first).days / whole, begins), 1))


def told_apart(owner: str, sections: Iterable[Section]) -> Iterator[Section]:
    """Sections whose ids say whose they are: one book holds many that are called alike."""
    for section in sections:
        inner = tuple(told_apart(owner, section.sections))
        yield section.model_copy(update={"id": f"{owner}.{section.id}", "sections": inner})


def folded(sections: Iterable[Section]) -> tuple[Block, ...]:
    """The pages of a small entry as one run of blocks, the titles of all but the first as leads."""
    blocks: list[Block] = []
    for rank, section in enumerate(sections):
        if rank:
            blocks.append(Paragraph(lead=section.title, text=""))
        blocks += section.blocks
        blocks += folded(section.sections)
    return tuple(blocks)
