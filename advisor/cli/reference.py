"""The commands that consult: rules, worked cases, schema, facts. Heavy imports are made inside."""

from __future__ import annotations

import argparse
import sys

from advisor.cli.output import FOUND, OK, UNUSABLE, coloured, emit


def rules_help(arguments: argparse.Namespace) -> int:
    """``rules`` alone: say what may follow."""
    sys.stderr.write("Précisez : ess-advisor rules show ID | list [NATURE] | diff DATE1 DATE2 | lint\n")
    return UNUSABLE


def cases_help(arguments: argparse.Namespace) -> int:
    """``cases`` alone: say what may follow."""
    sys.stderr.write("Précisez : ess-advisor cases list | show CAS | check\n")
    return UNUSABLE


def rules_show(arguments: argparse.Namespace) -> int:
    """Everything the rules say under one id.

    Raises:
        InputError: nothing bears this id, or the file cannot be written.
    """
    from advisor.report.document import render_report
    from advisor.report.lawbook.shelves import show_rule
    from advisor.rules.load import load_knowledge

    report = show_rule(load_knowledge(), arguments.id, arguments.on)
    emit(render_report(report, arguments.format, width=arguments.width, color=coloured(arguments)), arguments.output)
    return OK


def rules_list(arguments: argparse.Namespace) -> int:
    """Every id of the rules, or those of one nature, of one group, or that hold some words.

    Raises:
        InputError: no such nature, nothing that holds these words, or the file cannot be written.
    """
    from advisor.report.lawbook.listing import list_data, list_report, list_rules
    from advisor.rules.load import load_knowledge

    knowledge = load_knowledge()
    chosen = list_rules(knowledge, arguments.nature, arguments.search)
    if arguments.format == "json":
        import json

        emit(json.dumps(list_data(chosen), ensure_ascii=False, indent=2), arguments.output)
        return OK
    from advisor.report.document import render_report

    report = list_report(knowledge, chosen)
    emit(render_report(report, arguments.format, width=arguments.width, color=coloured(arguments)), arguments.output)
    return OK


def rules_diff(arguments: argparse.Namespace) -> int:
    """What changed in the law between two days.

    Raises:
        InputError: the file cannot be written.
    """
    from advisor.report.document import render_report
    from advisor.report.lawdiff import diff_rules
    from advisor.rules.load import load_knowledge

    report = diff_rules(load_knowledge(), arguments.first, arguments.second)
    emit(render_report(report, arguments.format, width=arguments.width, color=coloured(arguments)), arguments.output)
    return OK


def rules_lint(arguments: argparse.Namespace) -> int:
    """Check a rule base, ours by default: `FOUND` when it has defects, each told with its line."""
    from advisor.lint.run import lint_folder

    problems, summary = lint_folder(arguments.folder)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(summary + "\n")
    return FOUND if problems else OK


def cases_list(arguments: argparse.Namespace) -> int:
    """The worked cases, or those of the information day in their order.

    Raises:
        InputError: a case is damaged.
    """
    from advisor.training.casebook.read import load_cases
    from advisor.training.casebook.show import cases_table, teaching_table

    table = teaching_table if arguments.teaching else cases_table
    emit(table(load_cases(), arguments.format), None)
    return OK


def cases_show(arguments: argparse.Namespace) -> int:
    """A worked case: its story, its verdict, what it teaches.

    Raises:
        InputError: no case bears this number or id.
    """
    from advisor.training.casebook.read import find_case
    from advisor.training.casebook.show import show_case

    emit(show_case(find_case(arguments.id), arguments.format), None)
    return OK


def cases_check(arguments: argparse.Namespace) -> int:
    """Check that each worked case gets its verdict: `FOUND` when one does not."""
    from advisor.training.casebook.check import check_all
    from advisor.training.casebook.read import load_cases

    text, failed = check_all(load_cases(), arguments.format)
    emit(text, None)
    return FOUND if failed else OK


def schema(arguments: argparse.Namespace) -> int:
    """The JSON Schema of a dossier file.

    Raises:
        InputError: the file cannot be written.
    """
    from advisor.report.catalogue import schema_json

    emit(schema_json(), arguments.output)
    return OK


def facts(arguments: argparse.Namespace) -> int:
    """The catalogue of facts, in lines or in JSON."""
    from advisor.report.catalogue import facts_json, facts_text

    emit(facts_json() if arguments.format == "json" else facts_text(), None)
    return OK


# -- the way in: version, home menu, interview -----------------------------------------------------------------------


def version(arguments: argparse.Namespace) -> int:
    """Tell the version of the software, and that of its rules with their fingerprint."""
    from advisor.common.resources import __version__
    from advisor.rules.load import load_knowledge

    base = load_knowledge()
    sys.stdout.write(f"ess-advisor {__version__} ; règles {base.base.version} ({base.fingerprint})\n")
    return OK


def start(arguments: argparse.Namespace) -> int:
    """Without a command: the home menu in a terminal; elsewhere, the report of the first worked case and the way in.

    Raises:
        InputError: the rules, or a worked case, are damaged.
    """
    from pathlib import Path

    if sys.stdin.isatty() and sys.stdout.isatty():
        from advisor.cli.home import home
        from advisor.cli.interview.workplace import Workplace

        _switch(arguments)
        return home(Workplace(Path(arguments.dossiers), arguments.register))
    from advisor.assessment.assess import assess
    from advisor.report.document import render
    from advisor.training.casebook.read import load_cases

    case = load_cases()[0]
    assessment = assess(case.dossier)
    sys.stdout.write(f"Cas d'école : {case.title}\n\n")
    sys.stdout.write(render(assessment, "terminal", dossier=case.dossier))
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
    from advisor.cli.interview.workplace import Workplace

    _switch(arguments)
    return run_interview(Path(arguments.dossier), Workplace(Path(arguments.dossiers), arguments.register))


def _switch(arguments: argparse.Namespace) -> None:
    """Without network, as the variable of the environment does it: nothing is even offered."""
    if arguments.offline:
        import os

        from advisor.advice.public_record_client import SWITCH

        os.environ[SWITCH] = "1"


def look_up(arguments: argparse.Namespace) -> int:
    """Tell what the public record of a company says, and which answers it would propose; nothing is written.

    Raises:
        InputError: no such SIREN or name, no network, or an answer that cannot be read.
    """
    import shutil
    from datetime import date

    from advisor.advice.public_record_client import Client
    from advisor.report.lookup import as_data, as_text
    from advisor.rules.load import load_knowledge

    _switch(arguments)
    found = Client().search(" ".join(arguments.query))
    knowledge = load_knowledge()
    if arguments.format == "json":
        import json

        emit(json.dumps(as_data(knowledge, found, date.today()), ensure_ascii=False, indent=2), arguments.output)
    else:
        width = min(100, shutil.get_terminal_size().columns)
        emit(as_text(knowledge, found, date.today(), width), arguments.output)
    return OK if found.results else FOUND
