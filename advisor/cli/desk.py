"""The commands on the folder of dossiers: « dossiers », « revoir », « activite »."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shlex import quote

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from advisor.assessment.wording import unjudged_day
from advisor.cli.conduct import run_interview, workplace
from advisor.cli.documents import CommandOutput, Deliverable
from advisor.cli.output import FOUND, OK, UNUSABLE, say, unusable
from advisor.common.errors import InputError
from advisor.common.files import free_name
from advisor.common.french import agree, capital, folded, french_number, plural
from advisor.desk.archive import (
    BEYOND,
    archive,
    copy_messages,
    erase_for_good,
    erased_with,
    refuse_what_is_no_file,
    restore,
    write_anonymous,
)
from advisor.desk.batch.cells import write_template
from advisor.desk.batch.rows import BatchCounts
from advisor.desk.batch.run import run_batch
from advisor.desk.cards import Card, arranged, card, matching
from advisor.desk.repository import (
    KINDS,
    RESERVED,
    Damaged,
    DossierFile,
    Repository,
    find,
    looked_at,
    read_shelf,
    readable,
)
from advisor.desk.review import review
from advisor.desk.show import list_report, review_report
from advisor.desk.summary.gather import Period, chosen_period
from advisor.desk.summary.report import SMALLEST, write_summary
from advisor.report.model import Report
from advisor.report.words import STATUSES
from advisor.rules.load import load_knowledge
from advisor.rules.words import VERDICT_WORDS

TO_CONFIRM = "Rien n'a changé. Pour le confirmer sans question : --oui."

SLOW = 40
"""Dossiers from which their reading is shown as it goes."""


def dossiers_list(arguments: argparse.Namespace) -> CommandOutput:
    """List the dossiers of the folder: state, verdicts, last change, what is waited for."""
    away = _only_archived(arguments)
    refuse_slip(arguments, "dossiers liste")

    def listing() -> Deliverable:
        knowledge, folder = load_knowledge(), Path(arguments.dossiers)
        shelf = read_shelf(folder, active=not away, archived=away or arguments.all, knowledge=knowledge)
        tick = ShelfProgress(shelf)

        def look(entry: DossierFile) -> Card:
            tick(entry)
            return card(entry, date.today(), knowledge)

        cards, shelf = looked_at(shelf, look)
        words = " ".join(arguments.search)
        found = [one for one in matching(cards, words) if arguments.state in (None, one.state)]
        found = arranged(found, arguments.sort)
        if shelf.damaged:
            say(f"Illisibles : {', '.join(one.path.name for one in shelf.damaged)}.")
        report = list_report(found, shelf.damaged, str(folder), searched=bool(words or arguments.state))
        data = [one.model_dump(mode="json") for one in found]
        return report, json.dumps(data, ensure_ascii=False, indent=2)

    return CommandOutput(listing, source=Path("liste-des-dossiers"))


def _only_archived(arguments: argparse.Namespace) -> bool:
    """Whether the archives alone are asked for."""
    if arguments.archived and arguments.all:
        raise unusable("--archives et --tous ne vont pas ensemble.", "Gardez l'un des deux.")
    if arguments.archived and arguments.state not in (None, "archive"):
        raise unusable("un dossier archivé n'a pas d'autre état.", "Retirez --etat, ou --archives.")
    return bool(arguments.archived) or (arguments.state == "archive" and not arguments.all)


def _refuse_missing(folder: Path, command: str) -> None:
    if not folder.exists():
        mend = f"Donnez-le avant le nom de la commande : ess-advisor --dossiers REPERTOIRE {command}."
        raise unusable("ce répertoire de dossiers n'existe pas.", mend, str(folder))


def refuse_slip(arguments: argparse.Namespace, command: str) -> None:
    """A folder named by hand that does not exist is a slip; the usual one may not be there yet."""
    if arguments.dossiers != "dossiers":
        _refuse_missing(Path(arguments.dossiers), command)


def dossiers_open(arguments: argparse.Namespace) -> int:
    """Open the interview of one dossier."""
    found = find(Path(arguments.dossiers), arguments.name)
    if found.archived:
        mend = f"Restaurez-le d'abord : {_command(arguments, 'restaurer', found.path)}"
        raise unusable("ce dossier est archivé.", mend, str(found.path))
    return run_interview(found.path, workplace(arguments))


def dossiers_archive(arguments: argparse.Namespace) -> int:
    """Put a dossier away."""
    target = archive(_found(arguments))
    sys.stderr.write(f"Archivé : {target}\nPour le reprendre : {_command(arguments, 'restaurer', target)}\n")
    return OK


def dossiers_restore(arguments: argparse.Namespace) -> int:
    """Take a dossier out of the archives."""
    sys.stderr.write(f"Restauré : {restore(_found(arguments))}\n")
    return OK


def dossiers_erase(arguments: argparse.Namespace) -> int:
    """Erase a dossier for good, with all that goes with it, once that was confirmed."""
    path = _found(arguments)
    going = erased_with(path)
    if arguments.yes:
        _refuse_inexact(path, arguments.name)
    else:
        listed = "\n".join(f"- {one}" for one in going)
        if not _agreed(f"Effacer pour toujours ?\n{listed}\n{BEYOND}"):
            raise unusable(f"effacer ce dossier supprime {plural(len(going), 'fichier')}.", TO_CONFIRM)
    say("\n".join(erase_for_good(path, going)))
    return OK


def _command(arguments: argparse.Namespace, action: str, path: Path) -> str:
    """A command on a dossier, as a shell takes it."""
    place = "" if arguments.dossiers == "dossiers" else f"--dossiers {quote(arguments.dossiers)} "
    dash = "-- " if path.stem.startswith("-") else ""
    return f"ess-advisor {place}dossiers {action} {dash}{quote(path.stem)}"


def _found(arguments: argparse.Namespace) -> Path:
    """Return the dossier an action is about."""
    return find(Path(arguments.dossiers), arguments.name).path


def _refuse_inexact(path: Path, words: str) -> None:
    """What is erased without a question is named in full: a part of a name may fit another dossier one day."""
    named = folded(words.strip()) in (folded(path.name), folded(path.stem))
    if not named and Path(words).absolute() != path.absolute():
        mend = f"Donnez le nom exact du fichier, {path.name}, ou retirez --oui."
        raise unusable("avec --oui, une partie du nom ne suffit pas.", mend, words)


def dossiers_anonymise(arguments: argparse.Namespace) -> int:
    """Make an anonymous copy of a dossier, or the dossier anonymous for good."""
    path, knowledge = _found(arguments), load_knowledge()
    if arguments.yes and not arguments.replace:
        raise unusable("--oui ne va qu'avec --remplacer.", "Retirez l'un, ou ajoutez l'autre.")
    if arguments.replace:
        refuse_what_is_no_file(path)
    if arguments.yes:
        _refuse_inexact(path, arguments.name)
    target = Path(arguments.output) if arguments.output else free_name(path.with_name("anonyme.yaml"))
    if arguments.output:
        _refuse_target(target)
    readable(path, knowledge)  # a damaged dossier is reported before any question
    question = f"Effacer pour toujours {path}, et ne garder que sa copie anonyme ?"
    if arguments.replace and not arguments.yes and not _agreed(question):
        raise unusable("remplacer un dossier efface pour toujours ce qui nomme la structure.", TO_CONFIRM)
    copy = write_anonymous(path, target, knowledge, rounding=arguments.round, replace=arguments.replace)
    among = target.absolute().parent == Path(arguments.dossiers).absolute()
    counted = "Cette copie compte comme un dossier de plus dans la liste et le bilan ; --sortie la met ailleurs."
    say("\n".join(copy_messages(copy, arguments.round, counted if among else "", " (--arrondir les arrondit)")))
    return OK


def _refuse_target(target: Path) -> None:
    """The copy is a dossier: it bears the name of one, and takes no other's place."""
    if target.exists():
        raise unusable("ce fichier existe déjà.", "Donnez un autre nom à --sortie.", str(target))
    if target.suffix.lower() not in KINDS or target.name in RESERVED or target.name.startswith("."):
        raise unusable(
            "un dossier ne peut pas porter ce nom.", "Donnez à --sortie un nom qui finit par .yaml.", str(target)
        )


