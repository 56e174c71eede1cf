"""Texts of the law that no longer stand beside their rules, and the one line that says so."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

FILE = "textes/textes.yaml"
_COPIED = "une rédaction a son « empreinte », ou dit « texte_absent » et pourquoi. Texte copié : « empreinte: {} »."


def _room(*rows: tuple[str, str, str, str]) -> list[Exhibit]:
    """Exhibits of the texts: name, text replaced, by what, and line:column with the message."""
    return [Exhibit(name, FILE, old, new, f"rules/{FILE}:{said}") for name, old, new, said in rows]


EXHIBITS = [
    *_room(
        (
            "sentence attached to nothing",
            "      sans_effet: Renvoie au décret.\n",
            "",
            "21:7 : cette phrase n'est rattachée à rien. Nommez les « regles » qui la disent, ou écrivez "
            "« sans_effet » ou « non_traduit », et pourquoi.",
        ),
        (
            "sentence without effect that a rule states",
            "      sans_effet: Renvoie au décret.",
            "      sans_effet: Renvoie au décret.\n      regles: [C-1]",
            "22:7 : une phrase sans effet n'est ni dite par une règle, ni à traduire. Choisissez.",
        ),
        (
            "sentence stated by an unknown rule",
            "[seuil_part, C-2,",
            "[seuil_parts, C-2,",
            "16:16 : « seuil_parts » n'est le nom d'aucune règle. Vouliez-vous dire « seuil_part » ?",
        ),
        (
            "sentence whose rule does not cite its text",
            "regles: [nombre_examine]",
            "regles: [nombre_examine, duree]",
            "19:32 : duree ne cite pas loi. Citez ce texte dans la règle, ou retirez-la d'ici.",
        ),
        (
            "word of the law changed",
            "La part atteint 60 %",
            "La part atteint 61 %",
            "5:7 : le texte du 1er janvier 2014 au 31 décembre 2019 n'est plus celui qui a été copié. Il réunit à "
            "présent les phrases des lignes 9, 11, 17, 21 et 23 : l'une d'elles, sa date ou leur ordre a changé. "
            "Revenez au texte, ou, s'il est juste, écrivez « empreinte: 1db5f9a0fbf5 ».",
        ),
        (
            "sentence that begins inside a version",
            "      depuis: 2020-01-01\n      regles",
            "      depuis: 2020-06-01\n      regles",
            "14:7 : les dates de cette phrase ne sont pas celles de rédactions copiées. Reprenez « depuis » et "
            "« jusqu_a » dans « versions ».",
        ),
        (
            "version of a text neither copied nor explained",
            "      texte_absent: La copie est perdue.\n",
            "",
            f"30:7 : {_COPIED.format('e3b0c44298fc')}",
        ),
        (
            "version of a text left out",
            "    - depuis: 2019-01-01\n      texte_absent: La copie est perdue.\n",
            "",
            "26:3 : il manque la rédaction de decret depuis le 1er janvier 2019. Ajoutez-la, avec son texte, ou dites "
            "« texte_absent ».",
        ),
        (
            "version of a text that its source does not have",
            "      jusqu_a: 2017-12-31",
            "      jusqu_a: 2016-12-31",
            "27:7 : decret n'a pas de rédaction du 1er janvier 2014 au 31 décembre 2016. Reprenez les dates de "
            "sources.yaml.",
        ),
        (
            "text of an unknown source",
            "- source: decret",
            "- source: ordonnance",
            "25:3 : la source « ordonnance » n'existe pas. Écrivez l'« id » d'un texte de sources.yaml.",
        ),
    ),
    Exhibit(
        "sentence stated by a rule of other days",
        "guide/guide.yaml",
        "  texte: Une copie des statuts signés.\n  depuis: 2015-01-01",
        "  texte: Une copie des statuts signés.\n  depuis: 2021-01-01",
        "rules/textes/textes.yaml:13:28 : piece_statuts n'est pas en vigueur quand cette phrase l'est. Retirez-la, ou "
        "corrigez les dates.",
    ),
    Exhibit(
        "sentence that no rule states on some days",
        "guide/obligations.yaml",
        "  texte: Chaque année, rendre compte.\n  depuis: 2015-01-01",
        "  texte: Chaque année, rendre compte.\n  depuis: 2017-06-01",
        "rules/textes/textes.yaml:24:7 : aucune de ces règles n'est en vigueur du 1er janvier 2015 au 31 mai 2017. "
        "Nommez aussi celle de cette période.",
    ),
    Exhibit(
        "text read word for word and not copied",
        FILE,
        "- source: decret",
        "- source: ancien_decret",
        "rules/sources.yaml:25:7 : ce texte a été lu mot pour mot (V), mais textes/ ne le contient pas. Copiez-le dans "
        "textes/decret.yaml, ou dites-y pourquoi il manque (« texte_absent »).",
    ),
    Exhibit(
        "rule that states no sentence of its text",
        FILE,
        "seuil_part, C-2, part_utile",
        "seuil_part, part_utile",
        "rules/criteres/criteres.yaml:50:17 : C-2 cite loi, mais n'en dit aucune phrase depuis le 1er janvier 2020. "
        "Dans rules/textes/textes.yaml, ajoutez-la aux « regles » des phrases qu'elle dit.",
    ),
]
