"""What each calculation of `advisor.assessment.indicators` expects in ``rules/indicateurs.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Argument:
    """One argument of a calculation.

    Attributes:
        kind: what it names; None for a plain value.
        many: a list is expected.
        slots: the fact is a table with these rows.
        date: the fact is a date; otherwise it is a figure.
        series: the parameter is read on other days than the day of assessment.
        optional: may be left out.
        pattern, expected: for a plain value, what it must look like, and how to say so.
    """

    kind: Literal["fait", "indicateur", "parametre"] | None
    many: bool = False
    slots: Literal["exercice", "remuneration"] | None = None
    date: bool = False
    series: bool = False
    optional: bool = False
    pattern: str = ""
    expected: str = ""


_FACT = Argument("fait")
_DATE = Argument("fait", date=True)
_YEARS = Argument("fait", many=True, slots="exercice")
_PAY = Argument("fait", slots="remuneration")
_INDICATOR = Argument("indicateur")
_PARAMETER = Argument("parametre")
_SERIES = Argument("parametre", series=True)

# Days that exist every year: 29 February does not.
_DAY = Argument(
    None,
    pattern=r"(0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8])",
    expected="Écrivez MM-JJ, par exemple 06-20 ; le 29 février n'existe pas tous les ans.",
)

_RATIO = {"nombre": _INDICATOR, "numerateur": _YEARS, "denominateur": _YEARS}
_GAP = _RATIO | {
    "taux": _SERIES,
    "taux_saisi": Argument("fait", slots="exercice"),
    "plancher": _SERIES,
    "cloture": Argument("fait", slots="exercice", date=True),
    "semestres": Argument(None, pattern=r"[1-9]", expected="Écrivez un nombre de semestres, de 1 à 9."),
}
_PAYS = {
    "montant": _PAY,
    "quotite": _PAY,
    "effectif": _FACT,
    "personnes": _PARAMETER,
    "complement": Argument("fait", slots="remuneration", optional=True),
}
_ALLOCATION = {
    "base": _INDICATOR,
    "taux": _PARAMETER,
    "capital": _FACT,
    "plafond": _PARAMETER,
    "reserves": _FACT,
}

_LATER = Argument(None, optional=True, pattern=r"[1-9]", expected="Écrivez un nombre d'années, de 1 à 9.")

SIGNATURES: dict[str, dict[str, Argument]] = {
    "selon": {},
    "rapport_annuel_minimal": _RATIO,
    "rapport_cumule": _RATIO,
    "somme_exercices": {
        "nombre": _INDICATOR,
        "montant": Argument("fait", slots="exercice"),
        "taux": Argument("fait", slots="exercice", optional=True),
    },
    "ecart_au_taux_annuel_maximal": _GAP,
    "ecart_au_taux_cumule": _GAP,
    "base_salariale": {
        "annee": _FACT,
        "smic": _SERIES,
        "heures": _PARAMETER,
        "saisie": _FACT,
        "branche": _FACT,
        "presumee": _PARAMETER,
        "methode": Argument(
            None,
            pattern="horaire_pondere|mensuel_arrondi|en_vigueur",
            expected="Au choix : horaire_pondere, mensuel_arrondi, en_vigueur.",
        ),
    },
    "produit": {"indicateur": _INDICATOR, "parametre": _PARAMETER},
    "produit_taux": {"indicateur": _INDICATOR, "parametre": _PARAMETER},
    "moyenne_plus_fortes": _PAYS,
    "plus_forte": _PAYS,
    "difference_positive": {"de": _FACT, "moins": _FACT},
    "dotation_plafonnee": _ALLOCATION,
    "dotation_entiere": _ALLOCATION,
    "somme": {"faits": Argument("fait", many=True)},
    "rapport": {"numerateur": _FACT, "denominateur": _FACT},
    "date_plus_annees": {"date": _DATE, "annees": _PARAMETER},
    "jour_de_la_meme_annee": {"date": _DATE, "jour": _DAY, "plus": _LATER},
    "jour_de_l_annee": {"jour": _DAY, "plus": _LATER},
    "annee_d_appreciation": {"moins": _LATER},
}

MAY_BE_EMPTY = {name for name, signature in SIGNATURES.items() if {"nombre", "effectif"} & signature.keys()}
"""Calculations that make no sense when no year is closed, or nobody is paid."""


def listed(value: Any) -> Iterator[str]:
    """The texts of an argument, given alone or in a list; anything else is reported elsewhere."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one
