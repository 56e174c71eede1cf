"""How sure: which single answer, if it were wrong, would overturn a verdict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from advisor.assessment.model import Frozen
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.session import Session
from advisor.assessment.wording import LEVELS, address_name, answer_text
from advisor.dossier import Dossier
from advisor.rules.facts import Fact, FactType
from advisor.rules.load import Knowledge, load_knowledge
from advisor.rules.vocabulary import VerdictId

LADDER: tuple[VerdictId, ...] = ("non_eligible", "a_mettre_en_conformite", "eligible")


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
        spans = {reasoning.rungs(f"statut:{status}", reading) for reading in READINGS}
        low, high = min(span[0] for span in spans), max(span[1] for span in spans)
        found[status] = LADDER[low] if low == high else "indetermine"
    return found
