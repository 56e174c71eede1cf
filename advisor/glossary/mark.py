"""Finding the words of the glossary in a text, so that a page can explain each where it first stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from advisor.glossary.book import Entry, Glossary, load_glossary

_SPACE = r"[ \u00a0\u202f\n]+"
_APOSTROPHES = "'\u2019"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; ``entry``: the word it is, when it is one to explain."""

    text: str
    entry: Entry | None = None


def marked(text: str, told: Collection[str] = (), glossary: Glossary | None = None) -> tuple[Piece, ...]:
    """A text cut at the words to explain; joined again, the pieces are the text.

    Each entry is marked where it first stands, the longest word first: « fonds de développement », not « fonds ».

    Args:
        text: what is shown.
        told: ids explained already on the same page.
        glossary: the packaged one by default.
    """
    book = glossary or load_glossary()
    seen = set(told)
    pieces: list[Piece] = []
    start = 0
    for found, entry in _found(text, book):
        if entry.id in seen:
            continue
        seen.add(entry.id)
        if found.start() > start:
            pieces.append(Piece(text[start : found.start()]))
        pieces.append(Piece(found[0], entry))
        start = found.end()
    if start < len(text) or not pieces:
        pieces.append(Piece(text[start:]))
    return tuple(pieces)


def _found(text: str, glossary: Glossary) -> Iterable[tuple[re.Match[str], Entry]]:
    pattern, by_group = _pattern(glossary)
    for match in pattern.finditer(text) if pattern is not None else ():
        yield match, by_group[match.lastgroup or ""]


def _pattern(glossary: Glossary) -> tuple[re.Pattern[str] | None, dict[str, Entry]]:
    return _compiled(tuple(glossary.entries.values()))


@lru_cache(maxsize=8)
def _compiled(entries: tuple[Entry, ...]) -> tuple[re.Pattern[str] | None, dict[str, Entry]]:
    """One pattern for all words, longest first; each spelling is a group of its own."""
    spellings = sorted(
        ((spelling, entry) for entry in entries for spelling in entry.spellings), key=lambda one: -len(one[0])
    )
    if not spellings:
        return None, {}
    by_group = {f"g{rank}": entry for rank, (_, entry) in enumerate(spellings)}
    groups = "|".join(f"(?P<g{rank}>{_spelled(spelling)})" for rank, (spelling, _) in enumerate(spellings))
    # A hyphen makes another word of it: « non-agrément », « sous-préfet ».
    return re.compile(rf"(?<![\w-])(?:{groups})(?![\w-])"), by_group


def _spelled(spelling: str) -> str:
    """The pattern of one spelling: any space, either apostrophe, plural of each word, any case but in acronyms."""
    return _SPACE.join(_word(word) for word in spelling.split())


def _word(word: str) -> str:
    acronym = sum(letter.isupper() for letter in word) > 1
    text = re.sub(rf"[{_APOSTROPHES}]", f"[{_APOSTROPHES}]", re.escape(word))
    if acronym:
        return text
    plural = "" if len(word) < 4 or word[-1] in "sxz" or not word[-1].isalpha() else "[sx]?"
    return f"(?i:{text}{plural})"
