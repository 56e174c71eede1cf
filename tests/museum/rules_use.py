"""Rules that serve nothing or turn in circles, and slips of the pen."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

EXHIBITS = (
    Exhibit(
        "fact that nothing reads",
        "criteres/criteres.yaml",
        ("          - fait: categories\n            aucun_de: [aucune]\n"),
        "",
        (
            "rules/faits/faits.yaml:14:3 : aucune condition ni aucun calcul ne lit « categories ». "
            "Supprimez-le, ou servez-vous-en."
        ),
    ),
    Exhibit(
        "indicator that nothing reads",
        "statuts/esus.yaml",
        "{si: {indicateur: anniversaire, plus_de: {date: demande}, sans_objet: vrai}, parametre: duree}",
        "{si: {fait: forme, est: autre}, parametre: duree}",
        "rules/indicateurs.yaml:26:3 : aucune condition ne lit « anniversaire ». Supprimez-le, ou servez-vous-en.",
    ),
    Exhibit(
        "parameter that nothing reads",
        "parametres/seuils.yaml",
        "- id: duree\n",
        (
            "- id: silence\n"
            "  titre: Silence\n"
            "  unite: mois\n"
            "  valeurs:\n"
            "    - {depuis: 2015-01-01, valeur: 2, source: loi, confiance: V, controle: 2026-06-01}\n"
            "- id: duree\n"
        ),
        (
            "rules/parametres/seuils.yaml:13:3 : aucune condition ni aucun calcul ne lit « silence ». "
            "Supprimez-le, ou servez-vous-en."
        ),
    ),
    Exhibit(
        "remedy that nothing proposes",
        "criteres/criteres.yaml",
        "            remede: reecrire_objet\n",
        "",
        "rules/remedes.yaml:1:3 : aucune condition ne propose « reecrire_objet ». Supprimez-le, ou servez-vous-en.",
    ),
    Exhibit(
        "source that nothing cites",
        "criteres/criteres.yaml",
        "source: decret, passage",
        "source: loi, passage",
        "rules/sources.yaml:14:3 : aucune règle ne cite « decret ». Supprimez cette source, ou citez-la.",
    ),
    Exhibit(
        "criterion without effect",
        "statuts/esus.yaml",
        "            - critere: C-2\n            - critere: C-3\n",
        "            - critere: C-3\n",
        (
            "rules/criteres/criteres.yaml:23:3 : le critère C-2 ne compte dans aucun statut ni aucun feu. "
            "Citez-le dans une voie, ou écrivez « portee: vigilance »."
        ),
    ),
    Exhibit(
        "criteria in a circle",
        "criteres/criteres.yaml",
        "          - fait: date_creation\n            au_plus: {date: demande}\n",
        "          - critere: C-3\n",
        (
            "rules/criteres/criteres.yaml:18:13 : ces critères se citent en rond : C-1 → C-3 → C-1. Coupez "
            "le cercle : on ne saurait pas par quoi commencer."
        ),
    ),
    Exhibit(
        "guards in a circle",
        "faits/faits.yaml",
        "  court: Forme\n",
        "  court: Forme\n  pose_si: {fait: date_creation, au_plus: {date: demande}}\n",
        (
            "rules/faits/faits.yaml:6:13 : ces conditions d'emploi tournent en rond : fait forme → "
            "fait date_creation → fait forme. Coupez le cercle : on ne saurait pas par quoi commencer."
        ),
    ),
    Exhibit(
        "two spaces",
        "remedes.yaml",
        "faire: Écrire l'utilité sociale.",
        "faire: Écrire  l'utilité sociale.",
        "rules/remedes.yaml:7:3 : deux espaces de suite : « … Écrire  l'utilité social … ». N'en gardez qu'une.",
    ),
    Exhibit(
        "space before a comma",
        "remedes.yaml",
        "faire: Écrire l'utilité sociale.",
        "faire: Écrire , puis déposer.",
        (
            "rules/remedes.yaml:7:3 : espace avant une virgule ou un point : « … Écrire , puis déposer. … ». "
            "Supprimez-la."
        ),
    ),
    Exhibit(
        "English quotes",
        "remedes.yaml",
        "faire: Écrire l'utilité sociale.",
        'faire: Écrire "utilité sociale".',
        'rules/remedes.yaml:7:3 : guillemets anglais : « … Écrire "utilité sociale … ». Écrivez « ainsi ».',
    ),
    Exhibit(
        "stuck quotes",
        "remedes.yaml",
        "faire: Écrire l'utilité sociale.",
        "faire: Écrire «utilité sociale».",
        "rules/remedes.yaml:7:3 : guillemet collé au texte : « … Écrire «utilité sociale» … ». Écrivez « ainsi ».",
    ),
    Exhibit(
        "stuck question mark",
        "points_ouverts.yaml",
        "question: Faut-il 66 % chaque année ?",
        "question: Faut-il 66 % chaque année?",
        (
            "rules/points_ouverts.yaml:3:3 : signe double collé au mot qui précède : « … 6 % chaque année? … "
            "». Mettez une espace avant."
        ),
    ),
    Exhibit(
        "unfinished text",
        "remedes.yaml",
        "faire: Écrire l'utilité sociale.",
        "faire: Écrire TODO.",
        "rules/remedes.yaml:7:3 : texte à finir : « … Écrire TODO. … ». Finissez-le.",
    ),
)
