"""Remedies that cannot be carried out, and what the ways to a status name wrongly."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

ACTION = "  faire: Écrire l'utilité sociale.\n"
WAYS = f"{ACTION}  facons:\n    - titre: Seul\n      cout: Rien.\n"


def _with(effect: str) -> str:
    return f"{ACTION}  effets:\n    - {effect}\n"


EXHIBITS = (
    Exhibit(
        "remedy after one that does not exist",
        "remedes.yaml",
        ACTION,
        ACTION + "  apres: [atendre]\n",
        "rules/remedes.yaml:8:11 : le remède « atendre » n'existe pas. Vouliez-vous dire « attendre » ?",
    ),
    Exhibit(
        "who decides, with a blank that nothing fills",
        "remedes.yaml",
        "  qui: L'assemblée.\n",
        "  qui: L'assemblée. {majorites}\n",
        "rules/remedes.yaml:5:3 : « {majorites} » n'est remplacé par rien. Écrivez {majorite}, ou ôtez-le.",
    ),
    Exhibit(
        "remedies that wait for each other",
        "remedes.yaml",
        ACTION,
        ACTION + "  apres: [reecrire_objet]\n",
        (
            "rules/remedes.yaml:8:11 : ces remèdes s'attendent en rond : reecrire_objet → "
            "reecrire_objet. Coupez le cercle : on ne saurait pas par quoi commencer."
        ),
    ),
    Exhibit(
        "way of a remedy without a title",
        "remedes.yaml",
        ACTION,
        f"{WAYS}    - cout: Rien.\n",
        "rules/remedes.yaml:11:7 : il manque « titre ».",
    ),
    Exhibit(
        "two ways of a remedy under one title",
        "remedes.yaml",
        ACTION,
        f"{WAYS}    - titre: Seul\n",
        "rules/remedes.yaml:11:7 : une autre façon porte déjà ce titre. Donnez à chacune le sien.",
    ),
    Exhibit(
        "effect of a remedy that has several ways",
        "remedes.yaml",
        ACTION,
        f"{WAYS}  cout: Du temps.\n",
        (
            "rules/remedes.yaml:11:3 : chaque façon dit elle-même ce qu'elle change. "
            "Écrivez ceci dans « facons », ou ôtez-le."
        ),
    ),
    Exhibit(
        "remedy carried out by companies described by an unknown fact",
        "remedes.yaml",
        ACTION,
        ACTION + "  si: {fait: formes, est: sas}\n",
        "rules/remedes.yaml:8:8 : le fait « formes » n'existe pas. Vouliez-vous dire « forme » ?",
    ),
    Exhibit(
        "outcome that clears an unknown theme",
        "remedes.yaml",
        ACTION,
        ACTION + "  efface: [contes]\n",
        "rules/remedes.yaml:8:12 : le thème « contes » n'existe pas. Vouliez-vous dire « comptes » ?",
    ),
    Exhibit(
        "effect on an unknown fact",
        "remedes.yaml",
        ACTION,
        _with("{fait: claus_objet, devient: mot_pour_mot}"),
        "rules/remedes.yaml:9:8 : le fait « claus_objet » n'existe pas. Vouliez-vous dire « clause_objet » ?",
    ),
    Exhibit(
        "effect towards an impossible answer",
        "remedes.yaml",
        ACTION,
        _with("{fait: forme, devient: ville}"),
        (
            "rules/remedes.yaml:9:7 : « forme » : « ville » n'est pas une réponse possible ; attendu : "
            "association, societe, autre. Corrigez la valeur."
        ),
    ),
    Exhibit(
        "effect that does two things",
        "remedes.yaml",
        ACTION,
        _with("{fait: forme, devient: sas, retire: oui}"),
        (
            "rules/remedes.yaml:9:7 : un effet change une réponse d'une seule façon (ici : devient, retire). "
            "Gardez-en une."
        ),
    ),
    Exhibit(
        "effect up to an unknown figure",
        "remedes.yaml",
        ACTION,
        _with("{fait: exercices, au_moins: nombre_examin}"),
        "rules/remedes.yaml:9:25 : l'indicateur « nombre_examin » n'existe pas. Vouliez-vous dire « nombre_examine » ?",
    ),
    Exhibit(
        "accounting year without a date",
        "remedes.yaml",
        "  attend: annee\n",
        "  attend: exercice\n",
        (
            "rules/remedes.yaml:17:3 : « date_par » va avec « attend: exercice », et seulement avec lui. "
            "Ajoutez-le, ou ôtez-le."
        ),
    ),
    Exhibit(
        "price that quotes an unknown figure",
        "remedes.yaml",
        "  attend: annee\n",
        '  attend: annee\n  cout: "Au moins {part_util}."\n',
        "rules/remedes.yaml:18:3 : l'indicateur « part_util » n'existe pas. Vouliez-vous dire « part_utile » ?",
    ),
    Exhibit(
        "refusal of an unknown remedy",
        "refus.yaml",
        "[]",
        (
            "- id: garder\n  titre: Garder\n  question: Garder ?\n  ecarte: [reecrire]\n  note: Rien.\n"
            '  sources: [{source: loi, passage: "1"}]\n'
        ),
        "rules/refus.yaml:4:12 : le remède « reecrire » n'existe pas. Vouliez-vous dire « reecrire_objet » ?",
    ),
    Exhibit(
        "figure to aim at that computes nothing",
        "montants.yaml",
        "[]",
        '- id: plafond\n  titre: Plafond\n  statut: ess\n  sources: [{source: loi, passage: "1"}]\n',
        "rules/montants.yaml:1:3 : donnez soit « indicateur », soit « part ». Gardez un seul des deux.",
    ),
)
