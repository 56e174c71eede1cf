"""The words of the law and of accounts that a page uses, each explained once: where it stands, and at its foot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup, escape

from advisor.common.french import NBSP, typeset
from advisor.report.pieces import curly
from advisor.report.words import meaning
from advisor.rules.glossary import Term, marked
from advisor.rules.load import Knowledge

_SPACES = re.compile(r"(?<=«)[ \n]+|[ \n]+(?=[:;!?»](?:[\s\u00a0<.,)]|$))|(?<=\d) +(?=[%€])")
_INVERTED = re.compile(r"(?<=\w)-(?:(t)-)?(?=(?:ils?|elles?|on|ce|vous|nous)\b)")
_PARTS = re.compile(r"<[^>]*>?|[^<]+")


@dataclass
class Terms:
    """The terms of one page, in the order in which they are met.

    Templates call `mark` on what is shown, then list `entries` under « Les mots de cette page »: a marked word is a
    link to its line there, which a script turns into an explanation in place.
    """

    knowledge: Knowledge
    entries: list[Term] = field(default_factory=list)

    def mark(self, text: str) -> Markup:
        """A text, with links on the terms met for the first time on this page."""
        made = []
        for piece in marked(curly(typeset(text)), [entry.id for entry in self.entries]):
            shown = escape(piece.text)
            if piece.entry is not None:
                self.entries.append(piece.entry)
                shown = Markup('<a class="term" href="#mot-{}">{}</a>').format(piece.entry.id, shown)
            made.append(shown)
        return Markup("").join(made)

    def note(self, text: str) -> str:
        """The same text; its terms are listed, not marked: it stands where no link can."""
        self.mark(text)
        return text

    def source(self, entry: Term) -> str:
        """Where the explanation comes from, and how sure that is; "" when it only explains a word."""
        cited = list(map(self.knowledge.cited, entry.citations))
        if entry.confidence:
            cited.append(meaning(self.knowledge, entry.confidence))
        return " ; ".join(cited)


# -- french typography of what templates say: no line begins with « : », none ends with an opening guillemet ---------


class French(Extension):
    """No-break spaces in the text of templates, between tags only, and in the words that their expressions choose."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        inside = shown = False
        for token in stream:
            if token.type != "data":
                shown = token.type == "variable_begin" or (shown and token.type != "variable_end")
                words = shown and token.type == "string"
                yield Token(token.lineno, "string", with_no_breaks(str(token.value))) if words else token
                continue
            parts = []
            for part in _PARTS.findall(str(token.value)) if not inside else _resumed(str(token.value)):
                # A tag may be cut by an expression: its attributes go on in the next piece of data.
                tag = inside or part.startswith("<")
                inside = tag and not part.endswith(">")
                parts.append(part if tag else with_no_breaks(part))
            yield Token(token.lineno, "data", "".join(parts))


def with_no_breaks(text: str) -> str:
    """A text with no-break spaces where French wants them."""
    return _SPACES.sub(NBSP, text)


def whole(text: str) -> str:
    """A heading in which no line is cut inside a verb and its pronoun (« donnez-vous », « a-t-elle »)."""
    return _INVERTED.sub(lambda found: f"\u2011{found[1]}\u2011" if found[1] else "\u2011", text)


def _resumed(data: str) -> list[str]:
    """The parts of a piece of data that begins inside a tag."""
    head, closed, rest = data.partition(">")
    return [head + closed, *_PARTS.findall(rest)]
