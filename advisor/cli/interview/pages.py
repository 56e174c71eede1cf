"""What one may read of a dossier: report, ways, statutes, clauses, ESUS file, check-up, what if, what verdicts hang on.

The same as the commands, for those who never type one. Each asks what it must; None when the person goes back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.terminal_layout import Workplace
from advisor.cli.interview.widgets import pick, pick_many, write
from advisor.common.errors import InputError
from advisor.common.french import french_date, parse_date, short_date
from advisor.dossier.answer_parsing import not_a_date
from advisor.interview.tools import Tool

if TYPE_CHECKING:
    from advisor.advice.checkup.drift import Previous
    from advisor.advice.register import Register
    from advisor.report.model import Report

NOTHING = ""


# -- what the client holds to and looks for: asked with what the dossier keeps already ticked, and kept there --------


class Sought(NamedTuple):
    """Ids of what the project looks for; ``needs``, those it cannot do without; both empty: the whole table."""

    wants: list[str]
    needs: list[str]


def ask_non_negotiables(talk: Conversation) -> list[str] | None:
    """What the company will not give up, none being an answer too; None to go back."""
    refusals = talk.interview.knowledge.refusals
    talk.screen.say(
        "Cochez ce à quoi l'entreprise tient absolument ; rien de coché : tout peut se discuter. Le dossier le garde ; "
        "aucun verdict n'en dépend."
    )
    non_negotiables = pick_many(
        "Points non négociables :",
        [Choice(id, refusal.title, refusal.question) for id, refusal in refusals.items()],
        tools=(Tool.BACK,),
        current=talk.interview.dossier.non_negotiables,
        used=talk.screen.used,
        optional="tout se discute",
    )
    if isinstance(non_negotiables, Tool):
        return None
    _keep(talk, non_negotiables=tuple(non_negotiables))
    return non_negotiables


def ask_sought(talk: Conversation) -> Sought | None:
    """What the project looks for, then what it cannot do without; None to go back."""
    screen, dossier = talk.screen, talk.interview.dossier
    rows = [Choice(want.id, want.title, want.question) for want in talk.interview.knowledge.choices.wants]
    screen.clear()
    how = pick(
        "Comment comparer ?",
        [Choice("rank", "Classer les statuts selon ce que le projet cherche"), Choice("table", "Voir tout le tableau")],
        tools=(Tool.BACK,),
        back="Revenir",
        used=screen.used,
    )
    if how is Tool.BACK:
        return None
    if how == "table":
        return Sought([], [])
    screen.clear()
    screen.say("Rien de coché : tout le tableau. Le dossier garde ces souhaits ; aucun verdict n'en dépend.")
    wants = pick_many(
        "Que cherche le projet ?",
        rows,
        tools=(Tool.BACK,),
        current=(*dossier.wants, *dossier.needs),
        used=screen.used,
        optional="tout le tableau",
    )
    if isinstance(wants, Tool):
        return None
    needs = _needs(talk, [row for row in rows if row.value in wants]) if wants else []
    if needs is None:
        return None
    _keep(talk, wants=tuple(want for want in wants if want not in needs), needs=tuple(needs))
    return Sought(wants, needs)


def _needs(talk: Conversation, rows: list[Choice]) -> list[str] | None:
    talk.screen.clear()
    talk.screen.say("Un statut qui refuse ce que vous cochez est écarté ; rien de coché : tout se discute.")
    sought = {row.value for row in rows}
    needs = pick_many(
        "De quoi ne peut-il pas se passer ?",
        rows,
        tools=(Tool.BACK,),
        current=[want for want in talk.interview.dossier.needs if want in sought],
        used=talk.screen.used,
        optional="tout se discute",
    )
    return None if isinstance(needs, Tool) else needs


def _keep(talk: Conversation, **fields: tuple[str, ...]) -> None:
    """Put in the dossier what was ticked, when it says otherwise; the order of the file is no difference."""
    dossier = talk.interview.dossier
    if any(set(getattr(dossier, field)) != set(names) for field, names in fields.items()):
        talk.saved(lambda: talk.interview.describe(**fields))


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


def report_page(talk: Conversation, place: Workplace) -> ReadablePage:
    """The report, which cites the register as the commands do.

    Raises:
        InputError: the register is there and cannot be used.
    """
    from advisor.report.document import build_document

    one = talk.interview
    report = build_document(one.assessment, one.knowledge, one.dossier, _register(talk, place))
    return ReadablePage(report, "le rapport", "rapport")


def other_day_page(talk: Conversation, place: Workplace) -> ReadablePage | None:
    """The report under the law of another day, which the dossier does not keep."""
    from advisor.assessment.assess import assess
    from advisor.report.document import build_document

    one = talk.interview
    talk.screen.clear()
    day = _day("Appliquer le droit de quel jour ?")
    if not isinstance(day, date):
        return None
    report = build_document(assess(one.dossier, day, one.knowledge), one.knowledge, one.dossier, _register(talk, place))
    return ReadablePage(report, f"le rapport au {french_date(day)}", f"rapport_{day.isoformat()}")


def proof_page(talk: Conversation, place: Workplace) -> ReadablePage | None:
    """The proof of a criterion, a route or a status.

    Raises:
        InputError: nothing bears this id.
    """
    from advisor.report.proof import explain

    one = talk.interview
    talk.screen.clear()
    typed = write("Quel critère, quelle voie ou quel statut ? (par exemple ESS-07)", tools=(Tool.BACK,))
    if isinstance(typed, Tool) or not typed.strip():
        return None
    id = typed.strip()
    report = explain(one.assessment, id, one.knowledge, _register(talk, place))
    return ReadablePage(report, f"la preuve de {id}", f"preuve-{id}".replace("/", "-"))


def _register(talk: Conversation, place: Workplace) -> Register | None:
    from advisor.advice.register import find_register

    one = talk.interview
    folders = (one.path.parent, place.folder) if one.path is not None else (place.folder,)
    return find_register(place.register, *folders, knowledge=one.knowledge)


def ways_page(talk: Conversation) -> ReadablePage | None:
    """The ways to both statuses that respect what the company holds to, which is asked, and what this costs."""
    from advisor.advice.ways.find import find_ways
    from advisor.advice.ways.margins import targets
    from advisor.advice.ways.model import STATUSES
    from advisor.report.ways import ways_report

    under_the_law(talk)
    talk.top("Le plus court chemin")
    refused = ask_non_negotiables(talk)
    if refused is None:
        return None
    dossier, knowledge, day = talk.interview.dossier, talk.interview.knowledge, talk.interview.on
    found = tuple(find_ways(dossier, status, on=day, refused=refused, knowledge=knowledge) for status in STATUSES)
    report = ways_report(found, dossier, knowledge, targets(dossier, day, knowledge))
    return ReadablePage(report, "les chemins", "chemins")


def trial_page(talk: Conversation) -> ReadablePage | None:
    from advisor.cli.interview.trial import try_answers

    under_the_law(talk)
    found = try_answers(talk)
    return None if found is None else ReadablePage(found, "l'essai", "et-si", shown=True)


def sureness_page(talk: Conversation) -> ReadablePage:
    from advisor.advice.ways.margins import weaknesses
    from advisor.report.ways import sureness_report

    under_the_law(talk)
    one = talk.interview
    found = weaknesses(one.dossier, one.on, one.knowledge)
    return ReadablePage(sureness_report(one.assessment, found), "à quoi tiennent les verdicts", "solidite")


def comparison_page(talk: Conversation) -> ReadablePage | None:
    """Every statute against what the project looks for, which is asked."""
    from advisor.advice.comparison import compare
    from advisor.report.comparison import comparison_report

    under_the_law(talk)
    sought = ask_sought(talk)
    if sought is None:
        return None
    one = talk.interview
    found = compare(one.dossier, one.assessment, sought.wants, sought.needs)
    return ReadablePage(comparison_report(found, one.knowledge), "la comparaison", "comparaison")


def clauses_page(talk: Conversation) -> ReadablePage:
    from advisor.advice.papers.clauses import statutes
    from advisor.report.papers import clauses_report

    under_the_law(talk)
    one = talk.interview
    return ReadablePage(clauses_report(statutes(one.dossier, one.on), one.knowledge), "les clauses", "clauses")


def file_page(talk: Conversation) -> ReadablePage | None:
    from advisor.advice.papers.agenda import to_ics
    from advisor.advice.papers.esus import esus_file
    from advisor.report.papers import file_report

    under_the_law(talk)
    one = talk.interview
    found = esus_file(one.dossier, one.on)
    steps = {entry.id for entry in found.calendar}
    given: list[date | None] = []
    talk.screen.clear()
    for step, message in (
        ("assemblee", "Jour de l'assemblée, s'il est fixé (Entrée : pas encore) :"),
        ("signature", "Jour de la signature des statuts, s'il est fixé (Entrée : pas encore) :"),
    ):
        day = _day(message) if step in steps else None
        if day is Tool.BACK:
            return None
        given.append(day if isinstance(day, date) else None)
    meeting, signed = given
    if "depot" in steps and not _lodged(talk, meeting or signed):
        return None
    found = esus_file(one.dossier, one.on, assembly=meeting or signed)
    return ReadablePage(
        file_report(found, one.knowledge), "le dossier d'agrément", "agrement", to_ics(found) if found.calendar else ""
    )


def _lodged(talk: Conversation, meeting: date | None) -> bool:
    """Ask the dates of a request that was lodged, and keep them in the dossier; False when the person goes back.

    The day it was lodged comes first; without it the others are not asked.
    """
    one = talk.interview
    steps = one.knowledge.acts.steps.values()
    for address in dict.fromkeys(known.fact for step in steps for known in step.known):
        first = address == one.knowledge.base.lodged
        given = one.reasoning.session.raw(address)
        shown = short_date(given) if isinstance(given, date) else ""
        question = one.knowledge.facts[address].question
        message = f"{question} (Entrée : {'la même' if shown else 'pas encore, ou sans objet'})"
        day = _day(message, shown, meeting if first else None)
        if isinstance(day, Tool):
            return False
        if day is None and given is not None:
            talk.saved(partial(one.erase, address))
        elif day is not None and day != given:
            talk.saved(partial(one.answer, address, day.isoformat()))
        if first and day is None:
            return True
    return True


def _day(message: str, default: str = "", meeting: date | None = None) -> date | Tool | None:
    """A date that is known better than it is supposed, not before the meeting; None when it is not known."""

    def refused(text: str) -> str | None:
        early = meeting is not None and not _no_date(text) and text.strip() and parse_date(text) < meeting
        return (
            "Le dossier serait déposé avant l'assemblée ; corrigez cette date, ou revenez (r)."
            if early
            else _no_date(text)
        )

    typed = write(message, tools=(Tool.BACK,), default=default, check=refused)
    if isinstance(typed, Tool):
        return typed
    return parse_date(typed) if typed.strip() else None


def _no_date(text: str) -> str | None:
    if not text.strip():
        return None
    try:
        parse_date(text)
    except ValueError:
        return f"{not_a_date(text)}."
    return None


def checkup_page(talk: Conversation, place: Workplace) -> ReadablePage | None:
    """The annual check-up, compared with an earlier dossier of the same company when there is one.

    Raises:
        InputError: there is nothing to check, or the earlier dossier is not one of this company.
    """
    from advisor.advice.checkup.build import check_up
    from advisor.report.checkup import checkup_report

    under_the_law(talk)
    one = talk.interview
    previous = _previous(talk, place)
    until = previous if isinstance(previous, Tool) else _end(talk)
    if isinstance(previous, Tool) or isinstance(until, Tool):
        return None
    found = check_up(one.dossier, one.on, previous=previous, accredited_until=until, knowledge=one.knowledge)
    report = checkup_report(found, one.knowledge, _register(talk, place))
    return ReadablePage(report, "le bilan annuel", "bilan-annuel")


def _previous(talk: Conversation, place: Workplace) -> Previous | Tool | None:
    """The dossier of another year to compare with, asked for when the folder or its archives hold one."""
    from advisor.advice.checkup.drift import read_previous
    from advisor.desk.repository import earlier

    one = talk.interview
    found = earlier(place.folder, one.dossier, one.on, one.path)
    if not found:
        return None
    rows = [Choice(str(path), f"Le dossier du {french_date(day)} ({path.name})") for path, day in found]
    talk.screen.clear()
    talk.screen.rule("Le bilan annuel")
    chosen = pick(
        "Comparer à une autre année ?",
        [*rows, Choice(NOTHING, "Non, cette année seulement")],
        tools=(Tool.BACK,),
        back="Revenir",
        used=talk.screen.used,
    )
    if isinstance(chosen, Tool):
        return chosen
    return read_previous(chosen, one.knowledge) if chosen else None


def _end(talk: Conversation) -> date | Tool | None:
    """The end of an agreement that the dossier does not hold; never asked of a project."""
    one = talk.interview
    ends = [quality.end for quality in one.knowledge.qualities.values() if quality.end]
    if one.assessment.project or any(one.dossier.answers.get(end) for end in ends):
        return None
    talk.screen.clear()
    talk.screen.rule("Le bilan annuel")
    typed = write(
        "Fin de l'agrément ESUS en cours (Entrée : aucun, ou date inconnue) :", tools=(Tool.BACK,), check=_no_date
    )
    if isinstance(typed, Tool):
        return typed
    return parse_date(typed) if typed.strip() else None


def under_the_law(talk: Conversation) -> None:
    """Raises: InputError: the day is before the law."""
    from advisor.assessment.wording import unjudged_day

    one = talk.interview
    if one.on < one.knowledge.base.start:
        problem = unjudged_day(one.knowledge, one.on)
        raise InputError(
            replace(problem, mend="Changez la date d'examen dans l'entretien : modifier (m), puis la fiche du dossier.")
        )
