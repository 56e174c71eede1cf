"""The commands of the adviser's desk. Heavy imports are made inside, once the command is known."""

from __future__ import annotations

import argparse
import sys

from advisor.cli.output import OK, coloured, emit

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--help``.
if TYPE_CHECKING:
    from pathlib import Path

    from advisor.desk.cards import Card
    from advisor.desk.shelf import Entry, Shelf

SLOW = 40
"""Dossiers from which their reading is told as it goes."""


def dossiers_list(arguments: argparse.Namespace) -> int:
    """The dossiers of the folder: state, verdicts, last change, what is waited for.

    Raises:
        InputError: the folder cannot be read, or the file cannot be written.
    """
    from datetime import date
    from pathlib import Path

    from advisor.desk.cards import arranged, card, matching
    from advisor.desk.shelf import read_shelf
    from advisor.knowledge import load_knowledge

    knowledge, folder = load_knowledge(), Path(arguments.dossiers)
    both = arguments.all or arguments.archived
    shelf = read_shelf(folder, active=not arguments.archived, archived=both, knowledge=knowledge)
    tick = _progress(shelf)
    cards: list[Card] = []
    for entry in shelf.entries:
        tick(entry)
        cards.append(card(entry, date.today(), knowledge))
    words = " ".join(arguments.search)
    found = [one for one in matching(cards, words) if arguments.state in (None, one.state)]
    found = arranged(found, arguments.sort)
    searched = bool(words or arguments.state)
    if arguments.format == "json":
        import json

        told = [one.model_dump(mode="json") for one in found]
        emit(json.dumps(told, ensure_ascii=False, indent=2), arguments.output)
        return OK
    from advisor.desk.show import list_report
    from advisor.report import render_report

    report = list_report(found, () if searched else shelf.damaged, str(folder), searched)
    emit(render_report(report, arguments.format, width=arguments.width, color=coloured(arguments)), arguments.output)
    return OK


def dossiers_open(arguments: argparse.Namespace) -> int:
    """Open the interview of one dossier.

    Raises:
        InputError: no dossier, or several, bear this name, or there is no terminal to talk in.
    """
    from pathlib import Path

    from advisor.cli.start import interview
    from advisor.desk.find import find
    from advisor.errors import InputError, Problem

    found = find(Path(arguments.dossiers), arguments.name)
    if found.archived:
        mend = f"Restaurez-le d'abord : ess-advisor dossiers restore {found.path.stem}"
        raise InputError(Problem("ce dossier est archivé.", str(found.path), mend=mend))
    return interview(argparse.Namespace(dossier=str(found.path), dossiers=arguments.dossiers, new=False))


def dossiers_archive(arguments: argparse.Namespace) -> int:
    """Put a dossier away.

    Raises:
        InputError: no dossier, or several, bear this name, or it cannot be moved.
    """
    from advisor.desk.archive import archive

    target = archive(_found(arguments))
    sys.stderr.write(f"Archivé : {target}\nPour le reprendre : ess-advisor dossiers restore {target.stem}\n")
    return OK


def dossiers_restore(arguments: argparse.Namespace) -> int:
    """Take a dossier out of the archives.

    Raises:
        InputError: no dossier, or several, bear this name, or it cannot be moved.
    """
    from advisor.desk.archive import restore

    sys.stderr.write(f"Restauré : {restore(_found(arguments))}\n")
    return OK


def _found(arguments: argparse.Namespace) -> Path:
    from pathlib import Path

    from advisor.desk.find import find

    return find(Path(arguments.dossiers), arguments.name).path


