"""What the entries of the rule base name and hold, and where it is written: the ground all the checks walk on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from advisor.common.errors import Problem, close_to
from advisor.common.yaml_reader import Path_
from advisor.rules.basis import DISTANT, Citation, Confidence, Dated, Model
from advisor.rules.conditions import Condition, InDefinition
from advisor.rules.effects import RemedyOutcome
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge
from advisor.rules.models import Coherence, LawVersion
from advisor.rules.named import Definition
from advisor.rules.references import EntryReference, Holding, fact_id, holdings
from advisor.rules.vocabulary import EntryKind, Slots

FORM = "forme_juridique"
"""The fact that tells the legal form."""
OF_LAW = (LawVersion,)
"""Whose conditions may cite a criterion, hold an open point, and lead to a remedy."""

_FEW = 12
"""As many names as are worth being all told."""
_NAMES: dict[EntryKind, str] = {
    EntryKind.FACT: "le fait",
    EntryKind.INDICATOR: "l'indicateur",
    EntryKind.PARAMETER: "le paramètre",
    EntryKind.CRITERION: "le critère",
    EntryKind.REMEDY: "le remède",
    EntryKind.OPEN_POINT: "le point ouvert",
    EntryKind.SOURCE: "la source",
    EntryKind.THEME: "le thème",
    EntryKind.ROUTE: "la voie",
    EntryKind.FORM: "la forme juridique",
    EntryKind.WANT: "le souhait",
    EntryKind.STATUTE: "le statut",
    EntryKind.STEP: "l'étape",
    EntryKind.WORD: "le mot",
    EntryKind.RISK: "le risque",
    EntryKind.GUIDANCE: "la ligne du guide",
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

    def up(self) -> Entry:
        """What it is a part of."""
        return replace(self, path=self.path[:-1])

    def writes(self, *path: str | int) -> bool:
        """Whether its file has something there."""
        document, at = self.review.knowledge.places[(self.kind, self.id)]
        *parents, key = (*at, *self.path, *path)
        return key in document.at(tuple(parents))

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

    def routes(self, status: str, named: dict[Path_, str]) -> None:
        """Whether the routes it names are those of a status; a problem for each that is not."""
        target = self.review.knowledge.statuses.get(status)
        own = [route.id for route in target.routes] if target else []
        for path, route in named.items():
            if route not in own and route in self.review.known[EntryKind.ROUTE]:
                message = f"la voie « {route} » n'est pas une voie du statut {status}."
                self.say(path, message, f"Au choix : {', '.join(own)}.")


@dataclass(frozen=True)
class ConditionSite:
    """A condition where it is written.

    Attributes:
        condition: itself.
        at: where it is written, in the entry it belongs to.
        owner: what it is the condition of.
    """

    condition: Condition
    at: Entry
    owner: Model

    @property
    def of_law(self) -> bool:
        return isinstance(self.owner, (*OF_LAW, Definition))

    @property
    def slots(self) -> Slots | None:
        """Rows it is repeated on."""
        return self.owner.for_each if isinstance(self.owner, Coherence) else None


class Review:
    """A rule base under review: what its entries hold and name, and the problems found so far, each kept once."""

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

    @cached_property
    def known(self) -> dict[EntryKind, Collection[str]]:
        """The ids of every kind."""
        knowledge, form = self.knowledge, self.knowledge.facts.get(FORM)
        known: dict[EntryKind, Collection[str]] = {
            kind: [id for of, id in knowledge.entries if of == kind] for kind in EntryKind
        }
        return known | {
            EntryKind.THEME: knowledge.theme_order,
            EntryKind.ROUTE: knowledge.routes(),
            EntryKind.WANT: [one.id for one in knowledge.choices.wants],
            EntryKind.STATUTE: [one.id for one in knowledge.choices.statutes],
            EntryKind.FORM: [one.id for one in form.options] if form is not None else [],
        }

    def unknown(self, kind: EntryKind, id: str) -> tuple[str, str] | None:
        """What to say, and how to mend it, when something named does not exist; None when it does."""
        known = self.known[kind]
        if fact_id(id) in known:
            return self._no_row(id) if "[" in id else None
        close = close_to(id, known)
        mend = "Ajoutez cette entrée, ou corrigez ce nom."
        if close or 0 < len(known) <= _FEW:
            mend = f"Vouliez-vous dire « {close[0]} » ?" if close else f"Au choix : {', '.join(known)}."
        return f"{_NAMES[kind]} « {id} » n'existe pas.", mend

    def _no_row(self, address: str) -> tuple[str, str] | None:
        fact = self.knowledge.facts[fact_id(address)]
        if fact.slots is None:
            return f"« {fact.id} » n'a pas de lignes.", f"Écrivez « {fact.id} »."
        if address not in fact.addresses:
            return f"« {address} » : cette ligne n'existe pas.", f"Au choix : {', '.join(SLOTS[fact.slots])}."
        return None

    def unknowns(self, part: Model) -> Iterator[tuple[Path_, str, str]]:
        """Everything named in an entry, or in a file that no verdict depends on, that does not exist."""
        for holding in holdings(self.knowledge, part):
            for ref in holding.references():
                if what := self.unknown(ref.kind, ref.id):
                    yield ref.path, *what

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
    def holdings(self) -> tuple[tuple[Entry, Holding], ...]:
        """Every condition and every name of the rule base, with the entry that holds it."""
        return tuple(
            (at, replace(holding, path=_written(at, holding.path)))
            for (kind, id), one in self.knowledge.entries.items()
            for at in (Entry(self, EntryKind(kind), id),)
            for holding in holdings(self.knowledge, one)
        )

    @cached_property
    def references(self) -> tuple[tuple[Entry, EntryReference, Holding], ...]:
        """Everything named, with the entry that names it and what it stands in."""
        return tuple((at, ref, holding) for at, holding in self.holdings for ref in holding.references())

    @cached_property
    def sites(self) -> tuple[ConditionSite, ...]:
        """Every condition of the rule base."""
        return tuple(
            ConditionSite(holding.held, at.at(*holding.path), holding.owner)
            for at, holding in self.holdings
            if not isinstance(holding.held, str)
        )


def outcomes(review: Review) -> Iterator[tuple[Entry, RemedyOutcome]]:
    """What each remedy does, itself and in each of its ways, with where it is written."""
    for remedy in review.knowledge.remedies.values():
        entry = review.entry(EntryKind.REMEDY, remedy.id)
        yield entry, remedy
        for i, way in enumerate(remedy.ways):
            yield entry.at("facons", i), way


@dataclass(frozen=True)
class Sources:
    """The texts cited in one place.

    Attributes:
        at: where they are written. citations: the texts. of: what cites them.
        dated: what gives the days on which they are read; None for what has no dates.
    """

    at: Entry
    citations: tuple[Citation, ...]
    of: Model
    dated: Dated | None

    def place(self, index: int) -> Path_:
        """Where one citation is written; a figure has but one."""
        return () if self.at.path[-1] == "source" else (index,)


def cited(review: Review) -> Iterator[Sources]:
    """Everything that rests on a text, with the texts it cites."""
    found: dict[tuple[EntryKind, str, Path_], Sources] = {}
    for at, holding in review.holdings:
        if holding.kind == EntryKind.SOURCE and holding.path[-1] == "source":
            # « sources: [{source: …}] », or « source: … » alone.
            listed = isinstance(holding.owner, Citation)
            path, of = (holding.path[:-2], holding.models[-2]) if listed else (holding.path, holding.owner)
            one = holding.owner if isinstance(holding.owner, Citation) else Citation(source=str(holding.held))
            before = found.get((at.kind, at.id, path))
            citations = (*before.citations, one) if before is not None else (one,)
            found[(at.kind, at.id, path)] = Sources(at.at(*path), citations, of, holding.dated)
    yield from found.values()


def complete(entry: Entry, texts: dict[str, str]) -> None:
    """Tell the texts that an entry lacks."""
    for key, text in texts.items():
        if not text:
            of = "d'" if key[0] in "aeo" else "de "
            entry.say((key,), f"{entry.id} n'a pas {of}« {key} ».", "Écrivez ce texte.")


def _written(entry: Entry, path: Path_) -> Path_:
    """Where the condition of a version is written: in it, or in the version it carries it from."""
    document, at = entry.review.knowledge.places[(entry.kind, entry.id)]
    match path:
        case (*above, "versions", int(index), "condition"):
            while index > 0 and "condition" not in document.at((*at, *above, "versions", index)):
                index -= 1
            return (*above, "versions", index, "condition")
    return path
