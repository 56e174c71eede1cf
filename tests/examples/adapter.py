"""Transcription of the worked situations (their own JSON vocabulary) into dossiers.

The situations write ``null`` for "unknown" and for "not applicable" alike. Each key below says, in a word, how its null
is read; the rule is always that of ``examples/README.md``. Nothing here looks at the expected verdict.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from advisor.common.french import add_years
from advisor.dossier import Answer, Dossier, answer
from tests.examples.naming import COMMERCIAL, category_of, form_of, plain

SLOTS = ("n", "n-1", "n-2", "n-3", "n-4", "n-5")


class _Answers(dict[str, Answer]):
    def put(self, address: str, value: Any) -> None:
        """Record an answer; None (unknown) is simply not recorded."""
        if value is None:
            return
        if isinstance(value, bool):
            value = "oui" if value else "non"
        self[address] = answer(value if isinstance(value, list) else _text(value))


def _text(value: Any) -> str:
    return repr(value) if isinstance(value, float) else str(value)


def _percent(fraction: float | None) -> str | None:
    """A rate given as a fraction, in percent, without passing through a binary multiplication."""
    if fraction is None:
        return None
    from decimal import Decimal

    return str(Decimal(repr(fraction)) * 100)


def to_dossier(case: dict[str, Any]) -> Dossier:
    """A situation as a dossier, dated."""
    facts, on = case["facts"], date.fromisoformat(case["evaluation_date"])
    answers = _Answers()
    form = form_of(facts.get("forme_juridique"), facts.get("personnalite_juridique"))
    assimilation = facts.get("assimilation")
    _identity(answers, facts, form)
    _purpose(answers, facts, on)
    if form is not None:
        _statutes(answers, facts, form)
    _profit(answers, facts)
    _accounts(answers, facts)
    _pay(answers, facts, on)
    _titles(answers, facts)
    _category(answers, facts)
    _assimilation(answers, assimilation)
    requested = facts.get("date_demande_agrement")
    return Dossier(
        name=facts.get("denomination") or "",
        on=on,
        requested=date.fromisoformat(requested) if requested else None,
        answers=dict(answers),
    )


def _identity(answers: _Answers, facts: dict[str, Any], form: str | None) -> None:
    renewal = "renouvellement" in plain(facts.get("nature_demande"))
    answers.put("situation", "renouvellement" if renewal else "existante")
    answers.put("date_creation", facts.get("date_creation"))
    seat = plain(facts.get("siege"))
    known = {"": "france", "france": "france", "union_europeenne": "union_europeenne"}
    answers.put("siege", known.get(seat, "hors_union_europeenne" if "hors" in seat else None if seat else "france"))
    answers.put("forme_juridique", form)
    if form in COMMERCIAL:
        answers.put("nombre_associes", facts.get("nombre_associes"))
    mention = facts.get("mention_ESS_au_RCS")
    if isinstance(mention, bool):
        answers.put("mention_rcs", mention)


def _purpose(answers: _Answers, facts: dict[str, Any], on: date) -> None:
    activity = facts.get("activite") or {}
    description = (activity.get("description") or "").lower()
    if activity:
        holding = "holding" in description or "aucune activité propre" in description
        answers.put("activite_propre", "filiales" if holding else "oui")
    aims = activity.get("objectif_article_2_loi_ESS")
    if aims is not None:
        answers.put("buts", _aims(aims, description, on))
    audience = activity.get("public")
    if audience is not None:
        listed = audience if isinstance(audience, list) else [audience]
        answers.put("fragilite_public", list(dict.fromkeys(kind for one in listed for kind in _fragility(one))) or None)
        if "sans condition de ressources" in description and "aucun autre objectif" in description:
            answers.put("fragilite_sociale_aussi", "dependance_seule")
    link = activity.get("impact_social_complementaire_si_developpement_durable")
    effects = {"publics_vulnerables", "solidarites_territoriales", "education_citoyennete"}
    if aims is not None and (link is None or link is False):
        answers.put("impact_social_complementaire", ["aucun"])
    elif link in effects or isinstance(link, list):
        answers.put("impact_social_complementaire", [link] if isinstance(link, str) else link)
    principal = activity.get("utilite_sociale_a_titre_principal")
    if principal is not None:
        answers.put("utilite_sociale_principale", "principale" if principal else "accessoire")


def _fragility(audience: Any) -> list[str]:
    """Kinds of fragility of an audience; an unknown word of that family is left unanswered."""
    told = plain(audience)
    if not told.startswith("fragil"):
        return ["aucune"]
    found = []
    if "econom" in told or "social" in told:
        found.append("economique_ou_sociale")
    if any(word in told for word in ("person", "sant", "handicap", "age", "autonomie")):
        found.append("personnelle")
    return found


def _aims(aims: list[str], description: str, on: date) -> list[str]:
    """Numbers of article 2, in the version of the day, as purposes."""
    before_pacte = on < date(2019, 5, 24)
    third = "developpement_durable" if before_pacte else "education_citoyennete"
    fourth = "promotion_culturelle" if "cultur" in description else "developpement_durable"
    if "solidarité internationale" in description:
        fourth = "solidarite_internationale"
    table = {
        "1°": "soutien_personnes_fragiles",
        "2°": "lien_social_cohesion_territoriale",
        "3°": third,
        "4°": fourth,
        "5°": "patrimoine_protege",
    }
    return [table[one] for one in aims] or ["aucun"]


def _clause(present: bool | None) -> str | None:
    return None if present is None else "mot_pour_mot" if present else "non"


def _statutes(answers: _Answers, facts: dict[str, Any], form: str) -> None:
    statutes = facts.get("statuts")
    if not isinstance(statutes, dict):
        return  # unknown statutes, or none
    purpose = statutes.get("objet_social_utilite_sociale_a_titre_principal")
    if purpose is None:
        purpose = statutes.get("condition_utilite_sociale_inscrite")
    elif statutes.get("condition_utilite_sociale_inscrite") is False:
        purpose = False
    answers.put("clause_objet", _clause(purpose))
    answers.put("clause_remuneration", _clause(statutes.get("clause_plafond_remunerations_7x_10x")))
    if form not in COMMERCIAL:
        return
    governance = statutes.get("gouvernance") or {}
    answers.put("clause_gouvernance", _clause(governance.get("organisee_par_les_statuts")))
    for circle in ("associes", "salaries", "parties_prenantes"):
        present = governance.get(f"information_et_participation_{circle}")
        answers.put(
            f"place_{circle}", None if present is None else "information_et_participation" if present else "rien"
        )
    only_capital = governance.get("expression_liee_seulement_au_capital")
    if only_capital is not None:
        answers.put("expression_voix", "capital_seulement" if only_capital else "plafond_ou_colleges")
    answers.put(
        "clause_affectation_majoritaire", _clause(statutes.get("affectation_majoritaire_benefices_a_l_activite"))
    )
    rate = statutes.get("fonds_developpement_fraction_minimale")
    ceiling = statutes.get("fonds_developpement_du_tant_que_reserves_sous_fraction_du_capital")
    if "fonds_developpement_fraction_minimale" in statutes:
        if rate is None or rate == 0:
            answers.put("clause_fonds_developpement", "non")
        else:
            answers.put("clause_fonds_developpement", "en_partie")
            answers.put("taux_fonds_statuts", _percent(rate))
            # A ceiling written as null: the allocation never stops, which is more than the law asks.
            answers.put("plafond_fonds_statuts", "1000" if ceiling is None else _percent(ceiling))
    kept = statutes.get("report_et_reserves_obligatoires_fraction_minimale")
    if "report_et_reserves_obligatoires_fraction_minimale" in statutes:
        if kept is None or kept == 0:
            answers.put("clause_report_reserves", "non")
        else:
            answers.put("clause_report_reserves", "en_partie")
            answers.put("taux_report_statuts", _percent(kept))
    answers.put(
        "clause_reserves_impartageables",
        _clause(statutes.get("reserves_obligatoires_impartageables_non_distribuables")),
    )
    answers.put("clause_amortissement_capital", _clause(statutes.get("interdiction_amortir_le_capital")))
    answers.put(
        "clause_reduction_capital", _clause(statutes.get("interdiction_reduction_capital_non_motivee_par_pertes"))
    )
    surplus = statutes.get("boni_de_liquidation")
    known = {"autre_entreprise_ESS": "autre_entreprise_ess", "associes": "associes"}
    if surplus is not None:
        answers.put("boni_liquidation", known.get(surplus, "autre_organisme_non_ess"))
    # The situations list what the statutes say in full: on a purchase of own titles they say nothing.
    answers.put("rachat_titres", "statuts_muets")


def _profit(answers: _Answers, facts: dict[str, Any]) -> None:
    allocation = facts.get("affectation_dernier_benefice")
    if allocation is not None and not isinstance(allocation, dict):
        return  # unknown
    if allocation is None or (allocation.get("benefice") or 0) < 0:  # null: no profit was allocated; below zero: a loss
        answers.put("benefice_affecte", "pas_de_benefice")
    else:
        answers.put("benefice_affecte", "oui")
        keys = {
            "benefice": "benefice_exercice",
            "pertes_anterieures": "pertes_anterieures",
            "capital_social": "capital_social",
            "reserves_totales_avant": "reserves_avant_affectation",
            "fonds_de_developpement": "dotation_fonds",
            "reserve_legale": "dotation_reserve_legale",
            "autres_reserves_obligatoires": "dotation_autres_reserves_obligatoires",
            "reserve_statutaire_obligatoire": "dotation_autres_reserves_obligatoires",
            "reserve_statutaire": "dotation_autres_reserves_obligatoires",
            "report_a_nouveau": "report_beneficiaire",
            "reserve_facultative": "dotation_reserve_facultative",
            "reserves_facultatives": "dotation_reserve_facultative",
            "dividendes": "dividendes_decides",
        }
        for key, fact in keys.items():
            answers.put(fact, allocation.get(key))
        for fact in ("dotation_autres_reserves_obligatoires", "dotation_reserve_facultative"):
            if fact not in answers:  # an allocation is listed in full
                answers.put(fact, "0")
    answers.put("operations_capital", ["aucune"])


def _accounts(answers: _Answers, facts: dict[str, Any]) -> None:
    years = facts.get("comptes_exercices_clos")
    if not isinstance(years, list):
        return  # unknown
    counts = {0: "zero", 1: "un", 2: "deux"}
    count = counts.get(len(years), "trois_ou_plus")
    if count in ("un", "deux") and _old(facts):
        count = "trois_ou_plus"  # three years old or more: three closed exercises are examined, some are not given
    answers.put("nombre_exercices_clos", count)
    if answers["situation"].value == "renouvellement":
        answers.put("exercices_agrement_precedent", str(min(len(years), 6)))
    keys = {
        "exercice_clos": "date_cloture",
        "charges_exploitation_totales": "charges_exploitation",
        "charges_exploitation_utilite_sociale": "charges_utilite_sociale",
        "dividendes": "dividendes",
        "remuneration_concours_financiers_non_bancaires": "remuneration_concours",
        "capitaux_propres": "capitaux_propres",
        "concours_financiers_non_bancaires": "concours_non_bancaires",
    }
    for slot, year in zip(SLOTS, sorted(years, key=lambda y: y["exercice_clos"], reverse=True), strict=False):
        for key, fact in keys.items():
            answers.put(f"{fact}[{slot}]", year.get(key))
        answers.put(f"tmo_retenu[{slot}]", _percent(year.get("tmo_moyen")))
    answers.put("engagement_rentabilite", facts.get("engagement_de_maintenir_le_rapport_de_rentabilite"))


def _old(facts: dict[str, Any]) -> bool:
    """Whether the company was created three years or more before the request."""
    created, requested = facts.get("date_creation"), facts.get("date_demande_agrement")
    if not created or not requested:
        return False
    return add_years(date.fromisoformat(created), 3) <= date.fromisoformat(requested)


def _pay(answers: _Answers, facts: dict[str, Any], on: date) -> None:
    pay = facts.get("remunerations")
    if not isinstance(pay, dict):
        return  # unknown
    answers.put("annee_remuneration", str(max(on.year - 1, 2014)))
    answers.put("smic_annuel_retenu", pay.get("smic_annuel_temps_complet"))
    answers.put("minimum_branche_annuel", pay.get("minimum_de_branche_annuel") or "0")  # null: none above the SMIC
    answers.put("remuneration_hors_structure", bool(pay.get("remunerations_versees_par_une_societe_liee")))
    rows = [
        (row["somme_versee"] + (row.get("primes") or 0), row["quotite_temps_travail"])
        for row in pay.get("detail_sommes_versees") or []
        if row.get("somme_versee") is not None and row.get("quotite_temps_travail")
    ]
    rows = rows or [(amount, 1) for amount in pay.get("cinq_plus_elevees_equivalent_temps_complet") or []]
    highest = pay.get("plus_elevee_equivalent_temps_complet")
    if highest is not None and not rows:
        rows = [(highest, 1)]
    elif highest is not None and max(amount / share for amount, share in rows) != highest:
        rows = []  # the list and the highest pay contradict each other: neither is used
    rows.sort(key=lambda row: row[0] / row[1], reverse=True)
    count = pay.get("nombre_salaries_et_dirigeants_remuneres")
    answers.put("nombre_remuneres", count if count is not None else (len(rows) if len(rows) >= 5 else None))
    for index, (amount, share) in enumerate(rows[:5], start=1):
        answers.put(f"remuneration_brute[{index}]", amount)
        answers.put(f"quotite_travail[{index}]", _percent(float(share)))
        answers.put(f"mois_presence[{index}]", "12")


def _titles(answers: _Answers, facts: dict[str, Any]) -> None:
    titles = facts.get("titres_de_capital") or {}
    if titles.get("existent") is False:
        answers.put("titres_admis_negociation", "non")
    else:
        answers.put("titres_admis_negociation", titles.get("admis_aux_negociations_sur_un_marche"))
    market = plain(titles.get("marche"))
    # Listed bonds are not equity; « aucun » names no market.
    if market and not re.search(r"obligation|aucun|non coté|néant", market):
        answers.put("marche_cotation", titles["marche"])


def _category(answers: _Answers, facts: dict[str, Any]) -> None:
    claim = facts.get("plein_droit")
    if claim is None:  # null: none claimed
        answers.put("categories_plein_droit", ["aucune"])
        return
    category = category_of(claim.get("categorie"))
    if category is None:
        return
    answers.put("categories_plein_droit", [category])
    valid = claim.get("titre_en_cours_de_validite")
    ended = claim.get("date_fin_convention") or claim.get("date_fin")
    if ended and ended < (facts.get("date_demande_agrement") or ended):
        valid = False
    if valid is not None:
        answers.put("titre_categorie", "en_cours" if valid else "expire_ou_retire")
    holder = plain(claim.get("titulaire"))
    held_by = (
        "un_service" if "service" in holder else "autre_structure" if re.search("autre|filiale|mère", holder) else ""
    )
    answers.put("titulaire_titre", held_by or "structure_entiere")  # nothing said: the whole body
    if category.startswith("entreprise_adaptee"):
        separate = claim.get("personne_morale_distincte")
        answers.put("adaptee_personne_distincte", True if separate is None else separate)
    if category == "habitat_inclusif":
        said = "mission principale" in plain(claim.get("categorie"))
        answers.put("mission_projet_vie_sociale", True if said else claim.get("mission_principale"))


def _assimilation(answers: _Answers, assimilation: dict[str, Any] | None) -> None:
    if assimilation is None:  # null: not such a body
        answers.put("type_assimilation", "aucun")
        return
    if "buts" not in answers:  # nothing is said of a purpose: only the third route is asked for
        answers.put("buts", ["aucun"])
        answers.put("categories_plein_droit", ["aucune"])
    else:
        answers.put("droit_commun_aussi", "oui")
    kind = plain(assimilation.get("type"))
    if "crédit" in kind or "banque" in kind:
        answers.put("type_assimilation", "etablissement_credit")
    elif "financement" in kind:
        answers.put("type_assimilation", "organisme_financement")
    else:
        answers.put("type_assimilation", "placement_collectif")
    told = {plain(key): value for key, value in assimilation.items()}
    share = _percent(assimilation.get("part_de_l_actif_en_titres_d_ESUS"))
    answers.put("part_actif_ess", _percent(assimilation.get("part_de_l_actif_en_titres_d_entreprises_de_l_ESS")))
    answers.put("part_actif_esus", share)
    answers.put("part_prets_esus", _percent(next((v for k, v in told.items() if "pret" in k or "prêt" in k), None)))
    sent = assimilation.get("rapport_certifie_transmis_le")
    answers.put("rapport_certifie", "transmis" if sent else "pas_encore")
    answers.put("date_rapport_certifie", sent)
    closed = assimilation.get("situation_arretee_au")
    if sent and closed:
        answers.put("rapport_valeurs_fin_annee", closed == f"{int(sent[:4]) - 1}-12-31")

    def says(word: str) -> Any:
        return next((value for key, value in told.items() if word in key), None)

    if says("nouveau") or says("engagement"):
        kept = "nouveau_avec_engagement" if says("engagement") else "nouveau_sans_engagement"
        answers.put("placement_nouveau_engagement", kept)
    else:
        answers.put("placement_nouveau_engagement", "ancien")  # nothing said of a new fund
    # Nothing said of recent payments: leaving them out changes nothing.
    if says("versement") is None:
        answers.put("part_actif_esus_hors_versements", share)
    elif isinstance(says("hors_versement"), float):
        answers.put("part_actif_esus_hors_versements", _percent(says("hors_versement")))
    if says("depassement") is None and says("dépassement") is None:
        answers.put("depassement_passif", "sans_objet")
