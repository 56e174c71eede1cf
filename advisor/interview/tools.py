"""What can be done at any question besides answering, and the keys that do it."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from advisor.common.french import folded


class Tool(StrEnum):
    """What can be done at any question; the value is the key to press.

    Attributes:
        short, label: what it does, in a word or two, and on a line of its own.
        words: what one may type instead of the key, without accents.
    """

    short: str
    label: str
    words: tuple[str, ...]

    def __new__(cls, key: str, short: str, label: str, *words: str) -> Tool:
        one = str.__new__(cls, key)
        one._value_, one.short, one.label, one.words = key, short, label, words
        return one

    UNKNOWN = "n", "je ne sais pas", "Je ne sais pas", "!", "je ne sais pas", "nsp", "je sais pas", "ne sais pas"
    WHY = "p", "pourquoi ?", "Pourquoi cette question ? Que change chaque réponse ?", "?", "pourquoi"
    HELP = "a", "aide", "Aide : explication, exemple, où trouver", "aide"
    BACK = "r", "retour", "Retour à la question d'avant", "<", "retour"
    CHANGE = "m", "modifier", "Modifier une réponse déjà donnée", "modifier"
    EVIDENCE = "j", "pièce", "Joindre une pièce justificative", "piece"
    NOTE = "t", "note", "Écrire une note", "note"
    PAUSE = "q", "pause", "Pause (tout est enregistré)", "pause"
    REST = "x", "passer le reste", "Passer tout le reste du tableau : je ne sais pas"


BACK_ONLY = (Tool.BACK,)

LEAVE = "Revenir"
"""What goes back says, where it does not lead to a question."""

ALL_TOOLS = tuple(tool for tool in Tool if tool is not Tool.REST)


def legend(tools: Collection[Tool]) -> str:
    """Return one line that lists keys: ``n je ne sais pas · p pourquoi ? · …``."""
    return " · ".join(f"{tool.value} {tool.short}" for tool in Tool if tool in tools)


def called(text: str, tools: Collection[Tool]) -> Tool | None:
    """Return the tool named by a line typed alone: its letter, its sign or its name."""
    word = folded(text.strip(" .?") or text.strip())
    return next((tool for tool in tools if word == tool.value or word in tool.words), None)
