"""Where each condition of the rule base stands, and what it refers to: the ground all the checks walk on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from advisor.common.errors import Problem, close_to
from advisor.common.yaml_reader import Path_, YamlDocument
from advisor.rules.basis import DISTANT, Citation, Confidence, Dated, Worded
from advisor.rules.conditions import Condition, walk
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
class ConditionSite:
    """A condition where it is written.

    Attributes:
        use: what it serves to.
        owner: id of the entry it belongs to.
        start, end: days on which it is read.
        slots: rows it is repeated on (coherences only).
    """

    use: Use
    owner: str
    condition: Condition
    document: YamlDocument
    path: Path_
    start: date = date.min
    end: date = DISTANT
    slots: Slots | None = None

    def problem(self, inner: Path_, message: str, mend: str = "") -> Problem:
        return self.document.problem((*self.path, *inner), message, mend)


@dataclass(frozen=True)
class Sources:
    """What an entry cites.

    Attributes:
        kind, id: the entry.
        path: where the citations are written, inside the entry.
        citations: the texts cited.
        dated: days the texts must cover; None for what has no dates of its own.
        required: True when at least one text must be cited.
    """

    kind: EntryKind
    id: str
    path: Path_
    citations: tuple[Citation, ...]
    dated: Dated | None = None
    required: bool = True

    def place(self, index: int) -> Path_:
        """Where one citation is written; a figure has but one."""
        return self.path if self.path[-1] == "source" else (*self.path, index)


class Review:
    """A rule base under review: its conditions, and the problems found so far, each kept once."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.found: dict[Problem, None] = {}

    def add(self, problem: Problem) -> None:
        self.found[problem] = None

    def say(self, kind: EntryKind, id: str, path: Path_, message: str, mend: str = "") -> None:
        """Record a problem of one entry, at a place inside it."""
        document, at = self.knowledge.places[(kind, id)]
        self.add(document.problem((*at, *path), message, mend))

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

    def exists(self, entry: EntryKind, id: str, path: Path_, kind: EntryKind, name: str) -> bool:
        """Whether something that an entry names exists; a problem of the entry when it does not."""
        what = self.unknown(kind, name)
        if what:
            self.say(entry, id, path, *what)
        return what is None

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
        return tuple(_sites(self.knowledge))

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


def _worded(kind: EntryKind, entry: Worded) -> Iterator[Sources]:
    """What the dated words of an entry cite; without citations they keep those of the entry."""
    for i, version in enumerate(entry.versions):
        yield Sources(kind, entry.id, ("versions", i, "sources"), version.citations, version, required=False)


