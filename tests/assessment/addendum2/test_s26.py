"""Words: clauses, companies with no closed year, dates and stale pages (2.26)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assessment.addendum2 import YEARS, Changes, T, differences

YOUNG: Changes = {
    "nombre_exercices_clos": "zero", "part_previsionnelle": "90", "benefice_affecte": "pas_de_benefice",
    **{f"charges_exploitation[{year}]": None for year in YEARS[:3]},
    **{f"charges_utilite_sociale[{year}]": None for year in YEARS[:3]},
}  # fmt: skip
WORDS = [
    T("2.26.1 « Oui, en entier »", {}, "eligible", "eligible", no_text=("oui, mot pour mot",)),
    T("2.26.2 avant 2016, l'article 2 du décret", {}, on=date(2015, 9, 1),
      text=("2015-858 du 13 juillet 2015, art. 2",)),
    T("2.26.4 quatorze mois", YOUNG | {"date_creation": "2025-07-10"}, esus="indetermine", points=("C9",),
      text=("pratiques des services sont partagées",), no_text=("avant un an",)),
    T("2.26.4 onze mois", YOUNG | {"date_creation": "2025-10-20"}, esus="indetermine", points=("C9",),
      reserves=("RES-MOINS-D-UN-AN",), text=("avant un an",)),
    T("2.26.8 le boni ne pèse pas « très léger »", {"boni_liquidation": "associes"}, "a_mettre_en_conformite",
      remedies=("ajouter_clause_boni",), no_text=("très léger",)),
]  # fmt: skip


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row.id)
def test_addendum2(row: T) -> None:
    assert not differences(row)
