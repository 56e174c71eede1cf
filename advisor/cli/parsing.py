"""What is typed on the command line: what argparse says of it, in French, and the values read from it."""

from __future__ import annotations

import argparse
from collections.abc import Callable

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--aide``.
if TYPE_CHECKING:
    from datetime import date

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
    error = message[named.end() :] if named else message
    for english, french in _FRENCH:
        if found := re.fullmatch(english, error, re.DOTALL):
            error = found.expand(french)
            break
    return f"argument {named[1]} : {error}" if named else error


def day(text: str) -> date:
    """A day as one types it."""
    from advisor.common.french import parse_date

    try:
        return parse_date(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date ; écrivez AAAA-MM-JJ ou JJ/MM/AAAA") from None


def number(low: int, high: int, what: str) -> Callable[[str], int]:
    """What reads a whole number between two bounds; ``what`` it is, with its article: « un nombre de mois »."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or len(text) > 9 or not low <= int(text) <= high:
            raise argparse.ArgumentTypeError(f"« {text} » n'est pas {what} ; écrivez un nombre de {low} à {high}")
        return int(text)

    return read
