"""Dossier files that cannot be read as such: not text, not YAML, cut, of another format."""

from __future__ import annotations

from tests.museum.exhibit import Spoiled

EXHIBITS = (
    Spoiled("empty", None, b"", ":1:1 : ce n'est pas un dossier ess-advisor. Un dossier commence par « format: 1 »."),
    Spoiled(
        "only comments",
        None,
        "# rien\n",
        ":1:1 : ce n'est pas un dossier ess-advisor. Un dossier commence par « format: 1 ».",
    ),
    Spoiled(
        "not YAML",
        None,
        "{ bonjour : [ ,\n",
        (
            ":1:15 : le fichier n'est pas du YAML lisible (valeur attendue). Vérifiez l'alignement, les "
            "deux-points et les guillemets de cette ligne."
        ),
    ),
    Spoiled(
        "a sentence",
        None,
        "Bonjour, voici mon dossier.\n",
        ":1:1 : ce n'est pas un dossier ess-advisor. Un dossier commence par « format: 1 ».",
    ),
    Spoiled(
        "a list",
        None,
        "- format: 1\n",
        ":1:1 : ce n'est pas un dossier ess-advisor. Un dossier commence par « format: 1 ».",
    ),
    Spoiled(
        "binary",
        None,
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        " : ce n'est pas un fichier texte, ou il est abîmé. Reprenez-en une copie intacte.",
    ),
    Spoiled(
        "null bytes",
        None,
        b"format: 1\n\x00\x00\x00",
        " : ce n'est pas un fichier texte, ou il est abîmé. Reprenez-en une copie intacte.",
    ),
    Spoiled(
        "latin-1",
        None,
        b"format: 1\ndenomination: Soci\xe9t\xe9\n",
        ":2:19 : le fichier n'est pas en UTF-8. Enregistrez-le en UTF-8 depuis votre éditeur.",
    ),
    Spoiled(
        "utf-16",
        None,
        b"\xff\xfef\x00o\x00r\x00m\x00a\x00t\x00:\x00 \x001\x00\n\x00",
        " : le fichier est en UTF-16. Enregistrez-le en UTF-8 depuis votre éditeur.",
    ),
    Spoiled(
        "cut in a letter",
        None,
        b"format: 1\ndenomination: Soci\xc3\xa9t\xc3",
        ":2:21 : le fichier est coupé au milieu d'un caractère. Reprenez-en une copie intacte.",
    ),
    Spoiled(
        "control character",
        None,
        "format: 1\ndenomination: Ate\x07lier\n",
        (
            ":2:18 : ce fichier contient un caractère invisible interdit (U+0007). Effacez-le ; si le "
            "fichier en est plein, ce n'est pas un fichier texte."
        ),
    ),
    Spoiled(
        "byte order mark in the middle",
        None,
        "format: 1\ndenomination: Ate\ufefflier\n",
        (
            ":2:18 : ce fichier contient un caractère invisible interdit (U+FEFF). Effacez-le ; si le "
            "fichier en est plein, ce n'est pas un fichier texte."
        ),
    ),
    Spoiled(
        "two documents",
        "date_demande: 01/07/2026\n",
        "date_demande: 01/07/2026\n---\n",
        ":6:1 : une ligne « --- » ouvre un second document. Supprimez-la : un fichier contient un seul document.",
    ),
    Spoiled(
        "tabulation",
        "  forme: societe",
        "\tforme: societe",
        (
            ":7:1 : le fichier n'est pas du YAML lisible (caractère inattendu, peut-être une tabulation). "
            "Remplacez les tabulations par des espaces, ou mettez ce texte entre guillemets."
        ),
    ),
    Spoiled(
        "unclosed quote",
        '"90000.50"',
        '"90000.50',
        (
            ":22:1 : le fichier n'est pas du YAML lisible (le fichier s'arrête au milieu d'une valeur ; "
            "ouverture ligne 16). Fermez ce qui est ouvert ; si le fichier s'arrête là, il est coupé."
        ),
    ),
    Spoiled(
        "unclosed bracket",
        "[insertion, handicap]",
        "[insertion, handicap",
        (
            ":15:12 : le fichier n'est pas du YAML lisible (virgule ou crochet fermant attendu ; ouverture "
            "ligne 14). Fermez ce qui est ouvert ; si le fichier s'arrête là, il est coupé."
        ),
    ),
    Spoiled(
        "colon in a text",
        "denomination: L'Atelier du Furan",
        "denomination: L'Atelier : le Furan",
        (
            ":2:25 : le fichier n'est pas du YAML lisible (deux-points inattendus). Mettez ce texte entre "
            "guillemets, ou sur la ligne suivante après « >- »."
        ),
    ),
    Spoiled(
        "anchor",
        "forme: societe",
        "forme: &f societe",
        (
            ":7:10 : les ancres et renvois YAML (& et *) ne sont pas admis. Recopiez la valeur, ou mettez le "
            "texte entre guillemets."
        ),
    ),
    Spoiled(
        "bomb of aliases",
        None,
        "format: 1\nnotes: &a [x, x]\nreponses:\n  a: &b [*a, *a, *a]\n  b: &c [*b, *b, *b]\nfin_du_dossier: oui\n",
        (
            ":2:8 : les ancres et renvois YAML (& et *) ne sont pas admis. Recopiez la valeur, ou mettez le "
            "texte entre guillemets."
        ),
    ),
    Spoiled(
        "tag", "exercices: 2", "exercices: !!int 2", ":15:14 : l'étiquette « !!int » n'est pas admise. Supprimez-la."
    ),
    Spoiled(
        "merge",
        "  forme: societe\n",
        "  <<: {forme: societe}\n",
        ":7:3 : la fusion « << » n'est pas admise. Recopiez les valeurs.",
    ),
    Spoiled(
        "nested too deep",
        "marche: je_ne_sais_pas",
        "marche: " + "[" * 60 + "]" * 60,
        ":20:59 : plus de 50 niveaux imbriqués. Ce fichier est abîmé.",
    ),
    Spoiled(
        "duplicate key",
        "  forme: societe\n",
        "  forme: societe\n  forme: association\n",
        ":8:3 : la clé « forme » est écrite deux fois (déjà ligne 7). Gardez une seule des deux.",
    ),
    Spoiled(
        "no format",
        "format: 1\n",
        "",
        ":1:1 : il manque la ligne « format: 1 ». Ce fichier n'est pas un dossier, ou il est abîmé.",
    ),
    Spoiled(
        "worked case",
        "format: 1\n",
        'id: "001-atelier"\ndossier: {format: 1}\n',
        (
            ":1:1 : c'est un cas d'école, non un dossier. Donnez son numéro à la place du fichier, par exemple : "
            "ess-advisor evaluer 001."
        ),
    ),
    Spoiled(
        "format in words",
        "format: 1",
        "format: un",
        ":1:1 : ce n'est pas une version de format. Écrivez « format: 1 ».",
    ),
    Spoiled(
        "format empty", "format: 1", "format:", ":1:1 : ce n'est pas une version de format. Écrivez « format: 1 »."
    ),
    Spoiled(
        "newer format",
        "format: 1",
        "format: 2",
        (
            ":1:1 : ce dossier est au format 2 ; cette version d'ess-advisor lit le format 1. Mettez "
            "ess-advisor à jour pour l'ouvrir."
        ),
    ),
    Spoiled(
        "format zero",
        "format: 1",
        "format: 0",
        ":1:1 : ce dossier est au format 0 ; cette version d'ess-advisor lit le format 1. Écrivez « format: 1 ».",
    ),
    Spoiled(
        "no last line",
        "fin_du_dossier: oui\n",
        "",
        (
            ":1:1 : le fichier est coupé : sa dernière ligne, « fin_du_dossier: oui », manque. Reprenez la "
            "copie de secours (même nom, terminé par .bak), ou ajoutez cette ligne si tout est là."
        ),
    ),
    Spoiled(
        "last line cut",
        "fin_du_dossier: oui",
        "fin_du_dossier: ou",
        (
            ":21:1 : le fichier est coupé : sa dernière ligne, « fin_du_dossier: oui », manque. Reprenez la "
            "copie de secours (même nom, terminé par .bak), ou ajoutez cette ligne si tout est là."
        ),
    ),
)
