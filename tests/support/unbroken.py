"""What nobody may ever read: a trace of Python, or an error that the program itself calls internal."""

from __future__ import annotations

import re

BROKEN = re.compile(r"traceback|erreur\s+interne|exception ignored|was never awaited", re.IGNORECASE)

ODD_DIGITS = ("１２", "١٢", "𝟙𝟚", "९", "１/２", "١٢٫٥", "²", "١٥ mai 2024", "٣١/١٢/٢٠٢٤")
"""Digits that are not those of the keyboard: for Python most are digits all the same, and `int` reads them."""


def check_unbroken(text: str | bytes) -> None:
    """Fail when a page, a screen or a stream tells a defect of ours."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    found = BROKEN.search(plain)
    assert found is None, plain[max(0, found.start() - 500) : found.end() + 2000]
