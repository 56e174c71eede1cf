"""What notices a mistake in ``rules/``: the linter, the worked cases, the record of conclusions, then the tests.

A company is assessed in full only when the mistake moves some criterion or route, some contradiction or some duration
of it, in one of the four runs; nearly all the others cannot be told from what they were.
"""

from __future__ import annotations

import shutil
import signal
import tempfile
from array import array
from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import zip_longest
from mmap import mmap
from pathlib import Path

from advisor.assessment.law import law
from advisor.assessment.leaves import FALSE
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.session import Session
from advisor.common import resources
from advisor.common.errors import InputError
from advisor.dossier import Dossier
from advisor.lint import run
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.models import Guidance, Reserve
from advisor.training.casebook import read
from advisor.training.casebook.show import check_case
from tests.conclusions import Company, cases, concluded, differences, dossiers, near, recorded
from tests.mutations import ROOT, Mutant, Verdict
from tests.mutations.trial import LONGEST
from tests.rules import test_double_entry as twice


class Kills:
    """How many mutants each company told, counted by all the processes: those that told the most are tried first."""

    def __init__(self, count: int) -> None:
        self.count, self.memory = count, mmap(-1, 4 * max(count, 1))

    def order(self) -> list[int]:
        counts = array("i", self.memory[: 4 * self.count])
        return sorted(range(self.count), key=lambda rank: -counts[rank])

    def add(self, rank: int) -> None:
        counts = array("i", self.memory[4 * rank : 4 * rank + 4])
        counts[0] += 1
        self.memory[4 * rank : 4 * rank + 4] = counts.tobytes()


class Moved:
    """What differs between the sound rule base and a mutant, and whether that moves a company.

    Args:
        sound, knowledge: the two.
    """

    def __init__(self, sound: Knowledge, knowledge: Knowledge) -> None:
        self.sound, self.knowledge = sound, knowledge
        before, after = sound.routes(), knowledge.routes()
        self.always = any(
            getattr(sound, part) != getattr(knowledge, part) for part in ("facts", "indicators", "parameters")
        )
        self.always |= any(after[id].durations != one.durations for id, one in before.items())
        self.coherences = sound.coherences != knowledge.coherences
        self.reserves = [
            pair
            for id, one in sound.criteria.items()
            for pair in zip_longest(one.reserves, knowledge.criteria[id].reserves)
            if pair[0] != pair[1]
        ]
        self.guidance = [pair for pair in zip_longest(sound.guidance, knowledge.guidance) if pair[0] != pair[1]]
        self.trees: dict[date, bool] = {}

    def moves(self, dossier: Dossier, day: date, bare: object) -> bool:
        """Whether something is not concluded as before, ``bare``, by what differs."""
        if day not in self.trees:
            self.trees[day] = law(self.sound, day).program.trees != law(self.knowledge, day).program.trees
        if (self.always or self.trees[day]) and bare_conclusions(self.knowledge, dossier, day) != bare:
            return True
        if not (self.coherences or self.reserves or self.guidance):
            return False
        one, other = (Session(knowledge, dossier, day) for knowledge in (self.sound, self.knowledge))
        return (
            one.clashes != other.clashes
            or any(_said(before, one) != _said(after, other) for before, after in self.reserves)
            or any(_opened(before, one) != _opened(after, other) for before, after in self.guidance)
        )


def _said(reserve: Reserve | None, session: Session) -> bool:
    return reserve is not None and reserve.covers(session.on) and session.proved(reserve.condition)


def _opened(line: Guidance | None, session: Session) -> object:
    found = line and line.on(session.on)
    if not found:
        return None
    return found.id, found.routes, found.condition and session.settled(found.condition).strict, found.done_if


