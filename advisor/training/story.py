"""A company told in plain French from its answers: a story to read, or a few screens for a projector.

A story tells what was answered and applies to the company, never what the law makes of it: no verdict, no criterion, no
article. The words are in ``rules/formation/recit.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

SCREEN = 160
"""Characters of one screen at most: what a room reads in ten seconds."""
MAX_SCREENS = 5

_WHO = "presentation"
"""The paragraph that says who the company is."""


def tell(
    dossier: Dossier,
    knowledge: Knowledge | None = None,
    on: date | None = None,
    intro: str = "",
    criteria: Sequence[str] = (),
) -> tuple[str, ...]:
    """A company told in short paragraphs, from its answers.

    Args:
        dossier: the answers; they must fit the catalogue (`advisor.evaluation.check_dossier`).
        knowledge: another rule base than the packaged one.
        on: the day to name in the story; by default the dossier's own, and none when it has none.
        intro: what is known of the company besides its answers; replaces the opening that only names it.
        criteria: tell only who the company is and what these criteria read; none: every answer.
    """
    base = knowledge or load_knowledge()
    day = on or dossier.on
    law = day or base.base.law_as_of
    told: Iterable[Sentence] = _sentences(dossier, base, law)
    if criteria:
        wanted = {address for id in criteria for address in addresses_read(base, id, law)}
        told = [one for one in told if one.paragraph == _WHO or wanted & set(one.addresses)]
    opening = " ".join(_opening(dossier, day, intro))
    paragraphs: dict[str, list[str]] = {}
    for sentence in told:
        paragraphs.setdefault(sentence.paragraph, []).append(sentence.text)
    texts = [" ".join(sentences) for sentences in paragraphs.values()]
    if opening and texts and _WHO in paragraphs:
        texts[0] = f"{opening} {texts[0]}"
    elif opening:
        texts.insert(0, opening)
    return tuple(texts)


def screens(
    dossier: Dossier,
    knowledge: Knowledge | None = None,
    on: date | None = None,
    intro: str = "",
    criteria: Sequence[str] = (),
    first: Sequence[str] = (),
    closing: Sequence[str] = (),
) -> tuple[str, ...]:
    """The story for a projector: two to five screens of `SCREEN` characters at most.

    What does not fit is left out, beginning with what bears on no criterion.

    Args:
        dossier, knowledge, on, intro: as for `tell`.
        criteria: those asked; what they read comes before the rest.
        first: addresses to show before any other, the most important one first.
        closing: sentences that end the last screen.
    """
    opening, kept = _shown(dossier, knowledge or load_knowledge(), on, intro, criteria, first, closing)
    return (*opening, *_packed([*(one.text for one in kept), *closing]))[:MAX_SCREENS]


def shown(
    dossier: Dossier,
    knowledge: Knowledge,
    on: date | None = None,
    intro: str = "",
    criteria: Sequence[str] = (),
    first: Sequence[str] = (),
    closing: Sequence[str] = (),
) -> frozenset[str]:
    """The addresses whose answers `screens` tells, and those that no story tells: nothing is to be said of them."""
    _, kept = _shown(dossier, knowledge, on, intro, criteria, first, closing)
    whole = _sentences(dossier, knowledge, on or dossier.on or knowledge.base.law_as_of)
    untold = dossier.answers.keys() - {address for one in whole for address in one.addresses}
    return frozenset(address for one in kept for address in one.addresses) | untold


def _shown(
    dossier: Dossier,
    base: Knowledge,
    on: date | None,
    intro: str,
    criteria: Sequence[str],
    first: Sequence[str],
    closing: Sequence[str],
) -> tuple[list[str], list[Sentence]]:
    """The screens that open, and the sentences that the others hold."""
    day = on or dossier.on
    law = day or base.base.law_as_of
    told = list(_sentences(dossier, base, law, SCREEN))
    rest = len(criteria) + 1
    ranks = {address: place - len(first) for place, address in enumerate(first)}
    for place, id in enumerate(criteria, start=1):
        for address in addresses_read(base, id, law):
            ranks.setdefault(address, place)

    def rank(sentence: Sentence) -> int:
        return min((ranks.get(address, rest) for address in sentence.addresses), default=rest)

    for sentence in (one for one in told if one.beside):
        for address in (one for other in told for one in other.addresses):
            if address.partition("[")[0] == sentence.beside:
                ranks[address] = min(ranks.get(address, rest), rank(sentence))
    opening = _packed(_opening(dossier, day, intro))
    kept: set[int] = set()
    for index in sorted(range(len(told)), key=lambda index: (rank(told[index]), index)):
        if (
            rank(told[index]) == rest
            and len(opening) + len(_packed([*(told[i].text for i in sorted(kept)), *closing])) >= 2
        ):
            break
        texts = [told[i].text for i in sorted({*kept, index})]
        if len(opening) + len(_packed([*texts, *closing])) <= MAX_SCREENS:
            kept.add(index)
    return opening, [told[i] for i in sorted(kept)]


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
    return reads(knowledge, tests, guarded=False)


def _opening(dossier: Dossier, day: date | None, intro: str) -> list[str]:
    telling = load_telling()
    texts = [telling.day.format(valeur=french_date(day))] if day else []
    if intro:
        texts.append(intro)
    elif dossier.name:
        texts.append(telling.opening.format(nom=dossier.name))
    return texts


def _packed(texts: Iterable[str]) -> list[str]:
    """Sentences put together as long as a screen holds them; one longer than a screen is cut short."""
    packed: list[str] = []
    for text in (one if len(one) <= SCREEN else one[: SCREEN - 1].rstrip(" ,;:") + "…" for one in texts):
        if packed and len(packed[-1]) + 1 + len(text) <= SCREEN:
            packed[-1] += " " + text
        else:
            packed.append(text)
    return packed


def _sentences(dossier: Dossier, knowledge: Knowledge, day: date, limit: int = 0) -> Iterator[Sentence]:
    told = Teller(dossier, knowledge, day, limit)
    for paragraph in load_telling().paragraphs:
        yield from told.paragraph(paragraph)
    yield from told.unknown()
