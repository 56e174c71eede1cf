"""The command line: what was typed is read, the command chosen is loaded and run, and what it returns is delivered.

A command returns an exit code, or the `advisor.cli.documents.CommandOutput` it has to show. It raises `InputError` for
whatever was asked and cannot be used, before anything is written.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module

from advisor.cli.commands import COMMANDS, FORMER, GROUPS, ROLES, Command
from advisor.cli.options import OPTIONS
from advisor.cli.output import OK, UNUSABLE, emit, guarded, ready_streams

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--aide``.
if TYPE_CHECKING:
    from typing import Any, NoReturn

_SELDOM = 200_000
"""Objects made, and not freed by themselves, before the collector looks for cycles: reading the rules makes a hundred
thousands that stay, and going through them time and again took a sixth of a short command."""

PAGES = {"conseiller": "cli/conseiller.txt", "exploitation": "web/EXPLOITATION.md"}
"""Texts that « aide » prints, in the folder of the package."""

EVERYWHERE = ("--dossiers", "--hors-ligne", "--registre")
"""Options of every command, given before it."""

_ABSENT: dict[str, Any] = dict.fromkeys(("format", "output", "letterhead", "width", "on", "since", "run"))
"""What every command may be asked for, when it has no such option."""


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
    """Translate what argparse says of a command line; whatever the person typed in it stays as it is."""
    import re

    named = re.match(r"argument ([^:]+): ", message)
    error = message[named.end() :] if named else message
    for english, french in _FRENCH:
        if found := re.fullmatch(english, error, re.DOTALL):
            error = found.expand(french)
            break
    return f"argument {named[1]} : {error}" if named else error


class Parser(argparse.ArgumentParser):
    """argparse, speaking French where it speaks to users."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=argparse.RawDescriptionHelpFormatter, **settings)
        self.add_argument("-h", "--aide", action="help", help="afficher cette aide")
        self.set_defaults(parser=self)
        self.words = ["--aide"]

    def add_option(self, key: str) -> None:
        """Accept one of the options declared; it is known by what comes before « / »."""
        name = key.partition("/")[0]
        self.add_argument(name, **OPTIONS[key])
        self.words.append(name)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "usage :", 1)

    def format_help(self) -> str:
        text = super().format_help().replace("usage:", "usage :", 1)
        return text.replace("positional arguments:", "arguments :", 1).replace("options:", "options :", 1)

    def error(self, message: str) -> NoReturn:
        import re

        self.print_usage(sys.stderr)
        chosen = re.match(r"argument (?:COMMANDE|ACTION): invalid choice: '(.*)' \(choose from ", message, re.DOTALL)
        text = self.unknown("commande", chosen[1]) if chosen else in_french(message)
        sys.stderr.write(f"{self.prog} : {text}\n")
        sys.exit(UNUSABLE)

    def unknown(self, what: str, typed: str) -> str:
        """Return what to say of a word that means nothing here: those it may stand for."""
        near = nearest(typed, self.words)
        hint = f" Vouliez-vous dire : {', '.join(near)} ?" if near else ""
        hint = " Elle se place avant la commande." if typed in EVERYWHERE else hint
        return f"{what} inconnue : « {typed} ».{hint} Pour tout voir : {self.prog} --aide"


def nearest(typed: str, words: Iterable[str]) -> list[str]:
    """Return the words a wrong one may stand for: that which replaced it, else those it looks like."""
    from advisor.common.errors import close_to
    from advisor.common.french import folded

    # An option stands for an option, and a command for a command.
    names = [word for word in words if word.startswith("--") is typed.startswith("--")]
    plain = folded(typed)
    replaced = [one for one in FORMER.get(plain, "").split(", ") if one]
    # Some were moved under another word: they are told in full.
    known = [one for one in replaced if one in names or " " in one]
    return known or close_to(plain, names, 3)


