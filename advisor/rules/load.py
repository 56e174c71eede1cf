"""The rule base: the folder ``rules/`` read into a `Knowledge`, every problem of form placed at its line."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from advisor.common.errors import InputError, Problem
from advisor.common.resources import as_typed, data_dir
from advisor.common.validation import in_order, validated
from advisor.common.yaml_reader import Path_, YamlDocument, read_yaml
from advisor.rules.acts import Acts, CalendarStep, Clause, FileCase, Holiday, Majority, Word
from advisor.rules.basis import DISTANT, Base, Citation, Dated, Parameter, Rated, Source
from advisor.rules.checkup import Check, Quality, Risk
from advisor.rules.comparison import Choices
from advisor.rules.condition_reader import Names
from advisor.rules.conditions import Condition
from advisor.rules.directory import Directory
from advisor.rules.effects import Amount, Refusal
from advisor.rules.facts import Fact, Indicator, Sheet
from advisor.rules.models import Coherence, Criterion, Guidance, OpenQuestion, Remedy, Route, Status
from advisor.rules.named import ChoiceSet, Definition
from advisor.rules.official import links
from advisor.rules.vocabulary import EntryKind, RemedyKind

COURSE = "formation"
"""What a day of training teaches: see `advisor.rules.course`."""
JOURNEY = "parcours"
"""What is said along the self-assessment: see ``prediagnosis``, ``glossary`` and ``contacts``."""

T = TypeVar("T")

# -- reading files into entries --------------------------------------------------------------------------------------

_MISSING_FILE = "Vérifiez le dossier donné, ou remettez ce fichier ; une liste vide s'écrit « [] »."


class Reader:
    """Reads the files of a folder of rules, and keeps every problem of form rather than stop at the first.

    Args:
        root: the folder.
        shown: how messages name it; as given by default.

    Attributes:
        problems: what was found wrong, in reading order.
        entries, places: each entry read and where it stands, by kind and id.
        sets, definitions: those of the folder, once `names` were read.
    """

    def __init__(self, root: Path, shown: str | None = None) -> None:
        self._root, self._shown = root, root if shown is None else Path(shown)
        self._digest = hashlib.sha256()
        self.problems: list[Problem] = []
        self.entries: dict[tuple[str, str], Any] = {}
        self.places: dict[tuple[str, str], tuple[YamlDocument, Path_]] = {}
        self.sets: dict[str, ChoiceSet] = {}
        self.definitions: dict[str, Definition] = {}

    @cached_property
    def names(self) -> Names:
        """What conditions may name: the sets and conditions of the folder, each of which may name those above it."""
        self.names = names = Names()
        for id, one in self._entries(EntryKind.SET, "ensembles.yaml", ChoiceSet):
            if one is not None:
                self.sets[id], names.sets[one.fact, id] = one, one.choices
        for id, found in self._entries(EntryKind.DEFINITION, "definitions.yaml", Definition):
            names.definitions[id] = None if found is None else found.condition
            if found is not None:
                self.definitions[id] = found
        return names

    @property
    def fingerprint(self) -> str:
        """Of the files read so far, wherever they lie."""
        return self._digest.hexdigest()[:12]

    def listed(
        self, kind: str, pattern: str, model: type[T], key: Callable[[T], str] = attrgetter("id"), field: str = "id"
    ) -> dict[str, T]:
        """Entries of the files that match, each a list, by ``key``, which the files call ``field``."""
        return {id: one for id, one in self._entries(kind, pattern, model, key, field) if one is not None}

    def _entries(
        self, kind: str, pattern: str, model: type[T], key: Callable[[Any], str] = attrgetter("id"), field: str = "id"
    ) -> Iterator[tuple[str, T | None]]:
        """Id and entry in turn, as they are read; no entry when it could not be."""
        for document in self._documents(pattern):
            if not isinstance(document.data, list):
                what = "le fichier doit être une liste (lignes commençant par « - »)."
                self.problems.append(document.problem((), what))
                continue
            for index in range(len(document.data)):
                entry = self._read(document, (index,), model)
                if entry is None:
                    raw = document.data[index]
                    yield str(raw.get(field)) if isinstance(raw, dict) else "", None
                    continue
                id = key(entry)
                if (kind, id) in self.places:
                    self.problems.append(_taken(document, (index, field), id, self.places[(kind, id)]))
                self.entries[(kind, id)], self.places[(kind, id)] = entry, (document, (index,))
                yield id, entry

    def single(self, kind: str, pattern: str, model: type[T]) -> dict[str, T]:
        """Entries of the files that match, one a file."""
        result: dict[str, T] = {}
        for document in self._documents(pattern):
            entry = self._read(document, (), model)
            if entry is None:
                continue
            id = getattr(entry, "id", kind)
            if id in result:
                self.problems.append(_taken(document, ("id",), id, self.places[(kind, id)]))
            result[id] = self.entries[(kind, id)] = entry
            self.places[(kind, id)] = (document, ())
        return result

    def finish(self) -> None:
        """End the reading.

        Raises:
            InputError: every problem found, file by file and line by line.
        """
        if self.problems:
            raise InputError(*in_order(self.problems))

    def _documents(self, pattern: str) -> list[YamlDocument]:
        found = []
        paths = sorted(self._root.glob(pattern))
        if not paths:
            where = (self._shown / pattern).as_posix()
            self.problems.append(Problem("aucun fichier ne correspond.", where, mend=_MISSING_FILE))
        for path in paths:
            inside = path.relative_to(self._root)
            try:
                document = read_yaml(path, (self._shown / inside).as_posix(), self.problems)
            except InputError as error:
                self.problems.extend(error.problems)
                continue
            # The fingerprint is that of the rules, wherever they lie.
            self._digest.update(f"rules/{inside.as_posix()}".encode() + b"\0" + path.read_bytes() + b"\0")
            found.append(document)
        return found

    def _read(self, document: YamlDocument, at: Path_, model: type[T]) -> T | None:
        try:
            entry = validated(model, document, at, lambda: self.names)
        except InputError as error:
            self.problems += error.problems
            return None
        for path in _needless(entry, document.at(at)):
            what = f"« {path[-1]} » va sans dire : c'est ce qui vaut quand rien n'est écrit."
            self.problems.append(document.problem((*at, *path), what, "Supprimez-le."))
        return entry


def _needless(value: Any, raw: Any) -> Iterator[Path_]:
    """Where some data writes what its model takes for granted."""
    if isinstance(value, BaseModel) and isinstance(raw, dict):
        for name, info in type(value).model_fields.items():
            key, said = info.alias or name, getattr(value, name)
            if key not in raw:
                continue
            if not info.is_required() and said == info.get_default(call_default_factory=True):
                yield (key,)
            yield from ((key, *path) for path in _needless(said, raw[key]))
    elif isinstance(value, dict):
        yield from ((key, *path) for key, one in value.items() for path in _needless(one, raw[key]))
    elif isinstance(value, tuple) and isinstance(raw, list):
        for i, (one, written) in enumerate(zip(value, raw, strict=False)):
            yield from ((i, *path) for path in _needless(one, written))


def _taken(document: YamlDocument, path: Path_, id: str, first: tuple[YamlDocument, Path_]) -> Problem:
    where, at = first
    return document.problem(
        path,
        f"l'identifiant « {id} » est déjà pris ({where.name}, ligne {where.position(at)[0]}).",
        "Donnez-en un autre, ou supprimez l'une des deux entrées.",
    )


# -- the rule base ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The whole rule base, immutable, with the place in the files of each entry.

    Every mapping goes from id to entry, in file order, and ``entries`` from kind and id to each of them; ``indices``
    numbers the conditions compiled so far.
    """

    base: Base
    sources: dict[str, Source]
    sets: dict[str, ChoiceSet]
    definitions: dict[str, Definition]
    parameters: dict[str, Parameter]
    facts: dict[str, Fact]
    indicators: dict[str, Indicator]
    criteria: dict[str, Criterion]
    remedies: dict[str, Remedy]
    open_questions: dict[str, OpenQuestion]
    coherences: tuple[Coherence, ...]
    statuses: dict[str, Status]
    guidance: tuple[Guidance, ...]
    refusals: dict[str, Refusal]
    amounts: tuple[Amount, ...]
    choices: Choices
    directory: Directory
    sheets: dict[str, Sheet]
    acts: Acts
    risks: dict[str, Risk]
    checks: dict[str, Check]
    qualities: dict[str, Quality]
    fingerprint: str
    entries: dict[tuple[str, str], Any] = field(repr=False, compare=False)
    places: dict[tuple[str, str], tuple[YamlDocument, Path_]] = field(repr=False, compare=False)
    indices: dict[Condition, int] = field(default_factory=dict, init=False, repr=False)

    def cited(self, citation: Citation) -> str:
        """A text cited, in short, with its passage: « C. trav., art. L3332-17-1, I »."""
        short = self.sources[citation.source].short
        return f"{short}, {citation.passage}" if citation.passage else short

    def texts(self, citations: Iterable[Citation]) -> str:
        """Several, each once, in one line."""
        return " ; ".join(dict.fromkeys(map(self.cited, citations)))

    def texts_in_force(self, citations: Iterable[Citation], *days: date) -> str:
        """Those of them that are in force on one of some days."""
        return self.texts(one for one in citations if any(map(self.sources[one.source].on, days)))

    @cached_property
    def addresses(self) -> dict[str, tuple[Fact, str | None]]:
        """Every answer address: the fact it belongs to and its slot, if any."""
        return {
            address: (fact, address[len(fact.id) + 1 : -1] or None)
            for fact in self.facts.values()
            for address in fact.addresses
        }

    def sheet_of(self, calculation: str) -> Sheet | None:
        """The sheet that makes a calculation, if any."""
        return next((sheet for sheet in self.sheets.values() if sheet.calculation == calculation), None)

    @cached_property
    def remedy_order(self) -> dict[str, tuple[int, int]]:
        """In which order to change things: lightest first; at equal weight, that of the file."""
        return {remedy.id: (remedy.weight, rank) for rank, remedy in enumerate(self.remedies.values())}

    def in_order(self, remedies: Iterable[str]) -> list[str]:
        """Ids of remedies in the order in which to carry them out: lightest first, but each after what it supposes."""
        left = sorted(set(remedies), key=self.remedy_order.__getitem__)
        done: list[str] = []
        while left:
            # The linter refuses cycles; should one slip in, the lightest goes first.
            ready = next((one for one in left if not self._waits_for(one, left)), left[0])
            left.remove(ready)
            done.append(ready)
        return done

    def _waits_for(self, remedy: str, left: list[str]) -> bool:
        """Whether some of the remedies left come before one; all changes of the statutes do, where it supposes them."""
        supposes, after = self.supposes_statutes(remedy), self.remedies[remedy].after
        return any(one in after or (supposes and self.remedies[one].kind == RemedyKind.STATUTES) for one in left)

    def supposes_statutes(self, remedy: str) -> bool:
        """Whether a remedy, itself no change of the statutes, comes after the statutes are in order."""
        entry = self.remedies[remedy]
        after = (self.remedies[one].kind for one in entry.after)
        return entry.kind != RemedyKind.STATUTES and RemedyKind.STATUTES in after

    @cached_property
    def theme_order(self) -> dict[str, int]:
        return {theme.id: rank for rank, theme in enumerate(self.base.themes)}

    @cached_property
    def official(self) -> dict[str, str]:
        """The official address of each identifier of a text; see `advisor.rules.official`."""
        return links(self.sources.values())

    @cached_property
    def confidence_rank(self) -> dict[str, int]:
        """1 is the strongest."""
        return {level.id: level.rank for level in self.base.confidences}

    def weakest(self, codes: Iterable[str]) -> str | None:
        """The weakest of several confidence codes."""
        return max(codes, key=lambda code: self.confidence_rank.get(code, 99), default=None)

    def confidence(self, one: Rated, day: date) -> str:
        """How surely something is known on a day: as it is written, else as its texts were read."""
        return one.confidence or self.reading(one.read_in, day) or "M"

    def reading(self, sources: Iterable[str], day: date) -> str | None:
        """How the least well read of some texts was, in its version of a day or the nearest."""
        return self.weakest(self.sources[id].nearest(day).read for id in sources if id in self.sources)

    def parameter(self, id: str, day: date) -> Any:
        """Value of a figure on a day (`Fraction`), or None when the law gave none that day."""
        found = self.parameters[id].on(day)
        return found.value if found else None

    @cached_property
    def law_days(self) -> tuple[date, ...]:
        """Every day on which a criterion or a route changes, in order."""
        versions: list[Dated] = [version for criterion in self.criteria.values() for version in criterion.versions]
        versions += [version for route in self.routes().values() for version in route.versions]
        # A version that ends without a successor is a change too.
        ends = {version.end + timedelta(1) for version in versions if version.end < DISTANT}
        return tuple(sorted(ends | {version.start for version in versions}))

    def routes(self) -> dict[str, Route]:
        return {route.id: route for status in self.statuses.values() for route in status.routes}


