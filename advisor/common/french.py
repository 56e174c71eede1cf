"""French figures, dates and texts, read as a person types them and written as French prints them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

NBSP = "\u00a0"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
MAX_TEXT = 10_000
"""Characters of one text of a dossier: a long clause fits, a whole document pasted by mistake does not."""
MOST_MARKS = 30
"""Accents on one letter; Unicode's own bound for text that is safe to put in one form (UAX 15)."""

# Most figures are written so: nothing has to be cleaned.
_PLAIN = re.compile(r"(\d{1,15})(?:[.,](\d{1,9}))?", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
# Dots group thousands when a comma follows, or when they come twice: « 12.000,50 », « 1.250.000 ».
_DOTTED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}")
_UNITS = re.compile(r"(€|%|euros?|eur)+$", re.IGNORECASE)
# No figure is longer, whatever groups its digits; the units of a hostile one take the square of its length.
_LONGEST_FIGURE = 200
# Space, no-break space, narrow no-break space, thin space, tab: all used to group thousands.
_GAPS = dict.fromkeys(map(ord, " \u00a0\u202f\u2009\t"), None)
_UNACCENTED = {"fevrier": 2, "aout": 8, "decembre": 12}
_MONTH_NUMBERS = {name: number for number, name in enumerate(MONTHS, start=1)} | _UNACCENTED
_BEYOND_LATIN = re.compile(f"[\u0300-\U0010ffff]{{{MOST_MARKS + 1},}}")
# Three vowel signs that are not marks themselves, but stand for two.
_MARK_PAIRS = "\u0f73\u0f75\u0f81"
_SAME = str.maketrans({"’": "'", "œ": "oe", "æ": "ae", "…": "...", "\u00a0": " ", "\u202f": " "})
# What French print never separates: high punctuation, units, guillemets, groups of digits, dates, article numbers,
# a confidence code from the word it qualifies, and the words of an open choice.
# A lookbehind sees the space itself: the pattern begins with it, so that only spaces are looked at.
_GLUE = re.compile(
    " (?:"
    + "|".join(
        (
            r"(?=[;:?!»%€])",
            r"(?<=« )",
            r"(?<=\d )(?=\d{3}(?!\d))",
            rf"(?:(?<=\d )|(?<=1er ))(?=(?:{'|'.join(MONTHS)})\b)",
            r"(?<=\bart\. )(?=\w)",
            r"(?<=n° )",
            r"(?<=\bC\. )(?=[a-z])",
            r"(?:(?<=\d )|(?<=\de )|(?<=1er ))(?=(?:alinéa|tiret)\b)",
            r"(?=\[[A-Z][A-Z0-9-]*\])",
            r"(?<=\[à )(?=choisir|compléter)",
        )
    )
    + ")"
)
_SPACES = re.compile(" {2,}")

# -- figures and dates -----------------------------------------------------------------------------------------------


def cleaned(text: str) -> str:
    """A typed figure without what groups its digits (spaces, sure dots), nor its unit."""
    if _PLAIN.fullmatch(text) or len(text) > _LONGEST_FIGURE:
        return text
    bare = _UNITS.sub("", text.translate(_GAPS))
    return bare.replace(".", "") if _DOTTED.fullmatch(bare) else bare


def plain_digits(text: str) -> str:
    """A text with the digits of other writings (full-width, Arabic, Devanagari…) put in ours."""
    return "".join(one if one.isascii() else str(unicodedata.decimal(one, one)) for one in text)


