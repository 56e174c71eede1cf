"""The figures to aim at (ceilings, least allocations, least charges), and the answers on which a verdict hangs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.assessment.model import Frozen, Line
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.session import Session
from advisor.assessment.wording import LEVELS, address_name, answer_text, figure
from advisor.common.french import french_money, french_percent
from advisor.dossier import Dossier
from advisor.rules.basis import VerdictId, status_root
from advisor.rules.effects import Amount
from advisor.rules.facts import SLOTS, Fact, FactType
from advisor.rules.load import Knowledge, load_knowledge

LADDER: tuple[VerdictId, ...] = ("non_eligible", "a_mettre_en_conformite", "eligible")

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
    """Answers whose error alone would overturn a decided verdict, the least proven first.

    Every answer that a test reads is replaced in turn by each other choice; a verdict that moves hangs on it. Figures
    have their margins in the report, and are not tried.
    """
    base = knowledge or load_knowledge()
    day = on or dossier.on or date.today()
    now = _verdicts(base, dossier, day, {})
    found = []
    for address, given in dossier.answers.items():
        if given.value is None or address not in base.addresses:
            continue
        fact, _ = base.addresses[address]
        done: set[str] = set()
        for other in _others(fact, given.value):
            then = _verdicts(base, dossier, day, {address: other})
            if then is None or now is None:
                continue
            for status, verdict in then.items():
                if status in done or verdict == now[status] or "indetermine" in (verdict, now[status]):
                    continue
                done.add(status)
                found.append(
                    Weakness(
                        address=address,
                        short=address_name(base, address),
                        text=answer_text(base, address, given.value),
                        status=status,
                        now=now[status],
                        instead=answer_text(base, address, other),
                        then=verdict,
                        level=LEVELS[given.evidence.level] if given.evidence else LEVELS["declare"],
                        proven=given.proven,
                        holder=fact.holder,
                        where=fact.where,
                    )
                )
    return tuple(sorted(found, key=lambda one: (one.proven, one.status)))


def _others(fact: Fact, value: str | tuple[str, ...]) -> Iterator[str | tuple[str, ...]]:
    """The other answers to a closed question, the furthest from the one given first."""
    if not fact.options:
        return
    for option in reversed(fact.options):
        other: str | tuple[str, ...] = (option.id,) if fact.type is FactType.CHOICES else option.id
        if other != value:
            yield other


def _verdicts(
    knowledge: Knowledge, dossier: Dossier, day: date, hypotheses: dict[str, str | tuple[str, ...] | None]
) -> dict[str, VerdictId] | None:
    """Verdicts on the ladder; None when the answers contradict one another."""
    session = Session(knowledge, dossier, day, hypotheses)
    if hypotheses and session.contradictions:
        return None
    reasoning = Reasoning(session)
    found: dict[str, VerdictId] = {}
    for status in knowledge.statuses:
        spans = {reasoning.rungs(status_root(status), reading) for reading in READINGS}
        low, high = min(span[0] for span in spans), max(span[1] for span in spans)
        found[status] = LADDER[low] if low == high else "indetermine"
    return found
