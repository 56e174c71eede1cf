"""« lot »: a table of companies in, a table of verdicts out, and how the work goes on the screen."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from advisor.cli.output import FOUND, OK, UNUSABLE, say
from advisor.common.errors import InputError, Problem
from advisor.common.french import agree, capital, french_number, plural
from advisor.desk.batch.cells import write_template
from advisor.desk.batch.run import BatchReport, run_batch
from advisor.report.words import STATUSES
from advisor.rules.load import load_knowledge
from advisor.rules.words import VERDICT_WORDS

Tick = Callable[[int, int], None]


def batch(arguments: argparse.Namespace) -> int:
    """Rate every company of a table or of a folder, or write an empty table: `FOUND` when some lines are to mend."""
    if arguments.template is not None:
        return _template(arguments)
    if arguments.source is None:
        raise InputError(
            Problem("donnez une table CSV ou un répertoire de dossiers.", mend="Une table à remplir : --modele F.csv.")
        )
    if arguments.output is None:
        raise InputError(Problem("il manque le fichier de sortie.", mend="Ajoutez par exemple : --sortie verdicts.csv"))

    source, output, start = Path(arguments.source), Path(arguments.output), time.monotonic()
    try:
        with _bar() as tick:
            report = run_batch(source, output, arguments.on, arguments.jobs, say=say, tick=tick)
    except BrokenProcessPool:
        say("Un des processus a été arrêté par le système, sans doute faute de mémoire. Ce qui est fait est gardé.")
        say("Relancez la même commande pour continuer, au besoin avec --processus 1.")
        return UNUSABLE
    except KeyboardInterrupt:
        say("\nInterrompu. Ce qui est fait est gardé.\nRelancez la même commande pour continuer.")
        return 130
    _tell_troubles(source, report)
    sys.stdout.write(_summary(report, time.monotonic() - start))
    if report.backup is not None:
        say(f"L'ancien résultat est gardé dans {report.backup.name}")
    say(f"Écrit dans {output}")
    return FOUND if report.bad else OK


def _template(arguments: argparse.Namespace) -> int:
    columns = write_template(Path(arguments.template))
    say(f"Table à remplir, {columns} colonnes : supprimez celles qui ne servent pas, une ligne par structure.")
    say(f"Écrit dans {arguments.template}")
    return OK


def _tell_troubles(source: Path, report: BatchReport) -> None:
    """The first lines to mend, on the screen; every one is in the result."""
    for one in report.troubles:
        place = f"ligne {one.where}" if one.where.isdigit() else one.where
        say(f"{source.name}, {place} : {one.message}")
    if (others := report.bad - len(report.troubles)) > 0:
        say(f"… et {plural(others, 'autre')}, dans la colonne « erreur » du résultat.")


def _summary(report: BatchReport, seconds: float) -> str:
    """What was done, in a few lines."""
    lines = [plural(report.rated, "structure évaluée")]
    if report.bad:
        lines[0] += f", {plural(report.bad, 'ligne')} à corriger"
    lines[0] += f" ({_lasted(seconds)})."
    statuses = list(load_knowledge().statuses)
    lines.append(" " * 24 + "".join(f"{STATUSES[status]:>10}" for status in statuses))
    for outcome, words in VERDICT_WORDS.items():
        counts = [report.verdicts.get(f"{status}:{outcome}", 0) for status in statuses]
        if any(counts):
            lines.append(f"{capital(words):<24}" + "".join(f"{french_number(count):>10}" for count in counts))
    if report.comments:
        aside = agree(report.comments, "laissée")
        lines.append(f"{plural(report.comments, 'ligne de commentaire')} (#) {aside} de côté.")
    return "\n".join(lines) + "\n"


def _lasted(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{max(whole, 1)} s"
    return f"{whole // 60} min {whole % 60:02d} s"


def _bar() -> AbstractContextManager[Tick]:
    """A bar on the screen while the work lasts; nothing when nobody watches."""
    if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
        return _drawn()
    return nullcontext(lambda done, total: None)


@contextmanager
def _drawn() -> Iterator[Tick]:
    shape = (TextColumn("{task.fields[label]}"), BarColumn(bar_width=None), TextColumn("{task.fields[left]}"))
    with Progress(*shape, console=Console(stderr=True), transient=True, expand=True) as progress:
        task = progress.add_task("", total=None, label="Lecture…", left="")
        start: list[tuple[float, int]] = []

        def tick(done: int, total: int) -> None:
            # From the first lines done: before them, the processes were starting.
            if len(start) < 2:
                start.append((time.monotonic(), done))
            since, first = start[-1]
            rate = (done - first) / max(time.monotonic() - since, 0.001)
            left = f"{round(rate)} par seconde, reste {_lasted((total - done) / rate)}" if done > first else ""
            label = f"{french_number(done)} sur {french_number(total)}"
            progress.update(task, total=total, completed=done, label=label, left=left)

        yield tick
