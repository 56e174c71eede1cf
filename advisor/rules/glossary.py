"""The glossary, of legal and accounting words, and where they stand in a text; ``rules/parcours/lexique.yaml``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pydantic import Field

from advisor.common.yaml_reader import Path_, YamlDocument
from advisor.rules.aside import packaged
from advisor.rules.basis import Citation, Confidence, Identified, Text
from advisor.rules.load import JOURNEY, Reader

FILE = f"{JOURNEY}/lexique.yaml"
KIND = "terme"

_SPACE = r"[ \u00a0\u202f\n]+"
_APOSTROPHES = "'\u2019"
# A hyphen makes another word of it: « non-agrément », « sous-préfet ».
_WORD = re.compile(r"(?<![\w-])\w+")
_KEY = 3
"""First letters of a word by which spellings are looked up."""


class Term(Identified):
    """A word, explained.

    Attributes:
        term: as it heads the glossary; its plural is found without being written.
        forms: other words for it, acronyms and irregular plurals included.
        meaning: one or two plain sentences.
        citations, confidence: of what the meaning says of the law; none when it only explains a word.
    """

    term: Text = Field(alias="terme")
    forms: tuple[Text, ...] = Field((), alias="variantes")
    meaning: Text = Field(alias="sens")
    citations: tuple[Citation, ...] = Field((), alias="sources")
    confidence: Confidence | None = Field(None, alias="confiance")

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write it, save regular plurals."""
        return (self.term, *self.forms)


@dataclass(frozen=True)
class Glossary:
    """Every entry by id, in file order; ``places``: where each stands."""

    entries: dict[str, Term]
    places: dict[tuple[str, str], tuple[YamlDocument, Path_]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def spelled(self) -> dict[str, tuple[tuple[re.Pattern[str], Term], ...]]:
        """Every spelling by the start of its first word, longest first."""
        found: dict[str, list[tuple[re.Pattern[str], Term]]] = {}
        every = [(spelling, entry) for entry in self.entries.values() for spelling in entry.spellings]
        for spelling, entry in sorted(every, key=lambda one: -len(one[0])):
            first = _WORD.search(spelling)
            if first is not None:
                pattern = re.compile(rf"{_spelled(spelling[first.start() :])}(?![\w-])")
                found.setdefault(_key(first[0]), []).append((pattern, entry))
        return {key: tuple(patterns) for key, patterns in found.items()}


def read_glossary(folder: Path, shown: str | None = None) -> Glossary:
    """The glossary of a folder of rules.

    Args:
        folder: the folder of rules (``rules/``).
        shown: how messages name it; as given by default.

    Raises:
        InputError: every problem of form found in the file, each with its line.
    """
    reader = Reader(folder, shown)
    entries = reader.listed(KIND, FILE, Term)
    reader.finish()
    return Glossary(entries, reader.places)


load_glossary = packaged(read_glossary)
"""The packaged glossary, read once."""


# -- finding them in a text, so that a page can explain each where it first stands -----------------------------------


@dataclass(frozen=True, slots=True)
class TextPart:
    """A part of a text; ``entry``: the word it is, when it is one to explain."""

    text: str
    entry: Term | None = None


def marked(text: str, explained: Collection[str] = (), glossary: Glossary | None = None) -> tuple[TextPart, ...]:
    """A text cut at the words to explain; joined again, the pieces are the text.

    Each entry is marked where it first stands, the longest word first: « fonds de développement », not « fonds ».

    Args:
        text: what is shown.
        explained: ids already explained on the same page.
        glossary: the packaged one by default.
    """
    book = glossary or load_glossary()
    seen = set(explained)
    pieces: list[TextPart] = []
    start = 0
    for found, entry in _found(text, book):
        if entry.id in seen:
            continue
        seen.add(entry.id)
        if found.start() > start:
            pieces.append(TextPart(text[start : found.start()]))
        pieces.append(TextPart(found[0], entry))
        start = found.end()
    if start < len(text) or not pieces:
        pieces.append(TextPart(text[start:]))
    return tuple(pieces)


def _found(text: str, glossary: Glossary) -> Iterator[tuple[re.Match[str], Term]]:
    """Words to explain, from left to right, the longest at each place; none inside another."""
    spelled = glossary.spelled
    end = 0
    for word in _WORD.finditer(text):
        if word.start() < end:
            continue
        for pattern, entry in spelled.get(_key(word[0]), ()):
            match = pattern.match(text, word.start())
            if match is not None:
                end = match.end()
                yield match, entry
                break


def _key(word: str) -> str:
    """By which spellings are looked up: a page has many words, and few of them are to be explained."""
    return word[:_KEY].lower()


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
