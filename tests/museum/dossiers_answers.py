"""Dossiers whose fields or answers are not what the format, or the catalogue of facts, expects."""

from __future__ import annotations

from tests.museum.exhibit import Spoiled

EXHIBITS = (
    Spoiled(
        "unknown field",
        "conseiller: Mme Chazal",
        "conseilleur: Mme Chazal",
        ":3:1 : « conseilleur » n'est pas attendu ici. Vouliez-vous dire « conseiller » ?",
    ),
    Spoiled(
        "unknown field without neighbour",
        "conseiller: Mme Chazal",
        "zzz: Mme Chazal",
        (
            ":3:1 : « zzz » n'est pas attendu ici. Sont reconnus ici : format, denomination, siren, "
            "conseiller, date_appreciation, date_demande, "
            "date_ouverture, notes, non_negociables, souhaits, indispensables, reponses, en_cours."
        ),
    ),
    Spoiled(
        "impossible day of assessment",
        "2026-06-30",
        "2026-06-31",
        ":4:1 : « 2026-06-31 » n'est pas une date (écrivez AAAA-MM-JJ ou JJ/MM/AAAA).",
    ),
    Spoiled(
        "day of assessment in words",
        "2026-06-30",
        "demain",
        ":4:1 : « demain » n'est pas une date (écrivez AAAA-MM-JJ ou JJ/MM/AAAA).",
    ),
    Spoiled(
        "day that is a list",
        "2026-06-30",
        "[2026-06-30]",
        ":4:1 : ce contenu n'est pas une date (écrivez AAAA-MM-JJ ou JJ/MM/AAAA).",
    ),
    Spoiled(
        "name that is a block",
        "denomination: L'Atelier du Furan",
        "denomination: {nom: L'Atelier du Furan}",
        ":2:1 : « denomination » attend un texte. Donnez un seul texte, entre guillemets.",
    ),
    Spoiled(
        "siren too long",
        "conseiller: Mme Chazal",
        "siren: 123 456 789 123 456 789",
        ":3:1 : « siren » dépasse 20 caractères. Raccourcissez-le.",
    ),
    Spoiled(
        "siren whose last digit does not check the others",
        "conseiller: Mme Chazal",
        "siren: 123 456 789",
        ":3:1 : Ce SIREN est faux : un chiffre ne va pas. Relisez-le. Corrigez cette ligne, ou effacez-la.",
    ),
    Spoiled(
        "note too long",
        "note: Attend les comptes.",
        "note: " + "x" * 10_001,
        ":19:35 : « note » dépasse 10000 caractères. Raccourcissez-le.",
    ),
    Spoiled(
        "answers that are a list",
        "reponses:\n",
        "reponses: []\nautres:\n",
        ":6:1 : « reponses » attend un bloc « clé: valeur ».",
    ),
    Spoiled(
        "answers that are a word",
        "reponses:\n",
        "reponses: oui\nautres:\n",
        ":6:1 : « reponses » attend un bloc « clé: valeur ».",
    ),
    Spoiled(
        "non-negotiables that are a block",
        "reponses:\n",
        "non_negociables: {garder_le_boni: oui}\nreponses:\n",
        (
            ":6:1 : « non_negociables » attend une liste."
            " Écrivez chaque élément à la suite d'un tiret « - », ou tous entre crochets."
        ),
    ),
    Spoiled(
        "non-negotiable that is a list",
        "reponses:\n",
        "non_negociables: [garder_le_boni, [rester_seul]]\nreponses:\n",
        ":6:35 : cet élément attend un texte. Donnez un seul texte, entre guillemets.",
    ),
    Spoiled(
        "non-negotiable said twice",
        "reponses:\n",
        "non_negociables: [rester_seul, rester_seul]\nreponses:\n",
        (":6:32 : « rester_seul » est déjà dans « non_negociables », ligne 6. Gardez-le à un seul endroit."),
    ),
    Spoiled(
        "wanted and needed at once",
        "reponses:\n",
        "souhaits: [dirigeant_paye, collectivites]\nindispensables: collectivites\nreponses:\n",
        (":7:1 : « collectivites » est déjà dans « souhaits », ligne 6. Gardez-le à un seul endroit."),
    ),
    Spoiled(
        "non-negotiable that the rules do not have",
        "reponses:\n",
        "non_negociables: [garder_le_bonus]\nreponses:\n",
        ":6:19 : « garder_le_bonus » n'est pas un point non négociable connu. Au choix : aucun.",
    ),
    Spoiled(
        "unknown fact, with a suggestion",
        "  forme: societe",
        "  formes: societe",
        ":7:3 : « formes » : ce fait n'existe pas (le plus proche : « forme »).",
    ),
    Spoiled(
        "unknown fact without neighbour",
        "  forme: societe",
        "  couleur: bleu",
        ":7:3 : « couleur » : ce fait n'existe pas ; la liste : ess-advisor regles faits.",
    ),
    Spoiled(
        "name that is no fact",
        "  forme: societe",
        "  Forme juridique: societe",
        ":7:3 : « Forme juridique » n'est pas un nom de fait. La liste des faits : ess-advisor regles faits.",
    ),
    Spoiled(
        "key that is a list",
        "  forme: societe",
        "  ? [forme]\n  : societe",
        ":7:5 : une clé doit être un mot. Mettez un seul mot avant les deux-points.",
    ),
    Spoiled(
        "unknown choice",
        "forme: societe",
        "forme: sas",
        ":7:3 : « forme » : « sas » n'est pas une réponse possible ; attendu : association, societe, autre.",
    ),
    Spoiled(
        "empty answer",
        "forme: societe",
        "forme:",
        ":7:3 : « forme » : la réponse est vide ; sans elle, écrivez je_ne_sais_pas.",
    ),
    Spoiled(
        "unknown choice in a list",
        "[insertion, handicap]",
        "[insertion, handicape]",
        (
            ":14:3 : « categories » : « handicape » n'est pas une réponse possible ; attendu : insertion, "
            "handicap, aucune."
        ),
    ),
    Spoiled(
        "no choice at all", "[insertion, handicap]", "[]", ":14:3 : « categories » : choisissez au moins une réponse."
    ),
    Spoiled(
        "none and something",
        "[insertion, handicap]",
        "[insertion, aucune]",
        ":14:3 : « categories » : « aucune » ne va pas avec une autre réponse.",
    ),
    Spoiled(
        "list where one value is expected",
        "forme: societe",
        "forme: [societe, association]",
        ":7:3 : « forme » : une seule réponse est attendue, pas une liste.",
    ),
    Spoiled(
        "list in a list",
        "[insertion, handicap]",
        "[[insertion]]",
        ":14:16 : cet élément attend un texte. Donnez un seul texte, entre guillemets.",
    ),
    Spoiled(
        "block in a list",
        "[insertion, handicap]",
        "[{id: insertion}]",
        ":14:16 : cet élément attend un texte. Donnez un seul texte, entre guillemets.",
    ),
    Spoiled(
        "number out of bounds", "exercices: 2", "exercices: 7", ":15:3 : « exercices » : le nombre doit être au plus 3."
    ),
    Spoiled(
        "negative number", "exercices: 2", "exercices: -1", ":15:3 : « exercices » : le nombre doit être au moins 0."
    ),
    Spoiled(
        "number that is not whole",
        "exercices: 2",
        "exercices: 2,5",
        ":15:3 : « exercices » : un nombre entier est attendu.",
    ),
    Spoiled(
        "number in words",
        "exercices: 2",
        "exercices: deux",
        ":15:3 : « exercices » : « deux » n'est pas un nombre ; écrivez par exemple 12.",
    ),
    Spoiled(
        "huge number",
        "exercices: 2",
        "exercices: " + "9" * 5_000,
        (
            ":15:3 : « exercices » : « 9999999999999999999999999999999999999999… » n'est pas un nombre ; "
            "écrivez par exemple 12."
        ),
    ),
    Spoiled(
        "power of ten",
        "exercices: 2",
        "exercices: 1e3",
        ":15:3 : « exercices » : « 1e3 » n'est pas un nombre ; écrivez par exemple 12.",
    ),
    Spoiled(
        "not a number",
        "exercices: 2",
        "exercices: nan",
        ":15:3 : « exercices » : « nan » n'est pas un nombre ; écrivez par exemple 12.",
    ),
    Spoiled(
        "division by zero",
        "exercices: 2",
        "exercices: 2/0",
        ":15:3 : « exercices » : « 2/0 » n'est pas un nombre ; écrivez par exemple 12.",
    ),
    Spoiled(
        "impossible date",
        "12/03/2019",
        "30/02/2019",
        ":8:3 : « date_creation » : « 30/02/2019 » n'est pas une date ; écrivez par exemple 31/12/2024.",
    ),
    Spoiled(
        "date of another age", "12/03/2019", "12/03/1019", ":8:3 : « date_creation » : cette date est hors du possible."
    ),
    Spoiled(
        "date with two digits",
        "12/03/2019",
        "12/03/19",
        ":8:3 : « date_creation » : « 12/03/19 » n'est pas une date ; écrivez par exemple 31/12/2024.",
    ),
    Spoiled(
        "row missing",
        'charges: {n: 100 000, n-1: "90000.50"}',
        "charges: 100 000",
        ":16:3 : « charges » : ce fait attend une réponse par ligne (n, n-1, n-2, n-3, n-4, n-5).",
    ),
    Spoiled(
        "unknown row",
        'n-1: "90000.50"',
        'n+1: "90000.50"',
        ":16:25 : « charges[n+1] » : ce fait attend une réponse par ligne (n, n-1, n-2, n-3, n-4, n-5).",
    ),
    Spoiled(
        "row beyond the last",
        'n-1: "90000.50"',
        'n-6: "90000.50"',
        ":16:25 : « charges[n-6] » : ce fait attend une réponse par ligne (n, n-1, n-2, n-3, n-4, n-5).",
    ),
    Spoiled(
        "row where there is none",
        "exercices: 2",
        "exercices: {n: 2}",
        ":15:15 : « exercices[n] » : ce fait n'attend qu'une réponse, sans ligne.",
    ),
    Spoiled(
        "answer given twice",
        "  marche: je_ne_sais_pas",
        "  charges[n]: 5",
        ":20:3 : « charges[n] » a déjà une réponse, ligne 16. Gardez-en une.",
    ),
    Spoiled("answer without value", "    valeur: mot_pour_mot\n", "", ":9:3 : il manque « valeur »."),
    Spoiled(
        "value that is a block",
        "valeur: mot_pour_mot",
        "valeur: {clause: mot_pour_mot}",
        ":10:5 : « valeur » attend un texte. Donnez un seul texte, entre guillemets.",
    ),
    Spoiled(
        "unknown key of an answer",
        '    article: "2"',
        '    articles: "2"',
        ":11:5 : « articles » n'est pas attendu ici. Vouliez-vous dire « article » ?",
    ),
    Spoiled(
        "unknown level of evidence",
        "niveau: vu",
        "niveau: lu",
        ":13:14 : « lu » n'est pas admis ; attendu : declare, vu ou copie_jointe.",
    ),
    Spoiled(
        "unknown key of evidence",
        'page: "3"',
        'pages: "3"',
        ":13:45 : « pages » n'est pas attendu ici. Vouliez-vous dire « page » ?",
    ),
    Spoiled(
        "evidence that is a word",
        '{niveau: vu, document: Statuts, page: "3"}',
        "vu",
        ":13:5 : « preuve » attend un bloc « clé: valeur ». Clés attendues : niveau, document, page.",
    ),
    Spoiled(
        "answer too long",
        "marche: je_ne_sais_pas",
        "marche: " + "x" * 10_001,
        ":20:3 : « marche » dépasse 10000 caractères. Raccourcissez-le.",
    ),
)
