"""What may be typed for the information day: workshop, pairs, quiz, paper."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from advisor.cli.output import Parser, add_document, add_dossier, add_help, day, number


def training(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Every command of the information day."""
    _workshop(command)
    _quiz(command)
    _pairs(command)
    _paper(command)


def _pairs(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What the trainer compares: two companies, or two days."""
    parser = command(
        "pairs", "une seule réponse change et le résultat bascule : les deux cas, côte à côte", "exercises.pairs"
    )
    parser.add_argument(
        "dossier",
        metavar="CAS|DOSSIER.yaml",
        nargs="?",
        help="l'entreprise de départ (sans elle : choisie parmi les cas d'école)",
    )
    parser.add_argument(
        "--for",
        dest="target",
        metavar="ID",
        help="le critère ou le statut à faire basculer, par exemple ESS-07 ou esus",
    )
    parser.add_argument(
        "--limit",
        type=number(1, 20, "un nombre de paires"),
        metavar="N",
        default=1,
        help="combien en raconter (par défaut : 1)",
    )
    add_document(parser)
    eras = command(
        "before-after", "la même structure sous le droit de deux jours : ce qui change", "exercises.compare_eras"
    )
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
    parser = command(
        "workshop", "animer la journée d'information, devant une salle et un projecteur", "exercises.workshop"
    )
    parser.add_argument("--theme", metavar="T", help="un thème de la journée, par exemple esus (par défaut : au choix)")
    parser.add_argument("--level", type=int, choices=(1, 2, 3), help="1 découverte, 2 pratique, 3 approfondissement")
    parser.add_argument(
        "--teams", type=int, choices=(0, 2, 3, 4), help="nombre d'équipes ; 0 : toute la salle ensemble"
    )
    parser.add_argument("--case", metavar="N", help="un seul cas d'école, par son numéro")
    parser.add_argument("--new", action="store_true", help="une nouvelle séance, même si une autre peut être reprise")


def _quiz(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The questions of a participant alone."""
    parser = command("quiz", "s'entraîner seul : des questions, leurs raisons, ce qu'il faut revoir", "exercises.quiz")
    parser.add_argument("--theme", metavar="THEME", help="un seul thème de la journée, par exemple esus")
    parser.add_argument(
        "--level",
        type=int,
        choices=(1, 2, 3),
        default=1,
        help="niveau de la première question (par défaut : 1) ; il suit ensuite vos réponses",
    )
    parser.add_argument(
        "--questions",
        type=number(1, 100, "un nombre de questions"),
        metavar="N",
        default=10,
        help="nombre de questions (10)",
    )
    parser.add_argument(
        "--seed",
        type=number(0, 999_999_999, "un numéro de tirage"),
        metavar="N",
        help="numéro du tirage : le même redonne les mêmes questions",
    )
    parser.add_argument("--progress", metavar="F", help="garder la progression dans ce fichier, sans votre nom")
    add_document(parser)


def _paper(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What is printed for a day of training."""
    parser = command("paper", "les documents de la journée d'information", "exercises.paper_help")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=Parser)
    _paper_law(actions)
    _paper_cases(actions)


def _paper_law(actions: argparse._SubParsersAction[Parser]) -> None:
    """The law on paper: the rule book, the decision trees."""
    for name, help, run in (
        (
            "rulebook",
            "le livre des règles : les pages de « rules show », à relire et à signer",
            "exercises.paper_rulebook",
        ),
        ("tree", "l'arbre de décision d'un statut, sur une page", "exercises.paper_tree"),
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
        ("handout", "des cas à résoudre, sans les réponses", "exercises.paper_handout"),
        ("answers", "le corrigé des mêmes cas", "exercises.paper_answers"),
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
