"""ADDENDUM2 § 2.3, 2.9, 2.14, 2.15: what is shown while the law or the answers leave a verdict open."""

from __future__ import annotations

import pytest

from tests.assessment.addendum2 import Changes, T, differences


def years(*shares: str) -> Changes:
    """Costs of the last years, latest first: whole, then its part of social purpose."""
    pairs = [one.split("/") for one in shares]
    return {f"charges_exploitation[{y}]": whole for y, (_, whole) in zip(("n", "n-1", "n-2"), pairs, strict=True)} | {
        f"charges_utilite_sociale[{y}]": part for y, (part, _) in zip(("n", "n-1", "n-2"), pairs, strict=True)
    }


WEAK = years("684000/900000", "402000/600000", "232000/400000")
"""58, 67 and 76 %; 69.37 % in all."""
NO_RETURN = {
    f"{fact}[{year}]": value
    for year, closing in (("n", "2025-12-31"), ("n-1", "2024-12-31"), ("n-2", "2023-12-31"))
    for fact, value in (
        ("date_cloture", closing),
        ("dividendes", "0"),
        ("remuneration_concours", "0"),
        ("capitaux_propres", "200000"),
        ("concours_non_bancaires", "0"),
    )
}
OPEN = {"ess": "eligible", "esus": "indetermine", "cause": "droit", "points": ("Q6",)}
ROWS = [
    T("2.3 58/67/76", WEAK, **OPEN, missing_first="engagement_rentabilite", findings={"ESUS-02": "incertain"},
      text=("69,37 %", "ce qui lèverait le doute"), no_text=("attendre des comptes à 66",)),
    T("2.3 58/67/76, engagement non", WEAK | {"engagement_rentabilite": "non"}, **OPEN,
      no_text=("attendre des comptes à 66",)),
    T("2.3 58/67/76, engagement oui, rien versé", WEAK | NO_RETURN | {"engagement_rentabilite": "oui"},
      esus="eligible", duration=5),
    T("2.3 66/66,2/67", years("335000/500000", "331000/500000", "330000/500000"), esus="eligible", duration=5,
      no_points="*"),
    T("2.3 une réponse sous « tous » reste à donner", {"forme_juridique": "selarl_selas", "nombre_associes": None},
      esus="indetermine", cause="faits", findings={"ESS-04": "a_completer"}),
    T("2.3 renouvellement", WEAK | {"situation": "renouvellement", "exercices_agrement_precedent": "3"},
      esus="indetermine", cause="droit", points=("Q6",)),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_is_shown_while_something_is_open(row: T) -> None:
    assert not differences(row)
