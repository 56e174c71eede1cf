"""What the privacy page says of the law on personal data; the data of ``rules/parcours/donnees.yaml``.

It is read apart from the law of the statuses, like all that is said along the self-assessment: no verdict rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from advisor.errors import Problem
from advisor.knowledge import Knowledge
from advisor.knowledge.aside import AsideFile, Finding
from advisor.knowledge.basis import Confidence, Day, Model, Text
from advisor.knowledge.load import JOURNEY
from advisor.yamlfile import Path_

FILE = f"{JOURNEY}/donnees.yaml"


class Rule(Model):
    """One thing the law says; ``reference``: its text; ``checked`` and ``confidence``: when it was read, and how."""

    text: Text = Field(alias="texte")
    reference: Text
    confidence: Confidence = Field(alias="confiance")
    checked: Day = Field(alias="controle")


class PersonalData(Model):
    """The whole file.

    Attributes:
        rights: what a visitor may ask, and of whom. cookies: why no consent is asked.
    """

    rights: tuple[Rule, ...] = Field(alias="droits", min_length=1)
    cookies: Rule


PERSONAL_DATA = AsideFile(FILE, PersonalData)
read_personal_data = PERSONAL_DATA.read
"""What is said of personal data in a folder of rules, and where it stands."""
load_personal_data = PERSONAL_DATA.load
"""The packaged file, read once."""


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