def cited(knowledge: Knowledge) -> Iterator[Sources]:
    """Everything that rests on a text, with the texts it cites."""
    for criterion in knowledge.criteria.values():
        id = criterion.id
        for i, version in enumerate(criterion.versions):
            yield Sources(EntryKind.CRITERION, id, ("versions", i, "sources"), version.citations, version)
        for i, reserve in enumerate(criterion.reserves):
            yield Sources(EntryKind.CRITERION, id, ("reserves", i, "sources"), reserve.citations, None, required=False)
    for status in knowledge.statuses.values():
        for r, route in enumerate(status.routes):
            for i, route_version in enumerate(route.versions):
                path = ("voies", r, "versions", i, "sources")
                yield Sources(EntryKind.STATUS, status.id, path, route_version.citations, route_version)
            for i, line in enumerate(route.durations):
                path = ("voies", r, "durees", i, "sources")
                yield Sources(EntryKind.STATUS, status.id, path, line.citations, line, required=False)
    for indicator in knowledge.indicators.values():
        yield Sources(EntryKind.INDICATOR, indicator.id, ("sources",), indicator.citations)
    for remedy in knowledge.remedies.values():
        yield Sources(EntryKind.REMEDY, remedy.id, ("sources",), remedy.citations)
    for question in knowledge.open_questions.values():
        yield Sources(EntryKind.OPEN_POINT, question.id, ("sources",), question.citations)
    for guide in knowledge.guidance:
        yield Sources(EntryKind.GUIDANCE, guide.id, ("sources",), guide.citations, guide)
        yield from _worded(EntryKind.GUIDANCE, guide)
    for refusal in knowledge.refusals.values():
        yield Sources(EntryKind.REFUSAL, refusal.id, ("sources",), refusal.citations)
    for amount in knowledge.amounts:
        yield Sources(EntryKind.AMOUNT, amount.id, ("sources",), amount.citations)
    for i, statute in enumerate(knowledge.choices.statutes):
        for place, point in statute.points():
            yield Sources(EntryKind.COMPARISON, "comparaison", ("statuts", i, *place, "sources"), point.citations)
    acts = knowledge.acts
    for clause in acts.clauses.values():
        yield Sources(EntryKind.CLAUSE, clause.id, ("sources",), clause.citations)
    for majority in acts.majorities.values():
        yield Sources(EntryKind.MAJORITY, majority.id, ("sources",), majority.citations, majority)
    for file_case in acts.file_cases.values():
        yield Sources(EntryKind.FILE_CASE, file_case.id, ("sources",), file_case.citations)
    for step in acts.steps.values():
        yield Sources(EntryKind.STEP, step.id, ("sources",), step.citations, step, required=False)
        yield from _worded(EntryKind.STEP, step)
        for i, known in enumerate(step.known):
            yield Sources(EntryKind.STEP, step.id, ("connue", i, "sources"), known.citations, required=False)
        for i, suspension in enumerate(step.suspensions):
            yield Sources(EntryKind.STEP, step.id, ("suspensions", i, "sources"), suspension.citations, suspension)
    for holiday in acts.holidays.values():
        yield Sources(EntryKind.HOLIDAY, holiday.id, ("sources",), holiday.citations, required=False)
    for risk in knowledge.risks.values():
        yield Sources(EntryKind.RISK, risk.id, ("sources",), risk.citations, risk)
    for parameter in knowledge.parameters.values():
        for i, value in enumerate(parameter.values):
            if value.source is not None:
                one = (Citation(source=value.source),)
                yield Sources(EntryKind.PARAMETER, parameter.id, ("valeurs", i, "source"), one, value)


def _sites(knowledge: Knowledge) -> Iterator[ConditionSite]:
    for fact in knowledge.facts.values():
        if fact.asked_if is not None:
            document, at = knowledge.places[(EntryKind.FACT, fact.id)]
            yield ConditionSite("garde", fact.id, fact.asked_if, document, (*at, "pose_si"))
    for indicator in knowledge.indicators.values():
        document, at = knowledge.places[(EntryKind.INDICATOR, indicator.id)]
        for i, case in enumerate(indicator.cases):
            if case.condition is not None:
                yield ConditionSite("cas", indicator.id, case.condition, document, (*at, "cas", i, "si"))
    for coherence in knowledge.coherences:
        document, at = knowledge.places[(EntryKind.COHERENCE, coherence.id)]
        yield ConditionSite(
            "coherence", coherence.id, coherence.condition, document, (*at, "si"), slots=coherence.for_each
        )
    for line in knowledge.guidance:
        if line.condition is not None:
            document, at = knowledge.places[(EntryKind.GUIDANCE, line.id)]
            yield ConditionSite("guide", line.id, line.condition, document, (*at, "si"), line.start, line.end)
    for remedy in knowledge.remedies.values():
        document, at = knowledge.places[(EntryKind.REMEDY, remedy.id)]
        for i, variant in enumerate(remedy.variants):
            yield ConditionSite("remede", remedy.id, variant.condition, document, (*at, "variantes", i, "si"))
    if knowledge.base.project is not None:
        document, at = knowledge.places[(EntryKind.BASE, EntryKind.BASE)]
        yield ConditionSite("base", "base", knowledge.base.project, document, (*at, "projet"))
    if knowledge.base.ended is not None:
        document, at = knowledge.places[(EntryKind.BASE, EntryKind.BASE)]
        yield ConditionSite("base", "base", knowledge.base.ended.condition, document, (*at, "sans_suite", "si"))
    yield from _act_sites(knowledge)
    yield from _check_sites(knowledge)
    yield from _criterion_sites(knowledge)
    yield from _route_sites(knowledge)


