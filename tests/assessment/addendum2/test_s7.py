"""What the ESS and the accreditation open or close, day by day (ADDENDUM2 §4)."""

from __future__ import annotations

from datetime import date

import pytest

from advisor.rules.load import load_knowledge

LAW = {one.id: one for one in load_knowledge().guidance}


@pytest.mark.parametrize(
    ("id", "first", "last"),
    [
        ("droit_ess_marches_reserves", "2019-04-01", None),
        ("limite_ess_procedure_collective", "2019-04-01", None),
        ("droit_esus_achats_publics", "2023-01-01", None),
        ("droit_esus_plein_droit_service_civique", "2017-01-29", None),
        ("droit_us_volontariat_agricole", "2025-03-26", None),
        ("droit_esus_energie", "2021-07-01", None),
        ("droit_ess_union_mutualiste", "2017-05-06", None),
        ("droit_esus_ir_pme_avant", "2014-08-02", "2022-12-31"),
        ("droit_esus_ir_pme_debut_2023", "2023-01-01", "2023-03-11"),
        ("droit_esus_ir_pme_2023", "2023-03-12", "2023-12-31"),
        ("droit_esus_ir_pme_debut_2024", "2024-01-01", "2024-06-27"),
        ("droit_esus_fonciere_patrimoine", "2025-09-28", "2025-12-31"),
    ],
)
def test_a_right_lasts_as_long_as_its_text(id: str, first: str, last: str | None) -> None:
    line = LAW[id]
    assert line.start == date.fromisoformat(first)
    assert line.covers(line.start)
    if last is not None:
        assert line.end == date.fromisoformat(last)


@pytest.mark.parametrize("id", ["service_civique", "informatique_etat", "constructions"])
def test_some_rights_are_those_of_the_list_of_the_law_only(id: str) -> None:
    assert tuple(LAW[f"droit_esus_plein_droit_{id}"].routes) == ("plein_droit",)
