"""The ``ess-advisor`` command: arguments in, calls out; no logic here.

Nothing heavy is imported before a command is known, so that ``--help`` and the first prompt are immediate.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from datetime import date

    from advisor.assessment import Assessment
    from advisor.dossier import Dossier

OK, UNUSABLE, FOUND = 0, 2, 1


class _Parser(argparse.ArgumentParser):
    """argparse, speaking French where it speaks to users."""

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
    if not text.isascii() or not text.isdigit() or not 20 <= int(text[:6]) <= 1000:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une largeur ; écrivez un nombre de 20 à 1000")
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
        "--dossiers", metavar="DOSSIER", default="dossiers", help="où sont rangés les dossiers (par défaut : dossiers)"
    )
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", dest="command", parser_class=_Parser)

    def command(name: str, help: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help, add_help=False)
        _help(sub)
        sub.set_defaults(run=run)
        return sub

    interview = command("interview", "mener ou reprendre un entretien", _interview)
    interview.add_argument("dossier", metavar="DOSSIER.yaml", help="le dossier, créé s'il n'existe pas")

    assess = command("assess", "évaluer un dossier et afficher le rapport motivé", _assess)
    _dossier(assess)
    _output(assess)
    assess.add_argument("--save-record", metavar="F", help="garder un procès-verbal figé de cette évaluation")

    explain = command("explain", "montrer la preuve d'un critère ou d'un statut", _explain)
    _dossier(explain)
    explain.add_argument("id", metavar="ID", help="par exemple ESS-07, ESUS-02a, ess, esus, droit_commun")
    _output(explain, formats=("terminal", "markdown"))

    replay = command("replay", "rejouer un procès-verbal et comparer", _replay)
    replay.add_argument("record", metavar="PROCES-VERBAL.json")

    rules = command("rules", "consulter et contrôler la base de règles", _rules_help)
    actions = rules.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=_Parser)
    show = actions.add_parser("show", help="ce que dit une règle, avec toutes ses versions", add_help=False)
    _help(show)
    show.add_argument("id", metavar="ID")
    show.add_argument("--on", type=_day, metavar="DATE", help="la version en vigueur ce jour-là")
    _output(show, formats=("terminal", "markdown"), on=False)
    show.set_defaults(run=_rules_show)
    diff = actions.add_parser("diff", help="ce qui a changé entre deux dates", add_help=False)
    _help(diff)
    diff.add_argument("first", type=_day, metavar="DATE1")
    diff.add_argument("second", type=_day, metavar="DATE2")
    _output(diff, formats=("terminal", "markdown"), on=False)
    diff.set_defaults(run=_rules_diff)
    lint = actions.add_parser("lint", help="contrôler toute la base de règles", add_help=False)
    _help(lint)
    lint.add_argument("folder", metavar="DOSSIER", nargs="?", help="une autre base de règles que celle du logiciel")
    lint.set_defaults(run=_rules_lint)

    cases = command("cases", "les cas d'école", _cases_help)
    what = cases.add_subparsers(title="actions", metavar="ACTION", dest="action", parser_class=_Parser)
    for name, help, run in (
        ("list", "la liste des cas", _cases_list),
        ("show", "un cas : l'histoire, le verdict et l'enseignement", _cases_show),
        ("check", "vérifier que chaque cas obtient son verdict", _cases_check),
    ):
        sub = what.add_parser(name, help=help, add_help=False)
        _help(sub)
        if name == "show":
            sub.add_argument("id", metavar="CAS")
        sub.add_argument("--format", choices=("terminal", "json"), default="terminal", help="forme de sortie")
        sub.set_defaults(run=run)

    schema = command("schema", "le schéma JSON d'un dossier", _schema)
    schema.add_argument("--output", metavar="F", help="fichier de sortie")
    facts = command("facts", "le catalogue des faits demandés", _facts)
    facts.add_argument("--format", choices=("terminal", "json"), default="terminal", help="forme de sortie")
    return parser


def _help(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-h", "--help", action="help", help="afficher cette aide")


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


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code (0 done, 1 a check found something, 2 unusable input)."""
    _ready_streams()
    arguments = build_parser().parse_args(argv)
    if arguments.version:
        return _guard(_version, arguments)
    if arguments.command is None:
        return _guard(_start, arguments)
    return _guard(arguments.run, arguments)


