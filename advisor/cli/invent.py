"""The ``invent`` command: a case made by the machine, to teach with. Heavy imports are made inside."""

from __future__ import annotations

import argparse
import sys

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from pathlib import Path

    from advisor.dossier import Dossier

_SEEDS = 100_000
"""Seeds drawn when none is given: short enough to be read aloud."""


def invent(arguments: argparse.Namespace) -> int:
    """A new case: its story and questions, with ``--answers`` what is right and why.

    Raises:
        InputError: no such criterion, theme or level, or a file cannot be written.
    """
    from pathlib import Path

    from advisor.cli.documents import Told, deliver
    from advisor.files import refuse_unwritable
    from advisor.knowledge import load_knowledge
    from advisor.training.invented import invented_report, solved
    from advisor.training.made import made

    knowledge = load_knowledge()
    seed = arguments.seed if arguments.seed is not None else _drawn()
    saved = Path(arguments.save) if arguments.save is not None else None
    if saved is not None:
        refuse_unwritable(arguments.save, "--save")
        _refuse(saved)
    exercise = made(
        seed, arguments.target, theme=arguments.theme, level=arguments.level, on=arguments.on, knowledge=knowledge
    )

    def say() -> Told:
        answers = solved(exercise, knowledge) if arguments.answers else None
        report = invented_report(exercise, _again(arguments, seed), knowledge, answers)
        data = answers.model_dump_json(indent=2) if answers else exercise.model_dump_json(indent=2, exclude={"lesson"})
        return Told(report, data)

    arguments.dossier = ""
    # A name that would not tell which criterion is at stake.
    code = deliver(arguments, say, "corrige" if arguments.answers else "", Path(f"cas-{seed}.yaml"))
    if saved is not None:
        _save(saved, exercise.dossier)
    return code


def _drawn() -> int:
    from random import SystemRandom

    return SystemRandom().randrange(_SEEDS)


def _again(arguments: argparse.Namespace, seed: int) -> str:
    """The command that gives this case again."""
    options = {
        "--for": arguments.target,
        "--theme": arguments.theme,
        "--level": arguments.level,
        "--on": arguments.on.isoformat() if arguments.on else None,
        "--seed": seed,
    }
    return " ".join(
        ["ess-advisor invent", *(f"{name} {value}" for name, value in options.items() if value is not None)]
    )


def _refuse(target: Path) -> None:
    """A case never takes the place of another file: a dossier of work may have the same name."""
    from advisor.errors import InputError, Problem

    if target.suffix.lower() not in (".yaml", ".yml"):
        raise InputError(Problem("un dossier finit par .yaml.", str(target), mend="Rien n'a été écrit."))
    if target.exists():
        raise InputError(Problem("ce fichier existe déjà.", str(target), mend="Donnez un autre nom à --save."))


def _save(target: Path, dossier: Dossier) -> None:
    from advisor.dossier import save_dossier

    save_dossier(dossier, target)
    sys.stderr.write(f"Dossier écrit dans {target}\n")