def _act_sites(knowledge: Knowledge) -> Iterator[ConditionSite]:
    """Conditions of words, drafts, majorities, cases of file and steps of the calendar."""
    acts = knowledge.acts
    for word in acts.words.values():
        document, at = knowledge.places[(EntryKind.WORD, word.id)]
        for i, case in enumerate(word.cases):
            yield ConditionSite("acte", word.id, case.condition, document, (*at, "cas", i, "si"), case.start, case.end)
    for clause in acts.clauses.values():
        document, at = knowledge.places[(EntryKind.CLAUSE, clause.id)]
        for key, variants in (("variantes", clause.variants), ("notes", clause.notes)):
            for i, variant in enumerate(variants):
                yield ConditionSite("acte", clause.id, variant.condition, document, (*at, key, i, "si"))
    for majority in acts.majorities.values():
        document, at = knowledge.places[(EntryKind.MAJORITY, majority.id)]
        yield ConditionSite(
            "acte", majority.id, majority.condition, document, (*at, "si"), majority.start, majority.end
        )
    for file_case in acts.file_cases.values():
        document, at = knowledge.places[(EntryKind.FILE_CASE, file_case.id)]
        yield ConditionSite(
            "acte", file_case.id, file_case.condition, document, (*at, "si"), file_case.start, file_case.end
        )
    for step in acts.steps.values():
        document, at = knowledge.places[(EntryKind.STEP, step.id)]
        if step.condition is not None:
            yield ConditionSite("acte", step.id, step.condition, document, (*at, "si"), step.start, step.end)


def _check_sites(knowledge: Knowledge) -> Iterator[ConditionSite]:
    """Conditions of the annual check-up, and the figures it follows."""
    for check in knowledge.checks.values():
        document, at = knowledge.places[(EntryKind.CHECK, check.id)]
        if check.condition is not None:
            yield ConditionSite("bilan", check.id, check.condition, document, (*at, "si"))
        for i, tracked in enumerate(check.tracked):
            if tracked.figure is not None:
                yield ConditionSite("bilan", check.id, tracked.figure, document, (*at, "suivi", i, "chiffre"))
    for quality in knowledge.qualities.values():
        if quality.condition is not None:
            document, at = knowledge.places[(EntryKind.QUALITY, quality.id)]
            yield ConditionSite("bilan", quality.id, quality.condition, document, (*at, "si"))


def _criterion_sites(knowledge: Knowledge) -> Iterator[ConditionSite]:
    for criterion in knowledge.criteria.values():
        document, at = knowledge.places[(EntryKind.CRITERION, criterion.id)]
        for i, version in enumerate(criterion.versions):
            path = _written(document, (*at, "versions"), i)
            yield ConditionSite("critere", criterion.id, version.condition, document, path, version.start, version.end)
        for i, reserve in enumerate(criterion.reserves):
            path = (*at, "reserves", i, "si")
            yield ConditionSite("reserve", criterion.id, reserve.condition, document, path, reserve.start, reserve.end)


def _route_sites(knowledge: Knowledge) -> Iterator[ConditionSite]:
    for status in knowledge.statuses.values():
        document, at = knowledge.places[(EntryKind.STATUS, status.id)]
        for r, route in enumerate(status.routes):
            here = (*at, "voies", r)
            if route.claimed_if is not None:
                yield ConditionSite("revendication", route.id, route.claimed_if, document, (*here, "revendiquee_si"))
            for i, version in enumerate(route.versions):
                path = _written(document, (*here, "versions"), i)
                yield ConditionSite("voie", route.id, version.condition, document, path, version.start, version.end)
            for i, line in enumerate(route.durations):
                if line.condition is not None:
                    path = (*here, "durees", i, "si")
                    yield ConditionSite("duree", route.id, line.condition, document, path, line.start, line.end)


def _written(document: YamlDocument, versions: Path_, index: int) -> Path_:
    """Where the condition of a version is written: in it, or in the version it carries it from."""
    while index > 0 and "condition" not in document.at((*versions, index)):
        index -= 1
    return (*versions, index, "condition")
