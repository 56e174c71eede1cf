"""The sentences of a company: one for each answer, or for several, in the words of ``rules/formation/recit.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from advisor.answers import typed
from advisor.dossier import Dossier
from advisor.knowledge import Knowledge
from advisor.settle import FALSE, Session
from advisor.training.telling import Amounts, Group, Noun, Paragraph, Phrase, Rest, Row, Simple, load_telling
from advisor.values import french_money
from advisor.wording import address_name, answer_text

_NOT_KNOWN = "inconnu"


@dataclass(frozen=True)
class Sentence:
    """One sentence, and the paragraph it belongs to."""

    text: str
    paragraph: str


class Teller:
    """One company on one day, sentence after sentence."""

    def __init__(self, dossier: Dossier, knowledge: Knowledge, day: date) -> None:
        self.knowledge = knowledge
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
            for text in self._phrase(phrase):
                yield Sentence(_capital(text), paragraph.id)

    def unknown(self) -> Iterator[Sentence]:
        """What was answered « je ne sais pas », listed."""
        frame = load_telling().unknown
        missing = [address for address in self.knowledge.addresses if self.raw.get(address, "") is None]
        items = [_small(address_name(self.knowledge, address)) for address in missing]
        for text in self._listed(frame.one, frame.several, items, ""):
            yield Sentence(_capital(text), "inconnu")

    def _phrase(self, phrase: Phrase) -> Iterator[str]:
        match phrase:
            case Simple():
                yield from self._simple(phrase)
            case Group():
                for option, frame in phrase.answers.items():
                    items = [
                        self._fill(words)
                        for id, words in phrase.group.items()
                        if self.raw.get(id) == option and not self._in_figures(phrase, id)
                    ]
                    yield from self._listed(frame.one, frame.several, items, phrase.joined)
            case Amounts():
                items = []
                for id, words in phrase.amounts.items():
                    if isinstance(raw := self.raw.get(id), str):
                        said = words.zero if self._number(id) == 0 else words.said
                        items += [self._fill(said, valeur=answer_text(self.knowledge, id, raw))] if said else []
                if phrase.rest is not None and self._left(phrase, phrase.rest):
                    items.append(self._fill(phrase.rest.said))
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

    def _simple(self, phrase: Simple) -> Iterator[str]:
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
            yield self._fill(special or frame, valeur=text, **figures)
            return
        value_ = typed(self.knowledge, id, raw)
        chosen = value_ if isinstance(value_, tuple) else (str(value_),)
        options = phrase.options | phrase.options_of_project if self.project else phrase.options
        words = [options[one] for one in chosen if one in options]
        items = [self._fill(one) for one in words if not one.endswith(".")]
        for one in words:
            if one.endswith("."):
                yield self._fill(one)
        if items and isinstance(value_, tuple):
            yield from self._listed(frame, frame, items, "et")
        elif items:
            yield self._fill(frame, option=items[0])

    def _computed(self, ids: Sequence[str]) -> str:
        """What the engine computes, in euros; the least and the most, when it depends on the way. Empty: not known."""
        values = [self.session.indicator(id).value.known for id in ids]
        known = [one for one in values if one is not None]
        if len(known) < len(values):
            return ""
        least, most = french_money(min(known)), french_money(max(known))
        return least if least == most else f"{least} ou {most} selon le calcul"

    def _row(self, phrase: Row) -> Iterator[str]:
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
                yield self._fill(words)
                return
        yield self._fill(frame, liste=_joined(texts, "et"))

    def _listed(self, one: str, several: str, items: Sequence[str], word: str) -> Iterator[str]:
        """A list in one sentence."""
        if items:
            yield self._fill(one if len(items) == 1 else several, liste=_joined(items, word))

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
