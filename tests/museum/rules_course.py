"""Courses that mislead a trainer, and the one line that says so."""

from __future__ import annotations

from tests.museum.exhibit import Exhibit

THEMES, LESSONS = "formation/themes.yaml", "formation/lecons.yaml"

_TAKEN = "déjà pris (rules/{}, ligne 1). Donnez-en un autre, ou supprimez l'une des deux entrées."
_ANCHOR = (
    "les ancres et renvois YAML (& et *) ne sont pas admis. Recopiez la valeur, ou mettez le texte entre guillemets."
)
_LONG = "« question » dépasse 90 caractères. Raccourcissez-le."
_UNSAID = (
    "un piège se dit entre « guillemets », dans les mots des gens, puis s'explique. "
    "Par exemple : « C'est réglé. » Non, parce que…"
)
_TOO_LONG = "La part est-elle de 66 % au moins, quand on compte toutes les charges des trois derniers exercices ?"
_FIRST_LESSON = """\
- critere: C-1
  niveau: 1
  question: La forme convient-elle ?
  piege: « Toutes les formes conviennent. » Non, deux seulement.
  retenir: Association ou société.
"""
_LAST_POINT = "  retenir: Il compte aussi."
_LAST_EARLIER = "      retenir: La part est de 66 % depuis 2020 seulement."


def _earlier(day: str) -> str:
    return f"    - jusqu_a: {day}\n      question: Et alors ?\n      piege: « Non. » Si.\n      retenir: Rien de plus."


_Row = tuple[str, str | None, str, str]


def _room(file: str, rows: dict[str, _Row]) -> list[Exhibit]:
    """Exhibits of one file: name, text replaced, by what, and line:column with the message."""
    return [Exhibit(name, file, old, new, f"rules/{file}:{said}") for name, (old, new, *_, said) in rows.items()]


def _row(old: str | None, new: str, place: str, message: str) -> _Row:
    return old, new, place, f"{place} : {message}"


EXHIBITS = [
    *_room(
        THEMES,
        {
            "theme without title": _row("  titre: Entrer\n", "", "1:3", "il manque « titre »."),
            "themes that are no list": _row(
                None, "entrer", "1:1", "le fichier doit être une liste (lignes commençant par « - »)."
            ),
            "theme twice": _row(
                "- id: rester", "- id: entrer", "5:3", f"l'identifiant « entrer » est {_TAKEN.format(THEMES)}"
            ),
            "criteria that are no list": _row(
                "criteres: [C-1, C-2]",
                "criteres: C-1",
                "4:3",
                (
                    "« criteres » attend une liste."
                    " Écrivez chaque élément à la suite d'un tiret « - », ou tous entre crochets."
                ),
            ),
            "theme of an unknown criterion": _row(
                "[C-1, C-2]", "[C-1, C-9]", "4:19", "le critère « C-9 » n'existe pas. Vouliez-vous dire « C-3 » ?"
            ),
            "criterion twice in a theme": _row(
                "[C-1, C-2]",
                "[C-1, C-1]",
                "4:19",
                "le critère « C-1 » est déjà dans ce thème. Gardez une seule des deux.",
            ),
            "time theme with what never changed": _row(
                "criteres: [C-2]",
                "criteres: [C-2, C-1]",
                "14:19",
                "aucune version du critère « C-1 » ne dit de changement : ce thème n'a rien à en apprendre. "
                "Retirez-le de ce thème.",
            ),
            "time theme without what changed": _row(
                "criteres: [C-2]",
                "criteres: []",
                "14:3",
                "le critère « C-2 » a changé, et manque à ce thème. Ajoutez-le.",
            ),
        },
    ),
    Exhibit(
        "criterion of no theme",
        THEMES,
        "criteres: [C-1, C-2]",
        "criteres: [C-2]",
        f"rules/{LESSONS}:1:3 : aucun thème n'enseigne le critère « C-1 ». Ajoutez-le dans themes.yaml.",
    ),
    Exhibit(
        "criterion without lesson",
        LESSONS,
        _FIRST_LESSON,
        "",
        "rules/criteres/criteres.yaml:1:3 : le critère « C-1 » (Forme) n'a pas de leçon. "
        "Ajoutez sa leçon dans formation/lecons.yaml.",
    ),
    *_room(
        LESSONS,
        {
            "lesson twice": _row(
                "- critere: C-3", "- critere: C-1", "16:3", f"l'identifiant « C-1 » est {_TAKEN.format(LESSONS)}"
            ),
            "unknown key": _row(
                _LAST_POINT,
                "  retenirs: Il compte.",
                "20:3",
                "« retenirs » n'est pas attendu ici. Vouliez-vous dire « retenir » ?",
            ),
            "unknown level": _row("niveau: 3", "niveau: 4", "17:3", "« 4 » n'est pas admis ; attendu : 1, 2 ou 3."),
            "empty level": _row("niveau: 3", "niveau:", "17:3", "«  » n'est pas admis ; attendu : 1, 2 ou 3."),
            "empty pitfall": _row(
                "piege: « C'est un détail. » Non, il compte.", "piege:", "19:3", "« piege » est vide."
            ),
            "question too long": _row("La part est-elle de 66 % au moins ?", _TOO_LONG, "8:3", _LONG),
            "earlier question too long": _row("La part est-elle atteinte ce jour-là ?", _TOO_LONG, "13:7", _LONG),
            "unreadable day": _row(
                "jusqu_a: 2019-12-31",
                "jusqu_a: fin 2019",
                "12:7",
                "« fin 2019 » n'est pas une date (écrivez AAAA-MM-JJ).",
            ),
            "anchor in a lesson": _row(_LAST_POINT, "  retenir: &a Il compte.", "20:12", _ANCHOR),
            "lesson of an unknown criterion": _row(
                "- critere: C-3",
                "- critere: C-8",
                "16:3",
                "le critère « C-8 » n'existe pas. Vouliez-vous dire « C-3 » ?",
            ),
            "question that asks nothing": _row(
                "La forme convient-elle ?",
                "La forme convient.",
                "3:3",
                "une question finit par « ? ». Ajoutez-le.",
            ),
            "pitfall nobody says": _row(
                "« C'est un détail. » Non, il compte.", "Croire que c'est un détail.", "19:3", _UNSAID
            ),
            "pitfall not explained": _row(
                "« C'est un détail. » Non, il compte.", "« C'est un détail. »", "19:3", _UNSAID
            ),
            "earlier law of another day": _row(
                "jusqu_a: 2019-12-31",
                "jusqu_a: 2018-12-31",
                "12:7",
                "aucune version de « C-2 » ou d'un texte cité ne finit le 31 décembre 2018. "
                "Jours possibles : 31 décembre 2017, 31 décembre 2019.",
            ),
            "earlier law of a criterion of one version": _row(
                _LAST_POINT,
                f"{_LAST_POINT}\n  autrefois:\n{_earlier('2018-12-31')}",
                "22:7",
                "aucune version de « C-3 » ou d'un texte cité ne finit le 31 décembre 2018. "
                "Jours possibles : 31 décembre 2019.",
            ),
            "earlier laws out of order": _row(
                _LAST_EARLIER,
                f"{_LAST_EARLIER}\n{_earlier('2019-12-31')}",
                "16:7",
                "cette entrée ne va pas plus loin que la précédente (31 décembre 2019). "
                "Mettez la plus ancienne d'abord.",
            ),
            "slip of typography": _row(
                _LAST_POINT,
                "  retenir: Il compte , oui.",
                "20:3",
                "espace avant une virgule ou un point : « … Il compte , oui. … ». Supprimez-la.",
            ),
        },
    ),
]
