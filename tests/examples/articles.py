"""Articles as compared by the tests: « C. trav., art. R3332-21-1, 1° » and its kind, whatever the punctuation."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TEXTS = (
    (re.compile(r"loi (?:n° )?(\d{4}-\d+)[^,;]*, art\. (\w+)"), "loi {0} art. {1}"),
    (re.compile(r"décret (?:n° )?(\d{4}-\d+)[^,;]*, art\. (\w+)"), "décret {0} art. {1}"),
    (re.compile(r"arrêté du (\d+) août (\d{4})(?:, art\. (\w+))?"), "arrêté {1}-08-{0} art. {2}"),
    (re.compile(r"c\. trav\., art\. ([lr]\d+(?:-\d+)*)"), "code du travail {0}"),
)
_STEP = re.compile(r"(?<![\w°])(?:(i{1,3}|iv)(?!\w)|(\d+)°|([a-z])\)?(?![\w)]))")


@dataclass(frozen=True)
class Article:
    """A text, its article, and the path inside it: ``("II", "2°", "c")``."""

    text: str
    path: tuple[str, ...]

    def agrees(self, other: Article) -> bool:
        """Same article, and neither path contradicts the other: a shorter one is only less precise."""
        return self.text == other.text and all(a == b for a, b in zip(self.path, other.path, strict=False))


def articles(citation: str) -> list[Article]:
    """Every article a citation names; several when it joins them (« III-IV », « II et I, 3° », « 1° ; 2° »)."""
    found = []
    for part in citation.lower().replace("1er", "1").split(" ; "):
        for pattern, shape in _TEXTS:
            match = pattern.search(part)
            if match:
                text = shape.format(*(group or "1" for group in match.groups()))
                rest = re.sub(r"\(.*", "", part[match.end() :])
                found += [Article(text, _path(piece)) for piece in re.split(r" et |(?<=i)-(?=i)", rest)]
    return found


def _path(text: str) -> tuple[str, ...]:
    return tuple(roman or (f"{number}°" if number else letter) for roman, number, letter in _STEP.findall(text))


def same_article(expected: str, given: str) -> bool:
    """Whether two citations have an article in common."""
    return any(one.agrees(other) for one in articles(expected) for other in articles(given))
