"""One cell: from what a person typed in a spreadsheet to an answer that fits its fact."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from advisor.common.french import folded
from advisor.common.values import too_long
from advisor.dossier import MAX_TEXT, UNKNOWN_WORD
from advisor.dossier.entry import doubtful, meant
from advisor.dossier.values import AnswerError, typed
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge

SEVERAL = "|"
"""Between several choices of one cell."""

_UNKNOWN = {folded(word) for word in (UNKNOWN_WORD, "je ne sais pas", "ne sait pas", "nsp", "?")}
# What spreadsheets make of yes and no.
_TRUTHS = {"vrai": "oui", "true": "oui", "o": "oui", "faux": "non", "false": "non", "n": "non"}


class Cell(NamedTuple):
    """An answer in a table: its value alone, « je ne sais pas » being none (see `advisor.dossier.Company`)."""

    value: str | tuple[str, ...] | None


Reader = Callable[[Knowledge, str, str], Cell]


def reader_of(knowledge: Knowledge, address: str) -> Reader:
    """What reads the cells of a column, blank ones left aside.

    It raises `AnswerError` for a cell that does not fit the fact; the message is for the user.
    """
    return _choice if knowledge.addresses[address][0].options else _free


@lru_cache(maxsize=4096)
def _choice(knowledge: Knowledge, address: str, text: str) -> Cell:
    """A cell of a fact with choices: few are possible, and they come back on every line."""
    if folded(text.strip()) in _UNKNOWN:
        return Cell(None)
    fact = knowledge.addresses[address][0]
    if fact.type is FactType.CHOICES:
        parts = [part.strip() for part in re.split(r"[|\n]", text) if part.strip()]
        value: str | tuple[str, ...] = tuple(_option(knowledge, fact, part) for part in parts)
    else:
        value = _option(knowledge, fact, text.strip())
    typed(knowledge, address, value)
    return Cell(value)


@lru_cache(maxsize=4096)
def _free(knowledge: Knowledge, address: str, text: str) -> Cell:
    """A cell of a figure, a date or a text."""
    fact = knowledge.addresses[address][0]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = text.strip()
    plain = text[:1].isdigit()
    if not plain and folded(text) in _UNKNOWN:
        return Cell(None)
    if fact.type is FactType.TEXT:
        if long := too_long(text):
            raise AnswerError(long[:1].lower() + long[1:].rstrip("."))
        return Cell(text)
    if fact.sayings and not plain:
        text = meant(fact, text)
    value = typed(knowledge, address, text)
    # A percentage up to 1 may be a fraction: a spreadsheet keeps 66 % as 0,66.
    small = fact.type is FactType.PERCENT and isinstance(value, Fraction) and value <= 1
    if small and (readings := doubtful(fact, text)):
        either = " ou ".join(words for _, words in readings)
        raise AnswerError(f"« {text} » se lit de deux façons ({either}) ; écrivez-le avec le signe %")
    return Cell(text)


def _option(knowledge: Knowledge, fact: Fact, text: str) -> str:
    """The choice that a text names, by id or by label."""
    found = _options(knowledge, fact.id).get(_plain(text))
    if found is not None:
        return found
    if len(text) > MAX_TEXT:
        raise AnswerError("ce texte est trop long pour être un choix")
    shown = [option.label or option.id for option in fact.options[:6]]
    more = "…" if len(fact.options) > len(shown) else ""
    expected = f" {SEVERAL} ".join(shown)
    told = text if len(text) <= 40 else f"{text[:40]}…"
    raise AnswerError(f"« {told} » n'est pas une réponse possible ; attendu : {expected}{more}")


@lru_cache(maxsize=512)
def _options(knowledge: Knowledge, fact: str) -> dict[str, str]:
    """Choices of a fact by every name that points at one alone: id, label, other words for it."""
    options = knowledge.facts[fact].options
    named: dict[str, set[str]] = {}
    for option in options:
        for name in (option.label, *option.words):
            named.setdefault(_plain(name), set()).add(option.id)
    found = {name: next(iter(ids)) for name, ids in named.items() if name and len(ids) == 1}
    if {option.id for option in options} == {"oui", "non"}:
        found |= _TRUTHS
    return found | {_plain(option.id): option.id for option in options}


def _plain(text: str) -> str:
    """A name as recognised: letters and figures only, without case nor accents."""
    return " ".join(re.findall(r"[a-z0-9%]+", folded(text)))
