"""What the screens of the interview share: how a turn ends, and the words around a question."""

from __future__ import annotations

from enum import Enum

from advisor.common.french import plural
from advisor.dossier import Dossier
from advisor.rules.facts import Fact, FactType


class Pause(Exception):
    """The adviser stops here; everything is in the file."""


class Outcome(Enum):
    """How a turn ended."""

    NEXT = "next"
    BACK = "back"


def prompt_label(fact: Fact, answered: bool = False) -> str:
    """What to type, in a few words."""
    label = {
        FactType.MONEY: "Montant en euros",
        FactType.PERCENT: "Pourcentage",
        FactType.DATE: "Date (jour/mois/année)",
        FactType.COUNT: "Année" if fact.unit == "annee" else "Nombre",
    }.get(fact.type, "Réponse")
    return f"{label} (Entrée garde la réponse actuelle) :" if answered else f"{label} :"


def answers_kept(dossier: Dossier) -> str:
    """``18 réponses, et 2 « je ne sais pas »``."""
    unknown = sum(given.unknown for given in dossier.answers.values())
    known = plural(len(dossier.answers) - unknown, "réponse")
    return f"{known}, et {unknown} « je ne sais pas »" if unknown else known
