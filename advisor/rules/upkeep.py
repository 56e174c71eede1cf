"""What keeps the law alive: codes that sources abbreviate, figures whose next value is due, what to read online."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import Field

from advisor.rules.aside import packaged
from advisor.rules.basis import Day, Id, Model, Parameter, Text
from advisor.rules.load import Knowledge, Reader

CODES, TO_READ = "codes.yaml", "a_lire.yaml"


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


class ToRead(Model):
    """What someone must read online.

    Attributes:
        text: what. effect: on what it bears.
        read_on, by: when it was read, and by whom; both or neither. found: what was found there.
        set_aside: the versions of articles (LEGIARTI) that were read and change nothing: the watch is silent on them.
    """

    text: Text = Field(alias="lire")
    effect: Text = Field(alias="effet")
    read_on: Day | None = Field(None, alias="lu_le")
    by: str = Field("", alias="par")
    found: str = Field("", alias="constat")
    set_aside: tuple[Id, ...] = Field((), alias="identifiants")


def read_to_read(folder: Path, shown: str | None = None) -> tuple[dict[str, ToRead], Reader]:
    """The reading list of a folder of rules, by what is to be read, and where each line stands.

    Raises:
        InputError: every problem of form found in the file, each with its line.
    """
    reader = Reader(folder, shown)
    lines = reader.listed("a_lire", TO_READ, ToRead, lambda one: one.text, "lire")
    reader.finish()
    return lines, reader


def set_aside(lines: Iterable[ToRead]) -> frozenset[str]:
    """The versions of articles that someone read and left aside."""
    return frozenset(id for one in lines if one.read_on is not None for id in one.set_aside)


load_to_read = packaged(lambda folder, shown: tuple(read_to_read(folder, shown)[0].values()))
"""The packaged list, read once."""
