"""A company told in plain French from its answers: a story to read, or a few screens for a projector.

A story tells what was answered and applies to the company, never what the law makes of it: no verdict, no criterion, no
article. The words are in ``rules/formation/recit.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache

from advisor.answers import typed
from advisor.dossier import Dossier
from advisor.knowledge import Knowledge, load_knowledge
from advisor.knowledge.conditions import Leaf, OpenPoint, walk
from advisor.knowledge.reach import below
from advisor.reads import reads
from advisor.settle import FALSE, Session
from advisor.training.telling import Amounts, Group, Noun, Paragraph, Phrase, Rest, Row, Simple, load_telling
from advisor.values import french_date, french_money
from advisor.wording import address_name, answer_text

SCREEN = 160
"""Characters of one screen at most: what a room reads in ten seconds."""
MAX_SCREENS = 5

_NOT_KNOWN = "inconnu"
_WHO = "presentation"
"""The paragraph that says who the company is."""


@dataclass(frozen=True)
class Sentence:
    """One sentence, the answers it tells, and the paragraph it belongs to."""

    text: str
    addresses: tuple[str, ...]
    paragraph: str


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
    return reads(knowledge, tests, guarded=False).addresses


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
    told = _Told(dossier, knowledge, day, limit)
    for paragraph in load_telling().paragraphs:
        yield from told.paragraph(paragraph)
    yield from told.unknown()


class _Told:
    """One company on one day, sentence after sentence.

    Args:
        limit: longest sentence wanted; a list that is longer becomes several sentences. 0: no limit.
    """

    def __init__(self, dossier: Dossier, knowledge: Knowledge, day: date, limit: int) -> None:
        self.knowledge, self.limit = knowledge, limit
        self.session = Session(knowledge, dossier, day)
        self.project = knowledge.base.project is not None and self.session.proved(knowledge.base.project)
        # Read from the dossier itself: answers that contradict one another are withdrawn from the session.
        self.raw = {
            address: one.value
            for address, one in dossier.answers.items()
            if address in knowledge.addresses and self.session.applies(address)[0] != FALSE
        }
        form = self.raw.get("forme_juridique")
        self.noun: Noun = load_telling().noun(form if isinstance(form, str) else None)

    def paragraph(self, paragraph: Paragraph) -> Iterator[Sentence]:
        for phrase in paragraph.phrases:
            for text, addresses in self._phrase(phrase):
                yield Sentence(_capital(text), addresses, paragraph.id)

    def unknown(self) -> Iterator[Sentence]:
        """What was answered « je ne sais pas », listed."""
        frame = load_telling().unknown
        missing = [address for address in self.knowledge.addresses if self.raw.get(address, "") is None]
        items = [(address, _small(address_name(self.knowledge, address))) for address in missing]
        for text, addresses in self._listed(frame.one, frame.several, items, ""):
            yield Sentence(_capital(text), addresses, "inconnu")

    def _phrase(self, phrase: Phrase) -> Iterator[tuple[str, tuple[str, ...]]]:
        match phrase:
            case Simple():
                yield from self._simple(phrase)
            case Group():
                for option, frame in phrase.answers.items():
                    items = [
                        (id, self._fill(words))
                        for id, words in phrase.group.items()
                        if self.raw.get(id) == option and not self._in_figures(phrase, id)
                    ]
                    yield from self._listed(frame.one, frame.several, items, phrase.joined)
            case Amounts():
                items = []
                for id, words in phrase.amounts.items():
                    if isinstance(raw := self.raw.get(id), str):
                        said = words.zero if self._number(id) == 0 else words.said
                        items += [(id, self._fill(said, valeur=answer_text(self.knowledge, id, raw)))] if said else []
                if phrase.rest is not None and self._left(phrase, phrase.rest):
                    # With the sum that it is left of: alone, it would be the first thing to lack room.
                    items.append((phrase.rest.of, self._fill(phrase.rest.said)))
                yield from self._listed(phrase.said, phrase.said, items, "et")
            case Row():
                yield from self._row(phrase)

    def _in_figures(self, phrase: Group, id: str) -> bool:
        """Whether an answer is told by figures that say exactly what it only sums up."""
        return any(isinstance(self.raw.get(one), str) for one in phrase.figures.get(id, ()))

    def _left(self, phrase: Amounts, rest: Rest) -> bool:
        """Whether something is left of a sum that every amount but one shares out."""
        shares = [self._number(one) for one in phrase.amounts if one != rest.to]
        whole, less = self._number(rest.of), self._number(rest.less)
        if rest.to in self.raw or whole is None or less is None or None in shares:
            return False
        return whole - less > sum(one for one in shares if one is not None)

    def _simple(self, phrase: Simple) -> Iterator[tuple[str, tuple[str, ...]]]:
        id, raw = phrase.fact, self.raw.get(phrase.fact)
        if raw is None:
            return
        frame = phrase.said_of_project if self.project and phrase.said_of_project else phrase.said
        if not phrase.options:
            number = self._number(id)
            single = phrase.for_one_of_project if self.project and phrase.for_one_of_project else phrase.for_one
            special = {Fraction(0): phrase.zero, Fraction(1): single}.get(number) if number is not None else ""
            value = raw if isinstance(raw, str) else " ; ".join(raw)
            text = answer_text(self.knowledge, id, value)
            figures = {name: self._computed(ids) for name, ids in phrase.indicators.items()}
            if figures and all(figures.values()):
                frame = phrase.said_of_indicators
            yield self._fill(special or frame, valeur=text, **figures), (id,)
            return
        value_ = typed(self.knowledge, id, raw)
        chosen = value_ if isinstance(value_, tuple) else (str(value_),)
        options = phrase.options | phrase.options_of_project if self.project else phrase.options
        words = [options[one] for one in chosen if one in options]
        items = [(id, self._fill(one)) for one in words if not one.endswith(".")]
        for one in words:
            if one.endswith("."):
                yield self._fill(one), (id,)
        if items and isinstance(value_, tuple):
            yield from self._listed(frame, frame, items, "et")
        elif items:
            yield self._fill(frame, option=items[0][1]), (id,)

    def _computed(self, ids: Sequence[str]) -> str:
        """What the engine computes, in euros; the least and the most, when it depends on the way. Empty: not known."""
        values = [self.session.indicator(id).value.known for id in ids]
        known = [one for one in values if one is not None]
        if len(known) < len(values):
            return ""
        least, most = french_money(min(known)), french_money(max(known))
        return least if least == most else f"{least} ou {most} selon le calcul"

    def _row(self, phrase: Row) -> Iterator[tuple[str, tuple[str, ...]]]:
        fact = self.knowledge.facts[phrase.slots]
        given = [address for address in fact.addresses if address in self.raw]
        if not given:
            return
        rows = fact.addresses[: fact.addresses.index(given[-1]) + 1]
        texts, numbers = [], set()
        for address in rows:
            raw = self.raw.get(address)
            texts.append(answer_text(self.knowledge, address, raw) if isinstance(raw, str) else _NOT_KNOWN)
            numbers.add(self._number(address))
        frame = phrase.one if len(rows) == 1 else phrase.several
        for value, words in (phrase.equal_one if len(rows) == 1 and phrase.equal_one else phrase.equal).items():
            if numbers == {Fraction(value)}:
                yield self._fill(words), tuple(given)
                return
        yield self._fill(frame, liste=_joined(texts, "et")), tuple(given)

    def _listed(
        self, one: str, several: str, items: Sequence[tuple[str, str]], word: str
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """A list in one sentence, or in as many as the limit asks for."""
        while items:
            taken = len(items)
            while True:
                frame = one if taken == 1 else several
                text = self._fill(frame, liste=_joined([words for _, words in items[:taken]], word))
                if taken == 1 or not self.limit or len(text) <= self.limit:
                    break
                taken -= 1
            yield text, tuple(dict.fromkeys(address for address, _ in items[:taken]))
            items = items[taken:]

    def _number(self, address: str) -> Fraction | None:
        raw = self.raw.get(address)
        value = typed(self.knowledge, address, raw) if raw is not None else None
        return value if isinstance(value, Fraction) else None

    def _fill(self, frame: str, **words: str) -> str:
        noun = self.noun
        return frame.format(
            la=noun.the,
            La=_capital(noun.the),
            de_la=noun.of_the,
            elle=noun.pronoun,
            Elle=_capital(noun.pronoun),
            associes=noun.members,
            **words,
        )


def _joined(items: Sequence[str], word: str) -> str:
    """Items in a list: with semicolons, or with commas and a word before the last one."""
    if not word or len(items) == 1 or any(not _plain(item) for item in items):
        return " ; ".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def _plain(text: str) -> bool:
    """No comma but between digits (« 1 234,50 € »): commas can separate such items."""
    return all(
        text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()
        for place, sign in enumerate(text)
        if sign == ","
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(text: str) -> str:
    """A label inside a sentence; an acronym keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
