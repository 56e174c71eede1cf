"""The pages of the journey: home, questions, and what their forms record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.assessment.wording import answer_text
from advisor.common.french import capital
from advisor.interview import sheets
from advisor.interview.groups import GroupItem
from advisor.interview.machine import Interview
from advisor.interview.prediagnosis.talk import next_question
from advisor.rules.glossary import load_glossary
from advisor.web.guard import Visit, read_form
from advisor.web.journey import costs, questions, review
from advisor.web.journey.forms import BACK_TO, Submission, read_submission
from advisor.web.journey.model import QuestionPage, address_of, row_words, slug
from advisor.web.journey.panel import panel
from advisor.web.journey.recording import Recorded, Refused, RefusedForm, notices, record, slip_left
from advisor.web.site import Site, save_talk, site_of
from advisor.web.talks import VisitorInterview
from advisor.web.terms import Terms

# -- a table of figures as filled so far, with what it comes to: the page that follows its last row ------------------


@dataclass(frozen=True, slots=True)
class FilledRow:
    """One row: its name, its figures under their headings, where to change it."""

    name: str
    cells: tuple[tuple[str, str], ...]
    slug: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A table as filled.

    Attributes:
        title: of the sheet.
        lines: its rows; a list of figures is one row a figure, with a single cell. rows: it is a table of rows.
        results: tests of the law on these figures.
        remarks: what the result owes to the key of shared costs.
    """

    title: str
    lines: tuple[FilledRow, ...]
    rows: bool
    results: tuple[sheets.FigureTest, ...]
    remarks: tuple[str, ...]


def filled(interview: Interview, key: str) -> Filled:
    """A sheet as it stands."""
    sheet, lines = sheets.sheet_of(interview, key), []
    for row in sheet.rows:
        cells = [
            (heading, _text(interview, item))
            for heading, item in zip(sheet.headings, row.cells, strict=False)
            if item is not None and item.answer is not None
        ]
        first = next((item for item in row.cells if item is not None and item.answer is not None), None)
        if first is not None:
            cells += [(one.heading, one.text) for one in row.computed if one.text and not one.detail]
            words = row_words(interview, row.slot)
            name = capital(words) if words else first.fact.short
            lines.append(FilledRow(name, tuple(cells), slug(first.address)))
    remarks: list[str] = []
    if sheet.definition.calculation == "charges":
        remarks = sheets.key_remarks(sheets.cost_sheet(interview.reasoning, interview.dossier), "pour atteindre")
    results = sheets.results(interview.reasoning, sheet.definition.facts)
    return Filled(sheet.group.title, tuple(lines), bool(sheet.group.slots), results, tuple(remarks))


def worth_showing(interview: Interview, key: str) -> bool:
    """Whether a sheet just filled has figures to show."""
    sheet = interview.plan.sheets.get(key)
    if sheet is None or sheet.kind != "feuille":
        return False
    group = interview.group(key)
    return not group.required and any(item.answer is not None and not item.answer.unknown for item in group.items)


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


def _text(interview: Interview, item: GroupItem) -> str:
    if item.answer is None or item.answer.value is None:
        return "Je ne sais pas"
    return answer_text(interview.knowledge, item.address, item.answer.value)


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
        done = record(interview, sent)
        if isinstance(done, Refused):
            talk.slip = done.slip.dump()
        else:
            talk.slip = slip_left(interview, talk.slip, sent.addresses)
        save_talk(site, talk)
        talk.notices = notices(interview, done.feedback)
        talk.clashed = any(one.contradictions for one in done.feedback)
        if isinstance(done, Recorded):
            return _after(talk, sent)
        page = done.slip.page(interview)
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
        shown = first in talk.interview.dossier.answers and not sent.year
        return "review", f"#ligne-{slug(first)}" if shown else "", {}
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
        page = replace(page, place=questions.places_offered(interview, page))
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
        "panel": panel(interview),
        "terms": Terms(interview.knowledge),
        "clashes": review.clashes(interview),
        "clashed": talk.clashed,
        "notices": talk.take_notices(),
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
    form = await read_form(request, site.store.signing_key)

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
        return {
            "table": filled(talk.interview, key),
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