def _agreed(question: str) -> bool:
    """The person confirms at the keyboard; without one, nobody does."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    say(question)
    sys.stderr.write("oui ou non : ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("oui", "o")


def review_dossiers(arguments: argparse.Namespace) -> CommandOutput:
    """Assess every dossier again; tell the verdicts that move, and the agreements about to expire."""
    knowledge, on = load_knowledge(), arguments.on or date.today()
    if on < knowledge.base.start:
        raise InputError(unjudged_day(knowledge, on))
    refuse_slip(arguments, "revoir")

    def say() -> Deliverable:
        folder = Path(arguments.dossiers)
        shelf = read_shelf(folder, archived=arguments.all, knowledge=knowledge)
        found = review(shelf, on, knowledge, months=arguments.months, tick=ShelfProgress(shelf))
        return review_report(found, knowledge, str(folder)), found

    return CommandOutput(say, source=Path("revue-des-dossiers"))


class ShelfProgress:
    """Tells on stderr how far a long reading is; silent elsewhere than in a terminal."""

    def __init__(self, shelf: Repository) -> None:
        self.done, self.total = 0, len(shelf.entries)
        self.shown = self.total >= SLOW and sys.stderr.isatty()

    def __call__(self, entry: DossierFile) -> None:
        self.done += 1
        if self.shown:
            end = "\r" if self.done < self.total else "\r\033[K"
            sys.stderr.write(f"Lecture des dossiers : {self.done} sur {self.total}{end}")
            sys.stderr.flush()


# -- « activite » -----------------------------------------------------------------------------------------


def summary(arguments: argparse.Namespace) -> CommandOutput:
    """Show the activity report of the desk, on screen or in a file."""
    period = chosen_period(
        date.today(), start=arguments.start, end=arguments.end, year=arguments.year, quarter=arguments.quarter
    )
    # Without a name of its own, the file is named after the period, and written where one stands.
    named = f"bilan_{period.start.isoformat() if period.start.year > 1 else 'debut'}_{period.end.isoformat()}"
    return CommandOutput(lambda: _build(arguments, Path(arguments.dossiers), period), source=Path(named))


def _build(arguments: argparse.Namespace, folder: Path, period: Period) -> Report:
    _refuse_missing(folder, "activite")
    knowledge = load_knowledge()
    shelf = read_shelf(folder, archived=not arguments.without_archived, knowledge=knowledge)
    smallest = SMALLEST if arguments.smallest is None else arguments.smallest
    return write_summary(shelf, period, knowledge, smallest=smallest, tick=ShelfProgress(shelf), tell=_tell_damaged)


def _tell_damaged(damaged: tuple[Damaged, ...]) -> None:
    """Files left out are shown on the screen of the adviser, never in the report."""
    if not damaged:
        return
    many = len(damaged) > 1
    count = f"{len(damaged)} dossiers n'ont pas pu être lus" if many else "Un dossier n'a pas pu être lu"
    sys.stderr.write(f"{count} et {'manquent' if many else 'manque'} au bilan :\n")
    for one in damaged:
        sys.stderr.write(f"- {one.problems[0] if one.problems else one.path}\n")


# -- « lot »: a table of companies in, a table of verdicts out, and how the work goes on the screen ------------------


def batch(arguments: argparse.Namespace) -> int:
    """Rate every company of a table or of a folder, or write an empty table: `FOUND` when some lines are to mend."""
    if arguments.template is not None:
        columns = write_template(Path(arguments.template))
        say(f"Table à remplir, {columns} colonnes : supprimez celles qui ne servent pas, une ligne par structure.")
        say(f"Écrit dans {arguments.template}")
        return OK
    if arguments.source is None:
        raise unusable("donnez une table CSV ou un répertoire de dossiers.", "Une table à remplir : --modele F.csv.")
    if arguments.output is None:
        raise unusable("il manque le fichier de sortie.", "Ajoutez par exemple : --sortie verdicts.csv")
    source, output, start = Path(arguments.source), Path(arguments.output), time.monotonic()
    try:
        with _bar() as tick:
            report, backup = run_batch(source, output, arguments.on, arguments.jobs, say=say, tick=tick)
    except BrokenProcessPool:
        say("Un des processus a été arrêté par le système, sans doute faute de mémoire. Ce qui est fait est gardé.")
        say("Relancez la même commande pour continuer, au besoin avec --processus 1.")
        return UNUSABLE
    except KeyboardInterrupt:
        say("\nInterrompu. Ce qui est fait est gardé.\nRelancez la même commande pour continuer.")
        return 130
    _tell_troubles(source, report)
    sys.stdout.write(_summary(report, time.monotonic() - start))
    if backup is not None:
        say(f"L'ancien résultat est gardé dans {backup.name}")
    say(f"Écrit dans {output}")
    return FOUND if report.bad else OK


def _tell_troubles(source: Path, report: BatchCounts) -> None:
    """The first lines to mend, on the screen; every one is in the result."""
    for one in report.troubles:
        place = f"ligne {one.where}" if one.where.isdigit() else one.where
        say(f"{source.name}, {place} : {one.message}")
    if (others := report.bad - len(report.troubles)) > 0:
        say(f"… et {plural(others, 'autre')}, dans la colonne « erreur » du résultat.")


def _summary(report: BatchCounts, seconds: float) -> str:
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


@contextmanager
def _bar() -> Iterator[Callable[[int, int], None]]:
    """Draw a bar while the work lasts; nothing when nobody watches."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done, total: None
        return
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
