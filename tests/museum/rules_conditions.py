"""Conditions that could not be settled, or that stand where they may not."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

EXHIBITS = (
    Exhibit(
        "unknown fact",
        "criteres/criteres.yaml",
        "fait: clause_objet",
        "fait: clause_objets",
        (
            "rules/criteres/criteres.yaml:76:13 : le fait « clause_objets » n'existe pas. Vouliez-vous dire "
            "« clause_objet » ?"
        ),
    ),
    Exhibit(
        "unknown indicator",
        "criteres/criteres.yaml",
        "indicateur: part_utile",
        "indicateur: part_inutile",
        (
            "rules/criteres/criteres.yaml:46:13 : l'indicateur « part_inutile » n'existe pas. Vouliez-vous "
            "dire « part_utile » ?"
        ),
    ),
    Exhibit(
        "unknown parameter",
        "criteres/criteres.yaml",
        "          - indicateur: part_faible\n            au_moins: {parametre: seuil_part}",
        "          - indicateur: part_faible\n            au_moins: {parametre: seuils_part}",
        (
            "rules/criteres/criteres.yaml:44:13 : le paramètre « seuils_part » n'existe pas. Vouliez-vous "
            "dire « seuil_part » ?"
        ),
    ),
    Exhibit(
        "unknown criterion",
        "criteres/criteres.yaml",
        "critere: C-1",
        "critere: C-9",
        "rules/criteres/criteres.yaml:75:13 : le critère « C-9 » n'existe pas. Vouliez-vous dire « C-3 » ?",
    ),
    Exhibit(
        "unknown remedy",
        "criteres/criteres.yaml",
        "remede: reecrire_objet",
        "remede: reecrire_statuts",
        (
            "rules/criteres/criteres.yaml:78:13 : le remède « reecrire_statuts » n'existe pas. Vouliez-vous "
            "dire « reecrire_objet » ?"
        ),
    ),
    Exhibit(
        "unknown open point",
        "criteres/criteres.yaml",
        "point_ouvert: Q1",
        "point_ouvert: Q9",
        "rules/criteres/criteres.yaml:41:9 : le point ouvert « Q9 » n'existe pas. Au choix : Q1.",
    ),
    Exhibit(
        "unknown choice",
        "criteres/criteres.yaml",
        "est: mot_pour_mot",
        "est: mot_a_mot",
        (
            "rules/criteres/criteres.yaml:77:13 : « mot_a_mot » n'est pas un choix de « clause_objet ». "
            "Vouliez-vous dire « mot_pour_mot » ? Au choix : mot_pour_mot, en_partie, non."
        ),
    ),
    Exhibit(
        "choice written twice",
        "criteres/criteres.yaml",
        "            est: [association, societe]\n",
        "            est: [association, association]\n",
        ("rules/criteres/criteres.yaml:17:13 : le choix « association » est écrit deux fois. Supprimez l'un des deux."),
    ),
    Exhibit(
        "choice on a date",
        "criteres/criteres.yaml",
        "au_plus: {date: demande}",
        "est: hier",
        (
            "rules/criteres/criteres.yaml:19:13 : « date_creation » est de type date : il n'a pas de choix. "
            "Comparez-le : au_moins, au_plus, plus_de, moins_de."
        ),
    ),
    Exhibit(
        "comparison on a choice",
        "criteres/criteres.yaml",
        "            est: mot_pour_mot\n",
        "            au_moins: 1\n",
        (
            "rules/criteres/criteres.yaml:77:13 : « clause_objet » est de type clause : il ne se compare "
            "pas. Écrivez « est » et les choix admis."
        ),
    ),
    Exhibit(
        "date against a number",
        "criteres/criteres.yaml",
        "au_plus: {date: demande}",
        "au_plus: 2020",
        (
            "rules/criteres/criteres.yaml:19:13 : une date ne se compare qu'à une date. {date: demande}, "
            "{date: appreciation}, {fait: …} ou {indicateur: …}."
        ),
    ),
    Exhibit(
        "figure against a date",
        "criteres/criteres.yaml",
        "si: {fait: exercices, au_plus: 1}",
        "si: {fait: exercices, au_plus: {date: demande}}",
        (
            "rules/criteres/criteres.yaml:57:29 : une date ne se compare qu'à une date. {date: demande}, "
            "{date: appreciation}, {fait: …} ou {indicateur: …}."
        ),
    ),
    Exhibit(
        "points against a percentage",
        "parametres/seuils.yaml",
        "titre: Part minimale\n  unite: pourcentage",
        "titre: Part minimale\n  unite: points",
        "rules/criteres/criteres.yaml:44:13 : on compare ici des unités différentes : pourcentage et points.",
    ),
    Exhibit(
        "filled on a choice",
        "coherences.yaml",
        "{fait: marche, renseigne: oui}",
        "{fait: forme, renseigne: oui}",
        "rules/coherences.yaml:10:23 : « forme » est de type choix : « renseigne » vaut pour un texte.",
    ),
    Exhibit(
        "none of, on a single choice",
        "criteres/criteres.yaml",
        "          - fait: categories\n            aucun_de: [aucune]",
        "          - fait: forme\n            aucun_de: [autre]",
        (
            "rules/criteres/criteres.yaml:80:13 : « aucun_de » ne vaut que pour un choix multiple. Écrivez « "
            "est » et les autres choix."
        ),
    ),
    Exhibit(
        "leaf without label",
        "criteres/criteres.yaml",
        "    clause_objet: L'objet dit l'utilité sociale\n",
        "",
        (
            "rules/criteres/criteres.yaml:76:13 : cette condition n'a pas de « libelle ». Dites dans « mots "
            "», en quelques mots, ce qui est établi quand elle est vraie."
        ),
    ),
    Exhibit(
        "constant without reason",
        "statuts/ess.yaml",
        "condition: {critere: C-1}",
        "condition: {un_de: [{critere: C-1}, {toujours: faux}]}",
        "rules/statuts/ess.yaml:17:45 : « toujours » n'a pas de « raison ». Dites pourquoi, en une phrase.",
    ),
    Exhibit(
        "row to be named",
        "criteres/criteres.yaml",
        "si: {fait: exercices, au_plus: 1}",
        "si: {fait: charges, au_plus: 1}",
        (
            "rules/criteres/criteres.yaml:57:12 : « charges » est un tableau : de quelle ligne s'agit-il ? "
            "Nommez la ligne : « charges[n] »."
        ),
    ),
    Exhibit(
        "row that does not exist",
        "criteres/criteres.yaml",
        "si: {fait: exercices, au_plus: 1}",
        'si: {fait: "charges[n-9]", au_plus: 1}',
        (
            "rules/criteres/criteres.yaml:57:12 : « charges[n-9] » : cette ligne n'existe pas. Au choix : n, "
            "n-1, n-2, n-3, n-4, n-5."
        ),
    ),
    Exhibit(
        "row on a plain fact",
        "criteres/criteres.yaml",
        "si: {fait: exercices, au_plus: 1}",
        'si: {fait: "exercices[n]", au_plus: 1}',
        "rules/criteres/criteres.yaml:57:12 : « exercices » n'a pas de lignes. Écrivez « exercices ».",
    ),
    Exhibit(
        "rows no fact has",
        "coherences.yaml",
        "pour_chaque: exercice",
        "pour_chaque: remuneration",
        (
            "rules/coherences.yaml:2:3 : aucun fait de cette règle n'a de lignes « remuneration ». Supprimez "
            "« pour_chaque »."
        ),
    ),
    Exhibit(
        "withdrawn fact that plays no part",
        "coherences.yaml",
        "  faits: [marche, forme]",
        "  faits: [marche, forme, exercices]",
        (
            "rules/coherences.yaml:12:26 : « exercices » ne joue aucun rôle dans la contradiction. "
            "Retirez-le : ses réponses seraient écartées à tort."
        ),
    ),
    Exhibit(
        "message naming another fact",
        "coherences.yaml",
        "Une association n'a pas de titres cotés.",
        "Pas de titres sur {exercices}.",
        "rules/coherences.yaml:13:3 : « {exercices} » ne sera pas remplacé. Nommez un des « faits » de la règle.",
    ),
    Exhibit(
        "deferred remedy given as immediate",
        "criteres/criteres.yaml",
        "remede: reecrire_objet",
        "remede: attendre",
        (
            "rules/criteres/criteres.yaml:78:13 : le remède « attendre » est différé. Écrivez « "
            "remede_differe: attendre »."
        ),
    ),
    Exhibit(
        "immediate remedy given as deferred",
        "criteres/criteres.yaml",
        "            remede_differe: attendre\n    - depuis",
        "            remede_differe: reecrire_objet\n    - depuis",
        (
            "rules/criteres/criteres.yaml:48:13 : le remède « reecrire_objet » est immédiat. Écrivez « "
            "remede: reecrire_objet »."
        ),
    ),
    Exhibit(
        "remedy in a reserve",
        "criteres/criteres.yaml",
        "si: {fait: exercices, au_plus: 1}",
        "si: {fait: exercices, au_plus: 1, remede: reecrire_objet}",
        "rules/criteres/criteres.yaml:57:41 : un remède n'a de sens que dans un critère ou une voie. Supprimez-le.",
    ),
    Exhibit(
        "criterion in a reserve",
        "criteres/criteres.yaml",
        "si: {fait: exercices, au_plus: 1}",
        "si: {critere: C-1}",
        "rules/criteres/criteres.yaml:57:7 : un critère ne peut pas être cité ici. Écrivez ses faits à la place.",
    ),
    Exhibit(
        "open point in a guard",
        "faits/faits.yaml",
        "pose_si: {fait: forme, est: [association, societe]}",
        "pose_si: {point_ouvert: Q1, lectures: [{fait: forme, est: association}, {fait: forme, est: societe}]}",
        (
            "rules/faits/faits.yaml:36:3 : un point ouvert ne peut pas être posé ici. Il n'a sa place que "
            "dans un critère, une voie ou le cas d'un chiffre."
        ),
    ),
    Exhibit(
        "criterion in a reading",
        "criteres/criteres.yaml",
        (
            "          - indicateur: part_utile\n"
            "            au_moins: {parametre: seuil_part}\n"
            "            remede_differe: attendre\n"
        ),
        "          - critere: C-1\n",
        (
            "rules/criteres/criteres.yaml:46:13 : une lecture d'un point ouvert ne peut pas citer un "
            "critère. Écrivez ses faits à la place."
        ),
    ),
    Exhibit(
        "equal readings",
        "criteres/criteres.yaml",
        ("          - indicateur: part_utile\n            au_moins: {parametre: seuil_part}\n"),
        ("          - indicateur: part_faible\n            au_moins: {parametre: seuil_part}\n"),
        "rules/criteres/criteres.yaml:46:13 : cette lecture est écrite deux fois. Supprimez l'une des deux.",
    ),
    Exhibit(
        "condition written twice",
        "statuts/esus.yaml",
        "            - critere: C-3\n",
        "            - critere: C-3\n            - critere: C-2\n",
        "rules/statuts/esus.yaml:21:15 : cette condition est écrite deux fois. Supprimez l'une des deux.",
    ),
    Exhibit(
        "constant that decides alone",
        "statuts/ess.yaml",
        "condition: {critere: C-1}",
        "condition: {un_de: [{critere: C-1}, {toujours: vrai, raison: toutes}]}",
        (
            "rules/statuts/ess.yaml:17:45 : « toujours: vrai » rend les autres conditions inutiles. Ne "
            "gardez que lui, ou supprimez-le."
        ),
    ),
    Exhibit(
        "every choice admitted",
        "criteres/criteres.yaml",
        "            est: [association, societe]\n",
        "            est: [association, societe, autre]\n",
        (
            "rules/criteres/criteres.yaml:17:13 : tous les choix sont admis : cette condition est toujours "
            "vraie. Retirez-en, ou retirez-la."
        ),
    ),
    Exhibit(
        "threshold outside the bounds",
        "criteres/criteres.yaml",
        "si: {fait: exercices, au_plus: 1}",
        "si: {fait: exercices, au_plus: 3}",
        (
            "rules/criteres/criteres.yaml:57:29 : cette condition est toujours vraie : « exercices » va de 0 "
            "à 3. Corrigez le seuil, ou les bornes du fait."
        ),
    ),
    Exhibit(
        "indicator without threshold",
        "criteres/criteres.yaml",
        "          - indicateur: part_utile\n            au_moins: {parametre: seuil_part}\n",
        "          - indicateur: part_utile\n            est: oui\n",
        (
            "rules/criteres/criteres.yaml:46:13 : un indicateur se compare à un seuil. au_moins, au_plus, "
            "plus_de, moins_de."
        ),
    ),
    Exhibit(
        "meaningless figure on a fact",
        "criteres/criteres.yaml",
        "            est: mot_pour_mot\n",
        "            est: mot_pour_mot\n            si_non_interpretable: Q1\n",
        ("rules/criteres/criteres.yaml:78:13 : « si_non_interpretable » ne vaut que pour un indicateur. Supprimez-le."),
    ),
    Exhibit(
        "unknown fact in a contradiction about rows",
        "coherences.yaml",
        "si: {fait: charges_utiles, plus_de",
        "si: {fait: charges_utilesz, plus_de",
        (
            "rules/coherences.yaml:3:8 : le fait « charges_utilesz » n'existe pas. Vouliez-vous dire "
            "« charges_utiles » ?"
        ),
    ),
)
