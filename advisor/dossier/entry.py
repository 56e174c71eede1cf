"""What a person types, before it is an answer: words that stand for a figure, and figures that read two ways."""

from __future__ import annotations

from fractions import Fraction

from advisor.common.french import folded
from advisor.common.values import french_percent, parse_number
from advisor.dossier.values import AnswerError, parse_answer
from advisor.rules.facts import Fact, FactType

HUNDRED = Fraction(100)


def meant(fact: Fact, text: str) -> str:
    """The figure that some words stand for (« plein temps » : 100), else the text itself."""
    word = _bare(text)
    for saying in fact.sayings:
        if word in map(_bare, saying.words):
            return saying.value
    return text


def _bare(text: str) -> str:
    return "".join(folded(text).strip(" .").split())


def readings(fact: Fact, text: str) -> tuple[str, ...]:
    """The admitted figures a text may stand for; more than one when a percentage may be a fraction.

    « 0,70 » is 70 % for some and 0,70 % for others; « 0,70 % » says which.
    """
    text = meant(fact, text)
    if fact.type is FactType.PERCENT and not text.rstrip().endswith("%"):
        try:
            value = parse_number(text)
        except ValueError:
            return (text,)
        if 0 < value <= 1:
            found = tuple(one for one in (_plain(value * HUNDRED), text.strip()) if _fits(fact, one))
            return found or (text,)
    return (text,)


def doubtful(fact: Fact, text: str) -> tuple[tuple[str, str], ...]:
    """The readings to choose from, each with its words; empty when the text says what it means."""
    found = readings(fact, text)
    if found in ((text,), (meant(fact, text),)):
        return ()
    return tuple((one, french_percent(parse_number(one))) for one in found)


def _fits(fact: Fact, text: str) -> bool:
    try:
        parse_answer(fact, text)
    except AnswerError:
        return False
    return True


def _plain(value: Fraction) -> str:
    """Decimal text of a fraction typed with a few decimals."""
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def refusal(fact: Fact, raw: str | tuple[str, ...]) -> str | None:
    """Why an answer is refused, in words for its author; None when it is accepted."""
    if raw in ("", ()):
        if fact.type is FactType.TEXT and fact.pattern is None:
            return None
        return "Il manque une réponse. Si vous ne savez pas, tapez n."
    try:
        parse_answer(fact, readings(fact, raw)[0] if isinstance(raw, str) else raw)
    except AnswerError as error:
        text = str(error)
        if isinstance(raw, str) and len(raw) > 24:
            text = text.replace(raw, raw[:24] + "…")
        for option in fact.options:
            text = text.replace(f"« {option.id} »", f"« {option.label} »")
        hint = "" if fact.options or fact.type is FactType.TEXT else " (n : je ne sais pas)"
        # Said on one line of the narrowest window.
        hint = hint if len(text) + len(hint) < 78 else ""
        return f"{text[0].upper()}{text[1:]}{hint}."
    return None
