"""A SIREN: nine digits, the last of which checks the others."""

from __future__ import annotations

DIGITS = 9
SIRET_DIGITS = 14


def wrong_siren(text: str) -> str | None:
    """Why a text is no SIREN, in French; None when it is one, or when there is none."""
    if not text.strip():
        return None
    digits = digits_of(text)
    return "Un SIREN s'écrit en neuf chiffres, sans rien d'autre." if digits is None else misfit(digits)


def digits_of(text: str) -> str | None:
    """The digits of a text that holds nothing else but spaces, dots or dashes; None for any other text."""
    bare = "".join(text.split()).replace(".", "").replace("-", "")
    return bare if bare.isascii() and bare.isdigit() else None


def misfit(digits: str) -> str | None:
    """Why some digits are no SIREN, in French; None when they are one."""
    if len(digits) == SIRET_DIGITS:
        return f"Ces {SIRET_DIGITS} chiffres sont un SIRET ; le SIREN en est le début : {grouped(digits[:DIGITS])}."
    if len(digits) != DIGITS:
        return f"Un SIREN a neuf chiffres ; il y en a {len(digits)} ici."
    if not luhn(digits) or digits == "0" * DIGITS:
        return "Ce SIREN est faux : un chiffre ne va pas avec les autres. Relisez-le."
    return None


def luhn(digits: str) -> bool:
    """Luhn's check: from the right, every second digit doubled, the sum of all digits is a multiple of ten."""
    doubled = (int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def grouped(digits: str) -> str:
    """``123 456 782``, as a person writes it: a dossier keeps it so."""
    return " ".join(digits[at : at + 3] for at in range(0, len(digits), 3))
