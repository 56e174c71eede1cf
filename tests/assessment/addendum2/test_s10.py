"""ADDENDUM2 §2.10: a cooperative of the law of another country."""

from __future__ import annotations

from typing import Any

import pytest

from tests.assessment.addendum2 import CLAUSES, Changes, T, differences
from tests.assessment.addendum2.test_s22 import NOT_ASKED

FOREIGN: Changes = NOT_ASKED | {
    "forme_juridique": "societe_etrangere", "siege": "union_europeenne", "etablissement_principal_france": "oui",
    "titres_admis_negociation": "non",
}  # fmt: skip
COOPERATIVE: Changes = FOREIGN | {"cooperative_etrangere": "oui"}
REFUSED: Changes = dict.fromkeys(CLAUSES, "non") | {"boni_liquidation": "associes", "mention_rcs": "non"}
LAW: Any = {"ess": "indetermine", "esus": "indetermine", "cause": "droit", "points": ("Q13c",)}
NO_CLAUSE = ("ajouter_clause_fonds", "ajouter_clause_report", "ajouter_clause_amortissement", "inscrire_mention_rcs")

ROWS = (
    T("coopérative sociale italienne, établissement à Nice", COOPERATIVE, **LAW, no_remedies=NO_CLAUSE, missing=[]),
    T("sans aucune clause ni mention", COOPERATIVE | REFUSED, **LAW, no_remedies=NO_CLAUSE),
    T("objet muet", COOPERATIVE | {"clause_objet": "non"}, ess="indetermine", points=("Q13c",),
      findings={"ESUS-05": "non_satisfait"}),
    T("sans établissement en France", COOPERATIVE | {"etablissement_principal_france": "non"}, ess="indetermine",
      esus="non_eligible"),
    T("société étrangère ordinaire", FOREIGN | {"cooperative_etrangere": "non"}, findings={"ESS-01a": "non_satisfait"},
      no_points=("Q13c",)),
    T("sans réponse : société", FOREIGN, findings={"ESS-01a": "non_satisfait"}, no_points=("Q13c",)),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_foreign_cooperative(row: T) -> None:
    assert differences(row) == []
