"""Rule files of bad form: refused when they are read, each with its line."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

EXHIBITS = (
    Exhibit(
        "duplicate key",
        "remedes.yaml",
        "  poids: 1\n",
        "  poids: 1\n  poids: 2\n",
        "rules/remedes.yaml:5:3 : la clé « poids » est écrite deux fois (déjà ligne 4). Gardez une seule des deux.",
    ),
    Exhibit(
        "anchor",
        "remedes.yaml",
        "faire: Écrire l'utilité sociale.",
        "faire: &a Écrire l'utilité sociale.",
        (
            "rules/remedes.yaml:7:10 : les ancres et renvois YAML (& et *) ne sont pas admis. Recopiez la "
            "valeur, ou mettez le texte entre guillemets."
        ),
    ),
    Exhibit(
        "alias",
        "remedes.yaml",
        "faire: Écrire l'utilité sociale.",
        "faire: *a",
        (
            "rules/remedes.yaml:7:10 : les ancres et renvois YAML (& et *) ne sont pas admis. Recopiez la "
            "valeur, ou mettez le texte entre guillemets."
        ),
    ),
    Exhibit(
        "tag",
        "remedes.yaml",
        "poids: 1",
        "poids: !!int 1",
        "rules/remedes.yaml:4:10 : l'étiquette « !!int » n'est pas admise. Supprimez-la.",
    ),
    Exhibit(
        "merge key",
        "remedes.yaml",
        "  poids: 1\n",
        "  <<: {poids: 1}\n",
        "rules/remedes.yaml:4:3 : la fusion « << » n'est pas admise. Recopiez les valeurs.",
    ),
    Exhibit(
        "tabulation",
        "remedes.yaml",
        "  poids: 1\n",
        "	poids: 1\n",
        "rules/remedes.yaml:4:1 : le fichier n'est pas du YAML lisible (tabulation). Remplacez-la par des espaces.",
    ),
    Exhibit(
        "colon in a text",
        "remedes.yaml",
        "faire: Écrire l'utilité sociale.",
        "faire: Écrire : l'utilité sociale.",
        (
            "rules/remedes.yaml:7:17 : le fichier n'est pas du YAML lisible (deux-points inattendus). Mettez "
            "ce texte entre guillemets, ou sur la ligne suivante après « >- »."
        ),
    ),
    Exhibit(
        "unclosed bracket",
        "remedes.yaml",
        "- id: reecrire_objet\n",
        "- id: [reecrire_objet\n",
        (
            "rules/remedes.yaml:2:8 : le fichier n'est pas du YAML lisible (virgule ou crochet fermant "
            "attendu ; ouverture ligne 1). Fermez ce qui est ouvert ; si le fichier s'arrête là, il est "
            "coupé."
        ),
    ),
    Exhibit(
        "second document",
        "remedes.yaml",
        "- id: attendre\n",
        "---\n- id: attendre\n",
        (
            "rules/remedes.yaml:9:1 : une ligne « --- » ouvre un second document. Supprimez-la : un fichier "
            "contient un seul document."
        ),
    ),
    Exhibit(
        "not a list",
        "remedes.yaml",
        None,
        "remedes: []\n",
        "rules/remedes.yaml:1:1 : le fichier doit être une liste (lignes commençant par « - »).",
    ),
    Exhibit(
        "nothing in the file",
        "remedes.yaml",
        None,
        "# rien\n",
        "rules/remedes.yaml:1:1 : le fichier doit être une liste (lignes commençant par « - »).",
    ),
    Exhibit(
        "an entry that is not a block",
        "remedes.yaml",
        None,
        "- Réécrire l'objet\n",
        (
            "rules/remedes.yaml:1:3 : cet élément attend un bloc « clé: valeur ». Clés attendues : si, "
            "attend, date_par, efface, effets, cout, confiance, sources, id, titre, genre, poids, qui, "
            "delai, differe, faire, suite, variantes, apres, facons, note."
        ),
    ),
    Exhibit(
        "unknown key",
        "remedes.yaml",
        "  titre: Réécrire l'objet\n",
        "  titre: Réécrire l'objet\n  titres: Objet\n",
        "rules/remedes.yaml:3:3 : « titres » n'est pas attendu ici. Vouliez-vous dire « titre » ?",
    ),
    Exhibit(
        "unknown key without neighbour",
        "remedes.yaml",
        "  titre: Réécrire l'objet\n",
        "  titre: Réécrire l'objet\n  zzz: Objet\n",
        (
            "rules/remedes.yaml:3:3 : « zzz » n'est pas attendu ici. Sont reconnus ici : si, attend, "
            "date_par, efface, effets, cout, confiance, sources, id, titre, genre, poids, qui, delai, "
            "differe, faire, suite, variantes, apres, facons, note."
        ),
    ),
    Exhibit("missing key", "remedes.yaml", "  qui: L'assemblée.\n", "", "rules/remedes.yaml:1:3 : il manque « qui »."),
    Exhibit("empty text", "remedes.yaml", "qui: L'assemblée.", "qui: ''", "rules/remedes.yaml:5:3 : « qui » est vide."),
    Exhibit(
        "text where a block is wanted",
        "criteres/criteres.yaml",
        (
            "  explications:\n"
            "    satisfait: La forme convient.\n"
            "    non_satisfait: La forme ne convient pas.\n"
            "    a_completer: La forme reste à dire.\n"
            "    incertain: La forme est discutée.\n"
        ),
        "  explications: La forme.\n",
        (
            "rules/criteres/criteres.yaml:6:3 : « explications » attend un bloc « clé: valeur ». Clés attendues : "
            "satisfait, non_satisfait, a_completer, incertain."
        ),
    ),
    Exhibit(
        "block where a text is wanted",
        "remedes.yaml",
        "qui: L'assemblée.",
        "qui: {nom: L'assemblée.}",
        "rules/remedes.yaml:5:3 : « qui » attend un texte. Donnez un seul texte, entre guillemets.",
    ),
    Exhibit(
        "three explanations",
        "criteres/criteres.yaml",
        "    incertain: La forme est discutée.\n",
        "",
        "rules/criteres/criteres.yaml:6:3 : il manque « incertain ».",
    ),
    Exhibit(
        "bad date",
        "sources.yaml",
        "    - depuis: 2020-01-01\n      reference: L2",
        "    - depuis: 2020-13-01\n      reference: L2",
        "rules/sources.yaml:10:7 : « 2020-13-01 » n'est pas une date (écrivez AAAA-MM-JJ).",
    ),
    Exhibit(
        "29 February of a common year",
        "sources.yaml",
        "    - depuis: 2020-01-01\n      reference: L2",
        "    - depuis: 2021-02-29\n      reference: L2",
        "rules/sources.yaml:10:7 : « 2021-02-29 » n'est pas une date (écrivez AAAA-MM-JJ).",
    ),
    Exhibit(
        "bad number",
        "parametres/seuils.yaml",
        "valeur: 66",
        "valeur: soixante-six",
        "rules/parametres/seuils.yaml:10:7 : « soixante-six » n'est pas un nombre.",
    ),
    Exhibit(
        "braces in a number",
        "parametres/seuils.yaml",
        "valeur: 66",
        "valeur: '{66}'",
        "rules/parametres/seuils.yaml:10:7 : « {66} » n'est pas un nombre.",
    ),
    Exhibit(
        "weight out of bounds",
        "remedes.yaml",
        "poids: 4",
        "poids: 7",
        "rules/remedes.yaml:12:3 : « 7 » est trop grand : au plus 6.",
    ),
    Exhibit(
        "bad yes or no",
        "remedes.yaml",
        "differe: oui",
        "differe: true",
        "rules/remedes.yaml:15:3 : « true » : écrivez oui ou non.",
    ),
    Exhibit(
        "bad confidence",
        "points_ouverts.yaml",
        "confiance: I",
        "confiance: X",
        "rules/points_ouverts.yaml:10:3 : « X » n'est pas admis ; attendu : V, V-JO, V-c, S2, S1, I ou M.",
    ),
    Exhibit(
        "bad kind",
        "remedes.yaml",
        "genre: statuts",
        "genre: statut",
        (
            "rules/remedes.yaml:3:3 : « statut » n'est pas admis ; attendu : statuts, formalite, engagement, "
            "gestion, activite ou forme."
        ),
    ),
    Exhibit(
        "bad identifier",
        "remedes.yaml",
        "- id: attendre",
        "- id: à attendre",
        ("rules/remedes.yaml:9:3 : « à attendre » n'est pas un identifiant (lettres sans accent, chiffres, tirets)."),
    ),
    Exhibit(
        "identifier taken",
        "remedes.yaml",
        "- id: attendre",
        "- id: reecrire_objet",
        (
            "rules/remedes.yaml:9:3 : l'identifiant « reecrire_objet » est déjà pris (rules/remedes.yaml, "
            "ligne 1). Donnez-en un autre, ou supprimez l'une des deux entrées."
        ),
    ),
    Exhibit(
        "text where a list is wanted",
        "criteres/criteres.yaml",
        "  preuves: [Comptes annuels]",
        "  preuves: Comptes annuels",
        (
            "rules/criteres/criteres.yaml:28:3 : « preuves » attend une liste. Écrivez chaque élément à la "
            "suite d'un tiret « - », ou tous entre crochets."
        ),
    ),
    Exhibit(
        "empty list",
        "statuts/ess.yaml",
        "criteres: [C-3]",
        "criteres: []",
        "rules/statuts/ess.yaml:19:35 : « criteres » est vide.",
    ),
    Exhibit(
        "no version",
        "criteres/criteres.yaml",
        (
            "  versions:\n"
            "    - depuis: 2015-01-01\n"
            "      sources: [{source: loi}]\n"
            "      condition:\n"
            "        un_de:\n"
            "          - critere: C-1\n"
            "          - fait: clause_objet\n"
            "            est: mot_pour_mot\n"
            "            remede: reecrire_objet\n"
            "          - fait: categories\n"
            "            aucun_de: [aucune]\n"
        ),
        "  versions: []\n",
        "rules/criteres/criteres.yaml:70:3 : « versions » est vide.",
    ),
    Exhibit(
        "version without a condition to carry",
        "statuts/ess.yaml",
        "        condition: {critere: C-1}\n",
        "",
        "rules/statuts/ess.yaml:15:9 : il manque « condition ».",
    ),
    Exhibit(
        "condition that is a text",
        "statuts/ess.yaml",
        "condition: {critere: C-1}",
        "condition: C-1",
        (
            "rules/statuts/ess.yaml:17:9 : une condition s'écrit « clé: valeur » (tous, un_de, fait, "
            "indicateur, critere…)."
        ),
    ),
    Exhibit(
        "empty any",
        "criteres/criteres.yaml",
        (
            "        un_de:\n"
            "          - critere: C-1\n"
            "          - fait: clause_objet\n"
            "            est: mot_pour_mot\n"
            "            remede: reecrire_objet\n"
            "          - fait: categories\n"
            "            aucun_de: [aucune]\n"
        ),
        "        un_de: []\n",
        "rules/criteres/criteres.yaml:74:9 : « un_de » attend une liste non vide de conditions.",
    ),
    Exhibit(
        "key beside all",
        "statuts/esus.yaml",
        "          tous:\n",
        "          un_de: []\n          tous:\n",
        "rules/statuts/esus.yaml:18:11 : clé « un_de » inconnue dans une condition.",
    ),
    Exhibit(
        "fact and indicator at once",
        "criteres/criteres.yaml",
        "          - fait: date_creation\n",
        "          - fait: date_creation\n            indicateur: anniversaire\n",
        (
            "rules/criteres/criteres.yaml:18:13 : une condition simple porte sur un « fait » ou sur un « "
            "indicateur », pas les deux."
        ),
    ),
    Exhibit(
        "no comparison",
        "criteres/criteres.yaml",
        "            est: mot_pour_mot\n",
        "",
        (
            "rules/criteres/criteres.yaml:76:13 : une condition simple compare une seule fois : « est », « "
            "aucun_de », « au_moins », « au_plus », « plus_de », « moins_de » ou « renseigne »."
        ),
    ),
    Exhibit(
        "two comparisons",
        "criteres/criteres.yaml",
        "            est: mot_pour_mot\n",
        "            est: mot_pour_mot\n            au_moins: 1\n",
        (
            "rules/criteres/criteres.yaml:76:13 : une condition simple compare une seule fois : « est », « "
            "aucun_de », « au_moins », « au_plus », « plus_de », « moins_de » ou « renseigne »."
        ),
    ),
    Exhibit(
        "empty choice",
        "criteres/criteres.yaml",
        "est: mot_pour_mot",
        "est: []",
        "rules/criteres/criteres.yaml:77:13 : « est » attend un choix ou une liste de choix.",
    ),
    Exhibit(
        "threshold that is not a number",
        "criteres/criteres.yaml",
        "si: {fait: exercices, au_plus: 1}",
        "si: {fait: exercices, au_plus: un}",
        "rules/criteres/criteres.yaml:57:29 : « un » n'est pas un nombre.",
    ),
    Exhibit(
        "threshold of an unknown shape",
        "criteres/criteres.yaml",
        "au_plus: {date: demande}",
        "au_plus: {date: aujourdhui}",
        (
            "rules/criteres/criteres.yaml:19:13 : un seuil est un nombre, {parametre: …}, {indicateur: …}, "
            "{fait: …}, {jour: 2025-01-01} ou {date: demande | appreciation}."
        ),
    ),
    Exhibit(
        "not applicable, and false",
        "statuts/esus.yaml",
        "sans_objet: vrai",
        "sans_objet: faux",
        "rules/statuts/esus.yaml:25:67 : « sans_objet » n'admet que vrai : sans lui, c'est faux.",
    ),
    Exhibit(
        "what goes without saying",
        "remedes.yaml",
        "  faire: Écrire l'utilité sociale.\n",
        "  differe: non\n  faire: Écrire l'utilité sociale.\n",
        ("rules/remedes.yaml:7:3 : « differe » va sans dire : c'est ce qui vaut quand rien n'est écrit. Supprimez-le."),
    ),
    Exhibit(
        "filled said no",
        "coherences.yaml",
        "renseigne: oui",
        "renseigne: non",
        "rules/coherences.yaml:10:24 : « renseigne » n'admet que oui : une condition ne se nie pas.",
    ),
    Exhibit(
        "one reading only",
        "criteres/criteres.yaml",
        (
            "        lectures:\n"
            "          - indicateur: part_faible\n"
            "            au_moins: {parametre: seuil_part}\n"
            "            remede_differe: attendre\n"
        ),
        "        lectures:\n",
        "rules/criteres/criteres.yaml:42:9 : « point_ouvert » attend au moins deux « lectures ».",
    ),
    Exhibit(
        "unknown key in a condition",
        "criteres/criteres.yaml",
        "            au_plus: {date: demande}\n",
        "            au_plus: {date: demande}\n            sans_objets: vrai\n",
        "rules/criteres/criteres.yaml:20:13 : clé « sans_objets » inconnue dans une condition.",
    ),
    Exhibit(
        "fact that is a list",
        "criteres/criteres.yaml",
        "fait: clause_objet",
        "fait: [clause_objet]",
        "rules/criteres/criteres.yaml:76:13 : « fait » attend un texte.",
    ),
)
