"""Reading the pages of a dossier and taking them away: one list, at the end of an interview and from the home menu."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from advisor.cli.interview import pages
from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.keys import Option
from advisor.cli.interview.pages import Page
from advisor.cli.interview.place import Place
from advisor.cli.interview.screen import Screen, show
from advisor.cli.interview.widgets import pick
from advisor.common.errors import InputError
from advisor.interview.tools import Tool

if TYPE_CHECKING:
    from advisor.dossier import Dossier
    from advisor.report.document import DocumentFormat


KEPT = "save"

FORMATS = (
    Option("pdf", "PDF, à remettre"),
    Option("docx", "Word, à retoucher"),
    Option("html", "Page web, à lire ou à imprimer"),
    Option("markdown", "Texte simple (Markdown)"),
)

SUFFIXES = {"markdown": "md"}


class Reader:
    """The pages of one dossier, read one after the other.

    Args:
        talk: the dossier, opened; what happens is told by its notices.
        place: where letterhead and register are looked for.
    """

    def __init__(self, talk: Conversation, place: Place) -> None:
        self.talk, self.place = talk, place
        self.read: Page | None = None
        self.of: Dossier | None = None  # what that page tells
        self.pages: dict[str, tuple[str, Callable[[], Page | None]]] = {
            "report": ("Le rapport complet", lambda: pages.report_page(talk, place)),
            "path": ("Les chemins vers le statut : les plus petits changements", lambda: pages.ways_page(talk)),
            "compare": ("Quel statut ? Comparer selon ce que le projet cherche", lambda: pages.comparison_page(talk)),
            "clauses": ("Les statuts : ce qui manque, et des projets de clauses", lambda: pages.clauses_page(talk)),
            "file": ("Le dossier d'agrément ESUS : pièces et calendrier", lambda: pages.file_page(talk)),
            "checkup": ("Le bilan annuel d'une entreprise de l'ESS ou agréée", lambda: pages.checkup_page(talk, place)),
            "whatif": ("Et si… ? Essayer d'autres réponses, sans rien changer", lambda: pages.trial_page(talk)),
            "sure": ("À quoi tiennent les verdicts : marges, réponses à prouver", lambda: pages.sureness_page(talk)),
        }

    def rows(self) -> list[Option]:
        """One line a page, and one to keep in a file what was read last, or else the report."""
        if self.of is not self.talk.interview.dossier:
            # An answer changed since: what was read is no longer what the dossier says.
            self.read = None
        rows = [Option(id, title) for id, (title, _) in self.pages.items()]
        if self.talk.interview.path is None:
            return rows
        kept = f"ce qui vient d'être lu : {self.read.called}" if self.read else "(PDF, Word…) le rapport"
        return [*rows, Option(KEPT, f"Garder dans un fichier {kept}")]

    def open(self, chosen: str) -> None:
        """Show what was chosen among the rows; why it cannot be shown is told by a notice."""
        try:
            if chosen == KEPT:
                self.keep()
                return
            page = self.pages[chosen][1]()
        except InputError as error:
            self.talk.notice(str(error))
            return
        if page is not None:
            self.read, self.of = page, self.talk.interview.dossier
            if not page.shown:
                show(self.talk.screen, page.report)

    def keep(self) -> None:
        """The page in a file beside the dossier; no file is ever replaced.

        Raises:
            InputError: a library is missing, or the file cannot be written.
        """
        path = self.talk.interview.path
        assert path is not None
        page = self.read or pages.report_page(self.talk, self.place)
        for told in keep_page(self.talk.screen, page, path.parent, self.place, f"{path.stem}."):
            self.talk.notice(told)


# -- what one takes away ----------------------------------------------------------------------------------------------


def keep_page(screen: Screen, page: Page, folder: Path, place: Place, start: str = "") -> list[str]:
    """Write a page in the format asked for; no file is ever replaced.

    Args:
        screen: where the format is asked for.
        page: what to write.
        folder: where to write it; the letterhead is looked for there first.
        place: where else the letterhead may be.
        start: what the name of the file starts with.

    Returns:
        What was written, in words; empty when the person goes back.

    Raises:
        InputError: a library is missing, or the file cannot be written.
    """
    from advisor.common.files import free_name, write_atomically
    from advisor.report.document import DocumentFormat, render_document
    from advisor.report.letterhead import find_letterhead

    chosen = pick("Sous quelle forme ?", FORMATS, tools=(Tool.BACK,), back="Revenir", used=screen.used)
    if chosen is Tool.BACK:
        return []
    fmt: DocumentFormat = next(one for one in get_args(DocumentFormat) if one == chosen)
    target = free_name(folder / f"{start}{page.name}.{SUFFIXES.get(fmt, fmt)}")
    write_atomically(target, render_document(page.report, fmt, find_letterhead(None, folder, place.folder)))
    told = [f"Écrit dans {target}"]
    if page.calendar:
        agenda = free_name(folder / f"{start}calendrier.ics")
        write_atomically(agenda, page.calendar)
        told.append(f"Calendrier, à ouvrir dans un agenda : {agenda}")
    return told
