"""Every form of every page, filled with anything: no failure of ours, no markup of theirs, nothing lost.

The forms are those found on the pages themselves, so that a new one is tried as soon as a page shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from advisor.dossier import Dossier, dump_dossier
from advisor.training.casebook.read import load_cases
from advisor.web.guard import DOSSIER, TOKEN
from advisor.web.settings import Limits, Settings
from advisor.web.store import VisitPlace
from tests.support.unbroken import ODD_DIGITS, check_unbroken
from tests.support.web_visitor import Control, Form, Visitor, forms_of, site, site_of

MARK = "zyx0matik"
PAGES = (
    "/",
    "/question",
    "/prediagnostic",
    "/reponses",
    "/question/situation?retour=reponses",
    "/question/remuneration_brute--p1",
    "/tableau/exercices",
    "/resultat",
    "/mon-dossier",
    "/mon-dossier/effacer",
    "/reprendre",
    "/seance",
    "/seance/nouvelle",
    "/confidentialite",
)
NASTY = (
    f"<script>{MARK}</script>",
    f'"><img src=x onerror={MARK}>',
    f"'{MARK}\" onmouseover={MARK} x=",
    f"</textarea><b>{MARK}</b>",
    f"{{{{ 7191 * 7193 }}}}{MARK}",
    f"{{% for x in (1,) %}}{MARK}{{% endfor %}}",
    f"${{7191*7193}}#{{7191*7193}}{MARK}",
    f"\u202e{MARK}\u2066",
    f"\0{MARK}\x1b[2J",
    f"{MARK}\r\nSet-Cookie: {MARK}=1",
    f"../../{MARK}",
    f"'; DROP TABLE dossier; -- {MARK}",
    f"&lt;b&gt;{MARK}&#60;b&#62;",
    "\ud800\udfff".encode("utf-16", "surrogatepass").decode("utf-16"),
    "𝟙𝟚 ½ ٣٤ ⅷ",
    *ODD_DIGITS,
    "1e999",
    "-0",
    "nan",
    "9" * 400,
    "1/0",
    "31/02/2026",
    "0000-00-00",
    "99999-12-31",
    "A" * 5000,
    "é" * 100_000,
    "je_ne_sais_pas",
    "[" * 200,
    "%s%n{0}{x}",
    " \t\u00a0\u2028\ufeff ",
    "",
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.from_regex(r"[-+]?[0-9 .,%€]{1,20}", fullmatch=True))


class _Markup(HTMLParser):
    """What the browser would make of a page: tags with something of theirs, and tags left open."""

    VOID = frozenset(("meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "use", "line"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if MARK in tag or any(MARK in name or name.startswith("on") for name, _ in attrs):
            self.wrong.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag in ("script", "b", "img"):
            self.wrong += [tag for name, value in attrs if MARK in (value or "")]

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        if MARK in data and self.open and self.open[-1] in ("script", "style", "b"):
            self.wrong.append(self.open[-1])


def check_page(text: str) -> None:
    """Whole HTML, with nothing of what was typed as markup, nor worked out as a template."""
    parser = _Markup()
    parser.feed(text)
    parser.close()
    assert not parser.wrong and not parser.open, (parser.wrong, parser.open)
    assert str(7191 * 7193) not in text
    check_unbroken(text)
    assert "\0" not in text


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    # An exception of ours stops the test where it arose; how much one may send is tried elsewhere.
    most = 1_000_000
    limits = Limits(writes=most, creations=most, uploads=most, wrong_code=0)
    with site(Settings(limits=limits)) as found:
        yield found


CASES = [case.dossier for case in load_cases()[::11]]


def holding(client: TestClient, dossier: Dossier, prediagnosis: bool = False) -> str:
    """A browser with a dossier already filled."""
    client.cookies.clear()
    secret: str = site_of(client).store.create(dossier, VisitPlace(prediagnosis=prediagnosis))
    client.cookies.set(DOSSIER, secret, domain="127.0.0.1")
    client.get("/")
    return secret


def found_forms(client: TestClient) -> list[tuple[str, Form]]:
    """Every form that posts, with the page that shows it."""
    found = []
    for path in PAGES:
        page = client.get(path)
        assert page.status_code in (200, 404), path
        check_page(page.text)
        found += [(path, form) for form in forms_of(page.text) if form.method == "post"]
    return found


def fill(draw: st.DataObject, form: Form) -> dict[str, list[str]]:
    """The fields of a form, some as they are, some not; more of them, or less."""
    data = form.data()
    for one in form.controls:
        if one.name and one.name != TOKEN and draw.draw(st.integers(0, 3)):
            data[one.name] = draw.draw(st.lists(value_of(one), max_size=2))
    if not draw.draw(st.integers(0, 5)):
        data[draw.draw(TEXTS.filter(bool))] = [draw.draw(TEXTS)]
    return {name: values for name, values in data.items() if name == TOKEN or draw.draw(st.integers(0, 9))}


def value_of(one: Control) -> st.SearchStrategy[str]:
    return st.one_of(st.just(one.value), TEXTS) if one.kind in ("radio", "checkbox", "hidden") else TEXTS


@settings(max_examples=10)
@given(st.data())
def test_any_form_filled_with_anything_never_breaks_the_site_nor_the_dossier(
    client: TestClient, data: st.DataObject
) -> None:
    dossier = data.draw(st.sampled_from([Dossier(), *CASES]))
    secret = holding(client, dossier, data.draw(st.booleans()))
    path = data.draw(st.sampled_from(PAGES))
    page = client.get(path)
    for _ in range(4):
        forms = [form for form in forms_of(page.text) if form.method == "post"]
        if not forms:
            break
        form = data.draw(st.sampled_from(forms))
        sent = {name: [text.encode("utf-8", "replace") for text in texts] for name, texts in fill(data, form).items()}
        page = client.post(form.action, data=sent)
        assert page.status_code < 500
        check_page(page.text)
    stored = site_of(client).store.load(secret)
    if stored is not None:
        # What was accepted is a dossier that the site, and the terminal, read again.
        client.cookies.set(DOSSIER, secret, domain="127.0.0.1")
        for again in ("/reponses", "/question", "/resultat", "/mon-dossier", "/dossier.yaml"):
            answer = client.get(again)
            assert answer.status_code == 200
            if again != "/dossier.yaml":
                check_page(answer.text)


def test_every_form_of_every_page_takes_every_nasty_text(client: TestClient) -> None:
    for dossier, step in ((Dossier(), 8), (CASES[1], 20)):
        tried: set[tuple[str, ...]] = set()
        holding(client, dossier)
        for path, found in found_forms(client):
            form = found
            names = sorted({one.name for one in form.controls if one.name and one.name != TOKEN})
            if form.action == "/mon-dossier/effacer" or (form.action, *names) in tried:
                continue
            tried.add((form.action, *names))
            secret = ""
            for text in NASTY[len(tried) % step :: step] if names else ("",):
                if client.cookies.get(DOSSIER) != secret:
                    secret = holding(client, dossier)
                    form = next(one for one in forms_of(client.get(path).text) if one.action == form.action)
                answers = {name: [text] for name in names if name != "adresses"}
                page = client.post(form.action, data={**form.data(), **answers}, follow_redirects=False)
                assert page.status_code < 500, (path, form.action, text)
                check_page(page.text)
                if "adresses" in names:
                    page = client.post(form.action, data={**form.data(), "adresses": text}, follow_redirects=False)
                    assert page.status_code < 500
            for shown in (path, "/reponses", "/mon-dossier"):
                check_page(client.get(shown).text)
        assert len(tried) > 5


# -- files ------------------------------------------------------------------------------------------------------------

GOOD = dump_dossier(CASES[0]).encode()
BOMB = b"a: &a [" + b"x," * 9 + b"x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(20)
)  # fmt: skip
FILES = {
    "vide": b"",
    "bombe": BOMB,
    "profond": b"[" * 300_000,
    "profond, cles": b"".join(b" " * n + b"a:\n" for n in range(1000)),
    "cles": b"".join(b"k%d: v\n" % n for n in range(60_000)),
    "lourd": b"#" * 1_100_000,
    "longue ligne": b"nom: " + b"x" * 900_000,
    "binaire": bytes(range(256)) * 50,
    "image": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "utf-16": GOOD.decode().encode("utf-16"),
    "coupe": GOOD[: len(GOOD) // 2],
    "etiquette": b"nom: !!python/object/apply:os.system ['true']\n",
    "balises": f"nom: '<script>{MARK}</script>'\n{MARK}<b>: {{{{ 7191 * 7193 }}}}\n".encode(),
    "deux": GOOD + b"\n---\n" + GOOD,
    "liste": b"- 1\n- 2\n",
    "nombre": b"12",
    "reponses": b"reponses: 12\n",
}


def upload(client: TestClient, content: bytes, name: str = "dossier.yaml") -> Any:
    form = next(one for one in forms_of(client.get("/reprendre").text) if one.action == "/reprendre/fichier")
    token = form.data()[TOKEN][0]
    return client.post(form.action, data={TOKEN: token}, files={"fichier": (name, content)})


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_dossier_is_refused_in_french_and_changes_nothing(client: TestClient, kind: str) -> None:
    secret = holding(client, CASES[0])
    page = upload(client, FILES[kind])
    assert page.status_code in (413, 422), page.status_code
    check_page(page.text)
    assert client.cookies[DOSSIER] == secret
    assert site_of(client).store.load(secret).dossier == CASES[0]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", f"<script>{MARK}</script>.yaml", "a\0b.yaml", "é" * 500, ".", "\u202e"]
)
def test_the_name_of_a_file_leads_nowhere(client: TestClient, name: str) -> None:
    holding(client, Dossier())
    page = upload(client, b"rien: a voir\n", name)
    assert page.status_code in (400, 422)
    check_page(page.text)
    assert "etc/" not in page.text


@settings(max_examples=12)
@given(st.data())
def test_a_dossier_damaged_anywhere_is_refused_or_read_never_a_failure(client: TestClient, data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 30))
        content[place : place + length] = data.draw(
            st.one_of(st.binary(max_size=8), st.sampled_from(NASTY).map(lambda text: text.encode()[:200]))
        )
    holding(client, Dossier())
    page = upload(client, bytes(content))
    assert page.status_code in (200, 422)
    check_page(page.text)


def test_a_good_file_is_read(client: TestClient) -> None:
    holding(client, Dossier())
    page = upload(client, GOOD)
    assert page.status_code == 200
    assert site_of(client).store.load(client.cookies[DOSSIER]).dossier.answers == CASES[0].answers


def test_what_a_dossier_holds_is_shown_as_text_on_every_page(client: TestClient) -> None:
    nasty = f"<script>{MARK}</script>{{{{ 7191 * 7193 }}}}\"'><img src=x onerror={MARK}>"
    dossier = CASES[1]
    answers = {
        address: one.model_copy(update={"note": nasty, "quote": nasty}) for address, one in dossier.answers.items()
    }
    holding(client, dossier.model_copy(update={"name": nasty, "notes": nasty, "answers": answers}))
    seen = 0
    for path in PAGES:
        text = client.get(path).text
        check_page(text)
        seen += MARK in text
    assert seen >= 3
    headers = client.get("/dossier.yaml").headers
    assert re.fullmatch(r'attachment; filename="[a-z0-9.-]+"', headers["content-disposition"])


def test_a_visitor_reads_pages_that_are_whole(client: TestClient) -> None:
    visitor = Visitor(client)
    for path in (*PAGES, "/nulle-part", "/accessibilite", "/reprendre/" + "x" * 32):
        check_page(visitor.go(path).page.text)
