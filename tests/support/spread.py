"""A part of many examples in the ordinary run, as far apart as can be; the others when there is time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy


def spread(many: Sequence[Any], ordinary: int, name: Callable[[Any], str] = str) -> list[Any]:
    """Every example as a parameter, named; all but so many of them are left to `pytest -m slow`."""
    often = {round(rank * len(many) / ordinary) for rank in range(ordinary)}
    return [
        pytest.param(one, id=name(one), marks=() if rank in often else pytest.mark.slow)
        for rank, one in enumerate(many)
    ]


def one_in(ordinary: int) -> list[Any]:
    """For a loop over the cases: one in so many, then every one when there is time."""
    return [ordinary, pytest.param(1, marks=pytest.mark.slow)]


def lengths(ordinary: int, long: int) -> list[Any]:
    """For a property: how many examples in the ordinary run, and when there is time."""
    return [ordinary, pytest.param(long, marks=pytest.mark.slow)]


def hold(examples: int, check: Callable[..., None], *drawn: SearchStrategy[Any]) -> None:
    """So many examples pass the check."""
    settings(max_examples=examples)(given(*drawn)(check))()
