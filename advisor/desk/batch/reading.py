"""A table as a spreadsheet saves it: its encoding and separator found, then one record at a time, never the whole.

A record that cannot be read (a quote never closed, a null character…) spoils one line: the next ones are read.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TextIO

from advisor.common.errors import InputError, Problem, system_reason
from advisor.common.french import NBSP, french_number

MAX_LINE = 500_000
"""Characters of one line: every fact with a long text fits, a file that is no table does not."""

MAX_LINES_OF_RECORD = 200
"""Lines of one record, when a cell between quotes holds line ends; a quote never closed stops there."""

SEPARATORS = ";,\t"
_ENCODING_NAMES = {"utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252"}
_NAMED = re.compile(r"sep=([;,\t])", re.IGNORECASE)
_BLOCK = 1 << 20
_BLANK = f" \t;,{NBSP}"


class TableLine(NamedTuple):
    """One line of a table.

    Attributes:
        line: its number in the file, from 1.
        cells: its cells as split, or the line itself when it has no quote to interpret.
        trouble: why it cannot be read; empty when it can.
    """

    line: int
    cells: list[str] | str
    trouble: str = ""


@dataclass(frozen=True)
class InputTable:
    """A file found readable as a table.

    Attributes:
        path: the file.
        encoding: as Python names it.
        separator: between cells.
        digest: tells one content of the file from another.
        lines: lines of the file, header included.
        header: cells of the first line that is not blank; first: the line after it.
    """

    path: Path
    encoding: str
    separator: str
    digest: str
    lines: int
    header: tuple[str, ...]
    first: int

    @property
    def encoding_name(self) -> str:
        """The encoding as a person calls it; empty when it is the usual one."""
        return _ENCODING_NAMES.get(self.encoding, "")

    def records(self) -> Iterator[TableLine]:
        """Yield every record below the header, blank lines left out."""
        with _opened(self.path, self.encoding) as file:
            yield from _records(_Lines(file), self.separator, self.first, len(self.header))


def open_table(path: Path) -> InputTable:
    """Find how a table is written, in one pass over the file.

    Raises:
        InputError: no such file, a workbook instead of a table, an empty file, a header that cannot be read.
    """
    try:
        encoding, digest, lines = _examined(path)
        with _opened(path, encoding) as file:
            filled = ((number, text) for number, text in _Lines(file) if text.strip(_BLANK))
            number, text = next(filled, (0, ""))
            # Excel writes, and reads, a first line that names the separator.
            named = _NAMED.fullmatch(text)
            if named:
                number, text = next(filled, (0, ""))
    except OSError as error:
        raise InputError(Problem(f"lecture impossible ({system_reason(error)}).", str(path))) from None
    if not number:
        raise InputError(
            Problem(
                "cette table est vide.",
                str(path),
                mend="Pour une table à remplir : ess-advisor lot --modele F.csv.",
            )
        )
    # The separator that cuts the header most; « ; » when none does.
    separator = named[1] if named else max(SEPARATORS, key=text.count)
    try:
        header = next(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error:
        raise InputError(
            Problem("un guillemet ouvert dans l'en-tête n'est pas refermé.", str(path), number, 1)
        ) from None
    return InputTable(path, encoding, separator, digest, lines, tuple(header), number + 1)


def _examined(path: Path) -> tuple[str, str, int]:
    """Encoding, digest and number of lines of a file."""
    digest, lines, tail, head = hashlib.blake2b(digest_size=16), 0, b"", b""
    utf8: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")()
    block = None
    with path.open("rb") as file:
        while block != b"":
            block = file.read(_BLOCK)
            head, tail = head or block[:4096], block[-2:] or tail
            digest.update(block)
            lines += block.count(b"\n")
            try:
                if utf8 is not None:
                    utf8.decode(block, final=not block)
            except UnicodeDecodeError:
                utf8 = None
    _refuse_workbook(path, head)
    lines += not tail.rstrip(b"\0").endswith(b"\n") if tail else 0
    return _encoding(head, utf8 is not None), digest.hexdigest(), lines


def _refuse_workbook(path: Path, head: bytes) -> None:
    """A workbook is not a table of text, whatever its name."""
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise InputError(
            Problem(
                "c'est un classeur (Excel, LibreOffice), non une table au format CSV.",
                str(path),
                mend="Dans le tableur : Enregistrer sous, type « CSV UTF-8 », puis donnez ce fichier.",
            )
        )
    if head.startswith(b"%PDF"):
        raise InputError(Problem("c'est un PDF, non une table au format CSV.", str(path)))


def _encoding(head: bytes, utf8: bool) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # UTF-16 without its mark: our headers are plain letters, so every other byte is null.
    if len(head) >= 4 and head[1] == head[3] == 0 and head[0]:
        return "utf-16-le"
    if len(head) >= 4 and head[0] == head[2] == 0 and head[1]:
        return "utf-16-be"
    return "utf-8-sig" if utf8 else "cp1252"


def _opened(path: Path, encoding: str) -> TextIO:
    return path.open(encoding=encoding, errors="replace")


class _Lines:
    """Numbered lines of a file, without their ends; some can be given back."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._number = 0
        self._back: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[tuple[int, str]]:
        while (one := self.take()) is not None:
            yield one

    def take(self) -> tuple[int, str] | None:
        """The next line; one that has no end is cut, and what follows it is passed over."""
        if self._back:
            return self._back.pop()
        text = self._file.readline(MAX_LINE + 1)
        if not text:
            return None
        self._number += 1
        if len(text) > MAX_LINE and not text.endswith("\n"):
            while (rest := self._file.readline(_BLOCK)) and not rest.endswith("\n"):
                pass
        return self._number, text.removesuffix("\n")

    def give_back(self, lines: list[tuple[int, str]]) -> None:
        self._back += reversed(lines)


