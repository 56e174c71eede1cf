"""ADDENDUM2, §2.2, §2.5, §2.8, §2.10, §2.13, §2.22, §2.26 (3): who the company is, and to whom its surplus goes."""

from __future__ import annotations

import pytest

from tests.assessment.addendum2 import CLAUSES, PLACES, T, differences

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

PUBLIC = dict.fromkeys(
    (*CLAUSES, *PLACES, "clause_gouvernance", "clause_objet", "rachat_titres", "boni_liquidation", "expression_voix",
     "benefice_affecte", "operations_capital", "nombre_associes", "mention_rcs", "titres_admis_negociation")
) | {"forme_juridique": "personne_publique"}  # fmt: skip


def titled(*categories: str, holder: str = "structure_entiere") -> dict[str, object]:
    """Return a public body that holds the title of some categories."""
    title = {"categories_plein_droit": list(categories), "titre_categorie": "en_cours", "titulaire_titre": holder}
    return PUBLIC | title


PRIVATE = ("ne réunit que des personnes morales de droit privé",)
WORKSHOP, CHILDREN, BROKER = "atelier_chantier_insertion", "aide_sociale_enfance", "association_intermediaire"
PUBLIC_BODIES = [
    T("2.2 ACI", titled(WORKSHOP), NON, IND, cause="droit", points=("PERSONNE-PUBLIQUE",), text=PRIVATE,
      no_remedies=("changer_de_forme",), no_text=("à changer de forme",)),
    T("2.2 ASE", titled(CHILDREN), NON, IND, cause="droit", points=("PERSONNE-PUBLIQUE",)),
    T("2.2 ASE, one service", titled(CHILDREN, holder="un_service"), NON, IND, cause="droit",
      points=("PERSONNE-PUBLIQUE", "C11")),
    T("2.2 no title", PUBLIC, NON, NON, no_points="*", text=PRIVATE, remedies=("faire_porter_par_l_ess",),
      no_remedies=("changer_de_forme",)),
    T("2.2 AI", titled(BROKER), NON, NON, no_points="*", contradictions=(), text=("qui en est titulaire",)),
    T("2.2 AI and ACI", titled(BROKER, WORKSHOP), NON, IND, points=("PERSONNE-PUBLIQUE",), contradictions=()),
    T("2.2 pay", titled(WORKSHOP) | {"remuneration_brute[1]": "230000"}, NON, NON, no_points="*"),
    T("2.2 project", titled(WORKSHOP) | {"situation": "projet", "date_creation": None}, NON, NON),
]  # fmt: skip


MUTUALS = [
    T(f"2.26 {form}", PUBLIC | {"forme_juridique": form, "clause_objet": "mot_pour_mot"}, "de_droit", ELIGIBLE,
      findings={"ESUS-04": "satisfait"})
    for form in ("mutuelle", "societe_assurance_mutuelle")
]  # fmt: skip

ASSOCIATION = PUBLIC | {"forme_juridique": "association", "clause_objet": "mot_pour_mot"}
ASSEMBLY = [
    T("2.13 no", ASSOCIATION | {"vie_associative": "non"}, IND, IND, cause="droit", points=("FORME-HISTORIQUE-I",)),
    T("2.13 yes", ASSOCIATION | {"vie_associative": "oui"}, "de_droit", ELIGIBLE, no_points="*"),
    T("2.13 no answer", ASSOCIATION, "de_droit", ELIGIBLE, no_points="*"),
]


@pytest.mark.parametrize("row", [*ASSEMBLY, *MUTUALS, *SURPLUS, *PUBLIC_BODIES], ids=lambda row: row.id)
def test_the_situation_gets_what_the_addendum_says(row: T) -> None:
    assert not differences(row)
