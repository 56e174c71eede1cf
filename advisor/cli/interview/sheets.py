"""The worksheets that compute something, costs and pays; the answers given, and any of them asked again."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.screen import TurnEnd
from advisor.cli.interview.widgets import pick, write
from advisor.cli.interview.worksheets import Worksheet
from advisor.common.french import french_money, parse_number
from advisor.dossier import answer
from advisor.interview.groups import GroupItem, row_name
from advisor.interview.sheets import (
    DoubtfulPay,
    cost_cells,
    cost_sheet,
    cost_year,
    divided_part,
    doubtful_pay,
    give_whole,
    given_whole,
    key_remarks,
)
from advisor.interview.tools import Tool

# -- the worksheet of costs: direct costs, shared ones and their key, and what the result owes to the key ------------


class Charges(Worksheet):
    """Costs year by year; the part due to the social purpose is computed from direct costs, shared ones and a key."""

    method = ""

    def fill(self, address: str) -> TurnEnd | None:
        interview = self.talk.interview
        slot = interview.knowledge.addresses[address][1] or ""
        _, part, common, rate = cost_cells(interview, slot)
        before = cost_year(interview, slot)
        if address == part and before.parted and not given_whole(interview, slot):
            return self.direct(address, slot)
        # Read now: once the key has changed, these costs can no longer be told from the part.
        direct = before.direct
        outcome = super().fill(address)
        if outcome is TurnEnd.NEXT and address in (common, rate) and direct is not None:
            if not cost_year(interview, slot).parted and rate not in interview.dossier.answers:
                # There were no shared costs, now there are: nothing can be computed without a key.
                super().fill(rate)
                address = rate
            self.follow(slot, direct)
        if address == rate and outcome is not None and cost_year(interview, slot).key is not None:
            self.basis(address)
        return outcome

    def follow(self, slot: str, direct: Fraction) -> None:
        """Compute the part again when shared costs or the key change, and say so: direct costs were typed once."""
        costs = cost_year(self.talk.interview, slot)
        if not costs.parted:
            if costs.social is not None:
                self.talk.notice(f"Part d'utilité sociale gardée telle quelle : {french_money(costs.social)}.")
            return
        self.compute(slot, direct)
        social = costs.social_from(direct)
        if social != costs.social:
            self.talk.notice(f"Part d'utilité sociale calculée de nouveau : {french_money(social)}.", "bold")

    def keep(self, address: str, reply: Any) -> None:
        interview = self.talk.interview
        if reply == "":
            # Enter alone on shared costs: the accountant already did the sum, no key is needed.
            self.talk.saved(lambda: give_whole(interview, interview.knowledge.addresses[address][1] or ""))
        else:
            super().keep(address, reply)

    def ask(self, item: GroupItem, wording: str = "", keep: str | None = None, label: str = "") -> str | Tool:
        if item.fact.id == self.roles["communes"]:
            wording = f"{self.talk.wording(item)}. 0 s'il n'y en a pas."
            if item.answer is None:
                # Enter alone: the accountant already did the sum.
                wording += " Entrée seule si vous n'avez que la part finale."
                keep, label = "", "Montant, ou Entrée :"
        return super().ask(item, wording, keep, label)

    def direct(self, address: str, slot: str) -> TurnEnd | None:
        """Ask for the costs that serve the social purpose only, and compute the part."""
        before = cost_year(self.talk.interview, slot).direct
        social = "Charges qui ne servent qu'à l'activité d'utilité sociale"
        words = f"{social}, sans les charges communes ({row_name(slot)})"
        current = str(before) if before is not None and before >= 0 else ""

        def record(reply: str | None) -> None:
            if reply is None:
                self.keep(address, None)
            else:
                self.compute(slot, parse_number(reply))

        return self.turns(address, lambda item: self.ask(item, words, current), record)

    def compute(self, slot: str, direct: Fraction) -> None:
        """Record the part from the direct costs, with how it was found."""
        interview = self.talk.interview
        part, note = divided_part(interview, slot, direct)
        self.talk.accept(cost_cells(interview, slot)[1], part, note)

    def basis(self, address: str) -> None:
        """Ask where the key comes from: it will be asked for."""
        given = self.talk.interview.dossier.answers[address]
        words = "D'où vient cette clé (heures, surface…) ? Entrée pour passer :"
        note = str(write(words, default=given.note or self.method, free=True))
        self.method = note
        if note != given.note:
            self.talk.saved(lambda: self.talk.interview.annotate(address, note=note))

    def findings(self) -> None:
        super().findings()
        costs = cost_sheet(self.talk.interview.reasoning, self.talk.interview.dossier)
        remarks = key_remarks(costs, "pour")
        known = [year.slot for year in costs.years if year.complete]
        if remarks and len(known) < sum(item.fact.id == self.roles["total"] for item in self.group.items):
            self.talk.screen.say(f"  Sur ce qui est connu seulement ({', '.join(known)}) :")
        for text in remarks:
            self.talk.screen.say(f"  {text}")


# -- the worksheet of pays -------------------------------------------------------------------------------------------


class Pays(Worksheet):
    """Up to five pays, brought to full time."""

    def keep(self, address: str, reply: Any) -> None:
        interview = self.talk.interview
        fact, slot = interview.knowledge.addresses[address]
        doubt = None
        if reply is not None and fact.id in (self.roles["brut"], self.roles["temps"]):
            # Asked before it is saved.
            doubt = doubtful_pay(interview, slot or "", interview.dossier.with_answer(address, answer(reply)))
        meant = self.meant(slot or "", doubt) if doubt else ""
        super().keep(address, reply)
        if doubt and meant == "mois":
            self.keep(doubt.address, doubt.yearly)
        elif meant in self.roles:
            self.fill(f"{self.roles[meant]}[{slot}]")

    def meant(self, slot: str, doubt: DoubtfulPay) -> str:
        """Ask what a pay under the legal minimum is: ``annee``, ``mois``, else the role of the cell to correct."""
        talk = self.talk
        talk.top(self.group.title)
        talk.screen.say(
            f"Personne {slot} : {doubt.full} à temps plein, c'est moins que le salaire minimum d'une année"
            f" ({doubt.least}).",
            style="bold",
        )
        rows = [Choice(one, words) for one, words in doubt.readings]
        rows += [Choice("brut", "Corriger la rémunération"), Choice("temps", "Corriger le temps de travail")]
        return str(pick("Qu'en est-il ?", rows, preset=False, used=talk.screen.used))


# -- the answers given, and any of them asked again ------------------------------------------------------------------


def worksheet(talk: Conversation, key: str) -> Worksheet:
    """Return the worksheet of a group."""
    kinds: dict[str | None, type[Worksheet]] = {"charges": Charges, "remunerations": Pays}
    return kinds.get(talk.interview.plan.sheets[key].calculation, Worksheet)(talk, key)


def answers_given(talk: Conversation) -> list[Choice]:
    """Return the answers so far, by theme, to choose one."""
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
    item = talk.interview.item(address)
    talk.question(item, "Modifier une réponse", (Tool.UNKNOWN, Tool.HELP, Tool.WHY, Tool.BACK))
