"""What one copy of the project gives, in a process of its own: ``python -m tests.mutations.trial WHAT first|all``.

``conclusions``: the worked cases, then a part of the record; ``tests``: those of ``tests/assessment``. The last line
printed is the verdict.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from random import Random
from typing import Any

TESTS = ("tests/assessment", "--deselect=tests/assessment/test_conclusions.py")


def main() -> None:
    what, how_many, *left_out = sys.argv[1:]
    gc.disable()
    by, detail = ("", "")
    if what == "conclusions":
        by, detail = _conclusions()
    else:
        failed = _failed(how_many == "first", left_out)
        if how_many == "all":
            detail = " ".join(failed)
        elif failed:
            by, detail = "tests", failed[0]
    print(f"\n{json.dumps({'by': by, 'detail': detail})}")


def _conclusions() -> tuple[str, str]:
    from advisor.rules.load import load_knowledge
    from advisor.training.casebook.read import load_cases
    from advisor.training.casebook.show import check_case
    from tests.conclusions import cases, concluded, differences, dossiers, near, recorded

    knowledge = load_knowledge()
    for case in Random(1).sample(load_cases(), len(load_cases())):
        if gaps := check_case(case, knowledge):
            return "cases", f"{case.id} {gaps[0]}"
    before = recorded()
    companies = [*dossiers(every=10), *cases(), *near()]
    for one in Random(1).sample(companies, len(companies)):
        if gaps := differences({one.key: before.get(one.key, "")}, concluded([one], knowledge)):
            return "record", gaps[0]
    return "", ""


def _failed(first: bool, left_out: list[str]) -> list[str]:
    import pytest

    found: list[str] = []

    class Failures:
        def pytest_runtest_logreport(self, report: Any) -> None:
            if report.failed:
                found.append(report.nodeid)

    options = ["-q", "-p", "no:cacheprovider", *(["-x"] if first else []), *(f"--deselect={one}" for one in left_out)]
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        pytest.main([*options, *TESTS], plugins=[Failures()])
    return found


if __name__ == "__main__":
    main()
