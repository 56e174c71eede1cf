"""What a copy of the project with one file written anew gives, in a process of its own.

``python -m tests.mutations.trial WHAT first|all``, where WHAT is ``conclusions``, a part of the record; or a key of
``TESTS``. The last line printed is the verdict.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import redirect_stdout
from pathlib import Path
from random import Random
from typing import Any

from tests.mutations import ROOT, Mutant, Verdict
from tests.mutations.forks import forked

TESTS = {
    "assessment": (
        "tests/rules/test_formulas.py",
        "tests/rules/test_temporal.py",
        "tests/interview/test_sheets.py",
        "tests/interview/test_outlook.py",
        "tests/cli/test_records.py",
        "tests/assessment",
        *(f"--ignore=tests/assessment/{name}" for name in ("test_conclusions.py", "test_threads.py")),
    ),
    "rules": tuple(
        f"tests/assessment/{name}"
        for name in (
            "test_choices.py", "test_amounts.py", "test_contradictions.py", "test_collective_investment.py",
            "test_asked.py", "test_renewals.py", "test_boundaries.py", "test_examples.py",
            "test_readings.py", "test_grade.py", "addendum2", "test_law_corners.py", "test_conclusions.py",
        )
    ),
}  # fmt: skip
"""Those that exercise the code, the quickest first, threads and the record apart; or the rules, the quickest first."""

LONGEST = 300
"""Seconds after which a mistake that makes the tool turn for ever is taken as noticed."""


def tried(file: str | None, text: str, what: str, left_out: Iterable[str] = ()) -> Verdict:
    """Return what notices that ``file`` has become ``text``.

    Without a file, nothing is changed, and the detail is the names of all the tests that fail.
    """
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("cases", "tests", "pyproject.toml"):
            (work / name).symlink_to(ROOT / name)
        for path in (*(ROOT / "advisor").rglob("*"), *(ROOT / "rules").rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                copy = work / path.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                if str(path.relative_to(ROOT)) == file:
                    copy.write_text(text, encoding="utf-8")
                else:
                    copy.symlink_to(path)
        command = [sys.executable, "-m", "tests.mutations.trial", what, "first" if file else "all", *left_out]
        environment = os.environ | {"PYTHONPATH": folder, "PYTHONDONTWRITEBYTECODE": "1"}
        try:
            ended = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, timeout=LONGEST)
        except subprocess.TimeoutExpired:
            return Verdict("stopped", "it turned for ever")
    try:
        return Verdict(*json.loads(ended.stdout.rstrip().rpartition("\n")[2]))
    except json.JSONDecodeError:
        return Verdict("import", ended.stderr.strip().rpartition("\n")[2])


def tested(left: list[Mutant], what: str, text: Callable[[Mutant], str], jobs: int) -> Iterator[tuple[Mutant, Verdict]]:
    """Return each mutant that nothing quicker noticed, with the first test that does."""
    if left:
        already = tried(None, "", what).detail.split()
        if already:
            print(f"left out, for they fail without any mistake: {', '.join(already)}", flush=True)
        for one, verdict in forked(lambda one: tried(one.file, text(one), what, already), left, jobs):
            yield one, verdict or Verdict("", "not judged")


def main() -> None:
    what, how_many, *left_out = sys.argv[1:]
    gc.disable()
    by, detail = ("", "")
    if what == "conclusions":
        by, detail = _conclusions()
    else:
        failed = _failed(what, how_many == "first", left_out)
        if how_many == "all":
            detail = " ".join(failed)
        elif failed:
            by, detail = "tests", failed[0]
    print(f"\n{json.dumps([by, detail])}")


def _conclusions() -> tuple[str, str]:
    from advisor.rules.load import load_knowledge
    from tests.conclusions import cases, concluded, differences, dossiers, near, recorded

    knowledge, before = load_knowledge(), recorded()
    companies = [*dossiers(every=10), *cases(), *near()]
    # The words of the worked cases tell most mistakes, and the first cases as well as the last.
    order = sorted(Random(1).sample(companies, len(companies)), key=lambda one: not one.words)
    for one in order:
        # Ways are the matter of another room, and take most of the time.
        lines = {one.key: before.get(one.key, "").partition(" | chemins ")[0]}
        if gaps := differences(lines, concluded([one._replace(ways=False)], knowledge)):
            return "record", gaps[0]
    return "", ""


def _failed(what: str, first: bool, left_out: list[str]) -> list[str]:
    import pytest

    found: list[str] = []

    class Failures:
        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.failed:
                found.append(report.nodeid)

        pytest_collectreport = pytest_runtest_logreport

    options = ["-q", "-p", "no:cacheprovider", *(["-x"] if first else []), *(f"--deselect={one}" for one in left_out)]
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        pytest.main([*options, *TESTS[what]], plugins=[Failures()])
    return found


if __name__ == "__main__":
    main()
