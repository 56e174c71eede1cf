"""What the screens of the interview share: how a turn ends, and the words around a question."""

from __future__ import annotations

from enum import Enum

from advisor.answers import AnswerError, parse_answer
from advisor.dossier import Dossier
from advisor.interview.entry import readings
from advisor.knowledge.models import Fact, FactType


class Pause(Exception):
    """The adviser stops here; everything is in the file."""


class Outcome(Enum):
    """How a turn ended."""

    NEXT = "next"
    BACK = "back"


def refusal(fact: Fact, raw: str | tuple[str, ...]) -> str | None:
    """Why an answer is refused, in words for its author; None when it is accepted."""
    if raw in ("", ()):
        if fact.type is FactType.TEXT and fact.pattern is None:
            return None
        return "Il manque une réponse. Si vous ne savez pas, tapez n."
    try:
        parse_answer(fact, readings(fact, raw)[0] if isinstance(raw, str) else raw)
    except AnswerError as error:
        text = str(error)
        if isinstance(raw, str) and len(raw) > 24:
            text = text.replace(raw, raw[:24] + "…")
        for option in fact.options:
            text = text.replace(f"« {option.id} »", f"« {option.label} »")
        hint = "" if fact.options or fact.type is FactType.TEXT else " (n : je ne sais pas)"
        # Said on one line of the narrowest window.
        hint = hint if len(text) + len(hint) < 78 else ""
        return f"{text[0].upper()}{text[1:]}{hint}."
    return None


def prompt_label(fact: Fact, answered: bool = False) -> str:
    """What to type, in a few words."""
    label = {
        FactType.MONEY: "Montant en euros",
        FactType.PERCENT: "Pourcentage",
        FactType.DATE: "Date (jour/mois/année)",
        FactType.COUNT: "Année" if fact.unit == "annee" else "Nombre",
    }.get(fact.type, "Réponse")
    return f"{label} (Entrée garde la réponse actuelle) :" if answered else f"{label} :"


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


def brief(text: str, length: int = 160) -> str:
    """A text on a few lines at most: a clause pasted whole would push the question out of the window."""
    flat = " ".join(text.split())
    return flat if len(flat) <= length else flat[: length - 1].rstrip() + "…"


def plural(count: int, words: str) -> str:
    """``1 réponse utile``, ``3 réponses utiles``."""
    return f"{count} " + (" ".join(f"{word}s" for word in words.split()) if count > 1 else words)


def answers_kept(dossier: Dossier) -> str:
    """``18 réponses, et 2 « je ne sais pas »``."""
    unknown = sum(given.unknown for given in dossier.answers.values())
    known = plural(len(dossier.answers) - unknown, "réponse")
    return f"{known}, et {unknown} « je ne sais pas »" if unknown else known