def build_parser() -> Parser:
    """Build the whole command line."""
    parser = Parser(
        prog="ess-advisor",
        usage="ess-advisor [options] COMMANDE …",
        description="Société commerciale de l'ESS et agrément ESUS : un verdict daté, motivé, article par article.\n"
        "Sans argument : l'accueil, pour commencer un entretien.",
        epilog=_by_role(),
    )
    parser.add_argument("--version", action="store_true", help="version du logiciel et de la base de règles")
    for key in EVERYWHERE:
        parser.add_option(key)
    parser.set_defaults(**_ABSENT, offline=False, dossier="")
    chosen = parser.add_subparsers(
        prog=parser.prog, metavar="COMMANDE", dest="command", parser_class=Parser, help=argparse.SUPPRESS
    )
    groups: dict[str, tuple[Parser, Any]] = {}
    for command in COMMANDS:
        if command.group and command.group not in groups:
            epilog = "\n".join(("actions :", *_lines(one for one in COMMANDS if one.group == command.group)))
            group = chosen.add_parser(
                command.group,
                usage=f"{parser.prog} {command.group} ACTION …",
                description=GROUPS[command.group],
                epilog=epilog,
            )
            actions = group.add_subparsers(
                prog=group.prog, metavar="ACTION", parser_class=Parser, help=argparse.SUPPRESS
            )
            groups[command.group] = group, actions
            parser.words.append(command.group)
        home, actions = groups[command.group] if command.group else (parser, chosen)
        word = command.name.rpartition(" ")[2]
        home.words.append(word)
        sub = actions.add_parser(word, description=command.help, epilog=f"Exemple : {command.example}")
        for key in command.options:
            sub.add_option(key)
        sub.set_defaults(run=command.run)
    return parser


def _by_role() -> str:
    """The commands that each role finds first: what each does, and an example."""
    first = {command.group or command.name: command for command in reversed(COMMANDS)}
    blocks = []
    for role in ROLES:
        own = [command for command in COMMANDS if command.role == role and command in first.values()]
        blocks.append("\n".join((f"{role} :", *_lines(own, grouped=True))))
    return "\n\n".join(blocks)


def _lines(commands: Iterable[Command], grouped: bool = False) -> Iterator[str]:
    for one in commands:
        name = one.group if grouped and one.group else one.name.rpartition(" ")[2]
        yield f"  {name:<13} {GROUPS[name] if grouped and one.group else one.help}"
        yield f"{'':<16}{one.example}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code (0 done, 1 a check found something, 2 unusable input)."""
    gc.set_threshold(_SELDOM, 10, 2)
    ready_streams()
    parser = build_parser()
    arguments, strange = parser.parse_known_args(argv)
    for one in strange:
        if one.startswith("--"):
            chosen: Parser = arguments.parser
            chosen.print_usage(sys.stderr)
            sys.stderr.write(f"{chosen.prog} : {chosen.unknown('option', one.partition('=')[0])}\n")
            sys.exit(UNUSABLE)
    if strange:
        arguments.parser.error(f"unrecognized arguments: {' '.join(strange)}")
    if arguments.version:
        arguments.run = "reference.version"
    elif arguments.command is None:
        arguments.run = "home.start"
    elif arguments.run is None:
        arguments.parser.print_help(sys.stderr)
        return UNUSABLE
    return guarded(_run, arguments)


def show_help(arguments: argparse.Namespace) -> int:
    """Show the general help, that of a command, or a page."""
    from advisor.common.resources import PACKAGE

    if file := PAGES.get(" ".join(arguments.page)):
        emit((PACKAGE / file).read_text(encoding="utf-8"), None)
        return OK
    build_parser().parse_args([*arguments.page, "--aide"])
    return OK


def _run(arguments: argparse.Namespace) -> int:
    """Load the module of the command chosen, and nothing of the others; run it, and deliver what it returns."""
    module, name = arguments.run.split(".")
    made = getattr(import_module(f"advisor.cli.{module}"), name)(arguments)
    if isinstance(made, int):
        return made
    from advisor.cli.documents import deliver

    deliver(arguments, made)
    return OK
