"""Words of the questions: rows, holders of documents."""

from __future__ import annotations


def row_name(slot: str | None) -> str:
    """``dernier exercice clos``, ``exercice n-2``, ``personne 3``."""
    if slot is None:
        return ""
    if not slot.startswith("n"):
        return f"personne {slot}"
    return "dernier exercice clos" if slot == "n" else f"exercice {slot}"


def first_holder(text: str) -> str:
    """The first person named in « qui sait », to stand beside a choice."""
    return text.partition(" ;")[0].strip(" .")


def holder_words(text: str) -> str:
    """« qui sait » inside a sentence."""
    words = text.strip(" .") or "qui de droit"
    return words[0].lower() + words[1:]
