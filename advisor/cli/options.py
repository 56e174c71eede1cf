"""What may follow a command: each option or word, its help, and what argparse is told of it.

What comes after « / » tells apart the options of one name.
"""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--aide``.
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path
    from typing import Any

# As in `advisor.rules.vocabulary`, `advisor.desk.cards` and `advisor.web.settings`, which would be heavy to load here.
STATES = ("contradictoire", "a_commencer", "en_cours", "en_attente", "complet", "archive")
ORDERS = ("modifie", "nom", "etat", "ouvert", "echeance")
READINGS = ("favorable", "stricte", "sans_position")
BASES = ("courrier", "courriel", "oral", "decision")
PORT, DAYS = 8765, 30


def day(text: str) -> date:
    """Read a day as one types it."""
    from advisor.common.french import parse_date

    try:
        return parse_date(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date ; écrivez AAAA-MM-JJ ou JJ/MM/AAAA") from None


def day_or_rules(text: str) -> date | Path:
    """Read a day, or the name of a folder of rules."""
    from pathlib import Path

    if Path(text).is_dir():
        return Path(text)
    try:
        return day(text)
    except argparse.ArgumentTypeError:
        mend = "un jour (AAAA-MM-JJ), ni un répertoire de règles"
        raise argparse.ArgumentTypeError(f"« {text} » n'est ni {mend}") from None


def number(low: int, high: int, what: str) -> Callable[[str], int]:
    """Return what reads a whole number between two bounds; ``what`` it is, with its article: « un nombre de mois »."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 9 or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"« {text} » n'est pas {what} ; écrivez un nombre de {low} à {high}")
        return int(text)

    return read


OPTIONS: dict[str, dict[str, Any]] = {}


def _option(key: str, help: str, metavar: str | None = None, to: str | None = None, **settings: Any) -> None:
    """Declare one; ``to`` is where its value goes, under an English name."""
    given = {"metavar": metavar, "dest": to}
    OPTIONS[key] = {"help": help, **{name: value for name, value in given.items() if value}, **settings}


def _day(key: str, help: str, to: str | None = None) -> None:
    _option(key, help, "DATE", to, type=day)


def _count(key: str, help: str, to: str | None, low: int, high: int, what: str, default: int | None = None) -> None:
    _option(key, help, "N", to, type=number(low, high, what), default=default)


def _switch(key: str, help: str, to: str, **settings: Any) -> None:
    _option(key, help, to=to, action="store_true", **settings)


def _several(key: str, help: str, metavar: str, to: str) -> None:
    _option(key, help, metavar, to, action="append", default=[])


def _choice(key: str, help: str, choices: tuple[Any, ...], to: str | None = None, **settings: Any) -> None:
    _option(key, help, to=to, choices=choices, **settings)


# Everywhere
_option("--dossiers", "où sont rangés les dossiers (par défaut : dossiers)", "REPERTOIRE", default="dossiers")
_option("--registre", "registre de la CRESS (par défaut : registre.yaml, à côté des dossiers)", "F", "register")
# No default: its absence after the command must not undo the one given before.
_switch("--hors-ligne", "ne rien demander sur Internet", "offline", default=argparse.SUPPRESS)
_option("dossier", "fichier du dossier, ou numéro d'un cas d'école", "DOSSIER.yaml")
_day("--au", "appliquer le droit de ce jour", "on")
_choice("--format", "forme de sortie", ("terminal", "pdf", "docx", "html", "markdown", "json"))
_choice("--format/ecran", "forme de sortie", ("terminal", "markdown", "json"), default="terminal")
_choice("--format/texte", "forme de sortie", ("terminal", "markdown"), default="terminal")
_choice("--format/lignes", "forme de sortie", ("terminal", "json"), default="terminal")
_option("--sortie", "écrire dans ce fichier au lieu de l'écran", "F", "output")
_count("--largeur", "largeur du texte, en caractères", "width", 30, 1000, "une largeur")
_option("--entete", "en-tête : nom, adresse et logo (par défaut : entete.toml)", "F", "letterhead")

# One dossier
_option("dossier/entretien", "le dossier, créé s'il n'existe pas", "DOSSIER.yaml")
_switch("--nouveau", "en commencer un autre, même si un autre a presque ce nom ou peut être repris", "new")
_switch("--court", "les deux premiers écrans", "short")
_option("--proces-verbal", "garder un procès-verbal figé de cette évaluation", "F", "save_record")
_option("record", "le procès-verbal", "PROCES-VERBAL.json")
_option("id", "par exemple ESS-07, ESUS-02a, ess, esus, droit_commun", "ID")
_choice("--vers", "un seul statut (par défaut : les deux)", ("ess", "esus"), "to")
_STORED = "(par défaut : ceux du dossier) ; « ? » en donne la liste, « aucun » les met de côté"
_several("--garder", f"un point non négociable, plusieurs fois si besoin {_STORED}", "POINT", "keep")
_option("changes", "par exemple mention_rcs=oui", "fait=valeur", nargs="*")
_several("--souhait", f"ce que le projet cherche, plusieurs fois si besoin {_STORED}", "SOUHAIT", "want")
_several("--exige", "ce dont il ne peut pas se passer : un statut qui le refuse est écarté", "SOUHAIT", "need")
_day("--assemblee", "jour de l'assemblée, ou de la signature", "assembly")
_day("--depot", "date de remise du dossier complet", "filed")
_option("--ics", "écrire aussi le calendrier au format iCalendar", "F")
_option("--depuis", "comparer à un dossier plus ancien, ou à un procès-verbal (.json)", "F", "since")
_day("--agrement-jusqu-au", "fin de l'agrément ESUS en cours, si le dossier l'ignore", "accredited_until")
_option("query", "seul ce texte est envoyé", "SIREN|NOM", nargs="+")

# The register
_option("--point", "un point ouvert, par exemple Q7", "ID")
_day("--date", "jour où la position a été donnée")
_option("--service", "par exemple : DDETS de la Loire", "SERVICE", "who")
_choice("--lecture", "ce qui a été admis", READINGS, "reading")
_choice("--support", "comment on le sait", BASES, "basis")
_option("--texte", "ce qui a été dit, sans nommer d'entreprise", "TEXTE", "words")
_day("--jusqu-au", "dernier jour où cela vaut, s'il a été dit", "until")

# A folder of dossiers
_option("name", "fichier, ou partie du nom ou du SIREN, s'il est seul à l'avoir", "NOM")
_option("--recherche/mots", "ceux qui contiennent ces mots", "MOT", "search", nargs="+", default=[])
_choice("--etat", "ceux qui sont dans cet état", STATES, "state")
_choice("--tri", "ordre (par défaut : modifie)", ORDERS, "sort", default="modifie")
_switch("--archives", "les dossiers archivés seulement", "archived")
_switch("--tous", "les dossiers archivés aussi", "all")
_switch("--arrondir", "arrondir chiffres et dates, à résultat égal", "round")
_option("--sortie/copie", "nom de la copie, qui finit par .yaml (par défaut : anonyme.yaml, à côté)", "F", "output")
_switch("--remplacer", "effacer l'original, pour toujours", "replace")
_switch("--oui", "sans demander de confirmation", "yes")
_count("--mois", "agréments finissant dans N mois (12)", "months", 1, 120, "un nombre de mois", 12)
_option("source", "table CSV, ou répertoire de dossiers", "TABLE.csv", nargs="?")
_option("--sortie/table", "la table des verdicts", "F.csv", "output")
_count("--processus", "nombre de processus (par défaut : un par processeur)", "jobs", 1, 64, "un nombre de processus")
_option("--modele", "écrire une table vide, à remplir dans un tableur", "F.csv", "template")
_day("--debut", "premier jour", "start")
_day("--fin", "dernier jour", "end")
_option("--annee", "toute une année (par défaut : l'année en cours)", "AAAA", "year")
_option("--trimestre", "un trimestre : T3, ou 2026-T3", "T", "quarter")
_switch("--sans-archives", "laisser de côté les dossiers archivés", "without_archived")
_count("--seuil", "réunir les groupes de moins de N (3 ; 1 : tout)", "smallest", 1, 1000, "un nombre de structures")

# The site
_count("--port", f"port (par défaut : {PORT} ; 0 : le premier libre)", None, 0, 65_535, "un port", PORT)
_option(
    "--adresse", "où écouter (127.0.0.1 : ici seulement ; 0.0.0.0 : le réseau)", "ADRESSE", "host", default="127.0.0.1"
)
_switch("--ouvrir", "ouvrir le navigateur dès que le site répond", "open")
_option("--donnees", "fichier des réponses (par défaut : web.sqlite3, dans vos données personnelles)", "F", "data")
_count("--jours", f"jours sans visite avant l'effacement ({DAYS})", "keep_days", 1, 3650, "un nombre de jours", DAYS)
_option(
    "--adresse-publique", "quand un serveur relaie le site, en https de préférence", "URL", "public_url", default=""
)
_option("--racine", "chemin sous lequel ce serveur le relaie, par exemple /ess", "CHEMIN", "root_path", default="")
_option("--organisme", "qui met le site à disposition, pour la page « Mentions légales » (YAML)", "F", "operator")
_option("--modele-organisme", "écrire un modèle de ce fichier, sans lancer le site", "F", "operator_example")
_switch("--sans-seances", "sans les séances de la journée d'information", "no_rooms")

# Training
_option("--theme", "un seul thème de la journée, par exemple esus", "THEME")
_choice("--niveau", "1 découverte, 2 pratique, 3 approfondissement", (1, 2, 3), "level", type=int)
_FIRST = "niveau de la première question (1), qui suit les réponses"
_choice("--niveau/quiz", _FIRST, (1, 2, 3), "level", type=int, default=1)
_choice("--equipes", "nombre d'équipes ; 0 : toute la salle ensemble", (0, 2, 3, 4), "teams", type=int)
_option("--cas/seul", "un seul cas d'école, par son numéro", "N", "case")
_option("--cas", "ces cas d'école, dans cet ordre", "N", "case", nargs="+", action="extend", default=[])
_count("--questions", "nombre de questions (10)", None, 1, 100, "un nombre de questions", 10)
_count("--tirage", "le même redonne les mêmes questions", "seed", 0, 999_999_999, "un numéro de tirage")
_option("--progression", "garder la progression dans ce fichier, sans votre nom", "F", "progress")
_switch("--journee", "seulement les cas de la journée d'information, dans leur ordre", "teaching")
_option("id/cas", "son numéro", "CAS")
_choice("status", "ess ou esus", ("ess", "esus"), metavar="STATUT")
_option("dossier/paires", "l'entreprise de départ (sans elle : parmi les cas d'école)", "CAS|DOSSIER.yaml", nargs="?")
_option("--pour", "le critère ou le statut à faire basculer, par exemple ESS-07 ou esus", "ID", "target")
_count("--nombre", "combien en raconter (par défaut : 1)", "limit", 1, 20, "un nombre de paires", 1)
_option("first/facultatif", "premier jour (par défaut : ceux que le cas compare)", "DATE1", type=day, nargs="?")
_option("second/facultatif", "second jour (par défaut : celui du dossier)", "DATE2", type=day, nargs="?")

# The rules
_option("first/regles", "premier jour, ou répertoire des règles d'avant", "AVANT", type=day_or_rules)
_AFTER = "second jour, ou répertoire des règles d'après (par défaut : celles du logiciel)"
_option("second/regles", _AFTER, "APRES", type=day_or_rules, nargs="?")
_option("nature", "une seule nature (critere, fait, source…) ou un groupe (loi, formation…)", "NATURE", nargs="?")
_option("--recherche", "seulement ce dont le nom, le titre ou le texte le contient", "MOT", "search", default="")
_day("--au/version", "la version en vigueur ce jour-là", "on")
_option("id/signee", "la règle relue ; sans elle, la liste des signatures", "ID", nargs="?")
_option("--nom", "qui l'a relue", "NOM", "name", default="")
_option("folder", "une autre base de règles que celle du logiciel", "REPERTOIRE", nargs="?")
_option("extract", "JSON de @socialgouv/legi-data, XML d'articles de LEGI, ou répertoire de ces fichiers", "EXTRAIT")
_choice(
    "schema",
    "dossier (par défaut) ou evaluation",
    ("dossier", "evaluation"),
    metavar="QUOI",
    nargs="?",
    default="dossier",
)
_option("page", "conseiller, exploitation, ou le nom d'une commande", "PAGE", nargs="*")
