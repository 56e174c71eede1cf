"""« Mes dossiers » : the list with the state of each, and what one does to a dossier without opening its interview."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from advisor.cli.interview.keys import Choice
from advisor.cli.interview.screen import Screen, show
from advisor.cli.interview.terminal_layout import Workplace
from advisor.cli.interview.widgets import pick
from advisor.common.errors import InputError
from advisor.common.files import free_name
from advisor.common.french import capital, french_date, glued, plural, short_date
from advisor.desk.archive import BEYOND, archive, copy_messages, erase_for_good, erased_with, restore, write_anonymous
from advisor.desk.cards import Card, arranged, card
from advisor.desk.repository import Damaged, listed, looked_at, read_shelf, readable
from advisor.desk.show import list_report, named
from advisor.interview.tools import LEAVE, Tool
from advisor.rules.load import load_knowledge
from advisor.rules.vocabulary import VerdictId
from advisor.rules.words import DOSSIER_STATES, MARKS

Opened = Callable[[Path], object]

SLOW = 40
"""Dossiers from which their reading is announced."""
WAITED, DATES = 4, 3
"""Told at most of one dossier; the whole is in the table."""
MOST_GOING = 8
TABLE, OTHER_SIDE = "table", "archives"


class DossierMenu:
    """The dossiers at work, or those put away."""

    def __init__(self, place: Workplace, screen: Screen) -> None:
        self.place, self.screen = place, screen
        self.archived = False
        self.cards: dict[Path, Card] = {}
        self.damaged: dict[Path, Damaged] = {}

    def read(self) -> None:
        """Read the folder again: what was just done to a dossier shows."""
        knowledge, today = load_knowledge(), date.today()
        if len(listed(self.place.folder, active=not self.archived, archived=self.archived)) >= SLOW:
            self.screen.clear()
            self.screen.say("Lecture des dossiers…")
        found = read_shelf(self.place.folder, active=not self.archived, archived=self.archived, knowledge=knowledge)
        seen, found = looked_at(found, lambda entry: card(entry, today, knowledge))
        cards = {entry.path: one for entry, one in zip(found.entries, seen, strict=True)}
        ranked = {one.file: rank for rank, one in enumerate(arranged(cards.values(), "modifie"))}
        self.cards = dict(sorted(cards.items(), key=lambda pair: ranked[pair[1].file]))
        self.damaged = {one.path: one for one in found.damaged}

    def choose(self, current: object) -> Path | str | Tool:
        """Ask for a dossier, the table of all, or the other side of the shelf."""
        self.screen.top("Dossiers archivés" if self.archived else "Mes dossiers")
        names = Counter(one.name for one in self.cards.values() if one.name)
        rows = [Choice(path, _line(one, alone=names[one.name] == 1), _help(one)) for path, one in self.cards.items()]
        rows += [Choice(path, f"{path.name} : illisible") for path in self.damaged]
        if rows:
            rows.append(Choice(TABLE, "Tout lire : ce que chacun attend, les échéances"))
        away = len(listed(self.place.folder, active=self.archived, archived=not self.archived))
        other = "Revenir aux dossiers en cours" if self.archived else "Voir les dossiers archivés"
        if away or self.archived:
            rows.append(Choice(OTHER_SIDE, f"{other} ({away})"))
        if not self.cards and not self.damaged:
            self.screen.say(f"Aucun dossier {'archivé' if self.archived else 'en cours'} dans « {self.place.folder} ».")
        chosen: Path | str | Tool = pick("Quel dossier ?", rows, back=LEAVE, current=current, used=self.screen.used)
        return chosen

    def table(self) -> None:
        """Show the list as the command tells it."""
        cards, damaged = [*self.cards.values()], [*self.damaged.values()]
        show(self.screen, list_report(cards, damaged, str(self.place.folder)))

    def act(self, path: Path, resume: Opened, read: Opened) -> None:
        """Ask what to do with one dossier, and do it.

        Raises:
            InputError: it is damaged, open elsewhere, or cannot be moved.
        """
        if path in self.damaged:
            raise InputError(*self.damaged[path].problems)
        readable(path)  # erased or damaged since the list was read
        one = self.cards[path]
        self.screen.top(named(one.name, one.file))
        for text in _facts(one):
            self.screen.say(text)
        reading = Choice("read", "Consulter : rapport, chemins, clauses, bilan annuel…")
        copying = Choice("copy", "Rendre anonyme : en copie, ou pour toujours")
        erasing = Choice("erase", "Effacer pour toujours")
        rows = (
            [reading, Choice("restore", "Restaurer : le remettre avec les dossiers en cours"), copying, erasing]
            if self.archived
            else [Choice("resume", "Reprendre l'entretien"), reading, Choice("archive", "Archiver"), copying, erasing]
        )
        match pick("Que faire ?", rows, back=LEAVE, used=self.screen.used):
            case "resume":
                resume(path)
                self.screen.notice("L'entretien est enregistré.")
            case "read":
                read(path)
            case "archive":
                self.screen.notice(f"Archivé : {archive(path)}")
            case "restore":
                self.screen.notice(f"Restauré : {restore(path)}")
            case "copy":
                self._copy(path)
            case "erase":
                self._erase(path)

    def _copy(self, path: Path) -> None:
        """An anonymous copy beside the dossier, or in its place once that was confirmed."""
        rows = [
            Choice((True, False), "Une copie, chiffres et dates arrondis à résultat égal"),
            Choice((False, False), "Une copie, chiffres et dates exacts"),
            Choice((True, True), "Remplacer le dossier par sa copie arrondie, pour toujours"),
        ]
        self.screen.top("Rendre anonyme")
        self.screen.say("Nom, SIREN, conseiller, notes, citations et pièces sont retirés de la copie.")
        chosen = pick("Comment ?", rows, back=LEAVE, used=self.screen.used)
        if chosen is Tool.BACK:
            return
        rounding, replace = chosen
        warning = f"{path} va être effacé, et seule restera sa copie anonyme."
        if replace and not self._agreed("Rendre anonyme", warning, "Oui, effacer l'original pour toujours"):
            self.screen.notice("Rien n'a changé.")
            return
        target = free_name(path.with_name("anonyme.yaml"))
        copy = write_anonymous(path, target, load_knowledge(), rounding=rounding, replace=replace)
        counted = "Cette copie compte comme un dossier de plus dans la liste et le bilan."
        self.screen.notice(*copy_messages(copy, rounding, counted))

    def _erase(self, path: Path) -> None:
        """Erase a dossier and all that goes with it, once that was confirmed."""
        going = erased_with(path)
        shown = [f"– {one}" for one in going[:MOST_GOING]]
        if (more := len(going) - MOST_GOING) > 0:
            shown.append(f"– et {plural(more, 'autre fichier')}")
        agreed = self._agreed("Effacer", "Vont être effacés, pour toujours :", "Oui, tout effacer", *shown, BEYOND)
        self.screen.notice(*(erase_for_good(path, going) if agreed else ["Rien n'a changé."]))

    def _agreed(self, title: str, warning: str, yes: str, *more: str) -> bool:
        self.screen.top(title)
        self.screen.say(warning, style="bold")
        for text in more:
            self.screen.say(text)
        rows = [Choice(False, "Non, ne rien changer"), Choice(True, yes)]
        return bool(pick("Est-ce bien voulu ?", rows, used=self.screen.used))


def my_dossiers(place: Workplace, resume: Opened, read: Opened) -> None:
    """Show the list of dossiers, until the adviser goes back.

    Raises:
        InputError: the folder cannot be read.
    """
    shelf = DossierMenu(place, Screen())
    chosen: Path | str | Tool | None = None
    while True:
        shelf.read()
        chosen = shelf.choose(chosen)
        if isinstance(chosen, Tool):
            shelf.screen.clear()
            return
        if chosen == TABLE:
            shelf.table()
        elif chosen == OTHER_SIDE:
            shelf.archived, chosen = not shelf.archived, None
        elif isinstance(chosen, Path):
            try:
                shelf.act(chosen, resume, read)
            except InputError as error:
                shelf.screen.notice(*map(str, error.problems[:WAITED]))


def _line(one: Card, alone: bool) -> str:
    """``Les Jardins du Pilat : en cours · ESS ✓ éligible · ESUS ? indéterminé``."""
    # Two dossiers may bear one name: their files tell them apart.
    words = [f"{named(one.name, '' if alone else one.file)} : {DOSSIER_STATES[one.state].words}"]
    if one.given or one.unknown:
        words += [_seen(status, sight.outcome) for status, sight in one.verdicts.items()]
    return " · ".join(words)


def _seen(status: str, outcome: VerdictId) -> str:
    symbol, words, _ = MARKS[outcome]
    short = "conformité" if outcome == VerdictId.TO_MEND else words
    return glued(f"{status.upper()} {symbol} {short}")


def _help(one: Card) -> str:
    waited = " ; ".join(waiting.short for waiting in one.waited)
    return f"Modifié le {short_date(one.changed.date())}. {f'Attendu : {waited}.' if waited else ''}".rstrip()


def _facts(one: Card) -> list[str]:
    """Where a dossier stands, in a few lines."""
    state = DOSSIER_STATES[one.state]
    lines = [f"{capital(state.words)} : {state.meaning}. Modifié le {french_date(one.changed.date())}."]
    if one.given or one.unknown:
        lines.append(" · ".join(_seen(status, sight.outcome) for status, sight in one.verdicts.items()))
    lines += [f"– {waiting.short} : {waiting.holder}" for waiting in one.waited[:WAITED]]
    if len(one.waited) > WAITED:
        lines.append(f"– et {plural(len(one.waited) - WAITED, 'autre réponse attendue')}")
    return lines + [f"– {french_date(due.day)} : {due.title}" for due in one.deadlines[:DATES]]
