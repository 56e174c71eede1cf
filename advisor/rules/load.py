"""Reading ``rules/`` into a `Knowledge`: every file, every problem, placed at its line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from advisor.common.resources import as_typed, data_dir
from advisor.common.yaml_reader import Path_, YamlDocument
from advisor.rules.acts import Acts, Clause, FileCase, Holiday, Majority, Step, Word
from advisor.rules.basis import DISTANT, Base, Citation, Parameter, Source
from advisor.rules.checks import Check, Quality, Risk
from advisor.rules.choices import Choices
from advisor.rules.directory import Directory
from advisor.rules.effects import Amount, Outcome, Refusal
from advisor.rules.facts import Fact, Indicator
from advisor.rules.models import Coherence, Criterion, Guidance, OpenQuestion, Remedy, Route, Status
from advisor.rules.reader import Reader
from advisor.rules.sheets import Sheet

COURSE = "formation"
"""What a day of training teaches: see `advisor.rules.course`."""
JOURNEY = "parcours"
"""What is said along the self-assessment: see `advisor.interview.prediagnosis`, `advisor.rules.glossary` and `advisor.rules.contacts`."""
ASIDE = (COURSE, JOURNEY)
"""The folders of ``rules/`` that no verdict depends on, and no fingerprint either."""


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The whole rule base, immutable, with the place in the files of each entry.

    Every mapping goes from id to entry, in file order.
    """

    base: Base
    sources: dict[str, Source]
    parameters: dict[str, Parameter]
    facts: dict[str, Fact]
    indicators: dict[str, Indicator]
    criteria: dict[str, Criterion]
    remedies: dict[str, Remedy]
    open_questions: dict[str, OpenQuestion]
    coherences: tuple[Coherence, ...]
    statuses: dict[str, Status]
    guidance: tuple[Guidance, ...]
    outcomes: tuple[Outcome, ...]
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
    places: dict[tuple[str, str], tuple[YamlDocument, Path_]] = field(repr=False, compare=False)

    def cited(self, citation: Citation) -> str:
        """A text cited, in short, with its passage: « C. trav., art. L3332-17-1, I »."""
        short = self.sources[citation.source].short
        return f"{short}, {citation.passage}" if citation.passage else short

    def texts(self, citations: Iterable[Citation]) -> str:
        """Several, each once, in one line."""
        return " ; ".join(dict.fromkeys(map(self.cited, citations)))

    @cached_property
    def addresses(self) -> dict[str, tuple[Fact, str | None]]:
        """Every answer address: the fact it belongs to and its slot, if any."""
        found: dict[str, tuple[Fact, str | None]] = {}
        for fact in self.facts.values():
            if fact.slots is None:
                found[fact.id] = (fact, None)
            else:
                for address in fact.addresses:
                    found[address] = (fact, address[len(fact.id) + 1 : -1])
        return found

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
            ready = next((one for one in left if not set(left) & set(self.remedies[one].after)), left[0])
            left.remove(ready)
            done.append(ready)
        return done

    @cached_property
    def theme_order(self) -> dict[str, int]:
        return {theme.id: rank for rank, theme in enumerate(self.base.themes)}

    @cached_property
    def confidence_rank(self) -> dict[str, int]:
        """1 is the strongest."""
        return {level.id: level.rank for level in self.base.confidences}

    def weakest(self, codes: Iterable[str]) -> str | None:
        """The weakest of several confidence codes."""
        return max(codes, key=lambda code: self.confidence_rank.get(code, 99), default=None)

    def parameter(self, id: str, day: date) -> Any:
        """Value of a figure on a day (`Fraction`), or None when the law gave none that day."""
        found = self.parameters[id].on(day)
        return found.value if found else None

    @cached_property
    def law_days(self) -> tuple[date, ...]:
        """Every day on which a criterion or a route changes, in order."""
        days: set[date] = set()
        for criterion in self.criteria.values():
            days.update(version.start for version in criterion.versions)
            # A version that ends without a successor is a change too.
            days.update(version.end + timedelta(1) for version in criterion.versions if version.end < DISTANT)
        for route in self.routes().values():
            days.update(version.start for version in route.versions)
            days.update(version.end + timedelta(1) for version in route.versions if version.end < DISTANT)
        return tuple(sorted(days))

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """Every day on which anything that bears on a verdict changes: conditions, reserves, durations, figures."""
        days = set(self.law_days)
        for criterion in self.criteria.values():
            days.update(reserve.start for reserve in criterion.reserves)
        for route in self.routes().values():
            days.update(duration.start for duration in route.durations)
        for parameter in self.parameters.values():
            days.update(value.start for value in parameter.values)
        return tuple(sorted(day for day in days if day >= self.base.start))

    def routes(self) -> dict[str, Route]:
        return {route.id: route for status in self.statuses.values() for route in status.routes}


