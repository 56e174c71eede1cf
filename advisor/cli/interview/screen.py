"""The terminal as a sheet of paper: a header, text, and how many lines are left for the prompt."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

from advisor.cli.interview.terminal_layout import paper, window
from advisor.cli.interview.widgets import wait
from advisor.common.ascii import shown
from advisor.common.french import bound, plural
from advisor.dossier import Dossier, answer_parsing
from advisor.interview.outlook import Progress, StatusLine
from advisor.rules.facts import Fact, FactType
from advisor.rules.vocabulary import VerdictState
from advisor.rules.words import STATES

if TYPE_CHECKING:
    from advisor.report.model import Report


MAX_WIDTH = 110
"""Longer lines are tiring to read over a shoulder."""


_HEAD = re.compile(r"(\x1b\[[0-9;]*m)*== ")

STYLES: dict[VerdictState, str] = {
    VerdictState.OPEN: "",
    VerdictState.FIRM: "green",
    VerdictState.TO_MEND: "yellow",
    VerdictState.CLOSED: "red",
    VerdictState.LAW: "yellow",
    VerdictState.BEFORE_THE_LAW: "",
}


class Screen:
    """What one turn prints, counted in lines; it can be printed again when the window changes."""

    def __init__(self) -> None:
        self.console = Console(highlight=False)
        self.used = 0
        self.turn: list[Callable[[], RenderableType]] = []
        self.notices: list[tuple[str, str]] = []

    @property
    def width(self) -> int:
        return min(MAX_WIDTH, max(40, window().columns))

    @property
    def height(self) -> int:
        return max(10, window().lines)

    def clear(self) -> None:
        """Begin a new turn."""
        self.console.clear()
        self.used = 0
        self.turn.clear()
        paper(self.repaint)

    def repaint(self) -> int:
        """Print the same turn again, for a window that changed; returns the lines it takes."""
        self.console.clear()
        self.used = 0
        for made in self.turn:
            self._print(made())
        return self.used

    def draw(self, make: Callable[[], RenderableType]) -> None:
        """Print something that is made for the width of the moment, and count its lines."""
        self.turn.append(make)
        self._print(make())

    def _print(self, renderable: RenderableType) -> None:
        with self.console.capture() as capture:
            self.console.print(renderable, width=self.width)
        text = capture.get()
        self.used += text.count("\n")
        self.console.file.write(text)
        self.console.file.flush()

    def say(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """Print a paragraph, wrapped; the text is never read as markup."""
        self.draw(lambda: paragraph(text, style, indent, self.width))

    def rule(self, title: str) -> None:
        """Print a heading on a line: ``── La gouvernance ─────``."""
        line = f"── {title} "
        self.draw(lambda: paragraph(line + "─" * max(0, self.width - cell_len(line)), "bold", 0, self.width))

    def top(self, title: str) -> None:
        """Begin a turn under a title."""
        self.clear()
        self.rule(title)
        self.tell()

    def notice(self, *texts: str, style: str = "") -> None:
        """Keep something to be told at the top of the next turn."""
        self.notices += ((text, style) for text in texts)

    def tell(self) -> None:
        """Print what just happened."""
        for text, style in self.notices:
            self.say(f"→ {text}", style=style)
        self.notices.clear()

    def header(self, name: str, progress: Progress, going_on: bool) -> None:
        """Print who is concerned, how many questions are left, and a live line per status."""
        left = remaining(progress, going_on)
        self.draw(lambda: head_text(name or "Sans nom", left, self.width))
        for line in progress.lines:
            self.draw(lambda line=line: status_text(line, self.width))  # type: ignore[misc]

    def pages(self, renderables: Sequence[Any], last: str = "Entrée pour revenir à la question") -> None:
        """Print at leisure, a screenful at a time; one may go back, leap to the next section, or stop."""
        lines: list[str] = []
        for renderable in renderables:
            made = paragraph(renderable, "", 0, self.width) if isinstance(renderable, str) else renderable
            with self.console.capture() as capture:
                self.console.print(made, width=self.width)
            lines += capture.get().split("\n")[:-1]
        step = self.height - 2
        heads = [at for at, line in enumerate(lines) if _HEAD.match(line)]
        starts = [0]
        while True:
            start = starts[-1]
            self.clear()
            self.console.file.write("\n".join(lines[start : start + step]) + "\n")
            self.console.file.flush()
            more = start + step < len(lines)
            section = next((at for at in heads if at > start), None)
            keys = {"r": "page d'avant"} if len(starts) > 1 else {}
            if more and section is not None:
                keys["s"] = "section"
            if more:
                keys["q"] = "arrêter"
            place = f"Entrée : la suite ({100 * (start + step) // len(lines)} %)" if more else last
            pressed = wait(" ; ".join([place, *(f"{key} : {what}" for key, what in keys.items())]), keys)
            if pressed == "r":
                starts.pop()
            elif pressed == "s" and section is not None:
                starts.append(section)
            elif pressed == "q" or not more:
                return
            else:
                starts.append(start + step)


def page_text(screen: Screen, text: str) -> None:
    """Show a ready-made text, colours included, a screenful at a time."""
    screen.pages([Text.from_ansi(text)], last="Entrée pour revenir")


def paragraph(text: str, style: str, indent: int, width: int) -> Text:
    """Wrap a text; each line keeps its indent, and the rest of an item of a list stands under its words."""
    lines: list[str] = []
    for part in bound(shown(text)).split("\n"):
        words = part.lstrip(" ")
        margin = " " * (indent + len(part) - len(words))
        hang = margin + ("  " if words[:2] in ("– ", "● ", "× ", "○ ", "◐ ", "! ") else "")
        found = textwrap.wrap(words, width, initial_indent=margin, subsequent_indent=hang, break_on_hyphens=False)
        lines += found or [""]
    return Text("\n".join(lines), style=style, no_wrap=True, overflow="ignore")


def head_text(name: str, left: str, width: int) -> Text:
    """Return the name of the company and the questions left, on one line."""
    room = width - cell_len(left) - 3
    name = shown(name)
    title = cut(name, room) or name[: max(6, room)]
    return Text(title + " " * (width - cell_len(title) - cell_len(left)) + left, style="bold")


def status_text(line: StatusLine, width: int) -> Text:
    """Return ``● ESS   acquis : éligible (Poids des voix : Par tête)``, on one line, never cut inside a word."""
    words = shown(f"{STATES[line.state].sign} {line.status.upper():<5} {STATES[line.state].words} : {line.words}")
    room = width - cell_len(words) - 3
    if line.because and room > 0:
        # When the line is short, the label gives way before the answer.
        label, colon, answer = shown(line.because).partition(" : ")
        label = cut(label, max(room - cell_len(colon + answer), 8))
        because = cut(f"{label}{colon}{answer}" if label else answer, room)
        if len(because) > 8 or because == shown(line.because):
            words += f" ({because})"
    return Text(cut(words, width), style=STYLES[line.state], no_wrap=True, overflow="ignore")


def cut(text: str, room: int) -> str:
    """Return a text that fits, cut between two words and marked so; empty when no word fits."""
    if cell_len(text) <= room:
        return text
    start = text
    while start and cell_len(start) > room - 1:
        start = start.rpartition(" ")[0].rstrip(" :,;.(«/-")
    return f"{start}…" if start else ""


def remaining(progress: Progress, going_on: bool) -> str:
    """Return ``encore 3 à 12 questions``."""
    if progress.worst == 0:
        return "plus de question" if going_on else "plus de question décisive"
    if going_on:
        return f"encore {plural(progress.worst, 'question utile')}"
    if progress.best == progress.worst:
        return f"encore {plural(progress.worst, 'question')}"
    return f"encore {progress.best} à {progress.worst} questions"


def show(screen: Screen, report: Report) -> None:
    """Show a report, a screenful at a time."""
    from advisor.report.document import render_report

    color = screen.console.color_system is not None
    page_text(screen, render_report(report, "terminal", width=screen.width, color=color))


# -- what the screens of the interview share: how a turn ends, and the words around a question -----------------------


class Pause(Exception):
    """The adviser stops here; everything is in the file."""


class TurnEnd(Enum):
    """How a turn ended."""

    NEXT = "next"
    BACK = "back"


def prompt_label(fact: Fact, answered: bool = False) -> str:
    """Return what to type, in a few words."""
    label = {
        FactType.MONEY: "Montant en euros",
        FactType.PERCENT: "Pourcentage",
        FactType.DATE: "Date (jour/mois/année)",
        FactType.COUNT: "Année" if fact.unit == "annee" else "Nombre",
    }.get(fact.type, "Réponse")
    return f"{label} (Entrée garde la réponse actuelle) :" if answered else f"{label} :"


def refusal(fact: Fact, raw: str | tuple[str, ...]) -> str | None:
    """Return why an answer is refused, with the key of « je ne sais pas »; None when it is accepted."""
    text = answer_parsing.refusal(fact, raw)
    if text is None or raw in ("", ()):
        return text and f"{text} Si vous ne savez pas, tapez n."
    hint = "" if fact.options or fact.type is FactType.TEXT else " (n : je ne sais pas)"
    # Said on one line of the narrowest window.
    return f"{text[:-1]}{hint}." if len(text) + len(hint) < 79 else text


def answer_counts(dossier: Dossier) -> str:
    """Return ``18 réponses, et 2 « je ne sais pas »``."""
    unknown = sum(given.unknown for given in dossier.answers.values())
    known = plural(len(dossier.answers) - unknown, "réponse")
    return f"{known}, et {unknown} « je ne sais pas »" if unknown else known
