"""One page of every kind, reached as a visitor reaches it, or with a dossier already answered."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser import Window


def stations(visitor: Window) -> Iterator[tuple[str, Page]]:
    """Every kind of page by its name, one after the other in the same window."""
    page = visitor.page
    yield "accueil", visitor.go("/")
    yield "accessibilite", visitor.go("/accessibilite")
    yield "inconnue", visitor.go("/nulle-part")
    yield "sans-dossier", visitor.go("/question")
    visitor.hold(visitor.served.dossier())
    yield "question", visitor.go("/question")
    page.get_by_role("button", name="Continuer").click()
    yield "question-erreur", page
