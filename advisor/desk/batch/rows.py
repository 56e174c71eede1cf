"""One company of a table, or of a folder: read, rated, written as a row; whatever is wrong with it stays its own."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from advisor.assessment.assess import light_assess, read_dossier
from advisor.common.errors import EngineError, InputError
from advisor.common.french import capital, lower_first, parse_date, plural, sentence, too_long
from advisor.desk.batch.cells import CellReader, Column, TableAnswer, reader_of, trouble_row, verdict_row, written
from advisor.desk.batch.reading import TableLine, letters
from advisor.dossier import MAX_SIREN, Dossier
from advisor.dossier.answer_parsing import AnswerError, not_a_date
from advisor.dossier.model import wrong_siren
from advisor.rules.load import Knowledge, load_knowledge

MAX_TROUBLES = 5
"""Wrong cells of a line that are listed one by one; the others are counted."""


@dataclass(frozen=True)
class Task:
    """What a whole batch has in common.

    Attributes:
        columns: of the table; empty for a folder.
        separator: between its cells.
        on: day that prevails over those of the lines; today: the day of those that tell none.
    """

    columns: tuple[Column, ...]
    separator: str
    on: date | None
    today: date


class TableCompany(NamedTuple):
    """The company of a line: as much of a dossier as a verdict needs.

    Every part was checked by the functions that check a dossier, which would only check again, more slowly.
    """

    name: str
    siren: str
    on: date | None
    requested: date | None
    answers: dict[str, TableAnswer]


class Trouble(NamedTuple):
    """Why a company has no verdict: which line or file, what is wrong."""

    where: str
    message: str


@dataclass(kw_only=True)
class BatchCounts:
    """What became of some companies.

    Attributes:
        rated: companies with verdicts; verdicts: how many of each, by ``status:outcome``.
        bad: companies without; troubles: the first of them.
        comments: lines left aside.
    """

    rated: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    bad: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    comments: int = 0


@dataclass(kw_only=True)
class Done(BatchCounts):
    """Some companies rated; ``text``: their rows, as the file holds them."""

    text: str = ""


class _Unreadable(Exception):
    """A company cannot be rated; the message is for the user, and the name is kept when it was read."""

    def __init__(self, message: str, name: str = "", siren: str = "") -> None:
        super().__init__(message)
        self.name, self.siren = name, siren


def rate_all(task: Task, items: Iterable[TableLine | Path]) -> Done:
    """Rate some companies, in order.

    Raises:
        EngineError: the engine broke a contract: a defect of ours, which no line is to blame for.
    """
    knowledge, done, rows = load_knowledge(), Done(), list[Sequence[str]]()
    for item in items:
        where = item.name if isinstance(item, Path) else str(item.line)
        try:
            company = company_of(knowledge, task, item)
            if company is None:
                done.comments += 1
                continue
            found = light_assess(company, task.on or company.on or task.today, knowledge)
            rows.append(verdict_row(knowledge, where, company.name, company.siren, found))
            done.rated += 1
            done.verdicts.update(f"{status}:{one.outcome}" for status, one in found.verdicts.items())
        except EngineError:
            raise
        except Exception as error:
            trouble = _trouble(error)
            rows.append(trouble_row(knowledge, where, trouble.name, trouble.siren, str(trouble)))
            done.bad += 1
            done.troubles.append(Trouble(where, str(trouble)))
    done.text = written(rows)
    return done


def _trouble(error: Exception) -> _Unreadable:
    if isinstance(error, _Unreadable):
        return error
    if isinstance(error, InputError):
        return _Unreadable(_shortened([str(problem) for problem in error.problems]))
    if os.environ.get("ESS_ADVISOR_DEBUG"):
        raise error
    return _Unreadable(f"Erreur interne ({type(error).__name__} : {error}) ; cette ligne est à signaler.")


def _shortened(messages: list[str]) -> str:
    left = len(messages) - MAX_TROUBLES
    return " ".join(messages[:MAX_TROUBLES]) + (f" … et {plural(left, 'autre')}." if left > 0 else "")


def company_of(knowledge: Knowledge, task: Task, item: TableLine | Path) -> Dossier | TableCompany | None:
    """Return a company, from its line or from its dossier; None for a comment.

    Raises:
        InputError: a damaged file. Exception: a line that cannot be read, whose message is for the user.
    """
    if isinstance(item, Path):
        return read_dossier(item, knowledge)
    if item.trouble:
        raise _Unreadable(sentence(item.trouble))
    cells = item.cells.split(task.separator) if isinstance(item.cells, str) else item.cells
    if next((cell for cell in cells if cell.strip()), "").lstrip().startswith("#"):
        return None
    return _from_cells(knowledge, task, cells)


def _from_cells(knowledge: Knowledge, task: Task, cells: Sequence[str]) -> TableCompany:
    """What the cells of a line say.

    Raises:
        _Unreadable: every wrong cell, with its column.
    """
    answers: dict[str, TableAnswer] = {}
    fields: dict[str, str] = {}
    wrong: list[str] = []
    for (column, target, reader), cell in zip(_columns(knowledge, task.columns), cells, strict=False):
        if not cell or cell.isspace():
            continue
        try:
            if reader is not None:
                answers[target] = reader(knowledge, target, cell)
            elif target:
                _read_field(fields, target, cell.strip())
            else:
                raise AnswerError("cette case est remplie, mais sa colonne n'a pas de nom")
        except AnswerError as error:
            wrong.append(f"{column.shown} : {error}.")
    for rank in range(len(task.columns), len(cells)):
        if cells[rank].strip():
            wrong.append(
                f"colonne {letters(rank)} : la ligne a plus de cases que l'en-tête ; un séparateur est de trop."
            )
            break
    if wrong:
        message = _shortened([*map(capital, wrong)])
        raise _Unreadable(message, fields.get("denomination", ""), fields.get("siren", ""))
    return TableCompany(
        name=fields.get("denomination", ""),
        siren=fields.get("siren", ""),
        on=_day(fields.get("date_appreciation")),
        requested=_day(fields.get("date_demande")),
        answers=answers,
    )


@lru_cache(maxsize=8)
def _columns(knowledge: Knowledge, columns: tuple[Column, ...]) -> tuple[tuple[Column, str, CellReader | None], ...]:
    """Each column, what it holds, and how its answers are read, if it holds answers."""
    return tuple(
        (one, one.target, reader_of(knowledge, one.target) if one.target in knowledge.addresses else None)
        for one in columns
    )


def _day(text: str | None) -> date | None:
    return _parsed(text) if text else None


# The same few days come back on every line.
_parsed = lru_cache(maxsize=1024)(parse_date)


def _read_field(fields: dict[str, str], name: str, text: str) -> None:
    """Check a field that is no answer.

    Raises:
        AnswerError: not a date, or a text that is too long.
    """
    if not text:
        return
    if name.startswith("date_"):
        try:
            _parsed(text)
        except ValueError:
            raise AnswerError(not_a_date(text)) from None
    elif name == "siren" and len(text) > MAX_SIREN:
        raise AnswerError(f"ce numéro dépasse {MAX_SIREN} caractères")
    elif name == "siren" and (wrong := wrong_siren(text)):
        raise AnswerError(wrong[:1].lower() + wrong[1:].rstrip("."))
    elif long := too_long(text):
        raise AnswerError(lower_first(long).rstrip("."))
    fields[name] = text
