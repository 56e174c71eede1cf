"""ADDENDUM2 §2.8: the number of partners that a form supposes."""

from __future__ import annotations

import pytest

from tests.assessment.addendum2 import Changes, T, differences


def unanswered(form: str, **more: str) -> Changes:
    return {"forme_juridique": form, "nombre_associes": None, **more}


PRESUMED, TOLD = "RES-ASSOCIES-PRESUMES", "la forme déclarée en suppose plusieurs"
ROWS = (
    T("SAS", unanswered("sas"), "eligible", "eligible", reserves=(PRESUMED,), text=(TOLD,)),
    T("SARL", unanswered("sarl"), "eligible", "eligible", reserves=(PRESUMED,)),
    T("SA", unanswered("sa"), "eligible", "eligible", no_text=(TOLD,)),
    *(T(form, unanswered(form), "eligible", "eligible") for form in ("snc", "scs", "sca", "sem_spl")),
    *(
        T(form, unanswered(form), "indetermine", "indetermine", cause="faits", missing=["nombre_associes"])
        for form in ("selarl_selas", "se")
    ),
    T("SAS d'un associé", {"nombre_associes": "1"}, "indetermine", "indetermine", points=("Q7",), no_text=(TOLD,)),
    T("SAS, un associé a toutes les voix", unanswered("sas", voix_premier_associe="100"), "indetermine", "indetermine",
      cause="faits", missing=["nombre_associes"], no_text=(TOLD,)),
    T("SAS, 99 % des voix", unanswered("sas", voix_premier_associe="99"), "eligible", "eligible", reserves=(PRESUMED,)),
    T("SAS de deux associés", {"nombre_associes": "2"}, "eligible", "eligible", no_text=(TOLD,)),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_partners(row: T) -> None:
    assert differences(row) == []
