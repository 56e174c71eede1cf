"""Answering the pages of the journey from a dossier, without a server: what a patient visitor would type."""

from __future__ import annotations

from starlette.datastructures import FormData

from advisor.dossier import Dossier
from advisor.interview.machine import Interview
from advisor.rules.load import Knowledge
from advisor.web.journey import costs
from advisor.web.journey.forms import read_submission
from advisor.web.journey.model import UNKNOWN, QuestionPage, french
from advisor.web.journey.pages import next_page
from advisor.web.journey.recording import record
from advisor.web.talks import VisitorInterview

LIMIT = 4_000


def talk_of(knowledge: Knowledge, dossier: Dossier, *, prediagnosis: bool = True) -> VisitorInterview:
    """A talk in memory, as the site holds it."""
    return VisitorInterview("", Interview(knowledge, dossier), prediagnosis, "", 0)


def fill(interview: Interview, pairs: list[tuple[str, str]]) -> QuestionPage | None:
    """Send the form of a page; the page shown again, or None when all was recorded."""
    refused, _ = record(interview, read_submission(interview, FormData(pairs), LIMIT))
    return refused.page(interview) if refused else None


def fields_of(page: QuestionPage, source: Dossier) -> list[tuple[str, str]]:
    """What one types on a page from the answers of a dossier; what it lacks is « je ne sais pas »."""
    sent = [("exercice", page.costs)] if page.costs else [("adresses", " ".join(page.addresses))]
    for one in page.fields:
        given = source.answers.get(one.address)
        choice = one.widget in ("radio", "checkbox")
        if one.address.startswith(costs.DIRECT):
            # Told by its parts: nothing of it is in the dossier as such.
            sent.append((one.address, _direct(source, page.costs)))
        elif given is None or given.value is None:
            if one.may_ignore:
                sent += [(one.address, UNKNOWN)] if choice else [(one.address, ""), (f"{one.address}.inconnu", UNKNOWN)]
        elif isinstance(given.value, tuple):
            sent += [(one.address, value) for value in given.value]
        else:
            sent.append((one.address, given.value if choice else french(one.fact, given.value)))
    return sent


def _direct(source: Dossier, slot: str) -> str:
    from advisor.assessment.costs import YearCosts, number

    names = ("charges_exploitation", "charges_utilite_sociale", "charges_communes", "cle_repartition")
    direct = YearCosts(slot, *(number(source, f"{name}[{slot}]") for name in names)).direct
    return "" if direct is None else str(direct)


def answer_page(talk: VisitorInterview, page: QuestionPage, source: Dossier) -> QuestionPage | None:
    """Answer one page; the page shown again, if any."""
    if page.costs and not page.whole and f"charges_communes[{page.costs}]" not in source.answers:
        shown = fill(talk.interview, [("exercice", page.costs), ("methode", "finale")])
        assert shown is not None and shown.whole
        page = shown
    return fill(talk.interview, fields_of(page, source))


def walk(talk: VisitorInterview, source: Dossier, most: int = 120) -> list[QuestionPage]:
    """Answer every page until nothing is asked any more; the pages met."""
    met: list[QuestionPage] = []
    while len(met) < most:
        page = next_page(talk)
        if page == "prediagnosis":
            talk.prediagnosis = False
            continue
        if isinstance(page, str):
            return met
        met.append(page)
        shown = answer_page(talk, page, source)
        assert shown is None, [(one.address, one.error) for one in shown.errors]
    raise AssertionError(f"still asking after {most} pages: {met[-1].addresses}")
