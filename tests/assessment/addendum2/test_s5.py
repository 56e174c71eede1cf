"""ADDENDUM2, §2.2, §2.5, §2.8, §2.10, §2.13, §2.22, §2.26 (3): who the company is, and to whom its surplus goes."""

from __future__ import annotations

import pytest

from tests.assessment.addendum2 import T, differences

NON, IND, TODO, ELIGIBLE = "non_eligible", "indetermine", "a_mettre_en_conformite", "eligible"


def both(outcome: str) -> dict[str, str]:
    """Return the same outcome for the two verdicts."""
    return {"ess": outcome, "esus": outcome}


SURPLUS = [
    T(f"2.5 {to}", {"boni_liquidation": to}, **both(verdict), findings={"ESS-12": found}, points=points, reserves=said)
    for to, verdict, found, points, said in (
        ("autre_entreprise_ess", ELIGIBLE, "satisfait", (), ()),
        ("association_fondation_cooperative_mutuelle", ELIGIBLE, "satisfait", (), ("RES-BONI-FORME",)),
        ("fonds_de_dotation", IND, "incertain", ("Q13",), ()),
        ("organisme_sans_but_lucratif", IND, "incertain", ("BONI-BENEFICIAIRE",), ()),
        ("designe_par_assemblee", TODO, "non_satisfait", (), ("RES-BONI-ASSEMBLEE",)),
        ("collectivite_publique", TODO, "non_satisfait", (), ()),
        ("associes", TODO, "non_satisfait", (), ()),
        ("autre_organisme_non_ess", TODO, "non_satisfait", (), ()),
        ("statuts_muets", TODO, "non_satisfait", (), ()),
    )
]


@pytest.mark.parametrize("row", SURPLUS, ids=lambda row: row.id)
def test_the_situation_gets_what_the_addendum_says(row: T) -> None:
    assert not differences(row)
