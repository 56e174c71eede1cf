"""The page on the rules themselves: what the tool does not know, and what is still to be read online."""

from __future__ import annotations

from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from advisor.common.french import french_date
from advisor.report.html import HtmlSection, parts_html
from advisor.report.lawbook.upkeep import gap_sections, reading_sections
from advisor.rules.load import Knowledge
from advisor.rules.upkeep import load_to_read
from advisor.web.site import site_of


async def gaps(request: Request) -> Response:
    """What the tool does not know today."""
    site, today = site_of(request), date.today()
    # A page like a document: drawn beside what answers visitors.
    parts = await site.press(request, _parts, site.knowledge, today)
    return site.page(request, "lacunes.html", parts=parts, day=french_date(today))


def _parts(knowledge: Knowledge, on: date) -> tuple[HtmlSection, ...]:
    sections = (*gap_sections(knowledge, on), *reading_sections(load_to_read(), told=False))
    return parts_html((one for one in sections if one is not None), 3)
