"""What keeps the law alive: the codes that sources abbreviate, the figures whose next value is due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field

from advisor.rules.aside import packaged
from advisor.rules.basis import Id, Model, Parameter, Text
from advisor.rules.load import Knowledge, Reader

CODES = "codes.yaml"


class Code(Model):
    """A code of law.

    Attributes:
        legi: its number in LEGI. short: how sources begin. title: how texts name it, without a capital.
    """

    legi: Id
    short: Text = Field(alias="court")
    title: Text = Field(alias="titre")


def read_codes(folder: Path, shown: str | None = None) -> dict[str, Code]:
    """The codes of a folder of rules, by their number.

    Raises:
        InputError: every problem of form found in the file, each with its line.
    """
    reader = Reader(folder, shown)
    codes = reader.listed("code", CODES, Code, lambda one: one.legi, "legi")
    reader.finish()
    return codes


load_codes = packaged(read_codes)
"""The packaged ones, read once."""


def overdue(knowledge: Knowledge, on: date) -> tuple[Parameter, ...]:
    """The figures whose next value should be known on a day, the longest due first."""
    due = [(one.due, one) for one in knowledge.parameters.values() if one.due is not None and one.due <= on]
    return tuple(one for _, one in sorted(due, key=lambda pair: pair[0]))
