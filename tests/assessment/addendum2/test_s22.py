"""ADDENDUM2 §2.22: what is asked of companies alone has no object for the historic forms; a formality to come is no
refusal."""

from __future__ import annotations

from typing import Any

import pytest

from advisor import assess
from advisor.assessment.wording import finding_sentence
from advisor.report.document import render_report
from advisor.report.proof import explain
from advisor.rules.load import Knowledge
from tests.assessment.addendum2 import CLAUSES, PLACES, YEARS, Changes, T, differences, dossier_of

OF_COMPANIES = ("ESS-03", "ESS-07", "ESS-08", "ESS-09", "ESS-10", "ESS-11", "ESS-13", "ESS-14")
OF_ALL = ("ESS-02", "ESS-04", "ESS-05", "ESS-06", "ESS-12")
COMPANIES_ONLY = "ne concerne que les sociétés commerciales"
COMMON = "condition commune à toute l'ESS ; pour votre forme elle est tenue par la loi qui la régit"
CROSSES = tuple(f"✗ {id}" for id in (*OF_COMPANIES, *OF_ALL, "ESS-SC"))

NOT_ASKED: Changes = dict.fromkeys(
    (*CLAUSES, *PLACES, "clause_gouvernance", "rachat_titres", "boni_liquidation", "expression_voix",
     "benefice_affecte", "operations_capital", "nombre_associes", "mention_rcs", "titres_admis_negociation")
)  # fmt: skip
ASSOCIATION: Changes = NOT_ASKED | {"forme_juridique": "association"}
PROJECT: Changes = {
    "situation": "projet", "part_previsionnelle": "90",
    **dict.fromkeys(
        ("date_creation", "mention_rcs", "benefice_affecte", "operations_capital", "nombre_exercices_clos",
         "nombre_remuneres", "annee_remuneration", "minimum_branche_annuel", "remuneration_hors_structure",
         *(f"{fact}[{year}]" for fact in ("charges_exploitation", "charges_utilite_sociale") for year in YEARS[:3]),
         *(f"{fact}[{row}]" for fact in ("remuneration_brute", "quotite_travail") for row in range(1, 6)))
    ),
}  # fmt: skip
BY_RIGHT: Any = {"ess": "de_droit", "esus": "eligible"}
IDLE: Any = {"idle": (*OF_COMPANIES, *OF_ALL, "ESS-SC"), "no_text": CROSSES}

ROWS = (
    T("association", ASSOCIATION, **BY_RIGHT, **IDLE),
    T("association, objet muet", ASSOCIATION | {"clause_objet": "non"}, ess="de_droit", **IDLE),
    T("mutuelle", ASSOCIATION | {"forme_juridique": "mutuelle"}, **BY_RIGHT, **IDLE),
    T("fonds de dotation", ASSOCIATION | {"forme_juridique": "fonds_de_dotation"}, ess="indetermine",
      points=("Q13",), **IDLE),
    T("association sans vie démocratique", ASSOCIATION | {"vie_associative": "non"}, ess="indetermine",
      points=("FORME-HISTORIQUE-I",), remedies=("ecrire_gouvernance",), **IDLE),
    T("projet de société", PROJECT, ess="eligible", no_text=("✗ ESUS-00", "✗ ESS-14")),
    T("projet, une clause à écrire", PROJECT | {"boni_liquidation": "associes"}, ess="a_mettre_en_conformite",
      text=("✗ ESUS-00",), no_text=("✗ ESS-14",)),
    T("société sans mention", {"mention_rcs": "non"}, ess="eligible", text=("✗ ESS-14",)),
)  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_without_object(row: T) -> None:
    assert differences(row) == []


@pytest.mark.parametrize("id", [*OF_COMPANIES, *OF_ALL])
def test_an_association_reads_why(id: str, knowledge: Knowledge) -> None:
    said, other = (COMPANIES_ONLY, COMMON) if id in OF_COMPANIES else (COMMON, COMPANIES_ONLY)
    found = assess(dossier_of(T("association", ASSOCIATION | {"clause_objet": "non"})))
    proof = " ".join(render_report(explain(found, id, knowledge), "terminal", width=100).split())
    assert "SANS OBJET" in proof
    assert said in proof
    assert said in finding_sentence(found.findings[id])
    assert other not in proof
    assert "✗" not in proof


def test_the_guide_is_asked_of_an_association_too() -> None:
    found = assess(dossier_of(T("association", ASSOCIATION)))
    assert not found.findings["ESS-15"].idle
