"""Where each condition of the rule base stands, and what it refers to: the ground all the checks walk on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from advisor.common.errors import Problem, close_to
from advisor.common.yaml_reader import Path_
from advisor.rules.basis import DISTANT, Citation, Confidence, Dated, Worded
from advisor.rules.conditions import Condition, InDefinition, walk
from advisor.rules.load import Knowledge
from advisor.rules.references import fact_id, indicator_references, references
from advisor.rules.vocabulary import EntryKind, Slots

Use = Literal[
    "critere", "voie", "garde", "coherence", "reserve", "duree", "guide", "cas", "revendication", "remede", "base",
    "acte", "bilan",
]  # fmt: skip

_NAMES: dict[EntryKind, str] = {
    EntryKind.FACT: "le fait",
    EntryKind.INDICATOR: "l'indicateur",
    EntryKind.PARAMETER: "le paramètre",
    EntryKind.CRITERION: "le critère",
    EntryKind.REMEDY: "le remède",
    EntryKind.OPEN_POINT: "le point ouvert",
    EntryKind.SOURCE: "la source",
}


@dataclass(frozen=True)
class Entry:
    """An entry of the rule base under review, or a part of it."""

    review: Review
    kind: EntryKind
    id: str
    path: Path_ = ()

    def at(self, *path: str | int) -> Entry:
        """A part of it."""
        return replace(self, path=(*self.path, *path))

    def say(self, path: Path_, message: str, mend: str = "") -> None:
        """Record a problem, at a place inside it."""
        whole = (*self.path, *path)
        named = next((i for i, step in enumerate(whole) if isinstance(step, InDefinition)), None)
        if named is not None:  # a part of a named condition: told once, where that one is written
            self.review.entry(EntryKind.DEFINITION, str(whole[named]), "condition").say(
                whole[named + 1 :], message, mend
            )
            return
        document, at = self.review.knowledge.places[(self.kind, self.id)]
        self.review.add(document.problem((*at, *whole), message, mend))

    def exists(self, path: Path_, kind: EntryKind, name: str | None) -> bool:
        """Whether it names something there, that exists; a problem when that does not exist."""
        what = self.review.unknown(kind, name) if name is not None else None
        if what:
            self.say(path, *what)
        return name is not None and what is None

    def exist(self, key: str, kind: EntryKind, names: Iterable[str]) -> None:
        """The same of every name of a list."""
        for i, name in enumerate(names):
            self.exists((key, i), kind, name)

    def routes(self, status: str, named: dict[Path_, str]) -> None:
        """Whether the routes it names are those of a status; a problem for each that is not."""
        target = self.review.knowledge.statuses.get(status)
        own = [route.id for route in target.routes] if target else []
        for path, route in named.items():
            if route not in own:
                message = f"la voie « {route} » n'est pas une voie du statut {status}."
                self.say(path, message, f"Au choix : {', '.join(own)}.")


@dataclass(frozen=True)
class ConditionSite:
    """A condition where it is written.

    Attributes:
        use: what it serves to.
        at: where it is written, in the entry it belongs to.
        dated: days on which it is read; None for all of them.
        slots: rows it is repeated on (coherences only).
    """

    use: Use
    condition: Condition
    at: Entry
    dated: Dated | None = None
    slots: Slots | None = None

    @property
    def days(self) -> tuple[date, date]:
        """The days of the law on which it is read."""
        return self.at.review.days(self.dated)


@dataclass(frozen=True)
class Sources:
    """What an entry cites.

    Attributes:
        at: where the citations are written.
        citations: the texts cited.
        dated: days the texts must cover; None for what has no dates of its own.
        required: True when at least one text must be cited.
    """

    at: Entry
    citations: tuple[Citation, ...]
    dated: Dated | None = None
    required: bool = True

    def place(self, index: int) -> Path_:
        """Where one citation is written; a figure has but one."""
        return () if self.at.path[-1] == "source" else (index,)


class Review:
    """A rule base under review: its conditions, and the problems found so far, each kept once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.found: dict[Problem, None] = {}

    def add(self, problem: Problem) -> None:
        self.found[problem] = None

    def entry(self, kind: EntryKind, id: str, *path: str | int) -> Entry:
        """An entry of the rule base, or a part of it."""
        return Entry(self, kind, id, path)

    def days(self, dated: Dated | None) -> tuple[date, date]:
        """The days of the law on which something is read."""
        start = self.knowledge.base.start
        return (max(dated.start, start), dated.end) if dated is not None else (start, DISTANT)

    def unknown(self, kind: EntryKind, id: str) -> tuple[str, str] | None:
        """What to say, and how to mend it, when something named does not exist; None when it does."""
        knowledge = self.knowledge
        entries: dict[EntryKind, Collection[str]] = {
            EntryKind.FACT: knowledge.facts,
            EntryKind.INDICATOR: knowledge.indicators,
            EntryKind.PARAMETER: knowledge.parameters,
            EntryKind.CRITERION: knowledge.criteria,
            EntryKind.REMEDY: knowledge.remedies,
            EntryKind.OPEN_POINT: knowledge.open_questions,
            EntryKind.SOURCE: knowledge.sources,
        }
        if fact_id(id) in entries[kind]:
            return None
        close = close_to(id, entries[kind])
        mend = f"Vouliez-vous dire « {close[0]} » ?" if close else "Ajoutez cette entrée, ou corrigez ce nom."
        return f"{_NAMES[kind]} « {id} » n'existe pas.", mend

    def surer_than_read(self, citations: Iterable[Citation], confidence: Confidence) -> tuple[str, str] | None:
        """What to say of a sentence surer than the least well read of its texts; None when it is not."""
        knowledge = self.knowledge
        cited = [knowledge.sources[one.source] for one in citations if one.source in knowledge.sources]
        read = knowledge.weakest(source.versions[-1].read for source in cited if source.versions)
        if read is None or knowledge.confidence_rank.get(confidence, 0) >= knowledge.confidence_rank.get(read, 0):
            return None
        message = f"cette phrase est dite plus sûre ({confidence}) que ses sources n'ont été lues ({read})."
        return message, f"Écrivez {read}, ou citez mieux."

    @cached_property
    def sites(self) -> tuple[ConditionSite, ...]:
        """Every condition of the rule base."""
        return tuple(_sites(self))

    @cached_property
    def references(self) -> frozenset[tuple[EntryKind, str]]:
        """Everything named by a condition or by an indicator; facts without their slot."""
        found: set[tuple[EntryKind, str]] = set()
        for site in self.sites:
            for node in walk(site.condition):
                found.update((ref.kind, fact_id(ref.id)) for ref in references(node))
        for indicator in self.knowledge.indicators.values():
            found.update((ref.kind, fact_id(ref.id)) for ref in indicator_references(indicator))
        return frozenset(found)


