"""Entries that are incomplete, or that name what does not exist."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

EXHIBITS = (
    Exhibit(
        "percentage written as a fraction",
        "parametres/seuils.yaml",
        "      valeur: 66\n",
        "      valeur: 0.66\n",
        (
            "rules/parametres/seuils.yaml:10:7 : 0,66 % : un pourcentage s'écrit en pour cent (66, non 0.66). Corrigez "
            "la valeur ; si elle est juste, dites-le dans sa « note » (en y écrivant « 0,66 % »)."
        ),
    ),
    Exhibit(
        "ratio counted in hundredths by hand",
        "indicateurs.yaml",
        "formule: somme(charges_utiles) / somme(charges)",
        "formule: 100 * somme(charges_utiles) / somme(charges)",
        (
            "rules/indicateurs.yaml:15:3 : « 100 * » est de trop : un rapport dont l'unité est « pourcentage » est "
            "montré en pour cent. Écrivez le rapport seul."
        ),
    ),
    Exhibit(
        "fact without help",
        "faits/faits.yaml",
        "  aide: Le nom du marché.\n",
        "",
        "rules/faits/faits.yaml:46:3 : marche n'a pas d'« aide ». Écrivez ce texte.",
    ),
    Exhibit(
        "label too long",
        "faits/faits.yaml",
        "court: Marché",
        "court: Nom complet du marché où les titres sont négociés",
        "rules/faits/faits.yaml:50:3 : « court » compte 49 caractères. 45 au plus.",
    ),
    Exhibit(
        "what is supposed is no choice",
        "faits/faits.yaml",
        "court: Marché",
        "court: Marché\n  defaut: euronext",
        "rules/faits/faits.yaml:51:3 : « euronext » n'est pas un choix de « marche ». Nommez un de ses choix, ou "
        "supprimez « defaut ».",
    ),
    Exhibit(
        "fact of an unknown theme",
        "faits/faits.yaml",
        "  theme: forme\n  type: texte",
        "  theme: titres\n  type: texte",
        "rules/faits/faits.yaml:47:3 : le thème « titres » n'existe pas. Au choix : forme, comptes.",
    ),
    Exhibit(
        "sheet of an unknown fact",
        "feuilles.yaml",
        "[charges, charges_utiles]",
        "[charges, charges_utile]",
        "rules/feuilles.yaml:7:20 : le fait « charges_utile » n'existe pas. Vouliez-vous dire « charges_utiles » ?",
    ),
    Exhibit(
        "fact asked twice",
        "feuilles.yaml",
        "[charges, charges_utiles]",
        "[charges, charges]",
        "rules/feuilles.yaml:7:20 : « charges » est déjà dans la feuille « registre ». Un fait ne se demande qu'à un"
        " endroit.",
    ),
    Exhibit(
        "calculation without its parts",
        "feuilles.yaml",
        "  titre: Les comptes\n",
        "  titre: Les comptes\n  calcul: remunerations\n  roles: {brut: charges, temps: charges_utiles}\n",
        "rules/feuilles.yaml:6:3 : il manque le rôle « liee », ou son fait n'est pas dans la feuille. Le calcul"
        " attend : brut, temps, liee, mois.",
    ),
    Exhibit(
        "draft for an answer that does not exist",
        "feuilles.yaml",
        "  titre: Les comptes\n",
        "  titre: Les comptes\n  brouillon: {fait: forme, est: sas, document: Projet, apporter: le projet}\n",
        "rules/feuilles.yaml:5:3 : « sas » n'est pas une réponse de « forme ». Nommez un fait et l'un de ses choix.",
    ),
    Exhibit(
        "words worth too much",
        "faits/faits.yaml",
        "  min: 0\n  max: 3\n",
        "  min: 0\n  max: 3\n  mots: [{dit: [beaucoup], vaut: 4}]\n",
        "rules/faits/faits.yaml:66:10 : le nombre doit être au plus 3. Donnez une valeur que la question admet.",
    ),
    Exhibit(
        "proposal of another type",
        "faits/faits.yaml",
        "  min: 0\n  max: 3\n",
        "  min: 0\n  max: 3\n  propose: forme\n",
        "rules/faits/faits.yaml:66:3 : « forme » ne peut pas servir de proposition. Nommez un fait du même type, sans"
        " lignes.",
    ),
    Exhibit(
        "single choice",
        "faits/faits.yaml",
        "    - {id: insertion, libelle: Insertion}\n    - {id: handicap, libelle: Handicap}\n",
        "",
        "rules/faits/faits.yaml:23:3 : il faut au moins deux choix. Complétez la liste.",
    ),
    Exhibit(
        "choice without label",
        "faits/faits.yaml",
        "{id: autre, libelle: Autre forme}",
        "{id: autre}",
        "rules/faits/faits.yaml:13:7 : le choix « autre » n'a pas de « libelle ».",
    ),
    Exhibit(
        "choices on a text",
        "faits/faits.yaml",
        "  type: texte\n",
        "  type: texte\n  choix: [{id: oui, libelle: Oui}]\n",
        "rules/faits/faits.yaml:49:3 : un fait de type texte n'a pas de choix. Supprimez-les.",
    ),
    Exhibit(
        "figure without bounds",
        "faits/faits.yaml",
        "  min: 0\n  max: 3\n",
        "  min: 0\n",
        "rules/faits/faits.yaml:55:3 : un fait de type nombre doit avoir un « max ».",
    ),
    Exhibit(
        "bounds upside down",
        "faits/faits.yaml",
        "  min: 0\n  max: 3\n",
        "  min: 3\n  max: 0\n",
        "rules/faits/faits.yaml:64:3 : le minimum atteint ou dépasse le maximum. Corrigez l'un des deux.",
    ),
    Exhibit(
        "code of confidence missing",
        "base.yaml",
        "  - {id: M, titre: Mémoire, sens: De mémoire., rang: 7}\n",
        "",
        "rules/base.yaml:9:1 : codes de confiance : il manque M. Donnez chaque code une fois.",
    ),
    Exhibit(
        "two codes of one rank",
        "base.yaml",
        "rang: 7",
        "rang: 6",
        "rules/base.yaml:9:1 : deux codes de confiance ont le même rang. Classez-les tous.",
    ),
    Exhibit(
        "theme without use",
        "base.yaml",
        "  - {id: comptes, titre: Les comptes}\n",
        "  - {id: comptes, titre: Les comptes}\n  - {id: titres, titre: Les titres}\n",
        "rules/base.yaml:20:5 : aucun fait ni critère n'est du thème « titres ». Supprimez-le.",
    ),
    Exhibit(
        "formula that cannot be read",
        "indicateurs.yaml",
        "formule: somme(charges_utiles) / somme(charges)",
        "formule: somme(charges_utiles / somme(charges)",
        (
            "rules/indicateurs.yaml:15:3 : la formule « somme(charges_utiles / somme(charges) » ne se lit pas : "
            "il manque une parenthèse « ) »."
        ),
    ),
    Exhibit(
        "formula that ends too soon",
        "indicateurs.yaml",
        "formule: date_creation + 3 ans",
        "formule: date_creation +",
        (
            "rules/indicateurs.yaml:30:3 : la formule « date_creation + » ne se lit pas : un nom ou un nombre est "
            "attendu à la fin."
        ),
    ),
    Exhibit(
        "sign without meaning in a formula",
        "indicateurs.yaml",
        "formule: date_creation + 3 ans",
        "formule: date_creation + 3 ans !",
        (
            "rules/indicateurs.yaml:30:3 : la formule « date_creation + 3 ans ! » ne se lit pas : « ! » n'y a pas "
            "de sens."
        ),
    ),
    Exhibit(
        "unknown function",
        "indicateurs.yaml",
        "formule: somme(charges_utiles) / somme(charges)",
        "formule: some(charges_utiles) / somme(charges)",
        (
            "rules/indicateurs.yaml:15:3 : la formule « some(charges_utiles) / somme(charges) » ne se lit pas : "
            "la fonction « some » n'existe pas ; vouliez-vous dire « somme » ?"
        ),
    ),
    Exhibit(
        "function without its values",
        "indicateurs.yaml",
        "formule: date_creation + 3 ans",
        "formule: date(2020, 6)",
        "rules/indicateurs.yaml:30:3 : la formule « date(2020, 6) » ne se lit pas : « date » attend 3 valeur(s).",
    ),
    Exhibit(
        "unknown name in a formula",
        "indicateurs.yaml",
        "formule: somme(charges_utiles) / somme(charges)",
        "formule: somme(charge_utile) / somme(charges)",
        "rules/indicateurs.yaml:15:3 : « charge_utile » n'existe pas. Vouliez-vous dire « charges_utiles » ?",
    ),
    Exhibit(
        "formula on a choice",
        "indicateurs.yaml",
        "formule: date_creation + 3 ans",
        "formule: forme + 3 ans",
        "rules/indicateurs.yaml:30:3 : « forme » n'est ni un chiffre ni une date.",
    ),
    Exhibit(
        "formula on a row that does not exist",
        "indicateurs.yaml",
        "formule: exercices}",
        "formule: 'charges[n-9]'}",
        (
            "rules/indicateurs.yaml:7:8 : « charges[n-9] » : cette ligne n'existe pas. Au choix : charges[n], "
            "charges[n-1], charges[n-2], charges[n-3], charges[n-4], charges[n-5]."
        ),
    ),
    Exhibit(
        "units that do not mix",
        "indicateurs.yaml",
        "formule: date_creation + 3 ans",
        "formule: date_creation + charges",
        "rules/indicateurs.yaml:30:3 : « date » et « euro » ne se mêlent pas. Vérifiez ce que mesure chaque terme.",
    ),
    Exhibit(
        "formula of another unit",
        "indicateurs.yaml",
        "formule: date_creation + 3 ans",
        "formule: 3 * exercices",
        (
            "rules/indicateurs.yaml:30:3 : la formule donne « nombre », là où « date » est attendu. Corrigez la "
            "formule ou « unite »."
        ),
    ),
    Exhibit(
        "rows without what counts them",
        "indicateurs.yaml",
        "  combien: nombre_examine\n  formule: somme(charges_utiles) / somme(charges)",
        "  formule: somme(charges_utiles) / somme(charges)",
        "rules/indicateurs.yaml:13:3 : « pour_chaque: exercice » attend « combien ».",
    ),
    Exhibit(
        "rows that are not gathered",
        "indicateurs.yaml",
        "formule: charges_utiles / charges\n  garder: minimum",
        "formule: charges_utiles / charges",
        (
            "rules/indicateurs.yaml:21:3 : rien ne dit ce que l'on garde des lignes. Écrivez « garder: minimum » "
            "(ou maximum, somme, moyenne), ou somme(…) dans la formule."
        ),
    ),
    Exhibit(
        "rows gathered twice",
        "indicateurs.yaml",
        "formule: charges_utiles / charges\n  garder: minimum",
        "formule: somme(charges_utiles) / somme(charges)\n  garder: minimum",
        "rules/indicateurs.yaml:24:3 : les lignes sont déjà réunies dans la formule. Supprimez « garder ».",
    ),
    Exhibit(
        "gathered without rows",
        "indicateurs.yaml",
        "formule: date_creation + 3 ans",
        "formule: date_creation + 3 ans\n  garder: minimum",
        "rules/indicateurs.yaml:31:3 : il n'y a pas de lignes à réunir : il manque « pour_chaque ».",
    ),
    Exhibit(
        "count without rows",
        "indicateurs.yaml",
        "formule: date_creation + 3 ans",
        "formule: date_creation + 3 ans\n  combien: exercices",
        "rules/indicateurs.yaml:31:3 : « combien » ne sert pas ici. Supprimez-le, ou écrivez « pour_chaque ».",
    ),
    Exhibit(
        "neither formula nor cases",
        "indicateurs.yaml",
        "  formule: date_creation + 3 ans\n",
        "",
        "rules/indicateurs.yaml:26:3 : un chiffre a une « formule » ou des « cas », l'un ou l'autre.",
    ),
    Exhibit(
        "case never reached",
        "indicateurs.yaml",
        "{si: {fait: forme, est: autre}, formule: 0}",
        "{formule: 0}",
        "rules/indicateurs.yaml:6:7 : les cas suivants ne servent jamais : celui-ci n'a pas de « si ».",
    ),
    Exhibit(
        "criterion without statement",
        "criteres/criteres.yaml",
        "  enonce: L'objet dit l'utilité sociale.\n",
        "",
        "rules/criteres/criteres.yaml:60:3 : C-3 n'a pas d'« enonce ». Dites la règle en une phrase simple.",
    ),
    Exhibit(
        "criterion without explanations",
        "criteres/criteres.yaml",
        (
            "  explications:\n"
            "    satisfait: La forme convient.\n"
            "    non_satisfait: La forme ne convient pas.\n"
            "    a_completer: La forme reste à dire.\n"
            "    incertain: La forme est discutée.\n"
        ),
        "",
        (
            "rules/criteres/criteres.yaml:1:3 : C-1 n'a pas ses quatre « explications ». Écrivez : "
            "satisfait, non_satisfait, a_completer, incertain."
        ),
    ),
    Exhibit(
        "appraised by nobody",
        "criteres/criteres.yaml",
        "  appreciee_par: prefet\n",
        "",
        "rules/criteres/criteres.yaml:23:3 : C-2 est apprécié, sans « appreciee_par ». Écrivez greffe ou prefet.",
    ),
    Exhibit(
        "appraised without evidence",
        "criteres/criteres.yaml",
        "  preuves: [Comptes annuels]\n",
        "",
        ("rules/criteres/criteres.yaml:23:3 : C-2 est apprécié, sans « preuves ». Donnez les pièces qui le montrent."),
    ),
    Exhibit(
        "objective but appraised",
        "criteres/criteres.yaml",
        "  nature: appreciee\n",
        "  nature: objective\n",
        (
            "rules/criteres/criteres.yaml:27:3 : C-2 est objectif : personne ne l'apprécie. Supprimez « "
            "appreciee_par », ou la nature."
        ),
    ),
    Exhibit(
        "remedy without source",
        "remedes.yaml",
        "  faire: Écrire l'utilité sociale.\n  sources: [{source: loi}]\n",
        "  faire: Écrire l'utilité sociale.\n  confiance: V\n",
        "rules/remedes.yaml:1:3 : reecrire_objet ne cite aucune source. Donnez au moins un texte.",
    ),
    Exhibit(
        "variant of a remedy on an unknown fact",
        "remedes.yaml",
        "  faire: Écrire l'utilité sociale.\n",
        "  faire: Écrire l'utilité sociale.\n  variantes: [{si: {fait: formes, est: sas}, qui: Les fondateurs.}]\n",
        "rules/remedes.yaml:8:21 : le fait « formes » n'existe pas. Vouliez-vous dire « forme » ?",
    ),
    Exhibit(
        "unknown source",
        "criteres/criteres.yaml",
        "source: decret, passage",
        "source: decrets, passage",
        "rules/criteres/criteres.yaml:37:18 : la source « decrets » n'existe pas. Vouliez-vous dire « decret » ?",
    ),
    Exhibit(
        "source without reference",
        "sources.yaml",
        "      reference: L2\n",
        "",
        (
            "rules/sources.yaml:10:7 : cette version n'a ni « reference » ni « note ». Dites où la lire, ou "
            "pourquoi on l'ignore."
        ),
    ),
    Exhibit(
        "figure from nowhere",
        "parametres/seuils.yaml",
        "      reference: décret publié au Journal officiel\n",
        "",
        ("rules/parametres/seuils.yaml:17:7 : cette valeur n'a ni « source » ni « reference ». Dites d'où elle vient."),
    ),
    Exhibit(
        "verdict without phrase",
        "statuts/ess.yaml",
        "  indetermine: On ne peut pas conclure.\n",
        "",
        "rules/statuts/ess.yaml:4:1 : il manque la phrase du verdict « indetermine ». Écrivez-la sous « phrases ».",
    ),
    Exhibit(
        "phrase for no verdict",
        "statuts/ess.yaml",
        "  indetermine: On ne peut pas conclure.\n",
        "  indetermine: On ne peut pas conclure.\n  refus: Non.\n",
        (
            "rules/statuts/ess.yaml:10:3 : « refus » n'est pas un verdict. Au choix : de_droit, eligible, "
            "a_mettre_en_conformite, non_eligible, indetermine."
        ),
    ),
    Exhibit(
        "unknown placeholder",
        "statuts/esus.yaml",
        "pour {duree}",
        "pour {durée}",
        (
            "rules/statuts/esus.yaml:6:3 : « {durée} » ne sera pas remplacé. "
            "Au choix : {duree}, {obstacle}, {piste}, {voie}."
        ),
    ),
    Exhibit(
        "route named twice",
        "statuts/esus.yaml",
        "id: droit_commun",
        "id: historique",
        "rules/statuts/esus.yaml:11:5 : la voie « historique » existe déjà (statut ess). Donnez-lui un autre nom.",
    ),
    Exhibit(
        "light on an unknown criterion",
        "statuts/ess.yaml",
        "criteres: [C-3]",
        "criteres: [C-3, C-4]",
        "rules/statuts/ess.yaml:19:51 : le critère « C-4 » n'existe pas. Vouliez-vous dire « C-3 » ?",
    ),
    Exhibit(
        "guidance for a route of the other status",
        "guide/guide.yaml",
        "voies: [droit_commun]",
        "voies: [historique]",
        (
            "rules/guide/guide.yaml:8:11 : la voie « historique » n'est pas une voie du statut esus. Au "
            "choix : droit_commun."
        ),
    ),
    Exhibit(
        "reserve written twice",
        "criteres/criteres.yaml",
        "  reserves:\n",
        "  reserves:\n    - {id: RES-1, si: {fait: exercices, au_plus: 2}, texte: Deux exercices., confiance: I}\n",
        "rules/criteres/criteres.yaml:57:7 : la réserve « RES-1 » est écrite deux fois.",
    ),
    Exhibit(
        "coherence without a way out",
        "coherences.yaml",
        "  mender: Reprenez les comptes.\n",
        "",
        "rules/coherences.yaml:1:3 : CO-1 n'a pas de « mender ». Écrivez ce texte.",
    ),
    Exhibit(
        "activity report by an unknown fact",
        "base.yaml",
        "  - {fait: forme,",
        "  - {fait: form,",
        "rules/base.yaml:21:6 : le fait « form » n'existe pas. Vouliez-vous dire « forme » ?",
    ),
    Exhibit(
        "activity report by a fact that makes no groups",
        "base.yaml",
        "  - {fait: forme,",
        "  - {fait: marche,",
        (
            "rules/base.yaml:21:6 : « marche » ne peut pas servir au profil. "
            "Nommez un fait à choix, une date ou un nombre, avec une seule réponse."
        ),
    ),
    Exhibit(
        "activity report by one fact twice",
        "base.yaml",
        "  - {fait: forme,",
        "  - {fait: date_creation,",
        "rules/base.yaml:22:6 : « date_creation » est nommé deux fois. Un fait ne se compte qu'une fois.",
    ),
    Exhibit(
        "criterion that rests on an unknown figure",
        "criteres/criteres.yaml",
        "  enonce: La structure est une association ou une société.\n",
        "  enonce: La structure est une association ou une société.\n  chiffres: [seuil_par]\n",
        (
            "rules/criteres/criteres.yaml:6:14 : le paramètre « seuil_par » n'existe pas. Vouliez-vous dire "
            "« seuil_part » ?"
        ),
    ),
    Exhibit(
        "day of a request told by an unknown fact",
        "base.yaml",
        "avant_debut: La base commence en 2015.\n",
        "avant_debut: La base commence en 2015.\ndepot: form\n",
        "rules/base.yaml:8:1 : le fait « form » n'existe pas. Vouliez-vous dire « forme » ?",
    ),
)
