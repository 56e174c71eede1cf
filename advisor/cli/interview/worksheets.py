"""Worksheets: figures copied from accounts, pay slips or minutes, cell by cell, with what they come to."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.table import Table

from advisor.assessment.wording import value_text
from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.grid import GO_ON, SheetScreen
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.screen import TurnEnd, prompt_label, refusal
from advisor.cli.interview.widgets import pick, write
from advisor.common.ascii import shown
from advisor.common.french import french_number
from advisor.dossier.answer_parsing import parse_answer
from advisor.interview.groups import Group, GroupItem
from advisor.interview.sheets import FigureSheet, SheetRow, next_cell, proposal, results, sheet_of
from advisor.interview.tools import LEAVE, Tool, legend
from advisor.rules.facts import FactType
from advisor.rules.vocabulary import VerdictState
from advisor.rules.words import STATES

CELL_TOOLS = (
    *(Tool.UNKNOWN, Tool.REST, Tool.WHY, Tool.HELP, Tool.BACK),
    *(Tool.CHANGE, Tool.EVIDENCE, Tool.NOTE, Tool.PAUSE),
)
REVIEW_TOOLS = (Tool.BACK, Tool.CHANGE, Tool.EVIDENCE, Tool.PAUSE)

_STATES: dict[bool | None, VerdictState] = {True: VerdictState.FIRM, False: VerdictState.CLOSED, None: VerdictState.LAW}


class Worksheet(SheetScreen):
    """A table filled cell by cell."""

    def __init__(self, talk: Conversation, key: str) -> None:
        super().__init__(talk, key)
        self.roles = talk.interview.plan.sheets[key].roles
        self.filled: list[str] = []

    def run(self) -> TurnEnd:
        """Ask until no cell is needed, then show the figures and their margins."""
        if (ended := self.source()) is not None:
            return ended
        fresh = bool(self.group.needed)
        while (address := next_cell(self.talk.interview, self.key)) is not None:
            outcome = self.fill(address)
            while outcome is TurnEnd.BACK:
                previous = self.before(address)
                if previous is None:
                    return TurnEnd.BACK
                address = previous
                outcome = self.fill(address)
            if outcome is None:
                break
        if fresh and not any(item.answer and not item.answer.unknown for item in self.group.items):
            return TurnEnd.NEXT
        return self.review()

    def before(self, address: str) -> str | None:
        """Return the cell filled before another one: the last of this visit, else the nearest answered above it."""
        if self.filled:
            return self.filled.pop()
        cells = [item.address for item in self.group.items]
        above = cells[: cells.index(address)] if address in cells else []
        return next((one for one in reversed(above) if one in self.talk.interview.dossier.answers), None)

    # -- one cell -------------------------------------------------------------------------------------------------

    def fill(self, address: str) -> TurnEnd | None:
        """Ask for one cell; None when the rest of the sheet is passed."""
        return self.turns(address, self.ask, lambda reply: self.keep(address, reply))

    def turns(
        self, address: str, ask: Callable[[GroupItem], str | Tool], record: Callable[[str | None], None]
    ) -> TurnEnd | None:
        """Ask for one cell, again after each tool; None when the rest of the sheet is passed.

        Args:
            address: of the cell.
            ask: how to ask for it.
            record: what to do with the reply; None when the person does not know.
        """
        while True:
            item = self.talk.interview.item(address)
            reply = ask(item)
            if reply is Tool.REST:
                self.pass_rest()
                return None
            if reply is Tool.BACK:
                return TurnEnd.BACK
            if reply is Tool.EVIDENCE:
                self.ask_evidence()
            elif isinstance(reply, Tool) and reply is not Tool.UNKNOWN:
                self.talk.tool(reply, item)
                if reply is Tool.CHANGE:
                    return TurnEnd.NEXT
            else:
                value = None if isinstance(reply, Tool) else self.talk.settle(item, reply)
                if value is None and not isinstance(reply, Tool):
                    continue
                record(value)
                self.filled.append(address)
                return TurnEnd.NEXT

    def keep(self, address: str, reply: Any) -> None:
        """Record a cell."""
        self.talk.accept(address, reply)

    def ask(self, item: GroupItem, wording: str = "", keep: str | None = None, label: str = "") -> str | Tool:
        """Show the table and the question of one cell, and prompt for it.

        Args:
            item: the cell.
            wording: the question, when it is not the one of the fact.
            keep: what Enter alone keeps; by default the answer already given.
            label: short prompt, when Enter alone has a meaning of its own.
        """
        talk = self.talk
        given = item.answer.value if item.answer else None
        if keep is None:
            keep = given if isinstance(given, str) else ""
        offered = "" if keep or item.answer else proposal(talk.interview, item)
        talk.top(self.group.title)
        talk.screen.draw(lambda: self.table(item.address))
        talk.screen.say(wording or talk.wording(item), style="bold")
        if keep:
            talk.screen.say(f"Réponse actuelle : {self.amount(item, keep)}", style="italic")
        elif offered:
            source = talk.label(item.fact.proposal or "")
            text = f"Déjà donné dans « {source} » : {self.amount(item, offered)}. Entrée pour le reprendre."
            talk.screen.say(text, style="italic")
        elif item.fact.example and not wording:
            talk.screen.say(f"Exemple : {item.fact.example}", style="dim")
        talk.screen.say(f"Une lettre puis Entrée : {legend(CELL_TOOLS)}", style="dim")
        prompt = prompt_label(item.fact, True) if keep else label or prompt_label(item.fact)

        def check(text: str) -> str | None:
            return refusal(item.fact, text) if text or not label else None

        return write(prompt, tools=CELL_TOOLS, keep=keep or offered, check=check)

    def amount(self, item: GroupItem, raw: str) -> str:
        return value_text(item.fact, parse_answer(item.fact, raw))

    # -- the table ------------------------------------------------------------------------------------------------

    def table(self, current: str = "") -> Table:
        """Draw the table: rows are years or persons, columns are facts; without rows, one line per fact.

        An amount is never cut in two: when cents do not fit in the window they are left out, of the table only.
        """
        sheet = sheet_of(self.talk.interview, self.key)
        exact = self.drawn(sheet, current)
        if not sheet.group.slots or fitted(exact, self.talk.screen.width):
            return exact
        rounded = self.drawn(sheet, current, 0)
        fitted(rounded, self.talk.screen.width)
        rounded.caption, rounded.caption_justify = "Arrondi à l'euro ; les centimes sont gardés.", "left"
        return rounded

    def drawn(self, sheet: FigureSheet, current: str, places: int = 2) -> Table:
        """Draw the table, amounts with so many decimals."""
        headed = bool(sheet.group.slots)
        table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, show_header=headed)
        table.add_column("")
        for heading in sheet.headings:
            table.add_column(heading, justify="right", overflow="fold")
        for row in sheet.rows:
            cells = ["▸ ?" if item and item.address == current else self.shown(item, places) for item in row.cells]
            # A detail is drawn like the amounts it is taken from.
            cells += [
                french_number(one.value, places) if one.detail and one.value is not None else one.text
                for one in row.computed
            ]
            table.add_row(*map(shown, (row_label(row), *cells)))
        return table

    def shown(self, item: GroupItem | None, places: int = 2) -> str:
        """Return a cell in words; the unit of money goes without saying in a table of accounts."""
        if item is None or item.answer is None:
            return ""
        given = item.answer.value
        if given is None:
            return "inconnu"
        value = parse_answer(item.fact, given)
        if item.fact.type is FactType.MONEY and isinstance(value, Fraction):
            return french_number(value, places)
        if item.fact.type is FactType.DATE:
            return "/".join(reversed(str(given).split("-")))
        return value_text(item.fact, value)

    # -- what it comes to -----------------------------------------------------------------------------------------

    def review(self) -> TurnEnd:
        """Show the sheet as filled, what the law makes of it, and offer to correct a cell."""
        talk = self.talk
        while True:
            group = self.group
            if not group.items:
                return TurnEnd.NEXT
            talk.top(group.title)
            talk.screen.draw(self.table)
            self.findings()
            rows = [Choice(GO_ON, "Continuer l'entretien"), Choice("mend", "Corriger une case")]
            chosen = pick("Et maintenant ?", rows, tools=REVIEW_TOOLS, used=talk.screen.used)
            if chosen is Tool.BACK:
                return TurnEnd.BACK
            if chosen == GO_ON:
                return TurnEnd.NEXT
            if chosen == "mend":
                self.mend(group)
            elif chosen is Tool.EVIDENCE:
                self.ask_evidence()
            else:
                talk.tool(chosen, group.items[0])

    def mend(self, group: Group) -> None:
        """Choose a cell and type it again."""
        talk = self.talk
        talk.top(group.title)
        rows = [
            Choice(item.address, f"{talk.label(item.address)} : {self.shown(item) or '–'}")
            for item in group.items
            if item.answer is not None or item.companion
        ]
        chosen = pick("Quelle case ?", rows, back=LEAVE, used=talk.screen.used)
        if not isinstance(chosen, Tool):
            self.fill(chosen)

    def findings(self) -> None:
        """Show the tests of the law on these figures, with their margins."""
        interview = self.talk.interview
        for result in results(interview.reasoning, interview.plan.sheets[self.key].facts):
            self.talk.screen.say(f"{STATES[_STATES[result.holds]].sign} {result.label} : {result.text}")


def row_label(row: SheetRow) -> str:
    """Return « n (2024) », « Personne 2 », or the name of a figure that stands alone."""
    if row.slot is None:
        return next(item.fact.short for item in row.cells if item)
    if row.closed:
        return f"{row.slot} ({row.closed})"
    return {"n": "n (dernier)"}.get(row.slot, row.slot if row.slot.startswith("n") else f"Personne {row.slot}")


def fitted(table: Table, width: int) -> bool:
    """Give each column its width, headings on as few lines as can be and cells on one; False when that cannot be."""
    headings = [str(column.header) for column in table.columns]
    cells = [max(map(cell_len, map(str, column.cells)), default=0) for column in table.columns]
    room = width - 2 * len(cells)  # a blank and a divider after each
    for lines in range(1, max((len(heading.split()) for heading in headings), default=1) + 1):
        widths = [max(cell, _narrowest(heading, lines)) for cell, heading in zip(cells, headings, strict=True)]
        if sum(widths) <= room:
            for column, wide in zip(table.columns, widths, strict=True):
                column.width = wide
            return True
    return False


def _narrowest(heading: str, lines: int) -> int:
    """The least width in which a heading takes so many lines, no word cut."""
    least = max(map(cell_len, heading.split()), default=0)
    return next(wide for wide in range(least, len(heading) + 1) if len(textwrap.wrap(heading, wide or 1)) <= lines)
