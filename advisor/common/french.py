"""French words on screen: typography, plurals, capitals."""

from __future__ import annotations

import re
import unicodedata

from advisor.common.values import MONTHS, NBSP

_SAME = str.maketrans({"’": "'", "œ": "oe", "æ": "ae", "…": "...", "\u00a0": " ", "\u202f": " "})


def folded(text: str) -> str:
    """Lower case, without accents: how a word is recognised."""
    plain = unicodedata.normalize("NFD", text.casefold().translate(_SAME))
    return "".join(one for one in plain if not unicodedata.combining(one))


def brief(text: str, length: int = 160) -> str:
    """A text on a few lines at most: a clause pasted whole would push the question out of the window."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"


def plural(count: int, words: str) -> str:
    """``1 réponse utile``, ``3 réponses utiles``."""
    return f"{count} " + (" ".join(f"{word}s" for word in words.split()) if count > 1 else words)


def lower_first(text: str) -> str:
    """The text to go on a sentence with; acronyms keep their capitals."""
    return text[0].lower() + text[1:] if len(text) > 1 and not text[1].isupper() else text


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    stripped = text.strip()
    if not stripped:
        return ""
    return stripped[0].upper() + stripped[1:] + ("" if stripped[-1] in ".!?…" else ".")


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


# Spaces where French never breaks a line: before : ; ? ! » € %, after «, inside a number.
_BOUND = re.compile(r"(?<=«) | (?=[:;?!»€%])|(?<=\d) (?=\d{3}\b)")


def bound(text: str) -> str:
    """A text whose lines may be broken at any space left plain."""
    return _BOUND.sub("\u00a0", text)
