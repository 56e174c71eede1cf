"""Which document of the file the dossier already shows: whole, in part, or a state of it that is about to change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from advisor.assessment.model import AnswerView, Assessment, Change
from advisor.assessment.session import Session
from advisor.assessment.wording import evidence_words
from advisor.dossier import Dossier
from advisor.rules.conditions import leaves
from advisor.rules.facts import SLOTS
from advisor.rules.load import Knowledge

Level = Literal["copie_jointe", "vu", ""]
SEEN: tuple[Level, ...] = ("copie_jointe", "vu")
"""From the surest."""
YEARS = "exercices_examines"
"""Parameter: how many of the last accounting years the accounts of the file must show."""
CLOSED = "nombre_exercices_examines"
"""Indicator: how many of them the company has."""


@dataclass(frozen=True)
class Shown:
    """What the dossier shows of a document.

    Attributes:
        words: how it is shown; empty when it is not.
        level: the least sure of what shows it; empty when it is shown in part only, or not at all.
        partly: some of the rows it must tell are shown by nothing (accounts of one year out of three).
        stale: what it tells is to change before the file is lodged.
    """

    words: str = ""
    level: Level = ""
    partly: bool = False
    stale: bool = False


def shown(facts: Iterable[str], dossier: Dossier, assessment: Assessment, session: Session, moving: set[str]) -> Shown:
    """What the dossier shows of the document that these facts are read in.

    Args:
        facts: ids; of a table, every row answered or examined must be shown.
        dossier: the answers. assessment: their views. session: the same company and day.
        moving: facts whose answer is to change (see `to_move`).
    """
    knowledge = session.knowledge
    wanted = set(facts)
    read = [one for one in assessment.answers if knowledge.addresses[one.address][0].id in wanted and not one.unknown]
    proved: dict[str | None, AnswerView] = {}
    for view in sorted(read, key=lambda one: _rank(dossier, one)):
        if _level(dossier, view):
            proved.setdefault(knowledge.addresses[view.address][1], view)
    if not proved:
        return Shown()
    rows = _examined(wanted, session, {knowledge.addresses[one.address][1] for one in read})
    told = dict.fromkeys(evidence_words(view) for _, view in sorted(proved.items(), key=lambda pair: pair[0] or ""))
    partly = bool(rows - set(proved)) and None not in proved
    worst = max(proved.values(), key=lambda one: _rank(dossier, one))
    return Shown(
        words=" ; ".join(told),
        level="" if partly else _level(dossier, worst),
        partly=partly,
        stale=bool(wanted & moving),
    )


def to_move(changes: Iterable[Change], knowledge: Knowledge, assessment: Assessment) -> set[str]:
    """Facts whose answer these changes will alter."""
    found: set[str] = set()
    for change in changes:
        outcomes = [one for one in knowledge.outcomes if one.remedy == change.remedy]
        named = {effect.fact.partition("[")[0] for outcome in outcomes for effect in outcome.effects}
        found |= named or _failing(change, knowledge, assessment)
    return found


def _failing(change: Change, knowledge: Knowledge, assessment: Assessment) -> set[str]:
    """Facts of the tests that a change mends, when nothing says what it alters."""
    versions = (knowledge.criteria[id].on(assessment.on) for id in change.criteria)
    tests = (leaf for version in versions if version is not None for leaf in leaves(version.tree))
    mended = (leaf.fact for leaf in tests if change.remedy in (leaf.remedy, leaf.deferred_remedy))
    return {fact.partition("[")[0] for fact in mended if fact is not None}


def _examined(facts: set[str], session: Session, read: set[str | None]) -> set[str | None]:
    """Rows that the document must tell: of accounts, the last years that the company has; else those answered."""
    if not any(session.knowledge.facts[fact].slots == "exercice" for fact in facts):
        return read
    most, closed = session.parameter(YEARS), session.indicator(CLOSED).value.known
    if most is None or closed is None:
        return read
    return set(SLOTS["exercice"][: int(min(most, closed))])


def _level(dossier: Dossier, view: AnswerView) -> Level:
    evidence = dossier.answers[view.address].evidence if view.address in dossier.answers else None
    return next((one for one in SEEN if evidence is not None and view.document and evidence.level == one), "")


def _rank(dossier: Dossier, view: AnswerView) -> int:
    level = _level(dossier, view)
    return SEEN.index(level) if level else len(SEEN)
