"""Answers: from what a person typed, or a dossier holds, to a typed value that fits its fact."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from functools import partial

from advisor.common.french import (
    cleaned,
    folded,
    french_number,
    french_percent,
    lower_first,
    parse_date,
    parse_number,
    plain_digits,
    quoted,
    sentence,
)
from advisor.rules.facts import ALONE, Fact, FactType

TypedValue = str | tuple[str, ...] | Fraction | date

_DIGITS = "n'est pas écrit avec les chiffres 0 à 9"
_MONTH_FIRST = re.compile(r"(\d{1,2})[/.-](\d{4})", re.ASCII)
_EXAMPLES = {FactType.MONEY: "12 500,50", FactType.PERCENT: "12,5", FactType.COUNT: "12"}
# « 12.500 » is twelve thousand five hundred for some, twelve and a half for others.
_AMBIGUOUS = re.compile(r"[+-]?\d{1,3}\.\d{3}")


class AnswerError(ValueError):
    """An answer does not fit its fact; the message is for the user."""


def parse_answer(fact: Fact, raw: str | tuple[str, ...]) -> TypedValue:
    """The typed value of an answer.

    Raises:
        AnswerError: wrong type, unknown choice, out of bounds; the message says what is expected.
    """
    if fact.type is FactType.CHOICES:
        chosen = (raw,) if isinstance(raw, str) else raw
        for one in chosen:
            _check_option(fact, one)
        if not chosen:
            raise AnswerError("choisissez au moins une réponse")
        if len(chosen) > 1 and (alone := next((one for one in chosen if one in ALONE), "")):
            raise AnswerError(f"« {alone} » ne va pas avec une autre réponse")
        return tuple(dict.fromkeys(chosen))
    if not isinstance(raw, str):
        raise AnswerError("une seule réponse est attendue, pas une liste")
    if not raw.strip() and fact.type is not FactType.TEXT:
        raise AnswerError("la réponse est vide ; sans elle, écrivez je_ne_sais_pas")
    if fact.options:
        _check_option(fact, raw)
        return raw
    if fact.type is FactType.TEXT:
        return raw if fact.pattern is None else _shaped(fact, raw)
    if fact.type is FactType.DATE:
        try:
            day = parse_date(raw)
        except ValueError:
            raise AnswerError(not_a_date(raw)) from None
        if not date(1800, 1, 1) <= day <= date(2200, 1, 1):
            raise AnswerError("cette date est hors du possible")
        return day
    return _parse_figure(fact, raw)


def _shaped(fact: Fact, raw: str) -> str:
    """A text in capitals, of the form that its fact asks for."""
    text = raw.strip().upper()
    assert fact.pattern is not None
    if not re.fullmatch(fact.pattern, text):
        raise AnswerError(f"« {_shown(raw)} » ne convient pas ; {lower_first(fact.example).rstrip('.')}")
    return text


def _check_option(fact: Fact, option: str) -> None:
    if option not in fact.labels:
        expected = ", ".join(one.id for one in fact.options)
        raise AnswerError(f"« {_shown(option)} » n'est pas une réponse possible ; attendu : {expected}")


def _shown(raw: str) -> str:
    """An answer as quoted in a message: its beginning only, when it is very long."""
    return raw if len(raw) <= 40 else raw[:40] + "…"


def not_a_date(raw: str) -> str:
    """Why a text is no date, and how to write what was meant: the day is never guessed."""
    text = " ".join(raw.lower().split())
    shown = quoted(_shown(raw.strip()))
    if (plain := plain_digits(text)) != text:
        return f"{shown} {_DIGITS} ; écrivez par exemple {plain if _reads(parse_date, plain) else '31/12/2024'}"
    if numbered := _MONTH_FIRST.fullmatch(text):
        return f"{shown} : il manque le jour ; écrivez par exemple 15/{int(numbered[1]):02d}/{numbered[2]}"
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return f"{shown} : il manque le jour et le mois ; écrivez par exemple 15/06/{text}"
    if _reads(parse_date, f"15 {text}"):
        return f"{shown} : il manque le jour ; écrivez par exemple 15 {text}"
    return f"{shown} n'est pas une date ; écrivez par exemple 31/12/2024"


def _reads(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _parse_figure(fact: Fact, raw: str) -> Fraction:
    try:
        number = parse_number(raw)
    except ValueError:
        plain = plain_digits(raw)
        reason = "n'est pas un nombre" if plain == raw else _DIGITS
        example = plain if _reads(parse_number, plain) else _example(fact, plain)
        raise AnswerError(f"« {_shown(raw)} » {reason} ; écrivez par exemple {example}") from None
    bare = "" if raw.isdecimal() else cleaned(raw)  # digits alone are no doubtful writing
    if fact.type is not FactType.MONEY and bare[-1:] in ("k", "K"):
        raise AnswerError(f"« {_shown(raw)} » : « k » ne vaut que pour une somme ; écrivez le nombre en entier")
    if fact.type in (FactType.MONEY, FactType.COUNT) and _AMBIGUOUS.fullmatch(bare):
        whole, _, decimals = bare.rpartition(".")
        raise AnswerError(
            f"« {_shown(raw)} » se lit de deux façons ; écrivez {whole} {decimals} pour des milliers, "
            f"ou {whole},{decimals} pour une virgule"
        )
    if fact.type is FactType.COUNT and (number / (fact.step or 1)).denominator != 1:
        kind = "un nombre entier" if fact.step is None else f"un multiple de {french_number(fact.step)}"
        raise AnswerError(f"{kind} est attendu")
    if fact.minimum is not None and number < fact.minimum:
        raise AnswerError(f"{_subject(fact)} au moins {_bound(fact, fact.minimum)}")
    if fact.maximum is not None and number > fact.maximum:
        raise AnswerError(f"{_subject(fact)} au plus {_bound(fact, fact.maximum)}")
    return number


def _example(fact: Fact, raw: str) -> str:
    """How to write what was typed, when its figures are plain; else an example of the kind."""
    digits = re.findall(r"[0-9][0-9 ,.\u00a0\u202f]*", raw)
    if len(digits) == 1:
        # « 1,500.50 », « environ 12 000 », « 12000 par an »: the last sign before one or two digits is the decimal one.
        whole = re.sub(r"[ \u00a0\u202f]", "", digits[0]).rstrip(",.")
        found = re.fullmatch(r"([\d,.]*?)(?:[,.](\d{1,2}))?", whole)
        # Figures grouped in another way tell no number: theirs would be ten times too large.
        grouped = found and re.fullmatch(r"\d+|\d{1,3}(?:[,.]\d{3})+", found[1])
        if found and grouped and 0 < len(bare := re.sub(r"[,.]", "", found[1])) <= 12:
            number = parse_number(bare)
            rest = f",{found[2]}" if found[2] and fact.type is not FactType.COUNT else ""
            return (str(number) if fact.unit == "annee" else french_number(number)) + rest
    return "2025" if fact.unit == "annee" else _EXAMPLES.get(fact.type, "12")


def _subject(fact: Fact) -> str:
    return "l'année doit être" if fact.unit == "annee" else "le nombre doit être"


def _bound(fact: Fact, bound: Fraction) -> str:
    """A bound as printed: years take no thousands separator."""
    return str(bound) if fact.unit == "annee" else french_number(bound)


def canonical(fact: Fact, value: TypedValue) -> str | tuple[str, ...]:
    """A typed answer as the file keeps it: ISO dates, plain decimals, ids of choices."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return _decimal(value)
    if fact.type is FactType.TEXT and isinstance(value, str):
        return value.strip()
    return value


