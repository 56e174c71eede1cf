"""The command line: what may be typed, in French."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from advisor.cli import (
    checkup,
    desk,
    dossiers,
    pairs,
    paper,
    paper_cases,
    reference,
    register,
    start,
    summary,
    workshop,
)
from advisor.cli.batch import batch
from advisor.cli.invent import invent
from advisor.cli.output import UNUSABLE, guarded, ready_streams
from advisor.cli.quiz import quiz

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from datetime import date
    from typing import Any, NoReturn

# As in `advisor.desk.cards`, which would be heavy to load here.
STATES = ("contradictoire", "a_commencer", "en_cours", "en_attente", "complet", "archive")
ORDERS = ("modifie", "nom", "etat", "ouvert", "echeance")
# As in `advisor.register.model`.
READINGS = ("favorable", "stricte", "sans_position")
BASES = ("courrier", "courriel", "oral", "decision")


class _Parser(argparse.ArgumentParser):
    """argparse, speaking French where it speaks to users."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._positionals.title, self._optionals.title = "arguments", "options"

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "usage :", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "usage :", 1)

    def error(self, message: str) -> NoReturn:
        for english, french in (
            ("the following arguments are required: ", "il manque : "),
            ("unrecognized arguments: ", "argument inconnu : "),
            ("invalid choice: ", "choix inconnu : "),
            ("expected one argument", "une valeur est attendue"),
            ("choose from", "au choix"),
            ("argument ", "argument "),
        ):
            message = message.replace(english, french)
        self.print_usage(sys.stderr)
        sys.stderr.write(f"{self.prog} : {message}\n")
        sys.exit(UNUSABLE)


