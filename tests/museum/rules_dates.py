"""Rules badly dated: holes, overlaps, texts and figures that do not cover the days they serve."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

EXHIBITS = (
    Exhibit(
        "base starting after the law it states",
        "base.yaml",
        "debut: 2015-01-01",
        "debut: 2027-01-01",
        (
            "rules/base.yaml:6:1 : « debut » (1er janvier 2027) vient après l'état du droit (30 juin 2026). "
            "Corrigez l'une des deux dates."
        ),
    ),
    Exhibit(
        "figure that changes when its text does not",
        "parametres/seuils.yaml",
        "    - depuis: 2020-01-01\n",
        "    - depuis: 2021-01-01\n",
        (
            "rules/parametres/seuils.yaml:9:7 : aucun des textes cités ne change le 1er janvier 2021. Ajoutez à sa "
            "source, dans sources.yaml, la version de ce jour, ou dites dans la « note » d'une des siennes pourquoi la "
            "règle change alors (en y nommant « 1er janvier 2021 »)."
        ),
    ),
    Exhibit(
        "source versions with a hole",
        "sources.yaml",
        "      reference: L1\n",
        "      jusqu_a: 2018-12-31\n      reference: L1\n",
        (
            "rules/sources.yaml:11:7 : trou du 1er janvier 2019 au 31 décembre 2019, entre deux versions. "
            "Rendez-les contiguës, ou dites ce qui manque dans la « note » de l'une (en y nommant 2019)."
        ),
    ),
    Exhibit(
        "source versions that overlap",
        "sources.yaml",
        "      reference: L1\n",
        "      jusqu_a: 2020-01-01\n      reference: L1\n",
        (
            "rules/sources.yaml:11:7 : chevauchement : la version précédente va jusqu'au 1er janvier 2020, "
            "celle-ci commence le 1er janvier 2020. Supprimez le « jusqu_a » de la précédente : elle finit la veille."
        ),
    ),
    Exhibit(
        "end that repeats the eve of the next version",
        "sources.yaml",
        "      reference: L1\n",
        "      jusqu_a: 2019-12-31\n      reference: L1\n",
        (
            "rules/sources.yaml:7:7 : cette fin va sans dire : c'est la veille de la version suivante. "
            "Supprimez cette ligne."
        ),
    ),
    Exhibit(
        "versions out of order",
        "sources.yaml",
        "    - depuis: 2020-01-01\n      reference: L2\n",
        "    - depuis: 2014-01-01\n      reference: L2\n",
        (
            "rules/sources.yaml:10:7 : cette version ne commence pas après la précédente (1er janvier 2014). "
            "Mettez la plus ancienne d'abord, chaque jour une fois."
        ),
    ),
    Exhibit(
        "end before start",
        "sources.yaml",
        "      reference: L1\n",
        "      jusqu_a: 2013-12-31\n      reference: L1\n",
        (
            "rules/sources.yaml:7:7 : cette fin (31 décembre 2013) précède le début (1er janvier 2014). "
            "Corrigez l'une des deux dates."
        ),
    ),
    Exhibit(
        "version without start",
        "statuts/ess.yaml",
        "      - depuis: 2015-01-01\n        sources",
        "      - sources",
        "rules/statuts/ess.yaml:15:9 : cette version n'a pas de « depuis ». Donnez son premier jour.",
    ),
    Exhibit(
        "checked in the future",
        "sources.yaml",
        "      reference: L2\n      lu: V\n      controle: 2026-06-01",
        "      reference: L2\n      lu: V\n      controle: 2026-07-01",
        (
            "rules/sources.yaml:13:7 : contrôlé le 1er juillet 2026, après l'état du droit de la base (30 "
            "juin 2026). Corrigez ce jour, ou avancez « etat_du_droit » dans base.yaml."
        ),
    ),
    Exhibit(
        "criterion with a hole",
        "criteres/criteres.yaml",
        "      confiance: S1\n",
        "      jusqu_a: 2019-11-30\n      confiance: S1\n",
        (
            "rules/criteres/criteres.yaml:50:7 : trou du 1er décembre 2019 au 31 décembre 2019, entre deux "
            "versions. Rendez-les contiguës."
        ),
    ),
    Exhibit(
        "criterion that stops while others read it",
        "criteres/criteres.yaml",
        "    - depuis: 2020-01-01\n",
        "    - depuis: 2020-01-01\n      jusqu_a: 2024-12-31\n",
        (
            "rules/statuts/esus.yaml:19:15 : le critère C-2 n'a pas de version depuis le 1er janvier 2025 : "
            "il vaudrait faux en silence. Ajoutez-lui une version (au besoin « toujours: faux » et sa "
            "raison), ou datez ceci."
        ),
    ),
    Exhibit(
        "criterion starting after the route that reads it",
        "criteres/criteres.yaml",
        '    - depuis: 2015-01-01\n      sources: [{source: loi, passage: "I"}]',
        '    - depuis: 2016-01-01\n      sources: [{source: loi, passage: "I"}]',
        (
            "rules/criteres/criteres.yaml:75:13 : le critère C-1 n'a pas de version du 1er janvier 2015 au "
            "31 décembre 2015 : il vaudrait faux en silence. Ajoutez-lui une version (au besoin « toujours: "
            "faux » et sa raison), ou datez ceci."
        ),
    ),
    Exhibit(
        "route starting late",
        "statuts/ess.yaml",
        "depuis: 2015-01-01",
        "depuis: 2016-01-01",
        (
            "rules/statuts/ess.yaml:15:9 : la voie historique commence le 1er janvier 2016, après le début "
            "de la base (1er janvier 2015). Ajoutez une version qui dise ce qu'il en était avant (« "
            "toujours: faux » et sa raison)."
        ),
    ),
    Exhibit(
        "route without a last version",
        "statuts/esus.yaml",
        "      - depuis: 2020-01-01\n",
        "      - depuis: 2020-01-01\n        jusqu_a: 2025-12-31\n",
        (
            "rules/statuts/esus.yaml:22:9 : la voie droit_commun s'arrête le 31 décembre 2025 sans suite. "
            "Ajoutez une version qui dise ce qu'il en est depuis, ou retirez cette fin."
        ),
    ),
    Exhibit(
        "figure with a hole",
        "parametres/seuils.yaml",
        "      valeur: 60\n",
        "      jusqu_a: 2019-11-30\n      valeur: 60\n",
        (
            "rules/parametres/seuils.yaml:10:7 : trou du 1er décembre 2019 au 31 décembre 2019, entre deux "
            "versions. Rendez-les contiguës."
        ),
    ),
    Exhibit(
        "figure missing when a condition reads it",
        "parametres/seuils.yaml",
        "- id: seuil_part\n  titre: Part minimale\n  unite: pourcentage\n  valeurs:\n    - depuis: 2015-01-01",
        "- id: seuil_part\n  titre: Part minimale\n  unite: pourcentage\n  valeurs:\n    - depuis: 2015-07-01",
        (
            "rules/criteres/criteres.yaml:44:13 : le paramètre seuil_part n'a pas de valeur du 1er janvier "
            "2015 au 30 juin 2015, où cette règle le lit. Ajoutez la valeur, ou datez la règle : rien ne "
            "pourrait conclure sans elle."
        ),
    ),
    Exhibit(
        "source without the version that applied",
        "sources.yaml",
        "      note: La version de 2018 n'a pas été lue.\n",
        "",
        (
            "rules/sources.yaml:24:7 : trou du 1er janvier 2018 au 31 décembre 2018, entre deux versions. "
            "Rendez-les contiguës, ou dites ce qui manque dans la « note » de l'une (en y nommant 2018)."
        ),
    ),
    Exhibit(
        "source younger than the rule",
        "sources.yaml",
        "    - depuis: 2014-01-01\n      reference: L1",
        "    - depuis: 2016-01-01\n      reference: L1",
        (
            "rules/criteres/criteres.yaml:13:18 : la source loi n'a pas de version du 1er janvier 2015 au 31 "
            "décembre 2015. Datez la règle comme son texte, citez un autre texte, ou dites ce trou dans la « "
            "note » de la source (en y nommant 2015)."
        ),
    ),
    Exhibit(
        "source with the note of half a hole",
        "sources.yaml",
        "depuis: 2019-01-01",
        "depuis: 2020-01-01",
        (
            "rules/sources.yaml:25:7 : trou du 1er janvier 2018 au 31 décembre 2019, entre deux versions. "
            "Rendez-les contiguës, ou dites ce qui manque dans la « note » de l'une (en y nommant 2018 et "
            "2019)."
        ),
    ),
    Exhibit(
        "change that is not told",
        "statuts/esus.yaml",
        "        changement: La part change.\n",
        "        condition: {critere: C-2}\n",
        (
            "rules/statuts/esus.yaml:21:9 : la condition change sans que la version le dise. Ajoutez « "
            "changement » : ce qui change, en une phrase."
        ),
    ),
    Exhibit(
        "duration never reached",
        "statuts/esus.yaml",
        "      - {parametre: duree}\n",
        "      - {parametre: duree}\n      - {parametre: duree}\n",
        (
            "rules/statuts/esus.yaml:27:9 : cette durée ne sert jamais : une ligne précédente vaut toujours. "
            "Supprimez-la, ou placez-la plus haut."
        ),
    ),
    Exhibit(
        "no default duration",
        "statuts/esus.yaml",
        "      - {parametre: duree}\n",
        "",
        (
            "rules/statuts/esus.yaml:24:5 : aucune durée ne vaut par défaut. Terminez la liste par une ligne "
            "sans « si »."
        ),
    ),
    Exhibit(
        "duration without a figure",
        "parametres/seuils.yaml",
        "    - depuis: 2015-01-01\n      valeur: 5",
        "    - depuis: 2016-01-01\n      valeur: 5",
        (
            "rules/statuts/esus.yaml:25:86 : le paramètre duree n'a pas de valeur du 1er janvier 2015 au 31 "
            "décembre 2015, où cette règle le lit. Ajoutez la valeur, ou datez la règle : rien ne pourrait "
            "conclure sans elle."
        ),
    ),
    Exhibit(
        "dated choice",
        "faits/faits.yaml",
        "{id: autre, libelle: Autre forme}",
        "{id: autre, libelle: Autre forme, depuis: 2020-01-01}",
        (
            "rules/faits/faits.yaml:13:7 : le choix « autre » est daté, mais les dates d'un choix ne servent "
            "à rien. Datez plutôt la condition du critère qui le lit."
        ),
    ),
    Exhibit(
        "next value due before the last one",
        "parametres/seuils.yaml",
        "  titre: Part minimale\n",
        "  titre: Part minimale\n  attendu: 2020-01-01\n",
        (
            "rules/parametres/seuils.yaml:3:3 : attendu le 1er janvier 2020, alors qu'une valeur plus récente est "
            "écrite. Dites quand la prochaine sera connue, ou ôtez « attendu »."
        ),
    ),
)
