"""The pages of the journey: home, questions, and what their forms record."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.interview.machine import Interview
from advisor.interview.prediagnosis.talk import next_question
from advisor.interview.sheets import cost_cells
from advisor.rules.glossary import load_glossary
from advisor.web.guard import Visit, read_form
from advisor.web.journey import costs, filling, questions, review
from advisor.web.journey.model import QuestionPage, address_of, slug
from advisor.web.journey.panel import panel
from advisor.web.site import Site, save_talk, site_of
from advisor.web.talks import VisitorInterview
from advisor.web.terms import Terms

BACK_TO = {"reponses": "review", "prediagnostic": "prediagnosis", "resultat": "result"}
"""Where a page of one answer leads once it is changed, by what its address or form says."""


def routes() -> list[BaseRoute]:
    return [
        Route("/", home, name="home"),
        Route("/commencer", begin, name="begin", methods=["POST"]),
        Route("/question", question, name="question"),
        Route("/question", answer, name="answer", methods=["POST"]),
        Route("/question/{slug}", question, name="question_at"),
        Route("/apercu", preview, name="preview", methods=["POST"]),
        Route("/tableau/{sheet}", table, name="table"),
        *review.routes(),
        Route("/continuer", go_on, name="go_on", methods=["POST"]),
        Route("/clauses", read_clauses, name="read_clauses", methods=["POST"]),
        Route("/reprendre-les-inconnues", ask_again, name="ask_again", methods=["POST"]),
    ]


# -- home -------------------------------------------------------------------------------------------------------------


async def home(request: Request) -> Response:
    """What this is, what it costs, what is kept; first of all the dossier open in this browser, if any."""
    site = site_of(request)
    secret = Visit.of(request).secret

    def work() -> dict[str, Any] | None:
        talk = site.talks.open(secret)
        if talk is None:
            return None
        return {"name": talk.interview.dossier.name, "answers": len(talk.interview.dossier.answers)}

    found = await site.think(request, work) if secret else None
    response = site.page(
        request, "accueil.html", open=found if found and found["answers"] else None, words=load_glossary().entries
    )
    return site.release(response) if secret and found is None else response


async def begin(request: Request) -> Response:
    """A new dossier; the one at hand serves as long as nothing was answered in it."""
    site = site_of(request)
    await site.form(request)
    secret = Visit.of(request).secret

    def fresh() -> bool:
        talk = site.talks.open(secret)
        return talk is not None and not talk.interview.dossier.answers and not talk.interview.dossier.name

    unused: bool = await site.think(request, fresh)
    if unused:
        return site.redirect(request, "question")
    site.meter.check(request, "creations")
    return site.hold(site.redirect(request, "question"), await site.think(request, site.talks.begin))


# -- questions --------------------------------------------------------------------------------------------------------


async def question(request: Request) -> Response:
    """What to ask next, under an address of its own; or one question again to change its answer.

    Each page has its own address, so that the button « back » of a browser shows the one before.
    """
    site = site_of(request)
    asked, back = request.path_params.get("slug", ""), request.query_params.get("retour", "")
    back, wrong = back if back in BACK_TO else "", "erreur" in request.query_params

    def work(talk: VisitorInterview) -> dict[str, Any] | tuple[str, str]:
        interview = talk.interview
        if asked:
            address = address_of(interview, asked)
            if address is None:
                raise HTTPException(404)
            refused = questions.page_of_slip(interview, talk.slip, address, back)
            # Whoever comes back another day is not met with a mistake, when nothing typed would be lost.
            if refused is not None and refused.errors and not wrong and not any(one.text for one in refused.errors):
                refused = None
            return _shown(talk, refused or (_alone(interview, address) if back else page_asking(talk, address)), back)
        return _next(talk)

    found = await site.with_talk(request, work)
    if isinstance(found, tuple):
        return _lead(site, request, *found)
    return _asked(site, request, found)


def _asked(site: Site, request: Request, found: dict[str, Any]) -> Response:
    """A question; what was refused answers as the form would have, so that the log tells of it."""
    return site.page(request, "question.html", 422 if found["page"].errors else 200, **found)


def page_asking(talk: VisitorInterview, address: str) -> QuestionPage:
    """The page that asks an address: the coming one as it comes, others as one goes back to them."""
    coming = next_page(talk)
    if isinstance(coming, QuestionPage) and address in coming.addresses:
        return coming
    return questions.page_at(talk.interview, address)


def _next(talk: VisitorInterview) -> tuple[str, str]:
    """The name of the page that comes, and which question it asks."""
    coming = next_page(talk)
    return (coming, "") if isinstance(coming, str) else ("question_at", slug(coming.addresses[0]))


def next_page(talk: VisitorInterview) -> QuestionPage | str:
    """What to ask next, or the page that comes when nothing is."""
    interview = talk.interview
    if talk.prediagnosis:
        address = next_question(interview)
        return "prediagnosis" if address is None else questions.page_of(interview, (address,))
    return questions.next_page(interview) or "result"


def _alone(interview: Interview, address: str) -> QuestionPage:
    """One answer to change; with its whole row when they make one figure."""
    if costs.belongs(interview, address):
        return questions.page_at(interview, address)
    return questions.page_of(interview, (address,))


def _lead(site: Site, request: Request, name: str, detail: str = "", query: str = "") -> Response:
    """Send the browser to a page by its name.

    Args:
        site, request: who asks.
        name: of the page.
        detail: the question to ask, the sheet to show; of any other page, a fragment.
        query: what follows the address of a question, « ? » included.
    """
    if name == "question_at":
        return site.redirect(request, name, query, slug=detail)
    if name == "table":
        return site.redirect(request, name, sheet=detail)
    return site.redirect(request, name, detail)


async def answer(request: Request) -> Response:
    """Record what a page answers; what is refused is asked again as it was typed, the rest is saved."""
    site = site_of(request)
    form = await site.form(request)
    back = str(form.get("retour", ""))
    back = back if back in BACK_TO else ""

    def work(talk: VisitorInterview) -> dict[str, Any] | tuple[str, ...]:
        place = questions.read_place(form)
        again, feedback = filling.fill(talk.interview, form, site.settings.limits.text)
        sent = _sent(talk.interview, form)
        if again is None and place is not None and place.error:
            again = _page_sent(talk.interview, form)
        if again is None:
            questions.record_place(talk.interview, place, sent)
        else:
            again = replace(again, place=(place,) if place is not None else ())
            talk.slip = questions.slip_of(talk.interview, again, back)
        if again is None and questions.slip_concerns(talk.interview, talk.slip, set(sent)):
            talk.slip = ""
        save_talk(site, talk)
        talk.notices = filling.notices(talk.interview, feedback)
        talk.clashed = any(one.contradictions for one in feedback)
        if again is None:
            return _after(talk, form, back)
        # Longer than anything one types, it is not saved: shown at once.
        return _again_at(again, back) if talk.slip else _shown(talk, again, back)

    found = await site.with_talk(request, work)
    if isinstance(found, dict):
        return _asked(site, request, found)
    return _lead(site, request, *found)


def _page_sent(interview: Interview, form: FormData) -> QuestionPage:
    """The page of a form, as recorded."""
    year = str(form.get("exercice", ""))
    return costs.year_page(interview, year) if year else questions.page_of(interview, _sent(interview, form))


def _sent(interview: Interview, form: FormData) -> tuple[str, ...]:
    """The addresses that a form answers."""
    year = str(form.get("exercice", ""))
    return cost_cells(interview, year) if year else tuple(str(form.get("adresses", "")).split())


def _again_at(page: QuestionPage, back: str) -> tuple[str, str, str]:
    """Where a page is asked again, as `_lead` takes it; the address tells nothing of what was typed."""
    query = [f"retour={back}"] if back else []
    query += ["erreur=1"] if page.errors else []
    return "question_at", slug(page.addresses[0]), f"?{'&'.join(query)}" if query else ""


def _after(talk: VisitorInterview, form: FormData, back: str) -> tuple[str, str]:
    """Where one goes once a page is recorded, as `_lead` takes it."""
    if back == "reponses":
        first = next(iter(str(form.get("adresses", "")).split()), "")
        return "review", f"#ligne-{slug(first)}" if first in talk.interview.dossier.answers else ""
    if back:
        return BACK_TO[back], ""
    interview = talk.interview
    if not talk.prediagnosis and not form.get("passer"):
        year = str(form.get("exercice", ""))
        first = cost_cells(interview, year)[0] if year else str(form.get("adresses", "")).split()[0]
        key = interview.plan.key(first)
        if filling.worth_showing(interview, key):
            return "table", key
    return _next(talk)


def _shown(talk: VisitorInterview, page: QuestionPage, back: str) -> dict[str, Any]:
    """What the template of a question needs."""
    interview = talk.interview
    previous = questions.before(interview, page)
    first = page.addresses[0]
    answered = interview.dossier.answers
    step = review.prediagnosis_step(interview, first) if talk.prediagnosis and not back else ""
    if not step and not page.place:
        page = replace(page, place=questions.places_offered(interview, page))
    return {
        "page": page,
        "back": back,
        "previous": slug(previous) if previous else None,
        "step": step,
        "why": {
            one.address: interview.why(one.address).criteria
            for one in page.fields
            if one.address in interview.knowledge.addresses
        },
        "panel": panel(interview),
        "terms": Terms(interview.knowledge),
        "clashes": review.clashes(interview),
        "clashed": talk.clashed,
        "notices": talk.take_notices(),
        "computed": filling.row_result(interview, cost_cells(interview, page.costs)[0] if page.costs else first),
        "basis": costs.basis(interview, page.costs) if page.costs else "",
        "erasable": back and len(page.fields) == 1 and first in answered,
    }


# -- beside the questions ---------------------------------------------------------------------------------------------


async def preview(request: Request) -> Response:
    """The panel as it would be with what is ticked or typed but not sent yet; nothing is recorded."""
    site = site_of(request)
    # Not counted with what writes: it costs what showing a page does, and comes again and again while one types.
    site.meter.check(request, "previews")
    form = await read_form(request, site.store.signing_key)

    def work(talk: VisitorInterview) -> dict[str, Any]:
        copy = Interview(talk.interview.knowledge, talk.interview.dossier, on=talk.interview.on)
        copy.going_on = talk.interview.going_on
        copy.ask_again(talk.interview.asked_again)
        filling.fill(copy, form, site.settings.limits.text)
        year = str(form.get("exercice", ""))
        first = cost_cells(copy, year)[0] if year else next(iter(str(form.get("adresses", "")).split()), "")
        return {
            "panel": panel(copy),
            "step": talk.prediagnosis and not form.get("retour"),
            "tried": copy.dossier != talk.interview.dossier,
            "computed": filling.row_result(copy, first),
        }

    return site.page(request, "panneau_contenu.html", **await site.with_talk(request, work))


async def table(request: Request) -> Response:
    """A table of figures as filled so far, with what it comes to."""
    site = site_of(request)
    key = request.path_params["sheet"]

    def work(talk: VisitorInterview) -> dict[str, Any]:
        sheet = talk.interview.plan.sheets.get(key)
        if sheet is None or sheet.kind != "feuille":
            raise HTTPException(404)
        return {
            "table": filling.filled(talk.interview, key),
            "panel": panel(talk.interview),
            "clashes": review.clashes(talk.interview),
            "clashed": talk.clashed,
            "notices": talk.take_notices(),
        }

    return site.page(request, "tableau.html", **await site.with_talk(request, work))


async def go_on(request: Request) -> Response:
    """Past the verdicts: ask what is still of use."""
    return await _again(request, Interview.go_on)


async def read_clauses(request: Request) -> Response:
    """Ask what is to be read in the statutes before they are changed, one clause after the other."""
    return await _again(request, Interview.read_clauses)


async def ask_again(request: Request) -> Response:
    """Ask again what was answered « je ne sais pas »."""
    return await _again(request, Interview.ask_unknowns_again)


async def _again(request: Request, change: Any) -> Response:
    site = site_of(request)
    await site.form(request)

    def work(talk: VisitorInterview) -> None:
        change(talk.interview)
        talk.prediagnosis = False
        save_talk(site, talk)

    await site.with_talk(request, work)
    return site.redirect(request, "question")
