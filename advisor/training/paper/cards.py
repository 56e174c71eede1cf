"""The cards at the end of an answer book: what is the same from one case to the next, told once for each criterion.

A card holds the articles in the versions applied, the reserves and the lesson. A criterion whose lesson depends on the
day has several cards; each names the cases it is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from advisor.assessment.model import Finding, Reference
from advisor.assessment.wording import tag
from advisor.report.model import Block, Bullets, Item, Paragraph, Section, Table
from advisor.report.words import meaning, version_text
from advisor.rules.load import Knowledge
from advisor.training.model import CriterionKey

_Key = tuple[str, str, str]
"""A criterion and its lesson."""


@dataclass
class _Card:
    title: str
    pitfall: str = ""
    remember: str = ""
    cases: dict[int, None] = field(default_factory=dict)
    references: dict[Reference, None] = field(default_factory=dict)
    reserves: dict[str, None] = field(default_factory=dict)


class Cards:
    """The cards that the cases of a book call for, in the order of the rules."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._asked: dict[_Key, _Card] = {}
        self._cited: dict[str, _Card] = {}

    def ask(self, rank: int, key: CriterionKey, finding: Finding) -> None:
        """A criterion asked about in the case of some rank: its card has everything."""
        card = self._asked.setdefault(
            (key.criterion, key.pitfall, key.remember), _Card(key.title, key.pitfall, key.remember)
        )
        card.cases[rank] = None
        card.references.update(dict.fromkeys(key.references))
        reserves = (f"{one.text} {tag(self.knowledge, one.confidence)}" for one in finding.reserves)
        card.reserves.update(dict.fromkeys(reserves))

    def cite(self, criterion: str, title: str, references: tuple[Reference, ...]) -> None:
        """A criterion that decides without being asked about: its articles are told."""
        self._cited.setdefault(criterion, _Card(title)).references.update(dict.fromkeys(references))

    def section(self) -> Section:
        """All the cards, then the articles of what is only cited, then what the codes of confidence mean."""
        order = {id: rank for rank, id in enumerate(self.knowledge.criteria)}
        asked = sorted(self._asked, key=lambda key: (order[key[0]], min(self._asked[key].cases)))
        inner = [self._told(rank, key) for rank, key in enumerate(asked, 1)]
        known = {(key[0], one) for key, card in self._asked.items() for one in card.references}
        rows = []
        for criterion in sorted(self._cited, key=order.__getitem__):
            card = self._cited[criterion]
            if missing := [one for one in card.references if (criterion, one) not in known]:
                rows.append((f"{criterion} {card.title}", " ; ".join(self._versions(missing))))
        if rows:
            table = Table(header=("Critère", "Articles, dans la rédaction appliquée"), rows=tuple(rows))
            inner.append(Section(id="articles", title="Les autres critères qui décident", blocks=(table,)))
        codes = tuple(Item(text=meaning(self.knowledge, one.id)) for one in self.knowledge.base.confidences)
        inner.append(Section(id="codes", title="Les codes de confiance", blocks=(Bullets(items=codes),)))
        return Section(id="fiches", title="Les fiches des critères", sections=tuple(inner), new_page=True)

    def _told(self, rank: int, key: _Key) -> Section:
        card = self._asked[key]
        cases = [str(one) for one in card.cases]
        named = f"cas {', '.join(cases)}"
        items = tuple(Item(text=one) for one in self._versions(card.references))
        blocks: list[Block] = [Bullets(items=items)] if items else []
        if card.reserves:
            blocks.append(Paragraph(lead="Réserves", text=""))
            blocks.append(Bullets(items=tuple(Item(text=one) for one in card.reserves)))
        if card.pitfall:
            blocks.append(Paragraph(lead="Le piège", text=card.pitfall))
        if card.remember:
            blocks.append(Paragraph(lead="À retenir", text=card.remember))
        title = f"Fiche {key[0]}. {card.title} ({named})"
        return Section(id=f"fiche-{rank}", title=title, blocks=tuple(blocks))

    def _versions(self, references: dict[Reference, None] | list[Reference]) -> Iterator[str]:
        """Each text with its versions, the passages of one version on one line."""
        passages: dict[tuple[str, str], list[Reference]] = {}
        for one in references:
            passages.setdefault((one.source, str(one.start)), []).append(one)
        for alike in passages.values():
            yield version_text(self.knowledge, _together(alike))


def _together(references: list[Reference]) -> Reference:
    """One reference for the passages of one text in one version."""
    first = references[0]
    name = first.text.removesuffix(f", {first.passage}") if first.passage else first.text
    told = " et ".join(dict.fromkeys(one.passage for one in references if one.passage))
    return first.model_copy(update={"text": f"{name}, {told}" if told else name})
