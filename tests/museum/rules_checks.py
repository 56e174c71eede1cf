"""Points of the annual check-up that rest on nothing, or follow a figure that is none."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

FILE = "bilan/controles.yaml"

EXHIBITS = (
    Exhibit(
        "route of another status",
        FILE,
        "voies: [droit_commun]",
        "voies: [historique]",
        (
            "rules/bilan/controles.yaml:4:11 : la voie « historique » n'est pas une voie du statut esus. "
            "Au choix : droit_commun."
        ),
    ),
    Exhibit(
        "duty that is a document",
        FILE,
        "obligations: [rendre_compte]",
        "obligations: [piece_statuts]",
        (
            "rules/bilan/controles.yaml:5:17 : « piece_statuts » n'est pas une obligation. "
            "Prenez-en une de guide/obligations.yaml."
        ),
    ),
    Exhibit(
        "check-up on an unknown criterion",
        FILE,
        "criteres: [C-3]",
        "criteres: [C-33]",
        "rules/bilan/controles.yaml:6:14 : le critère « C-33 » n'existe pas. Vouliez-vous dire « C-3 » ?",
    ),
    Exhibit(
        "risk that nobody wrote",
        "bilan/risques.yaml",
        "id: perte\n",
        "id: gain\n",
        "rules/bilan/controles.yaml:9:13 : le risque « perte » n'existe pas. Au choix : gain.",
    ),
    Exhibit(
        "risk that nothing runs",
        FILE,
        "  risques: [perte]\n",
        "",
        (
            "rules/bilan/risques.yaml:1:3 : aucun point du bilan ne nomme « perte ». "
            "Supprimez-le, ou citez-le dans bilan/controles.yaml."
        ),
    ),
    Exhibit(
        "risk without a text",
        "bilan/risques.yaml",
        "sources: [{source: loi}]",
        "sources: []",
        "rules/bilan/risques.yaml:5:3 : « sources » est vide.",
    ),
    Exhibit(
        "figure without a limit",
        FILE,
        "chiffre: {indicateur: part_utile, au_moins: {parametre: seuil_part}}",
        "chiffre: {fait: forme, est: [societe]}",
        (
            "rules/bilan/controles.yaml:12:7 : un chiffre suivi se compare à une limite. "
            "Écrivez {indicateur: …, au_moins: …}."
        ),
    ),
    Exhibit(
        "ratio of what has no years",
        FILE,
        "rapport: [charges_utiles, charges]",
        "rapport: [forme, charges]",
        (
            "rules/bilan/controles.yaml:14:17 : « forme » n'est pas un chiffre donné pour chaque exercice. "
            "Prenez-en un qui l'est."
        ),
    ),
    Exhibit(
        "ratio without a limit",
        FILE,
        "      au_moins: seuil_part\n",
        "",
        (
            "rules/bilan/controles.yaml:13:7 : « rapport » et « au_moins » vont ensemble. "
            "Ajoutez celui qui manque, ou ôtez l'autre."
        ),
    ),
    Exhibit(
        "neither figure nor ratio",
        FILE,
        "      rapport: [charges_utiles, charges]\n      au_moins: seuil_part\n",
        "",
        "rules/bilan/controles.yaml:13:7 : donnez soit « chiffre », soit « rapport ». Gardez un seul des deux.",
    ),
    Exhibit(
        "quality that nothing proves",
        "bilan/qualites.yaml",
        "  criteres: [C-3]\n",
        "",
        "rules/bilan/qualites.yaml:1:3 : rien ne dit qui tient cette qualité. Donnez « si », ou « criteres ».",
    ),
    Exhibit(
        "quality that ends on no known date",
        "bilan/qualites.yaml",
        "  texte: structure agréée\n",
        "  texte: structure agréée\n  fin: date_creatio\n",
        "rules/bilan/qualites.yaml:5:3 : le fait « date_creatio » n'existe pas. Vouliez-vous dire « date_creation » ?",
    ),
)