def _decimal(value: Fraction) -> str:
    """Exact decimal text, or ``a/b`` when there is none."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
        if places > 30:
            return f"{value.numerator}/{value.denominator}"
    if places == 0:
        return str(value.numerator)
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


# -- what a person types: words for a figure, readings of a doubtful one, refusals -----------------------------------


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
            found = tuple(
                one for one in (_plain(value * 100), text.strip()) if _reads(partial(parse_answer, fact), one)
            )
            return found or (text,)
    return (text,)


def doubtful(fact: Fact, text: str) -> tuple[tuple[str, str], ...]:
    """The readings to choose from, each with its words; empty when the text says what it means."""
    found = readings(fact, text)
    if found in ((text,), (meant(fact, text),)):
        return ()
    return tuple((one, french_percent(parse_number(one))) for one in found)


def _plain(value: Fraction) -> str:
    """Decimal text of a fraction typed with a few decimals."""
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def refusal(fact: Fact, raw: str | tuple[str, ...]) -> str | None:
    """Why an answer is refused, in words for its author; None when it is accepted."""
    if raw in ("", ()):
        if fact.type is FactType.TEXT and fact.pattern is None:
            return None
        return "Il manque une réponse."
    try:
        parse_answer(fact, readings(fact, raw)[0] if isinstance(raw, str) else raw)
    except AnswerError as error:
        text = str(error)
        if isinstance(raw, str) and len(raw) > 24:
            text = text.replace(raw, raw[:24] + "…")
        for option in fact.options:
            text = text.replace(quoted(option.id), quoted(option.label))
        return sentence(text)
    return None
