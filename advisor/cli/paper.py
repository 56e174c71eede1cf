"""The ``paper`` command: what a trainer prints and hands out. Heavy imports are made inside."""

from __future__ import annotations

import argparse
import sys

from advisor.cli.output import UNUSABLE


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

    from advisor.cli.documents import Told, deliver
    from advisor.cli.output import say as tell

    def say() -> Told:
        from advisor.report.lawbook.listing import rule_book
        from advisor.rules.load import load_knowledge

        tell("Le livre des règles se compose : quelques secondes.")
        return Told(rule_book(load_knowledge(), arguments.on))

    return deliver(arguments, say, source=Path(_named("livre-des-regles", arguments)))


def paper_tree(arguments: argparse.Namespace) -> int:
    """The decision tree of a status, on one page.

    Raises:
        InputError: the rules do not cover that day, or the file cannot be written; nothing was written.
    """
    from pathlib import Path

    from advisor.cli.documents import Told, deliver

    def say() -> Told:
        from datetime import date

        from advisor.rules.load import load_knowledge
        from advisor.training.paper.decision_tree import decision_tree

        return Told(decision_tree(arguments.status, arguments.on or date.today(), load_knowledge()))

    return deliver(arguments, say, source=Path(_named(f"arbre-{arguments.status}", arguments)))


def _named(stem: str, arguments: argparse.Namespace) -> str:
    """The file written when none is named, where one stands."""
    return f"{stem}-{arguments.on.isoformat()}" if arguments.on else stem
