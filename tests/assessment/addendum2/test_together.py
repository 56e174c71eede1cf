"""Sections of ADDENDUM2 met in one company: what is told first, and what is not told at all."""

from __future__ import annotations

from datetime import date

import pytest

from advisor import assess
from tests.assessment.addendum2 import CLAUSES, PLACES, YEARS, Changes, T, differences, dossier_of

PART_OF_A_YEAR = {"remuneration_brute[1]": "60000", "mois_presence[1]": "3"}
ABROAD = {"forme_juridique": "societe_etrangere", "siege": "union_europeenne", "mention_rcs": None,
          "etablissement_principal_france": "non", "cooperative_etrangere": "oui"}  # fmt: skip
BODY = dict.fromkeys((*CLAUSES, *PLACES, "mention_rcs", "nombre_associes", "benefice_affecte", "operations_capital",
                      "clause_gouvernance", "rachat_titres", "boni_liquidation", "expression_voix"))  # fmt: skip
TOWN = BODY | {"forme_juridique": "personne_publique", "titre_categorie": "en_cours",
               "titulaire_titre": "structure_entiere"}  # fmt: skip
BANK = BODY | {"forme_juridique": "cooperative", "fonds_ou_banque": "oui", "type_assimilation": "etablissement_credit",
               "droit_commun_aussi": "non", "buts": ["aucun"], "part_prets_esus": "85"}  # fmt: skip
RENEWED = {"situation": "renouvellement", "exercices_agrement_precedent": "2", "engagement_rentabilite": "non",
           "nombre_exercices_clos": "trois_ou_plus"}  # fmt: skip
SOCIAL = dict(zip((f"charges_utilite_sociale[{year}]" for year in YEARS), ("300000", "400000", "100000"), strict=False))
BY_RIGHT = {"categories_plein_droit": ["etablissement_handicap"], "titre_categorie": "en_cours",
            "titulaire_titre": "structure_entiere", "fragilite_public": ["personnelle"],
            "fragilite_sociale_aussi": "dependance_seule", "buts": ["soutien_personnes_fragiles"]}  # fmt: skip