def load_from(root: Path, shown: str | None = None) -> Knowledge:
    """Read a rule base from a folder.

    Args:
        root: the folder.
        shown: how messages name it; as given by default.

    Raises:
        InputError: every problem of form found in every file, each with its line.
    """
    reader = Reader(root, shown)
    listed = reader.listed

    def only(kind: EntryKind, file: str, model: type[T]) -> T:
        # That a file lacks is told when the reading ends.
        return next(iter(reader.single(kind, file, model).values()), cast(T, None))

    found = Knowledge(
        base=only(EntryKind.BASE, "base.yaml", Base),
        sources=listed(EntryKind.SOURCE, "sources.yaml", Source),
        sets=reader.sets,
        definitions=reader.definitions,
        parameters=listed(EntryKind.PARAMETER, "parametres/*.yaml", Parameter),
        facts=listed(EntryKind.FACT, "faits/*.yaml", Fact),
        indicators=listed(EntryKind.INDICATOR, "indicateurs.yaml", Indicator),
        criteria=listed(EntryKind.CRITERION, "criteres/*.yaml", Criterion),
        remedies=listed(EntryKind.REMEDY, "remedes.yaml", Remedy),
        open_questions=listed(EntryKind.OPEN_POINT, "points_ouverts.yaml", OpenQuestion),
        coherences=tuple(listed(EntryKind.COHERENCE, "coherences.yaml", Coherence).values()),
        statuses=reader.single(EntryKind.STATUS, "statuts/*.yaml", Status),
        guidance=tuple(listed(EntryKind.GUIDANCE, "guide/*.yaml", Guidance).values()),
        refusals=listed(EntryKind.REFUSAL, "refus.yaml", Refusal),
        amounts=tuple(listed(EntryKind.AMOUNT, "montants.yaml", Amount).values()),
        choices=only(EntryKind.COMPARISON, "comparaison.yaml", Choices),
        directory=only(EntryKind.DIRECTORY, "recherche.yaml", Directory),
        sheets=listed(EntryKind.SHEET, "feuilles.yaml", Sheet),
        acts=Acts(
            words=listed(EntryKind.WORD, "actes/mots.yaml", Word),
            clauses=listed(EntryKind.CLAUSE, "actes/clauses.yaml", Clause),
            majorities=listed(EntryKind.MAJORITY, "actes/majorites.yaml", Majority),
            file_cases=listed(EntryKind.FILE_CASE, "actes/cas.yaml", FileCase),
            steps=listed(EntryKind.STEP, "actes/calendrier.yaml", CalendarStep),
            holidays=listed(EntryKind.HOLIDAY, "actes/feries.yaml", Holiday),
        ),
        risks=listed(EntryKind.RISK, "bilan/risques.yaml", Risk),
        checks=listed(EntryKind.CHECK, "bilan/controles.yaml", Check),
        qualities=listed(EntryKind.QUALITY, "bilan/qualites.yaml", Quality),
        fingerprint=reader.fingerprint,
        entries=reader.entries,
        places=reader.places,
    )
    reader.finish()
    order = found.theme_order
    facts = sorted(found.facts.items(), key=lambda item: order.get(item[1].theme, len(order)))
    return replace(found, facts=dict(facts))


@lru_cache(maxsize=1)
def load_knowledge() -> Knowledge:
    """The packaged rule base, read once.

    Raises:
        InputError: the rules are damaged.
    """
    folder = data_dir("rules")
    return load_from(folder, as_typed(folder))
