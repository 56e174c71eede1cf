"""Transcription of the worked situations (their own JSON vocabulary) into dossiers.

The situations write ``null`` for "unknown" and for "not applicable" alike. Each key below says, in a word, how its null
is read; the rule is always that of ``examples/README.md``. Nothing here looks at the expected verdict.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from advisor.dossier import Answer, Dossier, answer

FORMS = (
    # First match wins: a cooperative stays one whatever its civil or commercial dress.
    ("scic", "cooperative"), ("scop", "cooperative"), ("coopérati", "cooperative"), ("coop", "cooperative"),
    ("fonds de dotation", "fonds_de_dotation"), ("fondation", "fondation"), ("association", "association"),
    ("assurance mutuelle", "societe_assurance_mutuelle"), ("mutuelle", "mutuelle"), ("union", "mutuelle"),
    ("entreprise individuelle", "entreprise_individuelle"), ("micro", "entreprise_individuelle"),
    ("placement", "placement_collectif"), ("fonds", "placement_collectif"), ("fcp", "placement_collectif"),
    ("sicav", "placement_collectif"),
    ("selarl", "selarl_selas"), ("selas", "selarl_selas"), ("sem", "sem_spl"), ("spl", "sem_spl"),
    ("gie", "gie"), ("groupement d'intérêt économique", "gie"),
    ("société civile", "societe_civile"), ("sci", "societe_civile"), ("gaec", "societe_civile"),
    ("étrang", "societe_etrangere"), ("gmbh", "societe_etrangere"), ("ltd", "societe_etrangere"),
    ("commune", "personne_publique"), ("gip", "personne_publique"), ("établissement public", "personne_publique"),
    ("sasu", "sasu"), ("eurl", "eurl"), ("sas", "sas"), ("sarl", "sarl"),
    ("sca", "sca"), ("snc", "snc"), ("scs", "scs"), ("sa", "sa"),
)  # fmt: skip

CATEGORIES = (
    ("entreprise d'insertion", "entreprise_insertion"),
    ("travail temporaire d'insertion", "entreprise_travail_temporaire_insertion"),
    ("etti", "entreprise_travail_temporaire_insertion"),
    ("association intermédiaire", "association_intermediaire"),
    ("chantier", "atelier_chantier_insertion"),
    ("aide sociale à l'enfance", "aide_sociale_enfance"),
    ("hébergement et de réinsertion", "centre_hebergement_reinsertion"),
    ("chrs", "centre_hebergement_reinsertion"),
    ("régie de quartier", "regie_quartier"),
    ("adaptée de travail temporaire", "entreprise_adaptee_travail_temporaire"),
    ("entreprise adaptée", "entreprise_adaptee"),
    ("travail à domicile", "centre_distribution_travail_domicile"),
    ("aide par le travail", "accompagnement_par_le_travail"),
    ("accompagnement par le travail", "accompagnement_par_le_travail"),
    ("esat", "accompagnement_par_le_travail"),
    ("l365-1", "organisme_logement"), ("logement", "organisme_logement"),
    ("utilité publique", "reconnue_utilite_publique"),
    ("l265-1", "oacas"), ("oacas", "oacas"),
    ("handicap", "etablissement_handicap"), ("l312-1", "etablissement_handicap"),
    ("habitat inclusif", "habitat_inclusif"),
    ("l121-2", "organisme_insertion_sociale"), ("insertion sociale", "organisme_insertion_sociale"),
)  # fmt: skip

COMMERCIAL = {
    "sas",
    "sasu",
    "sarl",
    "eurl",
    "sa",
    "sca",
    "snc",
    "scs",
    "se",
    "selarl_selas",
    "sem_spl",
    "societe_etrangere",
}
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


def _first(text: str, table: tuple[tuple[str, str], ...]) -> str | None:
    lowered = text.lower()
    words = lowered.replace("(", " ").replace(",", " ").split()
    return next((id for key, id in table if (key in lowered if len(key) > 4 else key in words)), None)


def to_dossier(case: dict[str, Any]) -> Dossier:
    """A situation as a dossier, dated."""
    facts, on = case["facts"], date.fromisoformat(case["evaluation_date"])
    answers = _Answers()
    form = _first(facts.get("forme_juridique") or "", FORMS)
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
    renewal = "renouvellement" in (facts.get("nature_demande") or "")
    answers.put("situation", "renouvellement" if renewal else "existante")
    answers.put("date_creation", facts.get("date_creation"))
    answers.put("siege", facts.get("siege") or "france")  # null: nothing said, the seat is in France
    answers.put("forme_juridique", form)
    if form in COMMERCIAL and form not in ("sasu", "eurl"):
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
        known = {
            "fragilite_economique_ou_sociale": "economique_ou_sociale",
            "fragilite_personnelle_sante": "personnelle",
            "fragilite_personnelle": "personnelle",
        }
        answers.put("fragilite_public", [known.get(audience, "aucune")])
    link = activity.get("impact_social_complementaire_si_developpement_durable")
    if aims is not None:
        answers.put("impact_social_complementaire", [link] if link else ["aucun"])
    principal = activity.get("utilite_sociale_a_titre_principal")
    if principal is not None:
        answers.put("utilite_sociale_principale", "principale" if principal else "accessoire")


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
            answers.put("plafond_fonds_statuts", _percent(ceiling))
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
    if allocation is None:  # null: no profit was allocated
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
    if years is None:
        return  # unknown
    counts = {0: "zero", 1: "un", 2: "deux"}
    answers.put("nombre_exercices_clos", counts.get(len(years), "trois_ou_plus"))
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


def _pay(answers: _Answers, facts: dict[str, Any], on: date) -> None:
    pay = facts.get("remunerations")
    if pay is None:
        return  # unknown
    answers.put("annee_remuneration", str(on.year - 1))
    answers.put("smic_annuel_retenu", pay.get("smic_annuel_temps_complet"))
    answers.put("minimum_branche_annuel", pay.get("minimum_de_branche_annuel") or "0")  # null: none above the SMIC
    answers.put("remuneration_hors_structure", bool(pay.get("remunerations_versees_par_une_societe_liee")))
    detail = pay.get("detail_sommes_versees")
    amounts = pay.get("cinq_plus_elevees_equivalent_temps_complet") or []
    rows = (
        [(row["somme_versee"], _percent(float(row["quotite_temps_travail"]))) for row in detail]
        if detail
        else [(amount, "100") for amount in amounts]
    )
    count = pay.get("nombre_salaries_et_dirigeants_remuneres")
    answers.put("nombre_remuneres", count if count is not None else (len(rows) if len(rows) >= 5 else None))
    for index, (amount, quota) in enumerate(rows[:5], start=1):
        answers.put(f"remuneration_brute[{index}]", amount)
        answers.put(f"quotite_travail[{index}]", quota)


def _titles(answers: _Answers, facts: dict[str, Any]) -> None:
    titles = facts.get("titres_de_capital") or {}
    if titles.get("existent") is False:
        answers.put("titres_admis_negociation", "non")
    else:
        answers.put("titres_admis_negociation", titles.get("admis_aux_negociations_sur_un_marche"))
    answers.put("marche_cotation", titles.get("marche"))


def _category(answers: _Answers, facts: dict[str, Any]) -> None:
    claim = facts.get("plein_droit")
    if claim is None:  # null: none claimed
        answers.put("categories_plein_droit", ["aucune"])
        return
    category = _first(claim.get("categorie") or "", CATEGORIES)
    if category is None:
        return
    answers.put("categories_plein_droit", [category])
    valid = claim.get("titre_en_cours_de_validite")
    if valid is not None:
        answers.put("titre_categorie", "en_cours" if valid else "expire_ou_retire")
    answers.put("titulaire_titre", claim.get("titulaire") or "structure_entiere")  # nothing said: the whole body
    if category.startswith("entreprise_adaptee"):
        separate = claim.get("personne_morale_distincte")
        answers.put("adaptee_personne_distincte", True if separate is None else separate)
    if category == "habitat_inclusif":
        answers.put("mission_projet_vie_sociale", "mission principale" in (claim.get("categorie") or ""))


def _assimilation(answers: _Answers, assimilation: dict[str, Any] | None) -> None:
    if assimilation is None:  # null: not such a body
        answers.put("type_assimilation", "aucun")
        return
    kind = (assimilation.get("type") or "").lower()
    if "crédit" in kind or "banque" in kind:
        answers.put("type_assimilation", "etablissement_credit")
    elif "financement" in kind:
        answers.put("type_assimilation", "organisme_financement")
    else:
        answers.put("type_assimilation", "placement_collectif")
    answers.put("part_actif_ess", _percent(assimilation.get("part_de_l_actif_en_titres_d_entreprises_de_l_ESS")))
    answers.put("part_actif_esus", _percent(assimilation.get("part_de_l_actif_en_titres_d_ESUS")))
    for key in assimilation:
        if key.startswith("part_des_prets"):
            answers.put("part_prets_esus", _percent(assimilation[key]))
    sent = assimilation.get("rapport_certifie_transmis_le")
    answers.put("rapport_certifie", "transmis" if sent else "pas_encore")
    answers.put("date_rapport_certifie", sent)
    closed = assimilation.get("situation_arretee_au")
    if sent and closed:
        answers.put("rapport_valeurs_fin_annee", closed == f"{int(sent[:4]) - 1}-12-31")
    # Nothing said of recent payments: leaving them out changes nothing.
    answers.put("part_actif_esus_hors_versements", _percent(assimilation.get("part_de_l_actif_en_titres_d_ESUS")))
    answers.put("placement_nouveau_engagement", "ancien")  # nothing said of a new fund
    answers.put("depassement_passif", "sans_objet")
