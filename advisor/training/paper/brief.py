"""What the rule book says in one line where the pages of the law book take several: its texts, its weakest codes.

The references of each version of a text and the meaning of each code are told once, in the chapters that list them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import Leaf
from advisor.knowledge.models import Citation, Coherence, Dated, Indicator, Remedy, RemedyVariant
from advisor.report.lawbook.answers import AnswerPages
from advisor.report.lawbook.doing import DoingPages
from advisor.report.lawbook.page import Page
from advisor.report.model import Block, Bullets, Item, Paragraph, Section
from advisor.report.words import DELAYS, KINDS, WEIGHTS, lower_first, sentence, tag

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONG = 150
"""From how many characters what several remedies say of who decides is told once."""
_MANY = 3
UNKNOWN = "rédaction non connue à ces dates"


class Brief(Page):
    """Helpers that say in a line what other pages say in a list."""

    def brief(self, citations: Iterable[Citation], during: Dated) -> str:
        """Texts cited, each with how its versions of a period were read; a text cited twice is named once."""
        return " ; ".join(dict.fromkeys(self._read(one, during) for one in citations))

    def citations(self, citations: Iterable[Citation], during: Dated) -> Iterator[Item]:
        """Texts cited, one line each."""
        yield from (Item(text=text) for text in dict.fromkeys(self._read(one, during) for one in citations))

    def texts(self, citations: tuple[Citation, ...]) -> Iterator[Section]:
        """Texts cited, as one paragraph without a title."""
        if citations:
            told = self.brief(citations, Dated(start=self.knowledge.base.start))
            yield Section(id="texts", title="", blocks=(Paragraph(lead="Textes", text=told),))

    def confidence(self, code: str) -> tuple[str, str]:
        """A code with its title when it is weak; its meaning is in the first chapter."""
        return "Confiance", tag(self.knowledge, code)

    def _read(self, citation: Citation, during: Dated) -> str:
        source = self.knowledge.sources[citation.source]
        name = self.knowledge.cited(citation)
        start, end = (self.on, self.on) if self.on else (during.start, during.end)
        codes = dict.fromkeys(one.read for one in source.versions if one.start <= end and start <= one.end)
        if not codes:
            return f"{name} ({UNKNOWN})"
        return f"{name} {', '.join(f'[{code}]' for code in codes)}{' selon la rédaction' if len(codes) > 1 else ''}"


class BriefAnswers(Brief, AnswerPages):
    """Figures worked out and contradictions, in few lines."""

    def indicator(self, entry: Indicator) -> Iterator[Section]:
        """A figure worked out: how, and for which criteria."""
        users = self.users(lambda node: isinstance(node, Leaf) and node.indicator == entry.id)
        yield Section(id="indicator", title="Le calcul", blocks=(Paragraph(lead="Méthode", text=entry.method),))
        yield from self.texts(entry.citations)
        told = (self.confidence(entry.confidence), ("Sert à", users), ("Nom dans les règles", entry.id))
        yield Section(id="about", title="", blocks=(Paragraph(text=strung(told)),))

    def coherence(self, entry: Coherence) -> Iterator[Section]:
        """A contradiction, the answers that it sets aside by their names alone, each once."""
        first, *_ = super().coherence(entry)
        facts = (self.fact_name(one).removesuffix(f" ({one.partition('[')[0]})") for one in entry.facts)
        set_aside = Paragraph(lead="Réponses écartées", text=" ; ".join(dict.fromkeys(facts)))
        yield first.model_copy(update={"blocks": (*first.blocks, set_aside)})


class BriefDoing(Brief, DoingPages):
    """Remedies, in few lines: who decides is told once when many remedies say it at length, alike."""

    def __init__(self, knowledge: Knowledge, on: date | None) -> None:
        super().__init__(knowledge, on)
        remedies = knowledge.remedies.values()
        deciders = Counter(one.who for one in remedies)
        variants = Counter(self._variant(variant) for one in remedies for variant in one.variants)
        long = [text for text, times in deciders.items() if times > 1 and len(text) > _LONG]
        self.deciders = {text: f"décision {_LETTERS[rank]}" for rank, text in enumerate(long)}
        alike = [item for item, times in variants.items() if times > _MANY]
        self.variants = {item: f"cas {rank}" for rank, item in enumerate(alike, start=1)}

    def _variant(self, variant: RemedyVariant) -> Item:
        item = super()._variant(variant)
        return item.model_copy(update={"lead": f"Si l'on a répondu « {item.lead.removeprefix('Si ')} »"})

    def shared(self) -> Iterator[Item]:
        """What several remedies say alike, under the name by which they call it."""
        for text, name in self.deciders.items():
            yield Item(lead=sentence(name).rstrip("."), text=text)
        for item, name in self.variants.items():
            yield Item(lead=f"{sentence(name).rstrip('.')}, {lower_first(item.lead)}", text=item.text)

    def remedy(self, entry: Remedy) -> Iterator[Section]:
        """A remedy: what to do, who decides, what it weighs, what it mends."""
        name = self.deciders.get(entry.who)
        who = f"{name}, en tête du chapitre" if name else entry.who
        weighs = strung(
            (
                ("Genre", KINDS.get(entry.kind, entry.kind)),
                ("Poids", f"{entry.weight} sur 6, {WEIGHTS[entry.weight]}"),
                ("Délai", DELAYS.get(entry.delay, entry.delay.replace("_", " "))),
                self.confidence(entry.confidence),
                ("Nom dans les règles", entry.id),
            )
        )
        mends = self.users(lambda node: isinstance(node, Leaf) and entry.id in (node.remedy, node.deferred_remedy))
        lines = (
            ("Faire", f"{entry.action} {entry.then}".strip()),
            ("Qui décide", who),
            ("Note", entry.note),
            ("Répare", mends),
            ("Textes", self.brief(entry.citations, Dated(start=self.knowledge.base.start))),
        )
        told = [Paragraph(lead=lead, text=text) for lead, text in lines if text]
        cases = [self._variant(one) for one in entry.variants]
        known = [name for name in map(self.variants.get, cases) if name]
        own = tuple(one for one in cases if one not in self.variants)
        blocks: list[Block] = [*told, Paragraph(text=weighs)]
        if known:
            blocks.append(Paragraph(lead="Pour certaines structures", text=f"{', '.join(known)}, en tête du chapitre"))
        if own:
            blocks += [Paragraph(text="Ce qui change pour certaines structures :"), Bullets(items=own)]
        yield Section(id="remedy", title="Le remède", blocks=tuple(blocks))


def strung(pairs: Iterable[tuple[str, str]]) -> str:
    """Named texts one after the other, the empty ones left out: « Quand : … · Textes : … »."""
    return " · ".join(f"{name} : {text.rstrip('.')}" for name, text in pairs if text)


def together(dated: Iterable[Dated]) -> Dated:
    """The stretch from the first to the last of versions that follow each other."""
    found = list(dated)
    return Dated(start=found[0].start, end=found[-1].end)
