"""What frames every page: the places of a dossier, errors in words, what is said of accessibility."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import jinja2
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from advisor.report.letterhead import Letterhead
from advisor.web.app import create_app
from advisor.web.guard import DOSSIER
from advisor.web.settings import Settings
from advisor.web.terms import French
from tests.support.web_visitor import BASE, Visitor, site


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with site() as found:
        yield found


def title(html: str) -> str:
    found = re.search(r"<title>(.*?)</title>", html, re.S)
    assert found
    return unescape(found[1]).replace("\u00a0", " ").replace("\u202f", " ")


def test_robots_are_told_to_leave(client: TestClient) -> None:
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


def test_accessibility_says_what_was_not_checked_and_whom_to_tell(client: TestClient) -> None:
    words = Visitor(client).go("/accessibilite").words
    assert "Aucun audit" in words and "CRESS" in words


def test_accessibility_names_the_organisation_that_offers_the_site() -> None:
    with site(Settings(letterhead=Letterhead("CRESS <Essai> & fils"))) as client:
        page = client.get("/accessibilite")
        assert "CRESS &lt;Essai&gt; &amp; fils" in page.text


def test_what_the_tool_does_not_know_is_a_page_of_the_site(client: TestClient) -> None:
    visitor = Visitor(client).go("/")
    assert 'href="/lacunes"' in visitor.page.text
    visitor.go("/lacunes")
    for words in (
        "Ce que le droit laisse ouvert",
        "66 % chaque année",
        "attendue depuis le 1er octobre 2024",
        "Reste à lire",
    ):
        assert words in visitor.words.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("path", ["/nulle-part", "/question", "/question/rien-de-tel"])
def test_an_error_says_so_in_its_title_and_leads_somewhere(client: TestClient, path: str) -> None:
    client.cookies.clear()
    page = client.get(path)
    assert page.status_code == 404
    assert title(page.text).startswith("Erreur : ")
    assert 'href="/"' in page.text.partition("<main")[2]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 418, 429, 500])
def test_every_error_has_words_of_its_own_and_never_the_servers(status: int) -> None:
    async def broken(request: Request) -> Response:
        if status == 500:
            raise RuntimeError("secret words of the server")
        raise HTTPException(status, "secret words of the server")

    app = create_app()
    app.router.routes.insert(0, Route("/casse", broken))
    with TestClient(app, base_url=BASE, raise_server_exceptions=False) as client:
        page = client.get("/casse")
    assert page.status_code == status
    assert title(page.text).startswith("Erreur : ") and "secret words" not in page.text
    assert len(re.findall(r"<h1>", page.text)) == 1


def test_the_places_are_shown_once_a_dossier_is_open_and_the_current_one_is_marked(client: TestClient) -> None:
    client.cookies.clear()
    visitor = Visitor(client)
    assert "places" not in visitor.page.text
    visitor.send("/commencer").go("/question")
    assert current(visitor) == {("/prediagnostic", "step")}
    assert current(visitor.go("/question/nombre_associes")) == {("/question", "step")}
    assert current(visitor.go("/reponses")) == {("/reponses", "page")}
    assert current(visitor.go("/accessibilite")) == set()


def current(visitor: Visitor) -> set[tuple[str, str]]:
    """The places marked as current, and how."""
    return set(re.findall(r'href="([^"]+)" aria-current="(\w+)"', visitor.page.text))


def test_under_a_path_of_a_proxy_the_current_place_is_still_marked() -> None:
    app = create_app(Settings(root_path="/auto"))
    with TestClient(app, base_url=BASE) as client:
        secret = app.state.site.talks.begin(prediagnosis=False)
        page = client.get("/question/situation", headers={"Cookie": f"{DOSSIER}={secret}"})
    assert 'href="/auto/question" aria-current="step"' in page.text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>Où : « ici » ?</p>", "<p>Où\u00a0: «\u00a0ici\u00a0»\u00a0?</p>"),
        ('<a title="Où : ici">{{ x }} ; 5 %</a>', '<a title="Où : ici">x\u00a0; 5\u00a0%</a>'),
        ('<a class="a {{ x }} : b">« {{ x }} »</a>', '<a class="a x : b">«\u00a0x\u00a0»</a>'),
        ('<i{% if x %} id="q : r"{% endif %}>a !</i>', '<i id="q : r">a\u00a0!</i>'),
        ("{{ x }} : {{ x }} http://a:1 12:30", "x\u00a0: x http://a:1 12:30"),
        ('{{ "Un : " if x == "x" }}{% if x == " : " %}!{% endif %}', "Un\u00a0: "),
        ("la page «\n  Suite\n»", "la page «\u00a0Suite\u00a0»"),
    ],
)
def test_the_words_of_templates_get_french_spaces_and_their_tags_are_left_alone(source: str, expected: str) -> None:
    environment = jinja2.Environment(extensions=[French])
    assert environment.from_string(source).render(x="x") == expected
