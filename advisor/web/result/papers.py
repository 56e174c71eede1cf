"""What one may take away: the report, the clauses to write, the ESUS file, the ways, the statutes compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from advisor.assessment.wording import unjudged_day
from advisor.common.errors import InputError, Problem
from advisor.common.files import plain_name
from advisor.dossier import dump_dossier
from advisor.interview.machine import Interview

if TYPE_CHECKING:
    from advisor.report.model import Report

MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "yaml": "application/yaml; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
}
_LONGEST = 40


def report(interview: Interview) -> Report:
    from advisor.report.document import build_document

    return build_document(interview.assessment, interview.knowledge, interview.dossier)


def clauses(interview: Interview) -> Report:
    from advisor.advice.papers.clauses import statutes
    from advisor.report.clauses import clauses_report

    _under_the_law(interview)
    return clauses_report(statutes(interview.dossier, interview.on, interview.knowledge), interview.knowledge)


def esus(interview: Interview) -> Report:
    from advisor.advice.papers.esus import esus_file
    from advisor.report.casefile import file_report

    _under_the_law(interview)
    found = esus_file(interview.dossier, interview.on, knowledge=interview.knowledge)
    return file_report(found, interview.knowledge)


def ways(interview: Interview) -> Report:
    from advisor.advice.ways.amounts import targets
    from advisor.advice.ways.find import find_ways
    from advisor.advice.ways.model import STATUSES
    from advisor.report.ways import ways_report

    _under_the_law(interview)
    dossier, day, knowledge = interview.dossier, interview.on, interview.knowledge
    held = dossier.non_negotiables
    found = tuple(find_ways(dossier, status, on=day, refused=held, knowledge=knowledge) for status in STATUSES)
    return ways_report(found, dossier, knowledge, targets(dossier, day, knowledge))


def comparison(interview: Interview) -> Report:
    from advisor.advice.comparison.rank import compare
    from advisor.report.comparison import comparison_report

    _under_the_law(interview)
    one = interview.dossier
    found = compare(one, interview.assessment, one.wants, one.needs, interview.knowledge)
    told = comparison_report(found, interview.knowledge)
    # How to ask for a ranking is told to those who type commands.
    return told.model_copy(update={"sections": tuple(part for part in told.sections if part.id != "asking")})


PAPERS: dict[str, Callable[[Interview], Report]] = {
    "rapport": report,
    "clauses": clauses,
    "dossier-esus": esus,
    "chemins": ways,
    "statuts-compares": comparison,
}
"""By the name each has in its address."""


def agenda(interview: Interview) -> str:
    """The calendar of the accreditation, as a calendar file.

    Raises:
        InputError: there is nothing to file, or the day is before the law.
    """
    from advisor.advice.papers.esus import esus_file
    from advisor.advice.papers.ics import to_ics

    _under_the_law(interview)
    found = esus_file(interview.dossier, interview.on, knowledge=interview.knowledge)
    if not found.calendar:
        told = "il n'y a pas encore de calendrier : d'après vos réponses, rien n'est à déposer par une voie connue."
        raise InputError(Problem(told, mend="Revenez au résultat : il dit ce qui est à faire d'abord."))
    return to_ics(found)


def dossier_text(interview: Interview) -> str:
    """The dossier as a file, that the same page or an adviser opens again."""
    return dump_dossier(interview.dossier)


def _under_the_law(interview: Interview) -> None:
    if interview.on < interview.knowledge.base.start:
        raise InputError(unjudged_day(interview.knowledge, interview.on))


def file_name(stem: str, company: str, suffix: str) -> str:
    """A name that every system accepts: ``rapport-ess-les-ateliers.pdf``."""
    short = plain_name(company, _LONGEST).lower().replace(" ", "-")
    return f"{stem}-{short}.{suffix}" if short else f"{stem}.{suffix}"
