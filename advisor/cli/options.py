"""What commands have in common: a parser that speaks French, and the options that mean the same everywhere."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from advisor.cli.output import UNUSABLE

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from datetime import date
    from typing import Any, NoReturn


class Parser(argparse.ArgumentParser):
    """argparse, speaking French where it speaks to users."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._positionals.title, self._optionals.title = "arguments", "options"

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "usage :", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "usage :", 1)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        sys.stderr.write(f"{self.prog} : {in_french(message)}\n")
        sys.exit(UNUSABLE)


_FRENCH = (
    (r"the following arguments are required: (.*)", r"il manque : \1"),
    (r"unrecognized arguments: (.*)", r"argument inconnu : \1"),
    (r"invalid choice: (.*) \(choose from (.*)\)", r"choix inconnu : \1 (au choix \2)"),
    (r"unknown parser (.*) \(choices: (.*)\)", r"choix inconnu : \1 (au choix \2)"),
    (r"invalid int value: (.*)", r"un nombre est attendu, au lieu de \1"),
    (r"invalid \S+ value: (.*)", r"valeur inattendue : \1"),
    (r"expected one argument", "une valeur est attendue"),
    (r"expected at most one argument", "une seule valeur est attendue"),
    (r"expected at least one argument", "au moins une valeur est attendue"),
    (r"expected (\S+) arguments?", r"nombre de valeurs attendues : \1"),
    (r"not allowed with argument (.*)", r"ne va pas avec \1"),
    (r"one of the arguments (.*) is required", r"il faut l'un de ceux-ci : \1"),
    (r"ignored explicit argument (.*)", r"cette option ne prend pas de valeur ; retirez \1"),
    (r"ambiguous option: (.*) could match (.*)", r"option incomplète : \1 peut être \2"),
    (r"unexpected option string: (.*)", r"option inattendue : \1"),
    (r"can't open '(.*)': .*", r"ce fichier ne peut pas être ouvert : \1"),
)


def in_french(message: str) -> str:
    """What argparse says of a command line; whatever the person typed in it stays as it is."""
    import re

    named = re.match(r"argument ([^:]+): ", message)
    told = message[named.end() :] if named else message
    for english, french in _FRENCH:
        if found := re.fullmatch(english, told, re.DOTALL):
            told = found.expand(french)
            break
    return f"argument {named[1]} : {told}" if named else told


def day(text: str) -> date:
    """A day as one types it."""
    from advisor.common.values import parse_date

    try:
        return parse_date(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date ; écrivez AAAA-MM-JJ ou JJ/MM/AAAA") from None


def columns(text: str) -> int:
    """A width of text, in characters."""
    if not text.isascii() or not text.isdigit() or not 30 <= int(text[:6]) <= 1000:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une largeur ; écrivez un nombre de 30 à 1000")
    return int(text)


def add_help(parser: argparse.ArgumentParser) -> None:
    """``-h``, in French."""
    parser.add_argument("-h", "--help", action="help", help="afficher cette aide")


def add_dossier(parser: argparse.ArgumentParser) -> None:
    """The dossier to work on."""
    parser.add_argument("dossier", metavar="DOSSIER.yaml", help="fichier du dossier, ou numéro d'un cas d'école")


def add_output(
    parser: argparse.ArgumentParser,
    formats: Sequence[str] = ("terminal", "markdown", "json"),
    on: bool = True,
) -> None:
    if on:
        parser.add_argument("--on", type=day, metavar="DATE", help="appliquer le droit de ce jour")
    parser.add_argument("--format", choices=formats, default="terminal", help="forme de sortie")
    parser.add_argument("--output", metavar="F", help="écrire dans ce fichier au lieu de l'écran")
    parser.add_argument("--width", type=columns, metavar="N", help="largeur du texte, en caractères")


def add_document(parser: argparse.ArgumentParser, on: bool = True) -> None:
    """What is shown, or written as a document: the name of the file alone may tell its format."""
    add_output(parser, formats=("terminal", "pdf", "docx", "html", "markdown", "json"), on=on)
    parser.set_defaults(format=None)
    parser.add_argument("--letterhead", metavar="F", help="en-tête : nom, adresse et logo (par défaut : entete.toml)")


def seed(text: str) -> int:
    """The number of a draw: the same number gives the same draw."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un numéro de tirage ; écrivez un nombre entier")
    return int(text)
