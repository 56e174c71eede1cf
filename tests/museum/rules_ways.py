"""Remedies that cannot be carried out, and what the ways to a status name wrongly."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

OUTCOME = "- id: effet_reecrire\n  remede: reecrire_objet\n"


def _with(effect: str) -> str:
    return f"{OUTCOME}  effets:\n    - {effect}\n"


EXHIBITS = (
    Exhibit(
        "remedy that nothing carries out",
        "effets.yaml",
        OUTCOME,
        "",
        (
            "rules/remedes.yaml:1:3 : rien ne dit ce que change le remède « reecrire_objet ». "
            "Ajoutez une entrée dans effets.yaml, même sans « effets »."
        ),
    ),
    Exhibit(
        "remedy after one that does not exist",
        "remedes.yaml",
        "  faire: Écrire l'utilité sociale.\n",
        "  faire: Écrire l'utilité sociale.\n  apres: [atendre]\n",
        "rules/remedes.yaml:8:11 : le remède « atendre » n'existe pas. Vouliez-vous dire « attendre » ?",
    ),
    Exhibit(
        "remedies that wait for each other",
        "remedes.yaml",
        "  faire: Écrire l'utilité sociale.\n",
        "  faire: Écrire l'utilité sociale.\n  apres: [reecrire_objet]\n",
        (
            "rules/remedes.yaml:8:11 : ces remèdes s'attendent en rond : reecrire_objet → "
            "reecrire_objet. Coupez le cercle : on ne saurait pas par quoi commencer."
        ),
    ),
    Exhibit(
        "effect of an unknown remedy",
        "effets.yaml",
        "  remede: attendre\n",
        "  remede: atendre\n",
        "rules/effets.yaml:4:3 : le remède « atendre » n'existe pas. Vouliez-vous dire « attendre » ?",
    ),
    Exhibit(
        "two effects of one remedy, untitled",
        "effets.yaml",
        OUTCOME,
        OUTCOME + "- id: effet_reecrire_2\n  remede: reecrire_objet\n  titre: Autrement\n",
        (
            "rules/effets.yaml:1:3 : « reecrire_objet » a plusieurs effets : chacun doit porter un titre. "
            "Ajoutez « titre »."
        ),
    ),
    Exhibit(
        "outcome that clears an unknown theme",
        "effets.yaml",
        OUTCOME,
        OUTCOME + "  efface: [contes]\n",
        "rules/effets.yaml:3:12 : le thème « contes » n'existe pas. Vouliez-vous dire « comptes » ?",
    ),
    Exhibit(
        "effect on an unknown fact",
        "effets.yaml",
        OUTCOME,
        _with("{fait: claus_objet, devient: mot_pour_mot}"),
        ("rules/effets.yaml:4:8 : le fait « claus_objet » n'existe pas. Vouliez-vous dire « clause_objet » ?"),
    ),
    Exhibit(
        "effect towards an impossible answer",
        "effets.yaml",
        OUTCOME,
        _with("{fait: forme, devient: ville}"),
        (
            "rules/effets.yaml:4:7 : « forme » : « ville » n'est pas une réponse possible ; attendu : "
            "association, societe, autre. Corrigez la valeur."
        ),
    ),
    Exhibit(
        "effect that does two things",
        "effets.yaml",
        OUTCOME,
        _with("{fait: forme, devient: sas, retire: oui}"),
        (
            "rules/effets.yaml:4:7 : un effet change une réponse d'une seule façon (ici : devient, retire). "
            "Gardez-en une."
        ),
    ),
    Exhibit(
        "effect up to an unknown figure",
        "effets.yaml",
        OUTCOME,
        _with("{fait: exercices, au_moins: nombre_examin}"),
        (
            "rules/effets.yaml:4:25 : l'indicateur « nombre_examin » n'existe pas. Vouliez-vous dire "
            "« nombre_examine » ?"
        ),
    ),
    Exhibit(
        "accounting year without a date",
        "effets.yaml",
        "  attend: annee\n",
        "  attend: exercice\n",
        (
            "rules/effets.yaml:5:3 : « date_par » va avec « attend: exercice », et seulement avec lui. "
            "Ajoutez-le, ou ôtez-le."
        ),
    ),
    Exhibit(
        "price that quotes an unknown figure",
        "effets.yaml",
        "  attend: annee\n",
        '  attend: annee\n  cout: "Au moins {part_util}."\n',
        "rules/effets.yaml:6:3 : l'indicateur « part_util » n'existe pas. Vouliez-vous dire « part_utile » ?",
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
    Exhibit(
        "outcome for companies told by an unknown fact",
        "effets.yaml",
        "- id: effet_reecrire\n  remede: reecrire_objet\n",
        "- id: effet_reecrire\n  remede: reecrire_objet\n  si: {fait: form, est: autre}\n",
        "rules/effets.yaml:3:8 : le fait « form » n'existe pas. Vouliez-vous dire « forme » ?",
    ),
)
