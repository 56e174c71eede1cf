"""What may be typed for the information day: workshop, pairs, quiz, paper."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from advisor.cli import exercises as pairs
from advisor.cli import exercises as paper_cases
from advisor.cli.output import OK, UNUSABLE, Parser, add_document, add_dossier, add_help, day, seed

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from advisor.training.quiz.session import QuizSession


# -- the ``workshop`` command: what is asked of the session before the window is taken -------------------------------


def workshop(arguments: argparse.Namespace) -> int:
    """Animate the information day in the terminal.

    Raises:
        InputError: no terminal, no such theme or case, or the session cannot be kept.
    """
    from pathlib import Path

    from advisor.common.errors import InputError, Problem

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            Problem("l'atelier demande un terminal.", mend="Lancez « ess-advisor workshop » dans un terminal.")
        )
    from advisor.cli.interview.workplace import Workplace
    from advisor.cli.workshop.setup import WorkshopWish
    from advisor.cli.workshop.terminal import play
    from advisor.training.workshop.programme import known_theme, one_case

    wanted = WorkshopWish(
        theme=None if arguments.theme is None else known_theme(arguments.theme),
        level=arguments.level,
        teams=arguments.teams,
        case=None if arguments.case is None else one_case(arguments.case),
        new=arguments.new,
    )
    play(Workplace(Path(arguments.dossiers), arguments.register), wanted)
    return OK


# -- the ``quiz`` command: in a terminal, a session; elsewhere, or into a file, a sheet to print ---------------------


def quiz(arguments: argparse.Namespace) -> int:
    """Ask questions, or print them with their answers.

    Raises:
        InputError: no such theme, nothing to ask, a damaged progress, or a file that cannot be written.
    """
    from pathlib import Path

    from advisor.common.errors import InputError, Problem

    session = _session(arguments)
    if arguments.format is None and arguments.output is None and sys.stdin.isatty() and sys.stdout.isatty():
        from advisor.cli.interview.quiz import play
        from advisor.cli.output import OK

        play(session, Path(arguments.progress) if arguments.progress else None)
        return OK
    if arguments.progress:
        raise InputError(
            Problem(
                "la progression ne sert que dans un terminal, quand on répond aux questions.",
                mend="Pour imprimer une feuille, retirez --progress.",
            )
        )
    from advisor.cli.documents import CommandOutput, deliver
    from advisor.training.quiz.bank import Bank
    from advisor.training.quiz.session import Quiz, draw_sheet, sheet_report

    def say() -> CommandOutput:
        sheet = draw_sheet(Quiz(Bank(session.theme, session.on, session.seed), session))
        return CommandOutput(sheet_report(sheet), sheet.model_dump_json(indent=2))

    # Without a name of its own, the sheet is named after what drew it, and written where one stands.
    return deliver(arguments, say, source=Path(f"quiz-{session.seed}"))


def _session(arguments: argparse.Namespace) -> QuizSession:
    import random

    from advisor.training.quiz.session import QuizSession

    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(1_000_000)
    return QuizSession(
        seed=seed, total=arguments.questions, start=arguments.level, theme=arguments.theme, on=arguments.on
    )


# -- the ``paper`` command: what a trainer prints and hands out ------------------------------------------------------


def paper_help(arguments: argparse.Namespace) -> int:
    """``paper`` alone: say what may follow."""
    sys.stderr.write("Précisez : ess-advisor paper rulebook | tree ess | tree esus | handout | answers\n")
    return UNUSABLE


def paper_rulebook(arguments: argparse.Namespace) -> int:
    """The whole rule book, or the law of one day.

    Raises:
        InputError: the rules do not cover that day, or the file cannot be written; nothing was written.
    """
    from pathlib import Path

    from advisor.cli.documents import CommandOutput, deliver
    from advisor.cli.output import say as tell

    def say() -> CommandOutput:
        from advisor.report.lawbook.listing import rule_book
        from advisor.rules.load import load_knowledge

        tell("Le livre des règles se compose : quelques secondes.")
        return CommandOutput(rule_book(load_knowledge(), arguments.on))

    return deliver(arguments, say, source=Path(_named("livre-des-regles", arguments)))


def paper_tree(arguments: argparse.Namespace) -> int:
    """The decision tree of a status, on one page.

    Raises:
        InputError: the rules do not cover that day, or the file cannot be written; nothing was written.
    """
    from pathlib import Path

    from advisor.cli.documents import CommandOutput, deliver

    def say() -> CommandOutput:
        from datetime import date

        from advisor.rules.load import load_knowledge
        from advisor.training.paper.decision_tree import decision_tree

        return CommandOutput(decision_tree(arguments.status, arguments.on or date.today(), load_knowledge()))

    return deliver(arguments, say, source=Path(_named(f"arbre-{arguments.status}", arguments)))


def _named(stem: str, arguments: argparse.Namespace) -> str:
    """The file written when none is named, where one stands."""
    return f"{stem}-{arguments.on.isoformat()}" if arguments.on else stem


def training(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Every command of the information day."""
    _workshop(command)
    _quiz(command)
    _pairs(command)
    _paper(command)


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
        help="le critère ou le statut à faire basculer, par exemple ESS-07 ou esus",
    )
    told.add_argument("--limit", type=_pages, metavar="N", default=1, help="combien en raconter (par défaut : 1)")
    add_document(told)
    eras = command("before-after", "la même structure sous le droit de deux jours : ce qui change", pairs.before_after)
    add_dossier(eras)
    eras.add_argument(
        "first", metavar="DATE1", type=day, nargs="?", help="premier jour (par défaut : ceux que le cas compare)"
    )
    eras.add_argument(
        "second", metavar="DATE2", type=day, nargs="?", help="second jour (par défaut : celui du dossier)"
    )
    add_document(eras, on=False)


