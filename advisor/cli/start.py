"""The way in: version, home menu, interview. Heavy imports are made inside, once the command is known."""

from __future__ import annotations

import argparse
import sys

from advisor.cli.output import OK


def version(arguments: argparse.Namespace) -> int:
    """Tell the version of the software, and that of its rules with their fingerprint."""
    from advisor import __version__
    from advisor.knowledge import load_knowledge

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


def interview(arguments: argparse.Namespace) -> int:
    """Conduct or resume the interview of one dossier.

    Raises:
        InputError: no dossier has this name but one has nearly, or there is no terminal to talk in.
    """
    from pathlib import Path

    from advisor.errors import InputError, Problem
    from advisor.interview.opening import refuse_slip

    refuse_slip(Path(arguments.dossier), Path(arguments.dossiers), arguments.new)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError(
            Problem("l'entretien demande un terminal.", mend="Pour un dossier déjà rempli : ess-advisor assess.")
        )
    from advisor.interview.terminal import run_interview

    return run_interview(Path(arguments.dossier))
