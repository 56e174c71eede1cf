"""What protects visitors: forms of ours only, headers everywhere, limits, names, cookies; tried from every side."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient

from advisor.web import guard
from advisor.web.app import create_app
from advisor.web.guard import DOSSIER, TOKEN, VISIT
from advisor.web.settings import Limits, Settings
from advisor.web.site import Turns
from tests.support.web_visitor import BASE, Visitor, site, site_of


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with site(Settings(data=tmp_path_factory.mktemp("safety") / "w.sqlite3")) as found:
        yield found


@pytest.fixture
def fresh(client: TestClient) -> TestClient:
    """The same site, a browser that was never there."""
    client.cookies.clear()
    return client


def stored(client: TestClient) -> list[str]:
    """Everything in the database."""
    with beside(client) as other:
        return list(other.iterdump())


def beside(client: TestClient) -> closing[sqlite3.Connection]:
    """The database of a site, as another program opens it."""
    return closing(sqlite3.connect(str(site_of(client).settings.data), isolation_level=None))


def posts() -> list[str]:
    """Every address that accepts a form, with something in place of what varies."""
    found = [
        re.sub(r"\{[^}]*\}", "ABCD", route.path)
        for route in create_app().routes
        if isinstance(route, Route) and "POST" in (route.methods or ())
    ]
    assert "/question" in found and "/commencer" in found
    return found


def gets() -> list[str]:
    return [
        re.sub(r"\{[^}]*\}", "ABCD", route.path)
        for route in create_app().routes
        if isinstance(route, Route) and "GET" in (route.methods or ())
    ]


# -- forms of ours ----------------------------------------------------------------------------------------------------


def token_of(client: TestClient) -> str:
    """The token of a page shown to this browser."""
    found = re.search(rf'name="{TOKEN}" value="([0-9a-f]+)"', client.get("/").text)
    assert found
    return found[1]


@pytest.mark.parametrize("path", posts())
def test_a_form_that_no_page_of_ours_sent_is_refused_and_changes_nothing(fresh: TestClient, path: str) -> None:
    fields = {"adresses": "situation", "situation": "projet", "effacer": "oui", "confirmation": "oui"}
    stranger = token_of(fresh)
    fresh.cookies.clear()
    Visitor(fresh).send("/commencer")
    elsewhere = token_of(fresh)
    fresh.cookies.delete(DOSSIER)
    visitor = Visitor(fresh).send("/commencer")
    assert visitor.page.status_code == 200
    mine = token_of(fresh)
    before = stored(fresh)
    tries: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({TOKEN: ""}, {}),
        ({TOKEN: stranger}, {}),
        ({TOKEN: elsewhere}, {}),
        ({TOKEN: mine[:-1]}, {}),
        ({TOKEN: "é" + mine}, {}),
        ({TOKEN: mine}, {"sec-fetch-site": "cross-site"}),
        ({TOKEN: mine}, {"sec-fetch-site": "same-site"}),
    ]
    for token, headers in tries:
        answer = fresh.post(path, data={**fields, **token}, headers=headers, follow_redirects=False)
        assert answer.status_code == 403, (path, token, headers, answer.status_code)
        assert "set-cookie" not in answer.headers or DOSSIER not in answer.headers["set-cookie"]
    as_json = fresh.post(path, content=b'{"%s": "%s"}' % (TOKEN.encode(), mine.encode()), follow_redirects=False)
    assert as_json.status_code == 403
    assert stored(fresh) == before


def asked(visitor: Visitor) -> list[str]:
    """What the page asks."""
    return visitor.form("/question").data()["adresses"]


def test_a_form_of_another_dossier_is_refused_says_so_and_loses_nothing(fresh: TestClient) -> None:
    first = Visitor(fresh).send("/commencer").send("/question", situation="projet")
    (coming,) = asked(first)
    assert coming != "situation"
    secret = fresh.cookies[DOSSIER]
    fresh.cookies.delete(DOSSIER)
    Visitor(fresh).send("/commencer").send("/question", situation="projet")
    assert fresh.cookies[DOSSIER] != secret
    before = stored(fresh)
    first.fill("/question", {f"{coming}.inconnu": "je_ne_sais_pas", coming: "je_ne_sais_pas"})
    assert first.page.status_code == 403 and "autre dossier" in first.words
    assert stored(fresh) == before
    fresh.cookies.set(DOSSIER, secret, domain="127.0.0.1")
    assert asked(first.go("/question")) == [coming]


def test_the_same_form_sent_twice_answers_once(fresh: TestClient) -> None:
    visitor = Visitor(fresh).send("/commencer")
    form = visitor.form("/question")
    seen = []
    for _ in range(2):
        visitor.page = fresh.post("/question", data={**form.data(), "situation": "projet"})
        assert visitor.page.status_code == 200
        seen.append(asked(visitor))
    assert seen[0] == seen[1] != ["situation"]


def test_a_page_left_open_while_its_dossier_was_erased_says_so_and_brings_nothing_back(fresh: TestClient) -> None:
    visitor = Visitor(fresh).send("/commencer")
    stale, secret = visitor.form("/question"), fresh.cookies[DOSSIER]
    visitor.go("/mon-dossier/effacer").send("/mon-dossier/effacer")
    assert DOSSIER not in fresh.cookies
    before = stored(fresh)
    for cookie, status in (("", 403), (secret, 404)):
        fresh.cookies.set(DOSSIER, cookie, domain="127.0.0.1")
        visitor.page = fresh.post("/question", data={**stale.data(), "situation": "projet"})
        assert visitor.page.status_code == status and "dossier" in visitor.words
    assert stored(fresh) == before


# -- headers, methods, names ------------------------------------------------------------------------------------------


def check_headers(response: object) -> None:
    headers = response.headers  # type: ignore[attr-defined]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert "http" not in policy and "*" not in policy and "data:" not in policy
    # A stranger's text that became HTML could neither send a form elsewhere nor move our addresses.
    assert "form-action 'self'" in policy and "base-uri 'none'" in policy and "script-src 'self';" in policy
    assert headers["cross-origin-opener-policy"] == headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"] and "microphone=()" in headers["permissions-policy"]
    assert headers["x-robots-tag"] == "noindex"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"
    assert "server" not in headers


@pytest.mark.parametrize("path", [*gets(), "/nulle-part", "/static/base.css", "/static/nulle-part.css", "/static/"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "PATCH"])
def test_every_answer_has_safe_headers_and_no_method_breaks(fresh: TestClient, path: str, method: str) -> None:
    response = fresh.request(method, path, follow_redirects=False)
    check_headers(response)
    assert response.status_code < 500
    if method not in ("GET", "HEAD"):
        assert response.status_code in (404, 405)
    if path.startswith("/static/base"):
        assert response.status_code >= 400 or "immutable" in response.headers["cache-control"]
    else:
        assert response.headers["cache-control"] == "no-store" or "robots" in path


def test_pages_hold_no_script_or_style_of_their_own_and_nothing_from_elsewhere(fresh: TestClient) -> None:
    visitor = Visitor(fresh).send("/commencer")
    for path in ("/", "/question", "/confidentialite", "/nulle-part"):
        text = visitor.go(path).page.text
        assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), path
        assert not re.findall(r'(?:src|action)="(?:https?:)?//', text), path
        assert not re.findall(r'<link[^>]*href="(?:https?:)?//', text), path


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("192.168.1.20:8765", 200),
        ("[::1]:8765", 200),
        ("voleur.example", 400),
        ("127.0.0.1.voleur.example", 400),
        ("moi@127.0.0.1", 400),
        ("127.0.0.1/x", 400),
        ("[::1", 400),
        ("[", 400),
        ("é", 400),
        ("", 400),
        ("2130706433", 400),
    ],
)
def test_only_a_name_of_ours_is_answered(fresh: TestClient, host: str, status: int) -> None:
    response = fresh.get("/", headers={"host": host.encode()})
    assert response.status_code == status
    check_headers(response)


def test_the_name_given_to_the_public_is_ours_and_cookies_then_go_by_https_only() -> None:
    settings = Settings(public_url="https://diagnostic.cress.example", root_path="/ess")
    with TestClient(create_app(settings), base_url="https://diagnostic.cress.example") as client:
        # The proxy may take its path away, or leave it.
        for root in ("", "/ess"):
            response = client.get(f"{root}/")
            assert response.status_code == 200
            assert 'action="/ess/commencer"' in response.text and 'href="/ess/static/base.css' in response.text
            assert client.get(f"{root}/static/base.css").status_code == 200
            assert client.get(f"{root}/nulle-part").status_code == 404
        client.cookies.clear()
        cookie = client.get("/").headers["set-cookie"]
        for part in (f"{VISIT}=", "Secure", "HttpOnly", "SameSite=lax", "Path=/ess"):
            assert part in cookie
        assert response.headers["strict-transport-security"].startswith("max-age=3")


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(fresh: TestClient) -> None:
    first = fresh.get("/").headers["set-cookie"]
    assert "HttpOnly" in first and "SameSite=lax" in first and "Max-Age" not in first
    visitor = Visitor(fresh)
    form = visitor.form("/commencer")
    second = fresh.post("/commencer", data=form.data(), follow_redirects=False).headers["set-cookie"]
    assert "HttpOnly" in second and "SameSite=lax" in second and f"Max-Age={30 * 86_400}" in second
    assert len(fresh.cookies[DOSSIER]) >= 32 and len(fresh.cookies[VISIT]) >= 32


def test_by_https_no_neighbour_chooses_our_cookies() -> None:
    base = "https://diagnostic.cress.example"
    with TestClient(create_app(Settings(public_url=base)), base_url=base) as client:
        # What another site of cress.example may set for the whole domain: its own visit, its own dossier.
        theirs = {VISIT: "v" * 32, DOSSIER: site_of(client).talks.begin()}
        tossed = "; ".join(f"{name}={value}" for name, value in theirs.items())
        assert client.get("/question", headers={"cookie": tossed}).status_code == 404
        client.cookies.clear()
        visitor = Visitor(client).send("/commencer").send("/question", situation="projet")
        assert visitor.page.status_code == 200 and set(client.cookies) == {f"__Host-{VISIT}", f"__Host-{DOSSIER}"}
        for name in client.cookies:
            assert name in visitor.go("/confidentialite").words
        client.cookies.clear()
        cookie = client.get("/").headers["set-cookie"]
        assert "Secure" in cookie and "Path=/;" in f"{cookie};" and "domain" not in cookie.lower()


@pytest.mark.parametrize("name", [VISIT, DOSSIER])
@pytest.mark.parametrize("value", ["", "x", "é" * 30, "x" * 5000, "../../etc/passwd", "a|b" * 10, '"', "%00", "'; --"])
def test_a_cookie_that_is_not_ours_is_a_visitor_never_seen(fresh: TestClient, name: str, value: str) -> None:
    response = fresh.get("/question", headers={"cookie": f"{name}={value}".encode("latin-1")})
    assert response.status_code == 404
    assert "Aucun dossier" in response.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2fpyproject.toml",
        "/static//etc/passwd",
        "/static/%00",
        "/static/base.css%00.html",
        "/static/..\\app.py",
        "/static/" + "a" * 5000,
        "/question/..%2f..%2fetc%2fpasswd",
        "/question/%7B%7B7*7%7D%7D",
        "/question/%00",
        "/question/%ff%fe",
        "/question/" + "situation" * 500,
        "/question/siege--n-1",
        "/question/dividendes--",
        "/question/dividendes",
        "//voleur.example/",
        "/%2f%2fvoleur.example/",
    ],
)
def test_no_path_leads_outside(fresh: TestClient, path: str) -> None:
    Visitor(fresh).send("/commencer")
    response = fresh.get(BASE + path, follow_redirects=False)
    assert response.status_code in (400, 404), response.status_code
    assert "root:" not in response.text and "def " not in response.text and "49" not in response.text[:2000]
    check_headers(response)


@pytest.mark.parametrize("root", ["", "/ess"])
@pytest.mark.parametrize("path", ["/resultat/" + "a.b" * 20_000 + "/", "/resultat/" + "." * 60_000, "/a" * 30_000])
def test_an_endless_address_makes_nobody_wait(root: str, path: str) -> None:
    with site(Settings(root_path=root)) as client:
        start = time.process_time()
        response = client.get(root + path)
        assert time.process_time() - start < 1
        assert response.status_code == 404 and "<h1>" in response.text
        check_headers(response)


# -- how much ---------------------------------------------------------------------------------------------------------


def test_too_much_is_refused_on_a_page_of_ours_and_the_dossier_stays(fresh: TestClient) -> None:
    visitor = Visitor(fresh).send("/commencer")
    form = visitor.form("/question")
    data = form.data()
    for content, status in (
        ({**data, "situation": "x" * 1_300_000}, 413),
        ({**data, "situation": "x" * 1_100_000}, 400),
        ({**data, **{f"champ{n}": "x" for n in range(1000)}}, 400),
    ):
        response = fresh.post("/question", data=content)
        assert response.status_code == status
        assert "<h1>" in response.text
        check_headers(response)
    assert 'name="situation"' in visitor.go("/question").page.text


@pytest.mark.parametrize("path", ["/commencer", "/reprendre/fichier", "/", "/nulle-part"])
def test_a_heavy_body_is_refused_in_french_whatever_the_page(fresh: TestClient, path: str) -> None:
    response = fresh.post(path, content=b"x" * (Limits().body + 1))
    assert response.status_code == 413 and "Cet envoi est trop lourd" in response.text
    check_headers(response)


@pytest.mark.parametrize("length", ["douze", "9" * 5000, "-1"])
def test_a_length_that_is_no_number_breaks_nothing(fresh: TestClient, length: str) -> None:
    response = fresh.get("/", headers={"content-length": length})
    assert response.status_code == 200


def test_a_body_that_never_ends_is_refused_in_french_and_one_that_is_cut_breaks_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    app = create_app()

    async def ask(receive: object) -> tuple[int, bytes]:
        statuses: list[int] = []
        pieces: list[bytes] = []

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            pieces.append(message.get("body", b""))

        scope = {
            "type": "http", "method": "POST", "path": "/commencer", "query_string": b"", "scheme": "http",
            "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/x-www-form-urlencoded")],
            "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8765),
        }  # fmt: skip
        await app(scope, receive, send)  # type: ignore[arg-type]
        return statuses[0], b"".join(pieces)

    async def endless() -> dict[str, object]:
        return {"type": "http.request", "body": b"a=" + b"x" * 100_000 + b"&", "more_body": True}

    status, page = asyncio.run(ask(endless))
    assert status == 413 and "Cet envoi est trop lourd" in page.decode()

    async def gone() -> dict[str, object]:
        return {"type": "http.disconnect"}

    # Nothing is wrong here, and the log is not filled with where it happened.
    caplog.clear()
    assert asyncio.run(ask(gone))[0] == 400
    assert [one.levelname for one in caplog.records if one.name == "advisor.web"] in ([], ["INFO"])
    app.state.site.close()


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=x; charset=utf-16",
        "multipart/form-data; boundary=x; charset=undefined",
        "multipart/form-data; boundary=x; charset=unicode_escape",
        "multipart/form-data; boundary=x; charset=punycode",
        "multipart/form-data; boundary=" + "x" * 300,
        "multipart/form-data; boundary=é",
        "application/json",
        "text/plain",
        "",
        "; ; ;",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--x",
        b"--x--",
        b"\0" * 100,
        b"--x\r\n\r\n\r\n--x--\r\n",
        b'--x\r\nContent-Disposition: form-data; name="jeton"\r\n\r\n\\ud800\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="jeton"; filename="a"\r\n\r\nabc',
        b'--x\r\nContent-Disposition: form-data; name="jeton"; filename="../../a\0"\r\n\r\nabc\r\n--x--\r\n',
        b"jeton=%ed%a0%80&jeton=%00",
    ],
)
def test_a_broken_form_is_refused_on_a_page_of_ours(fresh: TestClient, kind: str, body: bytes) -> None:
    response = fresh.post("/commencer", content=body, headers={"content-type": kind.encode("latin-1")})
    assert response.status_code in (400, 403)
    assert "<h1>" in response.text


def test_who_sends_too_many_forms_waits_and_forty_phones_never_do() -> None:
    limits = Limits(writes=5)
    with site(Settings(limits=limits)) as client:
        visitor = Visitor(client).send("/commencer")
        statuses = [visitor.send("/question").page.status_code for _ in range(5)]
        assert statuses == [422, 422, 422, 422, 429]
        assert visitor.page.headers["retry-after"].isdigit()
        assert "Attendez" in visitor.words
        assert 'name="situation"' in visitor.go("/question").page.text
    usual = Limits()
    # Behind one address, for a whole window: an answer every four seconds each; three documents; two tries to join.
    assert usual.writes >= 40 * usual.window / 4 and usual.documents >= 40 * 3
    assert usual.creations >= 40 * 2


def test_the_meter_forgets_windows_gone_by(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(guard.time, "monotonic", lambda: now[0])
    with site(Settings(limits=Limits(creations=2))) as client:
        meter = site_of(client).meter

        def begin() -> int:
            client.cookies.clear()
            return Visitor(client).send("/commencer").page.status_code

        assert [begin() for _ in range(3)] == [200, 200, 429]
        meter.check(Request({"type": "http", "client": ("192.0.2.7", 1)}), "documents")
        # Pages and answers of one address, new dossiers of it, documents of the other.
        assert len(meter.counts) == 4
        now[0] += 600
        assert begin() == 200
        # Nothing of the window before is left, under any kind.
        assert {window for window, _ in meter.counts.values()} == {1}


def test_when_too_many_wait_one_is_asked_to_come_back() -> None:
    with site() as client:
        served = site_of(client)
        served.thinking = Turns(served.worker, share=0)
        response = client.post("/commencer", data=Visitor(client).form("/commencer").data())
        assert response.status_code == 503 and response.headers["retry-after"] == "10"
        assert "<h1>" in response.text and "trop de demandes en ce moment" in response.text


def test_where_nothing_can_be_written_any_more_one_is_told_and_may_still_read(tmp_path: Path) -> None:
    with site(Settings(data=tmp_path / "w.sqlite3")) as client:
        visitor = Visitor(client).send("/commencer").send("/question", situation="projet")
        (coming,) = asked(visitor)
        with beside(client) as other:
            # As a dossier last seen on another day, which each visit would note.
            other.execute("UPDATE dossier SET seen = '2026-01-01'")
            other.execute("CREATE TRIGGER full BEFORE UPDATE ON dossier BEGIN INSERT INTO nowhere VALUES (1); END")
        before = stored(client)
        visitor.fill("/question", {coming: "je_ne_sais_pas", f"{coming}.inconnu": "je_ne_sais_pas"})
        assert visitor.page.status_code == 503 and "rien enregistrer" in visitor.words
        check_headers(visitor.page)
        assert visitor.go("/reponses").page.status_code == 200 and asked(visitor.go("/question")) == [coming]
        assert b"situation: projet" in client.get("/dossier.yaml").content
        assert stored(client) == before
        with beside(client) as other:
            other.execute("DROP TRIGGER full")
        visitor.fill("/question", {coming: "je_ne_sais_pas", f"{coming}.inconnu": "je_ne_sais_pas"})
        assert visitor.page.status_code == 200 and asked(visitor) != [coming]
