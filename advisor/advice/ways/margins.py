"""The figures to aim at (ceilings, least allocations, least charges), and the answers on which a verdict hangs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.advice.alternatives import Alternatives
from advisor.assessment.account.verdicts import outcomes
from advisor.assessment.assess import reason
from advisor.assessment.model import Frozen, Line
from advisor.assessment.session import Session
from advisor.assessment.wording import LEVELS, address_name, answer_text, figure
from advisor.common.french import french_money, french_percent
from advisor.dossier import Dossier
from advisor.rules.effects import Amount
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import REACHED, Slots, VerdictId

# -- figures to aim at -----------------------------------------------------------------------------------------------


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
    """Return the figures that the answers given so far allow to compute; the others are left out."""
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
    for slot in SLOTS[Slots.YEARS]:
        known = session.number(f"{fact}[{slot}]")
        whole = known.value.known
        if known.applicable and whole is not None and percent is not None:
            least = whole * percent / 100
            text = f"{french_money(whole)} × {french_percent(percent)} = {french_money(least)}"
            yield Line(label=f"Exercice {slot}", text=text)


# -- how sure: which single answer, if it were wrong, would overturn a verdict ---------------------------------------


class Weakness(Frozen):
    """An answer on which a verdict hangs.

    Attributes:
        address, short, text: the answer.
        status, now: the verdict that hangs on it.
        instead: another answer that would overturn it, in words; empty when merely doubting it would.
        then: what the verdict would be.
        level: how the answer is known; proven: by a document.
        holder, where: who can prove it, and by what.
    """

    address: str
    short: str
    text: str
    status: str
    now: VerdictId
    instead: str
    then: VerdictId
    level: str
    proven: bool
    holder: str
    where: str


def weaknesses(dossier: Dossier, on: date | None = None, knowledge: Knowledge | None = None) -> tuple[Weakness, ...]:
    """Return answers whose error alone would overturn a decided verdict, the least proven first.

    A verdict that moves with another choice hangs on the answer. Figures have their margins in the report, and are not
    tried.
    """
    base = knowledge or load_knowledge()
    reasoning = reason(dossier, on, base)
    now, alternatives = outcomes(reasoning), Alternatives(reasoning)
    found = []
    for address, given in dossier.answers.items():
        if given.value is None or address not in base.addresses:
            continue
        fact, _ = base.addresses[address]
        overturned: dict[str, tuple[str | tuple[str, ...], VerdictId]] = {}
        # The furthest in the catalogue first; of several choices, one alone before a list longer or shorter by one.
        others = reversed(alternatives.choices(address))
        for other in sorted(others, key=lambda one: isinstance(one.value, tuple) and len(one.value) > 1):
            if other.then.session.contradictions:
                continue
            for status, verdict in outcomes(other.then.reasoning).items():
                both = {now[status], verdict}
                if len(both) > 1 and VerdictId.UNDETERMINED not in both and both != {*REACHED}:
                    overturned.setdefault(status, (other.value, verdict))
        found += [
            Weakness(
                address=address,
                short=address_name(base, address),
                text=answer_text(base, address, given.value),
                status=status,
                now=now[status],
                instead=answer_text(base, address, value),
                then=verdict,
                level=LEVELS[given.evidence.level if given.evidence else "declare"],
                proven=given.proven,
                holder=fact.holder,
                where=fact.where,
            )
            for status, (value, verdict) in overturned.items()
        ]
    return tuple(sorted(found, key=lambda one: (one.proven, one.status)))
