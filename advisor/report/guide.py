"""The lines of guidance that concern this company on this day: rights, constraints, procedure, documents, duties."""

from __future__ import annotations

NOTICE = "Information pour une consultation : ni conseil juridique, ni décision."


RIGHTS = (
    ("droit", "ce qu'elle y gagne"),
    ("limite", "ce qu'il ne faut pas en attendre"),
    ("contrainte", "ce à quoi elle s'engage"),
)

"""What a status opens and asks, in the order in which to tell it."""
