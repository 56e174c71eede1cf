"""Sets, named conditions and words of conditions that name nothing, or that nothing names."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

SETS, DEFINITIONS, CRITERIA = "ensembles.yaml", "definitions.yaml", "criteres/criteres.yaml"
CHOICES = "  choix: [association, societe]\n"
CONDITION = "  condition: {fait: forme, est: association}\n"
OBJECT = "    clause_objet: L'objet dit l'utilité sociale\n"
TITLED = "          - fait: categories\n            aucun_de: [aucune]\n"

EXHIBITS = (
    Exhibit(
        "set of a choice that does not exist",
        SETS,
        CHOICES,
        "  choix: [association, societes]\n",
        (
            "rules/ensembles.yaml:4:24 : « societes » n'est pas un choix de « forme ». Vouliez-vous dire « "
            "societe » ? Au choix : association, societe, autre, personne_morale."
        ),
    ),
    Exhibit(
        "set of a fact that does not exist",
        SETS,
        "  fait: forme\n",
        "  fait: formes\n",
        "rules/ensembles.yaml:3:3 : le fait « formes » n'existe pas. Vouliez-vous dire « forme » ?",
    ),
    Exhibit(
        "form that is nowhere",
        "faits/faits.yaml",
        "    - {id: autre, libelle: Autre forme}\n",
        "    - {id: autre, libelle: Autre forme}\n    - {id: gie, libelle: Groupement}\n",
        (
            "rules/faits/faits.yaml:14:7 : « gie » n'est dans aucun ensemble, et aucune condition ne le nomme. "
            "Ajoutez-le à chaque ensemble d'ensembles.yaml où il entre."
        ),
    ),
    Exhibit(
        "form without a majority",
        "actes/majorites.yaml",
        "est: personne_morale",
        "est: association",
        (
            "rules/faits/faits.yaml:12:7 : « societe » n'a aucune majorité. Dites dans actes/majorites.yaml qui change "
            "ses statuts."
        ),
    ),
    Exhibit(
        "set named like a choice",
        SETS,
        "- id: personne_morale\n",
        "- id: societe\n",
        ("rules/ensembles.yaml:1:3 : « societe » est aussi un choix de « forme ». Donnez un autre nom à cet ensemble."),
    ),
    Exhibit("set of nothing", SETS, CHOICES, "  choix: []\n", "rules/ensembles.yaml:4:3 : « choix » est vide."),
    Exhibit(
        "set that nothing names",
        SETS,
        CHOICES,
        f"{CHOICES}- {{id: autres, titre: Autres, fait: forme, choix: [autre, association]}}\n",
        (
            "rules/ensembles.yaml:5:3 : aucune condition ne nomme l'ensemble « autres ». Supprimez cette "
            "entrée, ou servez-vous-en."
        ),
    ),
    Exhibit(
        "set of another fact",
        CRITERIA,
        "est: mot_pour_mot",
        "est: personne_morale",
        (
            "rules/criteres/criteres.yaml:77:13 : l'ensemble « personne_morale » réunit des choix de « forme "
            "». Écrivez des choix de « clause_objet »."
        ),
    ),
    Exhibit(
        "set misspelt",
        "guide/guide.yaml",
        "est: personne_morale",
        "est: personnes_morales",
        (
            "rules/guide/guide.yaml:7:21 : « personnes_morales » n'est pas un choix de « forme ». Vouliez-vous "
            "dire « personne_morale » ? Au choix : association, societe, autre, personne_morale."
        ),
    ),
    Exhibit(
        "set that names one below it",
        SETS,
        CHOICES,
        "  choix: [association, toutes]\n- {id: toutes, titre: Toutes, fait: forme, choix: [societe, autre]}\n",
        (
            "rules/ensembles.yaml:4:24 : l'ensemble « toutes » n'est pas encore écrit à cette ligne. Écrivez-le "
            "avant l'ensemble qui le nomme."
        ),
    ),
    Exhibit(
        "definition misspelt",
        "actes/cas.yaml",
        "{definition: associative}",
        "{definition: asociative}",
        (
            "rules/actes/cas.yaml:4:8 : aucune définition « asociative » n'est écrite avant cette ligne. "
            "Vouliez-vous dire « associative » ?"
        ),
    ),
    Exhibit(
        "definition that names itself",
        DEFINITIONS,
        CONDITION,
        "  condition: {tous: [{definition: associative}]}\n",
        (
            "rules/definitions.yaml:3:23 : aucune définition « associative » n'est écrite avant cette ligne. "
            "Écrivez-la plus haut dans definitions.yaml."
        ),
    ),
    Exhibit(
        "definition with a key beside",
        "actes/cas.yaml",
        "associative}",
        "associative, sans_objet: faux}",
        "rules/actes/cas.yaml:4:33 : clé « sans_objet » inconnue dans une condition.",
    ),
    Exhibit(
        "definition that nothing names",
        DEFINITIONS,
        CONDITION,
        f"{CONDITION}- id: autre_forme\n  titre: Autre\n  condition: {{fait: forme, est: autre}}\n",
        (
            "rules/definitions.yaml:4:3 : aucune condition ne nomme la définition « autre_forme ». Supprimez "
            "cette entrée, ou servez-vous-en."
        ),
    ),
    Exhibit(
        "unknown fact in a definition",
        DEFINITIONS,
        CONDITION,
        "  condition: {un_de: [{fait: formes, est: association}, {fait: forme, est: autre}]}\n",
        "rules/definitions.yaml:3:24 : le fait « formes » n'existe pas. Vouliez-vous dire « forme » ?",
    ),
    Exhibit(
        "definition that cannot be read",
        DEFINITIONS,
        CONDITION,
        "  condition: {fait: forme, es: association}\n",
        "rules/definitions.yaml:3:28 : clé « es » inconnue dans une condition.",
    ),
    Exhibit(
        "words of nothing",
        CRITERIA,
        OBJECT,
        OBJECT.replace("objet:", "objets:"),
        (
            "rules/criteres/criteres.yaml:82:5 : « clause_objets » ne nomme aucune condition d'ici. "
            "Vouliez-vous dire « clause_objet » ?"
        ),
    ),
    Exhibit(
        "words of a group that hold",
        CRITERIA,
        OBJECT,
        f"{OBJECT}    C-1: La forme convient\n",
        (
            "rules/criteres/criteres.yaml:83:5 : « C-1 » n'est pas une condition simple : il n'a pas de « "
            "libelle ». Dites celui de chacune de ses conditions."
        ),
    ),
    Exhibit(
        "words of a criterion cited, by answer",
        CRITERIA,
        OBJECT,
        f"{OBJECT}    C-1:\n      sinon: {{non: la forme ne convient pas}}\n",
        (
            "rules/criteres/criteres.yaml:84:7 : « C-1 » n'est pas une condition simple : son « sinon » ne "
            "dépend pas d'une réponse. Écrivez un seul texte."
        ),
    ),
    Exhibit(
        "words of an unknown kind",
        CRITERIA,
        OBJECT,
        "    clause_objet: {libele: L'objet le dit}\n",
        "rules/criteres/criteres.yaml:82:20 : « libele » n'est pas attendu ici. Vouliez-vous dire « libelle » ?",
    ),
    Exhibit(
        "words in a condition",
        CRITERIA,
        TITLED,
        f"{TITLED}            libelle: La structure a un titre\n",
        (
            "rules/criteres/criteres.yaml:81:13 : clé « libelle » inconnue dans une condition. Les mots "
            "d'une condition se disent dans « mots », après elle."
        ),
    ),
    Exhibit(
        "part called by a list",
        CRITERIA,
        TITLED,
        f"{TITLED}            mot: [titre]\n",
        "rules/criteres/criteres.yaml:81:13 : « mot » attend un texte.",
    ),
    Exhibit(
        "what lacks on a route",
        "statuts/ess.yaml",
        "        condition: {critere: C-1}\n",
        "        condition: {critere: C-1}\n    mots: {C-1: {sinon: la forme ne convient pas}}\n",
        "rules/statuts/ess.yaml:18:18 : « sinon » ne sert que dans un critère. Supprimez-le.",
    ),
)
