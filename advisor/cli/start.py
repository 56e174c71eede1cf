"""The way in: version, home menu, interview. Heavy imports are made inside, once the command is known."""

from __future__ import annotations

import argparse
import sys

from advisor.cli.output import FOUND, OK, emit


def version(arguments: argparse.Namespace) -> int:
    """Tell the version of the software, and that of its rules with their fingerprint."""
    from advisor import __version__
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
        from advisor.cli.interview.place import Place

        _switch(arguments)
        return home(Place(Path(arguments.dossiers), arguments.register))
    from advisor.assessment.assess import assess
    from advisor.report import render
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
    from advisor.desk.opening import refuse_slip

    refuse_slip(Path(arguments.dossier), Path(arguments.dossiers), arguments.new)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            Problem("l'entretien demande un terminal.", mend="Pour un dossier déjà rempli : ess-advisor assess.")
        )
    from advisor.cli.home import run_interview
    from advisor.cli.interview.place import Place

    _switch(arguments)
    return run_interview(Path(arguments.dossier), Place(Path(arguments.dossiers), arguments.register))


def _switch(arguments: argparse.Namespace) -> None:
    """Without network, as the variable of the environment does it: nothing is even offered."""
    if arguments.offline:
        import os

        from advisor.advice.lookup import SWITCH

        os.environ[SWITCH] = "1"


def look_up(arguments: argparse.Namespace) -> int:
    """Tell what the public record of a company says, and which answers it would propose; nothing is written.

    Raises:
        InputError: no such SIREN or name, no network, or an answer that cannot be read.
    """
    import shutil
    from datetime import date

    from advisor.advice.lookup.client import Client
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
