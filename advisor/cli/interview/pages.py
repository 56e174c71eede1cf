"""What one may read of a dossier: report, ways, statutes, clauses, ESUS file, check-up, what if, what verdicts hang on.

The same as the commands, for those who never type one. Each asks what it must; None when the person goes back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from advisor.advice.checkup.build import check_up
from advisor.advice.checkup.drift import Previous, read_previous
from advisor.advice.comparison import compare
from advisor.advice.papers.agenda import to_ics
from advisor.advice.papers.clauses import statutes
from advisor.advice.papers.esus import esus_file
from advisor.advice.register import Register, find_register
from advisor.advice.ways.find import find_ways
from advisor.advice.ways.margins import targets, weaknesses
from advisor.advice.ways.model import STATUSES
from advisor.assessment.assess import assess
from advisor.assessment.record import freeze, save_record
from advisor.assessment.wording import unjudged_day
from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.dossier_header import ask_day
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.terminal_layout import Workplace
from advisor.cli.interview.trial import try_answers
from advisor.cli.interview.widgets import pick, pick_many, write
from advisor.common.errors import InputError
from advisor.common.files import free_name
from advisor.common.french import french_date, short_date
from advisor.desk.repository import earlier
from advisor.interview.tools import BACK_ONLY, LEAVE, Tool
from advisor.report.checkup import checkup_report
from advisor.report.comparison import comparison_report
from advisor.report.document import build_document
from advisor.report.model import Report
from advisor.report.papers import clauses_report, file_report
from advisor.report.proof import explain
from advisor.report.ways import sureness_report, ways_report

CHECK_UP = "Le bilan annuel"


# -- what the client holds to and looks for: asked with what the dossier keeps already ticked, and kept there --------


def _ticked(
    talk: Conversation, message: str, rows: Sequence[Choice], current: Sequence[str], none: str
) -> list[str] | None:
    """Ask for some of the rows, ``none`` being what it means to tick nothing; None to go back."""
    used = talk.screen.used
    found = pick_many(message, rows, tools=BACK_ONLY, current=current, used=used, optional=none)
    return None if isinstance(found, Tool) else found


def ask_non_negotiables(talk: Conversation) -> list[str] | None:
    """Ask what the company will not give up, none being an answer too; None to go back."""
    talk.screen.say(
        "Cochez ce à quoi l'entreprise tient absolument ; rien de coché : tout peut se discuter. Le dossier le garde ; "
        "aucun verdict n'en dépend."
    )
    refusals = talk.interview.knowledge.refusals.items()
    rows = [Choice(id, refusal.title, refusal.question) for id, refusal in refusals]
    current = talk.interview.dossier.non_negotiables
    found = _ticked(talk, "Points non négociables :", rows, current, "tout se discute")
    if found is not None:
        _keep(talk, non_negotiables=tuple(found))
    return found


def ask_sought(talk: Conversation) -> tuple[list[str], list[str]] | None:
    """Ask what the project looks for, then what it cannot do without; None to go back, nothing for the whole table."""
    screen, dossier = talk.screen, talk.interview.dossier
    screen.clear()
    ways = [
        Choice("rank", "Classer les statuts selon ce que le projet cherche"),
        Choice("table", "Voir tout le tableau"),
    ]
    how = pick("Comment comparer ?", ways, back=LEAVE, used=screen.used)
    if how != "rank":
        return None if how is Tool.BACK else ([], [])
    screen.clear()
    screen.say("Rien de coché : tout le tableau. Le dossier garde ces souhaits ; aucun verdict n'en dépend.")
    rows = [Choice(want.id, want.title, want.question) for want in talk.interview.knowledge.choices.wants]
    wants = _ticked(talk, "Que cherche le projet ?", rows, (*dossier.wants, *dossier.needs), "tout le tableau")
    needs: list[str] | None = []
    if wants:
        screen.clear()
        screen.say("Un statut qui refuse ce que vous cochez est écarté ; rien de coché : tout se discute.")
        rows = [row for row in rows if row.value in wants]
        current = [want for want in dossier.needs if want in wants]
        needs = _ticked(talk, "De quoi ne peut-il pas se passer ?", rows, current, "tout se discute")
    if wants is None or needs is None:
        return None
    _keep(talk, wants=tuple(want for want in wants if want not in needs), needs=tuple(needs))
    return wants, needs


def _keep(talk: Conversation, **fields: tuple[str, ...]) -> None:
    """Put in the dossier what was ticked, when it says otherwise; the order of the file is no difference."""
    dossier = talk.interview.dossier
    if any(set(getattr(dossier, field)) != set(names) for field, names in fields.items()):
        talk.saved(lambda: talk.interview.describe(**fields))


# -- the pages --------------------------------------------------------------------------------------------------------


@dataclass
class ReadablePage:
    """Something to read: what to print, what it is called, the name of its file, and the calendar it comes with.

    ``shown``: it was read already.
    """

    report: Report
    called: str
    name: str
    calendar: str = ""
    shown: bool = False


def report_page(talk: Conversation, place: Workplace, day: date | None = None) -> ReadablePage:
    """Build the report, which cites the register as the commands do, under the law of another day if one is given.

    Raises:
        InputError: the register is there and cannot be used.
    """
    one = talk.interview
    assessment = one.assessment if day is None else assess(one.dossier, day, one.knowledge)
    report = build_document(assessment, one.knowledge, one.dossier, _register(talk, place))
    if day is None:
        return ReadablePage(report, "le rapport", "rapport")
    return ReadablePage(report, f"le rapport au {french_date(day)}", f"rapport_{day.isoformat()}")


def other_day_page(talk: Conversation, place: Workplace) -> ReadablePage | None:
    """Build the report under the law of a day that is asked, and that the dossier does not keep."""
    talk.screen.clear()
    day = ask_day("Appliquer le droit de quel jour ?")
    return report_page(talk, place, day) if isinstance(day, date) else None


def proof_page(talk: Conversation, place: Workplace) -> ReadablePage | None:
    """Tell the proof of a criterion, a route or a status.

    Raises:
        InputError: nothing bears this id.
    """
    one = talk.interview
    talk.screen.clear()
    id = write("Quel critère, quelle voie ou quel statut ? (par exemple ESS-07)", tools=BACK_ONLY)
    if isinstance(id, Tool) or not id:
        return None
    report = explain(one.assessment, id, one.knowledge, _register(talk, place))
    return ReadablePage(report, f"la preuve de {id}", f"preuve-{id}".replace("/", "-"))


def freeze_page(talk: Conversation, _: Workplace) -> None:
    """Write a frozen record of the assessment beside the dossier."""
    one = talk.interview
    assert one.path is not None
    target = free_name(one.path.with_name(f"{one.path.stem}.proces-verbal.json"))
    save_record(freeze(one.dossier, one.assessment), target)
    talk.notice(f"Écrit dans {target}")


def _register(talk: Conversation, place: Workplace) -> Register | None:
    one = talk.interview
    folders = (one.path.parent, place.folder) if one.path is not None else (place.folder,)
    return find_register(place.register, *folders, knowledge=one.knowledge)


def ways_page(talk: Conversation, _: Workplace) -> ReadablePage | None:
    """Find the ways to both statuses that respect what the company holds to, which is asked, and what this costs."""
    talk.top("Le plus court chemin")
    refused = ask_non_negotiables(talk)
    if refused is None:
        return None
    dossier, knowledge, day = talk.interview.dossier, talk.interview.knowledge, talk.interview.on
    found = tuple(find_ways(dossier, status, on=day, refused=refused, knowledge=knowledge) for status in STATUSES)
    report = ways_report(found, dossier, knowledge, targets(dossier, day, knowledge))
    return ReadablePage(report, "les chemins", "chemins")


def trial_page(talk: Conversation, _: Workplace) -> ReadablePage | None:
    """Try other answers."""
    found = try_answers(talk)
    return None if found is None else ReadablePage(found, "l'essai", "et-si", shown=True)


def sureness_page(talk: Conversation, _: Workplace) -> ReadablePage:
    """Tell what the verdicts hang on."""
    one = talk.interview
    found = weaknesses(one.dossier, one.on, one.knowledge)
    return ReadablePage(sureness_report(one.assessment, found), "à quoi tiennent les verdicts", "solidite")


def comparison_page(talk: Conversation, _: Workplace) -> ReadablePage | None:
    """Compare every statute with what the project looks for, which is asked."""
    sought = ask_sought(talk)
    if sought is None:
        return None
    one = talk.interview
    found = compare(one.dossier, one.assessment, *sought)
    return ReadablePage(comparison_report(found, one.knowledge), "la comparaison", "comparaison")


def clauses_page(talk: Conversation, _: Workplace) -> ReadablePage:
    """List the clauses, with drafts for those that lack."""
    one = talk.interview
    return ReadablePage(clauses_report(statutes(one.dossier, one.on), one.knowledge), "les clauses", "clauses")


def file_page(talk: Conversation, _: Workplace) -> ReadablePage | None:
    """Build the ESUS file and its calendar, from days that are asked."""
    one = talk.interview
    found = esus_file(one.dossier, one.on)
    steps = {entry.id for entry in found.calendar}
    meeting: date | None = None
    talk.screen.clear()
    for step, what in (("assemblee", "de l'assemblée, s'il"), ("signature", "de la signature des statuts, s'il")):
        day = ask_day(f"Jour {what} est fixé (Entrée : pas encore) :") if step in steps else None
        if isinstance(day, Tool):
            return None
        meeting = meeting or day
    if "depot" in steps and not _lodged(talk, meeting):
        return None
    found = esus_file(one.dossier, one.on, assembly=meeting)
    calendar = to_ics(found) if found.calendar else ""
    return ReadablePage(file_report(found, one.knowledge), "le dossier d'agrément", "agrement", calendar)


def _lodged(talk: Conversation, meeting: date | None) -> bool:
    """Ask the dates of a request that was lodged, and keep them in the dossier; False when the person goes back.

    The day it was lodged comes first; without it the others are not asked.
    """
    one = talk.interview
    early = "Le dossier serait déposé avant l'assemblée ; corrigez cette date, ou revenez (r)."
    steps = one.knowledge.acts.steps.values()
    for address in dict.fromkeys(known.fact for step in steps for known in step.known):
        first = address == one.knowledge.base.lodged
        given = one.reasoning.session.raw(address)
        shown = short_date(given) if isinstance(given, date) else ""
        question = one.knowledge.facts[address].question
        message = f"{question} (Entrée : {'la même' if shown else 'pas encore, ou sans objet'})"
        least = meeting if first and meeting else date.min
        day = ask_day(message, shown, lambda day, least=least: early if day < least else None)  # type: ignore[misc]
        if isinstance(day, Tool):
            return False
        if day is None and given is not None:
            talk.saved(partial(one.erase, address))
        elif day is not None and day != given:
            talk.saved(partial(one.answer, address, day.isoformat()))
        if first and day is None:
            return True
    return True


def checkup_page(talk: Conversation, place: Workplace) -> ReadablePage | None:
    """Build the annual check-up, compared with an earlier dossier of the same company when there is one.

    Raises:
        InputError: there is nothing to check, or the earlier dossier is not one of this company.
    """
    one = talk.interview
    previous = _previous(talk, place)
    until = previous if isinstance(previous, Tool) else _end(talk)
    if isinstance(previous, Tool) or isinstance(until, Tool):
        return None
    found = check_up(one.dossier, one.on, previous=previous, accredited_until=until, knowledge=one.knowledge)
    report = checkup_report(found, one.knowledge, _register(talk, place))
    return ReadablePage(report, "le bilan annuel", "bilan-annuel")


def _previous(talk: Conversation, place: Workplace) -> Previous | Tool | None:
    """Ask for the dossier of another year to compare with, when the folder or its archives hold one."""
    one = talk.interview
    found = earlier(place.folder, one.dossier, one.on, one.path)
    if not found:
        return None
    rows = [Choice(str(path), f"Le dossier du {french_date(day)} ({path.name})") for path, day in found]
    rows.append(Choice("", "Non, cette année seulement"))
    talk.screen.top(CHECK_UP)
    chosen = pick("Comparer à une autre année ?", rows, back=LEAVE, used=talk.screen.used)
    if isinstance(chosen, Tool):
        return chosen
    return read_previous(chosen, one.knowledge) if chosen else None


def _end(talk: Conversation) -> date | Tool | None:
    """Ask for the end of an agreement that the dossier does not hold; never asked of a project."""
    one = talk.interview
    ends = [quality.end for quality in one.knowledge.qualities.values() if quality.end]
    if one.assessment.project or any(one.dossier.answers.get(end) for end in ends):
        return None
    talk.screen.top(CHECK_UP)
    return ask_day("Fin de l'agrément ESUS en cours (Entrée : aucun, ou date inconnue) :")


def refuse_before_the_law(talk: Conversation) -> None:
    """Raises: InputError: the day is before the law."""
    one = talk.interview
    if one.on < one.knowledge.base.start:
        mend = "Changez la date d'examen dans l'entretien : modifier (m), puis la fiche du dossier."
        raise InputError(replace(unjudged_day(one.knowledge, one.on), mend=mend))


PageMaker = Callable[[Conversation, Workplace], ReadablePage | None]

PAGES: dict[str, tuple[str, PageMaker]] = {
    "report": ("Le rapport complet", report_page),
    "path": ("Les chemins vers le statut : les plus petits changements", ways_page),
    "compare": ("Quel statut ? Comparer selon ce que le projet cherche", comparison_page),
    "clauses": ("Les statuts : ce qui manque, et des projets de clauses", clauses_page),
    "file": ("Le dossier d'agrément ESUS : pièces et calendrier", file_page),
    "checkup": ("Le bilan annuel d'une entreprise de l'ESS ou agréée", checkup_page),
    "whatif": ("Et si… ? Essayer d'autres réponses, sans rien changer", trial_page),
    "sure": ("À quoi tiennent les verdicts : marges, réponses à prouver", sureness_page),
}
MORE_PAGES: dict[str, tuple[str, PageMaker]] = {
    "day": ("Le rapport sous le droit d'un autre jour", other_day_page),
    "proof": ("La preuve d'un critère ou d'un statut", proof_page),
    "record": ("Figer cette évaluation dans un procès-verbal", freeze_page),
}
"""What is offered away from an interview only."""

ANY_DAY = ("report", *MORE_PAGES)
"""What has something to say of a day before the law."""
