"""The figures to aim at, computed for one company: ceilings, least allocations, least charges."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.assessment.model import Frozen, Line
from advisor.assessment.session import Session
from advisor.assessment.wording import figure
from advisor.common.values import french_money, french_percent
from advisor.dossier import Dossier
from advisor.rules.effects import Amount
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge, load_knowledge


class Target(Frozen):
    """One figure, with how it is obtained.

    Attributes:
        id, title, status: as in ``rules/montants.yaml``.
        text: the figure, in words; several when there is one a year.
        calculation: line by line.
        articles: what asks for it. note: what to know before using it.
    """

    id: str
    title: str
    status: str
    text: str
    calculation: tuple[Line, ...]
    articles: str
    note: str


def targets(dossier: Dossier, on: date | None = None, knowledge: Knowledge | None = None) -> tuple[Target, ...]:
    """The figures that the answers given so far allow to compute; the others are left out."""
    base = knowledge or load_knowledge()
    session = Session(base, dossier, on or dossier.on or date.today())
    return tuple(found for amount in base.amounts for found in _target(session, amount))


def _target(session: Session, amount: Amount) -> Iterator[Target]:
    if amount.indicator is not None:
        known = session.indicator(amount.indicator)
        value = known.value.low
        if not known.applicable or value is None or (known.missing and not known.value.exact and value <= 0):
            return
        text = figure(value, session.knowledge.indicators[amount.indicator].unit)
        lines = tuple(Line(label=step.label, text=step.text) for step in known.steps)
    else:
        lines = tuple(_years(session, *(amount.share or ("", ""))))
        if not lines:
            return
        text = " ; ".join(line.text.rpartition("= ")[2] for line in lines)
    articles = session.knowledge.texts(amount.citations)
    yield Target(
        id=amount.id,
        title=amount.title,
        status=amount.status,
        text=text,
        calculation=lines,
        articles=articles,
        note=amount.note,
    )


def _years(session: Session, fact: str, rate: str) -> Iterator[Line]:
    percent = session.parameter(rate)
    for slot in SLOTS["exercice"]:
        known = session.number(f"{fact}[{slot}]")
        whole = known.value.known
        if known.applicable and whole is not None and percent is not None:
            least = whole * percent / 100
            text = f"{french_money(whole)} × {french_percent(percent)} = {french_money(least)}"
            yield Line(label=f"Exercice {slot}", text=text)