def cited(review: Review) -> Iterator[Sources]:
    """Everything that rests on a text, with the texts it cites."""
    knowledge, acts, at = review.knowledge, review.knowledge.acts, review.entry
    for criterion in knowledge.criteria.values():
        entry = at(EntryKind.CRITERION, criterion.id)
        for i, version in enumerate(criterion.versions):
            yield Sources(entry.at("versions", i, "sources"), version.citations, version)
        for i, reserve in enumerate(criterion.reserves):
            yield Sources(entry.at("reserves", i, "sources"), reserve.citations, required=False)
    for status in knowledge.statuses.values():
        for r, route in enumerate(status.routes):
            entry = at(EntryKind.STATUS, status.id, "voies", r)
            for i, route_version in enumerate(route.versions):
                yield Sources(entry.at("versions", i, "sources"), route_version.citations, route_version)
            for i, line in enumerate(route.durations):
                yield Sources(entry.at("durees", i, "sources"), line.citations, line, required=False)
    undated: tuple[tuple[EntryKind, Iterable[Any]], ...] = (
        (EntryKind.INDICATOR, knowledge.indicators.values()),
        (EntryKind.REMEDY, knowledge.remedies.values()),
        (EntryKind.OPEN_POINT, knowledge.open_questions.values()),
        (EntryKind.REFUSAL, knowledge.refusals.values()),
        (EntryKind.AMOUNT, knowledge.amounts),
        (EntryKind.CLAUSE, acts.clauses.values()),
        (EntryKind.FILE_CASE, acts.file_cases.values()),
    )
    for kind, entries in undated:
        for one in entries:
            yield Sources(at(kind, one.id, "sources"), one.citations)
    dated: tuple[tuple[EntryKind, Iterable[Any]], ...] = (
        (EntryKind.GUIDANCE, knowledge.guidance),
        (EntryKind.MAJORITY, acts.majorities.values()),
        (EntryKind.STEP, acts.steps.values()),
        (EntryKind.RISK, knowledge.risks.values()),
    )
    for kind, entries in dated:
        for one in entries:
            yield Sources(at(kind, one.id, "sources"), one.citations, one, required=kind != EntryKind.STEP)
            # Dated words without citations keep those of their entry.
            for i, wording in enumerate(one.versions if isinstance(one, Worded) else ()):
                yield Sources(at(kind, one.id, "versions", i, "sources"), wording.citations, wording, required=False)
    for i, statute in enumerate(knowledge.choices.statutes):
        for place, point in statute.points():
            yield Sources(at(EntryKind.COMPARISON, "comparaison", "statuts", i, *place, "sources"), point.citations)
    for step in acts.steps.values():
        for i, known in enumerate(step.known):
            yield Sources(at(EntryKind.STEP, step.id, "connue", i, "sources"), known.citations, required=False)
        for i, suspension in enumerate(step.suspensions):
            yield Sources(at(EntryKind.STEP, step.id, "suspensions", i, "sources"), suspension.citations, suspension)
    for holiday in acts.holidays.values():
        yield Sources(at(EntryKind.HOLIDAY, holiday.id, "sources"), holiday.citations, required=False)
    for parameter in knowledge.parameters.values():
        for i, value in enumerate(parameter.values):
            if value.source is not None:
                yield Sources(
                    at(EntryKind.PARAMETER, parameter.id, "valeurs", i, "source"),
                    (Citation(source=value.source),),
                    value,
                )


