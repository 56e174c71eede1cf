"""The rule book: everything that the rules say, in plain French, article by article, for a lawyer to sign off.

Every word comes from ``rules/`` through the pages of the law book: changing a word there changes it here. Each
criterion is told in full once, under the article that its last version cites first; elsewhere it is only named.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.errors import InputError, Problem
from advisor.knowledge import Knowledge
from advisor.knowledge.models import Criterion
from advisor.report.conditions import condition_words
from advisor.report.guide import NOTICE
from advisor.report.model import Blanks, Block, Bullets, Callout, Item, Paragraph, Report, Section, Table
from advisor.training.course import Course, load_course
from advisor.training.paper.book_pages import BookPages
from advisor.training.paper.book_parts import BookParts, overview_pairs, signature
from advisor.values import french_date

TITLE = "Le livre des règles"
_SHORT = 3
"""A chapter of so few parts goes on where the one before ends."""


def rule_book(knowledge: Knowledge, on: date | None = None, course: Course | None = None) -> Report:
    """The whole rule base as one document.

    Args:
        knowledge: the rule base.
        on: only the law of that day; every dated version without it.
        course: the lessons told beside the criteria; the packaged ones by default.

    Raises:
        InputError: the rules do not cover that day.
    """
    if on is not None and on < knowledge.base.start:
        raise InputError(Problem(f"pas de livre au {french_date(on)}.", mend=knowledge.base.before_start))
    return _Book(knowledge, on, course or load_course()).report()


def main_article(criterion: Criterion) -> str:
    """The article under which a criterion is told in full: the first that its last version cites."""
    return criterion.versions[-1].citations[0].source


class _Book:
    def __init__(self, knowledge: Knowledge, on: date | None, course: Course) -> None:
        self.knowledge, self.on = knowledge, on
        self.pages = BookPages(knowledge, on, course)
        self.parts = BookParts(self.pages)
        self.by_article: dict[str, list[Criterion]] = {}
        for source in knowledge.sources:
            found = [one for one in knowledge.criteria.values() if main_article(one) == source]
            if found:
                self.by_article[source] = found

    def report(self) -> Report:
        parts, chapters = self.parts, list(self._articles())
        first = [parts.codes(), *chapters]
        # The numbers of the chapters are needed before the indexes that give them.
        names = {
            source: f"{rank}. {chapter.title}"
            for rank, (source, chapter) in enumerate(zip(self.by_article, chapters, strict=True), start=2)
        }
        sections = [
            *first,
            *parts.statuses(),
            parts.questions(),
            parts.figures(),
            parts.computed(),
            parts.remedies(),
            parts.coherences(),
            parts.guidance(),
            parts.texts(names),
            self._criteria_index(names),
            self._articles_index(),
        ]
        numbered = tuple(
            one.model_copy(update={"title": f"{rank}. {one.title}", "new_page": rank > 1 and _starts_a_page(one)})
            for rank, one in enumerate(sections, start=1)
        )
        return Report(
            title=TITLE if self.on is None else f"{TITLE} au {french_date(self.on)}",
            metadata=overview_pairs(self.knowledge, self.on),
            notice=NOTICE,
            summary=self._cover(),
            sections=numbered,
            dense=True,
        )

    def _cover(self) -> Section:
        base = self.knowledge
        counts = (
            f"{len(base.criteria)} critères, {len(base.sources)} textes, {len(base.open_questions)} questions "
            f"ouvertes, {len(base.parameters)} chiffres datés, {len(base.remedies)} remèdes"
        )
        told = (
            "Ce livre dit tout ce que les règles contiennent, en français, article par article. Il est écrit par le "
            "logiciel à partir d'elles : un mot changé dans les règles change ici. Chaque critère y figure en entier "
            "une seule fois, sous l'article que sa dernière rédaction cite en premier."
        )
        return Section(
            id="cover",
            title="À relire et à signer",
            blocks=(
                Paragraph(text=told),
                Paragraph(lead="Contenu", text=f"{counts}."),
                Callout(kind="info", title="Ce que porte chaque avis", blocks=(Paragraph(text=base.base.notice),)),
                *self._ended(),
                Paragraph(lead="Relecture par un juriste", text=""),
                Paragraph(
                    text="La relecture vaut pour la version et l'empreinte imprimées en tête : un mot changé dans les "
                    "règles change l'empreinte."
                ),
                Blanks(labels=signature()),
            ),
        )

    def _ended(self) -> Iterator[Paragraph]:
        """What is said to a company that has nothing left to prepare, and to which."""
        if (ended := self.knowledge.base.ended) is not None:
            lead = f"Quand {condition_words(ended.condition, self.knowledge, self.on)}"
            yield Paragraph(lead=lead, text=ended.text)

    # -- articles -------------------------------------------------------------------------------------------------

    def _articles(self) -> Iterator[Section]:
        for source, criteria in self.by_article.items():
            entry = self.knowledge.sources[source]
            asked = tuple((one.id, one.title) for one in criteria)
            blocks: list[Block] = [
                Paragraph(lead="Objet", text=entry.title),
                Paragraph(lead="Ce que les règles en retiennent, critère par critère", text=""),
                Table(header=("Critère", "Ce qu'il demande"), rows=asked, pages=True),
            ]
            others = self._also_cited(source)
            if others:
                blocks.append(Paragraph(lead="Critères qui le citent aussi, dits ailleurs", text=", ".join(others)))
            versions = tuple(self.parts.source_versions(entry))
            if versions:
                blocks += [Paragraph(lead="Rédactions de l'article", text=""), Bullets(items=versions)]
            else:
                blocks.append(Paragraph(text="Aucune rédaction de cet article n'est connue à cette date."))
            rows = [(entry.short, entry.versions), *((one.id, one.versions) for one in criteria)]
            history = self.pages.history(source, rows) if self.on is None else ()
            yield Section(
                id=f"article.{source}",
                title=entry.short,
                blocks=tuple(blocks),
                sections=(*history, *map(self.pages.entry, criteria)),
            )

    def _also_cited(self, source: str) -> list[str]:
        return [
            one.id
            for one in self.knowledge.criteria.values()
            if main_article(one) != source
            and any(
                cited.source == source for version in self.pages.versions(one.versions) for cited in version.citations
            )
        ]

    # -- indexes --------------------------------------------------------------------------------------------------

    def _criteria_index(self, names: dict[str, str]) -> Section:
        rows = tuple(
            (one.id, one.title, names[main_article(one)].partition(".")[0]) for one in self.knowledge.criteria.values()
        )
        table = Table(header=("Critère", "Titre", "Chapitre"), rows=rows, align="llr", pages=True)
        return Section(id="index-criteria", title="Index des critères", blocks=(table,))

    def _articles_index(self) -> Section:
        items = []
        for source in self.knowledge.sources.values():
            users = [one.id for one in self.by_article.get(source.id, [])] + self._also_cited(source.id)
            if users:
                items.append(Item(lead=source.short, text=", ".join(users)))
        return Section(
            id="index-articles",
            title="Index des articles cités par les critères",
            blocks=(Bullets(items=tuple(items)),),
        )


def _starts_a_page(chapter: Section) -> bool:
    """Short chapters follow each other; none needs a page of its own."""
    return len(chapter.sections) > _SHORT or chapter.id in ("texts", "index-criteria")