def rule_files(root: Path) -> list[Path]:
    """Every file of the law, in a stable order; what is taught of it, or said along the way, is no part of it."""
    return sorted(path for path in root.rglob("*.yaml") if path.relative_to(root).parts[0] not in ASIDE)


def load_from(root: Path, shown: str | None = None) -> Knowledge:
    """Read a rule base from a folder.

    Args:
        root: the folder.
        shown: how messages name it; as given by default.

    Raises:
        InputError: every problem of form found in every file, each with its line.
    """
    reader = Reader(root, shown)
    listed, single = reader.listed, reader.single
    bases = single("base", "base.yaml", Base)
    sources = listed("source", "sources.yaml", Source, lambda e: e.id)
    parameters = listed("parametre", "parametres/*.yaml", Parameter, lambda e: e.id)
    facts = listed("fait", "faits/*.yaml", Fact, lambda e: e.id)
    indicators = listed("indicateur", "indicateurs.yaml", Indicator, lambda e: e.id)
    criteria = listed("critere", "criteres/*.yaml", Criterion, lambda e: e.id)
    remedies = listed("remede", "remedes.yaml", Remedy, lambda e: e.id)
    questions = listed("point_ouvert", "points_ouverts.yaml", OpenQuestion, lambda e: e.id)
    coherences = listed("coherence", "coherences.yaml", Coherence, lambda e: e.id)
    statuses = single("statut", "statuts/*.yaml", Status)
    guidance = listed("guide", "guide/*.yaml", Guidance, lambda e: e.id)
    outcomes = listed("effet", "effets.yaml", Outcome, lambda e: e.id)
    refusals = listed("refus", "refus.yaml", Refusal, lambda e: e.id)
    amounts = listed("montant", "montants.yaml", Amount, lambda e: e.id)
    choices = single("comparaison", "comparaison.yaml", Choices)
    directories = single("recherche", "recherche.yaml", Directory)
    sheets = listed("feuille", "feuilles.yaml", Sheet, lambda e: e.id)
    acts = Acts(
        words=listed("mot", "actes/mots.yaml", Word, lambda e: e.id),
        clauses=listed("clause", "actes/clauses.yaml", Clause, lambda e: e.id),
        majorities=listed("majorite", "actes/majorites.yaml", Majority, lambda e: e.id),
        file_cases=listed("cas_dossier", "actes/cas.yaml", FileCase, lambda e: e.id),
        steps=listed("etape", "actes/calendrier.yaml", Step, lambda e: e.id),
        holidays=listed("ferie", "actes/feries.yaml", Holiday, lambda e: e.id),
    )
    risks = listed("risque", "bilan/risques.yaml", Risk, lambda e: e.id)
    checks = listed("controle", "bilan/controles.yaml", Check, lambda e: e.id)
    qualities = listed("qualite", "bilan/qualites.yaml", Quality, lambda e: e.id)
    reader.finish()
    base = next(iter(bases.values()))
    order = {theme.id: rank for rank, theme in enumerate(base.themes)}
    facts = dict(sorted(facts.items(), key=lambda item: order.get(item[1].theme, len(order))))
    return Knowledge(
        base=base,
        sources=sources,
        parameters=parameters,
        facts=facts,
        indicators=indicators,
        criteria=criteria,
        remedies=remedies,
        open_questions=questions,
        coherences=tuple(coherences.values()),
        statuses=statuses,
        guidance=tuple(guidance.values()),
        outcomes=tuple(outcomes.values()),
        refusals=refusals,
        amounts=tuple(amounts.values()),
        choices=next(iter(choices.values())),
        directory=next(iter(directories.values())),
        sheets=sheets,
        acts=acts,
        risks=risks,
        checks=checks,
        qualities=qualities,
        fingerprint=reader.fingerprint,
        places=reader.places,
    )


@lru_cache(maxsize=1)
def load_knowledge() -> Knowledge:
    """The packaged rule base, read once.

    Raises:
        InputError: the rules are damaged.
    """
    folder = data_dir("rules")
    return load_from(folder, as_typed(folder))