def parse_number(text: str) -> Fraction:
    """Exact number from French or plain notation: ``"12 500,50"``, ``"12.500,50 €"``, ``"12 k€"``, ``"5/7"``.

    Raises:
        ValueError: not a number, or more than 30 characters.
    """
    if plain := _PLAIN.fullmatch(text):
        whole, decimals = plain[1], plain[2] or ""
        return Fraction(int(whole + decimals), 10 ** len(decimals))
    bare = cleaned(text)
    if len(bare) > 30:
        raise ValueError("nombre trop long")
    if re.fullmatch(r"\d+/[1-9]\d*", bare, re.ASCII):
        return Fraction(bare)
    thousands = bare[-1:] in ("k", "K")
    bare = bare[:-1] if thousands else bare
    if not _NUMBER.fullmatch(bare) or not bare.isascii():
        raise ValueError("nombre illisible")
    try:
        return Fraction(Decimal(bare.replace(",", "."))) * (1000 if thousands else 1)
    except InvalidOperation as error:  # pragma: no cover - the pattern above admits none
        raise ValueError("nombre illisible") from error


def parse_date(text: str) -> date:
    """Date from ``2024-12-31``, ``31/12/2024`` or ``31 décembre 2024``.

    Raises:
        ValueError: not a date of the calendar.
    """
    cleaned = text.strip()
    if cleaned[4:5] == cleaned[7:8] == "-" and len(cleaned) == 10 and cleaned.isascii():
        return date.fromisoformat(cleaned)
    french = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", cleaned, re.ASCII)
    if french:
        return date(int(french[3]), int(french[2]), int(french[1]))
    words = re.fullmatch(r"([0-9]{1,2}|1er) +([^\W\d]+) +([0-9]{4})", cleaned.lower().replace(NBSP, " "))
    if words and words[2] in _MONTH_NUMBERS:
        return date(int(words[3]), _MONTH_NUMBERS[words[2]], int(words[1].removesuffix("er")))
    raise ValueError("date illisible")


def french_date(value: date) -> str:
    """``24 mai 2019``, with ``1er`` for the first of a month."""
    day = "1er" if value.day == 1 else str(value.day)
    return f"{day} {MONTHS[value.month - 1]} {value.year}"


def short_date(value: date) -> str:
    """``24/05/2019``, in a column or between brackets."""
    return f"{value:%d/%m/}{value.year}"


def scaled(value: Fraction | int, places: int) -> int:
    """``value`` times ``10 ** places``, rounded to the nearest integer, half to even."""
    numerator: int = value.numerator * 10**places
    denominator = value.denominator
    if denominator == 1:
        return numerator
    quotient, rest = divmod(numerator, denominator)
    double = 2 * rest
    if double > denominator or (double == denominator and quotient % 2):
        quotient += 1
    return quotient


def french_number(value: Fraction | int, places: int = 2, trim: bool = True) -> str:
    """Number with French separators: ``1 234,50``.

    Args:
        value: exact value.
        places: decimals shown when the value is not whole.
        trim: drop the decimals of a whole value.
    """
    if trim and value.denominator == 1:
        return f"{value.numerator:,}".replace(",", NBSP)
    number = scaled(value, places)
    whole, decimals = divmod(abs(number), 10**places)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole:,}".replace(",", NBSP) + (f",{decimals:0{places}d}" if places else "")


def french_money(value: Fraction) -> str:
    """``1 234,50 €``; cents are shown unless the amount is whole."""
    return french_number(value, 2) + NBSP + "€"


def french_percent(value: Fraction) -> str:
    """``66 %``, ``65,90 %``; what is not whole never looks so: ``65,9999 %``, beside a threshold of 66 %."""
    places = 2
    while value.denominator != 1 and places < 9 and scaled(value, places) % 10**places == 0:
        places += 1
    return french_number(value, places) + NBSP + "%"


def add_months(value: date, months: int) -> date:
    """Move a day by some months; the last day of the month stands for a missing one.

    As for any delay counted in months or years (code de procédure civile, art. 641): the only place where the rule is
    written.
    """
    year, month = divmod(value.year * 12 + value.month - 1 + months, 12)
    return date(year, month + 1, min(value.day, monthrange(year, month + 1)[1]))


def add_years(value: date, years: int) -> date:
    """Same day ``years`` later; 29 February becomes 28 February when the year has none."""
    return add_months(value, 12 * years)


