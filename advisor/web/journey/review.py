"""All the answers, theme by theme, each with a way to change it; what is left to answer, and what to gather."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.interview.machine import Interview
from advisor.interview.outlook import Gathering
from advisor.interview.prediagnosis.talk import wording
from advisor.web import site as site_
from advisor.web.journey import places, slips
from advisor.web.journey.model import row_words, said, slug
from advisor.web.journey.panel import Panel, panel
from advisor.web.talks import Talk


@dataclass(frozen=True, slots=True)
class Row:
    """One answer: its label and question, its words; ``note`` of an adviser, ``evidence``: where it stands."""

    slug: str
    label: str
    question: str
    text: str
    unknown: bool
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A theme and its answers."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Answers that cannot all be right: what is wrong, how to mend it, the answers."""

    message: str
    mend: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """What the page shows.

    Attributes:
        parts: the answers that count, theme by theme.
        aside: answers kept that no longer apply.
        clashes: answers that contradict one another.
        waiting: what is still to be asked, by theme: label and slug.
        gathering: what is missing, by person who holds it.
        panel: where one stands. lost: answers of an earlier rule base that could not be kept.
    """

    parts: tuple[Part, ...]
    aside: tuple[Row, ...]
    clashes: tuple[Clash, ...]
    waiting: tuple[Part, ...]
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
    return [Route("/reponses", show, name="review"), Route("/reponses", erase, name="erase", methods=["POST"])]


async def show(request: Request) -> Response:
    """Every answer."""
    site = site_.of(request)
    found, notices = await site.with_talk(request, lambda talk: (review(talk), talk.told()))
    return site.page(request, "reponses.html", review=found, notices=notices)


async def erase(request: Request) -> Response:
    """Withdraw one answer, as if it had never been given."""
    site = site_.of(request)
    form = await site.form(request)
    address = str(form.get("adresse", ""))

    def work(talk: Talk) -> None:
        if address in talk.interview.dossier.answers:
            row = _row(talk.interview, address)
            talk.interview.erase(address)
            if slips.concerns(talk.interview, talk.slip, {address}):
                talk.slip = ""
            talk.notices = (f"Réponse retirée : {row.label}.",)
            site_.saved(site, talk)

    await site.with_talk(request, work)
    return site.redirect(request, "review")


def review(talk: Talk) -> Review:
    """What the page shows of a dossier."""
    interview = talk.interview
    aside = set(interview.set_aside())
    shown = [address for address in interview.knowledge.addresses if address in interview.dossier.answers]
    by_theme: dict[str, list[Row]] = {}
    for address in shown:
        if address not in aside:
            by_theme.setdefault(interview.knowledge.addresses[address][0].theme, []).append(_row(interview, address))
    return Review(
        tuple(Part(theme, title, tuple(by_theme[theme])) for theme, title in _titles(interview) if theme in by_theme),
        tuple(_row(interview, address) for address in shown if address in aside),
        clashes(interview),
        _waiting(interview),
        interview.to_gather(),
        panel(interview),
        talk.lost,
    )


def clashes(interview: Interview) -> tuple[Clash, ...]:
    """Answers that contradict one another, each with its way to be changed."""
    if not interview.reasoning.session.contradictions:
        return ()
    answers = interview.dossier.answers
    return tuple(
        Clash(one.message, one.mend, tuple(_row(interview, address) for address in one.addresses if address in answers))
        for one in interview.assessment.contradictions
    )


def _titles(interview: Interview) -> list[tuple[str, str]]:
    return list(interview.plan.titles.items())


def _row(interview: Interview, address: str) -> Row:
    fact, slot = interview.knowledge.addresses[address]
    given = interview.dossier.answers[address]
    words = wording(interview, address)
    row = f" ({row_words(interview, slot)})" if slot else ""
    place = places.told(given)
    evidence = place if given.proven or not place else f"Où c'est écrit : {place}"
    return Row(
        slug(address),
        (fact.short or words.question) + row,
        words.question + row,
        said(interview, address),
        given.unknown,
        given.note,
        evidence,
    )


def _waiting(interview: Interview) -> tuple[Part, ...]:
    """What is still to be asked, by theme; the rows of a table are one line."""
    found: dict[str, dict[str, Row]] = {}
    for need in interview.pending():
        fact, _ = interview.knowledge.addresses[need.address]
        question = wording(interview, need.address).question
        found.setdefault(fact.theme, {}).setdefault(
            fact.id, Row(slug(need.address), fact.short or question, question, "", False)
        )
    order = list(interview.knowledge.facts)
    return tuple(
        Part(theme, title, tuple(found[theme][fact] for fact in sorted(found[theme], key=order.index)))
        for theme, title in _titles(interview)
        if theme in found
    )
