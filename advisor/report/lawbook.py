"""The law as the rule base holds it: any entry in plain words with all its dated versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from typing import Any, TypeVar

from advisor.errors import InputError, Problem
from advisor.knowledge import Knowledge
from advisor.knowledge.conditions import Condition, Constant, CriterionRef, Leaf, OpenPoint, walk
from advisor.knowledge.models import (
    DISTANT,
    Citation,
    Criterion,
    CriterionVersion,
    Dated,
    Fact,
    Guidance,
    Indicator,
    OpenQuestion,
    Parameter,
    Remedy,
    RemedyVariant,
    Route,
    Source,
    Status,
)
from advisor.report.conditions import condition_items, condition_words, parameter_value
from advisor.report.lawdiff import diff_rules
from advisor.report.model import Block, Bullets, Item, KeyValues, Paragraph, Report, Section
from advisor.report.words import APPRAISERS, DELAYS, KINDS, WEIGHTS, meaning, period, practice_words, sentence, tag
from advisor.values import french_date, french_number

__all__ = ["diff_rules", "show_rule"]

D = TypeVar("D", bound=Dated)
_SCOPES = {
    "condition": "condition d'un statut",
    "vigilance": "vigilance ; ne pèse sur aucun verdict",
    "synthese": "synthèse d'autres critères",
}


def show_rule(knowledge: Knowledge, id: str, on: date | None = None) -> Report:
    """Everything the rule base says of one entry: criterion, fact, figure, text, remedy, open point, status, route …

    Args:
        knowledge: the rule base.
        id: name of the entry, upper or lower case.
        on: only the version in force that day; every version without it.

    Raises:
        InputError: no entry has this name; the message gives the closest ones.
    """
    book = _Book(knowledge, on)
    shelves: tuple[tuple[str, dict[str, Any], Callable[[Any], Iterable[Section]]], ...] = (
        ("Critère", knowledge.criteria, book.criterion),
        ("Statut", knowledge.statuses, book.status),
        ("Voie", knowledge.routes(), book.route),
        ("Point ouvert", knowledge.open_questions, book.open_question),
        ("Question", knowledge.facts, book.fact),
        ("Chiffre de la loi", knowledge.parameters, book.parameter),
        ("Chiffre calculé", knowledge.indicators, book.indicator),
        ("Remède", knowledge.remedies, book.remedy),
        ("Texte", knowledge.sources, book.source),
        ("Droits et démarches", {line.id: line for line in knowledge.guidance}, book.guidance),
    )
    for label, entries, show in shelves:
        found = next((name for name in entries if name.lower() == id.strip().lower()), None)
        if found is not None:
            entry = entries[found]
            title = getattr(entry, "short", "") or getattr(entry, "title", "") or found
            metadata = [("Nature", label), ("Identifiant", found)]
            metadata.append(("Date", f"au {french_date(on)}" if on else "toutes les rédactions connues"))
            metadata.append(("Base", f"version {knowledge.base.version}, empreinte {knowledge.fingerprint}"))
            return Report(title=title, metadata=tuple(metadata), sections=tuple(show(entry)))
    names = {name.lower(): name for _, entries, _ in shelves for name in entries}
    close = [names[name] for name in get_close_matches(id.strip().lower(), names, n=3)]
    mend = f"Vouliez-vous dire {' ou '.join(close)} ?" if close else "Essayez par exemple ESS-07, esus ou Q7."
    raise InputError(Problem(f"« {id} » n'est le nom d'aucune règle.", mend=mend))


class _Book:
    """One page per kind of entry."""

    def __init__(self, knowledge: Knowledge, on: date | None) -> None:
        self.knowledge, self.on = knowledge, on

    # -- helpers --------------------------------------------------------------------------------------------------

    def versions(self, dated: Iterable[D]) -> list[D]:
        return [one for one in dated if self.on is None or one.covers(self.on)]

    def citations(self, citations: Iterable[Citation], during: Dated) -> Iterator[Item]:
        """Texts cited, each with the versions of it that were in force during a period."""
        for citation in citations:
            source = self.knowledge.sources[citation.source]
            name = f"{source.short}, {citation.passage}" if citation.passage else source.short
            start, end = (self.on, self.on) if self.on else (during.start, during.end)
            versions = [one for one in source.versions if one.start <= end and start <= one.end]
            below = tuple(
                Item(
                    text=f"rédaction {_period(one)} {one.reference} {tag(self.knowledge, one.read)}".replace("  ", " ")
                )
                for one in versions
            )
            yield Item(text=name, items=below or (Item(text="rédaction non connue à ces dates"),))

    def rule(self, condition: Condition) -> Bullets:
        return Bullets(items=condition_items(condition, self.knowledge, self.on))

    def users(self, wanted: Callable[[Condition], bool]) -> str:
        """Criteria and routes whose condition holds a part, on the day or ever."""
        found = [
            criterion.id
            for criterion in self.knowledge.criteria.values()
            if any(wanted(node) for version in self.versions(criterion.versions) for node in walk(version.tree))
        ]
        found += [
            f"voie « {route.title} »"
            for route in self.knowledge.routes().values()
            if any(wanted(node) for version in self.versions(route.versions) for node in walk(version.condition))
        ]
        return ", ".join(found)

    # -- criteria and statuses ------------------------------------------------------------------------------------

    def criterion(self, entry: Criterion) -> Iterator[Section]:
        nature = "objective"
        if entry.nature == "appreciee":
            nature = f"appréciée par {APPRAISERS.get(entry.appraised_by or '', 'l’administration')}"
        theme = next((one.title for one in self.knowledge.base.themes if one.id == entry.theme), entry.theme)
        pairs = [("Règle", entry.statement), ("Thème", theme), ("Nature", nature), ("Portée", _SCOPES[entry.scope])]
        if entry.evidence:
            pairs.append(("Preuves", " ; ".join(entry.evidence)))
        users = self.users(lambda node: isinstance(node, CriterionRef) and node.id == entry.id)
        if users:
            pairs.append(("Sert à", users))
        yield Section(id="rule", title="La règle", blocks=(KeyValues(pairs=tuple((k, v) for k, v in pairs if v)),))
        versions = self.versions(entry.versions)
        inner = tuple(self._version(one, entry) for one in versions)
        blocks = () if versions else (Paragraph(text="Aucune rédaction en vigueur à cette date."),)
        yield Section(id="versions", title="Rédactions", blocks=blocks, sections=inner)
        reserves = self.versions(entry.reserves)
        if reserves:
            items = tuple(
                Item(
                    text=f"{one.text} {tag(self.knowledge, one.confidence)}",
                    items=self._when(one.condition),
                )
                for one in reserves
            )
            yield Section(id="reserves", title="Réserves", blocks=(Bullets(items=items),))
        yield from self._explanations(entry)
        yield from self._mending(versions)

    def _when(self, condition: Condition) -> tuple[Item, ...]:
        if isinstance(condition, Constant):
            return ()
        return (Item(lead="Quand", text=condition_words(condition, self.knowledge, self.on)),)

    def _version(self, version: CriterionVersion, entry: Criterion) -> Section:
        blocks: list[Block] = []
        if version.change:
            blocks.append(Paragraph(lead="Ce qui change", text=version.change))
        if version.statement and version.statement != entry.statement:
            blocks.append(Paragraph(lead="Règle de l'époque", text=version.statement))
        blocks.append(Paragraph(text="Condition :"))
        blocks.append(self.rule(version.tree))
        blocks.append(Paragraph(text="Textes :"))
        blocks.append(Bullets(items=tuple(self.citations(version.citations, version))))
        blocks.append(Paragraph(lead="Confiance", text=meaning(self.knowledge, version.confidence)))
        return Section(
            id=f"version-{version.start}", title=sentence(_period(version)).rstrip("."), blocks=tuple(blocks)
        )

    def _explanations(self, entry: Criterion) -> Iterator[Section]:
        if entry.explanations is None:
            return
        told = entry.explanations
        items = (
            Item(mark="satisfait", text=told.satisfied),
            Item(mark="non_satisfait", text=told.not_satisfied),
            Item(mark="a_completer", text=told.to_complete),
            Item(mark="incertain", text=told.uncertain),
        )
        yield Section(id="explanations", title="Ce que dit l'avis", blocks=(Bullets(items=items),))

    def _mending(self, versions: list[CriterionVersion]) -> Iterator[Section]:
        leaves = [node for version in versions for node in walk(version.tree) if isinstance(node, Leaf)]
        today = dict.fromkeys(leaf.remedy for leaf in leaves if leaf.remedy)
        later = dict.fromkeys(leaf.deferred_remedy for leaf in leaves if leaf.deferred_remedy)
        items = tuple(
            Item(lead=self.knowledge.remedies[id].title, text=f"{when} ({id})")
            for when, ids in (("aujourd'hui", today), ("avec le temps", later))
            for id in ids
            if id is not None
        )
        if items:
            yield Section(id="remedies", title="Ce qui la répare", blocks=(Bullets(items=items),))

    def status(self, entry: Status) -> Iterator[Section]:
        if entry.statement:
            yield Section(id="rule", title="De quoi il s'agit", blocks=(Paragraph(text=entry.statement),))
        for route in entry.routes:
            inner = tuple(self.route(route))
            yield Section(id=f"route-{route.id}", title=f"Voie : {route.title}", sections=inner)
        if entry.lights:
            items = tuple(Item(lead=one.title, text=", ".join(one.criteria)) for one in entry.lights)
            yield Section(id="lights", title="Les trois feux", blocks=(Bullets(items=items),))

    def route(self, entry: Route) -> Iterator[Section]:
        for version in self.versions(entry.versions):
            blocks: list[Block] = [Paragraph(text=entry.statement)] if entry.statement else []
            if version.change:
                blocks.append(Paragraph(lead="Ce qui change", text=version.change))
            blocks.append(self.rule(version.condition))
            blocks.append(Paragraph(text="Textes :"))
            blocks.append(Bullets(items=tuple(self.citations(version.citations, version))))
            title = sentence(_period(version)).rstrip(".")
            yield Section(id=f"version-{entry.id}-{version.start}", title=title, blocks=tuple(blocks))
        lines = []
        for duration in self.versions(entry.durations):
            parameter = self.knowledge.parameters[duration.parameter]
            value = parameter.on(self.on) if self.on else parameter.values[-1]
            words = condition_words(duration.condition, self.knowledge, self.on) if duration.condition else "sinon"
            dates = "" if duration.start.year == 1 else f" ({_period(duration)})"
            lines.append(Item(text=f"{words} : {parameter_value(parameter, value) if value else '?'}{dates}"))
        if lines:
            yield Section(id=f"durations-{entry.id}", title="Durée", blocks=(Bullets(items=tuple(lines)),))

    def open_question(self, entry: OpenQuestion) -> Iterator[Section]:
        items = [
            Item(lead="Question", text=entry.question),
            Item(lead="Lecture stricte", text=entry.strict_reading),
            Item(lead="Lecture favorable", text=entry.favourable_reading),
            Item(lead="Que faire", text=entry.conduct),
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
        yield self._texts(entry.citations)

    # -- facts and figures ----------------------------------------------------------------------------------------

    def fact(self, entry: Fact) -> Iterator[Section]:
        bounds = [f"au moins {french_number(entry.minimum)}"] if entry.minimum is not None else []
        bounds += [f"au plus {french_number(entry.maximum)}"] if entry.maximum is not None else []
        pairs = [
            ("Question", entry.question),
            ("Aide", entry.help),
            ("Exemple", entry.example),
            ("Où", entry.where),
            ("Qui le sait", entry.holder),
            ("Unité", entry.unit),
            ("Bornes", ", ".join(bounds)),
            (
                "Lignes",
                ", ".join(address.partition("[")[2].rstrip("]") for address in entry.addresses if "[" in address),
            ),
            ("Posée si", condition_words(entry.asked_if, self.knowledge, self.on) if entry.asked_if else ""),
            ("Sert à", self.users(lambda node: isinstance(node, Leaf) and _fact_of(node) == entry.id)),
        ]
        yield Section(id="fact", title="La question", blocks=(KeyValues(pairs=tuple((k, v) for k, v in pairs if v)),))
        options = self.versions(entry.options)
        if options:
            items = tuple(
                Item(lead=option.label or option.id, text=" ; ".join(filter(None, (_dates(option), option.help))))
                for option in options
            )
            yield Section(id="options", title="Réponses possibles", blocks=(Bullets(items=items),))

    def parameter(self, entry: Parameter) -> Iterator[Section]:
        items = []
        for value in self.versions(entry.values):
            source = self.knowledge.sources[value.source].short if value.source else value.reference
            checked = f"contrôlé le {french_date(value.checked)}"
            text = f"{_period(value)} ; {source} {tag(self.knowledge, value.confidence)}, {checked}. {value.note}"
            items.append(Item(lead=parameter_value(entry, value), text=text))
        none = (Item(text="aucune valeur connue à cette date"),)
        yield Section(id="values", title="Valeurs", blocks=(Bullets(items=tuple(items) or none),))
        users = self.users(
            lambda node: isinstance(node, Leaf) and node.threshold is not None and node.threshold.parameter == entry.id
        )
        if users:
            yield Section(id="users", title="Critères qui s'en servent", blocks=(Paragraph(text=users),))

    def indicator(self, entry: Indicator) -> Iterator[Section]:
        pairs = [("Méthode", entry.method), ("Confiance", meaning(self.knowledge, entry.confidence))]
        pairs.append(("Sert à", self.users(lambda node: isinstance(node, Leaf) and node.indicator == entry.id)))
        yield Section(
            id="indicator", title="Le calcul", blocks=(KeyValues(pairs=tuple((k, v) for k, v in pairs if v)),)
        )
        yield self._texts(entry.citations)

    # -- remedies, texts, guidance --------------------------------------------------------------------------------

    def remedy(self, entry: Remedy) -> Iterator[Section]:
        pairs = [
            ("Faire", f"{entry.action} {entry.then}".strip()),
            ("Qui décide", entry.who),
            ("Genre", KINDS.get(entry.kind, entry.kind)),
            ("Poids", f"{entry.weight} sur 6, {WEIGHTS[entry.weight]}"),
            ("Délai", DELAYS.get(entry.delay, entry.delay.replace("_", " "))),
            ("Note", entry.note),
            ("Confiance", meaning(self.knowledge, entry.confidence)),
            ("Répare", self.users(lambda n: isinstance(n, Leaf) and entry.id in (n.remedy, n.deferred_remedy))),
        ]
        variants = tuple(self._variant(one) for one in entry.variants)
        blocks: list[Block] = [KeyValues(pairs=tuple((k, v) for k, v in pairs if v))]
        if variants:
            blocks += [Paragraph(text="Ce qui change pour certaines structures :"), Bullets(items=variants)]
        yield Section(id="remedy", title="Le remède", blocks=tuple(blocks))
        yield self._texts(entry.citations)

    def _variant(self, variant: RemedyVariant) -> Item:
        delay = DELAYS.get(variant.delay, variant.delay.replace("_", " "))
        told = [variant.title, f"{variant.action} {variant.then}".strip(), variant.who, delay]
        when = condition_words(variant.condition, self.knowledge)
        return Item(lead=f"Si {when}", text=" ".join(sentence(text) for text in told if text))

    def source(self, entry: Source) -> Iterator[Section]:
        items = []
        for one in self.versions(entry.versions):
            read = f"{tag(self.knowledge, one.read)}, contrôlé le {french_date(one.checked)}"
            text = f"{one.reference} {read}. {one.note}".strip()
            items.append(Item(lead=sentence(_period(one)).rstrip("."), text=text))
        yield Section(id="source", title=entry.title, blocks=(Bullets(items=tuple(items)),))
        cited = [
            criterion.id
            for criterion in self.knowledge.criteria.values()
            if any(one.source == entry.id for version in self.versions(criterion.versions) for one in version.citations)
        ]
        if cited:
            yield Section(id="cited", title="Critères qui s'y appuient", blocks=(Paragraph(text=", ".join(cited)),))

    def guidance(self, entry: Guidance) -> Iterator[Section]:
        pairs = [
            ("Texte", entry.text),
            ("Quand", condition_words(entry.condition, self.knowledge, self.on) if entry.condition else ""),
            ("Où", entry.where),
            ("Dates", _dates(entry)),
            ("Réserve", entry.reserve),
            ("Confiance", meaning(self.knowledge, entry.confidence)),
        ]
        yield Section(id="guidance", title=entry.title, blocks=(KeyValues(pairs=tuple((k, v) for k, v in pairs if v)),))
        yield self._texts(entry.citations)

    def _texts(self, citations: tuple[Citation, ...]) -> Section:
        items = tuple(self.citations(citations, Dated()))
        return Section(id="texts", title="Textes", blocks=(Bullets(items=items),) if items else ())


def _period(dated: Dated) -> str:
    start = None if dated.start.year == 1 else dated.start
    return period(start, None if dated.end == DISTANT else dated.end)


def _dates(dated: Dated) -> str:
    return "" if dated.start.year == 1 and dated.end == DISTANT else _period(dated)


def _fact_of(leaf: Leaf) -> str:
    return (leaf.fact or "").partition("[")[0]
