"""One page of every kind, reached as a visitor reaches it, or with a dossier already answered."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from advisor.dossier import Answer, Dossier
from advisor.training.casebook.read import find_case
from tests.support.browser import Window
from tests.support.browser_player import CONTINUE, press

Station = tuple[str, Page]

WHOLE = "053-trois-ans-moins-un-jour"
"""A worked case with an answer to each sort of question."""

QUESTIONS = {
    "question-choix": "forme_juridique",
    "question-plusieurs": "buts",
    "question-clause": "clause_gouvernance",
    "question-nombre": "nombre_associes",
    "question-date": "date_creation",
    "question-texte": "marche_cotation",
    "question-montant": "charges_exploitation--n",
    "question-benefice": "benefice_exercice",
    "question-personne": "remuneration_brute--1",
}
"""A question of each sort, by the last part of its address; the dossier is a whole one, so each applies."""

RESULTS = {
    "resultat-favorable": WHOLE,
    "resultat-non": "018-panneaux-solaires",
    "resultat-droit-ouvert": "013-associee-unique",
    "resultat-contradiction": "127-associe-unique-et-trois",
}
"""Worked cases whose results look unlike."""


def case(name: str) -> Dossier:
    """The dossier of a worked case, under the law of its day."""
    return find_case(name).dossier


def begun() -> Dossier:
    """A dossier of a few answers: everything is still open."""
    return Dossier(answers={"situation": Answer(value="existante"), "siege": Answer(value="france")})


def public(visitor: Window) -> Iterator[Station]:
    yield "accueil", visitor.go("/")
    yield "confidentialite", visitor.go("/confidentialite")
    yield "mentions", visitor.go("/mentions-legales")
    yield "accessibilite", visitor.go("/accessibilite")
    yield "erreur-inconnue", visitor.go("/nulle-part", 404)
    yield "erreur-sans-dossier", visitor.go("/question", 404)


def questions(visitor: Window) -> Iterator[Station]:
    page = visitor.page
    visitor.hold(visitor.served.dossier(prediagnosis=True))
    yield "prediagnostic-question", visitor.go("/question")
    press(page, CONTINUE)
    yield "prediagnostic-erreur", page
    for kind, name in {"prediagnostic-ferme": "074-sci-familiale", "prediagnostic-ouvert": WHOLE}.items():
        visitor.hold(visitor.served.dossier(case(name), prediagnosis=True))
        yield kind, visitor.go("/prediagnostic")
    visitor.hold(visitor.served.dossier(begun()))
    yield "accueil-dossier", visitor.go("/")
    yield "question", visitor.go("/question")
    press(page, CONTINUE)
    yield "question-erreur", page
    visitor.hold(visitor.served.dossier(case(WHOLE)))
    for kind, slug in QUESTIONS.items():
        yield kind, visitor.go(f"/question/{slug}")
    yield "tableau", visitor.go("/tableau/charges")
    yield "reponses", visitor.go("/reponses")
    visitor.hold(visitor.served.dossier(case("127-associe-unique-et-trois")))
    yield "question-contradiction", visitor.go("/question/nombre_associes")
    yield "reponses-contradiction", visitor.go("/reponses")


def results(visitor: Window) -> Iterator[Station]:
    for kind, dossier in {"resultat-vide": Dossier(), "resultat-debut": begun()}.items():
        visitor.hold(visitor.served.dossier(dossier))
        yield kind, visitor.go("/resultat")
    for kind, name in RESULTS.items():
        visitor.hold(visitor.served.dossier(case(name)))
        yield kind, visitor.go("/resultat")


def dossier(visitor: Window) -> Iterator[Station]:
    page = visitor.page
    secret = visitor.served.dossier(begun())
    visitor.hold(secret)
    yield "dossier", visitor.go("/mon-dossier")
    yield "dossier-effacer", visitor.go("/mon-dossier/effacer")
    yield "reprendre", visitor.go("/reprendre")
    page.locator("input[type=file]").set_input_files(
        {"name": "dossier.yaml", "mimeType": "text/yaml", "buffer": b"format: 1\nreponses: {situation: reve}\n"}
    )
    press(page, page.get_by_role("button", name="Ouvrir ce fichier"))
    yield "reprendre-erreur", page
    yield "reprendre-introuvable", visitor.go("/reprendre/" + "x" * 32, 404)
    other = visitor.served.dossier(begun())
    yield "reprendre-lien", visitor.go(f"/reprendre/{other}")
    visitor.go("/mon-dossier")
    press(page, page.get_by_role("button", name="Fermer"))
    yield "dossier-ferme", page
    visitor.hold(secret)
    visitor.go("/mon-dossier/effacer")
    press(page, page.get_by_role("button", name="effacer"))
    yield "dossier-efface", page


def room(visitor: Window) -> Iterator[Station]:
    page = visitor.page
    yield "seance", visitor.go("/seance")
    press(page, page.get_by_role("button", name="Participer"))
    yield "seance-erreur", page
    yield "seance-nouvelle", visitor.go("/seance/nouvelle")
    press(page, page.get_by_role("button", name="Ouvrir la séance"))
    yield "seance-pupitre", page
    code = "".join(page.locator("dl dd").first.inner_text().split())
    yield "seance-entrer", visitor.go(f"/seance/{code}")
    press(page, page.get_by_role("button", name="Participer"))
    yield "telephone-attente", page
    yield "ecran-accueil", visitor.go("/seance/ecran")
    # The story, a question without a vote, the same with one, its answer.
    move(visitor, "suite")
    yield "ecran-histoire", visitor.go("/seance/ecran")
    yield "telephone-histoire", visitor.go("/seance/participer")
    move(visitor, "suite", until="reveler")
    yield "ecran-question", visitor.go("/seance/ecran")
    yield "telephone-question", visitor.go("/seance/participer")
    page.locator("button.vote").first.click()
    page.get_by_text("Vous avez répondu").wait_for()
    yield "telephone-vote", page
    move(visitor, "reveler")
    yield "ecran-reponse", visitor.go("/seance/ecran")
    yield "telephone-reponse", visitor.go("/seance/participer")
    move(visitor, "suite")
    yield "ecran-pourquoi", visitor.go("/seance/ecran")
    yield "seance-pupitre-cas", visitor.go("/seance/animer")
    page.locator("#fin").evaluate("one => { one.open = true }")
    press(page, page.get_by_role("button", name="Terminer"))
    yield "seance-finie", page


def move(visitor: Window, act: str, until: str = "", most: int = 12) -> None:
    """Press the large button of the desk; ``until``: again, until it offers that act."""
    page = visitor.page
    for _ in range(most):
        button = visitor.go("/seance/animer").locator(f"#avant[value={act}]")
        if until and not button.count():
            break
        mark = page.locator("[name=vu]").first.input_value()
        button.click()
        page.locator(f"[name=vu]:not([value='{mark}'])").first.wait_for(state="attached")
        if not until:
            break
    if until:
        page.locator(f"#avant[value={until}]").wait_for()


PARTS = {"accueil": public, "questions": questions, "resultats": results, "seance": room, "dossier": dossier}
"""Every kind of page, by parts that may be walked apart."""


def stations(visitor: Window) -> Iterator[Station]:
    """Every kind of page by its name, one after the other in the same window."""
    for part in PARTS.values():
        yield from part(visitor)
