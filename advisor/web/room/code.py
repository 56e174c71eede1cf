"""The short code of a room: six digits without 0 and 1, which a phone types on its numeric keypad."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Container

DIGITS = "23456789"
"""No 0 or 1, which are read O and I; no letters, which would spell words and change the keyboard."""
LENGTH = 6


def new_code(taken: Container[str] = ()) -> str:
    """A code drawn at random, other than those taken."""
    while True:
        code = "".join(secrets.choice(DIGITS) for _ in range(LENGTH))
        if code not in taken:
            return code


def spoken(code: str) -> str:
    """A code as it is shown: two groups of three."""
    return f"{code[: LENGTH // 2]}\N{NO-BREAK SPACE}{code[LENGTH // 2 :]}"


def typed_code(text: str) -> str | None:
    """What was typed as a code, or the address that ends with it; None when it cannot be one."""
    text = text.strip().rstrip("/").rpartition("/")[2]
    kept = "".join(
        str(unicodedata.digit(one)) if unicodedata.digit(one, None) is not None else one
        for one in text[:20]
        if not (one.isspace() or unicodedata.category(one) in ("Pd", "Po", "Cf"))
    )
    return kept if len(kept) == LENGTH and not set(kept) - set(DIGITS) else None
