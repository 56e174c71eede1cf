"""The two pages to look back from: all the answers, each with a way to change it; what the pre-diagnosis says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.common.french import french_date
from advisor.interview.machine import Interview
from advisor.interview.outlook import Gathering
from advisor.interview.prediagnosis.outlook import outlook
from advisor.interview.prediagnosis.talk import asked, left_at_most, next_question, wording
from advisor.web.journey import questions
from advisor.web.journey.model import row_words, said, slug
from advisor.web.journey.panel import Panel, head, panel
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
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class ThemeAnswers:
    """A theme and its answers."""

    id: str
    title: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class ReviewedContradiction:
    """Answers that cannot all be right: what is wrong, how to mend it, the answers."""

    message: str
    mend: str
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class AnswersPage:
    """What the page shows.

    Attributes:
        parts: the answers that count, theme by theme.
        aside: saved answers that no longer apply.
        clashes: answers that contradict one another.
        waiting: what is still to be asked, by theme: label and slug.
        gathering: what is missing, by person who holds it.
        panel: where one stands. lost: answers of an earlier rule base that could not be saved.
    """

    parts: tuple[ThemeAnswers, ...]
    aside: tuple[AnswerRow, ...]
    clashes: tuple[ReviewedContradiction, ...]
    waiting: tuple[ThemeAnswers, ...]
    gathering: tuple[Gathering, ...]
    panel: Panel
    lost: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return sum(len(part.rows) for part in self.parts)

    @property
    def unknowns(self) -> int:
        return sum(row.unknown for part in self.parts for row in part.rows)


def routes() -> list[BaseRoute]:
    return [
        Route("/reponses", show, name="review"),
        Route("/reponses", erase, name="erase", methods=["POST"]),
        Route("/prediagnostic", show_prediagnosis, name="prediagnosis"),
    ]


async def show(request: Request) -> Response:
    """Every answer."""
    site = site_of(request)
    found, notices = await site.with_talk(request, lambda talk: (review(talk), talk.take_notices()))
    return site.page(request, "reponses.html", review=found, notices=notices)


async def erase(request: Request) -> Response:
    """Withdraw one answer, as if it had never been given."""

    def withdraw(talk: VisitorInterview, form: FormData) -> None:
        address = str(form.get("adresse", ""))
        if address in talk.interview.dossier.answers:
            talk.notices = (f"Réponse retirée : {_row(talk.interview, address).label}.",)
            talk.interview.erase(address)
            talk.slip = slip_left(talk.interview, talk.slip, (address,))

    return await site_of(request).change(request, withdraw, "review")


def review(talk: VisitorInterview) -> AnswersPage:
    """What the page shows of a dossier."""
    interview = talk.interview
    aside = set(interview.set_aside())
    shown = [address for address in interview.knowledge.addresses if address in interview.dossier.answers]
    by_theme: dict[str, list[AnswerRow]] = {}
    for address in shown:
        if address not in aside:
            by_theme.setdefault(interview.knowledge.addresses[address][0].theme, []).append(_row(interview, address))
    return AnswersPage(
        tuple(
            ThemeAnswers(theme, title, tuple(by_theme[theme]))
            for theme, title in interview.plan.titles.items()
            if theme in by_theme
        ),
        tuple(_row(interview, address) for address in shown if address in aside),
        clashes(interview),
        _waiting(interview),
        interview.to_gather(),
        panel(interview),
        talk.lost,
    )


def clashes(interview: Interview) -> tuple[ReviewedContradiction, ...]:
    """Answers that contradict one another, each with its way to be changed."""
    if not interview.reasoning.session.contradictions:
        return ()
    answers = interview.dossier.answers
    return tuple(
        ReviewedContradiction(
            one.message, one.mend, tuple(_row(interview, address) for address in one.addresses if address in answers)
        )
        for one in interview.assessment.contradictions
    )


def _row(interview: Interview, address: str) -> AnswerRow:
    fact, slot = interview.knowledge.addresses[address]
    given = interview.dossier.answers[address]
    words = wording(interview, address)
    row = f" ({row_words(interview, slot)})" if slot else ""
    place = questions.place_words(given)
    evidence = place if given.proven or not place else f"Où c'est écrit : {place}"
    return AnswerRow(
        slug(address),
        (fact.short or words.question) + row,
        words.question + row,
        said(interview, address),
        given.unknown,
        given.note,
        evidence,
    )


def _waiting(interview: Interview) -> tuple[ThemeAnswers, ...]:
    """What is still to be asked, by theme; the rows of a table are one line."""
    found: dict[str, dict[str, AnswerRow]] = {}
    for need in interview.pending():
        fact, _ = interview.knowledge.addresses[need.address]
        question = wording(interview, need.address).question
        found.setdefault(fact.theme, {}).setdefault(
            fact.id, AnswerRow(slug(need.address), fact.short or question, question, "", False)
        )
    order = list(interview.knowledge.facts)
    return tuple(
        ThemeAnswers(theme, title, tuple(found[theme][fact] for fact in sorted(found[theme], key=order.index)))
        for theme, title in interview.plan.titles.items()
        if theme in found
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
            "outlook": outlook(interview),
            "panel": panel(interview),
            "terms": Terms(interview.knowledge),
            "head": head,
            "day": french_date(interview.on),
            "left": left_at_most(interview),
            "ongoing": talk.prediagnosis,
            "clashes": clashes(interview),
            "clashed": True,
            "notices": talk.take_notices(),
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
