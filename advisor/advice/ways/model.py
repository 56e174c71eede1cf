"""A way to a status as pure data: steps, when each can take effect, what it costs, and the proof that it works."""

from __future__ import annotations

from datetime import date
from typing import Literal

from advisor.assessment.model import Frozen, Reference
from advisor.assessment.wording import address_name, answer_text
from advisor.dossier import Dossier
from advisor.rules.basis import StatusId
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Delay, Reading, RemedyKind, VerdictId

STATUSES: tuple[StatusId, ...] = ("ess", "esus")


class AnswerChange(Frozen):
    """An answer that a step changes, in words.

    Attributes:
        address, short: which.
        before, after: what it was and becomes; empty when there was none, or it is taken away.
    """

    address: str
    short: str
    before: str
    after: str


def given_words(knowledge: Knowledge, dossier: Dossier, address: str, none: str = "sans réponse") -> str:
    """Return an answer of a dossier, in words; ``none`` when there is none."""
    given = dossier.answers.get(address)
    if given is None:
        return none
    return "je ne sais pas" if given.value is None else answer_text(knowledge, address, given.value)


def answer_change(knowledge: Knowledge, address: str, before: Dossier, after: Dossier, none: str = "") -> AnswerChange:
    """Return an answer of two dossiers, in words; ``none`` when there is none."""
    then, now = (given_words(knowledge, dossier, address, none) for dossier in (before, after))
    return AnswerChange(address=address, short=address_name(knowledge, address), before=then, after=now)


class WayStep(Frozen):
    """One thing to change.

    Attributes:
        remedy, title: what; variant: in which way, when there are several.
        kind, weight: as in ``rules/remedes.yaml``; from a clause (1) to the legal form (6).
        who: who decides. delay: when it can be done.
        effective: earliest day on which it shows; None: as soon as decided.
        years: accounting years to close first.
        cost: what the company gives up.
        criteria: what it mends.
        changes: answers it changes.
    """

    remedy: str
    title: str
    variant: str
    kind: RemedyKind
    weight: int
    who: str
    delay: Delay
    effective: date | None
    years: int
    cost: str
    action: str
    criteria: tuple[str, ...]
    references: tuple[Reference, ...]
    confidence: str
    changes: tuple[AnswerChange, ...]


class AnswerToRead(Frozen):
    """An answer to read first, and taken as favourable meanwhile."""

    address: str
    short: str
    holder: str
    where: str


class Way(Frozen):
    """One set of changes that reaches the status; none of its steps can be left out.

    Attributes:
        steps: in the order in which to make them.
        checks: answers taken as favourable, to be read first.
        pending: answers still to come once the steps are taken, on which the result then depends.
        earliest: earliest day on which the status can be asked for.
        reached: the verdict once every step is taken, the law read strictly.
        contested: why some would refuse what the way rests on, when they would.
        sure: no missing answer can still undo it.
        dossier: the answers once every step is taken; assessed on the earliest day, they prove the way.
    """

    steps: tuple[WayStep, ...]
    checks: tuple[AnswerToRead, ...]
    pending: tuple[AnswerToRead, ...] = ()
    earliest: date
    reached: VerdictId
    sure: bool
    contested: tuple[str, ...] = ()
    dossier: Dossier


class Ways(Frozen):
    """Every way found to one status, best first.

    Attributes:
        status, title: which.
        now: the verdict as things are.
        ways: best first: lightest, soonest, shortest.
        refused: ids of the non-negotiables respected.
        given_up: the best way without them, when it is another one.
        surer: that way holds however the law is read, and those left do not.
        reason: why there is no way, when there is none.
        law: ``favourable`` when a way exists only if the law is read favourably.
        unread: answers without which no way can be searched, when the reason is that they lack.
        contradictions: answers that contradict one another, left out of the search.
        if_favourable: a lighter way, should the administration read the law favourably; no step: nothing to change.
    """

    status: StatusId
    title: str
    on: date
    now: VerdictId
    ways: tuple[Way, ...]
    refused: tuple[str, ...] = ()
    given_up: Way | None = None
    surer: bool = False
    reason: str = ""
    unread: tuple[AnswerToRead, ...] = ()
    contradictions: tuple[str, ...] = ()
    law: Reading | Literal[""] = ""
    if_favourable: Way | None = None
