"""French typography of what templates say: no line begins with « : », none ends with an opening guillemet.

What comes from the rules goes through the filter ``fr``; the words of a template go through here, once, when it is
compiled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

NBSP = "\u00a0"
_SPACES = re.compile(r"(?<=«)[ \n]+|[ \n]+(?=[:;!?»](?:[\s\u00a0<.,)]|$))|(?<=\d) +(?=[%€])")
_INVERTED = re.compile(r"(?<=\w)-(?:(t)-)?(?=(?:ils?|elles?|on|ce|vous|nous)\b)")
_PARTS = re.compile(r"<[^>]*>?|[^<]+")


class French(Extension):
    """No-break spaces in the text of templates, between tags only, and in the words that their expressions choose."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        inside = shown = False
        for token in stream:
            if token.type != "data":
                shown = token.type == "variable_begin" or (shown and token.type != "variable_end")
                words = shown and token.type == "string"
                yield Token(token.lineno, "string", glued(str(token.value))) if words else token
                continue
            parts = []
            for part in _PARTS.findall(str(token.value)) if not inside else _resumed(str(token.value)):
                # A tag may be cut by an expression: its attributes go on in the next piece of data.
                tag = inside or part.startswith("<")
                inside = tag and not part.endswith(">")
                parts.append(part if tag else glued(part))
            yield Token(token.lineno, "data", "".join(parts))


def glued(text: str) -> str:
    """A text with no-break spaces where French wants them."""
    return _SPACES.sub(NBSP, text)


def whole(text: str) -> str:
    """A heading in which no line is cut inside a verb and its pronoun (« donnez-vous », « a-t-elle »)."""
    return _INVERTED.sub(lambda found: f"\u2011{found[1]}\u2011" if found[1] else "\u2011", text)


def _resumed(data: str) -> list[str]:
    """The parts of a piece of data that begins inside a tag."""
    head, closed, rest = data.partition(">")
    return [head + closed, *_PARTS.findall(rest)]
