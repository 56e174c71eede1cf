"""ADDENDUM2 § 2.3, 2.9, 2.14, 2.15: what is shown while the law or the answers leave a verdict open."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assessment.addendum2 import CLAUSES, PLACES, SOCLE, Changes, T, differences


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
UNREAD = ("clause_objet", "clause_gouvernance", "rachat_titres", "expression_voix")
ACCOUNTS = ("nombre_exercices_clos", *WEAK)
PAY = [key for key in SOCLE if key.startswith(("remuneration_", "quotite_", "nombre_remuneres", "annee_remuneration"))]
NOTHING_KNOWN: Changes = (
    dict.fromkeys((*ACCOUNTS, *PAY, "benefice_affecte", "operations_capital"))
    | dict.fromkeys((*CLAUSES, "clause_objet", "clause_gouvernance", "clause_but"), "non")
    | dict.fromkeys(PLACES, "rien")
    | {"rachat_titres": "statuts_muets", "boni_liquidation": "statuts_muets", "expression_voix": "capital_seulement"}
    | {"societe_mission": "oui", "mention_rcs": "non"}
)
GONE = ("benefice_affecte", "operations_capital", "date_creation", "mention_rcs")
COSTS = [f"charges_exploitation[{year}]" for year in ("n", "n-1", "n-2")]
PROJECT: Changes = dict.fromkeys((*ACCOUNTS, *COSTS, *PAY, *GONE)) | {"situation": "projet"}
"""In order; what it has not yet is not told."""
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
    T("2.9 société à mission, paie et comptes inconnus", NOTHING_KNOWN, ess="a_mettre_en_conformite",
      esus="a_mettre_en_conformite"),
    T("2.9 boni aux associés, le reste à lire", dict.fromkeys((*CLAUSES, *PLACES, *UNREAD)) | {
      "boni_liquidation": "associes", "mention_rcs": "non"}, ess="a_mettre_en_conformite",
      esus="a_mettre_en_conformite", no_remedies=("inscrire_mention_rcs",), text=("1 vu, ", " à lire")),
    T("2.9 mention absente, comptes inconnus", dict.fromkeys(ACCOUNTS) | {"mention_rcs": "non"}, ess="eligible",
      esus="a_mettre_en_conformite", remedies=("inscrire_mention_rcs",), text=("Non lu", "au pire")),
    # An open point of law is no certain obstacle: what is certain, and can be mended, decides.
    T("2.9 but contesté, objet à récrire", {"buts": ["patrimoine_protege"], "clause_objet": "non"},
      on=date(2025, 9, 30), ess="a_mettre_en_conformite", esus="a_mettre_en_conformite", points=("Q2",),
      remedies=("reecrire_objet",),
      text=("selon la lecture stricte, l'agrément n'est pas accessible", "faire trancher le point de droit ouvert",
            "Le droit ne tranche pas : le but")),
    T("2.9 part d'année contestée, sans mention", {"remuneration_brute[1]": "60000", "mois_presence[1]": "3",
      "mention_rcs": "non"}, ess="eligible", esus="a_mettre_en_conformite", points=("ANNEE-INCOMPLETE",)),
    T("2.9 projet, rien à corriger", PROJECT, ess="eligible", esus="indetermine", cause="droit", points=("C9",)),
    T("2.9 projet, boni aux associés", PROJECT | {"boni_liquidation": "associes"}, ess="a_mettre_en_conformite",
      esus="a_mettre_en_conformite", points=("C9",),
      no_text=("le fonds de dotation n'est pas cité par la liste",)),
    # The route that is shown can be mended; the one that the kinder reading opens tells its point of law.
    T("2 titre contesté, engagement à prendre", {"forme_juridique": "association", "mention_rcs": None,
      "categories_plein_droit": ["centre_hebergement_reinsertion"], "titulaire_titre": "un_service",
      "titre_categorie": "en_cours", "vie_associative": "oui", "engagement_rentabilite": "non",
      **{f"charges_utilite_sociale[{year}]": "250000" for year in ("n", "n-1", "n-2")}}, esus="indetermine",
      cause="droit", points=("C11",), text=(": de droit Stricte", "à mettre en conformité")),
    T("2.3 renouvellement", WEAK | {"situation": "renouvellement", "exercices_agrement_precedent": "3"},
      esus="indetermine", cause="droit", points=("Q6",)),
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_what_is_shown_while_something_is_open(row: T) -> None:
    assert not differences(row)
