"""Each verdict in the person's words: what it is, why, and between which bounds it stands while something is open."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.advice.guidance import Desk
from advisor.advice.unread_clauses import unread_clauses
from advisor.assessment.model import Ground, Verdict
from advisor.common.french import lower_first, sentence
from advisor.report.model import MARKS
from advisor.report.opening import best_route, branch_result, telling_grounds
from advisor.report.words import articles, verdict_sentence, verdict_word, years

MOST_REASONS = 4
"""Reasons told at once; the detail tells them all."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What stands in the way, or is not sure: the condition, what was found, the articles with how they were read."""

    title: str
    text: str
    articles: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Where one reading of the law leads: « favorable » or « stricte », on which condition, to which verdict."""

    name: str
    condition: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One verdict.

    Attributes:
        status: ``ess`` or ``esus``. title: the status in full.
        symbol, words, tone: the verdict, as every report shows it.
        sentence: the verdict in a plain sentence.
        best, worst: bounds, in words, while answers lack; "" otherwise.
        readings: both ways to read the law, when the verdict turns on them.
        route: by which the status is reached. duration: of the accreditation, if it is given.
        held: how many conditions hold, and what has to be defended, when the verdict is favourable.
        reasons: why it is not. more: how many reasons the detail adds. seen: how many that makes, in words.
        refused: the verdict is a plain no.
        warnings: what must be read with it.
    """

    status: str
    title: str
    symbol: str
    words: str
    tone: str
    sentence: str
    best: str
    worst: str
    readings: tuple[Reading, ...]
    route: str
    duration: str
    held: str
    reasons: tuple[Reason, ...]
    more: int
    seen: str
    refused: bool
    warnings: tuple[str, ...] = ()


def outcome_of(desk: Desk, verdict: Verdict) -> Outcome:
    """One verdict, to be told."""
    symbol, words, tone = MARKS[verdict.outcome]
    said = verdict_sentence(verdict)
    before = verdict.cause == "avant_la_loi"
    between = verdict.outcome == "indetermine" and not verdict.branches and not before
    reasons = [] if before else _reasons(desk, verdict)
    reached = verdict.outcome != "non_eligible"
    return Outcome(
        status=verdict.status,
        title=verdict.title,
        symbol=symbol,
        words=words,
        tone="info" if before else tone,
        sentence=said,
        best=f"{verdict_word(verdict.best)}{best_route(verdict)}" if between else "",
        worst=verdict_word(verdict.worst) if between else "",
        readings=tuple(
            Reading(f"Lecture {one.reading}", one.condition, branch_result(one)) for one in verdict.branches
        ),
        route=lower_first(verdict.route_title) if verdict.route and reached and not between else "",
        duration=_duration(verdict) if reached and not between else "",
        held=_held(desk, verdict),
        reasons=tuple(_reason(desk, one) for one in reasons[:MOST_REASONS]),
        more=max(0, len(reasons) - MOST_REASONS),
        seen=_seen(desk, verdict, len(reasons)),
        refused=verdict.outcome == "non_eligible",
        warnings=() if before else tuple(desk.warnings(verdict)),
    )


def _seen(desk: Desk, verdict: Verdict, count: int) -> str:
    """How many points to mend were seen; never as if they were all, while something is to be read or answered."""
    points = f"{count} point{'s' if count > 1 else ''}"
    left = len(unread_clauses(desk.assessment, desk.knowledge))
    if left:
        return f"{points} vu{'s' if count > 1 else ''}, {left} clause{'s' if left > 1 else ''} à lire"
    if verdict.outcome == "indetermine" or desk.assessment.ended:
        return f"{points} vu{'s' if count > 1 else ''} à ce jour"
    return f"{points} à corriger"


def _duration(verdict: Verdict) -> str:
    if verdict.duration is None:
        return ""
    return sentence(
        f"{years(verdict.duration)} si l'agrément est donné"
        + (f". {verdict.duration_note}" if verdict.duration_note else "")
    )


def _reasons(desk: Desk, verdict: Verdict) -> list[Ground]:
    """What closes the status, what has to be mended, or the points on which the law is not sure."""
    wanted = {
        "non_eligible": ("non_satisfait",),
        "a_mettre_en_conformite": ("non_satisfait",),
        "indetermine": ("incertain",) if verdict.branches else ("non_satisfait",),
    }.get(verdict.outcome, ())
    grounds = telling_grounds(desk, verdict)
    found = [one for one in grounds if one.effect in wanted]
    # A refusal is never left without its reasons, whatever their effect is called.
    return found or (grounds if verdict.outcome == "non_eligible" else [])


def _reason(desk: Desk, ground: Ground) -> Reason:
    finding = desk.assessment.findings.get(ground.criterion)
    told = finding.explanation if finding is not None else ""
    return Reason(
        ground.title,
        " ".join(dict.fromkeys(sentence(one) for one in (told, ground.detail) if one)),
        f"{articles(ground.references)} {desk.tag(ground.confidence)}".strip(),
    )


def _held(desk: Desk, verdict: Verdict) -> str:
    """« 18 conditions remplies ; à défendre devant l'administration : … »."""
    if verdict.outcome not in ("eligible", "de_droit"):
        return ""
    grounds = telling_grounds(desk, verdict)
    findings = desk.assessment.findings
    weighed = [
        lower_first(one.title)
        for one in grounds
        if (found := findings.get(one.criterion)) is not None and found.nature == "appreciee"
    ]
    count = f"{len(grounds)} conditions remplies" if len(grounds) > 1 else "une condition, remplie"
    return sentence(count + (f" ; à défendre devant l'administration : {' ; '.join(weighed)}" if weighed else ""))
