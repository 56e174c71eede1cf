"""How the worked situations name a legal form and a category of plein droit, in free words, read into our ids."""

from __future__ import annotations

import re
from typing import Any

FORMS = (
    # First match wins, on the words before any mention of a parent; a cooperative stays one whatever its dress.
    (r"scic|scop|cuma|cae|sica|coop\w*|union d'économie sociale", "cooperative"),
    (r"fonds de dotation", "fonds_de_dotation"),
    (r"fonds de pérennité|syndicat\w*|cse|comité social|indivision|banque|établissement de crédit", "autre_forme"),
    (r"société en participation|sep|société de fait|institution de prévoyance", "autre_forme"),
    (r"gie|geie|groupement d'intérêt économique", "gie"),
    (r"fondation", "fondation"),
    (r"société d'assurance mutuelle|assurance mutuelle|sgam", "societe_assurance_mutuelle"),
    (r"mutuelle|union de mutuelles", "mutuelle"),
    (r"entreprise individuelle|entrepreneure? individuel\w*|auto-?entrepreneu\w*", "entreprise_individuelle"),
    (r"micro\S*|eirl|ei", "entreprise_individuelle"),
    (r"fonds|fcp\w*|fpci|fps|fip|sicav|opci|placement\w*|slp|société de libre partenariat", "placement_collectif"),
    (r".*droit (?!français|local)\w+|.*étrang\w+|gmbh|ltd|srl|bv|llc", "societe_etrangere"),
    (r"commune|communauté|métropole|département|région|gip|epic|epci|ccas", "personne_publique"),
    (r"établissement public|crédit municipal", "personne_publique"),
    (r"sel\w*", "selarl_selas"),
    (r"sem\w*|spl\w*|société d'économie mixte|société publique locale", "sem_spl"),
    (r"société civile|sci|scm|scp|scea|earl|gaec|gfa|scpi", "societe_civile"),
    (r"sasu|société par actions simplifiée unipersonnelle", "sasu"),
    (r"eurl", "eurl"),
    (r"sas|société par actions simplifiée", "sas"),
    (r"sarl|société à responsabilité limitée", "sarl"),
    (r"sca|société en commandite par actions", "sca"),
    (r"scs|société en commandite simple", "scs"),
    (r"snc|société en nom collectif", "snc"),
    (r"se|société européenne", "se"),
    (r"sa|société anonyme", "sa"),
    (r"association", "association"),
)  # fmt: skip

# The number of L3332-17-1, II, when the situation gives it, is the surest key.
NUMBERED = {
    1: "entreprise_insertion", 2: "entreprise_travail_temporaire_insertion", 3: "association_intermediaire",
    4: "atelier_chantier_insertion", 5: "organisme_insertion_sociale", 6: "aide_sociale_enfance",
    7: "centre_hebergement_reinsertion", 8: "regie_quartier", 9: "entreprise_adaptee",
    10: "centre_distribution_travail_domicile", 11: "accompagnement_par_le_travail", 12: "organisme_logement",
    13: "reconnue_utilite_publique", 14: "oacas", 15: "etablissement_handicap", 16: "habitat_inclusif",
}  # fmt: skip

CATEGORIES = (
    (r"travail temporaire d'insertion|\betti\b", "entreprise_travail_temporaire_insertion"),
    (r"adaptée de travail temporaire|\beatt\b", "entreprise_adaptee_travail_temporaire"),
    (r"entreprise adaptée|\bea\b", "entreprise_adaptee"),
    (r"entreprise d'insertion|\bei\b", "entreprise_insertion"),
    (r"association intermédiaire|\bai\b", "association_intermediaire"),
    (r"chantier|\baci\b", "atelier_chantier_insertion"),
    (r"aide sociale à l'enfance|\base\b|\bmecs\b", "aide_sociale_enfance"),
    (r"réinsertion|\bchrs\b", "centre_hebergement_reinsertion"),
    (r"régies? de (quartiers?|territoire)", "regie_quartier"),
    (r"travail à domicile|\bcdtd\b", "centre_distribution_travail_domicile"),
    (r"(aide|accompagnement) par le travail|\besat\b", "accompagnement_par_le_travail"),
    (r"l365-1|logement", "organisme_logement"),
    (r"utilité publique|\brup\b", "reconnue_utilite_publique"),
    (r"l265-1|oacas", "oacas"),
    (r"habitat inclusif|l281-2-1", "habitat_inclusif"),
    (r"l121-2|insertion sociale", "organisme_insertion_sociale"),
    (r"handicap|\bime\b", "etablissement_handicap"),
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


def plain(text: Any) -> str:
    """Lower case, straight apostrophes, article numbers without spaces."""
    lowered = str(text or "").lower().replace("’", "'").replace("\u00a0", " ")
    return re.sub(r"\bl\. ?(?=\d)", "l", lowered)


def form_of(text: Any, legal_person: Any = None) -> str | None:
    """The legal form; what follows a comma, a parenthesis or « filiale » speaks of somebody else."""
    own = re.split(r"[,(;]|\bfiliale\b|\bdétenue?\b|\b(?:d'|des )associations?\b", plain(text))[0].strip()
    if re.search(rf"(?<!\w)(?:{FORMS[0][0]})(?!\w)", own):
        return FORMS[0][1]
    found = next((id for pattern, id in FORMS if re.match(rf"(?:{pattern})(?!\w)", own)), None)
    if found is None:
        found = next((id for pattern, id in FORMS if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", own)), None)
    if "aucune" in plain(legal_person) and found not in ("entreprise_individuelle", "placement_collectif"):
        return "autre_forme"
    return found


def category_of(text: Any) -> str | None:
    """The category of plein droit claimed; 15° only covers L312-1, I, 2°, 3° and 7°."""
    told = plain(text)
    number = re.search(r"l3332-17-1, ?ii, ?(\d+)°|\bii, ?(\d+)°", told)
    if number:
        return NUMBERED.get(int(number[1] or number[2]))
    found = next((id for pattern, id in CATEGORIES if re.search(pattern, told)), None)
    if found is None and "l312-1" in told:
        return "etablissement_handicap" if re.search(r"\b[237]°", told) else "aucune"
    return found
