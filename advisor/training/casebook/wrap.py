"""Plain lines of at most 78 columns, as every sheet of the cases is printed."""

from __future__ import annotations

import textwrap

WIDTH = 78


def wrap(text: str, indent: str = "") -> list[str]:
    """Lines of at most `WIDTH` columns; the first keeps its own indentation, the others get ``indent``."""
    first = text[: len(text) - len(text.lstrip())]
    return textwrap.wrap(
        text.strip(),
        WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_on_hyphens=False,
        break_long_words=False,
    )


def heading(text: str) -> list[str]:
    """A heading, underlined, after an empty line."""
    return ["", text, "-" * len(text)]
