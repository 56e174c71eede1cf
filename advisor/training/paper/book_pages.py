"""Entries of the rules as pages of the rule book: those of the law book, with diagrams, who mends, what is taught."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import CriterionRef, Leaf, OpenPoint, walk
from advisor.knowledge.models import DISTANT, Criterion, CriterionVersion, Dated, Reserve, RouteVersion
from advisor.report.conditions import condition_branch, condition_items
from advisor.report.lawbook.law import SCOPES, LawPages
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
from advisor.report.words import APPRAISERS, lower_first, sentence
from advisor.training.course import LEVEL_WORDS, Course, EarlierLesson, Lesson
from advisor.training.paper.brief import Brief, strung, together
from advisor.values import french_date


class BookPages(Brief, LawPages):
    """The pages of what decides, as the book prints them."""

    def __init__(self, knowledge: Knowledge, on: date | None, course: Course) -> None:
        super().__init__(knowledge, on)
        self.course = course

    def entry(self, criterion: Criterion) -> Section:
        """A criterion in full: its only place in the book."""
        groups = self._groups(criterion)
        blocks = list(self._rule(criterion))
        inner: list[Section] = []
        if not groups:
            blocks.append(Paragraph(text="Aucune rédaction en vigueur à cette date."))
        elif len(groups) == 1:
            when = sentence(period_words(together(groups[0]))).rstrip(".")
            blocks += [Paragraph(lead="En vigueur", text=lower_first(when)), *self._group(groups[0], criterion)]
        else:
            inner += [
                Section(
                    id=f"{criterion.id}.version-{one[0].start}",
                    title=sentence(period_words(together(one))).rstrip("."),
                    blocks=tuple(self._group(one, criterion)),
                )
                for one in groups
            ]
        return Section(
            id=criterion.id,
            title=f"{criterion.id}. {criterion.title}",
            blocks=tuple(blocks),
            sections=(*inner, *self._beyond(criterion)),
        )

    def _rule(self, entry: Criterion) -> Iterator[Block]:
        if entry.statement:
            yield Paragraph(lead="Règle", text=entry.statement)
        nature = "objective"
        if entry.nature == "appreciee":
            nature = f"appréciée par {APPRAISERS.get(entry.appraised_by or '', 'l’administration')}"
        theme = next((one.title for one in self.knowledge.base.themes if one.id == entry.theme), entry.theme)
        users = self.users(lambda node: isinstance(node, CriterionRef) and node.id == entry.id)
        pairs = (("Thème", theme), ("Nature", nature), ("Portée", SCOPES[entry.scope]), ("Sert à", users))
        yield Paragraph(text=strung(pairs))
        if entry.evidence:
            yield Paragraph(lead="Preuves", text=" ; ".join(entry.evidence))
        if entry.figures:
            figures = (f"{self.knowledge.parameters[one].title} ({one})" for one in entry.figures)
            yield Paragraph(lead="Chiffres sur lesquels il repose", text=" ; ".join(figures))

    def _groups(self, entry: Criterion) -> list[list[CriterionVersion]]:
        """Versions that follow each other and ask for the same in the same words: only their texts differ."""
        found: list[list[CriterionVersion]] = []
        for one in self.versions(entry.versions):
            last = found[-1][-1] if found else None
            if last and (last.condition, last.statement) == (one.condition, one.statement):
                found[-1].append(one)
            else:
                found.append([one])
        return found

    def _group(self, versions: list[CriterionVersion], entry: Criterion) -> Iterator[Block]:
        first = versions[0]
        if first.change:
            yield Paragraph(lead="Ce qui change", text=first.change)
        if first.statement and first.statement != entry.statement:
            yield Paragraph(lead="Règle de l'époque", text=first.statement)
        yield from self.condition(first, entry.versions)
        if len(versions) == 1:
            yield Paragraph(lead="Textes", text=self._grounds(first))
            return
        yield Paragraph(lead="Textes, la règle et sa condition restant les mêmes", text="")
        yield Bullets(
            items=tuple(
                Item(
                    lead=sentence(period_words(one)).rstrip("."),
                    text=" ".join(filter(None, (one.change if one is not first else "", self._grounds(one)))),
                )
                for one in versions
            )
        )

    def _grounds(self, version: CriterionVersion) -> str:
        _, confidence = self.confidence(version.confidence)
        return f"{self.brief(version.citations, version)}. Confiance : {confidence}"

    def condition(self, version: CriterionVersion | RouteVersion, among: Iterable[Dated]) -> list[Block]:
        """A condition as a list, and as a diagram where it branches in depth, the first time that it is in force."""
        before = [one for one in self.versions(among) if one.start < version.start]
        if before and getattr(before[-1], "condition", None) == version.condition:
            words = "la même que dans la rédaction précédente"
            return [Paragraph(lead="Condition", text=f"{words} ({period_words(before[-1])}).")]
        blocks: list[Block] = [
            Paragraph(lead="Condition", text=""),
            Bullets(items=condition_items(version.condition, self.knowledge, self.on, whole=True)),
        ]
        root = condition_branch(version.condition, self.knowledge, self.on)
        # A list of tests, all asked for or one enough, says itself what a drawing would.
        if any(one.branches for one in root.branches):
            blocks.append(Diagram(title="La même condition, en schéma", drawn=Tree(root=root)))
        return blocks

    def _beyond(self, criterion: Criterion) -> Iterator[Section]:
        """Reserves, what the opinion says, what mends, open questions, and what is taught of the criterion."""
        reserves = self.versions(criterion.reserves)
        if reserves:
            items = tuple(map(self.reserved, reserves))
            yield Section(id=f"{criterion.id}.reserves", title="Réserves", blocks=(Bullets(items=items),))
        yield from told_apart(criterion.id, self._explanations(criterion))
        blocks = list(self._mends(criterion))
        points = self._points(criterion)
        if points:
            told = (f"{id}, {self.knowledge.open_questions[id].title.rstrip('.')}" for id in points)
            blocks.append(Paragraph(lead="Questions ouvertes", text=" ; ".join(told)))
        if blocks:
            mended, open_too = "Ce qui le répare", "ce qui reste ouvert"
            title = sentence(open_too).rstrip(".") if len(blocks) == bool(points) else mended
            title = f"{mended}, {open_too}" if points and title == mended else title
            yield Section(id=f"{criterion.id}.remedies", title=title, blocks=tuple(blocks))
        known = self.course.lessons.get(criterion.id)
        if known:
            told_now = known if self.on is None else known.on(self.on)
            taught = list(_taught(told_now))
            for one in known.earlier if self.on is None else ():
                until = f"Jusqu'au {french_date(one.until)}"
                taught.append(Item(lead=until, items=tuple(_taught(one))))
            title = f"Ce que l'on enseigne (niveau {known.level}, {LEVEL_WORDS[known.level]})"
            yield Section(id=f"{criterion.id}.lesson", title=title, blocks=(Bullets(items=tuple(taught)),))

    def _mends(self, criterion: Criterion) -> Iterator[Block]:
        """Remedies by name: what to do and who decides is told once, in their chapter."""
        leaves = [
            node for one in self.versions(criterion.versions) for node in walk(one.tree) if isinstance(node, Leaf)
        ]
        for lead, ids in (
            ("À faire aujourd'hui", [one.remedy for one in leaves]),
            ("Avec le temps", [one.deferred_remedy for one in leaves]),
        ):
            titles = [self.knowledge.remedies[one].title for one in dict.fromkeys(ids) if one]
            if titles:
                yield Paragraph(lead=lead, text=" ; ".join(map(lower_first, titles)))

    def _points(self, criterion: Criterion) -> list[str]:
        points: dict[str, None] = {}
        for version in self.versions(criterion.versions):
            for node in walk(version.tree):
                if isinstance(node, OpenPoint):
                    points.setdefault(node.point)
                elif isinstance(node, Leaf) and node.if_meaningless:
                    points.setdefault(node.if_meaningless)
        return list(points)

    def reserved(self, reserve: Reserve) -> Item:
        """A reserve with all it says: for whom, when, by which texts, and what rests on it."""
        told = super().reserved(reserve)
        weight = "le verdict repose sur cette lecture prudente" if reserve.decisive else ""
        weight = weight or ("le fondement du critère est contesté" if reserve.contested else "")
        texts = self.knowledge.texts(reserve.citations)
        more = (("Dates", dates_words(reserve)), ("Textes", texts), ("Portée", weight))
        line = strung((*((one.lead, one.text) for one in told.items), *more))
        return told.model_copy(update={"lead": reserve.id, "items": (Item(text=line),) if line else ()})

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
        if rank and section.title:
            blocks.append(Paragraph(lead=section.title, text=""))
        blocks += section.blocks
        blocks += folded(section.sections)
    return tuple(blocks)