def bare_conclusions(knowledge: Knowledge, dossier: Dossier, day: date) -> object:
    """What the law concludes of a company, before it is written down."""
    session = Session(knowledge, dossier, day)
    reasoning = Reasoning(session)
    runs = [made(reading) for made in (reasoning.acquis, reasoning.attainable) for reading in READINGS]
    values = {root: tuple([one.value(root) for one in runs]) for root in reasoning.law.program.roots}
    reserves = [
        one.id for criterion in knowledge.criteria.values() for one in criterion.reserves if _said(one, session)
    ]
    idle = [id for id in session.raw_answers if session.applies(id) == FALSE]
    lasting = [
        (line.parameter, session.parameter(line.parameter), line.condition and session.settled(line.condition).strict)
        for route in knowledge.routes().values()
        for line in route.durations
        if line.covers(day)
    ]
    return values, session.clashes, reserves, lasting, idle


class Bench:
    """All that does not depend on the mutant, made once."""

    def __init__(self) -> None:
        self.sound = load_knowledge()
        self.cases = read.load_cases()
        self.companies: Sequence[Company] = (*cases(), *dossiers(), *near())
        self.recorded = recorded()
        self.bare = [bare_conclusions(self.sound, one.dossier, one.day) for one in self.companies]
        first = {one.key: rank for rank, one in enumerate(self.companies)}
        self.own = [first[f"cas {one.id} {one.dossier.on}"] for one in self.cases]
        self.kills = Kills(len(self.companies))

    def notice(self, mutant: Mutant) -> Verdict:
        """Return what tells a mutant before the tests, in a process of its own."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(LONGEST)
        with tempfile.TemporaryDirectory() as folder:
            mutate(mutant, Path(folder))
            try:
                knowledge = load_knowledge()
                problems = [*run.lint(knowledge), *run._aside(None, knowledge)]
            except InputError as error:
                problems = list(error.problems)
            if problems:
                return Verdict("linter", problems[0].message)
            if typed := double_entry(knowledge):
                return Verdict("tests", typed)
            moved = Moved(self.sound, knowledge)
            order = self.kills.order()
            return self._by_cases(knowledge, moved, order) or self._by_record(knowledge, moved, order) or Verdict("")

    def _by_cases(self, knowledge: Knowledge, moved: Moved, order: Sequence[int]) -> Verdict | None:
        try:
            found = read.load_cases()
        except InputError as error:
            return Verdict("cases", str(error.problems[0]))
        place = {rank: at for at, rank in enumerate(self.own)}
        for rank in order:
            one = self.companies[rank]
            if rank not in place or not moved.moves(one.dossier, one.day, self.bare[rank]):
                continue
            gaps = check_case(found[place[rank]], knowledge)
            if gaps and not check_case(self.cases[place[rank]], self.sound):
                self.kills.add(rank)
                return Verdict("cases", f"{one.key} {gaps[0]}")
        return None

    def _by_record(self, knowledge: Knowledge, moved: Moved, order: Sequence[int]) -> Verdict | None:
        for rank in order:
            one = self.companies[rank]
            if not moved.moves(one.dossier, one.day, self.bare[rank]):
                continue
            before = {one.key: self.recorded.get(one.key, "")}
            gaps = differences(before, concluded([one], knowledge))
            if gaps and not differences(before, concluded([one], self.sound)):
                self.kills.add(rank)
                return Verdict("record", gaps[0])
        return None


def double_entry(knowledge: Knowledge) -> str:
    """Return the first test of the days and figures typed twice that fails: they take no time."""
    tests = (
        *(partial(twice.test_figures, id) for id in twice.FIGURES),
        twice.test_numbers_of_formulas,
        twice.test_days_on_which_criteria_and_routes_change,
        twice.test_durations,
        twice.test_every_other_day_is_that_of_a_text_cited,
    )
    for test in tests:
        try:
            test(knowledge)  # type: ignore[operator]
        except (AssertionError, KeyError) as error:
            return f"test_double_entry: {error!r}"
    return ""


def mutate(mutant: Mutant | None, folder: Path) -> None:
    """Make the rules of this process those of a mutant, or those of the project when there is none."""
    shutil.copytree(ROOT / "rules", folder / "rules")
    (folder / "cases").symlink_to(ROOT / "cases")
    if mutant is not None:
        (folder / mutant.file).write_text(mutant.text(), encoding="utf-8")
    resources.PACKAGE = folder / "advisor"
    load_knowledge.cache_clear()
    read.packaged.cache_clear()
