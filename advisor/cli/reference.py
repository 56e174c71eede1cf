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
    from advisor.report import render_report
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
    from advisor.report import render_report

    report = list_report(knowledge, chosen)
    emit(render_report(report, arguments.format, width=arguments.width, color=coloured(arguments)), arguments.output)
    return OK


def rules_diff(arguments: argparse.Namespace) -> int:
    """What changed in the law between two days.

    Raises:
        InputError: the file cannot be written.
    """
    from advisor.report import render_report
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

    text, failed = check_all(arguments.format)
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
