"""Lint what is said of the law on personal data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from advisor.common.errors import Problem
from advisor.common.yaml_reader import Path_
from advisor.rules.aside import Finding
from advisor.rules.load import Knowledge
from advisor.rules.personal import PERSONAL_DATA, PersonalData, Rule


def lint_personal_data_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Every problem of that file; none when the folder has none.

    Args:
        folder: the folder of rules. shown: how messages name it.
        knowledge: its rules, as for the other files of the folder; nothing here hangs on them.

    Raises:
        InputError: every problem of form, which leaves the rest unread.
    """
    return PERSONAL_DATA.lint(folder, shown, lambda told, _: _unended(told))


def _unended(told: PersonalData) -> Iterator[Finding]:
    places: list[tuple[Path_, Rule]] = [(("droits", rank), one) for rank, one in enumerate(told.rights)]
    for at, one in (*places, (("cookies",), told.cookies)):
        if not one.text.endswith("."):
            yield (*at, "texte"), "ce texte ne finit pas par un point.", "Ajoutez-le."
