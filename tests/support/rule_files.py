"""One file of the rules, damaged on purpose in a folder of its own, and what the linter says of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from advisor.common.errors import InputError, Problem
from advisor.common.resources import data_dir
from advisor.rules.load import Knowledge


def damage(folder: Path, file: str, old: str, new: str) -> None:
    """Copy a packaged file of the rules into a folder, with the first ``old`` replaced, and what conditions name."""
    for named in ("ensembles.yaml", "definitions.yaml"):
        if not (folder / named).exists():
            shutil.copy(data_dir("rules") / named, folder)
    text = (data_dir("rules") / file).read_text(encoding="utf-8")
    assert old in text, old
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def lint_lines(
    lint: Callable[[Path, str | None, Knowledge], list[Problem]], folder: Path, knowledge: Knowledge
) -> list[str]:
    """What a linter says of a folder named ``rules``, errors of form included."""
    try:
        return [str(one) for one in lint(folder, "rules", knowledge)]
    except InputError as error:
        return [str(one) for one in error.problems]
