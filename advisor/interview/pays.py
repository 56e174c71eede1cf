"""The worksheet of pays: up to five, brought to full time, and doubted when they look like those of a month."""

from __future__ import annotations

from fractions import Fraction

from advisor.interview import figures
from advisor.interview.turn import Outcome
from advisor.interview.widgets import Option, pick
from advisor.interview.worksheets import Worksheet
from advisor.values import NBSP, french_money, french_number


class Pays(Worksheet):
    """Up to five pays, brought to full time."""

    def pay(self, slot: str) -> figures.Pay | None:
        interview = self.talk.interview
        return next((pay for pay in figures.pays(interview.knowledge, interview.dossier) if pay.slot == slot), None)

    def computed_columns(self) -> tuple[str, ...]:
        return ("À temps plein",)

    def computed_cells(self, slot: str) -> tuple[str, ...]:
        found = self.pay(slot)
        full = found.full_time(group=True) if found else None
        return (french_money(full) if full is not None else "",)

    def row_label(self, slot: str) -> str:
        return f"Personne {slot}"

    def fill(self, address: str) -> Outcome | None:
        outcome = super().fill(address)
        fact, _, slot = address.rstrip("]").partition("[")
        if outcome is Outcome.NEXT and fact in (self.roles["brut"], self.roles["temps"]):
            self.suspect(slot)
        return outcome

    def suspect(self, slot: str) -> None:
        """A pay that full time would leave under the legal minimum is perhaps that of a month: ask."""
        pay, least = self.pay(slot), self.least()
        full = pay.full_time() if pay else None
        if pay is None or pay.gross is None or not full or least is None or full >= least:
            return
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
        chosen = pick("Qu'en est-il ?", rows, preset=False, used=talk.screen.used, name=f"personne {slot} douteuse")
        if chosen == "month":
            self.keep(f"{self.roles['brut']}[{slot}]", french_number(year, 2).replace(NBSP, ""))
        elif chosen != "year":
            self.fill(f"{self.roles[chosen]}[{slot}]")

    def least(self) -> Fraction | None:
        """The full-time yearly pay under which a figure is suspect; None while the rules do not give it."""
        floor = self.sheet.floor
        return self.talk.interview.reasoning.session.indicator(floor).value.low if floor else None
