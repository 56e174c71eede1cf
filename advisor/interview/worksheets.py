"""Worksheets: figures copied from accounts, pay slips or minutes, cell by cell, with what they come to."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from rich import box
from rich.table import Table

from advisor.dossier import Answer
from advisor.interview import figures
from advisor.interview.grid import ask_source, pass_rest, remember_source, source_for_all
from advisor.interview.groups import CHARGES, COMMON, GROSS, KEY, LINKED, PAY, SHARE, TIME, TOTAL, Group, Item
from advisor.interview.turn import Outcome, prompt_label, refusal, row_name
from advisor.interview.widgets import Option, Tool, legend, pick, write
from advisor.knowledge.models import FactType
from advisor.settle import typed
from advisor.values import french_money, french_number, french_percent, parse_number
from advisor.wording import value_text

if TYPE_CHECKING:
    from advisor.interview.talk import Talk

GO_ON = "go_on"
CELL_TOOLS = (
    Tool.UNKNOWN,
    Tool.REST,
    Tool.WHY,
    Tool.HELP,
    Tool.BACK,
    Tool.CHANGE,
    Tool.EVIDENCE,
    Tool.NOTE,
    Tool.PAUSE,
)
REVIEW_TOOLS = (Tool.BACK, Tool.CHANGE, Tool.EVIDENCE, Tool.PAUSE)
HEADINGS = {
    TOTAL: "Total",
    COMMON: "Communes",
    KEY: "Clé",
    SHARE: "Utilité sociale",
    GROSS: "Brut annuel",
    TIME: "Temps de travail",
    LINKED: "Société liée",
}
"""Short headings for tables of many columns; the others take the label of the fact."""
VERDICTS = {True: "●", False: "×", None: "◐"}
STEP = Fraction(10)
"""How far the key is moved, in points, to show what the result owes to it."""


def worksheet(talk: Talk, key: str) -> Worksheet:
    """The worksheet of a group."""
    return {CHARGES: Charges, PAY: Pays}.get(key, Worksheet)(talk, key)


class Worksheet:
    """A table filled cell by cell.

    Args:
        talk: the interview in the terminal.
        key: id of the sheet.
    """

    def __init__(self, talk: Talk, key: str) -> None:
        self.talk, self.key = talk, key
        self.filled: list[str] = []

    @property
    def group(self) -> Group:
        return self.talk.interview.group(self.key)

    def run(self) -> Outcome:
        """Until no cell is needed, then the figures and their margins."""
        group = self.group
        if group.needed and not remember_source(self.talk, group):
            asked = ask_source(self.talk, group)
            if asked is not None:
                return asked
        fresh = bool(group.needed)
        while (address := self.next_cell()) is not None:
            outcome = self.fill(address)
            while outcome is Outcome.BACK:
                if not self.filled:
                    return Outcome.BACK
                outcome = self.fill(self.filled.pop())
            if outcome is None:
                break
        if fresh and not any(item.answer and not item.answer.unknown for item in self.group.items):
            return Outcome.NEXT
        return self.review()

    def next_cell(self) -> str | None:
        """Address of the next cell to fill."""
        needed = [item for item in self.group.needed if item.fact.id not in (COMMON, KEY)]
        return needed[0].address if needed else None

    # -- one cell -------------------------------------------------------------------------------------------------

    def fill(self, address: str) -> Outcome | None:
        """Ask for one cell; None when the rest of the sheet is passed."""
        talk = self.talk
        item = self.item(address)
        fact = item.fact
        while True:
            reply = self.ask(item, lambda text: refusal(fact, text))
            if reply is Tool.REST:
                pass_rest(talk, self.key)
                return None
            if reply is Tool.BACK:
                return Outcome.BACK
            if reply is Tool.EVIDENCE:
                source_for_all(talk, self.key)
            elif isinstance(reply, Tool) and reply is not Tool.UNKNOWN:
                talk.tool(reply, item)
                if reply is Tool.CHANGE:
                    return Outcome.NEXT
            else:
                self.keep(address, None if reply is Tool.UNKNOWN else reply)
                self.filled.append(address)
                return Outcome.NEXT
            item = self.item(address)

    def item(self, address: str) -> Item:
        return self.talk.interview.question(address).items[0]

    def keep(self, address: str, reply: Any) -> None:
        """Record a cell with the evidence of the sheet."""
        if reply is not None and (evidence := self.talk.sources.get(self.key)):
            self.talk.evidence.setdefault(address, evidence)
        self.talk.accept(address, reply)

    def ask(
        self,
        item: Item,
        check: Callable[[str], str | None],
        wording: str = "",
        keep: str | None = None,
        label: str = "",
    ) -> str | Tool:
        """The table, the question of one cell, and its prompt.

        Args:
            item: the cell.
            check: reason to refuse a text.
            wording: the question, when it is not the one of the fact.
            keep: what Enter alone keeps; by default the answer already given.
            label: short prompt, when Enter alone has a meaning of its own.
        """
        talk = self.talk
        given = item.answer.value if item.answer else None
        if keep is None:
            keep = given if isinstance(given, str) else ""
        talk.top(self.group.title)
        talk.screen.show(self.table(item.address))
        talk.screen.say(wording or talk.wording(item), style="bold")
        if keep:
            talk.screen.say(f"Réponse actuelle : {self.amount(item, keep)}", style="italic")
        elif item.fact.example and not wording:
            talk.screen.say(f"Exemple : {item.fact.example}", style="dim")
        talk.screen.say(f"Une lettre puis Entrée : {legend(CELL_TOOLS)}", style="dim")
        prompt = prompt_label(item.fact, True) if keep else label or prompt_label(item.fact)
        return write(prompt, tools=CELL_TOOLS, keep=keep, check=check)

    def amount(self, item: Item, raw: str) -> str:
        return value_text(item.fact, typed(self.talk.interview.knowledge, item.address, raw))

    # -- the table ------------------------------------------------------------------------------------------------

    def table(self, current: str = "") -> Table:
        """Rows are years or persons, columns are facts; without rows, one line per fact."""
        group = self.group
        table = Table(
            box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, show_header=bool(group.slots)
        )
        facts = self.columns(list(dict.fromkeys(item.fact.id for item in group.items)))
        if not group.slots:
            table.add_column("")
            table.add_column("", justify="right")
            for item in group.items:
                table.add_row(item.fact.short, self.cell(item, current))
            return table
        table.add_column("")
        for fact in facts:
            table.add_column(
                HEADINGS.get(fact) or self.talk.interview.knowledge.facts[fact].short, justify="right", overflow="fold"
            )
        for name in self.computed_columns():
            table.add_column(name, justify="right")
        for slot in group.slots:
            cells = []
            for fact in facts:
                found = group.item(f"{fact}[{slot}]")
                cells.append(self.cell(found, current) if found else "")
            table.add_row(self.row_label(slot), *cells, *self.computed_cells(slot))
        return table

    def columns(self, facts: list[str]) -> list[str]:
        """Facts from left to right."""
        return facts

    def computed_columns(self) -> tuple[str, ...]:
        return ()

    def computed_cells(self, slot: str) -> tuple[str, ...]:
        return ()

    def row_label(self, slot: str) -> str:
        closing = self.talk.interview.dossier.answers.get(f"date_cloture[{slot}]")
        if closing is not None and isinstance(closing.value, str):
            return f"{slot} ({closing.value[:4]})"
        return "n (dernier)" if slot == "n" else slot

    def cell(self, item: Item, current: str) -> str:
        if item.address == current:
            return "▸ ?"
        return "" if item.answer is None else self.shown(item, item.answer)

    def shown(self, item: Item, given: Answer) -> str:
        """A cell in words; the unit of money goes without saying in a table of accounts."""
        if given.value is None:
            return "inconnu"
        value = typed(self.talk.interview.knowledge, item.address, given.value)
        if item.fact.type is FactType.MONEY and isinstance(value, Fraction):
            return french_number(value)
        if item.fact.type is FactType.DATE:
            return "/".join(reversed(str(given.value).split("-")))
        return value_text(item.fact, value)

    # -- what it comes to -----------------------------------------------------------------------------------------

    def review(self) -> Outcome:
        """The sheet as filled, what the law makes of it, and a chance to correct a cell."""
        talk = self.talk
        while True:
            group = self.group
            if not group.items:
                return Outcome.NEXT
            talk.top(group.title)
            talk.screen.show(self.table())
            self.findings()
            rows = [Option(GO_ON, "Continuer l'entretien"), Option("mend", "Corriger une case")]
            chosen = pick("Et maintenant ?", rows, tools=REVIEW_TOOLS, used=talk.screen.used)
            if chosen is Tool.BACK:
                return Outcome.BACK
            if chosen == GO_ON:
                return Outcome.NEXT
            if chosen == "mend":
                self.mend(group)
            elif chosen is Tool.EVIDENCE:
                source_for_all(talk, self.key)
            else:
                talk.tool(chosen, group.items[0])

    def mend(self, group: Group) -> None:
        """Choose a cell and type it again."""
        talk = self.talk
        talk.top(group.title)
        rows = [
            Option(item.address, f"{talk.label(item.address)} : {self.shown(item, item.answer)}")
            for item in group.items
            if item.answer is not None
        ]
        chosen = pick("Quelle case ?", rows, tools=(Tool.BACK,), back="Revenir", used=talk.screen.used)
        if not isinstance(chosen, Tool):
            self.fill(chosen)

    def findings(self) -> None:
        """Tests of the law on these figures, with their margins."""
        sheet = self.talk.interview.plan.sheets[self.key]
        for result in figures.results(self.talk.interview.reasoning, sheet.facts):
            self.talk.screen.say(f"{VERDICTS[result.holds]} {result.label} : {result.text}")


class Pays(Worksheet):
    """Up to five pays, brought to full time."""

    def computed_columns(self) -> tuple[str, ...]:
        return ("À temps plein",)

    def computed_cells(self, slot: str) -> tuple[str, ...]:
        found = next((pay for pay in figures.pays(self.talk.interview.dossier) if pay.slot == slot), None)
        full = found.full_time(group=True) if found else None
        return (french_money(full) if full is not None else "",)

    def row_label(self, slot: str) -> str:
        return f"Personne {slot}"


class Charges(Worksheet):
    """Costs year by year; the part due to the social purpose is computed from direct costs, shared ones and a key."""

    def __init__(self, talk: Talk, key: str) -> None:
        super().__init__(talk, key)
        self.whole: set[str] = set()  # years whose final part is given at once, without a key
        self.method = ""

    def next_cell(self) -> str | None:
        group = self.group
        for slot in group.slots:
            answers = self.talk.interview.dossier.answers
            needed = {item.fact.id for item in group.needed if item.slot == slot}
            if TOTAL in needed:
                return f"{TOTAL}[{slot}]"
            if SHARE not in needed:
                continue
            common, key = answers.get(f"{COMMON}[{slot}]"), answers.get(f"{KEY}[{slot}]")
            if slot in self.whole or (common is not None and common.unknown) or (key is not None and key.unknown):
                return f"{SHARE}[{slot}]"
            if common is None:
                return f"{COMMON}[{slot}]"
            if key is None and parse_number(str(common.value)):
                return f"{KEY}[{slot}]"
            return f"{SHARE}[{slot}]"
        return None

    def fill(self, address: str) -> Outcome | None:
        fact, _, slot = address.rstrip("]").partition("[")
        if fact == COMMON:
            self.whole.discard(slot)
        if fact == SHARE and self.costs(slot).common is not None and slot not in self.whole:
            return self.direct(address, slot)
        before = self.costs(slot).direct
        outcome = super().fill(address)
        # The direct costs were typed once: when shared costs or the key change, the part follows.
        if (
            outcome is Outcome.NEXT
            and fact in (COMMON, KEY)
            and before is not None
            and self.costs(slot).common is not None
        ):
            self.compute(slot, before)
        if fact == KEY and outcome is not None and self.costs(slot).key is not None:
            self.basis(address)
        return outcome

    def keep(self, address: str, reply: Any) -> None:
        if reply == "":
            # Enter alone on shared costs: the accountant already did the sum, no key is needed.
            self.whole.add(address.rstrip("]").partition("[")[2])
        else:
            super().keep(address, reply)

    def costs(self, slot: str) -> figures.YearCosts:
        dossier = self.talk.interview.dossier
        values = (figures.number(dossier, f"{fact}[{slot}]") for fact in (TOTAL, SHARE, COMMON, KEY))
        return figures.YearCosts(slot, *values)

    def ask(
        self,
        item: Item,
        check: Callable[[str], str | None],
        wording: str = "",
        keep: str | None = None,
        label: str = "",
    ) -> str | Tool:
        if item.fact.id == COMMON and not wording:
            wording = f"{self.talk.wording(item)}. 0 s'il n'y en a pas."
            if item.answer is None:
                # Enter alone: the accountant already did the sum.
                wording += " Entrée seule si vous n'avez que la part finale."
                return super().ask(
                    item, lambda text: check(text) if text else None, wording, "", "Montant, ou Entrée :"
                )
        return super().ask(item, check, wording, keep, label)

    def direct(self, address: str, slot: str) -> Outcome | None:
        """Ask for the costs that serve the social purpose only, and compute the part."""
        talk = self.talk
        item = self.item(address)
        fact, before = item.fact, self.costs(slot).direct
        wording = (
            f"Charges qui ne servent qu'à l'activité d'utilité sociale, sans les charges communes ({row_name(slot)})"
        )
        while True:
            reply = self.ask(
                item,
                lambda text: refusal(fact, text),
                wording,
                str(before) if before is not None and before >= 0 else "",
            )
            if reply is Tool.REST:
                pass_rest(talk, self.key)
                return None
            if reply is Tool.BACK:
                return Outcome.BACK
            if reply is Tool.UNKNOWN:
                self.keep(address, None)
            elif isinstance(reply, Tool):
                talk.tool(reply, item)
                if reply is Tool.CHANGE:
                    return Outcome.NEXT
                continue
            else:
                self.compute(slot, parse_number(reply))
            self.filled.append(address)
            return Outcome.NEXT

    def compute(self, slot: str, direct: Fraction) -> None:
        """Direct costs plus the part of shared ones, recorded with how it was found."""
        costs = self.costs(slot)
        key = costs.key or Fraction(0)
        common = costs.common or Fraction(0)
        social = direct + common * key / figures.HUNDRED
        address = f"{SHARE}[{slot}]"
        if common:
            self.talk.notes[address] = (
                f"{french_money(direct)} de charges propres + {french_percent(key)} de {french_money(common)} communes."
            )
        self.keep(address, french_number(social, 6, trim=True).replace("\u00a0", ""))

    def basis(self, address: str) -> None:
        """Where the key comes from: it will be asked for."""
        given = self.talk.interview.dossier.answers[address]
        note = str(
            write("D'où vient cette clé (heures, surface…) ? Entrée pour passer :", default=given.note or self.method)
        )
        self.method = note
        if note != given.note:
            self.talk.saved(lambda: self.talk.interview.annotate(address, note=note))

    def columns(self, facts: list[str]) -> list[str]:
        return [fact for fact in (TOTAL, COMMON, KEY, SHARE) if fact in facts]

    def computed_columns(self) -> tuple[str, ...]:
        return ("dont propres", "Part")

    def computed_cells(self, slot: str) -> tuple[str, ...]:
        costs = self.costs(slot)
        share, direct = costs.share(), costs.direct
        return (
            french_number(direct) if direct is not None else "",
            french_percent(share) if share is not None else "",
        )

    def findings(self) -> None:
        super().findings()
        sheet = figures.cost_sheet(self.talk.interview.reasoning, self.talk.interview.dossier)
        whole, weakest = sheet.cumulated(), sheet.weakest()
        if whole is None or weakest is None:
            return
        say = self.talk.screen.say
        if not sheet.keyed:
            return
        for shift in (-STEP, STEP):
            moved, low = sheet.cumulated(shift), sheet.weakest(shift)
            if moved is not None and low is not None:
                sign = "de plus" if shift > 0 else "de moins"
                say(
                    f"  Clé de {abs(int(shift))} points {sign} : {french_percent(moved)} au cumul,"
                    f" {french_percent(low)} pour l'exercice le plus faible."
                )
        for each, where in ((False, "au cumul"), (True, "dans chaque exercice")):
            wanted = sheet.key_for_limit(each)
            if wanted is not None and sheet.limit is not None:
                say(f"  {key_words(wanted)} pour {french_percent(sheet.limit)} {where}.")


def key_words(wanted: Fraction) -> str:
    """What key just reaches the threshold."""
    if wanted <= 0:
        return "Aucune part des charges communes n'est nécessaire"
    if wanted > figures.HUNDRED:
        return "Aucune clé ne suffirait"
    return f"Il faut une même clé de {french_percent(wanted)} au moins"