def _ready_streams() -> None:
    """Make printing never fail: closed streams go nowhere, characters a terminal lacks are replaced."""
    import io
    import os

    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _guard(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    from advisor.errors import EngineError, InputError

    try:
        code = run(arguments)
        sys.stdout.flush()
        return code
    except InputError as error:
        for problem in error.problems[:20]:
            sys.stderr.write(f"{problem}\n")
        if len(error.problems) > 20:
            sys.stderr.write(f"… et {len(error.problems) - 20} autres.\n")
        return UNUSABLE
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
        return UNUSABLE
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            # The reader (head, less) closed early: nothing more can be said, and Python must not try at exit.
            _discard_output()
            return OK
        from advisor.errors import system_reason

        _discard_output()
        sys.stderr.write(f"écriture impossible ({system_reason(error)})\n")
        return UNUSABLE
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrompu.\n")
        return 130


def _discard_output() -> None:
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _emit(text: str, output: str | None) -> None:
    if output:
        from pathlib import Path

        from advisor.files import write_atomically

        write_atomically(Path(output), text if text.endswith("\n") else text + "\n")
        sys.stderr.write(f"Écrit dans {output}\n")
        return
    if not text.endswith("\n"):
        text += "\n"
    if sys.stdout.isatty():
        _page(text)
    else:
        sys.stdout.write(text)


def _page(text: str) -> None:
    """Show a long text from its first line: printed at once, its verdicts would scroll out of sight."""
    import os
    import shutil

    if text.count("\n") < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    import pydoc

    os.environ.setdefault("LESS", "-RFX")
    pydoc.pager(text)


def _color(arguments: argparse.Namespace) -> bool:
    import os

    return sys.stdout.isatty() and not arguments.output and not os.environ.get("NO_COLOR")


def _read(arguments: argparse.Namespace) -> tuple[Dossier, Assessment]:
    from advisor.evaluation import assess, read_dossier

    dossier = _worked_case(arguments.dossier) or read_dossier(arguments.dossier)
    return dossier, assess(dossier, on=arguments.on)


def _worked_case(name: str) -> Dossier | None:
    """The dossier of a worked case, when ``name`` is its number or id and not a file."""
    from pathlib import Path

    if not name[:3].isdigit() or len(name) > 60 or "/" in name or Path(name).exists():
        return None
    from advisor.casebook import find_case

    return find_case(name).dossier


def _version(arguments: argparse.Namespace) -> int:
    from advisor import __version__
    from advisor.knowledge import load_knowledge

    base = load_knowledge()
    sys.stdout.write(f"ess-advisor {__version__} ; règles {base.base.version} ({base.fingerprint})\n")
    return OK


def _start(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    if sys.stdin.isatty() and sys.stdout.isatty():
        from advisor.interview.terminal import home

        return home(Path(arguments.dossiers))
    from advisor.casebook import load_cases
    from advisor.evaluation import assess
    from advisor.report import render

    case = load_cases()[0]
    assessment = assess(case.dossier)
    sys.stdout.write(f"Cas d'école : {case.title}\n\n")
    sys.stdout.write(render(assessment, "terminal", dossier=case.dossier))
    sys.stdout.write("\nPour commencer un entretien, lancez « ess-advisor » dans un terminal.\n")
    return OK


def _interview(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from advisor.errors import InputError, Problem

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            Problem("l'entretien demande un terminal.", mend="Pour un dossier déjà rempli : ess-advisor assess.")
        )
    from advisor.interview.terminal import run_interview

    return run_interview(Path(arguments.dossier))


def _assess(arguments: argparse.Namespace) -> int:
    from advisor.report import render

    dossier, assessment = _read(arguments)
    _refuse_overwriting(arguments)
    text = render(assessment, arguments.format, dossier=dossier, width=arguments.width, color=_color(arguments))
    _emit(text, arguments.output)
    if arguments.save_record:
        from advisor.record import freeze, save_record

        save_record(freeze(dossier, assessment), arguments.save_record)
        sys.stderr.write(f"Procès-verbal : {arguments.save_record}\n")
    return OK


def _refuse_overwriting(arguments: argparse.Namespace) -> None:
    from pathlib import Path

    from advisor.errors import InputError, Problem

    named = [Path(one).resolve() for one in (arguments.dossier, arguments.output, arguments.save_record) if one]
    if len(named) != len(set(named)):
        raise InputError(
            Problem(
                "le dossier, le rapport et le procès-verbal doivent être des fichiers différents.",
                mend="Rien n'a été écrit.",
            )
        )


def _explain(arguments: argparse.Namespace) -> int:
    from advisor.knowledge import load_knowledge
    from advisor.report import render_report
    from advisor.report.proof import explain

    _, assessment = _read(arguments)
    report = explain(assessment, arguments.id, load_knowledge())
    _emit(render_report(report, arguments.format, width=arguments.width, color=_color(arguments)), arguments.output)
    return OK


def _replay(arguments: argparse.Namespace) -> int:
    from advisor.record import load_record, replay

    record = load_record(arguments.record)
    result = replay(record)
    if result.same:
        sys.stdout.write("Même résultat, au mot près.\n")
        return OK
    if not result.same_rules:
        sys.stdout.write(
            f"La base de règles a changé depuis ({record.rules_version}, {record.rules_fingerprint} à l'époque).\n"
        )
    for line in result.differences:
        sys.stdout.write(f"- {line}\n")
    return FOUND


def _rules_help(arguments: argparse.Namespace) -> int:
    sys.stderr.write("Précisez : ess-advisor rules show ID | diff DATE1 DATE2 | lint\n")
    return UNUSABLE


def _cases_help(arguments: argparse.Namespace) -> int:
    sys.stderr.write("Précisez : ess-advisor cases list | show CAS | check\n")
    return UNUSABLE


def _rules_show(arguments: argparse.Namespace) -> int:
    from advisor.knowledge import load_knowledge
    from advisor.report import render_report
    from advisor.report.lawbook import show_rule

    report = show_rule(load_knowledge(), arguments.id, arguments.on)
    _emit(render_report(report, arguments.format, width=arguments.width, color=_color(arguments)), arguments.output)
    return OK


def _rules_diff(arguments: argparse.Namespace) -> int:
    from advisor.knowledge import load_knowledge
    from advisor.report import render_report
    from advisor.report.lawbook import diff_rules

    report = diff_rules(load_knowledge(), arguments.first, arguments.second)
    _emit(render_report(report, arguments.format, width=arguments.width, color=_color(arguments)), arguments.output)
    return OK


def _rules_lint(arguments: argparse.Namespace) -> int:
    from advisor.knowledge.lint import lint_folder

    problems, summary = lint_folder(arguments.folder)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(summary + "\n")
    return FOUND if problems else OK


def _cases_list(arguments: argparse.Namespace) -> int:
    from advisor.casebook import cases_table, load_cases

    _emit(cases_table(load_cases(), arguments.format), None)
    return OK


def _cases_show(arguments: argparse.Namespace) -> int:
    from advisor.casebook import find_case, show_case

    _emit(show_case(find_case(arguments.id), arguments.format), None)
    return OK


def _cases_check(arguments: argparse.Namespace) -> int:
    from advisor.casebook import check_all

    text, failed = check_all(arguments.format)
    _emit(text, None)
    return FOUND if failed else OK


def _schema(arguments: argparse.Namespace) -> int:
    from advisor.catalogue import schema_json

    _emit(schema_json(), arguments.output)
    return OK


def _facts(arguments: argparse.Namespace) -> int:
    from advisor.catalogue import facts_json, facts_text

    _emit(facts_json() if arguments.format == "json" else facts_text(), None)
    return OK


if __name__ == "__main__":
    sys.exit(main())
