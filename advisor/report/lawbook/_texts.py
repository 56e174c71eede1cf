"""The law beside its rule: the sentences of an article with what states each, and those that an entry states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from advisor.assessment.wording import parameter_value
from advisor.common.french import agree, capital, french_date, shortlist
from advisor.report.lawbook._page import LawPage, dates_words, period_words
from advisor.report.model import Bullets, Item, Paragraph, Section, Table
from advisor.report.words import translated
from advisor.rules.basis import Dated, Source
from advisor.rules.load import Knowledge
from advisor.rules.signatures import Signed, load_signatures, signed
from advisor.rules.texts import LegalText, Sentence, Share, Stating, load_texts, stating
from advisor.rules.vocabulary import EntryKind

Exercised = Callable[[], Mapping[str, Sequence[str]]]
"""The worked cases that exercise each criterion, by id; asked for only where they are shown."""
LEFT_OUT = STATED, ABSENT = "stated", "absent-text"
"""Sections that the book leaves out: the sentences that an entry states, and why a text read was not copied."""
_FEW_CASES = 5
_TOGETHER = {
    EntryKind.STATUS: "Voies",
    EntryKind.PARAMETER: "Chiffres de la loi",
    EntryKind.INDICATOR: "Chiffres calculés",
    EntryKind.OPEN_POINT: "Points ouverts",
    EntryKind.GUIDANCE: "Guide",
    EntryKind.REMEDY: "Remèdes",
}
"""Kinds of which the entries make one line beside a sentence; a criterion has its own."""


def no_cases() -> Mapping[str, Sequence[str]]:
    """Without worked cases."""
    return {}


class TextPages(LawPage):
    """What stands under the page of an entry; ``exercised``: the worked cases of each criterion."""

    def __init__(self, knowledge: Knowledge, on: date | None, exercised: Exercised = no_cases) -> None:
        super().__init__(knowledge, on)
        self._exercised = exercised

    @cached_property
    def _entries(self) -> dict[str, Stating]:
        return stating(self.knowledge)

    @cached_property
    def _signed(self) -> tuple[Signed, ...]:
        return signed(self.knowledge, load_signatures())

    @cached_property
    def _cases(self) -> Mapping[str, Sequence[str]]:
        return self._exercised()

    def under(self, content: Any) -> Iterator[Section | None]:
        """The text of an article, or the sentences that an entry states and its signatures; nothing for the rest."""
        if isinstance(content, Source):
            text = load_texts().by_source.get(content.id)
            if text is not None:
                yield self._article(text)
            return
        id = getattr(content, "id", "")
        if id in self._entries and self._entries[id].entry is content:
            yield self._stated(id)
            yield self._signatures(id)

    # -- an article --------------------------------------------------------------------------------------------------

    def shares(self) -> Table:
        """How much of each article is translated."""
        rows = []
        for text in load_texts().by_source.values():
            sentences = self._standing(text)
            if sentences and text.source in self.knowledge.sources:
                share = Share.of(sentences)
                counts = (share.total, share.stated, share.no_effect, share.untranslated)
                rows.append((self.knowledge.sources[text.source].short, *map(str, counts)))
        header = ("Texte", "Phrases", "Dites par une règle", "Sans effet", "Non traduites")
        return Table(header=header, rows=rows, align="lrrrr")

    def _standing(self, text: LegalText) -> list[Sentence]:
        """Its sentences; with a day, those of the version copied that day."""
        copied = [one for one in text.versions if not one.missing]
        return [
            one
            for one in text.sentences
            if self.on is None or (one.covers(self.on) and any(version.covers(self.on) for version in copied))
        ]

    def _article(self, text: LegalText) -> Section | None:
        sentences = self._standing(text)
        said: set[str] = set()
        gaps = (
            Item(lead=capital(period_words(one)), text=one.missing or f"en partie. {one.partial}")
            for one in self.versions(text.versions)
            if one.missing or one.partial
        )
        if not sentences:
            return Section.listing(ABSENT, "Le texte n'est pas copié ici", gaps)
        return Section(
            id="law-text",
            title="Le texte, et ce qui le dit",
            blocks=(
                Paragraph(lead="Part traduite", text=translated(Share.of(sentences))),
                Paragraph.saying(text.copied, "Copie"),
                Bullets(items=(self._beside(text, one, said) for one in sentences), beside=True),
                *Bullets.announced(gaps, lead="Rédactions dont le texte manque"),
            ),
        )

    def _beside(self, text: LegalText, sentence: Sentence, said: set[str]) -> Item:
        """A sentence, and under it what states it, the cases that exercise that, or why nothing does.

        ``said``: criteria told in full before, which go by their titles.
        """
        days = [(self.on, self.on)] if self.on else text.days(sentence) or [(sentence.start, sentence.end)]
        named = [self._entries[id] for id in sentence.rules if id in self._entries]
        named = [one for one in named if one.meets(days)]
        items = [self._criterion(one, days[-1][1], said) for one in named if one.kind == EntryKind.CRITERION]
        for kind, lead in _TOGETHER.items():
            names = dict.fromkeys(self._name(one) for one in named if one.kind == kind)
            items += Item.lines((lead, " ; ".join(names)))
        cases = sorted({case for one in named for case in self._cases.get(one.id, ())})
        items += Item.lines(
            ("Sans effet sur un verdict", sentence.no_effect),
            ("Non traduit", sentence.untranslated),
            ("Cas d'école", shortlist(cases, _FEW_CASES, joint=",") if cases else ""),
        )
        return Item(lead="" if self.on else dates_words(sentence), text=sentence.text, items=items)

    def _criterion(self, one: Stating, day: date, said: set[str]) -> Item:
        """A criterion in its words of a day, or by its title."""
        version = one.entry.on(day) or one.entry.versions[-1]
        words = version.statement or one.entry.statement or one.title
        told = words in said
        said.add(words)
        return Item(lead=one.id, text=one.title if told else words)

    def _name(self, one: Stating) -> str:
        """A title; with its values for a figure of the law, with its code for an open point."""
        if one.kind == EntryKind.PARAMETER:
            values = (parameter_value(one.entry, value) for value in self.versions(one.entry.values))
            return f"{one.title} ({', puis '.join(dict.fromkeys(values))})"
        return f"{one.id}, {one.title}" if one.kind == EntryKind.OPEN_POINT else one.title

    # -- an entry ----------------------------------------------------------------------------------------------------

    def _stated(self, id: str) -> Section | None:
        """The sentences of the law that it states, in the order of the texts."""
        items = (
            Item(lead=self._where(text, one), text=one.text)
            for text in load_texts().by_source.values()
            if text.source in self.knowledge.sources
            for one in self._standing(text)
            if id in one.rules
        )
        return Section.listing(STATED, "Ce que dit la loi", items)

    def _where(self, text: LegalText, sentence: Dated) -> str:
        short = self.knowledge.sources[text.source].short
        dates = "" if self.on else dates_words(sentence)
        return f"{short} ({dates})" if dates else short

    def _signatures(self, id: str) -> Section | None:
        mine = [one for one in self._signed if one.signature.rule == id]
        items = (
            Item(
                lead=one.signature.name,
                text=f"le {french_date(one.signature.day)}"
                + ("" if one.stands else " : signature tombée, la règle a changé depuis"),
            )
            for one in mine
        )
        return Section.listing("signatures", agree(len(mine), "Signature"), items)
