"""What the privacy page says of the law on personal data; the data of ``rules/parcours/donnees.yaml``.

It is read apart from the law of the statuses, like all that is said along the self-assessment: no verdict rests on it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field

from advisor.data import as_typed, data_dir
from advisor.errors import Problem
from advisor.knowledge import Knowledge
from advisor.knowledge.basis import Confidence, Day, Model, Text
from advisor.knowledge.lint_texts import slips
from advisor.knowledge.load import JOURNEY
from advisor.knowledge.reader import Reader, keys_of
from advisor.yamlfile import Path_, YamlDocument

FILE = f"{JOURNEY}/donnees.yaml"
KIND = "donnees"


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


def read_personal_data(folder: Path, shown: str | None = None) -> tuple[PersonalData, tuple[YamlDocument, Path_]]:
    """What is said of personal data in a folder of rules, and where it stands.

    Args:
        folder: the folder of rules (``rules/``).
        shown: how messages name it; as given by default.

    Raises:
        InputError: every problem of form found in the file, each with its line.
    """
    reader = Reader(folder, shown, keys_of((PersonalData, Rule)))
    found = reader.single(KIND, FILE, PersonalData)
    reader.finish()
    return found[KIND], reader.places[(KIND, KIND)]


@lru_cache(maxsize=1)
def load_personal_data() -> PersonalData:
    """The packaged file, read once.

    Raises:
        InputError: the file is damaged.
    """
    folder = data_dir("rules")
    return read_personal_data(folder, as_typed(folder))[0]


def lint_personal_data_folder(folder: Path, shown: str | None, knowledge: Knowledge) -> list[Problem]:
    """Every problem of that file; none when the folder has none.

    Args:
        folder: the folder of rules. shown: how messages name it.
        knowledge: its rules, as for the other files of the folder; nothing here hangs on them.

    Raises:
        InputError: every problem of form, which leaves the rest unread.
    """
    if not (folder / FILE).is_file():
        return []
    told, (document, _) = read_personal_data(folder, shown)
    places: list[tuple[Path_, Rule]] = [(("droits", rank), one) for rank, one in enumerate(told.rights)]
    found = []
    for at, one in (*places, (("cookies",), told.cookies)):
        if not one.text.endswith("."):
            found.append(document.problem((*at, "texte"), "ce texte ne finit pas par un point.", "Ajoutez-le."))
    return [*found, *slips(document)]
