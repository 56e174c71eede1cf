"""ADDENDUM2 §2.11: limits of what was done on the capital, worked out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assessment.addendum2 import Changes, T, differences

ELIGIBLE: Any = {"ess": "eligible", "esus": "eligible", "findings": {"ESS-06P": "satisfait"}, "no_points": "*"}
TO_MEND: Any = {
    "ess": "a_mettre_en_conformite", "findings": {"ESS-06P": "non_satisfait"},
    "remedies": ("regulariser_operation_capital",),
}  # fmt: skip
FACTS: Any = {"ess": "indetermine", "findings": {"ESS-06P": "a_completer"}}
WITHIN, BEYOND = ["incorporation_dans_les_limites"], ["incorporation_hors_limites"]


def incorporated(amount: str | None, **more: Any) -> Changes:
    """A first incorporation, the statutes allowing it, of reserves that the law demands."""
    return {
        "operations_capital": WITHIN, "incorporation_source": "reserves_obligatoires", "incorporation_autorisee": "oui",
        "incorporation_rang": "premiere", "incorporation_montant": amount, "reserves_disponibles_cloture": "150000",
    } | more  # fmt: skip


def later(amount: str, closing: str = "130000", after: str = "90000") -> Changes:
    return incorporated(
        amount, incorporation_rang="suivante", reserves_disponibles_cloture=closing,
        reserves_apres_incorporation_precedente=after,
    )  # fmt: skip


def reduced(way: str | None, **more: Any) -> Changes:
    return {"operations_capital": ["reduction_pour_continuite"], "reduction_voie": way} | more


Q9: Any = {"ess": "indetermine", "findings": {"ESS-06P": "incertain"}, "points": ("Q9",)}
FREE: Changes = {"incorporation_source": "reserves_libres", "incorporation_autorisee": None}

ROWS = (
    T("première, 75 000", incorporated("75000"), **ELIGIBLE, reserves=("RES-INCORPORATION-DISPONIBLES",)),
    T("première, 75 001", incorporated("75001"), **TO_MEND),
    T("première, case hors limites, 75 000", incorporated("75000", operations_capital=BEYOND), **ELIGIBLE),
    T("suivante, 20 000", later("20000"), **ELIGIBLE),
    T("suivante, 20 001", later("20001"), **TO_MEND),
    T("suivante, réserves en baisse, 1", later("1", closing="80000"), **TO_MEND),
    T("statuts muets", incorporated("10000", incorporation_autorisee="non"), **TO_MEND),
    T("montant sans réponse", incorporated(None), **FACTS),
    T("réserves libres, statuts muets", incorporated("90000") | FREE, **ELIGIBLE,
      reserves=("RES-INCORPORATION-LIBRE",)),
    T("on ne sait pas, statuts muets",
      incorporated("90000", incorporation_source="ne_sait_pas", incorporation_autorisee="non"),
      ess="indetermine", findings={"ESS-06P": "incertain"}, points=("INCORPORATION-SOURCE",)),
    T("on ne sait pas, dans la limite", incorporated("75000", incorporation_source="ne_sait_pas"), ess="eligible",
      findings={"ESS-06P": "satisfait"}),
    T("case cochée seule", {"operations_capital": WITHIN}, **ELIGIBLE, reserves=("RES-INCORPORATION-DECLAREE",)),
    T("case hors limites seule", {"operations_capital": BEYOND}, **TO_MEND),
    T("pertes", {"operations_capital": ["reduction_pour_pertes"]}, **ELIGIBLE),
    T("autre motif", {"operations_capital": ["reduction_hors_cas"]}, **TO_MEND),
    T("voie sans réponse", reduced(None), **Q9),
    T("10 % sur 24 mois", reduced("annulation_10", reduction_pourcentage_24_mois="10"), **Q9),
    T("10,01 % sur 24 mois", reduced("annulation_10", reduction_pourcentage_24_mois="10.01"), **TO_MEND,
      reserves=("RES-REDUCTION-LIMITE",)),
    T("0,25 % l'exercice", reduced("annulation_025", reduction_pourcentage_exercice="0.25"), **Q9),
    T("0,26 % l'exercice", reduced("annulation_025", reduction_pourcentage_exercice="0.26"), **TO_MEND),
    T("départ d'associés", reduced("depart_associes"), **Q9),
    T("SARL, voie des actions", reduced("annulation_10") | {"forme_juridique": "sarl"}, **Q9,
      reserves=("RES-REDUCTION-PARTS",)),
    T("SNC, voie des actions", reduced("annulation_025") | {"forme_juridique": "snc"}, **Q9,
      reserves=("RES-REDUCTION-PARTS",)),
    T("SCA, plus de 10 %", {**reduced("annulation_10", reduction_pourcentage_24_mois="11"), "forme_juridique": "sca"},
      **TO_MEND),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_capital(row: T) -> None:
    assert differences(row) == []