def _records(lines: _Lines, separator: str, first: int, width: int) -> Iterator[TableLine]:
    for number, text in lines:
        if number < first or not text.strip(_BLANK):
            continue
        if len(text) > MAX_LINE:
            yield TableLine(number, "", f"cette ligne dépasse {french_number(MAX_LINE)} caractères")
        elif "\0" in text:
            column = text[: text.index("\0")].count(separator)
            yield TableLine(number, "", f"colonne {letters(column)} : un caractère nul, invisible, abîme la ligne")
        elif '"' not in text:
            yield TableLine(number, text)
        else:
            yield _quoted(lines, number, text, separator, width)


def _quoted(lines: _Lines, number: int, text: str, separator: str, width: int) -> TableLine:
    """A record with quotes, over as many lines as its cells hold; if it does not end, only its first line is lost."""
    parts, taken, open_ = [text], list[tuple[int, str]](), True
    while open_:
        if not taken or '"' in parts[-1]:
            cells, open_ = _split(parts, separator)
            # A quote closed by that of another company swallows cells: they are then too many.
            if cells is not None and (not taken or len(cells) <= width):
                return TableLine(number, cells)
        following = lines.take() if open_ and len(taken) < MAX_LINES_OF_RECORD else None
        if following is None or "\0" in following[1]:
            taken += [following] if following else []
            break
        taken.append(following)
        parts.append(following[1])
    lines.give_back(taken)
    column = letters(_culprit(text, separator))
    return TableLine(number, "", f"colonne {column} : un guillemet est mal placé ou n'est pas refermé")


def _split(parts: list[str], separator: str) -> tuple[list[str] | None, bool]:
    """Cells of a record, None when its quotes are wrong; whether another line may still mend it."""
    # Every line but the last keeps its end: inside quotes, it belongs to the cell.
    written = [part + "\n" for part in parts[:-1]] + parts[-1:]
    try:
        return next(csv.reader(written, delimiter=separator, strict=True)), False
    except csv.Error as error:
        return None, "unexpected end of data" in str(error)


def _culprit(text: str, separator: str) -> int:
    """Rank of the first cell whose quotes do not pair, read from the left."""
    for rank, cell in enumerate(text.split(separator)):
        if cell.startswith('"') and (len(cell) == 1 or cell.count('"') % 2):
            return rank
    return 0


def letters(rank: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    name = ""
    rank += 1
    while rank:
        rank, rest = divmod(rank - 1, 26)
        name = chr(65 + rest) + name
    return name
