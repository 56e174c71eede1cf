"""What to do first for a status, in one line: changes, answers to gather, points to have settled."""

from __future__ import annotations

from advisor.advice.guidance import (
    ReportContext,
    after_reading,
    at_least,
    change_title,
    clause_answers,
    other_unread_answers,
    unread_notice,
)
from advisor.assessment.model import Assessment, Change, Finding, Verdict
from advisor.common.french import lower_first, plural, quoted, sentence
from advisor.report.words import by_fact, for_statuses
from advisor.rules.vocabulary import Cause, GuidanceKind, Outcome, RemedyKind, VerdictId

_STEPS_SHOWN = 2


def next_steps(context: ReportContext, verdict: Verdict, where: str = "") -> str:
    """What to do first for a status, in one line; the rest of the report says how."""
    assessment = context.assessment
    where = where or ("dans le rapport entier" if context.short else "plus bas")
    steps: list[str] = []
    if verdict.cause == Cause.CONTRADICTION:
        steps.append("lever la contradiction signalée plus haut")
    if verdict.outcome == VerdictId.NOT_ELIGIBLE:
        return ""  # the sentence itself says what would open the way
    if assessment.ended:
        return sentence(" ; puis ".join([*steps, lower_first(assessment.ended)]))
    asked = set(clause_answers(assessment, context.knowledge))
    to_read = [one for one in assessment.verdicts.values() if asked and _concerned(assessment, one, asked)]
    if verdict in to_read:
        notice = f"{unread_notice(assessment, context.knowledge)} ({context.how_to_read})"
        again = f"d'abord lire ces clauses, comme pour {for_statuses([to_read[0].status])}"
        steps.append(notice if verdict == to_read[0] else again)
    mending = mending_words(context, [change for change in verdict.changes if not change.strict_only])
    fallback = mending_words(context, [change for change in verdict.changes if change.strict_only])
    if mending:
        steps.append(mending)
    waiting = [one for one in assessment.missing if verdict.status in one.for_statuses and one.address not in asked]
    missing = [quoted(name) for name in by_fact(waiting, context.knowledge)]
    # Where each reading has its outcome, no answer to come lifts the doubt.
    if missing and not (verdict.branches and all(one.verdict != VerdictId.UNDETERMINED for one in verdict.branches)):
        lifting = ", ce qui lèverait le doute" if verdict.cause == Cause.LAW else ""
        steps.append(f"répondre sur {_some(missing, 'réponse')}{lifting}")
    if verdict.hinges_on_law:
        instead = f" (à défaut, {fallback})" if fallback else ""
        steps.append(f"faire trancher le point de droit ouvert, voir plus bas{instead}")
    elif fallback:
        steps.append(f"{fallback} si la lecture stricte l'emporte")
    left = [] if missing else other_unread_answers(assessment, context.knowledge, verdict)
    if left:
        before = "de signer" if assessment.project else "l'assemblée"
        points = f"{len(left)} points encore inconnus" if len(left) > 1 else "un point encore inconnu"
        steps.append(f"avant {before}, lire {points}, {where}")
    if verdict.outcome in (VerdictId.ELIGIBLE, VerdictId.BY_RIGHT):
        papers = context.guidance(verdict, GuidanceKind.PAPER)
        aside = _beside(context, verdict)
        if aside:
            steps += aside
        elif verdict.status == "esus":
            # Even what opens the accreditation by right is asked for.
            listed = f", pièces listées {where}" if papers and context.lodged is None else ""
            steps.append(f"{context.how_to_file(verdict)}{listed}")
        else:
            steps.append("rien à changer")
    return sentence(" ; puis ".join(step for step in steps if step)) if any(steps) else ""


def _concerned(assessment: Assessment, verdict: Verdict, asked: set[str]) -> bool:
    """Whether some answers may add to what must change for a verdict, or make it."""
    if verdict.outcome == VerdictId.NOT_ELIGIBLE:
        return False
    waits = any(one.address in asked and verdict.status in one.for_statuses for one in assessment.missing)
    return waits or bool(verdict.changes)


def _beside(context: ReportContext, verdict: Verdict) -> list[str]:
    """What the lights show to mend or to check although the verdict holds."""
    findings, criteria = context.assessment.findings, context.knowledge.criteria
    watched = [one for light in context.knowledge.statuses[verdict.status].lights for one in light.criteria]
    if not verdict.lights:
        # A historic form has no clause of its own to show, only what the law asks of every company.
        watched = [one for one in watched if criteria[one].scope == "vigilance"]
    lit = [findings[one] for one in watched if one in findings and not findings[one].idle]
    failing = [one for one in lit if one.outcome == Outcome.NOT_MET]
    unknown = [lower_first(one.title) for one in lit if one.outcome == Outcome.TO_COMPLETE]
    mending = list(dict.fromkeys(_mended(context, one) for one in failing))
    found = [_some(mending, "point")] if mending else []
    return [*found, f"vérifier : {_some(unknown, 'point')}"] if unknown else found


def _mended(context: ReportContext, finding: Finding) -> str:
    """How to mend a criterion; what a project cannot have yet is not a fault."""
    remedies = [leaf.remedy for leaf in finding.leaves if leaf.remedy and leaf.outcome == Outcome.NOT_MET]
    title = f"régler : {finding.title}"
    if remedies:
        title = context.knowledge.remedies[remedies[0]].title + after_reading(
            context.assessment, context.knowledge, remedies[0]
        )
    early = bool(finding.leaves) and all(leaf.not_applicable for leaf in finding.leaves)
    return lower_first(title) + (" dès que ce sera possible" if early else "")


def mending_words(context: ReportContext, changes: list[Change]) -> str:
    """What must change, in a few words; the clauses of statutes still to be signed are one piece of writing."""
    least = at_least(context.assessment, context.knowledge)
    clauses = [one for one in changes if one.kind == RemedyKind.STATUTES] if context.assessment.project else []
    apart = changes if len(clauses) < 2 else [one for one in changes if one not in clauses]
    titles = [lower_first(change_title(context.assessment, context.knowledge, one)) for one in apart]
    if apart == changes:
        return _some(titles, "changement", least)
    sure = len([one for one in clauses if not one.pending])
    doubtful = len(clauses) - sure
    writing = f"écrire {least}{len(clauses)} clauses des futurs statuts, listées plus bas"
    if doubtful:
        own = f"dont {doubtful}" if sure else ("toutes" if doubtful > 1 else "")
        writing += f" ({own} à vérifier d'abord dans le projet)"
    return ", ".join([writing, *([_some(titles, "changement", least)] if titles else [])])


def _some(names: list[str], noun: str, least: str = "") -> str:
    left = len(names) - _STEPS_SHOWN
    return ", ".join(names[:_STEPS_SHOWN]) + (f" et {least}{plural(left, f'autre {noun}')}" if left > 0 else "")