def _day(text: str) -> date:
    from advisor.values import parse_date

    try:
        return parse_date(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date ; écrivez AAAA-MM-JJ ou JJ/MM/AAAA") from None


def _columns(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 30 <= int(text[:6]) <= 1000:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une largeur ; écrivez un nombre de 30 à 1000")
    return int(text)


def _companies(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 1000:
        raise argparse.ArgumentTypeError(
            f"« {text} » n'est pas un nombre de structures ; écrivez un nombre de 1 à 1000"
        )
    return int(text)


def _jobs(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:4]) <= 64:
        raise argparse.ArgumentTypeError(f"« {text} » : écrivez un nombre de processus, de 1 à 64")
    return int(text)


def build_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(
        prog="ess-advisor",
        description="Société commerciale de l'ESS et agrément ESUS : un verdict daté, motivé, article par article.",
        epilog="Sans argument : l'accueil, pour commencer un entretien.",
        add_help=False,
    )
    _help(parser)
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
    chosen = parser.add_subparsers(title="commandes", metavar="COMMANDE", dest="command", parser_class=_Parser)

    def command(name: str, help: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub = chosen.add_parser(name, help=help, description=help, add_help=False)
        _help(sub)
        sub.set_defaults(run=run)
        return sub

    interview = command("interview", "mener ou reprendre un entretien", start.interview)
    interview.add_argument("dossier", metavar="DOSSIER.yaml", help="le dossier, créé s'il n'existe pas")
    interview.add_argument("--new", action="store_true", help="un nouveau dossier, même si un autre a presque ce nom")
    _offline(interview)

    assess = command("assess", "évaluer un dossier et afficher le rapport motivé", dossiers.assess)
    _dossier(assess)
    _output(assess)
    assess.add_argument("--short", action="store_true", help="les deux premiers écrans")
    assess.add_argument("--save-record", metavar="F", help="garder un procès-verbal figé de cette évaluation")

    report = command("report", "le rapport à remettre : PDF, Word, page web…", dossiers.report)
    _dossier(report)
    _document(report)

    explain = command("explain", "montrer la preuve d'un critère ou d'un statut", dossiers.explain)
    _dossier(explain)
    explain.add_argument("id", metavar="ID", help="par exemple ESS-07, ESUS-02a, ess, esus, droit_commun")
    _document(explain)

    path = command("path", "le plus court chemin vers un statut, prouvé par le moteur", dossiers.path)
    _dossier(path)
    path.add_argument("--to", choices=("ess", "esus"), help="un seul statut (par défaut : les deux)")
    path.add_argument(
        "--keep",
        metavar="POINT",
        action="append",
        default=[],
        help="un point non négociable, plusieurs fois si besoin (par défaut : ceux du dossier) ; « --keep ? » en donne "
        "la liste, « --keep aucun » les met de côté",
    )
    _document(path)

    whatif = command("whatif", "et si une réponse changeait ? Sans réponse : à quoi tient le verdict", dossiers.whatif)
    _dossier(whatif)
    whatif.add_argument("changes", metavar="fait=valeur", nargs="*", help="par exemple mention_rcs=oui")
    _document(whatif)

    compare = command(
        "compare", "quel statut pour ce projet ? Un classement motivé, selon ce qu'il veut", dossiers.compare
    )
    _dossier(compare)
    for option, help in (
        (
            "--want",
            "ce que le projet cherche, plusieurs fois si besoin (par défaut : les souhaits du dossier) ; « --want ? » "
            "en donne la liste, « --want aucun » les met de côté",
        ),
        ("--need", "ce dont il ne peut pas se passer : un statut qui le refuse est écarté"),
    ):
        compare.add_argument(option, metavar="SOUHAIT", action="append", default=[], help=help)
    _document(compare)

    clauses = command("clauses", "les mentions des statuts, et un projet pour ce qui manque", dossiers.clauses)
    _dossier(clauses)
    _document(clauses)

    file = command("file", "le dossier d'agrément ESUS à déposer, et son calendrier", dossiers.file)
    _dossier(file)
    file.add_argument("--assembly", type=_day, metavar="DATE", help="jour de l'assemblée, ou de la signature")
    file.add_argument("--filed", type=_day, metavar="DATE", help="date de remise du dossier complet")
    file.add_argument("--ics", metavar="F", help="écrire aussi le calendrier au format iCalendar")
    _document(file)

    check = command("checkup", "le bilan annuel d'une entreprise de l'ESS ou agréée", checkup.checkup)
    _dossier(check)
    check.add_argument("--since", metavar="F", help="comparer à un dossier plus ancien, ou à un procès-verbal (.json)")
    check.add_argument(
        "--accredited-until", type=_day, metavar="DATE", help="fin de l'agrément ESUS en cours, si le dossier l'ignore"
    )
    _document(check)

    replay = command("replay", "rejouer un procès-verbal et comparer", dossiers.replay)
    replay.add_argument("record", metavar="PROCES-VERBAL.json")

    lookup = command("lookup", "la fiche publique d'une structure, par son SIREN ou son nom (Internet)", start.look_up)
    lookup.add_argument("query", metavar="SIREN|NOM", nargs="+", help="seul ce texte est envoyé")
    lookup.add_argument("--format", choices=("terminal", "json"), default="terminal", help="forme de sortie")
    lookup.add_argument("--output", metavar="F", help="écrire dans ce fichier au lieu de l'écran")
    _offline(lookup)

    rules = command("rules", "consulter et contrôler la base de règles", reference.rules_help)
    actions = rules.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=_Parser)
    show = actions.add_parser(
        "show", help="ce que dit une règle, avec toutes ses versions, quelle que soit sa nature", add_help=False
    )
    _help(show)
    show.add_argument("id", metavar="ID")
    show.add_argument("--on", type=_day, metavar="DATE", help="la version en vigueur ce jour-là")
    _output(show, formats=("terminal", "markdown"), on=False)
    show.set_defaults(run=reference.rules_show)
    listing = actions.add_parser("list", help="tout ce que nomment les règles, nature par nature", add_help=False)
    _help(listing)
    listing.add_argument("nature", metavar="NATURE", nargs="?", help="une seule nature : critere, fait, source…")
    _output(listing, on=False)
    listing.set_defaults(run=reference.rules_list)
    diff = actions.add_parser("diff", help="ce qui a changé entre deux dates", add_help=False)
    _help(diff)
    diff.add_argument("first", type=_day, metavar="DATE1")
    diff.add_argument("second", type=_day, metavar="DATE2")
    _output(diff, formats=("terminal", "markdown"), on=False)
    diff.set_defaults(run=reference.rules_diff)
    lint = actions.add_parser("lint", help="contrôler toute la base de règles", add_help=False)
    _help(lint)
    lint.add_argument("folder", metavar="REPERTOIRE", nargs="?", help="une autre base de règles que celle du logiciel")
    lint.set_defaults(run=reference.rules_lint)

    cases = command("cases", "les cas d'école", reference.cases_help)
    what = cases.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=_Parser)
    for name, help, run in (
        ("list", "la liste des cas", reference.cases_list),
        ("show", "un cas : l'histoire, le verdict et l'enseignement", reference.cases_show),
        ("check", "vérifier que chaque cas obtient son verdict", reference.cases_check),
    ):
        sub = what.add_parser(name, help=help, add_help=False)
        _help(sub)
        if name == "show":
            sub.add_argument("id", metavar="CAS")
        if name == "list":
            sub.add_argument(
                "--teaching", action="store_true", help="seulement les cas de la journée d'information, dans leur ordre"
            )
        sub.add_argument("--format", choices=("terminal", "json"), default="terminal", help="forme de sortie")
        sub.set_defaults(run=run)

    _pairs(command)
    _desk(command)
    _summary(command)
    _register(command)
    _batch(command)
    _paper(command)
    _workshop(command)
    _quiz(command)
    _invent(command)

    schema = command("schema", "le schéma JSON d'un dossier", reference.schema)
    schema.add_argument("--output", metavar="F", help="fichier de sortie")
    facts = command("facts", "le catalogue des faits demandés", reference.facts)
    facts.add_argument("--format", choices=("terminal", "json"), default="terminal", help="forme de sortie")
    return parser


def _paper(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What is printed for a day of training."""
    told = command("paper", "les documents de la journée d'information", paper.paper_help)
    actions = told.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=_Parser)
    _paper_law(actions)
    _paper_cases(actions)


def _paper_law(actions: argparse._SubParsersAction[_Parser]) -> None:
    """The law on paper: the rule book, the decision trees."""
    for name, help, run in (
        ("rulebook", "le livre des règles, article par article, à relire et à signer", paper.paper_rulebook),
        ("tree", "l'arbre de décision d'un statut, sur une page", paper.paper_tree),
    ):
        sub = actions.add_parser(name, help=help, description=help, add_help=False)
        _help(sub)
        if name == "tree":
            sub.add_argument("status", metavar="STATUT", choices=("ess", "esus"), help="ess ou esus")
        _document(sub)
        sub.set_defaults(run=run)


def _paper_cases(actions: argparse._SubParsersAction[_Parser]) -> None:
    """Cases to solve on paper, and their answer book."""
    for name, help, run in (
        ("handout", "des cas à résoudre, sans les réponses", paper_cases.handout),
        ("answers", "le corrigé des mêmes cas", paper_cases.answers),
    ):
        sub = actions.add_parser(name, help=help, description=help, add_help=False)
        _help(sub)
        sub.add_argument("--theme", metavar="THEME", help="un seul thème : gouvernance, remuneration…")
        sub.add_argument("--level", choices=("1", "2", "3"), help="un seul niveau")
        sub.add_argument(
            "--case", metavar="N", nargs="+", action="extend", default=[], help="ces cas d'école, dans cet ordre"
        )
        sub.add_argument("--extra", type=paper_cases.how_many, metavar="N", help="ajouter N cas inventés")
        sub.add_argument("--seed", type=paper_cases.seed, metavar="N", help="graine des cas inventés, pour les ravoir")
        _document(sub, on=False)
        sub.set_defaults(run=run)


def _register(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What the administration accepts on the open points."""
    told = command("register", "le registre : ce que la DDETS admet sur les points ouverts", register.register_help)
    actions = told.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=_Parser)
    for name, help, run in (
        ("list", "le registre, point par point", register.register_list),
        ("add", "ajouter une ligne ; ce qui manque est demandé dans un terminal", register.register_add),
        ("check", "contrôler le registre", register.register_check),
    ):
        sub = actions.add_parser(name, help=help, description=help, add_help=False)
        _help(sub)
        sub.set_defaults(run=run)
        if name != "check":
            sub.add_argument("--point", metavar="ID", help="un point ouvert, par exemple Q7")
        if name == "list":
            _output(sub, on=False)
        if name == "add":
            sub.add_argument("--date", type=_day, metavar="DATE", help="jour où la position a été donnée")
            sub.add_argument("--who", metavar="SERVICE", help="par exemple : DDETS de la Loire")
            sub.add_argument("--reading", choices=READINGS, help="ce qui a été admis")
            sub.add_argument("--basis", choices=BASES, help="comment on le sait")
            sub.add_argument("--words", metavar="TEXTE", help="ce qui a été dit, sans nommer d'entreprise")
            sub.add_argument("--until", type=_day, metavar="DATE", help="dernier jour où cela vaut, s'il a été dit")


def _summary(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The activity report on the dossiers of a period."""
    told = command("summary", "le bilan d'activité anonyme, sur les dossiers d'une période", summary.summary)
    told.add_argument("--from", dest="start", type=_day, metavar="DATE", help="premier jour")
    told.add_argument("--to", dest="end", type=_day, metavar="DATE", help="dernier jour")
    told.add_argument("--year", metavar="AAAA", help="toute une année (par défaut : l'année en cours)")
    told.add_argument("--quarter", metavar="T", help="un trimestre : T3, ou 2026-T3")
    told.add_argument("--without-archived", action="store_true", help="laisser de côté les dossiers archivés")
    told.add_argument(
        "--smallest",
        type=_companies,
        metavar="N",
        help="réunir les groupes de moins de N structures (par défaut : 3 ; 1 : tout montrer, sans diffuser)",
    )
    _document(told, on=False)


def _batch(command: Callable[..., argparse.ArgumentParser]) -> None:
    table = command("batch", "évaluer toute une table ou tout un répertoire : un verdict par ligne", batch)
    table.add_argument("source", metavar="TABLE.csv", nargs="?", help="table CSV, ou répertoire de dossiers")
    table.add_argument("--output", metavar="F.csv", help="la table des verdicts")
    table.add_argument("--on", type=_day, metavar="DATE", help="appliquer à tous le droit de ce jour")
    table.add_argument("--jobs", type=_jobs, metavar="N", help="nombre de processus (par défaut : un par processeur)")
    table.add_argument("--template", metavar="F.csv", help="écrire une table vide, à remplir dans un tableur")


def _pairs(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What the trainer compares: two companies, or two days."""
    told = command("pairs", "une seule réponse change et le résultat bascule : les deux cas, côte à côte", pairs.pairs)
    told.add_argument(
        "dossier",
        metavar="CAS|DOSSIER.yaml",
        nargs="?",
        help="l'entreprise de départ (sans elle : choisie parmi les cas d'école)",
    )
    told.add_argument(
        "--for",
        dest="target",
        metavar="ID",
        help="le critère ou le statut à faire basculer, par exemple ESS-07 ou esus (par défaut : les deux verdicts)",
    )
    told.add_argument("--seed", type=_seed, metavar="N", help="un autre tirage ; le même nombre redonne le même")
    told.add_argument("--limit", type=_pages, metavar="N", default=1, help="combien en raconter (par défaut : 1)")
    _document(told)
    eras = command("before-after", "la même structure sous le droit de deux jours : ce qui change", pairs.before_after)
    _dossier(eras)
    eras.add_argument(
        "first", metavar="DATE1", type=_day, nargs="?", help="premier jour (par défaut : ceux que le cas compare)"
    )
    eras.add_argument(
        "second", metavar="DATE2", type=_day, nargs="?", help="second jour (par défaut : celui du dossier)"
    )
    _document(eras, on=False)


def _quiz(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The questions of a participant alone."""
    told = command("quiz", "s'entraîner seul : des questions, leurs raisons, ce qu'il faut revoir", quiz)
    told.add_argument("--theme", metavar="THEME", help="un seul thème de la journée, par exemple esus")
    told.add_argument(
        "--level",
        type=int,
        choices=(1, 2, 3),
        default=1,
        help="niveau de la première question (par défaut : 1) ; il suit ensuite vos réponses",
    )
    told.add_argument("--questions", type=_questions, metavar="N", default=10, help="nombre de questions (10)")
    told.add_argument("--seed", type=_seed, metavar="N", help="numéro du tirage : le même redonne les mêmes questions")
    told.add_argument("--progress", metavar="F", help="garder la progression dans ce fichier, sans votre nom")
    _document(told)


def _questions(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 100:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre de questions ; écrivez un nombre de 1 à 100")
    return int(text)


def _invent(command: Callable[..., argparse.ArgumentParser]) -> None:
    """A case made by the machine."""
    case = command("invent", "inventer un cas d'école : une structure et un critère sur le fil", invent)
    case.add_argument("--for", dest="target", metavar="ID", help="le critère à enseigner, par exemple ESUS-02a")
    case.add_argument("--theme", metavar="T", help="un thème de la journée, par exemple gouvernance")
    case.add_argument(
        "--level",
        type=_teaching_level,
        metavar="N",
        help="1 : des choix ; 2 : des chiffres ; 3 : des seuils, des dates",
    )
    case.add_argument(
        "--seed", type=_seed, metavar="N", help="le même nombre redonne le même cas (par défaut : au sort)"
    )
    case.add_argument("--answers", action="store_true", help="donner aussi les réponses, les preuves et la leçon")
    case.add_argument("--save", metavar="F.yaml", help="garder le dossier de ce cas, que « assess » sait lire")
    _document(case)


def _teaching_level(text: str) -> int:
    if text not in ("1", "2", "3"):
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un niveau ; écrivez 1, 2 ou 3")
    return int(text)


def _seed(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un numéro de tirage ; écrivez un nombre entier")
    return int(text)


def _pages(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:4]) <= 20:
        raise argparse.ArgumentTypeError(f"« {text} » : écrivez un nombre de 1 à 20")
    return int(text)


def _workshop(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The information day, in front of a room."""
    told = command("workshop", "animer la journée d'information, devant une salle et un projecteur", workshop.workshop)
    told.add_argument("--theme", metavar="T", help="un thème de la journée, par exemple esus (par défaut : au choix)")
    told.add_argument("--level", type=int, choices=(1, 2, 3), help="1 découverte, 2 pratique, 3 approfondissement")
    told.add_argument("--teams", type=int, choices=(0, 2, 3, 4), help="nombre d'équipes ; 0 : toute la salle ensemble")
    told.add_argument("--case", metavar="N", help="un seul cas d'école, par son numéro")
    told.add_argument("--new", action="store_true", help="une nouvelle séance, même si une autre peut être reprise")


def _desk(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands on every dossier of the folder."""
    listing = command("dossiers", "les dossiers : liste, recherche, archives, anonymat", desk.dossiers_list)
    listing.add_argument("--search", metavar="MOT", nargs="+", default=[], help="ceux qui contiennent ces mots")
    listing.add_argument("--state", choices=STATES, help="ceux qui sont dans cet état")
    listing.add_argument("--sort", choices=ORDERS, default="modifie", help="ordre (par défaut : modifie)")
    listing.add_argument("--archived", action="store_true", help="les dossiers archivés seulement")
    listing.add_argument("--all", action="store_true", help="les dossiers archivés aussi")
    _document(listing, on=False)
    actions = listing.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=_Parser)
    for name, help, run in (
        ("open", "ouvrir l'entretien d'un dossier", desk.dossiers_open),
        ("archive", "ranger un dossier dans les archives", desk.dossiers_archive),
        ("restore", "sortir un dossier des archives", desk.dossiers_restore),
        ("anonymise", "retirer d'un dossier ce qui nomme la structure", desk.dossiers_anonymise),
    ):
        sub = actions.add_parser(name, help=help, description=help, add_help=False)
        _help(sub)
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
        "review", "réévaluer tous les dossiers : verdicts qui changent, agréments qui finissent", desk.review
    )
    review.add_argument("--months", type=_months, metavar="N", default=12, help="agréments finissant dans N mois (12)")
    review.add_argument("--all", action="store_true", help="les dossiers archivés aussi")
    _document(review)


def _months(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 120:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre de mois ; écrivez un nombre de 1 à 120")
    return int(text)


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="afficher cette aide")


def _offline(parser: argparse.ArgumentParser) -> None:
    # Suppressed: its absence here must not undo the one given before the command.
    parser.add_argument(
        "--offline", action="store_true", default=argparse.SUPPRESS, help="ne rien demander sur Internet"
    )


def _dossier(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("dossier", metavar="DOSSIER.yaml", help="fichier du dossier, ou numéro d'un cas d'école")


def _output(
    parser: argparse.ArgumentParser,
    formats: Sequence[str] = ("terminal", "markdown", "json"),
    on: bool = True,
) -> None:
    if on:
        parser.add_argument("--on", type=_day, metavar="DATE", help="appliquer le droit de ce jour")
    parser.add_argument("--format", choices=formats, default="terminal", help="forme de sortie")
    parser.add_argument("--output", metavar="F", help="écrire dans ce fichier au lieu de l'écran")
    parser.add_argument("--width", type=_columns, metavar="N", help="largeur du texte, en caractères")


def _document(parser: argparse.ArgumentParser, on: bool = True) -> None:
    """What is shown, or written as a document: the name of the file alone may tell its format."""
    _output(parser, formats=("terminal", "pdf", "docx", "html", "markdown", "json"), on=on)
    parser.set_defaults(format=None)
    parser.add_argument("--letterhead", metavar="F", help="en-tête : nom, adresse et logo (par défaut : entete.toml)")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code (0 done, 1 a check found something, 2 unusable input)."""
    ready_streams()
    arguments = build_parser().parse_args(argv)
    if arguments.version:
        return guarded(start.version, arguments)
    if arguments.command is None:
        return guarded(start.start, arguments)
    return guarded(arguments.run, arguments)
