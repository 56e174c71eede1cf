"""Companies made for a test: from keyword answers, or from the sample dossier with some answers changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from advisor.dossier import Dossier, answer, load_dossier
from advisor.training.casebook.read import find_case

DAY = date(2025, 6, 16)


def given(on: date = DAY, requested: date | None = None, **answers: Any) -> Dossier:
    """A dossier from keyword answers; ``charges__n_1`` stands for ``charges[n-1]``."""
    flat = {}
    for key, value in answers.items():
        fact, _, slot = key.partition("__")
        flat[f"{fact}[{slot.replace('_', '-')}]" if slot else fact] = answer(value)
    return Dossier(on=on, requested=requested, answers=flat)


def sample(**changes: Any) -> Dossier:
    """The sample dossier, eligible on both sides, with some answers changed (None: taken away)."""
    return _changed(load_dossier(Path(__file__).parents[1] / "data" / "dossier.yaml"), changes)


def with_answers(case: str, **changes: Any) -> Dossier:
    """A worked case with some answers changed (None: taken away)."""
    return _changed(find_case(case).dossier, changes)


def _changed(dossier: Dossier, changes: dict[str, Any]) -> Dossier:
    for key, value in changes.items():
        fact, _, slot = key.partition("__")
        address = f"{fact}[{slot.replace('_', '-')}]" if slot else fact
        dossier = dossier.with_answer(address, None if value is None else answer(value))
    return dossier