# -- texts -----------------------------------------------------------------------------------------------------------


def piled_marks(text: str) -> Iterator[tuple[int, int]]:
    """Where more accents than any writing has follow one another: start and end of each such run.

    Putting them in order takes a time that grows with the square of their number: minutes for a file of 800 kB.
    """
    for stretch in () if text.isascii() else _BEYOND_LATIN.finditer(text):
        start = stretch.start()
        for place in range(start, stretch.end() + 1):
            if place < stretch.end() and (unicodedata.combining(text[place]) or text[place] in _MARK_PAIRS):
                continue
            if place - start > MOST_MARKS:
                yield start, place
            start = place + 1


def without_piles(text: str) -> str:
    """A text in which no letter has more accents than `MOST_MARKS`; the others are dropped."""
    parts, place = [], 0
    for start, end in piled_marks(text):
        parts.append(text[place : start + MOST_MARKS])
        place = end
    return "".join((*parts, text[place:]))


def too_long(text: str, limit: int = MAX_TEXT) -> str | None:
    """Why a typed text is refused for its length, in French; None when it fits."""
    # Composed, as the file will keep it.
    length = len(unicodedata.normalize("NFC", text))
    if length <= limit:
        return None
    return f"Ce texte a {plural(length, 'caractère')} ; {french_number(limit)} au plus. Raccourcissez-le."


def folded(text: str) -> str:
    """Lower case, without accents: how a word is recognised."""
    plain = unicodedata.normalize("NFD", text.casefold().translate(_SAME))
    return "".join(one for one in plain if not unicodedata.combining(one))


def brief(text: str, length: int = 160) -> str:
    """A text on a few lines at most: a clause pasted whole would push the question out of the window."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"


def agree(count: int, words: str) -> str:
    """The words alone, in the plural when there are several: ``réponses utiles``, ``dates de changement``."""
    noun, of, rest = words.partition(" de ")
    return " ".join(one if one[-1] in "sx%€" else f"{one}s" for one in noun.split()) + of + rest if count > 1 else words


def plural(count: int, words: str) -> str:
    """``1 réponse utile``, ``3 réponses utiles``."""
    return f"{french_number(count)} {agree(count, words)}"


def quoted(text: str) -> str:
    return f"« {text} »"


def listed(texts: Iterable[str], last: str = "et") -> str:
    """« a, b et c »."""
    *first, end = [*texts] or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def shortlist(texts: Sequence[str], most: int, noun: str = "autre", joint: str = " ;") -> str:
    """The first texts, and how many are left: « a ; b ; et 3 autres points », or with commas « a, b et 3 autres »."""
    shown, left = f"{joint} ".join(texts[:most]), len(texts) - most
    return f"{shown}{'' if joint == ',' else joint} et {plural(left, noun)}" if left > 0 else shown


def glued(text: str) -> str:
    """A text that no line break parts."""
    return text.replace(" ", NBSP)


def capital(text: str) -> str:
    """The text with a capital."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """The text to go on a sentence with; acronyms keep their capitals."""
    return text[0].lower() + text[1:] if len(text) > 1 and not text[1].isupper() else text


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    stripped = text.strip()
    if not stripped:
        return ""
    return capital(stripped) + ("" if stripped[-1] in ".!?…" else ".")


def typeset(text: str) -> str:
    """One printable line: no control or invisible character, single spaces, no-break spaces where French wants them."""
    if not text.isprintable():
        # Rare, but for no-break spaces, which stay.
        text = text.translate({ord(char): _printed(char) for char in set(text) if not char.isprintable()})
    return _GLUE.sub(NBSP, _SPACES.sub(" ", text).strip(" "))


def _printed(char: str) -> str | None:
    if char in "\t\n\r\v\f\u2028\u2029":
        return " "
    return None if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") else char


def bound(text: str) -> str:
    """A text whose lines may be broken at any space left plain."""
    return _GLUE.sub(NBSP, text)
