"""The ``checkup`` command: the annual check-up of a company. Heavy imports are made inside."""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from pydantic import BaseModel

    from advisor.report.model import Report


def checkup(arguments: argparse.Namespace) -> int:
    """The annual check-up of a company, alone or compared with a dossier of another year.

    Raises:
        InputError: a dossier cannot be used, the company has nothing to check, or the file cannot be written.
    """
    from pathlib import Path

    from advisor.cli.documents import write_made

    return write_made(arguments, Path(arguments.dossier), "bilan", lambda: _made(arguments), arguments.since)


def _made(arguments: argparse.Namespace) -> tuple[Report, BaseModel]:
    from pathlib import Path

    from advisor.advice.checkup.build import check_up
    from advisor.advice.checkup.previous import read_previous
    from advisor.cli.dossiers import read_under_the_law
    from advisor.cli.register import register_for
    from advisor.desk.opening import refuse_missing
    from advisor.report.checkup import checkup_report
    from advisor.rules.load import load_knowledge

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
