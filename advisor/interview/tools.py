"""What can be done at any question besides answering, and the keys that do it."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from advisor.common.french import folded


class Tool(StrEnum):
    """What can be done at any question; the value is the key to press."""

    UNKNOWN = "n"
    WHY = "p"
    HELP = "a"
    BACK = "r"
    CHANGE = "m"
    EVIDENCE = "j"
    NOTE = "t"
    PAUSE = "q"
    REST = "x"


BACK_ONLY = (Tool.BACK,)

LEAVE = "Revenir"
"""What goes back says, where it does not lead to a question."""


TOOL_LABELS: dict[Tool, str] = {
    Tool.UNKNOWN: "Je ne sais pas",
    Tool.WHY: "Pourquoi cette question ? Que change chaque réponse ?",
    Tool.HELP: "Aide : explication, exemple, où trouver",
    Tool.BACK: "Retour à la question d'avant",
    Tool.CHANGE: "Modifier une réponse déjà donnée",
    Tool.EVIDENCE: "Joindre une pièce justificative",
    Tool.NOTE: "Écrire une note",
    Tool.PAUSE: "Pause (tout est enregistré)",
    Tool.REST: "Passer tout le reste du tableau : je ne sais pas",
}

SHORT_LABELS: dict[Tool, str] = {
    Tool.UNKNOWN: "je ne sais pas",
    Tool.WHY: "pourquoi ?",
    Tool.HELP: "aide",
    Tool.BACK: "retour",
    Tool.CHANGE: "modifier",
    Tool.EVIDENCE: "pièce",
    Tool.NOTE: "note",
    Tool.PAUSE: "pause",
    Tool.REST: "passer le reste",
}

WORDS: dict[str, Tool] = {
    "!": Tool.UNKNOWN,
    "je ne sais pas": Tool.UNKNOWN,
    "nsp": Tool.UNKNOWN,
    "?": Tool.WHY,
    "pourquoi": Tool.WHY,
    "aide": Tool.HELP,
    "<": Tool.BACK,
    "retour": Tool.BACK,
    "modifier": Tool.CHANGE,
    "je sais pas": Tool.UNKNOWN,
    "ne sais pas": Tool.UNKNOWN,
    "piece": Tool.EVIDENCE,
    "note": Tool.NOTE,
    "pause": Tool.PAUSE,
}

ALL_TOOLS = tuple(tool for tool in Tool if tool is not Tool.REST)


def legend(tools: Collection[Tool]) -> str:
    """One line that lists keys: ``n je ne sais pas · p pourquoi ? · …``."""
    return " · ".join(f"{tool.value} {SHORT_LABELS[tool]}" for tool in Tool if tool in tools)


def called(text: str, tools: Collection[Tool]) -> Tool | None:
    """The tool named by a line typed alone: its letter, its sign or its name."""
    word = folded(text.strip(" .?") or text.strip())
    tool = WORDS.get(word)
    if tool is None and len(word) == 1 and word in set(Tool):
        tool = Tool(word)
    return tool if tool in tools else None
