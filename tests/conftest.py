"""Shared fixtures: the packaged rule base, the worked situations."""

from __future__ import annotations

import gc
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from advisor.knowledge import Knowledge, load_knowledge

settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("default")

# Commands run by the tests, two hundred of them, would each compile the whole package again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not go through it again and again, a seventh of the time."""
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
