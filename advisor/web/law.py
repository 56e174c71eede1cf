"""The law beside its rule: the articles copied word for word, each with what states its sentences; the schemas."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from advisor.report.catalogue import SCHEMAS, schema_json
from advisor.report.html import HtmlSection, parts_html
from advisor.report.lawbook.shelves import show_rule
from advisor.report.words import translated
from advisor.rules.load import Knowledge
from advisor.rules.texts import Share, load_texts
from advisor.training.casebook.read import exercised
from advisor.web.site import site_of


def routes() -> list[BaseRoute]:
    return [
        Route("/textes", texts, name="texts"),
        Route("/textes/{source}", article, name="article"),
        Route("/schema/{what}.json", schema, name="schema"),
    ]


async def schema(request: Request) -> Response:
    """The JSON Schema of a dossier or of an assessment, for programs."""
    what = request.path_params["what"]
    if what not in SCHEMAS:
        raise HTTPException(404)
    text = await site_of(request).think(request, schema_json, what)
    return Response(text, media_type="application/schema+json")


async def texts(request: Request) -> Response:
    """Every article copied, and how much of it is translated."""
    site = site_of(request)
    copied = (one for one in load_texts().by_source.values() if one.sentences)
    rows = [(site.knowledge.sources[one.source], translated(Share.of(one.sentences))) for one in copied]
    return site.page(request, "textes.html", rows=rows)


async def article(request: Request) -> Response:
    """An article: its text left, its rules right."""
    site = site_of(request)
    source = site.knowledge.sources.get(request.path_params["source"])
    if source is None or source.id not in load_texts().by_source:
        raise HTTPException(404)
    sections = await site.think(request, _sections, site.knowledge, source.id)
    return site.page(request, "texte.html", source=source, sections=sections)


def _sections(knowledge: Knowledge, id: str) -> tuple[HtmlSection, ...]:
    return parts_html(show_rule(knowledge, id, exercised=exercised).sections, 2)
