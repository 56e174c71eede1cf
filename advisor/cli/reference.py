"""The commands that consult: rules, worked cases, schema, facts, public record of a company."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import textwrap
from collections.abc import Iterable
from datetime import date
from itertools import zip_longest
from typing import Any

from advisor.advice.public_record import LegalUnit, SearchResults, read_record
from advisor.advice.public_record_client import Client
from advisor.assessment.assess import assess
from advisor.cli.documents import CommandOutput, Deliverable, document
from advisor.cli.output import FOUND, OK, emit, go_offline, unusable
from advisor.common.french import french_date, short_date, typeset
from advisor.common.resources import __version__, as_typed, data_dir
from advisor.dossier import Dossier
from advisor.dossier.model import grouped
from advisor.report.catalogue import facts_json, facts_text, schema_json
from advisor.report.lawbook.listing import list_data, list_report, list_rules
from advisor.report.lawbook.shelves import show_rule
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.signatures import read_signatures, sign, signed
from advisor.training.casebook.export import export_cases
from advisor.training.casebook.read import exercised, find_case, load_cases
from advisor.training.casebook.show import cases_table, check_all, show_case, teaching_table


def rules_show(arguments: argparse.Namespace) -> CommandOutput:
    """Show everything the rules say under one id."""
    return CommandOutput(lambda: show_rule(load_knowledge(), arguments.id, arguments.on, exercised))


@document()
def rules_list(arguments: argparse.Namespace) -> Deliverable:
    """List every id of the rules, or those of one nature, of one group, or that hold some words."""
    knowledge = load_knowledge()
    chosen = list_rules(knowledge, arguments.nature, arguments.search)
    return list_report(knowledge, chosen), json.dumps(list_data(chosen), ensure_ascii=False, indent=2)


def rules_lint(arguments: argparse.Namespace) -> int:
    """Check a rule base, ours by default: `FOUND` when it has defects, each told with its line."""
    from advisor.lint.run import lint_folder  # the linter is as large as all the rest

    problems, summary = lint_folder(arguments.folder, date.today())
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(summary + "\n")
    return FOUND if problems else OK


def rules_sign(arguments: argparse.Namespace) -> int:
    """Sign a rule as it is written; without a rule, list the signatures: `FOUND` when one has fallen."""
    knowledge, folder = load_knowledge(), data_dir("rules")
    if arguments.id is not None:
        if not arguments.name.strip():
            raise unusable("qui signe ?", f'Dites-le : ess-advisor regles signer {arguments.id} --nom "Votre nom".')
        new = sign(knowledge, folder, arguments.id, arguments.name.strip(), date.today())
        sys.stdout.write(f"{new.rule}, signée par {new.name} le {french_date(new.day)}.\n")
        return OK
    found = signed(knowledge, read_signatures(folder, as_typed(folder)))
    for one in found:
        fate = "tient" if one.stands else "tombée, la règle a changé depuis"
        sys.stdout.write(f"{one.signature.rule}, {one.signature.name}, {french_date(one.signature.day)} : {fate}\n")
    sys.stdout.write("" if found else "Aucune règle n'est signée.\n")
    return OK if all(one.stands for one in found) else FOUND


def cases_list(arguments: argparse.Namespace) -> CommandOutput:
    """List the worked cases, or those of the information day in their order."""
    table = teaching_table if arguments.teaching else cases_table
    return CommandOutput(lambda: table(load_cases(), arguments.format))


def cases_show(arguments: argparse.Namespace) -> CommandOutput:
    """Show a worked case: its story, its verdict, what it teaches."""
    return CommandOutput(lambda: show_case(find_case(arguments.id), arguments.format))


def cases_check(arguments: argparse.Namespace) -> int:
    """Check that each worked case gets its verdict: `FOUND` when one does not."""
    text, failed = check_all(load_cases(), arguments.format)
    emit(text, None)
    return FOUND if failed else OK


def cases_export(arguments: argparse.Namespace) -> CommandOutput:
    """Write the worked cases as plain JSON, for any engine."""
    return CommandOutput(
        lambda: export_cases(((case, assess(case.dossier)) for case in load_cases()), load_knowledge())
    )


def schema(arguments: argparse.Namespace) -> CommandOutput:
    """Show the JSON Schema of a dossier file, or of an assessment."""
    return CommandOutput(lambda: schema_json(arguments.schema))


def facts(arguments: argparse.Namespace) -> CommandOutput:
    """Show the catalogue of facts, in lines or in JSON."""
    return CommandOutput(facts_json if arguments.format == "json" else facts_text)


def version(arguments: argparse.Namespace) -> int:
    """Tell the version of the software, and that of its rules with their fingerprint."""
    base = load_knowledge()
    sys.stdout.write(f"ess-advisor {__version__} ; règles {base.base.version} ({base.fingerprint})\n")
    return OK


def look_up(arguments: argparse.Namespace) -> int:
    """Tell what the public record of a company says, and which answers it would propose; nothing is written."""
    go_offline(arguments)
    found = Client().search(" ".join(arguments.query))
    knowledge = load_knowledge()
    if arguments.format == "json":
        emit(json.dumps(_record_data(knowledge, found, date.today()), ensure_ascii=False, indent=2), arguments.output)
    else:
        width = min(100, shutil.get_terminal_size().columns)
        emit(_record_text(knowledge, found, date.today(), width), arguments.output)
    return OK if found.results else FOUND


def _record_text(knowledge: Knowledge, found: SearchResults, on: date, width: int = 100) -> str:
    """One record in full, or the list of those found."""
    service = knowledge.directory.service
    head = f"{service.name} ({service.keeper}), consultée le {short_date(on)}. {service.caveat}"
    if not found.results:
        return _wrapped([head, "", "Rien de ce nom ni de ce numéro."], width)
    if len(found.results) > 1:
        lines = [_title(one) for one in found.results]
        more = found.total_results - len(found.results)
        lines += [f"… et {more} de plus ; précisez le nom."] if more > 0 else []
        return _wrapped([head, "", *lines, "", "Pour le détail : ess-advisor rechercher SIREN"], width)
    company = found.results[0]
    reading = read_record(knowledge, company, Dossier())
    lines = [_title(company), head, *(f"! {text}" for text in reading.warnings)]
    lines += ["", "Réponses que l'entretien proposerait, à confirmer :"]
    offered = [one for one in reading.proposals if one.kind == "fait"]
    for one, after in zip_longest(offered, offered[1:]):
        lines.append(f"  – {one.label}")
        # Of several answers to one question, the caveat is shown once.
        lines += [] if after is not None and after.address == one.address else [f"    {one.caveat}"]
    lines += [] if offered else ["  – aucune"]
    if reading.clues:
        lines += ["", "Indices, qui ne répondent à rien :", *(f"  – {text}" for text in reading.clues)]
    return _wrapped(lines, width)


def _wrapped(lines: Iterable[str], width: int) -> str:
    """Lines no longer than the window; what follows stands under the words."""
    wrapped: list[str] = []
    for line in lines:
        lead, margin = line[: len(line) - len(line.lstrip())], " " * (len(line) - len(line.lstrip(" –!")))
        wrapped += textwrap.wrap(lead + typeset(line), width, subsequent_indent=margin, break_on_hyphens=False) or [""]
    return "\n".join(wrapped) + "\n"


def _record_data(knowledge: Knowledge, found: SearchResults, on: date) -> dict[str, Any]:
    """The same, for a program; ids of facts and answers are those of the rules."""
    service = knowledge.directory.service
    companies = []
    for company in found.results:
        reading = read_record(knowledge, company, Dossier())
        companies.append(
            {
                "siren": company.siren,
                "nom": company.name,
                "commune": company.town,
                "fermee": company.closed,
                "propositions": [
                    {"fait": one.address, "valeur": one.value, "libelle": one.label, "reserve": one.caveat}
                    for one in reading.proposals
                    if one.kind == "fait"
                ],
                "alertes": list(reading.warnings),
                "indices": list(reading.clues),
            }
        )
    return {
        "source": service.name,
        "consultee_le": on.isoformat(),
        "trouvees": found.total_results,
        "fiches": companies,
    }


def _title(company: LegalUnit) -> str:
    labels = [company.name or "Nom non diffusé", company.town, f"SIREN {grouped(company.siren)}"]
    return ", ".join(filter(None, [*labels, "fermée" if company.closed else ""]))
