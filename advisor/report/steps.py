"""What to do first for a status, in one line: changes, answers to gather, points to have settled."""

from __future__ import annotations

from advisor.assessment import Assessment, Change, Finding, Verdict
from advisor.knowledge import Knowledge
from advisor.report.guide import Desk
from advisor.report.tree import resting_on
from advisor.report.words import by_fact, lower_first, sentence

_STEPS_SHOWN = 2


def next_steps(desk: Desk, verdict: Verdict, where: str = "") -> str:
    """What to do first for a status, in one line; the rest of the report says how."""
    assessment = desk.assessment
    where = where or ("dans le rapport entier" if desk.short else "plus bas")
    steps: list[str] = []
    if verdict.cause == "contradiction":
        steps.append("lever la contradiction signalée plus haut")
    if verdict.outcome == "non_eligible":
        return ""  # the sentence itself says what would open the way
    if assessment.ended:
        return sentence(" ; puis ".join([*steps, lower_first(assessment.ended)]))
    mending = mending_words(desk, [change for change in verdict.changes if not change.strict_only])
    fallback = mending_words(desk, [change for change in verdict.changes if change.strict_only])
    if mending:
        steps.append(mending)
    waiting = [one for one in assessment.missing if verdict.status in one.for_statuses]
    missing = [f"« {name} »" for name in by_fact(waiting, desk.knowledge)]
    if missing:
        steps.append(f"répondre sur {_some(missing, 'réponse')}")
    if verdict.cause == "droit":
        instead = f" (à défaut, {fallback})" if fallback else ""
        steps.append(f"faire trancher le point de droit ouvert, voir plus bas{instead}")
    elif fallback:
        steps.append(f"{fallback} si la lecture stricte l'emporte")
    left = [] if missing else unread(desk, verdict)
    if left:
        before = "de signer" if assessment.project else "l'assemblée"
        points = f"{len(left)} points encore inconnus" if len(left) > 1 else "un point encore inconnu"
        steps.append(f"avant {before}, lire {points}, {where}")
    if verdict.outcome in ("eligible", "de_droit"):
        papers = desk.guidance(verdict, "piece")
        aside = _beside(desk, verdict)
        if aside:
            steps += aside
        elif verdict.status == "esus":
            # Even what opens the accreditation by right is asked for.
            steps.append("déposer la demande" + (f", pièces listées {where}" if papers else ""))
        else:
            steps.append("rien à changer")
    return sentence(" ; puis ".join(step for step in steps if step)) if any(steps) else ""


def _beside(desk: Desk, verdict: Verdict) -> list[str]:
    """What the lights show to mend or to check although the verdict holds."""
    findings, criteria = desk.assessment.findings, desk.knowledge.criteria
    watched = [one for light in desk.knowledge.statuses[verdict.status].lights for one in light.criteria]
    if not verdict.lights:
        # A historic form has no clause of its own to show, only what the law asks of every company.
        watched = [one for one in watched if criteria[one].scope == "vigilance"]
    lit = [findings[one] for one in watched if one in findings and not findings[one].idle]
    failing = [one for one in lit if one.outcome == "non_satisfait"]
    unknown = [lower_first(one.title) for one in lit if one.outcome == "a_completer"]
    mending = list(dict.fromkeys(_mended(desk, one) for one in failing))
    found = [_some(mending, "point")] if mending else []
    return [*found, f"vérifier : {_some(unknown, 'point')}"] if unknown else found


def _mended(desk: Desk, finding: Finding) -> str:
    """How to mend a criterion; what a project cannot have yet is not a fault."""
    remedies = [leaf.remedy for leaf in finding.leaves if leaf.remedy and leaf.outcome == "non_satisfait"]
    title = desk.knowledge.remedies[remedies[0]].title if remedies else f"régler : {finding.title}"
    early = bool(finding.leaves) and all(leaf.not_applicable for leaf in finding.leaves)
    return lower_first(title) + (" dès que ce sera possible" if early else "")


def mending_words(desk: Desk, changes: list[Change]) -> str:
    """What must change, in a few words; the clauses of statutes still to be signed are one piece of writing."""
    clauses = [one for one in changes if one.kind == "statuts"] if desk.assessment.project else []
    if len(clauses) < 2:
        return _some([lower_first(one.title) for one in changes], "changement")
    sure = len([one for one in clauses if not one.pending])
    doubtful = len(clauses) - sure
    writing = f"écrire {len(clauses)} clauses des futurs statuts, listées plus bas"
    if doubtful:
        own = f"dont {doubtful}" if sure else ("toutes" if doubtful > 1 else "")
        writing += f" ({own} à vérifier d'abord dans le projet)"
    others = [lower_first(one.title) for one in changes if one not in clauses]
    return ", ".join([writing, *([_some(others, "changement")] if others else [])])


def unread(desk: Desk, *verdicts: Verdict) -> list[str]:
    """Answers to read for some verdicts (all of them by default), beside the clauses already listed as to write."""
    written = _to_write(desk)
    return [one for one in to_read(desk.assessment, desk.knowledge, *verdicts) if one not in written]


def _to_write(desk: Desk) -> set[str]:
    """Clauses already listed among what a project must write."""
    pending = {
        change.remedy for verdict in desk.assessment.verdicts.values() for change in verdict.changes if change.pending
    }
    tests = (leaf for finding in desk.assessment.findings.values() for leaf in finding.leaves)
    return {address for leaf in tests if leaf.remedy in pending for address in leaf.missing}


def to_read(assessment: Assessment, knowledge: Knowledge, *verdicts: Verdict) -> list[str]:
    """Answers that no verdict waits for, but that may add to what must change for some of them (all by default)."""
    waited = {one.address for one in assessment.missing}
    found: dict[str, None] = {}
    for verdict in verdicts or assessment.verdicts.values():
        if not verdict.changes:
            continue
        for criterion in resting_on(verdict, assessment, knowledge):
            finding = assessment.findings[criterion]
            if finding.counts and finding.outcome == "a_completer":
                found.update(dict.fromkeys(address for leaf in finding.leaves for address in leaf.missing))
    return [address for address in found if address not in waited]


def _some(names: list[str], noun: str) -> str:
    shown = ", ".join(names[:_STEPS_SHOWN])
    left = len(names) - _STEPS_SHOWN
    return f"{shown} et {left} autre{'s' if left > 1 else ''} {noun}{'s' if left > 1 else ''}" if left > 0 else shown
