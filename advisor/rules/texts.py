"""The law beside its rule: articles read word for word, sentence by sentence, and what states each; ``rules/textes/``.

The text is evidence, not rule: no verdict reads it, and it stands outside the fingerprint of the rules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

from pydantic import Field

from advisor.common.yaml_reader import Path_, YamlDocument
from advisor.rules import ids
from advisor.rules.aside import packaged
from advisor.rules.basis import DISTANT, Dated, Flag, Id, Model, Text, Versions
from advisor.rules.load import Knowledge, Reader
from advisor.rules.vocabulary import EntryKind

FOLDER = "textes"
KIND = "texte_de_loi"


class Sentence(Dated):
    """A sentence, or an item of an enumeration, on the days on which it stands.

    Attributes:
        text: word for word. goes_on: it follows the sentence before in the same paragraph.
        rules: ids of the entries that state it.
        no_effect: why no verdict, figure, procedure or duty hangs on it.
        untranslated: what of it no entry states, and why.
    """

    text: Text = Field(alias="texte")
    goes_on: Flag = Field(False, alias="suite")
    rules: tuple[Id, ...] = Field((), alias="regles")
    no_effect: str = Field("", alias="sans_effet")
    untranslated: str = Field("", alias="non_traduit")


class TextVersion(Dated):
    """A version of the article: its text was copied, whole or in part, or is missing, with the reason.

    ``digest``: of the text, as it was copied; a sentence changed by mistake is seen.
    """

    digest: str = Field("", alias="empreinte")
    partial: str = Field("", alias="partiel")
    missing: str = Field("", alias="texte_absent")


class LegalText(Model):
    """An article; ``source``: its id in ``sources.yaml``. ``copied``: where the text was copied from."""

    source: ids.Source
    copied: str = Field("", alias="copie")
    versions: Versions[TextVersion] = Field(min_length=1)
    sentences: tuple[Sentence, ...] = Field((), alias="phrases")

    def on(self, day: date) -> Iterator[Sentence]:
        """The sentences that stand on a day, in order."""
        return (one for one in self.sentences if one.covers(day))

    def text(self, day: date) -> str:
        """The text of a day, a paragraph a line."""
        return joined(self.on(day))

    def days(self, sentence: Sentence, whole: bool = False) -> list[tuple[date, date]]:
        """The periods in which a sentence is known to stand: those of the versions copied, or copied in ``whole``."""
        return [
            (max(one.start, sentence.start), min(one.end, sentence.end))
            for one in self.versions
            if not (one.missing or (whole and one.partial)) and one.start <= sentence.end and sentence.start <= one.end
        ]


def joined(sentences: Iterable[Sentence]) -> str:
    """Sentences as one text, a paragraph a line."""
    return "".join(f"{' ' if one.goes_on else chr(10)}{one.text}" for one in sentences).strip()


def digest(text: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class LegalTexts:
    """Every article by the id of its source; ``places``: where each stands."""

    by_source: dict[str, LegalText]
    places: dict[tuple[str, str], tuple[YamlDocument, Path_]] = field(repr=False, compare=False)


def read_texts(folder: Path, shown: str | None = None) -> LegalTexts:
    """The texts of a folder of rules.

    Args:
        folder: the folder of rules (``rules/``).
        shown: how messages name it; as given by default.

    Raises:
        InputError: every problem of form, each with its line.
    """
    reader = Reader(folder, shown)
    found = reader.listed(KIND, f"{FOLDER}/*.yaml", LegalText, attrgetter("source"), "source")
    reader.finish()
    return LegalTexts(found, reader.places)


load_texts = packaged(read_texts)
"""The packaged texts, read once."""


# -- what may state a sentence ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stating:
    """An entry that may state a sentence, and the days on which it is in force."""

    kind: EntryKind
    id: str
    title: str
    entry: Any
    spans: tuple[tuple[date, date], ...]

    def meets(self, days: Iterable[tuple[date, date]]) -> bool:
        """Whether it is in force on a day of some periods."""
        return any(start <= last and first <= end for first, last in days for start, end in self.spans)


def stating(knowledge: Knowledge) -> dict[str, Stating]:
    """Every entry that may state a sentence of a text, by id: what decides, what is computed, done or advised."""
    kinds: tuple[tuple[EntryKind, Iterable[Any]], ...] = (
        (EntryKind.CRITERION, knowledge.criteria.values()),
        (EntryKind.STATUS, knowledge.routes().values()),
        (EntryKind.PARAMETER, knowledge.parameters.values()),
        (EntryKind.INDICATOR, knowledge.indicators.values()),
        (EntryKind.OPEN_POINT, knowledge.open_questions.values()),
        (EntryKind.GUIDANCE, knowledge.guidance),
        (EntryKind.REMEDY, knowledge.remedies.values()),
    )
    return {one.id: Stating(kind, one.id, one.title, one, _spans(one)) for kind, entries in kinds for one in entries}


def _spans(entry: Any) -> tuple[tuple[date, date], ...]:
    if isinstance(entry, Dated):
        return ((entry.start, entry.end),)
    dated = getattr(entry, "values", ()) or getattr(entry, "versions", ())
    return tuple((one.start, one.end) for one in dated) or ((date(1, 1, 1), DISTANT),)


# -- how much of an article is translated ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """How many sentences of a text are stated by a rule (``partly``: not in full), have no effect, or are left out."""

    stated: int
    partly: int
    no_effect: int
    untranslated: int

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Share:
        """A sentence stated in part counts as stated."""
        counted = list(sentences)
        stated = [one for one in counted if one.rules]
        no_effect = sum(bool(one.no_effect) for one in counted)
        partly = sum(bool(one.untranslated) for one in stated)
        return cls(len(stated), partly, no_effect, len(counted) - len(stated) - no_effect)

    @property
    def total(self) -> int:
        return self.stated + self.no_effect + self.untranslated
