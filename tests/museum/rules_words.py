"""Words of the opinion that would name nothing, or something nobody reads."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

FORM = "    forme: La forme convient\n"
SAID = "    forme:\n      libelle: La forme convient\n"
FAILS = "    non_satisfait: La forme ne convient pas.\n"
CONDUCT = "  conduite: Interroger la DDETS.\n"

EXHIBITS = (
    Exhibit(
        "what lacks, in a criterion whose sentence does not name it",
        "criteres/criteres.yaml",
        FORM,
        f"{SAID}      sinon: la forme ne convient pas\n",
        (
            "rules/criteres/criteres.yaml:23:7 : « sinon » ne sert à rien : « non_satisfait » ne contient "
            "pas {manque}. Écrivez {manque} dans l'explication."
        ),
    ),
    Exhibit(
        "a sentence made of what lacks, and a test that says nothing",
        "criteres/criteres.yaml",
        FAILS,
        '    non_satisfait: "Il manque ceci : {manque}."\n',
        (
            "rules/criteres/criteres.yaml:16:13 : rien n'est dit quand cette condition n'est pas remplie, "
            "alors que « non_satisfait » contient {manque}. Écrivez son « sinon » dans « mots » : ce qui "
            "manque, sans majuscule ni point."
        ),
    ),
    Exhibit(
        "the mark of a refusal in what holds",
        "criteres/criteres.yaml",
        "    satisfait: La forme convient.\n",
        '    satisfait: "La forme convient : {manque}."\n',
        "rules/criteres/criteres.yaml:7:5 : {manque} n'a pas sa place ici. Seul {tient} y est remplacé.",
    ),
    Exhibit(
        "the mark of another outcome",
        "criteres/criteres.yaml",
        FAILS,
        '    non_satisfait: "Il reste {reste}."\n',
        "rules/criteres/criteres.yaml:8:5 : {reste} n'a pas sa place ici. Seul {manque} y est remplacé.",
    ),
    Exhibit(
        "what lacks, by an answer that does not exist",
        "criteres/criteres.yaml",
        FORM,
        f"{SAID}      sinon:\n        coperative: la forme ne convient pas\n",
        (
            "rules/criteres/criteres.yaml:24:9 : « coperative » n'est pas une réponse de « forme ». Une "
            "réponse, ou « autrement »."
        ),
    ),
    Exhibit(
        "what lacks, said with nothing",
        "criteres/criteres.yaml",
        FORM,
        f"{SAID}      sinon: []\n",
        (
            "rules/criteres/criteres.yaml:23:7 : ce contenu n'est ni un texte, ni une liste « réponse: texte "
            "». Dites ce qui manque, sans majuscule ni point."
        ),
    ),
    Exhibit(
        "advice to follow a route that does not exist",
        "points_ouverts.yaml",
        CONDUCT,
        f"{CONDUCT}  autre_voie: {{voie: nulle, texte: Essayer aussi.}}\n",
        ("rules/points_ouverts.yaml:9:16 : la voie « nulle » n'existe pas. Au choix : historique, droit_commun."),
    ),
    Exhibit(
        "an open point settled by a fact that does not exist",
        "points_ouverts.yaml",
        CONDUCT,
        f"{CONDUCT}  tranche_par: [nul]\n",
        (
            "rules/points_ouverts.yaml:9:17 : le fait « nul » n'existe pas. Au choix : forme, "
            "categories, date_creation, clause_objet, marche, exercices, charges, charges_utiles."
        ),
    ),
)