def _sites(review: Review) -> Iterator[ConditionSite]:
    knowledge, acts, at = review.knowledge, review.knowledge.acts, review.entry
    for fact in knowledge.facts.values():
        if fact.asked_if is not None:
            yield ConditionSite("garde", fact.asked_if, at(EntryKind.FACT, fact.id, "pose_si"))
    for coherence in knowledge.coherences:
        yield ConditionSite(
            "coherence", coherence.condition, at(EntryKind.COHERENCE, coherence.id, "si"), slots=coherence.for_each
        )
    # What holds under one condition, if it has one; those of the annual check-up have no dates.
    single: tuple[tuple[Use, EntryKind, Iterable[Any]], ...] = (
        ("guide", EntryKind.GUIDANCE, knowledge.guidance),
        ("acte", EntryKind.MAJORITY, acts.majorities.values()),
        ("acte", EntryKind.FILE_CASE, acts.file_cases.values()),
        ("acte", EntryKind.STEP, acts.steps.values()),
        ("bilan", EntryKind.CHECK, knowledge.checks.values()),
        ("bilan", EntryKind.QUALITY, knowledge.qualities.values()),
    )
    for use, kind, entries in single:
        for one in entries:
            if one.condition is not None:
                yield ConditionSite(use, one.condition, at(kind, one.id, "si"), one if isinstance(one, Dated) else None)
    # What changes from one company to another: cases, variants, notes.
    for use, kind, id, key, cases in _cases(knowledge):
        for i, case in enumerate(cases):
            if case.condition is not None:
                dated = case if isinstance(case, Dated) else None
                yield ConditionSite(use, case.condition, at(kind, id, key, i, "si"), dated)
    for check in knowledge.checks.values():
        for i, tracked in enumerate(check.tracked):
            if tracked.figure is not None:
                yield ConditionSite("bilan", tracked.figure, at(EntryKind.CHECK, check.id, "suivi", i, "chiffre"))
    if knowledge.base.project is not None:
        yield ConditionSite("base", knowledge.base.project, at(EntryKind.BASE, "base", "projet"))
    if knowledge.base.ended is not None:
        yield ConditionSite("base", knowledge.base.ended.condition, at(EntryKind.BASE, "base", "sans_suite", "si"))
    for criterion in knowledge.criteria.values():
        entry = at(EntryKind.CRITERION, criterion.id)
        for i, version in enumerate(criterion.versions):
            yield ConditionSite("critere", version.condition, _written(entry, i), version)
        for i, reserve in enumerate(criterion.reserves):
            yield ConditionSite("reserve", reserve.condition, entry.at("reserves", i, "si"), reserve)
    for status in knowledge.statuses.values():
        for r, route in enumerate(status.routes):
            entry = at(EntryKind.STATUS, status.id, "voies", r)
            if route.claimed_if is not None:
                yield ConditionSite("revendication", route.claimed_if, entry.at("revendiquee_si"))
            for i, route_version in enumerate(route.versions):
                yield ConditionSite("voie", route_version.condition, _written(entry, i), route_version)
            for i, line in enumerate(route.durations):
                if line.condition is not None:
                    yield ConditionSite("duree", line.condition, entry.at("durees", i, "si"), line)


def _cases(knowledge: Knowledge) -> Iterator[tuple[Use, EntryKind, str, str, Iterable[Any]]]:
    """Lists of things that each hold under a condition: their use, entry and key."""
    for indicator in knowledge.indicators.values():
        yield "cas", EntryKind.INDICATOR, indicator.id, "cas", indicator.cases
    for remedy in knowledge.remedies.values():
        yield "remede", EntryKind.REMEDY, remedy.id, "variantes", remedy.variants
    for word in knowledge.acts.words.values():
        yield "acte", EntryKind.WORD, word.id, "cas", word.cases
    for clause in knowledge.acts.clauses.values():
        yield "acte", EntryKind.CLAUSE, clause.id, "variantes", clause.variants
        yield "acte", EntryKind.CLAUSE, clause.id, "notes", clause.notes


def _written(entry: Entry, index: int) -> Entry:
    """Where the condition of a version is written: in it, or in the version it carries it from."""
    document, at = entry.review.knowledge.places[(entry.kind, entry.id)]
    while index > 0 and "condition" not in document.at((*at, *entry.path, "versions", index)):
        index -= 1
    return entry.at("versions", index, "condition")
