"""Accounts: the years that a renewal is judged on (2.7)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assessment.addendum2 import YEARS, Changes, T, differences

ELI, NON, IND = "eligible", "non_eligible", "indetermine"
MAY = date(2024, 5, 15)


def accounts(*years: tuple[int, int], paid: int = 0) -> Changes:
    """Charges and share of social utility, in %, the latest first; each year, dividends on a capital of 100 000 €."""
    return {
        f"{fact}[{slot}]": str(value)
        for row, (slot, (charges, share)) in enumerate(zip(YEARS, years, strict=False))
        for fact, value in {
            "charges_exploitation": charges, "charges_utilite_sociale": charges * share // 100, "dividendes": paid,
            "remuneration_concours": 0, "capitaux_propres": 100000, "concours_non_bancaires": 0,
            "date_cloture": f"{(2023 if len(years) < 4 else 2025) - row}-12-31",
        }.items()
    }  # fmt: skip


def renewal(seen: str | None, *years: tuple[int, int], paid: int = 0, before: str | None = None) -> Changes:
    """A renewal: how many years the approval saw closed, the accounts, and the years closed before it."""
    return {
        "situation": "renouvellement", "exercices_agrement_precedent": seen, "exercices_avant_agrement": before,
        "nombre_exercices_clos": None, "engagement_rentabilite": "non",
        **{f"{fact}[n-2]": None for fact in ("charges_exploitation", "charges_utilite_sociale")},
        **({"annee_remuneration": "2023", "date_creation": "2020-03-01", "date_fin_agrement": "2024-06-30"}
           if len(years) < 4 else {"date_fin_agrement": "2026-10-31"}),
        **accounts(*years, paid=paid),
    }  # fmt: skip


TWO, PERIOD = ((200000, 78), (150000, 68)), "RENOUVELLEMENT-PERIODE"
RENEWALS = [
    T("2.7 A oui, B non", renewal("2", *TWO, (120000, 40)), ELI, IND, MAY, cause="droit", points=(PERIOD,),
      findings={"ESUS-02a": "incertain"}, reserves=("RES-PREMIER-AGREMENT",), text=("73,71", "65,11")),
    T("2.7 A oui, B oui", renewal("2", *TWO, (120000, 66)), ELI, ELI, MAY, no_points="*"),
    T("2.7 A incertain, B non", renewal("5", *[(100000, share) for share in (66, 64, 64, 90, 90)]), ELI, IND,
      cause="droit", points=(PERIOD, "Q6"), findings={"ESUS-02a": "incertain"}, text=("74,8", "64,67")),
    T("2.7 A non, B oui au cumul", renewal("2", (200000, 60), (150000, 60), (200000, 90), paid=60000), ELI, NON, MAY,
      no_points="*"),
    T("2.7 A oui, B incertain", renewal("2", *TWO, (50000, 50)), ELI, IND, MAY, cause="droit", points=(PERIOD, "Q6")),
    T("2.7 B incomplète", renewal("2", *TWO), ELI, IND, MAY, findings={"ESUS-02a": "a_completer"}),
    T("2.7 B, deux exercices en tout", renewal("2", *TWO, before="0"), ELI, ELI, MAY, no_points="*"),
    T("2.7 A inconnue", renewal(None, *TWO, (120000, 66)), ELI, IND, MAY, cause="faits"),
    T("2.7 A vide", renewal("0", *TWO, (120000, 66), before="3") | {"engagement_rentabilite": "oui"}, ELI, IND, MAY,
      cause="faits", findings={"ESUS-02a": "a_completer", "ESUS-02b": "a_completer"},
      reserves=("RES-AGREMENT-SANS-EXERCICE",)),
    T("2.7 trois exercices : une seule période", renewal("3", *TWO, (200000, 58)), ELI, IND, MAY, points=("Q6",),
      no_points=(PERIOD,)),
    T("2.7 02b sur les deux", renewal("2", *TWO, (120000, 40)) | {"engagement_rentabilite": "oui"}, ELI, ELI, MAY),
    T("2.7 02b, l'exercice d'avant inconnu", renewal("2", (200000, 60), (150000, 60))
      | {"engagement_rentabilite": "oui"}, ELI, IND, MAY, findings={"ESUS-02b": "a_completer"}),
    T("2.7 02b tient sur A seule", renewal("2", (200000, 60), (150000, 60), (120000, 60))
      | {"engagement_rentabilite": "oui", "dividendes[n-2]": "60000"}, ELI, IND, MAY, points=(PERIOD,)),
]  # fmt: skip


@pytest.mark.parametrize("row", RENEWALS, ids=lambda row: row.id)
def test_addendum2(row: T) -> None:
    assert not differences(row)
