"""Shared fixtures: the packaged rule base, the worked situations, the cases and what is concluded of each."""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

import advisor
from advisor.assessment.assess import assess
from advisor.assessment.model import Assessment
from advisor.rules.load import Knowledge, load_knowledge
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import find_case, load_cases

settings.register_profile(
    "default",
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# `.ci/slow` asks for it: pytest --hypothesis-profile long.
settings.register_profile("long", settings.get_profile("default"), max_examples=300, derandomize=False)
settings.load_profile("default")

# Commands run by the tests, two hundred of them, would each compile the whole package again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A defect of ours stops the test where it arose, rather than being told in a sentence that the test may not read.
os.environ["ESS_ADVISOR_DEBUG"] = "1"


def pytest_collection_finish() -> None:
    """All is loaded, and what is loaded stays: the collector need not go through it again, a seventh of the time."""
    # hypothesis also tries the constants of our modules that are loaded. Loaded one by one along the tests, they would
    # make what is tried depend on the order of the tests, which pytest-xdist draws anew each time.
    for module in pkgutil.walk_packages(advisor.__path__, "advisor."):
        if not module.name.endswith(".__main__"):
            importlib.import_module(module.name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 5, 2)


EXAMPLES = Path(__file__).parent / "examples" / "cases.jsonl"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture(scope="session")
def situations() -> list[dict[str, Any]]:
    return [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]


class JudgedCases(Mapping[str, tuple[Case, Assessment]]):
    """Each packaged case with its assessment of its own day, made when first asked for; by id, number or name."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.found: dict[str, tuple[Case, Assessment]] = {}

    def __getitem__(self, id: str) -> tuple[Case, Assessment]:
        case = find_case(id)
        if case.id not in self.found:
            self.found[case.id] = case, assess(case.dossier, knowledge=self.knowledge)
        return self.found[case.id]

    def __iter__(self) -> Iterator[str]:
        return (case.id for case in load_cases())

    def __len__(self) -> int:
        return len(load_cases())


@pytest.fixture(scope="session")
def judged(knowledge: Knowledge) -> JudgedCases:
    return JudgedCases(knowledge)
