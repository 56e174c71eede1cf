"""A company told in plain French from its answers.

A story tells what was answered and applies to the company, never what the law makes of it: no verdict, no criterion, no
article. The words are in ``rules/formation/recit.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from advisor.dossier import Dossier
from advisor.knowledge import Knowledge, load_knowledge
from advisor.knowledge.conditions import Leaf, OpenPoint, walk
from advisor.knowledge.reach import below
from advisor.reads import reads
from advisor.training.sentences import Sentence, Teller
from advisor.training.telling import load_telling
from advisor.values import french_date

_WHO = "presentation"
"""The paragraph that says who the company is."""


def tell(dossier: Dossier, knowledge: Knowledge | None = None, on: date | None = None) -> tuple[str, ...]:
    """A company told in short paragraphs, from its answers.

    Args:
        dossier: the answers; they must fit the catalogue (`advisor.evaluation.check_dossier`).
        knowledge: another rule base than the packaged one.
        on: the day to name in the story; by default the dossier's own, and none when it has none.
    """
    base = knowledge or load_knowledge()
    day = on or dossier.on
    law = day or base.base.law_as_of
    opening = " ".join(_opening(dossier, day))
    paragraphs: dict[str, list[str]] = {}
    for sentence in _sentences(dossier, base, law):
        paragraphs.setdefault(sentence.paragraph, []).append(sentence.text)
    texts = [" ".join(sentences) for sentences in paragraphs.values()]
    if opening and texts and _WHO in paragraphs:
        texts[0] = f"{opening} {texts[0]}"
    elif opening:
        texts.insert(0, opening)
    return tuple(texts)


@lru_cache(maxsize=1024)
def addresses_read(knowledge: Knowledge, criterion: str, day: date) -> tuple[str, ...]:
    """Every answer that a criterion reads on a day, through the criteria it is made of; guards are left aside."""
    tests = [
        node
        for id in below(knowledge, criterion, day)
        if (version := knowledge.criteria[id].on(day)) is not None
        for node in walk(version.tree)
        if isinstance(node, Leaf | OpenPoint)
    ]
    return reads(knowledge, tests, guarded=False).addresses


def _opening(dossier: Dossier, day: date | None) -> list[str]:
    telling = load_telling()
    texts = [telling.day.format(valeur=french_date(day))] if day else []
    if dossier.name:
        texts.append(telling.opening.format(nom=dossier.name))
    return texts


def _sentences(dossier: Dossier, knowledge: Knowledge, day: date) -> Iterator[Sentence]:
    told = Teller(dossier, knowledge, day)
    for paragraph in load_telling().paragraphs:
        yield from told.paragraph(paragraph)
    yield from told.unknown()
