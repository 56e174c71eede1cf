"""The official address of a text, from the identifiers that its source gives: what may be linked to, and what may not.

A number of LEGI (LEGIARTI) is one version of an article. A number of the Journal officiel (JORFTEXT, JORFARTI) and an
ELI ending in ``jo`` are the text as it was published: they never stand for a version that came later. What has no
identifier has no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from advisor.common.french import parse_date
from advisor.rules.basis import Source, SourceVersion

SITE = "https://www.legifrance.gouv.fr/"
NOT_OPENED = "texte officiel, non ouvert par l'outil"
"""What is said of a link: nothing was fetched."""
IDENTIFIER = re.compile(r"LEGIARTI\d{12}|JORF(?:TEXT|ARTI)\d{12}|eli/[a-z]+/\d{4}/\d+/\d+/[\w-]+/jo/\w+")
_NUMBERED = re.compile(
    r"(?P<kind>Loi|Décret|Ordonnance) n° (?P<number>\d{4}-\d+) du (?P<day>\w+ \w+ \d{4})"
    r"(?:.*?, art\. (?P<article>\d+)$)?"
)
_KINDS = {"Loi": "loi", "Décret": "decret", "Ordonnance": "ordonnance"}
_FIRST_ELI = 2002
"""Older texts are not all under an ELI."""


def eli(source: Source) -> str:
    """The ELI of a numbered text as published, from how it is shortened; empty for any other, such as an order."""
    found = _NUMBERED.match(source.short)
    day = parse_date(found["day"]) if found is not None else None
    if found is None or day is None or day.year < _FIRST_ELI:
        return ""
    part = f"article_{found['article']}" if found["article"] else "texte"
    return f"eli/{_KINDS[found['kind']]}/{day.year}/{day.month}/{day.day}/{found['number']}/jo/{part}"


def identifiers(source: Source, version: SourceVersion) -> str:
    """What a version is known by, in one line; its ELI is added when nothing else leads to it."""
    if _leading(source, version):
        return version.reference
    own = eli(source) if version == source.versions[0] else ""
    return " ; ".join(filter(None, (version.reference, own)))


def links(sources: Iterable[Source]) -> dict[str, str]:
    """The address of each identifier that leads to a version of a source."""
    found: dict[str, str] = {}
    later = set()
    for source in sources:
        for rank, version in enumerate(source.versions):
            for identifier in IDENTIFIER.findall(identifiers(source, version)):
                if identifier.startswith("LEGIARTI"):
                    found.setdefault(identifier, _article(identifier, source, version))
                else:
                    found.setdefault(identifier, _published(identifier))
                    later |= {identifier} if rank else set()
    return {identifier: address for identifier, address in found.items() if identifier not in later}


def linked(text: str, addresses: dict[str, str]) -> Iterator[tuple[str, str]]:
    """A text in pieces, each with the official address it leads to, or an empty one."""
    rest = 0
    for found in IDENTIFIER.finditer(text):
        if found[0] in addresses:
            if found.start() > rest:
                yield text[rest : found.start()], ""
            yield found[0], addresses[found[0]]
            rest = found.end()
    if rest < len(text):
        yield text[rest:], ""


def _leading(source: Source, version: SourceVersion) -> bool:
    """Whether the reference of a version holds an identifier of it, which no later version repeats."""
    first, *others = source.versions
    repeated = {one for other in others for one in IDENTIFIER.findall(other.reference)}
    return any(
        one.startswith("LEGIARTI") or (version == first and one not in repeated)
        for one in IDENTIFIER.findall(version.reference)
    )


def _article(identifier: str, source: Source, version: SourceVersion) -> str:
    """An article in the version of a day: that of the last check, or the nearest of those of the version."""
    day: date = max(version.start, min(version.checked, version.end))
    part = "codes" if source.nature == "code" else "loda"
    return f"{SITE}{part}/article_lc/{identifier}/{day.isoformat()}"


def _published(identifier: str) -> str:
    if identifier.startswith("eli/"):
        return f"{SITE}{identifier}"
    return f"{SITE}jorf/{'article_jo' if identifier.startswith('JORFARTI') else 'id'}/{identifier}"