ROWS = [
    # What one reading alone refuses is neither the reason of a certain refusal, nor something to mend later.
    T("2.9 obstacle certain et année incomplète", ABROAD | PART_OF_A_YEAR, esus="non_eligible",
      no_remedies=("plafonner_remunerations",),
      no_text=("≈ ESUS-03b Plus forte rémunération : 10 fois le SMIC (incertain) :",)),
    T("2.2 commune, association intermédiaire", TOWN | {"categories_plein_droit": ["association_intermediaire"]},
      "non_eligible", "non_eligible", no_points="*", reserves=("RES-AI-PERSONNE-PUBLIQUE",),
      text=("aujourd'hui : une personne publique ne relève pas de l'ESS", "votre structure n'est pas une association"),
      no_text=("ni société commerciale", "le droit ne tranche pas dans votre cas")),
    T("2.2 commune, utilité publique", TOWN | {"categories_plein_droit": ["reconnue_utilite_publique"]},
      "non_eligible", "non_eligible", no_points="*", reserves=("RES-RUP-PERSONNE-PUBLIQUE",),
      text=("votre structure n'est ni une association ni une fondation",),
      no_text=("n'est pas reconnue d'utilité publique",)),
    T("2.4 banque en 2023", BANK, esus="eligible", on=date(2023, 9, 15), no_points="*",
      no_text=("cinq septièmes de quels",)),
    T("2.21 banque, cas général non demandé", BANK, "de_droit", "non_eligible", no_remedies=("se_donner_un_but",),
      text=("aucune piste connue",)),
    T("2.17 plein droit", BY_RIGHT, "eligible", "de_droit", no_text=("Interrogez la DDETS avant de renoncer. [",)),
    T("2.7 deux points, engagement refusé", RENEWED | SOCIAL, "eligible", "indetermine", cause="droit",
      points=("Q6", "RENOUVELLEMENT-PERIODE"), text=("tout dépend de 2 points",),
      no_text=("alors, pour l'ESUS", "ce qui lèverait le doute")),
    T("2.7 un seul point", {"charges_utilite_sociale[n]": "300000", "engagement_rentabilite": None}, esus="indetermine",
      cause="droit", points=("Q6",), text=("alors, pour l'ESUS", "ce qui lèverait le doute"),
      no_text=("lus ensemble",)),
    T("2.11 voie des actions dans une SARL", {"forme_juridique": "sarl",
      "operations_capital": ["reduction_pour_continuite"], "reduction_voie": "annulation_10",
      "reduction_pourcentage_24_mois": "5"},
      reserves=("RES-REDUCTION-PARTS",),
      text=("À savoir Cette voie parle d'actions",)),
    *(T(f"2.19 dissolution, boni à {to}", {"situation_judiciaire": "dissolution_amiable", "boni_liquidation": to},
        esus="non_eligible", text=("À savoir La clause de boni s'applique maintenant",))
      for to in ("autre_entreprise_ess", "association_fondation_cooperative_mutuelle")),
    T("2.19 dissolution, boni aux associés", {"situation_judiciaire": "dissolution_amiable",
      "boni_liquidation": "associes"}, esus="non_eligible", no_text=("La clause de boni s'applique maintenant",)),
    T("projet : rien n'a encore été pratiqué", {"situation": "projet", "date_creation": None, "mention_rcs": None,
      "benefice_affecte": None, "operations_capital": None, "nombre_exercices_clos": None}, idle=("ESS-06P",),
      no_text=("pratique ✓",)),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_is_told_when_sections_meet(row: T) -> None:
    assert differences(row) == []


def test_the_mention_comes_after_the_heaviest_clause() -> None:
    row = T("", {"mention_rcs": "non", "boni_liquidation": "associes"})
    changes = [one.remedy for one in assess(dossier_of(row)).verdicts["esus"].changes]
    assert changes == ["ajouter_clause_boni", "inscrire_mention_rcs"]


@pytest.mark.parametrize(
    ("criterion", "reason"),
    [
        ("ESUS-07-03", "vous n'indiquez pas la catégorie « association intermédiaire »"),
        ("ESUS-07-13", "votre structure n'est pas reconnue d'utilité publique"),
    ],
)
def test_of_what_a_company_never_chose_to_be_one_reason_is_enough(criterion: str, reason: str) -> None:
    said = assess(dossier_of(T("", {}))).findings[criterion].explanation
    assert said == f"Cette catégorie n'est pas retenue : {reason}. Une autre peut convenir."


@pytest.mark.parametrize(
    ("changes", "who", "delay"),
    [
        ({}, "L'assemblée", "prochaine_ag"),
        ({"forme_juridique": "sasu", "nombre_associes": "1"}, "L'associé unique", "prochaine_ag"),
        ({"situation": "projet", "date_creation": None, "mention_rcs": None}, "Les fondateurs", "avant_signature"),
    ],
)
def test_who_decides_of_a_clause_and_when(changes: Changes, who: str, delay: str) -> None:
    row = T("", {"clause_amortissement_capital": "non", **changes})
    change = next(
        one for one in assess(dossier_of(row)).verdicts["ess"].changes if one.remedy == "ajouter_clause_amortissement"
    )
    assert change.who.startswith(who) and change.delay == delay


def test_a_branch_without_eligible_in_reach_has_the_best_outcome_left() -> None:
    """As a verdict has (2.9): « undetermined » is for what may still be eligible."""
    esus = assess(dossier_of(T("", RENEWED | SOCIAL))).verdicts["esus"]
    assert {one.reading: one.verdict for one in esus.branches} == {
        "favorable": "eligible",
        "stricte": "a_mettre_en_conformite",
    }
