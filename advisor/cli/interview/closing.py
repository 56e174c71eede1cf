"""The end of an interview: both verdicts, what to gather and from whom, where the file is, and what one may do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.advice.guidance import (
    at_least,
    before_deciding,
    change_title,
    other_unread_answers,
    unread_clauses,
    unread_notice,
)
from advisor.assessment.model import Verdict
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.talk import Talk, change, contradiction
from advisor.cli.interview.terminal_layout import Workplace
from advisor.cli.interview.widgets import pick
from advisor.common.french import french_date, listed, plural
from advisor.interview.machine import Interview
from advisor.rules.vocabulary import Outcome, VerdictId
from advisor.rules.words import STATES

if TYPE_CHECKING:
    from advisor.cli.interview.reader import DossierReader

MOST_CHANGES, MOST_OBSTACLES = 6, 4
"""Beyond, the report tells."""


def converse(talk: Talk, place: Workplace) -> None:
    """Conduct the whole conversation: questions, then the end, then more questions when the adviser goes on.

    Raises:
        Pause: the adviser stops before the end.
    """
    reader = None
    if talk.interview.reasoning.session.contradictions:
        contradiction(talk, talk.interview.assessment.contradictions)
    while True:
        talk.run()
        if reader is None:  # Loaded here only: the first question does not wait for it.
            from advisor.cli.interview.reader import DossierReader

            reader = DossierReader(talk, place)
        summary(talk)
        while not choose(talk, reader):
            if talk.interview.pending():
                break
        else:
            return


def summary(talk: Talk) -> None:
    """Show both verdicts in a sentence each, then what is missing, by holder."""
    talk.screen.pages(summary_lines(talk), last="Entrée pour continuer")


def summary_lines(talk: Talk) -> list[str]:
    """Write the text of the end."""
    interview = talk.interview
    assessment = interview.assessment
    states = {line.status: line.state for line in interview.progress().lines}
    lines = [f"{interview.dossier.name or 'Sans nom'}, droit au {french_date(interview.on)}", ""]
    if to_read := unread_notice(assessment, interview.knowledge):
        lines += [f"{to_read}. Le menu qui suit commence par là.", ""]
    seen: dict[tuple[str, ...], str] = {}
    for status, verdict in assessment.verdicts.items():
        why = tuple(reasons(interview, verdict))
        lines += [f"{STATES[states[status]].sign} {status.upper()} : {verdict.sentence or verdict.outcome}"]
        lines += [f"  – Mêmes raisons et même issue que pour l'{seen[why]}.", ""] if why in seen else [*why, ""]
        if why:
            seen.setdefault(why, status.upper())
    for clash in (*assessment.contradictions, *assessment.warnings):
        lines += [f"! {clash.message}", f"  {clash.mend}", ""]
    found = interview.to_gather()
    if found:
        lines.append("À réunir pour la suite :")
        for one in found:
            lines.append(f"  {one.holder} :")
            lines += [f"    – {label}" for label, _ in one.items]
        lines.append("")
    if aside := interview.set_aside():
        lines += ["Gardé, mais sans objet ici : " + ", ".join(talk.label(address) for address in aside) + ".", ""]
    if interview.path:
        lines.append(f"Le dossier est enregistré dans {interview.path}")
    return lines


def reasons(interview: Interview, verdict: Verdict) -> list[str]:
    """Tell why a verdict is not favourable, with the articles, and the way out: today or later."""
    assessment, knowledge = interview.assessment, interview.knowledge
    if verdict.outcome == VerdictId.TO_MEND:
        titles = [change_title(assessment, knowledge, change) for change in verdict.changes]
        more = len(titles) - MOST_CHANGES
        least = at_least(assessment, knowledge)
        shown = titles[:MOST_CHANGES] + ([f"et {least}{plural(more, 'autre')}, dans le rapport"] if more > 0 else [])
        return ["  À faire :", *(f"    – {title}" for title in shown)] if titles else []
    if verdict.outcome != VerdictId.NOT_ELIGIBLE:
        return []
    lines = []
    failed = [ground for ground in verdict.grounds if ground.effect == Outcome.NOT_MET]
    # What the company could mend today does not stand in the way.
    hard = {leaf.id.partition("#")[0] for leaf in verdict.obstacles}
    failed = [ground for ground in failed if ground.criterion in hard] or failed
    for ground in failed[:MOST_OBSTACLES]:
        said = assessment.findings[ground.criterion].explanation
        lines.append(f"  – Obstacle : {ground.title}{f' ({ground.detail})' if ground.detail else ''}. {said}".rstrip())
        if ground.references:
            lines.append(f"    Texte : {ground.references[0].text}")
    if len(failed) > MOST_OBSTACLES:
        lines.append(f"  – et {plural(len(failed) - MOST_OBSTACLES, 'autre obstacle')}, dans le rapport")
    later = [f"  – Plus tard : {change.title}" for change in verdict.later]
    return lines + (
        later or ["  – Plus tard : aucune décision n'ouvre cette voie à la structure elle-même"] * bool(lines)
    )


def beyond(interview: Interview) -> str:
    """Tell what missing answers may still do to verdicts that are decided: raise them to « de droit », or nothing."""
    raised = []
    for status in interview.knowledge.statuses.values():
        verdict = interview.assessment.verdicts[status.id]
        open_ways = [way for way in verdict.routes if way.best == VerdictId.BY_RIGHT]
        if verdict.outcome == VerdictId.ELIGIBLE and open_ways:
            raised.append(f"l'{status.id.upper()}, qui serait « de droit » par la voie « {open_ways[0].title} »")
    start = "Les deux verdicts sont décidés : aucune réponse manquante ne peut plus les changer"
    exception = f", sauf pour {listed(raised)}" if raised else ""
    return f"{start}{exception}. Une correction le peut toujours."


def _reading_row(interview: Interview, useful: int) -> str:
    """The line of the menu that goes on with the clauses nobody has read, then with what else is of use."""
    many = len(unread_clauses(interview.assessment, interview.knowledge)) > 1
    asked = interview.clauses_to_read()
    others = useful - sum(address not in interview.dossier.answers for address in asked)
    then = f", puis {plural(others, 'autre question utile')}" if others > 0 else ""
    return f"{'Lire ces clauses maintenant' if many else 'Lire cette clause maintenant'}{then}"


def choose(talk: Talk, reader: DossierReader) -> bool:
    """Ask what next; True when the interview is over."""
    interview = talk.interview
    talk.top("Fin de l'entretien")
    if interview.decided:
        talk.screen.say(beyond(interview))
        left_unread = other_unread_answers(interview.assessment, interview.knowledge)
        if left_unread:
            many = plural(len(left_unread), "réponse")
            may = "peuvent" if len(left_unread) > 1 else "peut"
            when = before_deciding(interview.assessment)
            talk.screen.say(f"À lire avant {when} : {many}, qui {may} demander d'autres changements.")
    else:
        talk.screen.say("Toutes les questions qui décident ont été posées ; il manque des réponses pour conclure.")
    rows = []
    clauses = interview.clauses_to_read()
    left = 0 if interview.going_on else interview.useful_left()
    if clauses:
        talk.screen.say(f"{unread_notice(interview.assessment, interview.knowledge)}.")
        rows.append(Choice("read", _reading_row(interview, left)))
    elif left:
        prepares, uses = interview.prepares(), "autres clauses, durée, réserves, démarches"
        use = "pour voir tout ce qui serait aussi à changer" if prepares else uses
        rows.append(Choice("more", f"Aller plus loin : {plural(left, 'question utile')} ({use})"))
    rows += reader.rows()
    unknown = len(interview.unknowns())
    if unknown:
        rows.append(Choice("unknown", f"Reprendre les « je ne sais pas » ({unknown})"))
    rows += [
        Choice("change", "Modifier une réponse"),
        Choice("summary", "Revoir les verdicts et ce qu'il faut réunir"),
        Choice("end", "Terminer"),
    ]
    chosen = pick("Et maintenant ?", rows, used=talk.screen.used)
    match chosen:
        case "read":
            interview.read_clauses()
        case "more":
            interview.go_on()
        case "unknown":
            interview.ask_unknowns_again()
            if not interview.pending():
                # None of them decides any more: they are asked as useful.
                interview.go_on()
        case "change":
            change(talk)
        case "summary":
            summary(talk)
        case "end":
            return True
        case _:
            reader.open(chosen)
    return False
