"""Pages of what decides: criteria, their reserves, statuses, routes, lights, open points, themes, texts, codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from advisor.assessment.wording import condition_words, parameter_value, tag
from advisor.common.french import capital, french_date, listed, sentence
from advisor.report.lawbook._page import LawPage, bullets, condition_items, dates_words, period_words, table
from advisor.report.model import Block, Bullets, Item, KeyValues, Paragraph, Section
from advisor.report.words import meaning, practice_words
from advisor.rules.basis import ConfidenceLevel, Source, Theme
from advisor.rules.conditions import Constant, CriterionRef, Leaf, OpenPoint, walk
from advisor.rules.models import Criterion, CriterionVersion, Light, OpenQuestion, Reserve, Route, RouteVersion, Status
from advisor.rules.vocabulary import Outcome
from advisor.rules.words import APPRAISERS, MARKS, load_words

V = TypeVar("V", CriterionVersion, RouteVersion)


class LawPages(LawPage):
    """One page per kind of entry."""

    def criterion(self, entry: Criterion) -> Iterator[Section]:
        nature = "objective"
        if entry.nature == "appreciee":
            nature = f"appréciée par {APPRAISERS[entry.appraised_by]}"
        theme = next((one.title for one in self.knowledge.base.themes if one.id == entry.theme), entry.theme)
        pairs = [
            ("Règle", entry.statement),
            ("Thème", theme),
            ("Nature", nature),
            ("Portée", load_words().scopes[entry.scope]),
        ]
        if entry.evidence:
            pairs.append(("Preuves", " ; ".join(entry.evidence)))
        users = self.users(lambda node: isinstance(node, CriterionRef) and node.id == entry.id)
        if users:
            pairs.append(("Sert à", users))
        pairs.append(("Chiffres", ", ".join(self.knowledge.parameters[one].title for one in entry.figures)))
        yield Section(id="rule", title="La règle", blocks=(KeyValues(pairs=tuple((k, v) for k, v in pairs if v)),))
        versions = self.versions(entry.versions)
        inner = tuple(self.version(one, entry) for one in versions)
        blocks = () if versions else (Paragraph(text="Aucune rédaction en vigueur à cette date."),)
        yield Section(id="versions", title="Rédactions", blocks=blocks, sections=inner)
        reserves = self.versions(entry.reserves)
        if reserves:
            items = tuple(self.reserved(one) for one in reserves)
            yield Section(id="reserves", title="Réserves", blocks=(Bullets(items=items),))
        yield from self._explanations(entry)
        yield from self._mending(versions)

    def reserved(self, reserve: Reserve) -> Item:
        """A reserve in a list, with the companies that it concerns and what it rests on."""
        pairs = (*self._reserved(reserve), ("Textes", self.knowledge.texts(reserve.citations)))
        return Item(
            lead=reserve.id,
            text=f"{reserve.text} {tag(self.knowledge, reserve.confidence)}",
            items=tuple(Item(lead=lead, text=text) for lead, text in pairs if text),
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

    def version(self, version: CriterionVersion, entry: Criterion) -> Section:
        """One dated version: what changes, its condition, its texts."""
        blocks: list[Block] = []
        if version.change:
            blocks.append(Paragraph(lead="Ce qui change", text=version.change))
        if version.statement and version.statement != entry.statement:
            blocks.append(Paragraph(lead="Règle de l'époque", text=version.statement))
        blocks += self._grounds(version, entry.versions)
        blocks.append(Paragraph(lead="Confiance", text=meaning(self.knowledge, version.confidence)))
        return Section(
            id=f"version-{version.start}", title=sentence(period_words(version)).rstrip("."), blocks=tuple(blocks)
        )

    def _grounds(self, version: V, among: Iterable[V]) -> Iterator[Block]:
        """What a version asks for, shown once among those that ask for the same, and the texts that do."""
        first = next(one for one in self.versions(among) if one.condition == version.condition)
        if first is version:
            yield Paragraph(text="Condition :")
            yield Bullets(items=condition_items(version.condition, self.knowledge, self.on))
        else:
            yield Paragraph(lead="Condition", text=f"la même que dans la rédaction {period_words(first)}")
        yield Paragraph(text="Textes :")
        yield Bullets(items=tuple(self.citations(version.citations, version)))

    def _explanations(self, entry: Criterion) -> Iterator[Section]:
        if entry.explanations is None:
            return
        explanations = entry.explanations
        items = (
            Item(mark=Outcome.MET, text=_unmarked(explanations.satisfied)),
            Item(mark=Outcome.NOT_MET, text=_unmarked(explanations.not_satisfied), items=_lacking(entry)),
            Item(mark=Outcome.TO_COMPLETE, text=_unmarked(explanations.to_complete)),
            Item(mark=Outcome.UNCERTAIN, text=_unmarked(explanations.uncertain)),
        )
        yield Section(id="explanations", title="Ce que dit l'avis", blocks=(Bullets(items=items),))

    def _mending(self, versions: list[CriterionVersion]) -> Iterator[Section]:
        leaves = [node for version in versions for node in walk(version.tree) if isinstance(node, Leaf)]
        today = dict.fromkeys(leaf.remedy for leaf in leaves if leaf.remedy)
        later = dict.fromkeys(leaf.deferred_remedy for leaf in leaves if leaf.deferred_remedy)
        items = tuple(
            self.mend(id, when)
            for when, ids in (("aujourd'hui", today), ("avec le temps", later))
            for id in ids
            if id is not None
        )
        if items:
            yield Section(id="remedies", title="Ce qui la répare", blocks=(Bullets(items=items),))

    def mend(self, remedy: str, when: str) -> Item:
        """A remedy in a list, with when it mends."""
        return Item(lead=self.knowledge.remedies[remedy].title, text=f"{when} ({remedy})")

    def status(self, entry: Status) -> Iterator[Section]:
        if entry.statement:
            yield Section(id="rule", title="De quoi il s'agit", blocks=(Paragraph(text=entry.statement),))
        for route in entry.routes:
            inner = tuple(self.route(route))
            yield Section(id=f"route-{route.id}", title=f"Voie : {route.title}", sections=inner)
        if entry.lights:
            items = tuple(Item(lead=one.title, text=", ".join(one.criteria)) for one in entry.lights)
            yield Section(id="lights", title="Les trois feux", blocks=(Bullets(items=items),))
        phrases = (_sentence(name, text) for name, text in entry.phrases.items())
        yield from bullets("phrases", "Ce que dit l'avis", phrases)

    def route(self, entry: Route) -> Iterator[Section]:
        if entry.statement:
            yield Section(id=f"rule-{entry.id}", title="De quoi il s'agit", blocks=(Paragraph(text=entry.statement),))
        for version in self.versions(entry.versions):
            change = (Paragraph(lead="Ce qui change", text=version.change),) if version.change else ()
            blocks = (*change, *self._grounds(version, entry.versions))
            title = sentence(period_words(version)).rstrip(".")
            yield Section(id=f"version-{entry.id}-{version.start}", title=title, blocks=blocks)
        lines = []
        for duration in self.versions(entry.durations):
            parameter = self.knowledge.parameters[duration.parameter]
            value = parameter.on(self.on) if self.on else parameter.values[-1]
            words = condition_words(duration.condition, self.knowledge, self.on) if duration.condition else "sinon"
            dates = "" if duration.start.year == 1 else f" ({period_words(duration)})"
            texts = self.knowledge.texts(duration.citations)
            below = (("Réserve", duration.reserve), ("Textes", texts))
            items = tuple(Item(lead=lead, text=text) for lead, text in below if text)
            lines.append(
                Item(text=f"{words} : {parameter_value(parameter, value) if value else '?'}{dates}", items=items)
            )
        if lines:
            yield Section(id=f"durations-{entry.id}", title="Durée", blocks=(Bullets(items=tuple(lines)),))
        if entry.without_lights:
            text = sentence(entry.without_lights)
            yield Section(id=f"lights-{entry.id}", title="Les trois feux", blocks=(Paragraph(text=text),))

    def _besides(self, entry: OpenQuestion) -> Iterator[Item]:
        """What is added for some: another route where it is open, and what the administration may have answered."""
        other = entry.other_route
        if other is not None:
            yield Item(lead=f"Si la voie « {self.knowledge.routes()[other.route].title} » est ouverte", text=other.text)
        names = [self.knowledge.facts[one].short for one in entry.settled_by]
        if names:
            yield Item(lead="Tranché par la réponse de l'administration", text=" ; ".join(names))

    def open_question(self, entry: OpenQuestion) -> Iterator[Section]:
        items = [
            Item(lead="Question", text=entry.question),
            Item(lead="Lecture stricte", text=entry.strict_reading),
            Item(lead="Lecture favorable", text=entry.favourable_reading),
            Item(lead="Dans l'avis, lecture stricte", text=entry.if_strict),
            Item(lead="Dans l'avis, lecture favorable", text=entry.if_favourable),
            Item(lead="Que faire", text=entry.conduct),
            *self._besides(entry),
            *(Item(lead="Pratique connue", text=text) for text in practice_words(self.knowledge, entry.practice)),
            Item(lead="Confiance", text=meaning(self.knowledge, entry.confidence)),
        ]
        users = self.users(
            lambda node: (
                (isinstance(node, OpenPoint) and node.point == entry.id)
                or (isinstance(node, Leaf) and node.if_meaningless == entry.id)
            )
        )
        if users:
            items.append(Item(lead="Critères concernés", text=users))
        yield Section(id="open", title="Ce qui n'est pas tranché", blocks=(Bullets(items=tuple(items)),))
        yield from self.texts(entry.citations)

    def reserve(self, entry: tuple[Criterion, Reserve]) -> Iterator[Section]:
        criterion, reserve = entry
        yield table(
            "reserve",
            "La réserve",
            ("Critère", f"{criterion.id}, {criterion.title}"),
            ("Texte", reserve.text),
            *self._reserved(reserve),
            self.confidence(reserve.confidence),
        )
        yield from self.texts(reserve.citations, reserve)

    def light(self, entry: tuple[Status, Light]) -> Iterator[Section]:
        status, light = entry
        yield table("light", "Le feu", ("Statut", f"{status.title} ({status.id})"))
        yield Section(id="criteria", title="Critères qu'il résume", blocks=(self.criteria(light.criteria),))

    def theme(self, entry: Theme) -> Iterator[Section]:
        yield table("theme", "Le thème", ("Titre", entry.title), ("Rang", "abordé en dernier" if entry.last else ""))
        facts = (fact for fact in self.knowledge.facts.values() if fact.theme == entry.id)
        yield from bullets("facts", "Questions", (Item(lead=fact.id, text=fact.question) for fact in facts))
        ids = [one.id for one in self.knowledge.criteria.values() if one.theme == entry.id]
        if ids:
            yield Section(id="criteria", title="Critères", blocks=(self.criteria(ids),))

    def level(self, entry: ConfidenceLevel) -> Iterator[Section]:
        rank = f"{entry.rank} sur {len(self.knowledge.base.confidences)}, 1 étant le plus sûr"
        yield table("level", "Le code", ("Titre", entry.title), ("Sens", entry.meaning), ("Rang", rank))

    def source(self, entry: Source) -> Iterator[Section]:
        items = []
        for one in self.versions(entry.versions):
            read = f"{tag(self.knowledge, one.read)}, contrôlé le {french_date(one.checked)}"
            text = f"{one.reference} {read}. {one.note}".strip()
            items.append(Item(lead=sentence(period_words(one)).rstrip("."), text=text))
        unknown = (Item(text="aucune rédaction connue à cette date"),)
        yield Section(id="source", title=entry.title, blocks=(Bullets(items=tuple(items) or unknown),))
        cited = [
            criterion.id
            for criterion in self.knowledge.criteria.values()
            if any(one.source == entry.id for version in self.versions(criterion.versions) for one in version.citations)
        ]
        if cited:
            yield Section(id="cited", title="Critères qui s'y appuient", blocks=(Paragraph(text=", ".join(cited)),))


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
