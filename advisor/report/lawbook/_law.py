"""Pages of what decides: criteria, their reserves, statuses, routes, lights, open points, themes, texts, codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from advisor.assessment.wording import parameter_value, tag
from advisor.common.french import capital, french_date, listed, sentence
from advisor.report.lawbook._page import LawPage, condition_items, dates_words, period_words
from advisor.report.model import Block, Bullets, Item, Paragraph, Section
from advisor.report.words import meaning, practice_words
from advisor.rules.basis import ConfidenceLevel, Dated, Source, Theme
from advisor.rules.conditions import Constant, Leaf, walk
from advisor.rules.models import (
    Criterion,
    CriterionVersion,
    Duration,
    LawVersion,
    Light,
    OpenQuestion,
    Reserve,
    Route,
    Status,
)
from advisor.rules.named import Definition
from advisor.rules.official import identifiers
from advisor.rules.references import references
from advisor.rules.vocabulary import EntryKind, Nuance, Outcome
from advisor.rules.words import APPRAISERS, MARKS, load_words

V = TypeVar("V", bound=LawVersion)


class LawPages(LawPage):
    """One page per kind of entry."""

    def criterion(self, entry: Criterion) -> Iterator[Section | None]:
        appraised = entry.nature == "appreciee"
        theme = next((one.title for one in self.knowledge.base.themes if one.id == entry.theme), entry.theme)
        yield Section.named(
            "rule",
            "La règle",
            ("Règle", entry.statement),
            ("Thème", theme),
            ("Nature", f"appréciée par {APPRAISERS[entry.appraised_by]}" if appraised else "objective"),
            ("Portée", load_words().scopes[entry.scope]),
            ("Preuves", " ; ".join(entry.evidence)),
            ("Sert à", self.naming(EntryKind.CRITERION, entry.id)),
            ("Chiffres", ", ".join(self.knowledge.parameters[one].title for one in entry.figures)),
        )
        versions = self.versions(entry.versions)
        inner = (self._version(one, entry) for one in versions)
        blocks = () if versions else (Paragraph(text="Aucune rédaction en vigueur à cette date."),)
        yield Section(id="versions", title="Rédactions", blocks=blocks, sections=inner)
        yield Section.listing("reserves", "Réserves", map(self._reserve, self.versions(entry.reserves)))
        yield self._explanations(entry)
        yield self._mending(versions)

    def _reserve(self, reserve: Reserve) -> Item:
        """A reserve in a list, with the companies that it concerns and what it rests on."""
        sure = self.knowledge.confidence(reserve, self.on or reserve.start)
        return Item(
            lead=reserve.id,
            text=f"{self.filled(reserve.text)} {tag(self.knowledge, sure)}",
            items=Item.lines(*self._reserved(reserve), ("Textes", self.knowledge.texts(reserve.citations))),
        )

    def _reserved(self, reserve: Reserve) -> tuple[tuple[str, str], ...]:
        weighs = "le verdict repose sur cette lecture prudente" if reserve.decisive else ""
        weighs = weighs or ("le fondement du critère est contesté" if reserve.contested else "")
        return (
            ("Quand", "" if isinstance(reserve.condition, Constant) else self.when(reserve.condition)),
            ("Issue du critère", listed((MARKS[one][1] for one in reserve.outcomes), "ou")),
            ("Dates", dates_words(reserve)),
            ("Portée", " ; ".join(filter(None, (weighs, "dite avec le verdict" if reserve.first else "")))),
        )

    def _version(self, version: CriterionVersion, entry: Criterion) -> Section:
        """One dated version: what changes, its condition, its texts."""
        then = "" if version.statement == entry.statement else version.statement
        sure = " ; ".join(filter(None, (self.sure(version, version), version.surely_why)))
        blocks = (*self._grounds(version, entry.versions, then), Paragraph(lead="Confiance", text=sure))
        return Section(id=f"version-{version.start}", title=_since(version), blocks=blocks)

    def _grounds(self, version: V, among: Iterable[V], then: str = "") -> Iterator[Block | None]:
        """What changes, what a version asks for (shown once among those that ask for the same), and its texts."""
        yield Paragraph.saying(version.change, "Ce qui change")
        yield Paragraph.saying(then, "Règle de l'époque")
        first = next(one for one in self.versions(among) if one.condition == version.condition)
        if first is version:
            yield Paragraph(text="Condition :")
            yield Bullets(items=condition_items(version.condition, self.knowledge, self.on))
            named = dict.fromkeys(ref.id for node in walk(version.condition) for ref in references(node))
            yield Paragraph.saying(", ".join(named), "Noms dans les règles")
        else:
            yield Paragraph(lead="Condition", text=f"la même que dans la rédaction {period_words(first)}")
        yield Paragraph(text="Textes :")
        yield Bullets(items=tuple(self.citations(version.citations, version)))

    def _explanations(self, entry: Criterion) -> Section | None:
        if entry.explanations is None:
            return None
        explanations = entry.explanations
        items = (
            Item(mark=Outcome.MET, text=_unmarked(explanations.satisfied)),
            Item(mark=Outcome.NOT_MET, text=_unmarked(explanations.not_satisfied), items=_lacking(entry)),
            Item(mark=Outcome.TO_COMPLETE, text=_unmarked(explanations.to_complete)),
            Item(mark=Outcome.UNCERTAIN, text=_unmarked(explanations.uncertain)),
            *(
                Item(
                    mark=Nuance.NOT_APPLICABLE,
                    text=one.text,
                    items=(
                        *Item.lines(("Quand", self.when(one.condition))),
                        *self.citations(one.citations, entry.versions[-1]),
                    ),
                )
                for status in self.knowledge.statuses.values()
                for one in status.without_object
                if entry.id in one.criteria
            ),
        )
        return Section.listing("explanations", "Ce que dit l'avis", items)

    def _mending(self, versions: list[CriterionVersion]) -> Section | None:
        leaves = [node for version in versions for node in walk(version.tree) if isinstance(node, Leaf)]
        today = dict.fromkeys(leaf.remedy for leaf in leaves if leaf.remedy)
        later = dict.fromkeys(leaf.deferred_remedy for leaf in leaves if leaf.deferred_remedy)
        items = (
            Item(lead=self.knowledge.remedies[id].title, text=f"{when} ({id})")
            for when, ids in (("aujourd'hui", today), ("avec le temps", later))
            for id in ids
        )
        return Section.listing("remedies", "Ce qui la répare", items)

    def status(self, entry: Status) -> Iterator[Section | None]:
        yield Section.saying("rule", "De quoi il s'agit", entry.statement)
        for route in entry.routes:
            yield Section(id=f"route-{route.id}", title=f"Voie : {route.title}", sections=self.route(route))
        lights = (Item(lead=one.title, text=", ".join(one.criteria)) for one in entry.lights)
        yield Section.listing("lights", "Les trois feux", lights)
        phrases = (_sentence(name, text) for name, text in entry.phrases.items())
        yield Section.listing("phrases", "Ce que dit l'avis", phrases)

    def route(self, entry: Route) -> Iterator[Section | None]:
        yield Section.saying(f"rule-{entry.id}", "De quoi il s'agit", entry.statement)
        for version in self.versions(entry.versions):
            blocks = self._grounds(version, entry.versions)
            yield Section(id=f"version-{entry.id}-{version.start}", title=_since(version), blocks=blocks)
        yield Section.listing(f"durations-{entry.id}", "Durée", map(self._duration, self.versions(entry.durations)))
        yield Section.saying(f"lights-{entry.id}", "Les trois feux", sentence(entry.without_lights))

    def _duration(self, duration: Duration) -> Item:
        parameter = self.knowledge.parameters[duration.parameter]
        value = parameter.on(self.on) if self.on else parameter.values[-1]
        words = self.when(duration.condition) or "sinon"
        dates = "" if duration.start.year == 1 else f" ({period_words(duration)})"
        below = Item.lines(("Réserve", duration.reserve), ("Textes", self.knowledge.texts(duration.citations)))
        return Item(text=f"{words} : {parameter_value(parameter, value) if value else '?'}{dates}", items=below)

    def _besides(self, entry: OpenQuestion) -> Iterator[Item]:
        """What is added for some: another route where it is open, and what the administration may have answered."""
        other = entry.other_route
        if other is not None:
            yield Item(lead=f"Si la voie « {self.knowledge.routes()[other.route].title} » est ouverte", text=other.text)
        names = [self.knowledge.facts[one].short for one in entry.settled_by]
        if names:
            yield Item(lead="Tranché par la réponse de l'administration", text=" ; ".join(names))

    def open_question(self, entry: OpenQuestion) -> Iterator[Section | None]:
        items = [
            Item(lead="Question", text=entry.question),
            *(Item(lead=f"Lecture {reading}", text=text) for reading, text in entry.readings),
            Item(lead="Dans l'avis, lecture stricte", text=entry.if_strict),
            Item(lead="Dans l'avis, lecture favorable", text=entry.if_favourable),
            Item(lead="Que faire", text=entry.conduct),
            *self._besides(entry),
            *(Item(lead="Pratique connue", text=text) for text in practice_words(self.knowledge, entry)),
            Item(lead="Confiance", text=meaning(self.knowledge, entry.confidence)),
        ]
        items += Item.lines(("Critères concernés", self.naming(EntryKind.OPEN_POINT, entry.id)))
        yield Section.listing("open", "Ce qui n'est pas tranché", items)
        yield self.texts(entry.citations)

    def definition(self, entry: Definition) -> Iterator[Section | None]:
        """A named condition, and what it is a part of."""
        yield Section.listing("condition", "La condition", condition_items(entry.condition, self.knowledge, self.on))
        users = self.users(lambda node: node == entry.condition)
        yield Section.saying("users", "Critères et voies qui la nomment", users)

    def reserve(self, entry: tuple[Criterion, Reserve]) -> Iterator[Section | None]:
        criterion, reserve = entry
        yield Section.named(
            "reserve",
            "La réserve",
            ("Critère", f"{criterion.id}, {criterion.title}"),
            ("Texte", reserve.text),
            *self._reserved(reserve),
            self.confidence(reserve, reserve),
        )
        yield self.texts(reserve.citations, reserve)

    def light(self, entry: tuple[Status, Light]) -> Iterator[Section | None]:
        status, light = entry
        yield Section.named("light", "Le feu", ("Statut", f"{status.title} ({status.id})"))
        yield self.criteria("Critères qu'il résume", light.criteria)

    def theme(self, entry: Theme) -> Iterator[Section | None]:
        yield Section.named(
            "theme", "Le thème", ("Titre", entry.title), ("Rang", "abordé en dernier" if entry.last else "")
        )
        facts = (fact for fact in self.knowledge.facts.values() if fact.theme == entry.id)
        yield Section.listing("facts", "Questions", (Item(lead=fact.id, text=fact.question) for fact in facts))
        yield self.criteria("Critères", (one.id for one in self.knowledge.criteria.values() if one.theme == entry.id))

    def level(self, entry: ConfidenceLevel) -> Iterator[Section | None]:
        rank = f"{entry.rank} sur {len(self.knowledge.base.confidences)}, 1 étant le plus sûr"
        yield Section.named("level", "Le code", ("Titre", entry.title), ("Sens", entry.meaning), ("Rang", rank))

    def source(self, entry: Source) -> Iterator[Section | None]:
        items = []
        for one in self.versions(entry.versions):
            read = f"{tag(self.knowledge, one.read)}, contrôlé le {french_date(one.checked)}"
            text = f"{identifiers(entry, one)} {read}. {one.note}".strip()
            items.append(Item(lead=_since(one), text=text))
        yield Section.listing("source", entry.title, items or (Item(text="aucune rédaction connue à cette date"),))
        cited = [
            criterion.id
            for criterion in self.knowledge.criteria.values()
            if any(one.source == entry.id for version in self.versions(criterion.versions) for one in version.citations)
        ]
        yield Section.saying("cited", "Critères qui s'y appuient", ", ".join(cited))


def _since(dated: Dated) -> str:
    """The dates of a version, as a title."""
    return capital(period_words(dated))


_MARKS = (
    ("{tient}", "ce qui est rempli"),
    ("{manque}", "ce qui manque"),
    ("{reste}", "les réponses attendues"),
    ("{point}", "la question"),
)
"""What the opinion puts in place of the marks of an explanation."""


def _unmarked(text: str) -> str:
    """An explanation as it is written, its marks described."""
    for mark, words in _MARKS:
        text = text.replace(mark, f"[{words}]")
    return capital(text)


def _sentence(name: str, text: str) -> Item:
    """A sentence of a verdict, named by its mark in words, its blanks in brackets."""
    lead = name.replace("_", " ")
    for mark, (_, words, _) in MARKS.items():
        if name.startswith(mark):
            case = name.removeprefix(mark).strip("_").replace("_", " ")
            lead = f"{words} ({case})" if case else words
    return Item(lead=lead, text=re.sub(r"\{(\w+)\}", r"[\1]", text))


def _lacking(entry: Criterion) -> tuple[Item, ...]:
    """What the opinion may say is lacking."""
    texts = dict.fromkeys(
        text
        for version in entry.versions
        for node in walk(version.tree)
        if not isinstance(node, Constant)
        for _, text in node.otherwise
    )
    return tuple(Item(text=text) for text in texts)