def _workshop(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The information day, in front of a room."""
    told = command("workshop", "animer la journée d'information, devant une salle et un projecteur", workshop)
    told.add_argument("--theme", metavar="T", help="un thème de la journée, par exemple esus (par défaut : au choix)")
    told.add_argument("--level", type=int, choices=(1, 2, 3), help="1 découverte, 2 pratique, 3 approfondissement")
    told.add_argument("--teams", type=int, choices=(0, 2, 3, 4), help="nombre d'équipes ; 0 : toute la salle ensemble")
    told.add_argument("--case", metavar="N", help="un seul cas d'école, par son numéro")
    told.add_argument("--new", action="store_true", help="une nouvelle séance, même si une autre peut être reprise")


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
    told.add_argument("--seed", type=seed, metavar="N", help="numéro du tirage : le même redonne les mêmes questions")
    told.add_argument("--progress", metavar="F", help="garder la progression dans ce fichier, sans votre nom")
    add_document(told)


def _paper(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What is printed for a day of training."""
    told = command("paper", "les documents de la journée d'information", paper_help)
    actions = told.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=Parser)
    _paper_law(actions)
    _paper_cases(actions)


def _paper_law(actions: argparse._SubParsersAction[Parser]) -> None:
    """The law on paper: the rule book, the decision trees."""
    for name, help, run in (
        ("rulebook", "le livre des règles : les pages de « rules show », à relire et à signer", paper_rulebook),
        ("tree", "l'arbre de décision d'un statut, sur une page", paper_tree),
    ):
        sub = actions.add_parser(name, help=help, description=help, add_help=False)
        add_help(sub)
        if name == "tree":
            sub.add_argument("status", metavar="STATUT", choices=("ess", "esus"), help="ess ou esus")
        add_document(sub)
        sub.set_defaults(run=run)


def _paper_cases(actions: argparse._SubParsersAction[Parser]) -> None:
    """Cases to solve on paper, and their answer book."""
    for name, help, run in (
        ("handout", "des cas à résoudre, sans les réponses", paper_cases.handout),
        ("answers", "le corrigé des mêmes cas", paper_cases.answers),
    ):
        sub = actions.add_parser(name, help=help, description=help, add_help=False)
        add_help(sub)
        sub.add_argument("--theme", metavar="THEME", help="un seul thème : gouvernance, remuneration…")
        sub.add_argument("--level", choices=("1", "2", "3"), help="un seul niveau")
        sub.add_argument(
            "--case", metavar="N", nargs="+", action="extend", default=[], help="ces cas d'école, dans cet ordre"
        )
        add_document(sub, on=False)
        sub.set_defaults(run=run)


def _questions(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= 100:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre de questions ; écrivez un nombre de 1 à 100")
    return int(text)


def _pages(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:4]) <= 20:
        raise argparse.ArgumentTypeError(f"« {text} » : écrivez un nombre de 1 à 20")
    return int(text)
