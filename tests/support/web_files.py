"""What tests of the result share: a dossier brought to the site as its file, and the parts of a page."""

from __future__ import annotations

import re
from html import unescape

from advisor.dossier import Dossier, dump_dossier
from tests.support.web_visitor import Visitor

SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "\u2011": "-"})


def bring(visitor: Visitor, file: Dossier | str | bytes, name: str = "dossier.yaml", follow: bool = True) -> Visitor:
    """Bring a dossier by the form that takes files; the page is the one that follows, unless nobody follows it."""
    data = dump_dossier(file) if isinstance(file, Dossier) else file
    form = visitor.go("/reprendre").form("/reprendre/fichier")
    content = data.encode() if isinstance(data, str) else data
    visitor.page = visitor.client.post(
        form.action, data=form.data(), files={"fichier": (name, content)}, follow_redirects=follow
    )
    return visitor


def plain(html: str) -> str:
    """The words of a piece of a page, as one types them."""
    text = unescape(re.sub(r"<[^>]+>", " ", html))
    return " ".join(text.translate(SPACES).split())


def section(page: str, id: str) -> str:
    """The piece of a page between the opening of a section and the next one's."""
    start = page.index(f'id="{id}"')
    return page[start : page.index("</section>", start)]
