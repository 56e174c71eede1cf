"""Draft clauses that cannot be filled, clauses without a draft, calendars that do not hold together."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

CLAUSES = "actes/clauses.yaml"
AT = "rules/actes/clauses.yaml"

EXHIBITS = (
    Exhibit(
        "draft with an unknown blank",
        CLAUSES,
        "{structure}",
        "{structur}",
        ("rules/actes/clauses.yaml:6:3 : le mot « structur » n'existe pas. Vouliez-vous dire « structure » ?"),
    ),
    Exhibit(
        "draft with a bracket that is no choice",
        CLAUSES,
        "[à choisir : comment]",
        "[comment]",
        (
            f"{AT}:6:3 : un crochet ou une accolade n'est ni un mot ni un choix laissé ouvert. "
            "Écrivez {mot}, [à choisir : …] ou [à compléter : …]."
        ),
    ),
    Exhibit(
        "draft for an unknown criterion",
        CLAUSES,
        "[C-3]",
        "[C-33]",
        f"{AT}:4:10 : le critère « C-33 » n'existe pas. Vouliez-vous dire « C-3 » ?",
    ),
    Exhibit(
        "draft for a criterion that reads something else",
        CLAUSES,
        "[C-3]",
        "[C-3, C-1]",
        (
            f"{AT}:4:15 : C-1 ne lit aucune des réponses que ce projet change. "
            "Retirez ce critère, ou complétez « reponses »."
        ),
    ),
    Exhibit(
        "draft towards an impossible answer",
        CLAUSES,
        "mot_pour_mot",
        "toujours",
        (
            f"{AT}:5:14 : « clause_objet » : « toujours » n'est pas une réponse possible ; attendu : "
            "mot_pour_mot, en_partie, non. Corrigez la valeur."
        ),
    ),
    Exhibit(
        "draft without a source",
        CLAUSES,
        "sources: [{source: loi}]",
        "sources: [{source: lois}]",
        "rules/actes/clauses.yaml:7:14 : la source « lois » n'existe pas. Vouliez-vous dire « loi » ?",
    ),
    Exhibit(
        "word from two places",
        "actes/mots.yaml",
        "  parametre: seuil_part\n",
        "  parametre: seuil_part\n  champ: denomination\n",
        (
            "rules/actes/mots.yaml:6:3 : un mot vient soit de « cas », soit d'un « parametre », soit d'un « champ ». "
            "Gardez-en un seul."
        ),
    ),
    Exhibit(
        "word of an unknown figure",
        "actes/mots.yaml",
        "parametre: seuil_part",
        "parametre: seuil_par",
        "rules/actes/mots.yaml:8:3 : le paramètre « seuil_par » n'existe pas. Vouliez-vous dire « seuil_part » ?",
    ),
    Exhibit(
        "word made of itself",
        "actes/mots.yaml",
        "defaut: la société",
        'defaut: "la société, dite {structure}"',
        (
            "rules/actes/mots.yaml:5:3 : ces mots se contiennent en rond : structure → structure. "
            "Coupez le cercle : on ne saurait pas par quoi commencer."
        ),
    ),
    Exhibit(
        "clause of the statutes without a draft",
        CLAUSES,
        None,
        "[]\n",
        (
            "rules/feuilles.yaml:14:11 : aucun projet de clause ne répond à « clause_objet ». "
            "Écrivez-en un dans actes/clauses.yaml."
        ),
    ),
    Exhibit(
        "case of file on an unknown route",
        "actes/cas.yaml",
        "voie: droit_commun",
        "voie: droit",
        "rules/actes/cas.yaml:3:3 : la voie « droit » n'existe pas. Au choix : historique, droit_commun.",
    ),
    Exhibit(
        "step counted from a later one",
        "actes/calendrier.yaml",
        "  texte: Remettre le dossier.\n",
        "  texte: Remettre le dossier.\n  apres: [fin]\n",
        (
            "rules/actes/calendrier.yaml:4:11 : « fin » vient après dans le fichier. "
            "Écrivez les étapes dans l'ordre où elles se comptent."
        ),
    ),
    Exhibit(
        "delay that is not one",
        "actes/calendrier.yaml",
        "delai: duree",
        "delai: seuil_part",
        (
            "rules/actes/calendrier.yaml:9:3 : « seuil_part » se compte en pourcentage. "
            "Un délai se compte en jours, jours_ouvres, mois, annees."
        ),
    ),
    Exhibit(
        "known date that is not one",
        "actes/calendrier.yaml",
        "  texte: Remettre le dossier.\n",
        "  texte: Remettre le dossier.\n  connue: [{fait: clause_objet, confiance: V}]\n",
        ("rules/actes/calendrier.yaml:4:13 : « clause_objet » n'est pas une date. Nommez un fait de type « date »."),
    ),
    Exhibit(
        "words of a day outside those of their entry",
        "guide/guide.yaml",
        "  texte: Une copie des statuts signés.\n  depuis: 2015-01-01\n",
        (
            "  texte: Une copie des statuts signés.\n  depuis: 2015-01-01\n"
            "  versions: [{depuis: 2014-01-01, texte: Les statuts.}]\n"
        ),
        (
            "rules/guide/guide.yaml:7:15 : cette version ne commence pas pendant la durée de son entrée. "
            "Corrigez l'une des deux dates."
        ),
    ),
    Exhibit(
        "holiday without a day",
        "actes/feries.yaml",
        "jour: 12-25, ",
        "",
        "rules/actes/feries.yaml:1:3 : donnez soit « jour », soit « paques ». Gardez un seul des deux.",
    ),
    Exhibit(
        "document shown by an unknown fact",
        "guide/guide.yaml",
        "  voies: [droit_commun]\n",
        "  voies: [droit_commun]\n  montree_par: [form]\n",
        "rules/guide/guide.yaml:9:17 : le fait « form » n'existe pas. Vouliez-vous dire « forme » ?",
    ),
)
