"""The command line: what may be typed, in French, and what runs.

A command is named by its module and its function; it is loaded once chosen, so that ``--help`` loads none.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from advisor.cli.output import (
    OK,
    Parser,
    add_document,
    add_dossier,
    add_help,
    add_output,
    day,
    go_offline,
    guarded,
    number,
    ready_streams,
)
from advisor.cli.training import training
from advisor.cli.web import serve_command

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from advisor.cli.interview.terminal_layout import Workplace

# As in `advisor.desk.cards`, which would be heavy to load here.
STATES = ("contradictoire", "a_commencer", "en_cours", "en_attente", "complet", "archive")
ORDERS = ("modifie", "nom", "etat", "ouvert", "echeance")
# As in `advisor.advice.register`.
READINGS = ("favorable", "stricte", "sans_position")
BASES = ("courrier", "courriel", "oral", "decision")

_SELDOM = 200_000
"""Objects made, and not freed by themselves, before the collector looks for cycles: reading the rules makes a hundred
thousands that stay, and going through them time and again took a sixth of a short command."""


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = Parser(
        prog="ess-advisor",
        description="Société commerciale de l'ESS et agrément ESUS : un verdict daté, motivé, article par article.",
        epilog="Sans argument : l'accueil, pour commencer un entretien.",
        add_help=False,
    )
    add_help(parser)
    parser.add_argument("--version", action="store_true", help="version du logiciel et de la base de règles")
    parser.add_argument(
        "--dossiers",
        metavar="REPERTOIRE",
        default="dossiers",
        help="où sont rangés les dossiers (par défaut : dossiers)",
    )
    parser.add_argument("--offline", action="store_true", help="ne jamais proposer la recherche sur Internet")
    parser.add_argument(
        "--register", metavar="F", help="registre de la CRESS (par défaut : registre.yaml, à côté des dossiers)"
    )
    chosen = parser.add_subparsers(title="commandes", metavar="COMMANDE", dest="command", parser_class=Parser)

    def command(name: str, help: str, run: str) -> argparse.ArgumentParser:
        sub = chosen.add_parser(name, help=help, description=help, add_help=False)
        add_help(sub)
        sub.set_defaults(run=run)
        return sub

    interview = command("interview", "mener ou reprendre un entretien", "arguments.interview")
    interview.add_argument("dossier", metavar="DOSSIER.yaml", help="le dossier, créé s'il n'existe pas")
    interview.add_argument("--new", action="store_true", help="un nouveau dossier, même si un autre a presque ce nom")
    _offline(interview)

    assess = command("assess", "évaluer un dossier et afficher le rapport motivé", "dossiers.assess_dossier")
    add_dossier(assess)
    add_output(assess)
    assess.add_argument("--short", action="store_true", help="les deux premiers écrans")
    assess.add_argument("--save-record", metavar="F", help="garder un procès-verbal figé de cette évaluation")

    report = command("report", "le rapport à remettre : PDF, Word, page web…", "dossiers.report")
    add_dossier(report)
    add_document(report)

    explain = command("explain", "montrer la preuve d'un critère ou d'un statut", "dossiers.explain_point")
    add_dossier(explain)
    explain.add_argument("id", metavar="ID", help="par exemple ESS-07, ESUS-02a, ess, esus, droit_commun")
    add_document(explain)

    path = command("path", "le plus court chemin vers un statut, prouvé par le moteur", "dossiers.path")
    add_dossier(path)
    path.add_argument("--to", choices=("ess", "esus"), help="un seul statut (par défaut : les deux)")
    path.add_argument(
        "--keep",
        metavar="POINT",
        action="append",
        default=[],
        help="un point non négociable, plusieurs fois si besoin (par défaut : ceux du dossier) ; « --keep ? » en donne "
        "la liste, « --keep aucun » les met de côté",
    )
    add_document(path)

    whatif = command(
        "whatif", "et si une réponse changeait ? Sans réponse : à quoi tient le verdict", "dossiers.whatif"
    )
    add_dossier(whatif)
    whatif.add_argument("changes", metavar="fait=valeur", nargs="*", help="par exemple mention_rcs=oui")
    add_document(whatif)

    compare = command(
        "compare", "quel statut pour ce projet ? Un classement motivé, selon ce qu'il veut", "dossiers.compare_statutes"
    )
    add_dossier(compare)
    for option, help in (
        (
            "--want",
            "ce que le projet cherche, plusieurs fois si besoin (par défaut : les souhaits du dossier) ; « --want ? » "
            "en donne la liste, « --want aucun » les met de côté",
        ),
        ("--need", "ce dont il ne peut pas se passer : un statut qui le refuse est écarté"),
    ):
        compare.add_argument(option, metavar="SOUHAIT", action="append", default=[], help=help)
    add_document(compare)

    clauses = command("clauses", "les mentions des statuts, et un projet pour ce qui manque", "dossiers.clauses")
    add_dossier(clauses)
    add_document(clauses)

    file = command("file", "le dossier d'agrément ESUS à déposer, et son calendrier", "dossiers.file")
    add_dossier(file)
    file.add_argument("--assembly", type=day, metavar="DATE", help="jour de l'assemblée, ou de la signature")
    file.add_argument("--filed", type=day, metavar="DATE", help="date de remise du dossier complet")
    file.add_argument("--ics", metavar="F", help="écrire aussi le calendrier au format iCalendar")
    add_document(file)

    check = command("checkup", "le bilan annuel d'une entreprise de l'ESS ou agréée", "dossiers.checkup")
    add_dossier(check)
    check.add_argument("--since", metavar="F", help="comparer à un dossier plus ancien, ou à un procès-verbal (.json)")
    check.add_argument(
        "--accredited-until", type=day, metavar="DATE", help="fin de l'agrément ESUS en cours, si le dossier l'ignore"
    )
    add_document(check)

    replay = command("replay", "rejouer un procès-verbal et comparer", "dossiers.replay_record")
    replay.add_argument("record", metavar="PROCES-VERBAL.json")

    lookup = command(
        "lookup", "la fiche publique d'une structure, par son SIREN ou son nom (Internet)", "reference.look_up"
    )
    lookup.add_argument("query", metavar="SIREN|NOM", nargs="+", help="seul ce texte est envoyé")
    lookup.add_argument("--format", choices=("terminal", "json"), default="terminal", help="forme de sortie")
    lookup.add_argument("--output", metavar="F", help="écrire dans ce fichier au lieu de l'écran")
    _offline(lookup)

    rules = command("rules", "consulter et contrôler la base de règles", "reference.rules_help")
    actions = rules.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=Parser)
    show = actions.add_parser(
        "show", help="ce que dit une règle, avec toutes ses versions, quelle que soit sa nature", add_help=False
    )
    add_help(show)
    show.add_argument("id", metavar="ID")
    show.add_argument("--on", type=day, metavar="DATE", help="la version en vigueur ce jour-là")
    add_output(show, formats=("terminal", "markdown"), on=False)
    show.set_defaults(run="reference.rules_show")
    listing = actions.add_parser("list", help="tout ce que nomment les règles, nature par nature", add_help=False)
    add_help(listing)
    nature = "une seule nature (critere, fait, source, terme…) ou un seul groupe (loi, formation, parcours…)"
    listing.add_argument("nature", metavar="NATURE", nargs="?", help=nature)
    listing.add_argument("--search", metavar="MOT", default="", help="seulement ce dont le nom ou le titre le contient")
    add_output(listing, on=False)
    listing.set_defaults(run="reference.rules_list")
    diff = actions.add_parser("diff", help="ce qui a changé entre deux dates", add_help=False)
    add_help(diff)
    diff.add_argument("first", type=day, metavar="DATE1")
    diff.add_argument("second", type=day, metavar="DATE2")
    add_output(diff, formats=("terminal", "markdown"), on=False)
    diff.set_defaults(run="reference.rules_diff")
    lint = actions.add_parser("lint", help="contrôler toute la base de règles", add_help=False)
    add_help(lint)
    lint.add_argument("folder", metavar="REPERTOIRE", nargs="?", help="une autre base de règles que celle du logiciel")
    lint.set_defaults(run="reference.rules_lint")

    cases = command("cases", "les cas d'école", "reference.cases_help")
    what = cases.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=Parser)
    for name, help, run in (
        ("list", "la liste des cas", "reference.cases_list"),
        ("show", "un cas : l'histoire, le verdict et l'enseignement", "reference.cases_show"),
        ("check", "vérifier que chaque cas obtient son verdict", "reference.cases_check"),
    ):
        sub = what.add_parser(name, help=help, add_help=False)
        add_help(sub)
        if name == "show":
            sub.add_argument("id", metavar="CAS")
        if name == "list":
            sub.add_argument(
                "--teaching", action="store_true", help="seulement les cas de la journée d'information, dans leur ordre"
            )
        sub.add_argument("--format", choices=("terminal", "json"), default="terminal", help="forme de sortie")
        sub.set_defaults(run=run)

    _desk(command)
    _summary(command)
    _register(command)
    _batch(command)
    training(command)
    serve_command(command)

    schema = command("schema", "le schéma JSON d'un dossier", "reference.schema")
    schema.add_argument("--output", metavar="F", help="fichier de sortie")
    facts = command("facts", "le catalogue des faits demandés", "reference.facts")
    facts.add_argument("--format", choices=("terminal", "json"), default="terminal", help="forme de sortie")
    return parser


def _register(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What the administration accepts on the open points."""
    parser = command("register", "le registre : ce que la DDETS admet sur les points ouverts", "register.register_help")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=Parser)
    for name, help, run in (
        ("list", "le registre, point par point", "register.register_list"),
        ("add", "ajouter une ligne ; ce qui manque est demandé dans un terminal", "register.register_add"),
        ("check", "contrôler le registre", "register.register_check"),
    ):
        sub = actions.add_parser(name, help=help, description=help, add_help=False)
        add_help(sub)
        sub.set_defaults(run=run)
        if name != "check":
            sub.add_argument("--point", metavar="ID", help="un point ouvert, par exemple Q7")
        if name == "list":
            add_output(sub, on=False)
        if name == "add":
            sub.add_argument("--date", type=day, metavar="DATE", help="jour où la position a été donnée")
            sub.add_argument("--who", metavar="SERVICE", help="par exemple : DDETS de la Loire")
            sub.add_argument("--reading", choices=READINGS, help="ce qui a été admis")
            sub.add_argument("--basis", choices=BASES, help="comment on le sait")
            sub.add_argument("--words", metavar="TEXTE", help="ce qui a été dit, sans nommer d'entreprise")
            sub.add_argument("--until", type=day, metavar="DATE", help="dernier jour où cela vaut, s'il a été dit")


