"""The two pages to look back from: all the answers, each with a way to change it; what the pre-diagnosis says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.assessment.model import ContradictionView
from advisor.common.french import french_date
from advisor.interview.machine import Interview
from advisor.interview.prediagnosis.outlook import outlook
from advisor.interview.prediagnosis.talk import asked, left_at_most, next_question, wording
from advisor.web.journey import questions
from advisor.web.journey.model import row_words, said, slug
from advisor.web.journey.panel import head, panel, waiting
from advisor.web.journey.recording import slip_left
from advisor.web.site import site_of
from advisor.web.talks import VisitorInterview
from advisor.web.terms import Terms


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: its label and question, its words; ``note`` of an adviser, ``evidence``: where it stands."""

    slug: str
    label: str
    question: str
    text: str
    unknown: bool
    note: str
    evidence: str


def routes() -> list[BaseRoute]:
    return [
        Route("/reponses", show, name="review"),
        Route("/reponses", erase, name="erase", methods=["POST"]),
        Route("/prediagnostic", show_prediagnosis, name="prediagnosis"),
    ]


async def show(request: Request) -> Response:
    """Every answer, theme by theme, and what is still to be asked."""
    site = site_of(request)
    return site.page(request, "reponses.html", **await site.with_talk(request, _review))


async def erase(request: Request) -> Response:
    """Withdraw one answer, as if it had never been given."""

    def withdraw(talk: VisitorInterview, form: FormData) -> None:
        address = str(form.get("adresse", ""))
        if address in talk.interview.dossier.answers:
            talk.notices = (f"Réponse retirée : {_row(talk.interview, address).label}.",)
            talk.interview.erase(address)
            talk.slip = slip_left(talk.interview, talk.slip, (address,))

    return await site_of(request).change(request, withdraw, "review")


def _review(talk: VisitorInterview) -> dict[str, Any]:
    interview, knowledge = talk.interview, talk.interview.knowledge
    titles, set_aside = interview.plan.titles, set(interview.set_aside())
    aside: list[AnswerRow] = []
    by_theme: dict[str, list[AnswerRow]] = {}
    for address, (fact, _) in knowledge.addresses.items():
        if address in interview.dossier.answers:
            rows = aside if address in set_aside else by_theme.setdefault(fact.theme, [])
            rows.append(_row(interview, address))
    count = sum(map(len, by_theme.values()))
    order = list(knowledge.facts)
    left = [
        (titles[theme], [facts[one] for one in sorted(facts, key=order.index)])
        for theme, facts in waiting(interview).items()
    ]
    return {
        **standing(talk),
        "clashed": True,
        "parts": [(theme, title, by_theme[theme]) for theme, title in titles.items() if theme in by_theme],
        "aside": aside,
        "count": count,
        "unknowns": sum(row.unknown for rows in by_theme.values() for row in rows),
        "waiting": [(title, [(slug(one), _label(interview, one)) for one in addresses]) for title, addresses in left],
        "gathering": interview.to_gather(),
        "lost": len(talk.lost),
    }


def standing(talk: VisitorInterview) -> dict[str, Any]:
    """What every page of the journey says of where one stands, and of what just happened."""
    return {
        "panel": panel(talk.interview),
        "clashes": clashes(talk.interview),
        "clashed": talk.clashed,
        "notices": talk.take_notices(),
    }


def clashes(interview: Interview) -> list[tuple[ContradictionView, list[AnswerRow]]]:
    """Answers that contradict one another, then those to read again, each with its way to be changed."""
    if not interview.reasoning.session.clashes:
        return []
    assessment, answers = interview.assessment, interview.dossier.answers
    return [
        (one, [_row(interview, address) for address in one.addresses if address in answers])
        for one in (*assessment.contradictions, *assessment.warnings)
    ]


def _label(interview: Interview, address: str) -> str:
    return interview.knowledge.addresses[address][0].short or wording(interview, address).question


def _row(interview: Interview, address: str) -> AnswerRow:
    slot, given = interview.knowledge.addresses[address][1], interview.dossier.answers[address]
    row = f" ({row_words(interview, slot)})" if slot else ""
    place = questions.place_words(given)
    evidence = place if given.proven or not place else f"Où c'est écrit : {place}"
    return AnswerRow(
        slug(address),
        _label(interview, address) + row,
        wording(interview, address).question + row,
        said(interview, address),
        given.unknown,
        given.note,
        evidence,
    )


# -- the pre-diagnosis: where one stands in it, and the page that tells what the first answers already say -----------


async def show_prediagnosis(request: Request) -> Response:
    """What the answers so far already tell; before any answer, the first question."""
    site = site_of(request)

    def work(talk: VisitorInterview) -> dict[str, Any] | None:
        interview = talk.interview
        if not interview.dossier.answers and talk.prediagnosis:
            return None
        return {
            **standing(talk),
            "clashed": True,
            "outlook": outlook(interview),
            "terms": Terms(interview.knowledge),
            "head": head,
            "day": french_date(interview.on),
            "left": left_at_most(interview),
            "ongoing": talk.prediagnosis,
            "decided": interview.decided,
        }

    context = await site.with_talk(request, work)
    if context is None:
        return site.redirect(request, "question")
    return site.page(request, "prediagnostic.html", **context)


def prediagnosis_step(interview: Interview, address: str) -> str:
    """« Question 3 sur 12 au plus »; "" for an address that is none of the pre-diagnosis.

    The bound never grows from one question to the next.
    """
    done, most = asked(interview), left_at_most(interview)
    if address in done:
        return f"Question {done.index(address) + 1} sur {len(done) + most}{' au plus' if most else ''}"
    if address != next_question(interview):
        return ""
    rank = len(done) + 1
    if most == 1:
        return f"Question {rank}, la dernière"
    return f"Question {rank} sur {len(done) + most} au plus"
