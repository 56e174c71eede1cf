"""The calendar as iCalendar (RFC 5545): all-day events, the same bytes for the same file and day."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta

from advisor.advice.papers.model import Entry, EsusFile

LIMIT = 75
"""Octets of a line, its end not counted."""
ALARM = "-P7D"
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


def to_ics(found: EsusFile) -> str:
    """The calendar of a file, with CRLF line ends.

    ``UID`` depends on the company and the step only: an agenda that imports it again replaces what it had.
    """
    return "".join(f"{part}\r\n" for line in _lines(found) for part in fold(line))


def escape(text: str) -> str:
    """A text value: backslash, semicolon, comma and line end escaped, what cannot be printed left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = _UNPRINTABLE.sub("", text)
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line: str) -> Iterator[str]:
    """A line cut so that none is longer than the limit, never inside a character; what follows starts with a space."""
    part, size = "", 0
    for char in line:
        width = len(char.encode("utf-8"))
        if size + width > LIMIT:
            yield part
            part, size = " ", 1
        part += char
        size += width
    yield part


def _lines(found: EsusFile) -> Iterator[str]:
    owner = hashlib.sha256(f"{found.siren}\0{found.name}".encode()).hexdigest()[:16]
    name = " ".join(found.name.split()) or "structure sans nom"
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ess-advisor//calendrier//FR", "CALSCALE:GREGORIAN")
    yield f"X-WR-CALNAME:{escape(f'Agrément ESUS : {name}')}"
    for entry in found.calendar:
        yield from _event(entry, found, owner, name)
    yield "END:VCALENDAR"


def _event(entry: Entry, found: EsusFile, owner: str, name: str) -> Iterator[str]:
    told = [entry.text, f"Compté : {entry.basis}."]
    told += [f"Hypothèse : {entry.assumed}"] if entry.assumed else []
    told += [f"Attention : {entry.warning}"] if entry.warning else []
    told.append(f"{entry.articles} [{entry.confidence}]".strip())
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.id}-{owner}@ess-advisor.invalid"
    yield f"DTSTAMP:{found.on:%Y%m%d}T000000Z"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(1):%Y%m%d}"
    yield f"SUMMARY:{escape(f'{entry.title} ({name})')}"
    yield f"DESCRIPTION:{escape(chr(10).join(told))}"
    yield "TRANSP:TRANSPARENT"
    yield from (
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{escape(entry.title)}",
        f"TRIGGER:{ALARM}",
        "END:VALARM",
    )
    yield "END:VEVENT"
