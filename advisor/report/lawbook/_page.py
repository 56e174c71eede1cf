"""What every page of the law book is made of: dated versions, texts cited, conditions, and who uses what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TypeVar

from advisor.assessment.wording import condition_words, leaf_test, tag
from advisor.common.french import capital, french_date, lower_first, sentence
from advisor.report.model import Item, Section
from advisor.report.words import meaning, period
from advisor.rules.basis import DISTANT, Citation, Dated, Rated, Worded
from advisor.rules.conditions import AllOf, AnyOf, Condition, CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.ids import PLACEHOLDER
from advisor.rules.load import Knowledge
from advisor.rules.official import identifiers
from advisor.rules.references import fact_id, references
from advisor.rules.vocabulary import EntryKind

D = TypeVar("D", bound=Dated)
_ALWAYS = Dated()


class LawPage:
    """Helpers of the pages; ``on``: only what is in force that day, everything without it."""

    def __init__(self, knowledge: Knowledge, on: date | None) -> None:
        self.knowledge, self.on = knowledge, on

    def versions(self, dated: Iterable[D]) -> list[D]:
        return [one for one in dated if self.on is None or one.covers(self.on)]

    def citations(self, citations: Iterable[Citation], during: Dated) -> Iterator[Item]:
        """Texts cited, each with the versions of it that were in force during a period."""
        for citation in citations:
            source = self.knowledge.sources[citation.source]
            name = self.knowledge.cited(citation)
            start, end = (self.on, self.on) if self.on else (during.start, during.end)
            versions = [one for one in source.versions if one.start <= end and start <= one.end]
            read = [
                f"rédaction {period_words(one)} {identifiers(source, one)} {tag(self.knowledge, one.read)}"
                for one in versions
            ] or ["rédaction non connue à ces dates"]
            yield Item(text=name, items=(Item(text=one) for one in read))

    def reworded(self, entry: Worded) -> Iterator[Item]:
        """The words that an entry takes from some day on."""
        for version in self.versions(entry.versions):
            parts = (version.title, version.text, version.where)
            worded = entry.on(version.start)
            sure = self.sure(worded, version) if isinstance(worded, Rated) else ""
            below = (version.reserve or "", self.knowledge.texts(version.citations), sure)
            yield Item(
                lead=dates_words(version),
                text=" ".join(sentence(one) for one in parts if one),
                items=Item.lines(*(("", one) for one in below)),
            )

    def naming(self, kind: EntryKind, id: str) -> str:
        """Criteria and routes whose condition names an entry, on the day or ever."""
        return ", ".join(self._named.get((kind, id), ()))

    def users(self, wanted: Callable[[Condition], bool]) -> str:
        """Criteria and routes whose condition holds a part, on the day or ever."""
        return ", ".join(dict.fromkeys(user for user, node in self._parts if wanted(node)))

    @cached_property
    def _parts(self) -> list[tuple[str, Condition]]:
        """Each part of the condition of each criterion and route, with its name."""
        rules = self.knowledge
        trees = [(one.id, part.tree) for one in rules.criteria.values() for part in self.versions(one.versions)]
        for route in rules.routes().values():
            trees += [(f"voie « {route.title} »", part.condition) for part in self.versions(route.versions)]
        return [(user, node) for user, tree in trees for node in walk(tree)]

    @cached_property
    def _named(self) -> dict[tuple[EntryKind, str], dict[str, None]]:
        """Whose condition names each entry: a set in order."""
        found: dict[tuple[EntryKind, str], dict[str, None]] = {}
        for user, node in self._parts:
            for one in references(node):
                found.setdefault((one.kind, fact_id(one.id)), {})[user] = None
        return found

    def filled(self, text: str) -> str:
        """A text of the rules, its blanks named in brackets."""

        def name(found: re.Match[str]) -> str:
            fact = self.knowledge.facts.get(found[1].partition("[")[0])
            indicator = self.knowledge.indicators.get(found[1])
            return f"[{(fact and fact.short) or (indicator and indicator.title) or found[1]}]"

        return PLACEHOLDER.sub(name, text)

    def when(self, condition: Condition | None) -> str:
        """For which companies, in words; empty for all."""
        return condition_words(condition, self.knowledge, self.on) if condition is not None else ""

    def confidence(self, one: Rated, during: Dated = _ALWAYS) -> tuple[str, str]:
        return "Confiance", self.sure(one, during)

    def sure(self, one: Rated, during: Dated = _ALWAYS) -> str:
        """How surely something is known, on the day or all along the period in which it holds."""
        first = max(during.start, self.knowledge.base.start)
        starts = (version.start for id in one.read_in for version in self.knowledge.sources[id].versions)
        days = sorted({first, *(day for day in starts if first < day <= during.end)})
        if self.on is not None:
            days = [min(max(self.on, first), during.end)]
        codes = [self.knowledge.confidence(one, day) for day in days]
        if len(set(codes)) == 1:
            return meaning(self.knowledge, codes[0])
        changes = [rank for rank, code in enumerate(codes) if rank == 0 or code != codes[rank - 1]]
        return " ; ".join(f"{tag(self.knowledge, codes[rank])} depuis le {french_date(days[rank])}" for rank in changes)

    def fact_name(self, address: str) -> str:
        """A fact by its short name, its row if any, and its id."""
        fact, slot = self.knowledge.addresses.get(address, (self.knowledge.facts[address.partition("[")[0]], None))
        row = f", {slot}" if slot else ""
        return f"{fact.short or fact.id}{row} ({fact.id})"

    def criteria(self, title: str, ids: Iterable[str]) -> Section | None:
        """Criteria by their titles."""
        return Section.listing("criteria", title, (Item(lead=id, text=self.knowledge.criteria[id].title) for id in ids))

    def texts(self, citations: tuple[Citation, ...], during: Dated = _ALWAYS) -> Section | None:
        """Texts cited, with the versions of them that were in force during a period, since the rules begin."""
        since = Dated(start=max(during.start, self.knowledge.base.start), end=during.end)
        return Section.listing("texts", "Textes", self.citations(citations, since))


def period_words(dated: Dated) -> str:
    start = None if dated.start.year == 1 else dated.start
    return period(start, None if dated.end == DISTANT else dated.end)


def dates_words(dated: Dated) -> str:
    return "" if dated.start.year == 1 and dated.end == DISTANT else period_words(dated)


def fact_of(leaf: Leaf) -> str:
    return (leaf.fact or "").partition("[")[0]


# -- conditions in plain words, for a reader who never opens a YAML file ---------------------------------------------


def condition_items(condition: Condition, knowledge: Knowledge, on: date | None = None) -> tuple[Item, ...]:
    """A condition as an indented list: what must all hold, what is enough, where readings part.

    ``on``: the day whose figures are quoted beside the thresholds that change.
    """
    match condition:
        case AllOf(children) | AnyOf(children):
            lead = "Tout ceci ensemble" if isinstance(condition, AllOf) else "Une de ces possibilités suffit"
            inner = tuple(item for child in children for item in condition_items(child, knowledge, on))
            return (Item(lead=lead, items=inner),)
        case OpenPoint(point, readings):
            question = knowledge.open_questions[point]
            inner = tuple(item for one in readings for item in condition_items(one, knowledge, on))
            return (Item(lead=f"Point discuté {point}, selon la lecture", text=question.title, items=inner),)
        case Leaf():
            test = leaf_test(condition, knowledge, on) + _beside(condition, knowledge)
            if condition.label:
                return (Item(text=condition.label, items=(Item(text=test),)),)
            return (Item(text=capital(test)),)
        case CriterionRef(id):
            return (Item(lead=id, text=knowledge.criteria[id].title),)
        case _:
            words = condition_words(condition, knowledge, on)
            return (Item(text=capital(words)),)


def _beside(leaf: Leaf, knowledge: Knowledge) -> str:
    """What a test is worth when its question does not arise, and what it hangs on when its figure says nothing."""
    text = ""
    fact = knowledge.facts.get(fact_of(leaf))
    if leaf.when_not_applicable or (fact is not None and fact.asked_if is not None):
        text += f" ; si la question ne se pose pas : tenu pour {'rempli' if leaf.when_not_applicable else 'non rempli'}"
    if leaf.if_meaningless:
        title = lower_first(knowledge.open_questions[leaf.if_meaningless].title)
        text += f" ; si le chiffre ne dit rien, point discuté {leaf.if_meaningless} : {title}"
    return text