def _summary(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The activity report on the dossiers of a period."""
    parser = command("summary", "le bilan d'activité anonyme, sur les dossiers d'une période", "desk.summary")
    parser.add_argument("--from", dest="start", type=day, metavar="DATE", help="premier jour")
    parser.add_argument("--to", dest="end", type=day, metavar="DATE", help="dernier jour")
    parser.add_argument("--year", metavar="AAAA", help="toute une année (par défaut : l'année en cours)")
    parser.add_argument("--quarter", metavar="T", help="un trimestre : T3, ou 2026-T3")
    parser.add_argument("--without-archived", action="store_true", help="laisser de côté les dossiers archivés")
    parser.add_argument(
        "--smallest",
        type=number(1, 1000, "un nombre de structures"),
        metavar="N",
        help="réunir les groupes de moins de N structures (par défaut : 3 ; 1 : tout montrer, sans diffuser)",
    )
    add_document(parser, on=False)


def _batch(command: Callable[..., argparse.ArgumentParser]) -> None:
    table = command("batch", "évaluer toute une table ou tout un répertoire : un verdict par ligne", "batch.batch")
    table.add_argument("source", metavar="TABLE.csv", nargs="?", help="table CSV, ou répertoire de dossiers")
    table.add_argument("--output", metavar="F.csv", help="la table des verdicts")
    table.add_argument("--on", type=day, metavar="DATE", help="appliquer à tous le droit de ce jour")
    table.add_argument(
        "--jobs",
        type=number(1, 64, "un nombre de processus"),
        metavar="N",
        help="nombre de processus (par défaut : un par processeur)",
    )
    table.add_argument("--template", metavar="F.csv", help="écrire une table vide, à remplir dans un tableur")


def _desk(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands on every dossier of the folder."""
    listing = command("dossiers", "les dossiers : liste, recherche, archives, anonymat", "desk.dossiers_list")
    listing.add_argument("--search", metavar="MOT", nargs="+", default=[], help="ceux qui contiennent ces mots")
    listing.add_argument("--state", choices=STATES, help="ceux qui sont dans cet état")
    listing.add_argument("--sort", choices=ORDERS, default="modifie", help="ordre (par défaut : modifie)")
    listing.add_argument("--archived", action="store_true", help="les dossiers archivés seulement")
    listing.add_argument("--all", action="store_true", help="les dossiers archivés aussi")
    add_document(listing, on=False)
    actions = listing.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=Parser)
    for name, help, run in (
        ("open", "ouvrir l'entretien d'un dossier", "desk.dossiers_open"),
        ("archive", "ranger un dossier dans les archives", "desk.dossiers_archive"),
        ("restore", "sortir un dossier des archives", "desk.dossiers_restore"),
        ("anonymise", "retirer d'un dossier ce qui nomme la structure", "desk.dossiers_anonymise"),
    ):
        sub = actions.add_parser(name, help=help, description=help, add_help=False)
        add_help(sub)
        sub.add_argument("name", metavar="NOM", help="fichier, ou partie du nom ou du SIREN, s'il est seul à l'avoir")
        sub.set_defaults(run=run)
        if name == "anonymise":
            sub.add_argument("--round", action="store_true", help="arrondir chiffres et dates, à résultat égal")
            # Suppressed: its absence here must not undo the one given before the action.
            sub.add_argument(
                "--output",
                metavar="F",
                default=argparse.SUPPRESS,
                help="nom de la copie, qui finit par .yaml (par défaut : anonyme.yaml, à côté)",
            )
            sub.add_argument("--replace", action="store_true", help="effacer l'original, pour toujours")
            sub.add_argument("--yes", action="store_true", help="sans demander de confirmation")

    review = command(
        "review", "réévaluer tous les dossiers : verdicts qui changent, agréments qui finissent", "desk.review_dossiers"
    )
    review.add_argument(
        "--months",
        type=number(1, 120, "un nombre de mois"),
        metavar="N",
        default=12,
        help="agréments finissant dans N mois (12)",
    )
    review.add_argument("--all", action="store_true", help="les dossiers archivés aussi")
    add_document(review)


