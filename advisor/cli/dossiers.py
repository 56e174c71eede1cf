"""The commands that read a dossier or a record."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from advisor.advice.checkup.build import check_up
from advisor.advice.checkup.drift import read_previous
from advisor.advice.comparison import compare
from advisor.advice.papers.agenda import to_ics
from advisor.advice.papers.clauses import statutes
from advisor.advice.papers.esus import esus_file
from advisor.advice.ways.find import find_ways
from advisor.advice.ways.margins import targets, weaknesses
from advisor.advice.ways.model import STATUSES
from advisor.advice.ways.whatif import read_changes, what_if
from advisor.assessment.assess import assess, read_dossier
from advisor.assessment.model import Assessment
from advisor.assessment.record import freeze, load_record, refuse_existing, replay, save_record
from advisor.assessment.wording import unjudged_day
from advisor.cli.documents import CommandOutput, Deliverable, document
from advisor.cli.output import FOUND, OK, coloured, unusable
from advisor.cli.register import register_for, register_path
from advisor.common.errors import InputError
from advisor.common.files import write_atomically
from advisor.desk.repository import refuse_missing
from advisor.dossier import Dossier
from advisor.dossier.wishes import asked_refusals, asked_wants, named, sought
from advisor.report.checkup import checkup_report
from advisor.report.comparison import comparison_report
from advisor.report.document import build_document, render
from advisor.report.papers import clauses_report, file_report
from advisor.report.proof import explain
from advisor.report.ways import sureness_report, ways_report, what_if_report
from advisor.rules.load import load_knowledge
from advisor.training.casebook.model import Case
from advisor.training.casebook.read import find_case


def _read(arguments: argparse.Namespace) -> tuple[Dossier, Assessment]:
    """The dossier a command names and its assessment, once what the command writes can overwrite nothing."""
    dossier = read_dossier_or_case(arguments)
    return dossier, assess(dossier, on=arguments.on)


def read_dossier_or_case(arguments: argparse.Namespace) -> Dossier:
    """Read the dossier a command names, or a worked case, once what it writes can overwrite nothing.

    Raises:
        InputError: it cannot be used, or would be overwritten.
    """
    _refuse_overwriting(arguments)
    case = worked_case(arguments.dossier)
    if case is not None:
        return case.dossier
    refuse_missing(Path(arguments.dossier), Path(arguments.dossiers))
    return read_dossier(arguments.dossier)


def read_under_the_law(arguments: argparse.Namespace) -> tuple[Dossier, Assessment]:
    """Read and assess the same, for a command that has nothing to say of a day before the law.

    Raises:
        InputError: the day is before the law.
    """
    dossier, assessment = _read(arguments)
    knowledge = load_knowledge()
    if assessment.on < knowledge.base.start:
        raise InputError(unjudged_day(knowledge, assessment.on))
    return dossier, assessment


def _refuse_overwriting(arguments: argparse.Namespace) -> None:
    """Every command that reads a dossier comes through here before it writes anything."""
    record, calendar = getattr(arguments, "save_record", None), getattr(arguments, "ics", None)
    named = [Path(one).resolve() for one in (arguments.dossier, arguments.output, record, calendar) if one]
    if len(named) != len(set(named)) or register_path(arguments).resolve() in named:
        message = "le dossier, le rapport, le procès-verbal et le registre doivent être des fichiers différents."
        raise unusable(message, "Rien n'a été écrit.")
    if record:
        refuse_existing(Path(record))


def worked_case(name: str) -> Case | None:
    """Find a worked case, when ``name`` is its number or id and not a file.

    Raises:
        InputError: it looks like one, and is none.
    """
    if not name[:3].isdigit() or len(name) > 60 or "/" in name or Path(name).exists():
        return None
    return find_case(name)


def assess_dossier(arguments: argparse.Namespace) -> CommandOutput:
    """Show the report of a dossier, on screen or in a file, and write a frozen record when asked for."""
    dossier, assessment = _read(arguments)

    def say() -> str:
        register = register_for(arguments, load_knowledge())
        style = {"width": arguments.width, "color": coloured(arguments), "short": arguments.short}
        return render(assessment, arguments.format, dossier=dossier, register=register, **style)

    def record() -> None:
        if arguments.save_record:
            save_record(freeze(dossier, assessment), arguments.save_record)
            sys.stderr.write(f"Procès-verbal : {arguments.save_record}\n")

    return CommandOutput(say, then=record)


@document()
def report(arguments: argparse.Namespace) -> Deliverable:
    """Write the report to hand over: PDF, Word, web page, or text."""
    dossier, assessment = _read(arguments)
    knowledge = load_knowledge()
    return build_document(assessment, knowledge, dossier, register_for(arguments, knowledge))


@document("preuve-{id}")
def explain_point(arguments: argparse.Namespace) -> Deliverable:
    """Show the proof of one criterion, route or status."""
    _, assessment = _read(arguments)
    knowledge = load_knowledge()
    return explain(assessment, arguments.id, knowledge, register_for(arguments, knowledge))


def path(arguments: argparse.Namespace) -> CommandOutput:
    """Find the smallest sets of changes that reach a status, or both."""
    knowledge = load_knowledge()
    asked = asked_refusals(arguments.keep, knowledge)
    from_dossier: list[str] = []

    def say() -> Deliverable:
        dossier, assessment = read_under_the_law(arguments)
        from_dossier.extend(dossier.non_negotiables if asked is None else ())
        found = tuple(
            find_ways(dossier, status, on=assessment.on, refused=from_dossier if asked is None else asked)
            for status in STATUSES
            if arguments.to in (None, status)
        )
        data = json.dumps([one.model_dump(mode="json") for one in found], ensure_ascii=False, indent=2)
        return ways_report(found, dossier, knowledge, targets(dossier, assessment.on)), data

    def tell() -> None:
        _tell_from_dossier("Points non négociables du dossier", named(knowledge, from_dossier), "--garder")

    return CommandOutput(say, "chemin", then=tell)


def _tell_from_dossier(what: str, titles: Sequence[str], option: str) -> None:
    """Say, after the page, what the dossier brought to it, and how to do without."""
    if titles:
        listed = " ; ".join(titles)
        sys.stderr.write(f"{what} : {listed}.\nPour les mettre de côté : {option} aucun.\n")


def whatif(arguments: argparse.Namespace) -> CommandOutput:
    """Show verdicts before and after some answers change; without any, what the verdicts hang on."""

    def say() -> Deliverable:
        dossier, assessment = read_under_the_law(arguments)
        if arguments.changes:
            return what_if_report(what_if(dossier, read_changes(arguments.changes), on=assessment.on))
        return sureness_report(assessment, weaknesses(dossier, assessment.on))

    return CommandOutput(say, "et-si" if arguments.changes else "solidite")


def compare_statutes(arguments: argparse.Namespace) -> CommandOutput:
    """Compare every statute with what the project wants; without a want, show the whole table."""
    knowledge = load_knowledge()
    asked = asked_wants(arguments.want, arguments.need, knowledge)
    from_dossier: list[str] = []

    def say() -> Deliverable:
        dossier, assessment = _read(arguments)
        from_dossier.extend(sought(knowledge, dossier) if asked is None else ())
        wants, needs = (dossier.wants, dossier.needs) if asked is None else asked
        found = compare(dossier, assessment, wants, needs)
        return comparison_report(found, knowledge), found

    return CommandOutput(
        say, "statuts", then=lambda: _tell_from_dossier("Souhaits du dossier", from_dossier, "--souhait")
    )


@document("clauses")
def clauses(arguments: argparse.Namespace) -> Deliverable:
    """List the gaps of the statutes, with a draft clause for what lacks."""
    dossier, assessment = read_under_the_law(arguments)
    found = statutes(dossier, assessment.on)
    return clauses_report(found, load_knowledge()), found


@document("dossier-esus")
def file(arguments: argparse.Namespace) -> Deliverable:
    """Write the ESUS file of this case, and its calendar, also as iCalendar."""
    dossier, assessment = read_under_the_law(arguments)
    found = esus_file(dossier, assessment.on, assembly=arguments.assembly, filed=arguments.filed)
    if arguments.ics:
        write_atomically(Path(arguments.ics), to_ics(found))
        sys.stderr.write(f"Calendrier : {arguments.ics}\n")
    return file_report(found, load_knowledge()), found


def replay_record(arguments: argparse.Namespace) -> int:
    """Assess a record's dossier again and tell what differs: `OK` when nothing does, else `FOUND`."""
    record = load_record(arguments.record)
    result = replay(record)
    if result.same:
        sys.stdout.write("Même résultat, au mot près.\n")
        return OK
    if not result.same_rules:
        sys.stdout.write(
            f"La base de règles a changé depuis ({record.rules_version}, {record.rules_fingerprint} à l'époque).\n"
        )
    if result.rewritten:
        sys.stdout.write(f"Réécrit depuis, parmi ce qui décidait : {', '.join(result.rewritten)}.\n")
    for line in result.differences:
        sys.stdout.write(f"- {line}\n")
    return FOUND


@document("bilan")
def checkup(arguments: argparse.Namespace) -> Deliverable:
    """Write the annual check-up of a company, alone or compared with a dossier of another year."""
    knowledge = load_knowledge()
    dossier, assessment = read_under_the_law(arguments)
    previous = None
    if arguments.since is not None:
        refuse_missing(Path(arguments.since), Path(arguments.dossiers))
        previous = read_previous(arguments.since, knowledge)
    found = check_up(
        dossier, assessment.on, previous=previous, accredited_until=arguments.accredited_until, knowledge=knowledge
    )
    return checkup_report(found, knowledge, register_for(arguments, knowledge)), found
