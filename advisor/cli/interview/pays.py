"""The worksheet of pays: up to five, brought to full time, and doubted when they look like those of a month."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from advisor.cli.interview.keys import Option
from advisor.cli.interview.widgets import pick
from advisor.cli.interview.worksheets import Worksheet
from advisor.common.values import NBSP, french_money, french_number
from advisor.dossier import Dossier, answer
from advisor.interview import figures


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
        """A pay that full time would leave under the legal minimum is perhaps that of a month: ask before it is kept.

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
        rows = [Option("year", "C'est bien le total de l'année, et le temps de travail est juste")]
        if full * 12 >= least:
            rows.insert(0, Option("month", f"C'était un mois : retenir {french_money(year)} pour l'année"))
        rows += [Option("brut", "Corriger la rémunération"), Option("temps", "Corriger le temps de travail")]
        return str(pick("Qu'en est-il ?", rows, preset=False, used=talk.screen.used))

    def least(self) -> Fraction | None:
        """The full-time yearly pay under which a figure is suspect; None while the rules do not give it."""
        floor = self.sheet.floor
        return self.talk.interview.reasoning.session.indicator(floor).value.low if floor else None