def _offline(parser: argparse.ArgumentParser) -> None:
    # Suppressed: its absence here must not undo the one given before the command.
    parser.add_argument(
        "--offline", action="store_true", default=argparse.SUPPRESS, help="ne rien demander sur Internet"
    )


# -- what runs: a command, or the way in -----------------------------------------------------------------------------


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code (0 done, 1 a check found something, 2 unusable input)."""
    gc.set_threshold(_SELDOM, 10, 2)
    ready_streams()
    arguments = build_parser().parse_args(argv)
    if arguments.version:
        arguments.run = "reference.version"
    elif arguments.command is None:
        arguments.run = "arguments.start"
    return guarded(_run, arguments)


def _run(arguments: argparse.Namespace) -> int:
    """Load the module of the command chosen, and nothing of the others; run it."""
    module, name = arguments.run.split(".")
    return int(getattr(import_module(f"advisor.cli.{module}"), name)(arguments))


def start(arguments: argparse.Namespace) -> int:
    """Without a command: the home menu in a terminal; elsewhere, the report of the first worked case and the way in.

    Raises:
        InputError: the rules, or a worked case, are damaged.
    """
    if sys.stdin.isatty() and sys.stdout.isatty():
        from advisor.cli.home import home

        return home(_workplace(arguments))
    from advisor.assessment.assess import assess
    from advisor.report.document import render
    from advisor.training.casebook.read import load_cases

    case = load_cases()[0]
    sys.stdout.write(f"Cas d'école : {case.title}\n\n")
    sys.stdout.write(render(assess(case.dossier), "terminal", dossier=case.dossier))
    sys.stdout.write("\nPour commencer un entretien, lancez « ess-advisor » dans un terminal.\n")
    return OK


def interview(arguments: argparse.Namespace) -> int:
    """Conduct or resume the interview of one dossier.

    Raises:
        InputError: no dossier has this name but one has nearly, or there is no terminal to talk in.
    """
    from pathlib import Path

    from advisor.common.errors import InputError, Problem
    from advisor.desk.repository import refuse_slip

    refuse_slip(Path(arguments.dossier), Path(arguments.dossiers), arguments.new)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            Problem("l'entretien demande un terminal.", mend="Pour un dossier déjà rempli : ess-advisor assess.")
        )
    from advisor.cli.home import run_interview

    return run_interview(Path(arguments.dossier), _workplace(arguments))


def _workplace(arguments: argparse.Namespace) -> Workplace:
    from pathlib import Path

    from advisor.cli.interview.terminal_layout import Workplace

    go_offline(arguments)
    return Workplace(Path(arguments.dossiers), arguments.register)
