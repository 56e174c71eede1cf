"""The worksheets that compute something, costs and pays; the answers given, and any of them asked again."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from advisor.assessment.costs import moved_words
from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.screen import TurnEnd, refusal
from advisor.cli.interview.widgets import pick, write
from advisor.cli.interview.worksheets import Worksheet
from advisor.common.french import NBSP, french_money, french_number, french_percent, parse_number
from advisor.dossier import Dossier, answer
from advisor.dossier.answer_parsing import canonical
from advisor.interview import figures
from advisor.interview.figures import SUM, key_words
from advisor.interview.groups import GroupItem, row_name
from advisor.interview.tools import Tool

# -- the worksheet of costs: direct costs, shared ones and their key, and what the result owes to the key ------------


class Charges(Worksheet):
    """Costs year by year; the part due to the social purpose is computed from direct costs, shared ones and a key."""

    def __init__(self, talk: Conversation, key: str) -> None:
        super().__init__(talk, key)
        self.total, self.part, self.common, self.rate = figures.played(talk.interview.knowledge, "charges")
        self.method = ""

    def whole(self, slot: str) -> bool:
        """The final part of a year is given at once, without a key."""
        return bool(self.talk.draft(f"{self.common}[{slot}]").method)

    def next_cell(self) -> str | None:
        group = self.group
        for slot in group.slots:
            answers = self.talk.interview.dossier.answers
            needed = {item.fact.id for item in group.needed if item.slot == slot}
            if self.total in needed:
                return f"{self.total}[{slot}]"
            if self.part not in needed:
                continue
            common, key = answers.get(f"{self.common}[{slot}]"), answers.get(f"{self.rate}[{slot}]")
            if self.whole(slot) or (common is not None and common.unknown) or (key is not None and key.unknown):
                return f"{self.part}[{slot}]"
            if common is None:
                return f"{self.common}[{slot}]"
            if key is None and parse_number(str(common.value)):
                return f"{self.rate}[{slot}]"
            return f"{self.part}[{slot}]"
        return None

    def fill(self, address: str) -> TurnEnd | None:
        fact, _, slot = address.rstrip("]").partition("[")
        before = self.costs(slot)
        if fact == self.part and before.parted and not self.whole(slot):
            return self.direct(address, slot)
        # Read now: once the key has changed, these costs can no longer be told from the part.
        direct = before.direct
        outcome = super().fill(address)
        if outcome is TurnEnd.NEXT and fact in (self.common, self.rate) and direct is not None:
            rate = f"{self.rate}[{slot}]"
            if not self.costs(slot).parted and rate not in self.talk.interview.dossier.answers:
                # There were no shared costs, now there are: nothing can be computed without a key.
                super().fill(rate)
                address, fact = rate, self.rate
            self.follow(slot, direct)
        if fact == self.rate and outcome is not None and self.costs(slot).key is not None:
            self.basis(address)
        return outcome

    def follow(self, slot: str, direct: Fraction) -> None:
        """The direct costs were typed once: when shared costs or the key change, the part follows, and it is said."""
        costs = self.costs(slot)
        if not costs.parted:
            if costs.social is not None:
                self.talk.notice(f"Part d'utilité sociale gardée telle quelle : {french_money(costs.social)}.")
            return
        social = self.compute(slot, direct)
        if social != costs.social:
            self.talk.notice(f"Part d'utilité sociale calculée de nouveau : {french_money(social)}.", "bold")

    def keep(self, address: str, reply: Any) -> None:
        if reply == "":
            # Enter alone on shared costs: the accountant already did the sum, no key is needed.
            self.talk.saved(lambda: self.talk.interview.give_whole(address))
        else:
            super().keep(address, reply)

    def costs(self, slot: str) -> figures.YearCosts:
        return figures.year_costs(self.talk.interview.knowledge, self.talk.interview.dossier, slot)

    def ask(
        self,
        item: GroupItem,
        check: Callable[[str], str | None],
        wording: str = "",
        keep: str | None = None,
        label: str = "",
    ) -> str | Tool:
        if item.fact.id == self.common and not wording:
            wording = f"{self.talk.wording(item)}. 0 s'il n'y en a pas."
            if item.answer is None:
                # Enter alone: the accountant already did the sum.
                wording += " Entrée seule si vous n'avez que la part finale."
                return super().ask(
                    item, lambda text: check(text) if text else None, wording, "", "Montant, ou Entrée :"
                )
        return super().ask(item, check, wording, keep, label)

    def direct(self, address: str, slot: str) -> TurnEnd | None:
        """Ask for the costs that serve the social purpose only, and compute the part."""
        fact, before = self.item(address).fact, self.costs(slot).direct
        wording = (
            f"Charges qui ne servent qu'à l'activité d'utilité sociale, sans les charges communes ({row_name(slot)})"
        )
        current = str(before) if before is not None and before >= 0 else ""

        def record(reply: str | None) -> None:
            if reply is None:
                self.keep(address, None)
            else:
                self.compute(slot, parse_number(reply))

        return self.turns(
            address, lambda item: self.ask(item, lambda text: refusal(fact, text), wording, current), record
        )

    def compute(self, slot: str, direct: Fraction) -> Fraction:
        """Direct costs plus the part of shared ones, recorded with how it was found."""
        costs = self.costs(slot)
        key = costs.key or Fraction(0)
        common = costs.common or Fraction(0)
        social = direct + common * key / figures.HUNDRED
        address = f"{self.part}[{slot}]"
        if common:
            given = self.talk.interview.dossier.answers.get(address)
            words = [line for line in (given.note if given else "").splitlines() if not SUM.fullmatch(line)]
            words.append(
                f"{french_money(direct)} de charges propres + {french_percent(key)} de {french_money(common)} communes."
            )
            self.talk.notes[address] = "\n".join(words)
        # Exact: rounded, a share could cross the minimum.
        self.keep(address, canonical(self.item(address).fact, social))
        return social

    def basis(self, address: str) -> None:
        """Where the key comes from: it will be asked for."""
        given = self.talk.interview.dossier.answers[address]
        note = str(
            write(
                "D'où vient cette clé (heures, surface…) ? Entrée pour passer :",
                default=given.note or self.method,
                free=True,
            )
        )
        self.method = note
        if note != given.note:
            self.talk.saved(lambda: self.talk.interview.annotate(address, note=note))

    def columns(self, facts: list[str]) -> list[str]:
        return [fact for fact in (self.total, self.common, self.rate, self.part) if fact in facts]

    def computed_columns(self) -> tuple[str, ...]:
        return ("dont propres", "Part")

    def computed_cells(self, slot: str) -> tuple[str, ...]:
        costs = self.costs(slot)
        share, direct = costs.share(), costs.direct
        return (
            french_number(direct, self.places) if direct is not None else "",
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
        known = [year.slot for year in sheet.years if year.complete]
        if len(known) < sum(item.fact.id == self.total for item in self.group.items):
            say(f"  Sur ce qui est connu seulement ({', '.join(known)}) :")
        for moved, result in moved_words(sheet):
            say(f"  {moved} : {result}.")
        for each, where in ((False, "au cumul"), (True, "dans chaque exercice")):
            wanted = sheet.key_for_limit(each)
            if wanted is not None and sheet.limit is not None:
                say(f"  {key_words(wanted)} pour {french_percent(sheet.limit)} {where}.")


# -- the worksheet of pays -------------------------------------------------------------------------------------------


class Pays(Worksheet):
    """Up to five pays, brought to full time."""

    def pay(self, slot: str, dossier: Dossier | None = None) -> figures.Pay | None:
        interview = self.talk.interview
        known = figures.pays(interview.knowledge, dossier or interview.dossier)
        return next((pay for pay in known if pay.slot == slot), None)

    def computed_columns(self) -> tuple[str, ...]:
        return ("À temps plein",)

    def computed_cells(self, slot: str) -> tuple[str, ...]:
        found = self.pay(slot)
        full = found.full_time(group=True) if found else None
        return (french_money(full) if full is not None else "",)

    def row_label(self, slot: str) -> str:
        return f"Personne {slot}"

    def keep(self, address: str, reply: Any) -> None:
        fact, _, slot = address.rstrip("]").partition("[")
        meant = "year"
        if reply is not None and fact in (self.roles["brut"], self.roles["temps"]):
            meant = self.meant(slot, self.talk.interview.dossier.with_answer(address, answer(reply)))
        super().keep(address, reply)
        pay = self.pay(slot)
        if meant == "month" and pay and pay.gross:
            self.keep(f"{self.roles['brut']}[{slot}]", french_number(pay.gross * 12, 2).replace(NBSP, ""))
        elif meant in self.roles:
            self.fill(f"{self.roles[meant]}[{slot}]")

    def meant(self, slot: str, dossier: Dossier) -> str:
        """A pay that full time would leave under the legal minimum is perhaps that of a month: ask before it is saved.

        Returns:
            ``year`` when there is no doubt or it is that of a year, ``month``, else the role of the cell to correct.
        """
        pay, least = self.pay(slot, dossier), self.least()
        full = pay.full_time() if pay else None
        if pay is None or pay.gross is None or not full or least is None or full >= least:
            return "year"
        talk, year = self.talk, pay.gross * 12
        talk.top(self.group.title)
        talk.screen.say(
            f"Personne {slot} : {french_money(full)} à temps plein, c'est moins que le salaire minimum d'une année"
            f" ({french_money(least)}).",
            style="bold",
        )
        rows = [Choice("year", "C'est bien le total de l'année, et le temps de travail est juste")]
        if full * 12 >= least:
            rows.insert(0, Choice("month", f"C'était un mois : retenir {french_money(year)} pour l'année"))
        rows += [Choice("brut", "Corriger la rémunération"), Choice("temps", "Corriger le temps de travail")]
        return str(pick("Qu'en est-il ?", rows, preset=False, used=talk.screen.used))

    def least(self) -> Fraction | None:
        """The full-time yearly pay under which a figure is suspect; None while the rules do not give it."""
        floor = self.sheet.floor
        return self.talk.interview.reasoning.session.indicator(floor).value.low if floor else None


# -- the answers given, and any of them asked again ------------------------------------------------------------------


def worksheet(talk: Conversation, key: str) -> Worksheet:
    """The worksheet of a group."""
    kinds: dict[str | None, type[Worksheet]] = {"charges": Charges, "remunerations": Pays}
    return kinds.get(talk.interview.plan.sheets[key].calculation, Worksheet)(talk, key)


def answers_given(talk: Conversation) -> list[Choice]:
    """The answers so far, by theme, to choose one."""
    interview, rows = talk.interview, []
    aside = set(interview.set_aside())
    withdrawn = {address for one in interview.reasoning.session.contradictions for address in one.addresses}
    order = interview.knowledge.theme_order
    themes = {address: interview.knowledge.addresses[address][0].theme for address in interview.dossier.answers}
    for address in sorted(interview.dossier.answers, key=lambda one: order[themes[one]]):
        mark = " [mis de côté]" if address in aside else " [se contredit]" if address in withdrawn else ""
        rows.append(Choice(address, f"{talk.label(address)} : {talk.said(address)}{mark}"))
    return rows


def retype(talk: Conversation, address: str) -> None:
    """Ask for an answer again; a cell of a worksheet is filled as the sheet does, what it computes included."""
    plan = talk.interview.plan
    sheet = plan.sheets.get(plan.key(address))
    if sheet is not None and sheet.kind == "feuille":
        worksheet(talk, sheet.id).fill(address)
        return
    item = talk.interview.question(address).items[0]
    talk.question(item, "Modifier une réponse", (Tool.UNKNOWN, Tool.HELP, Tool.WHY, Tool.BACK))
