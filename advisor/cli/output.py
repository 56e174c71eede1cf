"""What a command prints and how it ends: streams, pager, exit codes, errors in French."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from datetime import date
    from typing import Any, NoReturn


OK, UNUSABLE, FOUND = 0, 2, 1

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


def ready_streams() -> None:
    """Make reading and printing never fail: a closed stream is empty, a character lacked has a near sign."""
    import io
    import os

    from advisor.common.ascii import NAME

    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=NAME)


def guarded(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    """Run a command; whatever stops it is reported in French on stderr, and becomes an exit code.

    Returns:
        What the command returns; `UNUSABLE` for an input that cannot be used, a refusal of the system or a defect of
        ours; `OK` when the reader of our output left early; 130 after Ctrl-C.
    """
    from advisor.common.errors import SHOWN, EngineError, InputError

    try:
        _check_places(arguments)
        code = run(arguments)
        sys.stdout.flush()
        return code
    except InputError as error:
        for problem in error.problems[:SHOWN]:
            sys.stderr.write(f"{problem}\n")
        if len(error.problems) > SHOWN:
            sys.stderr.write(f"… et {len(error.problems) - SHOWN} autres.\n")
        return UNUSABLE
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            # The reader (head, less) closed early: nothing more can be said, and Python must not try at exit.
            _discard_output()
            return OK
        from advisor.common.errors import system_reason

        _discard_output()
        what = f"{error.filename} : " if isinstance(error.filename, str) else "Le système a refusé : "
        sys.stderr.write(f"{what}{system_reason(error)}.\n")
        return UNUSABLE
    except Exception as error:
        import os

        # Ctrl-C while models are built comes back as an error of theirs.
        if "KeyboardInterrupt" in str(error):
            raise KeyboardInterrupt from error

        if os.environ.get("ESS_ADVISOR_DEBUG"):
            raise
        sys.stderr.write(
            f"\nErreur interne ({type(error).__name__} : {error}). Ce qui était enregistré l'est toujours.\n"
            "Pour la signaler avec ses détails, relancez la même commande avec ESS_ADVISOR_DEBUG=1.\n"
        )
        return UNUSABLE
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrompu.\n")
        return 130


def _check_places(arguments: argparse.Namespace) -> None:
    """Whatever a command is to write can be written: reported before any work, when nothing is lost."""
    for name in ("output", "save_record", "ics", "progress"):
        named = getattr(arguments, name, None)
        if named is not None:
            from advisor.common.files import refuse_unwritable

            refuse_unwritable(named, f"--{name.replace('_', '-')}")


def _discard_output() -> None:
    """Send what is still to be printed nowhere, or Python would fail on it once more at exit."""
    import contextlib
    import os

    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def emit(text: str, output: str | None) -> None:
    """Write a text where the command wants it: a file, a terminal (paged when long), or a pipe.

    Raises:
        InputError: the file cannot be written.
    """
    if output:
        from pathlib import Path

        from advisor.common.files import write_atomically

        write_atomically(Path(output), text if text.endswith("\n") else text + "\n")
        sys.stderr.write(f"Écrit dans {output}\n")
        return
    if not text.endswith("\n"):
        text += "\n"
    if sys.stdout.isatty():
        _page(text)
    else:
        sys.stdout.write(text)


def say(text: str) -> None:
    """Tell something beside the result, folded between words in a terminal."""
    if sys.stderr.isatty():
        from advisor.cli.interview.terminal_layout import columns, wrapped

        text = "\n".join(wrapped(line, columns() - 1, 2) for line in text.split("\n"))
    sys.stderr.write(text + "\n")


def _page(text: str) -> None:
    """Show a long text from its first line: printed at once, its verdicts would scroll out of sight."""
    import os
    import shutil

    if text.count("\n") < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    import pydoc

    from advisor.common.ascii import NAME

    # The pager encodes by itself, and would print escapes.
    encoding = sys.stdout.encoding or "utf-8"
    text = text.encode(encoding, NAME).decode(encoding)
    os.environ.setdefault("LESS", "-RFX")
    pydoc.pager(text)


def coloured(arguments: argparse.Namespace) -> bool:
    """Colours are for a terminal, never for a file or a pipe; NO_COLOR refuses them everywhere."""
    import os

    return sys.stdout.isatty() and not arguments.output and not os.environ.get("NO_COLOR")


# -- what commands have in common: a parser that speaks French, and the options that mean the same everywhere --------


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
    """What is shown, or written in a file: which day's law, which form, how wide."""
    if on:
        parser.add_argument("--on", type=day, metavar="DATE", help="appliquer le droit de ce jour")
    parser.add_argument("--format", choices=formats, default="terminal", help="forme de sortie")
    parser.add_argument("--output", metavar="F", help="écrire dans ce fichier au lieu de l'écran")
    parser.add_argument(
        "--width", type=number(30, 1000, "une largeur"), metavar="N", help="largeur du texte, en caractères"
    )


def add_document(parser: argparse.ArgumentParser, on: bool = True) -> None:
    """What is shown, or written as a document: the name of the file alone may tell its format."""
    add_output(parser, formats=("terminal", "pdf", "docx", "html", "markdown", "json"), on=on)
    parser.set_defaults(format=None)
    parser.add_argument("--letterhead", metavar="F", help="en-tête : nom, adresse et logo (par défaut : entete.toml)")


def go_offline(arguments: argparse.Namespace) -> None:
    """With ``--offline``, as the variable of the environment does it: nothing is even offered."""
    if arguments.offline:
        import os

        from advisor.common.resources import SWITCH

        os.environ[SWITCH] = "1"