def dossiers_anonymise(arguments: argparse.Namespace) -> int:
    """An anonymous copy of a dossier, or the dossier made anonymous for good.

    Raises:
        InputError: the dossier cannot be used, or the file cannot be written.
    """
    from datetime import date
    from pathlib import Path

    from advisor.desk.anonymise import anonymise
    from advisor.desk.archive import closed_elsewhere, erase
    from advisor.desk.shelf import readable
    from advisor.dossier import save_dossier
    from advisor.errors import InputError, Problem
    from advisor.files import free_name
    from advisor.interview.turn import plural
    from advisor.knowledge import load_knowledge

    path, knowledge = _found(arguments), load_knowledge()
    if arguments.replace and not arguments.yes and not _agreed(path):
        mend = "Rien n'a changé. Pour le confirmer sans question : --yes."
        raise InputError(Problem("remplacer un dossier efface pour toujours ce qui nomme la structure.", mend=mend))
    target = Path(arguments.output) if arguments.output else free_name(path.with_name("anonyme.yaml"))
    if arguments.output and target.exists():
        raise InputError(Problem("ce fichier existe déjà.", str(target), mend="Donnez un autre nom à --output."))
    with closed_elsewhere(path):
        made = anonymise(readable(path, knowledge), date.today(), knowledge, rounding=arguments.round)
        save_dossier(made.dossier, target)
        if arguments.replace:
            erase(path)
    told = [f"Dossier anonyme : {target}"]
    if arguments.round:
        told.append(f"{plural(made.rounded, 'chiffre arrondi')} ; chaque critère garde le même résultat.")
    if made.exact:
        told.append(f"Gardé exact, sinon un résultat changerait : {' ; '.join(made.exact)}.")
    if arguments.replace:
        told.append(
            "L'original est effacé. Les rapports et procès-verbaux déjà tirés, et vos sauvegardes, le nomment encore."
        )
    told.append(
        "Forme, dates et ordres de grandeur restent : qui connaît bien la structure peut encore la reconnaître."
    )
    _say(*told)
    return OK


def _say(*lines: str) -> None:
    """Tell something beside the result, folded between words in a terminal."""
    from advisor.interview.fitting import columns, wrapped

    for line in lines:
        sys.stderr.write((wrapped(line, columns() - 1, 2) if sys.stderr.isatty() else line) + "\n")


def _agreed(path: Path) -> bool:
    """The person confirms at the keyboard; without one, nobody does."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    _say(f"Effacer pour toujours {path}, et ne garder que sa copie anonyme ?")
    sys.stderr.write("oui ou non : ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("oui", "o")


def review(arguments: argparse.Namespace) -> int:
    """Assess every dossier again; tell the verdicts that move, and the agreements about to expire.

    Raises:
        InputError: the folder cannot be read, the day is before the law, or the file cannot be written.
    """
    from datetime import date
    from pathlib import Path

    from advisor.desk.review import review as reviewed
    from advisor.desk.shelf import read_shelf
    from advisor.errors import InputError
    from advisor.knowledge import load_knowledge
    from advisor.wording import unjudged_day

    knowledge, folder = load_knowledge(), Path(arguments.dossiers)
    on = arguments.on or date.today()
    if on < knowledge.base.start:
        raise InputError(unjudged_day(knowledge, on))
    shelf = read_shelf(folder, archived=arguments.all, knowledge=knowledge)
    found = reviewed(shelf, on, knowledge, months=arguments.months, tick=_progress(shelf))
    if arguments.format == "json":
        emit(found.model_dump_json(indent=2), arguments.output)
        return OK
    from advisor.desk.show import review_report
    from advisor.report import render_report

    report = review_report(found, knowledge, str(folder))
    emit(render_report(report, arguments.format, width=arguments.width, color=coloured(arguments)), arguments.output)
    return OK


class _progress:  # noqa: N801
    """Tells on stderr how far a long reading is; silent elsewhere than in a terminal."""

    def __init__(self, shelf: Shelf) -> None:
        self.done, self.total = 0, len(shelf.entries)
        self.shown = self.total >= SLOW and sys.stderr.isatty()

    def __call__(self, entry: Entry) -> None:
        self.done += 1
        if self.shown:
            end = "\r" if self.done < self.total else "\r\033[K"
            sys.stderr.write(f"Lecture des dossiers : {self.done} sur {self.total}{end}")
            sys.stderr.flush()
