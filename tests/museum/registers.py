"""Registers that cannot be used, and the whole refusal each must get, after the name of the file."""

from __future__ import annotations

GOOD = """\
# Ce que la DDETS a dit.
- point: Q7
  date: 2026-03-12
  qui: DDETS de la Loire
  lecture: favorable
  support: courrier
  texte: Associé unique admis si les salariés siègent au comité.
  jusqu_au: 2027-12-31
"""

KEYS = "point, date, qui, lecture, support, texte, jusqu_au"

SPOILED: tuple[tuple[str, str | None, str | bytes, str], ...] = (
    (
        "a table",
        None,
        "point: Q7\n",
        (
            ":1:1 : ce fichier attend une liste."
            " Écrivez chaque élément à la suite d'un tiret « - », ou tous entre crochets."
        ),
    ),
    ("a word", None, "- Q7\n", f":1:3 : cet élément attend un bloc « clé: valeur ». Clés attendues : {KEYS}."),
    (
        "unknown point",
        "point: Q7",
        "point: q7",
        ":2:3 : « q7 » n'est pas un point que le droit laisse ouvert. Vouliez-vous dire « Q7 » ?",
    ),
    (
        "slip in a key",
        "lecture:",
        "lectures:",
        ":5:3 : « lectures » n'est pas attendu ici. Vouliez-vous dire « lecture » ?",
    ),
    ("strange key", "texte:", "zzz:", f":7:3 : « zzz » n'est pas attendu ici. Sont reconnus ici : {KEYS}."),
    (
        "unknown reading",
        "favorable",
        "plutôt oui",
        ":5:3 : « plutôt oui » n'est pas admis ; attendu : favorable, stricte ou sans_position.",
    ),
    (
        "unknown basis",
        "courrier",
        "on dit",
        ":6:3 : « on dit » n'est pas admis ; attendu : courrier, courriel, oral ou decision.",
    ),
    ("no service", "  qui: DDETS de la Loire\n", "", ":2:3 : il manque « qui ». Par exemple : DDETS de la Loire."),
    ("empty service", "qui: DDETS de la Loire", 'qui: ""', ":4:3 : « qui » est vide. Par exemple : DDETS de la Loire."),
    ("service too long", "DDETS de la Loire", "D" * 81, ":4:3 : « qui » dépasse 80 caractères. Raccourcissez-le."),
    ("words too long", "Associé unique", "a" * 1001, ":7:3 : « texte » dépasse 1000 caractères. Raccourcissez-le."),
    (
        "no such day",
        "2026-03-12",
        "2026-02-30",
        ":3:3 : « 2026-02-30 » n'est pas une date (écrivez AAAA-MM-JJ ou JJ/MM/AAAA). Par exemple : 2026-03-12.",
    ),
    (
        "ends before it begins",
        "2027-12-31",
        "2026-03-11",
        ":8:3 : « 2026-03-11 » vient avant la date de la position. Corrigez l'une des deux dates.",
    ),
    (
        "a list for a text",
        "texte: Associé",
        "texte: [a]\n# Associé",
        ":7:3 : « texte » attend un texte. Donnez un seul texte, entre guillemets.",
    ),
    (
        "key twice",
        "  support: courrier\n",
        "  support: courrier\n  support: oral\n",
        ":7:3 : la clé « support » est écrite deux fois (déjà ligne 6). Gardez une seule des deux.",
    ),
    (
        "tab",
        "  date:",
        "\tdate:",
        (":3:1 : le fichier n'est pas du YAML lisible (tabulation). Remplacez-la par des espaces."),
    ),
    (
        "latin-1",
        None,
        "- point: Q7\n  texte: Associé\n".encode("latin-1"),
        ":2:16 : le fichier n'est pas en UTF-8. Enregistrez-le en UTF-8 depuis votre éditeur.",
    ),
)
