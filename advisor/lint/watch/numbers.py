"""Numbers of articles: as sources and extracts write them, which go together, and which a text cites."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

_NUMBER = re.compile(r"(?:(?P<series>[LRDA])\*{0,2}\.?\s*)?(?P<tail>\d[\w ()-]*)")
_SHORT = re.compile(
    r"^(?P<text>.*?),\s+art\.\s+(?P<first>[^,]+?)(?:\s+à\s+(?P<last>[^,]+?)|\s+et\s+s(?:uivants|\.))?(?:,.*)?$"
)
_QUOTED = re.compile(r"\b(?P<first>[LRDA]\*?\.?\s?\d+(?:-\d+)*)(?:\s+à\s+(?P<last>[LRDA]\*?\.?\s?\d+(?:-\d+)*))?")
_LAW = re.compile(r"\barticles?\s+(?P<first>\d+(?:-\d+)?(?:er)?)\s+(?:modifiée?\s+)?de la loi n° ?(?P<law>\d+-\d+)")
_OF_A_CODE = re.compile(r"^[^.;]*?\b(?:du|le|au)\s+(présent code|même code|code [^\W\d_][^.;,]*)")
LAW_NUMBER = re.compile(r"n° ?(\d+-\d+)")


def plain(number: str) -> str:
    """A number as all write it alike: « R. 3332-21-3 », « R*3332-21-3 » and « R3332-21-3 » are one."""
    found = _NUMBER.fullmatch(number.strip().removeprefix("Article ").strip())
    return (found["series"] or "") + found["tail"].strip() if found else number.strip()


def split(short: str) -> tuple[str, str, str] | None:
    """The text, the first and the last article that a source names in short; None when it names no article.

    « CMF, art. L213-32 à L213-35 » gives « CMF », « L213-32 », « L213-35 ».
    """
    found = _SHORT.match(short)
    if found is None:
        return None
    first = plain(found["first"])
    return found["text"], first, plain(found["last"]) if found["last"] else first


def order(number: str) -> tuple[str, tuple[int, ...], str]:
    """What sorts numbers of one series: figures by their value."""
    found = re.match(r"([A-Z]?)((?:\d+-)*\d+)(.*)", number)
    if found is None:
        return "", (), number
    return found[1], tuple(map(int, found[2].split("-"))), found[3]


def within(number: str, first: str, last: str) -> bool:
    """Whether an article is one of a range, both ends included."""
    return number == first or (number[:1] == first[:1] and order(first) <= order(number) <= order(last))


def kin(number: str, cited: str) -> bool:
    """Whether two numbers have the same beginning, so that one was likely inserted beside the other.

    The last figures are left aside, whatever the letter of a regulation (R, D): D3332-21-3-1 goes with R3332-21-3 and
    with R3332-21-1, not with R3332-20 or R3332-21. A law and a regulation share their numbers below the chapter only.
    """
    (one, left, _), (other, right, _) = order(number), order(cited)
    if number == cited or not left or not right or len(left) < 2 or len(right) < 2:
        return False
    root = right[:2] if len(right) > 2 else right
    regulations = {"R", "D", "A"}
    same = one == other or {one, other} <= regulations or min(len(left), len(right)) > 2
    return same and len(left) > len(root) and left[: len(root)] == root


def common(number: str, other: str) -> int:
    """How many figures two numbers begin with alike."""
    pairs = zip(order(number)[1], order(other)[1], strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def quoted(text: str, titles: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """The articles that a text cites: title of the code (empty: its own) or number of the law, first, last.

    Args:
        text: the words of an article.
        titles: the codes that sources know; articles of any other are left out.
    """
    known = sorted(titles, key=len, reverse=True)
    text = text.replace("\xa0", " ").replace("’", "'")
    for found in _QUOTED.finditer(text):
        first = plain(found["first"])
        of = _OF_A_CODE.match(text[found.end() : found.end() + 160])
        named = of[1] if of else "présent code"
        own = "" if named in ("présent code", "même code") else None
        title = next((one for one in known if named.startswith(one)), own)
        if title is not None:
            yield title, first, plain(found["last"]) if found["last"] else first
    for found in _LAW.finditer(text):
        yield found["law"], found["first"], found["first"]
