"""The pages of the journey: home, questions, and what their forms record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.common.french import capital
from advisor.interview import sheets
from advisor.interview.machine import Interview
from advisor.interview.prediagnosis.talk import next_question
from advisor.rules.glossary import load_glossary
from advisor.web.guard import Visit, read_form
from advisor.web.journey import costs, questions, review
from advisor.web.journey.forms import BACK_TO, Submission, read_submission
from advisor.web.journey.model import QuestionPage, address_of, row_words, said, slug
from advisor.web.journey.panel import panel
from advisor.web.journey.recording import RefusedForm, notices, record, slip_left
from advisor.web.site import Site, site_of
from advisor.web.talks import VisitorInterview
from advisor.web.terms import Terms

# -- a table of figures as filled so far, with what it comes to: the page that follows its last row ------------------


def filled(interview: Interview, key: str) -> dict[str, Any]:
    """A sheet as it stands.

    Returns:
        ``title``; ``lines``: of each row, its name, its figures under their headings and where to change it (a list of
        figures is one row a figure); ``rows``: it is a table of rows; ``results``: tests of the law on these figures;
        ``remarks``: what the result owes to the key of shared costs.
    """
    sheet, lines = sheets.sheet_of(interview, key), []
    for row in sheet.rows:
        headed = zip(sheet.headings, row.cells, strict=False)
        given = [(heading, item) for heading, item in headed if item is not None and item.answer is not None]
        if given:
            first = given[0][1]
            cells = [(heading, said(interview, item.address)) for heading, item in given]
            cells += [(one.heading, one.text) for one in row.computed if one.text and not one.detail]
            lines.append((capital(row_words(interview, row.slot)) or first.fact.short, cells, slug(first.address)))
    remarks = []
    if sheet.definition.calculation == "charges":
        remarks = sheets.key_remarks(sheets.cost_sheet(interview.reasoning, interview.dossier), "pour atteindre")
    return {
        "title": sheet.group.title,
        "lines": lines,
        "rows": bool(sheet.group.slots),
        "results": sheets.results(interview.reasoning, sheet.definition.facts),
        "remarks": remarks,
    }


def worth_showing(interview: Interview, key: str) -> bool:
    """Whether a sheet just filled has figures to show."""
    sheet = interview.plan.sheets.get(key)
    group = interview.group(key) if sheet and sheet.kind == "feuille" else None
    return bool(group and not group.required and any(one.answer and not one.answer.unknown for one in group.items))


def row_result(interview: Interview, address: str) -> str:
    """What the row of an address comes to, in a sentence; "" when nothing is computed of it, or not yet."""
    slot = interview.knowledge.addresses[address][1]
    sheet = interview.plan.sheets.get(interview.plan.key(address))
    if slot is None or sheet is None:
        return ""
    if sheet.calculation == "charges":
        return costs.computed(interview, slot)
    found = sheets.computed_cells(interview, sheet.id, slot)
    return "".join(f"{cell.heading} : {cell.text}." for cell in found if cell.text)


Redirect = tuple[str, str, dict[str, str]]
"""A page by its name, as `Site.redirect` takes it: what follows its path, and the parts of this path."""


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
        Route("/prediagnostic", ask_more, name="leave_prediagnosis", methods=["POST"]),
        *(
            Route(path, partial(ask_more, what=what), name=name, methods=["POST"])
            for path, name, what in (
                ("/continuer", "go_on", Interview.go_on),
                ("/clauses", "read_clauses", Interview.read_clauses),
                ("/reprendre-les-inconnues", "ask_again", Interview.ask_unknowns_again),
            )
        ),
    ]


# -- home -------------------------------------------------------------------------------------------------------------


async def home(request: Request) -> Response:
    """What this is, what it costs, what is kept; first of all the dossier open in this browser, if any."""
    site = site_of(request)
    secret = Visit.of(request).secret
    found = await site.read(request, secret, lambda talk: talk.interview.dossier) if secret else None
    begun = found if found and found.answers else None
    response = site.page(request, "accueil.html", open=begun, words=load_glossary().entries)
    return site.release(response) if secret and found is None else response


async def begin(request: Request) -> Response:
    """A new dossier; the one at hand serves as long as nothing was answered in it."""
    site = site_of(request)
    await site.form(request)
    found = await site.read(request, Visit.of(request).secret, lambda talk: talk.interview.dossier)
    if found and not found.answers and not found.name:
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

    def work(talk: VisitorInterview) -> dict[str, Any] | Redirect:
        interview = talk.interview
        if not asked:
            return _next(talk)
        address = address_of(interview, asked)
        if address is None:
            raise HTTPException(404)
        slip = RefusedForm.load(interview, talk.slip)
        if slip and slip.back == back and address in slip.addresses:
            refused = slip.page(interview)
            # Whoever comes back another day is not met with a mistake, when nothing typed would be lost.
            if wrong or not refused.errors or any(one.text for one in refused.errors):
                return _shown(talk, refused, back)
        return _shown(talk, _alone(interview, address) if back else page_asking(talk, address), back)

    return _respond(site, request, await site.with_talk(request, work))


def _respond(site: Site, request: Request, found: dict[str, Any] | Redirect) -> Response:
    """A question, or the way to another page; what was refused says so by its status, for the log."""
    if isinstance(found, tuple):
        name, rest, parts = found
        return site.redirect(request, name, rest, **parts)
    return site.page(request, "question.html", 422 if found["page"].errors else 200, **found)


def page_asking(talk: VisitorInterview, address: str) -> QuestionPage:
    """The page that asks an address: the coming one as it comes, others as one goes back to them."""
    coming = next_page(talk)
    if isinstance(coming, QuestionPage) and address in coming.addresses:
        return coming
    return questions.page_at(talk.interview, address)


def _next(talk: VisitorInterview) -> Redirect:
    coming = next_page(talk)
    return (coming, "", {}) if isinstance(coming, str) else _question_at(coming)


def _question_at(page: QuestionPage, *query: str) -> Redirect:
    """A question by its address, which tells nothing of what was typed."""
    return "question_at", f"?{'&'.join(query)}" if query else "", {"slug": slug(page.addresses[0])}


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


async def answer(request: Request) -> Response:
    """Record what a page answers; what is refused is asked again as it was typed, the rest is saved."""
    site = site_of(request)
    form = await site.form(request)

    def work(talk: VisitorInterview) -> dict[str, Any] | Redirect:
        interview = talk.interview
        sent = read_submission(interview, form, site.settings.limits.text)
        refused, feedback = record(interview, sent)
        talk.slip = refused.dump() if refused else slip_left(interview, talk.slip, sent.addresses)
        site.save(talk)
        talk.notices = notices(interview, feedback)
        talk.clashed = any(one.contradictions or one.warnings for one in feedback)
        if refused is None:
            return _after(talk, sent)
        page = refused.page(interview)
        if not talk.slip:
            # Longer than anything one types, it is not saved: shown at once.
            return _shown(talk, page, sent.back)
        back = (f"retour={sent.back}",) if sent.back else ()
        return _question_at(page, *back, *(("erreur=1",) if page.errors else ()))

    return _respond(site, request, await site.with_talk(request, work))


def _after(talk: VisitorInterview, sent: Submission) -> Redirect:
    """Where one goes once a page is recorded."""
    first = sent.addresses[0]
    if sent.back == "reponses":
        return "review", f"#ligne-{slug(first)}" if first in talk.interview.dossier.answers else "", {}
    if sent.back:
        return BACK_TO[sent.back], "", {}
    key = talk.interview.plan.key(first)
    if not talk.prediagnosis and not sent.skip and worth_showing(talk.interview, key):
        return "table", "", {"sheet": key}
    return _next(talk)


def _shown(talk: VisitorInterview, page: QuestionPage, back: str) -> dict[str, Any]:
    """What the template of a question needs."""
    interview = talk.interview
    previous = questions.before(interview, page)
    first = page.addresses[0]
    answered = interview.dossier.answers
    step = review.prediagnosis_step(interview, first) if talk.prediagnosis and not back else ""
    if not step and not page.place:
        page = replace(page, place=questions.place_offered(interview, page))
    return {
        "page": page,
        "back": back,
        "back_to": BACK_TO.get(back),
        "previous": slug(previous) if previous else None,
        "step": step,
        "why": {
            one.address: interview.why(one.address)
            for one in page.fields
            if one.address in interview.knowledge.addresses
        },
        **review.standing(talk),
        "terms": Terms(interview.knowledge),
        "computed": row_result(interview, first),
        "basis": costs.basis(interview, page.costs) if page.costs else "",
        "erasable": back and len(page.fields) == 1 and first in answered,
    }


# -- beside the questions ---------------------------------------------------------------------------------------------


async def preview(request: Request) -> Response:
    """The panel as it would be with what is ticked or typed but not sent yet; nothing is recorded."""
    site = site_of(request)
    # Not counted with what writes: it costs what showing a page does, and comes again and again while one types.
    site.meter.check(request, "previews")
    form = await read_form(request)

    def work(talk: VisitorInterview) -> dict[str, Any]:
        copy = Interview(talk.interview.knowledge, talk.interview.dossier, on=talk.interview.on)
        copy.going_on = talk.interview.going_on
        copy.ask_again(talk.interview.asked_again)
        sent = read_submission(copy, form, site.settings.limits.text)
        record(copy, replace(sent, place=None))
        return {
            "panel": panel(copy),
            "step": talk.prediagnosis and not sent.back,
            "tried": copy.dossier != talk.interview.dossier,
            "computed": row_result(copy, sent.addresses[0]),
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
        return {"table": filled(talk.interview, key), **review.standing(talk)}

    return site.page(request, "tableau.html", **await site.with_talk(request, work))


async def ask_more(request: Request, what: Callable[[Interview], object] | None = None) -> Response:
    """Go on to the full questionnaire, or to more of it.

    Args:
        request: a form without fields.
        what: makes the interview ask more.
    """

    def leave(talk: VisitorInterview, form: FormData) -> None:
        if what:
            what(talk.interview)
        talk.prediagnosis = False

    return await site_of(request).change(request, leave, "question")
