"""Printing where the terminal lacks our characters: signs keep their meaning, letters lose their accents only."""

from __future__ import annotations

import codecs
import re
import sys
import unicodedata

NAME = "ess_plain"
"""Name of the error handler, for `io.TextIOWrapper.reconfigure`."""

# Quotes in ASCII stand against their words.
_OPEN, _CLOSE = re.compile("«[\u00a0\u202f]"), re.compile("[\u00a0\u202f]»")

_SIGNS = {
    "✓": "+",
    "✗": "x",
    "×": "x",
    "≈": "~",
    "○": "o",
    "●": "*",
    "◐": "~",
    "▸": ">",
    "☐": "[ ]",
    "→": "->",
    "←": "<-",
    "↓": "v",
    "⌫": "<x",
    "▶": ">",
    "⇒": "=>",
    "≥": ">=",
    "≤": "<=",
    "−": "-",
    "–": "-",
    "—": "-",
    "█": "#",
    "▀": "#",
    "▄": "#",
    "─": "-",
    "━": "-",
    "│": "|",
    "┃": "|",
    "├": "|",
    "└": "`",
    "·": "-",
    "•": "-",
    "…": "...",
    "«": '"',
    "»": '"',
    "“": '"',
    "”": '"',
    "’": "'",
    "‘": "'",
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "€": "EUR",
    "°": "o",
    "§": "par. ",
}


def plain(text: str) -> str:
    """The nearest text in ASCII; « ? » only for what has none, since that sign means « à compléter » in a report."""
    text = _OPEN.sub('"', _CLOSE.sub('"', text))
    return "".join(_sign(one) for one in text)


def _sign(character: str) -> str:
    if character.isascii():
        return character
    if character in _SIGNS:
        return _SIGNS[character]
    # Accents apart, exponents (1ᵉʳ, m²), special spaces.
    base = unicodedata.normalize("NFKD", character)
    return "".join(one for one in base if one.isascii()) or ("" if unicodedata.combining(character) else "?")


def _handle(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end


codecs.register_error(NAME, _handle)


def terminal_encoding() -> str:
    """The encoding of the standard output."""
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def shown(text: str) -> str:
    """A text with the characters that the terminal has: signs keep their meaning, letters lose their accents only."""
    # Loaded by every command, for the signs of its stream: what words need is loaded with them.
    from advisor.common.french import bound

    encoding = terminal_encoding()
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        # Quotes in ASCII stand against their words: the space inside them must be told from the others.
        return bound(text).encode(encoding, NAME).decode(encoding)
    return text
