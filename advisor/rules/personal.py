"""What the privacy page says of the law on personal data; the data of ``rules/parcours/donnees.yaml``.

It is read apart from the law of the statuses, like all that is said along the self-assessment: no verdict rests on it.
"""

from __future__ import annotations

from pydantic import Field

from advisor.rules.aside import AsideFile
from advisor.rules.basis import Confidence, Day, Model, Text
from advisor.rules.load import JOURNEY

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
