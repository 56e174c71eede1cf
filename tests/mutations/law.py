"""What notices a mistake in ``rules/``: the linter, the worked cases, the record of conclusions, then the tests.

A company is assessed in full only when the mistake moves some criterion or route, some contradiction or some duration
of it, in one of the four runs; nearly all the others cannot be told from what they were.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from mmap import mmap
from pathlib import Path
from typing import Any

import pytest

from advisor.assessment.law import law
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.session import Session
from advisor.common import resources
from advisor.common.errors import InputError
from advisor.dossier import Dossier
from advisor.lint import run
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook import read
from advisor.training.casebook.model import Case
from advisor.training.casebook.show import check_case
from tests.conclusions import Company, cases, concluded, differences, dossiers, recorded
from tests.mutations import ROOT, Mutant, Verdict

TESTS = (
    "tests/assessment/test_boundaries.py", "tests/assessment/test_survivors.py", "tests/assessment/addendum2",
    "tests/assessment/test_examples.py", "tests/assessment/test_law_corners.py", "tests/assessment/test_readings.py",
    "tests/assessment/test_grade.py", "tests/assessment/test_light.py", "tests/assessment/test_public_face.py",
    "tests/assessment/test_reads.py", "tests/rules", "tests/training/test_cases.py", "tests/lint/test_lint.py",
    "tests/advice", "tests/report", "tests/interview/test_machine.py",
)  # fmt: skip
"""Those that exercise rules, the quickest first."""

LONGEST = 900
"""Seconds after which a mistake that makes the tool turn for ever is taken as noticed."""

_EVERY_DAY = ("facts", "indicators", "parameters", "coherences")
"""Parts of a rule base that bear on companies of any day."""


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


class Bench:
    """All that does not depend on the mutant, made once."""

    def __init__(self) -> None:
        self.sound = load_knowledge()
        self.cases = read.load_cases()
        self.companies: Sequence[Company] = (*cases(), *dossiers())
        self.recorded = recorded()
        self.case_prints = [self._print(self.sound, case.dossier, case.dossier.on) for case in self.cases]
        self.prints = [self._print(self.sound, one.dossier, one.day) for one in self.companies]
        self.case_kills, self.kills = Kills(len(self.cases)), Kills(len(self.companies))

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
                return Verdict("linter", f"{problems[0].where} {problems[0].message}")
            self.untouched = self._untouched(knowledge)
            return self._by_cases(knowledge) or self._by_record(knowledge) or Verdict("")

    def _untouched(self, knowledge: Knowledge) -> dict[date, bool]:
        """On which days the mutant has the same law."""
        same = all(getattr(knowledge, part) == getattr(self.sound, part) for part in _EVERY_DAY)
        routes = knowledge.routes()
        same = same and all(routes[id].durations == one.durations for id, one in self.sound.routes().items())
        days = {one.day for one in self.companies} if same else ()
        return {day: law(knowledge, day).program.trees == law(self.sound, day).program.trees for day in days}

    def _by_cases(self, knowledge: Knowledge) -> Verdict | None:
        try:
            found = read.load_cases()
        except InputError as error:
            return Verdict("cases", str(error.problems[0]))
        for rank in self.case_kills.order():
            case = found[rank]
            day = case.dossier.on
            if self.untouched.get(day) or self._print(knowledge, case.dossier, day) == self.case_prints[rank]:
                continue
            gaps = check_case(case, knowledge)
            if gaps and not check_case(self.cases[rank], self.sound):
                self.case_kills.add(rank)
                return Verdict("cases", f"{case.id} {gaps[0]}")
        return None

    def _by_record(self, knowledge: Knowledge) -> Verdict | None:
        for rank in self.kills.order():
            one = self.companies[rank]
            if self.untouched.get(one.day) or self._print(knowledge, one.dossier, one.day) == self.prints[rank]:
                continue
            before = {one.key: self.recorded.get(one.key, "")}
            gaps = differences(before, concluded([one], knowledge))
            if gaps and not differences(before, concluded([one], self.sound)):
                self.kills.add(rank)
                return Verdict("record", gaps[0])
        return None

    @staticmethod
    def _print(knowledge: Knowledge, dossier: Dossier, day: date | None) -> object:
        """What the law concludes of a company, bare."""
        assert day is not None
        session = Session(knowledge, dossier, day)
        reasoning = Reasoning(session)
        program = law(knowledge, day).program
        runs = [made(reading) for made in (reasoning.acquis, reasoning.attainable) for reading in READINGS]
        values = {root: tuple([one.value(root) for one in runs]) for root in program.roots}
        lasting = [
            (line.parameter, session.parameter(line.parameter), line.condition and session.settled(line.condition).strict)
            for route in knowledge.routes().values()
            for line in route.durations
            if line.covers(day)
        ]
        return values, session.contradictions, lasting


def mutate(mutant: Mutant | None, folder: Path) -> None:
    """Make the rules of this process those of a mutant, or those of the project when there is none."""
    shutil.copytree(ROOT / "rules", folder / "rules")
    (folder / "cases").symlink_to(ROOT / "cases")
    if mutant is not None:
        (folder / mutant.file).write_text(mutant.text(), encoding="utf-8")
    resources.PACKAGE = folder / "advisor"
    load_knowledge.cache_clear()
    read._packaged.cache_clear()


class _Failures:
    """A plugin of pytest: what fails, by name."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.names.append(report.nodeid)

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.names.append(report.nodeid)


def tested(mutant: Mutant | None, left_out: Iterable[str] = ()) -> list[str]:
    """Return the tests that fail, in a process of its own: the first one of a mutant; all without one."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(LONGEST)
    found = _Failures()
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        mutate(mutant, Path(folder))
        options = ["-q", "-p", "no:cacheprovider", "-p", "no:faulthandler", *(["-x"] if mutant else [])]
        options += [f"--deselect={name}" for name in left_out]
        sys.stdout.flush()
        with redirect_stdout(nowhere), redirect_stderr(nowhere):
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
            os.chdir(ROOT)
            pytest.main([*options, *(one for one in TESTS if (ROOT / one).exists())], plugins=[found])
    return found.names
